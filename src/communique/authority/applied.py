"""The reviewed names with an analyst's decisions on top of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from communique.authority.decided import Decided
from communique.authority.decisions import Decision, Redirects, is_entity, type_of
from communique.authority.reviewed import Authority, Known, indexed
from communique.names import flat, slug

__all__ = ["with_decisions"]

_ATTRIBUTES: dict[str, Callable[[Known, str], Known]] = {
    "name": lambda known, told: replace(known, name=told),
    "iso3": lambda known, told: replace(known, iso3=told),
    "wikidata": lambda known, told: replace(known, wikidata=told),
}


def with_decisions(authority: Authority, rows: Sequence[Decision]) -> Authority:
    """Return the reviewed names with aliases added and with what else is decided, ready to be looked up."""
    if not rows:
        return authority
    lists, entities = authority, _entities(authority, rows)
    aliases = {flat(row.subject): row.object for row in rows if row.decision == "alias"}
    names = {flat(row.object): row.subject for row in rows if row.decision == "name"}
    if aliases or names:
        authority = indexed(entities, {**names, **authority.surfaces, **aliases}, authority.demonyms)
    decided = Decided(rows, entities, _pins(authority, rows, aliases))
    return replace(authority, entities=entities, decided=decided, lists=lists)


def _entities(authority: Authority, rows: Sequence[Decision]) -> dict[str, Known]:
    """Return the reviewed entities and those that decisions name, with the attributes that are decided.

    One that nobody named has no name: it is called as the texts call it.
    """
    redirects = Redirects(rows)
    entities = dict(authority.entities)
    for one in _named(rows):
        entities.setdefault(one, Known(one, type_of(one), ""))
    for row in rows:
        if row.decision == "type":
            entities[row.target] = replace(entities[row.subject], entity_id=row.target, type=row.object)
    for row in rows:
        if row.decision in _ATTRIBUTES:
            # What is said of an entity is said of it under its new type too, not of another that it is merged into.
            path = redirects.path(row.subject)
            for one in [row.subject, *(step.target for step in path if step.decision == "type")]:
                entities[one] = _ATTRIBUTES[row.decision](entities[one], row.object)
        if row.decision == "never merge":
            for one, other in ((row.subject, row.object), (row.object, row.subject)):
                known = entities[redirects.last(one)]
                entities[known.entity_id] = replace(known, apart=known.apart | {redirects.last(other)})
    return entities


def _named(rows: Iterable[Decision]) -> list[str]:
    named = (one for row in rows for one in (row.subject, row.object, row.target))
    return [one for one in dict.fromkeys(named) if is_entity(one)]


def _pins(
    authority: Authority, rows: Sequence[Decision], aliases: dict[str, str]
) -> dict[tuple[str, str, frozenset[str]], str]:
    """Return the entities that decisions name by document, type and words; words that mean two are left out."""
    pins: dict[tuple[str, str, frozenset[str]], str] = {}
    twice = set()
    names = [(one, _unslugged(authority, one.partition(":")[2].partition("~")[0])) for one in _named(rows)]
    for one, name in [*names, *((one, surface) for surface, one in aliases.items())]:
        type_ = type_of(one)
        words = (
            frozenset(slug(name).split("-"))
            if type_ == "PERSON"
            else authority.words(name, {}, with_edition=type_ != "FORUM")
        )
        key = (one.partition("~")[2], type_, words)
        if pins.setdefault(key, one) != one:
            twice.add(key)
    return {key: one for key, one in pins.items() if key not in twice and key[2]}


def _unslugged(authority: Authority, text: str) -> str:
    """Return a name for an identifier: `asean-summit` is the ASEAN Summit."""
    words = text.split("-")
    return " ".join(word.upper() if word.upper() in authority.expansions else word.capitalize() for word in words)
