"""Networks become files: GEXF, GraphML, node-link JSON, CSV."""

import json
import re
from pathlib import Path

import networkx as nx
import pandas as pd

from communique.network.build import edge_table, node_table

__all__ = ["export_network"]

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
