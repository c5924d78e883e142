"""Pairs in one unit: counted as one would with two loops, weighed as the textbooks do."""

from collections import defaultdict
from itertools import combinations
from math import comb, log

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from communique import Tables, cooccurrences
from communique.schemas import conform, empty

Mention = tuple[str, int, str]
MENTIONS = st.lists(
    st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.integers(0, 3), st.sampled_from(["a", "b", "c", "d"])),
    max_size=30,
)


def table(mentions: list[Mention]) -> pd.DataFrame:
    return pd.DataFrame(mentions, columns=["doc_id", "sent_id", "entity_id"])


def sentences(*said: str) -> pd.DataFrame:
    """Return the mentions of one document: a letter is an entity, a word is a sentence."""
    return table([("d", at, letter) for at, word in enumerate(said) for letter in word if letter != "-"])


def units_by_entity(mentions: list[Mention], unit: str) -> dict[str, set[str]]:
    units: dict[str, set[str]] = defaultdict(set)
    for doc_id, sent_id, entity in mentions:
        units[entity].add(f"{doc_id}#{sent_id}" if unit == "sentence" else doc_id)
    return units


# Literal answers


def test_two_in_one_sentence_are_a_pair() -> None:
    pairs = cooccurrences(sentences("ab", "a"), units=("sentence",))
    assert pairs[["source_id", "target_id", "unit", "n_units"]].to_numpy().tolist() == [["a", "b", "sentence", 1]]


def test_a_sentence_counts_once_however_often_it_names_both() -> None:
    assert cooccurrences(sentences("ababa"), units=("sentence",))["n_units"].tolist() == [1]


def test_nobody_is_paired_with_himself() -> None:
    assert cooccurrences(sentences("aa", "a")).empty


def test_jaccard_and_evidence() -> None:
    pairs = cooccurrences(sentences("ab", "a", "b", "ab"), units=("sentence",))
    assert pairs["jaccard"].tolist() == [0.5]
    assert pairs["evidence"].tolist() == [["d#0", "d#3"]]


def test_documents_are_units_too() -> None:
    pairs = cooccurrences(table([("d1", 0, "a"), ("d1", 5, "b"), ("d2", 0, "a")]))
    assert pairs[["unit", "n_units", "n_documents"]].to_numpy().tolist() == [["document", 1, 1]]
    assert pairs["evidence"].tolist() == [["d1"]]


def test_sentences_of_two_documents_are_two_units_of_two_documents() -> None:
    pairs = cooccurrences(table([(d, 0, e) for d in ("d1", "d2") for e in "ab"]), units=("sentence",))
    assert pairs[["n_units", "n_documents"]].to_numpy().tolist() == [[2, 2]]


def test_a_document_whose_id_holds_a_hash_is_a_document_of_its_own() -> None:
    pairs = cooccurrences(table([(d, 0, e) for d in ("note#1", "note#2") for e in "ab"]))
    assert pairs["n_documents"].tolist() == [2, 2]


def test_rows_are_sorted_by_unit_and_pair() -> None:
    pairs = cooccurrences(sentences("cba", "db"))
    assert [u + s + t for u, s, t in pairs[["unit", "source_id", "target_id"]].itertuples(index=False)] == [
        *("sentenceab", "sentenceac", "sentencebc", "sentencebd"),
        *("documentab", "documentac", "documentad", "documentbc", "documentbd", "documentcd"),
    ]


@pytest.mark.parametrize(
    ("said", "npmi"),
    [
        (("ab", "ab", "c"), 1.0),  # only together
        (("ab", "ab"), 1.0),  # together everywhere
        (("ab", "a", "b", "c"), 0.0),  # as often as chance has it: 1/4 = 1/2 · 1/2
        (("ab", "a", "a", "b"), log((1 / 4) / (3 / 4 * 2 / 4)) / -log(1 / 4)),
    ],
)
def test_npmi(said: tuple[str, ...], npmi: float) -> None:
    pairs = cooccurrences(sentences(*said), units=("sentence",)).set_index(["source_id", "target_id"])
    assert pairs.at[("a", "b"), "npmi"] == pytest.approx(npmi, abs=1e-12)


@pytest.mark.parametrize(
    ("said", "p_value"),
    [
        (("ab", "ab", "c", "c"), 1 / comb(4, 2)),  # of six ways to place two in four, one shares both
        (("ab", "a", "b", "c"), 5 / comb(4, 2)),  # five of the six share at least one
        (("ab", "ab"), 1.0),
    ],
)
def test_p_value(said: tuple[str, ...], p_value: float) -> None:
    pairs = cooccurrences(sentences(*said), units=("sentence",))
    assert pairs["p_value"].tolist() == [pytest.approx(p_value)]


def test_q_values_follow_benjamini_and_hochberg() -> None:
    pairs = cooccurrences(sentences("ab", "ab", "ac", "bd", "cd", "ab", "e"), units=("sentence",))
    ranked = pairs.sort_values("p_value", ignore_index=True)
    adjusted = ranked["p_value"] * len(ranked) / (ranked.index + 1)
    assert ranked["q_value"].tolist() == pytest.approx(adjusted[::-1].cummin()[::-1].clip(upper=1).tolist())


@pytest.mark.parametrize("units", [("sentence",), ("document",), ("sentence", "document")])
def test_no_mentions_give_no_pairs(units: tuple[str, ...]) -> None:
    pairs = cooccurrences(empty("mentions"), units=units)
    assert pairs.empty
    assert set(pairs) >= set(empty("cooccurrences"))


def test_a_unit_that_is_none() -> None:
    with pytest.raises(ValueError, match="'page' is none of sentence, document"):
        cooccurrences(sentences("ab"), units=("page",))


# Against slow and obvious ways


@settings(deadline=None, max_examples=40)
@given(MENTIONS, st.sampled_from(["sentence", "document"]))
def test_counts_are_those_of_a_double_loop(mentions: list[Mention], unit: str) -> None:
    units = units_by_entity(mentions, unit)
    expected = [
        (a, b, len(units[a] & units[b]), len(units[a] & units[b]) / len(units[a] | units[b]))
        for a, b in combinations(sorted(units), 2)
        if units[a] & units[b]
    ]
    pairs = cooccurrences(table(mentions), units=(unit,))
    assert list(pairs[["source_id", "target_id", "n_units", "jaccard"]].itertuples(index=False, name=None)) == expected


@settings(deadline=None, max_examples=40)
@given(MENTIONS, st.sampled_from(["sentence", "document"]))
def test_evidence_names_exactly_the_units_that_hold_both(mentions: list[Mention], unit: str) -> None:
    units = units_by_entity(mentions, unit)
    for row in cooccurrences(table(mentions), units=(unit,)).itertuples():
        assert set(row.evidence) == units[row.source_id] & units[row.target_id]
        assert (len(row.evidence), row.n_documents) == (row.n_units, len({p.split("#")[0] for p in row.evidence}))


@settings(deadline=None, max_examples=40)
@given(MENTIONS)
def test_p_values_are_the_tail_of_the_hypergeometric_distribution(mentions: list[Mention]) -> None:
    units = units_by_entity(mentions, "sentence")
    total = len({(d, s) for d, s, _ in mentions})
    for row in cooccurrences(table(mentions), units=("sentence",)).itertuples():
        first, second = len(units[row.source_id]), len(units[row.target_id])
        tail = sum(hypergeom.pmf(k, total, first, second) for k in range(row.n_units, min(first, second) + 1))
        assert row.p_value == pytest.approx(tail)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 6), st.data())
def test_p_values_are_the_share_of_placements_with_at_least_so_many_shared_units(
    total: int, data: st.DataObject
) -> None:
    first, second = (data.draw(st.sets(st.integers(0, total - 1), min_size=1)) for _ in "ab")
    said = [("a" if at in first else "") + ("b" if at in second else "") + "c" for at in range(total)]
    placements = [len(first & set(other)) for other in combinations(range(total), len(second))]
    share = sum(n >= len(first & second) for n in placements) / len(placements)
    pairs = cooccurrences(sentences(*said), units=("sentence",)).set_index(["source_id", "target_id"])
    assert ("a", "b") not in pairs.index or pairs.at[("a", "b"), "p_value"] == pytest.approx(share)


@settings(deadline=None, max_examples=40)
@given(MENTIONS)
def test_measures_keep_their_bounds(mentions: list[Mention]) -> None:
    pairs = cooccurrences(table(mentions))
    assert conform("cooccurrences", pairs)["npmi"].between(-1, 1).all()
    assert (pairs["q_value"] >= pairs["p_value"]).all()


@settings(deadline=None, max_examples=40)
@given(MENTIONS.flatmap(lambda mentions: st.tuples(st.just(mentions), st.permutations(mentions))))
def test_the_order_of_mentions_changes_the_order_of_evidence_at_most(
    orders: tuple[list[Mention], list[Mention]],
) -> None:
    one, other = (cooccurrences(table(mentions)) for mentions in orders)
    assert one.drop(columns="evidence").equals(other.drop(columns="evidence"))
    assert one["evidence"].map(sorted).tolist() == other["evidence"].map(sorted).tolist()


@settings(deadline=None, max_examples=40)
@given(MENTIONS.map(sorted))
def test_evidence_of_sorted_mentions_stands_in_the_order_of_reading(mentions: list[Mention]) -> None:
    assert all(places == sorted(places) for places in cooccurrences(table(mentions))["evidence"])


def test_evidence_of_the_tenth_sentence_comes_after_that_of_the_second() -> None:
    assert cooccurrences(sentences("-", "-", "ab", *"-------", "ab"), units=("sentence",))["evidence"].tolist() == [
        ["d#2", "d#10"]
    ]


def test_evidence_in_the_five_documents_leads_to_sentences_that_name_both(tables: Tables) -> None:
    pairs = tables.cooccurrences[tables.cooccurrences["unit"] == "sentence"]
    by_sentence = tables.mentions.groupby(["doc_id", "sent_id"])["entity_id"].agg(set).to_dict()
    for row in pairs.itertuples():
        places = [place.rpartition("#") for place in row.evidence]
        assert all({row.source_id, row.target_id} <= by_sentence[doc_id, int(sent_id)] for doc_id, _, sent_id in places)


def test_a_unit_with_too_many_entities_ties_none_of_them():
    rows = [("list", 0, f"org:{n}") for n in range(5)] + [("note", 0, "org:0"), ("note", 0, "org:1")]
    mentions = pd.DataFrame(rows, columns=["doc_id", "sent_id", "entity_id"])
    pairs = cooccurrences(mentions, units=("document",), most_entities=4)
    assert pairs[["source_id", "target_id", "n_units"]].to_numpy().tolist() == [["org:0", "org:1", 1]]
    assert pairs["evidence"].tolist() == [["note"]]
