"""What the other documents say of whom a person acts for: they bear out, or correct, what is only likely here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from communique.extraction.affiliations import Affiliation
from communique.extraction.draft import Draft

__all__ = ["LIKELY", "LIKELY_IF_KNOWN", "Told", "affiliated", "told_of"]

# Probabilities, chosen on documents that the model has not seen.
LIKELY = 0.5  # enough for an affiliation that no words tell
LIKELY_IF_KNOWN = 0.3  # enough if words of any document of the corpus tell it of this person

Ids = Mapping[tuple[int, int], str]
Told = Mapping[str, Counter[str]]


def told_of(drafts: Iterable[Draft], ids: Callable[[Draft], Ids]) -> Told:
    """Return by person whom she is for as the words of the corpus tell it, and how often.

    Parameters
    ----------
    drafts
        All documents, with their affiliations.
    ids
        The identifiers of the spans of a document.
    """
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for draft in drafts:
        sure = [row for row in draft.affiliations if row.probability == 1]
        own = ids(draft) if sure else {}
        for row in sure:
            told[own[row.person.start, row.person.end]][own[row.whom.start, row.whom.end]] += 1
    return dict(told)


def affiliated(draft: Draft, own: Ids, told: Told) -> Iterator[tuple[Affiliation, str, str]]:
    """Yield the affiliations of a document that stand, each with the identifiers of person and whom.

    One that is only likely stands if it is likely enough. Where the words of the corpus (`told`) tell of a person whom
    she is for, most often, and the document names them, it is them and no others.
    """
    named = set(own.values())
    for row in draft.affiliations:
        person, whom = (own[span.start, span.end] for span in (row.person, row.whom))
        if row.probability < 1:
            often = told.get(person, Counter()).most_common(1)
            known = next((identity for identity, _ in often if identity in named), None)
            if row.probability < (LIKELY if known is None else LIKELY_IF_KNOWN):
                continue
            whom = known or whom
        yield row, person, whom
