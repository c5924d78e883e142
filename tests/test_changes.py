"""What changed from run to run: the comparison, its words, what is kept of it, and the verb."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tiny import document, no_tables

from communique import Tables, write_tables
from communique.changes import COLUMNS, changes
from communique.cli import main
from communique.errors import TablesError
from communique.news import LastRun, compare, counts, last_run, pipeline_told, read_news, rows, told, write_news

MADE = {"version": "1", "code": "c", "model": "m", "authority": "a"}


def with_document(tables: Tables, doc_id: str, text: str) -> Tables:
    """Return the tables with one more document of one sentence."""
    return replace(
        tables,
        documents=pd.concat([tables.documents, pd.DataFrame([document(doc_id, text)])], ignore_index=True),
        sentences=pd.concat(
            [tables.sentences, pd.DataFrame([(doc_id, 0, 0, len(text), 0)], columns=tables.sentences.columns)],
            ignore_index=True,
        ),
    )


def with_part(tables: Tables, doc_id: str, actor: str, forum: str, role: str, status: str) -> Tables:
    """Return the tables with one more participation, told by the first sentence of a document."""
    row = (doc_id, 0, actor, forum, None, role, status, "said", None)
    more = pd.DataFrame([row], columns=tables.participations.columns)
    return replace(tables, participations=pd.concat([tables.participations, more], ignore_index=True))


def with_entity(tables: Tables, entity_id: str, name: str, type_: str) -> Tables:
    row = (entity_id, name, type_, [name], None, None, 1, 1, None, None)
    more = pd.DataFrame([row], columns=tables.entities.columns)
    return replace(tables, entities=pd.concat([tables.entities, more], ignore_index=True))


def called(tables: Tables, was: str, now: str, name: str) -> Tables:
    """Return the tables with another identifier and name for an entity."""
    entities = tables.entities.copy()
    entities.loc[entities["entity_id"] == was, "name"] = name
    entities["entity_id"] = entities["entity_id"].replace(was, now)
    return replace(
        tables,
        entities=entities.drop_duplicates("entity_id"),
        mentions=tables.mentions.replace({"entity_id": {was: now}}),
        meetings=tables.meetings.replace({"forum_id": {was: now}}),
        participations=tables.participations.replace({"actor_id": {was: now}, "forum_id": {was: now}}),
    )


def found(old: Tables, new: Tables) -> set[tuple[object, ...]]:
    """Return kind, change, identifier, before and after of what changed."""
    table = changes(old, new)[["kind", "change", "id", "before", "after"]]
    return set(table.astype(object).where(table.notna(), None).itertuples(index=False, name=None))


def test_nothing_changes_from_a_run_to_itself(tiny: Tables, tables: Tables) -> None:
    assert changes(tiny, tiny).empty
    assert list(changes(tables, tables).columns) == COLUMNS
    assert changes(tables, tables).empty
    assert changes(no_tables(), no_tables()).empty


def test_all_is_new_after_nothing_and_gone_before_it(tiny: Tables) -> None:
    came = counts(changes(no_tables(), tiny))
    assert came == {"actor new": 3, "document new": 3, "forum new": 2, "meeting new": 1, "tie new": 3}
    went = counts(changes(tiny, no_tables()))
    assert went == {key.replace("new", "gone"): n for key, n in came.items()}


def test_a_planned_part_that_was_held_is_news_with_its_sentence(tiny: Tables) -> None:
    new = with_document(tiny, "n5", "Ada Reyes spoke at the Hills Forum.")
    new = with_part(new, "n5", "person:ada-reyes", "forum:hills-forum", "participant", "held")
    table = changes(tiny, new).set_index(["kind", "change"])
    tie = table.loc["tie", "status"]
    assert (tie["before"], tie["after"], tie["evidence"], tie["cause"]) == (
        "planned", "held, planned", ["n5#0"], "documents",
    )  # fmt: skip
    assert list(table.index) == [("document", "new"), ("tie", "status")]


def test_a_role_that_is_no_longer_told_leads_to_the_old_sentence(tiny: Tables) -> None:
    parts = tiny.participations
    new = replace(tiny, participations=parts[parts["role"] != "host"])
    [row] = changes(tiny, new).itertuples(index=False)
    assert (row.kind, row.change, row.before, row.after) == ("tie", "role", "host, participant", "participant")
    assert (row.evidence, row.run, row.cause) == (["n2#0"], "old", "reading")


def test_new_ties_move_ranks_by_forums_joined(tiny: Tables) -> None:
    old = with_part(tiny, "n1", "person:ada-reyes", "forum:lakes-forum", "member", "held")
    new = with_part(tiny, "n1", "state:PER", "forum:hills-forum", "chair", "held")
    assert {row for row in found(old, new) if row[0] == "rank"} == {
        ("rank", "rose", "state:PER", "2 (1 forum joined)", "1 (2 forums joined)"),
        ("rank", "fell", "person:ada-reyes", "1 (2 forums joined)", "2 (1 forum joined)"),
        ("rank", "rose", "forum:hills-forum", "2 (1 actor joined)", "1 (2 actors joined)"),
    }
    off = with_part(tiny, "n1", "state:PER", "forum:hills-forum", "chair", "cancelled")
    assert {row[:2] for row in found(tiny, off)} == {("tie", "new")}  # what is called off does not count


def test_who_is_merely_overtaken_did_not_move(tiny: Tables) -> None:
    new = with_part(tiny, "n1", "state:PER", "forum:hills-forum", "chair", "held")
    assert {row[:3] for row in found(tiny, new) if row[0] == "rank"} == {("rank", "rose", "forum:hills-forum")}


def test_who_gains_less_than_others_falls_by_what_is_new(tiny: Tables) -> None:
    old = with_entity(tiny, "forum:isles-forum", "Isles Forum", "FORUM")
    new = with_document(old, "n5", "Ada Reyes and Oman met at the Lakes Forum, the Hills Forum and the Isles Forum.")
    for actor, forum in (("state:OMN", "hills"), ("state:OMN", "isles"), ("person:ada-reyes", "lakes")):
        new = with_part(new, "n5", actor, f"forum:{forum}-forum", "participant", "held")
    told = changes(old, new)
    [fell] = told[(told["kind"] == "rank") & (told["id"] == "person:ada-reyes")].itertuples()
    assert (fell.before, fell.after) == ("1 (1 forum joined)", "2 (2 forums joined)")
    assert (fell.change, fell.evidence, fell.run, fell.cause) == ("fell", ["n5#0"], "new", "documents")


@pytest.mark.parametrize(("n_ahead", "watched"), [(9, True), (10, False)])
def test_the_first_ten_ranks_are_watched(tiny: Tables, n_ahead: int, watched: bool) -> None:
    forums = [f"forum:f{number}" for number in range(4)]
    offices = [f"org:o{number}" for number in range(n_ahead)]
    old = tiny
    for entity_id in forums + offices:
        old = with_entity(old, entity_id, entity_id, "FORUM" if entity_id in forums else "ORG")
    joined = [(office, forum) for office in offices for forum in forums]
    for actor, forum in [*joined, ("state:OMN", forums[0])]:
        old = with_part(old, "n1", actor, forum, "member", "held")
    new = old
    for forum in forums[:2]:  # Peru overtakes Oman, behind all the offices
        new = with_part(new, "n1", "state:PER", forum, "member", "held")
    assert ("state:PER" in set(changes(old, new).query("kind == 'rank'")["id"])) == watched


def test_a_meeting_that_is_told_more_exactly_is_the_same_meeting(tiny: Tables) -> None:
    meetings = tiny.meetings.assign(
        meeting_id="meeting:hills-forum:2021-03-04", start_date="2021-03-04", status="planned", place_id=None
    )
    assert found(tiny, replace(tiny, meetings=meetings)) == {
        ("meeting", "date", "meeting:hills-forum:2021-03-04", "2021-03", "2021-03-04"),
        ("meeting", "status", "meeting:hills-forum:2021-03-04", "held", "planned"),
        ("meeting", "place", "meeting:hills-forum:2021-03-04", "Lima", None),
    }


@pytest.mark.parametrize(
    "other", [{"edition": 5}, {"edition": pd.NA, "start_date": "2022"}, {"forum_id": "forum:lakes-forum"}]
)
def test_another_edition_or_year_is_another_meeting(tiny: Tables, other: dict[str, object]) -> None:
    meetings = tiny.meetings.assign(meeting_id="m2", **other)
    assert {row[:3] for row in found(tiny, replace(tiny, meetings=meetings))} == {
        ("meeting", "gone", "m1"), ("meeting", "new", "m2"),
    }  # fmt: skip


def test_a_meeting_whose_edition_is_no_longer_told_is_the_same_meeting(tiny: Tables) -> None:
    assert not found(tiny, replace(tiny, meetings=tiny.meetings.assign(meeting_id="m2", edition=pd.NA)))


def test_of_two_meetings_one_is_the_later_one_and_the_other_is_gone(tiny: Tables) -> None:
    old = replace(tiny, meetings=pd.concat([tiny.meetings, tiny.meetings.assign(meeting_id="m1-too")]))
    new = replace(tiny, meetings=tiny.meetings.assign(meeting_id="m2"))
    assert {row[:3] for row in found(old, new)} == {("meeting", "gone", "m1-too")}


def test_a_meeting_is_told_with_what_is_known_of_it(tiny: Tables) -> None:
    meetings = tiny.meetings.assign(meeting_id="m2", edition=5, start_date=None, place_id=None, status=None)
    assert found(tiny, replace(tiny, meetings=meetings)) == {
        ("meeting", "gone", "m1", "2021-03, Lima, held", None), ("meeting", "new", "m2", None, None),
    }  # fmt: skip


def test_another_identifier_is_a_renaming_and_its_ties_stay(tiny: Tables) -> None:
    new = called(tiny, "forum:lakes-forum", "forum:lakes-summit", "Lakes Summit")
    assert found(tiny, new) == {("forum", "renamed", "forum:lakes-summit", "Lakes Forum", "Lakes Summit")}
    assert changes(tiny, new)["evidence"].iloc[0] == ["n1#0", "n2#0"]


def test_another_name_is_a_renaming(tiny: Tables) -> None:
    new = called(tiny, "state:OMN", "state:OMN", "Sultanate of Oman")
    assert found(tiny, new) == {("actor", "renamed", "state:OMN", "Oman", "Sultanate of Oman")}


def test_entities_of_one_name_are_told_apart_by_type_or_identifier(tiny: Tables) -> None:
    new = called(tiny, "state:OMN", "state:oman", "Oman")
    assert found(tiny, new) == {("actor", "renamed", "state:oman", "state:OMN", "state:oman")}
    new = replace(
        new, entities=new.entities.assign(type=new.entities["type"].where(new.entities["name"] != "Oman", "ORG"))
    )
    assert found(tiny, new) == {("actor", "renamed", "state:oman", "Oman (state)", "Oman (org)")}


def test_half_of_the_mentions_make_no_heir(tiny: Tables) -> None:
    mentions = tiny.mentions.copy()
    mentions.loc[mentions["entity_id"] == "state:OMN", "entity_id"] = ["org:one", "org:two"]
    new = with_entity(with_entity(tiny, "org:one", "One", "ORG"), "org:two", "Two", "ORG")
    parts = tiny.participations[tiny.participations["actor_id"] != "state:OMN"]
    entities = new.entities[new.entities["entity_id"] != "state:OMN"]
    new = replace(new, mentions=mentions, entities=entities, participations=parts)
    assert {row[1:3] for row in found(tiny, new) if row[0] == "actor"} == {
        ("gone", "state:OMN"), ("new", "org:one"), ("new", "org:two"),
    }  # fmt: skip


def test_mentions_that_went_to_another_entity_are_a_merger_and_back_a_split(tiny: Tables) -> None:
    new = called(tiny, "state:PER", "state:OMN", "Oman")
    assert {row for row in found(tiny, new) if row[0] == "actor"} == {
        ("actor", "merged", "state:OMN", "Peru", "Oman"),
    }  # fmt: skip
    assert ("actor", "split", "state:PER", "Oman", "Peru") in found(new, tiny)
    assert not {row for row in found(tiny, new) if row[:2] in {("actor", "gone"), ("tie", "gone")}}


def test_a_document_is_known_by_its_bytes_not_by_its_name(tiny: Tables) -> None:
    renamed = {"doc_id": {"n1": "n9"}}
    new = replace(
        tiny,
        documents=tiny.documents.replace(renamed),
        sentences=tiny.sentences.replace(renamed),
        mentions=tiny.mentions.replace(renamed),
        participations=tiny.participations.replace(renamed),
    )
    assert found(tiny, new) == {("document", "renamed", "n9", "n1", "n9")}
    assert list(changes(tiny, new)["cause"]) == ["documents"]


def test_what_no_sentence_tells_has_no_cause(tiny: Tables) -> None:
    assert list(changes(tiny, with_entity(tiny, "org:o", "Office", "ORG"))["cause"]) == [None]


def test_documents_that_changed_or_cannot_be_read_any_more_are_told(tiny: Tables) -> None:
    documents = tiny.documents.copy()
    documents.loc[documents["doc_id"] == "n1", "sha256"] = "other"
    documents.loc[documents["doc_id"] == "n3", ["status", "reason"]] = ["skipped", "is empty"]
    assert {row for row in found(tiny, replace(tiny, documents=documents)) if row[0] == "document"} == {
        ("document", "changed", "n1", None, None),
        ("document", "gone", "n3", "read", "skipped: is empty"),
    }
    bare = documents.assign(title=None, reason=None)
    [gone] = [row for row in changes(tiny, replace(tiny, documents=bare)).itertuples() if row.change == "gone"]
    assert (gone.what, gone.after) == ("Note n3", "skipped")
    [changed] = [row for row in changes(tiny, replace(tiny, documents=bare)).itertuples() if row.change == "changed"]
    assert changed.what == "n1"


def test_a_document_more_in_the_real_corpus_is_the_cause_of_all(tables: Tables) -> None:
    last = tables.documents["doc_id"].max()

    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["doc_id"] != last]

    mentions = without(tables.mentions)
    meetings = tables.meetings[tables.meetings["doc_ids"].map(lambda ids: ids != [last])]
    old = Tables(
        **{name: without(table) if "doc_id" in table else table for name, table in tables.items()}
        | {"meetings": meetings, "entities": tables.entities[tables.entities["entity_id"].isin(mentions["entity_id"])]}
    )
    table = changes(old, tables)
    assert {"actor", "forum", "meeting", "tie", "rank"} <= set(table["kind"])
    assert set(table["cause"]) == {"documents"}
    assert all(place.startswith(f"{last}#") for places in table["evidence"] for place in places)


def test_tables_of_another_version_are_an_error_that_names_the_column(tiny: Tables) -> None:
    old = replace(tiny, documents=tiny.documents.drop(columns="sha256"))
    with pytest.raises(TablesError, match="the table documents has no column sha256"):
        changes(old, tiny)


def test_words_name_five_and_count_the_rest_and_lead_to_sentences_that_stand(tiny: Tables) -> None:
    new = tiny
    for number in range(7):
        new = with_entity(new, f"org:o{number}", f"Office {number}", "ORG")
    [finding] = told(changes(tiny, new), new)
    assert finding == "7 new actors: Office 0; Office 1; Office 2; Office 3; Office 4; and 2 more."
    gone, *_ = [f for f in told(changes(tiny, no_tables()), no_tables()) if "no longer" in f]
    assert gone.links() == []  # its documents are gone, and so are their pages
    first = told(changes(no_tables(), tiny), tiny)[0]
    assert first == "3 new documents: Note n1; Note n2; Note n3."
    assert first.links()[0] == {"href": "documents/n1.html#s0", "label": "n1, sentence 0"}


@pytest.mark.parametrize(
    ("kind", "change", "before", "after", "said"),
    [
        ("document", "renamed", "n1", "n9", "1 document has another name: It."),
        ("document", "gone", "read", "skipped", "1 document is gone: It (skipped)."),
        ("meeting", "new", None, "Lima", "1 new meeting: It, Lima."),
        ("actor", "gone", None, None, "1 actor is no longer told of: It."),
        ("actor", "renamed", "Peru", "Piru", "1 actor has another name: Piru, before Peru."),
        ("actor", "merged", "Peru", "Oman", "1 actor is now taken for another: Peru for Oman."),
        ("actor", "split", "Oman", "Peru", "1 actor is now told apart from another: Peru from Oman."),
        ("meeting", "date", None, "2021", "1 meeting with another date: It, from not told to 2021."),
    ],
)
def test_each_change_has_its_words(kind: str, change: str, before: str | None, after: str | None, said: str) -> None:
    row = (kind, change, "x", "It", before, after, [], "new", None)
    assert told(pd.DataFrame([row], columns=COLUMNS), no_tables()) == [said]


@pytest.mark.parametrize("named", ["run", "run/tables"])
def test_the_last_run_is_found_by_its_reports_or_by_its_tables(tiny: Tables, tmp_path: Path, named: str) -> None:
    write_tables(tiny, tmp_path / "run" / "tables")
    (tmp_path / "run" / "run.json").write_text('{"finished": "2024-05-01"}', encoding="utf-8")
    run = last_run(tmp_path / named)
    assert (len(run.tables.entities), run.told) == (6, {"finished": "2024-05-01"})


def test_rows_of_a_page_say_what_stands_in_documents_that_did_not_change(tiny: Tables) -> None:
    new = called(tiny, "forum:lakes-forum", "forum:lakes-summit", "Lakes Summit")
    [row] = rows(changes(tiny, new), new)
    assert row["same"] is True
    assert row["evidence"][0]["href"] == "documents/n1.html#s0"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, MADE, "It is not recorded what made both runs"),
        (MADE, MADE, "The same program, model and authority files made both runs."),
        (MADE, {**MADE, "version": "2", "code": "d"}, "The program (1 to 2) changed between the runs."),
        (MADE, {**MADE, "model": "n", "authority": "b"}, "The model and the authority files changed between the runs."),
    ],
)
def test_the_pipeline_is_told(old: dict[str, str] | None, new: dict[str, str], said: str) -> None:
    assert pipeline_told(old, new, 0).startswith(said)
    assert "in documents that are the same" not in pipeline_told(old, new, 0)
    assert "2 changes stand in documents that are the same in both" in pipeline_told(old, new, 2)
    assert ("other documents made the difference" in pipeline_told(old, new, 2)) == (old == new)


def test_what_is_kept_is_what_was_found(tiny: Tables, tmp_path: Path) -> None:
    news = compare(LastRun(no_tables(), {"finished": "2024-05-01T10:00:00Z"}), LastRun(tiny, {"made_by": MADE}))
    write_news(news, tmp_path / "changes.json")
    kept = read_news(tmp_path / "changes.json")
    assert kept is not None
    assert (kept.since, kept.pipeline) == (news.since, news.pipeline)
    assert told(kept.table, tiny) == told(news.table, tiny)
    (tmp_path / "changes.json").write_text("{")
    assert read_news(tmp_path / "changes.json") is None


def test_diff_tells_in_words_and_as_a_table(tiny: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = with_part(tiny, "n1", "state:PER", "forum:hills-forum", "chair", "held")
    write_tables(tiny, tmp_path / "old" / "tables")
    write_tables(new, tmp_path / "new")
    run = ["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--csv", str(tmp_path / "changes.csv")]
    assert main(run) == 0
    assert "1 new tie: Peru – Hills Forum, chair (held). [n1#0]" in capsys.readouterr().out.splitlines()
    table = pd.read_csv(tmp_path / "changes.csv")
    assert list(table.columns) == COLUMNS
    assert table.set_index("kind").at["tie", "evidence"] == "n1#0"
    assert main([*run, "--exit-code"]) == 3
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "new"), str(tmp_path / "new"), "--exit-code"]) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert main(["diff", str(tmp_path), str(tmp_path / "new")]) == 2
