"""Extracted tables against annotated documents: precision, recall and F1 of each figure.

What counts as right is told in `data/gold/GUIDE.md`. A mention counts when its span overlaps an
annotated one of its type by half of their union; an entity when, besides, the mention sits with the
others of its entity, the two sides matched one to one (as CEAF-m, Luo 2005, "On coreference resolution
performance metrics"); ties, affiliations and meetings when the entities that they join are so matched.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from communique.errors import TablesError
from communique.kinds import ENTITY_TYPES
from communique.misses import UNMATCHED, Misses, Note
from communique.tables import Tables

__all__ = ["FIGURES", "LABELS", "Evaluation", "evaluate", "read_gold"]

FIGURES = {
    "exact": "mentions whose span and type are the annotated ones",
    "overlap": "mentions whose span overlaps an annotated one of their type by half",
    "entity": "such mentions that sit in the right entity",
    "pairs": "actors and forums rightly tied by a participation",
    "roles": "the same, with the role",
    "status": "the same, with role and status",
    "affil": "persons with the state or organisation that they act for",
    "meetings": "meetings with forum and, where told, edition and date",
    "fields": "edition, start, place, mode and status of meetings",
    "dates": "documents whose own date was found",
}
# The same, short.
LABELS = {
    "exact": "mentions, exact span",
    "overlap": "mentions, half of the span",
    "entity": "mentions in the right entity",
    "pairs": "actors in forums",
    "roles": "actors in forums, with role",
    "status": "actors in forums, with role and status",
    "affil": "persons and whom they act for",
    "meetings": "meetings",
    "fields": "fields of meetings",
    "dates": "dates of documents",
}
MEETING_FIELDS = ("forum", "edition", "start", "place", "mode", "status")
HALF = 0.5
BY_TYPE = "overlap/"

_LEAD = re.compile(r"^(?:(?:the|an?|(?:h\.?\s?e|mr|mrs|ms|dr|prof|sir|dato['’]?|madam)\.?)[\s\u00a0]+)+", re.IGNORECASE)
_TRAIL = re.compile(r"(?:['’]s?|[\s\u00a0.,;:)]+)$")

Extent = tuple[int, int]
Gold = dict[str, Any]


@dataclass(frozen=True)
class Evaluation:
    """What was measured: `figures`, `misses`, and the documents that they rest on.

    `figures` has figure, precision, recall, f1, gold, system; `misses` has kind (`missed`, `extra`, or `differs` for
    what was found otherwise than it is annotated), type (of an entity, or `participation`, `affiliation`,
    `meeting`, `date`), text, n, doc_ids.
    """

    figures: pd.DataFrame
    misses: pd.DataFrame
    documents: list[str]

    def headline(self) -> pd.DataFrame:
        """Return the figures that are not of one type only, with `label` (short) and `what` (in full)."""
        rows = self.figures[self.figures["figure"].isin(FIGURES)]
        return rows.assign(label=rows["figure"].map(LABELS), what=rows["figure"].map(FIGURES))

    def by_type(self) -> pd.DataFrame:
        """Return the figures of mentions by type, the best first."""
        rows = self.figures[self.figures["figure"].str.startswith(BY_TYPE)]
        rows = rows.assign(type=rows["figure"].str.removeprefix(BY_TYPE))
        return rows.sort_values(["f1", "type"], ascending=[False, True], ignore_index=True)

    def commonest(self, kind: str, *, mentions: bool, top: int = 12) -> pd.DataFrame:
        """Return the commonest misses of a kind: `top` of mentions, or of each type of all else; with documents."""
        named = self.misses["type"].isin(ENTITY_TYPES)
        rows = self.misses[(self.misses["kind"] == kind) & (named == mentions)]
        rows = rows.head(top) if mentions else rows.sort_values("type", kind="stable").groupby("type").head(top)
        rows = rows.assign(documents=rows["doc_ids"].map(", ".join)).reset_index(drop=True)
        return rows[["type", "text", "n", "documents"]]

    @staticmethod
    def label(figure: str) -> str:
        """Return the name of a figure in words."""
        return LABELS.get(figure) or f"mentions of the type {figure.removeprefix(BY_TYPE)}"


@dataclass
class _Tally:
    right: int = 0
    system: int = 0
    gold: int = 0

    def add(self, right: int, system: int, gold: int) -> None:
        self.right += right
        self.system += system
        self.gold += gold


def read_gold(folder: str | Path, *, part: str | None = None) -> dict[str, Gold]:
    """Return the annotations of a folder and its subfolders by document.

    With `part`, only the documents that `split.csv` in the folder assigns to it: `work` for those that
    were looked at and trained on, `aside` for those kept apart to measure with.

    Raises
    ------
    TablesError
        When the folder holds no annotations, or one of them cannot be read.
    """
    folder = Path(folder)
    gold: dict[str, Gold] = {}
    for path in sorted(folder.rglob("*.json")):
        try:
            annotation = json.loads(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise TablesError(f"{path} is not UTF-8: save it as UTF-8 or take it out of {folder}.") from error
        except json.JSONDecodeError as error:
            raise TablesError(
                f"{path} is not JSON (line {error.lineno}): mend it or take it out of {folder}."
            ) from error
        if isinstance(annotation, dict) and "entities" in annotation:
            gold[path.stem] = _checked(annotation, path)
    if part is not None:
        gold = {doc: gold[doc] for doc in _documents_of(folder / "split.csv", part) if doc in gold}
    if not gold:
        raise TablesError(
            f"{folder} holds no annotations: name a folder of .json files as data/gold/GUIDE.md describes."
        )
    return gold


def _documents_of(split: Path, part: str) -> list[str]:
    if not split.is_file():
        raise TablesError(f"{split} does not exist: parts of annotated documents are told there, as doc,part.")
    table = pd.read_csv(split, dtype=str)
    return sorted(table.loc[table["part"] == part, "doc"])


def _checked(annotation: Gold, path: Path) -> Gold:
    for number, entity in enumerate(annotation["entities"], start=1):
        missing = [key for key in ("id", "type", "mentions") if key not in entity]
        if missing:
            raise TablesError(f"{path}: entity {number} has no `{missing[0]}`; see data/gold/GUIDE.md.")
    return annotation


def evaluate(gold: dict[str, Gold], tables: Tables) -> Evaluation:
    """Return precision, recall and F1 of `tables` over the documents that are annotated.

    Documents that `tables` did not read are left out; `Evaluation.documents` lists those that count.
    """
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    misses: Misses = defaultdict(list)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    documents = tables.documents.set_index("doc_id")
    counted = [doc for doc in sorted(gold) if doc in documents.index and documents.at[doc, "status"] == "read"]
    rows = {
        name: dict(tuple(table[table["doc_id"].isin(counted)].groupby("doc_id")))
        for name, table in (
            ("mentions", tables.mentions),
            ("participations", tables.participations),
            ("affiliations", tables.affiliations),
            ("meetings", tables.meetings.explode("doc_ids").rename(columns={"doc_ids": "doc_id"})),
        )
        if len(table)
    }
    for doc in counted:
        of = {name: by_doc.get(doc, pd.DataFrame()) for name, by_doc in rows.items()}
        link = _score_mentions(tallies, misses, doc, gold[doc], documents.at[doc, "text"], of.get("mentions"))
        note = Note(misses, doc, gold[doc]["entities"], names)
        _score_ties(tallies, note, gold[doc], link, of.get("participations"), of.get("affiliations"))
        _score_meetings(tallies, note, gold[doc], link, of.get("meetings"))
        _score_date(tallies, note, gold[doc], documents.at[doc, "date"])
    return Evaluation(_figures(tallies), _misses(misses), counted)


def _figures(tallies: dict[str, _Tally]) -> pd.DataFrame:
    order = [*FIGURES, *sorted(name for name in tallies if "/" in name)]
    rows = []
    for name in order:
        t = tallies.get(name, _Tally())
        precision = t.right / t.system if t.system else 0.0
        recall = t.right / t.gold if t.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        rows.append((name, precision, recall, f1, t.gold, t.system))
    return pd.DataFrame(rows, columns=["figure", "precision", "recall", "f1", "gold", "system"])


def _misses(misses: Misses) -> pd.DataFrame:
    rows = [(*key, len(docs), sorted(set(docs))) for key, docs in misses.items()]
    table = pd.DataFrame(rows, columns=["kind", "type", "text", "n", "doc_ids"])
    return table.sort_values(["kind", "n", "type", "text"], ascending=[True, False, True, True], ignore_index=True)


def _score_mentions(
    tallies: dict[str, _Tally],
    misses: Misses,
    doc: str,
    gold: Gold,
    text: str,
    mentions: pd.DataFrame | None,
) -> dict[str, str]:
    """Tally the mentions of a document; return which annotated entity each extracted one was matched to."""
    entities = {e["id"]: e for e in gold["entities"]}
    expected, optional = _annotated(gold, text)
    found = [(*_trimmed(text, int(m.start), int(m.end)), m.type, m.entity_id) for m in _tuples(mentions)]
    exact, matched = _match(found, expected, entities)
    spared = {
        i for i, (a, b, _, _) in enumerate(found) if i not in matched and any(_overlap((a, b), o) > 0 for o in optional)
    }
    n_found = len(found) - len(spared)
    tallies["exact"].add(exact, n_found, len(expected))
    tallies["overlap"].add(len(matched), n_found, len(expected))
    for i, (start, end, type_, _) in enumerate(found):
        if i in spared:
            continue
        true_type = entities[expected[matched[i]]]["type"] if i in matched else type_
        tallies[f"overlap/{true_type}"].add(int(i in matched), 1, 0)
        if i not in matched:
            misses["extra", type_, " ".join(text[start:end].split())].append(doc)
    for span, entity in expected.items():
        tallies[f"overlap/{entities[entity]['type']}"].add(0, 0, 1)
        if span not in matched.values():
            misses["missed", entities[entity]["type"], " ".join(text[span[0] : span[1]].split())].append(doc)
    link = _one_to_one(Counter((found[i][3], expected[span]) for i, span in matched.items()))
    right = sum(link.get(found[i][3]) == expected[span] for i, span in matched.items())
    tallies["entity"].add(right, n_found, len(expected))
    return link


def _match(
    found: Sequence[tuple[int, int, str, str]], expected: dict[Extent, str], entities: dict[str, Gold]
) -> tuple[int, dict[int, Extent]]:
    """Return how many spans agree exactly, and which annotated span each extracted one is matched to."""

    def fits(type_: str, entity: str) -> bool:
        return type_ == entities[entity]["type"] or type_ in entities[entity].get("alt_types", [])

    matched: dict[int, Extent] = {}
    for i, (start, end, type_, _) in enumerate(found):
        span = (start, end)
        if span in expected and span not in matched.values() and fits(type_, expected[span]):
            matched[i] = span
    exact = len(matched)
    settled = set(matched.values())
    near = sorted(
        (-_overlap((start, end), span), i, span)
        for i, (start, end, type_, _) in enumerate(found)
        if i not in matched
        for span, entity in expected.items()
        if span not in settled and fits(type_, entity) and _overlap((start, end), span) >= HALF
    )
    for _, i, span in near:
        if i not in matched and span not in settled:
            matched[i] = span
            settled.add(span)
    return exact, matched


def _score_ties(
    tallies: dict[str, _Tally],
    note: Note,
    gold: Gold,
    link: dict[str, str],
    participations: pd.DataFrame | None,
    affiliations: pd.DataFrame | None,
) -> None:
    expected = {(p["actor"], p["forum"], p["role"], p.get("status", "held")) for p in gold.get("participations", [])}
    found = {
        (_linked(link, p.actor_id), _linked(link, p.forum_id), p.role, p.status or "held")
        for p in _tuples(participations)
    }
    for name, length in (("pairs", 2), ("roles", 3), ("status", 4)):
        ours, theirs = {p[:length] for p in found}, {p[:length] for p in expected}
        tallies[name].add(len(ours & theirs), len(ours), len(theirs))
    note.pairs(expected, found)
    acts_for = {(e["id"], e["affiliation"]) for e in gold["entities"] if e.get("affiliation")}
    said = {(_linked(link, a.person_id), _linked(link, a.affiliation_id)) for a in _tuples(affiliations)}
    tallies["affil"].add(len(acts_for & said), len(said), len(acts_for))
    note.affiliations(acts_for, said)


def _score_meetings(
    tallies: dict[str, _Tally], note: Note, gold: Gold, link: dict[str, str], meetings: pd.DataFrame | None
) -> None:
    expected = [_told({**m}) for m in gold.get("meetings", [])]
    found = [
        _told(
            {
                "forum": _linked(link, m.forum_id),
                "edition": m.edition,
                "start": m.start_date,
                "place": link.get(m.place_id),
                "mode": m.mode,
                "status": m.status,
            }
        )
        for m in _tuples(meetings)
    ]
    taken: set[int] = set()
    right = 0
    for meeting in sorted(expected, key=lambda m: -len(m)):
        fitting = [
            (sum(_agrees(meeting[k], other[k]) for k in meeting if k in other), -i)
            for i, other in enumerate(found)
            if i not in taken and _same_occasion(meeting, other)
        ]
        if fitting:
            agreeing, index = max(fitting)
            taken.add(-index)
            right += agreeing - 1  # the forum itself is no field
            for key in MEETING_FIELDS[1:]:
                if key in meeting and key in found[-index] and not _agrees(meeting[key], found[-index][key]):
                    note.field(meeting, key, found[-index][key])
        else:
            note.meeting("missed", meeting)
    for i, meeting in enumerate(found):
        if i not in taken:
            note.meeting("extra", meeting)
    tallies["meetings"].add(len(taken), len(found), len(expected))
    tallies["fields"].add(right, sum(len(m) - 1 for m in found), sum(len(m) - 1 for m in expected))


def _score_date(tallies: dict[str, _Tally], note: Note, gold: Gold, date: object) -> None:
    if gold.get("date"):
        said = "" if date is None or pd.isna(date) else str(date)[:10]
        tallies["dates"].add(int(said == gold["date"]), int(bool(said)), 1)
        if said != gold["date"]:
            note.date(gold["date"], said)


def _annotated(gold: Gold, text: str) -> tuple[dict[Extent, str], list[Extent]]:
    """Return the annotated spans with their entities, and the spans that neither earn nor cost."""
    surfaces = [(surface, entity["id"]) for entity in gold["entities"] for surface in entity["mentions"]]
    named = {surface for surface, _ in surfaces}
    surfaces += [(surface, "") for surface in gold.get("optional", []) if surface not in named]
    spans = [(*_trimmed(text, start, end), entity) for start, end, entity in _occurrences(text, surfaces)]
    return {(a, b): e for a, b, e in spans if e}, [(a, b) for a, b, e in spans if not e]


def _occurrences(text: str, surfaces: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield every whole-word occurrence of the surfaces, the longest surface first, not overlapping."""
    flat = re.sub(r"\s", " ", text)
    taken = bytearray(len(text))
    for surface, entity in sorted(surfaces, key=lambda s: -len(s[0])):
        pattern = r"\s+".join(re.escape(word) for word in surface.split())
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", flat):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                yield match.start(), match.end(), entity


def _trimmed(text: str, start: int, end: int) -> Extent:
    """Return the span without leading articles and honorifics, trailing possessive, blanks at either side."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    lead = _LEAD.match(text[start:end])
    if lead and start + lead.end() < end:
        start += lead.end()
    while tail := _TRAIL.search(text[start:end]):
        if end - start <= len(tail.group()):
            break
        end -= len(tail.group())
    return start, end


def _overlap(first: Extent, second: Extent) -> float:
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return shared / (max(first[1], second[1]) - min(first[0], second[0])) if shared > 0 else 0.0


def _one_to_one(votes: Counter[tuple[str, str]]) -> dict[str, str]:
    """Return the matching of extracted to annotated entities that takes the most shared mentions first."""
    link: dict[str, str] = {}
    for (ours, theirs), _ in sorted(votes.items(), key=lambda v: (-v[1], str(v[0]))):
        if ours not in link and theirs not in link.values():
            link[ours] = theirs
    return link


def _linked(link: dict[str, str], entity_id: str) -> str:
    return link.get(entity_id, f"{UNMATCHED}{entity_id}")


def _told(meeting: Gold) -> dict[str, str]:
    """Return the fields of a meeting that say something, as text."""
    said = {key: meeting.get(key) for key in MEETING_FIELDS}
    return {
        k: str(int(v)) if k == "edition" else str(v)[:10] if k == "start" else str(v)
        for k, v in said.items()
        if v is not None and not pd.isna(v)
    }


def _agrees(expected: str, found: str) -> bool:
    """Tell whether two values are equal, a date as far as the annotation goes."""
    return expected == found or (bool(re.match(r"(?:19|20)\d\d", expected)) and found.startswith(expected))


def _same_occasion(expected: dict[str, str], found: dict[str, str]) -> bool:
    if expected.get("forum") != found.get("forum"):
        return False
    if "edition" in expected and "edition" in found:
        return expected["edition"] == found["edition"]
    if "start" in expected and "start" in found:
        return _agrees(expected["start"], found["start"]) or _agrees(found["start"], expected["start"])
    return True


def _tuples(table: pd.DataFrame | None) -> Iterable[Any]:
    return [] if table is None else table.itertuples(index=False)
