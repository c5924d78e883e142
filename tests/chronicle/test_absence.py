"""Who is missing at the latest meeting, from meetings that can be counted by hand."""

from occasions import held

from communique import Tables
from communique.chronicle.absence import absences

HILLS = [("hills", None, f"20{year}", None) for year in (20, 19, 18, 17, 16, 15)]  # the latest first
LAKES = [("lakes", None, f"20{year}", None) for year in (18, 19, 20, 21)]
AT_HILLS = [["chad"], ["oman", "peru"], ["oman"], ["oman", "peru"], ["oman", "peru"], ["oman", "peru"]]
AT_LAKES = [["peru"], ["peru"], ["peru"], ["oman"]]


def told() -> Tables:
    return held(*HILLS, *LAKES, who=[*AT_HILLS, *AT_LAKES])


def test_the_surest_absences_come_first() -> None:
    found = absences(told(), usual=0.4).actors
    columns = ["actor", "forum", "date", "came", "meetings", "share"]
    assert found[columns].to_numpy().tolist() == [
        ["Oman", "Hills", "2020", 5, 5, 1.0],
        ["Peru", "Lakes", "2021", 3, 3, 1.0],
        ["Peru", "Hills", "2020", 4, 5, 0.8],
    ]
    assert found["low"].is_monotonic_decreasing
    assert list(found["high"] == 1) == [True, True, False]


def test_the_forum_that_misses_most_of_what_was_expected_comes_first() -> None:
    found = absences(told(), usual=0.4).forums
    # (5 + 1/2) / 6 + (4 + 1/2) / 6, and (3 + 1/2) / 4.
    assert found[["forum", "meetings", "named"]].to_numpy().tolist() == [["Hills", 5, 0], ["Lakes", 3, 0]]
    assert found["expected"].round(3).tolist() == [1.667, 0.875]


def test_with_two_earlier_meetings_one_can_tell_with_one_not() -> None:
    three = held(*LAKES[:3], who=[["peru"], ["peru"], ["oman"]])
    assert list(absences(three, usual=0.4).actors["actor"]) == ["Peru"]
    assert absences(held(*LAKES[:2], who=[["peru"], ["oman"]]), usual=0.0).actors.empty
