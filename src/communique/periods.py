"""Months, quarters, years and moving windows: into which of them a date falls."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.errors import ParameterError

__all__ = ["Period", "parse_period"]

_SPANS = {"month": 1, "quarter": 3, "year": 12}
_WINDOW = re.compile(r"(\d{1,3}) months?\Z")


@dataclass(frozen=True)
class Period:
    """How time is divided: into stretches of `months`, that begin with the calendar or move on month by month."""

    months: int
    moving: bool = False

    def last_of(self, date: str) -> int | None:
        """Return the period in which an ISO date falls, by the number of its last month; None if it is too vague.

        Of a moving window, that which ends with the month of the date.
        """
        if len(date) < len("2000-01"):
            return int(date) * 12 + 11 if date and self.months == 12 and not self.moving else None
        month = int(date[:4]) * 12 + int(date[5:7]) - 1
        return month if self.moving else month - month % self.months + self.months - 1

    def holding(self, first: str, last: str) -> list[int]:
        """Return the periods that hold any day from one ISO date to another, each by the number of its last month.

        Examples
        --------
        >>> year = parse_period("year")
        >>> [year.named(end) for end in year.holding("2020-12-30", "2021-01-02")]
        ['2020', '2021']
        >>> parse_period("month").holding("2020", "2020")
        []
        """
        begin, end = self.last_of(first), self.last_of(last or first)
        if begin is None or end is None:
            return []
        step = 1 if self.moving else self.months
        return list(range(begin, max(begin, end) + (self.months if self.moving else 1), step))

    def before(self, end: int) -> int:
        """Return the period before the one that ends with this month and shares no month with it."""
        return end - self.months

    def named(self, end: int) -> str:
        """Return the name of the period that ends with this month.

        Examples
        --------
        >>> end = 2023 * 12 + 5
        >>> [parse_period(p).named(end) for p in ("month", "quarter", "3 months")]
        ['2023-06', '2023 Q2', '2023-04 to 2023-06']
        """
        if self.moving:
            return f"{_month(end - self.months + 1)} to {_month(end)}"
        if self.months == 12:
            return str(end // 12)
        return f"{end // 12} Q{end % 12 // 3 + 1}" if self.months == 3 else _month(end)

    def apart(self, ends: Iterable[int]) -> list[int]:
        """Return those of the periods that do not overlap, the last one among them, in the order of time."""
        ends = sorted(set(ends))
        return [end for end in ends if (ends[-1] - end) % self.months == 0]


def parse_period(told: str) -> Period:
    """Return how time is divided, from the words of a parameter.

    Parameters
    ----------
    told
        `month`, `quarter`, `year`, or a moving window such as `6 months`.

    Raises
    ------
    ParameterError
        When it is none of these.
    """
    words = " ".join(told.split()).lower()
    if words in _SPANS:
        return Period(_SPANS[words])
    window = _WINDOW.match(words)
    if not window or not int(window.group(1)):
        raise ParameterError(f"there is no period {told!r}: there are month, quarter, year, and such as '6 months'.")
    return Period(int(window.group(1)), moving=True)


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"
