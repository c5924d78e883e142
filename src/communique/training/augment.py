"""Gold documents with other names in them, so that the model learns contexts and not names.

An entity gets one substitute of its type throughout a document: a state another state in the same
form (short, official, demonym), a person another person, an acronym an acronym, a long name a long
name. Inside longer names, states and demonyms change likewise.
"""

import csv
import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from pathlib import Path

from communique.training.data import Document, NamedSpan
from communique.training.persons import FAMILY_NAMES, GIVEN_NAMES

__all__ = ["Substitutes", "with_other_names"]

TABLES = (("PLACE", "places"), ("ORG", "organisations"), ("FORUM", "forums"), ("INSTRUMENT", "instruments"))
STATE_FORMS = ("name", "official", "demonyms")
ORDINAL = re.compile(r"^(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+(?:st|nd|rd|th)|[XVI]+)\s")


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word with more than one capital."""
    return " " not in name and sum(c.isupper() for c in name) > 1


class Substitutes:
    """Names to put in: those of the authority files and of the gold documents given.

    Parameters
    ----------
    documents
        Gold documents; only their own names are taken.
    authority
        Folder with `states.csv`, `places.csv`, `organisations.csv`, `forums.csv`, `instruments.csv`.
    """

    def __init__(self, documents: Iterable[Document], authority: Path) -> None:
        self.states: dict[str, list[str]] = {form: [] for form in STATE_FORMS}
        for row in _rows(authority / "states.csv"):
            for form in STATE_FORMS:
                self.states[form] += row[form].split("|")[:1] if row[form] else []
        self.form_of_state = {name: form for form in reversed(STATE_FORMS) for name in self.states[form]}
        self.in_names = re.compile(
            r"\b(?:" + "|".join(sorted(map(re.escape, self.form_of_state), key=len, reverse=True)) + r")\b"
        )
        self.names: dict[tuple[str, bool], list[str]] = {}
        for kind, table in TABLES:
            for row in _rows(authority / f"{table}.csv"):
                for name in {row["name"], row.get("acronym", "")} - {""}:
                    self.names.setdefault((kind, is_acronym(name)), []).append(name)
        for document in documents:
            for name, kind in sorted({(document.text[s.start : s.end], s.kind) for s in document.spans}):
                if kind in ("ORG", "FORUM", "INSTRUMENT") and "\n" not in name:
                    self.names.setdefault((kind, is_acronym(name)), []).append(name)
        for names in self.names.values():
            names.sort()

    def state(self, name: str, chance: random.Random) -> str:
        """Return another state in the same form, or the name itself where its form is not known."""
        form = self.form_of_state.get(name)
        return chance.choice(self.states[form]) if form else name

    def other(self, name: str, kind: str, chance: random.Random) -> str:
        """Return another name of an organisation, forum, instrument or place."""
        pool = self.names.get((kind, is_acronym(name)))
        if not pool:
            return name
        ordinal = ORDINAL.match(name) if kind == "FORUM" else None
        return (ordinal.group() if ordinal else "") + chance.choice(pool)

    def within(self, name: str, states: Callable[[str], str]) -> str:
        """Return the name with each state or demonym inside it passed through `states`."""
        return self.in_names.sub(lambda match: states(match.group()), name)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def with_other_names(
    document: Document, substitutes: Substitutes, chance: random.Random, share: float = 0.4
) -> Document:
    """Return the document with about `share` of its entities under other names.

    Parameters
    ----------
    document
        A gold document.
    substitutes
        The names to choose from.
    chance
        Source of chance; the same state of it gives the same document.
    share
        Part of the entities, and of the states inside longer names, that change.
    """
    chosen: dict[tuple[str, str], str] = {}
    persons: dict[str, list[str]] = {}

    def state(name: str) -> str:
        if ("", name) not in chosen:
            chosen["", name] = substitutes.state(name, chance) if chance.random() < share else name
        return chosen["", name]

    def substitute(span: NamedSpan, name: str) -> str:
        if not span.kind:
            return name
        if span.kind == "STATE":
            return state(name)
        if span.kind == "PERSON":
            if span.entity not in persons:
                persons[span.entity] = _person(chance) if chance.random() < share else []
            return _like(name, persons[span.entity]) or name
        if (span.kind, name) not in chosen:
            swap = chance.random() < share
            chosen[span.kind, name] = (
                substitutes.other(name, span.kind, chance) if swap else substitutes.within(name, state)
            )
        return chosen[span.kind, name]

    pieces, spans, last, length = [], [], 0, 0
    moved = [(0, 0)]  # from which offset on the text has moved, and how far
    for span in document.spans:
        name = substitute(span, document.text[span.start : span.end])
        before = document.text[last : span.start]
        start = length + len(before)
        spans.append(span._replace(start=start, end=start + len(name)))
        pieces += [before, name]
        last, length = span.end, start + len(name)
        moved.append((last, length - last))
    sentences = [start + moved[bisect_right(moved, (start, len(document.text))) - 1][1] for start in document.sentences]
    return document._replace(text="".join(pieces) + document.text[last:], spans=spans, sentences=sentences)


def _person(chance: random.Random) -> list[str]:
    """Draw a given name or two and a family name."""
    given = chance.sample(GIVEN_NAMES, 2 if chance.random() < 0.25 else 1)
    return [*given, chance.choice(FAMILY_NAMES)]


def _like(name: str, person: list[str]) -> str:
    """Return the person's name in the length of the name given: family name alone, or in full."""
    full = " ".join(person)
    shown = full if " " in name else " ".join(person[-1:])
    return shown.upper() if name.isupper() and len(name) > 3 else shown
