"""Tables that come in parts: row groups of one file, all in place together or none."""

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from pandera.errors import SchemaErrors
from pyarrow.parquet import ParquetFile
from tiny import tiny_tables

from communique import read_tables, write_tables
from communique.errors import TablesError
from communique.table_parts import TableFiles, TablesInMemory


def in_rows(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return a table cut into parts of one row."""
    return [table.iloc[at : at + 1] for at in range(len(table))]


def test_parts_make_the_table_that_is_written_whole(tmp_path: Path) -> None:
    write_tables(tiny_tables(), tmp_path / "whole")
    with TableFiles(tmp_path / "parts") as files:
        for name, table in tiny_tables().items():
            for row in in_rows(table):
                files.add(name, row)
    for (name, whole), (_, parts) in zip(
        read_tables(tmp_path / "whole").items(), read_tables(tmp_path / "parts").items(), strict=True
    ):
        assert_frame_equal(parts, whole)
        assert files.n_rows[name] == len(whole)
    assert ParquetFile(tmp_path / "parts" / "mentions.parquet").num_row_groups == len(tiny_tables().mentions)


def test_parts_make_the_same_table_in_memory() -> None:
    parts, tables = TablesInMemory(), tiny_tables()
    for row in in_rows(tables.mentions):
        parts.add("mentions", row)
    assert_frame_equal(parts.tables().mentions, tables.mentions)
    assert parts.tables().sentences.empty


def test_nothing_is_there_before_the_end(tmp_path: Path) -> None:
    with TableFiles(tmp_path) as files:
        files.add("mentions", tiny_tables().mentions)
        assert not (tmp_path / "mentions.parquet").exists()
    assert (tmp_path / "mentions.parquet").exists()


def test_a_later_part_that_breaks_the_contract_leaves_the_old_files_alone(tmp_path: Path) -> None:
    write_tables(tiny_tables(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    mentions = tiny_tables().mentions
    with pytest.raises(SchemaErrors), TableFiles(tmp_path) as files:
        files.add("mentions", mentions.head(1))
        files.add("mentions", mentions.assign(type="ANIMAL"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_document_in_two_parts_is_named(tmp_path: Path) -> None:
    documents = tiny_tables().documents
    with pytest.raises(TablesError, match="documents would have 'n2' twice"), TableFiles(tmp_path) as files:
        files.add("documents", documents.head(2))
        files.add("documents", documents.iloc[1:])
    assert list(tmp_path.iterdir()) == []


def test_a_column_that_is_empty_at_first_may_be_filled_later(tmp_path: Path) -> None:
    parts = tiny_tables().participations.sort_values("confidence", na_position="first")
    with TableFiles(tmp_path) as files:
        for row in in_rows(parts):
            files.add("participations", row)
    assert read_tables(tmp_path).participations["confidence"].tolist()[-1] == 0.75
