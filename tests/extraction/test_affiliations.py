"""Whom a person acts for: drafts are written out with their names marked, `[P Ada Quill]`."""

import pytest
from drafts import marked_draft

from communique.extraction.affiliations import attributes, find_affiliations
from communique.extraction.atoms import units
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


@pytest.mark.parametrize(
    ("marked", "whom"),
    [
        ("[S Ruritania], in the person of [P Ada Quill], spoke.", ["Ruritania"]),
        ("[S Ruritania] came for the first time in the person of Minister [P Ada Quill].", ["Ruritania"]),
        ("[S Ruritania] sends an undersecretary, [P Ada Quill], to the talks.", ["Ruritania"]),
        ("[S Ruritania] has designated [P Ada Quill].", ["Ruritania"]),
        ("[S Ruritania] sent her climate minister, [P Ada Quill], instead.", ["Ruritania"]),
        ("There were observers: the [O River Bank] under Director-General [P Ada Quill] and others.", ["River Bank"]),
        ("We thank [S Ruritania], through Ambassador [P Ada Quill], for the text.", ["Ruritania"]),
        ("[S Ruritania]'s nuncio in [L Zenda], [P Ada Quill], spoke.", ["Ruritania"]),
        ("A [S Ruritanian] presidency spokesperson, [P Ada Quill], spoke.", ["Ruritanian"]),
        ("[S Ruritania]'s newly elected President, [P Ada Quill], spoke.", ["Ruritania"]),
        ("[S Ruritania]'s Chief Minister, Deputy [P Ada Quill], spoke.", ["Ruritania"]),
        (
            "The Minister of Defence of [S Ruritania], H.E. Lieutenant General (Ret.) [P Ada Quill], spoke.",
            ["Ruritania"],
        ),
        (
            "On the [S Ruritanian] side joined by Hon. [P Al Om] MP, Hon. [P Bo Ny] MP and Senator Hon. [P Cy Roe].",
            ["Ruritanian", "Ruritanian", "Ruritanian"],
        ),
        ("[P Ada Quill] and [P Ben Ode], both of the [O River Bank], spoke.", ["River Bank", "River Bank"]),
        (
            "It was led by Undersecretary [P Ada Quill] and Minister [P Ben Ode] on the side of [S Ruritania].",
            ["Ruritania", "Ruritania"],
        ),
        (
            "Taking part for [S Ruritania] were Ambassador [P Ada Quill], Trade Undersecretary [P Ben Ode] and others.",
            ["Ruritania", "Ruritania"],
        ),
        (
            "Present were, from [S Ruritania], in virtual mode, [P Ada Quill]; from [S Cordia] [P Ben Ode].",
            ["Ruritania", "Cordia"],
        ),
        ("[S Ruritania]'s environment agency chief, [P Ada Quill], attended.", ["Ruritania"]),
        ("[S Ruritania] was represented by a deputy minister, [P Ada Quill].", ["Ruritania"]),
        ("Statement of [S Ruritania] by Dr [P Ada Quill], Minister of Power", ["Ruritania"]),
        ("[S Ruritania]'s vice minister of science, [P Ada Quill], spoke.", ["Ruritania"]),
        ("[S Ruritanian] energy and climate minister [P Ada Quill] spoke.", ["Ruritanian"]),
        ("[P Ada Quill], [S Ruritania]'s ambassador to the [O River Bank], spoke.", ["Ruritania"]),
        ("[P Ada Quill] (speaking for [S Ruritania]) spoke.", ["Ruritania"]),
        ("• Hon. [P Ada Quill], Minister of Power, [S Ruritania]", ["Ruritania"]),
        ("Minister [P Ada Quill], [S Ruritania] (Chair)", ["Ruritania"]),
        ("[P Ada Quill], leader of the [S Ruritanian] delegation, spoke.", ["Ruritanian"]),
        ("The head of the [S Ruritanian] delegation, [P Ada Quill], spoke.", ["Ruritanian"]),
        ("The head of [S Ruritania]'s delegation, Ambassador [P Ada Quill], spoke.", ["Ruritania"]),
        ("The [S Ruritanian] team, led by Minister [P Ada Quill], left.", ["Ruritanian"]),
        ("the delegation of [S Ruritania], headed by [P Ada Quill], voted.", ["Ruritania"]),
        ("[P Ada Quill] headed the delegation of [S Ruritania].", ["Ruritania"]),
        ("[P Ada Quill], on behalf of the Government of [S Ruritania], signed.", ["Ruritania"]),
        ("on behalf of [S Ruritania], [P Ada Quill] signed.", ["Ruritania"]),
        ("[P Ada Quill] serves as [S Ruritania]'s envoy.", ["Ruritania"]),
        ("[P Ada Quill], who is [S Ruritania]'s envoy, spoke.", ["Ruritania"]),
        ("[P Ada Quill], the [S Ruritanian] president, spoke.", ["Ruritanian"]),
        ("[P Ada Quill], a [S Ruritanian] diplomat, spoke.", ["Ruritanian"]),
        ("[P Ada Quill], formerly foreign minister of [S Ruritania], spoke.", ["Ruritania"]),
        (
            "the [S Ruritanian] Minister of Foreign Affairs and Chair of the Council, [P Ada Quill], spoke.",
            ["Ruritanian"],
        ),
        (
            "the Minister of Foreign Affairs of [S Ruritania] and Chair of the Council, [P Ada Quill], spoke.",
            ["Ruritania"],
        ),
        (
            "the Minister of [S Ruritania] and current Chair of the [F Zenda Forum], H.E. [P Ada Quill], spoke.",
            ["Ruritania"],
        ),
        ("[P Ada Quill], Chair of the [F Zenda Forum] and Foreign Minister of [S Ruritania], spoke.", ["Ruritania"]),
        ("[P Ada Quill], Prime Minister and Minister of Finance of [S Ruritania], spoke.", ["Ruritania"]),
        (
            "The Prime Ministers of [S Ruritania] and [S Cordia], [P Ada Quill] and [P Ben Ode], met.",
            ["Ruritania", "Cordia"],
        ),
        (
            "the [S Ruritanian] and [S Cordian] foreign ministers, [P Ada Quill] and [P Ben Ode], met.",
            ["Ruritanian", "Cordian"],
        ),
        ("The [S Ruritanian] leader, [P Ada Quill], met [S Cordia]'s [P Ben Ode].", ["Ruritanian", "Cordia"]),
        ("Minister [P Ada Quill] ([S Ruritania]), Minister [P Ben Ode] ([S Cordia]).", ["Ruritania", "Cordia"]),
        ("[P Ada Quill] | [S Ruritania] | Minister of Power", ["Ruritania"]),
        ("[S Ruritania] | [P Ada Quill] | Minister of Power", ["Ruritania"]),
    ],
)
def test_whom_longer_phrases_tell(marked: str, whom: list[str]) -> None:
    assert [row[2] for row in found(marked)] == whom


@pytest.mark.parametrize(
    "marked",
    [
        "[S Ruritania] and energy minister [P Ada Quill] spoke.",
        "A forum of [S Ruritania] under a tent that [P Ada Quill] paid for.",
        "[P Ada Quill] met Minister [P Ben Ode] on the side of the road.",
        "From [S Ruritania], [P Ada Quill] flew on.",
    ],
)
def test_longer_phrases_that_tell_nobody(marked: str) -> None:
    assert "Ada Quill" not in [row[0] for row in found(marked)]


def test_a_name_within_an_office_only_says_whom_it_is_of() -> None:
    draft = marked_draft("[S Ruritania]'s environment agency chief, [P Ada Quill], and [S Cordia] took part.")
    [unit] = units(draft)
    assert {draft.of(span) for span in draft.spans if span.start in attributes(unit)} == {"Ruritania"}


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
