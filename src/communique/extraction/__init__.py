"""Documents become mentions, entities, meetings, participations and affiliations.

`recognise` reads the documents with a model; the steps of `STEPS` do the rest document by document, each of
which can be run alone, left out or replaced; `assemble` resolves entities and meetings over all documents.
`read_documents` does the former side by side, here or on a cluster, and not again for what a `DraftStore` holds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from communique.addresses import sent
from communique.authority import Authority, load_authority
from communique.extraction.assemble import assemble
from communique.extraction.draft import Draft, Span
from communique.extraction.reading import read_documents
from communique.extraction.recogniser import OWN_MODEL, Recogniser
from communique.extraction.steps import STEPS, Step, read_draft
from communique.extraction.store import DraftStore
from communique.table_parts import TableFiles, TableParts, TablesInMemory
from communique.tables import Tables

__all__ = [
    "OWN_MODEL", "STEPS", "Draft", "DraftStore", "Recogniser", "Span", "Step", "extract", "extract_to", "read_draft",
]  # fmt: skip

Progress = Callable[[Iterable[Draft]], Iterable[Draft]]


def extract(
    documents: pd.DataFrame,
    *,
    authority: Authority | None = None,
    recogniser: Recogniser = OWN_MODEL,
    steps: Sequence[Step] = STEPS,
    workers: int = 1,
    scheduler: str | None = None,
    store: DraftStore | None = None,
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
    steps
        What is done with each document, in order.
    workers
        Processes that read documents side by side.
    scheduler
        The address of a Dask scheduler such as `tcp://10.0.0.5:8786`: its workers read the documents instead.
        Entities are resolved here, over all documents, so that the tables are the same.
    store
        Where what was read is kept, so that a later call reads only new and changed documents.
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
    parts = TablesInMemory()
    parts.add("documents", documents)
    authority = authority or load_authority()
    drafts = read_documents(
        documents, authority, recogniser=recogniser, steps=steps, workers=workers, scheduler=scheduler, store=store
    )
    assemble(progress(drafts), authority, parts)
    return parts.tables()


def extract_to(
    partitions: Iterable[pd.DataFrame],
    folder: str | Path,
    *,
    authority: Authority | None = None,
    recogniser: Recogniser = OWN_MODEL,
    steps: Sequence[Step] = STEPS,
    workers: int = 1,
    scheduler: str | None = None,
    store: DraftStore | None = None,
    progress: Progress = iter,
) -> dict[str, int]:
    """Write the tables that the documents give to a folder, as `extract` and `write_tables` do, and never hold them.

    Memory holds a few partitions, what a thousand documents tell, and of all together names, meetings and counts.
    The rest waits in files of `folder` that nobody sees, and that are gone afterwards.

    Parameters
    ----------
    partitions
        What `read_corpus_partitions` yields: the parts of a documents table.
    folder
        A folder or an address; after an error it is as it was.
    authority, recogniser, steps, workers, scheduler, store, progress
        As for `extract`.

    Returns
    -------
    dict
        How many rows each table has, by its name.

    Raises
    ------
    TablesError
        When two documents have one `doc_id`.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> from communique import read_corpus_partitions
    >>> n_rows = extract_to(read_corpus_partitions("data/raw", n_documents=2), folder)
    >>> n_rows["documents"], (folder / "mentions.parquet").exists()
    (5, True)
    """
    authority = authority or load_authority()
    with sent(folder) as path, TableFiles(path) as files:
        drafts = read_documents(
            _noted(partitions, files),
            authority,
            recogniser=recogniser,
            steps=steps,
            workers=workers,
            scheduler=scheduler,
            store=store,
        )
        assemble(progress(drafts), authority, files, folder=path)
    return files.n_rows


def _noted(partitions: Iterable[pd.DataFrame], parts: TableParts) -> Iterator[pd.DataFrame]:
    """Yield the partitions as they are; each is a part of the table of documents."""
    for documents in partitions:
        parts.add("documents", documents)
        yield documents
