"""The main job: a corpus becomes tables, a network, executed notebooks and linked HTML pages."""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import nbformat
import networkx as nx
import pandas as pd

from communique import findings, pages
from communique.corpus import corpus_files, read_corpus
from communique.errors import CorpusError
from communique.extraction import OWN_MODEL, DraftStore, extract
from communique.extraction.recogniser import model_folder
from communique.figures import network_map
from communique.freshness import LIBRARIES, Record, code_digest, files_digest
from communique.names import document_href
from communique.network import build_network, export_network, monthly
from communique.notebooks import Failure, Notebook, find_notebooks, run_notebook, values_for
from communique.output import Output, writing
from communique.resources import project_folder
from communique.tables import Tables, read_tables, write_tables

__all__ = ["Result", "report"]

Item = TypeVar("Item")
Progress = Callable[..., Iterable[Any]]


DRAFTS = ".drafts"  # what was read, in the folder of the reports
RUNNING = ".running"  # notebooks while they run

DOWNLOADS = [
    {"href": f"{folder}/{name}", "label": name, "what": what}
    for folder, name, what in (
        ("network", "network.gexf", "the network with its dates, for Gephi"),
        ("network", "network.graphml", "the network, for igraph, yEd, Cytoscape"),
        ("network", "network.json", "the network as node-link JSON"),
        ("network", "nodes.csv", "actors and forums, a row each"),
        ("network", "edges.csv", "who takes part in which forum: roles, status, evidence, a row each"),
        ("network", "incidence.csv", "the same as a matrix: actors down, forums across, sentences in the cells"),
        ("network", "dyad_months.csv", "which two actors took part in one forum, month by month"),
        ("network", "participation_months.csv", "which actor took part in which forum, month by month"),
        ("network", "edges.parquet", "the same tables as Parquet lie beside it"),
        ("tables", "mentions.parquet", "every mention; its folder holds the other tables"),
    )
]


@dataclass
class Result:
    """What a run did."""

    index: Path
    failures: dict[str, Failure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def _silent(items: Iterable[Item], **_: object) -> Iterable[Item]:
    return items


def report(
    corpus: str | Path,
    out: str | Path,
    *,
    parameters: dict[str, str] | None = None,
    workers: int = 2,
    force: bool = False,
    progress: Progress = _silent,
    notebooks_folder: Path | None = None,
) -> Result:
    """Make the reports of `corpus` in the folder `out`, doing again only what changed since the last run.

    Parameters
    ----------
    corpus
        A folder of texts, or a table of texts: see `communique.corpus.read_corpus`.
    out
        Where `index.html` and all that it links to is written.
    parameters
        Values for the notebooks' parameters, by name.
    workers
        How many processes read documents, and how many notebooks run, side by side.
    force
        Do everything again.
    progress
        Wraps iterations, with the keywords `desc` and `total`, for progress bars.
    notebooks_folder
        Other notebooks than those of the project.

    Returns
    -------
    Result
        The index page, the cells that failed (the pages of other notebooks are complete), the
        documents that were skipped as warnings, counts, and seconds by step.

    Raises
    ------
    CommuniqueError
        Before anything is run: when the corpus holds nothing to read, a parameter is unknown, or another run
        holds `out`. When `out` cannot be written. What an earlier run left in `out` stays as it was.
    """
    corpus, out = Path(corpus), Path(out)
    notebooks = find_notebooks(notebooks_folder or project_folder() / "notebooks")
    values = values_for(notebooks, parameters or {})
    files = corpus_files(corpus)
    result = Result(out / "index.html")

    with Output(out) as output, writing(out):
        aside = output.aside
        record = Record.of(out, aside, force=force)
        with _timed(result, "tables"):
            tables, tables_key = _make_tables(corpus, files, record, workers, progress, force=force)
        with _timed(result, "network"):
            _make_network(tables, tables_key, record)
        with _timed(result, "documents"):
            _make_document_pages(tables, tables_key, notebooks, record)
        with _timed(result, "notebooks"):
            _run_notebooks(notebooks, values, tables_key, record, result, workers, progress)
        with _timed(result, "index"):
            _make_index(corpus, tables, notebooks, values, aside, result)
        _write_run(aside, corpus, parameters or {}, tables_key, record, result)
        output.put_in_place(remove=record.left_over(), last="run.json")
    return result


@contextmanager
def _timed(result: Result, step: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    result.seconds[step] = round(time.perf_counter() - begun, 2)


def _make_tables(
    corpus: Path, files: list[Path], record: Record, workers: int, progress: Progress, *, force: bool
) -> tuple[Tables, str]:
    """Extract the tables, or read those of the last run if neither corpus, code nor authority changed."""
    project = project_folder()
    authority = files_digest((project / "data" / "authority").glob("*.csv"), root=project)
    key = "/".join(
        [
            code_digest(),
            authority,
            files_digest(files, root=corpus if corpus.is_dir() else corpus.parent),
        ]
    )
    if record.is_fresh("tables", key):
        return read_tables(record.out / "tables"), key
    documents = read_corpus(corpus)
    if not (documents["status"] == "read").any():
        first = documents.iloc[0]
        raise CorpusError(f"{corpus} holds no document that can be read: {first.path} {first.reason}.")
    n_read = int((documents["status"] == "read").sum())
    folder = record.aside / "tables"
    with DraftStore(record.out / DRAFTS, forget=force) as store:
        bar = partial(progress, desc="documents", total=n_read)
        write_tables(extract(documents, workers=workers, store=store, progress=bar), folder)
    record.done("tables", key, folder.glob("*.parquet"))
    return read_tables(folder), key


def _make_network(tables: Tables, key: str, record: Record) -> None:
    if not record.is_fresh("network", key):
        files = export_network(build_network(tables), record.aside / "network", further=monthly(tables))
        record.done("network", key, files)


def _make_document_pages(tables: Tables, key: str, notebooks: list[Notebook], record: Record) -> None:
    """Write a page for each document that was read, with its mentions marked."""
    if record.is_fresh("documents", key):
        return
    read = tables.documents[tables.documents["status"] == "read"]
    doc_ids = list(read["doc_id"])
    titles = dict(zip(read["doc_id"], read["title"], strict=True))
    written = []
    for number, doc_id in enumerate(doc_ids):
        neighbours = {
            side: {"href": Path(document_href(doc_ids[at])).name, "title": titles[doc_ids[at]]}
            if 0 <= at < len(doc_ids)
            else None
            for side, at in (("previous", number - 1), ("next", number + 1))
        }
        context = pages.document_context(tables, doc_id)
        html = pages.render(
            "document", pages=_navigation(notebooks, root="../"), footer=_footer(), **context, **neighbours
        )
        written.append(_write(record.aside / document_href(doc_id), html))
    record.done("documents", key, written)


def _run_notebooks(
    notebooks: list[Notebook],
    values: dict[str, dict[str, Any]],
    tables_key: str,
    record: Record,
    result: Result,
    workers: int,
    progress: Progress,
) -> None:
    """Execute the notebooks side by side, each from the tables alone, and render each as it is done."""
    stale = {}
    for notebook in notebooks:
        key = f"{tables_key}/{files_digest([notebook.path], root=notebook.path.parent)}/{values[notebook.name]}"
        if not record.is_fresh(notebook.name, key):
            stale[notebook.name] = (notebook, key)
    # A notebook reads ../tables: beside it where they are new, else where those of the last run stand.
    home = record.aside if (record.aside / "tables").is_dir() else record.out
    folder, running_copies = record.aside / "notebooks", record.aside / RUNNING
    for path in (home / "notebooks", folder, running_copies):
        path.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        running: dict[Future[tuple[nbformat.NotebookNode, Failure | None]], str] = {
            pool.submit(
                run_notebook,
                notebook,
                {**values[name], "tables": "../tables"},
                output=running_copies / f"{name}.ipynb",
                folder=home / "notebooks",
            ): name
            for name, (notebook, _) in stale.items()
        }
        for done in progress(as_completed(running), desc="notebooks", total=len(running)):
            notebook, key = stale[running[done]]
            executed, failure = done.result()
            html = pages.render_notebook(
                executed,
                title=notebook.title,
                pages=_navigation(notebooks, current=notebook),
                footer=_footer(),
            )
            written = [
                _write(folder / f"{notebook.name}.ipynb", nbformat.writes(executed) + "\n"),
                _write(record.aside / f"{notebook.name}.html", html),
            ]
            # What failed is tried again next time, even if nothing changed.
            record.done(notebook.name, "" if failure else key, written)
            if failure:
                result.failures[notebook.name] = failure
    shutil.rmtree(running_copies)


def _make_index(
    corpus: Path,
    tables: Tables,
    notebooks: list[Notebook],
    values: dict[str, dict[str, Any]],
    out: Path,
    result: Result,
) -> None:
    documents = tables.documents
    skipped = documents[documents["status"] == "skipped"]
    result.warnings = [f"{row.path} was skipped: it {row.reason}." for row in skipped.itertuples()]
    result.counts = findings.counts(tables)
    network = build_network(tables)
    title = "Who took part, or is to take part, in which forum"
    picture = network_map(network, title=title, scope=findings.scope(tables))
    context = {
        "title": "Who meets whom, where",
        "corpus": "/".join(corpus.resolve().parts[-2:]),
        "pages": _navigation(notebooks, root=""),
        "footer": _footer(),
        "findings": _findings(tables, network),
        "picture": {"src": pages.data_uri(picture), "alt": picture.alt},
        "counts": [{"label": label, "value": value} for label, value in result.counts.items()],
        "notebooks": [
            {
                "href": f"{n.name}.html",
                "title": n.title,
                "question": n.question,
                "failed": asdict(result.failures[n.name]) if n.name in result.failures else None,
            }
            for n in notebooks
        ],
        "documents": [
            {
                "href": document_href(row.doc_id) if row.status == "read" else None,
                "title": row.title,
                "date": None if _absent(row.date) else row.date,
                "source": None if _absent(row.source) else row.source,
                "n_words": int(row.n_words),
                "status": row.status,
                "reason": None if _absent(row.reason) else row.reason,
            }
            for row in documents.itertuples(index=False)
        ],
        "downloads": DOWNLOADS,
        "parameters": [
            {
                "notebook": n.name,
                "name": p.name,
                "value": values[n.name].get(p.name, p.default),
                "meaning": p.meaning,
            }
            for n in notebooks
            for p in n.parameters.values()
            if p.name not in ("corpus", "tables")  # a report sets these itself
        ],
        "versions": [{"name": name, "version": version(name)} for name in ("communique", *LIBRARIES)],
        "warnings": result.warnings,
    }
    _write(out / "index.html", pages.render("index", **context))


def _findings(tables: Tables, network: nx.Graph) -> list[dict[str, Any]]:
    roles = findings.about_roles(tables)
    told = [
        (findings.about_documents(tables), "01-documents.html"),
        (findings.about_entities(tables), "02-entities.html"),
        (findings.about_cooccurrence(tables), "03-cooccurrence.html"),
        (findings.about_network(network), "04-network.html"),
        *([(roles, "04-network.html")] if roles.links() else []),
        (findings.about_time(tables), "05-timeline.html"),
    ]
    return [
        {"href": href, "parts": [{"text": part.text, "evidence": part.links()} for part in finding.said]}
        for finding, href in told
    ]


def _navigation(notebooks: list[Notebook], *, current: Notebook | None = None, root: str = "") -> list[dict[str, Any]]:
    entries = [{"href": f"{root}index.html", "title": "Overview", "current": root == "" and current is None}]
    return entries + [{"href": f"{root}{n.name}.html", "title": n.title, "current": n is current} for n in notebooks]


def _footer() -> str:
    return f"communique {version('communique')}. Every number leads back to the sentences that it came from."


def _absent(value: Any) -> bool:
    return bool(pd.isna(value))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _weights_digest() -> str:
    """Return what tells one set of weights from another."""
    return files_digest(model_folder().glob("*.onnx"), root=model_folder())[:12]


def _write_run(aside: Path, corpus: Path, parameters: dict[str, str], key: str, record: Record, result: Result) -> None:
    run = {
        "version": version("communique"),
        "libraries": {name: version(name) for name in LIBRARIES},
        "model": {"name": OWN_MODEL, "version": _weights_digest()},
        "corpus": str(corpus),
        "corpus_hash": key.rpartition("/")[2],
        "parameters": parameters,
        "counts": result.counts,
        "warnings": result.warnings,
        "failures": {name: asdict(failure) for name, failure in result.failures.items()},
        "seconds": result.seconds,
        "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "steps": record.steps,
    }
    _write(aside / "run.json", json.dumps(run, indent=1, ensure_ascii=False) + "\n")
