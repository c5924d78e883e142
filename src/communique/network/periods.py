"""The network of each year, quarter, month or moving window."""

from dataclasses import replace

import networkx as nx
import pandas as pd

from communique.kinds import STANDING
from communique.network.build import Choice, build_network, select_participations, with_dates
from communique.periods import Period, parse_period
from communique.tables import Tables

__all__ = ["by_period", "networks_by_period", "networks_by_year"]


def networks_by_year(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, min_sentences: int = 1
) -> dict[str, nx.Graph]:
    """Return the two-mode network of each year in which a participation falls; see `networks_by_period`."""
    return networks_by_period(tables, roles=roles, statuses=statuses, min_sentences=min_sentences)


def networks_by_period(
    tables: Tables,
    *,
    period: str = "year",
    roles: Choice = None,
    statuses: Choice = STANDING,
    levels: Choice = None,
    min_sentences: int = 1,
    last: int | None = None,
    most: int | None = None,
) -> dict[str, nx.Graph]:
    """Return the two-mode network of each period in which a participation falls, as `build_network` makes it.

    A participation falls into each period from the first to the last date of its meeting, or into that of its
    document where no meeting's date is told. What bears no date, or one too vague (`2023` for months), falls into
    none. Of moving windows, those are returned that do not overlap, counted back from the last.

    Parameters
    ----------
    tables, roles, statuses, levels, min_sentences
        As for `communique.build_network`.
    period
        `month`, `quarter`, `year`, or a moving window such as `6 months`.
    last
        Only so many periods, the last ones; none: all.
    most
        Only the actors and forums that most sentences of these periods tell of, so many of each; none: all.
    """
    told = select_participations(tables, roles=roles, statuses=statuses, levels=levels)
    split = parse_period(period)
    fallen = by_period(with_dates(tables, told), split)
    kept = split.apart(fallen["period"])[-last if last else None :]
    fallen = fallen[fallen["period"].isin(kept)].drop(columns=["first", "last"])
    for end in ("actor_id", "forum_id") if most else ():
        counted = fallen.groupby(end).size().reset_index(name="n")
        counted = counted.sort_values(["n", end], ascending=[False, True]).head(most)
        fallen = fallen[fallen[end].isin(counted[end])]
    return {
        split.named(int(end)): build_network(
            replace(tables, participations=rows.drop(columns="period")), statuses="", min_sentences=min_sentences
        )
        for end, rows in fallen.groupby("period", sort=True)
    }


def by_period(dated: pd.DataFrame, split: Period) -> pd.DataFrame:
    """Return rows with `first` and `last` dates once for each period that they fall into, in the column `period`.

    A period is told by the number of its last month; what has no date, or one too vague, is left out.
    """
    days = zip(dated["first"].tolist(), dated["last"].tolist(), strict=True)
    ends = pd.Series([split.holding(first, last) for first, last in days], index=dated.index, dtype=object)
    return dated.assign(period=ends).explode("period").dropna(subset=["period"]).astype({"period": "int64"})
