"""A network as GEXF, which Gephi opens as a graph that changes with time."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from communique.dates import days_of
from communique.network.layout import layout
from communique.palette import COLOURS

__all__ = ["gexf_text"]

MOST_PLACED = 500  # nodes: beyond, a layout takes long and is better made where the graph is looked at
SCALE = 1000.0  # units of Gephi's plane for one of the layout's


def gexf_text(graph: nx.Graph) -> str:
    """Return the network as GEXF 1.2, dynamic where nodes or ties bear dates.

    Every attribute of nodes and ties is kept. To them come:

    - `start` and `end` of a tie: the first day that its `first_date` and the last day that its `last_date` may mean
      (`2023-09` lasts from 2023-09-01 to 2023-09-30). A tie without dates is always there;
    - `start` and `end` of a node: of its own dates and those of its ties together, since Gephi shows a tie only where
      both its nodes are there;
    - the colour of the node's type, a size that grows with its ties, and, in networks of up to 500 nodes, its place
      in the seeded `layout`.
    """
    dated = nx.Graph(name=graph.graph.get("name", ""))
    lives = {(one, other): _life([tie]) for one, other, tie in graph.edges(data=True)}
    places = layout(graph) if len(graph) <= MOST_PLACED else {}
    for node, told in graph.nodes(data=True):
        # What a node without dates of its own is to begin with, its ties do not tell.
        ties = [tie for _, _, tie in graph.edges(node, data=True)] if _life([told]) else []
        dated.add_node(node, **told, **_life([told, *ties]), viz=_looks(told, graph.degree(node), places.get(node)))
    for (one, other), life in lives.items():
        dated.add_edge(one, other, **graph.edges[one, other], **life)
    # The writer dates the file; a date would make equal graphs differ.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(dated)), count=1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _life(told: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return `start` and `end`, of all dates together; nothing where no date is told."""
    dates = [date for one in told for date in (one.get("first_date"), one.get("last_date")) if date]
    days = [day.isoformat() for date in dates for day in days_of(date)]
    return {"start": min(days), "end": max(days)} if days else {}


def _looks(told: Mapping[str, Any], ties: int, place: tuple[float, float] | None) -> dict[str, Any]:
    colour = COLOURS.get(told.get("type", ""), "#646464")
    looks: dict[str, Any] = {
        "color": {**dict(zip("rgb", bytes.fromhex(colour[1:]), strict=True)), "a": 1.0},
        "size": round(8 + 4 * ties**0.5, 2),
    }
    if place:
        looks["position"] = {"x": round(place[0] * SCALE, 2), "y": round(place[1] * SCALE, 2), "z": 0.0}
    return looks
