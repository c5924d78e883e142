"""The drafts of all documents become the tables of the corpus.

The drafts are walked through twice, one at a time, so that they need not be in memory together: as they come, for what
is told over all of them (names, occasions, whom persons act for), and for the rows of the tables, which are handed on
some documents at a time. Between the walks they wait, packed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd

from communique.authority import Authority
from communique.cooccurrence import MOST_ENTITIES, PartialCooccurrences
from communique.extraction.corroboration import Told, affiliated, told_in, told_of
from communique.extraction.draft import Draft
from communique.extraction.identity import Key, Naming
from communique.extraction.meetings import Heard, Meetings, find_meetings, heard_in
from communique.extraction.packed import PackedDrafts
from communique.levels import LevelsPresent
from communique.schemas import empty
from communique.table_parts import TableParts

__all__ = ["assemble"]

DOCUMENTS_A_PART = 1_000
Ids = dict[tuple[int, int], str]


def assemble(drafts: Iterable[Draft], authority: Authority, parts: TableParts, *, folder: Path | None = None) -> None:
    """Hand on all tables but that of documents, part by part; entities are resolved over all drafts together.

    Parameters
    ----------
    drafts
        Each is taken once, and noted before the next is asked for: others may be read meanwhile.
    authority
        Reviewed names.
    parts
        Where parts of tables go.
    folder
        Where files wait that nobody sees, and that are gone afterwards; that of the system if None.
    """
    noted = _Noted(authority)
    packed = PackedDrafts(noted.passing(drafts), folder)
    known = noted.known()
    named = known.named
    del noted
    entities: dict[str, _Entity] = {}
    present = LevelsPresent()
    names = dict(named.values())
    pairs = PartialCooccurrences(sorted(names), folder=folder)
    for some in _batches(packed):
        rows = {name: _Columns(name) for name in ("sentences", "mentions", "participations", "affiliations", "ledger")}
        for draft in some:
            own = {(span.start, span.end): named[key][0] for span, key in draft.keyed}
            _add_rows(rows, draft, own, known)
            _add_entities(entities, draft, named)
        made = {name: columns.table() for name, columns in rows.items()}
        made |= {name: made[name].drop_duplicates() for name in ("participations", "affiliations")}
        for name, table in made.items():
            parts.add(name, table)
        present.add(made["participations"], made["affiliations"])
        pairs.add(made["mentions"], made["sentences"])
    parts.add("entities", _entities(entities, names, authority))
    parts.add("meetings", present.told(known.meetings.table(), names))
    for table in pairs.tables():
        parts.add("cooccurrences", table)


def _batches(drafts: Iterable[Draft]) -> Iterator[Iterator[Draft]]:
    """Yield the drafts some at a time; each batch is to be walked through before the next."""
    rest = iter(drafts)
    for first in rest:
        yield chain([first], islice(rest, DOCUMENTS_A_PART - 1))


@dataclass(frozen=True)
class _Known:
    """What all documents together say."""

    named: Mapping[Key, tuple[str, str]]
    meetings: Meetings
    told: Told
    authority: Authority


class _Noted:
    """What is noted of each draft, to be told over all of them."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._naming = Naming(authority)
        self._heard: list[Heard] = []
        self._told: Counter[tuple[Key, Key]] = Counter()

    def passing(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts as they are, each when it is noted."""
        for draft in drafts:
            self._naming.add(draft)
            self._heard += heard_in(draft)
            self._told.update(told_in(draft))
            yield draft

    def known(self) -> _Known:
        named = self._naming.named()
        return _Known(named, find_meetings(self._heard, named), told_of(self._told, named), self._authority)


class _Columns:
    """A table that grows row by row, as columns: what many rows share stands in memory once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._columns: dict[str, list[Any]] = {column: [] for column in empty(name)}

    def add(self, *cells: object) -> None:
        for column, cell in zip(self._columns.values(), cells, strict=True):
            column.append(cell)

    def table(self) -> pd.DataFrame:
        """Return the table, with the types of its schema: those of all parts agree."""
        types = empty(self._name).dtypes
        return pd.DataFrame({name: pd.Series(cells, dtype=types[name]) for name, cells in self._columns.items()})


def _add_rows(rows: Mapping[str, _Columns], draft: Draft, own: Ids, known: _Known) -> None:
    """Add what one document says to each table."""
    doc_id = draft.doc_id
    for sent_id, ((start, end), par_id) in enumerate(zip(draft.sentences, draft.paragraphs(), strict=True)):
        rows["sentences"].add(doc_id, sent_id, start, end, par_id)
    for span, key in draft.keyed:
        text, sent_id = draft.text[span.start : span.end], draft.sentence_of(span.start)
        entity_id = known.named[key][0]
        rows["mentions"].add(doc_id, sent_id, span.start, span.end, text, span.type, entity_id, span.method)
    ledger = [*draft.ledger, *known.meetings.notes.get(doc_id, [])]
    n_entities = len({key for _, key in draft.keyed})
    if n_entities > MOST_ENTITIES:
        why = f"more than {MOST_ENTITIES}: the document ties none"
        ledger.append(("cooccurrences", f"{n_entities} entities", why))
    ledger += _add_participations(rows["participations"], draft, own, known)
    for row, person, whom in affiliated(draft, own, known.told):
        rows["affiliations"].add(doc_id, row.sent_id, person, row.title, whom)
    for entry in dict.fromkeys(ledger):
        rows["ledger"].add(doc_id, *entry)


def _add_participations(rows: _Columns, draft: Draft, own: Ids, known: _Known) -> list[tuple[str, str, str]]:
    """Add who takes part in what, and return for the ledger what was decided about it."""
    decided = known.authority.decided.parts(draft.doc_id)
    entries = []
    for found in draft.participations:
        actor_id = own[found.actor.start, found.actor.end]
        forum_id = own[found.forum.start, found.forum.end]
        decision = decided.get((actor_id, forum_id))
        if decision:
            entries.append(("decision", forum_id, decision.told))
        if decision and decision.decision == "no part":
            continue
        meeting_id = known.meetings.meeting_of(draft.doc_id, forum_id, found.sent_id)
        rows.add(
            draft.doc_id, found.sent_id, actor_id, forum_id, meeting_id, found.role, found.status, found.trigger,
            found.confidence,
        )  # fmt: skip
    return entries


def _add_entities(entities: dict[str, "_Entity"], draft: Draft, named: Mapping[Key, tuple[str, str]]) -> None:
    for span, key in draft.keyed:
        identity = named[key][0]
        entity = entities.get(identity)
        if entity is None:
            entity = entities[identity] = _Entity(span.type)
        entity.add(draft.of(span), draft.doc_id, draft.date)


@dataclass
class _Entity:
    """What the mentions of one entity say, counted as they come, document by document."""

    type: str
    forms: Counter[str] = field(default_factory=Counter)
    n_documents: int = 0
    last_doc_id: str | None = None
    first_date: str | None = None
    last_date: str | None = None

    def add(self, form: str, doc_id: str, date: str | None) -> None:
        self.forms[form] += 1
        if doc_id != self.last_doc_id:
            self.last_doc_id = doc_id
            self.n_documents += 1
            if date:
                self.first_date = min(date, self.first_date or date)
                self.last_date = max(date, self.last_date or date)


def _entities(entities: Mapping[str, _Entity], names: dict[str, str], authority: Authority) -> pd.DataFrame:
    rows = []
    for identity, entity in sorted(entities.items()):
        known = authority.entities.get(identity)
        rows.append(
            {
                "entity_id": identity,
                "name": names[identity],
                "type": entity.type,
                "aliases": [form for form, _ in sorted(entity.forms.items(), key=lambda f: (-f[1], f[0]))],
                "iso3": known.iso3 if known and known.type == "STATE" else None,
                "wikidata": known.wikidata if known else None,
                "n_mentions": entity.forms.total(),
                "n_documents": entity.n_documents,
                "first_date": entity.first_date,
                "last_date": entity.last_date,
            }
        )
    return pd.DataFrame(rows) if rows else empty("entities")
