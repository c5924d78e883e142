"""Who took part in which forum: drafts are written out with their names marked, `[P Ada Quill]`."""

import pytest
from drafts import marked_draft

from communique.extraction.draft import Draft
from communique.extraction.forum_names import forum_groups
from communique.extraction.participations import find_participations, trigger_for


def draft_of(marked: str, date: str | None = "2024-06-10") -> Draft:
    return marked_draft(marked, date, stop=r"(?<=[a-z)”]\.) |\n")


def found(marked: str, date: str | None = "2024-06-10") -> set[tuple[str, str, str, str]]:
    draft = draft_of(marked, date)
    return {(draft.of(p.actor), draft.of(p.forum), p.role, p.status) for p in find_participations(draft)}


def roles(marked: str) -> set[tuple[str, str]]:
    return {(actor, role) for actor, _, role, _ in found(marked)}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[P Ada Quill] chaired the [F Strelsau Summit].", {("Ada Quill", "chair")}),
        ("The [F Strelsau Summit] was chaired by [P Ada Quill].", {("Ada Quill", "chair")}),
        (
            "[P Ada Quill] co-chaired the [F Strelsau Summit] with [P Ben Ode].",
            {("Ada Quill", "chair"), ("Ben Ode", "chair")},
        ),
        ("The [F Strelsau Summit] met with [P Ada Quill] in the chair.", {("Ada Quill", "chair")}),
        ("[S Ruritania] hosted the [F Strelsau Summit].", {("Ruritania", "host")}),
        ("The [F Strelsau Summit] was organised by the [O River Bank].", {("River Bank", "host")}),
        ("[S Norway] took part in the [F Strelsau Summit] as an observer.", {("Norway", "observer")}),
        ("Invitations to the [F Strelsau Summit] went out to [S Norway] and [S Chad].", set()),
        (
            "[S Norway] and [S Chad] have been invited to the [F Strelsau Summit].",
            {("Norway", "invited"), ("Chad", "invited")},
        ),
        ("[S Norway] is a founding member of the [F Strelsau Forum].", {("Norway", "member")}),
        ("[S Norway] was represented by [P Ada Quill] at the [F Strelsau Summit].",
         {("Norway", "participant"), ("Ada Quill", "participant")}),
        ("With the participation of [S Norway] and [S Chad], the [F Strelsau Summit] opened.",
         {("Norway", "participant"), ("Chad", "participant")}),
        ("The ministers of [S Norway] and [S Chad] attended the [F Strelsau Summit].",
         {("Norway", "participant"), ("Chad", "participant")}),
    ],
)  # fmt: skip
def test_words_of_a_sentence_tell_the_role(marked: str, expected: set[tuple[str, str]]) -> None:
    assert roles(marked) >= expected
    assert {role for _, role in roles(marked)} <= {role for _, role in expected} | {"participant"}


def test_one_speaks_for_a_group_elsewhere() -> None:
    marked = "Statement by [P Ada Quill] on behalf of the [F Salt Group]\n[F 4th Strelsau Conference]\nMr President,\n"
    assert {(actor, forum) for actor, forum, _, _ in found(marked)} == {("Ada Quill", "4th Strelsau Conference")}


def test_lists_of_agents_end_where_the_next_verb_begins() -> None:
    marked = (
        "The [F 2nd Strelsau Summit], hosted by [S Ruritania], was co-chaired by [P Ada Quill] and [P Ben Ode] "
        "and attended by [S Norway], [S Chad] and [S Peru]."
    )
    assert roles(marked) == {
        ("Ruritania", "host"), ("Ada Quill", "chair"), ("Ben Ode", "chair"),
        ("Norway", "participant"), ("Chad", "participant"), ("Peru", "participant"),
    }  # fmt: skip


def test_a_ministers_taking_part_is_not_the_states() -> None:
    marked = "[S Norwegian] Foreign Minister [P Ada Quill] attended the [F 2nd Strelsau Summit]."
    assert roles(marked) == {("Ada Quill", "participant")}


@pytest.mark.parametrize(
    "marked",
    [
        "[P Ada Quill] did not attend the [F 2nd Strelsau Summit].",
        "[P Ada Quill] declined to come to the [F 2nd Strelsau Summit].",
        "Neither [P Ada Quill] nor [P Ben Ode] came to the [F 2nd Strelsau Summit].",
        "[S Norway] was not represented at the [F 2nd Strelsau Summit].",
        "[P Ada Quill] met [P Ben Ode] on the sidelines of the [F 2nd Strelsau Summit].",
        "[S Norway] and the [O River Bank] signed a loan after the [F 2nd Strelsau Summit].",
        "The [F 2nd Strelsau Summit] praised [S Norwegian] exports.",
        "The [F 2nd Strelsau Summit] will be held in [L Strelsau].",
    ],
)
def test_what_is_no_participation(marked: str) -> None:
    assert found(marked) == set()


def test_who_is_represented_stayed_away() -> None:
    marked = "At the [F 2nd Strelsau Summit] President [P Ada Quill] was represented by [P Ben Ode]."
    assert ("Ben Ode", "participant") in roles(marked)


def test_the_state_of_the_venue_hosts() -> None:
    marked = "The [F 2nd Strelsau Summit] was held in [L Strelsau], [S Ruritania]."
    assert roles(marked) == {("Ruritania", "host")}


def test_a_sentence_without_a_forum_speaks_of_the_last_one() -> None:
    marked = "The [F 2nd Strelsau Summit] opened on Monday. [S Norway] and [S Chad] took part. [P Ada Quill] presided."
    assert found(marked) == {
        ("Norway", "2nd Strelsau Summit", "participant", "held"),
        ("Chad", "2nd Strelsau Summit", "participant", "held"),
        ("Ada Quill", "2nd Strelsau Summit", "chair", "held"),
    }


def test_a_common_noun_brings_a_forum_back_by_its_head() -> None:
    marked = (
        "The [F Strelsau Conference] opened on Monday. It recalled the [F Zenda Summit]. "
        "[S Norway] attended the conference."
    )
    assert ("Norway", "Strelsau Conference", "participant", "held") in found(marked)


def test_he_is_the_person_spoken_of() -> None:
    marked = "[P Ada Quill] arrived on Monday. She will chair the [F 2nd Strelsau Summit]."
    assert ("Ada Quill", "2nd Strelsau Summit", "chair", "planned") in found(marked)


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("[S Norway] hosted the [F Strelsau Summit].", "held"),
        ("[S Norway] will host the [F Strelsau Summit].", "planned"),
        ("[S Norway] is to host the [F Strelsau Summit].", "planned"),
        ("[S Norway] has offered to host the [F Strelsau Summit].", "proposed"),
        ("[F Strelsau Summit], 3 July 2024, hosted by [S Norway].", "planned"),
        ("[F Strelsau Summit], 3 May 2024, hosted by [S Norway].", "held"),
    ],
)
def test_status_is_told_by_verbs_and_by_dates(marked: str, status: str) -> None:
    assert {row[3] for row in found(marked)} == {status}


def test_those_below_a_heading_have_its_role() -> None:
    norway, chad = "[S Norway] - Ms [P Ada Quill], Minister", "[S Chad] - Mr [P Ben Ode]"
    marked = f"[F 2ND STRELSAU SUMMIT]\nPARTICIPANTS\n{norway}\nOBSERVERS\n{chad}\n"
    assert roles(marked) == {
        ("Norway", "participant"), ("Ada Quill", "participant"), ("Chad", "observer"), ("Ben Ode", "observer"),
    }  # fmt: skip


def test_those_who_are_greeted_are_present() -> None:
    marked = (
        "Opening of the [F 2nd Strelsau Summit]\nYour Excellency Ms [P Ada Quill], President of [S Norway],\nFriends,\n"
    )
    assert roles(marked) == {("Ada Quill", "participant")}


def test_persons_of_a_text_that_only_mentions_a_forum_do_not_take_part() -> None:
    assert found("[P Ada Quill] spelled out a plan that goes back to the [F Zenda Process].") == set()


def test_a_role_that_is_told_takes_the_place_of_mere_presence() -> None:
    marked = "[P Ada Quill] attended the [F 2nd Strelsau Summit]. The summit was chaired by [P Ada Quill]."
    assert roles(marked) == {("Ada Quill", "chair")}


def test_the_trigger_is_cut_from_the_text() -> None:
    draft = draft_of("The [F Strelsau Summit] was co-chaired by [P Ada Quill].")
    rows = list(find_participations(draft))
    assert [(row.trigger, row.sent_id, row.confidence) for row in rows] == [("co-chaired by", 0, None)]


def test_the_trigger_nearest_to_an_actor_is_found() -> None:
    draft = draft_of("[P Ada Quill] chaired the [F Strelsau Summit], attended by [S Norway].")
    quill, _, norway = draft.spans
    assert trigger_for(draft, quill, "chair") == "chaired"
    assert trigger_for(draft, norway, "participant") == "attended by"
    assert trigger_for(draft, norway, "host") is None


def test_a_text_without_forums_gives_nothing() -> None:
    assert found("[P Ada Quill] chaired the board of the [O River Bank].") == set()


@pytest.mark.parametrize(
    ("marked", "groups"),
    [
        ("The [F 3rd Strelsau River Forum] opened. The [F River Forum] closed.", 1),
        ("The [F 3rd Strelsau Summit] opened. The [F 2nd Summit] was in May.", 1),
        ("The [F Urban 20] ([F U20]) opened.", 1),
        ("The [F 26th Meeting of the Contact Group] opened. The [F Contact Group] is small.", 1),
        ("The [F Summit of the River States] opened. The [F Zenda Summit] closed.", 2),
        ("The [F Zenda Summit] opened. The [F Special Zenda Summit] closed.", 2),
        ("The [F Zenda Forum] opened. The [F Ministerial Conference of the Zenda Forum] closed.", 2),
    ],
)
def test_which_names_mean_one_forum(marked: str, groups: int) -> None:
    assert len(set(forum_groups(draft_of(marked)).values())) == groups
