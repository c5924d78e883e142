"""A table of texts that is larger than memory streams through reading and extraction in parts.

`COMMUNIQUE_BENCH=small` writes tables of 20 and 60 MB, else of 500 MB and 2 GB (`COMMUNIQUE_MEGABYTES=100,200` names
other sizes). A row has 100,000 characters: three sentences on an edition of a forum of its own, and filler of long
words, which costs little to read. Every tenth text is new and is read, by a function that names nothing beside
reviewed names and grammar; the others are copies, which are written to the table of documents and not read again. So
it is what streams through that is measured, not what the model takes: `test_speed.py` does that.
"""

import json
import os
from pathlib import Path

import pytest
from measuring import Figures, measured
from results import Results, documents_at

ASKED = [int(n) for n in os.environ.get("COMMUNIQUE_MEGABYTES", "").split(",") if n]
SIZES = ASKED or documents_at([20, 60], [500, 2_000])
MEGABYTES_AT_MOST = 1_500
COPIES = 9  # of each text
FILLER = " ".join("x" * 10_000 for _ in range(10))
NOTE = (
    "Peru chaired the {n}th Lakes Forum in Lima. Foreign Minister Ada Reyes of Peru thanked Oman and Chad. "
    "The next Lakes Forum is to be hosted by Oman."
)


def write(megabytes: int, path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < megabytes * 1e6:
            text = f"{NOTE.format(n=4 + number // (1 + COPIES))} {FILLER}"
            file.write(json.dumps({"id": f"n{number:07}", "text": text, "language": "en"}) + "\n")
            number += 1
    return path


@pytest.fixture(scope="module")
def streamed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Figures]:
    folder = tmp_path_factory.mktemp("larger")
    told = {}
    for megabytes in SIZES:
        corpus = write(megabytes, folder / f"{megabytes}.jsonl")
        told[megabytes] = measured("larger_than_memory", corpus)
        corpus.unlink()
    return told


def test_resident_memory_stays_within_bounds(streamed: dict[int, Figures], record: Results) -> None:
    for megabytes, told in streamed.items():
        record("larger than memory", told["seconds"], "s", n=megabytes, of="MB of jsonl", megabytes=told["megabytes"])
    assert streamed[SIZES[-1]]["mentions"] > streamed[SIZES[-1]]["documents"] / (1 + COPIES)
    assert max(told["megabytes"] for told in streamed.values()) <= MEGABYTES_AT_MOST


def test_memory_grows_by_a_fraction_of_the_corpus(streamed: dict[int, Figures]) -> None:
    smaller, larger = SIZES[-2:]
    assert streamed[larger]["megabytes"] - streamed[smaller]["megabytes"] <= (larger - smaller) / 4
