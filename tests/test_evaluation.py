"""Two annotated notes against what was found in them, scored by hand."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tiny import document, no_tables

from communique import Tables, evaluate
from communique.errors import TablesError
from communique.evaluation import FIGURES, LABELS, read_gold
from communique.resources import project_folder
from communique.schemas import SCHEMAS

TEXTS = {
    "n1": "On 5 May 2021 the 4th Lakes Forum met in Lima. Ms Ada Reyes of Peru chaired the Forum, Oman’s envoy came.",
    "n2": "Peru will host the Hills Forum in June 2022. The Republic of Peru invited Chad.",
}
GOLD: dict[str, dict[str, Any]] = {
    "n1": {
        "date": "2021-05-06",
        "entities": [
            {"id": "lakes", "type": "FORUM", "mentions": ["4th Lakes Forum"]},
            {"id": "ada", "type": "PERSON", "mentions": ["Ada Reyes"], "affiliation": "peru"},
            {"id": "peru", "type": "STATE", "mentions": ["Peru"]},
            {"id": "oman", "type": "STATE", "mentions": ["Oman"]},
            {"id": "lima", "type": "PLACE", "mentions": ["Lima"], "alt_types": ["STATE"]},
        ],
        "optional": ["Forum"],
        "participations": [
            {"actor": "ada", "forum": "lakes", "role": "chair"},
            {"actor": "oman", "forum": "lakes", "role": "participant"},
        ],
        "meetings": [{"forum": "lakes", "edition": 4, "start": "2021-05-05", "place": "lima", "status": "held"}],
    },
    "n2": {
        "date": None,
        "entities": [
            {"id": "peru", "type": "STATE", "mentions": ["Peru", "Republic of Peru"]},
            {"id": "hills", "type": "FORUM", "mentions": ["Hills Forum"]},
            {"id": "chad", "type": "STATE", "mentions": ["Chad"]},
        ],
        "participations": [
            {"actor": "peru", "forum": "hills", "role": "host", "status": "planned"},
            {"actor": "chad", "forum": "hills", "role": "invited", "status": "planned"},
        ],
        "meetings": [{"forum": "hills", "start": "2022-06", "status": "planned"}],
    },
}
IDS = {
    "lakes": "FORUM",
    "ada": "PERSON",
    "PER": "STATE",
    "OMN": "STATE",
    "lima": "PLACE",
    "hills": "FORUM",
    "TCD": "STATE",
}
# What a perfect reader would find: document, text, entity.
FOUND = [
    ("n1", "4th Lakes Forum", "lakes"),
    ("n1", "Lima", "lima"),
    ("n1", "Ada Reyes", "ada"),
    ("n1", "Peru", "PER"),
    ("n1", "Oman", "OMN"),
    ("n2", "Peru", "PER"),
    ("n2", "Hills Forum", "hills"),
    ("n2", "Republic of Peru", "PER"),
    ("n2", "Chad", "TCD"),
]


def mention(doc_id: str, text: str, entity: str, type_: str | None = None) -> tuple[object, ...]:
    start = TEXTS[doc_id].index(text)
    return (doc_id, 0, start, start + len(text), text, type_ or IDS[entity], entity, "authority")


def named(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = list(SCHEMAS[name].columns)
    return pd.DataFrame(rows, columns=columns[: len(rows[0])] if rows else columns)


def score(
    found: list[tuple[object, ...]] | None = None, dates: tuple[str | None, str | None] = (None, None), **relations: Any
) -> pd.DataFrame:
    """Return the figures of what was found, everything when nothing else is said."""
    return evaluate(GOLD, run(found, dates, **relations)).figures.set_index("figure")


def run(
    found: list[tuple[object, ...]] | None = None, dates: tuple[str | None, str | None] = (None, None), **relations: Any
) -> Tables:
    mentions = named("mentions", [mention(*row) for row in FOUND] if found is None else found)
    documents = pd.DataFrame([document(n, TEXTS[n], date) for n, date in zip(TEXTS, dates, strict=True)])
    tables = {name: named(name, rows) for name, rows in relations.items()}
    return no_tables(documents=documents, mentions=mentions, **tables)


def counted(figures: pd.DataFrame, figure: str) -> tuple[int, int, int]:
    """Return how many are right, extracted and annotated."""
    row = figures.loc[figure]
    right = row["recall"] * row["gold"]
    assert right == pytest.approx(row["precision"] * row["system"])
    return round(right), int(row["system"]), int(row["gold"])


# Mentions


@pytest.mark.parametrize("figure", ["exact", "overlap", "entity"])
def test_a_perfect_reader_has_every_mention(figure: str) -> None:
    assert counted(score(), figure) == (9, 9, 9)


def test_the_figures_stand_in_their_order_then_those_of_each_type() -> None:
    assert list(score().index) == [*FIGURES, "overlap/FORUM", "overlap/PERSON", "overlap/PLACE", "overlap/STATE"]


def test_precision_recall_and_f1() -> None:
    row = score([mention("n1", "Lima", "lima"), mention("n1", "envoy", "ada")]).loc["exact"]
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx([1 / 2, 1 / 9, 2 / 11])


@pytest.mark.parametrize(
    ("row", "exact", "overlap"),
    [
        (mention("n1", "Lima", "lima"), 1, 1),
        (mention("n1", "the 4th Lakes Forum", "lakes"), 1, 1),  # articles are forgiven
        (mention("n1", "Ms Ada Reyes", "ada"), 1, 1),  # and honorifics
        (mention("n1", "Oman’s", "OMN"), 1, 1),  # and possessives
        (mention("n1", "Lima. ", "lima"), 1, 1),  # and blanks and full stops
        (mention("n1", "Lakes Forum", "lakes"), 0, 1),  # 11 of 15 letters
        (mention("n1", "Reyes of Peru", "ada"), 0, 0),  # 5 of 17
        (mention("n1", "Ada Reyes of Peru", "ada"), 0, 1),  # 9 of 17
        (mention("n1", "Lakes", "lakes"), 0, 0),  # 5 of 15
        (mention("n1", "Lima", "lima", "STATE"), 1, 1),  # a type that counts as right too
        (mention("n1", "Lima", "lima", "FORUM"), 0, 0),
        (mention("n1", "envoy", "ada"), 0, 0),
    ],
)
def test_spans_exact_and_by_half(row: tuple[object, ...], exact: int, overlap: int) -> None:
    figures = score([row])
    assert (counted(figures, "exact"), counted(figures, "overlap")) == ((exact, 1, 9), (overlap, 1, 9))


def test_one_annotated_span_is_found_once() -> None:
    assert counted(score([mention("n1", "Lima", "lima"), mention("n1", "Lima", "lima")]), "overlap") == (1, 2, 9)


def test_the_exact_span_is_taken_before_one_that_overlaps() -> None:
    figures = score([mention("n1", "Lakes Forum", "lakes"), mention("n1", "4th Lakes Forum", "lakes")])
    assert counted(figures, "exact") == counted(figures, "overlap") == (1, 2, 9)


def test_optional_strings_neither_earn_nor_cost() -> None:
    start = TEXTS["n1"].index("the Forum,")
    optional = ("n1", 0, start, start + len("the Forum"), "the Forum", "FORUM", "lakes", "grammar")
    assert counted(score([optional, mention("n1", "Lima", "lima")]), "overlap") == (1, 1, 9)


def test_types_are_counted_apart() -> None:
    figures = score([mention("n1", "Lima", "lima", "STATE"), mention("n1", "envoy", "ada")])
    assert counted(figures, "overlap/PLACE") == (1, 1, 1)
    assert counted(figures, "overlap/PERSON") == (0, 1, 1)


def test_two_entities_found_as_one_cost_the_lesser() -> None:
    found = [mention("n2", "Peru", "PER"), mention("n2", "Republic of Peru", "PER"), mention("n2", "Chad", "PER")]
    figures = score(found)
    assert (counted(figures, "exact"), counted(figures, "entity")) == ((3, 3, 9), (2, 3, 9))


def test_one_entity_found_as_two_costs_the_lesser() -> None:
    found = [mention("n2", "Peru", "PER"), mention("n2", "Republic of Peru", "OMN")]
    assert counted(score(found), "entity") == (1, 2, 9)


# Participations and affiliations

LAKES = [("n1", 0, "ada", "lakes", None, "chair", "held"), ("n1", 0, "OMN", "lakes", None, "participant", "held")]


@pytest.mark.parametrize(
    ("participations", "pairs", "roles", "status"),
    [
        ([], (0, 0, 4), (0, 0, 4), (0, 0, 4)),
        (LAKES, (2, 2, 4), (2, 2, 4), (2, 2, 4)),
        ([("n1", 0, "ada", "lakes", None, "host", "held")], (1, 1, 4), (0, 1, 4), (0, 1, 4)),
        ([("n2", 0, "PER", "hills", None, "host", "held")], (1, 1, 4), (1, 1, 4), (0, 1, 4)),
        ([("n2", 0, "PER", "hills", None, "host", "planned")], (1, 1, 4), (1, 1, 4), (1, 1, 4)),
        ([*LAKES, ("n1", 1, "ada", "lakes", None, "chair", "held")], (2, 2, 4), (2, 2, 4), (2, 2, 4)),
        ([*LAKES, ("n1", 0, "ada", "lakes", None, "participant", "held")], (2, 2, 4), (2, 3, 4), (2, 3, 4)),
        ([("n1", 0, "PER", "lakes", None, "chair", "held")], (0, 1, 4), (0, 1, 4), (0, 1, 4)),
        ([("n1", 0, "nobody", "lakes", None, "chair", "held")], (0, 1, 4), (0, 1, 4), (0, 1, 4)),
    ],
    ids=[
        "none",
        "right",
        "other role",
        "held for planned",
        "planned",
        "said twice",
        "one role more",
        "other actor",
        "unknown",
    ],
)
def test_participations(participations: list[tuple[object, ...]], pairs: Any, roles: Any, status: Any) -> None:
    figures = score(participations=participations)
    assert [counted(figures, f) for f in ("pairs", "roles", "status")] == [pairs, roles, status]


def test_a_tie_of_entities_that_were_not_found_is_worth_nothing() -> None:
    assert counted(score([mention("n1", "Ada Reyes", "ada")], participations=LAKES), "pairs") == (0, 2, 4)


@pytest.mark.parametrize(
    ("affiliations", "expected"),
    [
        ([("n1", 0, "ada", None, "PER")], (1, 1, 1)),
        ([("n1", 0, "ada", "Ms", "OMN")], (0, 1, 1)),
        ([("n2", 0, "ada", None, "PER")], (0, 1, 1)),
        ([], (0, 0, 1)),
    ],
)
def test_affiliations(affiliations: list[tuple[object, ...]], expected: tuple[int, int, int]) -> None:
    assert counted(score(affiliations=affiliations), "affil") == expected


# Meetings


def meeting(**said: Any) -> tuple[object, ...]:
    told = dict.fromkeys(SCHEMAS["meetings"].columns) | {"meeting_id": "m", "forum_id": "lakes", "name": "Forum"}
    return tuple({**told, "doc_ids": ["n1"], **said}.values())


FULL = {"edition": 4, "start_date": "2021-05-05", "place_id": "lima", "status": "held"}
HILLS = {"forum_id": "hills", "doc_ids": ["n2"]}


@pytest.mark.parametrize(
    ("meetings", "expected", "fields"),
    [
        ([], (0, 0, 2), (0, 0, 6)),
        ([meeting(**FULL)], (1, 1, 2), (4, 4, 6)),
        ([meeting()], (1, 1, 2), (0, 0, 6)),
        ([meeting(edition=5)], (0, 1, 2), (0, 1, 6)),
        ([meeting(edition=4, start_date="2020-01-01")], (1, 1, 2), (1, 2, 6)),
        ([meeting(start_date="2020-01-01")], (0, 1, 2), (0, 1, 6)),
        ([meeting(start_date="2021-05")], (1, 1, 2), (0, 1, 6)),  # less precise: the occasion, not the field
        ([meeting(**HILLS, start_date="2022-06-07")], (1, 1, 2), (1, 1, 6)),  # more precise is right
        ([meeting(**HILLS, start_date="2022-07")], (0, 1, 2), (0, 1, 6)),
        ([meeting(**HILLS, status="planned", mode="online")], (1, 1, 2), (1, 2, 6)),
        ([meeting(forum_id="hills")], (0, 1, 2), (0, 0, 6)),
        ([meeting(place_id="PER")], (1, 1, 2), (0, 1, 6)),
        ([meeting(**FULL), meeting(meeting_id="m2")], (1, 2, 2), (4, 4, 6)),
        ([meeting(doc_ids=["n1", "n2"])], (1, 2, 2), (0, 0, 6)),
    ],
    ids=[
        "none", "right", "forum alone", "other edition", "edition before date", "other date", "month for day",
        "day for month", "other month", "status and mode", "other document", "other place", "one too many",
        "two documents",
    ],
)  # fmt: skip
def test_meetings(meetings: list[tuple[object, ...]], expected: Any, fields: Any) -> None:
    figures = score(meetings=meetings)
    assert (counted(figures, "meetings"), counted(figures, "fields")) == (expected, fields)


# Dates of documents


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((None, None), (0, 0, 1)),
        (("2021-05-06", None), (1, 1, 1)),
        (("2021-05-05", None), (0, 1, 1)),
        (("2021-05", None), (0, 1, 1)),
        (("2021-05-06", "2022-01-01"), (1, 1, 1)),  # where nothing is annotated nothing is counted
    ],
)
def test_dates_of_documents(dates: tuple[str | None, str | None], expected: tuple[int, int, int]) -> None:
    assert counted(score(dates=dates), "dates") == expected


# Misses, documents, files


def listed(misses: pd.DataFrame, *types: str) -> list[list[object]]:
    return misses[misses["type"].isin(types)].to_numpy().tolist()


def test_what_was_missed_and_what_was_too_much() -> None:
    found = [mention(*row) for row in FOUND if row[1] not in ("Lima", "Peru")]
    misses = evaluate(GOLD, run([*found, mention("n1", "envoy", "ada")])).misses
    assert listed(misses, "PERSON", "PLACE", "STATE") == [
        ["extra", "PERSON", "envoy", 1, ["n1"]],
        ["missed", "STATE", "Peru", 2, ["n1", "n2"]],
        ["missed", "PLACE", "Lima", 1, ["n1"]],
    ]


def test_participations_that_were_missed_invented_or_read_otherwise() -> None:
    found = [
        ("n1", 0, "ada", "lakes", None, "host", "held"),
        ("n2", 0, "PER", "hills", None, "host", "planned"),
        ("n2", 0, "OMN", "hills", None, "chair", "held"),
    ]
    assert listed(evaluate(GOLD, run(participations=found)).misses, "participation") == [
        ["differs", "participation", "Ada Reyes in 4th Lakes Forum: chair (held), read as host (held)", 1, ["n1"]],
        ["extra", "participation", "OMN in Hills Forum: chair (held)", 1, ["n2"]],
        ["missed", "participation", "Chad in Hills Forum: invited (planned)", 1, ["n2"]],
        ["missed", "participation", "Oman in 4th Lakes Forum: participant (held)", 1, ["n1"]],
    ]


def test_affiliations_that_were_missed_or_invented() -> None:
    found = [("n1", 0, "ada", "Ms", "OMN")]
    assert listed(evaluate(GOLD, run(affiliations=found)).misses, "affiliation") == [
        ["extra", "affiliation", "Ada Reyes for Oman", 1, ["n1"]],
        ["missed", "affiliation", "Ada Reyes for Peru", 1, ["n1"]],
    ]


def test_meetings_that_were_missed_invented_or_read_otherwise() -> None:
    found = [meeting(edition=4, start_date="2021-05-04", place_id="lima"), meeting(meeting_id="m2", edition=9)]
    assert listed(evaluate(GOLD, run(meetings=found)).misses, "meeting") == [
        ["differs", "meeting", "4th Lakes Forum: start 2021-05-05, read as 2021-05-04", 1, ["n1"]],
        ["extra", "meeting", "4th Lakes Forum: 9", 1, ["n1"]],
        ["missed", "meeting", "Hills Forum: 2022-06, planned", 1, ["n2"]],
    ]


@pytest.mark.parametrize(
    ("date", "miss"),
    [
        ("2021-05-06", []),
        (None, [["missed", "date", "2021-05-06", 1, ["n1"]]]),
        ("2021-05", [["differs", "date", "2021-05-06, read as 2021-05", 1, ["n1"]]]),
    ],
)
def test_dates_that_were_missed_or_read_otherwise(date: str | None, miss: list[list[object]]) -> None:
    assert listed(evaluate(GOLD, run(dates=(date, None))).misses, "date") == miss


def test_the_commonest_are_told_with_their_documents() -> None:
    evaluation = evaluate(GOLD, run([]))
    names = evaluation.commonest("missed", mentions=True, top=1)
    assert names.to_numpy().tolist() == [["STATE", "Peru", 2, "n1, n2"]]
    others = evaluation.commonest("missed", mentions=False, top=1)
    assert others["type"].tolist() == ["affiliation", "date", "meeting", "participation"]
    assert evaluation.commonest("differs", mentions=False).empty


def test_every_figure_has_a_name_in_words() -> None:
    evaluation = evaluate(GOLD, run())
    assert list(evaluation.headline()["figure"]) == list(FIGURES) == list(LABELS)
    assert evaluation.headline()["label"].notna().all()
    assert evaluation.by_type()["type"].tolist() == ["FORUM", "PERSON", "PLACE", "STATE"]
    assert evaluation.label("overlap/FORUM") == "mentions of the type FORUM"


def test_documents_that_were_not_read_do_not_count() -> None:
    tables = run()
    documents = tables.documents.assign(status=["read", "skipped"])
    evaluation = evaluate({**GOLD, "n9": GOLD["n1"]}, no_tables(documents=documents, mentions=tables.mentions))
    assert evaluation.documents == ["n1"]
    assert counted(evaluation.figures.set_index("figure"), "exact") == (5, 5, 5)


def test_nothing_found_scores_nothing() -> None:
    figures = score([])
    assert figures[["precision", "recall", "f1"]].to_numpy().sum() == 0
    assert figures.at["exact", "gold"] == 9


def test_gold_is_read_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "n1.json").write_text(json.dumps(GOLD["n1"]), encoding="utf-8")
    (tmp_path / "n2.json").write_text(json.dumps(GOLD["n2"]), encoding="utf-8")
    (tmp_path / "other.json").write_text('["no annotation"]', encoding="utf-8")
    assert read_gold(tmp_path) == GOLD


def test_bad_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "n1.json").write_text('{"entities": [],\n "date": }', encoding="utf-8")
    with pytest.raises(TablesError, match=r"n1\.json is not JSON \(line 2\)"):
        read_gold(tmp_path)


@pytest.mark.parametrize("content", [b'{"entities": "\xff"}', b'{"entities": [{"id": "e1", "type": "STATE"}]}'])
def test_a_file_that_is_no_annotation_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "n1.json").write_bytes(content)
    with pytest.raises(TablesError, match=r"n1\.json"):
        evaluate(read_gold(tmp_path), run())


@pytest.mark.parametrize("folder", [".", "nowhere"])
def test_a_folder_without_annotations_is_named(tmp_path: Path, folder: str) -> None:
    with pytest.raises(TablesError, match="holds no annotations") as caught:
        read_gold(tmp_path / folder)
    assert str(tmp_path / folder) in str(caught.value)


def test_the_shipped_annotations_score_the_five_documents(tables: Tables) -> None:
    evaluation = evaluate(read_gold(project_folder() / "data" / "gold"), tables)
    assert len(evaluation.documents) == 5
    assert evaluation.figures.set_index("figure").at["overlap", "f1"] > 0.5
