"""Bytes a page and seconds to render, at 5, 100 and 1,000 documents: the five documents, told again and again."""

import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

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


@pytest.mark.parametrize("n_documents", [5, 100, 1000])
def test_pages_stay_small_and_are_made_fast(tables: Tables, project: Path, tmp_path: Path, n_documents: int) -> None:
    many = repeated(tables, n_documents)
    notebooks = find_notebooks(project / "notebooks")
    values = values_for(notebooks, {})
    record = Record(tmp_path / "out", tmp_path / "aside")
    record.aside.mkdir()
    corpus = project / "data" / "raw"
    begun = time.perf_counter()
    _make_document_pages(corpus, many, "key", notebooks, record)
    documents = time.perf_counter() - begun
    _make_index(corpus, many, None, [], notebooks, values, record.aside, Result(tmp_path / "index.html"))
    index = time.perf_counter() - begun - documents
    sizes = {path.name: path.stat().st_size for path in record.aside.glob("*.html")}
    largest = max(path.stat().st_size for path in (record.aside / "documents").glob("*.html"))
    print(
        f"\n{n_documents} documents: index {sizes['index.html']:,} bytes in {index:.2f} s, "
        f"list {sizes[DOCUMENTS]:,} bytes, documents {documents:.2f} s ({documents / n_documents:.3f} s each), "
        f"the largest {largest:,} bytes"
    )
    assert sizes["index.html"] <= INDEX_AT_MOST
    assert sizes[DOCUMENTS] <= LIST_AT_MOST
    assert largest <= DOCUMENT_AT_MOST
    assert documents / n_documents <= SECONDS_A_DOCUMENT
