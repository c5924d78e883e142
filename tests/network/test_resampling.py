"""How sure ranks are: documents drawn again."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from graphs import GENERATED, two_mode_graphs
from hypothesis import given
from tiny import document, no_tables, tiny_tables

from communique import Tables, build_network
from communique.errors import ParameterError
from communique.network import (
    ONE_MODE,
    TWO_MODE,
    measures,
    one_mode_measures,
    project,
    projectable,
    projection,
    rank_intervals,
    rank_text,
    ranks_in_words,
    resampling,
)
from communique.network.resampling import resample
from communique.schemas import SCHEMAS


def tables_of(told: list[tuple[str, str, str]]) -> Tables:
    """Return the tables that tell these participations: document, actor, forum."""
    parts = [(d, n, a, f, None, "participant", "held", "joined", None) for n, (d, a, f) in enumerate(told)]
    kinds = {**dict.fromkeys([a for _, a, _ in told], "STATE"), **dict.fromkeys([f for *_, f in told], "FORUM")}
    entities = [(e, e.upper(), kind, [e], None, None, 1, 1, None, None) for e, kind in sorted(kinds.items())]
    return no_tables(
        documents=pd.DataFrame([document(d, "text") for d in sorted({d for d, *_ in told})]),
        entities=pd.DataFrame(entities, columns=list(SCHEMAS["entities"].columns)),
        participations=pd.DataFrame(parts, columns=list(SCHEMAS["participations"].columns)),
    )


@pytest.fixture(scope="module")
def many() -> Tables:
    """Forty documents: `often` is in most, `seldom` in one, and twelve others here and there."""
    random = np.random.default_rng(3)
    told = [(f"d{d:02d}", "often", f"f{d % 8}") for d in range(40)] + [("d07", "seldom", "f0")]
    return tables_of(told + [(f"d{d:02d}", f"a{random.integers(12)}", f"f{random.integers(8)}") for d in range(40)] * 2)


@GENERATED
@given(two_mode_graphs())
def test_values_are_those_of_the_measures(graph: nx.Graph) -> None:
    told = [("d", a, f) for a, f, w in graph.edges(data="weight") for _ in range(w)]
    told = [(d, *sorted(pair, key=lambda n: n > "h")) for d, *pair in told]
    tables = tables_of(told)
    network = build_network(tables)
    for side, names, expected in (
        ("", TWO_MODE, measures(network)),
        ("actors", ONE_MODE, one_mode_measures(project(network))),
        ("forums", ONE_MODE, one_mode_measures(project(network, "forums"))),
    ):
        ranks = rank_intervals(tables, side=side, n_resamples=1)
        for name in names:
            ours = ranks[ranks["measure"] == name].set_index("entity_id")["value"]
            theirs = expected.set_index("entity_id").loc[ours.index, name].astype(float)
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6, err_msg=f"{side} {name}")


def test_a_resample_is_the_network_of_the_documents_drawn() -> None:
    tables = tiny_tables()
    sampled = resample(tables, n_resamples=40, seed=5)
    times = np.random.default_rng(5).multinomial(3, [1 / 3] * 3, size=40)  # of the notes n1, n2 and n3
    for number, drawn in enumerate(times):
        slow: dict[tuple[str, str], int] = {}
        for row in tables.participations.itertuples():
            pair = (row.actor_id, row.forum_id)
            slow[pair] = slow.get(pair, 0) + int(drawn[["n1", "n2", "n3"].index(row.doc_id)])
        pairs = [(sampled.actors[r], sampled.forums[c]) for r, c in zip(sampled.rows, sampled.columns, strict=True)]
        assert dict(zip(pairs, sampled.drawn[:, number], strict=True)) == slow


def test_who_is_everywhere_is_surely_first_and_who_is_seldom_told_of_is_not_sure(many: Tables) -> None:
    ranks = rank_intervals(many, measure="strength").set_index("entity_id")
    assert ranks.loc["often", ["rank", "low", "high"]].tolist() == [1, 1, 1]
    middle = ranks[ranks["type"] == "STATE"].query("entity_id not in ('often', 'seldom')")
    assert (middle["high"] - middle["low"]).mean() > 2
    assert ((ranks["low"] <= ranks["rank"]) & (ranks["rank"] <= ranks["high"])).all()


def test_a_wider_level_gives_wider_intervals(many: Tables) -> None:
    narrow, wide = (rank_intervals(many, measure="strength", level=level) for level in (0.5, 0.95))
    assert (wide["low"] <= narrow["low"]).all()
    assert (wide["high"] >= narrow["high"]).all()
    assert (wide["high"] - wide["low"]).sum() > (narrow["high"] - narrow["low"]).sum()


def test_actors_are_ranked_among_actors_and_equals_share_a_rank() -> None:
    tables = tables_of([("d", "a", "f"), ("d", "b", "f"), ("d", "c", "f"), ("d", "a", "g")])
    ranks = rank_intervals(tables, measure="ties").set_index("entity_id")["rank"]
    assert ranks.to_dict() == {"a": 1, "b": 2, "c": 2, "f": 1, "g": 2}


def test_the_least_constrained_come_first() -> None:
    tables = tables_of([("d", "a", "f"), ("d", "b", "f"), ("d", "b", "g"), ("d", "c", "g"), ("d", "x", "h")])
    ranks = rank_intervals(tables, measure="constraint", side="actors").set_index("entity_id")["rank"]
    assert ranks.to_dict() == {"b": 1, "a": 2, "c": 2, "x": 4}  # who has no company has no constraint, and is last


def test_the_same_seed_gives_the_same_ranks_whatever_the_order_of_the_rows(many: Tables) -> None:
    shuffled = replace(
        many,
        participations=many.participations.sample(frac=1, random_state=1),
        documents=many.documents.sample(frac=1, random_state=2),
        entities=many.entities.sample(frac=1, random_state=3),
    )
    for side in ("", "actors"):
        ranks = rank_intervals(many, side=side, n_resamples=20)
        pd.testing.assert_frame_equal(rank_intervals(shuffled, side=side, n_resamples=20), ranks, check_exact=True)
        assert not ranks.equals(rank_intervals(many, side=side, n_resamples=20, seed=1))


@pytest.mark.parametrize("side", ["", "actors"])
def test_a_large_network_is_walked_from_a_sample_of_its_nodes(
    many: Tables, side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rank_intervals(many, side=side, n_resamples=5)
    monkeypatch.setattr(resampling, "WALKED", 1)
    monkeypatch.setattr(resampling, "FEWEST", 50)
    enough = rank_intervals(many, side=side, n_resamples=5)  # there are not as many nodes
    pd.testing.assert_frame_equal(enough, whole)
    monkeypatch.setattr(resampling, "FEWEST", 2)
    sampled = rank_intervals(many, side=side, n_resamples=5)
    exact = whole["measure"].isin({"betweenness", "closeness"})
    order = ["measure", "entity_id"]
    one, other = (table[~exact].sort_values(order, ignore_index=True) for table in (sampled, whole))
    pd.testing.assert_frame_equal(one, other)
    assert not sampled.sort_values(order)["value"].equals(whole.sort_values(order)["value"])


@pytest.mark.parametrize("side", ["", "actors"])
def test_for_a_large_network_documents_are_drawn_less_often(
    many: Tables, side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = rank_intervals(many, side=side, n_resamples=3)
    assert few["draws"].eq(3).all()
    monkeypatch.setattr(resampling, "DRAWN", 1)
    monkeypatch.setattr(resampling, "FEWEST_DRAWS", 3)
    pd.testing.assert_frame_equal(rank_intervals(many, side=side, n_resamples=50), few)


@pytest.mark.parametrize("side", ["actors", "forums"])
def test_of_too_many_pairs_the_best_connected_are_ranked(
    many: Tables, side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection.projectable_rows, "__defaults__", (20,))
    part = projectable(build_network(many), side, most_pairs=20)
    expected = one_mode_measures(project(part, side)).set_index("entity_id")
    ranks = rank_intervals(many, measure="strength", side=side, n_resamples=5).set_index("entity_id")
    assert 2 < len(expected) < {"actors": 14, "forums": 8}[side]
    assert ranks["value"].to_dict() == pytest.approx(expected["strength"].to_dict())


def test_few_sentences_make_no_tie_in_a_resample_either(many: Tables) -> None:
    network = build_network(many, min_sentences=3)
    sampled = resample(many, min_sentences=3, n_resamples=20)
    assert sorted(sampled.actors + sampled.forums) == list(network)
    assert set(np.unique(sampled.drawn)) & {1, 2} == set()


@pytest.mark.parametrize("side", ["", "actors", "forums"])
def test_small_tables_have_ranks(side: str) -> None:
    assert rank_intervals(no_tables(), side=side).empty
    one = rank_intervals(tables_of([("d", "a", "f")]), side=side, n_resamples=3)
    assert one[["rank", "low", "high"]].eq(1).all(axis=None)
    assert list(rank_intervals(no_tables(), side=side)) == list(one)
    assert len(rank_intervals(tiny_tables(), side=side, n_resamples=0))


def test_what_there_is_not_is_named() -> None:
    with pytest.raises(ParameterError, match="there is no measure 'fame'"):
        rank_intervals(tiny_tables(), measure="fame")
    with pytest.raises(ValueError, match="side 'states'"):
        rank_intervals(tiny_tables(), side="states")


def test_ranks_in_words() -> None:
    assert rank_text(2, 1, 1500) == "2 (1–1,500)"
    tables = tables_of([("d", "a", "f"), ("d", "b", "f"), ("d", "a", "g")])
    told = ranks_in_words(rank_intervals(tables, measure="ties, strength"))
    assert told.to_dict("list") == {
        "name": ["A", "B", "F", "G"],
        "type": ["STATE", "STATE", "FORUM", "FORUM"],
        "ties": ["1 (1–1)", "2 (2–2)", "1 (1–1)", "2 (2–2)"],
        "strength": ["1 (1–1)", "2 (2–2)", "1 (1–1)", "2 (2–2)"],
    }
    assert ranks_in_words(rank_intervals(no_tables(), measure="ties")).empty
