import numpy as np
import pytest

from communique.extraction.recogniser import model_folder, own_model
from communique.extraction.ties import (
    AFFILIATION,
    N_RELATIVE,
    PARTICIPATION,
    Mention,
    TieModel,
    lay_out,
)

# Sentence 0: a state, a forum; sentence 1: a person; sentence 3: another forum, the first again.
MENTIONS = [
    Mention(0, 0, 0, "STATE", "ruritania"),
    Mention(3, 4, 0, "FORUM", "summit"),
    Mention(10, 11, 1, "PERSON", "ada"),
    Mention(30, 31, 3, "FORUM", "dialogue"),
    Mention(35, 35, 3, "FORUM", "summit"),
]


def test_layout_has_the_actors_on_the_left_and_the_forums_on_the_right():
    layout = lay_out(MENTIONS, PARTICIPATION)
    assert layout.left.tolist() == [0, 2]
    assert layout.right.tolist() == [1, 3, 4]
    assert layout.actors == ["ruritania", "ada"]
    assert layout.entities == ["summit", "dialogue"]
    assert layout.owned.tolist() == [[1, 0, 1], [0, 1, 0]]
    assert layout.relative.shape == (2, 2, N_RELATIVE)


def test_distances_are_signed_steps_of_sentences():
    layout = lay_out(MENTIONS, PARTICIPATION)
    same = 5
    assert layout.distance[0].tolist() == [same, same + 3, same + 3]
    assert layout.distance[1].tolist() == [same - 1, same + 2, same + 2]


def test_the_forum_named_last_before_an_actor_is_told():
    relative = lay_out(MENTIONS, PARTICIPATION).relative
    last, following = 9, 10
    assert relative[1, :, last].tolist() == [1, 0]
    assert relative[1, :, following].tolist() == [0, 1]
    assert relative[0, :, last].tolist() == [0, 0]


def test_one_side_alone_has_no_layout():
    assert lay_out(MENTIONS[:1], PARTICIPATION) is None
    assert lay_out([], PARTICIPATION) is None
    assert lay_out(MENTIONS[1:], AFFILIATION) is None


@pytest.fixture(scope="module")
def model():
    return TieModel(model_folder())


@pytest.mark.parametrize("seed", range(5))
def test_asking_for_less_sure_ties_adds_ties_and_changes_none(model, seed):
    states = np.random.default_rng(seed).normal(0, 0.5, (40, 640)).astype(np.float16)
    all_ties, likely = (
        list(model.find(PARTICIPATION, MENTIONS, states, np.array([0, 10, 20, 30]), least)) for least in (0, 0.3)
    )
    assert likely == [tie for tie in all_ties if tie.confidence >= 0.3]
    assert len(likely) < len(all_ties)


def tell(model, text, relation, *named):
    """Return the ties of a text as texts; `named` are (surface, type) of its mentions, one sentence a line."""
    reading = own_model().read(text)
    mentions, surfaces = [], []
    at = 0
    for surface, type_ in named:
        at = text.index(surface, at)
        first = int(np.searchsorted(reading.starts, at, side="right")) - 1
        last = int(np.searchsorted(reading.ends, at + len(surface) - 1, side="right"))
        mentions.append(Mention(first, last, text.count("\n", 0, at), type_, surface))
        surfaces.append(surface)
        at += len(surface)
    lines = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    sentences = np.searchsorted(reading.starts, lines)
    found = model.find(relation, mentions, reading.states, sentences, 0.5)
    return {(surfaces[t.left], surfaces[t.right], t.label, t.status) for t in found}


def test_who_chairs_in_the_next_sentence_is_tied_to_the_forum(model):
    text = (
        "Foreign ministers met in Hanoi for the 12th Southern Harbour Summit on 4 May 2023.\n"
        "The meeting was chaired by Foreign Minister Bui Thanh Son of Viet Nam."
    )
    ties = tell(model, text, PARTICIPATION, ("12th Southern Harbour Summit", "FORUM"), ("Bui Thanh Son", "PERSON"))
    assert ("Bui Thanh Son", "12th Southern Harbour Summit", "chair", "held") in ties


def test_whom_a_minister_acts_for(model):
    text = "Indonesian Foreign Minister Retno Marsudi spoke in New York. Canada listened."
    ties = tell(model, text, AFFILIATION, ("Indonesian", "STATE"), ("Retno Marsudi", "PERSON"), ("Canada", "STATE"))
    assert {(left, right) for left, right, _, _ in ties} == {("Retno Marsudi", "Indonesian")}


def test_many_mentions_go_through_in_parts_that_keep_their_numbers(model):
    states = np.zeros((700, 640), np.float16)
    many = [Mention(n, n, n // 5, "FORUM" if n % 3 == 0 else "PERSON", n) for n in range(700)]
    found = list(model.find(PARTICIPATION, many, states, np.arange(0, 700, 5), 0.0))
    assert {many[t.left].type for t in found} == {"PERSON"}
    assert {many[t.right].type for t in found} == {"FORUM"}
    assert {t.left for t in found} == {n for n in range(700) if n % 3}
    assert all(t.left // 256 == t.right // 256 for t in found)
