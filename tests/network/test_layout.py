"""Where the nodes of a network are drawn, and which."""

import networkx as nx
from graphs import graph_of

from communique import Tables, build_network
from communique.network import best_connected, layout


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


def test_who_is_left_without_a_tie_is_left_out() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("d", "g")])
    assert set(best_connected(graph, 2)) == set()  # the two forums, which nobody joins


def test_nothing_has_no_layout() -> None:
    assert layout(nx.Graph()) == {}
