"""Tables written, read back, checked."""

import gc
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from pandera.errors import SchemaErrors
from tiny import document, no_tables, tiny_tables

from communique import Tables, read_tables, write_tables
from communique.errors import TablesError
from communique.schemas import SCHEMAS, conform, empty
from communique.tables import as_csv, rows_as_csv, walk

NAMES = list(SCHEMAS)
LISTS = [("entities", "aliases"), ("meetings", "doc_ids"), ("cooccurrences", "evidence")]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(tiny_tables(), folder)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of the tables, to be changed."""
    return Path(shutil.copytree(written, tmp_path / "tables"))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_there_is_a_schema_for_every_table() -> None:
    assert [name for name, _ in no_tables().items()] == NAMES


def test_what_is_written_is_read_back(folder: Path) -> None:
    tables = tiny_tables()
    for name, read in read_tables(folder).items():
        assert_frame_equal(read, conform(name, getattr(tables, name)))


def test_the_tables_of_the_five_documents_are_read_back(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path)
    for name, read in read_tables(tmp_path).items():
        assert_frame_equal(read, conform(name, getattr(tables, name)))


def test_the_cells_of_lists_are_lists_and_a_text_is_in_memory_once(folder: Path) -> None:
    tables = read_tables(folder)
    evidence = tables.cooccurrences["evidence"].tolist()
    assert evidence == tiny_tables().cooccurrences["evidence"].tolist()
    places = [place for places in evidence for place in places]
    assert len({id(place) for place in places}) == len(set(places)) < len(places)
    assert {type(sent_id) for sent_ids in tables.meetings["sent_ids"] for sent_id in sent_ids} == {int}
    assert gc.isenabled()


def test_rows_are_walked_through_as_pandas_does(folder: Path) -> None:
    for _, table in read_tables(folder).items():
        rows = [list(map(str, row)) for row in table.itertuples(index=False)]
        assert [list(map(str, row)) for row in walk(table)] == rows
    assert list(walk(no_tables().mentions)) == []


def test_what_is_read_can_be_written_again_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_tables(read_tables(folder), tmp_path / "again")
    assert bytes_in(tmp_path / "again") == bytes_in(folder)


@pytest.mark.parametrize(("name", "column"), LISTS)
def test_list_cells_are_lists(folder: Path, name: str, column: str) -> None:
    assert {type(cell) for cell in getattr(read_tables(folder), name)[column]} == {list}


def test_empty_tables_keep_their_columns_and_types(tmp_path: Path) -> None:
    write_tables(no_tables(), tmp_path)
    for name, read in read_tables(tmp_path).items():
        assert_frame_equal(read, empty(name))


@pytest.mark.parametrize("name", NAMES)
def test_empty_tables_have_the_types_of_full_ones(name: str) -> None:
    full = conform(name, getattr(tiny_tables(), name))
    assert empty(name).dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_columns_that_were_added_are_kept_after_those_of_the_schema(tmp_path: Path) -> None:
    sentences = tiny_tables().sentences
    sentences.insert(0, "note", "mine")
    write_tables(no_tables(sentences=sentences), tmp_path)
    assert list(read_tables(tmp_path).sentences) == [*empty("sentences"), "note"]


CELLS = st.one_of(st.none(), st.text(alphabet="=+-@\"',;\n\r\t aé", max_size=4))


@given(st.lists(st.tuples(CELLS, CELLS, st.integers(-9, 9)), min_size=1, max_size=5))
def test_rows_give_the_csv_of_a_table_of_them(rows: list[tuple[str | None, str | None, int]]) -> None:
    table = pd.DataFrame(rows, columns=["=a", "b", "n"])
    assert rows_as_csv(list(table), rows) == as_csv(table)


def test_the_subfolder_tables_is_found(folder: Path) -> None:
    assert len(read_tables(folder.parent).sentences) == 5


def test_nothing_else_is_left_in_the_folder(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.parquet" for name in NAMES)


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("documents", "status", "lost"),
        ("documents", "date", "11 July 2023"),
        ("documents", "n_words", -1),
        ("sentences", "end", 0),
        ("mentions", "type", "ANIMAL"),
        ("mentions", "start", 10_000),
        ("entities", "entity_id", "state:OMN"),
        ("entities", "n_mentions", 0),
        ("entities", "aliases", "Oman"),
        ("meetings", "edition", 0),
        ("meetings", "status", "perhaps"),
        ("cooccurrences", "p_value", 1.5),
        ("cooccurrences", "npmi", -2.0),
    ],
)
def test_a_row_that_breaks_the_contract_is_named_and_leaves_old_files_alone(
    folder: Path, name: str, column: str, value: object
) -> None:
    before = bytes_in(folder)
    good = tiny_tables()
    table = getattr(good, name)
    with pytest.raises(SchemaErrors, match=column):
        write_tables(replace(good, **{name: table.assign(**{column: [value] * len(table)})}), folder)
    assert bytes_in(folder) == before


def test_good_tables_are_not_written_beside_a_broken_one(folder: Path) -> None:
    before = bytes_in(folder)
    good = tiny_tables()
    with pytest.raises(SchemaErrors):
        write_tables(
            replace(good, sentences=good.sentences.head(1), entities=good.entities.assign(type="ANIMAL")), folder
        )
    assert bytes_in(folder) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.parquet").unlink()
    with pytest.raises(TablesError, match=rf"holds no {name}\.parquet") as caught:
        read_tables(folder)
    assert str(folder) in str(caught.value)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="nowhere holds no documents"):
        read_tables(tmp_path / "nowhere")


def test_a_file_that_is_no_parquet_is_named(folder: Path) -> None:
    (folder / "mentions.parquet").write_text("not parquet")
    with pytest.raises(TablesError, match=r"mentions\.parquet"):
        read_tables(folder)


@pytest.mark.parametrize("date", ["2023", "2023-09", "2023-09-06", None])
def test_dates_are_as_precise_as_known(date: str | None) -> None:
    checked = conform("documents", pd.DataFrame([document("n1", "Text.", date)]))
    assert [None if pd.isna(d) else d for d in checked["date"]] == [date]


@pytest.mark.parametrize("date", ["", "23-09-06", "2023-9-6", "2023-09-06T10:00", "2023-09-06\n"])
def test_other_dates_are_refused(date: str) -> None:
    with pytest.raises(SchemaErrors):
        conform("documents", pd.DataFrame([document("n1", "Text.", date)]))


def test_numbers_as_text_become_numbers() -> None:
    sentences = pd.DataFrame({"doc_id": ["n1"], "sent_id": ["0"], "start": ["0"], "end": ["5"], "par_id": ["0"]})
    assert conform("sentences", sentences)["end"].tolist() == [5]
