"""Names by grammar: full extent, no more."""

import pytest

from communique.extraction.draft import Draft
from communique.extraction.grammar import find_names


def names(text: str) -> list[tuple[str, str]]:
    draft = Draft("d", text, sentences=[(0, len(text))])
    return [(text[s.start : s.end], s.type) for s in find_names(draft)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met at the 12th Lisbon–Tunis Summit in March.", [("12th Lisbon–Tunis Summit", "FORUM")]),
        ("The Fourth Meeting of Ministers of Fisheries of the Andes ended.",
         [("Fourth Meeting of Ministers of Fisheries of the Andes", "FORUM")]),
        ("At the World Conference on Salt and Glass, she spoke.", [("World Conference on Salt and Glass", "FORUM")]),
        ("He praised the Lisbon Declaration on Rivers.", [("Lisbon Declaration on Rivers", "INSTRUMENT")]),
        ("A visit to the Ministry of Roads of the Republic of Ruritania was planned.",
         [("Ministry of Roads of the Republic of Ruritania", "ORG")]),
        ("The Joint Commission on Ruritania was opened.", [("Joint Commission on Ruritania", "FORUM")]),
        ("The Lisbon Summit's outcome was praised.", [("Lisbon Summit", "FORUM")]),
        ("The Andes Foreign Ministers’ Meeting begins.", [("Andes Foreign Ministers’ Meeting", "FORUM")]),
        ("The Lisbon Summit on Monday was short.", [("Lisbon Summit", "FORUM")]),
        ("He announced the Lisbon Summit for October 2025.", [("Lisbon Summit", "FORUM")]),
        ("The Andes Conference in Support of the Lowlands opens.",
         [("Andes Conference in Support of the Lowlands", "FORUM")]),
    ],
)  # fmt: skip
def test_names_in_full(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Conference agreed on little.",
        "The Special Meeting was long.",
        "It was a summit of the ministers and a forum for talks.",
        "Next Meeting in 2024",
        "",
        "12345 — ???",
    ],
)
def test_a_head_alone_is_no_name(text: str) -> None:
    assert names(text) == []


def test_two_names_joined_by_and_stay_two() -> None:
    found = names("The East Coast Summit and West Coast Forum met.")
    assert found == [("East Coast Summit", "FORUM"), ("West Coast Forum", "FORUM")]
