"""Editions of forums: which ordinal, when, where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.dates import DateSpan, find_dates
from communique.extraction.draft import Draft, Span
from communique.names import edition_of

__all__ = ["Occasion", "find_occasions"]

# What may stand between the name of a meeting and its place: `(EAS), to be held in`.
_AT_PLACE = re.compile(
    r"^[\s,]*(?:\([^)]{0,40}\)[\s,]*)?(?:(?:is |was |to be |will be |being )?(?:held |hosted |convened |scheduled )?)?"
    r"(?:in|at)\s$"
)


@dataclass(frozen=True)
class Occasion:
    """One edition of a forum as one sentence names it."""

    span: Span
    sent_id: int
    edition: int
    start_date: str | None
    end_date: str | None
    place: Span | None


def find_occasions(draft: Draft) -> Iterator[Occasion]:
    """Yield the editions that the document numbers (`18th East Asia Summit`), with date and place told beside them."""
    year = int(draft.date[:4]) if draft.date else None
    for span in draft.spans:
        edition = edition_of(draft.of(span)) if span.type == "FORUM" else None
        if edition is None:
            continue
        sent_id = draft.sentence_of(span.start)
        date = _date_beside(draft, span, sent_id)
        yield Occasion(
            span=span,
            sent_id=sent_id,
            edition=edition,
            start_date=date.iso(year=year) if date else None,
            end_date=date.iso_last(year=year) if date else None,
            place=_place_beside(draft, span, sent_id),
        )


def _date_beside(draft: Draft, span: Span, sent_id: int) -> DateSpan | None:
    """Return the date that follows the name within its clause, else the only date of the sentence."""
    start, end = draft.sentences[sent_id]
    dates = find_dates(draft.flat[start:end])
    after = [d for d in dates if 0 <= start + d.begin - span.end <= 60]
    if after:
        return after[0]
    others = [s for s in draft.in_sentence(sent_id) if s.type == "FORUM"]
    return dates[0] if len(dates) == 1 and len(others) == 1 else None


def _place_beside(draft: Draft, span: Span, sent_id: int) -> Span | None:
    for other in draft.in_sentence(sent_id):
        if other.type == "PLACE" and other.start >= span.end and _AT_PLACE.match(draft.flat[span.end : other.start]):
            return other
    return None
