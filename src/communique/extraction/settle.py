"""Which of the overlapping spans that model, authority files and grammar found is kept."""

import re
from collections.abc import Iterable

from communique.authority import Authority
from communique.extraction.draft import Draft, Span
from communique.extraction.vocabulary import HEADS

__all__ = ["settle"]

# Capitalised, named again and again in such texts, and no entity of ours.
NO_NAMES = {"COVID-19", "COVID", "CORONAVIRUS", "INTERNET", "AI", "ICT", "GDP"}
# Where two spans are equally long, the one whose source knows more is kept.
TRUST = {"authority": 0, "grammar": 1, "model": 2}

_LEAD = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|H\.?\s?E|Mr|Mrs|Ms|Dr|Prof|Sir|Hon|President|Premier|Prime Minister|Chancellor"
    r"|Secretary|Senator|Ambassador|Speaker|Chair(?:man|woman|person)?|Minister|General"
    r"|Foreign Minister|Defen[cs]e Minister)\.?\s+)+"
)
_TRAIL = re.compile(r"(?:'s?|[\s.,;:)\"'”’]+)$")


def settle(draft: Draft, candidates: Iterable[Span], authority: Authority) -> list[Span]:
    """Return the spans that stand, in order, none within another: the longest wins, then the better source.

    A span of the model that is a reviewed name takes the reviewed type; one that reaches over a line
    break, or is a common noun written large (`Conference`), is dropped.
    """
    kept: list[Span] = []
    taken = bytearray(len(draft.text))
    for span in sorted((_trimmed(draft, span) for span in candidates), key=_rank):
        text = draft.of(span)
        if not _is_name(draft, span, text) or taken.find(1, span.start, span.end) >= 0:
            continue
        known = authority.get(text) if span.method == "model" else None
        kept.append(Span(span.start, span.end, known.type, "authority", known.entity_id) if known else span)
        taken[span.start : span.end] = b"\1" * len(span)
    return sorted(kept, key=lambda span: span.start)


def _rank(span: Span) -> tuple[int, int, int]:
    return (-len(span), TRUST[span.method], span.start)


def _trimmed(draft: Draft, span: Span) -> Span:
    """Return the span without leading articles and titles, trailing possessive and punctuation."""
    if span.method != "model":
        return span
    text = draft.flat[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip(" \"'“”‘’(-•*"))
    lead = _LEAD.match(draft.flat, start, span.end)
    if lead and lead.end() < span.end:
        start = lead.end()
    end = span.end
    while tail := _TRAIL.search(draft.flat[start:end]):
        end = start + tail.start()
    return Span(start, end, span.type, span.method, span.entity_id)


def _is_name(draft: Draft, span: Span, text: str) -> bool:
    if span.end <= span.start or span.method != "model":
        return span.end > span.start
    if text in HEADS or text.upper() in NO_NAMES or text.endswith("Partnership"):
        return False
    return not text.islower() and "\n" not in draft.text[span.start : span.end]
