"""Counting pairs over its reference, the self-merge of pandas, on generated mentions.

A unit names 12 of 20,000 entities, drawn by Zipf's law; a document has ten units. Each way runs in a fresh process,
which tells its seconds (counting uses several threads) and what its memory grew by at its highest (Linux).
The reference is told twice: bare, which only counts the shared units, and with the same columns that `count_pairs`
gives (units, documents, weights). The whole of `cooccurrences`, with all measures and tests, is told besides.
"""

import json
import math
import os
import subprocess
import sys

import pytest
from results import Results, documents_at

FASTER_AT_LEAST, MEMORY_AT_MOST, EXPONENT_AT_MOST = 5.0, 1 / 5, 1.1  # the aim is 8 times faster
FASTER_THAN_PROJECTION_AT_LEAST = 80.0
SIZES = documents_at([10_000, 30_000], [10_000, 100_000, 1_000_000])
MERGE_NEEDS = 30e-6  # gigabytes a unit, with room to spare

MADE = """
import json, sys, time
import networkx as nx, numpy as np, pandas as pd
from communique.cooccurrence import cooccurrences
from communique.cooccurrence.counting import count_pairs
from communique.cooccurrence.units import incidence

def made(n_units, n_entities=20_000, k=12, seed=0):
    random = np.random.default_rng(seed)
    upto = np.cumsum(1 / np.arange(1, n_entities + 1))
    rows = []
    for start in range(0, n_units, 100_000):
        n = min(100_000, n_units - start)
        drawn = np.searchsorted(upto, random.random((n, 5 * k)) * upto[-1])
        order = np.argsort(drawn, axis=1, kind="stable")
        ranked = np.take_along_axis(drawn, order, axis=1)
        again = np.zeros_like(drawn, bool)
        np.put_along_axis(again, order[:, 1:], ranked[:, 1:] == ranked[:, :-1], axis=1)
        kept = ~again & (np.cumsum(~again, axis=1) <= k)  # the first k different ones
        rows.append((np.repeat(np.arange(start, start + n), kept.sum(axis=1)), drawn[kept]))
    unit, entity = (np.concatenate(column) for column in zip(*rows))
    names = pd.Series([f"org:{n:05d}" for n in range(n_entities)], dtype="str")
    docs = pd.Series([f"doc-{n:06d}" for n in range(n_units // 10 + 1)], dtype="str")
    return pd.DataFrame({
        "doc_id": docs.take(unit // 10).array, "sent_id": unit % 10, "entity_id": names.take(entity).array
    })

def memory(what):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(what)) / 1e6

def merge(mentions):
    both = mentions.merge(mentions, on=["doc_id", "sent_id"])
    both = both[both["entity_id_x"] < both["entity_id_y"]]
    return both.groupby(["entity_id_x", "entity_id_y"]).size()

def merge_same(mentions):
    held = mentions.groupby(["doc_id", "sent_id"])["entity_id"].transform("size")
    both = mentions.assign(share=1 / (held - 1)).merge(mentions, on=["doc_id", "sent_id"])
    both = both[both["entity_id_x"] < both["entity_id_y"]]
    return both.groupby(["entity_id_x", "entity_id_y"]).agg(
        n_units=("sent_id", "size"), n_documents=("doc_id", "nunique"), weight=("share", "sum")
    )

def projection(mentions):
    graph = nx.Graph()
    units = ["u" + doc + str(sent) for doc, sent in zip(mentions["doc_id"], mentions["sent_id"])]
    graph.add_edges_from(zip(units, mentions["entity_id"]))
    return nx.bipartite.weighted_projected_graph(graph, set(mentions["entity_id"])).edges

WAYS = {
    "projection": projection,
    "merge": merge,
    "merge, same columns": merge_same,
    "counting": lambda mentions: count_pairs(incidence("sentence", mentions), listed=0),
    "whole table": lambda mentions: cooccurrences(mentions, units=["sentence"], evidence=0),
}
way, n = sys.argv[1], int(sys.argv[2])
WAYS[way](made(100))  # what is imported when it is first used
mentions = made(n)
open("/proc/self/clear_refs", "w").write("5")
before, begun, spent = memory("VmRSS"), time.perf_counter(), time.process_time()
pairs = WAYS[way](mentions)
seconds, spent = time.perf_counter() - begun, time.process_time() - spent
print(json.dumps({"seconds": seconds, "spent": spent, "gigabytes": memory("VmHWM") - before, "pairs": len(pairs)}))
"""


def measured(way: str, n_units: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", MADE, way, str(n_units)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def at_most() -> int:
    """The largest size whose self-merge this machine holds."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return max(size for size in SIZES if size == SIZES[0] or size * MERGE_NEEDS < free)


def test_counting_over_the_self_merge(at_most: int, record: Results) -> None:
    ways = ("merge", "merge, same columns", "counting", "whole table")
    figures = {way: measured(way, at_most) for way in ways}
    for way, told in figures.items():
        record(
            f"pairs: {way}", told["seconds"], "s of the wall", n=at_most, of="units", reference="merge",
            ratio=figures["merge"]["seconds"] / told["seconds"], megabytes=1e3 * told["gigabytes"],
        )  # fmt: skip
    bare, same, counting = (figures[way] for way in ways[:3])
    assert bare["pairs"] == same["pairs"] == counting["pairs"] == figures["whole table"]["pairs"]
    faster, memory = same["seconds"] / counting["seconds"], counting["gigabytes"] / bare["gigabytes"]
    assert faster >= FASTER_AT_LEAST
    assert memory <= MEMORY_AT_MOST


def test_counting_over_the_projection(record: Results) -> None:
    projection, counting = (measured(way, SIZES[0]) for way in ("projection", "counting"))
    assert projection["pairs"] == counting["pairs"]
    faster = projection["seconds"] / counting["seconds"]
    record(
        "pairs: counting", counting["seconds"], "s of the wall", n=SIZES[0], of="units",
        reference="networkx projection", ratio=faster,
    )  # fmt: skip
    assert faster >= FASTER_THAN_PROJECTION_AT_LEAST


@pytest.mark.parametrize("way", ["counting", "whole table"])
def test_time_is_linear_in_the_mentions(way: str, record: Results) -> None:
    figures = {size: measured(way, size) for size in SIZES}
    first, last = SIZES[0], SIZES[-1]
    # Of the processor, over all threads: a busy machine tells the same.
    exponent = math.log(figures[last]["spent"] / figures[first]["spent"]) / math.log(last / first)
    record(f"pairs: {way}, slope", exponent, "exponent", n=last, of="units")
    assert exponent <= EXPONENT_AT_MOST
