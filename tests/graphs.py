"""Small networks to test with."""

import networkx as nx

NODE = {"type": "STATE", "bipartite": 0, "mentions": 1, "documents": 1, "iso3": "", "first_date": "", "last_date": ""}
EDGE = {
    "weight": 1, "documents": 1, "roles": "participant", "statuses": "held", "first_date": "", "last_date": "",
    "evidence": "d#0",
}  # fmt: skip


def graph_of(ties: list[tuple[str, str]], **weights: int) -> nx.Graph:
    """Return a network from (actor, forum) pairs; labels are the identifiers in capitals."""
    graph = nx.Graph(ties="participation")
    for actor, forum in ties:
        graph.add_node(actor, label=actor.upper(), **NODE)
        graph.add_node(forum, label=forum.upper(), **{**NODE, "type": "FORUM", "bipartite": 1})
        graph.add_edge(actor, forum, **{**EDGE, "weight": weights.get(actor + forum, 1)})
    return graph
