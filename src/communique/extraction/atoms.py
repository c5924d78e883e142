"""A document as words and atoms: each span becomes one token, so that grammar can look from name to name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from communique.extraction.draft import Draft, Span
from communique.names import content_key, flat, without_edition

__all__ = ["Token", "Unit", "forum_key", "name_key", "sentence_tokens", "units"]

# A sentence splitter takes the full stop of these for the end of a sentence.
_NO_STOP = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Messrs|Dr|Drs|Eng|Prof|Gen|Col|Lt|Maj|Hon|H\.\s?E|H\.\s?R\.\s?H"
    r"|H\.\s?M|Amb|Sen|Rep|Rev|St|Smt"
    r"|No|Art|Jr|Sr|Ph\.\s?D|U\.\s?S|U\.\s?N|vs|incl|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?$"
)
_WORD = re.compile(r"[^\W_](?:[\w.’'&/-]*\w)?|[^\w\s]|_")
_LETTERS = {"PERSON": "P", "STATE": "S", "ORG": "O", "FORUM": "F", "INSTRUMENT": "I", "PLACE": "L"}


class Token(NamedTuple):
    """A word, a mark of punctuation, or (with `span`) a name as a whole.

    `kind` is the letter of a name's type (P, S, O, F, I, L), `w` for a word, `.` for a mark; `lower` is the word in
    lower case, and nothing for a name: a name is no word.
    """

    text: str
    start: int
    end: int
    kind: str
    lower: str
    span: Span | None = None


class Unit(NamedTuple):
    """A sentence as tokens; one that a splitter cut after `Mr.` is whole again."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def units(draft: Draft) -> Iterator[Unit]:
    """Yield the sentences of a draft as tokens, in order."""
    begin: int | None = None
    first = 0
    last = len(draft.sentences) - 1
    for sent_id, (start, end) in enumerate(draft.sentences):
        if begin is None:
            begin, first = start, sent_id
        cut = draft.flat[max(start, end - 12) : end]
        following = draft.sentences[sent_id + 1][0] if sent_id < last else end
        if sent_id < last and "\n" not in draft.text[end:following] and _runs_on(cut) and end - begin < _LONGEST_UNIT:
            continue
        spans = [span for i in range(first, sent_id + 1) for span in draft.in_sentence(i)]
        yield Unit(begin, end, _tokens(draft.flat, begin, end, tuple(spans)))
        begin = None


_LONGEST_UNIT = 2_000


def sentence_tokens(draft: Draft, sent_id: int) -> tuple[Token, ...]:
    """Return the tokens of one sentence."""
    start, end = draft.sentences[sent_id]
    return _tokens(draft.flat, start, end, tuple(draft.in_sentence(sent_id)))


def _runs_on(cut: str) -> bool:
    """Tell whether text goes on after `cut`: it ends in an abbreviation, or without any mark."""
    return bool(_NO_STOP.search(cut)) or (bool(cut) and (cut[-1].isalnum() or cut[-1] in ",-)"))


@lru_cache(maxsize=512)  # rules for roles and for offices ask for the same sentences, some many times
def _tokens(text: str, start: int, end: int, spans: tuple[Span, ...]) -> tuple[Token, ...]:
    position = start
    pieces: list[Token] = []
    for span in spans:
        pieces += _words(text, position, span.start)
        name = text[span.start : span.end]
        pieces.append(Token(name, span.start, span.end, _LETTERS.get(span.type, "w"), "", span))
        position = max(position, span.end)
    pieces += _words(text, position, end)
    return tuple(_without_acronyms(pieces))


def _words(text: str, start: int, end: int) -> list[Token]:
    # The stop of `U.S.` or `Jr.` belongs to the name before it, not to the sentence.
    if (
        text[start : start + 1] == "."
        and end > start + 2
        and re.search(r"(?:\b[A-Z]|Jr|Sr)$", text[max(0, start - 3) : start])
    ):
        start += 1
    return [
        Token(word := m.group(), m.start(), m.end(), "w" if word[0].isalnum() else ".", word.lower())
        for m in _WORD.finditer(text, start, end)
    ]


def _without_acronyms(tokens: list[Token]) -> Iterator[Token]:
    """Leave out a bracketed short form that follows a name of its own type: `East Asia Summit (EAS)`."""
    i = 0
    while i < len(tokens):
        yield tokens[i]
        span = tokens[i].span
        if (
            span
            and i + 3 < len(tokens)
            and tokens[i + 1].text == "("
            and tokens[i + 3].text == ")"
            and (other := tokens[i + 2].span)
            and (other.type == span.type or {other.type, span.type} <= {"ORG", "FORUM"})
            and len(other) < len(span)
        ):
            i += 3
        i += 1


def name_key(draft: Draft, span: Span) -> tuple[str, object]:
    """Return what two mentions of one name have in common within a document."""
    if span.entity_id:
        return span.type, span.entity_id
    text = flat(draft.of(span))
    if span.type == "PERSON":
        return "PERSON", content_key(draft.names.get(text, text))
    if span.type == "FORUM":
        return "FORUM", forum_key(draft, span)
    return span.type, content_key(draft.expansions.get(text, text), with_edition=True)


def forum_key(draft: Draft, span: Span) -> frozenset[str] | str:
    """Return what mentions of one forum have in common, whatever the edition."""
    if span.entity_id:
        return span.entity_id
    text = flat(draft.of(span))
    return content_key(without_edition(draft.expansions.get(text, text)))
