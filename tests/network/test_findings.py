"""The findings on networks in sentences."""

import pytest
from graphs import southern_women
from tiny import no_tables, tiny_tables

from communique import build_network, findings
from communique.network import community_stability, disparity_filter, null_model_backbone, project, rank_intervals


def test_the_network_tells_how_sure_its_first_ranks_are() -> None:
    tables = tiny_tables()
    said = findings.about_network(build_network(tables), rank_intervals(tables, measure="ties"))
    assert said.endswith(
        "By ties, with the interval when documents are drawn again 200 times: Ada Reyes has rank 1 (1–3) among actors, "
        "with 2 others; Lakes Forum has rank 1 (1–1) among forums."
    )


def test_the_projection_tells_who_is_left_out_and_how_often_documents_were_drawn() -> None:
    ranks = rank_intervals(tiny_tables(), side="actors", n_resamples=30)
    said = findings.about_projection(project(southern_women()), ranks)
    assert said == (
        "139 pairs of 18 actors are tied by shared forums. For the intervals documents were drawn again 30 times."
    )
    said = findings.about_projection(project(southern_women(), "forums", most_pairs=50), ranks)
    assert "others with fewer ties are left out" in said
    assert "forums are tied by shared actors." in said


def test_communities_tell_whether_they_hold() -> None:
    said = findings.about_communities(community_stability(tiny_tables(), n_resamples=20))
    assert said.startswith("5 nodes fall into 2 communities, 3 into the largest. Drawn again 20 times,")
    assert "5 of 5 nodes with company keep 90% of it or more." in said


@pytest.mark.parametrize(("alpha", "left"), [(0.05, "7 of 139 ties are left. Most surprising:"), (0.0, "0 of 139")])
def test_the_backbone_tells_what_is_left_and_what_went(alpha: float, left: str) -> None:
    said = findings.about_backbone(disparity_filter(project(southern_women()), alpha=alpha))
    assert said.startswith(left)
    assert "First of those that went: " in said


def test_of_nothing_little_is_said() -> None:
    empty = build_network(no_tables())
    assert "no communities" in findings.about_communities(community_stability(no_tables(), n_resamples=2))
    assert "no backbone" in findings.about_backbone(null_model_backbone(empty))
    assert "no network" in findings.about_projection(project(empty), rank_intervals(no_tables(), side="actors"))
    assert "no network" in findings.about_network(empty, rank_intervals(no_tables()))
