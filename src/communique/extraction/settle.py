"""Which of the overlapping spans that model, authority files and grammar found is kept."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from communique.authority import Authority, Known
from communique.extraction.context import A_LANGUAGE, PERSON_BEFORE, Evidence
from communique.extraction.draft import Draft, Span
from communique.extraction.vocabulary import HEADS, words
from communique.names import flat, is_ordinal

__all__ = ["settle"]

# Capitalised, named again and again in such texts, and no entity of ours.
NO_NAMES = {"COVID-19", "COVID", "CORONAVIRUS", "INTERNET", "AI", "ICT", "GDP", "BREXIT"}
# Months of the calendars of Islam and Iran, which look like places.
MONTHS = words(
    """
    Muharram Safar Rabi Jumada Rajab Sha'ban Shaban Ramadan Shawwal Dhu Farvardin Ordibehesht Khordad Tir Mordad
    Shahrivar Mehr Aban Azar Dey Bahman Esfand
    """
)
# Words that are acronyms of organisations too; in a headline in capitals they are words.
WORDS_IN_CAPITALS = {"WHO", "US", "IT", "AID", "CAN", "CARE", "HOPE", "ACT", "ARE", "WHAT", "MAY"}
# Where two spans are equally long, the one whose source knows more is kept.
TRUST = {"authority": 0, "grammar": 1, "model": 2}
# A span that the model alone found is dropped below this mean probability of its labels.
UNSURE = 0.6
# Heads by which grammar alone may find an organisation that a model passed over.
SURE_HEADS = {
    "Ministry", "University", "Parliament", "Organization", "Organisation", "Bank", "Agency", "Institute", "Court",
    "Academy", "Secretariat", "Embassy", "Tribunal",
}  # fmt: skip

_LEAD = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|H\.?\s?E|Mr|Mrs|Ms|Dr|Prof|Sir|Hon|President|Premier|Prime Minister|Chancellor"
    r"|Secretary|Senator|Ambassador|Speaker|Chair(?:man|woman|person)?|Minister|General"
    r"|Foreign Minister|Defen[cs]e Minister)\.?\s+)+"
)
_TRAIL = re.compile(r"(?:'s?|[\s.,;:\"'’]+|\s(?:of|and|for|the|on|in|to|with|between|under|or|&))$")
_CLOSING = {")": "(", "”": "“"}
# What a forum issues and what is named after it: `Salt Dialogue Joint Statement`.
_ISSUED = re.compile(
    r"\s(?:(?:Joint|Chair's|Chairs'|Co-Chairs'|Leaders'|Final|Press)\s)?"
    r"(?:Statement|Communiqu[eé]|Press Release|Outcome Document|Readout)$"
)
# What says which sitting a name tells, and is none by itself: `Eighth Annual`, `Informal`.
_WHICH = words(
    """
    annual regular ordinary extraordinary special joint ministerial informal plenary inaugural virtual bilateral
    trilateral high-level
    """
)
_NUMBER = re.compile(r"(?=..)[IVXL]+")  # of an edition: `the previous Council, the XXIII`
_GOES_ON = re.compile(r"\s(?:for|on)\s")
_HEADLINE = 200  # characters of a line that may be a headline


def settle(draft: Draft, candidates: Iterable[Span], authority: Authority) -> list[Span]:
    """Return the spans that stand, in order, none within another: the longest wins, then the better source.

    A span of the model that is a reviewed name takes the reviewed type, or what the context tells of an
    ambiguous name. One that reaches over a line break, or is a common noun written large (`Conference`), is
    dropped, and so are an organisation of grammar alone without a sure head and a state of the model alone
    that nobody knows. What is dropped stands in the ledger, with the reason.
    """
    evidence = Evidence(draft, authority)
    spans = [_trimmed(draft, span) for span in candidates]
    reaching = _reaching(draft, spans)
    seen = bytearray(len(draft.text))  # by the model
    for span in spans:
        if span.method == "model":
            seen[span.start : span.end] = b"\1" * len(span)
    # A function or pipeline of the user's may know no organisations: then grammar speaks alone.
    heard = any(span.method == "model" and span.type == "ORG" for span in spans)
    kept: list[Span] = []
    owners: dict[int, Span] = {}
    taken = bytearray(len(draft.text))
    dropped: Counter[tuple[str, str]] = Counter()
    for span in sorted(spans, key=_rank):
        if span.end <= span.start:
            continue
        first = taken.find(1, span.start, span.end)
        if first >= 0:
            owner = owners.get(span.start)
            if owner is None or (owner.end, owner.type) != (span.end, span.type):
                dropped[draft.of(span), _why_overlapped(draft, span, owner, taken)] += 1
            continue
        why = reaching.get(span) or _why_no_name(draft, span, seen, heard)
        read, why = (span, why) if why else _read(draft, span, authority, evidence)
        if read is None or (why and read is span):
            dropped[draft.of(span), why] += 1
            continue
        if why:
            draft.note("context", draft.of(span), why)
        kept.append(read)
        owners[span.start] = read
        taken[span.start : span.end] = b"\1" * len(span)
    for (what, why), times in sorted(dropped.items()):
        draft.note("dropped", what, why if times == 1 else f"{why} ({times} times)")
    return sorted(kept, key=lambda span: span.start)


def _rank(span: Span) -> tuple[int, int, int]:
    return (-len(span), TRUST[span.method], span.start)


def _trimmed(draft: Draft, span: Span) -> Span:
    """Return the span without leading articles and titles, trailing possessive, punctuation and words that join.

    A bracket or quotation mark that closes one within the span stays.
    """
    if span.method != "model":
        return span
    text = draft.flat[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip(" \"'“”‘’(-•*"))
    lead = _LEAD.match(draft.flat, start, span.end)
    if lead and lead.end() < span.end:
        start = lead.end()
    text = draft.flat[start : span.end]
    if span.type == "FORUM":
        text = _ISSUED.sub("", text)
    while text and (tail := _TRAIL.search(text) or _unopened(text)):
        text = text[: tail.start()]
    return replace(span, start=start, end=start + len(text))


def _unopened(text: str) -> re.Match[str] | None:
    """Return the mark at the end of the text if it closes what is not opened there."""
    opening = _CLOSING.get(text[-1])
    return re.search(r".$", text) if opening and text.count(text[-1]) > text.count(opening) else None


def _reaching(draft: Draft, spans: list[Span]) -> dict[Span, str]:
    """Return the spans of grammar that reach over a name that others know, with the reason.

    `European Union for Foreign Affairs` after `High Representative of the`; `Maria Oliveira and European Council`.
    """
    organisations = {span.start: span for span in sorted(spans, key=len) if span.method == "authority"}
    persons = [span for span in spans if span.method == "model" and span.type == "PERSON" and " " in draft.of(span)]
    starts = {span.start: span for span in persons}
    reaching = {}
    for span in spans:
        if span.method != "grammar":
            continue
        known, person = organisations.get(span.start), starts.get(span.start)
        if known and known.type == "ORG" and _GOES_ON.match(draft.flat, known.end, span.end):
            reaching[span] = "reaches beyond a reviewed name"
        elif person and person.end < span.end and draft.flat.startswith(" and ", person.end):
            reaching[span] = "reaches over a person's name"
    return reaching


def _why_overlapped(draft: Draft, span: Span, owner: Span | None, taken: bytearray) -> str:
    if owner is not None and owner.end == span.end:
        return f"a {owner.type} by {owner.method}, not a {span.type} by {span.method}"
    return "within a longer name" if taken.find(0, span.start, span.end) < 0 else "overlaps a longer name"


def _why_no_name(draft: Draft, span: Span, seen: bytearray, heard: bool) -> str:
    """Return why the span names nothing, or an empty text."""
    text = flat(draft.of(span))
    if span.method == "model":
        return _why_no_name_of_model(draft, span, text)
    if seen.find(1, span.start, span.end) >= 0:
        return ""
    if text in WORDS_IN_CAPITALS and _in_headline(draft, span):
        return "a word in a headline in capitals"
    if heard and span.method == "grammar" and span.type == "ORG" and SURE_HEADS.isdisjoint(text.split()):
        return "an organisation by grammar alone, where the model found none"
    return ""


def _why_no_name_of_model(draft: Draft, span: Span, text: str) -> str:
    if text in HEADS or text.upper() in NO_NAMES or text.endswith("Partnership"):
        return "a common noun"
    if span.type in {"PLACE", "STATE"} and text.partition(" ")[0] in MONTHS:
        return "a month"
    if _NUMBER.fullmatch(text):
        return "a number"
    if span.type == "FORUM" and all(word.lower() in _WHICH or is_ordinal(word) for word in text.split()):
        return "says which, but not of what"
    if text.islower():
        return "written in small letters"
    return "reaches over a line break" if "\n" in draft.text[span.start : span.end] else ""


def _in_headline(draft: Draft, span: Span) -> bool:
    """Tell whether the line of the span has no small letters."""
    start = draft.text.rfind("\n", max(0, span.start - _HEADLINE), span.start) + 1
    end = draft.text.find("\n", span.end, span.end + _HEADLINE)
    line = draft.text[max(start, span.start - _HEADLINE) : end if end >= 0 else span.end + _HEADLINE]
    return line == line.upper()


def _read(draft: Draft, span: Span, authority: Authority, evidence: Evidence) -> tuple[Span | None, str]:
    """Return the span as what it names here, None where it names nothing, with the reason of a change."""
    known = authority.entities.get(span.entity_id) or authority.get(draft.of(span))
    if span.type in {"STATE", "PLACE"} or (known and known.type in {"STATE", "PLACE"}):
        told = evidence.reading(span)
        if told is not None:
            meaning, why = told
            if meaning is not None:
                return Span(span.start, span.end, meaning.type, "context", meaning.entity_id), why
            return (None if why == A_LANGUAGE else Span(span.start, span.end, "PERSON", "context")), why
    if span.method != "model":
        return span, ""
    return _of_model(draft, span, known)


def _of_model(draft: Draft, span: Span, known: Known | None) -> tuple[Span | None, str]:
    if known is not None:
        return replace(span, type=known.type, method="authority", entity_id=known.entity_id), ""
    text = draft.of(span)
    if span.confidence < UNSURE:
        return span, "found by the model alone, which is unsure"
    if span.type == "STATE":
        return span, "no state of that name is known"
    plain = HEADS.isdisjoint(text.split())
    if (
        span.type in {"ORG", "PLACE"}
        and plain
        and PERSON_BEFORE.search(draft.flat[max(0, span.start - 20) : span.start])
    ):
        return replace(span, type="PERSON", method="context"), "a person's name after a title"
    return span, ""
