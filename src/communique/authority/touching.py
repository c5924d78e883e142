"""Which decisions can change what is read in a text: only these documents are read again when one is added."""

from collections import defaultdict
from collections.abc import Iterable

from communique.authority.decisions import Decision, is_entity
from communique.authority.reviewed import SMALL_WORDS, Authority
from communique.names import slug

__all__ = ["Touching"]


class Touching:
    """The decisions of an authority, by the words of the names that they speak of.

    Parameters
    ----------
    authority
        The reviewed names with the decisions that hold.
    """

    def __init__(self, authority: Authority) -> None:
        self._rows = authority.decided.rows
        named = {one for row in self._rows for one in _entities(row)}
        surfaces: dict[str, list[str]] = defaultdict(list)
        for lists in (authority, authority.lists or authority):
            for surface, identity in lists.surfaces.items():
                if identity in named:
                    surfaces[identity].append(surface)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._always: set[int] = set()
        for number, row in enumerate(self._rows):
            names = [row.subject, row.object, *(name for one in _entities(row) for name in surfaces[one])]
            words = _words(name.partition(":")[2] if is_entity(name) else name for name in names)
            for word in sorted(words):
                self._by_word[word].append(number)
            if not words:
                self._always.add(number)

    def rows(self, doc_id: str, text: str) -> list[Decision]:
        """Return the decisions that may hold for a document: no others change what is read in it.

        These are the rows that share a word with it, and those that say more of the entities of such rows. That is
        more than do change it, never less.
        """
        if not self._rows:
            return []
        met = self._always | {number for word in _words([text]) for number in self._by_word.get(word, ())}
        while True:
            entities = {one for number in met for one in _entities(self._rows[number])}
            wider = {n for n, row in enumerate(self._rows) if n in met or entities & set(_entities(row))}
            if wider == met:
                return [self._rows[number] for number in sorted(met) if self._rows[number].holds_in(doc_id)]
            met = wider


def _entities(row: Decision) -> list[str]:
    return [one for one in (row.subject, row.object, row.target) if is_entity(one)]


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts as identifiers are written."""
    written = {word for text in texts for word in text.split()}
    return {part for word in written for part in slug(word).split("-")} - SMALL_WORDS - {"unnamed"}
