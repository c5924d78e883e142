"""Networks become files, and files become networks again."""

import json
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from graphs import graph_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.network import edge_table, export_network, incidence_table, monthly, node_table, tie_table

FILES = [
    "network.gexf", "network.graphml", "network.json", "nodes.csv", "nodes.parquet", "edges.csv", "edges.parquet",
    "incidence.csv",
]  # fmt: skip
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
    # What GEXF adds is looked at in test_gexf.py.
    for told in [*graph.nodes.values(), *graph.edges.values()]:
        for key in {"start", "end", "viz"} & set(told):
            del told[key]
    return graph


def read_graphml(path: Path) -> nx.Graph:
    graph = nx.read_graphml(path)
    for _, node in graph.nodes(data=True):
        # An empty text is an empty element, which networkx reads as none.
        node.update({key: "" for key in ("iso3", "first_date", "last_date") if key not in node})
    for _, _, tie in graph.edges(data=True):
        tie.update({key: "" for key in ("first_date", "last_date") if key not in tie and "roles" in tie})
    return graph


def read_graphml_with_igraph(path: Path) -> nx.Graph:
    """igraph reads GraphML; it does not read GEXF (see the last test)."""
    read = igraph.Graph.Read_GraphML(str(path))
    graph = nx.Graph()
    for node in read.vs:
        told = node.attributes()
        graph.add_node(told.pop("id"), **told)
    names = list(graph)
    for tie in read.es:
        # A number that a tie lacks is read as none.
        told = {key: value for key, value in tie.attributes().items() if not pd.isna(value)}
        graph.add_edge(names[tie.source], names[tie.target], **told)
    return graph


READERS = pytest.mark.parametrize(
    ("name", "read"),
    [
        ("network.gexf", read_gexf), ("network.graphml", read_graphml), ("network.json", read_json),
        ("network.graphml", read_graphml_with_igraph),
    ],
    ids=["gexf", "graphml", "json", "graphml by igraph"],
)  # fmt: skip


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


@BOTH
@pytest.mark.parametrize(("name", "table"), [("nodes", node_table), ("edges", edge_table)])
def test_parquet_is_read_back(tmp_path: Path, name: str, table: Any, build: Any) -> None:
    graph = build(tiny_tables())
    export_network(graph, tmp_path)
    read = pd.read_parquet(tmp_path / f"{name}.parquet")
    pd.testing.assert_frame_equal(read, table(graph), check_dtype=False)
    assert {str(kind) for kind in read.dtypes} <= {"str", "int64", "float64"}


@BOTH
def test_the_matrix_of_actors_and_forums_is_read_back(tables: Tables, tmp_path: Path, build: Any) -> None:
    graph = build(tables)
    export_network(graph, tmp_path)
    matrix = pd.read_csv(tmp_path / "incidence.csv", index_col="actor_id")
    modes = dict(graph.nodes(data="bipartite"))
    assert list(matrix.index) == sorted(node for node in graph if modes[node] == 0)
    assert list(matrix.columns) == sorted(node for node in graph if modes[node] == 1)
    weights = {(actor, forum): w for actor, row in matrix.iterrows() for forum, w in row.items() if w}
    assert weights == {(t.actor_id, t.forum_id): t.weight for t in edge_table(graph).itertuples()}


def test_a_projection_is_exported_with_all_its_attributes(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_nodes_from((n, d) for n, d in build_network(tiny_tables()).nodes(data=True) if d["bipartite"] == 0)
    graph.add_edge("state:OMN", "state:PER", weight=0.5, forums="forum:lakes-forum")
    written = [path.name for path in export_network(graph, tmp_path)]
    assert written == [name for name in FILES if name != "incidence.csv"]
    for name, read in (("network.gexf", read_gexf), ("network.json", read_json)):
        assert attributes(read(tmp_path / name)) == attributes(graph)
    assert pd.read_csv(tmp_path / "edges.csv").to_dict("records") == [
        {"source_id": "state:OMN", "target_id": "state:PER", "weight": 0.5, "forums": "forum:lakes-forum"}
    ]
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "edges.parquet"), tie_table(graph), check_dtype=False)


@READERS
def test_what_is_not_known_is_left_out_and_numbers_of_other_kinds_are_numbers(
    tmp_path: Path, name: str, read: Any
) -> None:
    graph = graph_of([("a", "f")])
    graph.nodes["a"].update(share=float("nan"), community=None, rank=np.int64(3), score=np.float64(0.5))
    export_network(graph, tmp_path)
    node = read(tmp_path / name).nodes["a"]
    assert (node["rank"], node["score"]) == (3, 0.5)
    assert not {"share", "community"} & {key for key, value in node.items() if value}


def test_further_tables_are_written_beside(tiny: nx.Graph, tmp_path: Path) -> None:
    further = monthly(tiny_tables())
    written = [path.name for path in export_network(tiny, tmp_path, further=further)]
    assert set(written) - set(FILES) == {f"{name}.{kind}" for name in further for kind in ("csv", "parquet")}
    for name, table in further.items():
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / f"{name}.parquet"), table, check_dtype=False)
        assert list(pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False)["month"]) == list(table["month"])


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


def test_headings_that_a_spreadsheet_would_run_are_quoted(tmp_path: Path) -> None:
    export_network(graph_of([("a", "=1+1")]), tmp_path)
    assert (tmp_path / "incidence.csv").read_text(encoding="utf-8") == "actor_id,'=1+1\na,1\n"
    assert list(incidence_table(graph_of([("a", "=1+1")]))) == ["actor_id", "=1+1"]


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    graph = graph_of([("a", "f")])
    graph.edges["a", "f"]["npmi"] = -0.25
    export_network(graph, tmp_path)
    assert pd.read_csv(tmp_path / "edges.csv")["npmi"].tolist() == [-0.25]


def test_the_same_network_gives_the_same_bytes(tiny: nx.Graph, tmp_path: Path) -> None:
    one, other = (
        export_network(build_network(tiny_tables()), tmp_path / name, further=monthly(tiny_tables())) for name in "ab"
    )
    assert {path.name for path in one} > set(FILES)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_no_file_tells_the_day(tiny: nx.Graph, tmp_path: Path) -> None:
    export_network(tiny, tmp_path)
    assert "lastmodified" not in (tmp_path / "network.gexf").read_text(encoding="utf-8")


def test_an_empty_network_is_written_too(tmp_path: Path) -> None:
    written = export_network(build_network(no_tables()), tmp_path)
    assert [path.name for path in written] == FILES
    read = (read_gexf(tmp_path / FILES[0]), read_graphml(tmp_path / FILES[1]), read_json(tmp_path / FILES[2]))
    assert [len(graph) for graph in read] == [0, 0, 0]
    assert [len(pd.read_parquet(tmp_path / f"{name}.parquet")) for name in ("nodes", "edges")] == [0, 0]


@pytest.mark.parametrize(("name", "first"), [("nodes.csv", "entity_id"), ("edges.csv", "actor_id")])
def test_tables_of_an_empty_network_have_a_heading(tmp_path: Path, name: str, first: str) -> None:
    export_network(nx.Graph(), tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)


def test_nothing_else_is_left_in_the_folder(tiny: nx.Graph, tmp_path: Path) -> None:
    export_network(tiny, tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(FILES)


def test_igraph_does_not_read_gexf() -> None:
    assert "graphml" in igraph.Graph._format_mapping
    assert "gexf" not in igraph.Graph._format_mapping
