"""Folders and tables of texts become the documents table."""

import json
import os
import tracemalloc
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import FRENCH, NOTE, OTHER, RUSSIAN, sentences

from communique.corpus import Limits, corpus_files, read_corpus, read_corpus_partitions
from communique.errors import CorpusError
from communique.schemas import conform


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
        ("a.odt", "text", "is in a format that is not read (.odt): save it as .docx"),
        ("a", "text", "has no ending that tells its format"),
        ("a.txt", bytes(range(256)) * 4, "is not text, or in an encoding that could not be told: save it as UTF-8"),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n" + b"\xff\xd8\x00\x01" * 50,
            "is not text, or in an encoding that could not be told: save it as UTF-8",
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
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn"])))
def test_utf_8_is_read_as_it_stands_in_normal_form(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    row = read_one(tmp_path_factory.mktemp("corpus"), "a.txt", f"{NOTE}\n{text}")
    assert row["text"] == unicodedata.normalize("NFC", f"{NOTE}\n{text}")


def test_the_texts_that_are_annotated_are_read_to_the_letter(project: Path) -> None:
    for folder in ("data/raw", "data/gold/written/docs"):
        documents = read_corpus(project / folder)
        assert set(documents["status"]) == {"read"}  # none in another language, none a copy
        for row in documents.itertuples():
            plain = (project / folder / row.path).read_bytes().decode("utf-8-sig")
            assert row.text == plain.replace("\r\n", "\n").replace("\r", "\n")


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
def test_a_row_with_the_id_of_an_earlier_one_is_skipped(folder: Path, ending: str) -> None:
    documents = read_corpus(write_table(folder, ending, [ROWS[0], {**ROWS[1], "id": "001"}]))
    assert documents["doc_id"].tolist() == ["001", "row 2"]
    assert documents.at[1, "reason"] == "has the id '001', as an earlier row has"


@ENDINGS
def test_a_row_without_id_is_skipped(folder: Path, ending: str) -> None:
    documents = read_corpus(write_table(folder, ending, [ROWS[0], {**ROWS[1], "id": None}]))
    assert documents["path"].tolist() == [f"texts{ending}#001", f"texts{ending}#row 2"]
    assert documents.at[1, "reason"] == "has no id: each text needs one of its own"


@pytest.mark.parametrize("identity", ["NA", "null", "None"])
def test_an_id_that_spells_nothing_is_an_id(folder: Path, identity: str) -> None:
    assert read_corpus(write_table(folder, ".csv", [{"id": identity, "text": NOTE}]))["doc_id"].tolist() == [identity]


def test_a_number_and_a_text_that_read_alike_are_one_id(folder: Path) -> None:
    path = write(folder, {"t.jsonl": '{"id": 1, "text": "One."}\n{"id": "1", "text": "Two."}\n'}) / "t.jsonl"
    assert "has the id '1'" in read_corpus(path).at[1, "reason"]


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


def test_a_date_that_is_none_is_named_and_the_next_source_asked(folder: Path) -> None:
    write(folder, {"2020-01-02-a.txt": NOTE, "sources.csv": "file,date\n2020-01-02-a.txt,soon\n"})
    documents = read_corpus(folder)
    said = "'soon' (sources.csv) is no date: write it as 2023-07-11"
    assert documents.loc[0, ["date", "date_source", "notes"]].tolist() == ["2020-01-02", "file name", said]
    assert documents.attrs["warnings"] == [f"2020-01-02-a.txt: {said}."]


def test_rows_without_files_and_files_without_rows_are_warned_of(folder: Path) -> None:
    write(folder, {"a.txt": NOTE, "b.txt": OTHER, "c.bin": "x", "sources.csv": "file,title\na.txt,A\nz.txt,Z\n"})
    assert read_corpus(folder).attrs["warnings"] == [
        "sources.csv tells of files that are not there: z.txt.",
        "sources.csv has no row for b.txt.",
    ]


def test_front_matter_gives_title_date_and_publisher_and_is_no_text(folder: Path) -> None:
    row = read_one(folder, "2020-01-02-a.md", f"---\ntitle: A note\ndate: 3 May 2021\npublisher: Ministry\n---\n{NOTE}")
    assert row[["title", "date", "date_source", "source", "text"]].tolist() == [
        "A note", "2021-05-03", "front matter", "Ministry", NOTE,
    ]  # fmt: skip


def test_a_line_that_is_no_front_matter_stays(folder: Path) -> None:
    text = f"---\nThe ministers said:\n---\n{NOTE}"
    assert read_one(folder, "a.md", text)["text"] == text


def test_sources_csv_is_believed_before_front_matter_and_the_page(folder: Path) -> None:
    page = f'<meta property="article:published_time" content="2022-02-02"><h1>Page</h1><p>{NOTE}</p>'
    write(folder, {"a.md": f"---\ndate: 2021-01-01\n---\n{OTHER}", "2019-01-01-b.html": page})
    assert read_corpus(folder)[["date", "date_source"]].to_numpy().tolist() == [
        ["2022-02-02", "page"],
        ["2021-01-01", "front matter"],
    ]
    write(folder, {"sources.csv": "file,date\na.md,2018\n2019-01-01-b.html,2017-05\n"})
    assert read_corpus(folder)["date"].tolist() == ["2017-05", "2018"]


def test_the_time_of_a_file_is_no_date(folder: Path) -> None:
    os.utime(write(folder, {"a.txt": NOTE}) / "a.txt", (1_600_000_000, 1_600_000_000))
    assert read_corpus(folder).loc[0, ["date", "date_source"]].isna().all()


# Links, depth and other files that are none


def test_no_link_leads_out_of_the_corpus(folder: Path, tmp_path: Path) -> None:
    write(folder, {"a.txt": NOTE, "d/b.txt": OTHER})
    (tmp_path / "secret.txt").write_text(f"Secret. {NOTE}")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "round").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    documents = read_corpus(folder).set_index("path")
    assert documents["reason"].dropna().to_dict() == {
        "again.txt": "has the same text as a",
        "gone.txt": "is a link that leads nowhere",
        "out.txt": "is a link that leads out of the corpus: put the file itself there",
        "round": "is a link to a folder: put the folder itself into the corpus",
        "self.txt": "is a link that leads nowhere",
        "up": "is a link to a folder: put the folder itself into the corpus",
    }
    assert not documents["text"].str.contains("Secret").any()
    assert {path.name for path in corpus_files(folder)} == {"a.txt", "again.txt", "b.txt"}


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(write(folder, {"a.txt": NOTE}) / "b.txt")
    assert read_corpus(folder).at[1, "reason"] == "is no ordinary file"


def test_folders_that_lie_too_deep_are_named(folder: Path) -> None:
    write(folder, {"a.txt": NOTE, "1/2/b.txt": OTHER, "1/2/3/c.txt": NOTE})
    documents = read_corpus(folder, limits=Limits(max_depth=2))
    assert documents["path"].tolist() == ["1/2/3", "a.txt", "1/2/b.txt"]
    assert documents.at[0, "reason"] == "lies more than 2 folders deep: raise --max-depth"


def test_a_file_that_is_too_large_is_not_opened(folder: Path) -> None:
    documents = read_corpus(write(folder, {"a.txt": NOTE}), limits=Limits(max_bytes=10))
    assert documents.at[0, "reason"] == f"is too large: it has {len(NOTE)} bytes, more than 10; raise --max-bytes"


def test_a_name_that_is_no_text_can_be_written(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(NOTE)
    (folder / os.fsdecode(b"caf\xea.txt")).write_text(OTHER)
    documents = conform("documents", read_corpus(folder))
    assert documents["doc_id"].tolist() == ["caf\\xe9", "caf\\xea"]


def test_what_a_browser_saved_beside_a_page_is_part_of_it(folder: Path) -> None:
    write(folder, {"a.html": f"<p>{NOTE}</p>", "a_files/frame.html": "<p>Buy.</p>", "b_files/c.txt": OTHER})
    assert read_corpus(folder)["path"].tolist() == ["a.html", "b_files/c.txt"]


# Tables of other makes


def test_columns_may_have_other_names(folder: Path) -> None:
    path = write(folder, {"t.csv": f"key;body;when\n7;{NOTE};2021-05-03\n"}) / "t.csv"
    row = read_corpus(path, columns={"id": "key", "text": "body", "date": "when"}).iloc[0]
    assert row[["doc_id", "text", "date"]].tolist() == ["7", NOTE, "2021-05-03"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"text": "words"}, "has no column words"), ({"body": "text"}, "'body' is no column of a table of texts")],
)
def test_a_column_that_is_not_there_is_named(folder: Path, columns: dict[str, str], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_corpus(write_table(folder, ".csv", ROWS), columns=columns)


def test_a_line_that_is_no_json_costs_one_row(folder: Path) -> None:
    lines = [json.dumps(ROWS[0]), "{broken", "[1]", json.dumps(ROWS[1])]
    documents = read_corpus(write(folder, {"t.jsonl": "\n".join(lines)}) / "t.jsonl")
    assert documents["status"].tolist() == ["read", "read", "skipped", "skipped"]
    assert documents.at[3, "reason"] == "is broken: line 3 is no JSON object"


def test_a_long_row_costs_one_row(folder: Path) -> None:
    rows = f'id,text\na,"{NOTE * 3_000}"\nb,{NOTE}\nc,{OTHER * 8_000}\nd,{OTHER}\n'
    documents = read_corpus(write(folder, {"t.csv": rows}) / "t.csv", limits=Limits(max_bytes=400_000))
    assert documents["doc_id"].tolist() == ["a", "b", "d", "row 3"]
    assert documents["status"].tolist() == ["read", "read", "read", "skipped"]
    assert documents.at[3, "reason"] == "is too large: it has more than 400,000 characters; raise --max-bytes"


def test_a_table_in_another_encoding(folder: Path) -> None:
    path = write(folder, {"t.csv": f"id,text\n1,{RUSSIAN}\n2,{RUSSIAN} Да.\n".encode("cp1251")}) / "t.csv"
    assert read_corpus(path)["text"].tolist() == [RUSSIAN, f"{RUSSIAN} Да."]


# Partitions


@ENDINGS
def test_partitions_are_the_corpus_in_parts(folder: Path, ending: str) -> None:
    rows = [{"id": f"{n:03}", "text": sentences(2, f"number{n}")} for n in range(25)] + [{"id": "x", "text": NOTE}]
    path = write_table(folder, ending, rows)
    parts = list(read_corpus_partitions(path, n_documents=10))
    assert [len(part) for part in parts] == [10, 10, 6]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), read_corpus(path), check_dtype=False)


def test_a_partition_ends_before_it_is_too_large(folder: Path) -> None:
    rows = [{"id": f"{n}", "text": sentences(3, f"number{n}")} for n in range(6)]
    parts = list(read_corpus_partitions(write_table(folder, ".jsonl", rows), n_characters=600))
    assert [len(part) for part in parts] == [2, 2, 2]


def test_copies_are_found_across_partitions(folder: Path) -> None:
    text = sentences(6, "trade")
    write(
        folder, {"a.txt": text, "b.txt": OTHER, "c.txt": f"{text} Thank you.", "d.txt": text, "sources.csv": "file\n"}
    )
    parts = list(read_corpus_partitions(folder, n_documents=1))
    assert [part["duplicate_of"].iloc[0] for part in parts][2:] == ["a", "a"]
    assert parts[-1].attrs["warnings"] == ["sources.csv has no row for a.txt, b.txt, c.txt, d.txt."]


def test_a_corpus_larger_than_the_memory_it_takes(folder: Path) -> None:
    with (folder / "t.jsonl").open("w") as file:
        for number in range(500):  # long words: many characters, few of them
            row = {"id": number, "text": f"{number} {'x' * 20_000}", "language": "en", "date": "2023-07-11"}
            file.write(json.dumps(row) + "\n")
    tracemalloc.start()
    n_read = sum(len(part) for part in read_corpus_partitions(folder / "t.jsonl", n_characters=200_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_read == 500
    assert peak < (folder / "t.jsonl").stat().st_size / 3
