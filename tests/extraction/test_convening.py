"""Bodies that convene in one text and act in another."""

from dataclasses import replace

from drafts import draft_of, spans_of

from communique import load_authority
from communique.extraction.convening import convene
from communique.extraction.draft import Draft, Span


def read_as(draft: Draft, type_: str, confidence: float = 0.9) -> Draft:
    """Return the draft with a model's reading of each organisation."""
    draft.candidates = [
        replace(span, type=type_, method="model", confidence=confidence) for span in draft.spans if span.type == "ORG"
    ]
    return draft


def test_a_body_that_the_model_reads_as_a_forum_is_one() -> None:
    draft = read_as(draft_of("The Salt Committee met.", method="grammar", ORG="Salt Committee"), "FORUM")
    convene(draft, load_authority())
    assert spans_of(draft) == [("Salt Committee", "FORUM")]
    assert draft.ledger == [("type", "Salt Committee", "FORUM: the text speaks of it as convening")]


def test_a_body_of_which_the_model_is_in_doubt_stays() -> None:
    draft = read_as(draft_of("The Salt Committee met.", method="grammar", ORG="Salt Committee"), "FORUM", 0.5)
    convene(draft, load_authority())
    assert spans_of(draft) == [("Salt Committee", "ORG")]


def test_mentions_vote_together() -> None:
    text = "The Salt Committee met. The Salt Committee said so. The Salt Committee left."
    draft = read_as(draft_of(text, method="grammar", ORG="Salt Committee"), "FORUM", 0.6)
    draft.candidates[2] = replace(draft.candidates[2], type="ORG", confidence=0.4)
    convene(draft, load_authority())
    assert spans_of(draft) == [("Salt Committee", "FORUM")] * 3


def test_a_name_that_says_an_organisation_stands_is_no_forum() -> None:
    draft = read_as(draft_of("The Salt Ministry met the Petra Bank.", ORG=["Salt Ministry", "Petra Bank"]), "FORUM")
    convene(draft, load_authority())
    assert {type_ for _, type_ in spans_of(draft)} == {"ORG"}


def test_a_reviewed_organisation_of_states_has_an_identifier_as_a_forum() -> None:
    authority = load_authority()
    draft = draft_of("The Arctic Council met.")
    draft.spans = [Span(4, 18, "ORG", "authority", authority["Arctic Council"].entity_id)]
    convene(read_as(draft, "FORUM"), authority)
    assert [span.entity_id for span in draft.spans] == ["forum:arctic-council"]
    assert authority.entities["forum:arctic-council"].name == "Arctic Council"


def test_a_reviewed_organisation_that_is_not_of_states_stays() -> None:
    authority = load_authority()
    draft = draft_of("Transparency International met.")
    draft.spans = [Span(0, 26, "ORG", "authority", authority["Transparency International"].entity_id)]
    convene(read_as(draft, "FORUM"), authority)
    assert spans_of(draft) == [("Transparency International", "ORG")]


def test_a_body_whose_sitting_is_a_forum_is_one() -> None:
    text = "The Sixth Session of the Salt Committee ended. The Salt Committee rests; the Glass Committee works."
    draft = draft_of(
        text, method="grammar", FORUM="Sixth Session of the Salt Committee", ORG=["Salt Committee", "Glass Committee"]
    )
    convene(draft, load_authority())
    assert spans_of(draft)[1:] == [("Salt Committee", "FORUM"), ("Glass Committee", "ORG")]
