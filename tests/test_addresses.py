"""Corpora and tables lie at addresses as well as in folders; the memory of this process stands for a store."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from pandas.testing import assert_frame_equal
from pandera.errors import SchemaErrors
from tiny import tiny_tables

from communique import addresses, load_authority, read_corpus, read_corpus_partitions, read_tables, write_tables
from communique.addresses import fetched, sent
from communique.cli import main
from communique.errors import AddressError, CorpusError, TablesError
from communique.workspace import open_tables

NOTES = {"a.txt": "Peru chaired the 4th Lakes Forum.", "sub/b.txt": "Oman attended the Lakes Forum with Peru in 2021."}


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    for root in system.ls("/", detail=False):
        system.rm(root, recursive=True)


@pytest.fixture
def releases(memory: MemoryFileSystem) -> str:
    for name, text in NOTES.items():
        memory.pipe(f"/bucket/releases/{name}", text.encode())
    return "memory://bucket/releases"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / "releases" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "releases" / name).write_text(text)
    return tmp_path / "releases"


def test_a_folder_at_an_address_is_read_as_one_here(releases: str, folder: Path) -> None:
    assert_frame_equal(read_corpus(releases), read_corpus(folder))
    assert_frame_equal(read_corpus(f"file://{folder}"), read_corpus(folder))
    assert_frame_equal(next(read_corpus_partitions(releases)), read_corpus(folder))


def test_a_table_at_an_address_is_read(memory: MemoryFileSystem) -> None:
    memory.pipe("/bucket/notes.jsonl", b'{"id": "n1", "text": "Peru chaired the Lakes Forum."}\n')
    documents = read_corpus("memory://bucket/notes.jsonl")
    assert documents["path"].tolist() == ["notes.jsonl#n1"]


@pytest.mark.parametrize("corpus", ["memory://bucket/releases", "memory://bucket/notes.jsonl"])
def test_decisions_beside_a_corpus_hold(memory: MemoryFileSystem, releases: str, corpus: str) -> None:
    home = corpus if corpus == releases else "memory://bucket"
    rows = "decision,subject,object\nname,state:PER,Peru of the Andes\n"
    memory.pipe(f"{home.removeprefix('memory:/')}/authority/decisions.csv", rows.encode())
    assert load_authority(corpus=corpus).entities["state:PER"].name == "Peru of the Andes"


def test_what_is_not_there_is_named_by_its_address(memory: MemoryFileSystem) -> None:
    with pytest.raises(CorpusError, match="memory://bucket/nowhere does not exist"):
        read_corpus("memory://bucket/nowhere/")
    with pytest.raises(TablesError, match=r"memory://bucket/nowhere holds no documents\.parquet"):
        read_tables("memory://bucket/nowhere")
    with pytest.raises(AddressError, match="nosuch://bucket cannot be read"):
        read_corpus("nosuch://bucket")
    with pytest.raises(AddressError, match="nosuch://bucket cannot be written"):
        write_tables(tiny_tables(), "nosuch://bucket")


def test_no_name_leads_out_of_the_copy(memory: MemoryFileSystem, tmp_path: Path) -> None:
    memory.store["/bucket/evil/../../../stolen.txt"] = memory.open("/x", "wb")
    with pytest.raises(AddressError, match="leads out of it"), fetched("memory://bucket/evil"):
        pass


@pytest.mark.parametrize("address", ["memory:///bucket", "memory:////bucket", "memory://../bucket", "memory://"])
def test_no_address_leads_out_of_the_copy(releases: str, address: str) -> None:
    with fetched(address) as path:
        assert Path(gettempdir()).resolve() in path.resolve().parents
        assert (path / "releases" / "a.txt").exists() or address.endswith(("//", "../bucket"))


def test_tables_go_to_an_address_and_come_back(memory: MemoryFileSystem, tmp_path: Path) -> None:
    write_tables(tiny_tables(), tmp_path)
    write_tables(tiny_tables(), "memory://bucket/tables")
    for tables in (read_tables("memory://bucket/tables"), open_tables("memory://bucket/tables")):
        for (_, here), (_, there) in zip(read_tables(tmp_path).items(), tables.items(), strict=True):
            assert_frame_equal(here, there)
    assert len(read_tables("memory://bucket").sentences) == 5


def test_broken_tables_leave_those_at_the_address_alone(memory: MemoryFileSystem) -> None:
    write_tables(tiny_tables(), "memory://bucket/tables")
    before = memory.cat("/bucket/tables/*")
    good = tiny_tables()
    with pytest.raises(SchemaErrors):
        write_tables(replace(good, entities=good.entities.assign(type="ANIMAL")), "memory://bucket/tables")
    assert memory.cat("/bucket/tables/*") == before


def test_files_appear_together_and_after_an_error_only_what_is_kept(memory: MemoryFileSystem) -> None:
    with sent("memory://bucket/out", kept=[".drafts"], last="a.json") as here:
        (here / "a.json").write_text("1")
        (here / "b").write_text("1")
        (here / ".lock").write_text("")
        assert not memory.exists("/bucket/out/b")
    assert sorted(memory.find("/bucket/out")) == ["/bucket/out/a.json", "/bucket/out/b"]
    with pytest.raises(KeyboardInterrupt), sent("memory://bucket/out", kept=[".drafts"]) as here:
        (here / "b").write_text("2")
        (here / ".drafts").write_text("2")
        raise KeyboardInterrupt
    assert memory.cat("/bucket/out/b") == b"1"
    with sent("memory://bucket/out", kept=[".drafts"]) as here:
        assert (here / ".drafts").read_text() == "2"


def test_a_store_that_fails_in_the_middle_keeps_what_was_there(
    memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: BinaryIO, copy: BinaryIO) -> None:
        copy.write(source.read())
        if source.name.endswith("b"):
            raise OSError("no room")

    monkeypatch.setattr(addresses.shutil, "copyfileobj", full)
    with (
        pytest.raises(AddressError, match=r"memory://bucket/out cannot be written \(no room\)"),
        sent("memory://bucket/out") as here,
    ):
        (here / "a").write_text("1")
        (here / "b").write_text("1")
    assert memory.find("/bucket/out") == []


def test_the_commands_take_addresses(
    releases: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], memory: MemoryFileSystem
) -> None:
    assert main(["extract", str(folder), "--out", str(tmp_path / "tables")]) == 0
    for _ in range(2):
        assert main(["extract", releases, "--out", "memory://bucket/tables"]) == 0
    for (_, here), (_, there) in zip(
        read_tables(tmp_path / "tables").items(), read_tables("memory://bucket/tables").items(), strict=True
    ):
        assert_frame_equal(here, there)
    assert '"corpus": "memory://bucket/releases"' in memory.cat("/bucket/tables/run.json").decode()
    assert memory.exists("/bucket/tables/.drafts")
    assert main(["network", "memory://bucket/tables", "--out", str(tmp_path / "network")]) == 0
    capsys.readouterr()
    assert main(["diff", "memory://bucket/tables", str(tmp_path / "tables")]) == 0
    assert "Nothing changed." in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["report", "data/raw"], ["network", "tables"], ["profile", "tables", "Peru"]])
def test_only_tables_go_to_an_address(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*argv, "--out", "memory://bucket/out"])
    assert "must be a folder of this machine" in capsys.readouterr().err
