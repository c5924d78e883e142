"""Who keeps company with whom, and how much of that holds."""

from dataclasses import replace
from importlib import import_module
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from graphs import GENERATED, graph_of, southern_women, two_mode_graphs
from hypothesis import given
from hypothesis import strategies as st
from test_resampling import tables_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network
from communique.network import communities, community_stability, project, resampling
from communique.network.communities import agreement, barber_modularity
from communique.network.projection import incidence, sides

PARTING = import_module("communique.network.communities")  # the package has a function of this name

# The first nine and the last nine of the table of Davis, Gardner and Gardner, but for Pearl, Ruth, Verne and those who
# came to two events: those on whom the twenty-one studies agree that Freeman (2003), "Finding social groups", compares.
FIRST = "Evelyn Jefferson, Laura Mandeville, Theresa Anderson, Brenda Rogers, Charlotte McDowd, Frances Anderson"
SECOND = "Myra Liddel, Katherina Rogers, Sylvia Avondale, Nora Fayette, Helen Lloyd"


def groups(table: pd.DataFrame) -> list[set[str]]:
    return [set(part["entity_id"]) for _, part in table.groupby("community")]


def test_the_southern_women_are_the_known_two_groups() -> None:
    for seed in range(5):
        one, other = groups(communities(project(southern_women()), seed=seed))
        if "Myra Liddel" in one:
            one, other = other, one
        assert set(FIRST.split(", ")) <= one
        assert set(SECOND.split(", ")) <= other


def test_the_bipartite_communities_of_the_southern_women_have_the_largest_modularity_known() -> None:
    graph = southern_women()
    actors, forums = sides(graph)
    found = communities(graph).set_index("entity_id")["community"]
    assert found.max() == 4
    # 0.34554: Liu and Murata (2010), "An efficient algorithm for optimizing bipartite modularity"
    reached = barber_modularity(incidence(graph, actors, forums), found[actors + forums].to_numpy())
    assert round(reached, 5) == 0.34554


@GENERATED
@given(two_mode_graphs(), st.integers(0, 9))
def test_bipartite_modularity_is_the_sum_over_pairs(graph: nx.Graph, seed: int) -> None:
    actors, forums = sides(graph)
    ties = incidence(graph, actors, forums)
    found = np.random.default_rng(seed).integers(0, 3, len(graph))
    slow, total = 0.0, ties.sum()
    for row, actor in enumerate(actors):
        for column, forum in enumerate(forums):
            weight = graph.edges[actor, forum]["weight"] if graph.has_edge(actor, forum) else 0
            chance = graph.degree(actor, weight="weight") * graph.degree(forum, weight="weight") / total
            slow += (weight - chance) * (found[row] == found[len(actors) + column])
    assert barber_modularity(ties, found) == pytest.approx(slow / total)


@GENERATED
@given(two_mode_graphs())
def test_no_node_does_better_in_another_community(graph: nx.Graph) -> None:
    actors, forums = sides(graph)
    ties = (incidence(graph, actors, forums) > 0).astype(float)
    found = communities(graph).set_index("entity_id").loc[actors + forums, "community"].to_numpy()
    reached = barber_modularity(ties, found)
    for node in range(len(found)):
        for other in np.unique(found):
            moved = found.copy()
            moved[node] = other
            assert barber_modularity(ties, moved) <= reached + 1e-9


def test_parts_of_a_network_are_communities() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "f"), ("x", "g"), ("y", "g")])
    assert groups(communities(graph)) == [{"a", "b", "c", "f"}, {"g", "x", "y"}]
    assert groups(communities(project(graph))) == [{"a", "b", "c"}, {"x", "y"}]


def test_a_higher_resolution_gives_more_communities() -> None:
    projected = project(southern_women())
    assert communities(projected, resolution=2)["community"].max() > communities(projected)["community"].max()


@pytest.fixture(scope="module")
def circles() -> Tables:
    """Two circles of four in twenty documents each, and `between`, who is told of once in each."""
    told = [(f"d{d:02d}", f"{c}{a}", f"{c}f{d % 3}") for c in "xy" for a in range(4) for d in range(20)]
    told = [(f"{actor[0]}{doc}", actor, forum) for doc, actor, forum in told]
    return tables_of([*told, ("xd00", "between", "xf0"), ("yd01", "between", "yf1")])


@pytest.mark.parametrize("side", ["", "actors"])
def test_circles_hold_and_who_stands_between_does_not(circles: Tables, side: str) -> None:
    found = community_stability(circles, side=side, n_resamples=60)
    members = found.members.set_index("entity_id")
    sure = members.drop(index="between")
    assert len({members.loc[f"x{a}", "community"] for a in range(4)} ^ {members.loc["y0", "community"]}) == 2
    assert members["stability"].fillna(0)["between"] < sure["stability"].min()
    assert sure["stability"].min() > 0.9
    assert sure["elsewhere"].max() < 0.1
    assert found.together.loc["x0", "x1"] == pytest.approx(1, abs=0.05)
    assert found.resamples["agreement"].median() > 0.8
    assert len(found.resamples) == 60


def test_stability_is_told_of_the_communities_of_the_network(circles: Tables) -> None:
    network = build_network(circles)
    for side, graph in (("", network), ("actors", project(network))):
        found = community_stability(circles, side=side, n_resamples=2).members
        columns = ["entity_id", "name", "type", "community"]
        pd.testing.assert_frame_equal(found[columns], communities(graph)[columns], check_dtype=False)


def test_the_same_seed_gives_the_same_whatever_the_order_of_the_rows(circles: Tables) -> None:
    shuffled = replace(circles, participations=circles.participations.sample(frac=1, random_state=1))
    for side in ("", "forums"):
        one, other = (community_stability(t, side=side, n_resamples=10) for t in (circles, shuffled))
        for name in ("members", "resamples", "together"):
            pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_large_network_is_parted_into_few_communities_that_hold_together(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [(f"{c}{a}", f"{c}{f}") for c in "stuvwxyz" for a in range(3) for f in "fgh"]
    graph = graph_of(parts)
    whole = groups(communities(graph))
    assert len(whole) == 8
    monkeypatch.setattr(PARTING, "CELLS", 1)
    monkeypatch.setattr(PARTING, "FEWEST_COMMUNITIES", 2)  # of eight parts that no tie joins
    assert sorted(map(sorted, groups(communities(graph)))) == sorted(map(sorted, whole))


def test_in_a_large_network_stability_is_told_from_a_sample(circles: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = community_stability(circles, n_resamples=10)
    n = len(whole.members)
    monkeypatch.setattr(PARTING, "COMPANY", 8 * n)
    found = community_stability(circles, n_resamples=10)
    assert found.together.shape == (n, 8)
    pd.testing.assert_frame_equal(found.together, whole.together[found.together.columns])
    community = found.members.set_index("entity_id")["community"]
    for row in found.members.itertuples():
        same = [n for n in found.together if n != row.entity_id and community[n] == row.community]
        apart = [n for n in found.together if community[n] != row.community]
        assert row.stability == pytest.approx(found.together.loc[row.entity_id, same].mean(), nan_ok=True)
        assert row.elsewhere == pytest.approx(found.together.loc[row.entity_id, apart].mean(), nan_ok=True)


def test_communities_of_a_large_network_are_sought_for_fewer_draws(
    circles: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_ties = build_network(circles).number_of_edges()
    monkeypatch.setattr(resampling, "DRAWN", 20 * n_ties)
    monkeypatch.setattr(resampling, "FEWEST_DRAWS", 3)
    assert len(community_stability(circles, n_resamples=50).resamples) == 3  # ten starts, twice each tie
    n_ends = 2 * project(build_network(circles)).number_of_edges()
    assert len(community_stability(circles, side="actors", n_resamples=50).resamples) == 10 * n_ties // n_ends > 3


@pytest.mark.parametrize("side", ["", "actors", "forums"])
def test_small_tables_have_communities(side: str) -> None:
    assert community_stability(no_tables(), side=side, n_resamples=2).members.empty
    assert community_stability(tiny_tables(), side=side, n_resamples=5).members["community"].min() == 1
    assert communities(nx.Graph()).empty


def test_a_side_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="side 'states'"):
        community_stability(no_tables(), side="states")


@GENERATED
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=9))
def test_agreement_counts_pairs(labels: list[tuple[int, int]]) -> None:
    pairs = [(a[0] == b[0], a[1] == b[1]) for a, b in combinations(labels, 2)]
    both, one, other = (sum(p) for p in zip(*[(x and y, x, y) for x, y in pairs], strict=True))
    expected, most = one * other / len(pairs), (one + other) / 2
    slow = 1 if most == expected else (both - expected) / (most - expected)
    first, second = (np.array(side) for side in zip(*labels, strict=True))
    assert agreement(first, second) == pytest.approx(slow)
