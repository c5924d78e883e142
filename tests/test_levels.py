"""Who sits at the table: from names of forums and meetings, and from titles."""

from dataclasses import replace

import pandas as pd
import pytest
from tiny import tiny_tables

from communique import build_network
from communique.errors import ParameterError
from communique.levels import at_levels, forum_levels, level_of_name, level_of_title, with_levels


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("18th East Asia Summit", "leaders"),
        ("ASEAN Foreign Ministers’ Meeting", "ministers"),
        ("Deputy Foreign Ministers' Consultations", "senior officials"),
        ("Senior Officials’ Meeting of the East Asia Summit", "senior officials"),
        ("ASEAN-Russia Joint Cooperation Committee", "working level"),
        ("AIPA General Assembly", "parliamentary"),
        ("Think Tank Summit", "expert"),
        ("Business Summit", ""),
        ("Lakes Forum", ""),
    ],
)
def test_the_name_tells_the_level(name: str, level: str) -> None:
    assert level_of_name(name) == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Prime Minister", "leaders"), ("Minister of Trade", "ministers"), ("Deputy Minister", "senior officials"),
        ("Ambassador", "senior officials"), ("Speaker of the Senate", "parliamentary"), ("Professor", "expert"),
        ("Vice President", "leaders"), ("Secretary-General", ""),
    ],
)  # fmt: skip
def test_a_title_tells_the_level(title: str, level: str) -> None:
    assert level_of_title(title) == level


def test_where_names_are_silent_the_titles_of_those_present_tell() -> None:
    tables = with_levels(tiny_tables())  # Ada Reyes, Envoy, speaks at the 4th Hills Forum
    assert list(tables.meetings["level"]) == ["senior officials"]
    assert forum_levels(tables) == {"forum:hills-forum": "senior officials", "forum:lakes-forum": ""}
    named = with_levels(replace(tables, meetings=tables.meetings.assign(name="Hills Ministerial")))
    assert list(named.meetings["level"]) == ["ministers"]


def test_of_two_levels_as_common_the_higher_one_counts_and_who_has_no_title_does_not() -> None:
    tables = tiny_tables()
    part = tables.participations[tables.participations["meeting_id"] == "m1"]
    more = [part.assign(actor_id=actor) for actor in ("person:ben-ode", "state:PER")]
    president = tables.affiliations.assign(person_id="person:ben-ode", title="President")
    tables = replace(
        tables,
        participations=pd.concat([tables.participations, *more]),
        affiliations=pd.concat([tables.affiliations, president]),
    )
    assert list(with_levels(tables).meetings["level"]) == ["leaders"]


def test_a_network_of_one_level() -> None:
    tables = with_levels(tiny_tables())
    assert list(build_network(tables, levels="senior officials").edges) == [("forum:hills-forum", "person:ada-reyes")]
    assert len(build_network(tables).edges) == 3
    assert build_network(tables).nodes["forum:hills-forum"]["level"] == "senior officials"
    assert at_levels(tables, "leaders").meetings.empty
    with pytest.raises(ParameterError, match="no level 'kings'"):
        build_network(tables, levels="kings")
