"""How strong a tie is: measures of association in a fourfold table of units.

All take arrays: `together` (units that name both), `first` and `second` (units that name the one and the other) and
`total` (all units). Each formula is that of its source, over the cells of the table

==============  ================  =====================================
                names the other   does not
==============  ================  =====================================
names the one   together          first - together
does not        second - together total - first - second + together
==============  ================  =====================================
"""

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

__all__ = ["Counts", "Values", "cosine", "jaccard", "lift", "log_likelihood", "log_odds", "npmi"]

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


def jaccard(together: Counts, first: Counts, second: Counts) -> Values:
    """Return the units that name both over those that name either: 0 to 1 (Jaccard, 1901)."""
    return together / (first + second - together)


def cosine(together: Counts, first: Counts, second: Counts) -> Values:
    """Return the units that name both over the geometric mean of those that name each: 0 to 1 (Ochiai, 1957)."""
    return together / np.sqrt(first * second.astype(np.float64))


def lift(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return the units that name both over those to be expected by chance: 1 as chance has it, no upper bound.

    What is expected is first · second / total (Brin et al., 1997, "Dynamic itemset counting", as interest).
    """
    return together / (first * (second / total))


def npmi(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return log(p(xy) / p(x)p(y)) / -log p(xy): -1 (never together) to 1 (only together).

    Bouma (2009), "Normalized (pointwise) mutual information in collocation extraction". It is 1 where the two
    fill every unit together.
    """
    joint = together / total
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(lift(together, first, second, total)) / -np.log(joint)
    bounded: Values = np.clip(np.where(joint == 1, 1.0, values), -1, 1)
    return bounded


def log_likelihood(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return the likelihood ratio G², with the sign of what there is against what is expected.

    G² = 2 Σ observed · log(observed / expected) over the four cells (Dunning, 1993, "Accurate methods for the
    statistics of surprise and coincidence"). A pair that meets less often than chance has it gets a minus.
    """
    values = np.zeros(len(together))
    for observed, row, column in (
        (together, first, second),
        (first - together, first, total - second),
        (second - together, total - first, second),
        (total - first - second + together, total - first, total - second),
    ):
        expected = row * (column / total)
        values += xlogy(observed, np.divide(observed, expected, out=np.ones_like(expected), where=expected > 0))
    signed: Values = np.copysign(2 * np.maximum(values, 0), together - first * (second / total))
    return signed


def log_odds(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return the natural logarithm of the odds ratio, one half added to each cell: 0 as chance has it.

    The size of the effect that goes with the p-value; unlike that it does not grow with the corpus alone. The
    halves (Haldane, 1956; Anscombe, 1956) keep it finite where a cell is empty.
    """
    neither = total - first - second + together
    ratio = (together + 0.5) * (neither + 0.5) / ((first - together + 0.5) * (second - together + 0.5))
    return np.asarray(np.log(ratio), dtype=np.float64)
