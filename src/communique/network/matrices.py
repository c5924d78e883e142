"""Measures of networks as arithmetic on sparse matrices.

networkx takes one network at a time, in its own time; resampling asks for hundreds, and a large network for
many shortest paths at once. Tests hold these against networkx.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

__all__ = [
    "Flags",
    "Matrix",
    "Numbers",
    "Paths",
    "Values",
    "betweenness_norms",
    "bipartite_closeness",
    "birank",
    "clustering",
    "components",
    "constraint",
    "core_numbers",
    "eigenvector",
    "newman_weights",
    "paths",
    "two_mode",
]

Matrix = Any  # a scipy.sparse.csr_array; SciPy brings no types
Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BATCH = 64  # sources whose paths are searched at once; more takes memory and saves no time
FULL = 0.05  # of a matrix with more than this share of its cells filled, arithmetic on all cells is faster
DAMPING = 0.85
# Pairs of rows in columns up to which overlaps are worked out for all; beyond, for so many partners drawn for each row.
MOST_OVERLAPS, PARTNERS = 20_000_000, 32
OVERLAPS_AT_ONCE = 100_000


def two_mode(incidence: Matrix) -> Matrix:
    """Return the adjacency matrix of a two-mode network: the rows of `incidence` first, then its columns."""
    return sparse.csr_array(sparse.block_array([[None, incidence], [incidence.T, None]]))


def components(adjacency: Matrix) -> Numbers:
    """Return the number of the component of each node, counted in the order of the nodes."""
    return np.asarray(csgraph.connected_components(adjacency, directed=False)[1], dtype=np.int64)


@dataclass(frozen=True)
class Paths:
    """What the shortest paths from `sources` nodes say of each node; `paths` explains."""

    sources: int
    through: Values
    through_squared: Values
    distance: Values
    distance_squared: Values


def paths(adjacency: Matrix, sources: Numbers) -> Paths:
    """Count the shortest paths, in steps, from each of `sources`.

    Brandes (2001), "A faster algorithm for betweenness centrality", for many sources at once in the manner of Kepner
    and Gilbert (2011), "Graph algorithms in the language of linear algebra", chapter 6.

    Returns
    -------
    Paths
        A number a node: `through` sums its dependencies over the sources (the share of shortest paths from the
        source that pass through it, summed over their ends), `distance` its steps from those sources that reach it,
        and the squares of both. With every node a source, half of `through` is the betweenness.
    """
    pattern = _packed(_ones(adjacency))
    sums = np.zeros((4, adjacency.shape[0]))
    for start in range(0, len(sources), BATCH):
        through, distance = _search(pattern, sources[start : start + BATCH])
        sums += [through.sum(1), (through**2).sum(1), distance.sum(1), (distance**2).sum(1)]
    return Paths(len(sources), *sums)


def _search(pattern: Matrix, sources: Numbers) -> tuple[Values, Values]:
    """Return the dependency (nodes down, sources across) of each node, and its distance."""
    columns = np.arange(len(sources))
    level = np.zeros((pattern.shape[0], len(sources)))
    level[sources, columns] = 1
    unseen = 1 - level
    levels, inverses = [level], [level]  # the number of shortest paths to the nodes of each level, and one over it
    distance = np.zeros_like(level)
    while True:
        level = (pattern @ levels[-1]) * unseen
        met = level > 0
        if not met.any():
            break
        distance += unseen  # a step for all that were not met before
        unseen -= met
        levels.append(level)
        inverses.append(np.divide(1, level, out=np.zeros_like(level), where=met))
    distance *= 1 - unseen
    through = np.zeros_like(level)
    for before, inverse in zip(levels[-2::-1], inverses[:0:-1], strict=True):
        through += (pattern @ ((1 + through) * inverse)) * before
    through[sources, columns] = 0
    return through, distance


def betweenness_norms(n_actors: int, n_forums: int) -> tuple[float, float]:
    """Return the largest betweenness that an actor and a forum can have in a two-mode network of this size.

    Borgatti and Halgin (2011), "Analyzing affiliation networks". Where one mode has a single node, that of a star
    of all nodes: the formula for two modes would divide by zero.
    """
    if min(n_actors, n_forums) < 2:
        star = (n_actors + n_forums - 1) * (n_actors + n_forums - 2) / 2
        return star, star
    return _largest(n_actors, n_forums), _largest(n_forums, n_actors)


def _largest(n: int, others: int) -> float:
    s, t = divmod(n - 1, others)
    return (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def bipartite_closeness(distance: Values, reached: Values | Numbers, n_own: Numbers, n_other: Numbers) -> Values:
    """Return the closeness of nodes of a two-mode network; Borgatti and Halgin (2011).

    Parameters
    ----------
    distance
        The steps to all nodes that each can reach, summed.
    reached
        How many nodes it reaches, itself included.
    n_own, n_other
        How many nodes its own mode and the other have.

    Returns
    -------
    numpy.ndarray
        The least possible sum over the real one, times the share of the nodes that are reached; 0 for who reaches none.
    """
    least = n_other + 2 * (n_own - 1)
    share = (reached - 1) / np.maximum(n_own + n_other - 1, 1)
    closeness: Values = np.divide(least * share, distance, out=np.zeros(len(distance)), where=distance > 0)
    return closeness


def clustering(incidence: Matrix, *, seed: int = 0) -> Values:
    """Return the clustering of the rows of a two-mode network, then of its columns.

    The mean overlap (Jaccard) of a node's neighbours with those of each node with which it shares one; 0 where there is
    none: Latapy, Magnien and Del Vecchio (2008), "Basic notions for the analysis of large two-mode networks". Where
    columns hold more than 20,000,000 pairs of rows, or rows of columns, each mean is estimated from 32 of its
    partners, drawn by `seed`.
    """
    ones = _ones(incidence)
    return np.concatenate([_mean_overlap(side, seed) for side in (ones, sparse.csr_array(ones.T))])


def _mean_overlap(ones: Matrix, seed: int) -> Values:
    size = np.bincount(ones.indices, minlength=ones.shape[1])
    return _overlap(ones) if (size * (size - 1) // 2).sum() <= MOST_OVERLAPS else _drawn_overlap(ones, size, seed)


def _drawn_overlap(ones: Matrix, size: Numbers, seed: int) -> Values:
    """Return the mean overlap of each row with partners that are drawn by way of a column: with replacement.

    A partner with whom a row shares two columns is met twice as often, and so weighs half as much.
    """
    columns = sparse.csc_array(ones)
    columns.sort_indices()
    rows = sparse.csr_array(columns)
    # A number for each way out of each row: the ways of a row stand together, and so do those by one of its columns.
    ways = np.concatenate([[0], np.cumsum(size[rows.indices] - 1)])
    first, last = ways[rows.indptr[:-1]], ways[rows.indptr[1:]]
    row = np.repeat(np.flatnonzero(last > first), PARTNERS)
    way = np.random.default_rng(seed).integers(first[row], last[row])
    entry = np.searchsorted(ways, way, side="right") - 1
    start, place = columns.indptr[rows.indices[entry]], way - ways[entry]
    partner = columns.indices[start + place]
    partner = columns.indices[start + place + (partner >= row)]  # past the row itself
    degree = np.diff(rows.indptr)
    sums, weights = np.zeros((2, len(degree)))
    for at in range(0, len(row), OVERLAPS_AT_ONCE):
        one, other = row[at : at + OVERLAPS_AT_ONCE], partner[at : at + OVERLAPS_AT_ONCE]
        both = rows[one].multiply(rows[other]).sum(axis=1)
        overlap = both / (degree[one] + degree[other] - both)
        sums += np.bincount(one, overlap / both, minlength=len(degree))
        weights += np.bincount(one, 1 / both, minlength=len(degree))
    return np.divide(sums, weights, out=np.zeros(len(degree)), where=weights > 0)


def _overlap(ones: Matrix) -> Values:
    shared = sparse.coo_array(ones @ ones.T)
    apart = shared.row != shared.col
    row, column, both = shared.row[apart], shared.col[apart], shared.data[apart]
    degree = np.diff(ones.indptr)
    overlap = both / (degree[row] + degree[column] - both)
    partners = np.bincount(row, minlength=len(degree))
    sums = np.bincount(row, overlap, minlength=len(degree))
    return np.divide(sums, partners, out=np.zeros(len(degree)), where=partners > 0)


def birank(incidence: Matrix, *, tolerance: float = 1e-12) -> Values:
    """Return the BiRank of the rows of a two-mode network, then of its columns; 0 for nodes without a tie.

    He, Gao, Kan and Wang (2017), "BiRank: towards ranking on bipartite graphs": a node ranks high that is tied
    strongly to nodes of the other mode that rank high, where ties to nodes with many count less (each
    divided by the root of both strengths). Damping 0.85 for both modes, all nodes alike to begin with; every step
    shrinks what is left by at least 0.85², so that this always converges.
    """
    rows, columns = incidence.sum(axis=1), incidence.sum(axis=0)
    scaled = sparse.diags_array(_inverse_root(rows)) @ incidence @ sparse.diags_array(_inverse_root(columns))
    start_rows, start_columns = (rows > 0) / max((rows > 0).sum(), 1), (columns > 0) / max((columns > 0).sum(), 1)
    rank_rows, rank_columns, change = start_rows, start_columns, 1.0
    while change > tolerance:
        before = rank_rows
        rank_columns = DAMPING * (scaled.T @ rank_rows) + (1 - DAMPING) * start_columns
        rank_rows = DAMPING * (scaled @ rank_columns) + (1 - DAMPING) * start_rows
        change = float(np.abs(rank_rows - before).sum())
    return np.concatenate([rank_rows, rank_columns])


def _inverse_root(strength: Values) -> Values:
    return np.divide(1, np.sqrt(strength), out=np.zeros(len(strength)), where=strength > 0)


def newman_weights(incidence: Matrix) -> Matrix:
    """Return the projection of a two-mode network on its rows, each shared column of k rows worth 1/(k−1).

    Newman (2001), "Scientific collaboration networks. II. Shortest paths, weighted networks, and centrality".
    """
    ones = _ones(incidence)
    size = ones.sum(axis=0)
    worth = np.divide(1, size - 1, out=np.zeros(len(size)), where=size > 1)
    weights = sparse.coo_array(ones @ sparse.diags_array(worth) @ ones.T)
    tied = (weights.row != weights.col) & (weights.data > 0)
    places = (weights.row[tied], weights.col[tied])
    return sparse.csr_array((weights.data[tied], places), shape=weights.shape)


def core_numbers(adjacency: Matrix) -> Numbers:
    """Return for each node the largest k such that it lies in a part in which all have k neighbours: Seidman (1983)."""
    ones = _packed(_ones(adjacency))
    degree = np.diff(adjacency.indptr)
    core, left, k = np.zeros(len(degree), dtype=np.int64), np.ones(len(degree), dtype=bool), 0
    while left.any():
        k = max(k, int(degree[left].min()))
        gone = left & (degree <= k)
        core[gone] = k
        left &= ~gone
        degree = degree - ones[gone].sum(axis=0).astype(np.int64)
    return core


def constraint(weights: Matrix) -> Values:
    """Return Burt's constraint (2004, "Structural holes and good ideas") of each node; NaN for those without a tie."""
    strength = weights.sum(axis=1)
    inverse = np.divide(1, strength, out=np.zeros(len(strength)), where=strength > 0)
    share = _packed(sparse.csr_array(sparse.diags_array(inverse) @ weights))
    # A matrix with few gaps is kept with its gaps; either way `*` goes cell by cell.
    invested = (share + share @ share) * (share > 0)
    return np.where(strength > 0, (invested * invested).sum(axis=1), np.nan)


def eigenvector(weights: Matrix, *, steps: int = 1000, tolerance: float = 1e-9) -> Values:
    """Return the leading eigenvector of the largest component, of length 1, and 0 elsewhere.

    Bonacich (1972). NaN throughout the component where `steps` of the power iteration do not settle it.
    """
    n = weights.shape[0]
    values = np.zeros(n)
    if weights.nnz == 0:
        return values
    of = components(weights)
    inside = np.flatnonzero(of == np.argmax(np.bincount(of)))
    part = _packed(weights[inside][:, inside])
    vector = np.full(len(inside), len(inside) ** -0.5)
    for _ in range(steps):
        after = vector + part @ vector  # the shift by one keeps a two-sided part from swinging
        after /= np.linalg.norm(after)
        if np.abs(after - vector).sum() < len(inside) * tolerance:
            values[inside] = after
            return values
        vector = after
    values[inside] = np.nan
    return values


def _packed(matrix: Matrix) -> Matrix:
    """Return the matrix with all its cells where few of them are empty, else as it is."""
    return matrix.toarray() if matrix.nnz > FULL * matrix.shape[0] * matrix.shape[1] else matrix


def _ones(weights: Matrix) -> Matrix:
    return sparse.csr_array((np.ones(weights.nnz), weights.indices, weights.indptr), shape=weights.shape)
