"""From a folder or a table to the documents table, whole or in partitions."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from communique.addresses import fetched
from communique.corpus.copies import Copies
from communique.corpus.dating import date_of, no_dates
from communique.corpus.folders import SOURCES_FILE, folder_texts, offered_files
from communique.corpus.language import LANGUAGES_READ, language_of, said_language
from communique.corpus.tabular import TABLE_SUFFIXES, table_texts
from communique.corpus.text import Text
from communique.errors import CorpusError
from communique.formats.limits import Limits

__all__ = ["corpus_files", "read_corpus", "read_corpus_partitions", "reading_warnings"]

LIMITS = Limits()
LONGEST_TITLE = 200
Progress = Callable[[Iterable[Path]], Iterable[Path]]


def read_corpus(
    corpus: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
    progress: Progress = iter,
) -> pd.DataFrame:
    """Read a folder of files, or one table of texts, into the documents table.

    Parameters
    ----------
    corpus
        A folder, read with its subfolders (`.txt`, `.md`, `.html`, `.pdf`, `.docx`; `sources.csv` may give title,
        publisher, date and language by file name), or a `.csv`, `.jsonl` or `.parquet` file with the columns
        `id` and `text`, and if there are any `title`, `date`, `source`, `language`. What lies at an address such as
        `s3://bucket/releases` is first copied to this machine.
    columns
        A table's own names for these columns: `{"text": "body"}`.
    limits
        What a document may cost before it is skipped.
    progress
        Wraps the iteration over files, for a progress bar.

    Returns
    -------
    pandas.DataFrame
        The `documents` table of `communique.schemas`, one row a file (or a table's row) that was
        offered, sorted by `doc_id`. `notes` says what was done to a text or is wanting. Of texts that are copies
        the one with the earliest date is `read`, then the first by `doc_id`. `attrs["warnings"]` tells of
        rows of `sources.csv` without files, files without rows, and dates that are none.

    Raises
    ------
    CorpusError
        When `corpus` does not exist, holds nothing to read, or is a table without the columns that are needed.
    AddressError
        When what lies at an address cannot be copied.
    """
    warnings: list[str] = []
    with fetched(corpus) as path:
        texts = _texts(path, columns, limits, progress, warnings.append)
        rows = [_described(text, warnings.append) for text in texts]
    documents = _table(corpus, rows)
    documents = Copies().mark(documents.sort_values("doc_id", ignore_index=True))
    documents.attrs["warnings"] = warnings
    return documents


def read_corpus_partitions(
    corpus: str | Path,
    *,
    n_documents: int = 1_000,
    n_characters: int = 20_000_000,
    columns: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
    progress: Progress = iter,
) -> Iterator[pd.DataFrame]:
    """Yield the documents table of a corpus in parts, for a corpus that is larger than memory.

    A part ends after `n_documents` rows or `n_characters` of text, whichever comes first; parts come in the order of
    files or rows, each sorted by `doc_id`. Copies are found across parts; there the one that comes first is kept, and
    about a kilobyte is remembered of each. The last part carries `attrs["warnings"]`.

    Parameters and errors are those of `read_corpus`; `n_documents` and `n_characters` must be at least 1.
    """
    warnings: list[str] = []
    copies = Copies()
    rows: list[dict[str, object]] = []
    size = 0
    with fetched(corpus) as path:
        for text in _texts(path, columns, limits, progress, warnings.append):
            if rows and (len(rows) >= n_documents or size + len(text.text) > n_characters):
                yield copies.mark(_table(corpus, rows).sort_values("doc_id", ignore_index=True))
                rows, size = [], 0
            rows.append(_described(text, warnings.append))
            size += len(text.text)
    last = copies.mark(_table(corpus, rows).sort_values("doc_id", ignore_index=True))
    last.attrs["warnings"] = warnings
    yield last


def reading_warnings(documents: pd.DataFrame) -> list[str]:
    """Return a sentence for each document that was skipped, then what else `read_corpus` warns of."""
    skipped = documents[documents["status"] == "skipped"]
    told = [f"{row.path} was skipped: it {row.reason}." for row in skipped.itertuples()]
    return told + list(documents.attrs.get("warnings", []))


def corpus_files(corpus: str | Path, *, limits: Limits = LIMITS) -> list[Path]:
    """Return the files of a corpus that may be opened, `sources.csv` among them, sorted by path.

    Raises
    ------
    CorpusError
        When there is nothing of that name, or nothing in it.
    """
    corpus = Path(corpus)
    if corpus.is_dir():
        offered = offered_files(corpus, limits)
        if not any(file.path != corpus / SOURCES_FILE for file in offered):
            raise CorpusError(f"{corpus} holds no documents: put .txt, .md, .html, .pdf or .docx files into it.")
        return [file.path for file in offered if file.reason is None]
    if not corpus.exists():
        raise CorpusError(f"{corpus} does not exist: name a folder of texts or a table of texts.")
    if corpus.suffix.lower() not in TABLE_SUFFIXES:
        raise CorpusError(
            f"{corpus} is neither a folder nor a table: name a folder of texts, or a .csv, .jsonl or .parquet file."
        )
    return [corpus]


def _texts(
    corpus: Path,
    columns: Mapping[str, str] | None,
    limits: Limits,
    progress: Progress,
    warn: Callable[[str], None],
) -> Iterator[Text]:
    corpus_files(corpus, limits=limits)  # says what is wrong with the corpus as a whole
    if corpus.is_dir():
        return folder_texts(corpus, limits, progress, warn)
    return table_texts(corpus, limits, columns)


def _table(corpus: str | Path, rows: list[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        raise CorpusError(f"{corpus} holds no rows: a table of texts needs one row a text.")
    return pd.DataFrame(rows)


def _described(text: Text, warn: Callable[[str], None]) -> dict[str, object]:
    """Return a row of the documents table: what is told of a text, and what the text itself tells."""
    if not text.reason and not text.text.strip():
        text.reason = "is empty"
    date, date_source = date_of(text)
    for problem in no_dates(text):
        warn(f"{text.path}: {problem}.")
        text.notes.append(problem)
    language = said_language(text.language) if text.language else None
    if not language and not text.reason:
        language = language_of(text.text)
    if not text.reason and language not in LANGUAGES_READ:
        text.reason = f"is in a language that is not read ({language})"
    return {
        "doc_id": text.doc_id,
        "path": text.path,
        "title": text.title or _first_line(text.text) or text.doc_id,
        "date": date,
        "date_source": date_source,
        "source": text.source,
        "language": language,
        "n_words": len(text.text.split()),
        "sha256": hashlib.sha256(text.text.encode("utf-8")).hexdigest(),
        "duplicate_of": None,
        "status": "skipped" if text.reason else "read",
        "reason": text.reason,
        "notes": "; ".join(text.notes) or None,
        "text": text.text,
    }


def _first_line(text: str) -> str | None:
    line = next((line.strip(" #*\t") for line in text.splitlines() if line.strip()), None)
    return line[:LONGEST_TITLE] if line else None
