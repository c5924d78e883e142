"""What Jupyter shows beside figures: tables with captions, and quotations that lead to their documents."""

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from communique.names import slug
from communique.palette import COLOURS, MARKERS, TYPE_WORDS
from communique.tables import as_csv, rows_as_csv

__all__ = ["SIGNS", "Captioned", "Quotes", "captioned", "csv_link", "csv_link_of_rows", "quotes"]

_DAY = r"\d{4}(?:-\d\d){0,2}"
# What must not be torn: dates at their hyphens, ranks with intervals, small probabilities.
WHOLE = re.compile(rf"{_DAY}(?: to (?:{_DAY}|\d\d(?:-\d\d)?))?\Z|\d+ \(\d+–\d+\)\Z|(?:< )?\d\.\d+\Z|–\Z")
CSV_AT_MOST = 200_000  # characters: a longer table is in the files that the overview links to
LONG_CELL, LONGER_CELL = 24, 60  # letters beyond which a column is kept from growing narrow
_SHAPES = {"o": "●", "s": "■", "D": "◆", "^": "▲", "P": "✚", "v": "▼"}
SIGNS = {type_: _SHAPES[marker] for type_, marker in MARKERS.items()}  # the shapes of the pictures, as letters


@dataclass(frozen=True, repr=False)
class Captioned:
    """A table with its caption, as Jupyter shows it; `link` leads to it as CSV.

    Where there are no rows, headings say nothing: `empty` stands there instead.
    """

    styler: Styler
    caption: str
    link: str = ""
    empty: str = ""

    def to_html(self) -> str:
        """Return the table as HTML, or the sentence that stands for it."""
        if len(self.styler.index):
            return str(self.styler.to_html()) + self.link
        return f"<p>{html.escape(self.empty)}</p>" if self.empty else ""

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        """Return the caption: the same text for the same table, unlike the styler's own."""
        return self.caption


def captioned(table: pd.DataFrame, caption: str, *, empty: str | None = None) -> Captioned:
    """Return the table as Jupyter shows it: with its caption, without its index, numbers short, and a way to its CSV.

    Text is escaped, types of entities bear the shape and colour of the pictures, truth is told by yes and no, and
    equal tables give equal HTML. The CSV holds what the table does, with numbers in full.

    Parameters
    ----------
    table, caption
        What is shown; what a row of it is.
    empty
        The sentence that stands for a table without rows: one that says so, unless another is given. An empty one
        where a finding beside the table says it.
    """
    link = csv_link(table, caption)
    table = table.rename(columns=lambda column: html.escape(str(column).replace("_", " ")))
    mark = hashlib.sha256((caption + ",".join(map(str, table.columns))).encode()).hexdigest()[:8]
    numbers = table.select_dtypes("number").columns
    styler = (
        table.style.set_uuid(mark)
        .hide(axis="index")
        .set_caption(html.escape(caption))
        .format(_escaped, na_rep="–", subset=[c for c in table.columns if c not in numbers])
        .format(precision=2, thousands=",", na_rep="–", subset=numbers)
        .format(_typed, na_rep="–", subset=[c for c in table if _types(table[c])])
        .set_properties(subset=[c for c in table if _whole(table[c])], **{"white-space": "nowrap"})
        .set_table_styles({c: [{"selector": "", "props": "text-align: right"}] for c in numbers}, overwrite=False)
        .set_table_styles(
            {c: [{"selector": "", "props": f"min-width: {width}"}] for c in table if (width := _width(table[c]))},
            overwrite=False,
        )
    )
    return Captioned(styler, caption, link, f"No rows. {caption}." if empty is None else empty)


def csv_link(table: pd.DataFrame, caption: str) -> str:
    """Return a link that holds the table as CSV; nothing for a table without rows, or of more than CSV_AT_MOST."""
    plain = table.map(lambda cell: "; ".join(map(str, cell)) if isinstance(cell, list) else cell)
    return _csv_link(as_csv(plain) if len(table) else "", caption)


def csv_link_of_rows(columns: Sequence[str], rows: Sequence[Sequence[object]], caption: str) -> str:
    """Return what `csv_link` returns for these rows as a table, sooner where there are but a few of them."""
    return _csv_link(rows_as_csv(columns, rows) if rows else "", caption)


def _csv_link(told: str, caption: str) -> str:
    if not told or len(told) > CSV_AT_MOST:
        return ""
    name = slug(caption)[:48].strip("-") or "table"
    held = base64.b64encode(told.encode()).decode()
    return (
        f'<p class="csv"><a download="{html.escape(name)}.csv" href="data:text/csv;charset=utf-8;base64,{held}" '
        f'aria-label="Download as CSV: {html.escape(caption)}">Download as CSV</a></p>'
    )


def _whole(cells: pd.Series) -> bool:
    """Tell whether all that a column holds must stand on one line: see WHOLE."""
    return all(WHOLE.match(str(cell)) for cell in cells.dropna()) and cells.dtype.kind not in "biuf"


def _width(cells: pd.Series) -> str:
    """Return the least width of a column of long texts: names must not be torn to a word a line."""
    longest = 0 if cells.dtype.kind in "biuf" else max((len(str(cell)) for cell in cells.dropna()), default=0)
    return "16rem" if longest > LONGER_CELL else "9rem" if longest > LONG_CELL else ""


def _types(cells: pd.Series) -> bool:
    """Tell whether a column holds types of entities and nothing else."""
    told = list(cells.dropna())
    return bool(told) and all(isinstance(cell, str) and cell in COLOURS for cell in told)


def _typed(type_: str) -> str:
    # The colour of the page (style.css), which knows of dark screens; where there is none, that of the pictures.
    colour = f"rgb(var(--{type_.lower()}, {' '.join(str(int(COLOURS[type_][at : at + 2], 16)) for at in (1, 3, 5))}))"
    return (
        f'<span style="white-space: nowrap"><span aria-hidden="true" style="color: {colour}">{SIGNS[type_]}</span> '
        f"{TYPE_WORDS[type_]}</span>"
    )


def _escaped(cell: object) -> str:
    if pd.api.types.is_bool(cell):
        return "yes" if cell else "no"
    return html.escape(str(cell))


@dataclass(frozen=True)
class Quotes:
    """Sentences as they stand in their documents, each with the way to it, and with what it tells."""

    sentences: pd.DataFrame
    caption: str
    most: int
    empty: str

    def _repr_html_(self) -> str:
        if self.sentences.empty:
            return f"<p>{html.escape(self.empty)}</p>" if self.empty else ""
        quoted = "".join(
            f"<li>{_told(row)}<q>{html.escape(row.sentence)}</q> "
            f'<a href="{html.escape(row.href)}">{html.escape(row.document)}</a>{_copied(row)}</li>'
            for row in self.sentences.head(self.most).itertuples(index=False)
        )
        left = len(self.sentences) - self.most
        rest = f"<p>and {left:,} more in the documents</p>" if left > 0 else ""
        caption = html.escape(self.caption)
        return f'<figure class="quotes"><figcaption>{caption}</figcaption><ol>{quoted}</ol>{rest}</figure>'


def _told(row: Any) -> str:
    told = getattr(row, "told", "")
    return f"<b>{html.escape(told)}</b> " if told else ""


def _copied(row: Any) -> str:
    sources = getattr(row, "sources", "")
    return f" ({html.escape(sources)})" if " · " in sources else ""  # one source stands with its document


def quotes(
    sentences: pd.DataFrame, caption: str, *, most: int = 10, empty: str = "No sentence tells of any."
) -> Quotes:
    """Return the first sentences as quotations linked to documents.

    Columns: `sentence`, `document`, `href`, and, if there, `told` for what stands before the quotation and
    `sources` for who published it, shown where there are several. Where there are none, `empty` stands instead.
    """
    return Quotes(sentences, caption, most, empty)
