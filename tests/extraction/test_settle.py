"""Which of overlapping spans stands, and what the ledger says of the others."""

import pytest
from drafts import draft_of, spans_of

from communique.authority import load_authority
from communique.extraction.draft import Draft, Span
from communique.extraction.settle import settle


def settled(draft: Draft, *more: Span) -> list[tuple[str, str]]:
    draft.spans = settle(draft, [*draft.spans, *more], load_authority())
    return spans_of(draft)


def span(draft: Draft, name: str, type_: str, method: str, confidence: float = 1.0) -> Span:
    start = draft.text.index(name)
    return Span(start, start + len(name), type_, method, confidence=confidence)


def why(draft: Draft) -> dict[str, str]:
    return {what: reason for step, what, reason in draft.ledger if step in {"dropped", "context"}}


def test_the_longest_wins_and_the_ledger_says_so() -> None:
    draft = draft_of("The Lisbon Salt Summit met.", PLACE="Lisbon")
    assert settled(draft, span(draft, "Lisbon Salt Summit", "FORUM", "grammar")) == [("Lisbon Salt Summit", "FORUM")]
    assert why(draft) == {"Lisbon": "within a longer name"}


def test_the_better_source_wins_on_the_same_words() -> None:
    draft = draft_of("The Salt Institute met.", PLACE="Salt Institute")
    assert settled(draft, span(draft, "Salt Institute", "ORG", "grammar")) == [("Salt Institute", "ORG")]
    assert why(draft) == {"Salt Institute": "a ORG by grammar, not a PLACE by model"}


def test_agreement_is_no_matter_for_the_ledger() -> None:
    draft = draft_of("The Salt Institute met.", ORG="Salt Institute")
    assert settled(draft, span(draft, "Salt Institute", "ORG", "grammar")) == [("Salt Institute", "ORG")]
    assert why(draft) == {}


@pytest.mark.parametrize(
    ("text", "type_", "name", "reason"),
    [
        ("The Conference met.", "FORUM", "Conference", "a common noun"),
        ("On 3 Jumada II they met.", "PLACE", "Jumada II", "a month"),
        ("The council before, the XXIII, was long.", "FORUM", "XXIII", "a number"),
        ("They met at home.", "PLACE", "home", "written in small letters"),
        ("It was the Eighth Annual.", "FORUM", "Eighth Annual", "says which, but not of what"),
        ("Salt\nForum", "FORUM", "Salt\nForum", "reaches over a line break"),
        ("The Ruritanian envoy came.", "STATE", "Ruritanian", "no state of that name is known"),
    ],
)
def test_what_names_nothing(text: str, type_: str, name: str, reason: str) -> None:
    draft = draft_of(text)
    assert settled(draft, span(draft, name, type_, "model")) == []
    assert list(why(draft).values()) == [reason]


def test_an_unsure_model_is_heard_only_with_a_witness() -> None:
    draft = draft_of("Zorblatt met Oman.")
    found = settled(draft, span(draft, "Zorblatt", "ORG", "model", 0.5), span(draft, "Oman", "PLACE", "model", 0.5))
    assert found == [("Oman", "STATE")]
    assert why(draft) == {"Zorblatt": "found by the model alone, which is unsure"}


def test_an_organisation_of_grammar_alone_needs_a_sure_head_where_a_model_was_heard() -> None:
    draft = draft_of("Zorblatt saw the Salt Press Group and the Ministry of Salt.", ORG="Zorblatt")
    weak, sure = span(draft, "Salt Press Group", "ORG", "grammar"), span(draft, "Ministry of Salt", "ORG", "grammar")
    assert settled(draft, weak, sure) == [("Zorblatt", "ORG"), ("Ministry of Salt", "ORG")]
    unheard = draft_of(draft.text)
    assert len(settled(unheard, weak, sure)) == 2


def test_who_in_a_headline_is_a_word() -> None:
    draft = draft_of("WHO CAME TO LISBON\nThe WHO came.")
    heads = [Span(m, m + 3, "ORG", "authority", "org:who") for m in (0, 23)]
    assert [s.start for s in settle(draft, heads, load_authority())] == [23]


def test_a_name_after_mr_is_a_person() -> None:
    draft = draft_of("Mr Jordan met Mr Salt of Jordan.", PERSON="Jordan", ORG="Salt")
    reviewed = [Span(start, start + 6, "STATE", "authority", "state:JOR") for start in (3, 25)]
    assert settled(draft, *reviewed) == [("Jordan", "PERSON"), ("Salt", "PERSON"), ("Jordan", "STATE")]


def test_grammar_does_not_reach_beyond_what_others_know() -> None:
    text = "The High Representative of the European Union for Salt met Maria Oliveira and European Council members."
    draft = draft_of(text, PERSON="Maria Oliveira")
    found = settled(
        draft,
        Span(text.index("European Union"), text.index("European Union") + 14, "ORG", "authority", "org:european-union"),
        span(draft, "European Union for Salt", "ORG", "grammar"),
        span(draft, "Maria Oliveira and European Council", "ORG", "grammar"),
    )
    assert found == [("European Union", "ORG"), ("Maria Oliveira", "PERSON")]


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        ("Salt Forum of", "Salt Forum"),
        ("Salt Forum of the", "Salt Forum"),
        ("Salt Forum (Oslo)", "Salt Forum (Oslo)"),
        ("Salt Forum)", "Salt Forum"),
        ("Salt Forum “Sea and Salt”", "Salt Forum “Sea and Salt”"),
        ("Salt Forum”,", "Salt Forum"),
        ("Salt Forum's", "Salt Forum"),
        ("Salt Forum Joint Statement", "Salt Forum"),
    ],
)
def test_a_name_ends_where_it_ends(found: str, stands: str) -> None:
    draft = draft_of(f"The {found} met.")
    assert settled(draft, span(draft, found, "FORUM", "model")) == [(stands, "FORUM")]


def test_repeated_drops_are_one_row() -> None:
    draft = draft_of("Salt Forum, Salt Forum.", PLACE="Salt")
    forums = [Span(start, start + 10, "FORUM", "grammar") for start in (0, 12)]
    settled(draft, *forums)
    assert why(draft) == {"Salt": "within a longer name (2 times)"}
