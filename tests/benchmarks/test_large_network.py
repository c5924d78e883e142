"""A network of 50,000 actors and forums with 500,000 ties: every step, and that none grows with the square."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from measuring import grown
from results import Results, documents_at
from tiny import document, no_tables

from communique import Tables, build_network
from communique.explorer import explorer
from communique.network import best_connected, disparity_filter, measures, null_model_backbone, project
from communique.schemas import SCHEMAS

NODES = documents_at([2_000, 8_000], [12_500, 50_000])
TIES_A_NODE, A_DOCUMENT = 10, 20
EXPLORED, PAGE_AT_MOST = 150, 1_000_000  # nodes, bytes
SLOPE_AT_MOST = 1.35  # of seconds by nodes, both as logarithms: 2 would be the square


def told_of(n_nodes: int) -> Tables:
    """Return tables of ties by the thousand: seven actors to three forums, a few with very many ties (Zipf)."""
    random = np.random.default_rng(0)
    sizes = {"a": n_nodes * 7 // 10, "f": n_nodes * 3 // 10}
    n_ties = TIES_A_NODE * n_nodes
    ends = []
    for n in sizes.values():
        odds = 1 / np.arange(20, n + 20)
        # Everyone once, so that nobody is left out.
        ends.append(
            np.concatenate([random.permutation(n_nodes) % n, random.choice(n, 2 * n_ties, p=odds / odds.sum())])
        )
    pairs = np.array(list(dict.fromkeys(zip(*[end.tolist() for end in ends], strict=True)))[:n_ties])
    told = np.concatenate([pairs, pairs[random.integers(0, len(pairs), len(pairs) // 2)]])  # some ties twice
    number = np.arange(len(told))
    doc_ids = [f"d{n:06d}" for n in range(len(told) // A_DOCUMENT)]
    parts = pd.DataFrame({
        "doc_id": [doc_ids[n % len(doc_ids)] for n in number], "sent_id": number // len(doc_ids),
        "actor_id": [f"a{a:05d}" for a in told[:, 0]], "forum_id": [f"f{f:05d}" for f in told[:, 1]],
        "role": "participant", "status": "held", "rule": "drawn",
    })  # fmt: skip
    names = [f"{mode}{n:05d}" for mode, size in sizes.items() for n in range(size)]
    entities = pd.DataFrame({
        "entity_id": names, "name": [name.upper() for name in names], "aliases": [[name] for name in names],
        "type": ["STATE" if name[0] == "a" else "FORUM" for name in names], "n_mentions": 1, "n_documents": 1,
    })  # fmt: skip
    text = "".join(f"Line {n}\n" for n in range(10, 10 + A_DOCUMENT + 1))
    sentences = pd.DataFrame({
        "doc_id": np.repeat(doc_ids, A_DOCUMENT + 1), "sent_id": np.tile(np.arange(A_DOCUMENT + 1), len(doc_ids)),
    })  # fmt: skip
    sentences = sentences.assign(start=8 * sentences["sent_id"], end=8 * sentences["sent_id"] + 7, paragraph=0)
    made = {"participations": parts, "entities": entities, "sentences": sentences}
    return no_tables(
        documents=pd.DataFrame([document(doc_id, text) for doc_id in doc_ids]),
        **{name: table.reindex(columns=list(SCHEMAS[name].columns)) for name, table in made.items()},
    )


def steps(tables: Tables) -> tuple[dict[str, float], dict[str, float], dict[str, Any]]:
    """Return the seconds of the processor of each step, the megabytes by which memory grew, and what came out."""
    seconds: dict[str, float] = {}
    megabytes: dict[str, float] = defaultdict(float)
    made: dict[str, Any] = {}

    def step(name: str, make: Callable[[], Any]) -> None:
        figures: dict[str, float] = {}
        with grown(figures):
            begun = time.process_time()
            made[name] = make()
            seconds[name] = time.process_time() - begun
        megabytes[name] = figures["megabytes"]

    step("build", lambda: build_network(tables))
    graph: nx.Graph = made["build"]
    step("backbone", lambda: disparity_filter(graph))
    step("measures", lambda: measures(graph))
    step("projection", lambda: project(graph))
    step("null model, actors", lambda: null_model_backbone(graph))
    step("null model, forums", lambda: null_model_backbone(graph, side="forums"))
    near = best_connected(made["backbone"].graph, EXPLORED)
    step("explorer", lambda: explorer(near, tables, measures=made["measures"]).to_html())
    return seconds, dict(megabytes), made


@pytest.fixture(scope="module")
def measured() -> dict[int, tuple[dict[str, float], dict[str, float], dict[str, Any]]]:
    return {n: steps(told_of(n)) for n in NODES}


def test_no_step_grows_with_the_square_of_the_nodes(measured: dict[int, Any], record: Results) -> None:
    few, many = NODES
    for name, seconds in measured[many][0].items():
        megabytes = measured[many][1][name]
        slope = np.log(max(seconds, 0.1) / max(measured[few][0][name], 0.1)) / np.log(many / few)
        record(f"large network: {name}", seconds, "s", n=many, of="nodes", megabytes=megabytes)
        record(f"large network: {name}, growth", float(slope), "log s / log n", n=many, of="nodes")
        assert slope <= SLOPE_AT_MOST, name


def test_the_measures_of_a_large_network_are_sampled_and_the_projection_is_of_the_best_connected(
    measured: dict[int, Any],
) -> None:
    made = measured[NODES[-1]][2]
    assert made["build"].number_of_edges() == TIES_A_NODE * NODES[-1]
    assert (made["measures"]["betweenness_error"] > 0).any()
    assert made["projection"].graph["left_out"] > len(made["projection"])


def test_the_page_of_a_large_network_stays_small(measured: dict[int, Any], record: Results) -> None:
    page = measured[NODES[-1]][2]["explorer"]
    record("large network: page", len(page.encode()) / 1e6, "MB", n=NODES[-1], of="nodes")
    assert len(page.encode()) <= PAGE_AT_MOST
