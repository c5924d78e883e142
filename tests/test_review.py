"""What to correct first, and corrections that last."""

from pathlib import Path

import pandas as pd
import pytest
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, extract, load_authority, read_corpus, review
from communique.authority.decisions import Decision, append_decisions, from_csv, read_decisions_of
from communique.cli import main
from communique.errors import AuthorityError, ParameterError, TablesError
from communique.network import measures
from communique.tables import write_tables

# A corpus with a wrong merge (two persons of one name), a missed alias (GLS) and an unknown forum that is taken
# for an organisation.
STORY = {
    "2021-05-05-a": "Oman, Peru and Chile took part in the Great Lakes Summit in Lima on 5 May 2021. "
    "Ada Reyes, Foreign Minister of Peru, attended the Great Lakes Summit.\n",
    "2022-06-07-b": "Ministers of Oman and Chile attended the GLS in Muscat on 7 June 2022. "
    "Ada Reyes, Ambassador of Chile, attended the GLS.\n",
    "2022-08-01-c": "Peru and Chile attended the Hills Cooperation Union in Muscat on 1 August 2022. "
    "Oman took part in the Hills Cooperation Union.\n",
}
LATER = {
    "2020-01-01-early": "Kenya attended the GLS in Muscat. Kenya took part in the Hills Cooperation Union.\n",
    "2023-01-01-late": "Ada Reyes, Foreign Minister of Peru, attended the Summit of the Great Lakes. "
    "Ghana took part in the Hills Cooperation Union.\n",
}
ROWS = [
    Decision("merge", "person:ada-reyes", "person:ada-reyes-2", ("2022-06-07-b",)),
    Decision("alias", "GLS", "forum:great-lakes-summit"),
    Decision("type", "org:hills-cooperation-union", "FORUM"),
]


def corpus_in(folder: Path, *texts: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (pair for told in texts for pair in told.items()):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def tables_of(corpus: Path) -> Tables:
    return extract(read_corpus(corpus), authority=load_authority(corpus=corpus))


def ties(tables: Tables) -> set[tuple[str, str]]:
    return set(zip(tables.participations["actor_id"], tables.participations["forum_id"], strict=True))


def decide(corpus: Path, *rows: Decision) -> None:
    append_decisions(corpus / "authority" / "decisions.csv", rows)


# The story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables, Tables]:
    """The corpus, with its tables before and after three rows."""
    corpus = corpus_in(tmp_path_factory.mktemp("story"), STORY)
    before = tables_of(corpus)
    queue = review.queue(before, top=None)
    wanted = {row.what for row in ROWS}
    ids = [item.id for item in queue.itertuples() if {row.what for row in from_csv(item.accept)} & wanted]
    review.accept(queue, *ids, file=corpus / "authority" / "decisions.csv", who="A. Analyst", when="2024-01-01")
    return corpus, before, tables_of(corpus)


def test_the_queue_asks_for_what_is_wrong_and_its_rows_put_it_right(story: tuple[Path, Tables, Tables]) -> None:
    corpus, before, after = story
    assert {row.what for row in read_decisions_of(corpus / "authority" / "decisions.csv")} == {row.what for row in ROWS}
    assert ("state:OMN", "forum:gls") in ties(before)
    assert ("state:OMN", "forum:great-lakes-summit") in ties(after)
    assert not any(forum == "forum:gls" for _, forum in ties(after))
    assert not any(forum == "forum:hills-cooperation-union" for _, forum in ties(before))
    assert {"state:PER", "state:CHL"} <= {a for a, f in ties(after) if f == "forum:hills-cooperation-union"}
    assert set(after.mentions.loc[after.mentions["text"] == "Ada Reyes", "entity_id"]) == {
        "person:ada-reyes",
        "person:ada-reyes-2",
    }


def test_graph_and_ranks_follow(story: tuple[Path, Tables, Tables]) -> None:
    _, before, after = story
    first, then = build_network(before), build_network(after)
    assert "forum:gls" in first
    assert "forum:gls" not in then
    assert then["state:OMN"]["forum:great-lakes-summit"]["weight"] == 2
    ranks = [measures(graph)["entity_id"].tolist().index for graph in (first, then)]
    assert [rank("state:PER") < rank("person:ada-reyes") for rank in ranks] == [False, True]


def test_corrections_stay_when_documents_arrive_before_and_after(
    story: tuple[Path, Tables, Tables], tmp_path: Path
) -> None:
    _, _, after = story
    decide(corpus_in(tmp_path / "grown", STORY, LATER), *ROWS)
    grown = tables_of(tmp_path / "grown")
    assert ties(after) <= ties(grown)
    assert {("state:KEN", "forum:great-lakes-summit"), ("state:GHA", "forum:hills-cooperation-union")} <= ties(grown)
    names = grown.entities.set_index("entity_id")["name"]
    assert names["forum:great-lakes-summit"] == "Great Lakes Summit"


def test_the_ledger_names_the_row_behind_each_change(story: tuple[Path, Tables, Tables]) -> None:
    _, _, after = story
    told = set(after.ledger.loc[after.ledger["step"] == "decision", "why"])
    assert any("authority/decisions.csv, line" in why and "alias GLS, forum:great-lakes-summit" in why for why in told)
    assert len(told) == len(ROWS)


def test_what_is_answered_is_not_asked_again(story: tuple[Path, Tables, Tables], tmp_path: Path) -> None:
    _, before, after = story
    queue = review.queue(before, top=None)
    asked = {row.what for answer in review.queue(after, top=None)["accept"] for row in from_csv(answer)}
    assert asked.isdisjoint(row.what for row in ROWS)
    rows = review.reject(queue, *queue["id"], file=tmp_path / "decisions.csv")
    assert len(review.queue(before, decisions=rows, top=None)) == 0


def test_a_rejected_question_does_not_come_again_when_the_tables_are_made_anew(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path / "corpus", STORY)
    queue = review.queue(tables_of(corpus), top=None)
    review.reject(queue, *queue["id"], file=tmp_path / "rejected.csv")
    decide(corpus, *[row for row in read_decisions_of(tmp_path / "rejected.csv") if row.decision != "no part"])
    left = review.queue(tables_of(corpus), top=None)
    assert set(left["kind"]) <= {"weak evidence"}


# The queue


def small(**changed: pd.DataFrame) -> Tables:
    return no_tables(**{**dict(tiny_tables().items()), **changed})


def test_the_order_is_by_effect_on_the_network_times_doubt() -> None:
    queue = review.queue(tiny_tables(), top=None)
    expected = (queue["effect"].clip(lower=0.5) * queue["doubt"]).tolist()
    assert len(queue) > 2
    assert expected == sorted(expected, reverse=True)


def test_a_question_has_its_sentences_both_answers_and_an_id_that_stays() -> None:
    queue = review.queue(tiny_tables(), top=None).set_index("question")
    item = queue.loc["Is 'Lakes Forum' a forum? No list holds it."]
    assert item["effect"] == 6.0  # three sentences of taking part, three of being named together
    assert item["sentences"] == ["n1#0", "n2#0"]
    assert item["quote"] == "Oman and Peru joined the Lakes Forum."
    assert item["accept"] == "name,forum:lakes-forum,Lakes Forum,,,,\n"
    assert item["reject"] == "ignore,forum:lakes-forum,,,,,\n"
    told = tiny_tables().participations.iloc[:1]
    again = review.queue(small(participations=told), top=None).set_index("question")
    assert again.loc[item.name, "id"] == item["id"]
    assert again.loc[item.name, "effect"] == 4.0


def renamed(**names: str) -> Tables:
    """Return the small tables with entities called otherwise."""
    entities = tiny_tables().entities
    entities["name"] = [names.get(name.replace(" ", "_"), name) for name in entities["name"]]
    return small(entities=entities)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ({"Hills_Forum": "Lake Forum"}, "spelt alike"),
        ({"Hills_Forum": "LKF", "Lakes_Forum": "Lower Karst Forum"}, "its initials"),
        ({"Hills_Forum": "Lakes and Rivers Forum"}, "its words stand in the other"),
    ],
)
def test_two_names_that_may_be_one_are_asked_about(names: dict[str, str], why: str) -> None:
    queue = review.queue(renamed(**names), top=None)
    same = queue[queue["kind"] == "likely same"]
    assert len(same) == 1
    assert f"({why})" in same["question"].iloc[0]


@pytest.mark.parametrize("other", ["Hills Forum", "2nd Lakes Forum", "Austria Forum"])
def test_names_that_tell_two_apart_are_not_asked_about(other: str) -> None:
    queue = review.queue(renamed(Hills_Forum=other, Lakes_Forum="Australia Forum"), top=None)
    assert "likely same" not in set(queue["kind"])


def test_weak_evidence_asks_only_for_what_one_sentence_tells_and_the_model_doubts() -> None:
    told = tiny_tables().participations.assign(confidence=[0.99, 0.5, 0.6, 0.95])
    weak = review.queue(small(participations=told), top=None).query("kind == 'weak evidence'")
    assert weak["question"].tolist() == ["Takes part in 'Lakes Forum' as participant: Peru?"]
    assert weak["sentences"].tolist() == [["n1#0"]]


# Answers


def test_answers_are_written_once_and_signed(tmp_path: Path) -> None:
    queue = review.queue(tiny_tables(), top=None)
    file = tmp_path / "authority" / "decisions.csv"
    first = review.accept(queue, queue["id"].iloc[0], file=file, note="sure", who="A. Analyst", when="2024-01-01")
    assert review.accept(queue, queue["id"].iloc[0], file=file) == []
    assert file.read_text().splitlines()[0] == "decision,subject,object,documents,note,who,when"
    assert len(file.read_text().splitlines()) == 1 + len(first)
    assert file.read_text().endswith(",sure,A. Analyst,2024-01-01\n")


def test_an_unknown_id_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no question has the id 'nobody'"):
        review.accept(review.queue(tiny_tables()), "nobody", file=tmp_path / "decisions.csv")


def test_yes_and_no_to_one_question_contradict_and_nothing_is_written(tmp_path: Path) -> None:
    queue = review.queue(tiny_tables(), top=None).query("kind == 'weak evidence'")
    file = tmp_path / "decisions.csv"
    review.accept(queue, queue["id"].iloc[0], file=file)
    before = file.read_bytes()
    with pytest.raises(AuthorityError, match="contradicts"):
        review.reject(queue, queue["id"].iloc[0], file=file)
    assert file.read_bytes() == before


def test_rows_that_met_nothing_are_told() -> None:
    rows = [Decision("name", "forum:nowhere", "Nowhere", place="authority/decisions.csv, line 2")]
    assert review.unused(tiny_tables(), rows) == rows


# There and back


def edited(file: Path, **cells: dict[str, str]) -> Path:
    """Change cells of an exported table: by column, values by what stands there."""
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    for column, changes in cells.items():
        rows[column] = rows[column].replace(changes)
    rows.iloc[::-1].to_csv(file, index=False)
    return file


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ({}, None),
        ({"name": {"Hills Forum": "Lakes Forum"}}, Decision("merge", "forum:hills-forum", "forum:lakes-forum")),
        ({"name": {"Hills Forum": "Forum of the Hills"}}, Decision("name", "forum:hills-forum", "Forum of the Hills")),
        ({"type": {"PLACE": "ORG"}}, Decision("type", "place:lima", "ORG")),
        ({"entity": {"state:PER": "state:OMN"}}, Decision("merge", "state:PER", "state:OMN")),
    ],
)
def test_what_is_edited_in_a_spreadsheet_becomes_decisions(
    tmp_path: Path, cells: dict[str, dict[str, str]], row: Decision | None
) -> None:
    file = review.export_entities(tiny_tables(), tmp_path / "entities.csv")
    assert review.import_entities(tiny_tables(), edited(file, **cells)) == ([row] if row else [])


def test_one_form_that_is_led_elsewhere_is_an_alias(tmp_path: Path) -> None:
    mentions = tiny_tables().mentions
    mentions.loc[0, "text"] = "Ormuz"
    tables = small(mentions=mentions)
    file = review.export_entities(tables, tmp_path / "entities.csv")
    rows = pd.read_csv(file)
    rows.loc[rows["variant"] == "Ormuz", "entity"] = "place:ormuz"
    rows.to_csv(file, index=False)
    assert review.import_entities(tables, file) == [Decision("alias", "Ormuz", "place:ormuz")]


def test_cells_are_guarded_against_formulas_and_read_back_without_the_guard(tmp_path: Path) -> None:
    tables = renamed(Hills_Forum="=HYPERLINK(1)")
    file = review.export_entities(tables, tmp_path / "entities.csv")
    assert ",'=HYPERLINK(1)," in file.read_text()
    assert review.import_entities(tables, file) == []


def test_a_row_that_does_not_fit_is_named_by_file_and_line(tmp_path: Path) -> None:
    file = review.export_entities(tiny_tables(), tmp_path / "entities.csv")
    edited(file, type={"PLACE": "CITY"}, entity_id={"state:PER": "state:PERU"})
    with pytest.raises(AuthorityError) as error:
        review.import_entities(tiny_tables(), file)
    assert [line.partition(": ")[0] for line in str(error.value).splitlines()] == [
        f"{file}, line {line}" for line in (2, 4)
    ]


# The command


def test_the_command_asks_writes_and_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tables(tiny_tables(), tmp_path / "tables")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "tables" / "run.json").write_text(f'{{"corpus": "{tmp_path / "corpus"}"}}')
    run = ["review", str(tmp_path / "tables")]
    assert main([*run, "--top", "1", "--out", str(tmp_path / "queue.csv")]) == 0
    one = pd.read_csv(tmp_path / "queue.csv")["id"].iloc[0]
    assert capsys.readouterr().out.startswith(f"{one}  ")
    file = tmp_path / "corpus" / "authority" / "decisions.csv"
    assert main([*run, "--accept", one, "--reject", "nothing"]) == 2
    assert not file.exists()  # all answers or none
    assert main([*run, "--accept", one, "--who", "A. Analyst"]) == 0
    assert len(read_decisions_of(file)) >= 1
    assert main([*run, "--top", "1"]) == 0
    said = capsys.readouterr()
    assert not said.out.splitlines()[-4].startswith(one)
    assert "met nothing yet: authority/decisions.csv, line 2" in said.err
    assert main([*run, "--entities", str(tmp_path / "entities.csv")]) == 0
    edited(tmp_path / "entities.csv", name={"Hills Forum": "Forum of the Hills"})
    assert main([*run, "--import", str(tmp_path / "entities.csv")]) == 0
    assert read_decisions_of(file)[-1].what == ("name", "forum:hills-forum", "Forum of the Hills", ())


def test_tables_that_do_not_tell_their_corpus_need_a_file(tmp_path: Path) -> None:
    write_tables(tiny_tables(), tmp_path / "tables")
    assert main(["review", str(tmp_path / "tables")]) == 2
    with pytest.raises(TablesError, match="name a file of decisions"):
        review.decisions_file(tmp_path / "tables")
    assert main(["review", str(tmp_path / "tables"), "--decisions", str(tmp_path / "d.csv")]) == 0
