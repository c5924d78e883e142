"""Sentences as clauses: where they are cut, and which words of the text a cue is."""

import pytest
from drafts import marked_draft

from communique.extraction.atoms import units
from communique.extraction.clauses import Clause, clauses
from communique.extraction.role_patterns import Cue, find_cues


def clauses_of(marked: str) -> list[str]:
    return [clause.words for unit in units(marked_draft(marked)) for clause in clauses(unit)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[S Fiji] hosted the [F Lakes Forum] and came late.", ["S hosted the F and came late ."]),
        ("[S Fiji] came while [S Oman] stayed away.", ["S came", "while S stayed away ."]),
        ("[S Fiji] attended it, and [S Oman] sent a note.", ["S attended it ,", "and S sent a note ."]),
        ("[S Fiji], [S Peru], and [S Oman] attended.", ["S , S , and S attended ."]),
        ("[S Fiji], which hosted it, spoke.", ["S spoke .", "S , which hosted it"]),
        ("It (while [S Fiji] slept) ended.", ["it ( while S slept ) ended ."]),
        (", who was late, spoke.", [", who was late , spoke ."]),
    ],
)
def test_a_sentence_is_cut_where_the_subject_may_change(marked: str, expected: list[str]) -> None:
    assert clauses_of(marked) == expected


def test_a_cue_is_found_again_among_the_tokens_and_in_the_text() -> None:
    draft = marked_draft("[P Ada Quill] took\npart in the [F Lakes Forum].")
    draft.sentences = [(0, len(draft.text))]
    [unit] = units(draft)
    clause = Clause(unit.tokens, frozenset())
    [cue] = find_cues(clause.words)
    first, last = clause.extent(cue)
    assert [token.text for token in clause.tokens[first : last + 1]][:2] == ["took", "part"]
    assert clause.trigger(draft, cue).startswith("took part")
    assert clause.extent(Cue(0, 1, "chair", "left")) == (0, 0)
    assert clause.extent(Cue(len(clause.words) - 1, len(clause.words), "chair", "left"))[1] == len(clause.tokens) - 1


def test_a_clause_tells_whom_a_person_is_only_for() -> None:
    draft = marked_draft("[P Ada Quill] of [S Fiji] spoke, while [S Oman] left.")
    [unit] = units(draft)
    assert [bool(clause.attributes) for clause in clauses(unit)] == [True, True]
