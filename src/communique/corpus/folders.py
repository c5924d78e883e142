"""The files that a folder offers, and what `sources.csv` tells of them."""

import csv
import io
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from communique.corpus.text import Text
from communique.errors import CorpusError, DocumentError
from communique.formats.content import Content
from communique.formats.encodings import decode
from communique.formats.kinds import PLAIN, kind_of
from communique.formats.limits import Limits
from communique.formats.parser import Parser
from communique.formats.plain import read_plain

__all__ = ["SOURCES_FILE", "Offered", "folder_texts", "offered_files"]

SOURCES_FILE = "sources.csv"
_SAVED_BESIDE = ("_files", ".files")  # a browser saves the parts of page.html in page_files
_PAGES = (".html", ".htm", ".xhtml")
_NAMES_SHOWN = 5
Progress = Callable[[Iterable[Path]], Iterable[Path]]


@dataclass(frozen=True)
class Offered:
    """A file, and why it is not to be opened if so."""

    path: Path
    relative: str
    reason: str | None = None


def offered_files(folder: Path, limits: Limits) -> list[Offered]:
    """Return every file in a folder and its subfolders, sorted by path.

    Hidden files, what a browser saved beside a page, and what an analyst decided about names (`authority/*.csv`) are
    not offered. A link to a folder, and a folder that cannot
    be opened or lies too deep, stand for what is in them.
    """
    root = folder.resolve()
    found: list[Offered] = []

    def unopened(error: OSError) -> None:
        path = Path(error.filename)
        found.append(_offer(folder, path, f"cannot be opened ({error.strerror})"))

    for place, folders, files in os.walk(folder, onerror=unopened):
        here = Path(place)
        pages = {Path(name).stem for name in files if name.lower().endswith(_PAGES)}
        inner = []
        for name in sorted(folders):
            if name.startswith(".") or any(name == page + ending for page in pages for ending in _SAVED_BESIDE):
                continue
            if (here / name).is_symlink():
                reason = "is a link to a folder: put the folder itself into the corpus"
                found.append(_offer(folder, here / name, reason))
            elif len(here.relative_to(folder).parts) >= limits.max_depth:
                reason = f"lies more than {limits.max_depth} folders deep: raise --max-depth"
                found.append(_offer(folder, here / name, reason))
            else:
                inner.append(name)
        folders[:] = inner
        decisions = {name for name in files if here == folder / "authority" and name.endswith(".csv")}
        texts = [here / name for name in files if name[0] != "." and name not in decisions]
        found += [_offer(folder, path, _unfit(path, root, limits)) for path in texts]
    return sorted(found, key=lambda offered: offered.path.parts)


def folder_texts(folder: Path, limits: Limits, progress: Progress, warn: Callable[[str], None]) -> Iterator[Text]:
    """Yield the text of each file, in the order of their paths; `warn` is told of rows and files that miss the other.

    Raises
    ------
    CorpusError
        When `sources.csv` has no column `file`.
    """
    files = {offered.path: offered for offered in offered_files(folder, limits)}
    files.pop(folder / SOURCES_FILE, None)
    sources = _Sources.of(folder / SOURCES_FILE)
    stems = Counter(path.stem for path in files)
    with Parser(limits) as parser:
        for path in progress(list(files)):
            relative = files[path].relative
            # Two files of one stem need two ids; the path makes the difference, and stays the same from run to run.
            doc_id = _spelled(path.stem) if stems[path.stem] == 1 else relative
            yield _text_of(files[path], doc_id, sources, parser)
    for warning in sources.warnings():
        warn(warning)


def _text_of(offered: Offered, doc_id: str, sources: "_Sources", parser: Parser) -> Text:
    text = Text(doc_id, offered.relative, reason=offered.reason)
    told = sources.about(offered.relative)
    content = Content("")
    if not text.reason:
        try:
            content = _content(offered.path, parser)
        except DocumentError as error:
            text.reason = str(error)
        except OSError as error:
            text.reason = f"cannot be opened ({error.strerror})"
        else:
            sources.expect(offered.relative)
    text.text, text.notes = content.text, list(content.notes)
    text.title = told.get("title") or content.title
    text.source = told.get("publisher") or content.source
    text.language = told.get("language") or content.language
    if told.get("date"):
        text.dates.append((told["date"], SOURCES_FILE))
    if content.date and content.date_source:
        text.dates.append((content.date, content.date_source))
    return text


def _content(path: Path, parser: Parser) -> Content:
    with path.open("rb") as file:
        head = file.read(1024)
    kind = kind_of(path.name, head)
    if not head.strip():
        raise DocumentError("is empty")
    return read_plain(path.read_bytes()) if kind == PLAIN else parser.read(path, kind)


def _offer(folder: Path, path: Path, reason: str | None) -> Offered:
    return Offered(path, _spelled(path.relative_to(folder).as_posix()), reason)


def _unfit(path: Path, root: Path, limits: Limits) -> str | None:
    """Return why a file is not to be opened, or None."""
    try:
        status = path.stat()
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            return "is a link that leads out of the corpus: put the file itself there"
    except (OSError, RuntimeError):  # a RuntimeError: links that lead to each other
        return "is a link that leads nowhere" if path.is_symlink() else "cannot be opened"
    if not stat.S_ISREG(status.st_mode):
        return "is no ordinary file"
    if status.st_size > limits.max_bytes:
        return f"is too large: it has {status.st_size:,} bytes, more than {limits.max_bytes:,}; raise --max-bytes"
    return None


def _spelled(name: str) -> str:
    """Return a file name as text that can be written, where its bytes are no text too."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


@dataclass
class _Sources:
    """What `sources.csv` says by file name, and which files it was asked about."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    there: bool = False
    asked: set[str] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> "_Sources":
        if not path.is_file():
            return cls()
        try:
            reader = csv.DictReader(io.StringIO(decode(path.read_bytes()), newline=""))
            if "file" not in (reader.fieldnames or []):
                raise CorpusError(f"{path} has no column `file`: its first line must name the columns, `file` first.")
            rows = {
                _composed(row["file"]): {key: str(value) for key, value in row.items() if key and value}
                for row in reader
                if row["file"]
            }
        except (DocumentError, OSError, csv.Error) as error:
            raise CorpusError(f"{path} cannot be read as csv: {error}") from error
        return cls(rows, there=True)

    def about(self, relative: str) -> dict[str, str]:
        self.asked.add(_composed(relative))
        return self.rows.get(_composed(relative), {})

    def expect(self, relative: str) -> None:
        """Remember a file that was read and has no row."""
        if self.there and _composed(relative) not in self.rows:
            self.missed.append(relative)

    def warnings(self) -> Iterator[str]:
        gone = [name for name in self.rows if name not in self.asked]
        if gone:
            yield f"{SOURCES_FILE} tells of files that are not there: {_listed(gone)}."
        if self.missed:
            yield f"{SOURCES_FILE} has no row for {_listed(self.missed)}."


def _composed(name: str) -> str:
    """Return a file name in the one Unicode form that names are compared in; some systems take them apart."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./")


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
