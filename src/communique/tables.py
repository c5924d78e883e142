"""The set of tables that extraction makes, in memory and as a folder of Parquet files."""

import csv
import io
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetFile

from communique.addresses import fetched, sent
from communique.cells import guarded
from communique.cycles import no_search_for_cycles
from communique.errors import TablesError

__all__ = ["Tables", "as_csv", "read_tables", "rows_as_csv", "walk", "write_tables"]

LIST_COLUMNS = ("aliases", "doc_ids", "sent_ids", "statuses", "evidence")


@dataclass(frozen=True)
class Tables:
    """One DataFrame a table; `communique.schemas` says what each column means."""

    documents: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    entities: pd.DataFrame
    meetings: pd.DataFrame
    participations: pd.DataFrame
    affiliations: pd.DataFrame
    cooccurrences: pd.DataFrame
    ledger: pd.DataFrame

    def items(self) -> list[tuple[str, pd.DataFrame]]:
        """Return (name, table) pairs in the order of the declaration."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def read_tables(folder: str | Path) -> Tables:
    """Read the Parquet files of `folder` (or of its subfolder `tables`), a path or an address such as `s3://…`.

    Raises
    ------
    TablesError
        When the folder does not hold every table.
    """
    names = [field.name for field in fields(Tables)]
    files = [f"{name}.parquet" for name in names]
    with fetched(folder, named=[*files, *(f"tables/{file}" for file in files)]) as path:
        return _read_all(path / "tables" if (path / "tables").is_dir() else path, names)


def _read_all(folder: Path, names: list[str]) -> Tables:
    missing = [name for name in names if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise TablesError(
            f"{folder} holds no {missing[0]}.parquet: name a folder that "
            "`communique extract` or `communique report` has written."
        )
    return Tables(**{name: _read(folder / f"{name}.parquet") for name in names})


def write_tables(tables: Tables, folder: str | Path) -> None:
    """Check every table against its schema and write it to `folder`: all of them, each whole, or none.

    At an address all appear together where its file system can do so, else one after the other, each whole.
    """
    # Only writers need the schemas: a notebook that reads tables does without the import of pandera.
    from communique.table_parts import TableFiles

    with sent(folder) as path, TableFiles(path) as files:
        for name, table in tables.items():
            files.add(name, table)


def walk(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as `table.itertuples(index=False)` does, but each column of texts is unpacked in one go.

    To walk through the cells of a column that Parquet gave, one by one, takes ten times as long.

    Examples
    --------
    >>> [(row.name, row.n) for row in walk(pd.DataFrame({"name": ["Oman", "Peru"], "n": [2, 3]}))]
    [('Oman', 2), ('Peru', 3)]
    """
    return map(_row(tuple(table))._make, zip(*(table[column].tolist() for column in table), strict=True))


@lru_cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV; places of evidence are joined by blanks, each quoted as in an address.

    Cells and headings that a spreadsheet would run as a formula are quoted.

    Examples
    --------
    >>> print(as_csv(pd.DataFrame({"name": ["=A1"], "evidence": [["a note#0", "b#2"]]})), end="")
    name,evidence
    '=A1,a%20note#0 b#2
    """
    told = table.rename(columns=_guarded)
    for number, kind in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            told.isetitem(number, [_in_csv(cell) for cell in table.iloc[:, number].tolist()])
    return str(told.to_csv(index=False, lineterminator="\n"))


def _in_csv(cell: object) -> object:
    return _guarded(" ".join(quote(place, safe="#/") for place in cell) if isinstance(cell, list) else cell)


def rows_as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows of texts, whole numbers and None as `as_csv` does a table of them.

    Examples
    --------
    >>> print(rows_as_csv(["name", "n"], [["=A1", 2], [None, 3]]), end="")
    name,n
    '=A1,2
    ,3
    """
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow([_guarded(column) for column in columns])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return told.getvalue()


def _guarded(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell


def _read(path: Path) -> pd.DataFrame:
    """Read one table; cells of a list column are lists, as they were before they were written."""
    try:
        file = ParquetFile(path)
        names = file.schema_arrow.names
        table = pd.read_parquet(path, columns=[column for column in names if column not in LIST_COLUMNS])
        with no_search_for_cycles():
            lists = {c: _lists(file.read(columns=[c]).column(c)) for c in names if c in LIST_COLUMNS}
    except (OSError, ValueError) as error:
        raise TablesError(f"{path} cannot be read as Parquet: make the tables again with --force.") from error
    return table.assign(**{c: pd.Series(cells, index=table.index, dtype=object) for c, cells in lists.items()})[names]


def _lists(column: pa.ChunkedArray) -> list[list[Any]]:
    """Return the cells of a list column as lists; a text that stands in many of them is in memory once."""
    cells: list[list[Any]] = []
    for chunk in column.chunks if len(column) else ():  # a table without rows does not know of what its lists are
        values = chunk.flatten().dictionary_encode()
        told = np.array(values.dictionary.to_pylist(), dtype=object)[values.indices.to_numpy()].tolist()
        ends = np.cumsum(chunk.value_lengths().to_numpy()).tolist()
        cells += [told[start:end] for start, end in pairwise([0, *ends])]
    return cells
