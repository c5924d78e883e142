"""Tables become networkx graphs: the network of actors and forums, its measures, its exports."""

from communique.kinds import ACTOR_TYPES
from communique.network.build import (
    Choice,
    build_network,
    cooccurrence_network,
    edge_table,
    node_table,
    select_participations,
    unheld,
    with_dates,
)
from communique.network.centrality import measures
from communique.network.exports import export_network
from communique.network.layout import best_connected, layout

__all__ = [
    "ACTOR_TYPES",
    "Choice",
    "best_connected",
    "build_network",
    "cooccurrence_network",
    "edge_table",
    "export_network",
    "layout",
    "measures",
    "node_table",
    "select_participations",
    "unheld",
    "with_dates",
]
