"""Measures by matrices are those that networkx gives."""

import networkx as nx
import numpy as np
import pytest
from graphs import GENERATED, southern_women, two_mode_graphs
from hypothesis import given
from scipy import sparse

from communique.network import matrices, project
from communique.network.projection import incidence, sides

REFERENCE = {"rtol": 1e-6, "atol": 1e-7}


@pytest.fixture(params=[0, 1], ids=["all cells", "filled cells"])
def packing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arithmetic on all cells of a matrix, or on those that are filled."""
    monkeypatch.setattr(matrices, "FULL", request.param)


def check_paths(graph: nx.Graph) -> None:
    nodes = sorted(graph)
    found = matrices.paths(nx.to_scipy_sparse_array(graph, nodes, weight=None), np.arange(len(nodes)))
    between = nx.betweenness_centrality(graph, normalized=False)
    np.testing.assert_allclose(found.through / 2, [between[n] for n in nodes], **REFERENCE)
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    np.testing.assert_array_equal(found.distance, [sum(lengths[n].values()) for n in nodes])
    squares = [sum(length**2 for length in lengths[n].values()) for n in nodes]
    np.testing.assert_array_equal(found.distance_squared, squares)


@GENERATED
@given(two_mode_graphs())
def test_paths_are_those_of_networkx(graph: nx.Graph) -> None:
    check_paths(graph)
    check_paths(project(graph))


def check_one_mode(graph: nx.Graph) -> None:
    nodes = sorted(graph)
    weights = nx.to_scipy_sparse_array(graph, nodes, weight="weight", dtype=float)
    core, constraint = nx.core_number(graph), nx.constraint(graph, weight="weight")
    assert matrices.core_numbers(weights).tolist() == [core[n] for n in nodes]
    np.testing.assert_allclose(matrices.constraint(weights), [constraint[n] for n in nodes], **REFERENCE)


@GENERATED
@given(two_mode_graphs())
def test_cores_and_constraint_are_those_of_networkx(graph: nx.Graph) -> None:
    check_one_mode(project(graph))


def test_the_clustering_of_a_large_network_is_estimated_from_partners_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    women = incidence(southern_women(), *sides(southern_women()))
    ties = sparse.csr_array(sparse.block_diag([women, [[1]]]))  # and one who shares nothing
    exact = matrices.clustering(ties)
    monkeypatch.setattr(matrices, "MOST_OVERLAPS", 0)
    monkeypatch.setattr(matrices, "PARTNERS", 20_000)
    drawn = matrices.clustering(ties)
    np.testing.assert_allclose(drawn, exact, atol=0.01)
    assert not np.array_equal(drawn, exact)
    assert drawn[18] == exact[18] == 0
    np.testing.assert_array_equal(matrices.clustering(ties), drawn)


@pytest.mark.usefixtures("packing")
def test_many_empty_cells_or_few_make_no_difference() -> None:
    graph = southern_women()
    check_paths(graph)
    check_one_mode(project(graph))


@GENERATED
@given(two_mode_graphs())
def test_the_eigenvector_solves_its_equation_in_the_largest_part(graph: nx.Graph) -> None:
    projected = project(graph)
    weights = nx.to_numpy_array(projected, weight="weight")
    vector = matrices.eigenvector(nx.to_scipy_sparse_array(projected, weight="weight", dtype=float))
    if not weights.any():
        assert not vector.any()
        return
    largest = max(len(part) for part in nx.connected_components(projected))
    assert (vector > 0).sum() == largest
    inside = np.ix_(vector > 0, vector > 0)
    value = vector @ weights @ vector
    assert value == pytest.approx(np.linalg.eigvalsh(weights[inside]).max(), rel=1e-6)


def test_an_eigenvector_that_takes_too_many_steps_is_left_out() -> None:
    path = nx.to_scipy_sparse_array(nx.path_graph(50), dtype=float)
    assert np.isnan(matrices.eigenvector(path, steps=3)).all()


@GENERATED
@given(two_mode_graphs())
def test_newman_weights_are_those_of_the_projection(graph: nx.Graph) -> None:
    actors, forums = sides(graph)
    projected = nx.to_numpy_array(project(graph), actors, weight="weight")
    np.testing.assert_allclose(matrices.newman_weights(incidence(graph, actors, forums)).toarray(), projected)
