"""Tables become networkx graphs: the network of actors and forums, its measures, its exports."""

from communique.kinds import ACTOR_TYPES
from communique.network.backbone import Backbone, disparity_filter, null_model_backbone
from communique.network.build import (
    Choice,
    build_network,
    cooccurrence_network,
    edge_table,
    entity_network,
    node_table,
    select_participations,
    unheld,
    with_dates,
)
from communique.network.centrality import ONE_MODE, TWO_MODE, measures, one_mode_measures, questions
from communique.network.communities import Stability, communities, community_stability
from communique.network.exports import export_network, incidence_table, tie_table
from communique.network.layout import best_connected, layout, tied_part, two_mode_layout
from communique.network.months import dyad_months, monthly, participation_months
from communique.network.periods import by_period, networks_by_period, networks_by_year
from communique.network.projection import project, projectable
from communique.network.resampling import rank_intervals, rank_text, ranks_in_words

__all__ = [
    "ACTOR_TYPES",
    "ONE_MODE",
    "TWO_MODE",
    "Backbone",
    "Choice",
    "Stability",
    "best_connected",
    "build_network",
    "by_period",
    "communities",
    "community_stability",
    "cooccurrence_network",
    "disparity_filter",
    "dyad_months",
    "edge_table",
    "entity_network",
    "export_network",
    "incidence_table",
    "layout",
    "measures",
    "monthly",
    "networks_by_period",
    "networks_by_year",
    "node_table",
    "null_model_backbone",
    "one_mode_measures",
    "participation_months",
    "project",
    "projectable",
    "questions",
    "rank_intervals",
    "rank_text",
    "ranks_in_words",
    "select_participations",
    "tie_table",
    "tied_part",
    "two_mode_layout",
    "unheld",
    "with_dates",
]
