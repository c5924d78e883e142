"""The model of the project: any text, the same spans everywhere, better than the pipeline it replaced."""

import json
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import Tables
from communique.extraction.model import NEVER, Tagger, best_labels
from communique.extraction.recogniser import model_folder

SPANS_OF_THE_FIVE = 333


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(model_folder())


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400))
def test_offsets_lie_within_any_text_in_order(tagger: Tagger, text: str) -> None:
    end = 0
    for start, stop, type_, confidence in tagger.spans(text):
        assert end <= start < stop <= len(text)
        assert f"B-{type_}" in tagger.labels
        assert 0 < confidence <= 1
        end = stop


def test_names_in_a_sentence(tagger: Tagger) -> None:
    text = "Foreign Minister Maria Oliveira of Portugal will attend the Southern Ocean Dialogue in Porto."
    assert [(text[a:b], type_) for a, b, type_, _ in tagger.spans(text)] == [
        ("Maria Oliveira", "PERSON"),
        ("Portugal", "STATE"),
        ("Southern Ocean Dialogue", "FORUM"),
        ("Porto", "PLACE"),
    ]


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_best_sequence_is_the_best_of_all_that_are_allowed(seed: int, n_words: int) -> None:
    labels = ["O", "B-FORUM", "I-FORUM", "B-ORG", "I-ORG"]
    inside = np.array([label[0] == "I" for label in labels])
    starts = np.where(inside, NEVER, 0.0)
    steps = np.array([[NEVER if b[0] == "I" and a[2:] != b[2:] else 0.0 for b in labels] for a in labels])
    scores = np.random.default_rng(seed).normal(size=(3, n_words, len(labels)))

    def total(window: int, path: tuple[int, ...]) -> float:
        told = sum(scores[window, word, label] for word, label in enumerate(path))
        return float(told + starts[path[0]] + sum(steps[pair] for pair in pairwise(path)))

    every = list(product(range(len(labels)), repeat=n_words))
    expected = [max(every, key=lambda path: total(window, path)) for window in range(3)]
    assert [tuple(path) for path in best_labels(scores, starts, steps).tolist()] == expected


def test_a_text_gives_the_same_spans_whatever_goes_before_it(tagger: Tagger) -> None:
    text = "Chile hosted the Santiago Forum."
    assert tagger.spans_of(["France met Chad. " * 40, text])[1] == tagger.spans(text)


def test_the_spans_of_the_five_documents_are_what_they_were(tagger: Tagger, tables: Tables) -> None:
    """The same weights give the same output on every machine; an eighth of a percent may differ by rounding."""
    found = sum(len(tagger.spans(text)) for text in tables.documents["text"])
    assert found == pytest.approx(SPANS_OF_THE_FIVE, abs=1)


def test_the_weights_are_small_and_say_what_they_were_trained_on() -> None:
    assert sum(path.stat().st_size for path in model_folder().iterdir()) < 25_000_000
    config = json.loads((model_folder() / "config.json").read_text())
    assert (config["part"], config["documents"]) == ("work", 1120)
