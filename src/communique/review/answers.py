"""The analyst's answers: they become rows of a file of decisions."""

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from communique.authority.decisions import DECISIONS_FILE, Decision, append_decisions, from_csv, own_folder
from communique.errors import ParameterError, TablesError
from communique.workspace import find

__all__ = ["accept", "decisions_file", "reject", "rows_of"]


def accept(
    queue: pd.DataFrame, *ids: str, file: str | Path, note: str = "", who: str = "", when: str = ""
) -> list[Decision]:
    """Answer questions with yes: write their rows to a file of decisions; return those that it lacked.

    Parameters
    ----------
    queue
        What `queue` returns.
    ids
        Of the questions.
    file
        The file of decisions, such as `CORPUS/authority/decisions.csv`; it is made where there is none. To undo,
        take the rows out of it.
    note, who, when
        What is entered beside each row.

    Raises
    ------
    ParameterError
        When the queue has no question of that id.
    AuthorityError
        When a row contradicts what the file holds; then nothing is written.
    """
    return append_decisions(file, [row.signed(note, who, when) for row in rows_of(queue, accept=ids)])


def reject(
    queue: pd.DataFrame, *ids: str, file: str | Path, note: str = "", who: str = "", when: str = ""
) -> list[Decision]:
    """Answer questions with no, so that they do not come again; else as `accept`."""
    return append_decisions(file, [row.signed(note, who, when) for row in rows_of(queue, reject=ids)])


def rows_of(queue: pd.DataFrame, *, accept: Iterable[str] = (), reject: Iterable[str] = ()) -> list[Decision]:
    """Return the rows that answer some questions with yes and others with no; nothing is written.

    Raises
    ------
    ParameterError
        When the queue has no question of an id.
    """
    rows = []
    for answer, ids in (("accept", accept), ("reject", reject)):
        answers = dict(zip(queue["id"], queue[answer], strict=True))
        for one in ids:
            if one not in answers:
                raise ParameterError(f"no question has the id {one!r}: take one of the column `id` of the queue.")
            rows += from_csv(answers[one])
    return rows


def decisions_file(tables: str | Path) -> Path:
    """Return where decisions about a folder of tables belong: to the corpus that `run.json` beside them names.

    Raises
    ------
    TablesError
        When nothing tells the corpus, or it is not there any more.
    """
    folder = Path(tables)
    for record in (folder / "run.json", folder.parent / "run.json"):
        try:
            corpus = find(json.loads(record.read_text(encoding="utf-8"))["corpus"])
        except (OSError, ValueError, KeyError):
            continue
        if not corpus.exists():
            raise TablesError(f"{record} says that the tables are of {corpus}, which is not there: name --decisions.")
        return own_folder(corpus) / DECISIONS_FILE
    raise TablesError(f"no run.json tells of which corpus {folder} is: name a file of decisions with --decisions.")
