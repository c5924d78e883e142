"""The backbone: the ties that a null model does not explain, and those that it does."""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from communique.cooccurrence.surprise import q_values
from communique.network.matrices import Flags, Values
from communique.network.null_model import chances_to_share, expected_ties
from communique.network.projection import incidence, project, projectable, sides

__all__ = ["Backbone", "disparity_filter", "null_model_backbone"]


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
    degree = dict(zip(own, np.diff(ties.indptr).tolist(), strict=True))
    expected = expected_ties(np.diff(ties.indptr), np.bincount(ties.indices, minlength=len(others)))
    pairs = [(degree[one], degree[other], shared) for one, other, shared in projected.edges(data="shared")]
    p = chances_to_share(expected, *np.array(pairs, dtype=np.int64).reshape(-1, 3).T)
    q = q_values(p, len(own) * (len(own) - 1) // 2)
    return _backbone(projected, p, q, q <= alpha)


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
