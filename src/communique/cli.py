"""The verbs: `communique report`, `extract`, `network`, `profile`, `evaluate`, `diff`.

Exit codes: 0 done; 1 something failed and is named, or with `--strict` there were warnings; 2 the command was wrong;
3 from `diff --exit-code`, when something changed. Progress goes to standard error, results to standard output, a
traceback nowhere but with `--debug`.
"""

import argparse
import sys
import traceback
import warnings
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from communique.errors import CommuniqueError, CorpusError, ParameterError, TablesError
from communique.formats.limits import Limits
from communique.workspace import find

__all__ = ["main"]

DONE, FAILED, WRONG, CHANGED = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = _parser().parse_args(argv)
    warnings.filterwarnings("ignore", module="spacy|traitlets|jupyter_client|zmq")
    try:
        return int(arguments.run(arguments))
    except Exception as error:  # the edge: nobody is shown a traceback who did not ask for one
        if arguments.debug:
            traceback.print_exc()
        known = isinstance(error, CommuniqueError | OSError)
        said = str(error) if known else f"{type(error).__name__}: {error} (a mistake of communique; see --debug)"
        print(f"communique: {said}", file=sys.stderr)
        return WRONG if isinstance(error, CorpusError | ParameterError | TablesError) else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="communique", description="Who meets whom, where: actor-forum networks from diplomatic texts."
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help="show where in the code an error arose")
    reading = _reading_options()

    report = verbs.add_parser("report", parents=[common, reading], help="read a corpus, write linked HTML reports")
    report.add_argument(
        "corpus",
        nargs="?",
        default="data/raw",
        metavar="CORPUS",
        help="a folder of texts or one table (default: data/raw)",
    )
    report.add_argument("--out", default="reports", metavar="FOLDER", help="where the reports go (default: reports)")
    report.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of the notebooks, or profiles: how many actors and forums get a page of their own",
    )
    report.add_argument(
        "--workers",
        type=_positive,
        default=2,
        metavar="N",
        help="documents and notebooks that are worked on side by side (default: 2)",
    )
    report.add_argument("--force", action="store_true", help="do everything again, even what has not changed")
    report.set_defaults(run=_report)

    extract = verbs.add_parser("extract", parents=[common, reading], help="write the tables of a corpus, no reports")
    extract.add_argument("corpus", metavar="CORPUS")
    extract.add_argument("--out", required=True, metavar="TABLES")
    extract.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="processes that read documents (default: 2)"
    )
    extract.add_argument("--force", action="store_true", help="read every document again, even what has not changed")
    extract.set_defaults(run=_extract)

    network = verbs.add_parser(
        "network",
        parents=[common],
        help="write the network of a run's tables as GEXF, GraphML, JSON, CSV, Parquet",
    )
    network.add_argument("tables", metavar="TABLES")
    network.add_argument("--out", required=True, metavar="FOLDER")
    network.add_argument(
        "--ties",
        choices=["participation", "co-occurrence"],
        default="participation",
        help="what ties an actor to a forum: that it takes part (default), or that one sentence names both",
    )
    network.add_argument("--roles", metavar="ROLES", help="only these roles, with commas, such as chair,host")
    network.add_argument(
        "--statuses", metavar="STATUSES", help="only these statuses, with commas (default: held,planned,proposed)"
    )
    network.add_argument(
        "--min-sentences", type=_positive, default=1, metavar="N", help="leave out ties that fewer sentences tell"
    )
    network.set_defaults(run=_network)

    profile = verbs.add_parser("profile", parents=[common], help="write a page for each of several actors and forums")
    profile.add_argument("tables", metavar="TABLES", help="a folder of tables, or of reports")
    profile.add_argument("names", nargs="+", metavar="NAME", help="a name, a written form, or an identifier")
    profile.add_argument("--out", required=True, metavar="FOLDER")
    profile.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of the notebook, such as top",
    )
    profile.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="pages that are made side by side (default: 2)"
    )
    profile.set_defaults(run=_profile)

    evaluate = verbs.add_parser("evaluate", parents=[common], help="measure tables against annotated documents")
    evaluate.add_argument("gold", metavar="GOLD")
    evaluate.add_argument("tables", metavar="TABLES")
    evaluate.add_argument(
        "--part", metavar="PART", help="only documents of this part in GOLD/split.csv (work or aside)"
    )
    evaluate.add_argument("--misses", type=int, default=0, metavar="N", help="list the N commonest misses and extras")
    evaluate.add_argument("--record", metavar="FILE", help="enter the figures of PART into this table (csv)")
    evaluate.set_defaults(run=_evaluate)

    diff = verbs.add_parser("diff", parents=[common], help="tell what changed from one run to another")
    diff.add_argument("old", metavar="OLD", help="the earlier run: a folder of reports, or of tables")
    diff.add_argument("new", metavar="NEW", help="the later run")
    diff.add_argument(
        "--csv", metavar="FILE", help="write every change with all its evidence to this table, a row each"
    )
    diff.add_argument("--exit-code", action="store_true", help="exit with 3 when something changed, not with 0")
    diff.set_defaults(run=_diff)
    return parser


def _reading_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    group = options.add_argument_group("how the corpus is read")
    group.add_argument("--strict", action="store_true", help="end with exit code 1 if there was a warning")
    group.add_argument(
        "--column",
        dest="columns",
        type=_column,
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="a table's own name for id, text, title, date, source or language, such as text=body",
    )
    for name, what in (
        ("bytes", "skip larger files"),
        ("pages", "skip longer PDF files"),
        ("seconds", "skip a page, PDF or Word file that takes longer to read"),
        ("depth", "skip folders that lie deeper"),
    ):
        most = int(getattr(Limits(), f"max_{name}"))
        group.add_argument(
            f"--max-{name}", type=_positive, default=most, metavar="N", help=f"{what} (default: {most:,})"
        )
    return options


def _column(text: str) -> tuple[str, str]:
    name, _, column = text.partition("=")
    if not column:
        raise argparse.ArgumentTypeError("must be NAME=COLUMN, such as text=body")
    return name, column


def _limits(arguments: argparse.Namespace) -> Limits:
    return Limits(
        max_bytes=arguments.max_bytes,
        max_pages=arguments.max_pages,
        max_seconds=arguments.max_seconds,
        max_depth=arguments.max_depth,
    )


def _warn(sentences: list[str]) -> None:
    for sentence in sentences:
        print(f"warning: {sentence}", file=sys.stderr)
    if sentences:
        print(f"{len(sentences):,} warning{'' if len(sentences) == 1 else 's'}", file=sys.stderr)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _bar(items: Iterable[Any], **told: Any) -> Iterable[Any]:
    return tqdm(
        items,
        file=sys.stderr,
        leave=True,
        unit="",
        bar_format="{desc:>10} {bar:30} {n_fmt}/{total_fmt}  {elapsed}",
        **told,
    )


def _leave_addresses_unchecked() -> None:
    """Save a second and a half before notebooks are run.

    nbformat checks notebooks with jsonschema, which takes that long to load a grammar of web addresses where
    JupyterLab has installed it. No notebook is checked for addresses. None tells Python that a module cannot be had,
    which the types of `sys.modules` leave out.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _report(arguments: argparse.Namespace) -> int:
    _leave_addresses_unchecked()
    from communique.report import report  # three seconds that `--help` need not spend

    result = report(
        find(arguments.corpus),
        arguments.out,
        parameters=dict(arguments.parameters),
        workers=arguments.workers,
        force=arguments.force,
        columns=dict(arguments.columns),
        limits=_limits(arguments),
        progress=_bar,
    )
    _warn(result.warnings)
    for name, failure in result.failures.items():
        print(f"failed: {name}, cell {failure.cell}: {failure.message}", file=sys.stderr)
    print(", ".join(f"{value:,} {label}" for label, value in result.counts.items()))
    print(result.index)
    return FAILED if result.failures or (arguments.strict and result.warnings) else DONE


def _extract(arguments: argparse.Namespace) -> int:
    from communique.corpus import read_corpus, reading_warnings
    from communique.extraction import DraftStore, extract
    from communique.output import Output, writing
    from communique.tables import write_tables

    documents = read_corpus(find(arguments.corpus), columns=dict(arguments.columns), limits=_limits(arguments))
    told = reading_warnings(documents)
    _warn(told)
    bar = partial(_bar, desc="documents", total=int((documents["status"] == "read").sum()))
    with Output(arguments.out) as output, writing(arguments.out):
        with DraftStore(output.folder / ".drafts", forget=arguments.force) as store:
            tables = extract(documents, workers=arguments.workers, store=store, progress=bar)
        write_tables(tables, output.aside)
        output.put_in_place()
    for name, table in tables.items():
        print(f"{len(table):>8,} {name}")
    return FAILED if arguments.strict and told else DONE


def _network(arguments: argparse.Namespace) -> int:
    from communique.kinds import STANDING
    from communique.network import build_network, cooccurrence_network, export_network, monthly
    from communique.tables import read_tables

    tables = read_tables(arguments.tables)
    if arguments.ties == "co-occurrence":
        if arguments.roles or arguments.statuses:
            raise ParameterError("co-occurrences have no role and no status: leave out --roles and --statuses.")
        graph, further = cooccurrence_network(tables, min_units=arguments.min_sentences), None
    else:
        chosen = {
            "roles": arguments.roles,
            "statuses": arguments.statuses or STANDING,
            "min_sentences": arguments.min_sentences,
        }
        graph, further = build_network(tables, **chosen), monthly(tables, **chosen)
    for path in export_network(graph, arguments.out, further=further):
        print(path)
    return DONE


def _profile(arguments: argparse.Namespace) -> int:
    _leave_addresses_unchecked()
    from communique.profiles import make_profiles

    result = make_profiles(
        find(arguments.tables),
        arguments.names,
        arguments.out,
        parameters=dict(arguments.parameters),
        workers=arguments.workers,
        progress=_bar,
    )
    for sentence in result.unknown:
        print(f"communique: {sentence}", file=sys.stderr)
    for name, failure in result.failures.items():
        print(f"failed: {name}, cell {failure.cell}: {failure.message}", file=sys.stderr)
    if result.made:
        print(result.index)
    return FAILED if result.unknown or result.failures else DONE


def _evaluate(arguments: argparse.Namespace) -> int:
    from communique.evaluation import evaluate, read_gold
    from communique.measured import record_measured
    from communique.tables import read_tables

    if arguments.record and not arguments.part:
        raise ParameterError("--record needs --part: the table tells apart what was worked on and what was kept aside.")

    evaluation = evaluate(read_gold(find(Path(arguments.gold)), part=arguments.part), read_tables(arguments.tables))
    if not evaluation.documents:
        raise TablesError(f"{arguments.tables} holds none of the documents that {arguments.gold} annotates.")
    print(f"{len(evaluation.documents)} annotated documents")
    print(evaluation.figures.to_string(index=False, float_format="{:.3f}".format))
    if arguments.misses:
        for kind in ("missed", "extra", "differs"):
            for mentions in (True, False):
                misses = evaluation.commonest(kind, mentions=mentions, top=arguments.misses)
                if len(misses):
                    print(f"\n{kind}{'' if mentions else ': participations, affiliations, meetings, dates'}")
                    print(misses[["n", "type", "text"]].to_string(index=False, header=False))
    if arguments.record:
        record_measured(evaluation, arguments.record, part=arguments.part)
    return DONE


def _diff(arguments: argparse.Namespace) -> int:
    from communique.news import compare, last_run, told
    from communique.tables import as_csv

    old, new = last_run(find(arguments.old)), last_run(find(arguments.new))
    news = compare(old, new)
    for finding in told(news.table, new.tables):
        places = [f"{doc_id}#{sent_id}" for part in finding.said for doc_id, sent_id in part.places]
        print(finding + (f" [{', '.join(places)}]" if places else ""))
    if news.table.empty:
        print("Nothing changed.")
    print(news.pipeline)
    if arguments.csv:
        Path(arguments.csv).write_text(as_csv(news.table), encoding="utf-8", newline="\n")
    return CHANGED if arguments.exit_code and len(news.table) else DONE
