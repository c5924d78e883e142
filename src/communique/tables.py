"""The set of tables that extraction makes, in memory and as a folder of Parquet files."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from communique.addresses import fetched, sent
from communique.cells import guarded
from communique.errors import TablesError

__all__ = ["Tables", "as_csv", "read_tables", "rows_as_csv", "write_tables"]


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


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV; places of evidence are joined by blanks, each quoted as in an address.

    Cells and headings that a spreadsheet would run as a formula are quoted.

    Examples
    --------
    >>> print(as_csv(pd.DataFrame({"name": ["=A1"], "evidence": [["a note#0", "b#2"]]})), end="")
    name,evidence
    '=A1,a%20note#0 b#2
    """
    plain = table.map(lambda cell: " ".join(quote(p, safe="#/") for p in cell) if isinstance(cell, list) else cell)
    harmless = plain.map(_guarded).rename(columns=_guarded)
    return str(harmless.to_csv(index=False, lineterminator="\n"))


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
    """Read one table; the arrays that Parquet gives back for list cells become lists again."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise TablesError(f"{path} cannot be read as Parquet: make the tables again with --force.") from error
    for column in ("aliases", "doc_ids", "sent_ids", "statuses", "evidence"):
        if column in table:
            table[column] = pd.Series([list(cell) for cell in table[column]], index=table.index, dtype=object)
    return table
