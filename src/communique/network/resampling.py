"""How sure a rank is: networks of documents drawn again, and the ranks that each gives.

Another week's press releases would have told of other meetings. The bootstrap asks how far a rank depends on which
documents there happen to be: it draws as many documents, with replacement, builds the network that they tell of, and
ranks again (Efron and Tibshirani 1993, "An introduction to the bootstrap").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from communique.kinds import STANDING, chosen
from communique.network import matrices
from communique.network.build import Choice, select_participations
from communique.network.centrality import ONE_MODE, TWO_MODE, search
from communique.network.matrices import Matrix, Numbers, Values
from communique.network.projection import SIDES, projectable_rows
from communique.tables import Tables

__all__ = ["Resamples", "draws", "rank_intervals", "rank_text", "ranks_in_words", "resample", "within_reach"]

LEAST_IS_BEST = ("constraint",)
# Ties that are walked along in all resamples together, once for each node that paths are searched from. In a larger
# network paths are searched from a sample of the nodes, but from so many at least.
WALKED, FEWEST = 2_000_000_000, 16
# Ties of all resamples together. Documents are drawn less often for a larger network, but so often at least.
DRAWN, FEWEST_DRAWS = 4_000_000, 20
COLUMNS = ["entity_id", "name", "type", "measure", "value", "rank", "low", "high", "draws"]


@dataclass(frozen=True)
class Resamples:
    """The network of all documents and those of documents drawn again, as weights of one list of ties.

    `actors` and `forums` are identifiers in order; tie t joins the actor `rows[t]` to the forum `columns[t]`; its
    weight (sentences) is `observed[t]`, and `drawn[t, r]` in the r-th resample, 0 where no document drawn tells it.
    """

    actors: list[str]
    forums: list[str]
    rows: Numbers
    columns: Numbers
    observed: Values
    drawn: Values

    def incidence(self, weights: Values) -> Matrix:
        """Return the network of these weights of the ties as a matrix: actors down, forums across."""
        told = weights > 0
        shape = (len(self.actors), len(self.forums))
        return sparse.csr_array((weights[told], (self.rows[told], self.columns[told])), shape=shape)


def resample(
    tables: Tables,
    *,
    roles: Choice = None,
    statuses: Choice = STANDING,
    min_sentences: int = 1,
    n_resamples: int = 200,
    seed: int = 0,
) -> Resamples:
    """Return the network of participations, and those of documents drawn with replacement.

    Parameters
    ----------
    tables, roles, statuses, min_sentences
        See `communique.build_network`.
    n_resamples
        How many times as many documents as were read are drawn; for a large network less often (`draws`).
    seed
        Which ones: the same seed, the same documents.

    Returns
    -------
    Resamples
        A document that is drawn twice counts twice.
    """
    told = select_participations(tables, roles=roles, statuses=statuses)
    told = told[["actor_id", "forum_id", "doc_id", "sent_id"]].drop_duplicates()  # two roles in one sentence count once
    documents = sorted(tables.documents.loc[tables.documents["status"] == "read", "doc_id"])
    # Ties in order, so that the order of the participations does not matter.
    ties = told.groupby(["actor_id", "forum_id", "doc_id"], sort=True).size().reset_index(name="sentences")
    pairs = ties[["actor_id", "forum_id"]].drop_duplicates()
    actors, forums = sorted(set(pairs["actor_id"])), sorted(set(pairs["forum_id"]))
    tie = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(ties[["actor_id", "forum_id"]]))
    document = pd.Index(documents).get_indexer(ties["doc_id"])
    shape = (len(pairs), len(documents))
    sentences = sparse.csr_array((ties["sentences"].to_numpy(dtype=float), (tie, document)), shape=shape)
    random = np.random.default_rng(seed)
    n_resamples = draws(len(pairs), n_resamples)
    even = np.full(len(documents), 1 / max(len(documents), 1))
    times = random.multinomial(len(documents), even, size=n_resamples).T if documents else np.zeros((0, n_resamples))
    observed, drawn = sentences.sum(axis=1), sentences @ times.astype(np.float64)
    kept = observed >= min_sentences
    drawn = np.where(drawn >= min_sentences, drawn, 0)
    rows = pd.Index(actors).get_indexer(pairs["actor_id"]).astype(np.int64)
    columns = pd.Index(forums).get_indexer(pairs["forum_id"]).astype(np.int64)
    return _without_strangers(Resamples(actors, forums, rows[kept], columns[kept], observed[kept], drawn[kept]))


def _without_strangers(sampled: Resamples) -> Resamples:
    """Return the same without actors and forums that have no tie left."""
    rows, row_of = np.unique(sampled.rows, return_inverse=True)
    columns, column_of = np.unique(sampled.columns, return_inverse=True)
    actors, forums = [sampled.actors[row] for row in rows], [sampled.forums[column] for column in columns]
    return Resamples(actors, forums, row_of, column_of, sampled.observed, sampled.drawn)


def within_reach(sampled: Resamples, side: str) -> Resamples:
    """Return the same for the part of the network that is projected on a side; see `projectable`."""
    if not side:
        return sampled
    ties = sampled.incidence(sampled.observed)
    rows = projectable_rows(ties if side == "actors" else sparse.csr_array(ties.T))
    kept = np.isin(sampled.rows if side == "actors" else sampled.columns, rows)
    if kept.all():
        return sampled
    ends = (sampled.rows[kept], sampled.columns[kept])
    left = Resamples(sampled.actors, sampled.forums, *ends, sampled.observed[kept], sampled.drawn[kept])
    return _without_strangers(left)


def draws(n_ties: int, n_resamples: int) -> int:
    """Return how often documents are drawn for a network of so many ties: as asked, or as `DRAWN` ties allow.

    Examples
    --------
    >>> draws(1_000, 200), draws(100_000, 200), draws(10_000_000, 200)
    (200, 40, 20)
    """
    return min(n_resamples, max(FEWEST_DRAWS, DRAWN // max(n_ties, 1)))


def rank_intervals(
    tables: Tables,
    *,
    measure: Choice = None,
    side: str = "",
    roles: Choice = None,
    statuses: Choice = STANDING,
    min_sentences: int = 1,
    n_resamples: int = 200,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the rank of each node by each measure, and between which ranks it lies when documents are drawn again.

    Parameters
    ----------
    tables, roles, statuses, min_sentences
        See `communique.build_network`.
    measure
        One or several (a list, or with commas) of `TWO_MODE`, or of `ONE_MODE` where a side is named; none: all.
    side
        Empty: the two-mode network, where actors are ranked among actors and forums among forums. `actors` or
        `forums`: the projection on them (`project`).
    n_resamples, seed
        How often as many documents are drawn with replacement, and which. For a large network less often: so that
        the networks drawn have 4,000,000 ties together (a tie of a projection has two ends, and counts twice), and
        20 times at least; the column `draws` tells it.
    level
        The share of the resamples that the interval holds.

    Returns
    -------
    pandas.DataFrame
        A row a measure and node: `entity_id`, `name`, `type`, `measure`, `value` (in the network of all documents),
        `rank` (1 the best; equals share the best rank that they could have), `low`, `high`: the least and the largest
        rank in the middle `level` of the resamples, widened to hold `rank`; `draws`, how many resamples there were. Who
        has no tie in a resample ranks there below all that have one. In the order of the measures, then of the ranks.
        In a large network (`WALKED`) betweenness and closeness are estimated from a sample of the nodes, which widens
        their intervals. Of a network too large to project, the best connected nodes alone are ranked (`projectable`).

    Raises
    ------
    ParameterError, ValueError
        When there is no such measure; when `side` is none.
    """
    if side and side not in SIDES:
        raise ValueError(f"side {side!r} is none of {', '.join(SIDES)}")
    wanted = chosen(measure, list(ONE_MODE if side else TWO_MODE), what="measure")
    sampled = resample(
        tables, roles=roles, statuses=statuses, min_sentences=min_sentences, n_resamples=n_resamples, seed=seed
    )
    sampled = within_reach(sampled, side)
    n_ties = _network(sampled, sampled.observed, side).nnz
    n_draws = draws(n_ties, sampled.drawn.shape[1])
    observed = _valued(sampled, sampled.observed, wanted, side, _pivots(n_ties, 1), seed)
    pivots = _pivots(n_ties, n_draws)
    drawn = [_valued(sampled, weights, wanted, side, pivots, seed) for weights in sampled.drawn.T[:n_draws]]
    groups = _ranked_among(sampled, side)
    nodes = {"": sampled.actors + sampled.forums, "actors": sampled.actors, "forums": sampled.forums}[side]
    entities = tables.entities.set_index("entity_id")
    parts = []
    for name in wanted:
        rank = _ranks(observed[name], groups, name)
        ranks = np.array([_ranks(values[name], groups, name) for values in drawn]).reshape(len(drawn), len(nodes))
        low, high = _middle(ranks, level) if drawn else (rank, rank)
        part = pd.DataFrame({"entity_id": nodes, "measure": name, "value": observed[name], "rank": rank})
        parts.append(part.assign(low=np.minimum(low, rank), high=np.maximum(high, rank), draws=n_draws, group=groups))
    table = pd.concat(parts, ignore_index=True)
    table["name"], table["type"] = (table["entity_id"].map(entities[column]) for column in ("name", "type"))
    table["order"] = table["measure"].map(wanted.index)
    return table.sort_values(["order", "group", "rank", "entity_id"], ignore_index=True)[COLUMNS]


def _pivots(n_ties: int, n_resamples: int) -> int:
    """Return from how many nodes paths are searched in each of so many networks."""
    return max(FEWEST, WALKED // max(1, n_resamples * n_ties))


def _middle(ranks: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """Return the quantiles (1−level)/2 and (1+level)/2 over the rows, outward to the next rank."""
    low = np.quantile(ranks, (1 - level) / 2, axis=0, method="lower")
    high = np.quantile(ranks, (1 + level) / 2, axis=0, method="higher")
    return low.astype(np.int64), high.astype(np.int64)


def _ranked_among(sampled: Resamples, side: str) -> Numbers:
    """Return for each node the group in which it is ranked: 0 for actors, 1 for forums, if both are there."""
    if side:
        return np.zeros(len(getattr(sampled, side)), dtype=np.int64)
    return np.repeat([0, 1], [len(sampled.actors), len(sampled.forums)])


def _ranks(values: Values, groups: Numbers, measure: str) -> Numbers:
    """Return 1 for the best of each group; equals share the best rank, and what has no value ranks last."""
    # Rounded, so that the last digits of a sum make no order among equals.
    with np.errstate(divide="ignore"):
        digits = 10 - np.floor(np.log10(np.abs(values).max(initial=0, where=~np.isnan(values)) or 1))
    best = np.round(-values if measure in LEAST_IS_BEST else values, int(digits))
    best = np.where(np.isnan(best), -np.inf, best)
    ranks = np.empty(len(values), dtype=np.int64)
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group)
        ascending = np.sort(best[inside])
        ranks[inside] = 1 + len(inside) - np.searchsorted(ascending, best[inside], side="right")
    return ranks


def _valued(
    sampled: Resamples, weights: Values, wanted: Iterable[str], side: str, pivots: int, seed: int
) -> dict[str, Values]:
    """Return the wanted measures of one network, by name."""
    network = _network(sampled, weights, side)
    return (_one_mode_values if side else _two_mode_values)(network, list(wanted), pivots, seed)


def _network(sampled: Resamples, weights: Values, side: str) -> Matrix:
    """Return the incidence of actors and forums, or the weights of the projection on a side."""
    incidence = sampled.incidence(weights)
    if not side:
        return incidence
    return matrices.newman_weights(incidence if side == "actors" else sparse.csr_array(incidence.T))


def _two_mode_values(incidence: Matrix, wanted: list[str], pivots: int, seed: int) -> dict[str, Values]:
    """Return the measures of `TWO_MODE` for the rows of a two-mode network, then for its columns."""
    adjacency = matrices.two_mode(incidence)
    there = np.diff(adjacency.indptr) > 0
    rows = np.arange(len(there)) < incidence.shape[0]
    n_actors, n_forums = int((there & rows).sum()), int((there & ~rows).sum())
    values: dict[str, Values] = {}
    if "ties" in wanted:
        values["ties"] = np.diff(adjacency.indptr).astype(np.float64)
    if "strength" in wanted:
        values["strength"] = adjacency.sum(axis=1)
    if "clustering" in wanted:
        values["clustering"] = matrices.clustering(incidence, seed=seed)
    if "birank" in wanted:
        values["birank"] = matrices.birank(incidence)
    if "betweenness" in wanted or "closeness" in wanted:
        of = matrices.components(adjacency)
        between, distance = _paths(adjacency, of, pivots, seed)
        most_actors, most_forums = matrices.betweenness_norms(n_actors, n_forums)
        values["betweenness"] = between / np.where(rows, most_actors or 1, most_forums or 1)
        n_own, n_other = np.where(rows, [[n_actors], [n_forums]], [[n_forums], [n_actors]])
        values["closeness"] = matrices.bipartite_closeness(distance, np.bincount(of)[of], n_own, n_other)
    return values


def _one_mode_values(weights: Matrix, wanted: list[str], pivots: int, seed: int) -> dict[str, Values]:
    """Return the measures of `ONE_MODE` for the nodes of a projection."""
    n = weights.shape[0]
    values: dict[str, Values] = {}
    if "ties" in wanted:
        values["ties"] = np.diff(weights.indptr).astype(np.float64)
    if "strength" in wanted:
        values["strength"] = weights.sum(axis=1)
    if "betweenness" in wanted:
        most = (n - 1) * (n - 2) / 2
        between, _ = _paths(weights, matrices.components(weights), pivots, seed)
        values["betweenness"] = between / (most or 1)
    if "eigenvector" in wanted:
        values["eigenvector"] = matrices.eigenvector(weights)
    if "core" in wanted:
        values["core"] = matrices.core_numbers(weights).astype(np.float64)
    if "constraint" in wanted:
        values["constraint"] = matrices.constraint(weights)
    return values


def _paths(adjacency: Matrix, of: Numbers, pivots: int, seed: int) -> tuple[Values, Values]:
    """Return the betweenness of each node and the sum of its steps to others, from all nodes or so many of them."""
    if adjacency.shape[0] > pivots:
        sampled = search(adjacency, of, sample_above=pivots, pivots=pivots, seed=seed)
        return sampled.betweenness, sampled.distance
    found = matrices.paths(adjacency, np.flatnonzero(np.diff(adjacency.indptr)))
    return found.through / 2, found.distance


def rank_text(rank: int, low: int, high: int) -> str:
    """Return a rank with its interval.

    Examples
    --------
    >>> rank_text(2, 1, 5)
    '2 (1–5)'
    """
    return f"{rank:,} ({low:,}–{high:,})"


def ranks_in_words(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return what `rank_intervals` returns as a row a node: `name`, `type`, and each measure as "2 (1–5)".

    In the order of the first measure, actors before forums.
    """
    measures = list(dict.fromkeys(ranks["measure"]))
    told = ranks.assign(text=[rank_text(*row) for row in ranks[["rank", "low", "high"]].itertuples(index=False)])
    wide = told.pivot_table(index="entity_id", columns="measure", values="text", aggfunc="first")
    first = told[told["measure"] == measures[0]] if measures else told
    table = first[["entity_id", "name", "type"]].reset_index(drop=True)
    return table.assign(**{name: table["entity_id"].map(wide[name]) for name in measures}).drop(columns="entity_id")
