"""Backends that the user has work through networkx's own dispatch."""

import importlib
import logging
from importlib import metadata

import networkx as nx
import pandas as pd
import pytest
from graphs import southern_women

from communique.network import measures, one_mode_measures, project


@pytest.fixture
def parallel(monkeypatch: pytest.MonkeyPatch) -> str:
    """The backend nx-parallel, or a skip that says so where it is not installed."""
    try:
        version = metadata.version("nx-parallel")
    except metadata.PackageNotFoundError:
        pytest.skip("nx-parallel is not installed")
    if version.startswith("0.3"):
        # The last for Python 3.11 scales by helpers inside networkx that later ones have changed: it is lent what it
        # asks for. Only sums over all sources are asked of it, in which every pair is met from both its ends.
        ours = importlib.import_module("networkx.algorithms.centrality.betweenness")
        monkeypatch.setattr(ours, "_rescale_e", None, raising=False)
        theirs = importlib.import_module("nx_parallel.algorithms.centrality.betweenness")
        monkeypatch.setattr(theirs, "_rescale", lambda sums, *_, **__: {n: value / 2 for n, value in sums.items()})
    return "parallel"


def test_nx_parallel_computes_what_networkx_computes(parallel: str, caplog: pytest.LogCaptureFixture) -> None:
    graph = southern_women()
    expected = measures(graph), one_mode_measures(project(graph))
    caplog.set_level(logging.DEBUG, logger="networkx")
    with nx.config(backend_priority=[parallel]):
        found = measures(graph), one_mode_measures(project(graph))
    for one, other in zip(found, expected, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-9)
    used = [told for told in caplog.messages if told.startswith("Using backend 'parallel'")]
    assert any("betweenness_centrality" in told for told in used)
