"""Names beside nodes, where they cover neither a name nor a node."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from communique.figures.picture import settle, shortened
from communique.palette import COLOURS

__all__ = ["name_nodes", "node_size"]

Positions = Mapping[str, tuple[float, float]]
Points = npt.NDArray[np.float64]

# The sides of a mark, in the order in which equally good ones are taken: right, left, above, below, the corners.
AROUND = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
FURTHER = (0, 12, 26, 44)  # points from the nearest place, tried in this order
STEP, HAIR = 6, 1.5  # pixels


def node_size(graph: nx.Graph, node: str) -> float:
    """Return the area of a node's mark in square points: it grows with the ties."""
    return min(24.0 + 16.0 * int(graph.degree(node)), 260.0)


def name_nodes(
    axes: Any, graph: nx.Graph, positions: Positions, *, most: int, within: Bbox, letters: int = 34, size: float = 7.5
) -> None:
    """Write names beside the best connected nodes, as far as there is room for them.

    A name may stand at eight places around its node, or further away at the end of a thin line, where it covers no
    other name and no mark. Of the nearest places that are free it takes the one that covers least of the ties; where
    no place is free, the node stays without a name.

    Parameters
    ----------
    axes
        Drawn to already: its layout must stand, and is settled here.
    graph, positions
        The nodes that are drawn, and where.
    most
        How many names are tried, the best connected nodes' first.
    within
        Where a name may stand, in pixels of the figure.
    letters
        Longer names are shortened to so many.
    size
        Of the letters, in points.
    """
    # Names are fitted into a layout that stands; they must not move it afterwards.
    settle(axes.figure)
    pixels = dict(zip(positions, axes.transData.transform(list(positions.values()) or np.empty((0, 2))), strict=True))
    ties = _along_ties(graph, pixels)
    taken = [_mark(axes, graph, node, at) for node, at in pixels.items()]
    ranked = sorted(graph, key=lambda n: (-graph.degree(n), -graph.degree(n, weight="weight"), n))
    leads = np.empty((0, 2))  # along the lines that lead to names
    for node in ranked[:most]:
        name = _written(axes, graph.nodes[node], positions[node], letters, size)
        measured = name.get_window_extent().padded(HAIR).size
        away = _reach(graph, node) + 2
        free = _first_free(pixels[node], measured, away, axes.figure.dpi / 72, within, taken, leads)
        if not free:
            name.remove()
            continue
        spot = min(free, key=lambda spot: _covered(spot.box, ties))
        name.set(position=spot.offset, ha=spot.across, va=spot.up)
        taken.append(spot.box)
        if spot.line is not None:
            leads = np.concatenate([leads, spot.line])
            ends = axes.transData.inverted().transform(spot.line[[0, -1]])
            axes.add_artist(Line2D(*ends.T, color=name.get_color(), linewidth=0.5, zorder=1.5))


def _written(axes: Any, told: Mapping[str, Any], at: tuple[float, float], letters: int, size: float) -> Any:
    """Write the name of a node upon it, to be moved."""
    colour = COLOURS[told["type"]]
    name = axes.annotate(
        shortened(told["label"], letters), at, (0, 0), textcoords="offset points", fontsize=size, color=colour,
        fontweight="bold" if told["type"] == "FORUM" else "normal", zorder=3,
    )  # fmt: skip
    name.set_path_effects([withStroke(linewidth=2, foreground="white")])
    return name


@dataclass(frozen=True)
class _Spot:
    """Where a name may stand: offset in points, which of its edges is put there, its box and the points of its line."""

    offset: tuple[float, float]
    across: str
    up: str
    box: Bbox
    line: Points | None


def _first_free(
    at: Points, measured: Points, away: float, point: float, within: Bbox, taken: list[Bbox], leads: Points
) -> list[_Spot]:
    """Return the spots where a name covers nothing that must be seen, of the nearest distance where there are any.

    `at` is the middle of the mark and `measured` the size of the name, both in pixels as `within` and `taken`;
    `away` is the nearest distance in points of `point` pixels; `leads` are points on the lines of other names.
    """
    for further in FURTHER:
        spots = (_spot(at, measured, place, away + further, point, lined=further > 0) for place in AROUND)
        free = [spot for spot in spots if _is_free(spot, at, within, taken, leads)]
        if free:
            return free
    return []


def _spot(at: Points, measured: Points, place: tuple[int, int], away: float, point: float, *, lined: bool) -> _Spot:
    """Return the spot so far away on one of the eight sides of a mark."""
    side = np.array(place)
    # The edge that faces the mark, or the middle, is what stands at the offset.
    corner = at + side * away * point - measured * (1 - side) / 2
    box = Bbox([corner, corner + measured])
    across, up = ("right", "center", "left")[place[0] + 1], ("top", "center", "bottom")[place[1] + 1]
    line = None
    if lined:
        nearest = np.clip(at, box.min, box.max)
        line = np.linspace(at, nearest, 2 + int(np.hypot(*(nearest - at)) / STEP))[:-1]
    return _Spot((place[0] * away, place[1] * away), across, up, box, line)


def _is_free(spot: _Spot, at: Points, within: Bbox, taken: list[Bbox], leads: Points) -> bool:
    box, line = spot.box, spot.line
    inside = within.contains(box.x0, box.y0) and within.contains(box.x1, box.y1)
    if not inside or box.count_overlaps(taken) or _covered(box, leads):
        return False
    # The line starts in the mark of its own node, and must cross no other mark and no name.
    return line is None or not any(_covered(other, line) for other in taken if not other.contains(*at))


def _along_ties(graph: nx.Graph, pixels: Mapping[str, Any]) -> Points:
    """Return points along all ties, no further apart than a letter is high."""
    lines = [
        np.linspace(pixels[first], pixels[second], 2 + int(np.hypot(*(pixels[first] - pixels[second])) / STEP))
        for first, second in graph.edges
    ]
    return np.concatenate(lines) if lines else np.empty((0, 2))


def _covered(box: Bbox, points: Points) -> int:
    """Return how many of the points lie in a box."""
    x0, y0, x1, y1 = box.extents
    x, y = points.T
    return int(((x > x0) & (x < x1) & (y > y0) & (y < y1)).sum())


def _mark(axes: Any, graph: nx.Graph, node: str, at: Points) -> Bbox:
    """Return the square around a node's mark, in pixels."""
    reach = _reach(graph, node) * axes.figure.dpi / 72
    return Bbox([at - reach, at + reach])


def _reach(graph: nx.Graph, node: str) -> float:
    """Return how far a node's mark reaches from its middle, in points."""
    return float(0.5 * node_size(graph, node) ** 0.5)
