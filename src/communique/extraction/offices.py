"""The office that stands beside a person's name: before it, behind it, or as what the person became."""

from communique.extraction.atoms import Token
from communique.extraction.titles import (
    HONORIFICS,
    SMALL_WORDS,
    STARTERS,
    TITLE_REACH,
    Found,
    comma_within,
    far,
    in_title,
    is_office,
    is_whom,
    is_whom_at,
    skip_honorifics,
    title_after,
    title_before,
    title_phrase,
    whole,
)  # fmt: skip
from communique.extraction.vocabulary import words

__all__ = ["after", "becomes", "before", "belongs", "beside", "described", "doubled", "line", "owned", "who_leads"]

_HEADS_IT = words("runs run leads led heads headed presides presided directs directed chairs chaired")


def before(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return what stands before: `Ruritanian Foreign Minister P`, `Ruritania's P`, `President of Ruritania, Mr P`."""
    bare = skip_honorifics(tokens, i)
    start = i
    while (
        start > 0
        and i - start < TITLE_REACH
        and (
            in_title(tokens[start - 1])
            or tokens[start - 1].lower == "'s"
            or tokens[start - 1].text in {"'", "s"}
            or comma_within(tokens, start - 1)
            or start - 1 >= bare
        )
    ):
        start -= 1
    stop = start
    if start > 2 and tokens[start - 1].kind == "L" and tokens[start - 2].lower in {"in", "at"}:
        start -= 2  # `the Ambassador of Ruritania in Vienna, P`
    if start == 0 or not is_whom(tokens[start - 1]):
        return None
    atom = tokens[start - 1]
    assert atom.span is not None
    between = tokens[stop:i]
    genitive = bool(between) and between[0].text in {"'", "'s"}
    if genitive:
        # A mark of possession, then perhaps `s`.
        between = between[2:] if len(between) > 1 and between[1].text == "s" else between[1:]
    title = title_phrase(between)
    opens = between[0].text if between else ""
    if atom.kind == "S" and not between and start > 1 and tokens[start - 2].lower == "the":
        return Found(atom.span, None, 0)
    if title is None and genitive:
        return Found(atom.span, None, 0) if all(t.lower in HONORIFICS | SMALL_WORDS for t in between) else None
    link = start - 2 - (start > 1 and tokens[start - 2].lower == "the")
    if link >= 0 and tokens[link].lower in {"in", "to"} and not genitive:
        return _sent_abroad(tokens, link)
    if title is not None and opens not in {",", ":", "-", "."} and opens.lower() not in {"and", "to", "for", "in"}:
        return Found(atom.span, title, 0)
    # The atom itself is the complement of a title: `President of Ruritania, Mr P`.
    near = opens == "," or all(t.lower in HONORIFICS or t.kind == "." or t.text[0].isupper() for t in between)
    found = _complement(tokens, start - 1) if near else None
    return found if found and (found.title or not between) else None


def described(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whose office a longer phrase tells: `Ruritania's environment agency chief, P`, `S's envoy in L, P`."""
    stop = skip_honorifics(tokens, i)
    while stop < i and is_office(tokens[stop]):
        stop += 1  # `the agency's chief` is an office, `Air Chief Marshal` an honorific
    for at in range(stop - 1, max(-1, stop - 1 - TITLE_REACH), -1):
        token = tokens[at]
        if token.span and _after_preposition(tokens, at):
            continue  # what the office is of or where
        if is_whom(token):
            return _phrase_of(tokens, at, stop)
        if token.span or not _within_phrase(tokens, at):
            return None
    return None


def _phrase_of(tokens: tuple[Token, ...], at: int, stop: int) -> Found | None:
    """Return the office that tokens[at] has in the phrase behind it, which ends before `stop`."""
    phrase = tokens[at + 1 : stop]
    genitive = bool(phrase) and phrase[0].text in {"'", "'s"}
    if genitive:
        phrase = phrase[2:] if len(phrase) > 1 and phrase[1].text == "s" else phrase[1:]
    if not phrase or phrase[0].lower in {"and", "or", *_PREPOSITIONS} or not any(is_office(t) for t in phrase):
        return None
    title = title_phrase(phrase)
    return whole(tokens, at, title) if title else None


def _after_preposition(tokens: tuple[Token, ...], at: int) -> bool:
    before = at - 1 - (at > 0 and tokens[at - 1].lower == "the")
    return before >= 0 and tokens[before].lower in _PREPOSITIONS


def _within_phrase(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a word can stand within the phrase of an office."""
    token = tokens[at]
    if token.lower in {"the", "a", "an", "its", "his", "her", "our", "their"}:
        return at > 0 and tokens[at - 1].lower in _PREPOSITIONS
    if token.kind == ".":
        return token.text in {"'", "-", "&"} or comma_within(tokens, at)
    return token.lower not in _NO_PHRASE


_PREPOSITIONS = words("of for to in at on from with between")
_NO_PHRASE = words(
    """
    is was were are be been has have had will would can could may might shall should must do does did said says told
    announced met meets invited received welcomed thanked asked sent sends send when where while that which who whom
    whose as by but or not if than because since after before until during under over through via against he she it
    they we i you there here this these those then led headed represented replaced named appointed chaired hosted
    attended joined opened closed presided spoke addressed
    """
)


def doubled(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom the first of two offices is of: `Minister of Ruritania and Chair of the Council, P`."""
    stop = skip_honorifics(tokens, i)
    for at in range(stop - 1, max(-1, stop - 1 - TITLE_REACH), -1):
        token = tokens[at]
        if is_whom(token) and at + 1 < stop and tokens[at + 1].lower == "and":
            second = any(is_office(t) for t in tokens[at + 2 : at + 2 + _HEAD_REACH])
            found = _complement(tokens, at) if second else None
            return Found(found.whom, found.title, 1) if found and found.title else None
        if token.kind == "P" or (token.span is None and not _within_phrase(tokens, at) and token.lower != "the"):
            return None
    return None


def _sent_abroad(tokens: tuple[Token, ...], link: int) -> Found | None:
    """Return who sent somebody: `Ambassador of Ruritania to Cordia, P`, `Ruritanian Ambassador to Cordia, P`."""
    if link > 0 and is_whom(tokens[link - 1]):
        return _complement(tokens, link - 1)
    start = link
    while start > 0 and link - start < TITLE_REACH and in_title(tokens[start - 1]):
        start -= 1
    title = title_phrase(tokens[start:link])
    if title and start > 0 and tokens[start - 1].lower in {"its", "whose"}:
        # `Ruritania, whose ambassador in Cordia, P, …`
        owner = next((j for j in range(start - 2, max(-1, start - 6), -1) if tokens[j].span), -1)
        return far(tokens, owner, title) if owner >= 0 else None
    while start > 0 and tokens[start - 1].text in {"'", "s", "'s"}:
        start -= 1
    return whole(tokens, start - 1, title) if title and start > 0 else None


def _complement(tokens: tuple[Token, ...], at: int) -> Found | None:
    """Return the office of which tokens[at] is the complement: `President of (the) S`."""
    atom = tokens[at]
    j = at
    while j > 0 and tokens[j - 1].lower in {"the", "our", "new", "then"}:
        j -= 1
    if j == 0 or tokens[j - 1].lower not in {"of", "for", "from"}:
        return None
    stop = j - 1
    start = stop
    while start > 0 and at - start < TITLE_REACH and (in_title(tokens[start - 1]) or comma_within(tokens, start - 1)):
        start -= 1
    if stop > 0 and tokens[stop - 1].kind == "P":
        return None
    title = title_phrase(tokens[start:stop])
    if tokens[j - 1].lower == "for" and any(t.lower in _SENT_ABROAD for t in tokens[start:stop]):
        return None  # `Special Envoy for Ruritania`: a field, not whom he is for
    assert atom.span is not None
    return Found(atom.span, title, 0)


_SENT_ABROAD = words(
    "envoy representative coordinator rapporteur adviser advisor director director-general expert secretary"
)


def after(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return what stands behind: `P of Ruritania`, `P (Ruritania)`, `P, Foreign Minister of Ruritania`."""
    if i + 2 >= len(tokens):
        return None
    first = tokens[i + 1]
    if first.lower in {"of", "from"}:
        at = i + 2 + (tokens[i + 2].lower in {"the", "our"})
        return whole(tokens, at, title_before(tokens, i))
    if first.text == "(":
        return _bracket(tokens, i + 2)
    if first.text in {",", "-", "|"}:
        return _apposition(tokens, i + 2) or _cell(tokens, i)
    return None


def _cell(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return the name behind a person in a table or a line of a list: `P | Ruritania | Minister`, `P, Ruritania`."""
    at = i + 2
    if not is_whom(tokens[at]):
        return None
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    opens = all(token.kind in "w." and (in_title(token) or token.kind == ".") for token in tokens[:i])
    closes = following in {"", "(", "|"} and (tokens[i + 1].text == "|" or opens)
    return whole(tokens, at, title_before(tokens, i)) if closes else None


def _bracket(tokens: tuple[Token, ...], at: int) -> Found | None:
    """Return what the bracket behind a person tells: `(Ruritania)`, `(Foreign Minister, Ruritania)`."""
    start = at
    while at < len(tokens) and at - start < TITLE_REACH and tokens[at].text != ")":
        if is_whom(tokens[at]):
            following = tokens[at + 1].text if at + 1 < len(tokens) else ")"
            title = title_phrase(tokens[start:at])
            if following in {")", ",", ";"} or title:
                return whole(tokens, at, title)
        if tokens[at].span or not (in_title(tokens[at]) or tokens[at].text in {",", "-"}):
            return None
        at += 1
    return None


def _apposition(tokens: tuple[Token, ...], at: int) -> Found | None:
    """Return the office behind a comma: `, Foreign Minister of Ruritania`, `, Ruritanian Ambassador to …`."""
    for opening in (("at", "that", "time"), ("until", "now"), ("until", "lately"), ("once",), ("at", "the", "time")):
        if tuple(t.lower for t in tokens[at : at + len(opening)]) == opening:
            at += len(opening)
    start = at
    if at < len(tokens) and tokens[at].lower == "and":
        return None  # the next of a list
    while at < len(tokens) and tokens[at].lower in STARTERS:
        at += 1
    if at < len(tokens) and tokens[at].lower in {"of", "from"}:
        return whole(tokens, at + 1 + (at + 1 < len(tokens) and tokens[at + 1].lower == "the"), None)
    if at < len(tokens) and is_whom(tokens[at]):
        return _office_behind(tokens, at)
    return _office_of(tokens, at, start)


def _office_behind(tokens: tuple[Token, ...], at: int) -> Found | None:
    """Return the office that follows a state or organisation at once: `Ruritanian Ambassador`, `Ruritania's envoy`."""
    stop = at + 1
    while (
        stop < len(tokens)
        and stop - at < TITLE_REACH
        and (in_title(tokens[stop]) or tokens[stop].text in {"'", "'s", "s"})
    ):
        stop += 1
    head = tokens[at + 1 : min(stop, at + _HEAD_REACH)]
    # Not `Ruritania and the President`.
    if not head or head[0].lower in {"and", "of", "the", "to", "in", "for"} or not any(is_office(t) for t in head):
        return None
    title = title_phrase(tokens[at + 1 : stop])
    return whole(tokens, at, title) if title and not _is_person(tokens, stop) else None


def _office_of(tokens: tuple[Token, ...], at: int, start: int) -> Found | None:
    """Return the office told before a state or organisation: `Foreign Minister of Ruritania`."""
    seen_office = False
    for stop in range(at, min(len(tokens), start + TITLE_REACH)):
        token = tokens[stop]
        if is_whom(token):
            linked = seen_office and _linked(tokens, stop, start)
            if linked or linked is None:
                mine = linked and not _is_person(tokens, stop + 1)
                return whole(tokens, stop, title_phrase(tokens[start:stop])) if mine else None
        elif token.text == "(" and seen_office:
            # `P, Foreign Minister (Ruritania)`
            closes = stop + 2 < len(tokens) and is_whom(tokens[stop + 1]) and tokens[stop + 2].text == ")"
            return whole(tokens, stop + 1, title_phrase(tokens[start:stop])) if closes else None
        elif token.kind in "FI" and seen_office and _after_preposition(tokens, stop):
            continue  # `P, Chair of the Forum and Foreign Minister of Ruritania`
        elif token.span or not (
            in_title(token) or token.lower == "the" or (token.text == "," and seen_office) or comma_within(tokens, stop)
        ):
            return None
        seen_office = seen_office or is_office(token)
        if not seen_office and (is_whom(token) or stop - at >= _HEAD_REACH):
            return None
    return None


def _is_person(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a person is named here, so that the office before is hers: `P, Ruritanian President Q`."""
    while at < len(tokens) and tokens[at].kind == "w" and tokens[at].lower in HONORIFICS:
        at += 1
    return at < len(tokens) and tokens[at].kind == "P"


def _linked(tokens: tuple[Token, ...], at: int, start: int) -> bool | None:
    """Tell whether the name is what the office is of; None: it cannot be, nor anything behind it."""
    following = tokens[min(at + 1, len(tokens) - 1)]
    while at - 1 > start and tokens[at - 1].lower in _KINDS_OF_STATE:
        at -= 1  # `President of the host country Ruritania`
    before = tokens[at - 1]
    link = tokens[at - 2] if before.lower in {"the", "our"} and at - 2 >= start else before
    if link.lower in {"of", "for", "from", "at", "in"} or link.text == ",":
        # `Director-General for ASEAN Cooperation`: the name is part of a field, whom he is for comes later.
        if link.lower == "for":
            field = any(t.lower in _SENT_ABROAD for t in tokens[start:at])
            return not (field or (following.kind == "w" and following.text[0].isupper()))
        return True
    if link.lower == "and" or link.text == "-":
        return None
    return False if link.lower in {"to", "on", "with"} or is_office(following) else None


_KINDS_OF_STATE = words("host country nation state neighbouring neighboring brotherly friendly")
# Words within which the noun of an office comes.
_HEAD_REACH = 7


def line(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return the state or organisation that opens a line of a list of delegations: `Ruritania - H.E. Mr P`."""
    at = 0
    while at < len(tokens) and at < 4 and tokens[at].kind != "S" and tokens[at].kind != "O":
        if tokens[at].kind in "PFIL" or (
            tokens[at].kind == "w" and not tokens[at].text.isdigit() and tokens[at].lower not in {"the", "for", "on"}
        ):
            return None
        at += 1
    if at + 1 >= len(tokens) or not is_whom(tokens[at]) or at >= i:
        return None
    mark = tokens[at + 1]
    if mark.text not in {"-", ":", "|"} or any(t.lower in _FINITE for t in tokens[at + 1 : i]):
        return None
    if any(is_whom(t) for t in tokens[at + 2 : i]):
        return None
    return whole(tokens, at, title_before(tokens, i) or title_after(tokens, i))


_FINITE = words("is was are were has have had will would said says met shall may can could did does")


def owned(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `Ruritania and its President, P`: what `its` stands for is the last name before."""
    start = i
    while start > 0 and i - start < TITLE_REACH and (in_title(tokens[start - 1]) or tokens[start - 1].text == ","):
        start -= 1
    title = title_phrase(tokens[start:i])
    if title is None or start == 0 or tokens[start - 1].lower not in {"its", "whose", "their", "own"}:
        return None
    for j in range(start - 2, max(-1, start - 16), -1):
        if tokens[j].kind == "P" or tokens[j].text == ";":
            return None
        if is_whom(tokens[j]):
            return far(tokens, j, title)
    return None


def who_leads(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `P, who heads the Ruritanian Senate`."""
    at = i + 1
    at += at < len(tokens) and tokens[at].text == ","
    if at + 3 >= len(tokens) or tokens[at].lower != "who" or tokens[at + 1].lower not in _HEADS_IT:
        return None
    at += 2 + (tokens[at + 2].lower == "over")
    return far(tokens, at, None) if is_whom_at(tokens, at) else None


_COPULAS = words("is was became becomes been as remains remained being")


def becomes(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `P became Prime Minister of Ruritania`, `P has been Ruritania's envoy since May`."""
    for j in range(i + 1, min(i + 10, len(tokens) - 1)):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if tokens[j].lower in _COPULAS:
            found = _apposition(tokens, j + 1)
            if found and found.title:
                return Found(found.whom, found.title, 1)
    return None


def beside(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom one title in the plural is for: `Ruritanian Ministers P and P`."""
    at, title = i, None
    while title is None and at >= _PAIR and tokens[at - 1].lower in {"and", ","} and tokens[at - 2].kind == "P":
        at -= 2
        title = title_before(tokens, at)
    found = before(tokens, at) if title and title.split()[-1].lower().endswith("s") else None
    return Found(found.whom, found.title, 1) if found else None


_PAIR = 3


def belongs(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `P's Democratic Party`, `the Democratic Party of P`."""
    at = i + 1
    while at < len(tokens) and tokens[at].text in {"'", "s", "'s"}:
        at += 1
    if at > i + 1 and at < len(tokens) and tokens[at].kind == "O":
        return far(tokens, at, None)
    if i > 1 and tokens[i - 1].lower == "of":
        before = i - 2 - (tokens[i - 2].lower == "party")
        if before >= 0 and tokens[before].kind == "O":
            return far(tokens, before, None)
    return None
