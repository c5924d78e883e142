"""Communities: who keeps company with whom, and how much of that holds when documents are drawn again."""

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from communique.kinds import STANDING
from communique.network import matrices
from communique.network.build import Choice
from communique.network.matrices import Flags, Matrix, Numbers, Values
from communique.network.projection import SIDES, incidence, sides
from communique.network.resampling import Resamples, draws, resample, within_reach
from communique.tables import Tables

__all__ = ["Stability", "agreement", "barber_modularity", "communities", "community_stability"]

STARTS, FEWEST_STARTS = 10, 2
# A large network is parted from fewer starts, into fewer communities at most, and each node's company is looked for
# among a sample of the nodes: nothing grows with the square of the nodes.
GONE_OVER = 200_000  # ties, in all starts together
CELLS, FEWEST_COMMUNITIES = 5_000_000, 16  # of nodes by communities
COMPANY = 2_000_000  # pairs of nodes whose being together is counted
SMALL = 100_000  # cells; on matrices of fewer, sparse arithmetic takes longer to begin than to end


def communities(graph: nx.Graph, *, seed: int = 0, resolution: float = 1.0) -> pd.DataFrame:
    """Return the community of each node.

    Parameters
    ----------
    graph
        A two-mode network (`build_network`), whose communities hold actors and their forums, or a projection
        (`project`).
    seed
        Of the order in which moves are tried, or of the starts: the same seed, the same communities.
    resolution
        Of a projection only: above 1 more and smaller communities, below 1 fewer and larger ones.

    Returns
    -------
    pandas.DataFrame
        Columns: `entity_id`, `name`, `type`, `community` (from 1, the largest first), in the order of communities and
        identifiers. A projection is parted by Louvain (Blondel et al. 2008) with the weights of its ties, a two-mode
        network by Barber's modularity (2007, "Modularity and community detection in bipartite networks"): from several
        starts each mode in turn takes the communities that suit the other best (his BRIM), and pairs of communities
        are merged while that helps, as in LPAwb+ (Beckett 2016); the best of all is kept. Whether a tie is there
        counts, not by how many sentences. Of a large network there are fewer starts, from no more communities than
        5,000,000 over the number of its nodes (16 at least), and what no tie holds together is parted at the end.
    """
    actors, forums = sides(graph)
    if actors or forums:
        nodes = actors + forums
        found = _bipartite(incidence(graph, actors, forums), seed)
    else:
        nodes = list(graph)
        weights = nx.to_scipy_sparse_array(graph, weight="weight", dtype=float) if nodes else sparse.csr_array((0, 0))
        found = _louvain(weights, seed, resolution)
    table = pd.DataFrame(
        {
            "entity_id": nodes,
            "name": [graph.nodes[n].get("label", n) for n in nodes],
            "type": [graph.nodes[n].get("type", "") for n in nodes],
            "community": _by_size(found) + 1,
        }
    )
    return table.sort_values(["community", "entity_id"], ignore_index=True)


def _by_size(found: Numbers) -> Numbers:
    """Return the communities numbered from 0, the largest first, equals in the order of their first nodes."""
    labels, first, of, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(labels), dtype=np.int64)
    place[np.lexsort((first, -size))] = np.arange(len(labels))
    return np.asarray(place[of], dtype=np.int64)


def _louvain(weights: Matrix, seed: int, resolution: float) -> Numbers:
    graph = nx.from_scipy_sparse_array(weights)
    found = np.arange(len(graph))
    # networkx divides by the sum of the weights.
    if graph.number_of_edges():
        for number, nodes in enumerate(nx.community.louvain_communities(graph, resolution=resolution, seed=seed)):
            found[sorted(nodes)] = number
    return found


def barber_modularity(ties: Matrix, found: Numbers) -> float:
    """Return Barber's modularity of communities of the rows of a two-mode network, then of its columns."""
    total = ties.sum()
    rows, columns = found[: ties.shape[0]], found[ties.shape[0] :]
    n = int(found.max(initial=0)) + 1
    inside = (ties @ _members(columns, n))[np.arange(len(rows)), rows].sum()
    of_rows = np.bincount(rows, ties.sum(axis=1), minlength=n)
    of_columns = np.bincount(columns, ties.sum(axis=0), minlength=n)
    return float(inside / total - of_rows @ of_columns / total**2) if total else 0.0


def _bipartite(incidence: Matrix, seed: int) -> Numbers:
    """Return the communities of rows and columns with the largest Barber modularity of several starts."""
    ties = (incidence > 0).astype(np.float64)
    n_rows, n_columns = ties.shape
    alone = np.arange(n_rows + n_columns)
    if ties.nnz == 0:
        return alone
    if n_rows * n_columns <= SMALL:
        ties = ties.toarray()
    random = np.random.default_rng(seed)
    most_communities = max(FEWEST_COMMUNITIES, CELLS // len(alone))
    n = min(n_columns, most_communities)
    starts = [np.arange(n_columns) % n] + [random.integers(0, n, n_columns) for _ in range(_starts(incidence.nnz) - 1)]
    best, most = alone, -np.inf
    for start in starts:
        found = _climb(ties, start)
        reached = barber_modularity(ties, found)
        if reached > most + 1e-12:
            best, most = found, reached
    if n < n_columns:
        best = _held_together(incidence, best)
    # Who has no tie is a community of its own.
    lonely = np.concatenate([ties.sum(axis=1), ties.sum(axis=0)]) == 0
    return np.where(lonely, best.max() + 1 + alone, best)


def _starts(n_ties: int) -> int:
    return min(STARTS, max(FEWEST_STARTS, GONE_OVER // n_ties))


def _held_together(incidence: Matrix, found: Numbers) -> Numbers:
    """Return the parts of the communities that ties within them hold together: apart, their modularity is larger."""
    ties = sparse.coo_array(incidence)
    inside = found[ties.row] == found[ties.col + incidence.shape[0]]
    within = sparse.coo_array((ties.data[inside], (ties.row[inside], ties.col[inside])), shape=ties.shape)
    return matrices.components(matrices.two_mode(sparse.csr_array(within)))


def _climb(ties: Matrix, columns: Numbers) -> Numbers:
    """Let rows and columns take the best communities in turn, then merge, until neither helps."""
    most = -np.inf
    while True:
        rows = _suited(ties, columns)
        columns = _suited(ties.T, rows)
        found = np.unique(np.concatenate([rows, columns]), return_inverse=True)[1]
        reached = barber_modularity(ties, found)
        if reached <= most + 1e-12:
            found = _merged(ties, found)
            if barber_modularity(ties, found) <= reached + 1e-12:
                return found
            reached = barber_modularity(ties, found)
        most = reached
        columns = found[len(rows) :]


def _suited(ties: Matrix, columns: Numbers) -> Numbers:
    """Return for each row the community of columns to which it has most ties over those to be expected."""
    members = _members(columns, int(columns.max()) + 1)
    degree = members.T @ ties.sum(axis=0)
    surplus = ties @ members - np.outer(ties.sum(axis=1), degree) / ties.sum()
    return np.asarray(surplus.argmax(axis=1), dtype=np.int64)


def _members(found: Numbers, n: int) -> Values:
    """Return a matrix with a row a node and a column a community, 1 where the node belongs to it."""
    members = np.zeros((len(found), n))
    members[np.arange(len(found)), found] = 1
    return members


def _merged(ties: Matrix, found: Numbers) -> Numbers:
    """Merge the two communities that gain most by it, as long as any gain."""
    found = found.copy()
    n_rows, n = ties.shape[0], int(found.max()) + 1
    between = _members(found[:n_rows], n).T @ (ties @ _members(found[n_rows:], n))
    between -= np.outer(between.sum(axis=1), between.sum(axis=0)) / ties.sum()
    gain = between + between.T
    np.fill_diagonal(gain, -np.inf)
    while n > 1 and gain.max() > 1e-12:
        one, other = sorted(divmod(int(gain.argmax()), n))
        found[found == other] = one
        gain[one] += gain[other]
        gain[:, one] = gain[one]
        gain[[other], :] = gain[:, [other]] = -np.inf
        gain[one, one] = -np.inf
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.int64)


@dataclass(frozen=True)
class Stability:
    """How much of a partition holds when documents are drawn again.

    Attributes
    ----------
    members
        What `communities` returns, with `stability`: the share of the resamples in which a node is in one
        community with another member of its own, averaged over those members (and over the resamples that
        tell of both), NaN for who is alone; and `elsewhere`, the same share with the nodes of other communities.
    resamples
        A row a resample (fewer for a large network, see `rank_intervals`): `communities`, how many there are, and
        `agreement` with the partition of all documents on the nodes that both have (adjusted Rand index: 1 the same, 0
        what chance would give).
    together
        For each pair of nodes the share of the resamples with both in which they are in one community. In a large
        network the columns, and the others that `stability` and `elsewhere` look at, are a sample of the nodes:
        so many that there are 2,000,000 pairs.
    """

    members: pd.DataFrame
    resamples: pd.DataFrame
    together: pd.DataFrame


def community_stability(
    tables: Tables,
    *,
    side: str = "",
    roles: Choice = None,
    statuses: Choice = STANDING,
    min_sentences: int = 1,
    resolution: float = 1.0,
    n_resamples: int = 100,
    seed: int = 0,
) -> Stability:
    """Return the communities of a network of participations, and how stable they are.

    Parameters
    ----------
    tables, roles, statuses, min_sentences
        See `communique.build_network`.
    side
        Empty: the two-mode network; `actors` or `forums`: the projection on them.
    resolution, seed
        See `communities`; the seed also draws the documents.
    n_resamples
        How often as many documents are drawn with replacement.

    Returns
    -------
    Stability
        With the communities that `communities` gives for the same network and seed; of a network too large to project,
        for its best connected nodes (`projectable`).

    Raises
    ------
    ValueError
        When `side` is none.
    """
    if side and side not in SIDES:
        raise ValueError(f"side {side!r} is none of {', '.join(SIDES)}")
    sampled = resample(
        tables, roles=roles, statuses=statuses, min_sentences=min_sentences, n_resamples=n_resamples, seed=seed
    )
    sampled = within_reach(sampled, side)
    nodes = {"": sampled.actors + sampled.forums, "actors": sampled.actors, "forums": sampled.forums}[side]
    others = _looked_at(len(nodes), seed)
    parted = _parter(sampled, side, seed, resolution)
    found = _by_size(parted(sampled.observed)[0])
    met, joined = np.zeros((2, len(nodes), len(others)))
    rows = []
    for weights in sampled.drawn.T[: _draws(sampled, side)]:
        again, there = parted(weights)
        both = np.outer(there, there[others])
        met += both
        joined += both & (again[:, None] == again[others])
        rows.append((len(np.unique(again[there])), agreement(found[there], again[there])))
    together = np.divide(joined, met, out=np.full(met.shape, np.nan), where=met > 0)
    own = (found[:, None] == found[others]) & (np.arange(len(nodes))[:, None] != others)
    entities = tables.entities.set_index("entity_id")
    members = pd.DataFrame(
        {
            "entity_id": nodes,
            "name": [entities.at[n, "name"] for n in nodes],
            "type": [entities.at[n, "type"] for n in nodes],
            "community": found + 1,
            "stability": _mean_where(together, own),
            "elsewhere": _mean_where(together, found[:, None] != found[others]),
        }
    )
    return Stability(
        members.sort_values(["community", "entity_id"], ignore_index=True),
        pd.DataFrame(rows, columns=["communities", "agreement"]),
        pd.DataFrame(together, index=nodes, columns=[nodes[at] for at in others]),
    )


def _looked_at(n_nodes: int, seed: int) -> Numbers:
    """Return the nodes among which company is looked for: all, or a sample in order."""
    n = max(1, COMPANY // max(n_nodes, 1))
    if n_nodes <= n:
        return np.arange(n_nodes)
    return np.sort(np.random.default_rng(seed).choice(n_nodes, n, replace=False)).astype(np.int64)


def _draws(sampled: Resamples, side: str) -> int:
    """Return for how many resamples communities are sought.

    They take longer than ranks, so that a tie counts twice, and in a two-mode network twice for each start.
    """
    ties = sampled.incidence(sampled.observed)
    n_resamples = sampled.drawn.shape[1]
    if not side:
        return draws(2 * ties.nnz * _starts(max(1, ties.nnz)), n_resamples)
    projected = matrices.newman_weights(ties if side == "actors" else sparse.csr_array(ties.T))
    return draws(2 * projected.nnz, n_resamples)


def _parter(sampled: Resamples, side: str, seed: int, resolution: float) -> Callable[[Values], tuple[Numbers, Flags]]:
    """Return the function that gives the communities for weights of the ties, and which nodes have a tie."""

    def parted(weights: Values) -> tuple[Numbers, Flags]:
        ties = sampled.incidence(weights)
        if not side:
            there = np.diff(matrices.two_mode(ties).indptr) > 0
            return _bipartite(ties, seed), there
        own = ties if side == "actors" else sparse.csr_array(ties.T)
        return _louvain(matrices.newman_weights(own), seed, resolution), np.diff(own.indptr) > 0

    return parted


def _mean_where(values: Values, chosen: Flags) -> Values:
    """Return the mean of the chosen cells of each row that hold a value; NaN where there is none."""
    told = chosen & ~np.isnan(values)
    sums = np.where(told, values, 0).sum(axis=1)
    means: Values = np.divide(sums, told.sum(axis=1), out=np.full(len(sums), np.nan), where=told.any(axis=1))
    return means


def agreement(one: Numbers, other: Numbers) -> float:
    """Return how far two partitions of the same nodes agree: the adjusted Rand index, Hubert and Arabie (1985).

    1 where they are the same, 0 where they agree as much as chance would have it.

    Examples
    --------
    >>> import numpy as np
    >>> agreement(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    """
    _, first = np.unique(one, return_inverse=True)
    _, second = np.unique(other, return_inverse=True)
    counted = np.zeros((first.max(initial=-1) + 1, second.max(initial=-1) + 1))
    np.add.at(counted, (first, second), 1)

    def pairs(sizes: Values) -> float:
        return float((sizes * (sizes - 1)).sum() / 2)

    both, in_one, in_other = pairs(counted), pairs(counted.sum(axis=1)), pairs(counted.sum(axis=0))
    every = len(one) * (len(one) - 1) / 2
    expected = in_one * in_other / every if every else 0.0
    most = (in_one + in_other) / 2
    return (both - expected) / (most - expected) if most != expected else 1.0
