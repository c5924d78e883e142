"""The main job: a corpus becomes tables, a network, executed notebooks and linked HTML pages."""

import hashlib
import json
import math
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import nbformat
import networkx as nx
import pandas as pd
from markupsafe import Markup

from communique import findings, news, pages, profiles
from communique.authority import load_authority
from communique.authority.decisions import own_folder
from communique.corpus import Limits, corpus_files, read_corpus, reading_warnings
from communique.document_pages import render_documents
from communique.errors import CorpusError, TablesError
from communique.evaluation import evaluate, read_gold
from communique.extraction import OWN_MODEL, DraftStore, extract_to
from communique.extraction.recogniser import model_folder
from communique.figures import network_map
from communique.freshness import LIBRARIES, Record, code_digest, files_digest
from communique.measured import read_measured
from communique.network import build_network, export_network, monthly
from communique.notebooks import Failure, Job, Notebook, find_notebooks, run_side_by_side, values_for
from communique.output import Output, writing
from communique.resources import project_folder
from communique.tables import Tables, as_csv, read_tables
from communique.workspace import find

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


DOCUMENTS, DOCUMENTS_CSV = "documents.html", "documents.csv"  # the list of all
LISTED = 2_000  # on a page of the list
DOCUMENTS_SHOWN, WARNINGS_SHOWN = 40, 20  # on the index
CHANGES = "changes.json"
CHANGES_SHOWN = 40
CHANGES_DOWNLOAD = {
    "href": "changes.csv",
    "label": "changes.csv",
    "what": "what changed since the last run, a row each",
}


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
    columns: dict[str, str] | None = None,
    limits: Limits | None = None,
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
        Values for the notebooks' parameters, by name; beside these `profiles`, how many of the actors and forums in
        most documents get a page of their own.
    workers
        How many processes read documents, and how many notebooks run, side by side.
    force
        Do everything again.
    columns, limits
        How the corpus is read: see `communique.corpus.read_corpus`.
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
    values = values_for(notebooks, parameters or {}, beside=[profiles.PROFILES.name])
    n_profiles = profiles.how_many((parameters or {}).get(profiles.PROFILES.name, "0"), notebooks)
    limits = limits or Limits()
    files = corpus_files(corpus, limits=limits)  # says what is wrong with the corpus before anything is written
    result = Result(out / "index.html")

    with Output(out) as output, writing(out):
        record = Record.of(out, output.aside, force=force)
        with _timed(result, "tables"):
            tables, tables_key = _make_tables(
                corpus, files, columns or {}, limits, record, workers, progress, force=force
            )
            told = _make_news(tables, tables_key, record)
        with _timed(result, "network"):
            _make_network(tables, tables_key, record)
        with _timed(result, "documents"):
            _make_document_pages(corpus, tables, tables_key, notebooks, record, workers)
        with _timed(result, "notebooks"):
            profiled, _ = profiles.profiles_of(tables, profiles.most_documented(tables, n_profiles))
            jobs = [Job(notebook.name, notebook, values[notebook.name]) for notebook in notebooks]
            jobs += profiles.jobs(profiled, notebooks, values)
            _run_notebooks(notebooks, jobs, tables_key, record, result, workers, progress)
        with _timed(result, "index"):
            _make_index(corpus, tables, told, profiled, notebooks, values, output.aside, result)
        _write_run(output.aside, corpus, parameters or {}, tables_key, told, record, result)
        output.put_in_place(remove=record.left_over(), last="run.json")
    return result


@contextmanager
def _timed(result: Result, step: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    result.seconds[step] = round(time.perf_counter() - begun, 2)


def _make_tables(
    corpus: Path,
    files: list[Path],
    columns: dict[str, str],
    limits: Limits,
    record: Record,
    workers: int,
    progress: Progress,
    *,
    force: bool,
) -> tuple[Tables, str]:
    """Extract the tables, or read those of the last run if neither corpus, code nor authority changed."""
    project = project_folder()
    own = own_folder(corpus)
    authority = files_digest((project / "data" / "authority").glob("*.csv"), root=project)
    authority += files_digest(own.glob("decisions*.csv"), root=own)
    offered = files_digest(files, root=corpus if corpus.is_dir() else corpus.parent)
    read_as = hashlib.sha256(f"{offered} {sorted(columns.items())} {limits}".encode()).hexdigest()
    key = f"{code_digest()}/{authority}/{read_as}"
    if record.is_fresh("tables", key):
        return read_tables(record.out / "tables"), key
    reviewed = load_authority(corpus=corpus)
    documents = read_corpus(corpus, columns=columns, limits=limits)
    if not (documents["status"] == "read").any():
        first = documents.iloc[0]
        raise CorpusError(f"{corpus} holds no document that can be read: {first.path} {first.reason}.")
    n_read = int((documents["status"] == "read").sum())
    folder = record.aside / "tables"
    with DraftStore(record.out / DRAFTS, forget=force) as store:
        bar = partial(progress, desc="documents", total=n_read)
        extract_to([documents], folder, authority=reviewed, workers=workers, store=store, progress=bar)
    record.done("tables", key, folder.glob("*.parquet"))
    return read_tables(folder), key


def _make_news(tables: Tables, key: str, record: Record) -> news.News | None:
    """Compare with the last run and keep what changed; where nothing did, what was kept before stands.

    An editor who runs the same corpus again, or forces a run, so still reads what the last new documents brought.
    """
    kept = found = news.read_news(record.out / CHANGES)
    if record.key_of_last("tables") != key:
        # There may be no last run, or tables of a version whose columns were others.
        with suppress(TablesError):
            compared = news.compare(news.last_run(record.out), news.LastRun(tables, {"made_by": _made_by(key)}))
            found = compared if len(compared.table) else kept
    if found and (not record.is_fresh("changes", key) or found is not kept):
        written = [record.aside / CHANGES, record.aside / CHANGES_DOWNLOAD["href"]]
        news.write_news(found, written[0])
        pages.write(written[1], as_csv(found.table))
        record.done("changes", key, written)
    return found


def _make_network(tables: Tables, key: str, record: Record) -> None:
    if not record.is_fresh("network", key):
        files = export_network(build_network(tables), record.aside / "network", further=monthly(tables))
        record.done("network", key, files)


def _make_document_pages(
    corpus: Path, tables: Tables, key: str, notebooks: list[Notebook], record: Record, workers: int = 1
) -> None:
    """Write a page for each document that was read, with its mentions marked, and a list of all documents."""
    if record.is_fresh("documents", key):
        return
    read = tables.documents.loc[tables.documents["status"] == "read", "doc_id"]
    rendered = render_documents(
        tables,
        list(read),
        pages=_navigation(notebooks, root="../"),
        footer=pages.footer(),
        listing={"href": f"../{DOCUMENTS}", "label": "All documents"},
        workers=workers,
    )
    written = [pages.write(record.aside / unquote(href), html) for href, html in rendered]
    written += _write_list_of_documents(corpus, tables.documents, notebooks, record.aside)
    record.done("documents", key, written)


def _write_list_of_documents(
    corpus: Path, documents: pd.DataFrame, notebooks: list[Notebook], aside: Path
) -> Iterator[Path]:
    """Write the list of all documents and yield its files: a page, or pages with the whole beside them as CSV."""
    shown = documents[["doc_id", "path", "title", "date", "source", "n_words", "status", "reason"]]
    csv = pages.csv_link(shown, "documents")
    is_read = shown["status"] == "read"
    n_pages = max(1, math.ceil(max(is_read.sum(), (~is_read).sum()) / LISTED))
    if n_pages > 1:
        yield pages.write(aside / DOCUMENTS_CSV, as_csv(shown))
        csv = Markup(f'<p class="csv"><a download href="{DOCUMENTS_CSV}">Download all as CSV</a></p>')
    names = [DOCUMENTS, *(f"{Path(DOCUMENTS).stem}-{n}.html" for n in range(2, n_pages + 1))]
    ways = [{"href": name, "title": f"{n} of {n_pages:,}"} for n, name in enumerate(names, start=1)]
    for n, name in enumerate(names):
        html = pages.render(
            "documents",
            title="All documents" if n_pages == 1 else f"All documents, page {ways[n]['title']}",
            scope=_named(corpus),
            pages=_navigation(notebooks, root="", within=True),
            footer=pages.footer(),
            csv=csv,
            previous=ways[n - 1] if n else None,
            next=ways[n + 1] if n + 1 < n_pages else None,
            **pages.documents_context(shown, first=n * LISTED, most=LISTED),
        )
        yield pages.write(aside / name, html)


def _run_notebooks(
    notebooks: list[Notebook],
    jobs: list[Job],
    tables_key: str,
    record: Record,
    result: Result,
    workers: int,
    progress: Progress,
) -> None:
    """Execute the notebooks side by side, each from the tables alone, and render each as it is done."""
    stale = {}
    for job in jobs:
        code = files_digest([job.notebook.path], root=job.notebook.path.parent)
        key = f"{tables_key}/{code}/{job.parameters}"
        if not record.is_fresh(job.name, key):
            stale[job.name] = (replace(job, parameters={**job.parameters, "tables": "../tables"}), key)
    # A notebook reads ../tables: beside it where they are new, else where those of the last run stand.
    home = record.aside if (record.aside / "tables").is_dir() else record.out
    running_copies = record.aside / RUNNING
    for path in (home / "notebooks", running_copies):
        path.mkdir(parents=True, exist_ok=True)
    running = run_side_by_side(
        (job for job, _ in stale.values()), aside=running_copies, folder=home / "notebooks", workers=workers
    )
    for job, executed, failure in progress(running, desc="notebooks", total=len(stale)):
        root = "../" * job.name.count("/")
        html = pages.render_notebook(
            executed,
            title=job.notebook.title,
            heading=job.heading,
            pages=_navigation(notebooks, current=None if job.heading else job.notebook, root=root),
            footer=pages.footer(),
            root=root,
        )
        written = [pages.write(record.aside / f"{job.name}.html", html)]
        if not job.heading:
            source = nbformat.writes(executed) + "\n"
            written.append(pages.write(record.aside / "notebooks" / f"{job.name}.ipynb", source))
        # What failed is tried again next time, even if nothing changed.
        record.done(job.name, "" if failure else stale[job.name][1], written)
        if failure:
            result.failures[job.name] = failure
    shutil.rmtree(running_copies)


def _make_index(
    corpus: Path,
    tables: Tables,
    told: news.News | None,
    profiled: list[profiles.Profile],
    notebooks: list[Notebook],
    values: dict[str, dict[str, Any]],
    aside: Path,
    result: Result,
) -> None:
    documents = tables.documents
    result.warnings = reading_warnings(documents)
    result.counts = findings.counts(tables)
    network = build_network(tables)
    title = "Who took part, or is to take part, in which forum"
    picture = network_map(network, title=title, scope=findings.scope(tables))
    context = {
        "title": "Who meets whom, where",
        "corpus": _named(corpus),
        "pages": _navigation(notebooks, root=""),
        "footer": pages.footer(),
        "findings": _findings(tables, network, notebooks),
        "accuracy": _accuracy(tables, notebooks, values),
        "picture": {"src": pages.data_uri(picture), "alt": picture.alt, "href": "04-network.html#explorer"},
        "changes": _changes(told, tables),
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
        "profiles": profiles.told(profiled, result.failures),
        **pages.documents_context(documents, most=DOCUMENTS_SHOWN),
        "downloads": DOWNLOADS + ([CHANGES_DOWNLOAD] if told else []),
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
        ]
        + [
            {
                "notebook": "report",
                "name": profiles.PROFILES.name,
                "value": len(profiled),
                "meaning": profiles.PROFILES.meaning,
            }
        ],
        "versions": [{"name": name, "version": version(name)} for name in ("communique", *LIBRARIES)],
        "warnings": result.warnings[:WARNINGS_SHOWN],
        "n_warnings": len(result.warnings),
    }
    pages.write(aside / "index.html", pages.render("index", **context))


def _findings(tables: Tables, network: nx.Graph, notebooks: list[Notebook]) -> list[dict[str, Any]]:
    titles = {f"{n.name}.html": n.title for n in notebooks}
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
        {
            "href": href,
            "page": titles.get(href, "More"),
            "parts": [{"text": part.text, "evidence": part.links()} for part in finding.said],
        }
        for finding, href in told
    ]


def _accuracy(tables: Tables, notebooks: list[Notebook], values: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """Return what is known of how right the extraction is: on these documents, and on those kept aside."""
    told = []
    for notebook in notebooks:
        given = {name: values[notebook.name].get(name, p.default) for name, p in notebook.parameters.items()}
        if "gold" in given and find(given["gold"]).is_dir():
            told.append((notebook, findings.about_quality(evaluate(read_gold(find(given["gold"])), tables))))
        if "measured" in given:
            told.append((notebook, findings.about_measured(read_measured(find(given["measured"])))))
    return [{"text": str(finding), "href": f"{n.name}.html", "page": n.title} for n, finding in told]


def _named(corpus: Path) -> str:
    return "/".join(corpus.resolve().parts[-2:])


def _changes(told: news.News | None, tables: Tables) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "since": told.since.replace("T", " ").replace("Z", " UTC"),
        "pipeline": told.pipeline,
        "findings": [
            {"parts": [{"text": part.text, "evidence": part.links()} for part in finding.said]}
            for finding in news.told(told.table, tables)
        ],
        "how": news.HOW_RANKED if (told.table["kind"] == "rank").any() else "",
        "rows": news.rows(told.table, tables, most=CHANGES_SHOWN),
        "n_rows": len(told.table),
    }


def _navigation(
    notebooks: list[Notebook], *, current: Notebook | None = None, root: str = "", within: bool = False
) -> list[dict[str, Any]]:
    """Return the way to each page of the run; a page that is `within` them is none of them itself."""
    overview = root == "" and current is None and not within
    entries = [{"href": f"{root}index.html", "title": "Overview", "current": overview}]
    return entries + [{"href": f"{root}{n.name}.html", "title": n.title, "current": n is current} for n in notebooks]


def _absent(value: Any) -> bool:
    return bool(pd.isna(value))


def _weights_digest() -> str:
    """Return what tells one set of weights from another."""
    return files_digest(model_folder().glob("*.onnx"), root=model_folder())[:12]


def _made_by(key: str) -> dict[str, str]:
    """Return what made the tables of this key: two runs differ in no more than what is told here and the corpus."""
    code, authority, _ = key.split("/")
    return {"version": version("communique"), "code": code, "model": _weights_digest(), "authority": authority}


def _write_run(
    aside: Path,
    corpus: Path,
    parameters: dict[str, str],
    key: str,
    told: news.News | None,
    record: Record,
    result: Result,
) -> None:
    run = {
        "version": version("communique"),
        "libraries": {name: version(name) for name in LIBRARIES},
        "model": {"name": OWN_MODEL, "version": _weights_digest()},
        "made_by": _made_by(key),
        "changes": {"since": told.since, "counts": news.counts(told.table)} if told else None,
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
    pages.write(aside / "run.json", json.dumps(run, indent=1, ensure_ascii=False) + "\n")
