"""What a text says of when."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import times
from communique.times import find_times

DATA = Path(__file__).parents[1] / "data"

WRITTEN = "2023-09-06"  # a Wednesday


def told(text: str, *, past: bool | None = True) -> list[str | None]:
    return [d.near(WRITTEN, past=past).iso() for d in find_times(text, WRITTEN)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("today and yesterday", ["2023-09-06", "2023-09-05"]),
        ("on Tuesday", ["2023-09-05"]),
        ("on Wednesday", ["2023-09-06"]),
        ("three days ago", ["2023-09-03"]),
        ("two weeks ago", ["2023-08"]),
        ("last month, last year", ["2023-08", "2022"]),
        ("last October", ["2022-10"]),
        ("in March this year", ["2023-03"]),
        ("in 2013, 2016 and early 2021", ["2013", "2016", "2021"]),
        ("in the spring of 2022", ["2022"]),
        ("(Lakeside, August)", ["2023-08"]),
        ("on Saturday (16/12)", ["2023-09-02", "2022-12-16"]),
        ("they may march", []),
        ("the 2030 Agenda and the plan of 2021-2025", []),
        ("9999999 years ago", []),
    ],
)
def test_of_the_past(text: str, dates: list[str]) -> None:
    assert told(text) == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on Tuesday", ["2023-09-12"]),
        ("next month, later this year", ["2023-10", "2023"]),
        ("next June", ["2024-06"]),
        ("Friday 15", ["2023-09-15"]),
        ("tomorrow", ["2023-09-07"]),
    ],
)
def test_of_what_is_to_come(text: str, dates: list[str]) -> None:
    assert told(text, past=False) == dates


def test_without_the_date_of_the_text_only_what_the_text_tells_is_known() -> None:
    assert [d.near(None).iso() for d in find_times("yesterday, on Tuesday, in 2019", None)] == [None, "2019"]


@settings(deadline=None)
@given(st.text(), st.sampled_from([None, "2023", "2023-02-31", WRITTEN]))
def test_any_text_is_survived(text: str, written: str | None) -> None:
    for span in find_times(text, written):
        span.near(written, past=True).iso_last()
        assert 0 <= span.begin < span.stop <= len(text)


@pytest.mark.parametrize(
    ("cues", "pattern"), times._PATTERNS, ids=lambda told: str(getattr(told, "pattern", told))[:40]
)
def test_no_time_goes_unseen_for_want_of_a_cue(cues: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    lines = {line for path in DATA.glob("*/docs/*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    phrases = ["last night", "Later this year", "both May", "(16/12)", "TODAY", "Friday 15", "on the 5th"]
    found = [line for line in [*sorted(lines), *phrases] if pattern.search(line)]
    assert found
    assert [line for line in found if not any(cue in line.lower() for cue in cues)] == []
