"""Whom a person acts for, under which title, as the words around the name tell."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.atoms import Unit, name_key, sentence_tokens, units
from communique.extraction.draft import Draft, Span
from communique.extraction.groups import from_whom, in_bracket, in_turn, of_side
from communique.extraction.offices import (
    after,
    becomes,
    before,
    belongs,
    beside,
    described,
    doubled,
    line,
    owned,
    who_leads,
)
from communique.extraction.representation import by_way_of, delegation, of_statement, on_behalf, shared
from communique.extraction.titles import Found, title_after, title_before

__all__ = ["Affiliation", "attributes", "find_affiliations", "title_of"]


@dataclass(frozen=True)
class Affiliation:
    """A person acts for a state or organisation, under a title if the text gives one.

    `probability` is 1 where words beside the name tell it.
    """

    person: Span
    title: str | None
    whom: Span
    sent_id: int
    probability: float = 1.0


def find_affiliations(draft: Draft) -> Iterator[Affiliation]:
    """Yield at most one affiliation a person: the first that the nearest words tell.

    Examples
    --------
    >>> text = "Ruritanian Foreign Minister Ada Quill opened the talks."
    >>> draft = Draft("d", text, sentences=[(0, 55)],
    ...               spans=[Span(0, 10, "STATE", ""), Span(28, 37, "PERSON", "")])
    >>> [(draft.of(a.person), a.title, draft.of(a.whom)) for a in find_affiliations(draft)]
    [('Ada Quill', 'Foreign Minister', 'Ruritanian')]
    """
    best: dict[object, tuple[int, Affiliation]] = {}
    for unit in units(draft):
        for i, token in enumerate(unit.tokens):
            if token.kind != "P" or token.span is None:
                continue
            found = _affiliation(unit, i)
            if found is None and (union := _union(draft, unit, i)):
                found = union
            if found is None:
                continue
            key = name_key(draft, token.span)
            if key not in best or found.rank < best[key][0]:
                sent_id = draft.sentence_of(token.span.start)
                best[key] = (found.rank, Affiliation(token.span, found.title, found.whom, sent_id))
    yield from sorted((row for _, row in best.values()), key=lambda row: row.person.start)


def title_of(draft: Draft, person: Span) -> str | None:
    """Return the title that stands beside a person's name, whomever it is for, or None."""
    tokens = sentence_tokens(draft, draft.sentence_of(person.start))
    at = next((i for i, token in enumerate(tokens) if token.span == person), None)
    return None if at is None else title_before(tokens, at) or title_after(tokens, at)


def _union(draft: Draft, unit: Unit, i: int) -> Found | None:
    """Return the European Union for its High Representative, an office that no other body has."""
    title = title_before(unit.tokens, i) or title_after(unit.tokens, i)
    if title is None or not title.startswith("High Representative"):
        return None
    union = next((s for s in draft.spans if draft.of(s) in {"EU", "European Union"}), None)
    return Found(union, title, 1) if union else None


def _affiliation(unit: Unit, i: int) -> Found | None:
    tokens = unit.tokens
    rules = (
        in_turn, before, line, after, described, doubled, delegation, on_behalf, by_way_of, owned, who_leads, belongs,
        becomes, beside, in_bracket, from_whom, of_side, shared, of_statement,
    )  # fmt: skip
    return next((found for found in (rule(tokens, i) for rule in rules) if found), None)


def attributes(unit: Unit) -> frozenset[int]:
    """Return where names stand that only say whom a person is for: `Ruritanian` before its minister's name."""
    marked = set()
    for i, token in enumerate(unit.tokens):
        if token.kind == "P":
            found = before(unit.tokens, i) or after(unit.tokens, i) or described(unit.tokens, i)
            if found:
                marked.add(found.whom.start)
    return frozenset(marked)
