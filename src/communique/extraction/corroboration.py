"""What the other documents say of whom a person acts for: they bear out, or correct, what is only likely here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from communique.extraction.affiliations import Affiliation
from communique.extraction.draft import Draft
from communique.extraction.identity import Key

__all__ = ["LIKELY", "LIKELY_IF_KNOWN", "Told", "affiliated", "told_in", "told_of"]

# Probabilities, chosen on documents that the model has not seen.
LIKELY = 0.5  # enough for an affiliation that no words tell
LIKELY_IF_KNOWN = 0.3  # enough if words of any document of the corpus tell it of this person

Ids = Mapping[tuple[int, int], str]
Told = Mapping[str, Counter[str]]


def told_in(draft: Draft) -> Iterator[tuple[Key, Key]]:
    """Yield a person and whom she is for, each time that the words of a document tell it."""
    sure = [row for row in draft.affiliations if row.probability == 1]
    keys = {(span.start, span.end): key for span, key in draft.keyed} if sure else {}
    for row in sure:
        yield keys[row.person.start, row.person.end], keys[row.whom.start, row.whom.end]


def told_of(pairs: Mapping[tuple[Key, Key], int], named: Mapping[Key, tuple[str, str]]) -> Told:
    """Return by person whom she is for as the words of the corpus tell it, and how often.

    Parameters
    ----------
    pairs
        How often `told_in` yields each pair, over all documents.
    named
        Identifiers and names.
    """
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for (person, whom), n in pairs.items():
        told[named[person][0]][named[whom][0]] += n
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
