"""Into which month, quarter, year or window a date falls."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ParameterError
from communique.periods import parse_period


def names(told: str, first: str, last: str) -> list[str]:
    period = parse_period(told)
    return [period.named(end) for end in period.holding(first, last)]


@pytest.mark.parametrize(
    ("told", "first", "last", "expected"),
    [
        ("month", "2023-12-30", "2024-01-02", ["2023-12", "2024-01"]),
        ("quarter", "2023-12", "2024-04", ["2023 Q4", "2024 Q1", "2024 Q2"]),
        ("year", "2023", "2024", ["2023", "2024"]),
        ("month", "2023", "2023", []),
        ("2 months", "2023-12", "2023-12", ["2023-11 to 2023-12", "2023-12 to 2024-01"]),
        ("year", "", "", []),
        ("year", "2024-05", "2023-01", ["2024"]),
    ],
)
def test_a_span_falls_into_every_period_that_it_touches(told: str, first: str, last: str, expected: list[str]) -> None:
    assert names(told, first, last) == expected


@given(st.dates(dt.date(1900, 1, 1)), st.integers(1, 24))
def test_a_day_lies_in_as_many_moving_windows_as_they_have_months(day: dt.date, months: int) -> None:
    period = parse_period(f"{months} months")
    ends = period.holding(day.isoformat(), day.isoformat())
    month = day.year * 12 + day.month - 1
    assert [end for end in range(month - 30, month + 31) if end - months < month <= end] == ends


def test_windows_that_do_not_overlap_are_counted_back_from_the_last() -> None:
    assert parse_period("3 months").apart([10, 11, 12, 13, 16]) == [10, 13, 16]
    assert parse_period("year").apart([]) == []


@pytest.mark.parametrize("told", ["decade", "0 months", "months", "6 weeks"])
def test_what_is_no_period_is_refused(told: str) -> None:
    with pytest.raises(ParameterError, match="there is no period"):
        parse_period(told)
