"""Which organisations a text speaks of as forums: the Visegrad Group that meets, not the one whose countries trade.

Grammar and reviewed lists know the words of a name; the model sees what is said of it. So where both read the same
stretch, and the body is one that exists by meeting, the model says whether it convenes in this text.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from communique.authority import Authority, Known
from communique.extraction.draft import Draft, Span
from communique.extraction.sameness import core_of, head_of
from communique.extraction.vocabulary import BODIES, ORG_HEADS
from communique.names import without_edition

__all__ = ["convene"]

SURE = 0.7  # confidence of all mentions together at which the model is believed, votes against taken off
LEAD = 40  # how far before a span one may begin that is mostly the same
MOSTLY = 0.6  # of two spans together that they share


def convene(draft: Draft, authority: Authority) -> None:
    """Give the type FORUM to the spans of each organisation that the model reads as one.

    Reviewed organisations that are not of states (a ministry, a bank) stay what they are, and so do those whose name
    says that they stand (`Organization`, `Union`), and others whose name says nothing.
    """
    organisations = [span for span in draft.spans if span.type == "ORG"]
    named = {span: name for span in organisations if (name := _may_convene(draft, authority, span))}
    votes = _votes(draft, named)
    sitting = _sitting(draft, named)
    convening = {name for name in named.values() if votes[name] >= SURE or name in sitting}
    for name in sorted(convening):
        known = authority.entities.get(name)
        draft.note("type", known.name if known else name, "FORUM: the text speaks of it as convening")
    draft.spans = [
        replace(span, type="FORUM", entity_id=_as_forum(authority.entities.get(span.entity_id)))
        if named.get(span) in convening
        else span
        for span in draft.spans
    ]


def _may_convene(draft: Draft, authority: Authority, span: Span) -> str:
    """Return by what an organisation is told from others if it may be a forum as well, else an empty text."""
    text = draft.flat[span.start : span.end]
    full = draft.expansions.get(text, text)
    known = authority.entities.get(span.entity_id) or authority.get(full)
    head = head_of(known.name if known else full)
    if known is None:
        return full if head in BODIES else ""
    return known.entity_id if known.as_forum and (head in BODIES or head not in ORG_HEADS) else ""


def _votes(draft: Draft, named: dict[Span, str]) -> dict[str, float]:
    """Return by organisation how sure the model is that its mentions name a forum, less how sure that they do not."""
    read = sorted(_read_by_model(draft.candidates), key=lambda span: span.start)
    starts = [span.start for span in read]
    votes: dict[str, float] = defaultdict(float)
    for span, name in named.items():
        for other in read[bisect_left(starts, span.start - LEAD) : bisect_left(starts, span.end)]:
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared >= (len(span) + len(other) - shared) * MOSTLY:
                votes[name] += other.confidence if other.type == "FORUM" else -other.confidence
    return votes


def _sitting(draft: Draft, named: dict[Span, str]) -> set[str]:
    """Return the organisations of which a forum is the sitting, or the full name: `6th Session of the Committee`."""
    forums: dict[str, set[str]] = defaultdict(set)
    for span in draft.spans:
        if span.type == "FORUM":
            forum = core_of(without_edition(draft.flat[span.start : span.end]))
            forums[head_of(forum)].add(forum)
    sitting = set()
    for text, name in {(draft.flat[span.start : span.end], name) for span, name in named.items()}:
        if " " in text and any(f" {text} " in f" {forum} " for forum in forums[head_of(text)]):
            sitting.add(name)
    return sitting


def _read_by_model(candidates: Iterable[Span]) -> list[Span]:
    return [span for span in candidates if span.method == "model" and span.type in {"ORG", "FORUM"}]


def _as_forum(known: Known | None) -> str:
    return known.as_forum if known else ""
