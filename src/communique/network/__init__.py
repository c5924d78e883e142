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
from communique.network.exports import export_network, incidence_table, tie_table
from communique.network.layout import best_connected, layout, tied_part, two_mode_layout
from communique.network.months import dyad_months, monthly, participation_months
from communique.network.periods import networks_by_year

__all__ = [
    "ACTOR_TYPES",
    "Choice",
    "best_connected",
    "build_network",
    "cooccurrence_network",
    "dyad_months",
    "edge_table",
    "export_network",
    "incidence_table",
    "layout",
    "measures",
    "monthly",
    "networks_by_year",
    "node_table",
    "participation_months",
    "select_participations",
    "tie_table",
    "tied_part",
    "two_mode_layout",
    "unheld",
    "with_dates",
]
