"""What Jupyter shows beside figures: tables with captions, and quotations that lead to their documents."""

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

_DAY = r"\d{4}(?:-\d\d){0,2}"
DATES = re.compile(rf"{_DAY}(?: to (?:{_DAY}|\d\d(?:-\d\d)?))?\Z")

__all__ = ["Captioned", "Quotes", "captioned", "quotes"]


@dataclass(frozen=True, repr=False)
class Captioned:
    """A table with its caption, as Jupyter shows it."""

    styler: Styler
    caption: str

    def to_html(self) -> str:
        """Return the table as HTML."""
        return str(self.styler.to_html())

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        """Return the caption: the same text for the same table, unlike the styler's own."""
        return self.caption


def captioned(table: pd.DataFrame, caption: str) -> Captioned:
    """Return the table as Jupyter shows it: with its caption, without its index, numbers short.

    Text is escaped, and equal tables give equal HTML.
    """
    table = table.rename(columns=lambda column: html.escape(str(column).replace("_", " ")))
    mark = hashlib.sha256((caption + ",".join(map(str, table.columns))).encode()).hexdigest()[:8]
    numbers = table.select_dtypes("number").columns
    styler = (
        table.style.set_uuid(mark)
        .hide(axis="index")
        .set_caption(html.escape(caption))
        .format(_escaped, na_rep="–", subset=[c for c in table.columns if c not in numbers])
        .format(precision=2, thousands=",", na_rep="–", subset=numbers)
        .set_properties(subset=[c for c in table if _dates(table[c])], **{"white-space": "nowrap"})
        .set_table_styles({c: [{"selector": "", "props": "text-align: right"}] for c in numbers}, overwrite=False)
    )
    return Captioned(styler, caption)


def _dates(cells: pd.Series) -> bool:
    """Tell whether all that a column holds are dates, which must not be torn at their hyphens."""
    return all(DATES.match(str(cell)) for cell in cells.dropna()) and cells.dtype.kind not in "biuf"


def _escaped(cell: object) -> str:
    return html.escape(str(cell))


@dataclass(frozen=True)
class Quotes:
    """Sentences as they stand in their documents, each with the way to it, and with what it tells."""

    sentences: pd.DataFrame
    caption: str
    most: int

    def _repr_html_(self) -> str:
        quoted = "".join(
            f"<li>{_told(row)}<q>{html.escape(row.sentence)}</q> "
            f'<a href="{html.escape(row.href)}">{html.escape(row.document)}</a>{_copied(row)}</li>'
            for row in self.sentences.head(self.most).itertuples(index=False)
        )
        left = len(self.sentences) - self.most
        rest = f"<p>and {left:,} more in the documents</p>" if left > 0 else ""
        rest = rest if len(self.sentences) else "<p>No sentence tells of any.</p>"
        caption = html.escape(self.caption)
        return f'<figure class="quotes"><figcaption>{caption}</figcaption><ol>{quoted}</ol>{rest}</figure>'


def _told(row: Any) -> str:
    told = getattr(row, "told", "")
    return f"<b>{html.escape(told)}</b> " if told else ""


def _copied(row: Any) -> str:
    sources = getattr(row, "sources", "")
    return f" ({html.escape(sources)})" if " · " in sources else ""  # one source stands with its document


def quotes(sentences: pd.DataFrame, caption: str, *, most: int = 10) -> Quotes:
    """Return the first sentences as quotations linked to documents.

    Columns: `sentence`, `document`, `href`, and, if there, `told` for what stands before the quotation and
    `sources` for who published it, shown where there are several.
    """
    return Quotes(sentences, caption, most)
