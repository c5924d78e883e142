"""Whom a person acts for, under which title, as the words around the name tell."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.atoms import Token, Unit, name_key, sentence_tokens, units
from communique.extraction.draft import Draft, Span
from communique.extraction.groups import from_whom, in_bracket, in_turn, of_side
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

__all__ = ["Affiliation", "attributes", "find_affiliations", "title_of"]


_CAME_FOR = words(
    """
    came spoke attended represented representing took stood sat participated appeared speaking speaks attending
    attends comes came signed signing intervened delivered replied answered
    """
)
_LED = words("led headed represented chaired fronted headed presided guided")
_SENT = words("sent sends send nominated dispatched fielded sending")
_HEADS_IT = words("runs run leads led heads headed presides presided directs directed chairs chaired")
# Words before the first name of a sentence that opens with `For`.
_FRONT = 3


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
        _before, _line, _after, _delegation, _on_behalf, _its, _who_leads, _belongs, _becomes, _beside,
        in_bracket, in_turn, from_whom, of_side,
    )  # fmt: skip
    return next((found for found in (rule(tokens, i) for rule in rules) if found), None)


def _before(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return what stands before: `Ruritanian Foreign Minister P`, `Ruritania's P`, `President of Ruritania, Mr P`."""
    bare = skip_honorifics(tokens, i)
    start = i
    while (
        start > 0
        and i - start < TITLE_REACH
        and (
            in_title(tokens[start - 1])
            or (tokens[start - 1].text in {",", "."} and start - 1 >= bare)
            or tokens[start - 1].lower == "'s"
            or tokens[start - 1].text in {"'", "s"}
            or comma_within(tokens, start - 1)
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


def _after(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return what stands behind: `P of Ruritania`, `P (Ruritania)`, `P, Foreign Minister of Ruritania`."""
    if i + 2 >= len(tokens):
        return None
    first = tokens[i + 1]
    if first.lower in {"of", "from"}:
        at = i + 2 + (tokens[i + 2].lower in {"the", "our"})
        return whole(tokens, at, title_before(tokens, i))
    if first.text == "(":
        return _bracket(tokens, i + 2)
    if first.text in {",", "-", "|", ";"} and first.text != ";":
        return _apposition(tokens, i + 2)
    return None


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
        elif token.span or not (in_title(token) or (token.text == "," and seen_office) or comma_within(tokens, stop)):
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
    before = tokens[at - 1]
    link = tokens[at - 2] if before.lower in {"the", "our"} and at - 2 >= start else before
    following = tokens[min(at + 1, len(tokens) - 1)]
    if link.lower in {"of", "for", "from", "at", "in"} or link.text == ",":
        # `Director-General for ASEAN Cooperation`: the name is part of a field, whom he is for comes later.
        if link.lower == "for":
            field = any(t.lower in _SENT_ABROAD for t in tokens[start:at])
            return not (field or (following.kind == "w" and following.text[0].isupper()))
        return True
    if link.lower == "and" or link.text == "-":
        return None
    return False if link.lower in {"to", "on", "with"} or is_office(following) else None


# Words within which the noun of an office comes.
_HEAD_REACH = 7


def _line(tokens: tuple[Token, ...], i: int) -> Found | None:
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


def _delegation(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody leads or is sent by: `The Ruritanian delegation was led by P`, `Ruritania sent P`."""
    start, title = _start_of_person(tokens, i)
    while start > 1 and tokens[start].lower in {"and", ","} | SMALL_WORDS and tokens[start - 1].kind == "P":
        # Joined to one who was sent as well: `sent Prime Minister P and Foreign Minister P`.
        start, _ = _start_of_person(tokens, start - 1)
    for j in _senders(tokens, start):
        if tokens[j].kind in ".P" and tokens[j].text not in {"(", ")", "'"}:
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
    return start, title_phrase(tokens[start:i])


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


def _on_behalf(tokens: tuple[Token, ...], i: int) -> Found | None:
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


def _spoken_for_before(tokens: tuple[Token, ...], i: int) -> Found | None:
    bare = skip_honorifics(tokens, i)
    start = i
    while start > 0 and i - start < TITLE_REACH and (in_title(tokens[start - 1]) or start - 1 >= bare):
        start -= 1
    for j in range(start - 1, max(-1, start - 9), -1):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if not is_whom(tokens[j]):
            continue
        opening = [t.lower for t in tokens[max(0, j - 3) : j]]
        near = all(t.text in {",", ":"} for t in tokens[j + 1 : start])
        if (
            "behalf" in opening
            or (j <= _FRONT and tokens[0].lower == "for")
            or (near and start > j + 1 and "for" in opening[-2:])
        ):
            return far(tokens, j, title_phrase(tokens[start:i]))
    return None


def _its(tokens: tuple[Token, ...], i: int) -> Found | None:
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


def _who_leads(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `P, who heads the Ruritanian Senate`."""
    at = i + 1
    at += at < len(tokens) and tokens[at].text == ","
    if at + 3 >= len(tokens) or tokens[at].lower != "who" or tokens[at + 1].lower not in _HEADS_IT:
        return None
    at += 2 + (tokens[at + 2].lower == "over")
    return far(tokens, at, None) if is_whom_at(tokens, at) else None


_COPULAS = words("is was became becomes been as remains remained being")


def _becomes(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom somebody is for: `P became Prime Minister of Ruritania`, `P has been Ruritania's envoy since May`."""
    for j in range(i + 1, min(i + 10, len(tokens) - 1)):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if tokens[j].lower in _COPULAS:
            found = _apposition(tokens, j + 1)
            if found and found.title:
                return Found(found.whom, found.title, 1)
    return None


def _beside(tokens: tuple[Token, ...], i: int) -> Found | None:
    """Return whom one title in the plural is for: `Ruritanian Ministers P and P`."""
    at, title = i, None
    while title is None and at >= _PAIR and tokens[at - 1].lower in {"and", ","} and tokens[at - 2].kind == "P":
        at -= 2
        title = title_before(tokens, at)
    found = _before(tokens, at) if title and title.split()[-1].lower().endswith("s") else None
    return Found(found.whom, found.title, 1) if found else None


_PAIR = 3


def _belongs(tokens: tuple[Token, ...], i: int) -> Found | None:
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


def attributes(unit: Unit) -> frozenset[int]:
    """Return where names stand that only say whom a person is for: `Ruritanian` before its minister's name."""
    marked = set()
    for i, token in enumerate(unit.tokens):
        if token.kind == "P":
            found = _before(unit.tokens, i) or _after(unit.tokens, i)
            if found:
                marked.add(found.whom.start)
    return frozenset(marked)
