"""GEXF as Gephi reads it: dates on nodes and ties, colours, places."""

from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from graphs import graph_of
from tiny import tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.dates import days_of
from communique.network.gexf import gexf_text
from communique.palette import COLOURS

NS = {"g": "http://www.gexf.net/1.2draft", "viz": "http://www.gexf.net/1.2draft/viz"}
TIES = [("a", "f"), ("b", "f"), ("b", "g")]


def dated(first: str, last: str) -> nx.Graph:
    graph = graph_of(TIES)
    graph.edges["a", "f"].update(first_date=first, last_date=last)
    return graph


def parsed(graph: nx.Graph) -> ElementTree.Element:
    found = ElementTree.fromstring(gexf_text(graph)).find("g:graph", NS)
    assert found is not None
    return found


def life(graph: nx.Graph, tie: tuple[str, str]) -> tuple[str | None, str | None]:
    (found,) = [e for e in parsed(graph).iterfind(".//g:edge", NS) if {e.get("source"), e.get("target")} == {*tie}]
    return found.get("start"), found.get("end")


@pytest.mark.parametrize(
    ("told", "lived"),
    [
        (("2020-01-05", "2021-03-02"), ("2020-01-05", "2021-03-02")),
        (("2024-02", "2024-02"), ("2024-02-01", "2024-02-29")),
        (("2023", "2023-09"), ("2023-01-01", "2023-12-31")),
        (("2023-09", ""), ("2023-09-01", "2023-09-30")),
        (("", ""), (None, None)),
    ],
)
def test_a_tie_lasts_as_long_as_its_dates_may_mean(told: tuple[str, str], lived: tuple[str, str]) -> None:
    assert life(dated(*told), ("a", "f")) == lived


def test_the_five_documents_open_as_a_dynamic_graph(tables: Tables) -> None:
    graph = build_network(tables)
    xml = parsed(graph)
    assert (xml.get("mode"), xml.get("timeformat"), xml.get("defaultedgetype")) == ("dynamic", "date", "undirected")
    lives = {e.get("id"): (e.get("start"), e.get("end")) for e in xml.iterfind(".//g:node", NS)}
    assert set(lives) == set(graph)
    for element in [*xml.iterfind(".//g:node", NS), *xml.iterfind(".//g:edge", NS)]:
        start, end = element.get("start"), element.get("end")
        if start is None or end is None:
            assert start is end is None
            continue
        assert [day.isoformat() for day in (*days_of(start), *days_of(end))] == [start, start, end, end]  # whole days
        assert start <= end
    for tie in xml.iterfind(".//g:edge", NS):
        for node in (tie.get("source"), tie.get("target")):
            start, end = lives[node]
            assert start is None or tie.get("start") is None or start <= tie.get("start") <= tie.get("end") <= end


def test_a_node_is_there_as_long_as_its_ties() -> None:
    graph = dated("2020-01", "2021-03-02")
    graph.nodes["a"].update(first_date="2020-06-01", last_date="2022")
    lives = {e.get("id"): (e.get("start"), e.get("end")) for e in parsed(graph).iterfind(".//g:node", NS)}
    assert lives["a"] == ("2020-01-01", "2022-12-31")
    assert lives["f"] == (None, None)  # without dates of its own it is always there


def test_a_network_without_dates_is_static() -> None:
    xml = parsed(graph_of(TIES))
    assert (xml.get("mode"), xml.get("timeformat")) == ("static", None)


def test_every_attribute_is_declared_with_its_type() -> None:
    xml = parsed(cooccurrence_network(tiny_tables()))
    declared = {
        (group.get("class"), a.get("title")): a.get("type")
        for group in xml.iterfind("g:attributes", NS)
        for a in group.iterfind("g:attribute", NS)
    }
    assert declared["node", "type"] == declared["edge", "evidence"] == "string"
    assert declared["node", "mentions"] == declared["edge", "documents"] == "long"
    assert declared["edge", "npmi"] == "double"
    known = {a.get("id") for a in xml.iterfind("g:attributes/g:attribute", NS)}
    assert {value.get("for") for value in xml.iterfind(".//g:attvalue", NS)} <= known


def test_colour_tells_the_type_and_places_are_those_of_the_layout(tmp_path: Path) -> None:
    path = tmp_path / "network.gexf"
    path.write_text(gexf_text(graph_of(TIES)), encoding="utf-8")
    looks = dict(nx.read_gexf(path).nodes(data="viz"))
    colour = looks["f"]["color"]
    assert f"#{colour['r']:02x}{colour['g']:02x}{colour['b']:02x}" == COLOURS["FORUM"]
    assert looks["f"]["size"] > looks["a"]["size"]  # two ties, one tie
    assert len({(look["position"]["x"], look["position"]["y"]) for look in looks.values()}) == 4


def test_a_large_network_is_left_to_be_laid_out_where_it_is_looked_at() -> None:
    graph = graph_of([(f"a{n}", "f") for n in range(500)])
    assert parsed(graph).find(".//viz:position", NS) is None
    assert parsed(graph).find(".//viz:color", NS) is not None
