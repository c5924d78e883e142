"""What is measured, each part in a fresh process, which tells its figures as JSON.

    python tests/benchmarks/measuring.py extraction corpus.jsonl

Seconds are those of the processor, so that a busy machine tells the same, unless they are said to be of the wall.
Megabytes are what memory grew by at its highest while the part ran (Linux).
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from communique import build_network, cooccurrences, extract, extract_to, read_tables
from communique.authority import load_authority
from communique.corpus import read_corpus, read_corpus_partitions
from communique.document_pages import render_documents
from communique.extraction import STEPS, Draft
from communique.extraction.assemble import assemble
from communique.extraction.reading import read_documents
from communique.extraction.recogniser import SENTENCE_PIPELINE, load_pipeline, recognise
from communique.network import measures
from communique.table_parts import TablesInMemory

AT_ONCE = 50  # documents after which extraction and its reference take turns
LISTING = {"href": "../documents.html", "label": "All documents"}
Figures = dict[str, float]


def measured(part: str, path: Path) -> Figures:
    """Return what a part takes on a corpus or on tables, measured in a process of its own."""
    done = subprocess.run([sys.executable, __file__, part, str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def counted(seconds: dict[str, float], part: str) -> Iterator[None]:
    """Add the seconds of a processor that the block takes."""
    begun = time.process_time()
    yield
    seconds[part] += time.process_time() - begun


@contextmanager
def grown(figures: dict[str, float]) -> Iterator[None]:
    """Tell by how many megabytes memory grew at its highest while the block ran."""
    Path("/proc/self/clear_refs").write_text("5")
    before = _memory("VmRSS")
    yield
    figures["megabytes"] = _memory("VmHWM") - before


def _memory(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1e3


def reading(corpus: Path) -> Figures:
    """Files or rows to documents; the reference only parses the rows."""
    seconds: dict[str, float] = defaultdict(float)
    figures: Figures = {}
    read_corpus(corpus)  # what is imported and loaded when it is first used
    with counted(seconds, "reference"), corpus.open(encoding="utf-8") as rows:
        for row in rows:
            json.loads(row)
    with grown(figures), counted(seconds, "seconds"):
        documents = read_corpus(corpus)
    return {**figures, **seconds, "words": int(documents["n_words"].sum()), "documents": len(documents)}


def extraction(corpus: Path) -> Figures:
    """Extraction by component; the reference is the bare full English pipeline, in turns of some documents."""
    import spacy

    documents, drafts, authority = _prepared(corpus)
    full, sentences = spacy.load(SENTENCE_PIPELINE), load_pipeline(SENTENCE_PIPELINE, entities=False)
    list(full.pipe(draft.text for draft in drafts[:3]))
    seconds: dict[str, float] = defaultdict(float)
    for first in range(0, len(drafts), AT_ONCE):
        some = drafts[first : first + AT_ONCE]
        texts = [draft.text for draft in some]
        with counted(seconds, "reference"):
            list(full.pipe(texts))
        with counted(seconds, "sentences"):
            list(sentences.pipe(texts))
        with counted(seconds, "recognise"):
            list(recognise(some))
        for step in STEPS:
            with counted(seconds, step.name):
                for draft in some:
                    step.run(draft, authority)
        for draft in some:
            draft.reading, draft.candidates = None, []
    with counted(seconds, "assemble"):
        assemble(drafts, authority, TablesInMemory())
    seconds["names"] = seconds.pop("recognise") - seconds["sentences"]
    return {**seconds, "words": _words(documents), "documents": len(drafts)}


def streaming(corpus: Path) -> Figures:
    """Documents read one after the other and let go: what extraction holds at a time."""
    documents, _, authority = _prepared(corpus)
    figures: Figures = {}
    with grown(figures):
        for _ in read_documents(documents, authority):
            pass
    return {**figures, "documents": len(documents)}


def larger_than_memory(corpus: Path) -> Figures:
    """A table streamed through reading and extraction in parts, its own function naming; megabytes are the highest."""
    seconds: dict[str, float] = defaultdict(float)
    with TemporaryDirectory(dir=corpus.parent) as folder, counted(seconds, "seconds"):
        n_rows = extract_to(read_corpus_partitions(corpus, n_characters=5_000_000), folder, recogniser=nothing)
    return {**seconds, "megabytes": _memory("VmHWM"), "documents": n_rows["documents"], "mentions": n_rows["mentions"]}


def nothing(text: str) -> list[tuple[int, int, str]]:
    """Return no spans: reviewed names and grammar are left."""
    return []


def workers(corpus: Path) -> Figures:
    """One process against two, by the wall: start of the processes included."""
    documents, _, authority = _prepared(corpus)
    figures: Figures = {"words": _words(documents), "documents": len(documents)}
    for name, n_workers in (("one", 1), ("two", 2)):
        begun = time.perf_counter()
        for _ in read_documents(documents, authority, workers=n_workers):
            pass
        figures[name] = time.perf_counter() - begun
    return figures


def after(tables: Path) -> Figures:
    """The steps after extraction, from tables: pairs, network, measures, pages."""
    told = read_tables(tables)
    seconds: dict[str, float] = defaultdict(float)
    figures: Figures = {}
    with grown(figures):
        with counted(seconds, "co-occurrence"):
            cooccurrences(told.mentions, told.sentences)
        with counted(seconds, "network"):
            graph = build_network(told)
        with counted(seconds, "measures"):
            measures(graph)
        with counted(seconds, "pages"):
            read = told.documents.loc[told.documents["status"] == "read", "doc_id"].tolist()
            for _ in render_documents(told, read, pages=[], footer="", listing=LISTING):
                pass
    return {**figures, **seconds, "words": _words(told.documents), "documents": len(told.documents)}


def _prepared(corpus: Path) -> tuple[pd.DataFrame, list[Draft], object]:
    """Return documents, blank drafts and reviewed names, when all models are loaded."""
    documents = read_corpus(corpus)
    read = documents[documents["status"] == "read"]
    extract(read.head(3))
    drafts = [Draft(row.doc_id, row.text, row.date) for row in read.itertuples()]
    return documents, drafts, load_authority()


def _words(documents: pd.DataFrame) -> int:
    return int(documents.loc[documents["status"] == "read", "n_words"].sum())


PARTS: dict[str, Callable[[Path], Figures]] = {
    part.__name__: part for part in (reading, extraction, streaming, larger_than_memory, workers, after)
}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
