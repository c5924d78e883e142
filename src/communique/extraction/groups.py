"""Whom the persons of a group are for: delegations, names told in turn, names in brackets behind a state."""

from communique.extraction.atoms import Token
from communique.extraction.titles import (
    HONORIFICS,
    LIST_REACH,
    TITLE_REACH,
    Found,
    far,
    in_title,
    is_office,
    is_whom,
    title_after,
    title_before,
)  # fmt: skip
from communique.extraction.vocabulary import words

__all__ = ["from_whom", "in_bracket", "in_turn", "of_side"]

Tokens = tuple[Token, ...]

_SIDES = words("side delegation team party delegations")
# Words that may stand between a delegation and those who are in it.
_IN_IT = words(
    """
    was were is are included includes including comprised comprising consisted consists of composed by led headed under
    with had also will be lead leading headed and took part present came joined accompanied attended represented the
    heading made up come they
    """
)
_COME = words("came come arrived attended travelled joined spoke were was")
# Words that may stand between whom somebody came from and the name.
_BETWEEN = words("came come comes the its by sent was in virtual mode virtually online video remotely with also were")
_CLAUSE_ENDS = frozenset({";", ":", "."})
_NEAR = 10


def _title_start(tokens: Tokens, i: int) -> int:
    """Return where the titles and honorifics before a person begin."""
    start = i
    while start > 0 and i - start < TITLE_REACH and tokens[start - 1].kind in "w.":
        word = tokens[start - 1]
        if word.lower not in HONORIFICS - {",", "-", ":"} and not in_title(word) and word.lower != "its":
            break
        start -= 1
    while start < i and tokens[start].lower in {"and", "by", "for", "of", "in", "to"}:
        start += 1
    return start


def in_bracket(tokens: Tokens, i: int) -> Found | None:
    """Return what stands before a bracket with a person: `Ruritania (Minister P)`, `Ruritania (P and Q)`."""
    start = _title_start(tokens, i)
    while (
        i - start < LIST_REACH
        and start > 2
        and tokens[start - 1].lower in {",", "and"}
        and tokens[start - 2].kind == "P"
    ):
        start = _title_start(tokens, start - 2)
    if start < 2 or tokens[start - 1].text != "(" or not is_whom(tokens[start - 2]):
        return None
    closes = next((t.text for t in tokens[i + 1 : i + TITLE_REACH] if t.kind == "." and t.text in "(;)"), "")
    return far(tokens, start - 2, title_before(tokens, i) or title_after(tokens, i)) if closes == ")" else None


def in_turn(tokens: Tokens, i: int) -> Found | None:
    """Return the one of a list that is this person's: `the foreign ministers of Ruritania and Cordia, P and Q`."""
    first, number = _first_of_list(tokens, i)
    last = first
    while last - i < LIST_REACH and last + 2 < len(tokens) and (following := _next_in_list(tokens, last)):
        last = following
    total = number + 1 + sum(tokens[j].kind == "P" for j in range(i + 1, last + 1))
    at = _title_start(tokens, first) - 1
    if total < 2 or at < 2 or tokens[at].text not in {",", ":", "(", "-"}:
        return None
    at -= 1
    plural = _plural_office(tokens[at])
    while plural and at > 0 and in_title(tokens[at]) and tokens[at].lower != "and":
        at -= 1  # `the Ruritanian and Cordian foreign ministers, P and Q`
    listed: list[int] = []
    least = max(0, at - LIST_REACH)
    while at >= least and len(listed) <= total:
        if is_whom(tokens[at]):
            listed.append(at)
        elif tokens[at].lower not in {",", "and", "of", "the", "from", "both"}:
            break
        at -= 1
    if len(listed) != total or not (plural or any(_plural_office(t) for t in tokens[max(0, at - _NEAR) : at + 1])):
        return None
    return far(tokens, listed[::-1][number], None)


def _plural_office(token: Token) -> bool:
    return token.kind == "w" and token.lower.endswith("s") and is_office(token._replace(lower=token.lower[:-1]))


def _first_of_list(tokens: Tokens, i: int) -> tuple[int, int]:
    """Return the first person of a list of bare names, and how many stand before this one."""
    number = 0
    at = i
    while at > 1 and i - at < LIST_REACH:
        start = at
        while start > 0 and tokens[start - 1].kind in "w." and tokens[start - 1].lower in HONORIFICS - {",", "-", ":"}:
            start -= 1
        start -= start > 1 and tokens[start - 1].lower == "and"
        start -= start > 1 and tokens[start - 1].text == ","
        if start < 1 or start == at or tokens[start - 1].kind != "P":
            break
        at = start - 1
        number += 1
    return at, number


def _next_in_list(tokens: Tokens, i: int) -> int | None:
    at = i + 1
    while at < len(tokens) and at - i < _NEAR and tokens[at].lower in HONORIFICS | {",", "and"}:
        at += 1
    return at if i + 1 < at < len(tokens) and tokens[at].kind == "P" else None


def from_whom(tokens: Tokens, i: int) -> Found | None:
    """Return where somebody came from: `From Ruritania came P; from Cordia, Q; Arcadia - R`."""
    start = _title_start(tokens, i)
    if start > 2 and tokens[start - 1].text in {"-", ":", "|"} and is_whom(tokens[start - 2]):
        before = start - 3 - (tokens[start - 3].lower == "the")
        if before >= 0 and tokens[before].text == ";":  # `Cordia - P; Arcadia - Q`
            return far(tokens, start - 2, title_before(tokens, i) or title_after(tokens, i))
    at = start - 1
    while at > 0 and (tokens[at].lower in _BETWEEN or tokens[at].text == ","):
        at -= 1
    if at < 0 or not is_whom(tokens[at]):
        return None
    bare = tokens[at + 1 : start]
    before = at - 1 - (at > 0 and tokens[at - 1].lower == "the")
    title = title_before(tokens, i) or title_after(tokens, i)
    if before >= 0 and tokens[before].lower == "from":
        listed = before > 0 and (tokens[before - 1].text in _CLAUSE_ENDS | {","} or tokens[before - 1].lower == "and")
        came = any(t.lower in _COME for t in tokens[max(0, start - LIST_REACH) : start])
        several = sum(t.lower == "from" for t in tokens) > 1
        return far(tokens, at, title) if (listed or before == 0 or several) and (came or several) else None
    # The verb is left out: `Cordia sent Minister P; Arcadia, Q`.
    left_out = [t.text for t in bare] == [","] and before >= 0 and tokens[before].text in {";", ":"}
    return far(tokens, at, title) if left_out else None


def of_side(tokens: Tokens, i: int) -> Found | None:
    """Return whose delegation somebody is in: `On the Ruritanian side, P and Minister Q`, `Its delegation: P, Q`."""
    at = i - 1
    least = max(0, i - LIST_REACH)
    while at >= least and tokens[at].lower not in _SIDES:
        token = tokens[at]
        abbreviated = token.text == "." and tokens[at - 1].lower in HONORIFICS
        if is_whom(token) or (token.text in {";", "."} and not abbreviated):
            return None
        if token.kind == "w" and not (in_title(token) or token.lower in HONORIFICS | _IN_IT | {"a", "its", "their"}):
            return None
        at -= 1
    if at < least:
        return None
    while at > 1 and tokens[at - 1].text in {"'", "s", "'s"}:
        at -= 1
    if at > 0 and is_whom(tokens[at - 1]):
        return far(tokens, at - 1, title_before(tokens, i) or title_after(tokens, i))
    return None
