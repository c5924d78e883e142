"""The place of each node in a network, and which measure answers which question."""

import warnings
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from communique.network import matrices
from communique.network.matrices import Matrix, Numbers, Values
from communique.network.projection import incidence, sides

__all__ = ["ONE_MODE", "TWO_MODE", "Found", "measures", "one_mode_measures", "questions", "search"]

# What a reader asks, by the measure that answers it.
TWO_MODE = {
    "ties": "Who takes part in most forums, and which forum joins most actors?",
    "strength": "Behind whose ties stand most sentences?",
    "betweenness": "Who or what joins parts of the network that few others join?",
    "closeness": "From whom is everyone else few steps away?",
    "clustering": "Whose company is always the same? (low: whose forums bring together different circles?)",
    "birank": "Who takes part where those take part who themselves rank high?",
}
ONE_MODE = {
    "ties": "Who shares a forum with most others?",
    "strength": "Who shares most forums with anyone, and not only large gatherings?",
    "betweenness": "Who stands between others that do not meet?",
    "eigenvector": "Who keeps company with those who are well connected themselves?",
    "core": "Who belongs to the densely knit middle? (in a core of k everyone shares a forum with k others of it)",
    "constraint": "Who is free of any one circle? (low: contacts who do not know each other; rank 1 is the lowest)",
}
SAMPLE_ABOVE = 1_000
PIVOTS = 512
NETWORKX_UP_TO = 200


def questions() -> pd.DataFrame:
    """Return which measure answers which question: `network`, `measure`, `question`."""
    rows = [("actors and forums", *asked) for asked in TWO_MODE.items()]
    rows += [("projection", *asked) for asked in ONE_MODE.items()]
    return pd.DataFrame(rows, columns=["network", "measure", "question"])


def measures(graph: nx.Graph, *, sample_above: int = SAMPLE_ABOVE, pivots: int = PIVOTS, seed: int = 0) -> pd.DataFrame:
    """Return the place of each node in a two-mode network, the best connected first.

    Parameters
    ----------
    graph
        What `build_network` returns.
    sample_above
        In a component of more nodes, shortest paths are searched from a sample of them. Up to it all are found: in a
        network of more than 200 nodes as arithmetic on matrices, else by networkx, and by networkx too where its
        configuration names a backend: raise `sample_above` where a backend makes that fast.
    pivots
        How many nodes a sample has.
    seed
        Which ones: the same seed, the same nodes.

    Returns
    -------
    pandas.DataFrame
        Columns: `entity_id`, `name`, `type`; `ties` (degree); `strength` (sum of weights); `degree_centrality`,
        `betweenness` and `closeness`, each over the most that a two-mode network of this size allows
        (Borgatti and Halgin 2011, "Analyzing affiliation networks"); `clustering` (Latapy, Magnien and Del Vecchio
        2008); `birank` (He, Gao, Kan and Wang 2017); `betweenness_error` and `closeness_error`, the standard errors
        that sampling brings, 0 where nothing was sampled. Paths are counted in steps, whatever the weights.
    """
    columns = ["entity_id", "name", "type", "ties", "strength", "degree_centrality", "betweenness", "closeness"]
    columns += ["clustering", "birank", "betweenness_error", "closeness_error"]
    if not graph:
        return pd.DataFrame(columns=columns)
    actors, forums = sides(graph)
    weights = incidence(graph, actors, forums)
    ordered = _in_order(graph, actors + forums)
    found = _search(ordered, sample_above, pivots, seed)
    forum = np.repeat([False, True], [len(actors), len(forums)])
    n_own, n_other = np.where(forum, [[len(forums)], [len(actors)]], [[len(actors)], [len(forums)]])
    norms = np.where(forum, *matrices.betweenness_norms(len(actors), len(forums))[::-1])
    degree = np.array([ordered.degree(n) for n in ordered])
    table = _described(graph, actors + forums).assign(
        ties=degree,
        strength=[graph.degree(n, weight="weight") for n in actors + forums],
        degree_centrality=degree / np.maximum(n_other, 1),
        betweenness=_over(found.betweenness, norms),
        closeness=matrices.bipartite_closeness(found.distance, found.reached, n_own, n_other),
        clustering=matrices.clustering(weights, seed=seed),
        birank=matrices.birank(weights),
        betweenness_error=_over(found.betweenness_error, norms),
    )
    # A small change of the sum changes its inverse by as large a share.
    table["closeness_error"] = table["closeness"] * _over(found.distance_error, found.distance)
    return _best_first(table[columns])


def one_mode_measures(
    graph: nx.Graph, *, sample_above: int = SAMPLE_ABOVE, pivots: int = PIVOTS, seed: int = 0
) -> pd.DataFrame:
    """Return the place of each node in a one-mode network, the best connected first.

    Parameters
    ----------
    graph
        What `project` returns.
    sample_above, pivots, seed
        See `measures`.

    Returns
    -------
    pandas.DataFrame
        Columns: `entity_id`, `name`, `type`; `ties` (degree); `strength` (sum of weights); `betweenness` (share of the
        shortest paths, in steps, between others); `eigenvector` (weighted, in the largest component, of length 1; 0
        elsewhere; NaN, with a warning, where it does not converge); `core` (largest k of a k-core with the node);
        `constraint` (Burt 2004, weighted; NaN for who has no tie); `betweenness_error`.
    """
    columns = ["entity_id", "name", "type", *ONE_MODE, "betweenness_error"]
    if not graph:
        return pd.DataFrame(columns=columns)
    nodes = list(graph)
    ordered = _in_order(graph, nodes)
    found = _search(ordered, sample_above, pivots, seed, steps=False)
    norm = np.full(len(nodes), (len(nodes) - 1) * (len(nodes) - 2) / 2)
    table = _described(graph, nodes).assign(
        ties=[ordered.degree(n) for n in ordered],
        strength=[float(ordered.degree(n, weight="weight")) for n in ordered],
        betweenness=_over(found.betweenness, norm),
        eigenvector=_eigenvector(ordered),
        core=_values(nx.core_number(ordered), len(nodes)).astype(np.int64),
        constraint=_values(nx.constraint(ordered, weight="weight"), len(nodes)),
        betweenness_error=_over(found.betweenness_error, norm),
    )
    return _best_first(table[columns])


def _in_order(graph: nx.Graph, nodes: list[str]) -> nx.Graph:
    """Return the graph with its nodes numbered: sets of numbers have one order, sets of names one a run."""
    number = {node: at for at, node in enumerate(nodes)}
    ordered = nx.Graph()
    ordered.add_nodes_from(range(len(nodes)))
    ties = sorted((*sorted((number[a], number[b])), told.get("weight", 1)) for a, b, told in graph.edges(data=True))
    ordered.add_weighted_edges_from(ties)
    return ordered


@dataclass(frozen=True)
class Found:
    """Shortest paths as found from all nodes, or from a sample, with the standard errors that this brings."""

    betweenness: Values
    betweenness_error: Values
    distance: Values
    distance_error: Values
    reached: Values


def _search(ordered: nx.Graph, sample_above: int, pivots: int, seed: int, *, steps: bool = True) -> Found:
    """Return betweenness (of pairs) and the sum of the distances of each node; the latter only if `steps`."""
    adjacency = nx.to_scipy_sparse_array(ordered, nodelist=range(len(ordered)), weight=None, dtype=float)
    of = matrices.components(adjacency)
    reached = np.bincount(of)[of].astype(np.float64)
    large = reached.max() > sample_above
    if large or (len(ordered) > NETWORKX_UP_TO and not nx.config.backend_priority.algos):
        return search(adjacency, of, sample_above=sample_above, pivots=pivots, seed=seed)
    between = _values(nx.betweenness_centrality(ordered, normalized=False), len(ordered))
    lengths = dict(nx.all_pairs_shortest_path_length(ordered)) if steps else {}
    distance = np.array([float(sum(lengths[n].values())) if steps else 0 for n in ordered])
    none = np.zeros(len(ordered))
    return Found(between, none, distance, none, reached)


def search(adjacency: Matrix, of: Numbers, *, sample_above: int, pivots: int, seed: int = 0) -> Found:
    """Search from `pivots` nodes of each component of more than `sample_above`, drawn evenly, without replacement.

    `of` is the component of each node; smaller components are searched from all their nodes.
    Brandes and Pich (2007), "Centrality estimation in large networks"; the standard errors are those of a sum estimated
    from a sample of a finite population.
    """
    random = np.random.default_rng(seed)
    reached = np.bincount(of)[of].astype(np.float64)
    between, between_error, distance, distance_error = np.zeros((4, len(of)))
    for inside in np.split(np.argsort(of, kind="stable"), np.cumsum(np.bincount(of))[:-1]):
        if len(inside) == 1:
            continue  # nothing to reach
        sampled = len(inside) > max(sample_above, pivots)
        drawn = np.sort(random.choice(inside, pivots, replace=False)) if sampled else inside
        place = np.searchsorted(inside, drawn)
        found = matrices.paths(adjacency[inside][:, inside], place)
        total = len(inside)
        # Each pair is met from both its ends.
        between[inside] = total / found.sources * found.through / 2
        between_error[inside] = _error(found.through, found.through_squared, found.sources, total) / 2
        distance[inside] = total / found.sources * found.distance
        distance_error[inside] = _error(found.distance, found.distance_squared, found.sources, total)
    return Found(between, between_error, distance, distance_error, reached)


def _error(sums: Values, squares: Values, drawn: int, total: int) -> Values:
    """Return the standard error of the sum over `total`, from the sum and the squares over those `drawn`."""
    if drawn == total:
        return np.zeros(len(sums))
    spread = np.maximum(squares - sums**2 / drawn, 0) / max(drawn - 1, 1)
    return np.sqrt(spread / drawn * (1 - drawn / total)) * total


def _eigenvector(ordered: nx.Graph) -> Values:
    """Return the eigenvector centrality within the largest component; 0 elsewhere."""
    values = np.zeros(len(ordered))
    if ordered.number_of_edges() == 0:
        return values
    inside = max((sorted(nodes) for nodes in nx.connected_components(ordered)), key=len)
    part = nx.Graph()
    part.add_nodes_from(inside)
    part.add_weighted_edges_from((a, b, w) for a, b, w in ordered.edges(inside, data="weight"))
    try:
        found = nx.eigenvector_centrality(part, max_iter=1000, tol=1e-10, weight="weight")
    except nx.PowerIterationFailedConvergence:
        warnings.warn("the eigenvector centrality did not converge: it is left out", RuntimeWarning, stacklevel=3)
        found = dict.fromkeys(inside, np.nan)
    values[inside] = [found[n] for n in inside]
    return values


def _values(by_node: dict[int, float], n: int) -> Values:
    return np.array([by_node[node] for node in range(n)], dtype=np.float64)


def _over(values: Values, most: Values) -> Values:
    return np.divide(values, most, out=np.zeros(len(values)), where=most > 0)


def _described(graph: nx.Graph, nodes: list[str]) -> pd.DataFrame:
    told = [(n, graph.nodes[n]["label"], graph.nodes[n]["type"]) for n in nodes]
    return pd.DataFrame(told, columns=["entity_id", "name", "type"])


def _best_first(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["ties", "strength", "entity_id"], ascending=[False, False, True], ignore_index=True)
