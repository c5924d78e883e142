"""Written dates, read as ISO text."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.dates import MONTHS, days_of, find_dates


def first_and_last(text: str) -> list[tuple[str | None, str | None]]:
    return [(d.iso(), d.iso_last()) for d in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-07-06", "2021-07-06"),
        ("1374-11-07-2023", "2023-07-11"),
        ("11.07.2023", "2023-07-11"),
        ("11/07/2023", "2023-07-11"),
        ("6 July 2021", "2021-07-06"),
        ("06 July 2021", "2021-07-06"),
        ("6 July, 2021", "2021-07-06"),
        ("6th of July 2021", "2021-07-06"),
        ("July 6, 2021", "2021-07-06"),
        ("July 6th, 2021", "2021-07-06"),
        ("July 6 2021", "2021-07-06"),
        ("6 Sept. 2021", "2021-09-06"),
        ("Sept. 6, 2021", "2021-09-06"),
        ("6\u00a0July\u00a02021", "2021-07-06"),
        ("in July 2021.", "2021-07"),
        ("in July of 2021", "2021-07"),
        ("In May 2021", "2021-05"),
    ],
)
def test_one_day(text: str, day: str) -> None:
    assert first_and_last(text) == [(day, None)]


@pytest.mark.parametrize(
    "text",
    [
        "8–10 September 2020",
        "8-10 September 2020",
        "8 to 10 September 2020",
        "8 and 10 September 2020",
        "8th – 10th September 2020",
        "September 8-10, 2020",
        "September 8—10 2020",
        "Sept. 8 & 10, 2020",
    ],
)
def test_a_range_has_a_first_and_a_last_day(text: str) -> None:
    assert first_and_last(text) == [("2020-09-08", "2020-09-10")]


@pytest.mark.parametrize("text", ["July 12-14", "12-14 July", "on July 12–14 in Jakarta"])
def test_without_a_year_the_caller_gives_it(text: str) -> None:
    [found] = find_dates(text)
    assert (found.iso(), found.iso(year=2023), found.iso_last(year=2023)) == (None, "2023-07-12", "2023-07-14")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "they may march on",
        "the Act 2021",
        "Marcus 2021",
        "Junior 2021",
        "in 2021",
        "the 2030 Agenda",
        "0 July",
        "45 July",
        "2021-13-01",
        "2021-02-32",
        "32.07.2021",
        "11.13.2021",
        "July 1821-1830",
        "version 1.2.3",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "month"), [("32 July 2021", "2021-07"), ("July 45, 2021", None)])
def test_a_day_that_no_month_has_is_not_taken(text: str, month: str | None) -> None:
    assert [d.iso() for d in find_dates(text)] == ([month] if month else [])


@pytest.mark.parametrize("text", ["31 February 2021", "2021-02-30", "30.02.2021", "June 31, 2021"])
def test_a_day_that_the_month_does_not_have_is_not_taken(text: str) -> None:
    assert [d.iso() for d in find_dates(text) if d.day] == []


def test_dates_stand_where_the_spans_say_in_the_order_of_reading() -> None:
    text = "On July 6, 2021, and on 8–10 September 2020, then 2022-01-02."
    assert [text[d.begin : d.stop] for d in find_dates(text)] == ["July 6, 2021", "8–10 September 2020", "2022-01-02"]


FORMS = [
    "{d:%Y-%m-%d}",
    "{d:%d.%m.%Y}",
    "{d.day} {m} {d.year}",
    "{m} {d.day}, {d.year}",
    "the {d.day}th of {m} {d.year}",
]


@settings(deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), st.sampled_from(["", "On ", "(Geneva) "])
)
def test_every_day_is_read_back_in_every_form(day: date, form: str, before: str) -> None:
    month = next(name for name, number in MONTHS.items() if number == day.month)
    assert first_and_last(before + form.format(d=day, m=month) + ", they met.") == [(day.isoformat(), None)]


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -–./,JulyMarch"))
def test_spans_never_overlap(text: str) -> None:
    found = find_dates(text)
    assert all(one.stop <= other.begin for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 30 June to 3 July 2025", "2025-06-30", "2025-07-03"),
        ("30 December\u20132 January 2025", "2024-12-30", "2025-01-02"),
        ("Sept. 30-Oct. 2, 2024", "2024-09-30", "2024-10-02"),
        ("June\u2013July 2022", "2022-06", "2022-07"),
        ("7, 8 and 9 September 2023", "2023-09-07", "2023-09-09"),
        ("from the 3rd to the 5th of June 2024", "2024-06-03", "2024-06-05"),
    ],
)
def test_ranges_over_months_and_lists_of_days(text: str, first: str, last: str) -> None:
    assert first_and_last(text) == [(first, last)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Letter No. 17 \u2013 2 May 2024", "2024-05-02"),
        ("Issue 5 \u2013 12 May 2024", "2024-05-12"),
        ("No. 12, 13 May 2024", "2024-05-13"),
        ("17/9/2023", "2023-09-17"),
        ("9/17/2023", "2023-09-17"),
        ("12-Nov-2024", "2024-11-12"),
        ("29 de abril de 2024", "2024-04-29"),
        ("17 Desember 2023", "2023-12-17"),
        ("2023\u5e749\u67085\u65e5", "2023-09-05"),
        ("October 5 (Thursday), 2023", "2023-10-05"),
        ("4 SEPTEMBER 2024", "2024-09-04"),
    ],
)
def test_other_forms_of_one_day(text: str, day: str) -> None:
    assert first_and_last(text) == [(day, None)]


@pytest.mark.parametrize(
    ("text", "written", "past", "day"),
    [
        ("5 December", "2024-01-10", True, "2023-12-05"),
        ("5 January", "2023-12-20", False, "2024-01-05"),
        ("5 January", "2023-12-20", None, "2024-01-05"),
        ("5 May", "2023-04-20", True, "2023-05-05"),
        ("5 November", "2023-04-20", None, "2023-11-05"),
    ],
)
def test_a_year_that_is_not_told_is_the_nearest_that_fits_the_tense(
    text: str, written: str, past: bool | None, day: str
) -> None:
    [found] = find_dates(text)
    assert found.near(written, past=past).iso() == day


@pytest.mark.parametrize("written", ["2023", "2023-06", "2022-13", "2022-02-31", "0000-00-00"])
def test_any_date_of_a_text_is_survived(written: str) -> None:
    [found] = find_dates("on 29 February")
    assert found.near(written).month == 2


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023-07-14", "2023-07-14", "2023-07-14"),
        ("2023-02-31", "2023-02-01", "2023-02-28"),  # no such day: the month
        ("2023-13", "2023-01-01", "2023-12-31"),  # no such month: the year
        ("0000", "0001-01-01", "0001-12-31"),
    ],
)
def test_an_iso_date_covers_the_days_that_it_may_mean(iso: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in days_of(iso)] == [first, last]
