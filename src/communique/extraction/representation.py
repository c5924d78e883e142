"""Whom somebody represents: who sent, led or spoke for a state or organisation, as the sentence tells."""

from communique.extraction.atoms import Token
from communique.extraction.titles import (
    HONORIFICS,
    LIST_REACH,
    SMALL_WORDS,
    TITLE_REACH,
    Found,
    far,
    in_title,
    is_office,
    is_whom,
    is_whom_at,
    skip_honorifics,
    title_before,
    title_phrase,
)  # fmt: skip
from communique.extraction.vocabulary import words

__all__ = ["by_way_of", "delegation", "of_statement", "on_behalf", "shared"]

_CAME_FOR = words(
    """
    came spoke attended represented representing took stood sat participated appeared speaking speaks attending
    attends comes came signed signing intervened delivered replied answered
    """
)
_LED = words("led headed represented chaired fronted headed presided guided")
_SENT = words("sent sends send nominated dispatched fielded sending designated delegated deputed")
# Words before the first name of a sentence that opens with `For`.
_FRONT = 3
_PHRASE = 8  # words of a phrase such as `her outgoing climate minister`


def delegation(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody leads or is sent by: `The Ruritanian delegation was led by P`, `Ruritania sent P`."""
    start, title = _start_of_person(tokens, i)
    while start > 1 and tokens[start].lower in {"and", ","} | SMALL_WORDS and tokens[start - 1].kind == "P":
        # Joined to one who was sent as well: `sent Prime Minister P and Foreign Minister P`.
        start, _ = _start_of_person(tokens, start - 1)
    senders = _senders(tokens, start)
    for j in senders:
        # A comma may stand before the verb: `Ruritania, represented by P`.
        if (
            tokens[j].kind in ".P"
            and tokens[j].text not in {"(", ")", "'"}
            and (tokens[j].text, j) != (",", senders[0])
        ):
            return None
        if is_whom(tokens[j]):
            return far(tokens, j, title)
    return None


def _start_of_person(tokens: tuple[Token, ...], i: int) -> tuple[int, str | None]:
    """Return where the titles before a person begin, or the `by` before them, and the title."""
    start = i
    while start > 0 and i - start < TITLE_REACH and tokens[start].lower != "by":
        word = tokens[start - 1]
        if not (in_title(word) or word.lower in HONORIFICS or word.lower in {"its", "by"}):
            break
        start -= 1
    article = _article_of_phrase(tokens, start, i) if start < i else start
    start = article - (article < start and tokens[article - 1].lower == "by")
    return start, title_phrase(tokens[start:i])


def _article_of_phrase(tokens: tuple[Token, ...], start: int, i: int) -> int:
    """Return where the article stands that opens a phrase with an office: `a deputy minister, P`; else `start`."""
    for at in range(start - 1, max(0, start - _PHRASE), -1):
        word = tokens[at]
        if word.lower in {"a", "an", "the", "its", "her", "his", "their", "our"}:
            return at if any(is_office(t) for t in tokens[at:i]) else start
        if word.kind != "w" or word.lower in _SENT | {"by", "and"}:
            return start
    return start


def _senders(tokens: tuple[Token, ...], start: int) -> range:
    """Return where the state or organisation stands that sent the person whose titles begin at `start`."""
    before = tokens[start - 1].lower if start > 0 else ""
    if tokens[start].lower == "by" and before in {"led", "headed", "represented"}:
        return range(start - 2, max(-1, start - 9), -1)
    if before in _SENT:
        opener = next((j for j in (0, 1) if is_whom(tokens[j])), None)
        return range(start - 2, max(-1, start - 6), -1) if opener is None else range(opener, opener + 1)
    if before == "under" and any(t.lower in _SENT for t in tokens[max(0, start - 6) : start]):
        return range(start - 2, max(-1, start - 9), -1)
    if tokens[start].lower == "by" and start > 0 and any(t.lower in _LED for t in tokens[:start]):
        # The verb is left out: `…; Ruritania, by Minister P`.
        at = start - 1
        at -= tokens[at].text == ","
        at -= at > 0 and tokens[at].lower in {"side", "delegation", "team", "party"}
        return range(at, at - 1, -1)
    return range(0)


def on_behalf(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody speaks for: `P came for Ruritania`, `P represented Ruritania`, `For Ruritania, Mr P`."""
    return _spoken_for_after(tokens, i) or _spoken_for_before(tokens, i)


def _spoken_for_after(tokens: tuple[Token, ...], i: int) -> Found | None:
    title = title_before(tokens, i)
    for j in range(i + 1, min(i + 9, len(tokens) - 1)):
        token = tokens[j]
        listed = token.kind == "P" and (j == i + 1 or tokens[j - 1].lower in {"and", ","} | HONORIFICS)
        if token.kind in "FL" or listed:
            continue
        if token.span or token.text in {".", ";", ":"}:
            return None
        came = any(t.lower in _CAME_FOR for t in tokens[i + 1 : j]) or tokens[j - 1].kind == "P"
        at = j + 1
        if token.lower in _LEADS and (led := _delegation_at(tokens, at)):
            return far(tokens, led, title)
        if (token.lower, tokens[j + 1].lower) == ("behalf", "of") or (
            j == i + 1 and token.text == "," and tokens[j + 1].lower == "for"
        ):
            at = j + 2
        elif token.lower not in {"represented", "representing", "represents"} and not (token.lower == "for" and came):
            continue
        if is_whom_at(tokens, at):
            past = at + 1 + (tokens[at].lower in {"the", "his", "her"})
            past += past < len(tokens) and tokens[past].text == ","
            # `P and, for Ruritania, by Q`: said of the next.
            said_of_next = past < len(tokens) and tokens[past].lower == "by"
            return None if said_of_next else far(tokens, at, title)
    return None


_LEADS = words("led leads leading headed heads heading")
_DELEGATIONS = words("delegation team side mission party")


def _delegation_at(tokens: tuple[Token, ...], at: int) -> int | None:
    """Return where the name stands of a delegation told from `at` on: `the Ruritanian team`, `the delegation of S`."""
    at += at < len(tokens) and tokens[at].lower in {"the", "a", "its"}
    if at + 1 >= len(tokens):
        return None
    if is_whom(tokens[at]):
        rest = [t.lower for t in tokens[at + 1 : at + 5]]
        return at if _DELEGATIONS & set(rest) else None
    if tokens[at].lower in _DELEGATIONS and tokens[at + 1].lower in {"of", "from"} and is_whom_at(tokens, at + 2):
        return at + 2
    return None


_ARE = words("was were is are came sat stood spoke")


def _spoken_for_before(tokens: tuple[Token, ...], i: int) -> Found | None:
    bare = skip_honorifics(tokens, i)
    start = i
    while start > 0 and i - start < TITLE_REACH and (in_title(tokens[start - 1]) or start - 1 >= bare):
        start -= 1
    title = title_phrase(tokens[start:i])
    while start > 1 and tokens[start - 1].lower in {",", "and"}:
        # One of a list: `Taking part for Ruritania were P and Minister Q`.
        before = start - 2 - (tokens[start - 2].text == ",")
        if tokens[before].kind != "P":
            break
        start = before
        while start > 0 and in_title(tokens[start - 1]):
            start -= 1
    for j in range(start - 1, max(-1, start - 9), -1):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if not is_whom(tokens[j]):
            continue
        opening = [t.lower for t in tokens[max(0, j - 3) : j]]
        near = all(t.text in {",", ":"} or t.lower in _ARE for t in tokens[j + 1 : start])
        if (
            "behalf" in opening
            or (j <= _FRONT and tokens[0].lower == "for")
            or (near and start > j + 1 and "for" in opening[-2:])
        ):
            return far(tokens, j, title)
    return None


def by_way_of(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return who is there in somebody: `Ruritania, through Ambassador P`, `S came in the person of P`, `S under P`."""
    start, title = _start_of_person(tokens, i)
    while start < i and tokens[start].lower == "of":
        start += 1
    if start > 4 and tuple(t.lower for t in tokens[start - 4 : start]) == ("in", "the", "person", "of"):
        for at in range(start - 5, max(-1, start - 5 - TITLE_REACH), -1):
            if tokens[at].kind == "P" or tokens[at].text in {";", "."}:
                return None
            if is_whom(tokens[at]):
                return far(tokens, at, title)
        return None
    if start < 2 or tokens[start - 1].lower not in {"through", "under"}:
        return None
    at = start - 2 - (tokens[start - 2].text == ",")
    # `under` alone may tell a period: `Ruritania under P`.
    named = title is not None or tokens[start - 1].lower == "through"
    return far(tokens, at, title) if named and at >= 0 and is_whom(tokens[at]) else None


def shared(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom all of a list are for: `P and Q, both of the Bank`, `P and Minister Q on the side of Ruritania`."""
    for at in range(i + 1, min(i + LIST_REACH, len(tokens) - 2)):
        token = tokens[at]
        if token.lower in {"both", "all"} and tokens[at + 1].lower in {"of", "from", "for"}:
            return far(tokens, at + 2, title_before(tokens, i)) if is_whom_at(tokens, at + 2) else None
        if token.lower in {"on", "for", "from"}:
            return _side(tokens, at, title_before(tokens, i))
        if not (token.kind == "P" or token.text == "," or token.lower in HONORIFICS or in_title(token)):
            return None
    return None


def _side(tokens: tuple[Token, ...], at: int, title: str | None) -> Found | None:
    """Return whose side is told from `at` on: `on the side of Ruritania`, `from the Ruritanian side`."""
    rest = [t.lower for t in tokens[at + 1 : at + 5]]
    if rest[:3] in (["the", "side", "of"], ["the", "part", "of"]) and is_whom_at(tokens, at + 4):
        return far(tokens, at + 4, title)
    if rest[:1] == ["the"] and "side" in rest[2:] and at + 2 < len(tokens) and is_whom(tokens[at + 2]):
        return far(tokens, at + 2, title)
    return None


def of_statement(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whose statement somebody delivers: `Statement of Ruritania by Dr P`."""
    start, title = _start_of_person(tokens, i)
    if start < 3 or tokens[start].lower != "by":
        return None
    at = start - 1 - (tokens[start - 1].lower in {"delivered", "read", "made", "presented"})
    said = any(t.lower in _STATEMENTS for t in tokens[:at])
    return far(tokens, at, title) if said and is_whom(tokens[at]) else None


_STATEMENTS = words("statement address intervention remarks speech message")
