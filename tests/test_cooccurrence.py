"""Pairs in one unit: counted as one would with two loops, weighed as the textbooks do."""

from itertools import combinations
from math import comb, log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, hypergeom
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.multitest import multipletests

from communique import Tables, cooccurrences, extract, read_corpus
from communique.cooccurrence import UNITS, PartialCooccurrences, could_survive, holding, overlaps, split_place, sums
from communique.cooccurrence.counting import count_pairs
from communique.cooccurrence.surprise import least_p_values, p_values, q_values
from communique.cooccurrence.units import incidence
from communique.errors import ParameterError
from communique.schemas import conform, empty

Mention = tuple[str, int, str]
MENTIONS = st.lists(
    st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.integers(0, 3), st.sampled_from(["a", "b", "c", "d"])),
    max_size=30,
)


def table(mentions: list[Mention]) -> pd.DataFrame:
    return pd.DataFrame(mentions, columns=["doc_id", "sent_id", "entity_id"])


# A paragraph of two sentences, one of one, one of one, in each document.
SENTENCES = pd.DataFrame(
    [(doc_id, sent_id, par_id) for doc_id in ("d1", "d2", "d3") for sent_id, par_id in enumerate([0, 0, 1, 2])],
    columns=["doc_id", "sent_id", "par_id"],
)


def extents_of(unit: str, window: int) -> list[tuple[int, int]]:
    """Return the first and last sentence of each unit of a document of SENTENCES."""
    if unit == "window":
        return [(first, min(first + window, 4) - 1) for first in range(max(4 - window, 0) + 1)]
    return {"sentence": [(n, n) for n in range(4)], "paragraph": [(0, 1), (2, 2), (3, 3)], "document": [(0, 3)]}[unit]


def held_by(mentions: list[Mention], unit: str, window: int = 3) -> dict[tuple[str, int, int], set[str]]:
    """Return what each unit names, in the order of reading; units that name nothing are left out."""
    held = {
        (doc_id, first, last): {e for d, s, e in mentions if d == doc_id and first <= s <= last}
        for doc_id in ("d1", "d2", "d3")
        for first, last in extents_of(unit, window)
    }
    return {place: entities for place, entities in held.items() if entities}


def fourfold(mentions: list[Mention], unit: str, one: str, other: str, window: int = 3) -> list[list[int]]:
    """Return how many units name both, the one only, the other only, neither."""
    table = [[0, 0], [0, 0]]
    for entities in held_by(mentions, unit, window).values():
        table[one not in entities][other not in entities] += 1
    return table


def sentences(*said: str) -> pd.DataFrame:
    """Return the mentions of one document: a letter is an entity, a word is a sentence."""
    return table([("d", at, letter) for at, word in enumerate(said) for letter in word if letter != "-"])


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


@pytest.mark.parametrize("units", [("sentence",), ("document",), ("sentence", "document")])
def test_no_mentions_give_no_pairs(units: tuple[str, ...]) -> None:
    pairs = cooccurrences(empty("mentions"), units=units)
    assert pairs.empty
    assert set(pairs) >= set(empty("cooccurrences"))


def test_a_unit_that_is_none() -> None:
    with pytest.raises(ParameterError, match="'page' is none of sentence, paragraph, document, window"):
        cooccurrences(sentences("ab"), units=("page",))


@pytest.mark.parametrize("unit", ["paragraph", "window"])
def test_units_of_several_sentences_need_the_table_of_sentences(unit: str) -> None:
    with pytest.raises(ParameterError, match=f"'{unit}' needs the table of sentences"):
        cooccurrences(sentences("ab"), units=(unit,))


def test_a_mention_in_a_sentence_that_is_none() -> None:
    with pytest.raises(ParameterError, match="does not hold"):
        cooccurrences(table([("d1", 9, "a")]), SENTENCES)


def test_a_window_of_no_sentence() -> None:
    with pytest.raises(ParameterError, match="at least one sentence, not 0"):
        cooccurrences(table([("d1", 0, "a")]), SENTENCES, units=["window"], window=0)


def test_paragraphs_and_windows_say_which_sentences_they_span() -> None:
    mentions = table([("d1", 0, "a"), ("d1", 1, "b"), ("d1", 2, "a"), ("d1", 2, "b")])
    pairs = cooccurrences(mentions, SENTENCES, units=UNITS, window=2).set_index("unit")
    assert pairs["evidence"].to_dict() == {
        "sentence": ["d1#2"],
        "paragraph": ["d1#0-1", "d1#2"],
        "document": ["d1"],
        "window": ["d1#0-1", "d1#1-2", "d1#2-3"],
    }


def test_a_document_shorter_than_a_window_is_one_window() -> None:
    pairs = cooccurrences(table([("d1", 0, "a"), ("d1", 3, "b")]), SENTENCES, units=["window"], window=9)
    assert pairs["evidence"].tolist() == [["d1#0-3"]]


def test_chosen_types_count_as_if_no_others_had_been_found() -> None:
    mentions = sentences("abc", "ab", "c").assign(type=lambda rows: rows["entity_id"].map({"a": "STATE", "b": "ORG"}))
    mentions = mentions.fillna({"type": "PLACE"})
    chosen = cooccurrences(mentions, types="STATE, ORG")
    pd.testing.assert_frame_equal(chosen, cooccurrences(mentions[mentions["entity_id"] != "c"]))
    assert set(chosen["target_id"]) == {"b"}


def test_a_type_that_is_none() -> None:
    with pytest.raises(ParameterError, match="no type 'SHIP'"):
        cooccurrences(sentences("ab").assign(type="STATE"), types=["SHIP"])


def test_a_list_of_ten_does_not_tie_as_much_as_two_meetings_of_two() -> None:
    pairs = cooccurrences(sentences("abcdefghij", "ab", "ac", "ac"), units=["sentence"])
    weights = pairs.set_index(["source_id", "target_id"])["weight"]
    assert (weights["a", "b"], weights["a", "c"], weights["i", "j"]) == pytest.approx((1 + 1 / 9, 2 + 1 / 9, 1 / 9))


def test_evidence_up_to_a_number_and_none_at_all() -> None:
    said = sentences("ab", "abc", "b", "ab")
    assert cooccurrences(said, units=["sentence"], evidence=2)["evidence"].tolist() == [
        ["d#0", "d#1"],
        ["d#1"],
        ["d#1"],
    ]
    whole = cooccurrences(said)
    pd.testing.assert_frame_equal(cooccurrences(said, evidence=0), whole.drop(columns="evidence"))


def test_a_pair_that_meets_less_than_chance_has_it_gets_a_minus() -> None:
    pairs = cooccurrences(sentences("ab", *"aaabbb"), units=["sentence"])
    assert pairs["log_likelihood"].iloc[0] < 0
    assert pairs["log_odds"].iloc[0] < 0


def test_p_values_keep_seven_digits_where_they_are_small_and_where_the_numbers_are_large() -> None:
    together = np.array([0, 1, 40, 900, 200_500, 180_000, 3])
    first = np.array([5, 3, 50, 10_000, 450_000, 600_000, 3])
    second = np.array([5, 4, 900, 90_000, 445_000, 500_000, 3])
    expected = hypergeom.sf(together - 1, 1_000_000, first, second)
    np.testing.assert_allclose(p_values(together, first, second, 1_000_000), expected, rtol=1e-7, atol=1e-300)


def test_how_many_pairs_could_survive_in_a_small_corpus() -> None:
    few = cooccurrences(sentences("ab", "ab", "c", "c"), units=["sentence"])
    assert few["least_p_value"].tolist() == [pytest.approx(1 / 6)]
    assert could_survive(few, 0.05) == 0
    many = cooccurrences(sentences(*["ab", "ab", "c", "c"] * 5), units=["sentence"])
    assert could_survive(many, 0.05) == 1


def test_ties_that_hold_whatever_the_unit() -> None:
    pairs = cooccurrences(table([("d1", 0, e) for e in "ab"] + [("d2", 0, e) for e in "ab"] + [("d3", 0, "c")]))
    pairs = pd.concat([pairs, cooccurrences(table([("d1", n, e) for n in (0, 1) for e in "bc"]), units=["document"])])
    held = holding(pairs, top=1)
    assert held.to_dict("list") == {
        "source_id": ["a"], "target_id": ["b"], "sentence": [1], "document": [1], "holds": [2],
    }  # fmt: skip
    held = holding(pairs, top=2)
    assert held["sentence"].isna().tolist() == [False, True]
    assert held[["document", "holds"]].to_numpy().tolist() == [[1, 2], [2, 1]]
    assert overlaps(held, top=2).to_numpy().tolist() == [["sentence", "document", 1, 0.5]]


def test_no_pairs_hold_in_no_unit() -> None:
    assert holding(empty("cooccurrences")).empty
    assert overlaps(holding(empty("cooccurrences"))).empty


def test_copies_count_once(tmp_path) -> None:
    (tmp_path / "sources.csv").write_text("file,language\na.txt,en\nb.txt,en\n")
    (tmp_path / "a.txt").write_text("The ministers of Oman and Peru met in Lima.\n")
    once = extract(read_corpus(tmp_path)).cooccurrences
    (tmp_path / "b.txt").write_text((tmp_path / "a.txt").read_text())
    pd.testing.assert_frame_equal(extract(read_corpus(tmp_path)).cooccurrences, once)
    assert once["n_documents"].tolist()[:1] == [1]


# Against slow and obvious ways


@settings(deadline=None, max_examples=60)
@given(MENTIONS, st.sampled_from(UNITS), st.integers(1, 5))
def test_counts_weights_and_evidence_are_those_of_a_double_loop(
    mentions: list[Mention], unit: str, window: int
) -> None:
    held = held_by(mentions, unit, window)
    expected = []
    for a, b in combinations("abcd", 2):
        shared = [(place, entities) for place, entities in held.items() if {a, b} <= entities]
        places = [(doc_id, first, None if unit == "document" else last) for (doc_id, first, last), _ in shared]
        weight = sum(1 / (len(entities) - 1) for _, entities in shared)
        if shared:
            n_documents = len({doc_id for doc_id, _, _ in places})
            expected.append((a, b, len(shared), n_documents, pytest.approx(weight), places))
    rows = cooccurrences(table(mentions), SENTENCES, units=[unit], window=window).itertuples()
    assert [
        (r.source_id, r.target_id, r.n_units, r.n_documents, r.weight, [split_place(p, unit) for p in r.evidence])
        for r in rows
    ] == expected


@settings(deadline=None, max_examples=60)
@given(MENTIONS, st.sampled_from(UNITS), st.integers(1, 5))
def test_measures_are_those_of_the_fourfold_table(mentions: list[Mention], unit: str, window: int) -> None:
    for row in cooccurrences(table(mentions), SENTENCES, units=[unit], window=window).itertuples():
        (k, only_a), (only_b, neither) = cells = fourfold(mentions, unit, row.source_id, row.target_id, window)
        a, b, total = k + only_a, k + only_b, k + only_a + only_b + neither
        chance = a * b / total
        assert row.jaccard == pytest.approx(k / (k + only_a + only_b))
        assert row.cosine == pytest.approx(k / sqrt(a * b))
        assert row.lift == pytest.approx(k / chance)
        assert row.npmi == pytest.approx(log(k / chance) / -log(k / total) if k < total else 1)
        odds = odds_ratio(2 * np.array(cells) + 1, kind="sample").statistic  # halves added, all doubled
        assert row.log_odds == pytest.approx(log(odds), abs=1e-12)
        if 0 in (total - a, total - b):
            g = 0.0  # no expectation can be wrong: one of them is in every unit
        else:
            g = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert row.log_likelihood == pytest.approx(g if k >= chance else -g, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(MENTIONS, st.sampled_from(UNITS))
def test_p_values_are_the_tail_of_the_hypergeometric_distribution(mentions: list[Mention], unit: str) -> None:
    for row in cooccurrences(table(mentions), SENTENCES, units=[unit]).itertuples():
        (k, only_a), (only_b, neither) = fourfold(mentions, unit, row.source_id, row.target_id)
        a, b, total = k + only_a, k + only_b, k + only_a + only_b + neither
        assert row.p_value == pytest.approx(hypergeom.sf(k - 1, total, a, b))
        assert row.least_p_value == pytest.approx(hypergeom.sf(min(a, b) - 1, total, a, b))
        assert row.least_p_value <= row.p_value * (1 + 1e-9)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.just(n), *[st.integers(1, n)] * 2)), st.data())
def test_p_values_of_any_margins_are_those_of_scipy(margins: tuple[int, int, int], data: st.DataObject) -> None:
    total, a, b = margins
    k = data.draw(st.integers(max(0, a + b - total), min(a, b)))
    one = [np.array([value]) for value in (k, a, b)]
    assert p_values(*one, total)[0] == pytest.approx(hypergeom.sf(k - 1, total, a, b), rel=1e-8)
    assert least_p_values(*one[1:], total)[0] == pytest.approx(hypergeom.sf(min(a, b) - 1, total, a, b), rel=1e-8)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_are_those_of_statsmodels(values: list[float]) -> None:
    expected = multipletests(values, method="fdr_bh")[1]
    assert q_values(np.array(values)) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(MENTIONS, st.sampled_from(UNITS), st.integers(1, 9))
def test_pairs_counted_in_small_blocks_are_those_of_one(mentions: list[Mention], unit: str, block: int) -> None:
    cells = incidence(unit, table(mentions), SENTENCES)
    whole, parts = count_pairs(cells), count_pairs(cells, block=block)
    for column in ("source", "target", "n_units", "n_documents", "weight", "shared", "n_listed"):
        assert np.array_equal(getattr(whole, column), getattr(parts, column))


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
    pairs = cooccurrences(table(mentions), SENTENCES, units=UNITS)
    assert conform("cooccurrences", pairs)["npmi"].between(-1, 1).all()
    assert (pairs["q_value"] >= pairs["p_value"]).all()


@settings(deadline=None, max_examples=40)
@given(MENTIONS.flatmap(lambda mentions: st.tuples(st.just(mentions), st.permutations(mentions))), st.randoms())
def test_a_shuffled_corpus_gives_the_same_table(orders: tuple[list[Mention], list[Mention]], random) -> None:
    shuffled = SENTENCES.sample(frac=1, random_state=random.randint(0, 99))
    one = cooccurrences(table(orders[0]), SENTENCES, units=UNITS)
    pd.testing.assert_frame_equal(one, cooccurrences(table(orders[1]), shuffled, units=UNITS), check_exact=True)


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


# Part by part

DOCUMENTS = st.permutations([f"d{n}" for n in range(9)])
MORE_MENTIONS = st.lists(
    st.tuples(st.sampled_from([f"d{n}" for n in range(9)]), st.integers(0, 3), st.sampled_from("abcdef")), max_size=80
)


def told_in_parts(
    mentions: list[Mention], documents: list[str], n: int, evidence: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pairs counted of so many documents at a time, and in one go."""
    sentences = pd.DataFrame(
        [(doc_id, sent_id, par_id) for doc_id in documents for sent_id, par_id in enumerate([0, 0, 1, 2])],
        columns=["doc_id", "sent_id", "par_id"],
    )
    whole = table(mentions).astype({"doc_id": "str", "entity_id": "str"})
    partial = PartialCooccurrences(list("abcdef"), evidence=evidence)
    for at in range(0, len(documents), n):
        some = documents[at : at + n]
        partial.add(whole[whole["doc_id"].isin(some)], sentences[sentences["doc_id"].isin(some)])
    told = [*partial.tables()]
    expected = cooccurrences(whole, sentences, evidence=evidence)
    return pd.concat(told, ignore_index=True) if told else expected.head(0), expected


@settings(deadline=None, max_examples=40)
@given(MORE_MENTIONS, DOCUMENTS, st.integers(1, 9), st.integers(2, 4), st.integers(1, 30))
def test_parts_in_any_order_give_the_pairs_of_the_whole(
    mentions: list[Mention], documents: list[str], n: int, at_once: int, block: int
) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(sums, "AT_ONCE", at_once)
        small.setattr(sums, "BLOCK", block)
        pd.testing.assert_frame_equal(*told_in_parts(mentions, documents, n, None), rtol=1e-12)


@settings(deadline=None, max_examples=30)
@given(MORE_MENTIONS, st.integers(1, 9), st.integers(2, 4), st.integers(0, 3))
def test_of_documents_in_order_parts_give_the_first_places_too(
    mentions: list[Mention], n: int, at_once: int, evidence: int
) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(sums, "AT_ONCE", at_once)
        small.setattr(sums, "BLOCK", 5)
        documents = [f"d{number}" for number in range(9)]
        pd.testing.assert_frame_equal(*told_in_parts(mentions, documents, n, evidence), rtol=1e-12)


def test_sums_wait_in_files_where_they_are_many(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "IN_MEMORY", 100)
    partial = PartialCooccurrences(["a", "b"], units=["sentence"], folder=tmp_path)
    for number in range(20):
        partial.add(table([(f"d{number:02}", 0, "a"), (f"d{number:02}", 0, "b")]))
    for _ in range(2):  # they can be asked for again
        (told,) = partial.tables()
        assert (told["n_units"].tolist(), len(told["evidence"][0])) == ([20], 20)
    assert list(tmp_path.iterdir()) == []


def test_a_unit_with_too_many_entities_is_left_out_of_parts_too() -> None:
    partial = PartialCooccurrences(list("abc"), units=["sentence"], most_entities=2)
    partial.add(sentences("abc", "ab"))
    assert [told["n_units"].tolist() for told in partial.tables()] == [[1]]
