"""Which part of a network is drawn, and where each node stands."""

import networkx as nx

__all__ = ["best_connected", "layout"]


def best_connected(graph: nx.Graph, most: int) -> nx.Graph:
    """Return the part of the network that its `most` best connected nodes make, without those left alone."""
    ranked = sorted(graph, key=lambda node: (-graph.degree(node), -graph.degree(node, weight="weight"), node))
    kept = set(ranked[:most])
    tied = {node for node in kept if any(other in kept for other in graph[node])}
    # A copy in the order of the whole: a subgraph view lists its nodes as their set does.
    part = nx.Graph(**graph.graph)
    part.add_nodes_from((node, told) for node, told in graph.nodes(data=True) if node in tied)
    part.add_edges_from((a, b, told) for a, b, told in graph.edges(data=True) if a in tied and b in tied)
    return part


def layout(graph: nx.Graph, *, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return a position for each node by a seeded spring layout, so that pictures compare.

    Each component is laid out by itself (Fruchterman and Reingold 1991, "Graph drawing by
    force-directed placement"), the largest in the middle and the others in rows below it.
    """
    positions: dict[str, tuple[float, float]] = {}
    components = sorted(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    across, down = -1.0, -1.25
    for number, nodes in enumerate(components):
        # A copy in one order: a subgraph view lists its nodes as their set does, which differs from run to run.
        part = nx.Graph(sorted(tuple(sorted(edge)) for edge in graph.subgraph(nodes).edges))
        part.add_nodes_from(sorted(nodes))
        drawn = nx.spring_layout(part, seed=seed, k=2.6 / len(part) ** 0.5, iterations=300, weight=None)
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
