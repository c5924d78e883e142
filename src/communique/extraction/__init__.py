"""Documents become mentions, entities, meetings and what follows from them.

The steps, each of which can be run alone on `Draft`s:

1. `recognise` finds sentences, and spans by the model
2. `Authority.find` finds reviewed names
3. `find_names` finds names of forums, instruments and organisations by grammar
4. `settle` keeps one of the spans that overlap, and reads ambiguous names by their context
5. `add_acronyms`, `add_short_forms` let short names stand for long ones; `agree` and `repeat` look for the
   same names elsewhere
6. `identify` and `name_entities` give every mention its entity
7. `find_occasions` finds the occasions that a document speaks of; `find_meetings` merges them over all documents
"""

from collections.abc import Callable, Iterable

import pandas as pd

from communique.authority import Authority, load_authority
from communique.extraction.acronyms import add_acronyms
from communique.extraction.assemble import assemble
from communique.extraction.draft import Draft, Span
from communique.extraction.grammar import find_names
from communique.extraction.identity import add_short_forms
from communique.extraction.marking import agree, repeat
from communique.extraction.recogniser import OWN_MODEL, Recogniser, recognise
from communique.extraction.settle import settle
from communique.tables import Tables

__all__ = ["OWN_MODEL", "Draft", "Recogniser", "Span", "extract"]

Progress = Callable[[Iterable[Draft]], Iterable[Draft]]


def extract(
    documents: pd.DataFrame,
    *,
    authority: Authority | None = None,
    recogniser: Recogniser = OWN_MODEL,
    progress: Progress = iter,
) -> Tables:
    """Return the tables that the documents give.

    Parameters
    ----------
    documents
        What `read_corpus` returns; only rows of status `read` are extracted from.
    authority
        Reviewed names, those of the project when None.
    recogniser
        `communique` for the model of the project, an installed spaCy pipeline by name, or a function
        from a text to (start, end, type).
    progress
        Wraps the iteration over documents, for a progress bar.

    Examples
    --------
    >>> documents = pd.DataFrame(
    ...     {"doc_id": ["n1"], "date": ["2023-07-14"], "status": ["read"],
    ...      "text": ["Russia and Viet Nam will attend the 18th East Asia Summit (EAS) in Jakarta."]})
    >>> tables = extract(documents)
    >>> tables.mentions[["text", "entity_id", "method"]].to_records(index=False).tolist()
    [('Russia', 'state:RUS', 'authority'), ('Viet Nam', 'state:VNM', 'authority'),
     ('18th East Asia Summit', 'forum:east-asia-summit', 'grammar'), ('EAS', 'forum:east-asia-summit', 'acronym'),
     ('Jakarta', 'place:jakarta', 'authority')]
    """
    authority = authority or load_authority()
    drafts = [read_draft(draft, authority) for draft in progress(recognise(_drafts(documents), recogniser))]
    return assemble(documents, drafts, authority)


def read_draft(draft: Draft, authority: Authority) -> Draft:
    """Return the draft with its spans settled and its short names resolved."""
    reviewed = (
        Span(start, end, known.type, "authority", known.entity_id) for start, end, known in authority.find(draft.text)
    )
    candidates = [*draft.spans, *reviewed, *find_names(draft)]
    draft.spans = settle(draft, candidates, authority)
    draft.join_sentences()
    add_acronyms(draft, authority)
    add_short_forms(draft)
    agree(draft)
    repeat(draft)
    return draft


def _drafts(documents: pd.DataFrame) -> Iterable[Draft]:
    read = documents[documents["status"] == "read"]
    for row in read[["doc_id", "text", "date"]].itertuples(index=False):
        yield Draft(str(row.doc_id), str(row.text), None if pd.isna(row.date) else str(row.date))
