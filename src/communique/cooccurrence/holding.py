"""Which ties hold whatever the unit: a tie that one choice of unit makes is a finding about that choice."""

from itertools import combinations

import pandas as pd

from communique.cooccurrence.table import ranked

__all__ = ["holding", "overlaps"]


def holding(pairs: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """Return the pairs that are among the strongest `top` of some unit, and how they rank in each.

    Parameters
    ----------
    pairs
        The `cooccurrences` table, of several units.
    top
        How many of the strongest pairs of a unit, in the order of `ranked`, are its top.

    Returns
    -------
    pandas.DataFrame
        `source_id`, `target_id`, a column a unit with the rank there (from 1, missing where the pair shares no
        such unit), and `holds`: in the top of how many units. Those that hold in most come first, then
        those with the least sum of ranks.

    Examples
    --------
    >>> from communique import cooccurrences
    >>> mentions = pd.DataFrame({"doc_id": ["d", "d", "d", "e", "e"], "sent_id": [0, 0, 1, 0, 0],
    ...                          "entity_id": ["a", "b", "c", "a", "b"]})
    >>> holding(cooccurrences(mentions), top=1)
      source_id target_id  sentence  document  holds
    0         a         b         1         1      2
    """
    units = list(dict.fromkeys(pairs["unit"]))
    if not units:
        return pd.DataFrame(columns=["source_id", "target_id", "holds"])
    ranks = pd.DataFrame({unit: _ranks(pairs[pairs["unit"] == unit]) for unit in units}, dtype="Int64")
    ranks["holds"] = (ranks[units] <= top).sum(axis=1).astype("int64")
    ranks["sum"] = ranks[units].fillna(len(pairs) + 1).sum(axis=1)
    ranks = ranks[ranks["holds"] > 0].rename_axis(["source_id", "target_id"]).reset_index()
    ranks = ranks.sort_values(
        ["holds", "sum", "source_id", "target_id"], ascending=[False, True, True, True], ignore_index=True
    )
    return ranks[["source_id", "target_id", *units, "holds"]]


def overlaps(held: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """Return how far the tops of every two units agree.

    Parameters
    ----------
    held
        What `holding` returns for the same `top`.

    Returns
    -------
    pandas.DataFrame
        A row two units: `one`, `other`, `both` (pairs in the top of both) and `jaccard` (those over
        the pairs that are in either).
    """
    units = [column for column in held if column not in ("source_id", "target_id", "holds")]
    tops = {unit: set(held.index[(held[unit] <= top).fillna(False)]) for unit in units}
    rows = [
        (one, other, len(tops[one] & tops[other]), len(tops[one] & tops[other]) / max(1, len(tops[one] | tops[other])))
        for one, other in combinations(units, 2)
    ]
    return pd.DataFrame(rows, columns=["one", "other", "both", "jaccard"])


def _ranks(pairs: pd.DataFrame) -> pd.Series:
    first = ranked(pairs).set_index(["source_id", "target_id"])
    return pd.Series(range(1, len(first) + 1), index=first.index, dtype="Int64")
