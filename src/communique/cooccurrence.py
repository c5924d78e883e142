"""Which entities are named together, how often, how much more often than chance would have it."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

__all__ = ["UNITS", "cooccurrences"]

UNITS = ("sentence", "document")

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


def cooccurrences(mentions: pd.DataFrame, *, units: tuple[str, ...] = UNITS) -> pd.DataFrame:
    """Return the pairs of entities that share a unit of text.

    Parameters
    ----------
    mentions
        The `mentions` table; `doc_id`, `sent_id` and `entity_id` are used.
    units
        Any of `sentence`, `document`.

    Returns
    -------
    pandas.DataFrame
        The `cooccurrences` table, a row a pair (`source_id` < `target_id`) and unit, sorted:

        - `n_units`, `n_documents`: units and documents that name both;
        - `jaccard`: shared units over units that name either;
        - `npmi`: normalised pointwise mutual information, -1 (never together) to 1 (only together),
          Bouma (2009), "Normalized (pointwise) mutual information in collocation extraction";
        - `p_value`: probability of at least so many shared units if the two were spread over the
          units independently (hypergeometric, margins fixed); `q_value`: the same after Benjamini
          and Hochberg (1995) over all pairs of the unit;
        - `evidence`: the shared sentences as `doc_id#sent_id`, or the shared documents as `doc_id`.

    Examples
    --------
    >>> mentions = pd.DataFrame({"doc_id": ["d"] * 4, "sent_id": [0, 0, 1, 2],
    ...                          "entity_id": ["state:RUS", "org:asean", "org:asean", "state:RUS"]})
    >>> pairs = cooccurrences(mentions, units=("sentence",))
    >>> pairs[["source_id", "target_id", "n_units", "jaccard"]].to_records(index=False).tolist()
    [('org:asean', 'state:RUS', 1, 0.3333333333333333)]
    """
    counted = [_pairs_in(unit, mentions) for unit in units]
    filled = [pairs for pairs in counted if len(pairs)]
    return pd.concat(filled or [_pairs_in("sentence", mentions.iloc[:0])], ignore_index=True)


def _pairs_in(unit: str, mentions: pd.DataFrame) -> pd.DataFrame:
    # A unit counts an entity once, however often it names it.
    places = _places(unit, mentions)
    held = pd.DataFrame({"place": places, "entity_id": mentions["entity_id"]}).drop_duplicates()
    unit_codes, units = pd.factorize(held["place"])  # in order of appearance, which is the order of reading
    entity_codes, entities = pd.factorize(held["entity_id"], sort=True)
    incidence = sparse.csc_array(
        (np.ones(len(held), dtype=np.int64), (unit_codes, entity_codes)), shape=(len(units), len(entities))
    )
    incidence.sort_indices()
    shared = sparse.triu(incidence.T @ incidence, k=1).tocoo()
    order = np.lexsort((shared.col, shared.row))
    source, target, together = shared.row[order], shared.col[order], shared.data[order]
    n_units = np.diff(incidence.indptr).astype(np.int64)
    evidence = [
        units[np.intersect1d(_column(incidence, s), _column(incidence, t), assume_unique=True)].tolist()
        for s, t in zip(source, target, strict=True)
    ]
    p_values = _p_values(together, n_units[source], n_units[target], len(units))
    return pd.DataFrame(
        {
            "source_id": entities[source].astype(str),
            "target_id": entities[target].astype(str),
            "unit": unit,
            "n_units": together,
            "n_documents": [len({_document(place, unit) for place in places}) for places in evidence],
            "jaccard": together / (n_units[source] + n_units[target] - together),
            "npmi": _npmi(together, n_units[source], n_units[target], len(units)),
            "p_value": p_values,
            "q_value": _q_values(p_values),
            "evidence": evidence,
        }
    )


def _places(unit: str, mentions: pd.DataFrame) -> pd.Series:
    if unit == "sentence":
        return mentions["doc_id"].astype(str) + "#" + mentions["sent_id"].astype(str)
    if unit == "document":
        return mentions["doc_id"].astype(str)
    raise ValueError(f"unit {unit!r} is none of {', '.join(UNITS)}")


def _document(place: str, unit: str) -> str:
    return place.rpartition("#")[0] if unit == "sentence" else place


def _column(matrix: sparse.csc_array, column: int) -> npt.NDArray[np.int32]:
    rows: npt.NDArray[np.int32] = matrix.indices[matrix.indptr[column] : matrix.indptr[column + 1]]
    return rows


def _npmi(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return log(p(xy) / p(x)p(y)) / -log p(xy); 1 where the two fill every unit together."""
    joint = together / total
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(joint * total * total / (first * second)) / -np.log(joint)
    return np.clip(np.where(joint == 1, 1.0, values), -1, 1)


def _p_values(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    from scipy.stats import hypergeom  # half a second, which readers of tables need not spend

    values: Values = np.clip(hypergeom.sf(together - 1, total, first, second), 0, 1)
    return values


def _q_values(p_values: Values) -> Values:
    from scipy.stats import false_discovery_control

    return false_discovery_control(p_values) if len(p_values) else p_values
