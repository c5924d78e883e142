"""Folders and tables of texts become the documents table."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.corpus import corpus_files, read_corpus
from communique.errors import CorpusError
from communique.schemas import conform

NOTE = "The ministers met at the Lakes Forum and agreed to meet again in the spring."
OTHER = "The delegations talked about trade and energy, and the chair thanked the hosts."
FRENCH = "Les ministres se sont réunis à Genève et ont décidé de se retrouver au printemps prochain."
RUSSIAN = (
    "Совещание министров иностранных дел прошло в Москве. Министры обсудили подготовку к саммиту "
    "и договорились о дальнейших шагах."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_one(folder: Path, name: str, content: str | bytes) -> pd.Series:
    documents = read_corpus(write(folder, {name: content}))
    assert len(documents) == 1
    return documents.iloc[0]


# Folders


def test_every_file_that_is_offered_gets_a_row(folder: Path) -> None:
    write(folder, {"a.txt": NOTE, "b.pdf": b"%PDF", "c.txt": "", "d/e.md": OTHER, "README": "x"})
    documents = read_corpus(folder)
    assert documents[["doc_id", "path", "status"]].to_numpy().tolist() == [
        ["README", "README", "skipped"],
        ["a", "a.txt", "read"],
        ["b", "b.pdf", "skipped"],
        ["c", "c.txt", "skipped"],
        ["e", "d/e.md", "read"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "is empty"),
        ("a.txt", " \n\t\n", "is empty"),
        ("a.txt", "\ufeff", "is empty"),
        ("a.pdf", "text", ".pdf is not a format that is read"),
        ("a", "text", "files without an ending is not a format that is read"),
        ("a.txt", bytes(range(256)) * 4, "is not text, or in an encoding that could not be told"),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n" + b"\xff\xd8\x00\x01" * 50,
            "is not text, or in an encoding that could not be told",
        ),
        ("a.txt", FRENCH, "is in a language that is not read (fr)"),
        ("a.txt", RUSSIAN, "is in a language that is not read (ru)"),
    ],
)
def test_what_is_not_read_has_a_reason(folder: Path, name: str, content: str | bytes, reason: str) -> None:
    row = read_one(folder, name, content)
    assert (row["status"], row["reason"]) == ("skipped", reason)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (NOTE.encode("utf-8-sig"), NOTE),
        (NOTE.encode("utf-16"), NOTE),
        (RUSSIAN.encode("utf-16"), RUSSIAN),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (f"Новости Представительства\n{NOTE}".encode("cp1251"), f"Новости Представительства\n{NOTE}"),
        (f"The Foreign Ministers’ “retreat”. {NOTE}".encode("cp1252"), f"The Foreign Ministers’ “retreat”. {NOTE}"),
        (f"{FRENCH} {FRENCH}".encode("latin-1"), f"{FRENCH} {FRENCH}"),
        (b"One line.\r\nAnother.\rA third.\n", "One line.\nAnother.\nA third.\n"),
    ],
    ids=["bom", "utf-16", "utf-16 russian", "cp1251", "cp1251 headline", "cp1252 quotes", "latin-1", "line ends"],
)
def test_text_is_decoded(folder: Path, content: bytes, text: str) -> None:
    assert read_one(folder, "a.txt", content)["text"] == text


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff")))
def test_utf_8_is_read_as_it_stands(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert read_one(tmp_path_factory.mktemp("corpus"), "a.txt", text)["text"] == text


def test_files_of_one_stem_get_two_ids(folder: Path) -> None:
    write(folder, {"2020/note.txt": NOTE, "2021/note.txt": OTHER, "other.md": NOTE + OTHER})
    assert read_corpus(folder)["doc_id"].tolist() == ["2020/note.txt", "2021/note.txt", "other"]


def test_ids_stay_apart_where_a_stem_spells_a_path(folder: Path) -> None:
    write(folder, {"a/note.txt": NOTE, "b/note.txt": OTHER, "a--note.txt.md": NOTE + OTHER})
    assert read_corpus(folder)["doc_id"].is_unique


def test_hidden_files_and_folders_are_not_offered(folder: Path) -> None:
    write(folder, {"a.txt": NOTE, ".b.txt": NOTE, ".git/c.txt": NOTE, "d/.e/f.txt": NOTE})
    assert read_corpus(folder)["path"].tolist() == ["a.txt"]


def test_a_corpus_in_a_hidden_folder_is_read(tmp_path: Path) -> None:
    assert read_one(tmp_path / ".corpus", "a.txt", NOTE)["status"] == "read"


def test_a_copy_points_to_the_first_text(folder: Path) -> None:
    copies = read_corpus(write(folder, {"a.txt": NOTE, "b.txt": NOTE.encode("utf-8-sig"), "c.txt": OTHER}))
    assert copies["status"].tolist() == ["read", "duplicate", "read"]
    assert copies.loc[1, ["duplicate_of", "reason"]].tolist() == ["a", "has the same text as a"]


def test_empty_files_are_no_copies_of_each_other(folder: Path) -> None:
    assert set(read_corpus(write(folder, {"a.txt": "", "b.txt": ""}))["reason"]) == {"is empty"}


def test_words_are_counted_and_the_first_line_is_the_title(folder: Path) -> None:
    row = read_one(folder, "a.md", "\n\n# Lakes Forum #\n\nThe ministers met there.\n")
    assert (row["title"], row["n_words"]) == ("Lakes Forum", 8)


def test_sources_csv_gives_publisher_title_and_language(folder: Path) -> None:
    write(folder, {"d/a.txt": "Ok.", "sources.csv": "file,title,publisher,language\nd/a.txt,A note,Ministry,en\n"})
    row = read_corpus(folder).iloc[0]
    assert row[["title", "source", "language", "status"]].tolist() == ["A note", "Ministry", "en", "read"]


def test_sources_csv_within_a_subfolder_is_a_file_like_others(folder: Path) -> None:
    documents = read_corpus(write(folder, {"a.txt": NOTE, "d/sources.csv": "x"}))
    assert documents["path"].tolist() == ["a.txt", "d/sources.csv"]


@pytest.mark.parametrize(
    ("name", "text", "sources", "date", "date_source"),
    [
        ("2020-01-02-a.txt", "3 May 2021\n" + NOTE, "2022-06-07", "2022-06-07", "sources.csv"),
        ("2020-01-02-a.txt", "3 May 2021\n" + NOTE, "", "2020-01-02", "file name"),
        ("a.txt", "3 May 2021\n" + NOTE, "", "2021-05-03", "header"),
        ("a.txt", "LAKESIDE, 3 May 2021 - " + NOTE, "", "2021-05-03", "dateline"),
        ("a.txt", "Posted on: 3 May 2021\n" + NOTE, "", "2021-05-03", "label"),
        ("a.txt", NOTE, "2022-06", "2022-06", "sources.csv"),
        ("a.txt", NOTE, "", None, None),
    ],
)
def test_where_the_date_comes_from(
    folder: Path, name: str, text: str, sources: str, date: str | None, date_source: str | None
) -> None:
    write(folder, {name: text, "sources.csv": f"file,date\n{name},{sources}\n"})
    row = read_corpus(folder).iloc[0]
    assert (row["date"], row["date_source"]) == (date, date_source)


def test_the_documents_keep_the_contract(folder: Path) -> None:
    documents = read_corpus(write(folder, {"a.txt": NOTE, "b.txt": NOTE, "c.bin": b"\x00", "2020-01-02-d.txt": OTHER}))
    assert conform("documents", documents)["doc_id"].tolist() == documents["doc_id"].tolist()


def test_progress_sees_every_file(folder: Path) -> None:
    seen: list[str] = []
    write(folder, {"a.txt": NOTE, "b.pdf": b"x", "sources.csv": "file\n"})
    read_corpus(folder, progress=lambda files: [seen.append(path.name) or path for path in files])
    assert seen == ["a.txt", "b.pdf"]


def test_corpus_files_are_sorted_with_sources_among_them(folder: Path) -> None:
    write(folder, {"b.txt": NOTE, "a/c.txt": NOTE, "sources.csv": "file\n", ".hidden": "x"})
    assert [p.relative_to(folder).as_posix() for p in corpus_files(folder)] == ["a/c.txt", "b.txt", "sources.csv"]


# Tables

ROWS = [
    {
        "id": "001",
        "text": NOTE,
        "title": "First",
        "date": "2023-07-11T10:00:00",
        "source": "Ministry",
        "language": "en",
    },
    {"id": "002", "text": OTHER, "title": None, "date": None, "source": None, "language": None},
]


def write_table(folder: Path, ending: str, rows: list[dict[str, object]]) -> Path:
    path, table = folder / f"texts{ending}", pd.DataFrame(rows)
    if ending == ".parquet":
        table.to_parquet(path)
    elif ending == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        table.to_csv(path, index=False)
    return path


ENDINGS = pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])


@ENDINGS
def test_a_table_is_read_row_by_row(folder: Path, ending: str) -> None:
    documents = read_corpus(write_table(folder, ending, ROWS))
    assert documents["text"].tolist() == [NOTE, OTHER]
    assert documents["path"].tolist() == [f"texts{ending}#001", f"texts{ending}#002"]
    assert documents["title"].tolist() == ["First", OTHER]


@ENDINGS
def test_a_table_gives_dates_and_sources(folder: Path, ending: str) -> None:
    row = read_corpus(write_table(folder, ending, ROWS)).iloc[0]
    assert row[["date", "date_source", "source"]].tolist() == ["2023-07-11", "table", "Ministry"]


@ENDINGS
@pytest.mark.parametrize("column", ["id", "text"])
def test_a_table_without_a_needed_column(folder: Path, ending: str, column: str) -> None:
    path = write_table(folder, ending, [{k: v for k, v in row.items() if k != column} for row in ROWS])
    with pytest.raises(CorpusError, match=rf"texts\{ending} has no column {column}"):
        read_corpus(path)


@ENDINGS
def test_a_table_with_an_id_twice(folder: Path, ending: str) -> None:
    with pytest.raises(CorpusError, match=rf"texts\{ending} has the id '001' twice"):
        read_corpus(write_table(folder, ending, [ROWS[0], ROWS[0]]))


@ENDINGS
def test_a_table_with_a_row_without_id(folder: Path, ending: str) -> None:
    with pytest.raises(CorpusError, match=rf"texts\{ending}"):
        read_corpus(write_table(folder, ending, [ROWS[0], {**ROWS[1], "id": None}]))


@pytest.mark.parametrize("identity", ["NA", "null", "None"])
def test_an_id_that_spells_nothing_is_an_id(folder: Path, identity: str) -> None:
    assert read_corpus(write_table(folder, ".csv", [{"id": identity, "text": NOTE}]))["doc_id"].tolist() == [identity]


def test_a_number_and_a_text_that_read_alike_are_one_id(folder: Path) -> None:
    path = write(folder, {"t.jsonl": '{"id": 1, "text": "One."}\n{"id": "1", "text": "Two."}\n'}) / "t.jsonl"
    with pytest.raises(CorpusError, match="twice"):
        read_corpus(path)


def test_a_row_without_text_is_skipped(folder: Path) -> None:
    documents = read_corpus(write_table(folder, ".csv", [{"id": "a", "text": NOTE}, {"id": "b", "text": None}]))
    assert documents["status"].tolist() == ["read", "skipped"]
    assert documents.at[1, "reason"] == "is empty"


@pytest.mark.parametrize("ending", [".CSV", ".Csv"])
def test_the_ending_of_a_table_may_be_in_capitals(folder: Path, ending: str) -> None:
    assert len(read_corpus(write_table(folder, ending, ROWS))) == 2


# What cannot be read


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("texts.csv", "", "cannot be read as csv"),
        ("texts.csv", "id,text\n", "holds no rows"),
        ("texts.jsonl", "{no json", "cannot be read as jsonl"),
        ("texts.parquet", "PAR0", "cannot be read as parquet"),
        ("texts.xlsx", "x", "is neither a folder nor a table"),
        ("texts.txt", NOTE, "is neither a folder nor a table"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(folder: Path, name: str, content: str, message: str) -> None:
    path = write(folder, {name: content}) / name
    with pytest.raises(CorpusError, match=message) as caught:
        read_corpus(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("files", [{}, {"sources.csv": "file\n"}, {".hidden.txt": NOTE}])
def test_an_empty_folder_is_named(folder: Path, files: dict[str, str | bytes]) -> None:
    with pytest.raises(CorpusError, match="holds no documents") as caught:
        read_corpus(write(folder, files))
    assert str(folder) in str(caught.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist") as caught:
        read_corpus(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(caught.value)


@pytest.mark.parametrize("sources", ["", "name,date\na.txt,2020-01-01\n"])
def test_sources_csv_without_the_column_file(folder: Path, sources: str) -> None:
    write(folder, {"a.txt": NOTE, "sources.csv": sources})
    with pytest.raises(CorpusError, match=r"sources\.csv has no column `file`"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("written", "date"), [("11 July 2023", "2023-07-11"), ("2023-07", "2023-07"), ("July 2023", "2023-07")]
)
def test_a_date_in_sources_csv_is_read_as_people_write_it(folder: Path, written: str, date: str) -> None:
    write(folder, {"a.txt": NOTE, "sources.csv": f"file,date\na.txt,{written}\n"})
    assert read_corpus(folder)["date"].tolist() == [date]


def test_a_date_in_sources_csv_that_is_none_is_named(folder: Path) -> None:
    write(folder, {"a.txt": NOTE, "sources.csv": "file,date\na.txt,soon\n"})
    with pytest.raises(CorpusError, match=r"a\.txt: 'soon' \(sources\.csv\) is no date"):
        read_corpus(folder)
