"""What stands of what rules and model say."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from drafts import marked_draft

from communique.extraction import relations
from communique.extraction.draft import Draft
from communique.extraction.model import Reading
from communique.extraction.ties import PARTICIPATION, Relation, Tie


class Heard:
    """A model that is as sure as told that the first mention takes part in the second, as its chair."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence

    def find(self, relation: Relation, *_: object) -> Iterator[Tie]:
        if relation is PARTICIPATION and self.confidence >= relations.HEARD:
            yield Tie(0, 1, "chair", "planned", self.confidence, best=True)


def related(marked: str, confidence: float, *, read: bool = True) -> Draft:
    """Return the draft of a marked text in which the model is as sure as told."""
    draft = marked_draft(marked)
    draft.keyed = [(span, (span.type, frozenset([draft.of(span)]), "")) for span in draft.spans]
    if read:
        starts = np.array([span.start for span in draft.spans])
        ends = np.array([span.end for span in draft.spans])
        draft.reading = Reading(starts, ends, np.zeros((len(starts), 1), np.float16), [])
    model: Any = Heard(confidence)
    relations.relate(draft, model)
    return draft


def roles(draft: Draft) -> list[tuple[str, str]]:
    return [(row.role, row.status) for row in draft.participations]


@pytest.mark.parametrize(
    ("marked", "confidence", "expected"),
    [
        ("[S Ruritania] attended the [F Salt Summit].", 0.2, [("chair", "planned")]),
        ("[S Ruritania] attended the [F Salt Summit].", 0.1, []),
        ("[S Ruritania] attended the [F Salt Summit].", 0.01, []),
        ("[S Ruritania] spoke of the [F Salt Summit].", 0.6, []),
        ("[S Ruritania] spoke of the [F Salt Summit].", 0.9, [("chair", "planned")]),
    ],
    ids=["told and heard", "told and hardly heard", "told and unheard", "heard alone", "sure"],
)
def test_what_stands(marked: str, confidence: float, expected: list[tuple[str, str]]) -> None:
    assert roles(related(marked, confidence)) == expected


def test_what_is_ruled_out_stands_in_the_ledger() -> None:
    ledger = related("[S Ruritania] attended the [F Salt Summit].", 0.01).ledger
    why = "a participation by the rules alone, which the model rules out"
    assert ("dropped", "Ruritania in Salt Summit", why) in ledger


def test_without_the_model_the_rules_decide() -> None:
    draft = related("[S Ruritania] attended the [F Salt Summit].", 0.0, read=False)
    assert roles(draft) == [("participant", "held")]


def test_the_rules_decide_where_the_model_does_not_see_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "MENTIONS_AT_ONCE", 1)
    assert roles(related("[S Ruritania] attended the [F Salt Summit].", 0.01)) == [("participant", "held")]
