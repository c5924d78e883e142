"""Actors tied by shared forums, forums tied by shared actors."""

import networkx as nx
import pytest
from graphs import GENERATED, graph_of, southern_women, two_mode_graphs
from hypothesis import given
from hypothesis import strategies as st

from communique.network import edge_table, project, projectable
from communique.network.projection import sides


@pytest.mark.parametrize("side", ["actors", "forums"])
def test_a_shared_forum_counts_less_the_more_it_joins(side: str) -> None:
    @GENERATED
    @given(two_mode_graphs())
    def holds(graph: nx.Graph) -> None:
        own = sides(graph)[side == "forums"]
        slow = nx.bipartite.collaboration_weighted_projected_graph(graph, own)
        projected = project(graph, side)
        assert list(projected) == own
        ours = {frozenset((a, b)): w for a, b, w in projected.edges(data="weight")}
        assert ours == pytest.approx({frozenset((a, b)): w for a, b, w in slow.edges(data="weight")})
        for one, other, tie in projected.edges(data=True):
            assert set(tie["through"].split()) == set(graph[one]) & set(graph[other])
            assert tie["shared"] == len(tie["through"].split())

    holds()


def test_strength_is_the_number_of_forums_shared_with_anyone() -> None:
    women = southern_women()
    strength = dict(project(women).degree(weight="weight"))
    assert strength == pytest.approx({n: women.degree(n) for n in strength})


def test_who_shares_nothing_stays_and_keeps_what_is_known() -> None:
    projected = project(graph_of([("a", "f"), ("b", "f"), ("c", "g")]))
    assert dict(projected.degree) == {"a": 1, "b": 1, "c": 0}
    assert projected.nodes["c"]["label"] == "C"
    assert "bipartite" not in projected.nodes["c"]


def test_a_projection_has_a_table_of_ties() -> None:
    ties = edge_table(project(graph_of([("a", "f"), ("b", "f"), ("a", "g"), ("b", "g")])))
    assert ties.to_dict("records") == [
        {"source_id": "a", "target_id": "b", "weight": 2.0, "shared": 2, "through": "f g"}
    ]


@pytest.mark.parametrize("side", ["actors", "forums"])
@GENERATED
@given(graph=two_mode_graphs(), most=st.integers(0, 30))
def test_of_too_many_pairs_the_best_connected_are_projected(side: str, graph: nx.Graph, most: int) -> None:
    own = sides(graph)[side == "forums"]
    best_first = sorted(own, key=lambda n: (-graph.degree(n), -graph.degree(n, weight="weight"), own.index(n)))
    kept, pairs = set(own), 0
    for at, node in enumerate(best_first):
        pairs += sum(before in graph[forum] for forum in graph[node] for before in best_first[:at])
        if pairs > most:
            kept = set(best_first[:at])
            break
    part = projectable(graph, side, most_pairs=most)
    assert [n for n in part if n in own] == [n for n in own if n in kept]
    assert {frozenset(tie) for tie in part.edges} == {frozenset((n, f)) for n in kept for f in graph[n]}
    projected = project(graph, side, most_pairs=most)
    assert projected.graph.get("left_out", 0) == len(own) - len(kept)
    assert edge_table(projected).equals(edge_table(project(part, side)))


def test_nothing_projects_to_nothing() -> None:
    assert len(project(nx.Graph())) == 0


def test_a_side_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="side 'states'"):
        project(nx.Graph(), "states")
