"""One-mode projections: actors tied by the forums that they share, forums tied by the actors."""

from itertools import combinations

import networkx as nx
import numpy as np
from scipy import sparse

from communique.network.layout import tied_part
from communique.network.matrices import Matrix, Numbers

__all__ = ["MOST_PAIRS", "SIDES", "incidence", "project", "projectable", "projectable_rows", "sides"]

SIDES = ("actors", "forums")
MOST_PAIRS = 200_000  # that a projection goes through: a forum of k actors has k(k−1)/2


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


def projectable_rows(ties: Matrix, most_pairs: int = MOST_PAIRS) -> Numbers:
    """Return the rows of a two-mode network that are projected, in order: all, or the best connected of too many.

    Rows are taken by ties, then weight, then place, as long as they meet in the columns in `most_pairs` pairs at most.

    Examples
    --------
    >>> ties = sparse.csr_array([[1, 0], [1, 1], [2, 0], [1, 0]])
    >>> projectable_rows(ties, 3)
    array([0, 1, 2])
    """
    degree = np.diff(ties.indptr)
    best_first = np.lexsort((-ties.sum(axis=1), -degree))
    taken = sparse.csc_array(ties[best_first])
    taken.sort_indices()
    # The n-th row of a column, counted from 0, makes n pairs there with those before it.
    pairs = np.arange(taken.nnz) - np.repeat(taken.indptr[:-1], np.diff(taken.indptr))
    made = np.cumsum(np.bincount(taken.indices, pairs, minlength=len(degree)))
    return np.sort(best_first[: np.searchsorted(made, most_pairs, side="right")]).astype(np.int64)


def projectable(graph: nx.Graph, side: str = "actors", *, most_pairs: int = MOST_PAIRS) -> nx.Graph:
    """Return the part of a two-mode network that is projected: all of it, or that of the best connected of a side.

    A forum of k actors ties k(k−1)/2 pairs of them. Of a network with more than `most_pairs` such pairs in all forums
    together (a pair in each forum that it shares), the actors with most ties are left (then most weight, then
    in the order of the graph), as many as have no more. With the side `forums`, the same the other way round.
    """
    if side not in SIDES:
        raise ValueError(f"side {side!r} is none of {', '.join(SIDES)}")
    own, others = sides(graph) if side == "actors" else sides(graph)[::-1]
    rows = projectable_rows(incidence(graph, own, others), most_pairs)
    return graph if len(rows) == len(own) else tied_part(graph, [*(own[row] for row in rows), *others])


def project(graph: nx.Graph, side: str = "actors", *, most_pairs: int = MOST_PAIRS) -> nx.Graph:
    """Return the one-mode projection of a two-mode network.

    Parameters
    ----------
    graph
        What `build_network` returns.
    side
        `actors`: actors tied by the forums that they share; `forums`: forums tied by the actors.
    most_pairs
        Of a larger network the best connected nodes are projected, as if there were no others; see `projectable`.

    Returns
    -------
    networkx.Graph
        Every node of that side with its attributes, tied or not; how many are left out, if any, stands in
        `graph["left_out"]`. Ties have `weight`, where a shared node with k
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
    whole, graph = graph, projectable(graph, side, most_pairs=most_pairs)
    own, others = sides(graph) if side == "actors" else sides(graph)[::-1]
    place = {node: number for number, node in enumerate(own)}
    through: dict[tuple[str, str], list[str]] = {}
    for other in others:
        for pair in combinations(sorted(graph[other], key=place.__getitem__), 2):
            through.setdefault(pair, []).append(other)
    projected = nx.Graph(ties=f"shared {'forums' if side == 'actors' else 'actors'}")
    if graph is not whole:
        projected.graph["left_out"] = len(sides(whole)[SIDES.index(side)]) - len(own)
    for node in own:
        projected.add_node(node, **{key: told for key, told in graph.nodes[node].items() if key != "bipartite"})
    for one, other in sorted(through, key=lambda pair: (place[pair[0]], place[pair[1]])):
        shared = through[one, other]
        weight = sum(1 / (graph.degree(node) - 1) for node in shared)
        projected.add_edge(one, other, weight=weight, shared=len(shared), through=" ".join(shared))
    return projected
