"""A folder of outputs is held by one run at a time, and changed at the end or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from communique.errors import OutputError
from communique.output import Output, writing


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_written_aside_comes_into_place_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("old")
    with Output(tmp_path) as output:
        (output.aside / "tables").mkdir()
        (output.aside / "index.html").write_text("new")
        (output.aside / "tables" / "a.csv").write_text("1")
        assert (tmp_path / "index.html").read_text() == "old"
        output.put_in_place()
    assert (tmp_path / "index.html").read_text() == "new"
    assert names(tmp_path) == [".lock", "index.html", "tables/a.csv"]


def test_a_run_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("old")
    with pytest.raises(KeyboardInterrupt), Output(tmp_path) as output:
        (output.aside / "index.html").write_text("new")
        raise KeyboardInterrupt
    assert (tmp_path / "index.html").read_text() == "old"
    assert names(tmp_path) == [".lock", "index.html"]


def test_what_is_gone_is_removed_with_the_folder_that_it_leaves_empty(tmp_path: Path) -> None:
    for name in ("out/documents/a.html", "out/tables/a.csv", "out/tables/b.csv", "elsewhere.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    gone = [tmp_path / name for name in ("out/documents/a.html", "out/tables/a.csv", "elsewhere.html", "out/none")]
    with Output(tmp_path / "out") as output:
        output.put_in_place(remove=gone)
    assert names(tmp_path) == ["elsewhere.html", "out/.lock", "out/tables/b.csv"]
    assert not (tmp_path / "out" / "documents").exists()


def test_the_record_is_moved_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, home: (moved.append(path.name), replace(path, home))[1])
    with Output(tmp_path) as output:
        for name in ("a.html", "run.json", "z.html"):
            (output.aside / name).write_text("")
        output.put_in_place(last="run.json")
    assert moved == ["a.html", "z.html", "run.json"]


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".next" / "tables").mkdir(parents=True)
    (tmp_path / ".next" / "tables" / "half.parquet").write_text("")
    with Output(tmp_path) as output:
        assert names(output.aside) == []


HOLD = """
import sys
from communique.output import Output
with Output(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(OutputError, match=rf"another run \(process {other.pid}\): wait"), Output(tmp_path):
            pass
        assert (tmp_path / ".next").is_dir()  # what the other run is writing is left alone
        other.kill()
        other.wait()
        with Output(tmp_path):  # who was killed holds nothing
            pass


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match=r"out cannot be written .* a file stands where"), Output(tmp_path / "out"):
        pass


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder that nobody may write to")
def test_a_folder_that_may_not_be_written_to_is_named() -> None:
    with pytest.raises(OutputError, match=r"^/proc/communique cannot be written"), Output("/proc/communique"):
        pass


@pytest.mark.parametrize(
    ("number", "remedy"), [(28, "free some space"), (30, "may be written to"), (5, "name another folder")]
)
def test_errors_of_the_system_become_a_sentence_with_a_remedy(number: int, remedy: str) -> None:
    with pytest.raises(OutputError, match=f"^out cannot be written .*: .*{remedy}.*\\.$"), writing("out"):
        raise OSError(number, os.strerror(number))
