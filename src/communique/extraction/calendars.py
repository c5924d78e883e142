"""Calendars and diaries: entries that tell their date, and often their place, once at their head."""

import re
from dataclasses import dataclass, replace

from communique.dates import DateSpan
from communique.extraction.draft import Draft, Span
from communique.times import find_times

__all__ = ["Head", "entry_heads", "year_alone"]


@dataclass(frozen=True)
class Head:
    """The head of an entry in a calendar: `9-11 July, Washington`."""

    sent_id: int
    time: DateSpan
    place: Span | None
    alone: bool = False  # on a line of its own, for all the lines below it


_LEADING = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s)?(?P<place>[A-ZÀ-Þ][\w'-]+(?:\s[A-ZÀ-Þ][\w'-]+){0,2},\s)?(?:from\s|on\s)?(?:\w{3,9}day,?\s)?$"
)
_SEPARATOR = re.compile(r"\s*[:|,.–-]|\s{2,}|\)")
LONGEST_HEAD, LOOKED_AT, NEAR_BEFORE, NEAR_AFTER = 60, 120, 40, 25
_YEAR_ALONE = re.compile(r"\W*((?:19|20)\d{2})\W*")


def year_alone(draft: Draft, sent_id: int) -> int | None:
    """Return the year that a line consists of: it holds for what stands below."""
    match = _YEAR_ALONE.fullmatch(draft.flat, *draft.sentences[sent_id])
    return int(match.group(1)) if match else None


def entry_heads(draft: Draft) -> dict[int, Head]:
    """Return, for the sentences of a calendar's entries, the head of the entry: the line begins with a date.

    A date on a line of its own heads all the lines below it, up to the next date or empty line.
    """
    found: dict[int, Head] = {}
    current: Head | None = None
    for sent_id, (start, end) in enumerate(draft.sentences):
        between = draft.text[draft.sentences[sent_id - 1][1] : start] if sent_id else "\n"
        if "\n" in between:
            lead = _lead(draft, sent_id)
            if lead:
                forums = any(s.type == "FORUM" for s in draft.in_sentence(sent_id))
                current = replace(lead, alone=not forums and end - start < LONGEST_HEAD)
            elif current is None or not current.alone or "\n\n" in re.sub(r"[ \t]", "", between):
                current = None
        if current:
            found[sent_id] = current
    return found


def _lead(draft: Draft, sent_id: int) -> Head | None:
    """Return the head with which a line begins: `9-11 July, Washington`, `2. Paris, Friday.`."""
    start, end = draft.sentences[sent_id]
    for time in find_times(draft.flat[start : min(end, start + LOOKED_AT)], draft.date)[:2]:
        opening = _LEADING.match(draft.flat[start : start + time.begin])
        rest = draft.flat[start + time.stop : end]
        if opening and (not rest.strip() or _SEPARATOR.match(rest)) and (time.month or time.weekday is not None):
            begin, stop = start + time.begin, start + time.stop
            near = [
                s
                for type_ in ("PLACE", "STATE")
                for s in draft.in_sentence(sent_id)
                if s.type == type_ and -NEAR_BEFORE < s.start - stop < NEAR_AFTER
            ]
            if opening.group("place") and not near:
                return None
            return Head(sent_id, replace(time, begin=begin, stop=stop), near[0] if near else None)
    return None
