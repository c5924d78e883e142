"""Where the nodes of a network are drawn, and which."""

from importlib import import_module
from itertools import combinations, pairwise
from math import dist

import networkx as nx
from crowds import crowd
from graphs import graph_of

from communique import Tables, build_network
from communique.network import best_connected, layout, two_mode_layout


def test_every_node_has_a_place_and_the_same_one_each_time(tables: Tables) -> None:
    graph = build_network(tables)
    assert layout(graph) == layout(graph)
    assert set(layout(graph)) == set(graph)


def test_nodes_lie_apart() -> None:
    places = layout(graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("d", "h"), ("e", "h")]))
    assert len({(round(x, 2), round(y, 2)) for x, y in places.values()}) == len(places)


def test_another_seed_gives_another_picture() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("b", "g")])
    assert layout(graph, seed=1) != layout(graph, seed=2)


def test_small_parts_stand_in_rows_no_wider_than_the_large_one() -> None:
    places = layout(graph_of([(f"a{n}", f"f{n}") for n in range(60)] + [("b", "f0"), ("c", "f0")]))
    assert max(x for x, _ in places.values()) < 1.5
    assert min(y for _, y in places.values()) > -6


def test_the_best_connected_part() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "f"), ("a", "g"), ("d", "h")], af=3)
    part = best_connected(graph, 4)
    assert set(part) == {"f", "a", "g", "b"} or set(part) == {"f", "a", "b", "c"}
    assert part.edges["a", "f"] == graph.edges["a", "f"]
    assert part.graph == graph.graph
    assert set(best_connected(graph, 2)) == {"f", "a"}
    assert len(best_connected(graph, 0)) == 0


def test_as_many_of_the_best_connected_as_have_so_few_ties_among_themselves() -> None:
    graph = build_network(crowd(60, 20, 200))
    ranked = [len(best_connected(graph, n).edges) for n in range(81)]
    for most in (0, 1, 17, 90, 200, 1_000):
        n = max(n for n, ties in enumerate(ranked) if ties <= most)
        assert best_connected(graph, most_ties=most).edges == best_connected(graph, n).edges


def test_who_is_left_without_a_tie_is_left_out() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("d", "g")])
    assert set(best_connected(graph, 2)) == set()  # the two forums, which nobody joins


def test_nothing_has_no_layout() -> None:
    assert layout(nx.Graph()) == {}


def crossings(graph: nx.Graph, places: dict[str, tuple[float, float]]) -> int:
    """How many pairs of ties cross in two columns."""
    ties = [sorted((one, other), key=lambda node: places[node][0]) for one, other in graph.edges]
    pairs = [(places[a][1] - places[c][1], places[b][1] - places[d][1]) for (a, b), (c, d) in combinations(ties, 2)]
    return sum(left * right < 0 for left, right in pairs)


def test_two_columns_part_actors_from_forums(tables: Tables) -> None:
    graph = build_network(tables)
    places = two_mode_layout(graph)
    assert {node: x for node, (x, _) in places.items()} == dict(graph.nodes(data="bipartite"))
    assert places == two_mode_layout(graph)


def test_rows_of_a_column_are_no_nearer_than_one() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "f"), ("c", "g"), ("d", "h"), ("e", "h"), ("e", "i")])
    places = two_mode_layout(graph)
    for column in (0, 1):
        rows = sorted(y for x, y in places.values() if x == column)
        assert min(b - a for a, b in pairwise(rows)) >= 1


def test_a_network_that_can_be_drawn_without_crossings_is() -> None:
    chain = [("a3", "f1"), ("a3", "f9"), ("a1", "f9"), ("a1", "f4"), ("a2", "f4"), ("a2", "f0"), ("a0", "f0")]
    graph = graph_of(chain)
    assert crossings(graph, two_mode_layout(graph)) == 0


def test_the_order_leaves_fewer_crossings_than_that_of_the_names(tables: Tables) -> None:
    graph = build_network(tables)
    by_name = {node: (mode, row) for row, (node, mode) in enumerate(sorted(graph.nodes(data="bipartite")))}
    assert crossings(graph, two_mode_layout(graph)) < crossings(graph, by_name) / 3


def test_parts_that_no_tie_joins_stand_below_one_another() -> None:
    places = two_mode_layout(graph_of([("a", "f"), ("b", "f"), ("c", "g")]))
    assert min(places[node][1] for node in "abf") > max(places[node][1] for node in "cg")
    assert two_mode_layout(nx.Graph()) == {}


def test_a_large_network_is_laid_out_in_parts_and_the_same_each_time(monkeypatch) -> None:
    # The package offers its function under the module's own name, so the module is asked for by import.
    monkeypatch.setattr(import_module("communique.network.layout"), "SPRUNG_AT_ONCE", 30)
    graph = build_network(crowd(60, 20, 160))
    positions = layout(graph)
    assert set(positions) == set(graph)
    assert positions == layout(graph)
    apart = [dist(positions[a], positions[b]) for a, b in combinations(sorted(graph), 2)]
    tied = [dist(positions[a], positions[b]) for a, b in graph.edges]
    assert min(apart) > 0
    assert sum(tied) / len(tied) < 0.8 * sum(apart) / len(apart)
