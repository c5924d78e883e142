"""A cluster of two worker processes reads what one process reads, whatever becomes of the workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from benchmarks.corpora import Corpus, write_texts
from distributed import LocalCluster
from tiny import documents_of

import communique
from communique import extract, read_corpus
from communique.cli import main
from communique.errors import ClusterError, ParameterError
from communique.extraction import Draft, DraftStore, cluster, reading

RELEASES = 24  # enough for the work to be under way when a worker is killed
NOTES = {f"n{number}": f"Peru chaired the {number}th Lakes Forum. Oman attended it." for number in range(4, 10)}
WITHOUT = """
import asyncio, sys
sys.modules["communique"] = None  # as if it were not installed
from distributed import Worker

async def work():
    async with Worker(sys.argv[1], nthreads=1) as worker:
        print("ready", flush=True)
        await worker.finished()

asyncio.run(work())
"""

SCHEDULER = """
import asyncio
from distributed import Scheduler, Worker

async def work():
    async with Scheduler(host="127.0.0.1", port=0, dashboard_address=":0") as scheduler:
        async with Worker(scheduler.address, nthreads=1):
            print(scheduler.address, flush=True)
            await scheduler.finished()

asyncio.run(work())
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, protocol="tcp://", host="127.0.0.1", dashboard_address=":0"
    ) as local:
        yield local


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("corpus") / "releases.jsonl"
    write_texts(Corpus(RELEASES).releases(), path)
    return read_corpus(path)


@pytest.fixture(scope="module")
def serial(documents: pd.DataFrame) -> communique.Tables:
    return extract(documents)


@pytest.fixture(autouse=True)
def small_parcels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "DOCUMENTS_AT_ONCE", 1)


@pytest.fixture
def nothing_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "recognise", None)


@pytest.fixture
def another_version() -> Iterator[None]:
    """This process has other libraries than the workers."""
    reading.reading_version.cache_clear()
    with pytest.MonkeyPatch.context() as here:
        here.setattr(reading, "LIBRARIES", ("numpy",))
        yield
    reading.reading_version.cache_clear()


def assert_same(one: communique.Tables, other: communique.Tables) -> None:
    assert len(one.participations)
    for (_, left), (_, right) in zip(one.items(), other.items(), strict=True):
        pd.testing.assert_frame_equal(left, right)


@pytest.mark.usefixtures("nothing_is_read_here")
def test_two_workers_read_what_one_process_reads(
    workers: LocalCluster, documents: pd.DataFrame, serial: communique.Tables
) -> None:
    assert_same(extract(documents, scheduler=workers.scheduler_address), serial)


@pytest.mark.usefixtures("nothing_is_read_here")
def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    workers: LocalCluster, documents: pd.DataFrame, serial: communique.Tables
) -> None:
    holds = []

    def killing(drafts: Iterable[Draft]) -> Iterator[Draft]:
        for number, draft in enumerate(drafts):
            busy = max(workers.scheduler.workers.values(), key=lambda worker: len(worker.processing))
            if number and busy.processing and not holds:
                holds.append(len(busy.processing))
                pid = next(worker.pid for worker in workers.workers.values() if worker.worker_address == busy.address)
                os.kill(pid, signal.SIGKILL)
            yield draft

    killed = extract(documents, scheduler=workers.scheduler_address, progress=killing)
    assert holds
    assert_same(killed, serial)


def test_only_what_is_new_goes_out(workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    send = reading._sent

    def noted(asked: list[reading._Asked], there: reading.Side) -> reading._Sent:
        sent.extend(one.blank.doc_id for one in asked if not one.is_kept)
        return send(asked, there)

    monkeypatch.setattr(reading, "_sent", noted)
    for notes in (NOTES, {**NOTES, "n99": "Peru left the Lakes Forum."}):
        with DraftStore(tmp_path / "drafts") as store:
            read = extract(documents_of(**notes), scheduler=workers.scheduler_address, store=store)
    assert sent == [*NOTES, "n99"]
    assert_same(read, extract(documents_of(**notes)))


def test_the_command_takes_the_address_of_a_scheduler(
    workers: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in NOTES.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    for options in ([], ["--scheduler", workers.scheduler_address]):
        assert main(["extract", str(corpus), "--out", str(tmp_path / f"tables{len(options)}"), *options]) == 0
    assert_same(communique.read_tables(tmp_path / "tables2"), communique.read_tables(tmp_path / "tables0"))


def test_a_function_of_ones_own_goes_to_the_workers(workers: LocalCluster) -> None:
    def found(text: str) -> list[tuple[int, int, str]]:
        return [(0, 4, "PLACE")]

    note = documents_of(n1="Xanu is a town.")
    mentions = extract(note, recogniser=found, scheduler=workers.scheduler_address).mentions
    assert mentions["text"].tolist() == ["Xanu"]


@pytest.mark.usefixtures("another_version")
def test_a_worker_of_another_version_is_named(workers: LocalCluster) -> None:
    with pytest.raises(ClusterError, match=r"the worker tcp://.* has another version of communique"):
        extract(documents_of(**NOTES), scheduler=workers.scheduler_address)


@pytest.mark.usefixtures("another_version")
def test_a_worker_of_another_version_that_joins_late_reads_nothing(
    workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)
    with pytest.raises(ClusterError, match="a worker has another version of communique"):
        extract(documents_of(**NOTES), scheduler=workers.scheduler_address)


def test_a_worker_without_communique_is_named(workers: LocalCluster) -> None:
    command = [sys.executable, "-c", WITHOUT, workers.scheduler_address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as worker:
        try:
            assert worker.stdout and worker.stdout.readline() == "ready\n"
            with pytest.raises(ClusterError, match=r"the worker tcp://.* cannot import communique: install"):
                extract(documents_of(**NOTES), scheduler=workers.scheduler_address)
        finally:
            worker.kill()


def test_documents_that_end_every_worker_end_the_run_in_a_sentence(
    workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(text: str) -> list[tuple[int, int, str]]:
        os._exit(1)

    monkeypatch.setattr(workers.scheduler, "allowed_failures", 0)
    with pytest.raises(ClusterError, match="reading the same documents ended one worker after the other"):
        extract(documents_of(n1="Peru left."), recogniser=deadly, scheduler=workers.scheduler_address)


def test_a_scheduler_that_is_lost_ends_the_run_in_a_sentence() -> None:
    command = [sys.executable, "-c", SCHEDULER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as scheduler:
        assert scheduler.stdout
        address = scheduler.stdout.readline().strip()

        def losing(drafts: Iterable[Draft]) -> Iterator[Draft]:
            for draft in drafts:
                scheduler.kill()
                yield draft

        with pytest.raises(ClusterError, match=f"the scheduler at {address} was lost: run the command again"):
            extract(documents_of(**NOTES), scheduler=address, progress=losing)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(ClusterError, match=f"no scheduler answers at {address}: start one"):
            extract(documents_of(**NOTES), scheduler=address)


def test_a_cluster_without_workers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_FOR_WORKERS", 0.5)
    with (
        LocalCluster(n_workers=0, protocol="tcp://", host="127.0.0.1", dashboard_address=":0") as none,
        pytest.raises(ClusterError, match="has no workers: start some with `dask worker"),
    ):
        extract(documents_of(**NOTES), scheduler=none.scheduler_address)


def test_without_dask_a_scheduler_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "communique.extraction.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParameterError, match=r"pip install communique\[distributed\]"):
        extract(documents_of(**NOTES), scheduler="tcp://127.0.0.1:9")


def test_dask_is_loaded_for_a_cluster_alone() -> None:
    code = "import sys, communique.cli, communique.extraction; assert not {'dask', 'distributed'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
