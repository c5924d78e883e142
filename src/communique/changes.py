"""What changed from one run to another: documents, entities, meetings, ties and ranks, each with its evidence."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from communique.errors import TablesError
from communique.kinds import ACTOR_TYPES, FORUM_TYPES, ROLES, STANDING, STATUSES
from communique.network import select_participations
from communique.summaries import when
from communique.tables import Tables, walk

__all__ = ["COLUMNS", "MEASURES", "TOP", "changes"]

COLUMNS = ["kind", "change", "id", "what", "before", "after", "evidence", "run", "cause"]
KINDS = {"FORUM": "forum", "INSTRUMENT": "instrument", "PLACE": "place"} | dict.fromkeys(ACTOR_TYPES, "actor")
TOP = 10  # the ranks that are watched
NEEDED = {
    "documents": ["doc_id", "title", "sha256", "status", "reason"],
    "mentions": ["doc_id", "sent_id", "start", "end", "entity_id"],
    "entities": ["entity_id", "name", "type", "n_mentions"],
    "meetings": [
        "meeting_id", "forum_id", "edition", "name", "start_date", "end_date", "place_id", "mode", "status", "doc_ids",
    ],
    "participations": ["doc_id", "sent_id", "actor_id", "forum_id", "meeting_id", "role", "status"],
}  # fmt: skip
MEASURES = (
    ("forum joined", "forums joined"),
    ("actor joined", "actors joined"),
)  # what ranks count: of actors, of forums

Item = TypeVar("Item", str, tuple[str, str])
Place = tuple[str, int]  # doc_id, sent_id
Tie = tuple[str, str]  # actor_id, forum_id
Moves = Mapping[str, tuple[str, tuple[Place, ...]]]  # whose mentions went to whom, and where they stand


class Change(NamedTuple):
    """A row of the table of changes, but for its cause; see `changes`."""

    kind: str
    change: str
    id: str
    what: str
    before: str | None = None
    after: str | None = None
    places: tuple[Place, ...] = ()
    run: str = "new"


class Telling(NamedTuple):
    """A sentence that tells a tie."""

    place: Place
    role: str
    status: str


@dataclass(frozen=True)
class Run:
    """The tables of one run as the comparison reads them."""

    tables: Tables
    entities: dict[str, Any]  # rows by entity_id
    first: dict[str, dict[str, Place]]  # where each document first names an entity, by entity_id and doc_id
    ties: dict[Tie, list[Telling]]

    @classmethod
    def of(cls, tables: Tables, heirs: Mapping[str, str] | None = None) -> "Run":
        """Return a run whose ties go by the identifiers that `heirs` gives."""
        heirs = heirs or {}
        first: dict[str, dict[str, Place]] = defaultdict(dict)
        places = tables.mentions.sort_values(["doc_id", "sent_id", "start"])
        for entity_id, doc_id, sent_id in walk(places[["entity_id", "doc_id", "sent_id"]]):
            first[entity_id].setdefault(doc_id, (doc_id, int(sent_id)))
        ties: dict[Tie, list[Telling]] = defaultdict(list)
        for row in walk(select_participations(tables, statuses=STATUSES)):
            tie = (heirs.get(row.actor_id, row.actor_id), heirs.get(row.forum_id, row.forum_id))
            ties[tie].append(Telling((row.doc_id, int(row.sent_id)), row.role, row.status))
        entities = {row.entity_id: row for row in walk(tables.entities)}
        return cls(tables, entities, first, dict(sorted(ties.items())))

    def named(self, entity_id: str, doc_ids: Iterable[str] | None = None) -> tuple[Place, ...]:
        """Return where each document, or each of these, first names an entity."""
        places = self.first.get(entity_id, {})
        return tuple(places[doc_id] for doc_id in (places if doc_ids is None else doc_ids) if doc_id in places)


def changes(old: Tables, new: Tables) -> pd.DataFrame:
    """Return what changed from one run to another, a row each.

    Parameters
    ----------
    old, new
        The tables of the earlier and of the later run.

    Returns
    -------
    pandas.DataFrame
        Columns:

        - `kind`: `document`, `actor`, `forum`, `instrument`, `place`, `meeting`, `tie` (an actor takes part in a
          forum, in whatever role and status) or `rank`;
        - `change`: `new` or `gone`; `changed` (a document whose file did); `renamed` (the same with another name or
          identifier), `merged` (most mentions of an entity went to one that was there already), `split` (most
          mentions of an entity came from one that is still there); `date`, `place`, `mode`, `status`, `role`
          (what of a meeting or tie is told otherwise); `rose` or `fell` (a rank);
        - `id`: of the document, entity or meeting, for a tie those of actor and forum with a blank between;
        - `what`: its name; `before`, `after`: what was and is told of it, in words;
        - `evidence`: the sentences, as `doc_id#sent_id`, in the tables of `run` (`old` or `new`);
        - `cause`: `documents` where evidence stands in a document that is new, gone or changed; `reading` where all
          of it stands in documents that are the same in both runs, so that the program, the authority files or what
          other documents tell made the difference; empty where there is no evidence.

        Ranks are by forums joined (actors) and actors joined (forums), cancelled parts left out; equals share the
        better rank. A rank is told if it is among the first ten in either run and the entity's own count changed:
        who is merely overtaken did not move. Instruments and places are only told of when renamed, merged or split.

    Raises
    ------
    TablesError
        When a table lacks a column: another version of the program wrote it.
    """
    for tables in (old, new):
        _check(tables)
    same = _same_documents(old, new)
    back = {there: here for here, there in same.items()}
    gone, came = _apart(old.entities["entity_id"], new.entities["entity_id"])
    went = _mostly(old, new, same, gone)
    heirs = {entity: heir for entity, (heir, _) in went.items()}
    before, after = Run.of(old, heirs), Run.of(new)
    found = [
        *_documents(old, new, same),
        *_entities(before, after, went, _mostly(new, old, back, came)),
        *_meetings(before, after, heirs, same),
        *_ties(before, after),
        *_ranks(before, after),
    ]
    unchanged = {"old": set(same), "new": set(back)}
    rows = [
        (
            *change[:6],
            [f"{doc_id}#{sent_id}" for doc_id, sent_id in change.places],
            change.run,
            _cause(change, unchanged),
        )
        for change in found
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _check(tables: Tables) -> None:
    for name, columns in NEEDED.items():
        missing = [column for column in columns if column not in getattr(tables, name)]
        if missing:
            raise TablesError(f"the table {name} has no column {missing[0]}: make the tables again with this version.")


def _cause(change: Change, unchanged: Mapping[str, Collection[str]]) -> str | None:
    if change.kind == "document":
        return "documents"
    if not change.places:
        return None
    return "reading" if all(doc_id in unchanged[change.run] for doc_id, _ in change.places) else "documents"


def _read(tables: Tables) -> pd.DataFrame:
    return tables.documents[tables.documents["status"] == "read"]


def _same_documents(old: Tables, new: Tables) -> dict[str, str]:
    """Return the documents that both runs read, byte for byte: the later identifier by the earlier one."""
    here, there = _read(old), _read(new)
    by_hash = dict(zip(there["sha256"], there["doc_id"], strict=True))
    return {d: by_hash[sha] for d, sha in zip(here["doc_id"], here["sha256"], strict=True) if sha in by_hash}


def _apart(old: Iterable[Item], new: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Return what is only in the one, and what is only in the other, in order."""
    here, there = set(old), set(new)
    return sorted(here - there), sorted(there - here)


def _documents(old: Tables, new: Tables, same: Mapping[str, str]) -> Iterator[Change]:
    titles = [dict(zip(t.documents["doc_id"], t.documents["title"], strict=True)) for t in (old, new)]
    here, there = set(_read(old)["doc_id"]), set(_read(new)["doc_id"])
    unread = {
        row.doc_id: f"{row.status}: {row.reason}" if pd.notna(row.reason) else row.status
        for row in new.documents[new.documents["status"] != "read"].itertuples(index=False)
    }
    moved = {doc_id: now for doc_id, now in same.items() if doc_id != now}

    def title(side: int, doc_id: str) -> str:
        return str(titles[side][doc_id]) if pd.notna(titles[side].get(doc_id)) else doc_id

    for doc_id in sorted(there - here - set(moved.values())):
        yield Change("document", "new", doc_id, title(1, doc_id), places=((doc_id, 0),))
    for doc_id in sorted((here & there) - set(same) - set(same.values())):
        yield Change("document", "changed", doc_id, title(1, doc_id), places=((doc_id, 0),))
    for doc_id, now in sorted(moved.items()):
        yield Change("document", "renamed", now, title(1, now), doc_id, now, ((now, 0),))
    for doc_id in sorted(here - there - set(moved)):
        yield Change("document", "gone", doc_id, title(0, doc_id), "read", unread.get(doc_id), ((doc_id, 0),), "old")


def _mostly(source: Tables, target: Tables, same: Mapping[str, str], entity_ids: Collection[str]) -> Moves:
    """Return by entity of `source` the entity of `target` that has more than half of its mentions, and where.

    A mention has gone to another if they overlap in a document that both runs read.
    """
    mine = source.mentions[source.mentions["entity_id"].isin(entity_ids)]
    n_mentions = mine["entity_id"].value_counts()
    mine = mine[mine["doc_id"].isin(same)]
    if mine.empty:
        return {}
    mine = mine.assign(doc_id=mine["doc_id"].map(same))
    pairs = mine.merge(target.mentions, on="doc_id", suffixes=("", "_there"))
    pairs = pairs[(pairs["start"] < pairs["end_there"]) & (pairs["start_there"] < pairs["end"])]
    found: dict[str, tuple[str, tuple[Place, ...]]] = {}
    for (entity_id, other), group in pairs.groupby(["entity_id", "entity_id_there"], sort=True):
        if 2 * len(group.drop_duplicates(["doc_id", "start"])) > n_mentions[entity_id]:
            places = dict.fromkeys(zip(group["doc_id"], group["sent_id_there"].astype(int), strict=True))
            found.setdefault(str(entity_id), (str(other), tuple(sorted(places))))
    return found


def _entities(before: Run, after: Run, went: Moves, came: Moves) -> Iterator[Change]:
    """Compare entities; `went` tells whose mentions went where, `came` whose came from where."""
    gone, new = _apart(before.entities, after.entities)
    told = {*ACTOR_TYPES, *FORUM_TYPES}
    renamed: set[str] = set()
    for entity_id in sorted(went, key=lambda e: (-before.entities[e].n_mentions, e)):
        heir, places = went[entity_id]
        change = "merged" if heir in before.entities or heir in renamed else "renamed"
        renamed.add(heir)
        was, now = _told_apart(before.entities[entity_id], after.entities[heir])
        yield Change(KINDS[after.entities[heir].type], change, heir, after.entities[heir].name, was, now, places)
    for entity_id in sorted(new, key=lambda e: (-after.entities[e].n_mentions, e)):
        entity = after.entities[entity_id]
        source = came.get(entity_id, ("", ()))[0]
        if entity_id in renamed:
            continue
        if source in after.entities:
            # The sentences are looked up again: `came` has those of the earlier run.
            places = after.named(entity_id)
            was, now = _told_apart(before.entities[source], entity)
            yield Change(KINDS[entity.type], "split", entity_id, entity.name, was, now, places)
        elif entity.type in told:
            yield Change(KINDS[entity.type], "new", entity_id, entity.name, places=after.named(entity_id))
    for entity_id in sorted(gone, key=lambda e: (-before.entities[e].n_mentions, e)):
        entity = before.entities[entity_id]
        if entity_id not in went and entity.type in told:
            places = before.named(entity_id)
            yield Change(KINDS[entity.type], "gone", entity_id, entity.name, places=places, run="old")
    for entity_id in sorted(set(before.entities) & set(after.entities)):
        was, now = before.entities[entity_id].name, after.entities[entity_id].name
        if was != now:
            yield Change(
                KINDS[after.entities[entity_id].type], "renamed", entity_id, now, was, now, after.named(entity_id)
            )


def _told_apart(one: Any, other: Any) -> tuple[str, str]:
    """Return the names of two entities, with what tells them apart where the names do not."""
    if one.name != other.name:
        return one.name, other.name
    if one.type != other.type:
        return f"{one.name} ({one.type.lower()})", f"{other.name} ({other.type.lower()})"
    return one.entity_id, other.entity_id


def _meetings(before: Run, after: Run, heirs: Mapping[str, str], same: Mapping[str, str]) -> Iterator[Change]:
    old = {m.meeting_id: m for m in walk(before.tables.meetings)}
    new = {m.meeting_id: m for m in walk(after.tables.meetings)}
    gone, came = _apart(old, new)
    matched = _matched([old[m] for m in gone], [new[m] for m in came], heirs, same)
    pairs = {meeting_id: meeting_id for meeting_id in set(old) & set(new)} | matched
    for meeting_id in came:
        if meeting_id not in matched.values():
            meeting = new[meeting_id]
            told, places = _meeting_told(after, meeting), _meeting_places(after, meeting)
            yield Change("meeting", "new", meeting_id, meeting.name, None, told, places)
    for was_id, meeting_id in sorted(pairs.items(), key=lambda pair: pair[1]):
        was, now = _meeting_facts(before, old[was_id]), _meeting_facts(after, new[meeting_id])
        places = _meeting_places(after, new[meeting_id])
        recent = tuple(place for place in places if place[0] not in set(same.values()))
        for fact in now:
            if was[fact] != now[fact]:
                yield Change("meeting", fact, meeting_id, new[meeting_id].name, was[fact], now[fact], recent or places)
    for meeting_id in gone:
        if meeting_id not in matched:
            meeting = old[meeting_id]
            told, places = _meeting_told(before, meeting), _meeting_places(before, meeting)
            yield Change("meeting", "gone", meeting_id, meeting.name, told, None, places, "old")


def _meeting_facts(run: Run, meeting: Any) -> dict[str, str | None]:
    return {
        "status": _text(meeting.status),
        "date": when(meeting.start_date, meeting.end_date),
        "place": run.entities[meeting.place_id].name if meeting.place_id in run.entities else None,
        "mode": (_text(meeting.mode) or "").replace("_", " ") or None,
    }


def _meeting_told(run: Run, meeting: Any) -> str | None:
    facts = _meeting_facts(run, meeting)
    return ", ".join(facts[fact] or "" for fact in ("date", "place", "mode", "status") if facts[fact]) or None


def _meeting_places(run: Run, meeting: Any) -> tuple[Place, ...]:
    """Return the sentences that tell who takes part, else those that first name the forum in its documents."""
    told = run.tables.participations
    told = told[told["meeting_id"] == meeting.meeting_id]
    places = [(doc_id, int(sent_id)) for doc_id, sent_id in zip(told["doc_id"], told["sent_id"], strict=True)]
    covered = {doc_id for doc_id, _ in places}
    rest = run.named(meeting.forum_id, [doc_id for doc_id in meeting.doc_ids if doc_id not in covered])
    return tuple(sorted({*places, *rest}))


def _matched(gone: list[Any], came: list[Any], heirs: Mapping[str, str], same: Mapping[str, str]) -> dict[str, str]:
    """Return which meeting is another with a new identifier: the best fits first, each meeting once.

    Identifiers hold the edition, else the date, else the place; they change when a text tells one more exactly. Two
    meetings of one forum fit if no edition and no date speaks against it, and one of these or a document speaks for it.
    """
    fits = []
    for one in gone:
        for other in came:
            if heirs.get(one.forum_id, one.forum_id) != other.forum_id:
                continue
            edition = _agree(one.edition, other.edition, exactly=True)
            date = _agree(one.start_date, other.start_date)
            shared = bool({same.get(doc_id) for doc_id in one.doc_ids} & set(other.doc_ids))
            if edition is not False and date is not False and (edition or date or shared):
                fits.append((not edition, not date, not shared, one.meeting_id, other.meeting_id))
    found: dict[str, str] = {}
    for *_, one_id, other_id in sorted(fits):
        if one_id not in found and other_id not in found.values():
            found[one_id] = other_id
    return found


def _agree(one: Any, other: Any, *, exactly: bool = False) -> bool | None:
    """Tell whether two values agree, a date with a more exact one too; None where one of them is not told."""
    if pd.isna(one) or pd.isna(other):
        return None
    one, other = str(one), str(other)
    return one == other or (not exactly and (one.startswith(other) or other.startswith(one)))


def _ties(before: Run, after: Run) -> Iterator[Change]:
    gone, came = _apart(before.ties, after.ties)
    for tie in came:
        told = after.ties[tie]
        yield Change("tie", "new", " ".join(tie), _joined(before, after, tie), None, _in_words(told), _places(told))
    for tie in (tie for tie in after.ties if tie in before.ties):
        for fact, order in (("role", ROLES), ("status", STATUSES)):
            was, now = ({getattr(t, fact) for t in run.ties[tie]} for run in (before, after))
            if was == now:
                continue
            run = after if now - was else before
            telling = [t for t in run.ties[tie] if getattr(t, fact) in (now - was or was - now)]
            yield Change(
                "tie", fact, " ".join(tie), _joined(before, after, tie), _ordered(was, order), _ordered(now, order),
                _places(telling), "new" if run is after else "old",
            )  # fmt: skip
    for tie in gone:
        told = before.ties[tie]
        what = _joined(before, after, tie)
        yield Change("tie", "gone", " ".join(tie), what, _in_words(told), None, _places(told), "old")


def _joined(before: Run, after: Run, tie: Tie) -> str:
    return " – ".join((after.entities.get(end) or before.entities[end]).name for end in tie)


def _in_words(told: Iterable[Telling]) -> str:
    roles, statuses = {t.role for t in told}, {t.status for t in told}
    return f"{_ordered(roles, ROLES)} ({_ordered(statuses, STATUSES)})"


def _ordered(values: Collection[str], order: Iterable[str]) -> str:
    return ", ".join(value for value in order if value in values)


def _places(told: Iterable[Telling]) -> tuple[Place, ...]:
    return tuple(sorted({t.place for t in told}))


def _ranks(before: Run, after: Run) -> Iterator[Change]:
    ties = _standing(before), _standing(after)
    for side, (one, several) in enumerate(MEASURES):
        counts = [Counter(tie[side] for tie in of_run) for of_run in ties]
        ranks = [_ranked(counted) for counted in counts]
        both = [e for e in set(ranks[0]) & set(ranks[1]) if ranks[0][e] != ranks[1][e] and counts[0][e] != counts[1][e]]
        for entity_id in sorted(both, key=lambda e: (ranks[1][e], e)):
            rose = ranks[1][entity_id] < ranks[0][entity_id]
            if min(rank[entity_id] for rank in ranks) > TOP:
                continue
            was, now = (
                f"{rank[entity_id]} ({counted[entity_id]:,} {one if counted[entity_id] == 1 else several})"
                for rank, counted in zip(ranks, counts, strict=True)
            )
            gained = counts[1][entity_id] > counts[0][entity_id]  # it may fall all the same, where others gain more
            run, changed = (after, ties[1] - ties[0]) if gained else (before, ties[0] - ties[1])
            places = _places(t for tie in changed if tie[side] == entity_id for t in run.ties[tie])
            what, change = after.entities[entity_id].name, "rose" if rose else "fell"
            yield Change("rank", change, entity_id, what, was, now, places, "new" if gained else "old")


def _standing(run: Run) -> set[Tie]:
    return {tie for tie, told in run.ties.items() if any(t.status in STANDING for t in told)}


def _ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the rank of each by its count, the largest first; equals share the better rank.

    Examples
    --------
    >>> _ranked({"a": 2, "b": 5, "c": 2, "d": 1})
    {'a': 2, 'b': 1, 'c': 2, 'd': 4}
    """
    above: dict[int, int] = {}
    for place, count in enumerate(sorted(counts.values(), reverse=True), start=1):
        above.setdefault(count, place)
    return {entity: above[count] for entity, count in counts.items()}


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
