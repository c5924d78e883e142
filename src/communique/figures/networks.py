"""Networks drawn: in one plane, in two columns, and side by side."""

import math
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import matplotlib.colors
import networkx as nx
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

from communique.figures.labels import Positions, name_nodes, node_size
from communique.figures.picture import (
    DASHES,
    RULE,
    STYLE,
    TIE,
    Picture,
    canvas,
    heading,
    settle,
    shortened,
    type_keys,
)
from communique.network import best_connected, layout, tied_part, two_mode_layout, unheld
from communique.palette import COLOURS, MARKERS

__all__ = ["network_map", "small_multiples", "two_mode_map"]

PITCH = 0.185  # inches from a row of names to the next
PANELS_ACROSS = {0: 1, 1: 1, 2: 2, 4: 2}  # of so many panels; else three
PAGE_EDGE = -8  # pixels: letters are a little wider in print than measured


@mpl.rc_context(STYLE)
def network_map(
    graph: nx.Graph,
    *,
    title: str,
    scope: str = "",
    positions: Positions | None = None,
    labels: int = 40,
    most: int = 120,
) -> Picture:
    """Return the network of actors and forums drawn in one plane.

    Shape and colour tell the type, size the ties, width the weight; a tie that is only planned or proposed is
    dashed. The `labels` best connected nodes are named, and a name that would lie upon another is moved or
    left out. Of a network of more than `most` nodes the best connected are drawn, as the heading says.

    Parameters
    ----------
    graph
        What `communique.build_network` returns, or any graph whose nodes have `label` and `type`.
    title, scope
        What is shown; the corpus and the parameters that it rests on.
    positions
        Where each node stands, so that pictures of one network compare; `communique.network.layout` if none.
    labels, most
        How many nodes are named and drawn at most.
    """
    drawn = _part(graph, most)
    places = _places_in(drawn, positions or layout(drawn))
    figure, axes = canvas(9.5, _height(drawn, 6.6))
    axes.set_axis_off()
    axes.margins(0.08)
    _draw_ties(axes, drawn, places)
    _draw_nodes(axes, drawn, places)
    _legend(figure, drawn)
    heading(figure, title, scope, _cut(drawn, graph))
    name_nodes(axes, drawn, places, most=labels, within=figure.bbox.padded(PAGE_EDGE))
    return Picture(figure, _told("Network", title, scope, graph, drawn))


@mpl.rc_context(STYLE)
def two_mode_map(
    graph: nx.Graph, *, title: str, scope: str = "", positions: Positions | None = None, most: int = 90
) -> Picture:
    """Return the two-mode network with actors at the left and forums at the right, each with its name.

    Parts that no tie joins stand below one another, the largest on top; within a part, the rows are in an order
    with few crossings. Marks and lines are those of `network_map`.

    Parameters
    ----------
    graph
        What `communique.build_network` returns.
    title, scope
        What is shown; the corpus and the parameters that it rests on.
    positions
        Where each node stands, in columns and rows; `communique.network.two_mode_layout` if none. A part of a
        network that is drawn with the positions of the whole has each name where the whole has it.
    most
        Of a larger network the best connected nodes are drawn, as the heading says.
    """
    drawn = _part(graph, most)
    places = _places_in(drawn, positions or two_mode_layout(drawn))
    names = {node: shortened(told["label"], 44) for node, told in drawn.nodes(data=True)}
    heights = [y for _, y in places.values()] or [0.0]
    figure, axes = canvas(_width(drawn, names), 0.45 + PITCH * (max(heights) - min(heights) + 1))
    axes.set_axis_off()
    axes.set(xlim=(-0.03, 1.03), ylim=(min(heights) - 0.5, max(heights) + 0.5))
    _draw_ties(axes, drawn, places, curved=True)
    _draw_nodes(axes, drawn, places, most=70)
    for node, (x, y) in places.items():
        side = -1 if drawn.nodes[node]["bipartite"] == 0 else 1
        axes.annotate(
            names[node], (x, y), (7 * side, 0), textcoords="offset points", fontsize=8,
            ha="right" if side < 0 else "left", va="center_baseline", color=COLOURS[drawn.nodes[node]["type"]],
        )  # fmt: skip
    _legend(figure, drawn)
    heading(figure, title, scope, _cut(drawn, graph))
    settle(figure)
    return Picture(figure, _told("Two-mode network, actors left, forums right", title, scope, graph, drawn))


@mpl.rc_context(STYLE)
def small_multiples(
    graphs: Mapping[str, nx.Graph],
    *,
    title: str,
    scope: str = "",
    positions: Positions | None = None,
    columns: int | None = None,
    labels: int = 12,
    most: int = 80,
) -> Picture:
    """Return several networks side by side in one layout, such as those of `communique.network.networks_by_year`.

    A node stands at the same place in each; where a network lacks it, a small grey dot keeps its place.

    Parameters
    ----------
    graphs
        Networks by what each is called, in the order of the panels.
    title, scope
        What is shown; the corpus and the parameters that it rests on.
    positions
        Where each node stands; `communique.network.layout` of all networks together if none.
    columns
        Panels in a row; none: so many that few places stay empty.
    labels, most
        How many nodes are named in each panel, and drawn of all, at most.
    """
    together = nx.compose_all(graphs.values()) if graphs else nx.Graph()
    kept = _part(together, most)
    places = _places_in(kept, positions or layout(kept))
    across = columns or PANELS_ACROSS.get(len(graphs), 3)
    down = max(1, math.ceil(len(graphs) / across))
    figure, panels = _panels(across, down, _height(kept, {1: 6.0, 2: 3.7}.get(across, 3.0)))
    drawn = {name: tied_part(graph, places) for name, graph in graphs.items()}
    for panel, (name, graph) in zip(panels, drawn.items(), strict=False):
        panel.set_title(f"{shortened(name, 24)}: {_sized(graphs[name])}")
        if places:
            panel.scatter(*zip(*places.values(), strict=True), s=4, c=RULE, zorder=0)
        _draw_ties(panel, graph, places)
        _draw_nodes(panel, graph, places, most=120)
    _legend(figure, nx.compose_all(drawn.values()) if drawn else kept)
    heading(figure, title, scope, _cut(kept, together))
    for empty in panels[len(drawn) :]:
        empty.set_axis_off()
    settle(figure)
    for panel, graph in zip(panels, drawn.values(), strict=False):
        within = panel.get_window_extent().padded(-2)
        name_nodes(panel, graph, _places_in(graph, places), most=labels, within=within, letters=24, size=7)
    told = "; ".join(f"{name}: {_sized(graph)}, {_leading(graph)}" for name, graph in graphs.items()) or "none"
    about = f"{title} ({scope})" if scope else title
    return Picture(figure, f"Networks side by side. {about}. {told}.{_cut_told(kept, together)}")


def _height(graph: nx.Graph, most: float) -> float:
    """Return how high a plane with the nodes of a network is, in inches: a few need little room."""
    return min(most, 2.0 + 0.25 * len(graph))


def _width(graph: nx.Graph, names: Mapping[str, str]) -> float:
    """Return how wide two columns of names and the ties between them are, in inches."""
    longest = [
        max((len(names[node]) for node, told in graph.nodes(data="bipartite") if told == mode), default=0)
        for mode in (0, 1)
    ]
    return min(9.5, max(6.5, 3.5 + 0.08 * sum(longest)))


def _panels(across: int, down: int, height: float) -> tuple[Figure, list[Any]]:
    """Return a figure with so many framed panels of this height on one scale, in the order of reading."""
    figure, only = canvas(9.5, 0.4 + height * down)
    only.remove()
    panels = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for panel in panels.ravel():
        panel.set(xticks=[], yticks=[])
        panel.margins(0.12)
        panel.spines[:].set_visible(True)
    return figure, list(panels.ravel())


def _part(graph: nx.Graph, most: int) -> nx.Graph:
    return best_connected(graph, most) if len(graph) > most else graph


def _places_in(graph: nx.Graph, positions: Positions) -> dict[str, tuple[float, float]]:
    return {node: at for node, at in positions.items() if node in graph}


def _draw_ties(axes: Any, graph: nx.Graph, positions: Positions, *, curved: bool = False) -> None:
    """Draw a line a tie: the thicker, the more weight; dashed where no text tells it as held."""
    if not graph.number_of_edges():
        return
    ties = [tie for _, _, tie in graph.edges(data=True)]
    ahead = ["statuses" in tie and "held" not in tie["statuses"].split(",") for tie in ties]
    axes.add_collection(
        PathCollection(
            [_line(positions[first], positions[second], curved=curved) for first, second in graph.edges],
            facecolors="none",
            edgecolors=[mpl.colors.to_rgba(TIE, 0.9 if dashed else 0.55) for dashed in ahead],
            linewidths=[0.4 + 0.5 * np.log2(1 + tie["weight"]) for tie in ties],
            linestyles=[DASHES if dashed else "-" for dashed in ahead],
            zorder=1,
            gid="ties",
        )
    )


def _line(first: tuple[float, float], second: tuple[float, float], *, curved: bool) -> Path:
    if not curved:
        return Path([first, second])
    # Lines leave and reach the columns level: where they run together, each is still followed to its name.
    middle = (first[0] + second[0]) / 2
    return Path([first, (middle, first[1]), (middle, second[1]), second], [Path.MOVETO, *[Path.CURVE4] * 3])


def _draw_nodes(axes: Any, graph: nx.Graph, positions: Positions, *, most: float = np.inf) -> None:
    """Draw a mark a node, no larger than `most` square points."""
    for type_, colour in COLOURS.items():
        nodes = [node for node, told in graph.nodes(data="type") if told == type_]
        if nodes:
            axes.scatter(
                *zip(*(positions[node] for node in nodes), strict=True),
                s=[min(node_size(graph, node), most) for node in nodes],
                c=colour,
                marker=MARKERS[type_],
                edgecolors="white",
                linewidths=0.8,
                zorder=2,
            )


def _legend(figure: Any, graph: nx.Graph) -> None:
    keys: list[Artist] = [*type_keys(nx.get_node_attributes(graph, "type").values())]
    n_unheld, instead = unheld(graph)
    if n_unheld:
        keys.append(Line2D([], [], color=TIE, linestyle=DASHES, label=instead))
    if keys:
        figure.legend(handles=keys, loc="outside lower left", frameon=False, ncols=len(keys))


def _told(kind: str, title: str, scope: str, graph: nx.Graph, drawn: nx.Graph) -> str:
    """Return the alternative text of a network: its size, what is still ahead, who is best connected."""
    n_unheld, instead = unheld(graph)
    about = f"{title} ({scope})" if scope else title
    size = _sized(graph) + (f", {n_unheld} of them {instead}" if n_unheld else "")
    return f"{kind}. {about}. {size}; {_leading(graph)}.{_cut_told(drawn, graph)}"


def _sized(graph: nx.Graph) -> str:
    return f"{len(graph)} actors and forums, {_ties(graph.number_of_edges())}"


def _leading(graph: nx.Graph) -> str:
    ranked = sorted(graph, key=lambda node: (-graph.degree(node), node))[:3]
    return "best connected: " + (
        ", ".join(f"{graph.nodes[node]['label']} ({_ties(graph.degree(node))})" for node in ranked) or "none"
    )


def _ties(number: int) -> str:
    return f"{number} {'tie' if number == 1 else 'ties'}"


def _cut(drawn: nx.Graph, whole: nx.Graph) -> str:
    return f"drawn: the {len(drawn)} best connected of {len(whole)}" if len(drawn) < len(whole) else ""


def _cut_told(drawn: nx.Graph, whole: nx.Graph) -> str:
    return f" Drawn are the {len(drawn)} best connected." if len(drawn) < len(whole) else ""
