"""The place of each node in a network."""

from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from graphs import GENERATED, graph_of, southern_women, two_mode_graphs
from hypothesis import given

from communique.network import ONE_MODE, TWO_MODE, centrality, measures, one_mode_measures, project, questions

REFERENCE = {"rtol": 1e-6, "atol": 1e-7}


def by_node(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("entity_id")


def column(table: pd.DataFrame, name: str, nodes: list[str]) -> Any:
    return by_node(table).loc[nodes, name].to_numpy(dtype=float)


def test_measures_of_a_star() -> None:
    ranked = by_node(measures(graph_of([("a", "f"), ("b", "f"), ("c", "f")], af=5)))
    assert ranked["ties"].to_dict() == {"f": 3, "a": 1, "b": 1, "c": 1}
    assert ranked["strength"].to_dict() == {"f": 7, "a": 5, "b": 1, "c": 1}
    assert ranked.loc["f", ["degree_centrality", "betweenness", "closeness"]].tolist() == [1.0, 1.0, 1.0]
    assert ranked["betweenness"].sum() == 1.0


def test_the_best_connected_come_first() -> None:
    ranked = measures(graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("b", "g")], cg=3))
    assert ranked["entity_id"].tolist() == ["g", "b", "f", "c", "a"]


@pytest.mark.parametrize(
    ("node", "ties", "degree", "closeness", "betweenness"),
    [
        ("E8", 14, 0.78, 0.85, 0.24),
        ("E9", 12, 0.67, 0.79, 0.23),
        ("E7", 10, 0.56, 0.73, 0.13),
        ("Nora Fayette", 8, 0.57, 0.80, 0.11),
        ("Evelyn Jefferson", 8, 0.57, 0.80, 0.10),
        ("Theresa Anderson", 8, 0.57, 0.80, 0.09),
        ("Dorothy Murchison", 2, 0.14, 0.65, 0.00),
    ],
)
def test_measures_of_the_southern_women_are_the_published_ones(
    node: str, ties: int, degree: float, closeness: float, betweenness: float
) -> None:
    row = by_node(measures(southern_women())).loc[node]
    assert row["ties"] == ties
    told = row[["degree_centrality", "closeness", "betweenness"]].astype(float).round(2).tolist()
    assert told == [degree, closeness, betweenness]


def slow_birank(graph: nx.Graph) -> dict[str, float]:
    """Solve u = 0.85 S p + 0.15/n, p = 0.85 S'u + 0.15/m for all nodes at once."""
    nodes = list(graph)
    strength = np.array([graph.degree(n, weight="weight") for n in nodes])
    scaled = nx.to_numpy_array(graph, nodes, weight="weight") / np.sqrt(np.outer(strength, strength))
    modes = [graph.nodes[n]["bipartite"] for n in nodes]
    start = np.array([1 / modes.count(mode) for mode in modes])
    return dict(zip(nodes, np.linalg.solve(np.eye(len(nodes)) - 0.85 * scaled, 0.15 * start), strict=True))


@GENERATED
@given(two_mode_graphs())
def test_two_mode_measures_are_those_of_slow_references(graph: nx.Graph) -> None:
    table, nodes = measures(graph), sorted(graph)
    forums = [n for n in nodes if graph.nodes[n]["bipartite"]]
    closeness, clustering = nx.bipartite.closeness_centrality(graph, forums), nx.bipartite.latapy_clustering(graph)
    for name, slow in (("closeness", closeness), ("clustering", clustering), ("birank", slow_birank(graph))):
        np.testing.assert_allclose(column(table, name, nodes), [slow[n] for n in nodes], err_msg=name, **REFERENCE)
    if 1 < len(forums) < len(nodes) - 1:
        between = nx.bipartite.betweenness_centrality(graph, forums)
        np.testing.assert_allclose(column(table, "betweenness", nodes), [between[n] for n in nodes], **REFERENCE)


@GENERATED
@given(two_mode_graphs())
def test_centralities_are_those_of_igraph(graph: nx.Graph) -> None:
    projected = project(graph)
    if not projected.number_of_edges():
        return
    nodes = sorted(projected)
    table, other = one_mode_measures(projected), igraph.Graph.from_networkx(projected)
    order = [other.vs["_nx_name"].index(n) for n in nodes]
    pairs = (len(nodes) - 1) * (len(nodes) - 2) / 2 or 1
    for name, theirs in {
        "ties": other.degree(),
        "strength": other.strength(weights="weight"),
        "betweenness": [value / pairs for value in other.betweenness()],
        "core": other.coreness(),
        "constraint": other.constraint(weights="weight"),
    }.items():
        expected = np.array(theirs, dtype=float)[order]
        np.testing.assert_allclose(column(table, name, nodes), expected, err_msg=name, **REFERENCE)
    if nx.is_connected(projected):
        theirs = np.array(other.eigenvector_centrality(weights="weight"))[order]
        ours = column(table, "eigenvector", nodes)
        np.testing.assert_allclose(ours / ours.max(), theirs, rtol=1e-3, atol=1e-5)


def test_the_eigenvector_is_that_of_the_largest_component() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("b", "g"), ("c", "g"), ("x", "h"), ("y", "h")])
    ranked = by_node(one_mode_measures(project(graph)))
    assert ranked.loc[["x", "y"], "eigenvector"].tolist() == [0, 0]
    assert ranked.loc[["a", "b", "c"], "eigenvector"].tolist() == pytest.approx([0.5, 0.5**0.5, 0.5])


def test_an_eigenvector_that_does_not_converge_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise nx.PowerIterationFailedConvergence(1)

    monkeypatch.setattr(nx, "eigenvector_centrality", fail)
    with pytest.warns(RuntimeWarning, match="did not converge"):
        ranked = one_mode_measures(project(southern_women()))
    assert ranked["eigenvector"].isna().all()


SMALL = {
    "one tie": [("a", "f")],
    "one forum": [("a", "f"), ("b", "f")],
    "one actor": [("a", "f"), ("a", "g")],
    "two parts": [("a", "f"), ("b", "g")],
    "two parts with company": [("a", "f"), ("b", "f"), ("c", "g"), ("d", "g")],
}


@pytest.mark.parametrize("ties", SMALL.values(), ids=SMALL)
@pytest.mark.parametrize("sample_above", [0, 1000])
def test_small_networks_have_values(ties: list[tuple[str, str]], sample_above: int) -> None:
    graph = graph_of(ties)
    assert measures(graph, sample_above=sample_above).notna().all(axis=None)
    for side in ("actors", "forums"):
        ranked = one_mode_measures(project(graph, side), sample_above=sample_above)
        assert ranked.drop(columns="constraint").notna().all(axis=None)
        assert ranked["constraint"].isna().tolist() == (ranked["ties"] == 0).tolist()


@pytest.mark.parametrize(("measure", "some"), [(measures, graph_of([("a", "f")])), (one_mode_measures, nx.Graph())])
def test_nothing_has_no_measures(measure: Any, some: nx.Graph) -> None:
    assert measure(nx.Graph()).empty
    assert list(measure(nx.Graph())) == list(measure(some))


def test_the_order_of_ties_makes_no_difference() -> None:
    graph = southern_women()
    turned = graph_of([(a, b) if graph.nodes[a]["bipartite"] == 0 else (b, a) for a, b in reversed(list(graph.edges))])
    pd.testing.assert_frame_equal(measures(turned), measures(graph), rtol=1e-12)


def test_matrices_give_what_networkx_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = southern_women()
    expected = measures(graph), one_mode_measures(project(graph))
    monkeypatch.setattr(centrality, "NETWORKX_UP_TO", 0)
    monkeypatch.setattr(nx, "betweenness_centrality", None)  # it is not asked
    for found, one in zip((measures(graph), one_mode_measures(project(graph))), expected, strict=True):
        pd.testing.assert_frame_equal(found, one, rtol=1e-12)


def test_a_sample_of_all_is_exact() -> None:
    graph = southern_women()
    pd.testing.assert_frame_equal(measures(graph, sample_above=5, pivots=40), measures(graph))


def random_network() -> nx.Graph:
    ties = nx.bipartite.gnmk_random_graph(120, 60, 500, seed=1).edges
    return graph_of([(f"a{a}", f"f{f}") for a, f in ties])


def test_sampling_tells_an_error_that_covers_the_truth() -> None:
    graph = random_network()
    exact = by_node(measures(graph))
    covered = []
    for seed in range(20):
        sampled = by_node(measures(graph, sample_above=50, pivots=60, seed=seed)).loc[exact.index]
        for name in ("betweenness", "closeness"):
            off = (sampled[name] - exact[name]).abs()
            assert (sampled[f"{name}_error"] > 0).mean() > 0.9  # a node with one tie is surely between nobody
            covered.append((off <= 1.96 * sampled[f"{name}_error"]).mean())
    assert 0.85 <= np.mean(covered) <= 0.99  # 0.95 in the long run; few pivots fall short of it


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    graph = random_network()
    one, other = (measures(graph, sample_above=50, pivots=60, seed=seed) for seed in (1, 1))
    pd.testing.assert_frame_equal(one, other)
    assert not one.equals(measures(graph, sample_above=50, pivots=60, seed=2))


def test_each_measure_answers_a_question() -> None:
    asked = questions()
    assert asked["measure"].tolist() == [*TWO_MODE, *ONE_MODE]
    assert asked["question"].str.contains("?", regex=False).all()
    assert set(TWO_MODE) <= set(measures(southern_women()))
    assert set(ONE_MODE) <= set(one_mode_measures(nx.Graph()))
