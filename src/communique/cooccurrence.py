"""Which entities are named together, how often, how much more often than chance would have it."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaln

__all__ = ["MOST_ENTITIES", "UNITS", "cooccurrences"]

UNITS = ("sentence", "document")
MOST_ENTITIES = 2_000

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


def cooccurrences(
    mentions: pd.DataFrame, *, units: tuple[str, ...] = UNITS, most_entities: int = MOST_ENTITIES
) -> pd.DataFrame:
    """Return the pairs of entities that share a unit of text.

    Parameters
    ----------
    mentions
        The `mentions` table; `doc_id`, `sent_id` and `entity_id` are used.
    units
        Any of `sentence`, `document`.
    most_entities
        A unit that names more entities ties none of them: it is an index or a list, and its pairs, which
        grow with the square of their number, would drown all others.

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
    counted = [_pairs_in(unit, mentions, most_entities) for unit in units]
    filled = [pairs for pairs in counted if len(pairs)]
    return pd.concat(filled or [_pairs_in("sentence", mentions.iloc[:0], most_entities)], ignore_index=True)


def _pairs_in(unit: str, mentions: pd.DataFrame, most: int) -> pd.DataFrame:
    # A unit counts an entity once, however often it names it.
    places = _places(unit, mentions)
    held = pd.DataFrame({"place": places, "entity_id": mentions["entity_id"]}).drop_duplicates()
    unit_codes, units = pd.factorize(held["place"])  # in order of appearance, which is the order of reading
    entity_codes, entities = pd.factorize(held["entity_id"], sort=True)
    source, target, unit_of = _shared(unit_codes, entity_codes, len(units), most)
    first = np.flatnonzero(np.diff(source, prepend=-1) | np.diff(target, prepend=-1))  # where each pair begins
    together = np.diff(first, append=len(source))
    n_units = np.bincount(entity_codes, minlength=len(entities))
    places = units.to_numpy(dtype=object)[unit_of].tolist()
    evidence = [places[start : start + n] for start, n in zip(first, together, strict=True)]
    source, target = source[first], target[first]
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


def _shared(unit_codes: Counts, entity_codes: Counts, n_units: int, most: int) -> tuple[Counts, Counts, Counts]:
    """Return the pairs of entities of each unit and the unit, sorted by pair, then unit."""
    order = np.lexsort((entity_codes, unit_codes))
    entities = entity_codes[order]
    bounds = np.searchsorted(unit_codes[order], np.arange(n_units + 1))
    corners: dict[int, tuple[Counts, Counts]] = {}
    parts = []
    for unit, (start, stop) in enumerate(pairwise(bounds.tolist())):
        if not 2 <= stop - start <= most:
            continue
        one, other = corners.setdefault(stop - start, np.triu_indices(stop - start, 1))
        parts.append((entities[start + one], entities[start + other], np.full(len(one), unit)))
    if not parts:
        return (np.empty(0, np.int64),) * 3
    source, target, unit_of = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((unit_of, target, source))
    return source[order], target[order], unit_of[order]


def _places(unit: str, mentions: pd.DataFrame) -> pd.Series:
    if unit == "sentence":
        return mentions["doc_id"].astype(str) + "#" + mentions["sent_id"].astype(str)
    if unit == "document":
        return mentions["doc_id"].astype(str)
    raise ValueError(f"unit {unit!r} is none of {', '.join(UNITS)}")


def _document(place: str, unit: str) -> str:
    return place.rpartition("#")[0] if unit == "sentence" else place


def _npmi(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return log(p(xy) / p(x)p(y)) / -log p(xy); 1 where the two fill every unit together."""
    joint = together / total
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(joint * total * total / (first * second)) / -np.log(joint)
    return np.clip(np.where(joint == 1, 1.0, values), -1, 1)


def _p_values(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return the upper tail of the hypergeometric distribution for each pair, from `together` on.

    By logarithms of factorials; `scipy.stats.hypergeom.sf` gives the same and takes a second to import.
    """
    most = np.minimum(first, second)
    lengths = most - together + 1
    pair = np.repeat(np.arange(len(together)), lengths)
    shared = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + together[pair]
    a, b = first[pair], second[pair]
    logs = _log_choose(a, shared) + _log_choose(total - a, b - shared) - _log_choose(np.int64(total), b)
    tails = np.bincount(pair, np.exp(logs), minlength=len(together)).astype(np.float64)
    return np.clip(tails, 0, 1)


def _log_choose(n: Counts | np.int64, k: Counts) -> Values:
    """Return the logarithm of the binomial coefficient, minus infinity where it is zero."""
    inside = (k >= 0) & (k <= n)
    chosen = np.where(inside, k, 0)
    values: Values = gammaln(n + 1) - gammaln(chosen + 1) - gammaln(n - chosen + 1)
    return np.where(inside, values, -np.inf)


def _q_values(p_values: Values) -> Values:
    """Return p-values after Benjamini and Hochberg: the least n/rank times p of this rank or a higher one."""
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * len(p_values) / np.arange(1, len(p_values) + 1)
    values = np.empty_like(p_values)
    values[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return np.maximum(values, p_values)  # equal ones may differ in the last digit
