"""How long it takes to place each node of a large network, and how far sampling is off."""

import time

import networkx as nx
import numpy as np
from results import Results, documents_at

from communique.network import measures
from communique.network.centrality import PIVOTS

NODES = documents_at([2_000], [10_000])[0]
TIES = 10 * NODES
SECONDS_AT_MOST = 120


def large_network() -> nx.Graph:
    """Return 7,000 actors and 3,000 forums, a few of each with very many ties, as in texts (Zipf)."""
    random = np.random.default_rng(0)
    sizes = {"a": NODES * 7 // 10, "f": NODES * 3 // 10}
    odds = {mode: 1 / np.arange(20, n + 20) for mode, n in sizes.items()}
    ends = [random.choice(n, 2 * TIES, p=odds[mode] / odds[mode].sum()) for mode, n in sizes.items()]
    ties = sorted(set(zip(*[end.tolist() for end in ends], strict=True)))
    ties = [ties[at] for at in np.sort(random.choice(len(ties), TIES, replace=False))]
    graph = nx.Graph()
    for mode, n in sizes.items():
        graph.add_nodes_from(
            (f"{mode}{i}", {"label": i, "type": mode, "bipartite": int(mode == "f")}) for i in range(n)
        )
    graph.add_edges_from((f"a{a}", f"f{f}", {"weight": 1}) for a, f in ties)
    return graph


def test_a_large_network_is_sampled_and_says_how_far_it_may_be_off(record: Results) -> None:
    graph = large_network()
    started = time.perf_counter()
    table = measures(graph)
    took = time.perf_counter() - started
    # One source by networkx, so that the ratio holds on any machine.
    started = time.perf_counter()
    nx.betweenness_centrality(graph, k=4, seed=0)
    whole = (time.perf_counter() - started) / 4 * len(graph)
    first = table.nlargest(20, "betweenness")
    off = float((first["betweenness_error"] / first["betweenness"]).max())
    record(
        "network measures", took, "s of the wall", n=len(graph), of="nodes", reference="networkx, from all nodes",
        ratio=whole / took,
    )  # fmt: skip
    record(f"betweenness from {PIVOTS} nodes, off by", off, "of it at most", n=len(graph), of="nodes")
    assert took <= SECONDS_AT_MOST
    assert off < 0.25
