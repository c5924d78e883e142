"""A run that is killed, or finds no room, leaves what was there; the next one finishes."""

import json
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_report import digest, notebook_with

from communique import read_tables
from communique.report import report

# Runs fork from a process that has imported everything, so that those which are killed are killed at work.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["communique.report"])
NOTES = [
    "Peru chaired the 3rd Lakes Forum in Lima on 5 May 2021. Oman and Chad attended it.",
    "The 4th Lakes Forum is to be hosted by Oman. President Ada Reyes of Peru was invited.",
    "Chad joined the Hills Forum as an observer, the ministry said.",
]


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_with(["from communique import open_tables\nopen_tables(tables).entities"], folder / "01-small.ipynb")
    return folder


def corpus_of(notes: list[str], folder: Path) -> Path:
    folder.mkdir()
    for number, note in enumerate(notes):
        (folder / f"n{number}.txt").write_text(note)
    return folder


def start(corpus: Path, out: Path, notebooks: Path) -> multiprocessing.process.BaseProcess:
    run = FORKS.Process(target=report, args=(corpus, out), kwargs={"notebooks_folder": notebooks, "workers": 1})
    run.start()
    return run


def finish(corpus: Path, out: Path, notebooks: Path) -> float:
    begun = time.monotonic()
    run = start(corpus, out, notebooks)
    run.join()
    assert run.exitcode == 0
    return time.monotonic() - begun


def assert_readable(out: Path) -> None:
    """Hold that every page and table is whole, and that the run's record can be read."""
    for page in [*out.glob("*.html"), *out.glob("documents/*.html")]:
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>"), page
    tables = read_tables(out)
    assert set(tables.mentions["doc_id"]) <= set(tables.documents["doc_id"])
    json.loads((out / "run.json").read_text(encoding="utf-8"))


def test_a_run_may_be_killed_at_any_moment(tmp_path: Path, notebooks: Path) -> None:
    old, new = corpus_of(NOTES[:2], tmp_path / "old"), corpus_of(NOTES[1:], tmp_path / "new")
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    finish(old, out, notebooks)
    before = digest(out)
    shutil.copytree(out, undisturbed)
    whole = finish(new, undisturbed, notebooks)
    after = digest(undisturbed)
    chance = random.Random(0)
    for number in range(20):
        run = start(new, out, notebooks)
        time.sleep(whole * (number + chance.random()) / 20)
        run.kill()
        run.join()
        assert_readable(out)
        # A run that is killed while it moves its files into place may leave some of either; none is half a file.
        assert [name for name, file in digest(out).items() if file not in (before.get(name), after.get(name))] == []
    finish(new, out, notebooks)
    assert digest(out) == after


def test_where_there_is_no_room_the_last_reports_stay(tmp_path: Path, notebooks: Path) -> None:
    corpus = corpus_of(NOTES[:2], tmp_path / "corpus")
    out = tmp_path / "out"
    finish(corpus, out, notebooks)
    before = digest(out)
    (corpus / "n3.txt").write_text(NOTES[2])
    # No file may grow beyond 20 kB: the closest to a full disk that needs no disk.
    cli = [sys.executable, "-m", "communique", "report", str(corpus), "--out", str(out)]
    run = subprocess.run(
        cli, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    said = [line for line in run.stderr.splitlines() if line.startswith("communique:")]
    assert (run.returncode, len(said)) == (1, 1), run.stderr
    assert "cannot be written (file too large)" in said[0]
    assert "Traceback" not in run.stderr
    assert digest(out) == before
    assert [path.name for path in out.glob(".next*")] == []


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, notebooks: Path) -> None:
    corpus, out = corpus_of(NOTES, tmp_path / "corpus"), tmp_path / "out"
    one = start(corpus, out, notebooks)
    while not (out / ".holder").exists():
        assert one.exitcode is None
        time.sleep(0.02)
    cli = [sys.executable, "-m", "communique", "report", str(corpus), "--out", str(out)]
    other = subprocess.run(cli, capture_output=True, text=True, check=False)
    one.join()
    assert (one.exitcode, other.returncode) == (0, 1)
    assert f"is being written by another run (process {one.pid})" in other.stderr
    assert_readable(out)
