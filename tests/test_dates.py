"""Written dates, read as ISO text."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.dates import MONTHS, date_in_header, date_in_name, find_dates


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


def test_a_file_name_holds_no_day_that_its_month_does_not_have() -> None:
    assert date_in_name("2021-02-30-note") is None


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
    ("name", "day"),
    [
        ("2020-09-09-aipa-41", "2020-09-09"),
        ("statement_20230711", "2023-07-11"),
        ("statement_2023.07.11_final", "2023-07-11"),
        ("note 12", None),
        ("20231301", None),
        ("20230732", None),
        ("120230711", None),
        ("2023-07", None),
    ],
)
def test_date_in_a_file_name(name: str, day: str | None) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("NOTE\n19 February 2025\n\nA new team", "2025-02-19"),
        ("NOTE\n\n\n\n\n\n\n\n19 February 2025\n", "2025-02-19"),
        ("1\n2\n3\n4\n5\n6\n19 February 2025", None),
        ("NOTE\nFebruary 2025", None),
        ("NOTE\n19 February", None),
        (
            "Geneva, 19 February 2025 – the council met and talked about many things, as it does every year.",
            "2025-02-19",
        ),
        ("The council talked about many things, as it does every year, and it did so on 19 February 2025 too.", None),
    ],
)
def test_date_in_the_header(text: str, day: str | None) -> None:
    assert date_in_header(text) == day
