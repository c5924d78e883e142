"""Networks become files, and files become networks again."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from graphs import graph_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.network import edge_table, export_network, node_table

FILES = ["network.gexf", "network.graphml", "network.json", "nodes.csv", "edges.csv"]


BOTH = pytest.mark.parametrize("build", [build_network, cooccurrence_network])


@pytest.fixture
def tiny() -> nx.Graph:
    return build_network(tiny_tables())


@pytest.fixture
def awkward() -> nx.Graph:
    """A network whose texts try the writers: quotes, brackets, line ends, other scripts, formulas."""
    graph = graph_of([("state:ü", "forum:<b>"), ("state:=1", "forum:<b>")])
    graph.nodes["state:ü"]["label"] = 'O"Neil & «Söhne», <script>alert(1)</script>'
    graph.nodes["state:=1"]["label"] = "=HYPERLINK('x')"
    graph.nodes["forum:<b>"]["label"] = "Совет\nминистров, 東アジア"
    return graph


def attributes(graph: nx.Graph) -> tuple[dict[str, Any], dict[frozenset[str], Any]]:
    return dict(graph.nodes(data=True)), {frozenset((a, b)): d for a, b, d in graph.edges(data=True)}


def read_json(path: Path) -> nx.Graph:
    return nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="links")


def read_gexf(path: Path) -> nx.Graph:
    graph = nx.read_gexf(path)
    for _, _, tie in graph.edges(data=True):
        tie.pop("id")  # GEXF numbers its ties
    return graph


def read_graphml(path: Path) -> nx.Graph:
    graph = nx.read_graphml(path)
    for _, node in graph.nodes(data=True):
        # An empty text is an empty element, which networkx reads as none.
        node.update({key: "" for key in ("iso3", "first_date", "last_date") if key not in node})
    for _, _, tie in graph.edges(data=True):
        tie.update({key: "" for key in ("first_date", "last_date") if key not in tie and "roles" in tie})
    return graph


READERS = pytest.mark.parametrize(
    ("name", "read"), [("network.gexf", read_gexf), ("network.graphml", read_graphml), ("network.json", read_json)]
)


@READERS
@pytest.mark.parametrize("which", ["tiny", "awkward"])
def test_networks_are_read_back(
    tmp_path: Path, request: pytest.FixtureRequest, which: str, name: str, read: Any
) -> None:
    graph = request.getfixturevalue(which)
    export_network(graph, tmp_path)
    assert attributes(read(tmp_path / name)) == attributes(graph)


@BOTH
@READERS
def test_the_network_of_the_five_documents_is_read_back(
    tables: Tables, tmp_path: Path, name: str, read: Any, build: Any
) -> None:
    graph = build(tables)
    export_network(graph, tmp_path)
    assert attributes(read(tmp_path / name)) == attributes(graph)


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\x1b", "\ufffe"])
@READERS
def test_signs_that_xml_forbids_do_no_harm(tmp_path: Path, name: str, read: Any, sign: str) -> None:
    graph = graph_of([("a", "f")])
    graph.nodes["a"]["label"] = f"A{sign}B"
    export_network(graph, tmp_path)
    assert set(read(tmp_path / name)) == {"a", "f"}


@pytest.mark.parametrize(("name", "table"), [("nodes.csv", node_table), ("edges.csv", edge_table)])
def test_tables_are_read_back(tiny: nx.Graph, tmp_path: Path, name: str, table: Any) -> None:
    export_network(tiny, tmp_path)
    # Only a confidence may be missing: texts that are not known are empty, never the absence of a number.
    read = pd.read_csv(tmp_path / name, keep_default_na=False, na_values={"confidence": [""]})
    pd.testing.assert_frame_equal(read, table(tiny))


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_quoted(tmp_path: Path, label: str) -> None:
    graph = graph_of([("a", "f")])
    graph.nodes["a"]["label"] = label
    export_network(graph, tmp_path)
    # newline="" keeps a carriage return that stands in a cell
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        assert pd.read_csv(file, lineterminator="\n")["label"].tolist() == [f"'{label}", "F"]


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    graph = graph_of([("a", "f")])
    graph.edges["a", "f"]["npmi"] = -0.25
    export_network(graph, tmp_path)
    assert pd.read_csv(tmp_path / "edges.csv")["npmi"].tolist() == [-0.25]


def test_the_same_network_gives_the_same_bytes(tiny: nx.Graph, tmp_path: Path) -> None:
    one, other = (export_network(build_network(tiny_tables()), tmp_path / name) for name in "ab")
    assert [path.name for path in one] == FILES
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_no_file_tells_the_day(tiny: nx.Graph, tmp_path: Path) -> None:
    export_network(tiny, tmp_path)
    assert "lastmodified" not in (tmp_path / "network.gexf").read_text(encoding="utf-8")


def test_an_empty_network_is_written_too(tmp_path: Path) -> None:
    written = export_network(build_network(no_tables()), tmp_path)
    assert [path.name for path in written] == FILES
    assert [len(read(tmp_path / n)) for n, read in zip(FILES, (read_gexf, read_graphml, read_json), strict=False)] == [
        0
    ] * 3


@pytest.mark.parametrize(("name", "first"), [("nodes.csv", "entity_id"), ("edges.csv", "actor_id")])
def test_tables_of_an_empty_network_have_a_heading(tmp_path: Path, name: str, first: str) -> None:
    export_network(nx.Graph(), tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)


def test_nothing_else_is_left_in_the_folder(tiny: nx.Graph, tmp_path: Path) -> None:
    export_network(tiny, tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(FILES)
