"""How sure a tie is: what chance alone would bring about, were names spread over the units independently."""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import gammaln

from communique.cooccurrence.measures import Counts, Values

__all__ = ["could_survive", "least_p_values", "p_values", "q_values"]

BLOCK = 1 << 18  # pairs whose sums are worked out side by side
NEGLIGIBLE = 1e-14  # a term of a sum is, against what is summed already


def p_values(together: Counts, first: Counts, second: Counts, total: int) -> Values:
    """Return the probability of at least so many shared units, the units of each of the two fixed in number.

    The upper tail of the hypergeometric distribution, which is Fisher's exact test, one-sided. The first term comes
    from logarithms of factorials, each further one from the one before it; the shorter side of the distribution
    is summed. `scipy.stats.hypergeom.sf` gives the same and takes a second to import; of a million units seven
    digits are right.
    """
    factorials = _log_factorials(total)
    values = np.empty(len(together))
    for start in range(0, len(together), BLOCK):
        part = slice(start, start + BLOCK)
        values[part] = _tails(together[part], first[part], second[part], total, factorials)
    return values


def _tails(together: Counts, first: Counts, second: Counts, total: int, factorials: Values) -> Values:
    above = together > first * (second / total)
    shared = np.where(above, together, together - 1)  # below the mean: all but the lower tail
    least = np.maximum(first + second - total, 0)
    inside = shared >= least
    logs = _log_probability(np.maximum(shared, least), first, second, total, factorials)
    sums = np.where(inside, np.exp(logs), 0.0)
    at = np.flatnonzero(sums > 0)
    term, k, step = sums[at], shared[at], np.where(above[at], 1, -1)
    while len(at):
        a, b = first[at], second[at]
        low = np.where(step > 0, k, k - 1)  # P(low + 1) / P(low) = over / under
        over, under = (a - low) * (b - low), (low + 1) * (total - a - b + low + 1)
        term = term * np.where(step > 0, over / np.maximum(under, 1), under / np.maximum(over, 1))
        sums[at] += term
        k = k + step
        going = term > NEGLIGIBLE * sums[at]
        at, term, k, step = at[going], term[going], k[going], step[going]
    return np.clip(np.where(above, sums, 1 - sums), 0, 1)


def least_p_values(first: Counts, second: Counts, total: int) -> Values:
    """Return the p-value of each pair had it met as often as it could: the least that its margins allow.

    Tarone (1990), "A modified Bonferroni method for discrete data".
    """
    factorials = _log_factorials(total)
    return np.minimum(np.exp(_log_probability(np.minimum(first, second), first, second, total, factorials)), 1)


def q_values(p_values: Values, tests: int | None = None) -> Values:
    """Return p-values after Benjamini & Hochberg (1995): the least n/rank times p of this rank or a higher one.

    Parameters
    ----------
    p_values
        In any order, which stays.
    tests
        How many tests there were, if more than are listed: those that are not listed have p = 1.
    """
    order = np.argsort(p_values, kind="stable")
    n_tests = len(p_values) if tests is None else tests
    scaled = p_values[order] * n_tests / np.arange(1, len(p_values) + 1)
    values = np.empty_like(p_values)
    values[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return np.maximum(values, p_values)  # equal ones may differ in the last digit


def could_survive(pairs: pd.DataFrame, rate: float) -> int:
    """Return how many pairs of one unit could stay below this false discovery rate at the very most.

    That is, had each met as often as it could. No p-value is less than its `least_p_value`, so no more survive;
    where the number is small, the corpus is too small for the question, whatever it says.
    """
    return int((q_values(pairs["least_p_value"].to_numpy(np.float64)) <= rate).sum())


@lru_cache(maxsize=1)  # the pairs of a large table are asked for in parts
def _log_factorials(most: int) -> Values:
    return np.asarray(gammaln(np.arange(1.0, most + 2)), dtype=np.float64)


def _log_probability(shared: Counts, first: Counts, second: Counts, total: int, factorials: Values) -> Values:
    """Return the logarithm of the probability that just so many units are shared."""
    margins = factorials[first] + factorials[total - first] + factorials[second] + factorials[total - second]
    inner = factorials[shared] + factorials[first - shared] + factorials[second - shared]
    values: Values = margins - factorials[total] - inner - factorials[total - first - second + shared]
    return values
