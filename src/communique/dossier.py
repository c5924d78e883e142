"""What a run tells of one actor or forum: when it meets, in whose company, through which people and titles."""

from collections.abc import Iterable
from dataclasses import replace

import networkx as nx
import pandas as pd

from communique import summaries
from communique.findings import Finding, Said
from communique.kinds import FORUM_TYPES, STANDING
from communique.network import Choice, build_network, select_participations
from communique.phrases import listed, number
from communique.roles import company
from communique.tables import Tables

__all__ = [
    "about_company",
    "about_people",
    "about_when",
    "identity",
    "meetings_of",
    "name_of",
    "network_around",
    "people",
]

Place = tuple[str, int]


def name_of(tables: Tables, name: str) -> str:
    """Return the preferred name of the entity that `name` names, empty where a run names nobody."""
    entity = summaries.resolve_name(tables, name)
    return str(tables.entities.set_index("entity_id").at[entity, "name"]) if entity else ""


def identity(tables: Tables, name: str) -> pd.DataFrame:
    """Return who an entity is: the rows of `communique.summaries.card`, the ISO code and in how much it takes part."""
    entity = summaries.resolve_name(tables, name)
    known = summaries.card(tables, entity)
    if not entity:
        return known
    iso3 = tables.entities.set_index("entity_id").at[entity, "iso3"]
    told = select_participations(tables)
    more = [
        ("ISO 3166 code", None if pd.isna(iso3) else iso3),
        ("takes part in", told.loc[told["actor_id"] == entity, "forum_id"].nunique()),
        ("joins", told.loc[told["forum_id"] == entity, "actor_id"].nunique()),
    ]
    units = {"takes part in": "forum", "joins": "actor"}
    rows = [(what, number(value, units[what]) if what in units else value) for what, value in more if value]
    return pd.concat([known, pd.DataFrame(rows, columns=["what", "value"])], ignore_index=True)


def meetings_of(tables: Tables, name: str, *, roles: Choice = None, statuses: Choice = STANDING) -> Tables:
    """Return the run with only the meetings in which an actor takes part, or only those of a forum."""
    entity = summaries.resolve_name(tables, name)
    told = select_participations(tables, roles=roles, statuses=statuses)
    mine = tables.meetings["meeting_id"].isin(told.loc[told["actor_id"] == entity, "meeting_id"].dropna())
    return replace(tables, meetings=tables.meetings[mine | (tables.meetings["forum_id"] == entity)])


def network_around(tables: Tables, name: str, *, roles: Choice = None, statuses: Choice = STANDING) -> nx.Graph:
    """Return the network of an actor, its forums and all who take part in them; of a forum, those who take part in it.

    Actors that take part in the forums of an actor keep only their ties to these.
    """
    graph = build_network(tables, roles=roles, statuses=statuses)
    entity = summaries.resolve_name(tables, name)
    if entity not in graph:
        return graph.subgraph([]).copy()
    forums = [entity] if graph.nodes[entity]["type"] in FORUM_TYPES else list(graph[entity])
    return graph.subgraph({*forums, *(actor for forum in forums for actor in graph[forum])}).copy()


def people(tables: Tables, name: str) -> pd.DataFrame:
    """Return the people through whom an entity acts or meets, with their offices; for a person, its own.

    Returns
    -------
    pandas.DataFrame
        A row for each person, title and whom it acts for, those that most sentences tell first. Columns: `person`,
        `title`, `acts for` (both missing where no sentence tells them), `takes part in` (forums and roles, in words),
        `sentences`, `documents` (that tell the office).
    """
    entity = summaries.resolve_name(tables, name)
    told = select_participations(tables, statuses=STANDING)
    entities = tables.entities.set_index("entity_id")
    if entity and entities.at[entity, "type"] in FORUM_TYPES:
        told = told[told["forum_id"] == entity]
        taking_part = set(told["actor_id"])
        concerned = {actor for actor in taking_part if entities.at[actor, "type"] == "PERSON"}
    else:
        offices = tables.affiliations
        concerned = set(offices.loc[offices["affiliation_id"] == entity, "person_id"])
        concerned |= {entity} if entity and entities.at[entity, "type"] == "PERSON" else set()
    mine = tables.affiliations[tables.affiliations["person_id"].isin(concerned)]
    if entity not in concerned and (mine["affiliation_id"] == entity).any():
        mine = mine[mine["affiliation_id"] == entity]
    rows = [
        (person, title, whom, group["doc_id"].size, group["doc_id"].nunique())
        for (person, title, whom), group in mine.groupby(["person_id", "title", "affiliation_id"], dropna=False)
    ]
    rows += [(person, None, None, 0, 0) for person in sorted(concerned - set(mine["person_id"]))]
    names = entities["name"]
    table = pd.DataFrame(
        [
            (names[person], title, names[whom] if whom else None, _parts(told, person, names), n, n_documents)
            for person, title, whom, n, n_documents in rows
        ],
        columns=["person", "title", "acts for", "takes part in", "sentences", "documents"],
    )
    order = ["sentences", "person", "title", "acts for"]
    return table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _parts(told: pd.DataFrame, person: str, names: pd.Series) -> str:
    mine = told[told["actor_id"] == person].groupby("forum_id", sort=True)["role"].unique()
    return "; ".join(f"{names[forum]} ({', '.join(sorted(roles))})" for forum, roles in mine.items())


def about_when(run: Tables) -> Finding:
    """Tell how many meetings there are, from when to when, and how many of them were still ahead.

    `run` is what `meetings_of` returns. Evidence are the sentences that tell who takes part in the first and the last.
    """
    meetings = run.meetings
    if meetings.empty:
        return Finding("No text tells of a meeting of it.")
    dated = meetings.dropna(subset=["start_date"]).sort_values(["start_date", "meeting_id"])
    said = [number(len(meetings), "meeting is", "meetings are") + " told of"]
    said += [f", {len(meetings) - len(dated):,} of them without a date"] if 0 < len(dated) < len(meetings) else []
    parts: list[str | Said] = ["".join(said) + ("." if len(dated) else ", without a date.")]
    if len(dated):
        first, last = dated.iloc[0], dated.iloc[-1]
        ends = [str(summaries.when(row["start_date"], row["end_date"])) for row in (first, last)]
        text = f"The first is {first['name']} ({ends[0]})"
        text += f", the last {last['name']} ({ends[1]})." if len(dated) > 1 else "."
        parts.append(Said(text, _told_at(run, [first["meeting_id"], last["meeting_id"]])))
    ahead = meetings[meetings["status"].isin(["planned", "proposed"])]
    if len(ahead):
        was = "was" if len(ahead) == 1 else "were"
        text = f"{len(ahead):,} of them {was} only planned or proposed when written about."
        parts.append(Said(text, _told_at(run, list(ahead["meeting_id"]))))
    return Finding(*parts)


def about_company(tables: Tables, name: str, *, roles: Choice = None, statuses: Choice = STANDING) -> Finding:
    """Tell with how many actors it takes part in forums, with whom in most, and which sentences tell of that one."""
    told = select_participations(tables, roles=roles, statuses=statuses)
    entity = summaries.resolve_name(tables, name)
    around = company(tables, entity, roles=roles, statuses=statuses, top=len(tables.entities))
    if around.empty:
        return Finding("No text tells that another actor takes part in a forum with it.")
    whom = name_of(tables, entity)
    if tables.entities.set_index("entity_id").at[entity, "type"] in FORUM_TYPES:
        return Finding(f"{number(len(around), 'actor takes', 'actors take')} part in {whom}.")
    first = around.iloc[0]
    met = f"{number(first['meetings'], 'meeting')} and " if first["meetings"] else ""
    mine = set(told.loc[told["actor_id"] == entity, "forum_id"])
    names = tables.entities.set_index("entity_id")["name"]
    shared = told[told["forum_id"].isin(mine) & (told["actor_id"].map(names) == first["name"])]
    return Finding(
        f"{number(len(around), 'other actor takes', 'other actors take')} part in the forums of {whom}.",
        Said(
            f"{first['name']} shares most with it: {met}{number(first['forums'], 'forum')}.",
            tuple(dict.fromkeys(zip(shared["doc_id"], shared["sent_id"].astype(int), strict=True))),
        ),
    )


def about_people(tables: Tables, name: str) -> Finding:
    """Tell through how many people it acts or meets, and how many offices are told of them."""
    table = people(tables, name)
    if table.empty:
        return Finding("No text tells who acts for it, or for whom it acts.")
    offices = table.dropna(subset=["acts for"])
    n = table["person"].nunique()
    said = f"{number(n, 'person is', 'persons are')} told of, "
    if offices.empty:
        return Finding(said + "without an office.")
    whom = listed(sorted(set(offices["acts for"])), most=3)
    return Finding(f"{said}with {number(len(offices), 'office')}: for {whom}.")


def _told_at(run: Tables, meeting_ids: Iterable[str]) -> tuple[Place, ...]:
    """Return the first sentence that tells who takes part in each of these meetings."""
    first = run.participations.dropna(subset=["meeting_id"]).drop_duplicates("meeting_id").set_index("meeting_id")
    rows = [first.loc[meeting_id] for meeting_id in meeting_ids if meeting_id in first.index]
    return tuple(dict.fromkeys((str(row["doc_id"]), int(row["sent_id"])) for row in rows))
