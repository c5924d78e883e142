"""A corpus that is larger than memory gives the tables that it gives when it is held in memory."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from communique import Tables, cli, extract, extract_to, read_corpus, read_corpus_partitions, read_tables, write_tables
from communique.cli import main
from communique.extraction import Draft, DraftStore, reading

N_REAL = 12  # annotated documents that are read
NOTE = "Peru chaired the {n}th Lakes Forum in Lima on 5 May 2021. Foreign Minister Ada Reyes of Peru thanked Oman."

# A child tells by how many megabytes memory grew at its highest, beyond what a small corpus takes.
GROWN = """
import sys
from pathlib import Path
from communique import extract_to, read_corpus_partitions

def memory(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1e3

small, large, out = sys.argv[1:]
extract_to(read_corpus_partitions(small), out)
Path("/proc/self/clear_refs").write_text("5")
before = memory("VmRSS")
extract_to(read_corpus_partitions(large, n_characters=500_000), out)
print(memory("VmHWM") - before)
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where drafts are kept, so that each document is read once."""
    return tmp_path_factory.mktemp("kept") / "drafts"


@pytest.fixture(scope="module")
def documents(project: Path) -> pd.DataFrame:
    return read_corpus(project / "data" / "gold" / "written" / "docs").head(N_REAL)


@pytest.fixture(scope="module")
def whole(documents: pd.DataFrame, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the documents, by way of memory."""
    folder = tmp_path_factory.mktemp("whole")
    with DraftStore(kept) as store:
        write_tables(extract(documents, store=store), folder)
    return read_tables(folder)


def in_parts(documents: pd.DataFrame, n: int) -> Iterator[pd.DataFrame]:
    return (documents[at : at + n].reset_index(drop=True) for at in range(0, len(documents), n))


def assert_same(folder: Path, whole: Tables, *, exact: bool = True) -> None:
    for (_, streamed), (_, expected) in zip(read_tables(folder).items(), whole.items(), strict=True):
        assert_frame_equal(streamed, expected, check_exact=exact)


def texts(n: int, path: Path, **more: str) -> Path:
    """Write a table of so many notes."""
    rows = [{"id": f"n{at:03}", "text": NOTE.format(n=at + 4), "language": "en", **more} for at in range(n)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("n", [1, 5, 100])
def test_real_documents_in_parts_give_what_they_give_together(
    documents: pd.DataFrame, whole: Tables, kept: Path, tmp_path: Path, n: int
) -> None:
    assert len(whole.participations) and len(whole.meetings) and len(whole.affiliations) and len(whole.cooccurrences)
    with DraftStore(kept) as store:
        n_rows = extract_to(in_parts(documents, n), tmp_path, store=store)
    assert_same(tmp_path, whole)
    assert n_rows == {name: len(table) for name, table in whole.items()}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.parquet" for name in n_rows)


def test_rows_that_are_handed_on_in_parts_are_the_same(
    documents: pd.DataFrame, whole: Tables, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("communique.extraction.assemble"), "DOCUMENTS_A_PART", 5)
    with DraftStore(kept) as store:
        extract_to([documents], tmp_path, store=store)
    assert_same(tmp_path, whole, exact=False)  # sums of weights may differ in their last digit


def test_documents_in_any_order_keep_it(documents: pd.DataFrame, kept: Path, tmp_path: Path) -> None:
    mixed = documents.iloc[::-1].reset_index(drop=True)
    with DraftStore(kept) as store:
        write_tables(extract(mixed, store=store), tmp_path / "whole")
        extract_to(in_parts(mixed, 5), tmp_path / "parts", store=store)
    assert_same(tmp_path / "parts", read_tables(tmp_path / "whole"))


def test_copies_in_other_parts_are_found_and_not_read(tmp_path: Path) -> None:
    story = " ".join(NOTE.format(n=4) for _ in range(3))
    rows = [{"id": name, "text": text, "language": "en"} for name, text in (("a", story), ("b", "Oman."), ("c", story))]
    corpus = tmp_path / "notes.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    extract_to(read_corpus_partitions(corpus, n_documents=1), tmp_path / "tables")
    tables = read_tables(tmp_path / "tables")
    assert tables.documents.set_index("doc_id")["duplicate_of"].dropna().to_dict() == {"c": "a"}
    assert set(tables.mentions["doc_id"]) == {"a", "b"}


def test_two_processes_read_parts_as_one_does(
    documents: pd.DataFrame, whole: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORDS_A_WORKER", 100)
    monkeypatch.setattr(reading, "DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr(reading, "recognise", None)  # this process reads nothing
    extract_to(in_parts(documents, 5), tmp_path, workers=2)
    assert_same(tmp_path, whole)


def test_few_documents_start_no_process_until_there_are_more(
    documents: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(reader: object, workers: int) -> None:
        asked.append(workers)

    monkeypatch.setattr(reading, "_processes", noted)
    monkeypatch.setattr(reading, "WORDS_A_WORKER", 100)
    few, many = [Draft("n1", "Oman. " * 20)], [Draft("n2", "Oman. " * 350)]
    for new, is_last in ((few, False), (many, False), (many, True)):
        reading._side(None, new, 16, None, is_last=is_last)
    assert asked == [16, 3]


def test_the_command_reads_a_table_in_parts_and_only_what_is_new(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "CHARACTERS_AT_ONCE", 300)  # two notes
    run = ["extract", "--out", str(tmp_path / "tables")]
    assert main([*run, str(texts(5, tmp_path / "notes.jsonl"))]) == 0
    assert "5 documents" in capsys.readouterr().out
    write_tables(extract(read_corpus(tmp_path / "notes.jsonl")), tmp_path / "whole")
    assert_same(tmp_path / "tables", read_tables(tmp_path / "whole"))
    read.clear()
    assert main([*run, str(texts(6, tmp_path / "notes.jsonl"))]) == 0
    assert read == ["n005"]
    assert main([*run, str(tmp_path / "notes.jsonl"), "--force"]) == 0
    assert read == ["n005", *(f"n{n:03}" for n in range(6))]


def test_what_is_skipped_in_any_part_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "CHARACTERS_AT_ONCE", 300)
    corpus = texts(5, tmp_path / "notes.jsonl")
    with corpus.open("a") as file:
        file.write('{"id": "n9", "text": ""}\n')
    run = ["extract", str(corpus), "--out", str(tmp_path / "tables")]
    assert main(run) == 0
    assert "warning: notes.jsonl#n9 was skipped: it is empty.\n1 warning\n" in capsys.readouterr().err
    assert main([*run, "--strict"]) == 1


def test_a_table_that_is_wrong_at_once_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("name,body\na,b\n")
    assert main(["extract", str(tmp_path / "notes.csv"), "--out", str(tmp_path / "tables")]) == 2
    assert not (tmp_path / "tables").exists()


def test_a_run_that_is_killed_leaves_the_old_tables(tmp_path: Path) -> None:
    out = tmp_path / "tables"
    run = [sys.executable, "-m", "communique", "extract", "--workers", "1", "--out", str(out)]
    subprocess.run([*run, str(texts(2, tmp_path / "old.jsonl"))], check=True, capture_output=True)
    before = {path.name: path.read_bytes() for path in out.glob("*.parquet")}
    new = str(texts(200, tmp_path / "new.jsonl"))
    with subprocess.Popen([*run, new], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        while not (out / ".next" / ".documents.parquet.part").exists():
            assert killed.poll() is None
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
    assert {path.name: path.read_bytes() for path in out.glob("*.parquet")} == before
    assert len(read_tables(out).documents) == 2
    subprocess.run([*run, new], check=True, capture_output=True)
    assert len(read_tables(out).documents) == 200
    assert not (out / ".next").exists()


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is told by Linux")
def test_memory_grows_much_less_than_the_corpus(tmp_path: Path) -> None:
    filler = " ".join("x" * 10_000 for _ in range(10))  # many characters, few words
    small, large = texts(10, tmp_path / "small.jsonl"), tmp_path / "large.jsonl"
    with large.open("w") as file:
        for n in range(800):  # most are copies, which are not read again
            text = f"{NOTE.format(n=n % 20)} {filler}"
            file.write(json.dumps({"id": n, "text": text, "language": "en"}) + "\n")
    megabytes = large.stat().st_size / 1e6
    command = [sys.executable, "-c", GROWN, str(small), str(large), str(tmp_path / "tables")]
    grown = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert len(read_tables(tmp_path / "tables").documents) == 800
    assert megabytes > 80
    assert grown < megabytes / 2
