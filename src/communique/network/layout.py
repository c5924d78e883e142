"""Which part of a network is drawn, and where each node stands."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np

__all__ = ["best_connected", "layout", "tied_part", "two_mode_layout"]

ROUNDS = 24
APART = 0.7  # rows between one part of a network and the next

# Each round of the spring layout compares every two nodes: 300 rounds of 3,000 nodes take minutes.
SPRUNG_AT_ONCE = 499
ROUNDS_AT_ONCE, ROUNDS_OF_CORE, ROUNDS_AFTER = 300, 150, 12


def best_connected(graph: nx.Graph, most: int | None = None, *, most_ties: int | None = None) -> nx.Graph:
    """Return the part of the network that its `most` best connected nodes make, without those left alone.

    With `most_ties`, as many of them as have so many ties among themselves at most.

    Examples
    --------
    >>> list(best_connected(nx.path_graph(9), 3))
    [1, 2, 3]
    >>> list(best_connected(nx.path_graph(9), most_ties=4))
    [1, 2, 3, 4, 5]
    """
    ranked = sorted(graph, key=lambda node: (-graph.degree(node), -graph.degree(node, weight="weight"), node))[:most]
    if most_ties is not None and graph.number_of_edges() > most_ties:
        place = {node: at for at, node in enumerate(ranked)}
        ties, within = 0, 0
        while within < len(ranked):
            node = ranked[within]
            ties += sum(place.get(other, within) < within for other in graph[node])
            if ties > most_ties:
                break
            within += 1
        ranked = ranked[:within]
    return tied_part(graph, ranked)


def tied_part(graph: nx.Graph, nodes: Iterable[str]) -> nx.Graph:
    """Return the part of the network that these nodes make, without those that it leaves without a tie."""
    kept = set(nodes)
    tied = {node for node in kept if node in graph and any(other in kept for other in graph[node])}
    # A copy in the order of the whole: a subgraph view lists its nodes as their set does.
    part = nx.Graph(**graph.graph)
    part.add_nodes_from((node, told) for node, told in graph.nodes(data=True) if node in tied)
    part.add_edges_from((a, b, told) for a, b, told in graph.edges(data=True) if a in tied and b in tied)
    return part


def layout(graph: nx.Graph, *, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return a position for each node by a seeded spring layout, so that pictures compare.

    Each component is laid out by itself (Fruchterman and Reingold 1991, "Graph drawing by
    force-directed placement"), the largest in the middle and the others in rows below it. Of a component of
    500 nodes and more the best connected are laid out first, then the others beside those that they are tied to,
    and all of them are settled in a few rounds.
    """
    positions: dict[str, tuple[float, float]] = {}
    components = sorted(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    across, down = -1.0, -1.25
    for number, nodes in enumerate(components):
        # A copy in one order: a subgraph view lists its nodes as their set does, which differs from run to run.
        part = nx.Graph(sorted(tuple(sorted(edge)) for edge in graph.subgraph(nodes).edges))
        part.add_nodes_from(sorted(nodes))
        drawn = _sprung(part, seed)
        if number == 0:
            positions |= {node: (float(x), float(y)) for node, (x, y) in drawn.items()}
            continue
        reach = 0.05 + 0.035 * len(part)
        if across > -1 and across + 2 * reach > 1.2:
            across, down = -1.0, down - 2 * reach - 0.15
        positions |= {
            node: (across + reach * (1 + float(x)), down + reach * float(y)) for node, (x, y) in drawn.items()
        }
        across += 2 * reach + 0.25
    return positions


def two_mode_layout(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Return a position for each node in two columns: actors at x = 0, forums at x = 1, rows of height 1 downwards.

    Each component stands by itself, the largest on top, its shorter column spread over the height of the longer.
    The order within the columns is that of the barycentres of the neighbours, which leaves few crossings:
    Sugiyama, Tagawa and Toda (1981), "Methods for visual understanding of hierarchical system structures".
    Nothing in it is drawn by lot: the same network has the same layout.

    Examples
    --------
    >>> graph = nx.Graph([("Oman", "Lakes Forum"), ("Peru", "Lakes Forum")])
    >>> nx.set_node_attributes(graph, {"Oman": 0, "Peru": 0, "Lakes Forum": 1}, "bipartite")
    >>> two_mode_layout(graph)
    {'Oman': (0.0, -0.5), 'Peru': (0.0, -1.5), 'Lakes Forum': (1.0, -1.0)}
    """
    positions: dict[str, tuple[float, float]] = {}
    top = 0.0
    for nodes in sorted(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes))):
        sides = _with_few_crossings(graph, sorted(nodes))
        rows = max(map(len, sides))
        for x, side in enumerate(sides):
            positions |= {node: (float(x), top - (row + 0.5) * rows / len(side)) for row, node in enumerate(side)}
        top -= rows + APART
    return positions


def _with_few_crossings(graph: nx.Graph, nodes: list[str]) -> tuple[list[str], list[str]]:
    """Return the actors and the forums of a component, each in the order of their neighbours' mean places."""
    sides = tuple([node for node in nodes if graph.nodes[node]["bipartite"] == mode] for mode in (0, 1))
    height = {node: place / len(side) for side in sides for place, node in enumerate(side)}
    for turn in range(ROUNDS):
        side = sides[(turn + 1) % 2]
        means = {node: sum(height[other] for other in graph[node]) / max(1, graph.degree(node)) for node in side}
        side.sort(key=lambda node: (means[node], node))
        height |= {node: (place + 0.5) / len(side) for place, node in enumerate(side)}
    return sides[0], sides[1]


def _sprung(part: nx.Graph, seed: int) -> dict[str, Any]:
    """Return the spring layout of a connected network, the middle at zero and the reach one."""
    if len(part) <= SPRUNG_AT_ONCE:
        return _spring(part, seed, ROUNDS_AT_ONCE)
    core = best_connected(part, SPRUNG_AT_ONCE)
    positions = _spring(core, seed, ROUNDS_OF_CORE)
    draw = np.random.default_rng(seed)
    while len(positions) < len(part):  # outwards from the core: the network is connected
        for node in [node for node in part if node not in positions]:
            near = [positions[other] for other in part[node] if other in positions]
            if near:
                positions[node] = np.mean(near, axis=0) + draw.normal(0, 0.03, 2)
    return _spring(part, seed, ROUNDS_AFTER, pos=positions)


def _spring(part: nx.Graph, seed: int, rounds: int, pos: dict[str, Any] | None = None) -> dict[str, Any]:
    drawn: dict[str, Any] = nx.spring_layout(
        part, pos=pos, seed=seed, k=2.6 / len(part) ** 0.5, iterations=rounds, weight=None
    )
    return drawn
