"""Which date and which place a mention of an occasion goes with.

Dates and places of a sentence are given to the mention that they stand nearest to: words between cost
little, the end of a clause, another forum, or another deed (`signed`, `founded`) much. A calendar tells date
and place once, at the head of an entry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import inf

from communique.dates import DateSpan
from communique.extraction.calendars import Head, entry_heads, year_alone
from communique.extraction.draft import Draft, Span
from communique.extraction.mentions import Mention
from communique.extraction.venues import place_of, side_by_side
from communique.extraction.wording import CLOSING, MEETING_VERB, NO_OCCASION, OTHER_DEED, UNTIL
from communique.times import find_times

__all__ = ["Link", "link"]


@dataclass(frozen=True)
class Link:
    """A mention with its date and place; `ends` where the date is told as the last day only."""

    mention: Mention
    time: DateSpan | None = None
    place: Span | None = None
    ends: bool = False
    by_head: bool = False  # the date stands at the head of a calendar's entry: the verbs beside it are not its own


FARTHEST = 20.0
FARTHEST_ALONE = 45.0
LONGEST_GAP = 400
# More in one sentence are a list without full stops, in which nearness tells nothing.
MOST_IN_SENTENCE = 20
_CLOSES = re.compile(rf"\s?(?:\([^()]{{1,15}}\)\s)?(?:(?:has|have|was|were)\s)?(?:closes|ends|{CLOSING})\b")
_CLOSING = re.compile(rf"\b(?:{CLOSING})\b")
_SAME_DAY = re.compile(
    r"\b(?:(?P<before>the (?:day|evening) before|the preceding day|the previous day)|"
    r"(?P<after>the (?:day after|next day|following day|next morning))|"
    r"(?:on )?(?:the |that )?(?:very )?(?P<same>same (?:day|evening|afternoon)))\b",
    re.IGNORECASE,
)


def link(draft: Draft, mentions: Sequence[Mention]) -> list[Link]:
    """Return each mention with its date and its place, and the further occasions that a list of dates tells of."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sent_id, []).append(mention)
    heads = entry_heads(draft)
    used_heads: set[int] = set()
    links: list[Link] = []
    last_day: date | None = None
    year: int | None = None
    for sent_id, (start, _) in enumerate(draft.sentences):
        year = year_alone(draft, sent_id) or year
        times = _times(draft, sent_id, last_day, year)
        group = by_sentence.get(sent_id)
        if group:
            head = heads.get(sent_id)
            begins_line = "\n" in draft.text[max(0, start - 3) : start]
            fresh = head if head and (head.sent_id not in used_heads or (head.alone and begins_line)) else None
            here = list(_links(draft, group, times, fresh))
            if fresh and any(one.time is fresh.time for one in here):
                used_heads.add(fresh.sent_id)
            links.extend(here)
        last_day = next((d for t in reversed(times) if (d := _day(t.near(draft.date, past=True)))), last_day)
    return links


def _day(time: DateSpan) -> date | None:
    return date(time.year, time.month, time.day) if time.year and time.month and time.day else None


def _times(draft: Draft, sent_id: int, last_day: date | None, year: int | None) -> list[DateSpan]:
    """Return the dates of a sentence with offsets of the text; `the day before` counts from the last day told."""
    start, end = draft.sentences[sent_id]
    times = find_times(draft.flat[start:end], draft.date)
    if last_day:
        for match in _SAME_DAY.finditer(draft.flat, start, end):
            shift = -1 if match.group("before") else 1 if match.group("after") else 0
            told = [d for t in times if t.begin < match.start() - start and (d := _day(t.near(draft.date, past=True)))]
            day = (told[-1] if told else last_day) + timedelta(days=shift)
            times.append(DateSpan(match.start() - start, match.end() - start, day.year, day.month, day.day))
    return sorted(
        (
            replace(t, begin=t.begin + start, stop=t.stop + start, year=t.year or (year if t.month else None))
            for t in times
        ),
        key=lambda t: (t.begin, t.stop),
    )


def _links(draft: Draft, group: Sequence[Mention], times: Sequence[DateSpan], head: Head | None) -> Iterator[Link]:
    if max(len(group), len(times)) > MOST_IN_SENTENCE:
        yield from (Link(mention) for mention in group)
        return
    sent_id = group[0].sent_id
    spans = [s for s in draft.in_sentence(sent_id) if s.type in {"PLACE", "STATE"}]
    if head and head.sent_id == sent_id:
        times = [t for t in times if t != head.time]
    when = _assigned(draft, group, times)
    for mention in group:
        time = when.get(mention)
        place = place_of(draft.flat, mention, time, spans, group)
        by_head = head is not None and time is None and (mention.named or not mention.turn)
        if head and by_head:
            listed = (s for s in spans if s.type == "PLACE" and s.start > mention.end)
            after_comma = next((s for s in listed if draft.flat[s.start - 2 : s.start] == ", "), None)
            time, place = head.time, place or head.place or after_comma
        ends = time is not None and not by_head and _ends(draft.flat, mention, time)
        yield Link(mention, time, place, ends, by_head)
    free = [t for t in times if t not in when.values()]
    yield from _further(draft, group, when, free, spans)


def _ends(text: str, mention: Mention, time: DateSpan) -> bool:
    """Tell whether a date is told as the last day: `until 9 March`, `the session ended on Friday`."""
    if UNTIL.search(text[max(0, time.begin - 40) : time.begin]):
        return True
    low, high = sorted([mention.end, time.begin])
    closing = _CLOSING.search(text[low:high]) or _CLOSES.match(text, mention.end)
    return bool(closing) and not time.last_day


def _further(
    draft: Draft,
    group: Sequence[Mention],
    when: dict[Mention, DateSpan],
    free: Sequence[DateSpan],
    spans: Sequence[Span],
) -> Iterator[Link]:
    """Yield the further occasions of a list: `Earlier rounds: Lugano (2022), London (2023)`."""
    places = {
        time: next((s for s in spans if s.type == "PLACE" and side_by_side(draft.flat, s, time)), None) for time in free
    }
    pairs = sum(place is not None for place in places.values())
    listing = next(
        (m for m in group if m.plural), group[0] if pairs > 1 and len({m.forum for m in group}) == 1 else None
    )
    if listing is None:
        return
    for time, place in places.items():
        dates = [when[listing]] if listing in when else []
        coordinated = any(_joined(draft.flat[d.stop : time.begin]) for d in [*dates, *free] if d.stop <= time.begin)
        if (place and pairs > 1) or ((place or coordinated) and time.begin > listing.end and listing.plural):
            yield Link(replace(listing, edition=None, named=False, turn="other"), time, place)


def _assigned(draft: Draft, mentions: Sequence[Mention], times: Sequence[DateSpan]) -> dict[Mention, DateSpan]:
    """Return the date of each mention that has one: nearest pairs first, each date for one mention."""
    costs = sorted(
        (cost, i, j)
        for i, mention in enumerate(mentions)
        for j, time in enumerate(times)
        if (cost := _distance(draft.flat, mention, time, mentions)) < FARTHEST
    )
    when: dict[Mention, DateSpan] = {}
    used: set[int] = set()
    for _, i, j in costs:
        if j not in used and mentions[i] not in when:
            used.add(j)
            when[mentions[i]] = times[j]
    if not when and len(times) == 1 and len({m.forum for m in mentions}) == 1:
        # `On 13 October the President received his guests, who ... the Summit`: one date, one forum.
        cost = _distance(draft.flat, mentions[0], times[0], mentions)
        opens = times[0].begin - draft.sentences[mentions[0].sent_id][0] < len("On Wednesday, ")
        if opens and cost < FARTHEST_ALONE and not mentions[0].body and mentions[0].named:
            when[mentions[0]] = times[0]
    for one, other in pairwise(mentions):
        # `the 19th and 20th Summits on 5 May`, `the Summit (EAS) on 5 May`: what is joined shares the date.
        gap = draft.flat[one.end : other.start]
        same = one.forum == other.forum or "(" not in gap
        if same and _joined(gap) and (one in when) != (other in when):
            when.setdefault(one, when.get(other) or when[one])
            when.setdefault(other, when[one])
    return when


def _joined(gap: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:\(|,|and|and the|, the|as well as the|/|,? and its)?\s*[\"']?", gap))


def _distance(text: str, mention: Mention, time: DateSpan, mentions: Sequence[Mention]) -> float:
    """Return how far a date stands from a mention: words between, and what parts them."""
    if mention.start <= time.begin < mention.end:
        return FARTHEST - 1  # the year of a name, where nothing tells more
    after = time.begin >= mention.end
    if max(time.begin - mention.end, mention.start - time.stop) > LONGEST_GAP:
        return inf
    gap = text[mention.end : time.begin] if after else text[time.stop : mention.start]
    # A date before its occasion opens the sentence: `On 5 May the Summit`.
    opens = after or not re.search(r"[a-z]{3}", text[max(0, time.begin - 12) : time.begin].rpartition("\n")[2])
    cost = 0.7 * len(gap.split()) + (0 if after else 1.5 if opens else 4)
    cost += 4 * (time.month is None and time.weekday is None)  # a year alone
    cost += 7 * len(re.findall(r"[;:]|[.?!]\s|\s[-|]\s", gap))
    cost += 1.5 * len(re.findall(r"\b(?:which|who|whose|when|where|that|while|but|and)\b|,", gap))
    opens_after = after and re.match(r"^[^()]{0,25}\([^()]*$", gap)
    cost += 8 * (gap.count("(") != gap.count(")") and not opens_after)
    low, high = sorted([(mention.start, mention.end), (time.begin, time.stop)])
    cost += 6 * sum(m.forum != mention.forum and low[1] <= m.start and m.end <= high[0] for m in mentions)
    cost += 9 * len(OTHER_DEED.findall(gap))
    if mention.body and not MEETING_VERB.search(gap):
        cost += 8
    if NO_OCCASION.search(text[max(0, time.begin - 30) : time.begin]):
        cost += 12
    if MEETING_VERB.search(gap):
        cost -= 4
    return cost
