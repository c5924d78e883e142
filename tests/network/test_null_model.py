"""What chance makes of degrees, against every node and every trial one by one."""

import numpy as np
import pytest
from graphs import GENERATED
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from communique.network import null_model
from communique.network.null_model import ExpectedTies, chances_to_share, expected_ties


@st.composite
def two_modes(draw: st.DrawFn) -> np.ndarray:
    """Draw who takes part in what: up to twelve rows and nine columns, some of them full, empty or alike."""
    shape = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    cells = draw(st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    return np.array(cells).reshape(shape)


def node_by_node(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the expected ties with a multiplier for every node, certain ties first: slow and obvious."""
    found = np.full((len(rows), len(columns)), np.nan)
    while (free := np.isnan(found)).any():
        row_open, column_open = (rows - np.nansum(found, axis=1))[:, None], columns - np.nansum(found, axis=0)
        never = free & ((row_open <= 0) | (column_open <= 0))
        always = free & ((row_open >= free.sum(axis=1)[:, None]) | (column_open >= free.sum(axis=0)))
        found[never], found[always] = 0, 1
        if not (never | always).any():
            found[free] = most_likely(row_open[free.any(axis=1), 0], column_open[free.any(axis=0)]).ravel()
    return found


def most_likely(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the xy/(1+xy) that sum up to these degrees."""

    def ties(logs: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(logs[: len(rows), None] + logs[len(rows) :])))

    def off(logs: np.ndarray) -> np.ndarray:
        return np.concatenate([ties(logs).sum(axis=1) - rows, ties(logs).sum(axis=0) - columns])

    return ties(optimize.root(off, np.zeros(len(rows) + len(columns)), method="lm").x)


@GENERATED
@given(two_modes())
def test_nodes_of_one_degree_have_the_ties_that_each_would_have_alone(ties: np.ndarray) -> None:
    rows, columns = ties.sum(axis=1), ties.sum(axis=0)
    expected = expected_ties(rows, columns)
    found = expected.probability[np.searchsorted(expected.row_degree, rows)]
    found = found[:, np.searchsorted(expected.column_degree, columns)]
    np.testing.assert_allclose(found, node_by_node(rows, columns), atol=2e-3)
    np.testing.assert_allclose(found.sum(axis=1), rows, atol=2e-3)
    np.testing.assert_allclose(found.sum(axis=0), columns, atol=2e-3)
    assert expected.n_columns.tolist() == [(columns == degree).sum() for degree in expected.column_degree]


def test_degrees_that_leave_no_choice_are_certain() -> None:
    nested = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]])
    found = expected_ties(nested.sum(axis=1), nested.sum(axis=0))
    np.testing.assert_array_equal(found.probability, nested[::-1, ::-1])  # degrees ascend


def at_least(chances: np.ndarray) -> np.ndarray:
    """Return the probability of at least 0, 1, … successes, trial after trial."""
    law = np.ones(1)
    for chance in chances:
        law = np.append(law * (1 - chance), 0) + np.append(0, law * chance)
    return np.cumsum(law[::-1])[::-1]


@pytest.mark.parametrize("at_once", [1, 2, 256])
@GENERATED
@given(data=st.data())
def test_chances_are_sums_over_every_trial(at_once: int, data: st.DataObject) -> None:
    n_rows, n_kinds = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    chance = st.one_of(st.sampled_from([0.0, 1.0, 1e-9]), st.floats(0, 1))
    probability = np.array(data.draw(st.lists(chance, min_size=n_rows * n_kinds, max_size=n_rows * n_kinds)))
    probability = probability.reshape(n_rows, n_kinds)
    times = np.array(data.draw(st.lists(st.integers(1, 60), min_size=n_kinds, max_size=n_kinds)))
    degrees = 3 * np.arange(n_rows)
    end = st.integers(0, n_rows - 1)
    pairs = data.draw(st.lists(st.tuples(end, end, st.integers(0, int(times.sum()))), max_size=12))
    one, other, shared = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(null_model, "AT_ONCE", at_once)
        expected = ExpectedTies(degrees, np.arange(n_kinds), times, probability)
        found = chances_to_share(expected, degrees[one], degrees[other], shared)
    slow = [at_least(np.repeat(probability[a] * probability[b], times))[n] for a, b, n in pairs]
    np.testing.assert_allclose(found, np.minimum(slow, 1), rtol=1e-9, atol=1e-290)


def test_a_tail_far_from_the_mean_keeps_its_digits() -> None:
    expected = ExpectedTies(np.array([1]), np.array([1, 2]), np.array([5_000, 40]), np.array([[0.01, 0.3]]))
    one = np.ones(4, np.int64)
    shared = np.array([1, 5, 60, 400])
    slow = at_least(np.repeat([0.0001, 0.09], [5_000, 40]))[shared]
    np.testing.assert_allclose(chances_to_share(expected, one, one, shared), slow, rtol=1e-9, atol=0)
