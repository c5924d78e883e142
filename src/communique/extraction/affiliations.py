"""Whom a person acts for, under which title, as the words around the name tell."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.atoms import Token, Unit, name_key, sentence_tokens, units, word_set
from communique.extraction.draft import Draft, Span

__all__ = ["Affiliation", "attributes", "find_affiliations", "title_of"]


# Nouns that name an office.
OFFICES = word_set(
    """
    president minister premier pm chancellor secretary secretary-general secretary-generals
    under-secretary under-secretary-general ambassador ambassadors envoy representative representatives
    chair chairman chairwoman chairperson chairs speaker speakers king queen emir amir sultan crown prince princess
    sheikh director directors director-general commissioner governor mayor chief head chief-of-staff adviser advisor
    spokesperson spokesman spokeswoman negotiator sherpa senator deputy mp mep commander leader coordinator
    counsellor councillor delegate rapporteur president-elect president-designate vice-president vice-chair
    vice-minister vice-premier prosecutor judge justice treasurer commissioner-general administrator observer
    dean rector professor economist researcher fellow member founder ceo cfo managing chargé consul attaché attache
    homologue counterpart colleague official diplomat foreign-minister presidents ministers premiers
    secretaries governors mayors chiefs heads advisers leaders commissioners delegates deputies co-chair general
    mediator troubleshooter pope pontiff monarch ruler regent captain-general custodian parliamentarian legislator
    lawmaker congressman congresswoman undersecretary vice-chancellor high-representative editor inspector
    registrar auditor ombudsman ombudswoman director-generals state-secretary archbishop patriarch plenipotentiary
    undersecretary-general veep taoiseach tánaiste fm eam dpm sg pm's cm woman man
    emperor empress nuncio comptroller master mayor-elect nominee candidate troika-chair
    """
)
# Words of lower case that may stand within a title, besides capitalised ones.
_SMALL = word_set(
    """
    of for and the on to in & prime foreign vice deputy acting interim permanent special high first second
    former then new current outgoing incoming newly appointed designate elect emeritus junior senior chief
    executive defence defense finance trade interior health energy environment economy education transport
    agriculture external national security affairs general assistant associate joint federal state european
    caretaker re-elected late long-time veteran honorary resident head personal political diplomatic military
    state's country's cultural economic regional minister's president's at top also
    """
)
_HONORIFICS = word_set(
    """
    mr mrs ms messrs dr drs h.e he h.r.h hrh h.m hm h.h hh his her their excellency excellencies honourable honorable
    hon rt right majesty highness royal serene the sir dame lord lady dato dato' datuk tan sri seri tun shri smt
    prof professor eng eng. sheikh shaikh sheikha haji hajah samdech techo akka moha sena padei general gen
    lieutenant major colonel admiral marshal brigadier col lt maj gen. u daw dasho lyonpo ratu tengku utama
    pehin senhor madam madame mme ambassador amb . , - : st imam ayatollah hojatoleslam cardinal prince princess king
    queen sultan yb yab ybhg tuan puan rear air chief ms. mr. dr. father monsignor archbishop bishop rev judge
    justice h.e. h.r.h. h.m. hon. rt. hon'ble crown emir amir ' comrade sayyid seyyed sayed engineer en encik haj
    hadj don doña
    """
)
_STARTERS = word_set("a an the our its his her their then new also former outgoing current currently as incoming now")
_CAME_FOR = word_set(
    """
    came spoke attended represented representing took stood sat participated appeared speaking speaks attending
    attends comes came signed signing intervened delivered replied answered
    """
)
_LED = word_set("led headed represented chaired fronted headed presided guided")
_SENT = word_set("sent sends send nominated dispatched fielded sending")
_HEADS_IT = word_set("runs run leads led heads headed presides presided directs directed chairs chaired")
_TITLE_REACH = 16
# Words before the first name of a sentence that opens with `For`.
_FRONT = 3


@dataclass(frozen=True)
class Affiliation:
    """A person acts for a state or organisation, under a title if the text gives one."""

    person: Span
    title: str | None
    whom: Span
    sent_id: int


@dataclass(frozen=True)
class _Found:
    whom: Span
    title: str | None
    rank: int  # 0: the words are next to the name; 1: they are further off


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
    return None if at is None else _title_before(tokens, at) or _title_after(tokens, at)


def _union(draft: Draft, unit: Unit, i: int) -> _Found | None:
    """Return the European Union for its High Representative, an office that no other body has."""
    title = _title_before(unit.tokens, i) or _title_after(unit.tokens, i)
    if title is None or not title.startswith("High Representative"):
        return None
    union = next((s for s in draft.spans if draft.of(s) in {"EU", "European Union"}), None)
    return _Found(union, title, 1) if union else None


def _affiliation(unit: Unit, i: int) -> _Found | None:
    tokens = unit.tokens
    rules = (_before, _line, _after, _delegation, _on_behalf, _its, _who_leads, _belongs, _becomes, _beside)
    return next((found for found in (rule(tokens, i) for rule in rules) if found), None)


def _is_whom(token: Token) -> bool:
    return token.kind in "SO"


def _office(token: Token) -> bool:
    word = token.lower.removesuffix("'s")
    return word in OFFICES or ("-" in word and any(part in OFFICES for part in word.split("-")))


def _in_title(token: Token) -> bool:
    """Tell whether a token can stand within a title."""
    if token.kind != "w":
        return False
    return token.text[0].isupper() or token.lower in _SMALL or _office(token)


def _phrase(tokens: tuple[Token, ...]) -> str | None:
    """Return the title that the tokens spell, without articles and marks at its ends."""
    words = list(tokens)
    drop = _STARTERS | _HONORIFICS - OFFICES | {"and", "of", "for", "'s", "s", "'", '"', "with", "by", "to", "both"}
    while words and (words[0].lower in drop or words[0].kind == "."):
        words.pop(0)
    while words and (words[-1].lower in drop or words[-1].kind == "."):
        words.pop()
    if not any(_office(word) for word in words):
        return None
    return _joined(words)


def _joined(words: list[Token]) -> str:
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        gap = "" if before is None or before.end == word.start or word.text in {",", "."} else " "
        text += gap + word.text
    return text


def _skip_honorifics(tokens: tuple[Token, ...], i: int) -> int:
    """Return the position of the first token of the honorifics that stand before token i."""
    while i > 0 and not tokens[i - 1].span and tokens[i - 1].lower in _HONORIFICS:
        i -= 1
    return i


def _before(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return what stands before: `Ruritanian Foreign Minister P`, `Ruritania's P`, `President of Ruritania, Mr P`."""
    bare = _skip_honorifics(tokens, i)
    start = i
    while (
        start > 0
        and i - start < _TITLE_REACH
        and (
            _in_title(tokens[start - 1])
            or (tokens[start - 1].text in {",", "."} and start - 1 >= bare)
            or tokens[start - 1].lower == "'s"
            or tokens[start - 1].text in {"'", "s"}
            or _comma_within(tokens, start - 1)
        )
    ):
        start -= 1
    stop = start
    if start > 2 and tokens[start - 1].kind == "L" and tokens[start - 2].lower in {"in", "at"}:
        start -= 2  # `the Ambassador of Ruritania in Vienna, P`
    if start == 0 or not _is_whom(tokens[start - 1]):
        return None
    atom = tokens[start - 1]
    assert atom.span is not None
    between = tokens[stop:i]
    genitive = bool(between) and between[0].text in {"'", "'s"}
    if genitive:
        # A mark of possession, then perhaps `s`.
        between = between[2:] if len(between) > 1 and between[1].text == "s" else between[1:]
    title = _phrase(between)
    opens = between[0].text if between else ""
    if atom.kind == "S" and not between and start > 1 and tokens[start - 2].lower == "the":
        return _Found(atom.span, None, 0)
    if title is None and genitive:
        return _Found(atom.span, None, 0) if all(t.lower in _HONORIFICS | _SMALL for t in between) else None
    abroad = start > 1 and tokens[start - 2].lower in {"in", "to"} and not genitive
    if title is not None and opens not in {",", ":", "-", "."} and opens.lower() not in {"and", "to", "for", "in"}:
        return None if abroad else _Found(atom.span, title, 0)
    # The atom itself is the complement of a title: `President of Ruritania, Mr P`.
    if opens == "," or all(t.lower in _HONORIFICS or t.kind == "." or t.text[0].isupper() for t in between):
        found = _complement(tokens, start - 1)
        return found if found and (found.title or not between) else None
    return None


def _comma_within(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a comma lists fields of one ministry: `Minister of Environment, Water and Agriculture`."""
    if tokens[i].text != "," or i == 0 or i + 2 >= len(tokens):
        return False
    return any(t.lower == "and" for t in tokens[i + 1 : i + 4]) and tokens[i - 1].kind == "w"


def _complement(tokens: tuple[Token, ...], at: int) -> _Found | None:
    """Return the office of which tokens[at] is the complement: `President of (the) S`."""
    atom = tokens[at]
    j = at
    while j > 0 and tokens[j - 1].lower in {"the", "our", "new", "then"}:
        j -= 1
    if j == 0 or tokens[j - 1].lower not in {"of", "for", "from"}:
        return None
    stop = j - 1
    start = stop
    while (
        start > 0 and at - start < _TITLE_REACH and (_in_title(tokens[start - 1]) or _comma_within(tokens, start - 1))
    ):
        start -= 1
    if stop > 0 and tokens[stop - 1].kind == "P":
        return None
    title = _phrase(tokens[start:stop])
    assert atom.span is not None
    return _Found(atom.span, title, 0)


def _after(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return what stands behind: `P of Ruritania`, `P (Ruritania)`, `P, Foreign Minister of Ruritania`."""
    if i + 2 >= len(tokens):
        return None
    first = tokens[i + 1]
    if first.lower in {"of", "from"}:
        at = i + 2 + (tokens[i + 2].lower in {"the", "our"})
        return _whole(tokens, at, _title_before(tokens, i))
    if first.text == "(":
        return _bracket(tokens, i + 2)
    if first.text in {",", "-", "|", ";"} and first.text != ";":
        return _apposition(tokens, i + 2)
    return None


def _whole(tokens: tuple[Token, ...], at: int, title: str | None) -> _Found | None:
    if at < len(tokens) and _is_whom(tokens[at]):
        atom = tokens[at]
        assert atom.span is not None
        return _Found(atom.span, title, 0)
    return None


def _title_before(tokens: tuple[Token, ...], i: int) -> str | None:
    start = i
    while start > 0 and i - start < _TITLE_REACH and _in_title(tokens[start - 1]):
        start -= 1
    return _phrase(tokens[start:i])


def _bracket(tokens: tuple[Token, ...], at: int) -> _Found | None:
    """Return what the bracket behind a person tells: `(Ruritania)`, `(Foreign Minister, Ruritania)`."""
    start = at
    while at < len(tokens) and at - start < _TITLE_REACH and tokens[at].text != ")":
        if _is_whom(tokens[at]):
            following = tokens[at + 1].text if at + 1 < len(tokens) else ")"
            title = _phrase(tokens[start:at])
            if following in {")", ",", ";"} or title:
                return _whole(tokens, at, title)
        if tokens[at].span or not (_in_title(tokens[at]) or tokens[at].text in {",", "-"}):
            return None
        at += 1
    return None


def _apposition(tokens: tuple[Token, ...], at: int) -> _Found | None:
    """Return the office behind a comma: `, Foreign Minister of Ruritania`, `, Ruritanian Ambassador to …`."""
    for opening in (("at", "that", "time"), ("until", "now"), ("until", "lately"), ("once",), ("at", "the", "time")):
        if tuple(t.lower for t in tokens[at : at + len(opening)]) == opening:
            at += len(opening)
    start = at
    while at < len(tokens) and tokens[at].lower in _STARTERS:
        at += 1
    if at < len(tokens) and tokens[at].lower in {"of", "from"}:
        return _whole(tokens, at + 1 + (at + 1 < len(tokens) and tokens[at + 1].lower == "the"), None)
    if at < len(tokens) and _is_whom(tokens[at]):
        return _office_behind(tokens, at)
    return _office_of(tokens, at, start)


def _office_behind(tokens: tuple[Token, ...], at: int) -> _Found | None:
    """Return the office that follows a state or organisation at once: `Ruritanian Ambassador`, `Ruritania's envoy`."""
    stop = at + 1
    while (
        stop < len(tokens)
        and stop - at < _TITLE_REACH
        and (_in_title(tokens[stop]) or tokens[stop].text in {"'", "'s", "s"})
    ):
        stop += 1
    head = tokens[at + 1 : min(stop, at + _HEAD_REACH)]
    # Not `Ruritania and the President`.
    if not head or head[0].lower in {"and", "of", "the", "to", "in", "for"} or not any(_office(t) for t in head):
        return None
    title = _phrase(tokens[at + 1 : stop])
    return _whole(tokens, at, title) if title else None


def _office_of(tokens: tuple[Token, ...], at: int, start: int) -> _Found | None:
    """Return the office told before a state or organisation: `Foreign Minister of Ruritania`."""
    seen_office = False
    for stop in range(at, min(len(tokens), start + _TITLE_REACH)):
        token = tokens[stop]
        if _is_whom(token):
            linked = seen_office and _linked(tokens, stop, start)
            if linked or linked is None:
                return _whole(tokens, stop, _phrase(tokens[start:stop])) if linked else None
        elif token.span or not (_in_title(token) or (token.text == "," and seen_office) or _comma_within(tokens, stop)):
            return None
        seen_office = seen_office or _office(token)
        if not seen_office and (_is_whom(token) or stop - at >= _HEAD_REACH):
            return None
    return None


def _linked(tokens: tuple[Token, ...], at: int, start: int) -> bool | None:
    """Tell whether the name is what the office is of; None: it cannot be, nor anything behind it."""
    before = tokens[at - 1]
    link = tokens[at - 2] if before.lower in {"the", "our"} and at - 2 >= start else before
    following = tokens[min(at + 1, len(tokens) - 1)]
    if link.lower in {"of", "for", "from", "at", "in"} or link.text == ",":
        # `Director-General for ASEAN Cooperation`: the name is part of a field, whom he is for comes later.
        return not (link.lower == "for" and following.kind == "w" and following.text[0].isupper())
    if link.lower == "and" or link.text == "-":
        return None
    return False if link.lower in {"to", "on", "with"} or _office(following) else None


# Words within which the noun of an office comes.
_HEAD_REACH = 7


def _line(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return the state or organisation that opens a line of a list of delegations: `Ruritania - H.E. Mr P`."""
    at = 0
    while at < len(tokens) and at < 4 and tokens[at].kind != "S" and tokens[at].kind != "O":
        if tokens[at].kind in "PFIL" or (
            tokens[at].kind == "w" and not tokens[at].text.isdigit() and tokens[at].lower not in {"the", "for", "on"}
        ):
            return None
        at += 1
    if at + 1 >= len(tokens) or not _is_whom(tokens[at]) or at >= i:
        return None
    mark = tokens[at + 1]
    if mark.text not in {"-", ":", "|"} or any(t.lower in _FINITE for t in tokens[at + 1 : i]):
        return None
    if any(_is_whom(t) for t in tokens[at + 2 : i]):
        return None
    return _whole(tokens, at, _title_before(tokens, i) or _title_after(tokens, i))


_FINITE = word_set("is was are were has have had will would said says met shall may can could did does")


def _title_after(tokens: tuple[Token, ...], i: int) -> str | None:
    if i + 1 >= len(tokens) or tokens[i + 1].text != ",":
        return None
    stop = i + 2
    while stop < len(tokens) and stop - i < _TITLE_REACH and (_in_title(tokens[stop]) or _comma_within(tokens, stop)):
        stop += 1
    return _phrase(tokens[i + 2 : stop])


def _delegation(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody leads or is sent by: `The Ruritanian delegation was led by P`, `Ruritania sent P`."""
    start, title = _start_of_person(tokens, i)
    while start > 1 and tokens[start].lower in {"and", ","} | _SMALL and tokens[start - 1].kind == "P":
        # Joined to one who was sent as well: `sent Prime Minister P and Foreign Minister P`.
        start, _ = _start_of_person(tokens, start - 1)
    for j in _senders(tokens, start):
        if tokens[j].kind in ".P" and tokens[j].text not in {"(", ")", "'"}:
            return None
        if _is_whom(tokens[j]):
            return _far(tokens, j, title)
    return None


def _start_of_person(tokens: tuple[Token, ...], i: int) -> tuple[int, str | None]:
    """Return where the titles before a person begin, or the `by` before them, and the title."""
    start = i
    while start > 0 and i - start < _TITLE_REACH and tokens[start].lower != "by":
        word = tokens[start - 1]
        if not (_in_title(word) or word.lower in _HONORIFICS or word.lower in {"its", "by"}):
            break
        start -= 1
    return start, _phrase(tokens[start:i])


def _senders(tokens: tuple[Token, ...], start: int) -> range:
    """Return where the state or organisation stands that sent the person whose titles begin at `start`."""
    before = tokens[start - 1].lower if start > 0 else ""
    if tokens[start].lower == "by" and before in {"led", "headed", "represented"}:
        return range(start - 2, max(-1, start - 9), -1)
    if before in _SENT:
        opener = next((j for j in (0, 1) if _is_whom(tokens[j])), None)
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


def _on_behalf(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody speaks for: `P came for Ruritania`, `P represented Ruritania`, `For Ruritania, Mr P`."""
    return _spoken_for_after(tokens, i) or _spoken_for_before(tokens, i)


def _spoken_for_after(tokens: tuple[Token, ...], i: int) -> _Found | None:
    title = _title_before(tokens, i)
    for j in range(i + 1, min(i + 9, len(tokens) - 1)):
        token = tokens[j]
        listed = token.kind == "P" and (j == i + 1 or tokens[j - 1].lower in {"and", ","} | _HONORIFICS)
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
        if _is_whom_at(tokens, at):
            return _far(tokens, at, title)
    return None


def _spoken_for_before(tokens: tuple[Token, ...], i: int) -> _Found | None:
    bare = _skip_honorifics(tokens, i)
    start = i
    while start > 0 and i - start < _TITLE_REACH and (_in_title(tokens[start - 1]) or start - 1 >= bare):
        start -= 1
    for j in range(start - 1, max(-1, start - 9), -1):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if not _is_whom(tokens[j]):
            continue
        opening = [t.lower for t in tokens[max(0, j - 3) : j]]
        near = all(t.text in {",", ":"} for t in tokens[j + 1 : start])
        if (
            "behalf" in opening
            or (j <= _FRONT and tokens[0].lower == "for")
            or (near and start > j + 1 and "for" in opening[-2:])
        ):
            return _far(tokens, j, _phrase(tokens[start:i]))
    return None


def _its(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody is for: `Ruritania and its President, P`: what `its` stands for is the last name before."""
    start = i
    while start > 0 and i - start < _TITLE_REACH and (_in_title(tokens[start - 1]) or tokens[start - 1].text == ","):
        start -= 1
    title = _phrase(tokens[start:i])
    if title is None or start == 0 or tokens[start - 1].lower not in {"its", "whose", "their", "own"}:
        return None
    for j in range(start - 2, max(-1, start - 16), -1):
        if tokens[j].kind == "P" or tokens[j].text == ";":
            return None
        if _is_whom(tokens[j]):
            return _far(tokens, j, title)
    return None


def _who_leads(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody is for: `P, who heads the Ruritanian Senate`."""
    at = i + 1
    at += at < len(tokens) and tokens[at].text == ","
    if at + 3 >= len(tokens) or tokens[at].lower != "who" or tokens[at + 1].lower not in _HEADS_IT:
        return None
    at += 2 + (tokens[at + 2].lower == "over")
    return _far(tokens, at, None) if _is_whom_at(tokens, at) else None


_COPULAS = word_set("is was became becomes been as remains remained being")


def _becomes(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody is for: `P became Prime Minister of Ruritania`, `P has been Ruritania's envoy since May`."""
    for j in range(i + 1, min(i + 10, len(tokens) - 1)):
        if tokens[j].kind == "P" or tokens[j].text in {";", "."}:
            return None
        if tokens[j].lower in _COPULAS:
            found = _apposition(tokens, j + 1)
            if found and found.title:
                return _Found(found.whom, found.title, 1)
    return None


def _beside(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom one title in the plural is for: `Ruritanian Ministers P and P`."""
    at, title = i, None
    while title is None and at >= _PAIR and tokens[at - 1].lower in {"and", ","} and tokens[at - 2].kind == "P":
        at -= 2
        title = _title_before(tokens, at)
    found = _before(tokens, at) if title and title.split()[-1].lower().endswith("s") else None
    return _Found(found.whom, found.title, 1) if found else None


_PAIR = 3


def _belongs(tokens: tuple[Token, ...], i: int) -> _Found | None:
    """Return whom somebody is for: `P's Democratic Party`, `the Democratic Party of P`."""
    at = i + 1
    while at < len(tokens) and tokens[at].text in {"'", "s", "'s"}:
        at += 1
    if at > i + 1 and at < len(tokens) and tokens[at].kind == "O":
        return _far(tokens, at, None)
    if i > 1 and tokens[i - 1].lower == "of":
        before = i - 2 - (tokens[i - 2].lower == "party")
        if before >= 0 and tokens[before].kind == "O":
            return _far(tokens, before, None)
    return None


def _is_whom_at(tokens: tuple[Token, ...], at: int) -> bool:
    at += at < len(tokens) and tokens[at].lower in {"the", "his", "her"}
    return at < len(tokens) and _is_whom(tokens[at])


def _far(tokens: tuple[Token, ...], at: int, title: str | None) -> _Found | None:
    at += tokens[at].lower in {"the", "his", "her"}
    found = _whole(tokens, at, title)
    return _Found(found.whom, found.title, 1) if found else None


def attributes(unit: Unit) -> frozenset[int]:
    """Return where names stand that only say whom a person is for: `Ruritanian` before its minister's name."""
    marked = set()
    for i, token in enumerate(unit.tokens):
        if token.kind == "P":
            found = _before(unit.tokens, i) or _after(unit.tokens, i)
            if found:
                marked.add(found.whom.start)
    return frozenset(marked)
