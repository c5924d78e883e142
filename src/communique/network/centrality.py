"""The place of each node in a network."""

import networkx as nx
import pandas as pd

__all__ = ["measures"]


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
