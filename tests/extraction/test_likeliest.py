"""Whom a person is likeliest to act for, where the rules are silent."""

from communique.extraction.affiliations import Affiliation
from communique.extraction.draft import Draft, Span
from communique.extraction.likeliest import Likely, likeliest
from communique.extraction.ties import Tie


def _scene(text: str, names: dict[str, tuple[str, str]]) -> Draft:
    spans = sorted(
        (Span(text.index(name), text.index(name) + len(name), type_, "", entity_id)
         for name, (type_, entity_id) in names.items()),
        key=lambda span: span.start,
    )  # fmt: skip
    draft = Draft("d", text, sentences=[(0, len(text))], spans=spans)
    draft.keyed = [(span, (span.type, frozenset({draft.of(span)}), span.entity_id)) for span in spans]
    return draft


def _likeliest(draft: Draft, ties: list[Tie], told: dict | None = None, offices: dict | None = None) -> list[Likely]:
    return list(likeliest(draft, {(s.start, s.end): key for s, key in draft.keyed}, ties, told or {}, offices or {}))


TWO = {"Ada Quill": ("PERSON", ""), "Ruritania": ("STATE", ""), "Cordia": ("STATE", "")}


def test_the_model_decides_where_nothing_else_tells_them_apart() -> None:
    draft = _scene("Talks of Cordia and Ruritania were opened by Minister Ada Quill.", TWO)
    (one,) = _likeliest(draft, [Tie(2, 1, "acts for", "", 0.8, True), Tie(2, 0, "acts for", "", 0.1, True)])
    assert (draft.of(one.person), draft.of(one.whom), one.title) == ("Ada Quill", "Ruritania", "Minister")
    (less,) = _likeliest(draft, [Tie(2, 1, "acts for", "", 0.2, True), Tie(2, 0, "acts for", "", 0.1, True)])
    assert less.probability < one.probability


def test_an_office_that_only_the_united_states_have_is_theirs() -> None:
    names = {"Ada Quill": ("PERSON", ""), "Ruritania": ("STATE", ""), "United States": ("STATE", "state:USA")}
    draft = _scene("Ruritania and the United States were glad that Secretary of State Ada Quill came.", names)
    (one,) = _likeliest(draft, [Tie(2, 0, "acts for", "", 0.3, True)])
    assert draft.of(one.whom) == "United States"


def test_one_state_has_one_president() -> None:
    text = "Ruritania was there with President Bo Reed; Cordia too. President Ada Quill spoke."
    draft = _scene(text, {**TWO, "Bo Reed": ("PERSON", "")})
    keys = {draft.of(span): (span, key) for span, key in draft.keyed}
    reed, whom = keys["Bo Reed"], keys["Ruritania"]
    told = {reed[1]: Affiliation(reed[0], "President", whom[0], 0)}
    (one,) = _likeliest(draft, [], told)
    assert (draft.of(one.person), draft.of(one.whom)) == ("Ada Quill", "Cordia")


def test_the_office_that_a_person_is_known_to_hold_speaks_for_its_state_and_gives_the_title() -> None:
    draft = _scene("Cordia met Ruritania, and Ada Quill spoke.", TWO)
    keys = {draft.of(span): key for span, key in draft.keyed}
    ties = [Tie(2, 1, "acts for", "", 0.7, True), Tie(2, 0, "acts for", "", 0.1, True)]
    assert [draft.of(one.whom) for one in _likeliest(draft, ties)] == ["Ruritania"]
    (one,) = _likeliest(draft, ties, offices={keys["Ada Quill"]: {keys["Cordia"]: "President"}})
    assert (draft.of(one.whom), one.title) == ("Cordia", "President")


def test_who_holds_an_office_of_none_that_is_named_hardly_acts_for_those() -> None:
    draft = _scene("Cordia met Ruritania, and Ada Quill spoke.", TWO)
    quill = next(key for span, key in draft.keyed if draft.of(span) == "Ada Quill")
    ties = [Tie(2, 1, "acts for", "", 0.9, True)]
    (known,), (unknown,) = _likeliest(draft, ties, offices={quill: {}}), _likeliest(draft, ties)
    assert known.probability < 0.5 < unknown.probability


def test_without_states_or_organisations_nobody_acts_for_any() -> None:
    assert _likeliest(_scene("Minister Ada Quill spoke.", {"Ada Quill": ("PERSON", "")}), []) == []
