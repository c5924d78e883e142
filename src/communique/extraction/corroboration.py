"""What the other documents say of whom a person acts for: they bear out, or correct, what is only likely here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from communique.extraction.affiliations import Affiliation
from communique.extraction.draft import Draft

__all__ = ["LIKELY", "LIKELY_IF_KNOWN", "affiliated"]

# Probabilities, chosen on documents that the model has not seen.
LIKELY = 0.5  # enough for an affiliation that no words tell
LIKELY_IF_KNOWN = 0.3  # enough if words of any document of the corpus tell it of this person

Ids = Mapping[str, Mapping[tuple[int, int], str]]


def affiliated(drafts: Sequence[Draft], ids: Ids) -> Iterator[tuple[Draft, Affiliation, str, str]]:
    """Yield the affiliations that stand, each with its document and the identifiers of person and whom.

    One that is only likely stands if it is likely enough. Where the words of the corpus tell of a person whom
    she is for, most often, and the document names them, it is them and no others.

    Parameters
    ----------
    drafts
        All documents, with their affiliations.
    ids
        Of each document the identifiers of its spans.
    """
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for draft in drafts:
        own = ids[draft.doc_id]
        for row in draft.affiliations:
            if row.probability == 1:
                told[own[row.person.start, row.person.end]][own[row.whom.start, row.whom.end]] += 1
    for draft in drafts:
        own = ids[draft.doc_id]
        named = set(own.values())
        for row in draft.affiliations:
            person, whom = (own[span.start, span.end] for span in (row.person, row.whom))
            if row.probability < 1:
                known = next((key for key, _ in told[person].most_common(1) if key in named), None)
                if row.probability < (LIKELY if known is None else LIKELY_IF_KNOWN):
                    continue
                whom = known or whom
            yield draft, row, person, whom
