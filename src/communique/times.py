"""What a text says of when: dates, weekdays, `yesterday`, `last month`, months and years alone."""

import re
from dataclasses import replace
from datetime import date, timedelta

from communique.dates import MONTHS, DateSpan, apart, day_of, exists, find_dates

__all__ = ["find_times"]

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_LOWER_MONTHS = {name.lower(): number for name, number in MONTHS.items()}
_NAMES = "|".join(sorted([*MONTHS, *(m.upper() for m in MONTHS)], key=len, reverse=True))
_ALONE = "|".join(name for name in sorted(_LOWER_MONTHS, key=len, reverse=True) if name != "may")
_MONTH_CUES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = tuple("0123456789")
# Patterns, each with parts of words without one of which it finds nothing: most sentences tell no time at all.
_RELATIVE = [
    (cues, re.compile(pattern, re.IGNORECASE))
    for cues, pattern in (
        (("yesterday", "last "), r"\b(?P<yesterday>yesterday|last night|last evening)\b"),
        (("tomorrow",), r"\b(?P<tomorrow>tomorrow)\b"),
        (("today", "tonight", "this "), r"\b(?P<today>today|tonight|this (?:morning|afternoon|evening|day))\b"),
        (
            ("ago", "earlier"),
            r"\b(?P<count>an?|\w+|\d{1,2})\s(?P<unit>day|week|fortnight|month|year)s?\s(?:ago|earlier)\b",
        ),
        (
            ("week", "month", "year", "autumn", "fall", "spring", "summer", "winter"),
            r"\b(?P<which>last|past|this|next|coming)\s(?P<unit>week|month|year|autumn|fall|spring|summer|winter)\b",
        ),
        (("later", "earlier"), r"\b(?:later|earlier)\s(?:in\s)?(?P<which>this)\s(?P<unit>month|year)\b"),
        (("last", "this", "next"), rf"\b(?P<which>last|this|next)\s(?P<month>{_ALONE}|may)\b"),
        (
            ("day",),
            rf"\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
            rf"(?![\w:])(?!\s?(?:{_ALONE}|h\b|am\b|pm\b))",
        ),
        (("day",), rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})\b"),
        (
            _DIGITS,
            r"\b(?:on|of|by|until|till|from)\sthe\s(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
            r"(?=[.,;:)]|\s(?:at|in|to|and|with|when|by|as)\b|$)",
        ),
        (
            _MONTH_CUES,
            rf"\b(?:in|by|since|until|early|late|mid|of|for|after|before)(?:\s|-)(?:early|late|mid)?[\s-]?"
            rf"(?P<bare_month>{_ALONE}|may)\b(?!\s\d)",
        ),
        (("both",), rf"\bboth\s(?P<bare_month>{_ALONE}|may)\b"),
        (_DIGITS, r"\((?P<day>[0-9]{1,2})/(?P<number>[0-9]{1,2})\)"),
    )
]
_BARE_MONTH = re.compile(
    rf"(?:(?<=[(,;•*]\s)|(?<=[(,])|^)(?P<bare_month>{_NAMES})\b\.?(?=[):;,.]|\s*[|(]|$)", re.MULTILINE
)
_BARE_YEAR = re.compile(r"(?<![\w/–—.,-])(?:19|20)\d{2}(?![\w/–—-]|[.,]\d|\s(?:Agenda|agenda|targets?|goals?)\b)")
_PATTERNS = [*_RELATIVE, (_MONTH_CUES, _BARE_MONTH)]


def find_times(text: str, written: str | None) -> list[DateSpan]:
    """Return all that `text` says of when, as far as a text of the date `written` tells it.

    Beside the dates of `find_dates` these are weekdays, `today` and its neighbours, `last month`, `this
    June`, months and years alone, `early 2024` and seasons (as years). Years that are not told stay open: the
    caller knows the tense and asks `DateSpan.near`.

    Examples
    --------
    >>> [d.near("2023-09-06").iso() for d in find_times("on Tuesday, as in 2019 and last March", "2023-09-06")]
    ['2023-09-05', '2019', '2023-03']
    """
    exact = find_dates(text)
    lower = text.lower()
    relative = (
        span
        for cues, pattern in _PATTERNS
        if any(cue in lower for cue in cues)
        for match in pattern.finditer(text)
        if (span := _relative(match, written))
    )
    years = (DateSpan(m.start(), m.end(), int(m.group()), None) for m in _BARE_YEAR.finditer(text))
    return apart(_with_year_beside(span, text, written) for span in apart([*exact, *relative, *years]))


_YEAR_BESIDE = re.compile(r"\.?,?\s(?:of\s)?(?P<which>this|last|next)\syear\b", re.IGNORECASE)


def _with_year_beside(span: DateSpan, text: str, written: str | None) -> DateSpan:
    """Return `January this year` with its year."""
    beside = _YEAR_BESIDE.match(text, span.stop) if span.month and not span.year and written else None
    if beside is None or written is None:
        return span
    return replace(span, stop=beside.end(), year=int(written[:4]) + _WAY.get(beside.group("which").lower(), 0))


def _relative(match: re.Match[str], written: str | None) -> DateSpan | None:
    """Return what a phrase tells by itself, else what it tells in a text of that date."""
    part = {key: value.lower() for key, value in match.groupdict().items() if value}
    begin, stop = match.span()
    if "number" in part:
        month, day = int(part["number"]), int(part["day"])
        return DateSpan(begin, stop, None, month, day) if exists(None, month, day) else None
    if "weekday" in part or "day" in part:
        weekday = WEEKDAYS.index(part["weekday"]) if "weekday" in part else None
        return DateSpan(begin, stop, None, None, int(part["day"]) if "day" in part else None, weekday=weekday)
    if "bare_month" in part:
        return DateSpan(match.start("bare_month"), stop, None, _LOWER_MONTHS[part["bare_month"]])
    return _in_a_text_of(written, begin, stop, part) if written else None


def _in_a_text_of(written: str, begin: int, stop: int, part: dict[str, str]) -> DateSpan | None:
    today = day_of(written)
    if "month" in part:
        return _named_month(begin, stop, _LOWER_MONTHS[part["month"]], part["which"], today)
    if "unit" in part:
        return _counted(begin, stop, part, today)
    if len(written) < len("2000-01-01"):
        return None
    day_meant = today + timedelta(days=-1 if "yesterday" in part else 1 if "tomorrow" in part else 0)
    return DateSpan(begin, stop, day_meant.year, day_meant.month, day_meant.day)


def _named_month(begin: int, stop: int, month: int, which: str, today: date) -> DateSpan:
    year = today.year
    if which == "last" and month >= today.month:
        year -= 1
    if which == "next" and month <= today.month:
        year += 1
    return DateSpan(begin, stop, year, month)


_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_WAY = {"last": -1, "past": -1, "next": 1, "coming": 1}


def _counted(begin: int, stop: int, part: dict[str, str], today: date) -> DateSpan | None:
    """Return what `two weeks ago` or `next month` means: a month for weeks and months, a year for years and seasons."""
    said = part.get("count", "")
    count = -(_NUMBERS.get(said) or (int(said) if re.fullmatch(r"[0-9]{1,2}", said) else 0))
    unit = part["unit"]
    if "count" in part and not count:
        return None
    count = count or _WAY.get(part.get("which", ""), 0)
    if unit in _DAYS_IN:
        day = today + timedelta(days=count * _DAYS_IN[unit])
        return DateSpan(begin, stop, day.year, day.month, day.day if unit == "day" else None)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        return DateSpan(begin, stop, months // 12, months % 12 + 1)
    return DateSpan(begin, stop, today.year + count, None)
