"""Dates as press releases write them, read as ISO text as precise as the text is."""

import re
from calendar import monthrange
from dataclasses import dataclass

__all__ = ["DateSpan", "date_in_header", "date_in_name", "find_dates"]

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

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAYS = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:[-–—]|to|and|&)\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d{2})-(?P<number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:\b|(?=T\d))",
        rf"\b(?P<day>0[1-9]|[12]\d|3[01])[-./](?P<number>0[1-9]|1[0-2])[-./]{_YEAR}\b",
        rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b",
        rf"\b{_MONTH}\s+{_DAYS}(?!\d)(?:,?\s+{_YEAR})?\b",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
    )
]  # fmt: skip
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
HEADER_LINES = 6
LEAP_YEAR = 2000


@dataclass(frozen=True)
class DateSpan:
    """A date in a text: where it stands, and its first and last day as far as they are told."""

    begin: int
    stop: int
    year: int | None
    month: int
    day: int | None = None
    last_day: int | None = None

    def iso(self, *, year: int | None = None) -> str | None:
        """Return the ISO text of the first day, with `year` where the text has none."""
        return self._iso(self.day, year)

    def iso_last(self, *, year: int | None = None) -> str | None:
        """Return the ISO text of the last day when it is another than the first, else None."""
        return self._iso(self.last_day, year) if self.last_day else None

    def _iso(self, day: int | None, year: int | None) -> str | None:
        year = self.year or year
        if year is None:
            return None
        return f"{year}-{self.month:02d}" + (f"-{day:02d}" if day else "")


def find_dates(text: str) -> list[DateSpan]:
    """Return the dates that `text` names with at least a month, in order, not overlapping.

    Examples
    --------
    >>> [d.iso() for d in find_dates("It met on July 6, 2021, and on 8–10 September 2020.")]
    ['2021-07-06', '2020-09-08']
    >>> [d.iso(year=2023) for d in find_dates("on July 12-14 in Jakarta")]
    ['2023-07-12']
    """
    found: list[DateSpan] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < d.stop and d.begin < match.end() for d in found):
                continue
            date = _date_of(match)
            if date:
                found.append(date)
    return sorted(found, key=lambda d: d.begin)


def _date_of(match: re.Match[str]) -> DateSpan | None:
    part = match.groupdict()
    month = MONTHS[part["month"]] if part.get("month") else int(part["number"])
    day, last = (int(part[k]) if part.get(k) else None for k in ("day", "last"))
    year = int(part["year"]) if part.get("year") else None
    if any(number is not None and not _exists(year, month, number) for number in (day, last)):
        return None
    return DateSpan(match.start(), match.end(), year, month, day, last)


def _exists(year: int | None, month: int, day: int) -> bool:
    return 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]


def date_in_name(name: str) -> str | None:
    """Return the ISO date that a file name holds, or None.

    Examples
    --------
    >>> date_in_name("2020-09-09-aipa-41"), date_in_name("statement_20230711"), date_in_name("note 12")
    ('2020-09-09', '2023-07-11', None)
    """
    match = _IN_NAME.search(name)
    if not match or not _exists(*map(int, match.groups())):
        return None
    return "-".join(match.groups())


def date_in_header(text: str) -> str | None:
    r"""Return the first full date among the first lines of a text, or None.

    Only short lines, and the openings of long ones, count: a date further on tells of the events,
    not of the document.

    Examples
    --------
    >>> date_in_header("BACKGROUND NOTE 4/2025\n19 February 2025\n\nA new team in Addis")
    '2025-02-19'
    """
    lines = [line for line in text.splitlines() if line.strip()][:HEADER_LINES]
    for line in lines:
        for date in find_dates(line[:100]):
            iso = date.iso()
            if date.day and date.year and iso and (len(line) < 80 or date.begin < 50):
                return iso
    return None
