"""Whether a forum has been held when a text speaks of it: by the words around it, and by the date beside it."""

from communique.dates import find_dates
from communique.extraction.atoms import Token
from communique.extraction.clauses import in_letters
from communique.extraction.draft import Draft, Span
from communique.extraction.role_patterns import is_ahead, is_past

__all__ = ["clause_status", "status_of"]

_NEAR = 40  # tokens on either side


def clause_status(draft: Draft, tokens: tuple[Token, ...], at: int) -> str:
    """Return whether a clause speaks of a forum as still to come: by the words around it, and by the date beside it."""
    span = tokens[at].span
    assert span is not None
    if is_ahead(in_letters(tokens[max(0, at - 8) : at + 12])):
        return "planned"
    near = in_letters(tokens[max(0, at - _NEAR) : at + _NEAR])
    return "held" if is_past(near) else status_of(draft, span)


def status_of(draft: Draft, forum: Span) -> str:
    """Return whether the date beside a forum lies after that of the text (`planned`) or not (`held`)."""
    if draft.date is None or len(draft.date) < len("2023-07-11"):
        return "held"
    year = int(draft.date[:4])
    start, end = draft.sentences[draft.sentence_of(forum.start)]
    beside = [
        *find_dates(draft.flat[forum.end : min(end, forum.end + 120)]),
        *find_dates(draft.flat[max(start, forum.start - 40) : forum.start])[::-1],
    ]
    for date in beside:
        iso = date.iso(year=year)
        if iso:
            return "planned" if iso > draft.date[: len(iso)] else "held"
    return "held"
