"""The words of a title, and what a rule of affiliation gives back."""

from dataclasses import dataclass

from communique.extraction.atoms import Token
from communique.extraction.draft import Span
from communique.extraction.vocabulary import words

__all__ = [
    "HONORIFICS", "LIST_REACH", "OFFICES", "SMALL_WORDS", "STARTERS", "TITLE_REACH",
    "Found", "comma_within", "far", "in_title", "is_office", "is_whom", "is_whom_at",
    "skip_honorifics", "title_after", "title_before", "title_phrase", "whole",
]  # fmt: skip

# Nouns that name an office.
OFFICES = words(
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
SMALL_WORDS = words(
    """
    of for and the on to in & prime foreign vice deputy acting interim permanent special high first second
    former then new current outgoing incoming newly appointed designate elect emeritus junior senior chief
    executive defence defense finance trade interior health energy environment economy education transport
    agriculture external national security affairs general assistant associate joint federal state european
    caretaker re-elected late long-time veteran honorary resident head personal political diplomatic military
    state's country's cultural economic regional minister's president's at top also elected
    """
)
HONORIFICS = words(
    """
    mr mrs ms messrs dr drs h.e he h.r.h hrh h.m hm h.h hh his her their excellency excellencies honourable honorable
    hon rt right majesty highness royal serene the sir dame lord lady dato dato' datuk tan sri seri tun shri smt
    prof professor eng eng. sheikh shaikh sheikha haji hajah samdech techo akka moha sena padei general gen
    lieutenant major colonel admiral marshal brigadier col lt maj gen. u daw dasho lyonpo ratu tengku utama
    pehin senhor madam madame mme ambassador amb . , - : st imam ayatollah hojatoleslam cardinal prince princess king
    queen sultan yb yab ybhg tuan puan rear air chief ms. mr. dr. father monsignor archbishop bishop rev judge
    justice h.e. h.r.h. h.m. hon. rt. hon'ble crown emir amir ' comrade sayyid seyyed sayed engineer en encik haj
    hadj don doña senator deputy
    """
)
STARTERS = words(
    "a an the our its his her their then new also former formerly previously outgoing current currently as incoming now"
)
TITLE_REACH = 16
LIST_REACH = 60  # tokens of a list that are looked at


@dataclass(frozen=True)
class Found:
    """Whom a person is for, the title, and how near it is told."""

    whom: Span
    title: str | None
    rank: int  # 0: the words are next to the name; 1: they are further off


def is_whom(token: Token) -> bool:
    """Tell whether a person may act for what the token names."""
    return token.kind in "SO"


def is_office(token: Token) -> bool:
    """Tell whether a token is a noun of an office."""
    word = token.lower.removesuffix("'s")
    return word in OFFICES or ("-" in word and any(part in OFFICES for part in word.split("-")))


def in_title(token: Token) -> bool:
    """Tell whether a token can stand within a title."""
    if token.kind != "w":
        return False
    return token.text[0].isupper() or token.lower in SMALL_WORDS or is_office(token)


_LINKS = frozenset({"in", "on", "at"})
_AT_START = STARTERS | HONORIFICS - OFFICES | {"and", "of", "for", "'s", "s", "'", '"', "with", "by", "to", "both"}
_AT_END = _AT_START | _LINKS


def title_phrase(tokens: tuple[Token, ...]) -> str | None:
    """Return the title that the tokens spell, without articles and marks at its ends."""
    words = list(tokens)
    while words and (words[0].lower in _AT_START or words[0].kind == "."):
        words.pop(0)
    while words and (words[-1].lower in _AT_END or words[-1].kind == "."):
        words.pop()
    if len(words) > 2 and words[-2].text == "," and words[-1].lower in HONORIFICS:
        words = words[:-2]  # `special envoy, Ambassador`
    if not any(is_office(word) for word in words):
        return None
    return _joined(words)


def _joined(words: list[Token]) -> str:
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        gap = "" if before is None or before.end == word.start or word.text in {",", "."} else " "
        text += gap + word.text
    return text


def skip_honorifics(tokens: tuple[Token, ...], i: int) -> int:
    """Return the position of the first token of the honorifics that stand before token i: `Gen. (Ret.) P`."""
    while i > 0 and not tokens[i - 1].span:
        if tokens[i - 1].lower in HONORIFICS:
            i -= 1
        elif retired := _retired(tokens, i):
            i = retired
        else:
            break
    return i


def _retired(tokens: tuple[Token, ...], i: int) -> int:
    """Return where `(Ret.)` begins that ends before token i, or 0."""
    if tokens[i - 1].text != ")":
        return 0
    start = i - 2 - (tokens[i - 2].text == ".")
    return start - 1 if start > 1 and tokens[start].lower in _RETIRED and tokens[start - 1].text == "(" else 0


_RETIRED = words("ret ret. retd retd. rtd rtd. retired")


def comma_within(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a comma lists fields of one ministry: `Minister of Environment, Water and Agriculture`."""
    if tokens[i].text != "," or i == 0 or i + 2 >= len(tokens):
        return False
    if tokens[i + 1].lower == "and" and any(is_office(t) or t.kind == "P" for t in tokens[i + 2 : i + 5]):
        return False  # the next of a list
    return any(t.lower == "and" for t in tokens[i + 1 : i + 4]) and tokens[i - 1].kind == "w"


def title_before(tokens: tuple[Token, ...], i: int) -> str | None:
    """Return the title that ends before token i, or None."""
    start = i
    while start > 0 and i - start < TITLE_REACH and in_title(tokens[start - 1]):
        start -= 1
    return title_phrase(tokens[start:i])


def title_after(tokens: tuple[Token, ...], i: int) -> str | None:
    """Return the title between token i with its comma and what follows, or None."""
    if i + 1 >= len(tokens) or tokens[i + 1].text != ",":
        return None
    stop = i + 2
    while stop < len(tokens) and stop - i < TITLE_REACH and (in_title(tokens[stop]) or comma_within(tokens, stop)):
        stop += 1
    return title_phrase(tokens[i + 2 : stop])


def whole(tokens: tuple[Token, ...], at: int, title: str | None) -> Found | None:
    """Return the name at a place as whom somebody is for, if it can be; told beside the person."""
    if at < len(tokens) and is_whom(tokens[at]):
        atom = tokens[at]
        assert atom.span is not None
        return Found(atom.span, title, 0)
    return None


def is_whom_at(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a name of whom one may act for stands here, perhaps after an article or `the Government of`."""
    at = _past_article(tokens, at)
    return at < len(tokens) and is_whom(tokens[at])


def far(tokens: tuple[Token, ...], at: int, title: str | None) -> Found | None:
    """Return the name at a place or after its article as whom somebody is for; told further off."""
    found = whole(tokens, _past_article(tokens, at), title)
    return Found(found.whom, found.title, 1) if found else None


def _past_article(tokens: tuple[Token, ...], at: int) -> int:
    at += at < len(tokens) and tokens[at].lower in {"the", "his", "her"}
    if at + 1 < len(tokens) and tokens[at].lower in _GOVERNING and tokens[at + 1].lower == "of":
        at += 2
        at += at < len(tokens) and tokens[at].lower == "the"
    return at


_GOVERNING = words("government governments people delegation side republic kingdom state team authorities")
