"""Acronyms: what defines them, what they stand for."""

import pytest
from drafts import draft_of, spans_of

from communique.authority import load_authority
from communique.extraction.acronyms import add_acronyms, initials_of, long_form, spells


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("LRC", "Lisbon Rivers Council", ("Lisbon Rivers Council", True)),
        ("OSC", "Organisation of Salt Cooperation", ("Organisation of Salt Cooperation", True)),
        ("IIRS", "International Institute for River Studies", ("International Institute for River Studies", True)),
        ("COS", "Code of Salt", ("Code of Salt", True)),
        ("LCSA", "Lake and Cross-Shore Agreement", ("Lake and Cross-Shore Agreement", True)),
        ("JCM", "6th Lisbon-Tunis Joint Commission Meeting", ("6th Lisbon-Tunis Joint Commission Meeting", True)),
        ("PU", "41st Assembly of the Parliamentary Union", ("Parliamentary Union", False)),
        ("LSC5", "Fifth Conference on Least Salty States", ("Fifth Conference on Least Salty States", True)),
        ("LF", "Porto - Lakes Forum", ("Lakes Forum", False)),
        ("DP", "Maria Oliveira's Democratic Party", ("Democratic Party", False)),
        ("LPC", "sixth Lakes Political Community", ("Lakes Political Community", True)),
        ("XYZ", "Lisbon Rivers Council", None),
        ("...", "Lisbon Rivers Council", None),
    ],
)  # fmt: skip
def test_long_form(short: str, name: str, expected: tuple[str, bool] | None) -> None:
    assert long_form(short, name) == expected


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The Lisbon Rivers Council (LRC) met.", "LRC"),
        ("The Lisbon Rivers Council (the “LRC”) met.", "LRC"),
        ("The Lisbon Rivers Council, hereinafter referred to as the LRC, met.", "LRC"),
        ("The LRC (Lisbon Rivers Council) met.", "LRC"),
    ],
)
def test_what_defines_an_acronym(text: str, short: str) -> None:
    draft = draft_of(text, ORG=["Lisbon Rivers Council"] + (["LRC"] if text.startswith("The LRC") else []))
    add_acronyms(draft, load_authority())
    assert draft.expansions == {short: "Lisbon Rivers Council"}
    assert ("LRC", "ORG") in spans_of(draft)


def test_a_person_or_state_before_the_bracket_defines_nothing() -> None:
    draft = draft_of("Maria Oliveira (MO) of Spain (SP) came.", PERSON="Maria Oliveira", STATE="Spain")
    add_acronyms(draft, load_authority())
    assert draft.expansions == {}


def test_an_acronym_within_a_session_takes_the_type_of_the_body() -> None:
    draft = draft_of(
        "The 4th Meeting of the Asia Salt Community (ASC) ended.", FORUM="4th Meeting of the Asia Salt Community"
    )
    add_acronyms(draft, load_authority())
    assert ("ASC", "ORG") in spans_of(draft)


def test_a_reviewed_acronym_of_another_type_names_a_part() -> None:
    name = "Review Conference of the Parties to the Treaty on the Non-Proliferation of Nuclear Weapons"
    draft = draft_of(f"The {name} (NPT) ended.", FORUM=name)
    add_acronyms(draft, load_authority())
    assert ("NPT", "INSTRUMENT") in spans_of(draft)


def test_a_short_name_of_another_language_is_taken_if_it_was_found_as_the_same_type() -> None:
    text = "The Chamber of Salt Deputies (BKS) met."
    with_span = draft_of(text, ORG=["Chamber of Salt Deputies", "BKS"])
    without = draft_of(text, ORG="Chamber of Salt Deputies")
    for draft in (with_span, without):
        add_acronyms(draft, load_authority())
    assert with_span.expansions == {"BKS": "Chamber of Salt Deputies"}
    assert without.expansions == {}


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Forum for Salt–Pepper Cooperation", "fspc"), ("Lisbon Nine", "l9"), ("Urban 20", "u20"), ("", "")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_spelling() -> None:
    assert spells("OoSC", "Organisation of Salt Cooperation")
    assert not spells("OSC", "Organisation of Pepper")
