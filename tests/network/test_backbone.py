"""The ties that a null model does not explain."""

import itertools

import networkx as nx
import numpy as np
import pytest
from graphs import GENERATED, graph_of, southern_women, two_mode_graphs
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from communique.network import disparity_filter, null_model_backbone, project
from communique.network.null_model import expected_ties
from communique.network.projection import incidence, sides


@GENERATED
@given(two_mode_graphs())
def test_the_disparity_of_a_tie_is_the_integral_of_the_paper(graph: nx.Graph) -> None:
    projected = project(graph)
    for row in disparity_filter(projected).ties.itertuples():
        slow = []
        for end in (row.source_id, row.target_id):
            k, share = projected.degree(end), row.weight / projected.degree(end, weight="weight")
            slow.append(1 - (k - 1) * integrate.quad(lambda x, k=k: (1 - x) ** (k - 2), 0, share)[0] if k > 1 else 1)
        assert row.p_value == pytest.approx(min(slow), abs=1e-6)
        assert row.kept == (row.p_value < 0.05)


def test_a_strong_tie_outlives_many_weak_ones() -> None:
    star = nx.Graph([("hub", f"n{i}", {"weight": 1}) for i in range(9)])
    star.add_edge("hub", "friend", weight=50)
    nx.set_node_attributes(star, {n: n for n in star}, "label")
    backbone = disparity_filter(star)
    assert list(backbone.graph.edges) == [("hub", "friend")]
    assert backbone.left == 1
    assert set(backbone.graph) == set(star)
    assert backbone.ties["kept"].tolist() == [True] + [False] * 9


def every_tie(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the expected ties of every node of one side with every node of the other."""
    expected = expected_ties(rows, columns)
    found = expected.probability[np.searchsorted(expected.row_degree, rows)]
    return found[:, np.searchsorted(expected.column_degree, columns)]


@GENERATED
@given(two_mode_graphs(), st.sampled_from(["actors", "forums"]))
def test_p_values_are_tails_of_what_two_share_and_q_values_count_every_pair(graph: nx.Graph, side: str) -> None:
    own = sides(graph)[side == "forums"]
    ties = incidence(graph, *sides(graph)).toarray() > 0
    ties = ties if side == "actors" else ties.T
    expected = every_tie(ties.sum(axis=1), ties.sum(axis=0))
    found = null_model_backbone(graph, side=side).ties
    for row in found.itertuples():
        one, other = own.index(row.source_id), own.index(row.target_id)
        assert row.shared == (ties[one] & ties[other]).sum()
        slow = stats.poisson_binom.sf(row.shared - 1, np.clip(expected[one] * expected[other], 0, 1))
        assert row.p_value == pytest.approx(slow, abs=1e-6)
    every = [*found["p_value"], *[1.0] * (len(own) * (len(own) - 1) // 2 - len(found))]
    if every:
        slow_q = stats.false_discovery_control(np.clip(every, 0, 1), method="bh")[: len(found)]
        np.testing.assert_allclose(found["q_value"], slow_q, atol=1e-9)


def two_circles() -> nx.Graph:
    """Two sets of ten actors that meet in twenty forums each, and one forum that joins all."""
    pairs = [(f"{circle}{a}", f"{circle}-{f}") for circle in "xy" for a in range(10) for f in range(20) if (a + f) % 3]
    return graph_of(pairs + [(f"{circle}{a}", "all") for circle in "xy" for a in range(10)])


def test_the_backbone_of_two_circles_does_not_join_them() -> None:
    backbone = null_model_backbone(two_circles())
    assert len(backbone.ties) == 190  # the forum of all ties everyone to everyone
    # Within a circle those meet most often that stay away from the same forums: every third.
    alike = [(x, y) for x, y in itertools.combinations(list(backbone.graph), 2) if x[0] == y[0]]
    alike = [(x, y) for x, y in alike if int(x[1:]) % 3 == int(y[1:]) % 3]
    assert sorted(map(sorted, backbone.graph.edges)) == sorted(map(sorted, alike))
    gone = backbone.ties[~backbone.ties["kept"]]
    assert (gone["q_value"] > 0.05).all()


def test_the_southern_women_are_too_few_for_a_tie_to_surprise() -> None:
    backbone = null_model_backbone(southern_women())
    assert (backbone.left, len(backbone.ties)) == (0, 139)


@pytest.mark.parametrize("ties", [[], [("a", "f")], [("a", "f"), ("b", "f")], [("a", "f"), ("b", "g")]])
def test_small_networks_have_a_backbone(ties: list[tuple[str, str]]) -> None:
    graph = graph_of(ties)
    for backbone in (null_model_backbone(graph), disparity_filter(project(graph))):
        assert backbone.left == 0
        assert list(backbone.ties)[-3:] == ["p_value", "q_value", "kept"]
