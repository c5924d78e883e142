"""The rows of a table of texts, a few at a time."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any, TextIO

from communique.corpus.text import Text
from communique.errors import CorpusError, DocumentError
from communique.formats.cleaning import normalised
from communique.formats.encodings import encoding_of
from communique.formats.limits import Limits

__all__ = ["COLUMNS", "TABLE_SUFFIXES", "table_texts"]

TABLE_SUFFIXES = {".csv", ".jsonl", ".parquet"}
COLUMNS = ("id", "text", "title", "date", "source", "language")
SAMPLE, ROWS_AT_ONCE = 1_000_000, 64
_DELIMITERS = ",;\t|"
Record = dict[str, Any]


def table_texts(path: Path, limits: Limits, columns: Mapping[str, str] | None = None) -> Iterator[Text]:
    """Yield the text of each row, in their order, without ever holding the table.

    Parameters
    ----------
    path
        A `.csv` (delimited by comma, semicolon, tab or bar), `.jsonl` or `.parquet` file.
    limits
        A row of more than `max_bytes` characters is skipped.
    columns
        The table's names for `id`, `text`, `title`, `date`, `source`, `language` where they are others.

    Yields
    ------
    Text
        A row without an id, with one that was there before, or that cannot be read has a reason and an id that
        names the row.

    Raises
    ------
    CorpusError
        When the table cannot be read at all, or lacks a column that is needed or named.
    """
    names = _names(path, columns or {})
    seen: set[str] = set()
    numbered = enumerate(_records(path, limits, names), start=1)
    while True:
        try:
            number, record = next(numbered)
        except StopIteration:
            return
        except (ValueError, OSError, csv.Error) as error:
            raise CorpusError(f"{path} cannot be read as {path.suffix[1:]}: {error}") from error
        yield _text_of(path, number, record, names, seen, limits)


def _names(path: Path, columns: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise CorpusError(f"{path}: {unknown[0]!r} is no column of a table of texts; there are {', '.join(COLUMNS)}.")
    return {column: columns.get(column, column) for column in COLUMNS}


def _text_of(
    path: Path, number: int, record: Record | str, names: dict[str, str], seen: set[str], limits: Limits
) -> Text:
    if isinstance(record, str):
        return _nameless(path, number, record, seen)
    said = {column: _said(record.get(name)) for column, name in names.items()}
    identity = said["id"]
    if not identity:
        return _nameless(path, number, "has no id: each text needs one of its own", seen)
    if identity in seen:
        return _nameless(path, number, f"has the id {identity!r}, as an earlier row has", seen)
    seen.add(identity)
    text = Text(identity, f"{path.name}#{identity}", title=said["title"], source=said["source"])
    text.language = said["language"]
    if said["date"]:
        text.dates.append((said["date"], "table"))
    words = said["text"] or ""
    if len(words) > limits.max_bytes:
        text.reason = f"is too large: it has more than {limits.max_bytes:,} characters; raise --max-bytes"
        return text
    text.text, text.notes = normalised(words.replace("\r\n", "\n").replace("\r", "\n"))
    if "\ufffd" in text.text:
        text.notes.append("holds bytes that are no text in the encoding of the table")
    return text


def _nameless(path: Path, number: int, reason: str, seen: set[str]) -> Text:
    identity = f"row {number}"
    while identity in seen:
        identity += "+"
    seen.add(identity)
    return Text(identity, f"{path.name}#{identity}", reason=reason)


def _said(value: Any) -> str | None:
    """Return a cell as text, or None where it holds nothing."""
    if value is None or value == "" or (isinstance(value, float) and isnan(value)):
        return None
    # A lone surrogate, which JSON can spell, cannot be written anywhere.
    return str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _records(path: Path, limits: Limits, names: dict[str, str]) -> Iterator[Record | str]:
    """Yield rows by the table's own names, or the reason why a row cannot be read."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _parquet_records(path, names)
        return
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    try:
        encoding = encoding_of(sample)
    except DocumentError as error:
        raise ValueError(f"it {error}") from error
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from (_csv_records if suffix == ".csv" else _jsonl_records)(path, file, limits, names)


def _require(path: Path, present: list[str], names: dict[str, str]) -> None:
    needed = {name for column, name in names.items() if column in ("id", "text") or name != column}
    missing = sorted(needed - set(present))
    if missing:
        raise CorpusError(
            f"{path} has no column {', '.join(missing)}: a table of texts needs `id` and `text`; "
            "say which columns they are with --column, such as --column text=body."
        )


@dataclass
class _Lines:
    """Lines of a file, of a longer one no more than `most` characters: a file may be one line."""

    file: TextIO
    most: int
    cut: bool = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = rest = self.file.readline(self.most)
        if not line:
            raise StopIteration
        while len(rest) == self.most and not rest.endswith(("\n", "\r")):
            rest = self.file.readline(self.most)
            self.cut = self.cut or bool(rest)
        return line


def _csv_records(path: Path, file: TextIO, limits: Limits, names: dict[str, str]) -> Iterator[Record | str]:
    head = next(_Lines(file, SAMPLE), "").replace("\0", "")
    if not head.strip():
        raise ValueError("it is empty")
    delimiter = max(_DELIMITERS, key=head.count)
    present = next(csv.reader([head], delimiter=delimiter))
    _require(path, present, names)
    with _field_limit(limits.max_bytes):
        lines = _Lines(file, limits.max_bytes)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.cut = False
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield f"is broken: {error}"
                continue
            if lines.cut:
                yield f"is too large: it has more than {limits.max_bytes:,} characters; raise --max-bytes"
            elif cells:
                yield dict(zip(present, cells, strict=False))


@contextmanager
def _field_limit(most: int) -> Iterator[None]:
    """Let the csv module, which keeps one limit for everybody, read cells of a text's size."""
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _jsonl_records(path: Path, file: TextIO, limits: Limits, names: dict[str, str]) -> Iterator[Record | str]:
    checked = False
    for number, line in enumerate(_Lines(file, limits.max_bytes), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            if not checked:
                raise ValueError(f"line {number} is no JSON") from error
            yield f"is broken: line {number} is no JSON, or longer than {limits.max_bytes:,} characters"
            continue
        if not isinstance(record, dict):
            yield f"is broken: line {number} is no JSON object"
            continue
        if not checked:
            _require(path, list(record), names)
            checked = True
        yield record


def _parquet_records(path: Path, names: dict[str, str]) -> Iterator[Record]:
    from pyarrow import parquet  # a third of a second, for these tables alone

    with parquet.ParquetFile(path, pre_buffer=False) as file:
        _require(path, file.schema_arrow.names, names)
        wanted = [name for name in names.values() if name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted):
            yield from batch.to_pylist()
