"""Graphs and tables become matplotlib figures with titles and alternative text."""

from communique.figures.charts import bars, calendar, ranks, spans, strips
from communique.figures.heat_maps import matrix, role_matrix
from communique.figures.networks import network_map, small_multiples, two_mode_map
from communique.figures.picture import Picture
from communique.palette import COLOURS, MARKERS

__all__ = [
    "COLOURS",
    "MARKERS",
    "Picture",
    "bars",
    "calendar",
    "matrix",
    "network_map",
    "ranks",
    "role_matrix",
    "small_multiples",
    "spans",
    "strips",
    "two_mode_map",
]
