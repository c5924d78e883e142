"""A folder of files that people have and files that nobody should have."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from nasty import LIMITS, Nasty, nasty_files

from communique.cli import main
from communique.corpus import read_corpus, reading_warnings
from communique.schemas import conform

FILES = nasty_files()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    for name, file in FILES.items():
        (folder / name).write_bytes(file.data)
    return folder


@pytest.fixture(scope="module")
def documents(folder: Path) -> pd.DataFrame:
    return read_corpus(folder, limits=LIMITS)


def test_there_is_a_row_for_each_file_and_none_is_lost(documents: pd.DataFrame) -> None:
    assert len(FILES) >= 60
    assert sorted(documents["path"]) == sorted(FILES)
    assert Counter(documents["status"]) == Counter(file.status for file in FILES.values())
    assert len(reading_warnings(documents)) == (documents["status"] == "skipped").sum()


@pytest.mark.parametrize(("name", "file"), FILES.items(), ids=[name[:30].replace("\n", " ") for name in FILES])
def test_each_file_ends_as_it_should(documents: pd.DataFrame, name: str, file: Nasty) -> None:
    row = documents.set_index("path").loc[name]
    assert row["status"] == file.status, row["reason"]
    assert file.says in (row["reason"] if file.status == "skipped" else row["text"])


def test_the_table_keeps_the_contract_and_can_be_written(documents: pd.DataFrame, tmp_path: Path) -> None:
    conform("documents", documents).to_parquet(tmp_path / "documents.parquet")


def test_what_no_file_may_read_is_in_no_text(documents: pd.DataFrame) -> None:
    host = Path("/etc/hostname")
    if host.exists():
        assert not documents["text"].str.contains(host.read_text().strip(), regex=False).any()


def test_warnings_fail_a_strict_run_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Japan hosted the G7 Summit in Hiroshima.")
    (tmp_path / "corpus" / "b.pdf").write_bytes(FILES["scanned.pdf"].data)
    argv = ["extract", str(tmp_path / "corpus"), "--out", str(tmp_path / "out")]
    assert main(argv) == 0
    assert "b.pdf was skipped: it has no text layer: it needs OCR first.\n1 warning\n" in capsys.readouterr().err
    assert main([*argv, "--strict"]) == 1
