"""Occasions within a document, and meetings over all documents."""

import re
from dataclasses import replace

import pytest

from communique import load_authority
from communique.extraction.draft import Draft, Span
from communique.extraction.editions import edition_in
from communique.extraction.identity import Key
from communique.extraction.meetings import Meetings, find_meetings, heard_in
from communique.extraction.mentions import find_mentions
from communique.extraction.occasions import Occasion, tell_occasions

PLACES = {"Lakeside": "PLACE", "Rivertown": "PLACE", "Harbour Hall": "PLACE", "Norland": "STATE"}
FORUM = re.compile(r"(?:(?:\d+(?:st|nd|rd|th)|Second|Third) )?(?:Lakes|Rivers) (?:Forum|Summit)")


def draft_of(text: str, date: str | None = "2023-09-06", doc_id: str = "d") -> Draft:
    """Return a draft: a sentence ends at a full stop or line, places and forums are the ones of this file."""
    sentences = [m.span() for m in re.finditer(r"[^\s.][^.\n]*\.?", text)]
    spans = [Span(*m.span(), "FORUM", "test") for m in FORUM.finditer(text)]
    spans += [Span(*m.span(), type_, "test") for name, type_ in PLACES.items() for m in re.finditer(name, text)]
    draft = Draft(doc_id, text, date, sentences=sentences, spans=sorted(spans, key=lambda s: s.start))
    ids = ids_of(draft)
    draft.keyed = [(span, key_of(ids[span.start, span.end], span.type)) for span in draft.spans]
    tell_occasions(draft, load_authority())
    return draft


def key_of(identity: str, type_: str = "FORUM") -> Key:
    return type_, frozenset(), identity


def ids_of(draft: Draft) -> dict[tuple[int, int], str]:
    forum = {"Lakes": "forum:lakes", "Rivers": "forum:rivers"}
    return {
        (s.start, s.end): next((i for w, i in forum.items() if f"{w} " in draft.of(s)), f"place:{draft.of(s).lower()}")
        for s in draft.spans
    }


def occasions(text: str, date: str | None = "2023-09-06") -> list[Occasion]:
    return draft_of(text, date).occasions


def summary(text: str, date: str | None = "2023-09-06") -> list[tuple[object, ...]]:
    draft = draft_of(text, date)
    return [
        (o.edition, o.start_date, o.end_date, o.place and draft.of(o.place), o.status) for o in occasions(text, date)
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The 3rd Lakes Forum was held in Lakeside on 5 May 2022.", (3, "2022-05-05", None, "Lakeside", "held")),
        (
            "The Lakes Forum met from 4 to 6 September in Lakeside.",
            (None, "2023-09-04", "2023-09-06", "Lakeside", "held"),
        ),
        ("The Lakes Forum opened in Lakeside today.", (None, "2023-09-06", None, "Lakeside", "held")),
        ("The Lakes Forum will open in Lakeside on Friday.", (None, "2023-09-08", None, "Lakeside", "planned")),
        ("The Lakes Forum (Lakeside, 5 May) was short.", (None, "2023-05-05", None, "Lakeside", "held")),
        ("The third Lakes Forum met at Harbour Hall, Rivertown.", (3, None, None, "Rivertown", "held")),
        ("Norland will host the Lakes Forum in 2025.", (None, "2025", None, "Norland", "planned")),
        ("Norland has offered to host the Lakes Forum in 2025.", (None, "2025", None, "Norland", "proposed")),
        ("The 3rd Lakes Forum, which was to open on 5 May, was cancelled.", (3, "2023-05-05", None, None, "cancelled")),
        ("The 3rd Lakes Forum was postponed to 5 May 2024.", (3, "2024-05-05", None, None, "planned")),
        ("The Lakes Forum, 58th session, ended on Tuesday.", (58, None, "2023-09-05", None, "held")),
        ("The seventy-ninth session of the Lakes Forum ended on Tuesday.", (79, None, "2023-09-05", None, "held")),
    ],
)
def test_one_occasion(text: str, row: tuple[object, ...]) -> None:
    assert summary(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "The Lakes Forum is where ministers talk.",
        "The ministers met on 5 May 2022.",
        "The treaty of the Lakes Forum, signed and ratified by all its members and adopted since, is of 5 May 2010.",
    ],
)
def test_a_forum_without_a_particular_occasion_gives_none(text: str) -> None:
    assert summary(text) == []


def test_what_later_sentences_tell_of_an_occasion_goes_to_it() -> None:
    text = "The 3rd Lakes Summit has ended. The Summit met in Lakeside on 5 September. It was held in hybrid format."
    [one] = occasions(text)
    assert (one.edition, one.start_date, one.mode) == (3, "2023-09-05", "hybrid")
    assert one.sent_ids == (0, 1, 2)


def test_the_session_of_the_forum_is_one_of_the_body_called_so() -> None:
    text = (
        "The LRF met. The Rivers Summit met. The Rivers Summit ended. The 30th session of the forum opens on 14 July."
    )
    at, first = text.index("LRF"), text.index("Rivers Summit")
    later = text.rindex("Rivers Summit")
    draft = replace(
        draft_of(text, "2023-07-11"),
        spans=[
            Span(start, end, "FORUM", "test") for start, end in ((at, at + 3), (first, first + 13), (later, later + 13))
        ],
        expansions={"LRF": "Lakes Regional Forum"},
    )
    lrf, rivers = key_of("forum:lrf"), key_of("forum:rivers")
    named = {(at, at + 3): lrf, (first, first + 13): rivers, (later, later + 13): rivers}
    assert [(m.forum, m.edition) for m in find_mentions(draft, named) if m.edition] == [(lrf, 30)]


@pytest.mark.parametrize(("edition", "forum"), [(17, "forum:lakes"), (3, "forum:rivers")])
def test_a_numbered_session_is_one_of_the_forum_whose_number_is_near(edition: int, forum: str) -> None:
    text = f"The 18th Lakes Forum ended. The 4th Rivers Forum follows. The {edition}th session of it was in May."
    spans = [Span(at, at + 16, "FORUM", "test") for at in (text.index("18th"), text.index("4th Riv"))]
    lakes, rivers = ((span.start, span.end) for span in spans)
    named = {lakes: key_of("forum:lakes"), rivers: key_of("forum:rivers")}
    draft = replace(draft_of(text, "2023-07-11"), spans=spans)
    assert [m.forum for m in find_mentions(draft, named) if m.edition == edition] == [key_of(forum)]


def test_several_editions_in_one_document() -> None:
    text = "The 3rd Lakes Forum met today. The second one was in Lakeside in 2019; the next will be held in 2025."
    rows = [(o[0], o[1], o[4]) for o in summary(text)]
    assert rows == [(3, "2023-09-06", "held"), (2, "2019", "held"), (None, "2025", "planned")]


def test_a_list_of_earlier_rounds_gives_an_occasion_each() -> None:
    text = "The Lakes Forum met today. Earlier rounds: Lakeside (2019), Rivertown (2021)."
    assert [(o[1], o[3]) for o in summary(text)][1:] == [("2019", "Lakeside"), ("2021", "Rivertown")]


def test_a_calendar_tells_date_and_place_at_the_head_of_an_entry() -> None:
    text = "5–6 May, Lakeside\nLakes Forum.\n\n1 December: Rivers Summit, Rivertown\n"
    assert summary(text) == [
        (None, "2023-05-05", "2023-05-06", "Lakeside", "held"),
        (None, "2023-12-01", None, "Rivertown", "planned"),
    ]


def test_the_title_takes_date_and_place_from_the_line_below_it() -> None:
    assert summary("3rd Lakes Forum\nLakeside, 4–5 September 2023\n\nMinisters talked.") == [
        (3, "2023-09-04", "2023-09-05", "Lakeside", "held")
    ]


def test_the_year_turns_with_the_tense() -> None:
    assert summary("The Lakes Forum met on 12 December.", "2024-01-10")[0][1] == "2023-12-12"
    assert summary("The Lakes Forum will meet on 12 January.", "2023-12-10")[0][1] == "2024-01-12"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The 3rd Lakes Forum was held online.", "online"),
        ("The 3rd Lakes Forum was held in person.", "in_person"),
        ("She joined the talks by video and then left for the 3rd Lakes Forum.", None),
    ],
)
def test_mode(text: str, mode: str | None) -> None:
    assert [o.mode for o in occasions(text)] == [mode]


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("18th Summit", 18),
        ("COP28", 28),
        ("Lakes IX Forum", 9),
        ("G20 Summit", None),
        ("75th Anniversary Summit", None),
    ],
)
def test_the_edition_in_a_name(name: str, edition: int | None) -> None:
    assert edition_in(name) == edition


# Over all documents


def found_in(drafts: list[Draft]) -> Meetings:
    named = {key: (key[2], "") for draft in drafts for _, key in draft.keyed}
    return find_meetings([one for draft in drafts for one in heard_in(draft)], named)


def meetings_of(*texts: str) -> tuple[dict[str, list[tuple[str, str, str]]], list[dict[str, object]]]:
    drafts = [draft_of(text, f"2023-09-{n:02d}", f"d{n}") for n, text in enumerate(texts, start=1)]
    found = found_in(drafts)
    return found.notes, found.table().to_dict("records")


def test_one_edition_over_documents_is_one_meeting_with_the_status_told_last() -> None:
    _, [row] = meetings_of(
        "The 3rd Lakes Forum will be held in Lakeside on 2 September.", "The 3rd Lakes Forum opened today."
    )
    assert (row["meeting_id"], row["status"], row["place_id"]) == ("meeting:lakes:3", "held", "place:lakeside")
    assert row["doc_ids"] == ["d1", "d2"]


def test_dates_that_agree_make_one_meeting_and_others_two() -> None:
    _, rows = meetings_of(
        "The Lakes Forum met in May 2022.", "The Lakes Forum met on 5 May 2022.", "The Lakes Forum met on 7 June 2022."
    )
    assert [row["meeting_id"] for row in rows] == ["meeting:lakes:2022-05-05", "meeting:lakes:2022-06-07"]
    assert rows[0]["doc_ids"] == ["d1", "d2"]


def test_a_contradiction_is_overruled_and_noted() -> None:
    notes, [row] = meetings_of(
        *["The 3rd Lakes Forum met on 5 May 2022."] * 2, "The 3rd Lakes Forum met on 9 May 2022."
    )
    assert row["start_date"] == "2022-05-05"
    assert notes == {
        "d3": [("meetings", "meeting:lakes:3", "says 2022-05-09, overruled by others that say 2022-05-05")]
    }


def test_a_sentence_leads_to_the_meeting_that_it_means() -> None:
    draft = draft_of("The 3rd Lakes Forum met today. The 2nd Lakes Forum met in 2019. The Rivers Summit is another.")
    found = found_in([draft])
    assert [found.meeting_of("d", "forum:lakes", n) for n in range(3)] == [
        "meeting:lakes:3", "meeting:lakes:2", "meeting:lakes:2"
    ]  # fmt: skip
    assert found.meeting_of("d", "forum:rivers", 2) is None
    assert found.meeting_of("other", "forum:lakes", 0) is None


def test_a_text_without_full_stops_is_survived() -> None:
    assert len(summary("On 5 May 2023 the Lakes Forum met in Lakeside and " * 200)) <= 1
