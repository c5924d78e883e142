"""Editions in order, cadence and strips, from meetings whose dates can be reckoned by hand."""

import pytest
from occasions import Meeting, held

from communique import Tables
from communique.chronicle import series
from communique.chronicle.told import about_cadence


def strips_of(tables: Tables, **how: int) -> list[list[str]]:
    return series.strips(tables, **how).to_numpy().tolist()


def test_a_strip_holds_the_meetings_of_a_forum_by_date_and_the_forum_that_met_first_comes_first() -> None:
    tables = held(
        ("lakes", 3, "2022", None), ("lakes", 2, "2021-02", None), ("hills", None, "2020-12-30", "2021-01-02"),
        ("lakes", 1, None, None), status=None,
    )  # fmt: skip
    assert strips_of(tables) == [
        ["Hills", "", "held", "2020-12-30", "2021-01-02"],
        ["Lakes", "2nd", "held", "2021-02-01", "2021-02-28"],
        ["Lakes", "3rd", "held", "2022-01-01", "2022-12-31"],
    ]


def test_the_forums_with_most_dated_meetings_have_a_strip() -> None:
    tables = held(("hills", 1, "2019", None), ("lakes", 1, "2020", None), ("lakes", 2, "2021", None))
    assert [row[0] for row in strips_of(tables, top=1)] == ["Lakes", "Lakes"]
    tied = held(("lakes", 1, "2019", None), ("hills", 1, "2020", None))
    assert [row[0] for row in strips_of(tied, top=1)] == ["Hills"]  # as many: the identifier decides


def cadence_of(*meetings: Meeting, status: str = "held") -> list[object]:
    table = series.cadence(held(*meetings, status=status))
    return table.round(1).iloc[0].tolist()[1:6] if len(table) else []


def test_cadence_counts_from_the_middle_of_vague_dates() -> None:
    # From the middle of January to that of March: 59 days of 30.4.
    assert cadence_of(("lakes", None, "2021-01", None), ("lakes", None, "2021-03", None)) == [1, 1.9, 1.9, 1.9, None]


def test_what_was_called_off_or_told_to_the_year_without_an_edition_has_no_cadence() -> None:
    months = ("lakes", None, "2021-01-01", None), ("lakes", None, "2021-03-01", None)
    assert cadence_of(*months, status="cancelled") == []
    assert cadence_of(("lakes", None, "2020", None), ("lakes", None, "2021-03", None)) == []
    assert cadence_of(("lakes", 1, "2020", None), ("lakes", 2, "2021", None)) != []


@pytest.mark.parametrize(
    ("starts", "irregular"),
    [(["2020-01", "2021-01", "2022-01"], False), (["2020-01", "2020-04", "2022-01"], True)],
)
def test_intervals_far_from_the_median_are_irregular(starts: list[str], irregular: bool) -> None:
    assert cadence_of(*(("lakes", None, start, None) for start in starts))[-1] == irregular


def test_the_forums_that_meet_irregularly_are_named() -> None:
    days = "2020-01", "2020-04", "2022-01"
    lakes, hills = ([(forum, None, day, None) for day in days] for forum in ("lakes", "hills"))
    assert about_cadence(series.cadence(held(*lakes))).endswith(" 1 forum is irregular: Lakes.")
    assert about_cadence(series.cadence(held(*lakes, *hills))).endswith(" 2 forums are irregular: Hills and Lakes.")
    assert about_cadence(series.cadence(held(*lakes[1:]))).endswith("No forum with two intervals or more is irregular.")


def test_one_numbered_meeting_does_not_hide_the_others() -> None:
    assert cadence_of(("lakes", 4, "2021-01-01", None), ("lakes", None, "2022-01-01", None))[:2] == [1, 12.0]


def test_two_editions_of_one_day_do_not_contradict_each_other() -> None:
    told = held(("lakes", 1, "2021-05-01", None), ("lakes", 2, "2021-05-01", None), ("hills", 1, "2022-05-01", None))
    assert series.contradictions(told).empty


def test_gaps_of_the_series_that_is_told_most_fully_come_first() -> None:
    lakes = [("lakes", n, None, None) for n in (1, 4, 9)]
    hills = [("hills", n, None, None) for n in (2, 3, 5)]
    assert series.gaps(held(*lakes, *hills)).to_numpy().tolist() == [
        ["Hills", 2, 5, 3, 1, "4th"],
        ["Lakes", 1, 9, 3, 6, "2nd to 3rd, 5th to 8th"],
    ]
