"""Charts with a name a row: bars, ranks, spans of time, meetings."""

from typing import Any

import matplotlib as mpl
import matplotlib.dates
import matplotlib.ticker
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from communique.figures.picture import RULE, STYLE, Picture, canvas, described, heading, settle, shortened, type_keys
from communique.palette import COLOURS, MARKERS

__all__ = ["bars", "calendar", "ranks", "spans", "strips"]

# Whether a meeting was held is told by the filling of its mark: full, half, none, a cross.
FILLINGS: Any = {
    "held": {"marker": "o", "fillstyle": "full"},
    "planned": {"marker": "o", "fillstyle": "left"},
    "proposed": {"marker": "o", "markerfacecolor": "white"},
    "cancelled": {"marker": "X", "markerfacecolor": "white"},
}
MANY_RANKS = 40  # from here on the first ranks are told apart on a logarithmic axis only
ROW = 0.27  # inches


@mpl.rc_context(STYLE)
def bars(values: pd.Series, *, title: str, unit: str, scope: str = "", colours: list[str] | None = None) -> Picture:
    """Return horizontal bars, the first value on top; the index names them, `unit` says what is counted."""
    figure, axes, rows = _rows(7.5, 0.45, list(values.index), letters=46)
    number = ",.2f" if pd.api.types.is_float_dtype(values) else ",d"
    axes.barh(rows, values.to_numpy(), color=colours or COLOURS["STATE"], height=0.7)
    for row, value in zip(rows, values, strict=True):
        axes.annotate(f" {value:{number}}", (value, row), va="center", fontsize=8)
    axes.set_xlabel(unit)
    axes.tick_params(axis="x", length=0)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.margins(x=0.08)
    heading(figure, title, scope)
    settle(figure)
    told = (f"{name} {value:{number}}" for name, value in values.items())
    return Picture(figure, described("Bar chart", title, scope, told, before=f"{unit}: "))


@mpl.rc_context(STYLE)
def ranks(rows: pd.DataFrame, *, title: str, scope: str = "", top: int = 20) -> Picture:
    """Return the ranks of entities by one measure, each with its interval, rank 1 on top.

    Parameters
    ----------
    rows
        Columns `name`, `type`, `measure`, `rank`, `low` and `high`: a mark stands at the rank, a bar runs from `low`
        to `high`. The marks tell the type by colour and shape.
    title, scope
        What is shown; the corpus and the parameters that it rests on, such as how the intervals were made.
    top
        How many ranks are drawn, from the first on. Where intervals are long the axis is logarithmic.

    Raises
    ------
    ValueError
        When the rows are of several measures.
    """
    measured = list(rows["measure"].unique())
    if len(measured) > 1:
        raise ValueError(f"a rank chart shows one measure, not {', '.join(measured)}")
    rows = rows.sort_values("rank", kind="stable").head(top)
    figure, axes, positions = _rows(7.5, 0.75, list(rows["name"]), letters=46)
    last = float(rows["high"].max()) if len(rows) else 1.0
    colours = [COLOURS[type_] for type_ in rows["type"]]
    axes.hlines(positions, rows["low"], rows["high"], color=colours, linewidth=4, alpha=0.4)
    for row, position in zip(rows.itertuples(index=False), positions, strict=True):
        axes.plot(row.rank, position, marker=MARKERS[row.type], color=COLOURS[row.type], markersize=7, clip_on=False)
        # In a column of their own, where they are read down and cover nothing.
        axes.text(1.02, position, _with_interval(row), transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    _rank_axis(axes, last)
    axes.set_xlabel(f"rank by {measured[0].replace('_', ' ')}" if measured else "rank")
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    keys = [*type_keys(rows["type"]), Line2D([], [], color=RULE, linewidth=4, label="interval of the rank")]
    figure.legend(handles=keys, loc="outside lower right", frameon=False, ncols=len(keys))
    heading(figure, title, scope)
    settle(figure)
    told = [f"{row.name} {_with_interval(row)}" for row in rows.itertuples(index=False)]
    return Picture(figure, described("Rank chart", title, scope, told, before="Rank and interval: "))


def _with_interval(row: Any) -> str:
    return f"{row.rank:g} ({row.low:g}–{row.high:g})"


def _rank_axis(axes: Any, last: float) -> None:
    """Let ranks run from the first at the left to `last`, with marks at whole ranks."""
    if last > MANY_RANKS:
        axes.set_xscale("log")
        axes.set_xlim(0.9, last * 1.1)
        marks = [lead * 10**power for power in range(7) for lead in (1, 2, 5)]
    else:
        axes.set_xlim(0.5, last + 0.5)
        step = max(1, int(np.ceil(last / 8)))
        marks = sorted({1, *range(step, int(last) + 1, step)} - ({2} if step == 2 else set()))
    axes.xaxis.set_major_locator(mpl.ticker.FixedLocator([mark for mark in marks if mark <= last]))
    axes.xaxis.set_minor_locator(mpl.ticker.NullLocator())
    axes.xaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:g}"))


@mpl.rc_context(STYLE)
def spans(rows: pd.DataFrame, *, title: str, scope: str = "") -> Picture:
    """Return a line a row from its `first` to its `last` date, with `label` and `type` as in the columns."""
    figure, axes, positions = _rows(8, 0.6, list(rows["label"]), letters=46)
    first, last = _days(rows)
    axes.hlines(positions, first, last, color=[COLOURS[t] for t in rows["type"]], linewidth=2)
    for moment in (first, last):
        for x, y, type_ in zip(moment, positions, rows["type"], strict=True):
            axes.plot(x, y, marker=MARKERS[type_], color=COLOURS[type_], markersize=6)
    _along_the_time(figure, axes, title, scope)
    told = [f"{row.label} {row.first} to {row.last}" for row in rows.itertuples()]
    return Picture(figure, described("Timeline", title, scope, told))


@mpl.rc_context(STYLE)
def calendar(rows: pd.DataFrame, *, title: str, scope: str = "") -> Picture:
    """Return the meetings of `rows` (label, status, first and last day) along the time, the first on top.

    A line covers the days of a meeting, or the month or year in which it falls if no more is told.
    """
    figure, axes, positions = _rows(8, 0.8, list(rows["label"]), letters=52)
    first, last = _days(rows)
    colour = COLOURS["FORUM"]
    axes.hlines(positions, first, last, color=colour, linewidth=3, alpha=0.45)
    for x, y, status in zip(first + (last - first) / 2, positions, rows["status"], strict=True):
        axes.plot(x, y, color=colour, markersize=7, markerfacecoloralt="white", **FILLINGS[status])
    _status_keys(figure, colour, rows["status"])
    _along_the_time(figure, axes, title, scope)
    told = [f"{r.label} {r.first}{'' if r.first == r.last else f' to {r.last}'}, {r.status}" for r in rows.itertuples()]
    return Picture(figure, described("Timeline", title, scope, told))


@mpl.rc_context(STYLE)
def strips(rows: pd.DataFrame, *, title: str, scope: str = "") -> Picture:
    """Return a strip a forum with its meetings in order along the time, each marked by its status.

    Parameters
    ----------
    rows
        Columns `forum`, `label` (written beside the mark, such as `18th`; may be empty), `status`, `first` and `last`
        day; forums stand in the order in which they come, the first on top.
    title, scope
        What is shown; the corpus and the parameters that it rests on.
    """
    forums = list(dict.fromkeys(rows["forum"]))
    figure, axes, positions = _rows(9.5, 0.8, list(forums), letters=46, row=0.34)
    height = dict(zip(forums, positions, strict=True))
    first, last = _days(rows)
    colour = COLOURS["FORUM"]
    axes.hlines(positions, *(axes.get_xlim() if rows.empty else (first.min(), last.max())), color=RULE, linewidth=0.5)
    axes.hlines(rows["forum"].map(height), first, last, color=colour, linewidth=3, alpha=0.45)
    for x, row in zip(first + (last - first) / 2, rows.itertuples(index=False), strict=True):
        axes.plot(x, height[row.forum], color=colour, markersize=6, markerfacecoloralt="white", **FILLINGS[row.status])
        if row.label:
            axes.annotate(
                row.label, (x, height[row.forum]), (0, 5), textcoords="offset points", fontsize=6.5, ha="center"
            )
    _status_keys(figure, colour, rows["status"])
    _along_the_time(figure, axes, title, scope)
    told = [f"{forum} {len(of_forum)}" for forum, of_forum in rows.groupby("forum", sort=False)]
    return Picture(figure, described("Strips of meetings along the time", title, scope, told, before="meetings: "))


def _status_keys(figure: Figure, colour: str, statuses: pd.Series) -> None:
    """Write below the axes what the filling of a mark says, of the statuses that are there."""
    keys = [
        Line2D([], [], color=colour, linestyle="", markersize=7, markerfacecoloralt="white", label=status, **filling)
        for status, filling in FILLINGS.items()
        if status in set(statuses)
    ]
    if keys:
        figure.legend(handles=keys, loc="outside lower right", frameon=False, ncols=len(keys))


def _rows(
    width: float, margins: float, names: list[object], *, letters: int, row: float = ROW
) -> tuple[Figure, Any, npt.NDArray[np.int64]]:
    """Return a figure with a row a name, its axes, and the height of each row, the first on top."""
    figure, axes = canvas(width, margins + row * max(3, len(names)))
    positions = np.arange(len(names))[::-1]
    axes.set_yticks(positions, [shortened(str(name), letters) for name in names])
    if names:
        axes.set_ylim(-0.6, len(names) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure, axes, positions


def _days(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the columns `first` and `last` as moments."""
    return pd.to_datetime(rows["first"], format="ISO8601"), pd.to_datetime(rows["last"], format="ISO8601")


def _along_the_time(figure: Figure, axes: Any, title: str, scope: str) -> None:
    """Finish a chart whose marks stand along the time: its axis, its heading, its margins."""
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.xaxis.set_major_formatter(mpl.dates.ConciseDateFormatter(mpl.dates.AutoDateLocator()))
    heading(figure, title, scope)
    settle(figure)
