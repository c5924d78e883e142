"""One-mode projections: actors tied by the forums that they share, forums tied by the actors."""

from itertools import combinations

import networkx as nx
import numpy as np
from scipy import sparse

from communique.network.matrices import Matrix

__all__ = ["SIDES", "incidence", "project", "sides"]

SIDES = ("actors", "forums")


def sides(graph: nx.Graph) -> tuple[list[str], list[str]]:
    """Return the actors and the forums of a two-mode network, each in the order of the graph."""
    modes = graph.nodes(data="bipartite")
    return [n for n, mode in modes if mode == 0], [n for n, mode in modes if mode == 1]


def incidence(graph: nx.Graph, actors: list[str], forums: list[str]) -> Matrix:
    """Return the weights of a two-mode network as a sparse matrix, actors down, forums across."""
    row = {actor: at for at, actor in enumerate(actors)}
    column = {forum: at for at, forum in enumerate(forums)}
    ties = [(row[a], column[f], graph.edges[a, f].get("weight", 1)) for a in actors for f in graph[a]]
    rows, columns, weights = np.array(ties, dtype=np.float64).reshape(-1, 3).T
    shape = (len(actors), len(forums))
    return sparse.csr_array((weights, (rows.astype(np.int64), columns.astype(np.int64))), shape=shape)


def project(graph: nx.Graph, side: str = "actors") -> nx.Graph:
    """Return the one-mode projection of a two-mode network.

    Parameters
    ----------
    graph
        What `build_network` returns.
    side
        `actors`: actors tied by the forums that they share; `forums`: forums tied by the actors.

    Returns
    -------
    networkx.Graph
        Every node of that side with its attributes, tied or not. Ties have `weight`, where a shared node with k
        neighbours counts 1/(k−1), so that a meeting of forty makes no 780 ties of weight one (Newman 2001, "Scientific
        collaboration networks. II"); `shared`, how many they share; `through`, the identifiers of those with blanks
        between them. The strength of a node is so the number of its forums (or actors) that it shares with anyone.

    Raises
    ------
    ValueError
        When `side` is neither.

    Examples
    --------
    >>> graph = nx.Graph([("PER", "f"), ("OMN", "f"), ("FJI", "f"), ("PER", "g"), ("OMN", "g")])
    >>> nx.set_node_attributes(graph, {n: int(n in "fg") for n in graph}, "bipartite")
    >>> project(graph).edges["PER", "OMN"]
    {'weight': 1.5, 'shared': 2, 'through': 'f g'}
    """
    if side not in SIDES:
        raise ValueError(f"side {side!r} is none of {', '.join(SIDES)}")
    own, others = sides(graph) if side == "actors" else sides(graph)[::-1]
    place = {node: number for number, node in enumerate(own)}
    through: dict[tuple[str, str], list[str]] = {}
    for other in others:
        for pair in combinations(sorted(graph[other], key=place.__getitem__), 2):
            through.setdefault(pair, []).append(other)
    projected = nx.Graph(ties=f"shared {'forums' if side == 'actors' else 'actors'}")
    for node in own:
        projected.add_node(node, **{key: told for key, told in graph.nodes[node].items() if key != "bipartite"})
    for one, other in sorted(through, key=lambda pair: (place[pair[0]], place[pair[1]])):
        shared = through[one, other]
        weight = sum(1 / (graph.degree(node) - 1) for node in shared)
        projected.add_edge(one, other, weight=weight, shared=len(shared), through=" ".join(shared))
    return projected
