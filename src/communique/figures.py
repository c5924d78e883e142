"""Graphs and tables become matplotlib figures with titles and alternative text."""

import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.dates
import matplotlib.ticker
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from communique.network import best_connected, edge_table, layout, unheld

__all__ = [
    "COLOURS",
    "MARKERS",
    "Picture",
    "bars",
    "calendar",
    "matrix",
    "network_map",
    "role_matrix",
    "spans",
]

# Okabe and Ito (2008), "Color universal design", darkened where white paper asks for it: the colours of
# templates/style.css. The shapes say the same to who sees no colour.
COLOURS = {
    "PERSON": "#a66a00",
    "STATE": "#0068a8",
    "ORG": "#00805c",
    "FORUM": "#c75000",
    "INSTRUMENT": "#ac5082",
    "PLACE": "#646464",
}
MARKERS = {"PERSON": "o", "STATE": "s", "ORG": "D", "FORUM": "^", "INSTRUMENT": "P", "PLACE": "v"}
INK, RULE, TIE = "#222222", "#cccccc", "#8a8a8a"
HELD, AHEAD = "#2f6db0", "#e3edf7"
DASHES = (0, (4, 3))
# Whether a meeting was held is told by the filling of its mark: full, half, none, a cross.
FILLINGS: Any = {
    "held": {"marker": "o", "fillstyle": "full"},
    "planned": {"marker": "o", "fillstyle": "left"},
    "proposed": {"marker": "o", "markerfacecolor": "white"},
    "cancelled": {"marker": "X", "markerfacecolor": "white"},
}
DPI = 144
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "communique",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}


@dataclass(frozen=True)
class Picture:
    """A figure with the text that says what it shows; Jupyter displays both."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """Return the figure as PNG, the same bytes for the same figure."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the figure to `path` as PNG."""
        Path(path).write_bytes(self.png())

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
        width, _height = self.figure.get_size_inches() * 100
        return {"image/png": self.png()}, {"image/png": {"alt": self.alt, "width": int(width)}}


@mpl.rc_context(STYLE)
def bars(values: pd.Series, *, title: str, unit: str, colours: list[str] | None = None) -> Picture:
    """Return horizontal bars, the first value on top; the index names them, `unit` says what is counted."""
    figure, axes = _canvas(7.5, 0.6 + 0.27 * max(3, len(values)))
    positions = np.arange(len(values))[::-1]
    number = ",.2f" if pd.api.types.is_float_dtype(values) else ",d"
    axes.barh(positions, values.to_numpy(), color=colours or COLOURS["STATE"], height=0.7)
    axes.set_yticks(positions, [_short(str(name), 46) for name in values.index])
    for position, value in zip(positions, values, strict=True):
        axes.annotate(f" {value:{number}}", (value, position), va="center", fontsize=8)
    axes.set_xlabel(unit)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="both", length=0)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.margins(x=0.08)
    _title(figure, title)
    told = "; ".join(f"{name} {value:{number}}" for name, value in values.head(5).items())
    _settle(figure)
    return Picture(figure, f"Bar chart. {title}. {unit}: {told}{' and so on' if len(values) > 5 else ''}.")


@mpl.rc_context(STYLE)
def network_map(
    graph: nx.Graph,
    *,
    title: str,
    positions: dict[str, tuple[float, float]] | None = None,
    labels: int = 40,
    most: int = 120,
) -> Picture:
    """Return the network of actors and forums drawn in one plane.

    Shape and colour tell the type, size the ties, width the weight; a tie that is only planned or proposed is
    dashed. The `labels` best connected nodes are named, and a name that would lie upon another is moved or
    left out. Of a network of more than `most` nodes the best connected are drawn, as a note in the picture says.
    """
    whole, graph = graph, best_connected(graph, most) if len(graph) > most else graph
    positions = {node: at for node, at in (positions or layout(graph)).items() if node in graph}
    figure, axes = _canvas(9.5, 7)
    axes.set_axis_off()
    _title(figure, title)
    for first, second, tie in graph.edges(data=True):
        xs, ys = zip(positions[first], positions[second], strict=True)
        dashed = "statuses" in tie and "held" not in tie["statuses"].split(",")
        axes.plot(
            xs, ys, color=TIE, linewidth=0.4 + 0.5 * np.log2(1 + tie["weight"]), linestyle=DASHES if dashed else "-",
            alpha=0.55 if not dashed else 0.9, zorder=1,
        )  # fmt: skip
    for type_, colour in COLOURS.items():
        nodes = [n for n, t in graph.nodes(data="type") if t == type_]
        if nodes:
            axes.scatter(
                [positions[n][0] for n in nodes],
                [positions[n][1] for n in nodes],
                s=[_node_size(graph, n) for n in nodes],
                c=colour,
                marker=MARKERS[type_],
                edgecolors="white",
                linewidths=0.8,
                zorder=2,
            )
    types = [t for t in COLOURS if t in set(nx.get_node_attributes(graph, "type").values())]
    keys = [
        Line2D(
            [],
            [],
            color=COLOURS[t],
            marker=MARKERS[t],
            linestyle="",
            label=t.lower().replace("org", "organisation"),
        )
        for t in types
    ]
    n_unheld, instead = unheld(whole)
    if unheld(graph)[0]:
        keys.append(Line2D([], [], color=TIE, linestyle=DASHES, label=instead))
    if keys:
        axes.legend(handles=keys, loc="lower left", frameon=False, ncols=len(keys), bbox_to_anchor=(0, -0.04))
    axes.margins(0.08)
    if len(graph) < len(whole):
        note = f"drawn: the {len(graph)} best connected of {len(whole)}"
        figure.text(0.99, 0.012, note, ha="right", va="bottom", fontsize=8)
    _label(axes, graph, positions, labels)
    ranked = sorted(whole, key=lambda n: (-whole.degree(n), n))[:3]
    told = ", ".join(
        f"{whole.nodes[n]['label']} ({whole.degree(n)} {'tie' if whole.degree(n) == 1 else 'ties'})" for n in ranked
    )
    size = f"{len(whole)} actors and forums, {whole.number_of_edges()} ties"
    size += f", {n_unheld} of them {instead}" if n_unheld else ""
    _settle(figure)
    drawn = f" Drawn are the {len(graph)} best connected." if len(graph) < len(whole) else ""
    return Picture(figure, f"Network. {title}. {size}; best connected: {told or 'none'}.{drawn}")


@mpl.rc_context(STYLE)
def matrix(counts: pd.DataFrame, *, title: str, unit: str) -> Picture:
    """Return a heat map of a table of counts: rows down, columns across, each cell with its number."""
    figure, axes = _canvas(2.8 + 0.62 * max(3, counts.shape[1]), 2.6 + 0.3 * max(2, counts.shape[0]))
    if counts.size:
        axes.imshow(counts.to_numpy(dtype=float), cmap="Blues", aspect="auto", vmin=0)
    most = counts.to_numpy(dtype=float).max() if counts.size else 0
    for row, column in np.argwhere(counts.to_numpy() > 0):
        value = counts.iloc[row, column]
        axes.text(
            column,
            row,
            f"{value:g}",
            ha="center",
            va="center",
            fontsize=8,
            color="white" if value > most * 0.6 else INK,
        )
    _headings(axes, list(counts.index), list(counts.columns))
    _title(figure, title)
    cells = [(-value, row, column) for row, line in counts.iterrows() for column, value in line.items()]
    told = "; ".join(
        f"{row} at {column}: {-value:g}" for value, row, column in sorted(cells, key=lambda cell: cell[0])[:3]
    )
    _settle(figure)
    return Picture(figure, f"Heat map. {title}. {unit}; largest: {told or 'none'}.")


@mpl.rc_context(STYLE)
def role_matrix(graph: nx.Graph, *, title: str, top: int = 12) -> Picture:
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
    figure, axes = _canvas(2.7 + 0.67 * max(3, len(forums)), 2.4 + 0.34 * max(2, len(actors)))
    axes.set_xlim(-0.5, max(len(forums), 1) - 0.5)
    axes.set_ylim(max(len(actors), 1) - 0.5, -0.5)
    told = []
    for row, actor in enumerate(actors):
        for column, forum in enumerate(forums):
            if (actor, forum) not in ties:
                continue
            tie = ties[actor, forum]
            held = "held" in tie.statuses.split(",")
            roles = tie.roles.split(",")
            told.append(f"{labels[actor]} at {labels[forum]}: {', '.join(roles)}{'' if held else f' ({instead})'}")
            cell = Rectangle((column - 0.47, row - 0.44), 0.94, 0.88, facecolor=HELD if held else AHEAD, edgecolor=HELD)
            axes.add_patch(cell)
            if not held:
                cell.set_linestyle(DASHES)
            axes.text(
                column, row, "\n".join(roles[:2]) + ("…" if len(roles) > 2 else ""), ha="center", va="center",
                fontsize=7 if len(roles) < 2 else 6, linespacing=0.95, color="white" if held else INK,
            )  # fmt: skip
    _headings(axes, [labels[actor] for actor in actors], [labels[forum] for forum in forums])
    keys = [
        Rectangle((0, 0), 1, 1, facecolor=HELD, edgecolor=HELD, label="held"),
        Rectangle((0, 0), 1, 1, facecolor=AHEAD, edgecolor=HELD, linestyle=DASHES, label=instead),
    ]
    figure.legend(handles=keys, loc="outside lower right", frameon=False, ncols=2)
    _title(figure, title)
    _settle(figure)
    return Picture(figure, f"Matrix of roles. {title}. {'; '.join(told[:5]) or 'No ties'}{_more(told)}.")


def _busiest(entities: list[str], top: int) -> list[str]:
    """Return those that occur most often in a list, each once; equals in the order of their names."""
    counted = Counter(entities)
    return sorted(counted, key=lambda entity: (-counted[entity], entity))[:top]


def _headings(axes: Any, rows: list[str], columns: list[str]) -> None:
    """Write the names of rows and columns beside a matrix, and take its frame away."""
    axes.set_yticks(range(len(rows)), [_short(str(name), 34) for name in rows])
    names = [_short(str(name), 34) for name in columns]
    axes.set_xticks(range(len(columns)), names, rotation=38, ha="right", rotation_mode="anchor")
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _more(told: list[str]) -> str:
    return " and so on" if len(told) > 5 else ""


@mpl.rc_context(STYLE)
def spans(rows: pd.DataFrame, *, title: str) -> Picture:
    """Return a line a row from its `first` to its `last` date, with `label` and `type` as in the columns."""
    figure, axes = _canvas(8, 0.9 + 0.27 * max(3, len(rows)))
    positions = np.arange(len(rows))[::-1]
    first, last = (pd.to_datetime(rows[column], format="ISO8601") for column in ("first", "last"))
    colours = [COLOURS[t] for t in rows["type"]]
    axes.hlines(positions, first, last, color=colours, linewidth=2)
    for moment in (first, last):
        for x, y, type_ in zip(moment, positions, rows["type"], strict=True):
            axes.plot(x, y, marker=MARKERS[type_], color=COLOURS[type_], markersize=6)
    axes.set_yticks(positions, [_short(str(name), 46) for name in rows["label"]])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(mpl.dates.ConciseDateFormatter(mpl.dates.AutoDateLocator()))
    _title(figure, title)
    told = "; ".join(f"{r.label} {r.first} to {r.last}" for r in rows.head(5).itertuples())
    _settle(figure)
    return Picture(figure, f"Timeline. {title}: {told}.")


@mpl.rc_context(STYLE)
def calendar(rows: pd.DataFrame, *, title: str) -> Picture:
    """Return the meetings of `rows` (label, status, first and last day) along the time, the first on top.

    A line covers the days of a meeting, or the month or year in which it falls if no more is told.
    """
    figure, axes = _canvas(8, 1.1 + 0.27 * max(3, len(rows)))
    positions = np.arange(len(rows))[::-1]
    first, last = (pd.to_datetime(rows[column], format="ISO8601") for column in ("first", "last"))
    colour = COLOURS["FORUM"]
    axes.hlines(positions, first, last, color=colour, linewidth=3, alpha=0.45)
    for x, y, status in zip(first + (last - first) / 2, positions, rows["status"], strict=True):
        axes.plot(x, y, color=colour, markersize=7, markerfacecoloralt="white", **FILLINGS[status])
    axes.set_yticks(positions, [_short(str(name), 52) for name in rows["label"]])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(mpl.dates.ConciseDateFormatter(mpl.dates.AutoDateLocator()))
    keys = [
        Line2D([], [], color=colour, linestyle="", markersize=7, markerfacecoloralt="white", label=status, **filling)
        for status, filling in FILLINGS.items()
        if status in set(rows["status"])
    ]
    if keys:
        figure.legend(handles=keys, loc="outside lower right", frameon=False, ncols=len(keys))
    _title(figure, title)
    told = [f"{r.label} {r.first}{'' if r.first == r.last else f' to {r.last}'}, {r.status}" for r in rows.itertuples()]
    _settle(figure)
    return Picture(figure, f"Timeline. {title}: {'; '.join(told[:5])}{_more(told)}.")


def _canvas(width: float, height: float) -> tuple[Figure, Any]:
    # A figure of its own, apart from pyplot: nothing global, nothing shown twice.
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _title(figure: Figure, title: str) -> None:
    # Over the whole figure, not over the axes: long names at the left leave little room above the axes.
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")


def _settle(figure: Figure) -> None:
    """Lay the figure out once and for all: a second layout would differ by a hair, and so would the bytes."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def _label(axes: Any, graph: nx.Graph, positions: dict[str, tuple[float, float]], most: int) -> None:
    """Write names beside the best connected nodes, where they cover neither a name nor a node."""
    renderer = axes.figure.canvas.get_renderer()
    # Names are fitted into a layout that stands; they must not move it afterwards.
    _settle(axes.figure)
    reach = {node: 0.5 * _node_size(graph, node) ** 0.5 for node in graph}
    at = dict(zip(positions, axes.transData.transform(list(positions.values())), strict=True)) if positions else {}
    pixels = axes.figure.dpi / 72
    nodes = {
        n: Bbox.from_extents(x - reach[n] * pixels, y - reach[n] * pixels, x + reach[n] * pixels, y + reach[n] * pixels)
        for n, (x, y) in at.items()
    }
    taken: list[Bbox] = []
    ranked = sorted(graph, key=lambda n: (-graph.degree(n), -graph.degree(n, weight="weight"), n))
    for node in ranked[:most]:
        away = reach[node] + 2
        for dx, dy, across, up in (
            (away, 0, "left", "center"), (-away, 0, "right", "center"), (0, away, "center", "bottom"),
            (0, -away, "center", "top"), (away, away, "left", "bottom"), (-away, away, "right", "bottom"),
            (away, -away, "left", "top"), (-away, -away, "right", "top"),
        ):  # fmt: skip
            text = axes.annotate(
                _short(graph.nodes[node]["label"], 34), positions[node], (dx, dy), textcoords="offset points",
                ha=across, va=up, fontsize=7.5, fontweight="bold" if graph.nodes[node]["type"] == "FORUM" else "normal",
                color=COLOURS[graph.nodes[node]["type"]], zorder=3,
            )  # fmt: skip
            text.set_path_effects([withStroke(linewidth=2, foreground="white")])
            box = text.get_window_extent(renderer)
            page = axes.figure.bbox.padded(-8)  # letters are a little wider in print than measured
            inside = page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)
            if inside and not any(box.overlaps(other) for other in (*taken, *nodes.values())):
                taken.append(box)
                break
            text.remove()


def _node_size(graph: nx.Graph, node: str) -> float:
    return min(24.0 + 16.0 * int(graph.degree(node)), 260.0)
