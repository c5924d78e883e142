"""The main job over its floor: papermill running as many notebooks that only import the libraries.

Both are timed in one run, with the same workers, in fresh processes; the machine's speed cancels out.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from results import Results, documents_at

WORKERS = 2
TIMES = documents_at([1], [3])[0]
FIRST_RUN_AT_MOST, NOTHING_CHANGED_AT_MOST = 2.0, 1.5
FLOOR = """
import asyncio, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import papermill

def run(path):
    asyncio.set_event_loop(asyncio.new_event_loop())
    out = str(path.with_suffix(".out.ipynb"))
    papermill.execute_notebook(str(path), out, kernel_name="python3", progress_bar=False)

with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    list(pool.map(run, sorted(Path(sys.argv[1]).glob("??.ipynb"))))
"""


def seconds(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.perf_counter() - begun


@pytest.fixture
def floor(tmp_path: Path) -> list[str]:
    folder = tmp_path / "floor"
    folder.mkdir()
    for number in range(7):
        cell = nbformat.v4.new_code_cell("import pandas, networkx, matplotlib")
        cell.metadata["tags"] = ["parameters"]
        document = nbformat.v4.new_notebook(cells=[cell])
        document.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(document, folder / f"{number:02d}.ipynb")
    return ["-c", FLOOR, str(folder), str(WORKERS)]


def test_main_job_over_the_papermill_floor(record: Results, floor: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = ["-m", "communique", "report", "--out", str(out), "--workers", str(WORKERS)]
    seconds(*floor)  # bytecode and disk caches are warm for both
    seconds(*job)
    floors, firsts, agains = [], [], []
    for _ in range(TIMES):
        shutil.rmtree(out)
        floors.append(seconds(*floor))
        firsts.append(seconds(*job))
        agains.append(seconds(*job))
    base, first, again = (sorted(times)[len(times) // 2] for times in (floors, firsts, agains))
    record("notebooks: papermill floor", base, "s of the wall", n=7, of="notebooks")
    for what, taken in (("main job, first run", first), ("main job, nothing changed", again)):
        record(what, taken, "s of the wall", n=5, reference="papermill floor", ratio=base / taken)
    assert first / base <= FIRST_RUN_AT_MOST
    assert again / base <= NOTHING_CHANGED_AT_MOST
