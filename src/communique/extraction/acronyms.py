"""Acronyms that a document defines: `East Asia Summit (EAS)`, `EAS (East Asia Summit)`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from communique.authority import Authority
from communique.extraction.draft import Draft, Span
from communique.extraction.grammar import head_type
from communique.extraction.marking import mark
from communique.extraction.vocabulary import MEETING_BODIES
from communique.names import acronym_of, flat, is_acronym, without_edition

__all__ = ["add_acronyms", "initials_of", "long_form", "spells"]

_BRACKETED = re.compile(
    r"(?:\(|\[)(?:the\s|or\s|hereinafter\s|hereafter\s|referred\sto\sas\s|abbreviated\s|as\s|in\sshort\s|,\s?|:\s?){0,4}"
    r"[\"'“‘]?([A-Z][\w&/.+-]{1,14}(?:\s[A-Z]{2,5})?)[\"'”’]?(?:\)|\]|[,;]\s)"
)
_CALLED = re.compile(
    r",?\s(?:hereinafter|hereafter|abbreviated)\s(?:(?:called|referred\sto|as|the)\s){0,3}[\"'“‘]?([A-Z][\w&/.+-]{1,14})\b"
)
_GAP = 2  # characters that may stand between a name and the bracket after it
_NUMBER_AT_END = re.compile(r"[-\s]?\d[\d.]*$")
# Types that have acronyms; a person or a state in brackets is somebody else.
_NAMED_SHORT = {"ORG", "FORUM", "INSTRUMENT"}
_SMALL = {
    "of",
    "the",
    "and",
    "for",
    "on",
    "in",
    "to",
    "with",
    "between",
    "a",
    "an",
    "at",
    "against",
    "by",
    "from",
    "de",
}
_NUMBERS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30",
}  # fmt: skip
# What stands before a name within a name: `Assembly of the`, `Lisbon -`, `Porto's`.
_PART_FOLLOWS = re.compile(r"(?:\b(?:of|on|for|to|in|at|by|with|between|against|from|under)(?: the)?|-|'s)$")


def add_acronyms(draft: Draft, authority: Authority) -> None:
    """Let an acronym that the document defines name what it stands for, everywhere in the document.

    Definitions are an acronym in brackets after a name, a name in brackets after its acronym, and
    `hereinafter`. What was understood is entered in `draft.expansions` and the ledger.
    """
    wanted: dict[str, tuple[str, str]] = {}
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for span in draft.spans:
        types[flat(draft.of(span))][span.type] += 1
    for short, span in [*_after_their_names(draft), *_before_their_names(draft)]:
        written = flat(draft.of(span))
        if short in draft.expansions or short == written:
            continue
        known = authority.get(short)
        found = long_form(short, written)
        if found is None and span.type in types[short]:
            found = written, True  # `House of Representatives (DPR)`: short in another language
        if found is None:
            continue
        long, whole = found
        if whole and known and known.type != span.type and not spells(short, long):
            long, whole = known.name, False  # `Review Conference of the Treaty on ... (NPT)`
        type_ = span.type if whole else _type_of_part(authority, long, types[short])
        draft.expansions[short] = without_edition(long)
        draft.note("acronym", short, f"the document defines it as {without_edition(long)!r}")
        if type_:
            wanted[short] = type_, "acronym"
    mark(draft, wanted)


def _type_of_part(authority: Authority, long: str, told: Counter[str]) -> str | None:
    """Return the type of what is named within another name: a committee may convene or act, others are plain."""
    known = authority.get(long)
    if known:
        return known.type
    type_ = head_type(long)
    most = told.most_common(1)[0][0] if told else None
    return (most or type_) if type_ is None or not MEETING_BODIES.isdisjoint(long.split()) else type_


def _after_their_names(draft: Draft) -> Iterator[tuple[str, Span]]:
    """Yield acronyms in brackets, or after `hereinafter`, with the name before them."""
    ends = {span.end: span for span in draft.spans if span.type in _NAMED_SHORT}
    for match in sorted([*_BRACKETED.finditer(draft.flat), *_CALLED.finditer(draft.flat)], key=lambda m: m.start()):
        short = match.group(1)
        near = range(match.start(), match.start() - _GAP - 1, -1)
        before = next((ends[end] for end in near if end in ends), None)
        if before and any(c.isupper() for c in short[1:]):
            yield short, before


def _before_their_names(draft: Draft) -> Iterator[tuple[str, Span]]:
    """Yield acronyms that are followed by their name in brackets, with that name."""
    for first, second in pairwise(draft.spans):
        between = draft.flat[first.end : second.start]
        closed = draft.flat[second.end : second.end + 1] in {")", ","}
        short = draft.of(first)
        if between.strip() in {"(", "(the"} and closed and second.type in _NAMED_SHORT and is_acronym(short):
            yield flat(short), second


def long_form(short: str, name: str) -> tuple[str, bool] | None:
    """Return the words of `name` that `short` abbreviates, and whether they name the same as the whole.

    The longest end of the name whose initials spell the acronym is taken, else what the algorithm of Schwartz
    and Hearst finds, else the whole name if most initials are there (the acronym of another language or order).
    `41st Assembly of the Parliamentary Union (PU)` defines the union, not the assembly; in `Indo-Pacific Chiefs
    of Defense Conference (CHOD)` only what describes is left out, so that the whole is meant.

    Examples
    --------
    >>> long_form("PU", "41st Assembly of the Parliamentary Union")
    ('Parliamentary Union', False)
    >>> long_form("JCM", "6th Lisbon-Tunis Joint Commission Meeting")
    ('6th Lisbon-Tunis Joint Commission Meeting', True)
    """
    letters = "".join(c for c in _NUMBER_AT_END.sub("", short) if c.isalpha()).lower()
    if not letters:
        return None
    ends = [name[match.start() :] for match in re.finditer(r"\S+", name)]
    spelt = next(
        (end for end in ends if end[0].isalnum() and end.split()[0] not in _SMALL and _spells(letters, end)), None
    )
    end = spelt or acronym_of(letters, name)
    if end is None:
        _, owner, own = name.rpartition("'s ")
        return (own, not owner) if _shares_initials(letters, own) else None
    left_out = name[: len(name) - len(end)].rstrip()
    if _NUMBER_AT_END.search(short) or (end[0].islower() and not name.endswith(f" {end}")):
        return name, True  # the edition is meant, or the end begins within a word
    within = _PART_FOLLOWS.search(left_out) and (spelt or head_type(end))
    return (end, False) if within else (end if left_out.islower() else name, True)


def spells(short: str, name: str) -> bool:
    """Tell whether the initials of a name's words spell the acronym; small words may be left out."""
    return _spells("".join(c for c in short if c.isalpha()).lower(), name)


def initials_of(name: str) -> str:
    """Return the initials of a name's words without small words, in lower case; a number at the end as digits.

    Examples
    --------
    >>> initials_of("Forum for India–Pacific Islands Cooperation"), initials_of("Bucharest Nine")
    ('fipic', 'b9')
    """
    words = [w for w in re.split(r"[\s/-]+", flat(name)) if w and w[0].isalnum() and w.lower() not in _SMALL]
    number = _NUMBERS.get(words[-1].lower(), words[-1] if words[-1].isdigit() else "") if words else ""
    return "".join(w[0] for w in (words[:-1] if number else words)).lower() + number


def _spells(letters: str, name: str) -> bool:
    """Tell whether the initials of all words spell the letters; small words may be left out."""
    words = [w.lower() for w in re.split(r"[\s/-]+", name) if w[:1].isalnum()]
    reached = {0}
    for word in words:
        step = {n + 1 for n in reached if n < len(letters) and letters[n] == word[0]}
        reached = step | reached if word in _SMALL else step
    return len(letters) in reached


def _shares_initials(short: str, long: str) -> bool:
    initials = Counter(word[0].lower() for word in re.findall(r"\w+", long))
    letters = Counter(short)
    return sum((letters & initials).values()) >= max(2, len(short) - 1)
