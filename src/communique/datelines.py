"""The date of a document itself: in its name, its letterhead, its dateline, behind a label, or at its end."""

import re
from collections import Counter
from collections.abc import Iterator

from communique.dates import DateSpan, find_dates

__all__ = ["date_in_name", "date_in_text"]

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_WEEKDAY = r"(?:\w{3,9}day|mon|tue|wed|thu|fri|sat|sun)"
# What stands directly before a date and says that it is the document's own.
_LABEL = re.compile(
    r"\b(?:posted|published|issued|released?|release date|circulated|distributed|handed out|transmitted|date[ds]?|"
    r"press release|created|delivered|embargo\w*|compiled|drafted|prepared|written|filed|signed off|recorded|"
    r"corresponding to|edition of|issue of|(?:last )?(?:revised|revision|updated?))\b"
    rf"[^\w\n]{{0,4}}(?:(?:on|at|until|of|to|issue|release|publication)\b[^\w\n]{{0,3}}){{0,2}}(?:{_WEEKDAY}\W{{1,3}})?$",
    re.IGNORECASE,
)
_AS_OF = re.compile(rf"\b(?:as (?:of|at)|status)\b[^\w\n]{{1,3}}(?:{_WEEKDAY}\b[^\d\n]{{0,20}})?$", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated?|modified|retrieved|accessed|printed)\b[^\d\n]{0,20}$", re.IGNORECASE)
# Their weight in the head of a text and below it: a page frame says at the foot when the page was updated.
_LABELS = [(_UPDATED, 6.0, 2.0), (_LABEL, 10.0, 10.0), (_AS_OF, 7.0, 7.0)]
# What stands before a date that tells of an event: `held on`, `from`, `by`.
_EVENT = re.compile(
    r"\b(?:from|until|till|by|of|since|between|after|before|to|and|for|in|during|the)"
    rf"(?:\s(?:the|{_WEEKDAY}),?)?\s*$",
    re.IGNORECASE,
)
# `GENEVA, `, `Addis Ababa, Ethiopia - `, `(Port of Spain, Trinidad) `: a few capitalised words, or nothing.
_ON = re.compile(rf"\b[Oo]n(?:\s{_WEEKDAY},?)?\s*$", re.IGNORECASE)
_PLACE = re.compile(
    rf"^\W*(?:(?:[A-ZÀ-Þ][\w.’'-]*|d[aeou]s?|of|the|and)[\s,/()–—-]{{1,4}}){{0,7}}(?:{_WEEKDAY}\W{{1,3}})?$"
)
_DASH_AFTER = re.compile(r"^[\s)]*(?:\([^)\n]{1,30}\))?\s*[-–—:|]{1,2}\W*\w")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
HEAD_LINES, TAIL_LINES, LONGEST_LINE, LOOKED_AT, LONGEST_FRAME = 12, 6, 90, 200, 60
LEAST = 4.0


def date_in_name(name: str) -> str | None:
    """Return the ISO date that a file name holds, or None.

    Examples
    --------
    >>> date_in_name("2020-09-09-aipa-41"), date_in_name("statement_20230711"), date_in_name("note 12")
    ('2020-09-09', '2023-07-11', None)
    """
    for match in _IN_NAME.finditer(name):
        date = "-".join(match.groups())
        if any(d.iso() == date for d in find_dates(date)):
            return date
    return None


def date_in_text(text: str) -> tuple[str, str] | None:
    r"""Return the ISO date that a text gives for itself and where it stands, or None.

    Each date with a day is weighed by where it stands: behind a label such as `Posted on`, in a dateline,
    alone on a line near the beginning or the end. A date in the middle of the text, a range of days, or one
    behind `on` or `from` tells of the events, not of the document.

    Returns
    -------
    tuple of (date, source) or None
        The source is `label`, `dateline`, `header` or `end of text`.

    Examples
    --------
    >>> date_in_text("BACKGROUND NOTE 4/2025\n19 February 2025\n\nA new team in Addis")
    ('2025-02-19', 'header')
    >>> date_in_text("NAIROBI, 5 September 2023 – The ministers met from 1 to 3 September 2023.")
    ('2023-09-05', 'dateline')
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = "\n".join(line for line in lines[:HEAD_LINES] if len(line) < LONGEST_LINE)
    year, guess = (_usual_year(head), 2.0) if len(set(_YEAR.findall(head))) == 1 else (_usual_year(text), 4.0)
    best: tuple[float, str, str] | None = None
    for number, line in enumerate(lines):
        for score, date, source in _weighed(line, number, len(lines), year, guess):
            if score >= LEAST and (best is None or score > best[0]):
                best = score, date, source
    return (best[1], best[2]) if best else _first_in_header(lines)


def _first_in_header(lines: list[str]) -> tuple[str, str] | None:
    """Return the first full date of the first lines, the last resort: a text tells of what has just been."""
    for line in lines[: HEAD_LINES // 2]:
        for date in find_dates(line[:LOOKED_AT]):
            near_start = len(line) < LONGEST_LINE or date.begin < LONGEST_FRAME
            iso = date.iso()
            if iso and date.year and date.day and not date.last_day and near_start:
                return iso, "header"
    return None


def _usual_year(text: str) -> int | None:
    """Return the year that the text names most often, the first of those named equally often."""
    years = Counter(_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else None


def _weighed(line: str, number: int, n_lines: int, year: int | None, guess: float) -> Iterator[tuple[float, str, str]]:
    """Yield (weight, ISO date, source) for the dates of a line; `guess` is what a year of another line costs."""
    head, tail = number < HEAD_LINES, number >= n_lines - TAIL_LINES
    dates = find_dates(line[:LOOKED_AT])
    for date in dates:
        iso = date.iso(year=year)
        if not date.day or not iso:
            continue
        before, after = line[: date.begin], line[date.stop :]
        score, source = _place_in_line(before, after, head=head, tail=tail)
        if date.last_day or _joins_dates(date, dates, line):
            score -= 6
        if date.year is None:
            # A year of another line is a guess, worth it only where the form leaves no doubt.
            score -= guess if source in {"label", "dateline"} and len(before) > 4 else 9
        yield score - number / 20 * (head or not tail), iso, source


def _place_in_line(before: str, after: str, *, head: bool, tail: bool) -> tuple[float, str]:
    """Return the weight of a date by what stands around it in its line, and the name for such a place."""
    for label, in_head, below in _LABELS:
        if label.search(before):
            return (in_head if head else below), "label"
    source = "header" if head else "end of text"
    if not head and not tail:
        return 0.0, source
    frame = before + after
    if _EVENT.search(before) or (_ON.search(before) and (not head or len(frame) > LONGEST_LINE)):
        return 0.0, source
    if _DASH_AFTER.match(after) and _PLACE.match(before):
        # A line that begins with a date is as often an entry of a diary.
        return (9.0 if head else 3.0) if re.search(r"\w", before) else 4.5, "dateline"
    if len(frame) > LONGEST_LINE:
        return (4.5 if head and len(before) < LONGEST_FRAME and not _is_prose(before) else 0.0), source
    alone = 2.0 if _PLACE.match(before) and len(after) < LONGEST_FRAME / 3 else 0.0
    # With a place it may be where and when the event was.
    alone += 0.5 if alone and not re.search(r"[^\W\d_]", re.sub(_WEEKDAY, "", before, flags=re.IGNORECASE)) else 0.0
    return (6.5 if head else 4.5) + alone - 1.5 * _is_prose(frame) - 0.5 * bool(_ON.search(before)), source


def _is_prose(text: str) -> bool:
    """Tell whether small words make a sentence of what stands around a date."""
    return len(re.findall(r"(?<!\w)[a-z]{3,}(?!\w)", text)) > 3


def _joins_dates(date: DateSpan, dates: list[DateSpan], line: str) -> bool:
    """Tell whether a dash joins the date to another one: a range, a life."""
    return any(
        re.fullmatch(r"\s*(?:[-–—]|to|until)\s*", line[min(a.stop, b.stop) : max(a.begin, b.begin)])
        for other in dates
        if other is not date
        for a, b in [(date, other)]
    )
