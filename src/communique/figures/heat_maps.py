"""Actors down, forums across: how often, and in what role."""

from collections import Counter
from typing import Any

import matplotlib as mpl
import matplotlib.ticker
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from communique.figures.picture import DASHES, INK, RULE, STYLE, Picture, canvas, described, heading, settle, shortened
from communique.network import edge_table, unheld

__all__ = ["matrix", "role_matrix"]

HELD, AHEAD = "#2f6db0", "#e3edf7"
DARK = 0.6  # of the largest value: from here on a number is white on its cell


@mpl.rc_context(STYLE)
def matrix(counts: pd.DataFrame, *, title: str, unit: str, scope: str = "") -> Picture:
    """Return a heat map of a table of counts: rows down, columns across, each cell with its number.

    `unit` says what the numbers count. The darker a cell, the larger its number, in grey as well as in colour.
    """
    figure, axes = canvas(2.8 + 0.62 * max(3, counts.shape[1]), 2.3 + 0.3 * max(2, counts.shape[0]))
    values = counts.to_numpy(dtype=float)
    most = values.max() if counts.size else 0
    if counts.size:
        axes.imshow(np.where(values > 0, values, np.nan), cmap="Blues", aspect="auto", vmin=0, vmax=most or 1)
    for row, column in np.argwhere(values > 0):
        value = values[row, column]
        colour = "white" if value > most * DARK else INK
        axes.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize=8, color=colour)
    _names(axes, list(counts.index), list(counts.columns))
    heading(figure, title, scope, unit)
    settle(figure)
    cells = [(-value, row, column) for row, line in counts.iterrows() for column, value in line.items() if value > 0]
    largest = sorted(cells, key=lambda cell: cell[0])[:3]
    told = [f"{row} at {column}: {-value:.3g}" for value, row, column in largest]
    return Picture(figure, described("Heat map", title, scope, told, before=f"{unit}; largest: "))


@mpl.rc_context(STYLE)
def role_matrix(graph: nx.Graph, *, title: str, scope: str = "", top: int = 12) -> Picture:
    """Return the best connected actors (down) by the forums that join most of them (across), with the roles in words.

    Dark is what a text tells as held, light what it tells as planned or proposed only.
    """
    _, instead = unheld(graph)
    ties = {(tie.actor_id, tie.forum_id): tie for tie in edge_table(graph).itertuples(index=False)}
    labels = dict(graph.nodes(data="label"))
    actors = _busiest([actor for actor, _ in ties], top)
    # A wider picture would be shrunk on the page until its letters cannot be read.
    forums = _busiest([forum for actor, forum in ties if actor in actors], min(top, 10))
    actors = [actor for actor in actors if any((actor, forum) in ties for forum in forums)]
    figure, axes = canvas(2.7 + 0.67 * max(3, len(forums)), 2.1 + 0.34 * max(2, len(actors)))
    told = []
    for row, actor in enumerate(actors):
        for column, forum in enumerate(forums):
            if (actor, forum) not in ties:
                continue
            tie = ties[actor, forum]
            held = "held" in tie.statuses.split(",")
            roles = tie.roles.split(",")
            told.append(f"{labels[actor]} at {labels[forum]}: {', '.join(roles)}{'' if held else f' ({instead})'}")
            _role_cell(axes, row, column, roles, held=held)
    _names(axes, [labels[actor] for actor in actors], [labels[forum] for forum in forums])
    keys = [
        Rectangle((0, 0), 1, 1, facecolor=HELD, edgecolor=HELD, label="held"),
        Rectangle((0, 0), 1, 1, facecolor=AHEAD, edgecolor=HELD, linestyle=DASHES, label=instead),
    ]
    figure.legend(handles=keys, loc="outside lower right", frameon=False, ncols=2)
    heading(figure, title, scope)
    settle(figure)
    return Picture(figure, described("Matrix of roles", title, scope, told, none="No ties"))


def _role_cell(axes: Any, row: int, column: int, roles: list[str], *, held: bool) -> None:
    """Draw one cell with the first two roles in words."""
    axes.add_patch(
        Rectangle(
            (column - 0.47, row - 0.44), 0.94, 0.88, facecolor=HELD if held else AHEAD, edgecolor=HELD,
            linestyle="-" if held else DASHES,
        )
    )  # fmt: skip
    axes.text(
        column, row, "\n".join(roles[:2]) + ("…" if len(roles) > 2 else ""), ha="center", va="center",
        fontsize=7, linespacing=0.95, color="white" if held else INK,
    )  # fmt: skip


def _busiest(entities: list[str], top: int) -> list[str]:
    """Return those that occur most often in a list, each once; equals in the order of their names."""
    counted = Counter(entities)
    return sorted(counted, key=lambda entity: (-counted[entity], entity))[:top]


def _names(axes: Any, rows: list[str], columns: list[str]) -> None:
    """Write the names of rows and columns beside a matrix, rule between its rows, take its frame away."""
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [shortened(str(name), 34) for name in rows])
    names = [shortened(str(name), 34) for name in columns]
    axes.set_xticks(range(len(columns)), names, rotation=38, ha="right", rotation_mode="anchor")
    axes.tick_params(length=0)
    # Along the rules the eye finds from a name to its cells where most cells are empty.
    for axis, minor in ((axes.xaxis, len(columns)), (axes.yaxis, len(rows))):
        axis.set_minor_locator(mpl.ticker.FixedLocator([line - 0.5 for line in range(minor + 1)]))
    axes.tick_params(which="minor", length=0)
    axes.grid(which="minor", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
