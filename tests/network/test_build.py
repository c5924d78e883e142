"""Tables become networks of actors and forums, and networks become tables."""

from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from graphs import graph_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.errors import ParameterError
from communique.network import ACTOR_TYPES, edge_table, entity_network, node_table


@pytest.fixture
def tiny() -> nx.Graph:
    return build_network(tiny_tables())


def weights(graph: nx.Graph) -> list[tuple[str, str, int]]:
    return list(edge_table(graph)[["actor_id", "forum_id", "weight"]].itertuples(index=False, name=None))


def test_ties_join_actors_and_the_forums_that_they_take_part_in(tiny: nx.Graph) -> None:
    assert weights(tiny) == [
        ("person:ada-reyes", "forum:hills-forum", 1),
        ("state:OMN", "forum:lakes-forum", 2),
        ("state:PER", "forum:lakes-forum", 1),
    ]


def test_a_tie_says_in_what_roles_whether_it_was_and_when(tiny: nx.Graph) -> None:
    assert tiny.edges["state:OMN", "forum:lakes-forum"] == {
        "weight": 2, "documents": 2, "roles": "host,participant", "statuses": "held", "first_date": "2020-01-05",
        "last_date": "2021-03-02", "evidence": "n1#0 n2#0", "confidence": 0.75,
    }  # fmt: skip


def test_the_date_is_that_of_the_meeting_where_one_is_told(tiny: nx.Graph) -> None:
    tie = tiny.edges["person:ada-reyes", "forum:hills-forum"]
    assert (tie["first_date"], tie["last_date"]) == ("2021-03", "2021-03")  # the document bears no date
    assert "confidence" not in tie  # no model decided


def test_one_sentence_that_tells_two_roles_counts_once() -> None:
    tables = tiny_tables()
    twice = tables.participations.assign(doc_id="n1", sent_id=0)
    graph = build_network(replace(tables, participations=twice))
    assert graph.edges["state:OMN", "forum:lakes-forum"]["weight"] == 1


@pytest.mark.parametrize(
    ("chosen", "ties"),
    [
        ({"roles": "host"}, [("state:OMN", "forum:lakes-forum", 1)]),
        ({"roles": ["host", "chair"]}, [("state:OMN", "forum:lakes-forum", 1)]),
        ({"statuses": "planned"}, [("person:ada-reyes", "forum:hills-forum", 1)]),
        ({"roles": "host", "statuses": "planned, proposed"}, []),
        ({"min_sentences": 2}, [("state:OMN", "forum:lakes-forum", 2)]),
        ({"roles": "participant", "min_sentences": 2}, []),
    ],
)
def test_ties_are_chosen_by_role_status_and_sentences(chosen: Any, ties: list[tuple[str, str, int]]) -> None:
    graph = build_network(tiny_tables(), **chosen)
    assert weights(graph) == ties
    assert set(graph) == {node for *nodes, _ in ties for node in nodes}  # nobody stands without a tie


def test_what_was_called_off_ties_nobody_unless_asked_for() -> None:
    tables = tiny_tables()
    off = replace(tables, participations=tables.participations.assign(status="cancelled"))
    assert build_network(off).number_of_edges() == 0
    assert build_network(off, statuses="").number_of_edges() == 3


@pytest.mark.parametrize(
    ("chosen", "message"),
    [({"roles": "chiar"}, "there is no role 'chiar'"), ({"statuses": ["held", "hold"]}, "there is no status 'hold'")],
)
def test_a_role_or_status_that_there_is_not_is_named(chosen: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        build_network(tiny_tables(), **chosen)


def test_cooccurrences_tie_actors_and_forums_that_share_a_sentence() -> None:
    graph = cooccurrence_network(tiny_tables())
    assert weights(graph) == [
        ("person:ada-reyes", "forum:hills-forum", 1),
        ("state:PER", "forum:hills-forum", 1),
        ("state:OMN", "forum:lakes-forum", 2),
        ("state:PER", "forum:lakes-forum", 1),
    ]
    tie = graph.edges["state:OMN", "forum:lakes-forum"]
    assert (tie["evidence"], tie["documents"]) == ("n1#0 n2#0", 2)
    assert (tie["weight"], tie["discounted"]) == (2, 1.5)  # the first of the two sentences names three entities
    assert (graph.graph["ties"], build_network(tiny_tables()).graph["ties"]) == ("co-occurrence", "participation")


def test_a_document_ties_more_than_a_sentence() -> None:
    ties = cooccurrence_network(tiny_tables(), unit="document")
    assert ties.edges["state:OMN", "forum:hills-forum"]["weight"] == 1
    assert ties.number_of_edges() == 5


def test_ties_that_rest_on_few_units_are_left_out_with_who_has_no_other() -> None:
    assert list(cooccurrence_network(tiny_tables(), min_units=2).nodes) == ["forum:lakes-forum", "state:OMN"]


def test_a_node_says_what_is_known(tiny: nx.Graph) -> None:
    assert tiny.nodes["state:OMN"] == {
        "label": "Oman", "type": "STATE", "bipartite": 0, "mentions": 2, "documents": 2, "iso3": "OMN",
        "level": "", "first_date": "2020-01-05", "last_date": "2021-03-02",
    }  # fmt: skip


def test_what_is_unknown_is_empty_text(tiny: nx.Graph) -> None:
    node = tiny.nodes["person:ada-reyes"]
    assert (node["iso3"], node["first_date"], node["last_date"]) == ("", "", "")


BOTH = pytest.mark.parametrize("build", [build_network, cooccurrence_network])


@BOTH
def test_no_tie_joins_two_of_one_kind(tables: Tables, build: Any) -> None:
    graph = build(tables)
    assert graph.number_of_edges() > 0
    assert all({graph.nodes[n]["bipartite"] for n in tie} == {0, 1} for tie in graph.edges)
    assert {graph.nodes[n]["type"] in ACTOR_TYPES for n in graph if graph.nodes[n]["bipartite"] == 0} == {True}


@BOTH
def test_nodes_stand_in_the_order_of_their_identifiers(tables: Tables, build: Any) -> None:
    graph = build(tables)
    assert list(graph) == sorted(graph)
    assert min(dict(graph.degree).values()) >= 1


@BOTH
def test_every_place_of_the_evidence_counts_once(tables: Tables, build: Any) -> None:
    ties = build(tables).edges(data=True)
    assert all(len(set(tie["evidence"].split(" "))) == tie["weight"] for _, _, tie in ties)


def test_evidence_can_be_taken_apart_where_a_file_name_holds_a_blank() -> None:
    tiny = tiny_tables()
    told = tiny.participations.assign(doc_id="press note " + tiny.participations["doc_id"])
    tie = build_network(replace(tiny, participations=told)).edges["state:OMN", "forum:lakes-forum"]
    assert tie["evidence"] == "press%20note%20n1#0 press%20note%20n2#0"
    pairs = tiny.cooccurrences.assign(
        evidence=[[f"press note {p}" for p in places] for places in tiny.cooccurrences["evidence"]]
    )
    graph = cooccurrence_network(no_tables(entities=tiny.entities, cooccurrences=pairs))
    tie = graph.edges["state:OMN", "forum:lakes-forum"]
    assert len(tie["evidence"].split(" ")) == tie["weight"]


@BOTH
def test_no_tables_give_no_network(build: Any) -> None:
    assert len(build(no_tables())) == 0


@pytest.mark.parametrize("table", [node_table, edge_table])
def test_tables_of_nothing_have_the_columns_of_others(table: Any) -> None:
    assert list(table(nx.Graph())) == list(table(graph_of([("a", "f")])))


def test_entities_of_any_types_are_tied_where_they_share_a_sentence() -> None:
    graph = entity_network(tiny_tables())
    assert ("forum:hills-forum", "place:lima") in graph.edges
    assert graph.number_of_edges() == len(tiny_tables().cooccurrences.query("unit == 'sentence'"))
    assert not any("bipartite" in node for node in graph.nodes.values())
    assert list(edge_table(graph))[:4] == ["source_id", "target_id", "weight", "documents"]


@pytest.mark.parametrize("build", [cooccurrence_network, entity_network])
def test_a_tie_of_those_named_together_tells_every_measure(build: Any) -> None:
    tie = build(tiny_tables()).edges["forum:lakes-forum", "state:OMN"]
    pairs = tiny_tables().cooccurrences.query("unit == 'sentence' and target_id == 'state:OMN'")
    row = pairs.set_index("source_id").loc["forum:lakes-forum"]
    assert {name: tie[name] for name in ("jaccard", "npmi", "p_value", "q_value")} == {
        name: row[name] for name in ("jaccard", "npmi", "p_value", "q_value")
    }
