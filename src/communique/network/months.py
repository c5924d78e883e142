"""Who takes part when, and who meets whom when: a row a month, for those who count events over time."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import pandas as pd

from communique.kinds import ROLES, STANDING, STATUSES
from communique.network.build import Choice, select_participations, with_dates
from communique.tables import Tables, walk

__all__ = ["dyad_months", "monthly", "participation_months"]

PARTICIPATION_MONTHS = [
    "month", "actor_id", "actor", "type", "iso3", "forum_id", "forum", "meetings", "roles", "statuses", "n_sentences",
    "n_documents", "evidence",
]  # fmt: skip
DYAD_MONTHS = [
    "month", "actor_a", "actor_b", "name_a", "name_b", "type_a", "type_b", "iso3_a", "iso3_b", "n_forums", "forums",
    "meetings", "roles_a", "roles_b", "statuses", "n_sentences", "n_documents", "evidence",
]  # fmt: skip


def monthly(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, levels: Choice = None, min_sentences: int = 1
) -> dict[str, pd.DataFrame]:
    """Return `participation_months` and `dyad_months` by name, as `export_network` writes them beside a network."""
    return {
        make.__name__: make(tables, roles=roles, statuses=statuses, levels=levels, min_sentences=min_sentences)
        for make in (participation_months, dyad_months)
    }


def participation_months(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, levels: Choice = None, min_sentences: int = 1
) -> pd.DataFrame:
    """Return a row an actor, a forum and a month in which the actor took part in it, or was to.

    A participation falls into each month from the first to the last date of its meeting, or into that of its
    document where no meeting's date is told. A date that tells no month, such as `2023`, falls into none.

    Parameters
    ----------
    tables, roles, statuses, levels, min_sentences
        As for `communique.build_network`: the ties of that network, spread over the months.

    Returns
    -------
    pandas.DataFrame
        Sorted by `month` (such as `2023-09`), `actor_id`, `forum_id`. Further `actor` and `forum` (names), `type` and
        `iso3` of the actor (empty where there is none), `meetings` (identifiers, of those that the texts tell),
        `roles`, `statuses` (all joined by commas), `n_sentences`, `n_documents`, and `evidence` (places as in the
        network).
    """
    told = _by_month(tables, roles, statuses, levels, min_sentences)
    gathered = _gathered(told, ["month", "actor_id", "forum_id"])
    rows = [
        {"month": month, "actor_id": actor, "forum_id": forum, "meetings": _listed(cells["meeting_id"])}
        | {"roles": _listed(cells["role"], ROLES), **_summed(cells["status"], cells["place"])}
        for (month, actor, forum), cells in sorted(gathered.items())
    ]
    table = pd.DataFrame(rows, columns=None if rows else PARTICIPATION_MONTHS)
    entities = tables.entities.set_index("entity_id")
    for column, key, values in (
        ("actor", "actor_id", "name"), ("type", "actor_id", "type"), ("iso3", "actor_id", "iso3"),
        ("forum", "forum_id", "name"),
    ):  # fmt: skip
        table[column] = table[key].map(entities[values].fillna(""))
    return table[PARTICIPATION_MONTHS]


def dyad_months(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, levels: Choice = None, min_sentences: int = 1
) -> pd.DataFrame:
    """Return a row a pair of actors and a month in which both took part in one forum, or were to.

    Where the texts tell for both in which meeting, it must be the same one: two actors who came to different
    meetings of a forum in one month did not meet there. The months are those of `participation_months`.

    Parameters
    ----------
    tables, roles, statuses, levels, min_sentences
        As for `communique.build_network`; `statuses="held"` leaves only what the texts tell as a fact.

    Returns
    -------
    pandas.DataFrame
        Sorted by `month`, `actor_a`, `actor_b` (identifiers, `actor_a` < `actor_b`, so that a pair has one row).
        Further `name_`, `type_` and `iso3_` of both, `n_forums` and `forums` in common, `meetings` (of those that the
        texts tell), `roles_a`, `roles_b` and `statuses` in these forums (all joined by commas), `n_sentences` and
        `n_documents` that tell of the part of either, and `evidence` (places as in the network). A pair that has no
        row for a month did not meet in it, as far as the corpus tells.
    """
    told = _by_month(tables, roles, statuses, levels, min_sentences)
    met = told.merge(told, on=["month", "forum_id"], suffixes=("_a", "_b"))
    one, other = met["meeting_id_a"], met["meeting_id_b"]
    met = met[(met["actor_id_a"] < met["actor_id_b"]) & (one.isna() | other.isna() | (one == other))]
    rows = [
        {
            "month": month,
            "actor_a": one,
            "actor_b": other,
            "n_forums": len(cells["forum_id"]),
            "forums": _listed(cells["forum_id"]),
            "meetings": _listed(cells["meeting_id_a"] | cells["meeting_id_b"]),
            "roles_a": _listed(cells["role_a"], ROLES),
            "roles_b": _listed(cells["role_b"], ROLES),
            **_summed(cells["status_a"] | cells["status_b"], cells["place_a"] | cells["place_b"]),
        }
        for (month, one, other), cells in sorted(_gathered(met, ["month", "actor_id_a", "actor_id_b"]).items())
    ]
    table = pd.DataFrame(rows, columns=None if rows else DYAD_MONTHS)
    entities = tables.entities.set_index("entity_id")
    for column in ("name", "type", "iso3"):
        for side in ("a", "b"):
            table[f"{column}_{side}"] = table[f"actor_{side}"].map(entities[column].fillna(""))
    return table[DYAD_MONTHS]


def _by_month(tables: Tables, roles: Choice, statuses: Choice, levels: Choice, min_sentences: int) -> pd.DataFrame:
    """Return the participations that make a tie, once for each month into which they fall, with their `place`."""
    told = with_dates(tables, select_participations(tables, roles=roles, statuses=statuses, levels=levels))
    told = told.assign(place=list(walk(told[["doc_id", "sent_id"]])))
    told = told[told.groupby(["actor_id", "forum_id"])["place"].transform("nunique") >= min_sentences]
    months = [_months(*days) for days in walk(told[["first", "last"]])]
    told = told.assign(month=pd.Series(months, index=told.index, dtype=object)).explode("month")
    columns = ["month", "actor_id", "forum_id", "meeting_id", "role", "status", "place"]
    return told.loc[told["month"].notna(), columns].drop_duplicates()


def _months(first: str, last: str) -> list[str]:
    """Return the months from one ISO date to another; none where the first tells no month.

    Examples
    --------
    >>> _months("2023-12-30", "2024-01-02"), _months("2023", "2023")
    (['2023-12', '2024-01'], [])
    """
    if len(first) < len("2023-09"):
        return []
    begin = _months_since_zero(first)
    end = _months_since_zero(last) if len(last) >= len("2023-09") else begin
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, max(begin, end) + 1)]


def _months_since_zero(iso: str) -> int:
    return int(iso[:4]) * 12 + int(iso[5:7]) - 1


def _gathered(rows: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], dict[str, set[Any]]]:
    """Return the distinct values of every other column for each key."""
    columns = [column for column in rows if column not in keys]
    gathered: dict[tuple[Any, ...], dict[str, set[Any]]] = {}
    # By hand: with so many small groups, pandas takes twenty times as long.
    for key, cells in zip(
        zip(*(rows[key].tolist() for key in keys), strict=True),
        zip(*(rows[column].tolist() for column in columns), strict=True),
        strict=True,
    ):
        told = gathered.setdefault(key, {column: set() for column in columns})
        for column, cell in zip(columns, cells, strict=True):
            told[column].add(cell)
    return gathered


def _summed(statuses: set[str], places: set[tuple[str, int]]) -> dict[str, Any]:
    return {
        "statuses": _listed(statuses, STATUSES),
        "n_sentences": len(places),
        "n_documents": len({doc_id for doc_id, _ in places}),
        "evidence": " ".join(quote(f"{doc_id}#{sent_id}", safe="#/") for doc_id, sent_id in sorted(places)),
    }


def _listed(values: set[Any], order: Iterable[str] | None = None) -> str:
    there = {value for value in values if isinstance(value, str)}  # a meeting that is not told is no text
    return ",".join(value for value in (order or sorted(there)) if value in there)
