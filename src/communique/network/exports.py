"""Networks become files: GEXF, GraphML, node-link JSON, CSV, Parquet."""

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from communique.network.build import edge_table, node_table
from communique.network.gexf import gexf_text
from communique.tables import as_csv

__all__ = ["export_network", "incidence_table", "tie_table"]

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def export_network(
    graph: nx.Graph, folder: str | Path, *, further: Mapping[str, pd.DataFrame] | None = None
) -> list[Path]:
    """Write a network to `folder` in the formats that other programs read; return the files.

    Parameters
    ----------
    graph
        A network of actors and forums, or any other graph whose nodes bear such attributes: co-occurrences,
        projections. Attributes are texts and numbers; those that are None or not a number are left out.
    folder
        Made if need be. Every file is written aside and moved into place.
    further
        Tables to be written beside, by name, such as `dyad_months`.

    Returns
    -------
    list of Path
        `network.gexf` (dynamic, see `gexf_text`), `network.graphml`, `network.json` (node-link); `nodes`, `edges` and
        the further tables, each as `.csv` and `.parquet`; of a two-mode network also `incidence.csv`. The same graph
        gives the same bytes. Cells of a CSV file that a spreadsheet would run as a formula are quoted.
    """
    whole = _without_unknowns(graph)
    plain = _without_forbidden_signs(whole)
    texts = {
        "network.gexf": gexf_text(plain),
        "network.graphml": '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(nx.generate_graphml(plain)) + "\n",
        "network.json": json.dumps(nx.node_link_data(whole, edges="links"), ensure_ascii=False, indent=1) + "\n",
    }
    tables = {"nodes": node_table(whole), "edges": tie_table(whole), **(further or {})}
    files = {name: text.encode() for name, text in texts.items()}
    for name, table in tables.items():
        files |= {f"{name}.csv": as_csv(table).encode(), f"{name}.parquet": _parquet(table)}
    if _is_two_mode(whole):
        files["incidence.csv"] = as_csv(incidence_table(whole)).encode()
    return _write(files, Path(folder))


def tie_table(graph: nx.Graph) -> pd.DataFrame:
    """Return one row a tie with all its attributes, the nodes that it joins first.

    They are called `actor_id` and `forum_id` in a two-mode network, `source_id` and `target_id` in others.
    """
    if _is_two_mode(graph):
        return edge_table(graph)
    rows = [{"source_id": one, "target_id": other, **tie} for one, other, tie in graph.edges(data=True)]
    return pd.DataFrame(rows)


def incidence_table(graph: nx.Graph) -> pd.DataFrame:
    """Return a row an actor (`actor_id`) and a column a forum, both by identifier; cells hold the weight of the tie.

    Examples
    --------
    >>> graph = nx.Graph([("Oman", "Lakes Forum", {"weight": 2}), ("Peru", "Hills Forum", {"weight": 1})])
    >>> nx.set_node_attributes(graph, {"Oman": 0, "Peru": 0, "Lakes Forum": 1, "Hills Forum": 1}, "bipartite")
    >>> incidence_table(graph)
      actor_id  Hills Forum  Lakes Forum
    0     Oman            0            2
    1     Peru            1            0
    """
    actors, forums = ([n for n, mode in sorted(graph.nodes(data="bipartite")) if mode == m] for m in (0, 1))
    weights = nx.bipartite.biadjacency_matrix(graph, actors, forums).toarray() if actors and forums else None
    table = pd.DataFrame(weights, index=actors, columns=forums)
    return table.rename_axis("actor_id").reset_index()


def _is_two_mode(graph: nx.Graph) -> bool:
    """Tell whether each tie joins an actor to a forum."""
    modes = graph.nodes(data="bipartite")
    return all({modes[one], modes[other]} == {0, 1} for one, other in graph.edges)


def _without_unknowns(graph: nx.Graph) -> nx.Graph:
    """Return a copy whose attributes are plain texts and numbers, without those that are None or not a number."""
    plain = graph.copy()
    for attributes in [*plain.nodes.values(), *plain.edges.values()]:
        for key, value in list(attributes.items()):
            if pd.isna(value):
                del attributes[key]
            elif isinstance(value, np.generic):
                attributes[key] = value.item()
    return plain


def _without_forbidden_signs(graph: nx.Graph) -> nx.Graph:
    """Return a copy whose texts hold no sign that XML cannot express."""
    plain = nx.relabel_nodes(graph, {node: _NOT_IN_XML.sub("", node) for node in graph}, copy=True)
    for attributes in [*plain.nodes.values(), *plain.edges.values()]:
        for key, value in attributes.items():
            attributes[key] = _NOT_IN_XML.sub("", value) if isinstance(value, str) else value
    return plain


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _write(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write each file aside and move it into place, so that a reader never meets half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        aside = folder / f".{name}.part"
        aside.write_bytes(content)
        aside.replace(folder / name)
    return [folder / name for name in files]
