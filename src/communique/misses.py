"""What was missed, invented or read otherwise in an annotated document, in names that a reader knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["UNMATCHED", "Misses", "Note"]

# By kind, type and text, the documents in which it happened.
Misses = dict[tuple[str, str, str], list[str]]
Tie = tuple[str, str, str, str]  # actor, forum, role, status
UNMATCHED = "unmatched "  # before the identifier of an extracted entity that fits no annotated one


@dataclass(frozen=True)
class Note:
    """Takes down what went wrong in one document, as `missed`, `extra` or `differs`."""

    misses: Misses
    doc: str
    annotated: list[dict[str, Any]]  # entities
    extracted: dict[str, str]  # names by identifier

    def pairs(self, expected: set[Tie], found: set[Tie]) -> None:
        """Take down the pairs of actor and forum that differ, or that stand in other roles or statuses."""
        for pair in sorted({tie[:2] for tie in expected | found}):
            theirs, ours = _roles(expected, pair), _roles(found, pair)
            who = f"{self._name(pair[0])} in {self._name(pair[1])}"
            if not ours or not theirs:
                self._take("extra" if ours else "missed", "participation", f"{who}: {theirs or ours}")
            elif ours != theirs:
                self._take("differs", "participation", f"{who}: {theirs}, read as {ours}")

    def affiliations(self, expected: set[tuple[str, str]], found: set[tuple[str, str]]) -> None:
        """Take down the persons and whom they act for, where the two sides differ."""
        for kind, ties in (("missed", expected - found), ("extra", found - expected)):
            for person, whom in sorted(ties):
                self._take(kind, "affiliation", f"{self._name(person)} for {self._name(whom)}")

    def meeting(self, kind: str, meeting: dict[str, str]) -> None:
        """Take down a meeting that was missed or is too many, with what is told of it."""
        told = [self._field(key, value) for key, value in meeting.items() if key != "forum"]
        self._take(kind, "meeting", ": ".join(filter(None, [self._forum(meeting), ", ".join(told)])))

    def field(self, meeting: dict[str, str], key: str, found: str) -> None:
        """Take down a field of a meeting that says something else than is annotated."""
        right, wrong = self._field(key, meeting[key]), self._field(key, found)
        self._take("differs", "meeting", f"{self._forum(meeting)}: {key} {right}, read as {wrong}")

    def date(self, expected: str, found: str) -> None:
        """Take down the date of the document, missed where nothing was found."""
        text = f"{expected}, read as {found}" if found else expected
        self._take("differs" if found else "missed", "date", text)

    def _take(self, kind: str, type_: str, text: str) -> None:
        self.misses[kind, type_, text].append(self.doc)

    def _forum(self, meeting: dict[str, str]) -> str:
        return self._name(meeting.get("forum", ""))

    def _field(self, key: str, value: str) -> str:
        return self._name(value) if key == "place" else value

    def _name(self, entity: str) -> str:
        """Return the name of an annotated entity, or of an extracted one that fits none."""
        for known in self.annotated:
            if known["id"] == entity:
                return str(known.get("name") or known["mentions"][0])
        identifier = entity.removeprefix(UNMATCHED)
        return self.extracted.get(identifier, identifier)


def _roles(ties: Iterable[Tie], pair: tuple[str, ...]) -> str:
    return ", ".join(sorted(f"{role} ({status})" for *ends, role, status in ties if tuple(ends) == pair))
