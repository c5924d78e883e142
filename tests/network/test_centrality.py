"""The place of each node in a network."""

import networkx as nx
import pytest
from graphs import graph_of

from communique.network import measures


def test_measures_of_a_star() -> None:
    ranked = measures(graph_of([("a", "f"), ("b", "f"), ("c", "f")], af=5)).set_index("entity_id")
    assert ranked["ties"].to_dict() == {"f": 3, "a": 1, "b": 1, "c": 1}
    assert ranked["strength"].to_dict() == {"f": 7, "a": 5, "b": 1, "c": 1}
    assert ranked.loc["f", ["degree_centrality", "betweenness"]].tolist() == [1.0, 1.0]
    assert ranked["betweenness"].sum() == 1.0


def test_the_best_connected_come_first() -> None:
    ranked = measures(graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("b", "g")], cg=3))
    assert ranked["entity_id"].tolist() == ["g", "b", "f", "c", "a"]


@pytest.mark.parametrize(
    ("node", "ties", "degree", "betweenness"),
    [
        ("E8", 14, 0.78, 0.24),
        ("E9", 12, 0.67, 0.23),
        ("E7", 10, 0.56, 0.13),
        ("Nora Fayette", 8, 0.57, 0.11),
        ("Evelyn Jefferson", 8, 0.57, 0.10),
        ("Theresa Anderson", 8, 0.57, 0.09),
        ("Dorothy Murchison", 2, 0.14, 0.00),
    ],
)
def test_measures_of_the_southern_women_are_the_published_ones(
    node: str, ties: int, degree: float, betweenness: float
) -> None:
    women = nx.davis_southern_women_graph()
    graph = graph_of([(a, b) if women.nodes[a]["bipartite"] == 0 else (b, a) for a, b in women.edges])
    row = measures(graph).set_index("entity_id").loc[node]
    assert row["ties"] == ties
    assert row[["degree_centrality", "betweenness"]].astype(float).round(2).tolist() == [degree, betweenness]


def test_nothing_has_no_measures() -> None:
    assert measures(nx.Graph()).empty
    assert list(measures(nx.Graph())) == list(measures(graph_of([("a", "f")])))
