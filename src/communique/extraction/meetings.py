"""Meetings of the corpus: the occasions that documents speak of, merged over all documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from communique.extraction.draft import Draft
from communique.extraction.identity import Key
from communique.extraction.occasions import Occasion, dates_agree, occasion_of
from communique.schemas import empty

__all__ = ["Heard", "Meetings", "Telling", "find_meetings", "heard_in", "merge_tellings"]


class Heard(NamedTuple):
    """What one document tells of one occasion, before entities have identifiers."""

    doc_id: str
    date: str | None
    occasion: Occasion
    place: Key | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What one document, written on `date`, tells of one occasion."""

    doc_id: str
    date: str | None
    forum_id: str
    occasion: Occasion
    place_id: str | None = None


@dataclass(frozen=True)
class Meetings:
    """The meetings of a corpus: by meeting_id what was told of each, by doc_id what the document told of which.

    `notes` is for the ledger of a document: what was overruled by others, and why.
    """

    tellings: dict[str, list[Telling]]
    by_doc: dict[str, list[tuple[Telling, str]]]
    notes: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def meeting_of(self, doc_id: str, forum_id: str, sent_id: int) -> str | None:
        """Return the meeting that a sentence of a document means when it speaks of a forum, or None."""
        told = [
            (one.occasion, meeting_id) for one, meeting_id in self.by_doc.get(doc_id, []) if one.forum_id == forum_id
        ]
        occasion = occasion_of([o for o, _ in told], sent_id)
        return next((meeting_id for o, meeting_id in told if o is occasion), None)

    def table(self) -> pd.DataFrame:
        """Return the table of meetings, one row an occasion: the fullest values, and the status told last."""
        rows = [_row(meeting_id, told) for meeting_id, told in sorted(self.tellings.items())]
        return pd.DataFrame(rows) if rows else empty("meetings")


def heard_in(draft: Draft) -> Iterator[Heard]:
    """Yield what a document tells of each of its occasions."""
    places = {(s.start, s.end): key for s, key in draft.keyed} if any(o.place for o in draft.occasions) else {}
    for occasion in draft.occasions:
        place = places[occasion.place.start, occasion.place.end] if occasion.place else None
        yield Heard(draft.doc_id, draft.date, occasion, place)


def find_meetings(heard: Iterable[Heard], named: Mapping[Key, tuple[str, str]]) -> Meetings:
    """Return the meetings that the documents speak of; `named` gives identifier and name of each entity.

    Where documents contradict each other on a meeting's date, `notes` says so of those that are overruled.
    """
    tellings = [
        Telling(
            one.doc_id, one.date, named[one.occasion.forum][0], one.occasion, named[one.place][0] if one.place else None
        )
        for one in heard
    ]
    meetings = merge_tellings(tellings)
    by_doc: dict[str, list[tuple[Telling, str]]] = defaultdict(list)
    notes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for meeting_id, told in meetings.items():
        start, end = _days(told)
        for telling in told:
            by_doc[telling.doc_id].append((telling, meeting_id))
            own = telling.occasion.start_date
            if own and start and not dates_agree(start, end, own, telling.occasion.end_date):
                why = f"says {own}, overruled by others that say {start}"
                notes[telling.doc_id].append(("meetings", meeting_id, why))
    return Meetings(meetings, dict(by_doc), dict(notes))


class _Group:
    """Tellings of one meeting."""

    def __init__(self, edition: int | None) -> None:
        self.edition = edition
        self.told: list[Telling] = []
        self._docs: set[str] = set()
        self._dates: set[tuple[str, str | None]] = set()

    def add(self, telling: Telling) -> None:
        self.told.append(telling)
        self._docs.add(telling.doc_id)
        if telling.occasion.start_date:
            self._dates.add((telling.occasion.start_date, telling.occasion.end_date))

    def fits(self, telling: Telling) -> bool:
        """Tell whether a telling without an edition can be of this meeting: its date agrees with those told.

        Documents may contradict each other on the date of an edition; to agree with one of them is enough.
        """
        start, end = telling.occasion.start_date, telling.occasion.end_date
        if telling.doc_id in self._docs or not start:
            return False
        agree = [dates_agree(own, own_end, start, end) for own, own_end in sorted(self._dates, key=str)]
        return bool(agree) and (all(agree) or (self.edition is not None and any(agree)))

    def is_as_precise(self, telling: Telling) -> bool:
        """Tell whether month stands against month: two that agree by their year alone may be two meetings."""
        enough = len("2000-01")
        return len(telling.occasion.start_date or "") >= enough and any(len(d) >= enough for d, _ in self._dates)


def merge_tellings(tellings: Sequence[Telling]) -> dict[str, list[Telling]]:
    """Return what was told by meeting: one forum and one edition, or one forum and dates that agree.

    Two occasions that one document keeps apart stay apart, save where it gives both one edition. A year
    alone joins only where one meeting of the forum fits it.
    """
    groups: dict[str, list[_Group]] = defaultdict(list)
    editions: dict[tuple[str, int], _Group] = {}
    # What is told most fully comes first, so that the vaguer finds all that it may belong to.
    order = sorted(range(len(tellings)), key=lambda n: (-_fullness(tellings[n].occasion), n))
    for telling in (tellings[n] for n in order):
        edition = telling.occasion.edition
        group = editions.get((telling.forum_id, edition)) if edition else None
        if edition is None:
            fitting = [g for g in groups[telling.forum_id] if g.fits(telling)]
            sure = [g for g in fitting if g.is_as_precise(telling)]
            group = sure[0] if sure else fitting[0] if len(fitting) == 1 else None
        if group is None:
            group = _Group(edition)
            groups[telling.forum_id].append(group)
            if edition:
                editions[telling.forum_id, edition] = group
        group.add(telling)
    named: dict[str, list[Telling]] = {}
    for group in (g for of_forum in groups.values() for g in of_forum):
        meeting_id = _meeting_id(group)
        while meeting_id in named:
            meeting_id += "+"
        named[meeting_id] = sorted(group.told, key=lambda t: (t.date or "", t.doc_id))
    return named


def _fullness(occasion: Occasion) -> int:
    return 20 * (occasion.edition is not None) + len(occasion.start_date or "")


def _meeting_id(group: _Group) -> str:
    """Return a readable identifier: the edition, else the date, else the place, else the document tells it apart."""
    first = group.told[0]
    place = (first.place_id or "").partition(":")[2]
    apart = str(group.edition or _days(group.told)[0] or place or first.doc_id)
    return f"meeting:{first.forum_id.partition(':')[2]}:{apart}"


def _days(told: Sequence[Telling]) -> tuple[str | None, str | None]:
    """Return first and last day: those told most often, the more precise of those told equally often."""
    days = [(t.occasion.start_date, t.occasion.end_date) for t in told if t.occasion.start_date]
    votes = Counter(start for start, _ in days if start)
    if not votes:
        return None, next((t.occasion.end_date for t in told if t.occasion.end_date), None)
    # `2023-09` is no vote against `2023-09-05`.
    backed = {day: sum(n for other, n in votes.items() if day.startswith(other)) for day in votes}
    start = max(sorted(backed), key=lambda day: (backed[day], len(day)))
    return start, next((end for day, end in days if day == start and end), None)


def _row(meeting_id: str, told: Sequence[Telling]) -> dict[str, object]:
    occasions = [t.occasion for t in told]
    start, end = _days(told)
    told_by = dict.fromkeys(sorted({t.doc_id for t in told}), "")
    told_by |= {t.doc_id: t.occasion.status for t in told if t.occasion.status}
    return {
        "meeting_id": meeting_id,
        "forum_id": told[0].forum_id,
        "edition": next((o.edition for o in occasions if o.edition), None),
        "name": max(occasions, key=lambda o: (o.named, len(o.name))).name,
        "start_date": start,
        "end_date": end,
        "place_id": _most(t.place_id for t in told),
        "mode": _most(o.mode for o in occasions),
        "status": next((o.status for o in reversed(occasions) if o.status), None),
        "doc_ids": list(told_by),
        "sent_ids": [min(s for t in told if t.doc_id == doc_id for s in t.occasion.sent_ids) for doc_id in told_by],
        "statuses": list(told_by.values()),
        "level": None,  # `communique.levels` tells it from the names and from who takes part
    }


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None
