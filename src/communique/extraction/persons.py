"""Persons by the titles that stand before their names."""

import re
from collections.abc import Iterator

from communique.extraction.draft import Draft, Span

__all__ = ["find_persons"]

_HONORIFIC = (
    r"(?:H\.?\s?E\.?|His|Her|Excellency|Mr|Mrs|Ms|Mme|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rt|Right|Hon|Honou?rable"
    r"|Dato'?|Datuk|Tan|Sri|Seri|Sheikh|Shri|Smt|Gen|Lt|Col|Adm|Rear|Vice|Father|Archbishop|Cardinal|Bishop)\.?"
)
_PORTFOLIO = (
    r"(?:[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Tt]rade|[Ee]nergy|[Ee]nvironment|[Ii]nterior|[Hh]ealth|[Ee]conomy)"
)
_TITLE = (
    rf"(?:President|Premier|Prime Minister|Chancellor|{_PORTFOLIO} [Mm]inister|Minister|Secretary[- ]General"
    r"|Secretary of State|Secretary|Ambassador|Senator|Speaker|Chair(?:man|woman|person)?|Director[- ]General"
    r"|Director|Commissioner|High Representative|Special (?:Envoy|Representative)|Envoy|Governor|Mayor|King|Queen"
    r"|Prince|Princess|Crown Prince|Emir|Sultan|Pope|General|Admiral|Colonel|Captain|Representative|Deputy"
    r"|Spokes(?:man|woman|person))"
)
_NAME_WORD = r"(?:[^\W\d_a-z][\w'-]*\.?)"
_PARTICLE = r"(?:al|el|bin|bint|ibn|de|da|dos|del|della|di|van|von|der|den|la|le|du|ul|ur)"
_PERSON = re.compile(
    rf"(?:(?:{_HONORIFIC}\s?)+|{_TITLE}\s(?:{_HONORIFIC}\s)*)"
    rf"(?P<name>{_NAME_WORD}(?:\s(?:{_PARTICLE}\s)?{_NAME_WORD}){{0,4}})"
)


def find_persons(draft: Draft) -> Iterator[Span]:
    """Yield the names that follow an honorific or a title."""
    for match in _PERSON.finditer(draft.flat):
        yield Span(match.start("name"), match.end("name"), "PERSON", "title")
