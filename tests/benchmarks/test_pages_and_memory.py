"""What grows with the documents after they were read: their pages, and the memory in which their drafts are held.

Processor time, since the machine may be shared.
"""

import time
from dataclasses import replace

import pandas as pd
import pytest
from corpora import Corpus, tables_of

from communique import Tables
from communique.document_pages import render_documents
from communique.extraction.draft import Draft, Span
from communique.extraction.packed import PackedDrafts
from communique.extraction.store import draft_to_json

SIZES = (250, 1_000)
SECONDS_A_PAGE, GROWTH_AT_MOST, BYTES_A_DRAFT = 0.05, 1.3, 10_000
FRAME = {"pages": [], "footer": "", "listing": {"href": "../documents.html", "label": "All documents"}}


def seconds_a_page(tables: Tables) -> float:
    read = tables.documents.loc[tables.documents["status"] == "read", "doc_id"].tolist()
    begun = time.process_time()
    n_pages = sum(1 for _ in render_documents(tables, read, **FRAME))
    return (time.process_time() - begun) / n_pages


def test_a_page_takes_as_long_in_a_large_corpus_as_in_a_small_one() -> None:
    none = {"cooccurrences": pd.DataFrame()}  # pages do not show them
    taken = [seconds_a_page(replace(tables_of(Corpus(n).releases()), **none)) for n in SIZES]
    for n_documents, seconds in zip(SIZES, taken, strict=True):
        print(f"\n{n_documents:,} documents: {1000 * seconds:.1f} ms a page")
    assert max(taken) <= SECONDS_A_PAGE
    assert taken[1] / taken[0] <= GROWTH_AT_MOST


@pytest.mark.parametrize("n_drafts", [200])
def test_a_draft_that_waits_takes_a_fraction_of_its_text_and_spans(n_drafts: int) -> None:
    def drafts() -> list[Draft]:
        made = []
        for release in Corpus(n_drafts).releases():
            starts = [release.text.index(line) for line in release.lines]
            spans = [Span(starts[n] + a, starts[n] + b, name.type, "authority", name.entity_id)
                     for n, a, b, name in release.mentions]  # fmt: skip
            keyed = [(span, (span.type, frozenset(), span.entity_id)) for span in spans]
            made.append(Draft(release.doc_id, release.text, spans=spans, keyed=keyed))
        return made

    packed = PackedDrafts(drafts())
    assert list(packed) == drafts()
    held = packed.n_bytes / len(packed)
    plain = sum(len(draft_to_json(draft)) for draft in drafts()) / len(packed)
    print(f"\na draft: {held:,.0f} bytes packed, {plain:,.0f} as JSON")
    assert held <= BYTES_A_DRAFT
