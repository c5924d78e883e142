"""What appears, rises and fades: counts by period, and whether the last two differ by more than chance."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from communique.kinds import STANDING
from communique.network import Choice, by_period, select_participations, with_dates
from communique.periods import Period, parse_period
from communique.tables import Tables

__all__ = ["KINDS", "Trends", "trends"]

# What is counted, and the columns of a participation that make one of it.
KINDS = {"actor": ["actor_id"], "forum": ["forum_id"], "tie": ["actor_id", "forum_id"], "role": ["role"]}


@dataclass(frozen=True)
class Trends:
    """Counts by period (`counts`), and the change between the last two of them (`changes`), `before` and `now`."""

    counts: pd.DataFrame
    changes: pd.DataFrame
    before: str
    now: str


def trends(
    tables: Tables,
    what: str = "actor",
    *,
    period: str = "year",
    roles: Choice = None,
    statuses: Choice = STANDING,
    alpha: float = 0.01,
) -> Trends:
    """Return how often actors, forums, ties or roles are told of in each period, and what changed at last.

    Counted are occasions: the meetings in which an actor takes part (or the documents that tell of its part in a
    forum, where no meeting is told), each once however many sentences tell it. They fall into the periods of the
    meeting's dates, else of the document's. The last period is that of the last document: what is told beyond it is
    still ahead, and is counted but not compared.

    Parameters
    ----------
    tables
        What `extract` returns.
    what
        `actor`, `forum`, `tie` or `role`.
    period
        `month`, `quarter`, `year`, or a moving window such as `6 months`; windows move on by a month, and the last is
        compared with the one that ends where it begins.
    roles, statuses
        As for `communique.build_network`.
    alpha
        How unlikely a change must be to be called one.

    Returns
    -------
    Trends
        `counts`: `id`, `name`, `period` (in words), `n`, in the order of time. `changes`: `id`, `name`, `first` and
        `last` (periods in which it is told of), `n` (in all), `before`, `now`, `p_value`, and `change`: `rises`,
        `fades` (see the notes), `appears` (told of for the first time in the last period, which is not the corpus's
        first), `is gone` (told of in the period before, not in the last) or empty; rises and fades first.

    Notes
    -----
    What rises or fades has another share of all that is counted in the last period than in the one before, with a
    p-value below `alpha`. Small counts cannot: were both periods equally full, 8 against none is the least at 0.01.
    The test is that of Przyborowski and Wilenski (1940), "Homogeneity of results in testing samples from Poisson
    series", Biometrika 31: given a + b, b is binomial with the second period's share of all; two-sided, as twice the
    smaller tail.

    Raises
    ------
    ParameterError
        When there is no such period, role or status.
    """
    split = parse_period(period)
    keys = KINDS[what]
    told = _occasions(tables, split, roles, statuses)
    counted = told.groupby([*keys, "period"], sort=True)["occasion"].nunique().reset_index(name="n")
    counted["id"] = counted[keys[0]].str.cat([counted[key] for key in keys[1:]], sep=" — ")
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    named = [counted[key].map(names).fillna(counted[key]) for key in keys]
    counted["name"] = named[0].str.cat(named[1:], sep=" — ")
    now = _last_period(tables, split, counted)
    counts = counted.sort_values(["period", "n", "id"], ascending=[True, False, True], ignore_index=True)
    return Trends(
        counts.assign(period=counts["period"].map(split.named))[["id", "name", "period", "n"]],
        _changes(counted, split, now, alpha),
        "" if now is None else split.named(split.before(now)),
        "" if now is None else split.named(now),
    )


def _occasions(tables: Tables, split: Period, roles: Choice, statuses: Choice) -> pd.DataFrame:
    """Return actor, forum, role, occasion and period, each once."""
    told = with_dates(tables, select_participations(tables, roles=roles, statuses=statuses))
    told = told.assign(occasion=told["meeting_id"].fillna(told["doc_id"] + " " + told["forum_id"]))
    columns = ["actor_id", "forum_id", "role", "occasion", "first", "last"]
    return by_period(told[columns].drop_duplicates(), split).drop(columns=["first", "last"]).drop_duplicates()


def _last_period(tables: Tables, split: Period, counted: pd.DataFrame) -> int | None:
    """Return the period of the last document, or of what is told last where no document bears a date."""
    dates = tables.documents.loc[tables.documents["status"] == "read", "date"].dropna()
    ends = [end for end in map(split.last_of, dates.unique()) if end is not None]
    return max(ends) if ends else int(counted["period"].max()) if len(counted) else None


def _changes(counted: pd.DataFrame, split: Period, now: int | None, alpha: float) -> pd.DataFrame:
    columns = ["id", "name", "first", "last", "n", "before", "now", "p_value", "change"]
    if counted.empty or now is None:
        return pd.DataFrame(columns=columns)
    table = counted.groupby(["id", "name"], sort=True).agg(
        first=("period", "min"), last=("period", "max"), n=("n", "sum")
    )
    table = table.reset_index()
    for column, end in (("before", split.before(now)), ("now", now)):
        of_period = counted[counted["period"] == end].set_index("id")["n"]
        table[column] = table["id"].map(of_period).fillna(0).astype("int64")
    before, after = table["before"].to_numpy(), table["now"].to_numpy()
    table["p_value"] = _same_rate(before, after)
    share = after / max(1, after.sum()) - before / max(1, before.sum())
    known_before = table["first"] < now - (split.months - 1 if split.moving else 0)
    sure = table["p_value"] < alpha
    table["change"] = np.select(
        [sure & (share > 0), sure & (share < 0), (after > 0) & ~known_before & (counted["period"].min() < now),
         (before > 0) & (after == 0)],
        ["rises", "fades", "appears", "is gone"],
        default="",
    )  # fmt: skip
    table["first"], table["last"] = table["first"].map(split.named), table["last"].map(split.named)
    order = table["change"].map({"rises": 0, "fades": 0, "appears": 1, "is gone": 1}).fillna(2)
    table = table.assign(order=order, size=np.maximum(before, after))
    table = table.sort_values(["order", "size", "n", "id"], ascending=[True, False, False, True], ignore_index=True)
    return table[columns]


def _same_rate(before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the p-value of each pair of counts, were the share of the whole the same in both periods."""
    whole = before.sum(), after.sum()
    if not all(whole):
        return np.ones(len(before))
    chance = whole[1] / sum(whole)
    together = before + after
    low, high = special.bdtr(after, together, chance), special.bdtrc(after - 1, together, chance)
    p_values: npt.NDArray[np.float64] = np.minimum(1.0, 2 * np.minimum(low, high))
    return p_values
