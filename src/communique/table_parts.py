"""Tables that are made part by part: in memory, or as Parquet files, which may be larger than memory."""

from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from communique.errors import TablesError
from communique.schemas import SCHEMAS, conform, empty
from communique.tables import Tables

__all__ = ["TableFiles", "TableParts", "TablesInMemory"]


class TableParts(Protocol):
    """Where parts of tables go."""

    def add(self, name: str, rows: pd.DataFrame) -> None:
        """Add rows to the table of that name, after those that it has."""


class TablesInMemory:
    """Tables that are put together in memory.

    Examples
    --------
    >>> parts = TablesInMemory()
    >>> for name in ("Oman", "Peru"):
    ...     parts.add("ledger", pd.DataFrame({"doc_id": ["n1"], "step": ["decide"], "what": [name], "why": ["known"]}))
    >>> parts.tables().ledger["what"].tolist(), len(parts.tables().mentions)
    (['Oman', 'Peru'], 0)
    """

    def __init__(self) -> None:
        self._parts: dict[str, list[pd.DataFrame]] = {name: [] for name in SCHEMAS}

    def add(self, name: str, rows: pd.DataFrame) -> None:
        """Add rows to the table of that name, after those that it has."""
        if len(rows):
            self._parts[name].append(rows)

    def tables(self) -> Tables:
        """Return the tables; those of which no part came are empty."""
        return Tables(**{name: _whole(name, parts) for name, parts in self._parts.items()})


def _whole(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) > 1:
        return pd.concat(parts, ignore_index=True)
    return parts[0] if parts else empty(name)


class TableFiles:
    """A folder of tables, as a context: parts are written aside, and come into place together when it ends well.

    Each part is checked against the schema of its table and becomes a row group of its file. A table of which no
    part came is empty.

    Parameters
    ----------
    folder
        A folder; it is made when there is none. What is in it stays until the end, and after an error.

    Attributes
    ----------
    n_rows
        How many rows were written, by table.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> rows = pd.DataFrame({"doc_id": ["n1"], "step": ["decide"], "what": ["Oman"], "why": ["a decision"]})
    >>> with TableFiles(folder) as files:
    ...     for _ in range(2):
    ...         files.add("ledger", rows)
    >>> files.n_rows["ledger"], len(pd.read_parquet(folder / "ledger.parquet"))
    (2, 2)
    """

    def __init__(self, folder: Path) -> None:
        self.n_rows = dict.fromkeys(SCHEMAS, 0)
        self._folder = folder
        self._writers: dict[str, ParquetWriter] = {}
        self._seen: dict[tuple[str, str], set[str]] = defaultdict(set)

    def __enter__(self) -> Self:
        """Make the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def add(self, name: str, rows: pd.DataFrame) -> None:
        """Write rows to the table of that name, after those that it has.

        Raises
        ------
        pandera.errors.SchemaErrors
            Listing every row that breaks the contract.
        TablesError
            When an identifier that must be unique was in an earlier part.
        """
        checked = conform(name, rows)
        if len(checked):
            self._see(name, checked)
            self._write(name, checked)

    def _see(self, name: str, rows: pd.DataFrame) -> None:
        for column in (column for column, told in SCHEMAS[name].columns.items() if told.unique):
            seen, new = self._seen[name, column], set(rows[column])
            if not seen.isdisjoint(new):
                raise TablesError(f"{name} would have {min(seen & new)!r} twice: each {column} must be another.")
            seen |= new

    def _write(self, name: str, rows: pd.DataFrame) -> None:
        writer = self._writers.get(name)
        table = pa.Table.from_pandas(rows, schema=writer.schema if writer else None, preserve_index=False)
        if writer is None:
            writer = self._writers[name] = ParquetWriter(self._aside(name), table.schema)
        writer.write_table(table)
        self.n_rows[name] += len(rows)

    def _aside(self, name: str) -> Path:
        return self._folder / f".{name}.parquet.part"

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Put the files in place, or after an error take away what was written."""
        try:
            if kind is None:
                self._finish()
        finally:
            for name, writer in self._writers.items():
                with suppress(OSError):  # of what is taken away
                    writer.close()
                self._aside(name).unlink(missing_ok=True)

    def _finish(self) -> None:
        for name in SCHEMAS:
            if name not in self._writers:
                self._write(name, empty(name))
            self._writers[name].close()
        for name in SCHEMAS:
            self._aside(name).replace(self._folder / f"{name}.parquet")
