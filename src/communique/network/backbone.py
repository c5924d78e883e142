"""The backbone: the ties that a null model does not explain, and those that it does."""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from communique.cooccurrence.surprise import q_values
from communique.network.matrices import Flags, Numbers, Values
from communique.network.projection import incidence, project, projectable, sides

__all__ = ["Backbone", "disparity_filter", "expected_ties", "null_model_backbone"]


@dataclass(frozen=True)
class Backbone:
    """What is left of a network, and every tie with what was found of it.

    Attributes
    ----------
    graph
        The ties that are left, with their attributes and `p_value` and `q_value`, and all nodes.
    ties
        A row a tie of the whole: `source_id`, `target_id`, `source`, `target` (names), `weight`, `shared`, `p_value`,
        `q_value`, `kept`; the most surprising first.
    """

    graph: nx.Graph
    ties: pd.DataFrame

    @property
    def left(self) -> int:
        """Return how many ties are left."""
        return int(self.ties["kept"].sum())


def disparity_filter(graph: nx.Graph, *, alpha: float = 0.05) -> Backbone:
    """Return the ties that carry more of a node's strength than an even draw would give them.

    Serrano, Boguñá and Vespignani (2009), "Extracting the multiscale backbone of complex weighted networks": were the
    strength of a node with k ties split at random, a tie would carry a share of w or more with probability
    (1−w)^(k−1). A tie is left where this is below `alpha` at either end; at a node with one tie it is 1.

    Parameters
    ----------
    graph
        A weighted one-mode network, such as a projection.
    alpha
        The threshold for p: lower leaves fewer ties.

    Returns
    -------
    Backbone
        `q_value` is that of Benjamini and Hochberg (1995) over the ties; the paper's threshold is for `p_value`, and
        so is this.
    """
    strength = dict(graph.degree(weight="weight"))
    p_values = [
        min((1 - told["weight"] / strength[end]) ** (graph.degree(end) - 1) for end in (one, other))
        for one, other, told in graph.edges(data=True)
    ]
    p = np.array(p_values, dtype=np.float64)
    return _backbone(graph, p, q_values(p), p < alpha)


def null_model_backbone(graph: nx.Graph, *, side: str = "actors", alpha: float = 0.05) -> Backbone:
    """Return the ties of a projection that share more than the degrees of the two-mode network explain.

    In the null model every actor takes part in as many forums as it does, and every forum joins as many actors, on
    average; who meets whom is chance (the bipartite configuration model: Saracco et al. 2017, "Inferring monopartite
    projections of bipartite networks"; as the stochastic degree sequence model: Neal 2014). How many two nodes share
    is then Poisson-binomial, and its upper tail from what they do share is the p-value. No draws, no seed.

    Parameters
    ----------
    graph
        A two-mode network, such as `build_network` returns.
    side
        `actors` or `forums`; see `project`.
    alpha
        The false discovery rate: lower leaves fewer ties.

    Returns
    -------
    Backbone
        Of the projection; in a network too large to project, of that of its best connected nodes (`projectable`).
        `q_value` is that of Benjamini and Hochberg (1995) over all pairs of nodes, tied or not,
        since all of them could have been; ties with q at most `alpha` are left.

    Raises
    ------
    ValueError
        When `side` is neither.
    """
    graph = projectable(graph, side)
    projected = project(graph, side)
    own, others = sides(graph) if side == "actors" else sides(graph)[::-1]
    ties = incidence(graph, own, others)
    degree = np.diff(ties.indptr)
    expected = expected_ties(degree, np.bincount(ties.indices, minlength=len(others)))
    place = {node: at for at, node in enumerate(own)}
    # Nodes of equal degree are equal to the model: each pair of degrees is worked out once.
    tails: dict[tuple[int, int], Values] = {}
    p_values = []
    for one, other, shared in projected.edges(data="shared"):
        ends = sorted((place[one], place[other]), key=lambda at: (degree[at], at))
        degrees = (int(degree[ends[0]]), int(degree[ends[1]]))
        if degrees not in tails:
            tails[degrees] = _upper_tail(expected[ends[0]] * expected[ends[1]])
        p_values.append(tails[degrees][shared])
    p = np.array(p_values, dtype=np.float64)
    q = q_values(p, len(own) * (len(own) - 1) // 2)
    return _backbone(projected, p, q, q <= alpha)


def expected_ties(rows: Numbers, columns: Numbers) -> Values:
    """Return the probability of each tie under the bipartite configuration model, for these degrees.

    The network of largest entropy whose expected degrees are these: p = xy/(1+xy), with an x for each row and a y for
    each column, found by maximum likelihood. Where degrees leave no choice (a row tied to every column, or to none), p
    is 1 or 0.

    Raises
    ------
    ArithmeticError
        When no probabilities are found whose expected degrees are within 0.001 of `rows` and `columns`.
    """
    probability = np.zeros((len(rows), len(columns)))
    row_left, column_left = np.arange(len(rows)), np.arange(len(columns))
    rows, columns = rows.copy(), columns.copy()
    while True:
        full_rows, full_columns = rows[row_left] >= len(column_left), columns[column_left] >= len(row_left)
        empty_rows, empty_columns = rows[row_left] <= 0, columns[column_left] <= 0
        if not len(row_left) or not len(column_left):
            return probability
        if (full_rows | empty_rows).any():
            full = row_left[full_rows]
            probability[np.ix_(full, column_left)] = 1
            columns[column_left] -= len(full)
            row_left = row_left[~(full_rows | empty_rows)]
        elif (full_columns | empty_columns).any():
            full = column_left[full_columns]
            probability[np.ix_(row_left, full)] = 1
            rows[row_left] -= len(full)
            column_left = column_left[~(full_columns | empty_columns)]
        else:
            inner = _most_likely(rows[row_left].astype(np.float64), columns[column_left].astype(np.float64))
            probability[np.ix_(row_left, column_left)] = inner
            return probability


def _most_likely(rows: Values, columns: Values) -> Values:
    """Return the probabilities of ties for degrees that leave every tie open."""
    from scipy import optimize  # here alone, and slow to import

    # Equal degrees have equal solutions: only the different ones are sought.
    row_degree, row_of, n_rows = np.unique(rows, return_inverse=True, return_counts=True)
    column_degree, column_of, n_columns = np.unique(columns, return_inverse=True, return_counts=True)
    wanted = np.concatenate([row_degree * n_rows, column_degree * n_columns])
    pairs = np.outer(n_rows, n_columns)
    split = len(row_degree)

    def unlikelihood(logs: Values) -> tuple[float, Values]:
        exponent = logs[:split, None] + logs[split:]
        share = pairs / (1 + np.exp(-exponent))
        slope = np.concatenate([share.sum(axis=1), share.sum(axis=0)]) - wanted
        return float((pairs * np.logaddexp(0, exponent)).sum() - logs @ wanted), slope

    with np.errstate(over="ignore"):
        start = np.log(np.concatenate([row_degree, column_degree]) / np.sqrt(rows.sum()))
        options = {"maxiter": 10_000, "maxfun": 20_000, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 30}
        logs = optimize.minimize(unlikelihood, start, jac=True, method="L-BFGS-B", options=options).x
        off = np.abs(unlikelihood(logs)[1] / np.concatenate([n_rows, n_columns])).max()
        if off > 1e-3:
            raise ArithmeticError(f"the null model did not converge: an expected degree is {off:.3g} off")
        found = 1 / (1 + np.exp(-(logs[:split, None] + logs[split:])))
    return np.asarray(found[row_of][:, column_of])


def _upper_tail(chances: Values) -> Values:
    """Return for each number the probability of at least so many successes of independent trials (Poisson-binomial)."""
    law = np.ones(1)
    for chance in chances:
        law = np.append(law * (1 - chance), 0) + np.append(0, law * chance)
    return np.minimum(np.cumsum(law[::-1])[::-1], 1)


def _backbone(graph: nx.Graph, p_values: Values, q_values: Values, kept: Flags) -> Backbone:
    left = nx.Graph(**graph.graph)
    left.add_nodes_from(graph.nodes(data=True))
    labels = dict(graph.nodes(data="label"))
    rows = []
    for (one, other, told), p, q, stays in zip(graph.edges(data=True), p_values, q_values, kept, strict=True):
        if stays:
            left.add_edge(one, other, **told, p_value=float(p), q_value=float(q))
        shared = told.get("shared", np.nan)
        rows.append((one, other, labels[one], labels[other], told["weight"], shared, float(p), float(q), bool(stays)))
    columns = ["source_id", "target_id", "source", "target", "weight", "shared", "p_value", "q_value", "kept"]
    table = pd.DataFrame(rows, columns=columns).astype({"kept": bool, "p_value": float, "q_value": float})
    table = table.sort_values(["p_value", "weight", "source_id", "target_id"], ascending=[True, False, True, True])
    return Backbone(left, table.reset_index(drop=True))
