"""HTML: executed notebooks through nbconvert, the index and the documents through Jinja."""

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import pandas as pd
from nbconvert import HTMLExporter

from communique.explorer import script_hash
from communique.figures import Picture
from communique.kinds import ROLES
from communique.names import document_href
from communique.summaries import when
from communique.tables import Tables

__all__ = [
    "data_uri",
    "document_context",
    "footer",
    "render",
    "render_documents",
    "render_notebook",
    "style",
    "write",
]

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def style() -> str:
    """Return the stylesheet of every page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="communique", extra_template_basedirs=[str(TEMPLATES)])


def render(template: str, **context: Any) -> str:
    """Return the page that `template` (`index` or `document`) makes of the context; values are escaped."""
    return _environment().get_template(f"{template}.html.j2").render(style=style(), **context)


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


def render_documents(
    tables: Tables, doc_ids: Sequence[str], *, pages: list[dict[str, Any]], footer: str
) -> Iterator[tuple[str, str]]:
    """Yield the address and the page of each of these documents, with the way to the one before and the one after."""
    titles = dict(zip(tables.documents["doc_id"], tables.documents["title"], strict=True))
    for number, doc_id in enumerate(doc_ids):
        neighbours = {
            side: {"href": Path(document_href(doc_ids[at])).name, "title": titles[doc_ids[at]]}
            if 0 <= at < len(doc_ids)
            else None
            for side, at in (("previous", number - 1), ("next", number + 1))
        }
        context = document_context(tables, doc_id)
        yield document_href(doc_id), render("document", pages=pages, footer=footer, **context, **neighbours)


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


def document_context(tables: Tables, doc_id: str) -> dict[str, Any]:
    """Return what the page of one document shows: its text with mentions marked, and all that it tells."""
    row = tables.documents.set_index("doc_id").loc[doc_id]
    mentions = tables.mentions[tables.mentions["doc_id"] == doc_id].sort_values("start")
    sentences = tables.sentences[tables.sentences["doc_id"] == doc_id].sort_values("sent_id")
    names = tables.entities.set_index("entity_id")["name"]
    meetings = tables.meetings[tables.meetings["doc_ids"].map(lambda ids: doc_id in ids)]
    return {
        "title": row["title"],
        "doc_id": doc_id,
        "date": _said(row["date"]),
        "date_source": _said(row["date_source"]),
        "source": _said(row["source"]),
        "n_words": int(row["n_words"]),
        "paragraphs": _paragraphs(row["text"], sentences, mentions, names),
        "entities": _entities(mentions, names),
        "meetings": [
            {
                "name": m.name,
                "edition": None if pd.isna(m.edition) else int(m.edition),
                "date": when(m.start_date, m.end_date),
                "place": names.get(m.place_id) if _said(m.place_id) else None,
                "mode": (_said(m.mode) or "").replace("_", " ") or None,
                "status": _said(m.status),
            }
            for m in meetings.itertuples(index=False)
        ],
        "participations": _participations(tables.participations[tables.participations["doc_id"] == doc_id], names),
        "affiliations": [
            {
                "person": names[a.person_id],
                "title": _said(a.title),
                "whom": names[a.affiliation_id],
                "sent_id": int(a.sent_id),
            }
            for a in tables.affiliations[tables.affiliations["doc_id"] == doc_id].itertuples(index=False)
        ],
    }


def _participations(rows: pd.DataFrame, names: pd.Series) -> list[dict[str, Any]]:
    """Return who takes part, forum by forum as the text comes to them, the chair first."""
    first = rows.groupby("forum_id")["sent_id"].min()
    return [
        {
            "actor": names[p.actor_id],
            "role": p.role,
            "forum": names[p.forum_id],
            "status": p.status,
            "words": p.trigger,
            "confidence": None if pd.isna(p.confidence) else f"{p.confidence:.2f}",
            "sent_id": int(p.sent_id),
        }
        for p in sorted(
            rows.itertuples(index=False),
            key=lambda p: (first[p.forum_id], p.forum_id, ROLES.index(p.role), p.sent_id, p.actor_id),
        )
    ]


def _said(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _paragraphs(
    text: str, sentences: pd.DataFrame, mentions: pd.DataFrame, names: pd.Series
) -> list[list[dict[str, Any]]]:
    by_sentence = dict(tuple(mentions.groupby("sent_id")))
    paragraphs: list[list[dict[str, Any]]] = []
    par_id = None
    for sentence in sentences.itertuples(index=False):
        if sentence.par_id != par_id:
            paragraphs.append([])
            par_id = sentence.par_id
        pieces, at = [], sentence.start
        for m in by_sentence.get(sentence.sent_id, mentions.iloc[:0]).itertuples(index=False):
            pieces.append({"text": text[at : m.start], "type": None, "name": "", "entity_id": "", "method": ""})
            pieces.append(
                {
                    "text": text[m.start : m.end],
                    "type": m.type,
                    "name": names[m.entity_id],
                    "entity_id": m.entity_id,
                    "method": m.method,
                }
            )
            at = m.end
        pieces.append(
            {
                "text": text[at : max(at, sentence.end)],
                "type": None,
                "name": "",
                "entity_id": "",
                "method": "",
            }
        )
        paragraphs[-1].append({"sent_id": sentence.sent_id, "pieces": [p for p in pieces if p["text"]]})
    return paragraphs


def _entities(mentions: pd.DataFrame, names: pd.Series) -> list[dict[str, Any]]:
    rows = defaultdict(list)
    for m in mentions.itertuples(index=False):
        rows[m.type, m.entity_id].append(m.sent_id)
    return [
        {"type": type_, "name": names[entity_id], "n_mentions": len(sent_ids), "first_sent_id": min(sent_ids)}
        for (type_, entity_id), sent_ids in sorted(rows.items(), key=lambda r: (r[0][0], -len(r[1]), r[0][1]))
    ]
