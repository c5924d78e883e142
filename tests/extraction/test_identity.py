"""One entity, one identifier: acronyms, family names, demonyms, editions."""

import pandas as pd
import pytest
from drafts import draft_of, spans_of

from communique import Tables, extract, load_authority
from communique.extraction.acronyms import add_acronyms
from communique.extraction.draft import Draft
from communique.extraction.identity import add_short_forms, identify, name_entities


def tables_of(*texts: str) -> Tables:
    rows = [
        {"doc_id": f"d{n}", "path": f"d{n}.txt", "title": "t", "date": f"2024-0{n}-01", "date_source": "file name",
         "source": None, "language": "en", "n_words": 1, "sha256": str(n), "duplicate_of": None, "status": "read",
         "reason": None, "text": text}
        for n, text in enumerate(texts, start=1)
    ]  # fmt: skip
    return extract(pd.DataFrame(rows))


def entity_of(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.mentions["text"], tables.mentions["entity_id"], strict=True))


def test_an_acronym_defined_in_brackets_names_what_stands_before_it() -> None:
    found = entity_of(tables_of("The Lisbon Rivers Council (LRC) met. Later the LRC said so."))
    assert found["LRC"] == found["Lisbon Rivers Council"] == "org:lisbon-rivers-council"


def test_an_acronym_within_a_session_defines_the_body_not_the_session() -> None:
    found = entity_of(tables_of("She opened the 3rd Session of the Lisbon Rivers Assembly (LRA). The LRA was glad."))
    assert found["LRA"] == "org:lisbon-rivers-assembly"
    assert found["3rd Session of the Lisbon Rivers Assembly"].startswith("forum:")


def test_a_family_name_after_the_full_name_is_the_same_person() -> None:
    found = entity_of(tables_of("Foreign Minister Maria Oliveira spoke. Mrs Oliveira was brief; Oliveira left."))
    assert found["Oliveira"] == found["Maria Oliveira"] == "person:maria-oliveira"


def test_a_family_name_does_not_merge_across_documents() -> None:
    tables = tables_of("Foreign Minister Maria Oliveira spoke in Lisbon.", "Mr Oliveira was brief in Porto.")
    persons = set(tables.entities.loc[tables.entities["type"] == "PERSON", "entity_id"])
    assert persons == {"person:maria-oliveira", "person:oliveira~d2"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The Vietnamese delegation spoke.", "state:VNM"),
        ("The Lao People’s Democratic Republic spoke.", "state:LAO"),
        ("Talks with the Russian Federation went on.", "state:RUS"),
        ("Côte d’Ivoire spoke.", "state:CIV"),
    ],
)
def test_demonyms_and_official_names_lead_to_the_state(text: str, state: str) -> None:
    assert state in set(tables_of(text).mentions["entity_id"])


def test_editions_of_a_forum_are_one_forum_and_several_meetings() -> None:
    tables = tables_of("The 15th East Asia Summit ended. The 18th East Asia Summit follows in Jakarta.")
    assert set(tables.meetings["meeting_id"]) == {"meeting:east-asia-summit:15", "meeting:east-asia-summit:18"}
    assert set(tables.meetings["forum_id"]) == {"forum:east-asia-summit"}


def test_word_order_hyphens_and_abbreviations_do_not_make_two_forums() -> None:
    found = tables_of(
        "The Lisbon-Porto Special Meeting of Mayors opened.", "The Special Meeting of Porto–Lisbon Mayors closed."
    )
    assert found.entities["type"].tolist().count("FORUM") == 1


def test_identifiers_stay_when_documents_are_added() -> None:
    first = "The Lisbon-Porto Special Meeting of Mayors opened with Maria Oliveira of Portugal."
    before = set(tables_of(first).entities["entity_id"])
    after = set(
        tables_of(first, "Maria Oliveira of Portugal thanked the Special Meeting of Lisbon-Porto Mayors.").entities[
            "entity_id"
        ]
    )
    assert before <= after


def ids(draft: Draft) -> dict[str, str]:
    """Return the identifiers by text, with the spans as they are: no model, no grammar."""
    authority = load_authority()
    add_acronyms(draft, authority)
    draft.keyed = identify(draft, authority)
    named = name_entities([draft], authority)
    return {draft.of(span): named[key][0] for span, key in draft.keyed}


def methods(draft: Draft) -> dict[str, str]:
    return {draft.of(span): span.method for span, _ in identify(draft, load_authority())}


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("FORUM", "Lisbon-Tunis Leaders’ Retreat", "Leaders’ Retreat"),
        ("FORUM", "19th Summit of Mayors of the Salt League", "18th Summit"),
        ("FORUM", "26th meeting of the Salt Contact Group", "Salt Contact Group"),
        ("FORUM", "Lisbon-Tunis Joint Working Group", "11th Meeting"),
        ("FORUM", "Porto Conference on Salt", "First Porto Conference"),
        ("FORUM", "Lisbon Salt Dialogue", "LISBON SALT DIALOGUE"),
        ("FORUM", "Spain–Peru Salt Forum", "Peruvian-Spanish Salt Forum"),
        ("FORUM", "V Meeting of Salt Mayors", "Meeting of Salt Mayors"),
        ("FORUM", "General Assembly of the Salt League", "General Assembly"),
        ("FORUM", "Salt Nine", "S9"),
        ("INSTRUMENT", "Porto Declaration on Salt and Glass", "Porto Declaration"),
        ("ORG", "Ministry of Labour of the Republic of Peru", "Peruvian Labor Ministry"),
        ("ORG", "Peruvian Ministry of Salt", "Ministry of Salt"),
        ("ORG", "Salt Cooperation Office", "SALT COOPERATION OFFICE"),
        ("PERSON", "Andrés Manuel López Obregón", "López Obregón"),
        ("PERSON", "Wang Yun", "Wang"),
        ("PERSON", "Maria Oliveira", "OLIVEIRA"),
        ("PERSON", "Denis Manturin", "D. Manturin"),
        ("STATE", "Germany", "GERMANY"),
        ("STATE", "Russian Federation", "Russian"),
        ("PLACE", "Salzdorf am Inn", "Salzdorf"),
        ("PLACE", "Saltaria region", "Saltaria"),
    ],
)
def test_two_forms_of_one_entity(type_: str, one: str, other: str) -> None:
    found = ids(draft_of(f"Once {one} was named. Then {other} was.", **{type_: [one, other]}))
    assert len(found) == 2
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("type_", "names"),
    [
        ("FORUM", ["ASEAN Summit", "ASEAN-Russia Summit"]),
        ("FORUM", ["East Asia Summit", "East Asia Summit Foreign Ministers’ Meeting"]),
        ("FORUM", ["Lisbon Salt Forum", "Porto Salt Forum", "Salt Forum"]),
        ("FORUM", ["22nd Meeting of States Parties", "13th Meeting of States Parties to the Salt Treaty"]),
        ("INSTRUMENT", ["Agenda 2040", "Agenda 2063"]),
        ("ORG", ["Saltprom", "Saltprom Oil"]),
        ("ORG", ["SCO Secretariat", "SCO"]),
        ("PERSON", ["Abdul Salim", "Maria Abdul", "Abdul"]),
        ("PERSON", ["Mohammed bin Salman bin Abdulaziz", "Salman bin Abdulaziz"]),
        ("STATE", ["Niger", "Nigeria"]),
        ("STATE", ["Guinea", "Guinea-Bissau", "Papua New Guinea", "Equatorial Guinea"]),
        ("STATE", ["Dominica", "Dominican Republic"]),
    ],
)
def test_names_that_stay_apart(type_: str, names: list[str]) -> None:
    found = ids(draft_of("; ".join(f"then {name} was named" for name in names), **{type_: names}))
    assert len(set(found.values())) == len(names)


def test_types_stay_apart() -> None:
    found = ids(draft_of("The Salt League met in Salt League House.", ORG="Salt League", PLACE="Salt League House"))
    assert len(set(found.values())) == 2


def test_a_general_name_stays_within_its_document() -> None:
    authority = load_authority()
    drafts = [draft_of("The Ministerial Meeting ended.", FORUM="Ministerial Meeting") for _ in range(2)]
    drafts[1].doc_id = "e"
    for draft in drafts:
        draft.keyed = identify(draft, authority)
    named = name_entities(drafts, authority)
    assert {identity for identity, _ in named.values()} == {
        "forum:ministerial-meeting~d",
        "forum:ministerial-meeting~e",
    }


def forums(text: str, *names: str) -> list[frozenset[str]]:
    """Return the forums that the names are of, in a text of one sentence."""
    keyed = identify(draft_of(text, FORUM=list(names)), load_authority())
    return [key[1] for _, key in keyed]


def test_a_sitting_without_its_body_is_of_the_body_that_sat_before() -> None:
    names = "Ninth Annual Meeting of the Salt Board", "Third Meeting of the Glass Board", "Tenth Annual Meeting"
    salt, glass, tenth = forums(f"The {names[0]} ended, the {names[1]} too; the {names[2]} is next.", *names)
    assert tenth == salt != glass


def test_the_meeting_of_a_body_is_named_both_ways() -> None:
    long, short, other = forums(
        "The Second Meeting of the Salt Network ended: a Salt Network Meeting unlike the Glass Network Meeting.",
        "Second Meeting of the Salt Network", "Salt Network Meeting", "Glass Network Meeting",
    )  # fmt: skip
    assert long == short != other


def test_what_stands_in_brackets_behind_a_forum_is_its_other_name() -> None:
    long, short = forums("The 11th Summit of the Southern Shores (SOUTH9) met.", "11th Summit of the Southern Shores",
                         "SOUTH9")  # fmt: skip
    assert long == short


def test_brackets_that_abbreviate_the_end_of_a_name_name_the_end() -> None:
    long, short = forums("The Youth Meeting of the Lisbon Conference on Salt (LCS) met.",
                         "Youth Meeting of the Lisbon Conference on Salt", "LCS")  # fmt: skip
    assert long != short


def test_that_a_summit_is_an_ordinary_one_makes_no_other_forum() -> None:
    one, other = forums("The 10th Ordinary Summit of the Andes and the Second Summit of the Andes.",
                        "10th Ordinary Summit of the Andes", "Second Summit of the Andes")  # fmt: skip
    assert one == other


def test_an_identifier_names_the_body_not_its_sitting() -> None:
    found = ids(
        draft_of("The 26th meeting of the Salt Contact Group ended.", FORUM="26th meeting of the Salt Contact Group")
    )
    assert set(found.values()) == {"forum:salt-contact-group"}


def test_the_definition_in_the_document_goes_before_the_authority() -> None:
    text = "The Organisation of Salt (OAS) met. The OAS was glad."
    assert ids(draft_of(text, ORG=["Organisation of Salt", "OAS"]))["OAS"] == "org:organisation-of-salt"


def test_the_method_of_a_mention_says_why_it_was_merged() -> None:
    text = "The Lisbon-Tunis Leaders’ Retreat opened. The Leaders’ Retreat closed. Maria Oliveira came; Oliveira left."
    draft = draft_of(
        text, FORUM=["Lisbon-Tunis Leaders’ Retreat", "Leaders’ Retreat"], PERSON=["Maria Oliveira", "Oliveira"]
    )
    assert methods(draft) == {
        "Lisbon-Tunis Leaders’ Retreat": "model",
        "Leaders’ Retreat": "containment",
        "Maria Oliveira": "model",
        "Oliveira": "short form",
    }


def test_a_state_that_reads_like_a_family_name_stays_a_state() -> None:
    draft = draft_of("Michael Jordan came to Jordan.", PERSON="Michael Jordan", STATE="Jordan")
    add_short_forms(draft)
    assert spans_of(draft) == [("Michael Jordan", "PERSON"), ("Jordan", "STATE")]


def test_a_family_name_before_the_given_one_is_looked_for_where_it_was_seen_alone() -> None:
    text = "Park Min-ji came. Park left. Park rose."
    seen = draft_of(text, PERSON=["Park Min-ji", "Park"])
    seen.spans = seen.spans[:2]
    unseen = draft_of(text, PERSON="Park Min-ji")
    for draft in (seen, unseen):
        add_short_forms(draft)
    assert [text for text, _ in spans_of(seen)] == ["Park Min-ji", "Park", "Park"]
    assert [text for text, _ in spans_of(unseen)] == ["Park Min-ji"]


def test_the_ledger_says_what_was_found_merged_and_understood() -> None:
    ledger = tables_of("The Lisbon Rivers Council (LRC) met. The LRC left.").ledger
    rows = set(ledger[["step", "what", "why"]].itertuples(index=False, name=None))
    assert ("acronym", "LRC", "the document defines it as 'Lisbon Rivers Council'") in rows
    assert ("merged", "LRC", "same words: 'Lisbon Rivers Council'") in rows
    assert any(step == "found" and what == "ORG" for step, what, _ in rows)
    assert not ledger.duplicated().any()
