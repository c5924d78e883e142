"""Whom persons of groups are for, in drafts that are written out with their names marked."""

import pytest
from drafts import marked_draft

from communique.extraction.atoms import units
from communique.extraction.groups import from_whom, in_bracket, in_turn, of_side


def told(rule, marked: str) -> list[tuple[str, str]]:
    draft = marked_draft(marked)
    pairs = []
    for unit in units(draft):
        for i, token in enumerate(unit.tokens):
            if token.kind == "P" and (found := rule(unit.tokens, i)):
                pairs.append((token.text, draft.of(found.whom)))
    return pairs


@pytest.mark.parametrize(
    ("rule", "marked", "pairs"),
    [
        (in_bracket, "Present: [S Ruritania] (Minister [P Ada Quill]) and [S Cordia] ([P Bo Reed] and [P Cy Tull]).",
         [("Ada Quill", "Ruritania"), ("Bo Reed", "Cordia"), ("Cy Tull", "Cordia")]),
        (in_bracket, "In [S Ruritania] (where [P Ada Quill] was born) it rained.", []),
        (in_turn, "The foreign ministers of [S Ruritania] and [S Cordia], [P Ada Quill] and [P Bo Reed], met.",
         [("Ada Quill", "Ruritania"), ("Bo Reed", "Cordia")]),
        (in_turn, "The [S Ruritanian] and [S Cordian] foreign ministers, [P Ada Quill] and [P Bo Reed], met.",
         [("Ada Quill", "Ruritanian"), ("Bo Reed", "Cordian")]),
        (in_turn, "The foreign ministers of [S Ruritania] and [S Cordia], [P Ada Quill], [P Bo Reed] and [P Cy Tull].",
         []),
        (in_turn, "After talks with [S Ruritania] and [S Cordia], [P Ada Quill] and [P Bo Reed] left.", []),
        (from_whom, "From [S Ruritania] came Minister [P Ada Quill]; from the [S Cordian Republic], [P Bo Reed].",
         [("Ada Quill", "Ruritania"), ("Bo Reed", "Cordian Republic")]),
        (from_whom, "[S Ruritania] sent nobody; [S Cordia], Minister [P Bo Reed]; [S Arcadia] - [P Cy Tull].",
         [("Bo Reed", "Cordia"), ("Cy Tull", "Arcadia")]),
        (from_whom, "Back from [S Ruritania], [P Ada Quill] spoke.", []),
        (of_side, "On the [S Ruritanian] side, Ministers [P Ada Quill] and [P Bo Reed] took part.",
         [("Ada Quill", "Ruritanian"), ("Bo Reed", "Ruritanian")]),
        (of_side, "The [S Ruritanian] delegation met [P Ada Quill].", []),
    ],
)  # fmt: skip
def test_whom_persons_of_a_group_are_for(rule, marked: str, pairs: list[tuple[str, str]]) -> None:
    assert told(rule, marked) == pairs
