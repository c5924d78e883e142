"""Whom a person acts for: drafts are written out with their names marked, `[P Ada Quill]`."""

import pytest
from drafts import marked_draft

from communique.extraction.affiliations import find_affiliations
from communique.extraction.draft import Draft, Span


def found(marked: str) -> list[tuple[str, str | None, str]]:
    draft = marked_draft(marked)
    return [(draft.of(a.person), a.title, draft.of(a.whom)) for a in find_affiliations(draft)]


@pytest.mark.parametrize(
    ("marked", "title", "whom"),
    [
        ("[S Ruritanian] Foreign Minister [P Ada Quill] spoke.", "Foreign Minister", "Ruritanian"),
        ("[S Ruritania]’s Foreign Minister [P Ada Quill] spoke.", "Foreign Minister", "Ruritania"),
        ("[S Ruritania]’s [P Ada Quill] spoke.", None, "Ruritania"),
        ("The President of [S Ruritania], H.E. Ms. [P Ada Quill], spoke.", "President", "Ruritania"),
        ("Minister of Trade, Water and Power of [S Ruritania] [P Ada Quill] spoke.",
         "Minister of Trade, Water and Power", "Ruritania"),
        ("[P Ada Quill], Minister for Foreign Affairs of [S Ruritania], spoke.", "Minister for Foreign Affairs",
         "Ruritania"),
        ("[P Ada Quill], [S Ruritania]’s Minister of Trade, spoke.", "Minister of Trade", "Ruritania"),
        ("[P Ada Quill], [S Ruritanian] Ambassador to the [O River Bank], spoke.", "Ambassador", "Ruritanian"),
        ("[P Ada Quill] of [S Ruritania] spoke.", None, "Ruritania"),
        ("President [P Ada Quill] of [S Ruritania] spoke.", "President", "Ruritania"),
        ("[P Ada Quill] ([S Ruritania]) spoke.", None, "Ruritania"),
        ("[O River Bank] Director-General [P Ada Quill] spoke.", "Director-General", "River Bank"),
        ("[P Ada Quill], Director-General for [O Zenda] Affairs, [O Ministry of Power], spoke.",
         "Director-General for Zenda Affairs", "Ministry of Power"),
        ("The [S Ruritanian] delegation was led by Minister [P Ada Quill].", "Minister", "Ruritanian"),
        ("[S Ruritania] was represented by its Vice President, [P Ada Quill].", "Vice President", "Ruritania"),
        ("[S Ruritania] sent Minister [P Ada Quill].", "Minister", "Ruritania"),
        ("[S Ruritania] – H.E. Mr [P Ada Quill], Prime Minister", "Prime Minister", "Ruritania"),
        ("For [S Ruritania], Minister [P Ada Quill] signed.", "Minister", "Ruritania"),
        ("[P Ada Quill] signed for [S Ruritania].", None, "Ruritania"),
        ("[P Ada Quill], who chairs the [O River Bank], spoke.", None, "River Bank"),
        ("In May [P Ada Quill] became Prime Minister of [S Ruritania].", "Prime Minister", "Ruritania"),
        ("The Ambassador of [S Ruritania] to [S Cordia], [P Ada Quill], spoke.", "Ambassador", "Ruritania"),
        ("The [S Ruritanian] Ambassador to [S Cordia], [P Ada Quill], spoke.", "Ambassador", "Ruritanian"),
        ("[S Ruritania], whose envoy in [S Cordia], [P Ada Quill], spoke, left.", "envoy", "Ruritania"),
        ("[P Ada Quill], Foreign Minister ([S Ruritania]), spoke.", "Foreign Minister", "Ruritania"),
        ("[P Ada Quill], Joint Secretary in the [O Power Board], spoke.", "Joint Secretary", "Power Board"),
        ("[S Ruritania] (Foreign Minister [P Ada Quill]) voted.", "Foreign Minister", "Ruritania"),
        ("The Ambassador of [S Ruritania] in [L Zenda], [P Ada Quill], spoke.", "Ambassador", "Ruritania"),
    ],
)  # fmt: skip
def test_whom_and_under_which_title(marked: str, title: str | None, whom: str) -> None:
    assert [(row[1], row[2]) for row in found(marked)] == [(title, whom)]


@pytest.mark.parametrize(
    "marked",
    [
        "Foreign Minister [P Ada Quill] left for [S Ruritania].",
        "[P Ada Quill] visited [S Ruritania] and met nobody.",
        "[P Ada Quill] spoke of [S Ruritania].",
        "In [S Ruritania] Minister [P Ada Quill] was at ease.",
        "The Special Envoy for [S Ruritania] [P Ada Quill] spoke.",
        "[P Ada Quill], Additional Secretary for the [O River Bank] and Trade, spoke.",
        "The Ambassador to the [S Ruritanian Republic], [P Ada Quill], spoke.",
        "They met in [L Zenda], [S Ruritania]. Minister [P Ada Quill] was there.",
    ],
)
def test_a_state_nearby_is_not_enough(marked: str) -> None:
    assert found(marked) == []


def test_names_of_a_list_keep_their_own() -> None:
    assert found("[P Ada Quill] of [S Ruritania], [P Ben Ode] of [S Chad] and [P Cy Roe] of [S Peru] spoke.") == [
        ("Ada Quill", None, "Ruritania"),
        ("Ben Ode", None, "Chad"),
        ("Cy Roe", None, "Peru"),
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "Trade Secretary [P Ada Quill], [S Ruritanian] President [P Ben Ode] and others spoke.",
        "Premier [P Ada Quill], President of the [S Ruritanian Republic] [P Ben Ode] and others spoke.",
        "Premier [P Ada Quill], and the President of [S Ruritania], [P Ben Ode], spoke.",
        "[P Ada Quill] signed and, on behalf of [S Ruritania], by her side, President [P Ben Ode].",
    ],
)
def test_the_office_of_the_next_of_a_list_is_not_hers(marked: str) -> None:
    assert "Ada Quill" not in [row[0] for row in found(marked)]


def test_a_title_ends_where_the_next_of_a_list_begins() -> None:
    assert found("[S Ruritania]'s Deputy Minister, and Foreign Secretary [P Ada Quill] spoke.") == []


def test_a_title_in_the_plural_is_for_all() -> None:
    rows = found("[S Ruritanian] Ministers [P Ada Quill] and [P Ben Ode] spoke.")
    assert [(row[0], row[2]) for row in rows] == [("Ada Quill", "Ruritanian"), ("Ben Ode", "Ruritanian")]


def test_a_person_has_one_affiliation_in_a_document() -> None:
    marked = "[S Ruritanian] President [P Ada Quill] spoke.\n[P Ada Quill] came for the [O River Bank].\n"
    assert found(marked) == [("Ada Quill", "President", "Ruritanian")]


def test_an_abbreviation_does_not_end_the_sentence() -> None:
    text = "The President of Ruritania, H.E. Ada Quill spoke."
    draft = Draft("d", text, sentences=[(0, 32), (33, len(text))],
                  spans=[Span(17, 26, "STATE", "test"), Span(33, 42, "PERSON", "test")])  # fmt: skip
    assert [(a.title, draft.of(a.whom), a.sent_id) for a in find_affiliations(draft)] == [("President", "Ruritania", 1)]
