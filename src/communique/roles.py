"""Who takes part in what role, and who acts for whom: short tables, each row with the sentence that tells it."""

import networkx as nx
import pandas as pd

from communique.kinds import ROLES, STANDING, STATUSES
from communique.network import Choice, edge_table, select_participations, with_dates
from communique.summaries import quoted, resolve_name, when
from communique.tables import Tables, walk

__all__ = ["acting_for", "by_role", "company", "in_words", "participations", "strongest_ties"]

# A role and the forum in it, in words.
PHRASES = {
    "chair": "chair of",
    "host": "host of",
    "participant": "participant in",
    "observer": "observer at",
    "invited": "invited to",
    "member": "member of",
}


def in_words(actor: str, role: str, forum: str, status: str) -> str:
    """Return a participation in words.

    Examples
    --------
    >>> in_words("Oman", "host", "Lakes Forum", "planned")
    'Oman, host of Lakes Forum (planned)'
    """
    return f"{actor}, {PHRASES[role]} {forum} ({status})"


def participations(
    tables: Tables, name: str | None = None, *, roles: Choice = None, statuses: Choice = STANDING
) -> pd.DataFrame:
    """Return the participations by date, each with its sentence.

    Parameters
    ----------
    tables
        What `extract` returns.
    name
        Only those of this actor or forum; an empty name stands for the most widely named actor.
    roles, statuses
        See `communique.build_network`.

    Returns
    -------
    pandas.DataFrame
        Columns: `actor`, `role`, `forum`, `status`, `date` (of the meeting, else of the document), `words` (those
        that signal the role), `document`, `sentence`, `href`, `told` (the row in words).
    """
    told = with_dates(tables, select_participations(tables, roles=roles, statuses=statuses))
    if name is not None:
        entity = resolve_name(tables, name)
        told = told[(told["actor_id"] == entity) | (told["forum_id"] == entity)]
    told = told.assign(undated=told["first"] == "")
    told = told.sort_values(["undated", "first", "doc_id", "sent_id"], kind="stable", ignore_index=True)
    names = tables.entities.set_index("entity_id")["name"]
    table = pd.DataFrame(
        {
            "actor": told["actor_id"].map(names),
            "role": told["role"],
            "forum": told["forum_id"].map(names),
            "status": told["status"],
            "date": told["first"],
            "words": told["trigger"],
        }
    )
    table = table.join(quoted(tables, list(walk(told[["doc_id", "sent_id"]]))))
    return table.assign(told=[in_words(*row) for row in walk(table[["actor", "role", "forum", "status"]])])


def by_role(tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING) -> pd.DataFrame:
    """Return for each role how many actors and forums there are, and how many of their pairs in each status."""
    told = select_participations(tables, roles=roles, statuses=statuses)
    pairs = told.drop_duplicates(["actor_id", "forum_id", "role", "status"])
    grouped = told.groupby("role")
    table = pd.DataFrame({"actors": grouped["actor_id"].nunique(), "forums": grouped["forum_id"].nunique()})
    counted = pd.crosstab(pairs["role"], pairs["status"])
    counted = counted.reindex(columns=[s for s in STATUSES if s in counted], fill_value=0)
    table = table.join(counted)
    return table.reindex([role for role in ROLES if role in table.index]).rename_axis("role").reset_index()


def strongest_ties(graph: nx.Graph, *, top: int = 20) -> pd.DataFrame:
    """Return the ties that most sentences tell, with roles, statuses and dates; see `communique.build_network`."""
    ties = edge_table(graph)
    ties = ties.sort_values(["weight", "actor_id", "forum_id"], ascending=[False, True, True], ignore_index=True)
    labels = dict(graph.nodes(data="label"))
    return pd.DataFrame(
        {
            "actor": ties["actor_id"].map(labels),
            "forum": ties["forum_id"].map(labels),
            "roles": ties["roles"].str.replace(",", ", "),
            "statuses": ties["statuses"].str.replace(",", ", "),
            "date": [when(*days) for days in zip(ties["first_date"], ties["last_date"], strict=True)],
            "sentences": ties["weight"],
            "documents": ties["documents"],
        }
    ).head(top)


def company(
    tables: Tables, name: str = "", *, roles: Choice = None, statuses: Choice = STANDING, top: int = 15
) -> pd.DataFrame:
    """Return the actors that take part in the forums of one (or in this one, if it is a forum).

    Columns: `name`, `type`, `meetings` (editions in common, where the text tells which), `forums` (in common),
    `which` (their names). Those with most meetings, then most forums in common come first.
    """
    told = select_participations(tables, roles=roles, statuses=statuses)
    entity = resolve_name(tables, name)
    mine = told[(told["actor_id"] == entity) | (told["forum_id"] == entity)]
    others = told[told["forum_id"].isin(mine["forum_id"]) & (told["actor_id"] != entity)]
    entities = tables.entities.set_index("entity_id")
    met = others[others["meeting_id"].isin(mine["meeting_id"].dropna())].groupby("actor_id")["meeting_id"].nunique()
    forums = others[["actor_id", "forum_id"]].drop_duplicates()
    forums = forums.assign(forum=forums["forum_id"].map(entities["name"])).sort_values(["actor_id", "forum"])
    names = forums.groupby("actor_id", sort=True)["forum"].agg(list)
    table = pd.DataFrame(
        {
            "name": names.index.map(entities["name"]),
            "type": names.index.map(entities["type"]),
            "meetings": met.reindex(names.index, fill_value=0).to_numpy(),
            "forums": names.map(len).to_numpy(),
            "which": names.map(", ".join).to_numpy(),
        }
    )
    order = ["meetings", "forums", "name"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True).head(top)


def acting_for(tables: Tables, name: str | None = None) -> pd.DataFrame:
    """Return who acts for whom under which title, a row each time that it is told.

    Columns: `person`, `title`, `acts for`, `document`, `sentence`, `href`, `told` (the row in words). With `name`,
    only the rows of this person, state or organisation; an empty name stands for the most widely named actor.
    """
    rows = tables.affiliations
    if name is not None:
        entity = resolve_name(tables, name)
        rows = rows[(rows["person_id"] == entity) | (rows["affiliation_id"] == entity)]
    names = tables.entities.set_index("entity_id")["name"]
    rows = rows.assign(person=rows["person_id"].map(names), whom=rows["affiliation_id"].map(names))
    rows = rows.sort_values(["whom", "person", "doc_id", "sent_id"], kind="stable", ignore_index=True)
    table = rows[["person", "title", "whom"]].rename(columns={"whom": "acts for"})
    table = table.join(quoted(tables, list(walk(rows[["doc_id", "sent_id"]]))))
    who = walk(rows[["person", "title", "whom"]].fillna({"title": ""}))
    return table.assign(
        told=[f"{person} acts for {whom}" + (f" as {title}" if title else "") for person, title, whom in who]
    )
