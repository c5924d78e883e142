"""The changes from run to run in words, dated and kept: what a reader of the next run is told first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from communique.changes import COLUMNS, MEASURES, TOP, changes
from communique.findings import LINKS, Finding, Said
from communique.phrases import listed
from communique.tables import Tables, read_tables

__all__ = [
    "HOW_RANKED",
    "LastRun",
    "News",
    "compare",
    "last_run",
    "pipeline_told",
    "read_news",
    "rows",
    "told",
    "write_news",
]

MOST = 5  # how many of a kind are named in one sentence; the table holds all
# What is told, in this order: how one and how several of a kind are called.
HEADINGS = {
    ("document", "new"): ("new document", "new documents"),
    ("document", "changed"): ("document changed", "documents changed"),
    ("document", "renamed"): ("document has another name", "documents have another name"),
    ("document", "gone"): ("document is gone", "documents are gone"),
    ("meeting", "status"): ("meeting with another status", "meetings with another status"),
    ("tie", "status"): ("tie with another status", "ties with another status"),
    ("actor", "new"): ("new actor", "new actors"),
    ("forum", "new"): ("new forum", "new forums"),
    ("meeting", "new"): ("new meeting", "new meetings"),
    ("tie", "new"): ("new tie", "new ties"),
    ("tie", "role"): ("tie in another role", "ties in another role"),
    ("meeting", "date"): ("meeting with another date", "meetings with another date"),
    ("meeting", "place"): ("meeting at another place", "meetings at another place"),
    ("meeting", "mode"): ("meeting in another mode", "meetings in another mode"),
    ("rank", "rose"): ("rank rose", "ranks rose"),
    ("rank", "fell"): ("rank fell", "ranks fell"),
    ("actor", "gone"): ("actor is no longer told of", "actors are no longer told of"),
    ("forum", "gone"): ("forum is no longer told of", "forums are no longer told of"),
    ("meeting", "gone"): ("meeting is no longer told of", "meetings are no longer told of"),
    ("tie", "gone"): ("tie is no longer told of", "ties are no longer told of"),
}
NAMES = {
    "renamed": ("has another name", "have another name"),
    "merged": ("is now taken for another", "are now taken for another"),
    "split": ("is now told apart from another", "are now told apart from others"),
}
for _kind in ("actor", "forum", "instrument", "place"):
    for _change, (_one, _several) in NAMES.items():
        HEADINGS[_kind, _change] = (f"{_kind} {_one}", f"{_kind}s {_several}")
HOW_RANKED = f"Actors are ranked by {MEASURES[0][1]}, forums by {MEASURES[1][1]}; the first {TOP} are watched."


@dataclass(frozen=True)
class LastRun:
    """What a run left: its tables, and what `run.json` beside them tells of it (nothing where it is missing)."""

    tables: Tables
    told: Mapping[str, Any]


@dataclass(frozen=True)
class News:
    """A comparison as it is kept.

    Attributes
    ----------
    since
        When the earlier run finished, as its `run.json` tells; empty where it does not.
    pipeline
        A sentence on whether the same program, model and authority files made both runs.
    table
        What `communique.changes.changes` returns.
    """

    since: str
    pipeline: str
    table: pd.DataFrame


def last_run(folder: str | Path) -> LastRun:
    """Return what the last run left in `folder`: a folder of reports, or of tables.

    Raises
    ------
    TablesError
        When it does not hold every table.
    """
    folder = Path(folder)
    above = folder.parent if folder.name == "tables" else folder
    try:
        told = json.loads((above / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    return LastRun(read_tables(folder), told if isinstance(told, dict) else {})


def compare(old: LastRun, new: LastRun) -> News:
    """Return what changed from one run to another."""
    table = changes(old.tables, new.tables)
    unexplained = int((table["cause"] == "reading").sum())
    pipeline = pipeline_told(old.told.get("made_by"), new.told.get("made_by"), unexplained)
    return News(str(old.told.get("finished", "")), pipeline, table)


def pipeline_told(old: Mapping[str, str] | None, new: Mapping[str, str] | None, n_same: int) -> str:
    """Return a sentence on what made the two runs.

    Parameters
    ----------
    old, new
        `made_by` of `run.json`: `version` and `code` of the program, `model`, `authority`.
    n_same
        How many changes stand in documents that are the same in both runs.

    Examples
    --------
    >>> made = {"version": "0.1.0", "code": "c1", "model": "m1", "authority": "a1"}
    >>> pipeline_told(made, made, 0)
    'The same program, model and authority files made both runs.'
    >>> pipeline_told(made, {**made, "authority": "a2"}, 1)
    'The authority files changed between the runs. 1 change stands in documents that are the same in both.'
    """
    if not old or not new:
        said = "It is not recorded what made both runs: the program, the model or the authority files may differ."
    else:
        version = f" ({old['version']} to {new['version']})" if old["version"] != new["version"] else ""
        parts = {"code": f"the program{version}", "model": "the model", "authority": "the authority files"}
        differing = [words for part, words in parts.items() if old[part] != new[part]]
        said = "The same program, model and authority files made both runs."
        if differing:
            names = listed(differing)
            said = f"{names[0].upper()}{names[1:]} changed between the runs."
    if n_same:
        said += (
            f" {n_same:,} {'change stands' if n_same == 1 else 'changes stand'} in documents that are the same in both"
        )
        same = "The same" in said
        said += ": other documents made the difference." if same else "."
    return said


def told(table: pd.DataFrame, new: Tables) -> list[Finding]:
    """Return the changes in words, a finding for each kind that there is, with evidence that stands in `new`."""
    if table.empty:
        return []
    standing = _standing(new)
    findings = []
    groups = dict(tuple(table.groupby(["kind", "change"], sort=False)))
    for key, (one, several) in HEADINGS.items():
        if key not in groups:
            continue
        found = list(groups[key].itertuples(index=False))
        items = "; ".join(_item(row) for row in found[:MOST])
        more = f"; and {len(found) - MOST:,} more" if len(found) > MOST else ""
        # One place of each first, so that all that are named have their evidence.
        places = [[p for p in row.evidence if p in standing] for row in found[:MOST]]
        places_first = [p for at in range(LINKS) for of_row in places for p in of_row[at : at + 1]]
        text = f"{len(found):,} {one if len(found) == 1 else several}: {items}{more}."
        findings.append(Finding(Said(text, tuple(dict.fromkeys(_place(p) for p in places_first)))))
    return findings


def counts(table: pd.DataFrame) -> dict[str, int]:
    """Return how many changes of each kind there are, such as `{"actor new": 2}`."""
    return {" ".join(key): len(found) for key, found in table.groupby(["kind", "change"], sort=True)}


def rows(table: pd.DataFrame, new: Tables, *, most: int | None = None) -> list[dict[str, Any]]:
    """Return the first changes, in the order of the words, as a page shows them.

    Keys: `change`, `what`, `before`, `after`, `evidence` (links), `same`.

    `same` says that the documents of the evidence are the same in both runs. Evidence that stands in the earlier run
    only is left out.
    """
    standing = _standing(new)
    order = {key: number for number, key in enumerate(HEADINGS)}
    return [
        {
            "change": f"{row.kind}: {row.change}",
            "what": row.what,
            "before": _said(row.before),
            "after": _said(row.after),
            "evidence": Said("", tuple(_place(place) for place in row.evidence if place in standing)).links(),
            "same": row.cause == "reading",
        }
        for row in sorted(table.itertuples(index=False), key=lambda row: order[row.kind, row.change])[:most]
    ]


def _item(row: Any) -> str:
    before, after = _said(row.before), _said(row.after)
    if row.kind == "document" and row.change != "gone":
        return str(row.what)
    if row.change == "new":
        return f"{row.what}, {after}" if after else str(row.what)
    if row.change == "gone":
        return f"{row.what} ({after})" if after else str(row.what)
    if row.change in NAMES:
        return {"renamed": f"{after}, before {before}", "merged": f"{before} for {after}"}.get(
            row.change, f"{after} from {before}"
        )
    return f"{row.what}, from {before or 'not told'} to {after or 'not told'}"


def _said(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _standing(tables: Tables) -> set[str]:
    sentences = tables.sentences
    return {f"{doc_id}#{sent_id}" for doc_id, sent_id in zip(sentences["doc_id"], sentences["sent_id"], strict=True)}


def _place(evidence: str) -> tuple[str, int]:
    doc_id, _, sent_id = evidence.rpartition("#")
    return doc_id, int(sent_id)


def write_news(news: News, path: Path) -> None:
    """Keep a comparison in a file, whole or not at all."""
    kept = {"since": news.since, "pipeline": news.pipeline, "changes": json.loads(news.table.to_json(orient="records"))}
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    aside.replace(path)


def read_news(path: Path) -> News | None:
    """Return what `write_news` kept, None where there is nothing that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return News(kept["since"], kept["pipeline"], pd.DataFrame(kept["changes"], columns=COLUMNS))
    except (OSError, ValueError, KeyError):
        return None
