"""One entity, one identifier: acronyms, family names, demonyms, editions."""

import pandas as pd
import pytest

from communique import Tables, extract


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


def test_the_ledger_says_why_an_acronym_was_understood() -> None:
    ledger = tables_of("The Lisbon Rivers Council (LRC) met.").ledger
    assert ledger[["step", "what"]].to_numpy().tolist() == [["acronym", "LRC"]]
