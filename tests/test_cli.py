"""The command line: exit codes, what goes to which stream."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import tiny_tables

from communique import Tables
from communique.cli import main
from communique.measured import read_measured
from communique.tables import write_tables


def test_a_missing_corpus_is_one_sentence_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"communique: {tmp_path}/nowhere does not exist: name a folder of texts or a table of texts."
    ]


def test_an_empty_corpus_is_one_sentence_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "holds no documents: put .txt, .md, .html, .pdf or .docx files into it." in capsys.readouterr().err


def test_a_traceback_is_shown_with_debug_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["extract", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]
    assert main(argv) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert main([*argv, "--debug"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Traceback") and said.splitlines()[-1].startswith("communique: ")


@pytest.mark.parametrize("option", [["--column", "text"], ["--max-bytes", "0"], ["--max-seconds", "soon"]])
def test_a_wrong_reading_option_is_exit_2(option: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["extract", "data/raw", "--out", "out", *option])


def test_an_unknown_parameter_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--out", str(tmp_path / "out"), "-p", "tpo", "3"]) == 2
    assert "no notebook has a parameter 'tpo'" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [[], ["raport"], ["report", "--workers", "0"], ["extract", "data/raw"]])
def test_a_wrong_command_is_exit_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(argv)


def test_extract_network_and_evaluate_work_in_turn(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(project / "data" / "raw"), "--out", str(tmp_path / "tables")]) == 0
    assert "5 documents" in capsys.readouterr().out
    assert main(["network", str(tmp_path / "tables"), "--out", str(tmp_path / "network")]) == 0
    assert (tmp_path / "network" / "network.gexf").is_file()
    capsys.readouterr()
    assert main(["evaluate", str(project / "data" / "gold"), str(tmp_path / "tables"), "--misses", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("5 annotated documents")
    assert "\nmissed\n" in said
    assert "\nextra: participations, affiliations, meetings, dates\n" in said


def ties_in(folder: Path) -> list[str]:
    """Return the actors of the ties that were written to a folder."""
    return [line.split(",")[0] for line in (folder / "edges.csv").read_text().splitlines()[1:]]


@pytest.mark.parametrize(
    ("options", "actors"),
    [
        ([], ["person:ada-reyes", "state:OMN", "state:PER"]),
        (["--roles", "chair,host"], ["state:OMN"]),
        (["--statuses", "planned"], ["person:ada-reyes"]),
        (["--min-sentences", "2"], ["state:OMN"]),
        (["--ties", "co-occurrence"], ["person:ada-reyes", "state:PER", "state:OMN", "state:PER"]),
        (["--ties", "co-occurrence", "--min-sentences", "2"], ["state:OMN"]),
    ],
)
def test_the_network_is_of_the_ties_asked_for(tmp_path: Path, options: list[str], actors: list[str]) -> None:
    write_tables(tiny_tables(), tmp_path / "tables")
    assert main(["network", str(tmp_path / "tables"), "--out", str(tmp_path / "out"), *options]) == 0
    assert ties_in(tmp_path / "out") == actors


@pytest.mark.parametrize(
    ("options", "months"), [([], ["2020-01", "2020-01", "2021-03", "2021-03"]), (["--roles", "host"], ["2021-03"])]
)
def test_the_months_are_of_the_ties_asked_for(tmp_path: Path, options: list[str], months: list[str]) -> None:
    write_tables(tiny_tables(), tmp_path / "tables")
    assert main(["network", str(tmp_path / "tables"), "--out", str(tmp_path / "out"), *options]) == 0
    written = (tmp_path / "out" / "participation_months.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in written] == months


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--roles", "chiar"], "there is no role 'chiar': there are chair, host,"),
        (["--statuses", "over"], "there is no status 'over'"),
        (["--ties", "co-occurrence", "--roles", "host"], "co-occurrences have no role, status or level"),
    ],
)
def test_ties_that_there_are_not_are_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    write_tables(tiny_tables(), tmp_path / "tables")
    assert main(["network", str(tmp_path / "tables"), "--out", str(tmp_path / "out"), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_evaluate_records_the_figures_of_a_part(tables, project: Path, tmp_path: Path) -> None:
    write_tables(tables, tmp_path / "tables")
    run = ["evaluate", str(project / "data" / "gold"), str(tmp_path / "tables"), "--record", str(tmp_path / "m.csv")]
    assert main(run) == 2  # of which part?
    assert main([*run, "--part", "work"]) == 0
    assert set(read_measured(tmp_path / "m.csv")["part"]) == {"work"}


@pytest.mark.parametrize("buffering", [1, -1], ids=["lines", "blocks"])
@pytest.mark.parametrize(
    "run",
    [
        "evaluate GOLD TABLES --part work --record FILE",
        "review TABLES --decisions DECISIONS --out FILE",
        "diff TABLES TABLES --csv FILE",
    ],
)
def test_files_are_written_though_nobody_reads_what_is_printed(
    tables, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: str, buffering: int
) -> None:
    write_tables(tables, tmp_path / "TABLES")
    places = {name: str(tmp_path / name) for name in ("TABLES", "DECISIONS", "FILE")}
    places["GOLD"] = str(project / "data" / "gold")
    reads, writes = os.pipe()
    os.close(reads)
    said = io.StringIO()
    with os.fdopen(writes, "w", buffering=buffering) as closed:  # what `| head` leaves behind
        monkeypatch.setattr(sys, "stdout", closed)
        monkeypatch.setattr(sys, "stderr", said)
        assert main([places.get(word, word) for word in run.split()]) == 0
    assert said.getvalue() == ""
    assert (tmp_path / "FILE").stat().st_size


def test_what_failed_is_told_though_nobody_reads_what_is_printed(
    tables, tiny: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tables, tmp_path / "old")
    write_tables(tiny, tmp_path / "new")
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--exit-code"]) == 3


def test_evaluate_without_annotated_documents_is_exit_2(tables, project: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "other.json").write_text('{"doc": "other", "entities": []}')
    write_tables(tables, tmp_path / "tables")
    assert main(["evaluate", str(tmp_path / "gold"), str(tmp_path / "tables")]) == 2


def test_python_m_communique_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "communique", "report", "--help"], capture_output=True, text=True, check=True
    )
    assert "CORPUS" in done.stdout


def test_a_failing_notebook_is_named_on_stderr_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the real verb, with a notebooks folder in which one fails."""
    from functools import partial

    from test_report import notebook_with

    from communique import report as module

    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_with(["1 / 0"], folder / "01-bad.ipynb")
    monkeypatch.setattr(module, "report", partial(module.report, notebooks_folder=folder))
    assert main(["report", "--out", str(tmp_path / "out")]) == 1
    assert "failed: 01-bad, cell 3: ZeroDivisionError: division by zero" in capsys.readouterr().err
