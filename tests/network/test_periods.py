"""The network of each year."""

from dataclasses import replace

from tiny import tiny_tables

from communique import build_network
from communique.network import networks_by_year


def test_a_tie_stands_in_the_years_of_its_meetings_and_documents() -> None:
    years = networks_by_year(tiny_tables())
    assert {year: sorted(graph.edges) for year, graph in years.items()} == {
        "2020": [("forum:lakes-forum", "state:OMN"), ("forum:lakes-forum", "state:PER")],
        "2021": [("forum:hills-forum", "person:ada-reyes"), ("forum:lakes-forum", "state:OMN")],
    }
    assert years["2021"].edges["state:OMN", "forum:lakes-forum"]["roles"] == "host"


def test_a_meeting_of_two_years_counts_in_both() -> None:
    tables = tiny_tables()
    longer = replace(tables, meetings=tables.meetings.assign(end_date="2022-01"))
    assert "person:ada-reyes" in networks_by_year(longer)["2022"]


def test_roles_statuses_and_sentences_are_chosen_as_for_the_whole() -> None:
    assert list(networks_by_year(tiny_tables(), roles="host")) == ["2021"]
    assert list(networks_by_year(tiny_tables(), statuses="planned")) == ["2021"]
    assert [len(graph) for graph in networks_by_year(tiny_tables(), min_sentences=2).values()] == [0, 0]
    off = replace(tiny_tables(), participations=tiny_tables().participations.assign(status="cancelled"))
    assert networks_by_year(off) == {}
    assert build_network(off).number_of_edges() == 0
