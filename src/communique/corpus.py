"""A folder or table of texts becomes the documents table.

Every file that is offered gets a row: `read`, `duplicate`, or `skipped` with a reason.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd
from charset_normalizer import from_bytes

from communique.datelines import date_in_name, date_in_text
from communique.dates import find_dates
from communique.errors import CorpusError

__all__ = ["corpus_files", "read_corpus"]

SOURCES_FILE = "sources.csv"
TEXT_SUFFIXES = {".txt", ".md"}
TABLE_SUFFIXES = {".csv", ".jsonl", ".parquet"}
LANGUAGES_READ = {"en"}
# What texts in English and its neighbours on a page come in when they are not UTF-8. The longer list of
# guesses takes a Cyrillic headline over an English text for Japanese.
ENCODINGS = ["utf_16", "utf_32", "cp1252", "cp1251", "koi8_r", "cp1250", "cp1254", "cp1256", "gb18030"]

SCHEMA_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Row = dict[str, object]
Progress = Callable[[Iterable[Path]], Iterable[Path]]


def read_corpus(corpus: str | Path, *, progress: Progress = iter) -> pd.DataFrame:
    """Read a folder of text files, or one table of texts, into the documents table.

    Parameters
    ----------
    corpus
        A folder, read with its subfolders (`.txt`, `.md`; `sources.csv` may give title, publisher,
        date and language by file name), or a `.csv`, `.jsonl` or `.parquet` file with the columns
        `id` and `text`, and if there are any `title`, `date`, `source`, `language`.
    progress
        Wraps the iteration over files, for a progress bar.

    Returns
    -------
    pandas.DataFrame
        The `documents` table of `communique.schemas`, one row a file (or a table's row) that was
        offered, sorted by `doc_id`.

    Raises
    ------
    CorpusError
        When `corpus` does not exist, holds nothing to read, or is a table without `id` and `text`.
    """
    corpus = Path(corpus)
    files = corpus_files(corpus)
    rows = _folder_rows(corpus, files, progress) if corpus.is_dir() else _table_rows(corpus)
    documents = pd.DataFrame([_described(row) for row in rows])
    if documents.empty:
        raise CorpusError(f"{corpus} holds no rows: a table of texts needs one row a text.")
    return _mark_duplicates(documents.sort_values("doc_id", ignore_index=True))


def corpus_files(corpus: str | Path) -> list[Path]:
    """Return the files that a corpus consists of, `sources.csv` among them, sorted by path.

    Raises
    ------
    CorpusError
        When there is nothing of that name, or nothing in it.
    """
    corpus = Path(corpus)
    if corpus.is_dir():
        files = [p for p in sorted(corpus.rglob("*")) if p.is_file() and not _is_hidden(p.relative_to(corpus))]
        if not any(p != corpus / SOURCES_FILE for p in files):
            raise CorpusError(f"{corpus} holds no documents: put .txt or .md files into it.")
        return files
    if not corpus.exists():
        raise CorpusError(f"{corpus} does not exist: name a folder of texts or a table of texts.")
    if corpus.suffix.lower() not in TABLE_SUFFIXES:
        raise CorpusError(
            f"{corpus} is neither a folder nor a table: name a folder of texts, or a .csv, .jsonl or .parquet file."
        )
    return [corpus]


def _folder_rows(folder: Path, files: list[Path], progress: Progress) -> Iterator[Row]:
    files = [p for p in files if p != folder / SOURCES_FILE]
    sources = _read_sources(folder / SOURCES_FILE)
    stems = Counter(path.stem for path in files)
    for path in progress(files):
        relative = path.relative_to(folder)
        # Two files of one stem need two ids; the path makes the difference, and stays the same from run to run.
        doc_id = path.stem if stems[path.stem] == 1 else relative.as_posix()
        yield _file_row(path, doc_id, relative.as_posix(), sources.get(relative.as_posix(), {}))


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _read_sources(path: Path) -> dict[str, dict[str, str]]:
    """Return what `sources.csv` says, by file name; nothing when there is none."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "file" not in (reader.fieldnames or []):
            raise CorpusError(f"{path} has no column `file`: its first line must name the columns, `file` first.")
        return {row["file"]: {key: value for key, value in row.items() if key and value} for row in reader}


def _file_row(path: Path, doc_id: str, relative: str, source: dict[str, str]) -> Row:
    row: Row = {
        "doc_id": doc_id,
        "path": relative,
        "title": source.get("title"),
        "date": source.get("date"),
        "date_source": "sources.csv" if source.get("date") else None,
        "source": source.get("publisher"),
        "language": source.get("language"),
        "text": "",
        "reason": None,
    }
    if path.suffix.lower() not in TEXT_SUFFIXES:
        return {**row, "reason": f"{path.suffix or 'files without an ending'} is not a format that is read"}
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        return {**row, "reason": f"cannot be opened ({error.strerror})"}
    if text is None:
        return {**row, "reason": "is not text, or in an encoding that could not be told"}
    return {**row, "text": text}


def _decode(data: bytes) -> str | None:
    """Return the text with plain line ends, or None where the bytes are no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data, cp_isolation=ENCODINGS).best()
        if guess is None:
            return None
        text = str(guess)
    if "\x00" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _table_rows(path: Path) -> Iterator[Row]:
    try:
        table = {
            ".csv": lambda: pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]),
            ".jsonl": lambda: pd.read_json(path, lines=True, dtype=False),
            ".parquet": lambda: pd.read_parquet(path),
        }[path.suffix.lower()]()
    except (ValueError, OSError) as error:
        raise CorpusError(f"{path} cannot be read as {path.suffix[1:]}: {error}") from error
    missing = {"id", "text"} - set(table.columns)
    if missing:
        raise CorpusError(f"{path} has no column {', '.join(sorted(missing))}: a table of texts needs `id` and `text`.")
    if table["id"].isna().any():
        row = int(table["id"].isna().to_numpy().argmax()) + 1
        raise CorpusError(f"{path} has no id in row {row}: each text needs an id of its own.")
    table["id"] = table["id"].astype(str)
    if table["id"].duplicated().any():
        double = table.loc[table["id"].duplicated(), "id"].iloc[0]
        raise CorpusError(f"{path} has the id {double!r} twice: each text needs an id of its own.")
    for record in table.to_dict("records"):
        said = {str(key): str(value) for key, value in record.items() if not pd.isna(value)}
        yield {
            "doc_id": said["id"],
            "path": f"{path.name}#{said['id']}",
            "title": said.get("title"),
            "date": said.get("date", "")[:10] or None,
            "date_source": "table" if said.get("date") else None,
            "source": said.get("source"),
            "language": said.get("language"),
            "text": said.get("text", "").replace("\r\n", "\n"),
            "reason": None,
        }


def _described(row: Row) -> Row:
    """Complete a row with what the text itself tells: date, title, language, length, status."""
    text = str(row["text"])
    if not row["reason"] and not text.strip():
        row["reason"] = "is empty"
    if not row["date"]:
        named = date_in_name(str(row["doc_id"]))
        told = (named, "file name") if named else date_in_text(text)
        if told:
            row["date"], row["date_source"] = told
    elif not SCHEMA_DATE.fullmatch(str(row["date"])):
        row["date"] = _iso(str(row["date"]), row)
    if not row["language"] and not row["reason"]:
        row["language"] = _language(text)
    if not row["reason"] and row["language"] not in LANGUAGES_READ:
        row["reason"] = f"is in a language that is not read ({row['language']})"
    return {
        "doc_id": row["doc_id"],
        "path": row["path"],
        "title": row["title"] or _first_line(text) or row["doc_id"],
        "date": row["date"],
        "date_source": row["date_source"],
        "source": row["source"],
        "language": row["language"],
        "n_words": len(text.split()),
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "duplicate_of": None,
        "status": "skipped" if row["reason"] else "read",
        "reason": row["reason"],
        "text": text,
    }


def _iso(date: str, row: Row) -> str:
    """Return a date that somebody wrote into a table as ISO text."""
    found = [told for span in find_dates(date) if (told := span.iso())]
    if len(found) != 1:
        raise CorpusError(f"{row['path']}: {date!r} ({row['date_source']}) is no date; write it as 2023-07-11.")
    return found[0]


def _first_line(text: str) -> str | None:
    line = next((line.strip(" #*\t") for line in text.splitlines() if line.strip()), None)
    return line[:200] if line else None


def _language(text: str) -> str:
    # Imported here: it takes a second, and a corpus whose sources tell the language does without.
    import py3langid

    return str(py3langid.classify(text)[0])


def _mark_duplicates(documents: pd.DataFrame) -> pd.DataFrame:
    """Let every later copy of a text point to the first one."""
    read = documents[documents["status"] == "read"]
    first = read.groupby("sha256")["doc_id"].transform("first")
    copies = read.index[read["doc_id"] != first]
    documents.loc[copies, "duplicate_of"] = first[copies]
    documents.loc[copies, "status"] = "duplicate"
    documents.loc[copies, "reason"] = "has the same text as " + first[copies]
    return documents
