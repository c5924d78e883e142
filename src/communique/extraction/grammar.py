"""How names of forums, instruments and organisations are built in English, as grammar.

A name is a run of capitalised words with a head noun (`Summit`, `Declaration`, `Ministry`), and what
hangs on it with `of`, `on`, `for` or `between`. The head tells the type.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from communique.extraction.draft import Draft, Span
from communique.extraction.vocabulary import (
    CONNECTORS,
    CONVENING,
    FORUM_HEADS,
    HEADS,
    INSTRUMENT_HEADS,
    LEADING,
    MEETING_BODIES,
    MONTHS_AND_DAYS,
    ORG_HEADS,
    PHRASES,
    VAGUE,
    VENUES,
)
from communique.names import flat, is_ordinal

__all__ = ["find_names", "head_type"]

# Organisations whose field is told with `on`: `Committee on Foreign Affairs`.
REACHING = {"Committee", "Commission", "Council", "Office"}
_YEARS = re.compile(r"(?:19|20)\d{2}(?:-\d{2,4})?")
_TOKEN = re.compile(r"\w+(?:[.'-]\w+)*'?|&|[^\w\s]")


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    gap: str  # what stands between this token and the one before

    @property
    def capital(self) -> bool:
        return _is_capital(self.text)

    @property
    def word(self) -> str:
        return self.text.removesuffix("'").removesuffix("'s")


@lru_cache(maxsize=50_000)
def _is_capital(text: str) -> bool:
    """Tell whether a name may go on with the word: with a capital, an ordinal, a year."""
    return text[0].isupper() or is_ordinal(text) or bool(_YEARS.fullmatch(text))


def find_names(draft: Draft) -> Iterator[Span]:
    """Yield the spans that grammar takes for names of forums, instruments and organisations."""
    for start, end in draft.sentences:
        tokens = _tokens(draft.flat, start, end)
        position = 0
        while position < len(tokens):
            run = _run(tokens, position)
            if run == position:
                position += 1
                continue
            found = _name(tokens, position, run)
            if found:
                first, last, type_ = found
                yield Span(tokens[first].start, _trim(tokens[last]), type_, "grammar")
                position = last + 1
            else:
                position = run


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens, before = [], start
    for match in _TOKEN.finditer(text, start, end):
        tokens.append(_Token(match.group(), match.start(), match.end(), text[before : match.start()]))
        before = match.end()
    return tokens


def _trim(token: _Token) -> int:
    """Return where a name ends that ends with this token: a possessive is not part of it."""
    if token.text.endswith("'s"):
        return token.end - 2
    return token.end - 1 if token.text.endswith("'") else token.end


def _run(tokens: list[_Token], first: int) -> int:
    """Return the position after the unbroken run of capitalised words that begins at `first`."""
    position = first
    while position < len(tokens):
        token = tokens[position]
        joined = position == first or (token.gap.strip() == "" and len(token.gap) <= 2)
        inner = (
            token.text in {"and", "&"}
            and position > first
            and position + 1 < len(tokens)
            and tokens[position + 1].capital
            and not tokens[position - 1].text.endswith("'s")
            # `East Asia Summit and Regional Forum` are two names, `Science and Technology Forum` is one.
            and tokens[position - 1].word not in HEADS
            and not is_acronym(tokens[position - 1].text)
        )
        spaced_dash = (
            token.text == "-" and position > first and position + 1 < len(tokens) and tokens[position + 1].capital
        )
        if not joined or not (token.capital or inner or spaced_dash):
            break
        position += 1
    return position


def _name(tokens: list[_Token], first: int, stop: int) -> tuple[int, int, str] | None:
    """Return (first, last, type) of the name in the run tokens[first:stop], with its complement."""
    while first < stop and tokens[first].text in LEADING:
        first += 1
    heads = [i for i in range(first, stop) if _head_type(tokens, first, i)]
    if not heads:
        return None
    last = heads[-1]
    type_ = _head_type(tokens, first, last) or "ORG"
    if last == stop - 1 and not tokens[last].text.endswith("'s"):
        last = _complement(tokens, last, type_)
    words = [t.word for t in tokens[first : last + 1]]
    own = [w for w in words if w not in VAGUE and not is_ordinal(w) and w[0].isupper()]
    if len(own) < 2:
        return None
    return first, last, type_


def is_acronym(word: str) -> bool:
    """Tell whether a word is written in capitals."""
    return len(word) > 1 and word.isupper()


def _head_type(tokens: list[_Token], first: int, head: int) -> str | None:
    word = tokens[head].word
    before = {t.word for t in tokens[first:head]}
    numbered = any(is_ordinal(w) for w in before)
    if word in MEETING_BODIES and (before & CONVENING or numbered):
        return "FORUM"
    # A building, unless something else tells of who works there.
    if word in {"Centre", "Center"} and before & VENUES:
        return None
    if word == "Assembly":
        return "FORUM" if "General" in before else "ORG"
    if word in FORUM_HEADS:
        return "FORUM"
    if word in INSTRUMENT_HEADS:
        return "INSTRUMENT"
    return "ORG" if word in ORG_HEADS else None


def head_type(name: str) -> str | None:
    """Return the type that the head noun of a name tells, or None.

    Examples
    --------
    >>> head_type("ASEAN Inter-Parliamentary Assembly"), head_type("Plan of Action"), head_type("Hanoi")
    ('ORG', 'INSTRUMENT', None)
    """
    tokens = _tokens(flat(name), 0, len(name))
    run = _run(tokens, 0)
    types = [_head_type(tokens, 0, i) for i in range(run)]
    return next((type_ for type_ in reversed(types) if type_), None)


def _complement(tokens: list[_Token], last: int, type_: str) -> int:
    """Return the last token of what hangs on the head with `of`, `on`, `for`, `between`."""
    while (hung := _hung(tokens, last, type_)) is not None:
        last = hung
        if tokens[last].text.endswith("'s"):
            break
    return last


def _hung(tokens: list[_Token], last: int, type_: str) -> int | None:
    """Return the last token of the one complement that follows tokens[last], or None."""
    head = tokens[last].word
    for phrase in PHRASES:  # `Conference in Support of Lebanon`, `Entry into Force of the Agreement`
        if [token.text.lower() for token in tokens[last + 1 : last + 1 + len(phrase)]] == phrase:
            last += len(phrase) - 1
    if last + 2 >= len(tokens) or tokens[last + 1].text not in CONNECTORS:
        return None
    connector = tokens[last + 1].text
    first = last + 2
    if tokens[first].text in {"the", "a"} and first + 1 < len(tokens):
        first += 1
    if not tokens[first].capital or tokens[first].gap.strip():
        return None
    stop = _run(tokens, first)
    alone = stop - first == 1 and re.fullmatch(r"(?:19|20)\d{2}", tokens[first].text)
    dated = connector in {"on", "for"} and tokens[first].word in MONTHS_AND_DAYS
    reaches = connector not in {"on", "to", "against"} or head in REACHING
    addressed = connector == "to" and head not in {"Parties", "Plan", "Accession"}
    if alone or dated or addressed or (type_ == "ORG" and not reaches):
        return None
    return stop - 1
