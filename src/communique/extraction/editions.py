"""Which edition of a forum a phrase means: `18th Summit`, `COP28`, `the third meeting`, `its next session`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.names import ORDINAL_WORDS, edition_of, flat

__all__ = ["HEADS", "Phrase", "anaphors", "edition_beside", "edition_in", "is_bare", "pronouns", "turn_before"]

_ORDINALS = ORDINAL_WORDS | {"inaugural": 1, "maiden": 1}
_ORDINAL = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
HEADS = frozenset(
    ["summit", "meeting", "conference", "session", "forum", "dialogue", "assembly", "round", "edition", "consultation",
     "congress", "roundtable", "retreat", "symposium", "ministerial"]
)  # fmt: skip
_HEADS = "|".join([f"{head}s?" for head in sorted(HEADS)] + ["gathering", "one"])
# What may stand between an ordinal and the head: `third annual ministerial meeting`.
_BETWEEN = r"(?:(?:annual|regular|ordinary|plenary|such|ministerial|high-level|formal|informal|joint|leaders')\s){0,2}"
# Three letters at least: `G20` and `NB8` count their members. Years (`URC2024`) have more digits.
_NUMBERED_ACRONYM = re.compile(
    r"^(?!COVID)(?:[A-Z][A-Za-z]+[A-Z]|CoP|MC)-?(\d{1,3})(?:\.\d)?$|^(\d{2,3})(?=[A-Z]{2,}$)"
)
_NO_EDITION = re.compile(r"^(?:Anniversary|Anniversaries|Year|Century|Committee|Floor|Birthday|Country|Pillar)\b")
_LONE_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Phrase:
    """A phrase that stands for an occasion of a forum named elsewhere."""

    start: int
    end: int
    head: str
    edition: int | None
    turn: str


def edition_in(name: str) -> int | None:
    """Return the number of the edition that a forum's name holds, or None.

    Examples
    --------
    >>> [edition_in(n) for n in ("18th Summit", "COP28", "AIPA-44", "G20 Summit", "75th Anniversary Summit", "22MSP")]
    [18, 28, 44, None, None, 22]
    """
    words = flat(name).split()
    if len(words) > 1 and words[0] in _LONE_ROMAN:
        return _LONE_ROMAN[words[0]]
    for number, word in enumerate(words):
        edition = edition_of(word.strip("\"',()"))
        if edition and not (number + 1 < len(words) and _NO_EDITION.match(words[number + 1])):
            return edition
        acronym = _NUMBERED_ACRONYM.match(word)
        if acronym:
            return int(acronym.group(1) or acronym.group(2))
    joined = re.search(r"^(?!COVID)(?:.*\s)?(?:[A-Z]{3,6}|CoP|MC) (\d{1,3})$", flat(name))
    return int(joined.group(1)) if joined else None


_BEFORE = re.compile(rf"\b({_ORDINAL})\s{_BETWEEN}(?:(?:{_HEADS})\s(?:of|in)\s(?:the\s)?)?[\"']?$", re.IGNORECASE)
_TURN_BEFORE = re.compile(r"\b(?:(?P<next>next)|previous|last|preceding)\s[\"']?$")
_AFTER = re.compile(
    rf"^[\"']?(?:'s)?\s?(?:\([^()]{{1,20}}\))?,?\s?\(?(?:(?:at|in|for|held|with|on)\s)?(?:(?:its|whose|the)\s)?"
    rf"({_ORDINAL})\s{_BETWEEN}(?:{_HEADS})\b",
    re.IGNORECASE,
)


def edition_beside(text: str, start: int, end: int) -> int | None:
    """Return the edition told beside a forum's name: `the third NAME`, `NAME, 58th session`, or None."""
    before = _BEFORE.search(text[max(0, start - 60) : start])
    if before:
        return _number(before.group(1))
    after = _AFTER.match(text[end : end + 70])
    return _number(after.group(1)) if after else None


def turn_before(text: str, start: int) -> str:
    """Return `next` or `previous` where that word stands before a forum's name, else the empty text."""
    match = _TURN_BEFORE.search(text[max(0, start - 12) : start])
    return "" if match is None else "next" if match.group("next") else "previous"


def _number(ordinal: str) -> int:
    digits = re.match(r"\d+", ordinal)
    return int(digits.group()) if digits else _ORDINALS[ordinal.lower()]


_DETERMINER = r"(?:the|this|its|their|our|whose|that|an?(?=\s(?:next|further|\w+(?:th|nd|rd|st))\s))"
_NEXT = "next|upcoming|forthcoming|coming|following|subsequent|further"
_PREVIOUS = "previous|last|preceding|earlier|past|former"
_PHRASE = re.compile(
    rf"\b(?:{_DETERMINER}\s|(?=(?:{_NEXT}|{_PREVIOUS})\s))(?:(?P<which>{_ORDINAL}|{_NEXT}|{_PREVIOUS})\s)?{_BETWEEN}(?P<head>{_HEADS})\b(?!-)",
    re.IGNORECASE,
)
_LONE_ORDINAL = re.compile(
    rf"\b(?:the|its)\s(?P<which>{_ORDINAL}|next|previous)(?=,|\s(?:was|will|is|met|in|took|to be|has|had|being|held)\b)"
    rf"(?P<head>)",
    re.IGNORECASE,
)


def anaphors(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[Phrase]:
    """Yield the phrases that stand for an occasion of a forum named elsewhere, outside the `taken` stretches."""
    covered = bytearray(len(text))
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    for pattern in (_PHRASE, _LONE_ORDINAL):
        for match in pattern.finditer(text):
            start, end = match.span()
            which = (match.group("which") or "").lower()
            head = match.group("head").lower()
            on_a_day = not head and re.search(r"\b(?:on|of|by|to|until|from|till)\s$", text[max(0, start - 6) : start])
            # `a Conference Statement` is another name.
            in_a_name = (
                bool(head) and text[end - len(head)].isupper() and bool(re.match(r" [A-Z]", text[end : end + 2]))
            )
            if (
                on_a_day
                or in_a_name
                or any(covered[start:end])
                or (head == "one" and not which)
                or _names_what_follows(text, end, covered)
            ):
                continue
            covered[start:end] = b"\1" * (end - start)
            if re.fullmatch(_NEXT, which):
                yield Phrase(start, end, head, None, "next")
            elif re.fullmatch(_PREVIOUS, which):
                yield Phrase(start, end, head, None, "previous")
            else:
                yield Phrase(start, end, head, _number(which) if which else None, "")


_PRONOUN = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[\n(]))(?:It|This|They)\s"
    r"(?:(?:was|is|will be|had been|has been|is to be|would be)\s(?:also\s|again\s)?"
    r"(?:held|convened|hosted|opened|organi[sz]ed|scheduled|to be held|expected|due|to take place|postponed|cancelled)|"
    r"(?:took|takes|will take)\splace|(?:had\s|has\s|first\s|last\s|should have\s|will\s){0,2}"
    r"(?:met|meet|opened|open|concluded|conclude|begun|began|ended|convened|convene|run))\b"
)


def pronouns(text: str) -> Iterator[Phrase]:
    """Yield the pronouns that stand for an occasion: `It will be held in`, `It took place on`."""
    for match in _PRONOUN.finditer(text):
        yield Phrase(match.start(), match.start() + match.group().index(" "), "", None, "")


def _names_what_follows(text: str, end: int, covered: bytearray) -> bool:
    """Tell whether a name completes the phrase (`the third meeting of the Lakes Forum`): the name is the mention."""
    gap = re.match(r"\sof\s(?:the\s)?[\"']?", text[end : end + 12])
    return bool(gap and end + gap.end() < len(text) and covered[end + gap.end()])


def is_bare(name: str) -> bool:
    """Tell whether a name is only an ordinal and a head noun: `18th Summit`, `Fourth Conference`."""
    words = [w for w in re.findall(r"[\w'-]+", flat(name)) if not edition_of(w) and w not in _LONE_ROMAN]
    return len(words) == 1 and words[0].lower() in HEADS
