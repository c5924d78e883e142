"""The network of actors and forums: its ties, its measures, its files."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.errors import ParameterError
from communique.network import ACTOR_TYPES, best_connected, edge_table, export_network, layout, measures, node_table

NODE = {"type": "STATE", "bipartite": 0, "mentions": 1, "documents": 1, "iso3": "", "first_date": "", "last_date": ""}
EDGE = {
    "weight": 1, "documents": 1, "roles": "participant", "statuses": "held", "first_date": "", "last_date": "",
    "evidence": "d#0",
}  # fmt: skip
FILES = ["network.gexf", "network.graphml", "network.json", "nodes.csv", "edges.csv"]


def graph_of(ties: list[tuple[str, str]], **weights: int) -> nx.Graph:
    """Return a network from (actor, forum) pairs; labels are the identifiers in capitals."""
    graph = nx.Graph(ties="participation")
    for actor, forum in ties:
        graph.add_node(actor, label=actor.upper(), **NODE)
        graph.add_node(forum, label=forum.upper(), **{**NODE, "type": "FORUM", "bipartite": 1})
        graph.add_edge(actor, forum, **{**EDGE, "weight": weights.get(actor + forum, 1)})
    return graph


@pytest.fixture
def tiny() -> nx.Graph:
    return build_network(tiny_tables())


# Tables to graph


def weights(graph: nx.Graph) -> list[tuple[str, str, int]]:
    return list(edge_table(graph)[["actor_id", "forum_id", "weight"]].itertuples(index=False, name=None))


def test_ties_join_actors_and_the_forums_that_they_take_part_in(tiny: nx.Graph) -> None:
    assert weights(tiny) == [
        ("person:ada-reyes", "forum:hills-forum", 1),
        ("state:OMN", "forum:lakes-forum", 2),
        ("state:PER", "forum:lakes-forum", 1),
    ]


def test_a_tie_says_in_what_roles_whether_it_was_and_when(tiny: nx.Graph) -> None:
    assert tiny.edges["state:OMN", "forum:lakes-forum"] == {
        "weight": 2, "documents": 2, "roles": "host,participant", "statuses": "held", "first_date": "2020-01-05",
        "last_date": "2021-03-02", "evidence": "n1#0 n2#0", "confidence": 0.75,
    }  # fmt: skip


def test_the_date_is_that_of_the_meeting_where_one_is_told(tiny: nx.Graph) -> None:
    tie = tiny.edges["person:ada-reyes", "forum:hills-forum"]
    assert (tie["first_date"], tie["last_date"]) == ("2021-03", "2021-03")  # the document bears no date
    assert "confidence" not in tie  # no model decided


def test_one_sentence_that_tells_two_roles_counts_once() -> None:
    tables = tiny_tables()
    twice = tables.participations.assign(doc_id="n1", sent_id=0)
    graph = build_network(replace(tables, participations=twice))
    assert graph.edges["state:OMN", "forum:lakes-forum"]["weight"] == 1


@pytest.mark.parametrize(
    ("chosen", "ties"),
    [
        ({"roles": "host"}, [("state:OMN", "forum:lakes-forum", 1)]),
        ({"roles": ["host", "chair"]}, [("state:OMN", "forum:lakes-forum", 1)]),
        ({"statuses": "planned"}, [("person:ada-reyes", "forum:hills-forum", 1)]),
        ({"roles": "host", "statuses": "planned, proposed"}, []),
        ({"min_sentences": 2}, [("state:OMN", "forum:lakes-forum", 2)]),
        ({"roles": "participant", "min_sentences": 2}, []),
    ],
)
def test_ties_are_chosen_by_role_status_and_sentences(chosen: Any, ties: list[tuple[str, str, int]]) -> None:
    graph = build_network(tiny_tables(), **chosen)
    assert weights(graph) == ties
    assert set(graph) == {node for *nodes, _ in ties for node in nodes}  # nobody stands without a tie


def test_what_was_called_off_ties_nobody_unless_asked_for() -> None:
    tables = tiny_tables()
    off = replace(tables, participations=tables.participations.assign(status="cancelled"))
    assert build_network(off).number_of_edges() == 0
    assert build_network(off, statuses="").number_of_edges() == 3


@pytest.mark.parametrize(
    ("chosen", "message"),
    [({"roles": "chiar"}, "there is no role 'chiar'"), ({"statuses": ["held", "hold"]}, "there is no status 'hold'")],
)
def test_a_role_or_status_that_there_is_not_is_named(chosen: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        build_network(tiny_tables(), **chosen)


def test_cooccurrences_tie_actors_and_forums_that_share_a_sentence() -> None:
    graph = cooccurrence_network(tiny_tables())
    assert weights(graph) == [
        ("person:ada-reyes", "forum:hills-forum", 1),
        ("state:PER", "forum:hills-forum", 1),
        ("state:OMN", "forum:lakes-forum", 2),
        ("state:PER", "forum:lakes-forum", 1),
    ]
    tie = graph.edges["state:OMN", "forum:lakes-forum"]
    assert (tie["evidence"], tie["documents"]) == ("n1#0 n2#0", 2)
    assert (graph.graph["ties"], build_network(tiny_tables()).graph["ties"]) == ("co-occurrence", "participation")


def test_a_document_ties_more_than_a_sentence() -> None:
    ties = cooccurrence_network(tiny_tables(), unit="document")
    assert ties.edges["state:OMN", "forum:hills-forum"]["weight"] == 1
    assert ties.number_of_edges() == 5


def test_ties_that_rest_on_few_units_are_left_out_with_who_has_no_other() -> None:
    assert list(cooccurrence_network(tiny_tables(), min_units=2).nodes) == ["forum:lakes-forum", "state:OMN"]


def test_a_node_says_what_is_known(tiny: nx.Graph) -> None:
    assert tiny.nodes["state:OMN"] == {
        "label": "Oman", "type": "STATE", "bipartite": 0, "mentions": 2, "documents": 2, "iso3": "OMN",
        "first_date": "2020-01-05", "last_date": "2021-03-02",
    }  # fmt: skip


def test_what_is_unknown_is_empty_text(tiny: nx.Graph) -> None:
    node = tiny.nodes["person:ada-reyes"]
    assert (node["iso3"], node["first_date"], node["last_date"]) == ("", "", "")


BOTH = pytest.mark.parametrize("build", [build_network, cooccurrence_network])


@BOTH
def test_no_tie_joins_two_of_one_kind(tables: Tables, build: Any) -> None:
    graph = build(tables)
    assert graph.number_of_edges() > 0
    assert all({graph.nodes[n]["bipartite"] for n in tie} == {0, 1} for tie in graph.edges)
    assert {graph.nodes[n]["type"] in ACTOR_TYPES for n in graph if graph.nodes[n]["bipartite"] == 0} == {True}


@BOTH
def test_nodes_stand_in_the_order_of_their_identifiers(tables: Tables, build: Any) -> None:
    graph = build(tables)
    assert list(graph) == sorted(graph)
    assert min(dict(graph.degree).values()) >= 1


@BOTH
def test_every_place_of_the_evidence_counts_once(tables: Tables, build: Any) -> None:
    ties = build(tables).edges(data=True)
    assert all(len(set(tie["evidence"].split(" "))) == tie["weight"] for _, _, tie in ties)


def test_evidence_can_be_taken_apart_where_a_file_name_holds_a_blank() -> None:
    tiny = tiny_tables()
    told = tiny.participations.assign(doc_id="press note " + tiny.participations["doc_id"])
    tie = build_network(replace(tiny, participations=told)).edges["state:OMN", "forum:lakes-forum"]
    assert tie["evidence"] == "press%20note%20n1#0 press%20note%20n2#0"
    pairs = tiny.cooccurrences.assign(
        evidence=[[f"press note {p}" for p in places] for places in tiny.cooccurrences["evidence"]]
    )
    graph = cooccurrence_network(no_tables(entities=tiny.entities, cooccurrences=pairs))
    tie = graph.edges["state:OMN", "forum:lakes-forum"]
    assert len(tie["evidence"].split(" ")) == tie["weight"]


@BOTH
def test_no_tables_give_no_network(build: Any) -> None:
    assert len(build(no_tables())) == 0


# Measures


def test_measures_of_a_star() -> None:
    ranked = measures(graph_of([("a", "f"), ("b", "f"), ("c", "f")], af=5)).set_index("entity_id")
    assert ranked["ties"].to_dict() == {"f": 3, "a": 1, "b": 1, "c": 1}
    assert ranked["strength"].to_dict() == {"f": 7, "a": 5, "b": 1, "c": 1}
    assert ranked.loc["f", ["degree_centrality", "betweenness"]].tolist() == [1.0, 1.0]
    assert ranked["betweenness"].sum() == 1.0


def test_the_best_connected_come_first() -> None:
    ranked = measures(graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("b", "g")], cg=3))
    assert ranked["entity_id"].tolist() == ["g", "b", "f", "c", "a"]


@pytest.mark.parametrize(
    ("node", "ties", "degree", "betweenness"),
    [
        ("E8", 14, 0.78, 0.24),
        ("E9", 12, 0.67, 0.23),
        ("E7", 10, 0.56, 0.13),
        ("Nora Fayette", 8, 0.57, 0.11),
        ("Evelyn Jefferson", 8, 0.57, 0.10),
        ("Theresa Anderson", 8, 0.57, 0.09),
        ("Dorothy Murchison", 2, 0.14, 0.00),
    ],
)
def test_measures_of_the_southern_women_are_the_published_ones(
    node: str, ties: int, degree: float, betweenness: float
) -> None:
    women = nx.davis_southern_women_graph()
    graph = graph_of([(a, b) if women.nodes[a]["bipartite"] == 0 else (b, a) for a, b in women.edges])
    row = measures(graph).set_index("entity_id").loc[node]
    assert row["ties"] == ties
    assert row[["degree_centrality", "betweenness"]].astype(float).round(2).tolist() == [degree, betweenness]


def test_nothing_has_no_measures() -> None:
    assert measures(nx.Graph()).empty
    assert list(measures(nx.Graph())) == list(measures(graph_of([("a", "f")])))


@pytest.mark.parametrize("table", [node_table, edge_table])
def test_tables_of_nothing_have_the_columns_of_others(table: Any) -> None:
    assert list(table(nx.Graph())) == list(table(graph_of([("a", "f")])))


# Layout


def test_every_node_has_a_place_and_the_same_one_each_time(tables: Tables) -> None:
    graph = build_network(tables)
    assert layout(graph) == layout(graph)
    assert set(layout(graph)) == set(graph)


def test_nodes_lie_apart() -> None:
    places = layout(graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("d", "h"), ("e", "h")]))
    assert len({(round(x, 2), round(y, 2)) for x, y in places.values()}) == len(places)


def test_another_seed_gives_another_picture() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("b", "g")])
    assert layout(graph, seed=1) != layout(graph, seed=2)


def test_small_parts_stand_in_rows_no_wider_than_the_large_one() -> None:
    places = layout(graph_of([(f"a{n}", f"f{n}") for n in range(60)] + [("b", "f0"), ("c", "f0")]))
    assert max(x for x, _ in places.values()) < 1.5
    assert min(y for _, y in places.values()) > -6


def test_the_best_connected_part() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "f"), ("a", "g"), ("d", "h")], af=3)
    part = best_connected(graph, 4)
    assert set(part) == {"f", "a", "g", "b"} or set(part) == {"f", "a", "b", "c"}
    assert part.edges["a", "f"] == graph.edges["a", "f"]
    assert part.graph == graph.graph
    assert set(best_connected(graph, 2)) == {"f", "a"}
    assert len(best_connected(graph, 0)) == 0


def test_who_is_left_without_a_tie_is_left_out() -> None:
    graph = graph_of([("a", "f"), ("b", "f"), ("c", "g"), ("d", "g")])
    assert set(best_connected(graph, 2)) == set()  # the two forums, which nobody joins


def test_nothing_has_no_layout() -> None:
    assert layout(nx.Graph()) == {}


# Files


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
