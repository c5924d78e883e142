"""The page of each document: its text with mentions marked, and all that it tells.

The tables are cut into parcels of a few documents each, in one pass; what a parcel shows is worked out from plain
rows, and rendered here or in other processes, so that time grows with the documents and memory does not.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from communique.kinds import ROLES
from communique.names import document_href
from communique.palette import TYPE_WORDS
from communique.shown import csv_link_of_rows
from communique.summaries import when
from communique.tables import Tables, walk
from communique.templating import render

__all__ = ["document_context", "render_documents"]

BY_DOCUMENT = ("documents", "sentences", "mentions", "participations", "affiliations", "ledger")  # hold a doc_id
PARCEL = 64  # documents
AHEAD = 4  # parcels a worker that are waiting or done
A_WORKER = 500  # documents that a process renders in about the time that it takes to start
TITLES = {"PERSON": "People", "STATE": "States", "ORG": "Organisations"} | {
    "FORUM": "Forums", "INSTRUMENT": "Instruments", "PLACE": "Places",
}  # fmt: skip
TYPES = [{"type": type_, "word": word, "title": TITLES[type_]} for type_, word in TYPE_WORDS.items()]
PART_COLUMNS = ("actor", "role", "forum", "status", "words", "confidence", "sent_id")

Context = dict[str, Any]
Rows = dict[str, list[Any]]  # of each document


def render_documents(
    tables: Tables,
    doc_ids: Sequence[str],
    *,
    pages: list[dict[str, Any]],
    footer: str,
    listing: dict[str, str],
    workers: int = 1,
) -> Iterator[tuple[str, str]]:
    """Yield the address and the page of each of these documents, with the way to the one before and the one after.

    Parameters
    ----------
    tables, doc_ids
        The documents, in order.
    pages, footer
        As in `page.html.j2`.
    listing
        The way back: `href` from the page of a document, `label`.
    workers
        Processes that render side by side; fewer are started where there is little to render.
    """
    frame = {"pages": pages, "footer": footer, "listing": listing}
    parcels = _parcels(tables, doc_ids)
    workers = min(workers, len(doc_ids) // A_WORKER)
    if workers <= 1:
        for parcel in parcels:
            yield from _rendered(parcel, frame)
        return
    # Started afresh, not forked: what is open here (threads, a kernel's sockets) is not for them.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        waiting: deque[Future[list[tuple[str, str]]]] = deque()
        for parcel in parcels:
            waiting.append(pool.submit(_rendered, parcel, frame))
            if len(waiting) >= AHEAD * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def document_context(tables: Tables, doc_id: str) -> Context:
    """Return what the page of one document shows: its text with mentions marked, and all that it tells."""
    [parcel] = _parcels(tables, [doc_id])
    [context] = _contexts(parcel)
    return context


@dataclass(frozen=True)
class _Parcel:
    """A few documents: the rows of the tables that speak of them, and the ways to the documents beside each.

    In `meetings` a row is a meeting and a document that tells of it.
    """

    tables: Tables
    doc_ids: Sequence[str]
    neighbours: list[dict[str, dict[str, str] | None]]


def _parcels(tables: Tables, doc_ids: Sequence[str]) -> Iterator[_Parcel]:
    """Yield the documents, so many at a time; each table is sorted once, and then only cut."""
    at = pd.Index(doc_ids)
    told = replace(tables, meetings=_by_document(tables.meetings))
    parted = {name: _Parted.of(getattr(told, name), at) for name in (*BY_DOCUMENT, "meetings")}
    names = tables.entities.set_index("entity_id")["name"]
    titles = dict(zip(tables.documents["doc_id"].tolist(), tables.documents["title"].tolist(), strict=True))
    ways = [{"href": Path(document_href(doc_id)).name, "title": titles[doc_id]} for doc_id in doc_ids]
    for first in range(0, len(doc_ids), PARCEL):
        until = min(first + PARCEL, len(doc_ids))
        rows = {name: part.rows(first, until) for name, part in parted.items()}
        neighbours = [
            {"previous": ways[n - 1] if n else None, "next": ways[n + 1] if n + 1 < len(ways) else None}
            for n in range(first, until)
        ]
        named = names[names.index.isin(_identifiers(rows))].rename_axis("entity_id").reset_index()
        cut = replace(told, entities=named, cooccurrences=tables.cooccurrences.iloc[:0], **rows)
        yield _Parcel(cut, list(doc_ids[first:until]), neighbours)


def _by_document(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each meeting and document that tells of it."""
    of = meetings[["doc_ids", "name", "edition", "start_date", "end_date", "place_id", "mode", "status"]]
    return (
        of.reset_index().explode("doc_ids").rename(columns={"doc_ids": "doc_id"}).drop_duplicates(["index", "doc_id"])
    )


def _identifiers(rows: dict[str, pd.DataFrame]) -> set[str]:
    """Return the entities that these rows name."""
    columns = [
        ("mentions", "entity_id"), ("participations", "actor_id"), ("participations", "forum_id"),
        ("affiliations", "person_id"), ("affiliations", "affiliation_id"), ("meetings", "place_id"),
    ]  # fmt: skip
    return {identifier for name, column in columns for identifier in rows[name][column].tolist()}


@dataclass(frozen=True)
class _Parted:
    """A table sorted by document, otherwise as it was; where the rows of each document end."""

    table: pd.DataFrame
    order: np.ndarray[Any, np.dtype[np.int64]]
    ends: np.ndarray[Any, np.dtype[np.int64]]

    @classmethod
    def of(cls, table: pd.DataFrame, doc_ids: pd.Index) -> "_Parted":
        codes = doc_ids.get_indexer(table["doc_id"])
        order = np.argsort(codes, kind="stable")
        ends = np.searchsorted(codes[order], np.arange(-1, len(doc_ids)), side="right")
        return cls(table, order, ends)

    def rows(self, first: int, until: int) -> pd.DataFrame:
        """Return the rows of the documents from one number to another."""
        return self.table.iloc[self.order[self.ends[first] : self.ends[until]]]


def _rendered(parcel: _Parcel, frame: Context) -> list[tuple[str, str]]:
    told = zip(parcel.doc_ids, _contexts(parcel), parcel.neighbours, strict=True)
    return [
        (document_href(doc_id), render("document", **frame, **context, **beside)) for doc_id, context, beside in told
    ]


def _contexts(parcel: _Parcel) -> Iterator[Context]:
    """Yield what the page of each document of a parcel shows."""
    tables = parcel.tables
    rows: dict[str, Rows] = {name: _rows(getattr(tables, name)) for name in (*BY_DOCUMENT, "meetings")}
    names = dict(zip(tables.entities["entity_id"].tolist(), tables.entities["name"].tolist(), strict=True))
    for doc_id in parcel.doc_ids:
        yield _context(rows["documents"][doc_id][0], {name: of.get(doc_id, []) for name, of in rows.items()}, names)


def _rows(table: pd.DataFrame) -> Rows:
    """Return the rows of each document as tuples with names, in the order of the table."""
    rows: Rows = defaultdict(list)
    for row in walk(table):
        rows[row.doc_id].append(row)
    return rows


def _context(document: Any, rows: Rows, names: dict[str, str]) -> Context:
    mentions = sorted(rows["mentions"], key=lambda row: row.start)
    sentences = sorted(rows["sentences"], key=lambda row: row.sent_id)
    reasons = _reasons(rows["ledger"])
    parts = _participations(rows["participations"], names)
    cells = [[part[column] for column in PART_COLUMNS] for part in parts]
    return {
        "types": TYPES,
        "title": document.title,
        "doc_id": document.doc_id,
        "date": _said(document.date),
        "date_source": _said(document.date_source),
        "source": _said(document.source),
        "n_words": int(document.n_words),
        "notes": _said(getattr(document, "notes", None)),
        "paragraphs": _paragraphs(document.text, sentences, mentions, names, reasons),
        "forms": _forms(mentions, names, reasons),
        "dropped": [{"what": row.what, "why": row.why} for row in rows["ledger"] if row.step == "dropped"],
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
            for m in rows["meetings"]
        ],
        "participations": parts,
        "participations_csv": Markup(csv_link_of_rows(PART_COLUMNS, cells, f"participations in {document.doc_id}")),
        "affiliations": [
            {
                "person": names[a.person_id],
                "title": _said(a.title),
                "whom": names[a.affiliation_id],
                "sent_id": int(a.sent_id),
            }
            for a in rows["affiliations"]
        ],
    }


def _reasons(ledger: Iterable[Any]) -> dict[str, str]:
    """Return by written form why it was given to its entity, as the ledger of extraction has it."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in ledger:
        if row.step in ("acronym", "merged", "officials"):
            told[row.what].append(row.why)
    return {what: "; ".join(dict.fromkeys(whys)) for what, whys in told.items()}


def _forms(mentions: list[Any], names: dict[str, str], reasons: dict[str, str]) -> list[dict[str, Any]]:
    """Return how each written form was found and why it names its entity, in the order of the text."""
    sent_ids: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for m in mentions:
        sent_ids[m.text, m.type, m.entity_id, m.method].append(m.sent_id)
    return [
        {
            "text": (on_a_line := " ".join(text.split())),
            "type": type_,
            "word": TYPE_WORDS[type_],
            "name": names[entity_id],
            "method": method,
            "why": reasons.get(on_a_line, ""),
            "n_mentions": len(of_form),
            "first_sent_id": int(min(of_form)),
        }
        for (text, type_, entity_id, method), of_form in sent_ids.items()
    ]


def _participations(rows: list[Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return who takes part, forum by forum as the text comes to them, the chair first."""
    first: dict[str, int] = {}
    for p in rows:
        first[p.forum_id] = min(p.sent_id, first.get(p.forum_id, p.sent_id))
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
        for p in sorted(rows, key=lambda p: (first[p.forum_id], p.forum_id, ROLES.index(p.role), p.sent_id, p.actor_id))
    ]


def _paragraphs(
    text: str, sentences: list[Any], mentions: list[Any], names: dict[str, str], reasons: dict[str, str]
) -> list[list[dict[str, Any]]]:
    by_sentence = defaultdict(list)
    for m in mentions:
        by_sentence[m.sent_id].append(m)
    paragraphs: list[list[dict[str, Any]]] = []
    par_id = None
    for sentence in sentences:
        if sentence.par_id != par_id:
            paragraphs.append([])
            par_id = sentence.par_id
        pieces, at = [], sentence.start
        for m in by_sentence.get(sentence.sent_id, ()):
            pieces.append(_piece(text[at : m.start]))
            pieces.append(
                _piece(
                    text[m.start : m.end],
                    type=m.type,
                    name=names[m.entity_id],
                    entity_id=m.entity_id,
                    method=m.method,
                    why=reasons.get(" ".join(m.text.split()), ""),
                )
            )
            at = m.end
        pieces.append(_piece(text[at : max(at, sentence.end)]))
        paragraphs[-1].append({"sent_id": sentence.sent_id, "pieces": [p for p in pieces if p["text"]]})
    return paragraphs


def _piece(text: str, *, type: str | None = None, **told: str) -> dict[str, Any]:
    return {"text": text, "type": type, "name": "", "entity_id": "", "method": "", "why": "", **told}


def _entities(mentions: list[Any], names: dict[str, str]) -> list[dict[str, Any]]:
    rows = defaultdict(list)
    for m in mentions:
        rows[m.type, m.entity_id].append(m.sent_id)
    return [
        {"type": type_, "name": names[entity_id], "n_mentions": len(sent_ids), "first_sent_id": min(sent_ids)}
        for (type_, entity_id), sent_ids in sorted(rows.items(), key=lambda r: (r[0][0], -len(r[1]), r[0][1]))
    ]


def _said(value: Any) -> str | None:
    return value if isinstance(value, str) else None if value is None or pd.isna(value) else str(value)
