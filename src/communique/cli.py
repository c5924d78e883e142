"""The verbs: `communique report`, `extract`, `network`, `profile`, `review`, `evaluate`, `diff`.

Exit codes: 0 done; 1 something failed and is named, or with `--strict` there were warnings; 2 the command was wrong;
3 from `diff --exit-code`, when something changed. Progress goes to standard error, results to standard output, a
traceback nowhere but with `--debug`. Files are written before anything is printed: whoever reads standard output may
stop after the first lines, as `head` does.
"""

import argparse
import io
import json
import os
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from tqdm import tqdm

from communique.addresses import fetched, sent
from communique.errors import CommuniqueError, CorpusError, ParameterError, TablesError
from communique.formats.limits import Limits
from communique.options import parser
from communique.workspace import find, place

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["main"]

DONE, FAILED, WRONG, CHANGED = 0, 1, 2, 3
DRAFTS = ".drafts"  # what was read, beside the tables
CHARACTERS_AT_ONCE = 5_000_000  # of a table of texts; or a thousand rows


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = parser().parse_args(argv)
    warnings.filterwarnings("ignore", module="spacy|traitlets|jupyter_client|zmq")
    try:
        with redirect_stdout(_Patient(sys.stdout)):
            return int(RUNS[arguments.verb](arguments))
    except Exception as error:  # the edge: nobody is shown a traceback who did not ask for one
        if arguments.debug:
            traceback.print_exc()
        known = isinstance(error, CommuniqueError | OSError)
        said = str(error) if known else f"{type(error).__name__}: {error} (a mistake of communique; see --debug)"
        print(f"communique: {said}", file=sys.stderr)
        return WRONG if isinstance(error, CorpusError | ParameterError | TablesError) else FAILED


class _Patient(io.TextIOBase):
    """Standard output that goes on, unheard, when its reader has left: the verb ends as it would have."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            self._stream.write(text)
            self._stream.flush()  # a reader that left is found out here, not when Python ends
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
        return len(text)


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

    with fetched(arguments.corpus) as corpus:
        result = report(
            find(corpus),
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
    from communique.authority import load_authority
    from communique.extraction import DraftStore, extract_to
    from communique.output import Output, writing

    corpus = place(arguments.corpus)
    authority = load_authority(corpus=corpus)
    told: list[str] = []
    partitions, total = _partitions(corpus, arguments, told)
    bar = partial(_bar, desc="documents", total=total)
    with sent(arguments.out, kept=[DRAFTS], last="run.json") as out, Output(out) as output, writing(out):
        with DraftStore(output.folder / DRAFTS, forget=arguments.force) as store:
            n_rows = extract_to(
                partitions,
                output.aside,
                authority=authority,
                workers=arguments.workers,
                scheduler=arguments.scheduler,
                store=store,
                progress=bar,
            )
        record = {"version": version("communique"), "corpus": str(corpus)}
        (output.aside / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        output.put_in_place(last="run.json")
    _warn(told)
    for name, n in n_rows.items():
        print(f"{n:>8,} {name}")
    return FAILED if arguments.strict and told else DONE


def _partitions(
    corpus: str | Path, arguments: argparse.Namespace, told: list[str]
) -> "tuple[Iterator[pd.DataFrame], int | None]":
    """Return the documents table, that of a table of texts in parts, and how many there are to read if that is known.

    What is warned of is added to `told` as the parts come.
    """
    from communique.corpus import TABLE_SUFFIXES, read_corpus, read_corpus_partitions, reading_warnings

    how: dict[str, Any] = {"columns": dict(arguments.columns), "limits": _limits(arguments)}
    total = None
    if Path(corpus).suffix.lower() in TABLE_SUFFIXES:
        parts = read_corpus_partitions(corpus, n_characters=CHARACTERS_AT_ONCE, **how)
    else:
        documents = read_corpus(corpus, **how)
        parts, total = iter([documents]), int((documents["status"] == "read").sum())
    rest = chain([next(parts)], parts)  # the first says what is wrong with the corpus before anything is written

    def warned() -> "Iterator[pd.DataFrame]":
        for part in rest:
            told.extend(reading_warnings(part))
            yield part

    return warned(), total


def _network(arguments: argparse.Namespace) -> int:
    from communique.kinds import STANDING
    from communique.network import build_network, cooccurrence_network, export_network, monthly
    from communique.tables import read_tables

    tables = read_tables(arguments.tables)
    if arguments.ties == "co-occurrence":
        if arguments.roles or arguments.statuses or arguments.levels:
            raise ParameterError(
                "co-occurrences have no role, status or level: leave out --roles, --statuses and --levels."
            )
        graph, further = cooccurrence_network(tables, min_units=arguments.min_sentences), None
    else:
        chosen = {
            "roles": arguments.roles,
            "statuses": arguments.statuses or STANDING,
            "levels": arguments.levels,
            "min_sentences": arguments.min_sentences,
        }
        graph, further = build_network(tables, **chosen), monthly(tables, **chosen)
    for path in export_network(graph, arguments.out, further=further):
        print(path)
    return DONE


def _profile(arguments: argparse.Namespace) -> int:
    _leave_addresses_unchecked()
    from communique.profiles import make_profiles

    with fetched(arguments.tables) as tables:
        result = make_profiles(
            find(tables),
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


def _review(arguments: argparse.Namespace) -> int:
    from datetime import date

    from communique import review
    from communique.authority.decisions import append_decisions, read_decisions_of
    from communique.tables import read_tables

    tables = read_tables(arguments.tables)
    if arguments.entities:
        print(review.export_entities(tables, arguments.entities))
        return DONE
    answering = bool(arguments.accept or arguments.reject or arguments.edited)
    file = Path(arguments.decisions) if arguments.decisions else review.decisions_file(arguments.tables)
    decisions = read_decisions_of(file)
    queue = review.queue(tables, decisions=decisions, top=None if answering else arguments.top)
    if answering:
        answered = review.rows_of(queue, accept=arguments.accept, reject=arguments.reject)
        answered += review.import_entities(tables, arguments.edited) if arguments.edited else []
        when = date.today().isoformat()
        rows = append_decisions(file, [row.signed(arguments.note, arguments.who, when) for row in answered])
        for row in rows:
            print(" ".join(filter(None, [row.decision, row.subject, row.object])))
        print(f"{len(rows)} new rows in {file}")
        return DONE
    if arguments.out:
        review.export_queue(queue, arguments.out)
    for item in queue.itertuples(index=False):
        print(f"{item.id}  {item.kind}: {item.question}\n  effect {item.effect:g}, doubt {item.doubt:.2f}")
        print(f"  {item.sentences[0] if item.sentences else ''}: {item.quote}")
        for answer, rows in (("yes", item.accept), ("no", item.reject)):
            print(f"  {answer}: {' / '.join(row.rstrip(',') for row in rows.splitlines())}")
    for row in review.unused(tables, decisions):
        print(f"met nothing yet: {row.told}", file=sys.stderr)
    return DONE


def _evaluate(arguments: argparse.Namespace) -> int:
    from communique.evaluation import evaluate, read_gold
    from communique.measured import record_measured
    from communique.tables import read_tables

    if arguments.record and not arguments.part:
        raise ParameterError("--record needs --part: the table tells apart what was worked on and what was kept aside.")

    evaluation = evaluate(read_gold(find(Path(arguments.gold)), part=arguments.part), read_tables(arguments.tables))
    if not evaluation.documents:
        raise TablesError(f"{arguments.tables} holds none of the documents that {arguments.gold} annotates.")
    if arguments.record:
        record_measured(evaluation, arguments.record, part=arguments.part)
    print(f"{len(evaluation.documents)} annotated documents")
    print(evaluation.figures.to_string(index=False, float_format="{:.3f}".format))
    if arguments.misses:
        for kind in ("missed", "extra", "differs"):
            for mentions in (True, False):
                misses = evaluation.commonest(kind, mentions=mentions, top=arguments.misses)
                if len(misses):
                    print(f"\n{kind}{'' if mentions else ': participations, affiliations, meetings, dates'}")
                    print(misses[["n", "type", "text"]].to_string(index=False, header=False))
    return DONE


def _diff(arguments: argparse.Namespace) -> int:
    from communique.news import compare, last_run, told
    from communique.tables import as_csv

    with fetched(arguments.old) as before, fetched(arguments.new) as after:
        old, new = last_run(find(before)), last_run(find(after))
    news = compare(old, new)
    if arguments.csv:
        Path(arguments.csv).write_text(as_csv(news.table), encoding="utf-8", newline="\n")
    for finding in told(news.table, new.tables):
        places = [f"{doc_id}#{sent_id}" for part in finding.said for doc_id, sent_id in part.places]
        print(finding + (f" [{', '.join(places)}]" if places else ""))
    if news.table.empty:
        print("Nothing changed.")
    print(news.pipeline)
    return CHANGED if arguments.exit_code and len(news.table) else DONE


RUNS = {
    "report": _report,
    "extract": _extract,
    "network": _network,
    "profile": _profile,
    "review": _review,
    "evaluate": _evaluate,
    "diff": _diff,
}
