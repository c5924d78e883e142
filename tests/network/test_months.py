"""Who takes part when, who meets whom when: against hand-made cases and a slow obvious reference."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import no_tables, tiny_tables

from communique import Tables, build_network
from communique.network import dyad_months, edge_table, networks_by_year, participation_months
from communique.schemas import SCHEMAS

TINY = tiny_tables()
COLUMNS = list(SCHEMAS["participations"].columns)


def told(*rows: tuple[str, int, str, str, str | None, str, str]) -> Tables:
    """The tiny tables with these participations: document, sentence, actor, forum, meeting, role, status."""
    filled = [(*row, "trigger", None) for row in rows]
    meetings = pd.DataFrame(
        [
            ("m1", "forum:hills-forum", 4, "4th Hills Forum", "2021-03", None, "place:lima", None, "held", ["n2"]),
            ("m2", "forum:hills-forum", 5, "5th Hills Forum", "2021-03-30", "2021-04-02", None, None, "held", ["n2"]),
            ("m3", "forum:hills-forum", 6, "6th Hills Forum", "2022", "2022", None, None, "planned", ["n2"]),
        ],
        columns=list(SCHEMAS["meetings"].columns)[:10],  # what was told by whom does not matter here
    )
    return replace(TINY, participations=pd.DataFrame(filled, columns=COLUMNS), meetings=meetings)


OMAN, PERU, ADA = "state:OMN", "state:PER", "person:ada-reyes"
LAKES, HILLS = "forum:lakes-forum", "forum:hills-forum"


def test_two_actors_of_one_forum_and_month_are_a_pair() -> None:
    (row,) = dyad_months(tiny_tables()).to_dict("records")
    assert row == {
        "month": "2020-01", "actor_a": OMAN, "actor_b": PERU, "name_a": "Oman", "name_b": "Peru", "type_a": "STATE",
        "type_b": "STATE", "iso3_a": "OMN", "iso3_b": "PER", "n_forums": 1, "forums": LAKES, "meetings": "",
        "roles_a": "participant", "roles_b": "participant", "statuses": "held", "n_sentences": 1, "n_documents": 1,
        "evidence": "n1#0",
    }  # fmt: skip


def test_an_actor_has_a_row_for_each_forum_and_month() -> None:
    table = participation_months(tiny_tables())
    assert table[["month", "actor", "iso3", "forum", "roles", "n_sentences"]].to_numpy().tolist() == [
        ["2020-01", "Oman", "OMN", "Lakes Forum", "participant", 1],
        ["2020-01", "Peru", "PER", "Lakes Forum", "participant", 1],
        ["2021-03", "Ada Reyes", "", "Hills Forum", "participant", 1],
        ["2021-03", "Oman", "OMN", "Lakes Forum", "host", 1],
    ]


def test_who_came_to_different_meetings_of_a_forum_in_one_month_did_not_meet() -> None:
    tables = told(
        ("n2", 0, OMAN, HILLS, "m1", "host", "held"),
        ("n2", 1, PERU, HILLS, "m2", "participant", "held"),
    )
    assert dyad_months(tables).empty


def test_a_meeting_that_only_one_text_tells_keeps_nobody_apart() -> None:
    tables = told(
        ("n2", 0, OMAN, HILLS, "m1", "host", "held"),
        ("n2", 1, PERU, HILLS, None, "participant", "planned"),
    )
    (row,) = dyad_months(tables).to_dict("records")
    assert (row["month"], row["meetings"], row["roles_a"], row["roles_b"]) == ("2021-03", "m1", "host", "participant")
    assert (row["statuses"], row["evidence"]) == ("held,planned", "n2#0 n2#1")


def test_a_meeting_over_the_end_of_a_month_falls_into_both() -> None:
    tables = told(("n2", 0, OMAN, HILLS, "m2", "host", "held"), ("n2", 0, PERU, HILLS, "m2", "chair", "held"))
    assert dyad_months(tables)["month"].tolist() == ["2021-03", "2021-04"]


def test_a_year_alone_tells_no_month() -> None:
    tables = told(("n2", 0, OMAN, HILLS, "m3", "host", "planned"), ("n2", 0, PERU, HILLS, "m3", "chair", "planned"))
    assert dyad_months(tables).empty
    assert participation_months(tables).empty


def test_forums_in_common_are_counted_once_each() -> None:
    rows = [
        ("n2", n, actor, forum, None, "member", "held")
        for n in range(2)
        for actor in (PERU, OMAN)
        for forum in (LAKES, HILLS)
    ]
    (row,) = dyad_months(told(*rows)).to_dict("records")
    assert (row["n_forums"], row["forums"], row["n_sentences"]) == (2, f"{HILLS},{LAKES}", 2)


@pytest.mark.parametrize(
    "chosen", [{}, {"roles": "participant"}, {"statuses": "held"}, {"min_sentences": 2}, {"statuses": "cancelled"}]
)
def test_the_months_are_those_of_the_ties_of_the_network(tables: Tables, chosen: dict[str, object]) -> None:
    ties = edge_table(build_network(tables, **chosen))
    months = participation_months(tables, **chosen)
    dated = ties[ties["first_date"].str.len() >= 7]
    pairs = set(zip(months["actor_id"], months["forum_id"], strict=True))
    assert set(zip(dated["actor_id"], dated["forum_id"], strict=True)) <= pairs
    assert pairs <= set(zip(ties["actor_id"], ties["forum_id"], strict=True))


def test_ties_that_too_few_sentences_tell_have_no_months() -> None:
    assert participation_months(TINY, min_sentences=2)["actor"].tolist() == ["Oman", "Oman"]
    assert dyad_months(TINY, min_sentences=2).empty


def test_of_nothing_there_are_no_months() -> None:
    assert list(dyad_months(no_tables())) == list(dyad_months(tiny_tables()))
    assert list(participation_months(no_tables())) == list(participation_months(tiny_tables()))
    assert networks_by_year(no_tables()) == {}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["n1", "n2", "n3"]), st.integers(0, 2), st.sampled_from([OMAN, PERU, ADA]),
        st.sampled_from([LAKES, HILLS]), st.sampled_from([None, "m1", "m2", "m3"]),
        st.sampled_from(["host", "member"]), st.sampled_from(["held", "planned"]),
    ),
    max_size=12,
)  # fmt: skip
DAYS = {"m1": ["2021-03"], "m2": ["2021-03", "2021-04"], "m3": []}
WRITTEN = {"n1": ["2020-01"], "n2": ["2021-03"], "n3": []}


def obvious(rows: list[tuple[str, int, str, str, str | None, str, str]]) -> dict[tuple[str, str, str], set[str]]:
    """Evidence by month and pair, pair by pair of participations."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for one in rows:
        for other in rows:
            same_meeting = one[4] is None or other[4] is None or one[4] == other[4]
            if one[2] >= other[2] or one[3] != other[3] or not same_meeting:
                continue
            months = [set(DAYS[row[4]] if row[4] else WRITTEN[row[0]]) for row in (one, other)]
            for month in months[0] & months[1]:
                places = {f"{row[0]}#{row[1]}" for row in (one, other)}
                found.setdefault((month, one[2], other[2]), set()).update(places)
    return found


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_pairs_are_those_of_the_obvious_way(rows: list[tuple[str, int, str, str, str | None, str, str]]) -> None:
    table = dyad_months(told(*rows))
    assert list(zip(table["month"], table["actor_a"], table["actor_b"], strict=True)) == sorted(obvious(rows))
    assert [set(cell.split()) for cell in table["evidence"]] == [places for _, places in sorted(obvious(rows).items())]


@settings(deadline=None, max_examples=20)
@given(ROWS, st.randoms())
def test_the_order_of_the_participations_changes_nothing(rows: list[tuple[str, ...]], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    for make in (dyad_months, participation_months):
        pd.testing.assert_frame_equal(make(told(*rows)), make(told(*shuffled)))
