"""The network of each year."""

from dataclasses import replace

import networkx as nx

from communique.kinds import STANDING
from communique.network.build import Choice, build_network, select_participations, with_dates
from communique.tables import Tables

__all__ = ["networks_by_year"]


def networks_by_year(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, min_sentences: int = 1
) -> dict[str, nx.Graph]:
    """Return the two-mode network of each year in which a participation falls, by year, as `build_network` makes it.

    A participation falls into each year from the first to the last date of its meeting, or into that of its
    document where no meeting's date is told. What bears no date falls into none.
    """
    told = with_dates(tables, select_participations(tables, roles=roles, statuses=statuses))
    told = told[told["first"] != ""]
    years = [range(int(first[:4]), int(last[:4]) + 1) for first, last in zip(told["first"], told["last"], strict=True)]
    fallen = told.drop(columns=["first", "last"]).assign(year=[list(run) for run in years]).explode("year")
    return {
        str(year): build_network(
            replace(tables, participations=rows.drop(columns="year")), statuses="", min_sentences=min_sentences
        )
        for year, rows in fallen.groupby("year", sort=True)
    }
