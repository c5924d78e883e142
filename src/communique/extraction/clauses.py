"""Sentences as clauses, one assertion each, in which grammar looks from name to name."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from communique.extraction.affiliations import attributes
from communique.extraction.atoms import Token, Unit
from communique.extraction.draft import Draft
from communique.extraction.role_patterns import Cue, find_cues, is_denied

__all__ = ["Clause", "clauses", "in_letters"]

_BREAK = re.compile(r"^(?:;|while|whereas|but|although|though)$")
_FINITE = re.compile(r"\b(?:was|were|is|are|did|has|have|had|will|would|came|took|held|sent|spoke|[a-z]+ed)\b")


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence with one assertion."""

    tokens: tuple[Token, ...]
    attributes: frozenset[int]  # starts of names that only tell whom a person is for

    @cached_property
    def words(self) -> str:
        """The words in lower case, with a letter for each name: what `find_cues` reads."""
        return in_letters(self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins in `words`."""
        return [0, *accumulate(len(_letter(token)) + 1 for token in self.tokens[:-1])]

    def extent(self, cue: Cue) -> tuple[int, int]:
        """Return which tokens are the first and the last of a cue."""
        return bisect_right(self.starts, cue.start) - 1, bisect_right(self.starts, max(cue.start, cue.end - 1)) - 1

    def trigger(self, draft: Draft, cue: Cue) -> str:
        """Return the words of a cue as the text has them, on one line."""
        first, last = self.extent(cue)
        return " ".join(draft.text[self.tokens[first].start : self.tokens[last].end].split())


def in_letters(tokens: tuple[Token, ...]) -> str:
    """Return the words in lower case, with a letter for each name.

    Examples
    --------
    >>> from communique.extraction.draft import Span
    >>> in_letters((Token("Fiji", 0, 4, "S", "", Span(0, 4, "STATE", "")), Token("Hosted", 5, 11, "w", "hosted")))
    'S hosted'
    """
    return " ".join([_letter(token) for token in tokens])


def _letter(token: Token) -> str:
    return token.kind if token.span else token.lower


def clauses(unit: Unit) -> Iterator[Clause]:
    """Yield the clauses of a sentence: cut where the subject may change."""
    marked = attributes(unit)
    begin = 0
    depth = 0
    for i, token in enumerate(unit.tokens):
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth = max(0, depth - 1)
        if (
            not token.span
            and not depth
            and i > begin
            and (_BREAK.match(token.lower) or _new_assertion(unit.tokens, begin, i))
        ):
            yield from _without_asides(Clause(unit.tokens[begin:i], marked))
            begin = i
    if begin < len(unit.tokens):
        yield from _without_asides(Clause(unit.tokens[begin:], marked))


def _new_assertion(tokens: tuple[Token, ...], begin: int, i: int) -> bool:
    """Tell whether `, and` or `, but` opens an assertion with a subject and a verb of its own, after a whole one."""
    if tokens[i].lower not in {"and", "but"} or tokens[i - 1].text != ",":
        return False
    before, after = in_letters(tokens[begin:i]), in_letters(tokens[i + 1 : i + 16])
    verb = _FINITE.search(after)
    return bool(verb and re.search("[PSO]", after[: verb.start()]) and (is_denied(before) or find_cues(before)))


def _without_asides(clause: Clause) -> Iterator[Clause]:
    """Yield a clause without the relative clause between its commas, then that one: `S, which came late, spoke`."""
    tokens = clause.tokens
    opens = next(
        (
            i
            for i in range(2, len(tokens))
            if tokens[i].lower in {"which", "who", "whose"} and tokens[i - 1].text == ","
        ),
        None,
    )
    closes = next((i for i in range(opens + 1, len(tokens)) if tokens[i].text == ","), None) if opens else None
    if opens is None or closes is None or (any(t.span for t in tokens[closes:]) and tokens[opens].lower == "whose"):
        yield clause
        return
    yield Clause((*tokens[: opens - 1], *tokens[closes + 1 :]), clause.attributes)
    yield Clause(tokens[opens - 2 : closes], clause.attributes)
