"""The bipartite configuration model: how much two nodes share when chance decides all but the degrees.

Nodes of one degree are equal to the model, so it is solved for the different degrees, of which there are few: a network
of n ties has at most √(2n) on either side. No step goes through all pairs of nodes.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from communique.network.matrices import Numbers, Values

__all__ = ["ExpectedTies", "chances_to_share", "expected_ties"]

AT_ONCE = 256  # pairs of degrees whose distributions are worked out side by side


@dataclass(frozen=True)
class ExpectedTies:
    """The probability of a tie between nodes of two degrees, of a side each.

    Attributes
    ----------
    row_degree, column_degree
        The different degrees, in ascending order.
    n_columns
        How many columns have each degree.
    probability
        A row a `row_degree`, a column a `column_degree`.
    """

    row_degree: Numbers
    column_degree: Numbers
    n_columns: Numbers
    probability: Values


def expected_ties(rows: Numbers, columns: Numbers) -> ExpectedTies:
    """Return the probability of each tie under the bipartite configuration model, for these degrees of all nodes.

    The network of largest entropy whose expected degrees are these: p = xy/(1+xy), with an x for each row and a y for
    each column, found by maximum likelihood (Saracco et al. 2015, "Randomizing bipartite networks: the case of the
    World Trade Web"). Where degrees leave no choice (a row tied to every column, or to none), p is 1 or 0.

    Raises
    ------
    ArithmeticError
        When no probabilities are found whose expected degrees are within 0.001 of `rows` and `columns`.

    Examples
    --------
    >>> expected = expected_ties(np.array([2, 1, 1]), np.array([2, 2]))
    >>> expected.row_degree, expected.column_degree, expected.n_columns
    (array([1, 2]), array([2]), array([2]))
    >>> expected.probability.round(3)
    array([[0.5],
           [1. ]])
    """
    row_degree, n_rows = np.unique(rows, return_counts=True)
    column_degree, n_columns = np.unique(columns, return_counts=True)
    probability = np.zeros((len(row_degree), len(column_degree)))
    row_left, column_left = np.arange(len(row_degree)), np.arange(len(column_degree))
    row_open, column_open = row_degree.copy(), column_degree.copy()  # the ties that are not certain
    while len(row_left) and len(column_left):
        full_rows = row_open[row_left] >= n_columns[column_left].sum()
        full_columns = column_open[column_left] >= n_rows[row_left].sum()
        sure_rows, sure_columns = full_rows | (row_open[row_left] <= 0), full_columns | (column_open[column_left] <= 0)
        if sure_rows.any():
            full = row_left[full_rows]
            probability[np.ix_(full, column_left)] = 1
            column_open[column_left] -= n_rows[full].sum()
            row_left = row_left[~sure_rows]
        elif sure_columns.any():
            full = column_left[full_columns]
            probability[np.ix_(row_left, full)] = 1
            row_open[row_left] -= n_columns[full].sum()
            column_left = column_left[~sure_columns]
        else:
            probability[np.ix_(row_left, column_left)] = _most_likely(
                row_open[row_left], n_rows[row_left], column_open[column_left], n_columns[column_left]
            )
            break
    return ExpectedTies(row_degree, column_degree, n_columns, probability)


def chances_to_share(expected: ExpectedTies, one: Numbers, other: Numbers, shared: Numbers) -> Values:
    """Return for pairs of rows the probability that they share at least so many columns.

    How many they share is Poisson-binomial (Saracco et al. 2017). One distribution serves all pairs of the same two
    degrees, and is worked out no further than the most that one of them shares, and until nothing adds to its tail.

    Parameters
    ----------
    expected
        What `expected_ties` returns.
    one, other, shared
        Of each pair the degrees of its two rows, and how many columns they share.
    """
    n_degrees = len(expected.row_degree)
    ends = np.sort(np.searchsorted(expected.row_degree, [one, other]), axis=0)
    codes, pair_of = np.unique(ends[0] * n_degrees + ends[1], return_inverse=True)
    most = np.zeros(len(codes), np.int64)
    np.maximum.at(most, pair_of, shared)
    by_most = np.argsort(most, kind="stable")  # side by side are those whose distributions are equally long
    place = np.empty_like(by_most)
    place[by_most] = np.arange(len(codes))
    order = np.argsort(place[pair_of], kind="stable")
    at = place[pair_of[order]]
    found = np.empty(len(shared))
    for start in range(0, len(codes), AT_ONCE):
        some = by_most[start : start + AT_ONCE]
        low, high = np.divmod(codes[some], n_degrees)
        tails = _upper_tails(expected.probability[low] * expected.probability[high], expected.n_columns, most[some[-1]])
        mine = slice(*np.searchsorted(at, [start, start + AT_ONCE]))
        found[order[mine]] = tails[shared[order[mine]], at[mine] - start]
    return found


def _most_likely(rows: Numbers, n_rows: Numbers, columns: Numbers, n_columns: Numbers) -> Values:
    """Return the probabilities of ties for different degrees, each of so many nodes, that leave every tie open."""
    from scipy import optimize  # here alone, and slow to import

    wanted = np.concatenate([rows * n_rows, columns * n_columns]).astype(np.float64)
    pairs = np.outer(n_rows, n_columns)
    split = len(rows)

    def unlikelihood(logs: Values) -> tuple[float, Values]:
        exponent = logs[:split, None] + logs[split:]
        share = pairs / (1 + np.exp(-exponent))
        slope = np.concatenate([share.sum(axis=1), share.sum(axis=0)]) - wanted
        return float((pairs * np.logaddexp(0, exponent)).sum() - logs @ wanted), slope

    with np.errstate(over="ignore"):
        start = np.log(np.concatenate([rows, columns]) / np.sqrt(wanted[:split].sum()))
        options = {"maxiter": 10_000, "maxfun": 20_000, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 30}
        logs = optimize.minimize(unlikelihood, start, jac=True, method="L-BFGS-B", options=options).x
        off = np.abs(unlikelihood(logs)[1] / np.concatenate([n_rows, n_columns])).max()
        if off > 1e-3:
            raise ArithmeticError(f"the null model did not converge: an expected degree is {off:.3g} off")
        return np.asarray(1 / (1 + np.exp(-(logs[:split, None] + logs[split:]))))


def _upper_tails(chances: Values, times: Numbers, most: int) -> Values:
    """Return the probability of at least 0, 1, … `most` successes (down) of each row of `chances` (across).

    Parameters
    ----------
    chances
        Of success, a column a kind of trial; trials are independent.
    times
        How many trials there are of each kind.
    """
    # Above the mean a term is at most (mean + 2) / number of the one before it: after so many, the rest adds nothing.
    last = min(int(times.sum()), most + int(9 * np.sqrt(most + 2)) + 15)
    law = np.zeros((last + 1, len(chances)))
    law[0] = 1
    for chance, n in zip(chances.T, times.tolist(), strict=True):
        hits = np.arange(min(n, last) + 1)[:, None]
        choices = special.gammaln(n + 1) - special.gammaln(hits + 1) - special.gammaln(n - hits + 1)
        binomial = np.exp(choices + special.xlogy(hits, chance) + special.xlog1py(n - hits, -chance))
        before, law = law, law * binomial[0]
        for k in range(1, len(hits)):
            law[k:] += before[:-k] * binomial[k]
    at_least = np.cumsum(law[::-1], axis=0)[::-1][: most + 1]
    fewer = np.cumsum(np.vstack([np.zeros(len(chances)), law]), axis=0)[: most + 1]
    # Below the mean the law is cut off before it has ended, and what is below the number is the smaller part.
    above = np.arange(len(at_least))[:, None] > chances @ times
    return np.clip(np.where(above, at_least, 1 - fewer), 0, 1)
