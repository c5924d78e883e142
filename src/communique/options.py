"""What can be said on the command line: the verbs and their options."""

import argparse
from collections.abc import Callable

from communique.addresses import is_address
from communique.formats.limits import Limits

__all__ = ["parser"]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; what it parses has `verb`, and the options of that verb."""
    whole = argparse.ArgumentParser(
        prog="communique", description="Who meets whom, where: actor-forum networks from diplomatic texts."
    )
    verbs = whole.add_subparsers(required=True, metavar="COMMAND", dest="verb")
    for name, (told, add_options, reads) in VERBS.items():
        parents = [_common(), *([_reading()] if reads else [])]
        add_options(verbs.add_parser(name, parents=parents, help=told))
    return whole


def _common() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--debug", action="store_true", help="show where in the code an error arose")
    return options


def _reading() -> argparse.ArgumentParser:
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


def _report(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "corpus",
        nargs="?",
        default="data/raw",
        metavar="CORPUS",
        help="a folder of texts or one table, or the address of one, such as s3://bucket/releases (default: data/raw)",
    )
    options.add_argument(
        "--out", type=_folder, default="reports", metavar="FOLDER", help="where the reports go (default: reports)"
    )
    _parameters(
        options, "set a parameter of the notebooks, or profiles: how many actors and forums get a page of their own"
    )
    options.add_argument(
        "--workers",
        type=_positive,
        default=2,
        metavar="N",
        help="documents and notebooks that are worked on side by side (default: 2)",
    )
    options.add_argument("--force", action="store_true", help="do everything again, even what has not changed")


def _extract(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "corpus",
        metavar="CORPUS",
        help="a folder of texts, or one table (csv, jsonl, parquet), which is read in parts and may be larger than "
        "memory; or the address of one, such as s3://bucket/releases",
    )
    options.add_argument("--out", required=True, metavar="TABLES", help="a folder, or an address, for the tables")
    options.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="processes that read documents (default: 2)"
    )
    options.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="read on the workers of this Dask cluster instead, such as tcp://10.0.0.5:8786",
    )
    options.add_argument("--force", action="store_true", help="read every document again, even what has not changed")


def _network(options: argparse.ArgumentParser) -> None:
    options.add_argument("tables", metavar="TABLES")
    options.add_argument("--out", type=_folder, required=True, metavar="FOLDER")
    options.add_argument(
        "--ties",
        choices=["participation", "co-occurrence"],
        default="participation",
        help="what ties an actor to a forum: that it takes part (default), or that one sentence names both",
    )
    options.add_argument("--roles", metavar="ROLES", help="only these roles, with commas, such as chair,host")
    options.add_argument(
        "--statuses", metavar="STATUSES", help="only these statuses, with commas (default: held,planned,proposed)"
    )
    options.add_argument(
        "--levels", metavar="LEVELS", help="only meetings of these levels, with commas, such as leaders,ministers"
    )
    options.add_argument(
        "--min-sentences", type=_positive, default=1, metavar="N", help="leave out ties that fewer sentences tell"
    )


def _parameters(options: argparse.ArgumentParser, told: str) -> None:
    options.add_argument(
        "-p", dest="parameters", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help=told
    )


def _profile(options: argparse.ArgumentParser) -> None:
    options.add_argument("tables", metavar="TABLES", help="a folder of tables, or of reports")
    options.add_argument("names", nargs="+", metavar="NAME", help="a name, a written form, or an identifier")
    options.add_argument("--out", type=_folder, required=True, metavar="FOLDER")
    _parameters(options, "set a parameter of the notebook, such as top")
    options.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="pages that are made side by side (default: 2)"
    )


def _review(options: argparse.ArgumentParser) -> None:
    options.add_argument("tables", metavar="TABLES")
    options.add_argument("--top", type=_positive, default=20, metavar="N", help="how many questions (default: 20)")
    options.add_argument("--out", metavar="FILE", help="write the questions to this table (csv) too")
    options.add_argument("--accept", nargs="+", default=[], metavar="ID", help="answer these questions with yes")
    options.add_argument("--reject", nargs="+", default=[], metavar="ID", help="answer these questions with no")
    options.add_argument(
        "--entities", metavar="FILE", help="write the entities with their written forms (csv), to edit"
    )
    options.add_argument("--import", dest="edited", metavar="FILE", help="take over what was edited in such a table")
    options.add_argument(
        "--decisions",
        metavar="FILE",
        help="where answers are written (default: authority/decisions.csv in the corpus that run.json names)",
    )
    options.add_argument("--note", default="", metavar="TEXT", help="why, for the column `note`")
    options.add_argument("--who", default="", metavar="NAME", help="who decided, for the column `who`")


def _evaluate(options: argparse.ArgumentParser) -> None:
    options.add_argument("gold", metavar="GOLD")
    options.add_argument("tables", metavar="TABLES")
    options.add_argument("--part", metavar="PART", help="only documents of this part in GOLD/split.csv (work or aside)")
    options.add_argument("--misses", type=int, default=0, metavar="N", help="list the N commonest misses and extras")
    options.add_argument("--record", metavar="FILE", help="enter the figures of PART into this table (csv)")


def _diff(options: argparse.ArgumentParser) -> None:
    options.add_argument("old", metavar="OLD", help="the earlier run: a folder of reports, or of tables")
    options.add_argument("new", metavar="NEW", help="the later run")
    options.add_argument(
        "--csv", metavar="FILE", help="write every change with all its evidence to this table, a row each"
    )
    options.add_argument("--exit-code", action="store_true", help="exit with 3 when something changed, not with 0")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _folder(text: str) -> str:
    if is_address(text):
        raise argparse.ArgumentTypeError("must be a folder of this machine; only tables go to an address")
    return text


def _column(text: str) -> tuple[str, str]:
    name, _, column = text.partition("=")
    if not column:
        raise argparse.ArgumentTypeError("must be NAME=COLUMN, such as text=body")
    return name, column


# What each verb does, its options, and whether it reads a corpus.
VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], bool]] = {
    "report": ("read a corpus, write linked HTML reports", _report, True),
    "extract": ("write the tables of a corpus, no reports", _extract, True),
    "network": ("write the network of a run's tables as GEXF, GraphML, JSON, CSV, Parquet", _network, False),
    "profile": ("write a page for each of several actors and forums", _profile, False),
    "review": ("list what to correct first, and write down what was decided", _review, False),
    "evaluate": ("measure tables against annotated documents", _evaluate, False),
    "diff": ("tell what changed from one run to another", _diff, False),
}
