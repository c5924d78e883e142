"""Which decisions can change what is read in a document."""

from itertools import pairwise

import pytest

from communique import load_authority
from communique.authority.applied import with_decisions
from communique.authority.decisions import Decision
from communique.authority.touching import Touching

OMAN = Decision("name", "state:OMN", "Sultanate")
LAKES = Decision("merge", "forum:lakes-talks", "forum:lakes-forum")
CALLED = Decision("name", "forum:lakes-forum", "Dialogue")
NOWHERE = Decision("ignore", "Quito")
SMALL = Decision("ignore", "The")
ROWS = [OMAN, LAKES, CALLED, NOWHERE]


def touched(text: str, *rows: Decision, doc_id: str = "a") -> list[Decision]:
    return Touching(with_decisions(load_authority(), rows)).rows(doc_id, text)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Peru left.", []),
        ("He left QUITO.", [NOWHERE]),
        ("The Omani envoy left.", [OMAN]),  # a written form of the state
        ("It was a dialogue.", [LAKES, CALLED]),  # the one speaks of the forum into which the other merges
        ("The talks in Quito", [LAKES, CALLED, NOWHERE]),
    ],
)
def test_decisions_touch_a_text_that_shares_a_word_with_their_names(text: str, rows: list[Decision]) -> None:
    assert touched(text, *ROWS) == rows


def test_a_chain_of_decisions_is_followed_to_its_end() -> None:
    trees = ["elm", "oak", "ash", "fir"]
    chain = [Decision("merge", f"forum:{one}", f"forum:{other}") for one, other in pairwise(trees)]
    assert touched("An elm", *reversed(chain), LAKES) == chain[::-1]


def test_a_decision_about_other_documents_does_not_touch_this_one() -> None:
    there = Decision("ignore", "Quito", documents=("b",))
    assert touched("Quito", there) == []
    assert touched("Quito", there, doc_id="b") == [there]


def test_a_decision_whose_name_has_only_small_words_may_hold_for_every_text() -> None:
    assert touched("Peru left.", SMALL, NOWHERE) == [SMALL]
