"""The editions of a forum in order: gaps, cadence, hosts, and ordinals that contradict dates."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from communique.chronicle.places import meeting_places
from communique.dates import days_of
from communique.summaries import quoted, when
from communique.tables import Tables

__all__ = ["cadence", "contradictions", "editions", "gaps", "ordinal", "strips"]

DAYS_A_MONTH = 365.25 / 12
UNEVEN = 1.5  # times the median, or the median as many times the interval: more is irregular
EDITIONS = ["forum", "edition", "date", "host", "place", "status", "documents"]
CADENCE = ["forum", "intervals", "median_months", "shortest", "longest", "irregular", "forum_id"]


def editions(tables: Tables) -> pd.DataFrame:
    """Return the editions of each forum in order, of forums of which at least two are told.

    Returns
    -------
    pandas.DataFrame
        `forum`, `edition`, `date` (in words), `host` (names, of those whom a text tells as host of this edition),
        `place`, `status`, `documents`; the forums with most editions first.
    """
    numbered = _numbered(tables)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    hosts = tables.participations[tables.participations["role"] == "host"].drop_duplicates(["meeting_id", "actor_id"])
    hosted = hosts.assign(name=hosts["actor_id"].map(names)).groupby("meeting_id")["name"].agg(", ".join)
    table = pd.DataFrame(
        {
            "forum": numbered["forum_id"].map(names),
            "edition": numbered["edition"].astype("int64"),
            "date": [when(*days) for days in zip(numbered["start_date"], numbered["end_date"], strict=True)],
            "host": numbered["meeting_id"].map(hosted),
            "place": numbered["place_id"].map(names),
            "status": numbered["status"],
            "documents": numbered["doc_ids"].map(len).astype("int64"),
        }
    )
    return table[EDITIONS].reset_index(drop=True)


def gaps(tables: Tables) -> pd.DataFrame:
    """Return the editions between the first and the last told of a forum that the corpus does not tell of.

    Columns: `forum`, `first` and `last` (editions told), `told` (how many), `missing` (how many), `which` (in words,
    such as `2nd to 4th, 7th`); first those series of which the
    corpus tells most, where a gap says most.
    """
    numbered = _numbered(tables)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    of_forums: dict[str, list[int]] = {}
    for forum_id, edition in zip(numbered["forum_id"], numbered["edition"], strict=True):
        of_forums.setdefault(forum_id, []).append(int(edition))
    rows = []
    for forum_id, known in of_forums.items():
        runs = [(one + 1, other - 1) for one, other in pairwise(known) if other - one > 1]
        if runs:
            which = ", ".join(ordinal(a) if a == b else f"{ordinal(a)} to {ordinal(b)}" for a, b in runs)
            rows.append((names[forum_id], known[0], known[-1], len(known), sum(b - a + 1 for a, b in runs), which))
    table = pd.DataFrame(rows, columns=["forum", "first", "last", "told", "missing", "which"])
    share = table["told"] / (table["told"] + table["missing"])
    table = table.assign(share=share).sort_values(["share", "told", "forum"], ascending=[False, False, True])
    return table.drop(columns="share").reset_index(drop=True)


def cadence(tables: Tables) -> pd.DataFrame:
    """Return how far apart the meetings of a forum are, in months.

    Where two editions or more are dated, the interval between two that follow each other is shared out over the
    editions between them; else the intervals are those between dated meetings (told at least to the month). Meetings
    that were called off are left out.

    Returns
    -------
    pandas.DataFrame
        `forum`, `intervals` (how many), `median_months`, `shortest`, `longest`, `irregular` (an interval is more than
        1.5 times the median or less than the median by 1.5, even where vague dates are read in its favour; None for
        fewer than two intervals), `forum_id`; forums with most intervals first.
    """
    meetings = tables.meetings.dropna(subset=["start_date"])
    meetings = meetings[meetings["status"].fillna("held") != "cancelled"]
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    told: dict[str, list[tuple[str, int | None]]] = {}
    for forum_id, start, edition in zip(*(meetings[c] for c in ("forum_id", "start_date", "edition")), strict=True):
        told.setdefault(forum_id, []).append((start, None if pd.isna(edition) else int(edition)))
    rows = [
        (names[forum_id], *_spread(spans), forum_id)
        for forum_id, of_forum in sorted(told.items())
        if (spans := _intervals(of_forum))
    ]
    table = pd.DataFrame(rows, columns=CADENCE)
    return table.sort_values(["intervals", "forum"], ascending=[False, True], ignore_index=True)


def contradictions(tables: Tables) -> pd.DataFrame:
    """Return where ordinal and date contradict each other: an edition that is over before an earlier one begins.

    Returns
    -------
    pandas.DataFrame
        `forum`, `edition`, `date`, `earlier` (the edition with the lower number), `earlier_date`, `document`,
        `sentence`, `href` (of the first document that tells of the edition), `told` (the row in words).
    """
    numbered = _numbered(tables).dropna(subset=["start_date"])
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    places = meeting_places(tables).drop_duplicates("meeting_id").set_index("meeting_id")
    rows = []
    for one, other in pairwise(numbered.itertuples(index=False)):
        if one.forum_id == other.forum_id and days_of(other.start_date)[1] < days_of(one.start_date)[0]:
            editions_told = int(other.edition), other.start_date, int(one.edition), one.start_date
            rows.append((other.meeting_id, names[other.forum_id], *editions_told))
    columns = ["meeting_id", "forum", "edition", "date", "earlier", "earlier_date"]
    table = pd.DataFrame(rows, columns=columns)
    at = [(places.at[m, "doc_id"], int(places.at[m, "sent_id"])) for m in table["meeting_id"]]
    told = [
        f"{row.forum}: the {ordinal(row.edition)} is dated {row.date}, the {ordinal(row.earlier)} {row.earlier_date}"
        for row in table.itertuples(index=False)
    ]
    return table.drop(columns="meeting_id").join(quoted(tables, at)).assign(told=told)


def strips(tables: Tables, *, top: int = 15) -> pd.DataFrame:
    """Return the dated meetings of the forums that have most of them, in order: a strip a forum.

    Returns
    -------
    pandas.DataFrame
        `forum`, `label` (the edition, empty where none is told), `status` (`held` where none is told), `first` and
        `last` day (as far as the date is told: of a month, its first and last). Forums stand in the order of their
        first meeting.
    """
    dated = tables.meetings.dropna(subset=["start_date"])
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    counted = dated.groupby("forum_id").size().reset_index(name="n")
    counted = counted.sort_values(["n", "forum_id"], ascending=[False, True]).head(top)
    dated = dated[dated["forum_id"].isin(counted["forum_id"])].sort_values(["start_date", "meeting_id"])
    place = {forum_id: number for number, forum_id in enumerate(dict.fromkeys(dated["forum_id"]))}
    dated = dated.sort_values("forum_id", key=lambda ids: ids.map(place), kind="stable")
    ends = dated["end_date"].fillna(dated["start_date"])
    return pd.DataFrame(
        {
            "forum": dated["forum_id"].map(names),
            "label": [ordinal(int(edition)) if pd.notna(edition) else "" for edition in dated["edition"]],
            "status": dated["status"].fillna("held"),
            "first": [days_of(start)[0].isoformat() for start in dated["start_date"]],
            "last": [days_of(end)[1].isoformat() for end in ends],
        }
    ).reset_index(drop=True)


def ordinal(number: int) -> str:
    """Return a number as an ordinal.

    Examples
    --------
    >>> [ordinal(number) for number in (1, 2, 3, 11, 22, 113)]
    ['1st', '2nd', '3rd', '11th', '22nd', '113th']
    """
    teens = 10 < number % 100 < 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _numbered(tables: Tables) -> pd.DataFrame:
    """Return the meetings whose edition is told, of forums with two or more, those with most first, in order."""
    known = tables.meetings.dropna(subset=["edition"])
    known = known.assign(n=known.groupby("forum_id")["edition"].transform("nunique"))
    return known[known["n"] > 1].sort_values(["n", "forum_id", "edition"], ascending=[False, True, True])


def _intervals(meetings: list[tuple[str, int | None]]) -> list[tuple[float, float, float]]:
    """Return the months from each meeting (date, edition) to the next: least, likeliest, most, as dates are vague."""
    numbered = sorted((edition, start) for start, edition in meetings if edition is not None)
    if len(numbered) > 1:
        spans = _between([start for _, start in numbered])
        steps = [later - edition for (edition, _), (later, _) in pairwise(numbered)]
        return [(a / n, b / n, c / n) for (a, b, c), n in zip(spans, steps, strict=True) if n and c > 0]
    exact = sorted(start for start, _ in meetings if len(start) >= len("2000-01"))
    return [span for span in _between(exact) if span[2] > 0]


def _between(dates: Iterable[str]) -> list[tuple[float, float, float]]:
    days = [days_of(iso) for iso in dates]
    return [
        (
            _months(last, next_first),
            (_months(first, next_first) + _months(last, next_last)) / 2,
            _months(first, next_last),
        )
        for (first, last), (next_first, next_last) in pairwise(days)
    ]


def _months(one: date, other: date) -> float:
    return (other - one).days / DAYS_A_MONTH


def _spread(spans: list[tuple[float, float, float]]) -> tuple[int, float, float, float, bool | None]:
    likely = [span[1] for span in spans]
    median = float(np.median(likely))
    uneven = any(least > median * UNEVEN or most < median / UNEVEN for least, _, most in spans)
    return len(spans), median, min(likely), max(likely), uneven if len(spans) > 1 else None
