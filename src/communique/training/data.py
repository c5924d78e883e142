"""Gold documents as labelled words.

The gold files name surface strings, not offsets: every whole-word occurrence of a surface counts,
the longest first. Optional surfaces get no label, so that neither answer is learnt from them.
"""

import csv
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from communique.extraction.model import MAX_WORDS, Cutter, Word

__all__ = ["IGNORED", "LABELS", "TYPES", "Document", "NamedSpan", "Window", "labelled_windows", "read_gold"]

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
    """A gold text and the spans marked in it, in order."""

    name: str
    text: str
    spans: Sequence[NamedSpan]


class Window(NamedTuple):
    """Words that go through the model together, with a label for each."""

    words: Sequence[Word]
    labels: Sequence[int]


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


def _read_document(folder: Path, name: str) -> Document:
    if (folder / "written" / f"{name}.json").exists():
        gold, text = folder / "written" / f"{name}.json", folder / "written" / "docs" / f"{name}.txt"
    else:
        gold, text = folder / "seeds" / f"{name}.json", folder.parent / "raw" / f"{name}.txt"
    written = text.read_text(encoding="utf-8")
    return Document(name, written, marked_spans(written, json.loads(gold.read_text(encoding="utf-8"))))


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


def labelled_windows(
    documents: Iterable[Document], cutter: Cutter, chance: random.Random | None = None
) -> Iterator[Window]:
    """Yield windows of the documents; with `chance`, each document is cut at a size of its own."""
    for document in documents:
        words = cutter.words(document.text)
        labels = list(labels_of(words, document.spans))
        most = chance.randint(MAX_WORDS // 2, MAX_WORDS) if chance else MAX_WORDS
        for part in cutter.windows(document.text, words, most):
            yield Window(words[part], labels[part])
