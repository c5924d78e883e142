"""Where an occasion is: the city, else the state, that its sentence gives it."""

import re
from collections.abc import Sequence

from communique.dates import DateSpan
from communique.extraction.draft import Span
from communique.extraction.mentions import Mention
from communique.extraction.wording import OTHER_DEED

__all__ = ["is_building", "place_of", "side_by_side"]

FARTHEST, LONGEST_GAP = 12.0, 200
_PREPOSITION = re.compile(
    r"\b(?:in|at|to|near|outside)\s(?:the\s)?(?:\w+\s(?:city|town|village) of\s)?$", re.IGNORECASE
)
_BUILDING = re.compile(
    r"\b(?:Cent(?:re|er)|Hall|Palace|Palais|Hotel|House|Base|Building|Convention|Headquarters|Villa|Ch[âa]teau|Castle|"
    r"University|Office|Museum|Tower|Complex|Residence|Room|Resort|Chancellery)\b"
)
_HOST = re.compile(r"\b(?:host\w*|organi[sz]\w+|receiv\w+|welcom\w+|venue|hold|convene)\b")


def place_of(
    text: str, mention: Mention, time: DateSpan | None, spans: Sequence[Span], group: Sequence[Mention]
) -> Span | None:
    """Return the city (else the state) where the occasion is, as its sentence says it."""
    best: tuple[float, int] | None = None
    for number, span in enumerate(spans):
        cost = _place_distance(text, mention, time, span, group)
        if cost is not None and cost < FARTHEST and (best is None or cost < best[0]):
            best = cost, number
    return _city(text, spans, best[1]) if best else None


def _place_distance(
    text: str, mention: Mention, time: DateSpan | None, span: Span, group: Sequence[Mention]
) -> float | None:
    """Return how far a place stands from a mention, or None where nothing says that it is its place."""
    if mention.start <= span.start < mention.end:
        return None
    after = span.start >= mention.end
    gap = text[mention.end : span.start] if after else text[span.end : mention.start]
    if len(gap) > LONGEST_GAP:
        return None
    low, high = sorted([(mention.start, mention.end), (span.start, span.end)])
    between = sum(m.forum != mention.forum and low[1] <= m.start and m.end <= high[0] for m in group)
    cost = 0.6 * len(gap.split()) + 6.0 * between + 1.5 * gap.count(",") + 7 * len(re.findall(r"[;:]|[.?!]\s", gap))
    cost += 4 * len(OTHER_DEED.findall(gap)) + 7 * (mention.body and time is None)
    in_brackets = text[span.start - 1 : span.start] == "(" or gap.strip() == ","
    if time is not None and (span.type == "PLACE" or in_brackets) and side_by_side(text, span, time):
        return cost / 3
    if _PREPOSITION.search(text[max(0, span.start - 30) : span.start]):
        return cost + (0 if after else 3) + (2 if span.type == "STATE" else 0)
    beside = re.fullmatch(r"[\s,(\"':|-]{1,4}(?:\([^()]{1,20}\)[\s,:|-]{0,3})?", gap)
    if after and span.type == "PLACE" and beside:
        return cost
    return cost + 5 if span.type == "STATE" and _hosts(text, mention, span) else None


def _hosts(text: str, mention: Mention, span: Span) -> bool:
    """Tell whether a state is said to host: `India will host the Summit`, `the Summit, hosted by India`."""
    if span.end <= mention.start:
        gap = text[span.end : mention.start]
        return len(gap) < 60 and bool(_HOST.search(gap)) and "," not in gap
    return bool(re.search(r"\bhosted by (?:the )?$", text[mention.end : span.start][-60:]))


def is_building(name: str) -> bool:
    """Tell whether the name of a place is that of a building, which stands in a city that may be told elsewhere."""
    return bool(_BUILDING.search(name))


def _city(text: str, spans: Sequence[Span], number: int) -> Span:
    """Return the city of `Palais des Nations, Geneva`: the next place in a row after a building."""
    span = spans[number]
    if span.type == "PLACE" and is_building(text[span.start : span.end]):
        for other in spans[number + 1 : number + 3]:
            if other.type == "PLACE" and re.fullmatch(r"\s?,?\s?(?:in\s)?", text[span.end : other.start]):
                return other
    return span


def side_by_side(text: str, place: Span, time: DateSpan) -> bool:
    """Tell whether a place and a date stand together: `Lugano (2022)`, `in Hanoi in May`."""
    gap = text[place.end : time.begin] if place.end <= time.begin else text[time.stop : place.start]
    return bool(re.fullmatch(r"\s?(?:\(|,|in|again in|on)?\s?(?:in|on)?\s?", gap))
