"""HTML: executed notebooks through nbconvert, the index and the list of documents through Jinja."""

import base64
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from markupsafe import Markup
from nbconvert import HTMLExporter

from communique import shown
from communique.explorer import script_hash
from communique.figures import Picture
from communique.names import document_href
from communique.templating import TEMPLATES, render, style, with_tables

__all__ = [
    "csv_link",
    "data_uri",
    "documents_context",
    "footer",
    "render",
    "render_notebook",
    "style",
    "write",
]


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="communique", extra_template_basedirs=[str(TEMPLATES)])
    with_tables(exporter.environment)
    return exporter


def render_notebook(
    notebook: nbformat.NotebookNode,
    *,
    title: str,
    pages: list[dict[str, Any]],
    footer: str,
    heading: str = "",
    root: str = "",
) -> str:
    """Return an executed notebook as one HTML page that asks nothing of any other host.

    Parameters
    ----------
    notebook
        As executed.
    title
        The title of the page if the notebook has none.
    pages, footer
        As in `page.html.j2`.
    heading
        What stands as headline in place of the notebook's own, if anything.
    root
        The way from the page to the folder of the index, such as `../`.
    """
    told = {
        "style": style(), "scripts": [script_hash()] if _explores(notebook) else [], "title": title, "heading": heading,
        "pages": pages, "footer": footer,
    }  # fmt: skip
    html, _ = _exporter().from_notebook_node(notebook, resources={"communique": told})
    # Notebooks link to documents as from the index. What comes from documents holds no bare quotation mark.
    return str(html).replace('href="documents/', f'href="{root}documents/') if root else str(html)


def footer() -> str:
    """Return what stands at the foot of every page."""
    return f"communique {version('communique')}. Every number leads back to the sentences that it came from."


def write(path: Path, text: str) -> Path:
    """Write a file aside and move it into place, so that a reader never meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def _explores(notebook: nbformat.NotebookNode) -> bool:
    """Tell whether an output of the notebook is an explorer."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return any(output.get("metadata", {}).get("text/html", {}).get("explorer") for output in outputs)


def data_uri(picture: Picture) -> str:
    """Return the picture as a data address for an `img` element."""
    return "data:image/png;base64," + base64.b64encode(picture.png()).decode()


def csv_link(table: pd.DataFrame, caption: str) -> Markup:
    """Return the link of `shown.csv_link` as the templates take it: escaped already."""
    return Markup(shown.csv_link(table, caption))


def documents_context(documents: pd.DataFrame, *, first: int = 0, most: int | None = None) -> dict[str, Any]:
    """Return what a list of documents shows: those that were read, the latest first, and those left out.

    Of each no more than `most`, from number `first` on; `n_read` and `n_unread` count all.
    """
    documents = documents.sort_values(["date", "doc_id"], ascending=[False, True], na_position="last")
    is_read = documents["status"] == "read"
    told = [
        [
            {
                "href": document_href(row.doc_id) if row.status == "read" else None,
                "title": _said(row.title) or row.doc_id,
                "path": row.path,
                "date": _said(row.date),
                "source": _said(row.source),
                "n_words": int(row.n_words),
                "status": row.status,
                "reason": _said(row.reason),
            }
            for row in part.iloc[first : None if most is None else first + most].itertuples(index=False)
        ]
        for part in (documents[is_read], documents[~is_read])
    ]
    return {"read": told[0], "unread": told[1], "n_read": int(is_read.sum()), "n_unread": int((~is_read).sum())}


def _said(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
