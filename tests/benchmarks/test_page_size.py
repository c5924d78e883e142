"""Bytes a page and seconds to render, at 5, 100 and 1,000 documents: the five documents, told again and again."""

import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from results import Results, documents_at

from communique import Tables
from communique.freshness import Record
from communique.notebooks import find_notebooks, values_for
from communique.report import DOCUMENTS, Result, _make_document_pages, _make_index

INDEX_AT_MOST, LIST_AT_MOST, DOCUMENT_AT_MOST = 2_000_000, 1_000_000, 250_000  # bytes
SECONDS_A_DOCUMENT = 0.2


def repeated(tables: Tables, n_documents: int) -> Tables:
    """Return the tables of so many documents: copies of those that are there, each under a name of its own."""
    times = n_documents // len(tables.documents)

    def told(table: pd.DataFrame) -> pd.DataFrame:
        copies = [table.assign(doc_id=table["doc_id"] + ("" if n == 0 else f"-{n}")) for n in range(times)]
        return pd.concat(copies, ignore_index=True)

    names = ("documents", "sentences", "mentions", "participations", "affiliations", "ledger")
    return replace(tables, **{name: told(getattr(tables, name)) for name in names})


@pytest.mark.parametrize("n_documents", documents_at([5, 50], [5, 100, 1_000]))
def test_pages_stay_small_and_are_made_fast(
    tables: Tables, project: Path, tmp_path: Path, record: Results, n_documents: int
) -> None:
    many = repeated(tables, n_documents)
    notebooks = find_notebooks(project / "notebooks")
    values = values_for(notebooks, {})
    run = Record(tmp_path / "out", tmp_path / "aside")
    run.aside.mkdir()
    corpus = project / "data" / "raw"
    begun = time.process_time()
    _make_document_pages(corpus, many, "key", notebooks, run)
    documents = time.process_time() - begun
    _make_index(corpus, many, None, [], notebooks, values, run.aside, Result(tmp_path / "index.html"))
    index = time.process_time() - begun - documents
    sizes = {path.name: path.stat().st_size for path in run.aside.glob("*.html")}
    largest = max(path.stat().st_size for path in (run.aside / "documents").glob("*.html"))
    record("pages: documents", n_documents / documents, "pages/s", n=n_documents)
    record("pages: index", index, "s", n=n_documents)
    for what, size in (("index", sizes["index.html"]), ("list", sizes[DOCUMENTS]), ("largest document", largest)):
        record(f"pages: {what}, size", size / 1e3, "kB", n=n_documents)
    assert sizes["index.html"] <= INDEX_AT_MOST
    assert sizes[DOCUMENTS] <= LIST_AT_MOST
    assert largest <= DOCUMENT_AT_MOST
    assert documents / n_documents <= SECONDS_A_DOCUMENT
