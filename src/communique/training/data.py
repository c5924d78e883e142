"""Gold documents as labelled words.

The gold files name surface strings, not offsets: every whole-word occurrence of a surface counts,
the longest first. Optional surfaces get no label, so that neither answer is learnt from them.

Beside the gold documents there are practice documents, annotated once: to train on, not to measure with.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from communique.extraction.model import Word
from communique.extraction.recogniser import split_sentences

__all__ = ["IGNORED", "LABELS", "TYPES", "Document", "NamedSpan", "labels_of", "read_gold", "read_practice"]

TYPES = ("PERSON", "STATE", "ORG", "FORUM", "INSTRUMENT", "PLACE")
LABELS = ("O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI"))
IGNORED = -100


class NamedSpan(NamedTuple):
    """A mention in a gold text; `kind` and `entity` are empty for an optional one."""

    start: int
    end: int
    kind: str
    entity: str


class Document(NamedTuple):
    """A gold text, the spans marked in it, in order, and what its annotation says of them.

    sentences
        Where each sentence begins.
    roles
        For an actor and a forum, the status in each role.
    acts_for
        Pairs of a person and whom the person acts for.
    """

    name: str
    text: str
    spans: Sequence[NamedSpan]
    sentences: Sequence[int]
    roles: dict[tuple[str, str], dict[str, str]]
    acts_for: set[tuple[str, str]]


def read_gold(folder: Path, part: str = "all") -> list[Document]:
    """Read the gold documents of a part of the split, in the order of their names.

    Parameters
    ----------
    folder
        Folder with `split.csv`, `seeds` and `written`; the texts of the seeds lie in `../raw`.
    part
        `work`, `aside` or `all`.
    """
    with (folder / "split.csv").open(encoding="utf-8", newline="") as table:
        names = sorted(row["doc"] for row in csv.DictReader(table) if part in ("all", row["part"]))
    return [_read_document(folder, name) for name in names]


def read_practice(folder: Path) -> list[Document]:
    """Read the practice documents, in the order of their names."""
    return [_document(path, folder / "docs" / f"{path.stem}.txt") for path in sorted(folder.glob("*.json"))]


def _read_document(folder: Path, name: str) -> Document:
    if (folder / "written" / f"{name}.json").exists():
        return _document(folder / "written" / f"{name}.json", folder / "written" / "docs" / f"{name}.txt")
    return _document(folder / "seeds" / f"{name}.json", folder.parent / "raw" / f"{name}.txt")


def _document(path: Path, text_path: Path) -> Document:
    gold, text = (json.loads(path.read_text(encoding="utf-8")), text_path.read_text(encoding="utf-8"))
    roles: dict[tuple[str, str], dict[str, str]] = {}
    for row in gold["participations"]:
        roles.setdefault((row["actor"], row["forum"]), {})[row["role"]] = row.get("status", "held")
    return Document(
        name=path.stem,
        text=text,
        spans=marked_spans(text, gold),
        sentences=[start for start, _ in split_sentences(text)],
        roles=roles,
        acts_for={(e["id"], e["affiliation"]) for e in gold["entities"] if e.get("affiliation")},
    )


def marked_spans(text: str, gold: dict[str, Any]) -> list[NamedSpan]:
    """Find the occurrences of the surfaces that a gold file lists, the optional ones with an empty kind."""
    surfaces = dict.fromkeys(gold.get("optional", []), ("", ""))
    surfaces |= {s: (e["type"], e["id"]) for e in gold["entities"] for s in e["mentions"]}
    flat = re.sub(r"\s", " ", text)
    taken = bytearray(len(text))
    spans = []
    for surface in sorted(surfaces, key=lambda s: (-len(s), s)):
        pattern = re.escape(" ".join(surface.split())).replace(r"\ ", r"\s+")
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", flat):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                spans.append(NamedSpan(start, end, *surfaces[surface]))
    return sorted(spans)


def labels_of(words: Iterable[Word], spans: Sequence[NamedSpan]) -> Iterator[int]:
    """Yield the BIO label of each word, as an index into `LABELS`."""
    waiting = list(reversed(spans))
    begun = False
    for word in words:
        while waiting and waiting[-1].end <= word.start:
            waiting.pop()
            begun = False
        if not waiting or waiting[-1].start >= word.end:
            yield LABELS.index("O")
        elif not waiting[-1].kind:
            yield IGNORED
        else:
            yield LABELS.index(f"{'I' if begun else 'B'}-{waiting[-1].kind}")
            begun = True
