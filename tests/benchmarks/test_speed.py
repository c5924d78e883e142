"""Words a second by part, beside the bare English pipeline; how time and memory grow with the corpus."""

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from measuring import Figures, measured
from results import FULL, Results, documents_at

N = documents_at([100], [1_000])[0]
EXTRACTION_AT_LEAST = 1.5  # times the words a second of the bare pipeline
TWO_WORKERS_AT_LEAST = 1.8
SLOPE_OF_EXTRACTION, SLOPE_OF_REST = 1.05, 1.15
STEADY = 1.5  # times the memory that a tenth of the documents take; a leak would take ten
OUTSIDE_AT_MOST = RERUN_AT_MOST = 0.1  # of a run of 10,000 documents
GROWTH = documents_at([50, 200], [100, 1_000, 10_000])
REST = documents_at([50, 200], [100, 1_000, 10_000, 100_000])
BARE = "bare pipeline"

Made = Callable[[int], Path]


def slope(seconds: dict[int, float]) -> float:
    """Return the exponent of growth between the two largest sizes: what is done once weighs on the smaller ones."""
    smaller, larger = sorted(seconds)[-2:]
    return math.log(seconds[larger] / seconds[smaller]) / math.log(larger / smaller)


def components(figures: Figures) -> dict[str, float]:
    return {part: s for part, s in figures.items() if part not in {"reference", "words", "documents"}}


def test_reading(texts_of: Made, record: Results) -> None:
    told = measured("reading", texts_of(N))
    record(
        "reading", told["words"] / told["seconds"], "words/s", n=N, reference="parsing the rows",
        ratio=told["reference"] / told["seconds"], megabytes=told["megabytes"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def grown(texts_of: Made) -> dict[int, Figures]:
    return {n: measured("extraction", texts_of(n)) for n in GROWTH}


def test_extraction_over_the_bare_pipeline(grown: dict[int, Figures], record: Results) -> None:
    told = grown[GROWTH[-1]]
    words, n = told["words"], GROWTH[-1]
    spent = components(told)
    record("bare pipeline", words / told["reference"], "words/s", n=n)
    for part, seconds in [*spent.items(), ("extraction, all of it", sum(spent.values()))]:
        record(
            part if "," in part else f"extraction: {part}", words / max(seconds, 1e-6), "words/s", n=n,
            reference=BARE, ratio=told["reference"] / max(seconds, 1e-6),
        )  # fmt: skip
    assert told["reference"] / sum(spent.values()) >= EXTRACTION_AT_LEAST


def test_extraction_grows_with_the_words(grown: dict[int, Figures], record: Results) -> None:
    seconds = {n: sum(components(told).values()) for n, told in grown.items()}
    for n, spent in seconds.items():
        record("extraction", spent, "s", n=n, reference=BARE, ratio=grown[n]["reference"] / spent)
    # Releases differ in length: the slope is that over words.
    over_words = slope({int(grown[n]["words"]): spent for n, spent in seconds.items()})
    record("extraction, slope", over_words, "exponent", n=GROWTH[-1])
    assert over_words <= SLOPE_OF_EXTRACTION


def test_memory_of_extraction_is_flat(texts_of: Made, record: Results) -> None:
    taken = {n: measured("streaming", texts_of(n))["megabytes"] for n in GROWTH[:2]}
    for n, megabytes in taken.items():
        record("extraction, memory", megabytes, "MB", n=n, megabytes=megabytes)
    assert taken[GROWTH[1]] <= STEADY * taken[GROWTH[0]]


def test_two_workers(texts_of: Made, record: Results) -> None:
    n = documents_at([200], [2_000])[0]
    told = measured("workers", texts_of(n))
    record(
        "extraction, two workers", told["words"] / told["two"], "words/s of the wall", n=n, reference="one worker",
        ratio=told["one"] / told["two"],
    )  # fmt: skip
    if FULL:  # on few documents two starts weigh more than the reading
        assert told["one"] / told["two"] >= TWO_WORKERS_AT_LEAST


def test_the_steps_after_extraction_grow_with_the_documents(told_by: Made, record: Results) -> None:
    figures = {n: measured("after", told_by(n)) for n in REST}
    seconds = {}
    for n, told in figures.items():
        parts = {part: told[part] for part in ("co-occurrence", "network", "measures", "pages")}
        seconds[n] = sum(parts.values())
        for part, spent in parts.items():
            record(f"after: {part}", told["words"] / spent, "words/s", n=n)
        record("after: all", seconds[n], "s", n=n, megabytes=told["megabytes"])
    record("after, slope", slope(seconds), "exponent", n=REST[-1])
    assert slope(seconds) <= SLOPE_OF_REST


def test_a_run_spends_its_time_on_extraction_and_a_rerun_almost_none(
    texts_of: Made, record: Results, tmp_path: Path
) -> None:
    n = documents_at([50], [10_000])[0]
    out = tmp_path / "out"
    job = [sys.executable, "-m", "communique", "report", str(texts_of(n)), "--out", str(out)]
    taken = []
    for run in range(2):
        begun = time.perf_counter()
        subprocess.run(job, check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
        if run == 0:
            steps = json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"]
    outside = 1 - steps["tables"] / sum(steps.values())
    for step, seconds in steps.items():
        record(f"run: {step}", seconds, "s of the wall", n=n)
    record("run, outside extraction", outside, "of its time", n=n)
    record("run again, nothing new", taken[1], "s of the wall", n=n, reference="first run", ratio=taken[0] / taken[1])
    if FULL:
        assert outside <= OUTSIDE_AT_MOST
        assert taken[1] <= RERUN_AT_MOST * taken[0]
