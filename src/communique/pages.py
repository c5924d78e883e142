"""HTML: executed notebooks through nbconvert, the index and the documents through Jinja."""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import pandas as pd
from markupsafe import Markup
from nbconvert import HTMLExporter

from communique import shown
from communique.explorer import script_hash
from communique.figures import Picture
from communique.kinds import ROLES
from communique.names import document_href
from communique.palette import TYPE_WORDS
from communique.summaries import when
from communique.tables import Tables

__all__ = [
    "csv_link",
    "data_uri",
    "document_context",
    "documents_context",
    "footer",
    "render",
    "render_documents",
    "render_notebook",
    "style",
    "write",
]

TEMPLATES = Path(__file__).parent / "templates"
BY_DOCUMENT = ("documents", "sentences", "mentions", "participations", "affiliations", "ledger")  # hold a doc_id
LONG = 10  # rows beyond which a table can be searched and sorted: the LONG of tables.js
TITLES = {"PERSON": "People", "STATE": "States", "ORG": "Organisations"} | {
    "FORUM": "Forums", "INSTRUMENT": "Instruments", "PLACE": "Places",
}  # fmt: skip


@lru_cache(maxsize=1)
def style() -> str:
    """Return the stylesheet of every page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return _with_tables(
        jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
    )  # fmt: skip


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="communique", extra_template_basedirs=[str(TEMPLATES)])
    _with_tables(exporter.environment)
    return exporter


def _with_tables(environment: jinja2.Environment) -> jinja2.Environment:
    """Give the templates the script of long tables, its hash for the policy of a page, and who needs it."""
    script = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {"tables_script": script, "tables_hash": f"'sha256-{digest}'", "SIGNS": shown.SIGNS}
    environment.filters["holds_long_table"] = _holds_long_table
    return environment


def _holds_long_table(page: str) -> bool:
    """Tell whether a table of the page has more than LONG rows; what is text bears no tags."""
    return any(len(re.findall(r"<tr\b", body)) > LONG for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))


def render(template: str, **context: Any) -> str:
    """Return the page that a template (`index`, `documents`, `document` …) makes of the context; values are escaped."""
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
    tables: Tables,
    doc_ids: Sequence[str],
    *,
    pages: list[dict[str, Any]],
    footer: str,
    listing: dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the address and the page of each of these documents, with the way to the one before and the one after.

    `listing` is the way back: `href` from the page of a document, `label`.
    """
    titles = dict(zip(tables.documents["doc_id"], tables.documents["title"], strict=True))
    # Each table is parted once: to look through all of it for every document would take the square of their number.
    whole = {name: getattr(tables, name) for name in BY_DOCUMENT}
    parted = [(name, dict(tuple(table.groupby("doc_id"))), table.iloc[:0]) for name, table in whole.items()]
    for number, doc_id in enumerate(doc_ids):
        neighbours = {
            side: {"href": Path(document_href(doc_ids[at])).name, "title": titles[doc_ids[at]]}
            if 0 <= at < len(doc_ids)
            else None
            for side, at in (("previous", number - 1), ("next", number + 1))
        }
        context = document_context(replace(tables, **{name: of.get(doc_id, none) for name, of, none in parted}), doc_id)
        yield (
            document_href(doc_id),
            render("document", pages=pages, footer=footer, listing=listing, **context, **neighbours),
        )


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
    ledger = tables.ledger[tables.ledger["doc_id"] == doc_id]
    reasons = _reasons(ledger)
    parts = _participations(tables.participations[tables.participations["doc_id"] == doc_id], names)
    return {
        "types": [{"type": type_, "word": word, "title": TITLES[type_]} for type_, word in TYPE_WORDS.items()],
        "title": row["title"],
        "doc_id": doc_id,
        "date": _said(row["date"]),
        "date_source": _said(row["date_source"]),
        "source": _said(row["source"]),
        "n_words": int(row["n_words"]),
        "notes": _said(row["notes"]) if "notes" in row else None,
        "paragraphs": _paragraphs(row["text"], sentences, mentions, names, reasons),
        "forms": _forms(mentions, names, reasons),
        "dropped": [
            {"what": r.what, "why": r.why} for r in ledger[ledger["step"] == "dropped"].itertuples(index=False)
        ],
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
        "participations": parts,
        "participations_csv": csv_link(pd.DataFrame(parts), f"participations in {doc_id}"),
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


def csv_link(table: pd.DataFrame, caption: str) -> Markup:
    """Return the link of `shown.csv_link` as the templates take it: escaped already."""
    return Markup(shown.csv_link(table, caption))


def _reasons(ledger: pd.DataFrame) -> dict[str, str]:
    """Return by written form why it was given to its entity, as the ledger of extraction has it."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in ledger[ledger["step"].isin(["acronym", "merged", "officials"])].itertuples(index=False):
        told[row.what].append(row.why)
    return {what: "; ".join(dict.fromkeys(whys)) for what, whys in told.items()}


def _forms(mentions: pd.DataFrame, names: pd.Series, reasons: dict[str, str]) -> list[dict[str, Any]]:
    """Return how each written form was found and why it names its entity, in the order of the text."""
    grouped = mentions.groupby(["text", "type", "entity_id", "method"], sort=False)
    return [
        {
            "text": " ".join(text.split()),
            "type": type_,
            "name": names[entity_id],
            "method": method,
            "why": reasons.get(" ".join(text.split()), ""),
            "n_mentions": len(rows),
            "first_sent_id": int(rows["sent_id"].min()),
        }
        for (text, type_, entity_id, method), rows in grouped
    ]


def documents_context(documents: pd.DataFrame, *, most: int | None = None) -> dict[str, Any]:
    """Return what a list of documents shows: those that were read, the latest first, and those left out.

    Of each no more than `most`; `n_read` and `n_unread` count all.
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
            for row in part.head(len(part) if most is None else most).itertuples(index=False)
        ]
        for part in (documents[is_read], documents[~is_read])
    ]
    return {"read": told[0], "unread": told[1], "n_read": int(is_read.sum()), "n_unread": int((~is_read).sum())}


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
    text: str, sentences: pd.DataFrame, mentions: pd.DataFrame, names: pd.Series, reasons: dict[str, str]
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
            pieces.append(
                {"text": text[at : m.start], "type": None, "name": "", "entity_id": "", "method": "", "why": ""}
            )
            pieces.append(
                {
                    "text": text[m.start : m.end],
                    "type": m.type,
                    "name": names[m.entity_id],
                    "entity_id": m.entity_id,
                    "method": m.method,
                    "why": reasons.get(" ".join(m.text.split()), ""),
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
                "why": "",
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
