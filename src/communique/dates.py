"""Dates as press releases write them, read as ISO text as precise as the text is."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = ["MONTHS", "DateSpan", "apart", "day_of", "days_of", "exists", "find_dates"]

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("January", "Jan"), ("February", "Feb"), ("March", "Mar"), ("April", "Apr"), ("May",), ("June", "Jun"),
            ("July", "Jul"), ("August", "Aug"), ("September", "Sept", "Sep"), ("October", "Oct"),
            ("November", "Nov"), ("December", "Dec"),
        ],
        start=1,
    )
    for name in names
}  # fmt: skip
# Translated pages keep the dates of their page frame in the language that they came from.
_FOREIGN_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "enero janeiro janvier gennaio januar januari ocak января stycznia",
            "febrero fevereiro février febbraio februar februari şubat февраля lutego",
            "marzo março mars märz maret mac maart mart марта marca",
            "abril avril aprile nisan апреля kwietnia", "mayo maio mai maggio mei mayıs мая maja",
            "junio junho juin giugno juni jun haziran июня czerwca",
            "julio julho juillet luglio juli julai temmuz июля lipca",
            "agosto août agustus ogos augustus ağustos августа sierpnia",
            "septiembre setiembre setembro septembre settembre eylül сентября września",
            "octubre outubro octobre ottobre oktober ekim октября października",
            "noviembre novembro novembre kasım ноября listopada",
            "diciembre dezembro décembre dicembre dezember desember disember aralık декабря grudnia",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH_NAMES = "|".join(sorted([*MONTHS, *(m.upper() for m in MONTHS)], key=len, reverse=True))
_FOREIGN_NAMES = "|".join(sorted({*_FOREIGN_MONTHS, *(m.capitalize() for m in _FOREIGN_MONTHS)}, key=len, reverse=True))
_DASH = r"\s?(?:[-–—]|\bto\b|\bthrough\b|\buntil\b)\s?(?:the\s)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ORDINAL = r"(?:st|nd|rd|th)?"


def _month(key: str) -> str:
    return rf"(?P<{key}>{_MONTH_NAMES})\.?"


def _day(key: str) -> str:
    return rf"(?P<{key}>\d{{1,2}}){_ORDINAL}"


_MONTH = _month("month")
_DAYS = (
    rf"{_day('day')}"
    rf"(?:(?:{_DASH}|(?:,\s\d{{1,2}}{_ORDINAL}){{0,3}},?\s?(?:\band\b|&|/)\s?(?:the\s)?){_day('last')})?"
)
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_YEAR}(?P<gap>[-./])(?P<number>0?[1-9]|1[0-2])(?P=gap)(?P<day>0?[1-9]|[12]\d|3[01])(?:(?!\d)\b|(?=T\d))",
        rf"\b{_YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
        rf"\bngày\s(?P<day>\d{{1,2}})\stháng\s(?P<number>\d{{1,2}})\snăm\s{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})[-/.]?{_MONTH}[-/.]?{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?P<gap>[-./])(?P<number>\d{{1,2}})(?P=gap){_YEAR}\b",
        rf"\b{_day('day')}\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<first_year>(?:19|20)\d{{2}}))?{_DASH}"
        rf"{_day('last')}\s+(?:of\s+)?{_month('last_month')}(?:,?\s+(?:of\s+)?{_YEAR})?\b",
        rf"\b{_MONTH}\s+{_day('day')}(?:,?\s+(?P<first_year>(?:19|20)\d{{2}}))?{_DASH}"
        rf"{_month('last_month')}\s+{_day('last')}(?!\d)(?:,?\s+{_YEAR})?\b",
        rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?\b",
        rf"\b{_MONTH}\s+{_day('day')}\s?\(\w{{3,9}}\.?\),?\s+{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:º|°|er|\.)?\s+(?:de\s+|di\s+)?(?P<foreign>{_FOREIGN_NAMES})\s+(?:de\s+|del\s+)?{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAYS}(?!\d)(?:,?\s+{_YEAR})?\b",
        rf"\b{_MONTH}{_DASH}{_month('last_month')},?\s+(?:of\s+)?{_YEAR}\b",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
    )
]  # fmt: skip
_DIGIT = re.compile(r"\d")
LEAP_YEAR = 2000
_NUMBERED = re.compile(
    r"(?:\b(?:No|Nr|Nº|N°|Vol|Issue|Bulletin|Release|Note|Newsletter|Number)\.?|#|/)\s?$", re.IGNORECASE
)


# So many days nearer has to be a date on the wrong side of the text's own: tense is a better guide than nearness.
WRONG_WAY = 250
# The same where the tense is not known and the year would be another than that of the text.
OTHER_YEAR = 100


@dataclass(frozen=True)
class DateSpan:
    """A date in a text: where it stands, and its first and last day as far as they are told.

    A weekday (0 for Monday) without a month waits for `near` to become a day.
    """

    begin: int
    stop: int
    year: int | None
    month: int | None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    weekday: int | None = None

    def iso(self, *, year: int | None = None) -> str | None:
        """Return the ISO text of the first day, with `year` where the text has none."""
        return _iso(self.year or year, self.month, self.day)

    def iso_last(self, *, year: int | None = None) -> str | None:
        """Return the ISO text of the last day (or month) when it is another than the first, else None."""
        if not self.last_day and not self.last_month:
            return None
        year, month = self.year or year, self.last_month or self.month
        # `30 December 2024 - 2 January`: the year turns within the range.
        turns = year is not None and self.month is not None and month is not None and month < self.month
        return _iso(year + 1 if turns and year else year, month, self.last_day)

    def near(self, written: str | None, *, past: bool | None = None) -> "DateSpan":
        """Return the date with the year (or the day of its weekday) that fits a text of that date best.

        Parameters
        ----------
        written
            The ISO date of the text; where it has no day, weekdays stay open; None leaves all as it is.
        past
            Whether the text speaks of the past, of the future, or of neither known.
        """
        if written is None or self.year is not None:
            return self
        if self.month is None:
            return self._on_day(written, past)
        # A month stands for its middle, save that the month of the text itself is neither past nor future.
        today = day_of(written)
        years = (today.year, today.year - 1, today.year + 1)
        return replace(self, year=min(years, key=lambda year: self._distance(year, today, past)))

    def _distance(self, year: int, today: date, past: bool | None) -> int:
        month = self.month or 1
        day = min(self.day or 15, monthrange(year, month)[1])
        days = (date(year, month, day) - today).days
        if (year, month) == (today.year, today.month) and not self.day:
            return 0
        wrong = (days > 0 and past is True) or (days < 0 and past is False)
        other_year = past is None and year != today.year
        return abs(days) + (WRONG_WAY if wrong else 0) + (OTHER_YEAR if other_year else 0)

    def _on_day(self, written: str, past: bool | None) -> "DateSpan":
        """Return the nearest day of that weekday, that number, or both."""
        if len(written) < len("2000-01-01") or (self.weekday is None and self.day is None):
            return self
        today = day_of(written)
        # A weekday with its number tells the day without any tense; a weekday alone looks back.
        ways = [1] if past is False else [0, -1] if past or self.day is None else [0, 1, -1]
        steps = sorted({way * n for way in ways for n in range(62)}, key=lambda n: (abs(n), -n))
        for day in (today + timedelta(days=n) for n in steps if n or past is not False):
            if self.weekday in {None, day.weekday()} and self.day in {None, day.day}:
                return replace(self, year=day.year, month=day.month, day=day.day, weekday=None)
        return self


def find_dates(text: str) -> list[DateSpan]:
    """Return the dates that `text` names with at least a month, in order, not overlapping.

    Examples
    --------
    >>> [d.iso() for d in find_dates("It met on July 6, 2021, and on 8–10 September 2020.")]
    ['2021-07-06', '2020-09-08']
    >>> [d.iso(year=2023) for d in find_dates("on July 12-14 in Jakarta")]
    ['2023-07-12']
    >>> [(d.iso(), d.iso_last()) for d in find_dates("from 30 June to 3 July 2025")]
    [('2025-06-30', '2025-07-03')]
    """
    if not _DIGIT.search(text):  # each pattern asks for one
        return []
    return apart(date for pattern in _PATTERNS for match in pattern.finditer(text) if (date := _date_of(match)))


def apart(dates: Iterable[DateSpan]) -> list[DateSpan]:
    """Return the dates in the order of the text; of those that overlap the first given is kept."""
    found: list[DateSpan] = []
    taken: set[int] = set()
    for span in dates:
        if taken.isdisjoint(range(span.begin, span.stop)):
            taken.update(range(span.begin, span.stop))
            found.append(span)
    return sorted(found, key=lambda d: d.begin)


def _date_of(match: re.Match[str]) -> DateSpan | None:
    part = match.groupdict()
    begin, day, last = match.start(), _number(part.get("day")), _number(part.get("last"))
    if part.get("number"):
        month = int(part["number"])
        # `5/13/2023`: no month has that number, so the day stands behind, as Americans write it.
        if month > 12 and part.get("gap") == "/" and day and day <= 12:
            month, day = day, month
    else:
        month = MONTHS.get(str(part.get("month")).capitalize()) or _FOREIGN_MONTHS[str(part.get("foreign")).lower()]
    last_month = MONTHS[part["last_month"].capitalize()] if part.get("last_month") else None
    year, first_year = _number(part.get("year")), _number(part.get("first_year"))
    if last and day and not last_month and _no_range(match, day, last):
        after_month = match.start("last") > match.start("month")
        begin, day, last = (begin, day, None) if after_month else (match.start("last"), last, None)
    if last_month and year and not first_year:
        first_year = year - 1 if last_month < month else year
    year = first_year or year
    if not all(exists(year, month or 1, number) for number in (day, last if not last_month else None)):
        return None
    if last_month and last and not exists(year, last_month, last):
        return None
    return DateSpan(begin, match.end(), year, month, day, last, last_month)


def _no_range(match: re.Match[str], day: int, last: int) -> bool:
    """Tell whether the first number belongs to something else: `No. 17 - 2 May`, `Issue 5 – 12 May`, `45/12 May`."""
    before = match.string[max(0, match.start() - 15) : match.start()]
    slash = "/" in match.string[match.start() : match.start("last")]
    return last <= day or (slash and last != day + 1) or bool(_NUMBERED.search(before))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def exists(year: int | None, month: int, day: int | None) -> bool:
    """Tell whether there is such a day, in a leap year where none is told."""
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year or LEAP_YEAR, month)[1])


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None:
        return None
    return f"{year}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def day_of(iso: str) -> date:
    """Return the day that an ISO date names; where it names none (or none that there is), one near it."""
    year, month, day = (int(part) if part else 0 for part in [*iso.split("-"), "", ""][:3])
    year, month = min(max(year, 2), 9998), min(month or 7, 12)
    return date(year, month, min(day or 15, monthrange(year, month)[1]))


def days_of(iso: str) -> tuple[date, date]:
    """Return the first and the last day that an ISO date may mean: of a year, of a month, or the day itself.

    Examples
    --------
    >>> [day.isoformat() for day in days_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    year, month, day = (int(part) if part else 0 for part in [*iso.split("-"), "", ""][:3])
    year = max(year, 1)
    if day and exists(year, month, day):
        return date(year, month, day), date(year, month, day)
    first, last = (month, month) if 1 <= month <= 12 else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
