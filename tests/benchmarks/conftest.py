"""What benchmarks share: corpora of any size, and one place where they enter what they found."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from corpora import Corpus, tables_of, write_texts
from results import KEPT, SIZE, Results

from communique import write_tables

_results = Results()


@pytest.fixture(scope="session")
def record() -> Results:
    """Enter a figure: `record("reading", 12_000, "words/s", n=1_000)`."""
    return _results


@pytest.fixture(scope="session")
def texts_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Give a table of so many texts."""
    folder = tmp_path_factory.mktemp("texts")
    return _once(folder, ".jsonl", lambda corpus, path: write_texts(corpus.releases(), path))


@pytest.fixture(scope="session")
def told_by(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Give the tables of so many texts, as a perfect reading would find them."""
    folder = tmp_path_factory.mktemp("tables")
    return _once(folder, "", lambda corpus, path: write_tables(tables_of(corpus.releases()), path))


def _once(folder: Path, suffix: str, write: Callable[[Corpus, Path], object]) -> Callable[[int], Path]:
    """Return what gives the place of a corpus of so many documents, written when it is first asked for."""

    @cache
    def written(n_documents: int) -> Path:
        path = folder / f"{n_documents}{suffix}"
        write(Corpus(n_documents), path)
        return path

    return written


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Print the table; keep it when every benchmark ran, whatever it found."""
    if not _results.figures:
        return
    terminalreporter.section(f"measured ({SIZE})")
    for line in _results.lines():
        terminalreporter.write_line(line)
    config = terminalreporter.config
    whole = [Path(given).resolve() for given in config.args] == [Path(__file__).parent]
    if whole and not config.option.keyword and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        _results.write(KEPT)
        terminalreporter.write_line(f"kept in {KEPT.name}")
