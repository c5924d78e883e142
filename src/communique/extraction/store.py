"""Drafts that were read before: kept in one file, so that only new and changed documents are read again."""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from communique.extraction.affiliations import Affiliation
from communique.extraction.draft import Draft, Span
from communique.extraction.identity import Key
from communique.extraction.occasions import Occasion
from communique.extraction.participations import Participation

__all__ = ["DraftStore", "draft_from_json", "draft_to_json"]

COMMIT_EVERY = 50  # drafts that a killed run loses at most


class DraftStore:
    """A file of drafts by key.

    What is damaged counts as not there: an entry that cannot be unpacked is made again, a file that is no
    database is begun anew. What cannot be written is not kept, and does no other harm.

    Parameters
    ----------
    path
        The file; it is made when there is none.
    forget
        Begin with nothing.
    """

    def __init__(self, path: str | Path, *, forget: bool = False) -> None:
        self._path = Path(path)
        self._used: set[str] = set()
        self._waiting = 0
        self._writable = True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if forget:
            self._path.unlink(missing_ok=True)
        try:
            self._base = self._open()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._base = self._open()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path)
        try:
            base.execute("CREATE TABLE IF NOT EXISTS drafts (key TEXT PRIMARY KEY, draft BLOB)")
            if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
        except sqlite3.DatabaseError:
            base.close()
            raise
        return base

    def __contains__(self, key: str) -> bool:
        """Tell whether there is an entry of that key, whole or not."""
        try:
            return self._base.execute("SELECT 1 FROM drafts WHERE key = ?", (key,)).fetchone() is not None
        except sqlite3.DatabaseError:
            return False

    def get(self, key: str) -> Draft | None:
        """Return the draft of that key, None where there is none that is whole."""
        try:
            row = self._base.execute("SELECT draft FROM drafts WHERE key = ?", (key,)).fetchone()
            text = zlib.decompress(row[0]).decode("ascii") if row else ""
        except (sqlite3.DatabaseError, zlib.error, TypeError):
            return None
        if not text:
            return None
        self._used.add(key)
        return draft_from_json(text)

    def put(self, key: str, draft: Draft) -> None:
        """Keep a draft."""
        self._used.add(key)
        packed = zlib.compress(draft_to_json(draft).encode("ascii"), level=1)
        self._write("INSERT OR REPLACE INTO drafts VALUES (?, ?)", [(key, packed)])
        self._waiting += 1
        if self._waiting >= COMMIT_EVERY:
            self._commit()

    def drop_unused(self) -> None:
        """Drop what nobody asked for since the store was opened: documents that are gone, or read differently."""
        kept = self._base.execute("SELECT key FROM drafts ORDER BY key")
        self._write("DELETE FROM drafts WHERE key = ?", [key for key in kept if key[0] not in self._used])
        self._commit()

    def _write(self, statement: str, rows: Iterable[tuple[str | bytes, ...]]) -> None:
        if self._writable:
            try:
                self._base.executemany(statement, rows)
            except sqlite3.Error:  # a full disk, say
                self._writable = False

    def _commit(self) -> None:
        self._waiting = 0
        try:
            self._base.commit()
        except sqlite3.Error:
            self._writable = False

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Close the file; what was read before an error stays."""
        self._commit()
        self._base.close()


def draft_to_json(draft: Draft) -> str:
    """Return a draft that has gone through the steps as JSON; what only the steps need is left out.

    Examples
    --------
    >>> draft = Draft("n1", "Oman chairs.", spans=[Span(0, 4, "STATE", "authority", "state:OMN")])
    >>> draft_from_json(draft_to_json(draft)) == draft
    True
    """
    return json.dumps(
        {
            "doc_id": draft.doc_id,
            "text": draft.text,
            "date": draft.date,
            "sentences": draft.sentences,
            "spans": [_cells_of_span(span) for span in draft.spans],
            "names": draft.names,
            "expansions": draft.expansions,
            "keyed": [(_cells_of_span(span), _key_to_json(key)) for span, key in draft.keyed],
            "participations": [_cells(row) for row in draft.participations],
            "affiliations": [_cells(row) for row in draft.affiliations],
            "occasions": [[_key_to_json(row.forum), *_cells(row)[1:]] for row in draft.occasions],
            "ledger": draft.ledger,
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def draft_from_json(text: str) -> Draft:
    """Return the draft that `draft_to_json` wrote."""
    told: dict[str, Any] = json.loads(text)
    made: dict[tuple[Any, ...], Span] = {}  # the same span stands in several places

    def span_of(cells: list[Any]) -> Span:
        key = tuple(cells)
        span = made.get(key)
        if span is None:
            span = made[key] = Span(*key)
        return span

    return Draft(
        doc_id=told["doc_id"],
        text=told["text"],
        date=told["date"],
        sentences=[(start, end) for start, end in told["sentences"]],
        spans=[span_of(span) for span in told["spans"]],
        names=told["names"],
        expansions=told["expansions"],
        keyed=[(span_of(span), _key_from_json(key)) for span, key in told["keyed"]],
        participations=[
            Participation(span_of(actor), span_of(forum), *rest) for actor, forum, *rest in told["participations"]
        ],
        affiliations=[
            Affiliation(span_of(person), title, span_of(whom), *rest)
            for person, title, whom, *rest in told["affiliations"]
        ],
        occasions=[_occasion_from_json(*row) for row in told["occasions"]],
        ledger=[(step, what, why) for step, what, why in told["ledger"]],
    )


def _occasion_from_json(forum: list[Any], name: str, sent_ids: list[int], *rest: Any) -> Occasion:
    edition, start_date, end_date, place, *others = rest
    place = Span(*place) if place else None
    return Occasion(_key_from_json(forum), name, tuple(sent_ids), edition, start_date, end_date, place, *others)


_cells_of_span = attrgetter(*(field.name for field in fields(Span)))


def _cells(row: Participation | Affiliation | Occasion) -> list[Any]:
    """Return the cells of a row as `dataclasses.astuple` does, which copies all that they hold and takes far longer."""
    cells = (getattr(row, name) for name in row.__match_args__)
    return [_cells_of_span(cell) if isinstance(cell, Span) else cell for cell in cells]


def _key_to_json(key: Key) -> tuple[str, list[str], str]:
    type_, words, identity = key
    return type_, sorted(words), identity


def _key_from_json(told: list[Any]) -> Key:
    type_, words, identity = told
    return type_, frozenset(words), identity
