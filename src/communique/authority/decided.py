"""Which entity a name means once decisions are applied, and by which rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from communique.authority.decisions import Decision, Redirects, is_entity
from communique.names import entity_id, flat

if TYPE_CHECKING:
    from communique.authority.reviewed import Known

__all__ = ["Decided", "Pins"]

# Rows that say something of an entity without leading to another one.
_ABOUT = {"type", "name", "iso3", "wikidata", "never split", "ignore", "never merge"}

Pins = Mapping[tuple[str, str, frozenset[str]], str]


class Decided:
    """Decisions, ready to be looked up by the names that occur in a document.

    Parameters
    ----------
    rows
        The decisions that hold.
    entities
        Reviewed entities and those that decisions speak of, by identifier.
    pins
        The entity that decisions mean by a document (empty for all), a type and the words of a name.
    """

    def __init__(
        self, rows: Sequence[Decision] = (), entities: "Mapping[str, Known] | None" = None, pins: Pins | None = None
    ) -> None:
        self.rows = tuple(rows)
        self._entities = entities or {}
        self._pins = pins or {}
        self._redirects = Redirects(rows)
        self._named = {one for row in rows for one in (row.subject, row.object, row.target) if is_entity(one)}
        self._surfaces = {flat(row.subject): row for row in rows if row.decision in {"alias", "ignore"}}
        self._parts = [row for row in rows if row.decision in {"takes part", "no part"}]
        self._about: dict[str, list[Decision]] = defaultdict(list)
        for row in rows:
            if row.decision in _ABOUT:
                self._about[row.subject].append(row)
            if row.decision == "never merge":
                self._about[row.object].append(row)

    def __bool__(self) -> bool:
        """Tell whether anything is decided."""
        return bool(self.rows)

    def of_surface(self, doc_id: str, surface: str) -> Decision | None:
        """Return the alias, or the order to ignore it, of a written form."""
        row = self._surfaces.get(flat(surface))
        return row if row and row.holds_in(doc_id) else None

    def entity(
        self, doc_id: str, type_: str, name: str, words: frozenset[str], known: "Known | None"
    ) -> "tuple[Known | None, tuple[Decision, ...]]":
        """Return what a name means in a document, and the rows that say so; `known` is what the lists say."""
        start = self._start(doc_id, type_, name, words, known) if self.rows else None
        if start is None:
            return known, ()
        path = self._redirects.path(start, doc_id)
        ids = [start, *(row.target for row in path)]
        about = (row for one in ids for row in self._about.get(one, ()) if row.holds_in(doc_id))
        return self._entities.get(ids[-1], known), tuple(dict.fromkeys([*path, *about]))

    def _start(self, doc_id: str, type_: str, name: str, words: frozenset[str], known: "Known | None") -> str | None:
        """Return the identifier from which the redirects of a name begin: the exact name goes before its words."""
        exact = entity_id(type_, name)
        for one in (f"{exact}~{doc_id}", exact):
            if one in self._named:
                return one
        if known is not None:
            return known.entity_id
        return self._pins.get((doc_id, type_, words)) or self._pins.get(("", type_, words))

    def last(self, entity_id: str, doc_id: str = "") -> str:
        """Return the identifier that an entity has in the end."""
        return self._redirects.last(entity_id, doc_id)

    def parts(self, doc_id: str) -> dict[tuple[str, str], Decision]:
        """Return what is decided of actors in forums in this document, by their last identifiers."""
        return {
            (self.last(row.subject, doc_id), self.last(row.object, doc_id)): row
            for row in sorted(self._parts, key=lambda row: bool(row.documents))
            if row.holds_in(doc_id)
        }
