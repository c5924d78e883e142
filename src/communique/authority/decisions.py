"""What an analyst decided about the entities of a corpus: plain rows, made for git and a spreadsheet alike.

They live in files named `decisions*.csv` in a folder `authority`: within the folder of a corpus, beside a table of
texts, and in the project (`data/authority`). One row is one decision; `KINDS` says what each means.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from communique.cells import guarded, unguarded
from communique.errors import AuthorityError
from communique.kinds import ENTITY_TYPES
from communique.names import flat
from communique.resources import project_folder

__all__ = [
    "COLUMNS", "DECISIONS_FILE", "KINDS", "Decision", "Redirects", "append_decisions", "as_csv", "from_csv",
    "is_entity", "own_folder", "read_decisions", "read_decisions_of", "type_of",
]  # fmt: skip

COLUMNS = ["decision", "subject", "object", "documents", "note", "who", "when"]
DECISIONS_FILE = "decisions.csv"
KINDS = {
    "alias": "the written form SUBJECT names the entity OBJECT",
    "merge": "the entity SUBJECT is the entity OBJECT",
    "never merge": "the entities SUBJECT and OBJECT are two",
    "never split": "all that is told of the entity SUBJECT is of one entity",
    "type": "the entity SUBJECT is of the type OBJECT",
    "ignore": "SUBJECT, a written form or an entity, is no name",
    "name": "the entity SUBJECT is called OBJECT",
    "iso3": "the state SUBJECT has the code OBJECT of ISO 3166",
    "wikidata": "the entity SUBJECT is OBJECT in Wikidata",
    "takes part": "the actor SUBJECT takes part in the forum OBJECT, as the texts tell",
    "no part": "the actor SUBJECT does not take part in the forum OBJECT, whatever was read",
}
# Decisions that may hold in some documents only.
SCOPED = {"merge", "ignore", "takes part", "no part"}

_ENTITY = re.compile(rf"(?:{'|'.join(type_.lower() for type_ in ENTITY_TYPES)}):\S.*")


def is_entity(text: str) -> bool:
    """Tell whether a text is the identifier of an entity, such as `forum:east-asia-summit`."""
    return bool(_ENTITY.fullmatch(text))


def type_of(entity_id: str) -> str:
    """Return the type that an identifier begins with."""
    return entity_id.partition(":")[0].upper()


@dataclass(frozen=True)
class Decision:
    """One row; `documents` are those that it holds for (none: all), `place` is the file and line it stands in."""

    decision: str
    subject: str
    object: str = ""
    documents: tuple[str, ...] = ()
    note: str = ""
    who: str = ""
    when: str = ""
    place: str = field(default="", compare=False)

    @property
    def told(self) -> str:
        """Return the row in words, with its place, as the ledger has it."""
        return f"{self.place}: {self.decision} {self.subject}" + (f", {self.object}" if self.object else "")

    @property
    def what(self) -> tuple[str, str, str, tuple[str, ...]]:
        """Return what is decided, without who, when and why."""
        return self.decision, self.subject, self.object, self.documents

    def holds_in(self, doc_id: str) -> bool:
        """Tell whether the decision is about this document too."""
        return not self.documents or doc_id in self.documents

    @property
    def target(self) -> str:
        """Return the identifier that the subject has from now on: its own unless merged or of another type."""
        if self.decision == "merge":
            return self.object
        if self.decision == "type":
            return f"{self.object.lower()}:{self.subject.partition(':')[2]}"
        return self.subject

    def signed(self, note: str, who: str, when: str) -> "Decision":
        """Return the row with why, who and when."""
        return replace(self, note=note, who=who, when=when)

    def cells(self) -> list[str]:
        """Return the cells of the row in the order of COLUMNS."""
        documents = "|".join(self.documents)
        return [self.decision, self.subject, self.object, documents, self.note, self.who, self.when]


class Redirects:
    """Which entity each identifier leads to in the end, by the decisions `merge` and `type`."""

    def __init__(self, rows: Iterable[Decision]) -> None:
        self._rows: dict[str, list[Decision]] = defaultdict(list)
        for row in rows:
            if row.target != row.subject:
                self._rows[row.subject].append(row)

    def path(self, entity_id: str, doc_id: str = "") -> list[Decision]:
        """Return the rows that lead from an identifier to its last one; what is said of the document goes first.

        Raises
        ------
        RecursionError
            When they lead in a circle.
        """
        path: list[Decision] = []
        while holding := [row for row in self._rows.get(entity_id, ()) if row.holds_in(doc_id)]:
            row = max(holding, key=lambda row: bool(row.documents))
            if row in path:
                raise RecursionError(row.told)
            path.append(row)
            entity_id = row.target
        return path

    def last(self, entity_id: str, doc_id: str = "") -> str:
        """Return the identifier at the end of the path, in this document."""
        path = self.path(entity_id, doc_id)
        return path[-1].target if path else entity_id


def own_folder(corpus: str | Path) -> Path:
    """Return where the decisions of a corpus live: `authority` in its folder, or beside its table."""
    corpus = Path(corpus)
    return (corpus if corpus.is_dir() else corpus.parent) / "authority"


def read_decisions(corpus: str | Path | None = None, *, project: Path | None = None) -> list[Decision]:
    """Return the decisions that hold: those of the corpus, then those of the project that do not contradict them.

    Raises
    ------
    AuthorityError
        Naming every row that cannot be used by file and line: unknown decisions and types, circular merges, rows
        that contradict each other within one folder.
    """
    project = project or project_folder() / "data" / "authority"
    folders = [(own_folder(corpus), "authority")] if corpus else []
    problems: list[str] = []
    levels = []
    for folder, shown in [*folders, (project, "data/authority")]:
        rows = list(_read_folder(folder, shown, problems))
        problems += _contradictions(rows)
        levels.append(rows)
    if problems:
        raise AuthorityError("\n".join(problems))
    kept = levels[0]
    for row in (row for level in levels[1:] for row in level):
        if row.what not in {one.what for one in kept} and not _contradictions([*kept, row]):
            kept = [*kept, row]
    return kept


def read_decisions_of(file: str | Path) -> list[Decision]:
    """Return the decisions of one file, none where there is no such file.

    Raises
    ------
    AuthorityError
        Naming every row that cannot be used by file and line.
    """
    problems: list[str] = []
    rows = list(_read_one(Path(file), Path(file).parent.name, problems))
    problems += _contradictions(rows)
    if problems:
        raise AuthorityError("\n".join(problems))
    return rows


def _read_folder(folder: Path, shown: str, problems: list[str]) -> Iterator[Decision]:
    for path in sorted(folder.glob("decisions*.csv")):
        yield from _read_one(path, shown, problems)


def _read_one(path: Path, shown: str, problems: list[str]) -> Iterator[Decision]:
    for line, cells in _read_file(path, problems) if path.is_file() else ():
        row = Decision(
            cells["decision"], cells["subject"], cells["object"],
            tuple(sorted(filter(None, (doc.strip() for doc in cells["documents"].split("|"))))),
            cells["note"], cells["who"], cells["when"], f"{shown}/{path.name}, line {line}",
        )  # fmt: skip
        problem = _problem(row)
        if problem:
            problems.append(f"{path}, line {line}: {problem}")
        else:
            yield row


def _read_file(path: Path, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line numbers and cells, without blanks around them; what cannot be read is entered into `problems`."""
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), restval="")
    except UnicodeDecodeError:
        problems.append(f"{path} is not UTF-8: save it as CSV in UTF-8.")
        return
    missing = [column for column in COLUMNS[:3] if column not in (reader.fieldnames or [])]
    if missing:
        problems.append(f"{path}, line 1: there is no column `{missing[0]}`; the columns are {','.join(COLUMNS)}.")
        return
    for row in reader:
        if None in row:
            problems.append(f"{path}, line {reader.line_num}: there are more cells than columns.")
        elif any(row.values()):
            yield reader.line_num, {column: unguarded((row.get(column) or "").strip()) for column in COLUMNS}


def _problem(row: Decision) -> str:
    """Return what is wrong with a row taken alone, or an empty text."""
    kind = row.decision
    if kind not in KINDS:
        return f"there is no decision {kind!r}: there are {', '.join(KINDS)}."
    if not row.subject:
        return "the subject is empty."
    if kind not in {"alias", "ignore"} and not is_entity(row.subject):
        return f"{row.subject!r} is no identifier of an entity, such as forum:east-asia-summit."
    if row.documents and kind not in SCOPED:
        return f"{kind!r} holds for all documents: leave the cell `documents` empty."
    return _problem_of_object(row)


def _problem_of_object(row: Decision) -> str:
    kind, told = row.decision, row.object
    if kind in {"alias", "merge", "never merge", "takes part", "no part"} and not is_entity(told):
        return f"the object {told!r} is no identifier of an entity, such as forum:east-asia-summit."
    wrong = {
        "merge": (told == row.subject, f"{told!r} is named twice: name two entities."),
        "never merge": (told == row.subject, f"{told!r} is named twice: name two entities."),
        "type": (told not in ENTITY_TYPES, f"there is no type {told!r}: there are {', '.join(ENTITY_TYPES)}."),
        "name": (not told, "the object is empty: it is the name."),
        "iso3": (
            not (re.fullmatch("[A-Z]{3}", told) and type_of(row.subject) == "STATE"),
            f"{told!r} for {row.subject}: a state has a code of three capitals, and nothing else has one.",
        ),
        "wikidata": (not re.fullmatch(r"Q[1-9]\d*", told), f"{told!r} is no identifier of Wikidata, such as Q7768."),
        "ignore": (bool(told), "'ignore' has no object: leave the cell empty."),
        "never split": (bool(told), "'never split' has no object: leave the cell empty."),
    }
    is_wrong, why = wrong.get(kind, (False, ""))
    return why if is_wrong else ""


def _contradictions(rows: Sequence[Decision]) -> list[str]:
    """Return what is wrong with rows taken together, a sentence each."""
    problems = []
    first: dict[tuple[object, ...], Decision] = {}
    for row in rows:
        other = first.setdefault(_slot(row), row)
        if other.what != row.what:
            problems.append(f"{row.told} contradicts {other.told}.")
    redirects = Redirects(rows)
    documents = ["", *dict.fromkeys(doc for row in rows for doc in row.documents)]
    try:
        for row in rows:
            for doc_id in documents if row.target != row.subject else ():
                redirects.path(row.subject, doc_id)
    except RecursionError:
        return [*problems, f"{row.told} leads back to {row.subject}: merges must not be circular."]
    split = {row.subject: row for row in rows if row.decision == "merge" and row.documents}
    for row in rows:
        if row.decision == "never merge" and redirects.last(row.subject) == redirects.last(row.object):
            path = redirects.path(row.subject) or redirects.path(row.object)
            problems.append(f"{row.told} contradicts {path[0].told}.")
        if row.decision == "never split" and row.subject in split:
            problems.append(f"{row.told} contradicts {split[row.subject].told}.")
    return problems


def _slot(row: Decision) -> tuple[object, ...]:
    """Return what a row settles: two rows with one slot and different answers contradict each other."""
    kind = row.decision
    if kind == "alias" or (kind == "ignore" and not is_entity(row.subject)):
        return "surface", flat(row.subject)
    if kind in {"merge", "ignore"} or row.target != row.subject:
        return "identity", row.subject, row.documents
    if kind in {"takes part", "no part"}:
        return "part", row.subject, row.object, row.documents
    if kind == "never merge":
        return kind, frozenset([row.subject, row.object])
    return kind, row.subject


def append_decisions(path: str | Path, rows: Iterable[Decision]) -> list[Decision]:
    """Add rows to a file of decisions, which is written whole or not at all; return those that it lacked.

    What stands in the file stays as it is, byte for byte.

    Raises
    ------
    AuthorityError
        When a row contradicts what the file holds; then nothing is written.
    """
    path = Path(path)
    present = read_decisions_of(path)
    known = {row.what for row in present}
    new = [row for row in dict.fromkeys(rows) if row.what not in known]
    problems = [problem for row in new if (problem := _problem(row))] or _contradictions([*present, *new])
    if problems:
        raise AuthorityError("\n".join(problems))
    if new:
        before = path.read_bytes().decode("utf-8-sig") if path.is_file() else as_csv([])
        before += "" if before.endswith("\n") else "\n"
        header = next(csv.reader(io.StringIO(before)))
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.part")
        aside.write_text(before + as_csv(new, columns=header, header=False), encoding="utf-8", newline="")
        aside.replace(path)
    return new


def as_csv(rows: Iterable[Decision], *, columns: Sequence[str] = tuple(COLUMNS), header: bool = True) -> str:
    """Return rows as CSV text with these columns, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(columns)
    for row in rows:
        cells = dict(zip(COLUMNS, row.cells(), strict=True))
        writer.writerow([guarded(cells.get(column, "")) for column in columns])
    return text.getvalue()


def from_csv(text: str) -> list[Decision]:
    """Return the rows of a text that `as_csv` made without a header."""
    told = [[unguarded(cell) for cell in cells] for cells in csv.reader(io.StringIO(text))]
    return [Decision(c[0], c[1], c[2], tuple(filter(None, c[3].split("|"))), c[4], c[5], c[6]) for c in told]
