"""The occasions that one document speaks of: which edition of which forum, when, where, in what mode, whether it was.

Each mention takes the date and the place that it is linked with, and says which edition it means. Mentions
that speak of one occasion are merged; what tells of none is dropped.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from communique.authority import Authority
from communique.dates import day_of, find_dates
from communique.extraction.draft import Draft, Span
from communique.extraction.identity import Key
from communique.extraction.linking import Link, link
from communique.extraction.mentions import find_mentions
from communique.extraction.situation import mode_in, status_of, tense_at
from communique.extraction.venues import is_building

__all__ = ["Occasion", "dates_agree", "find_occasions", "occasion_of", "tell_occasions"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion of a forum, as far as a document (or one of its sentences) tells."""

    forum: Key
    name: str
    sent_ids: tuple[int, ...]
    edition: int | None = None
    start_date: str | None = None
    end_date: str | None = None
    place: Span | None = None
    mode: str | None = None
    status: str | None = None
    turn: str = ""
    named: bool = True


def find_occasions(draft: Draft, forum_of: Mapping[tuple[int, int], Key]) -> list[Occasion]:
    """Return the particular occasions that a document speaks of, in the order in which it comes to them.

    Parameters
    ----------
    draft
        A document with its spans and sentences.
    forum_of
        The key of the entity of each FORUM span by (start, end).

    Returns
    -------
    list of Occasion
        Each with an edition, a date or a place: a forum that is only named gives none.
    """
    told = [_told(draft, one) for one in link(draft, find_mentions(draft, forum_of))]
    occasions = _merged(_with_heading(draft, told))
    found = [_placed(draft, o) for o in occasions if o.edition or o.start_date or o.place]
    return _in_the_same_town(_with_dateline(draft, found))


def tell_occasions(draft: Draft, _: Authority) -> None:
    """Enter into the draft the occasions of its forums."""
    draft.occasions = find_occasions(draft, {(s.start, s.end): key for s, key in draft.keyed if s.type == "FORUM"})


def occasion_of(of_forum: Sequence[Occasion], sent_id: int) -> Occasion | None:
    """Return the occasion of a forum that a sentence speaks of: the one that it names, else the nearest before it."""
    here = [o for o in of_forum if sent_id in o.sent_ids]
    if here:
        return here[0]
    before = [
        (max(s for s in o.sent_ids if s < sent_id), -n) for n, o in enumerate(of_forum) if o.sent_ids[0] < sent_id
    ]
    if before:
        return of_forum[-max(before)[1]]
    return of_forum[0] if of_forum else None


def _told(draft: Draft, one: Link) -> Occasion:
    """Return what one mention tells."""
    mention, time = one.mention, one.time
    start, end = draft.sentences[mention.sent_id]
    sentence = draft.flat[start:end]
    within = [mention.start - start, mention.end - start]
    if time and start <= time.begin < end:
        within += [time.begin - start, time.stop - start]
    low, high = max(0, min(within)), max(within)
    past = tense_at(sentence, low, high)
    if one.by_head:
        past = None
    if past is None and mention.turn:
        past = mention.turn == "previous"
    when = time.near(draft.date, past=past) if time else None
    first, last = (when.iso(), when.iso_last()) if when else (None, None)
    if one.ends and not last:
        first, last = None, first
    mode = mode_in(sentence, max(0, mention.start - start), mention.end - start)
    by_host = mode == "online" and one.place is not None and one.place.type == "STATE"
    return Occasion(
        forum=mention.forum,
        name=" ".join(draft.text[mention.start : mention.end].split()),
        sent_ids=(mention.sent_id,),
        edition=mention.edition,
        start_date=first,
        end_date=last,
        place=None if by_host else one.place,
        mode=mode,
        status=status_of(sentence, low, high, first or last, draft.date, past),
        turn=mention.turn,
        named=mention.named,
    )


# The title

TITLE_LINES = 8
_HEADING_LENGTH = 110


def _with_heading(draft: Draft, told: list[Occasion]) -> list[Occasion]:
    """Return what was told, where the occasion of the title takes date and place of the lines below it.

    Date and place of a letterhead stand above the title; below it they are those of the occasion.
    """
    lines = _heading_sentences(draft)
    for number, occasion in enumerate(told):
        if occasion.sent_ids[0] not in lines or not occasion.named:
            continue
        if len(occasion.start_date or "") > len("2025"):
            break
        below = [s for s in lines if occasion.sent_ids[0] < s <= occasion.sent_ids[0] + 2]
        for sent_id in below:
            start, end = draft.sentences[sent_id]
            dates = [d for d in find_dates(draft.flat[start:end]) if d.day]
            places = [s for s in draft.in_sentence(sent_id) if s.type == "PLACE"]
            if len(dates) == 1 and places:
                day = dates[0].near(draft.date)
                if not str(day.iso()).startswith(occasion.start_date or ""):
                    continue
                to_come = bool(draft.date and str(day.iso()) > draft.date)
                told = list(told)
                told[number] = replace(
                    occasion,
                    start_date=day.iso(),
                    end_date=day.iso_last(),
                    place=occasion.place or places[0],
                    status="planned" if to_come else occasion.status,
                )
                return told
        break
    return told


def _heading_sentences(draft: Draft) -> list[int]:
    """Return the first sentences as long as they are short lines without a full stop."""
    lines = []
    for sent_id, (start, end) in enumerate(draft.sentences[:TITLE_LINES]):
        if end - start > _HEADING_LENGTH or draft.flat[end - 1] in ".!":
            break
        lines.append(sent_id)
    return lines


_AFTER_DATELINE = re.compile(r"\s?(?:,\s|\()(?:[A-Z][\w ]{2,20},\s)?[^\n]{0,40}\d|\s?(?:\([A-Z][^)]{1,20}\)\s?)?[-:]\s")
FRESH_DAYS = 3


def _with_dateline(draft: Draft, occasions: list[Occasion]) -> list[Occasion]:
    """Return the occasions, the first of which takes the city of the dateline if it has just been, somewhere untold."""
    if not occasions or not draft.date or len(draft.date) < len("2000-01-01"):
        return occasions
    first = occasions[0]
    today = day_of(draft.date)
    days = {(today - timedelta(days=n)).isoformat() for n in range(FRESH_DAYS + 1)}
    of_late = {first.start_date, first.end_date} & days
    town_told = first.place is not None and not is_building(draft.of(first.place))
    if town_told or first.mode == "online" or first.status != "held" or first.sent_ids[0] > TITLE_LINES or not of_late:
        return occasions
    for sent_id in range(min(TITLE_LINES, len(draft.sentences))):
        start, _ = draft.sentences[sent_id]
        for span in draft.in_sentence(sent_id)[:1]:
            if span.type == "PLACE" and span.start - start < 3 and _AFTER_DATELINE.match(draft.flat, span.end):
                return [replace(first, place=span), *occasions[1:]]
    return occasions


def _in_the_same_town(occasions: list[Occasion]) -> list[Occasion]:
    """Return the occasions; those within the days of the first one, and untold where, were where it was."""
    if not occasions:
        return []
    first = occasions[0]
    days = (first.start_date or "", first.end_date or first.start_date or "")
    return [
        replace(o, place=first.place)
        if first.place and not o.place and len(o.start_date or "") == len("2000-01-01")
        and days[0] <= str(o.start_date) <= days[1] and o.mode != "online"
        else o
        for o in occasions
    ]  # fmt: skip


_PLACE_IN_NAME = re.compile(
    r"^(?:(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+(?:st|nd|rd|th)|[IVX]+)\s)?(?P<place>[A-ZÀ-Þ][\w'-]+(?:\s[A-ZÀ-Þ][\w'-]+){0,2}?)\s"
    r"(?:Forum|Conference|Summit|Meeting|Dialogue)\b"
)


def _placed(draft: Draft, occasion: Occasion) -> Occasion:
    """Return the occasion with the city of its name (`22nd Doha Forum`) where the text names no other place."""
    match = _PLACE_IN_NAME.match(occasion.name) if not occasion.place and occasion.mode != "online" else None
    if match is None or occasion.status != "held" or not occasion.start_date:
        return occasion
    city = match.group("place").lower()
    return replace(
        occasion, place=next((s for s in draft.spans if s.type == "PLACE" and draft.of(s).lower() == city), None)
    )


# What mentions tell together


def _merged(told: Iterable[Occasion]) -> list[Occasion]:
    """Return one occasion for each that the mentions speak of, holding what they tell together."""
    occasions: list[Occasion] = []
    of_forum: dict[Key, list[int]] = {}
    for new in told:
        # The occasion spoken of last is the likeliest.
        numbers = sorted(of_forum.get(new.forum, []), key=lambda n: (-occasions[n].sent_ids[-1], -n))
        same = next((n for n in numbers if _is_same(occasions[n], new)), None)
        earlier = [occasions[n] for n in numbers]
        if same is not None:
            occasions[same] = _joint(occasions[same], new)
        elif (new.named or new.start_date or new.edition or new.turn) and not _says_no_more(earlier, new):
            of_forum.setdefault(new.forum, []).append(len(occasions))
            occasions.append(_with_edition(earlier, new))
    return occasions


def _with_edition(earlier: list[Occasion], new: Occasion) -> Occasion:
    """Return the occasion; `it should have met in May, but was postponed` is of the edition that is spoken of."""
    if new.status != "cancelled" or new.named or new.edition or new.turn:
        return new
    return replace(new, edition=next((o.edition for o in earlier), None))


def _says_no_more(earlier: list[Occasion], new: Occasion) -> bool:
    """Tell whether `the Summit` with a date of its own tells of no further occasion: one with a date is spoken of."""
    plain = not (new.named or new.edition or new.turn or new.status == "cancelled")
    return plain and any(o.start_date for o in earlier)


def _is_same(old: Occasion, new: Occasion) -> bool:
    """Tell whether two tellings of one forum can be of one occasion: by edition, by date, or by nothing against it."""
    if old.edition and new.edition:
        return old.edition == new.edition
    if old.start_date and new.start_date:
        return dates_agree(old.start_date, old.end_date, new.start_date, new.end_date)
    another_turn = bool(new.turn) and new.turn != old.turn
    another_number = bool(new.edition) and not new.named and bool(old.start_date)
    # `It should have met in Gaborone`
    another_fate = (new.status == "cancelled") != (old.status == "cancelled") and bool(new.start_date or new.place)
    another_place = bool(old.place and new.place) and old.place != new.place
    return not (another_turn or another_number or another_fate or another_place)


def dates_agree(start: str, end: str | None, other: str, other_end: str | None = None) -> bool:
    """Tell whether two dates can be of one occasion: one is the other told less precisely, or lies within it.

    Examples
    --------
    >>> dates_agree("2023-09", None, "2023-09-05"), dates_agree("2023-09-05", "2023-09-07", "2023-09-06")
    (True, True)
    >>> dates_agree("2023-09-05", None, "2023-09-06")
    False
    """
    if start.startswith(other) or other.startswith(start):
        return True
    return (end is not None and start <= other <= end) or (other_end is not None and other <= start <= other_end)


def _joint(old: Occasion, new: Occasion) -> Occasion:
    """Return what two tell together; the more precise date, and the status that goes with a date."""
    dated = max(old, new, key=lambda o: (len(o.start_date or ""), bool(o.end_date), o is old))
    status = next((o.status for o in (old, new) if o.status == "cancelled"), dated.status or old.status or new.status)
    return replace(
        old,
        name=max(old, new, key=lambda o: (o.named, len(o.name))).name,
        sent_ids=tuple(sorted({*old.sent_ids, *new.sent_ids})),
        edition=old.edition or new.edition,
        start_date=dated.start_date,
        end_date=dated.end_date or old.end_date or new.end_date,
        place=old.place or new.place,
        mode=old.mode or new.mode,
        status=status,
        named=old.named or new.named,
    )
