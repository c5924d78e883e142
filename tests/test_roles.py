"""Who takes part in what role, and who acts for whom, on three notes that can be counted by hand (see tiny.py)."""

from dataclasses import replace

import pandas as pd
import pytest
from graphs import graph_of
from tiny import no_tables

from communique import Tables, build_network, roles
from communique.kinds import ROLES


def rows(table: pd.DataFrame) -> list[list[object]]:
    return table.to_numpy().tolist()


def test_participations_stand_by_date_with_their_sentences(tiny: Tables) -> None:
    table = roles.participations(tiny)
    assert list(table) == [
        "actor", "role", "forum", "status", "date", "words", "document", "sentence", "href", "told",
    ]  # fmt: skip
    assert rows(table[["actor", "role", "forum", "status", "date", "words"]]) == [
        ["Oman", "participant", "Lakes Forum", "held", "2020-01-05", "joined"],
        ["Peru", "participant", "Lakes Forum", "held", "2020-01-05", "joined"],
        ["Ada Reyes", "participant", "Hills Forum", "planned", "2021-03", "spoke at"],
        ["Oman", "host", "Lakes Forum", "held", "2021-03-02", "hosted"],
    ]
    host = table[table["role"] == "host"].iloc[0]
    assert host["sentence"] == "Oman hosted the Lakes Forum."
    assert host["href"] == "documents/n2.html#s0"
    assert host["told"] == "Oman, host of Lakes Forum (held)"


@pytest.mark.parametrize(
    ("name", "chosen", "actors"),
    [
        ("Oman", {}, ["Oman", "Oman"]),
        ("Oman", {"roles": "host"}, ["Oman"]),
        ("Oman", {"statuses": "planned"}, []),
        ("Lakes Forum", {}, ["Oman", "Peru", "Oman"]),
        ("Hills Forum", {"statuses": "planned"}, ["Ada Reyes"]),
        ("Lima", {}, []),
    ],
)
def test_participations_of_one(tiny: Tables, name: str, chosen: dict[str, str], actors: list[str]) -> None:
    assert roles.participations(tiny, name, **chosen)["actor"].tolist() == actors


def test_what_bears_no_date_comes_last(tiny: Tables) -> None:
    told = tiny.participations.assign(meeting_id=None)
    assert roles.participations(replace(tiny, participations=told))["date"].tolist()[-1] == ""


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_put_in_words(role: str) -> None:
    assert roles.in_words("Oman", role, "Lakes Forum", "held").startswith("Oman, ")


def test_by_role_counts_actors_forums_and_pairs(tiny: Tables) -> None:
    table = roles.by_role(tiny)
    assert list(table) == ["role", "actors", "forums", "held", "planned"]
    assert rows(table) == [["host", 1, 1, 1, 0], ["participant", 3, 2, 2, 1]]


def test_a_pair_that_two_sentences_tell_counts_once(tiny: Tables) -> None:
    twice = pd.concat([tiny.participations, tiny.participations.assign(sent_id=1)])
    assert rows(roles.by_role(replace(tiny, participations=twice))) == rows(roles.by_role(tiny))


def test_strongest_ties(tiny: Tables) -> None:
    assert rows(roles.strongest_ties(build_network(tiny), top=1)) == [
        ["Oman", "Lakes Forum", "host, participant", "held", "2020-01-05 to 2021-03-02", 2, 2]
    ]


def test_equal_ties_stand_in_the_order_of_their_actors() -> None:
    assert roles.strongest_ties(graph_of([("b", "f"), ("a", "g"), ("a", "f")]))["actor"].tolist() == ["A", "A", "B"]


def test_company_shares_forums_and_meetings(tiny: Tables) -> None:
    assert rows(roles.company(tiny, "Oman")) == [["Peru", "STATE", 0, 1, "Lakes Forum"]]
    same = tiny.participations.assign(meeting_id="m1")
    assert rows(roles.company(replace(tiny, participations=same), "Oman")) == [["Peru", "STATE", 1, 1, "Lakes Forum"]]


def test_company_counts_meetings_in_common_once_and_names_forums_in_order(tiny: Tables) -> None:
    lakes, hills = "forum:lakes-forum", "forum:hills-forum"
    told = [("state:OMN", lakes, "m1"), ("state:OMN", hills, None)]
    told += [
        ("state:PER", forum, meeting) for forum, meeting in ((lakes, "m1"), (lakes, "m1"), (lakes, "m2"), (hills, None))
    ]
    parts = pd.DataFrame(told, columns=["actor_id", "forum_id", "meeting_id"]).assign(role="host", status="held")
    assert rows(roles.company(replace(tiny, participations=parts), "Oman")) == [
        ["Peru", "STATE", 1, 2, "Hills Forum, Lakes Forum"]
    ]


def test_the_company_of_a_forum_is_who_takes_part(tiny: Tables) -> None:
    assert roles.company(tiny, "Lakes Forum")["name"].tolist() == ["Oman", "Peru"]


def test_who_is_alone_has_no_company(tiny: Tables) -> None:
    assert roles.company(tiny, "Ada Reyes").empty
    assert roles.company(tiny, "Lima").empty


@pytest.mark.parametrize("name", ["Ada Reyes", "Peru", None])
def test_acting_for_is_told_of_both(tiny: Tables, name: str | None) -> None:
    table = roles.acting_for(tiny, name)
    assert rows(table[["person", "title", "acts for", "document", "href", "told"]]) == [
        ["Ada Reyes", "Envoy", "Peru", "n3", "documents/n3.html#s0", "Ada Reyes acts for Peru as Envoy"]
    ]


def test_acting_for_without_a_title(tiny: Tables) -> None:
    untitled = replace(tiny, affiliations=tiny.affiliations.assign(title=None))
    assert roles.acting_for(untitled)["told"].tolist() == ["Ada Reyes acts for Peru"]


def test_who_acts_for_nobody(tiny: Tables) -> None:
    assert roles.acting_for(tiny, "Oman").empty


def test_nothing_gives_tables_without_rows() -> None:
    empty = no_tables()
    for table in (roles.participations(empty, ""), roles.company(empty, ""), roles.acting_for(empty, "")):
        assert table.empty
    assert roles.strongest_ties(build_network(empty)).empty
