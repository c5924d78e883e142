"""Names made flat, short, comparable."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.names import acronym_of, content_key, edition_of, entity_id, flat, is_ordinal, slug, without_edition


@settings(deadline=None)
@given(st.text())
def test_flat_keeps_every_offset(text: str) -> None:
    assert len(flat(text)) == len(text)


@settings(deadline=None)
@given(st.text())
def test_flat_is_flat_already(text: str) -> None:
    assert flat(flat(text)) == flat(text)


@pytest.mark.parametrize(
    ("written", "flattened"),
    [
        ("Côte d’Ivoire", "Côte d'Ivoire"),
        ("Russia–ASEAN", "Russia-ASEAN"),
        ("East\u00a0Asia\nSummit", "East Asia Summit"),
        ("a\tb\r\nc", "a b  c"),
    ],
)
def test_flat(written: str, flattened: str) -> None:
    assert flat(written) == flattened


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_safe_in_file_names_and_identifiers(name: str) -> None:
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", slug(name))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_a_latin_slug_does_not_depend_on_capitals(name: str) -> None:
    assert slug(name) == slug(name.lower())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("East Asia Summit", "east-asia-summit"),
        ("  --ASEAN+3!  ", "asean-plus-3"),
        ("Türkiye", "turkiye"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("Œuvre", "oeuvre"),
        ("../../etc/passwd", "etc-passwd"),
        ("a_b", "a-b"),
        ("Совет", "совет"),
        ("???", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("type_", "name", "identity"),
    [
        ("FORUM", "18th East Asia Summit", "forum:east-asia-summit"),
        ("FORUM", "East Asia Summit 2023", "forum:east-asia-summit"),
        ("ORG", "First Eastern Bank", "org:first-eastern-bank"),
        ("INSTRUMENT", "2030 Agenda", "instrument:2030-agenda"),
        ("PERSON", "Sergey Lavrov", "person:sergey-lavrov"),
    ],
)
def test_entity_id(type_: str, name: str, identity: str) -> None:
    assert entity_id(type_, name) == identity


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("41st General Assembly", 41),
        ("the 2ND Russia–Africa Summit", 2),
        ("103rd Session", 103),
        ("Third Lakes Forum", 3),
        ("Twelfth Meeting", 12),
        ("Twentieth Meeting", 20),
        ("Twenty-First Session", 21),
        ("Twenty-first Session", 21),
        ("Forty‑second Session", 42),
        ("Eighty-Eighth Session", 88),
        ("Ninety-Ninth Session", 99),
        ("XIV BRICS Summit", 14),
        ("BRICS Summit IV", 4),
        ("the third Lakes Forum", None),
        ("G7 Summit", None),
        ("East Asia Summit 2023", None),
        ("I Forum", None),
        ("IIII Forum", None),
        ("CIS Summit", None),
        ("", None),
    ],
)
def test_edition_of(name: str, edition: int | None) -> None:
    assert edition_of(name) == edition


def roman(number: int) -> str:
    signs = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    written = ""
    for value, sign in signs:
        written += sign * (number // value)
        number %= value
    return written


@pytest.mark.parametrize("number", [n for n in range(1, 100) if len(roman(n)) > 1])
def test_roman_editions_are_read_back(number: int) -> None:
    assert edition_of(f"{roman(number)} Council") == number


@pytest.mark.parametrize(
    ("word", "expected"), [("18th", True), ("Second", True), ("XIV", True), ("second", False), ("18", False)]
)
def test_is_ordinal(word: str, expected: bool) -> None:
    assert is_ordinal(word) is expected


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("18th East Asia Summit", "East Asia Summit"),
        ("Second Meeting of the Council", "Meeting of the Council"),
        ("XIV BRICS Summit 2022", "BRICS Summit"),
        ("COP28", "COP"),
        ("COP-28", "COP"),
        ("G7 Summit", "G7 Summit"),
        ("Second", "Second"),
        ("2023", "2023"),
    ],
)
def test_without_edition(name: str, series: str) -> None:
    assert without_edition(name) == series


@settings(deadline=None)
@given(st.lists(st.sampled_from(["18th", "East", "Asia", "Summit", "Second", "XIV", "2023"]), min_size=1).map(" ".join))
def test_a_series_without_edition_has_none_left(name: str) -> None:
    assert without_edition(name) == name or edition_of(without_edition(name)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASEAN-Russia Special Meeting of Foreign Ministers", "Special Meeting of Russia–ASEAN Foreign Ministers"),
        ("Foreign Ministers’ Meeting", "Meeting of the Foreign Ministers"),
        ("Network of Think Tanks", "Network of Think-Tanks"),
        ("19th Joint Committee", "Joint Committee"),
        ("Joint Committees", "Joint Committee"),
        ("Universities Forum", "University Forum"),
        ("Annual Lakes Forum", "Lakes Forum 2023"),
    ],
)
def test_one_name_in_two_ways_has_one_key(one: str, other: str) -> None:
    assert content_key(one) == content_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lakes Forum", "Hills Forum"),
        ("East Asia Summit", "East Asia Forum"),
        ("Foreign Ministers’ Meeting", "Defence Ministers’ Meeting"),
    ],
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert content_key(one) != content_key(other)


def test_a_key_spells_out_acronyms_that_are_known() -> None:
    assert content_key("EAS Ministers", {"EAS": "East Asia Summit"}) == {"east", "asia", "summit", "minister"}


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Lakes", "Hills", "Council", "Joint", "Energy"]), min_size=1).flatmap(
    lambda words: st.tuples(st.just(words), st.permutations(words))
))  # fmt: skip
def test_a_key_does_not_depend_on_the_order_of_words(orders: tuple[list[str], list[str]]) -> None:
    assert content_key(" ".join(orders[0])) == content_key(" of the ".join(orders[1]))


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("SCO", "within the Shanghai Cooperation Organization", "Shanghai Cooperation Organization"),
        ("EAS", "at the 18th East Asia Summit", "East Asia Summit"),
        ("AIPA", "the ASEAN Inter-Parliamentary Assembly", "ASEAN Inter-Parliamentary Assembly"),
        ("ARJCC", "the ASEAN-Russia Joint Cooperation Committee", "ASEAN-Russia Joint Cooperation Committee"),
        ("NARTT", "Meeting of the Network of ASEAN-Russia Think-Tanks", "Network of ASEAN-Russia Think-Tanks"),
        ("ASEAN", "the Association of Southeast Asian Nations", "Association of Southeast Asian Nations"),
        ("U.N.", "the United Nations", "United Nations"),
    ],
)
def test_an_acronym_stands_for_the_words_before_it(short: str, before: str, long: str) -> None:
    assert acronym_of(short, before) == long


@pytest.mark.parametrize(
    ("short", "before"),
    [
        ("XYZ", "the East Asia Summit"),
        ("EAS", "the Feast in Asia"),
        ("EAS", ""),
        ("", "East Asia Summit"),
        ("...", "East Asia Summit"),
        ("EAS", "EAS"),
        ("EAS", "East Asia Summit that so many ministers of so many countries attended yesterday"),
    ],
)
def test_no_acronym(short: str, before: str) -> None:
    assert acronym_of(short, before) is None


@settings(deadline=None)
@given(st.text(alphabet="AbcSU. ", max_size=6), st.text(alphabet="AbcSU -", max_size=40))
def test_a_long_form_ends_the_text_and_begins_with_the_first_letter(short: str, before: str) -> None:
    long = acronym_of(short, before)
    first = next((c for c in short.lower() if c.isalnum()), None)
    assert long is None or (" ".join(before.split()).endswith(long) and long[0].lower() == first)
