"""Tables become networkx graphs: the network of actors and forums, its measures, its exports."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pandas as pd

from communique.tables import Tables

__all__ = ["ACTOR_TYPES", "build_network", "edge_table", "export_network", "layout", "measures", "node_table"]

ACTOR_TYPES = ("PERSON", "STATE", "ORG")
FORUM_TYPES = ("FORUM",)
NODE_ATTRIBUTES = ["label", "type", "bipartite", "mentions", "documents", "iso3", "first_date", "last_date"]
EDGE_ATTRIBUTES = ["weight", "documents", "npmi", "q_value", "evidence"]
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def build_network(tables: Tables, *, unit: str = "sentence", min_units: int = 1) -> nx.Graph:
    """Return the two-mode network of actors and forums.

    A tie says that an actor and a forum are named in one unit of text; it is no claim that the actor
    took part.

    Parameters
    ----------
    tables
        What `extract` returns.
    unit
        The unit of the co-occurrences, `sentence` or `document`.
    min_units
        Ties that rest on fewer units are left out, and then actors and forums without a tie.

    Returns
    -------
    networkx.Graph
        Nodes are entity identifiers with `label`, `type`, `bipartite` (0 actor, 1 forum), `mentions`,
        `documents`, `iso3`, `first_date`, `last_date` (empty text where unknown); edges have `weight`
        (units), `documents`, `npmi`, `q_value` and `evidence` (places as `doc_id#sent_id`, percent-encoded
        and joined by blanks). Nodes and edges are in the order of their identifiers.
    """
    pairs = tables.cooccurrences
    pairs = pairs[(pairs["unit"] == unit) & (pairs["n_units"] >= min_units)]
    types = tables.entities.set_index("entity_id")["type"]
    source, target = pairs["source_id"].map(types), pairs["target_id"].map(types)
    forward = source.isin(ACTOR_TYPES) & target.isin(FORUM_TYPES)
    backward = source.isin(FORUM_TYPES) & target.isin(ACTOR_TYPES)
    swapped = pairs[backward].rename(columns={"source_id": "target_id", "target_id": "source_id"})
    ties = pd.concat([pairs[forward], swapped]).sort_values(["source_id", "target_id"])

    graph = nx.Graph(unit=unit)
    named = sorted(set(ties["source_id"]) | set(ties["target_id"]))
    for row in tables.entities.set_index("entity_id").loc[named].itertuples():
        graph.add_node(
            row.Index,
            label=row.name,
            type=row.type,
            bipartite=int(row.type in FORUM_TYPES),
            mentions=int(row.n_mentions),
            documents=int(row.n_documents),
            iso3="" if pd.isna(row.iso3) else row.iso3,
            first_date="" if pd.isna(row.first_date) else row.first_date,
            last_date="" if pd.isna(row.last_date) else row.last_date,
        )
    for row in ties.itertuples(index=False):
        graph.add_edge(
            row.source_id,
            row.target_id,
            weight=int(row.n_units),
            documents=int(row.n_documents),
            npmi=float(row.npmi),
            q_value=float(row.q_value),
            evidence=" ".join(quote(place, safe="#/") for place in row.evidence),
        )
    return graph


def measures(graph: nx.Graph) -> pd.DataFrame:
    """Return the place of each node in a two-mode network, the best connected first.

    Columns: `entity_id`, `name`, `type`, `ties` (degree), `strength` (sum of weights), `degree_centrality`
    and `betweenness`, both normalised for two modes: Borgatti and Halgin (2011), "Analyzing affiliation
    networks".
    """
    columns = ["entity_id", "name", "type", "ties", "strength", "degree_centrality", "betweenness"]
    forums = {n for n, mode in graph.nodes(data="bipartite") if mode == 1}
    if not graph:
        return pd.DataFrame(columns=columns)
    degree = nx.bipartite.degree_centrality(graph, forums)
    # The two-mode norm divides by zero where one mode has a single node.
    starlike = min(len(forums), len(graph) - len(forums)) < 2
    between = nx.betweenness_centrality(graph) if starlike else nx.bipartite.betweenness_centrality(graph, forums)
    table = pd.DataFrame(
        [
            (
                n,
                d["label"],
                d["type"],
                graph.degree(n),
                graph.degree(n, weight="weight"),
                degree[n],
                between[n],
            )
            for n, d in graph.nodes(data=True)
        ],
        columns=columns,
    )
    return table.sort_values(["ties", "strength", "entity_id"], ascending=[False, False, True], ignore_index=True)


def layout(graph: nx.Graph, *, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return a position for each node by a seeded spring layout, so that pictures compare.

    Each component is laid out by itself (Fruchterman and Reingold 1991, "Graph drawing by
    force-directed placement"), the largest in the middle and the others in a row below it.
    """
    positions: dict[str, tuple[float, float]] = {}
    components = sorted(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    across = -1.0
    for number, nodes in enumerate(components):
        # A copy in one order: a subgraph view lists its nodes as their set does, which differs from run to run.
        part = nx.Graph(sorted(tuple(sorted(edge)) for edge in graph.subgraph(nodes).edges))
        part.add_nodes_from(sorted(nodes))
        drawn = nx.spring_layout(part, seed=seed, k=2.6 / len(part) ** 0.5, iterations=300, weight=None)
        if number == 0:
            positions |= {node: (float(x), float(y)) for node, (x, y) in drawn.items()}
            continue
        reach = 0.05 + 0.035 * len(part)
        positions |= {
            node: (across + reach * (1 + float(x)), -1.25 + reach * float(y)) for node, (x, y) in drawn.items()
        }
        across += 2 * reach + 0.25
    return positions


def node_table(graph: nx.Graph) -> pd.DataFrame:
    """Return one row a node with all its attributes, `entity_id` first."""
    rows = [{"entity_id": n, **d} for n, d in graph.nodes(data=True)]
    return pd.DataFrame(rows, columns=None if rows else ["entity_id", *NODE_ATTRIBUTES])


def edge_table(graph: nx.Graph) -> pd.DataFrame:
    """Return one row a tie, `actor_id` and `forum_id` first, then all its attributes."""
    modes = graph.nodes(data="bipartite")
    rows = []
    for first, second, attributes in graph.edges(data=True):
        actor, forum = (first, second) if modes[first] == 0 else (second, first)
        rows.append({"actor_id": actor, "forum_id": forum, **attributes})
    return pd.DataFrame(rows, columns=None if rows else ["actor_id", "forum_id", *EDGE_ATTRIBUTES])


def export_network(graph: nx.Graph, folder: str | Path) -> list[Path]:
    """Write the network to `folder` as GEXF, GraphML, node-link JSON and CSV; return the files.

    The same graph gives the same bytes. Cells that a spreadsheet would run as a formula are quoted.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    plain = _without_forbidden_signs(graph)
    # The writer dates the file; a date would make equal graphs differ.
    gexf = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(plain)))
    texts = {
        "network.gexf": '<?xml version="1.0" encoding="utf-8"?>\n' + gexf + "\n",
        "network.graphml": '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(nx.generate_graphml(plain)) + "\n",
        "network.json": json.dumps(nx.node_link_data(graph, edges="links"), ensure_ascii=False, indent=1) + "\n",
        "nodes.csv": _csv(node_table(graph)),
        "edges.csv": _csv(edge_table(graph)),
    }
    for name, text in texts.items():
        aside = folder / f".{name}.part"
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(folder / name)
    return [folder / name for name in texts]


def _without_forbidden_signs(graph: nx.Graph) -> nx.Graph:
    """Return a copy whose texts hold no sign that XML cannot express."""
    plain = nx.relabel_nodes(graph, {node: _NOT_IN_XML.sub("", node) for node in graph}, copy=True)
    for attributes in [*plain.nodes.values(), *plain.edges.values()]:
        for key, value in attributes.items():
            attributes[key] = _NOT_IN_XML.sub("", value) if isinstance(value, str) else value
    return plain


def _csv(table: pd.DataFrame) -> str:
    guarded = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell)
    return str(guarded.to_csv(index=False, lineterminator="\n"))
