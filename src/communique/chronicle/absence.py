"""Who is usually at a forum and is not named at its latest meeting."""

from dataclasses import dataclass

import pandas as pd
from scipy import special

from communique.chronicle.places import meeting_names
from communique.kinds import FORUM_TYPES
from communique.summaries import quoted
from communique.tables import Tables, walk

__all__ = ["Absences", "absences"]

PRESENT = ["chair", "host", "participant", "observer"]  # a member or an invitee need not have come
USUAL = ("STATE", "ORG")  # people change office: their absence says little
NOT_NAMED = [
    "actor", "forum", "meeting", "date", "came", "meetings", "share", "low", "high", "document", "sentence", "href",
    "told",
]  # fmt: skip
EXPECTED = ["forum", "meeting", "date", "meetings", "expected", "named"]


@dataclass(frozen=True)
class Absences:
    """Who is not named though usually there (`actors`), and expected against observed by forum (`forums`)."""

    actors: pd.DataFrame
    forums: pd.DataFrame


def absences(
    tables: Tables,
    *,
    usual: float = 0.5,
    sure: float = 0.9,
    earlier: int = 2,
    types: tuple[str, ...] = USUAL,
) -> Absences:
    """Return the actors that were usually at a forum and are not named at its latest meeting.

    Only meetings that were held, bear a date or an edition, and of which a text names someone who was there are
    reckoned. A state or organisation is there too when a person who acts for it is. What one expects of an actor is
    the share of the earlier meetings at which it was, k of n, with the Jeffreys interval of a binomial share.

    Parameters
    ----------
    tables
        What `extract` returns.
    usual
        The low end of the interval must be at least this share: with few earlier meetings, nobody is usual.
    sure
        The probability that the interval holds.
    earlier
        How many meetings before the latest there must be.
    types
        Of which types of actors absence is looked for.

    Returns
    -------
    Absences
        `actors`: `actor`, `forum`, `meeting` (the latest), `date`, `came` (k), `meetings` (n), `share`, `low`, `high`,
        `document`, `sentence`, `href` (where it was last named at the forum), `told` (the row in words). `forums`:
        `forum`, `meeting`, `date`, `meetings` (n), `expected` (the sum of the expected shares (k + 1/2) / (n + 1) of
        the actors that are usual), `named` (how many of these are).

    Notes
    -----
    Brown, Cai and DasGupta (2001), "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2): the
    interval runs between quantiles of Beta(k + 1/2, n - k + 1/2).
    """
    present = _present(tables, types)
    order = _in_order(tables, set(present["meeting_id"]))
    order["left"] = order.groupby("forum_id").cumcount(ascending=False)
    order["n"] = order.groupby("forum_id")["meeting_id"].transform("size") - 1
    order = order[order["n"] >= earlier]
    latest = order[order["left"] == 0].set_index("forum_id")
    before = present[present["meeting_id"].isin(order.loc[order["left"] > 0, "meeting_id"])]
    table = before.groupby(["forum_id", "actor_id"], sort=True)["meeting_id"].nunique().reset_index(name="came")
    table["meetings"] = table["forum_id"].map(latest["n"]).astype("int64")
    table["latest"] = table["forum_id"].map(latest["meeting_id"])
    k, n, tail = table["came"], table["meetings"], (1 - sure) / 2
    table["low"] = special.betaincinv(k + 0.5, n - k + 0.5, tail)
    table["high"] = special.betaincinv(k + 0.5, n - k + 0.5, 1 - tail)
    table.loc[k == n, "high"] = 1.0
    table = table[table["low"] >= usual]
    named = _named(tables)
    there = set(walk(named[["meeting_id", "actor_id"]]))
    table["named"] = [key in there for key in walk(table[["latest", "actor_id"]])]
    return Absences(_actors(tables, table[~table["named"]], latest, before, order), _forums(tables, table, latest))


def _named(tables: Tables) -> pd.DataFrame:
    """Return who is named with a meeting, itself or through a person who acts for it: all but what is called off."""
    told = tables.participations.dropna(subset=["meeting_id"])
    told = told[told["status"] != "cancelled"]
    acts = tables.affiliations[["person_id", "affiliation_id"]].drop_duplicates()
    through = told.merge(acts, left_on="actor_id", right_on="person_id")
    through = through.assign(actor_id=through["affiliation_id"])[list(told.columns)]
    return pd.concat([told, through], ignore_index=True)


def _present(tables: Tables, types: tuple[str, ...]) -> pd.DataFrame:
    """Return who of these types was at which meeting that was held, with the sentences."""
    named = _named(tables)
    kinds = dict(zip(tables.entities["entity_id"], tables.entities["type"], strict=True))
    return named[
        named["role"].isin(PRESENT)
        & (named["status"] == "held")
        & named["actor_id"].map(kinds).isin(types)
        & named["forum_id"].map(kinds).isin(FORUM_TYPES)
    ]


def _in_order(tables: Tables, with_someone: set[str]) -> pd.DataFrame:
    """Return the meetings of each forum, the latest last: by date, and by edition where a date is not told."""
    meetings = tables.meetings[tables.meetings["meeting_id"].isin(with_someone)]
    meetings = meetings[meetings["start_date"].notna() | meetings["edition"].notna()]
    # An edition without a date stands where its number does, if every meeting of the forum has one.
    counted = meetings["edition"].notna().groupby(meetings["forum_id"]).transform("all")
    meetings = meetings[counted | meetings["start_date"].notna()]
    rank = meetings["edition"].where(counted).astype("float64").fillna(0.0)
    called = meetings["meeting_id"].map(meeting_names(tables))
    ordered = meetings.assign(meeting_name=called, rank=rank, day=meetings["start_date"].fillna(""))
    return ordered.sort_values(["forum_id", "rank", "day", "meeting_id"], ignore_index=True)


def _actors(
    tables: Tables, table: pd.DataFrame, latest: pd.DataFrame, before: pd.DataFrame, order: pd.DataFrame
) -> pd.DataFrame:
    if table.empty:
        return pd.DataFrame(columns=NOT_NAMED)
    names = tables.entities.set_index("entity_id")["name"]
    turn = dict(zip(order["meeting_id"], order["left"], strict=True))
    last = before.assign(turn=before["meeting_id"].map(turn))
    last = last.sort_values(["turn", "doc_id", "sent_id"]).drop_duplicates(["forum_id", "actor_id"])
    table = table.merge(last[["forum_id", "actor_id", "doc_id", "sent_id"]], on=["forum_id", "actor_id"])
    table = table.assign(
        actor=table["actor_id"].map(names),
        forum=table["forum_id"].map(names),
        meeting=table["forum_id"].map(latest["meeting_name"]),
        date=table["forum_id"].map(latest["start_date"]),
        share=table["came"] / table["meetings"],
    )
    table = table.sort_values(["low", "forum", "actor"], ascending=[False, True, True], ignore_index=True)
    table = table.join(quoted(tables, list(zip(table["doc_id"], table["sent_id"], strict=True))))
    told = [
        f"{row.actor}, at {row.came} of {row.meetings} earlier meetings, is not named at the latest: {row.meeting}"
        for row in table.itertuples(index=False)
    ]
    return table.assign(told=told)[NOT_NAMED]


def _forums(tables: Tables, table: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return pd.DataFrame(columns=EXPECTED)
    names = tables.entities.set_index("entity_id")["name"]
    share = (table["came"] + 0.5) / (table["meetings"] + 1)
    grouped = table.assign(expected=share).groupby("forum_id", sort=True)
    forums = grouped.agg(meetings=("meetings", "first"), expected=("expected", "sum"), named=("named", "sum"))
    forums = forums.assign(
        forum=forums.index.map(names),
        meeting=latest["meeting_name"],
        date=latest["start_date"],
        short=forums["expected"] - forums["named"],
    )
    return forums.sort_values(["short", "forum"], ascending=[False, True], ignore_index=True)[EXPECTED]
