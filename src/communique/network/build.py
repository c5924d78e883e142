"""Participations and co-occurrences become networkx graphs, and graphs become tables."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import isnan
from typing import Any, NamedTuple
from urllib.parse import quote

import networkx as nx
import pandas as pd

from communique.kinds import ACTOR_TYPES, FORUM_TYPES, ROLES, STANDING, STATUSES, chosen
from communique.levels import at_levels, forum_levels
from communique.tables import Tables, walk

__all__ = [
    "Choice",
    "build_network",
    "cooccurrence_network",
    "edge_table",
    "entity_network",
    "node_table",
    "select_participations",
    "unheld",
    "with_dates",
]

NODE_ATTRIBUTES = ["label", "type", "bipartite", "mentions", "documents", "iso3", "level", "first_date", "last_date"]
EDGE_ATTRIBUTES = ["weight", "documents", "roles", "statuses", "first_date", "last_date", "evidence"]

Choice = str | Iterable[str] | None


def build_network(
    tables: Tables,
    *,
    roles: Choice = None,
    statuses: Choice = STANDING,
    levels: Choice = None,
    min_sentences: int = 1,
) -> nx.Graph:
    """Return the two-mode network of actors and forums that they take part in.

    A tie says that a text tells of the actor's part in the forum, in some role: that it took part, is to
    take part, or that this is proposed. `cooccurrence_network` ties those that are only named together.

    Parameters
    ----------
    tables
        What `extract` returns.
    roles
        The roles that make a tie (`communique.kinds.ROLES`), as a list or with commas; none: every role.
    statuses
        The statuses that make a tie; all but `cancelled` unless told otherwise, none: every status.
    levels
        The levels of the meetings that make a tie (`communique.kinds.LEVELS`), or of the forums where no meeting is
        told; none: every level, and what has none.
    min_sentences
        Ties that fewer sentences tell are left out, and then actors and forums without a tie.

    Returns
    -------
    networkx.Graph
        Nodes are entity identifiers with `label`, `type`, `bipartite` (0 actor, 1 forum), `mentions`,
        `documents`, `iso3`, `level` (of a forum), `first_date`, `last_date` (empty text where unknown).
        Edges have `weight` (sentences), `documents`, `roles` and `statuses` (joined by commas), `first_date` and
        `last_date` (of the meetings, or of the documents where no meeting's date is told), `evidence` (places as
        `doc_id#sent_id`, percent-encoded and joined by blanks), and `confidence` where a model decided. Nodes and
        edges are in the order of their identifiers.

    Raises
    ------
    ParameterError
        When a role, status or level is asked for that there is not.
    """
    told = select_participations(tables, roles=roles, statuses=statuses, levels=levels)
    edges = {}
    for pair, rows in _by_tie(with_dates(tables, told)):
        places = list(dict.fromkeys(zip(rows.doc_id, rows.sent_id, strict=True)))
        if len(places) >= min_sentences:
            edges[pair] = _tie(places, rows)
    return _graph(tables, edges, {"ties": "participation"})


class _Rows(NamedTuple):
    """The participations of one actor in one forum, column by column."""

    doc_id: list[str]
    sent_id: list[int]
    role: list[str]
    status: list[str]
    first: list[str]
    last: list[str]
    confidence: list[float | None]


def _by_tie(told: pd.DataFrame) -> Iterator[tuple[tuple[str, str], _Rows]]:
    """Yield each actor and forum with their rows, in order of the identifiers.

    As slices of columns: a frame for each of many ties would take a hundred times as long as what is done with it.
    """
    told = told.sort_values(["actor_id", "forum_id"], kind="stable")
    pairs = list(zip(told["actor_id"].tolist(), told["forum_id"].tolist(), strict=True))
    columns = [told[name].tolist() for name in _Rows._fields]
    begins = [0, *(n for n, (one, other) in enumerate(pairwise(pairs), start=1) if one != other)] if pairs else []
    for begin, end in pairwise([*begins, len(pairs)]):
        yield pairs[begin], _Rows(*(column[begin:end] for column in columns))


def _tie(places: list[tuple[str, int]], rows: _Rows) -> dict[str, Any]:
    """Return what the participations of one actor in one forum tell together."""
    sure = [share for share in rows.confidence if not (share is None or isnan(share))]
    return {
        "weight": len(places),
        "documents": len({doc_id for doc_id, _ in places}),
        "roles": ",".join(sorted(set(rows.role))),
        "statuses": ",".join(status for status in STATUSES if status in rows.status),
        "first_date": min(filter(None, rows.first), default=""),
        "last_date": max(filter(None, rows.last), default=""),
        "evidence": " ".join(f"{_quoted(doc_id)}#{sent_id}" for doc_id, sent_id in places),
        **({"confidence": float(max(sure))} if sure else {}),
    }


def select_participations(
    tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING, levels: Choice = None
) -> pd.DataFrame:
    """Return the participations in these roles, statuses and levels, of actors in forums; see `build_network`."""
    told = at_levels(tables, levels).participations
    types = tables.entities.set_index("entity_id")["type"]
    return told[
        told["role"].isin(chosen(roles, ROLES, what="role"))
        & told["status"].isin(chosen(statuses, STATUSES, what="status"))
        & told["actor_id"].map(types).isin(ACTOR_TYPES)
        & told["forum_id"].map(types).isin(FORUM_TYPES)
    ]


def unheld(graph: nx.Graph) -> tuple[int, str]:
    """Return how many ties no text tells as held, and what they are instead, in words."""
    statuses = [tie.split(",") for _, _, tie in graph.edges(data="statuses") if tie and "held" not in tie.split(",")]
    off = any("cancelled" in told for told in statuses)
    return len(statuses), "only planned, proposed or cancelled" if off else "only planned or proposed"


def with_dates(tables: Tables, told: pd.DataFrame) -> pd.DataFrame:
    """Return participations with `first` and `last`: dates of the meeting, else of the document, else empty."""
    # `tolist`: to walk through the cells of a column that Parquet gave takes ten times as long.
    written = dict(zip(tables.documents["doc_id"].tolist(), tables.documents["date"].tolist(), strict=True))
    meetings = tables.meetings
    spans = zip(meetings["start_date"].tolist(), meetings["end_date"].tolist(), strict=True)
    days = dict(zip(meetings["meeting_id"].tolist(), spans, strict=True))
    first, last = [], []
    for doc_id, meeting_id in zip(told["doc_id"].tolist(), told["meeting_id"].tolist(), strict=True):
        start, end = days.get(meeting_id, (None, None))
        first.append(_text(start) or _text(written.get(doc_id)))
        last.append((_text(start) and _text(end)) or first[-1])
    return told.assign(first=first, last=last)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None or pd.isna(value) else str(value)


def cooccurrence_network(tables: Tables, *, unit: str = "sentence", min_units: int = 1) -> nx.Graph:
    """Return the two-mode network of actors and forums that are named together.

    A tie says that an actor and a forum are named in one unit of text; it is no claim that the actor
    took part.

    Parameters
    ----------
    tables
        What `extract` returns.
    unit
        The unit of the co-occurrences, `sentence` or `document`.
    min_units
        Ties that rest on fewer units are left out, and then actors and forums without a tie.

    Returns
    -------
    networkx.Graph
        Nodes as those of `build_network`; edges have `weight` (units), `documents`, `evidence`, and the measures of
        the co-occurrences table (`npmi`, `q_value` and so on) under their names there; its `weight`, in which lists
        count for less, is called `discounted`.
    """
    types = tables.entities.set_index("entity_id")["type"]
    pairs = _sharing(tables, unit, min_units)
    source, target = pairs["source_id"].map(types), pairs["target_id"].map(types)
    forward = source.isin(ACTOR_TYPES) & target.isin(FORUM_TYPES)
    backward = source.isin(FORUM_TYPES) & target.isin(ACTOR_TYPES)
    swapped = pairs[backward].rename(columns={"source_id": "target_id", "target_id": "source_id"})
    ties = pd.concat([pairs[forward], swapped]).sort_values(["source_id", "target_id"])
    return _graph(tables, _told(ties), {"ties": "co-occurrence", "unit": unit})


def entity_network(tables: Tables, *, unit: str = "sentence", min_units: int = 1) -> nx.Graph:
    """Return the one-mode network of all entities, of whatever types, that are named together.

    Parameters
    ----------
    tables, unit, min_units
        See `cooccurrence_network`.

    Returns
    -------
    networkx.Graph
        As that of `cooccurrence_network`; its nodes have no `bipartite`.
    """
    ties = _sharing(tables, unit, min_units).sort_values(["source_id", "target_id"])
    graph = _graph(tables, _told(ties), {"ties": "co-occurrence", "unit": unit})
    for node in graph.nodes.values():
        del node["bipartite"]
    return graph


def _sharing(tables: Tables, unit: str, min_units: int) -> pd.DataFrame:
    pairs = tables.cooccurrences
    return pairs[(pairs["unit"] == unit) & (pairs["n_units"] >= min_units)]


def _told(pairs: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Return for each pair what a tie tells: units, documents, every measure in the table, the evidence."""
    measures = [c for c in pairs.select_dtypes("number").columns if c not in ("n_units", "n_documents")]
    return {
        (row["source_id"], row["target_id"]): {
            "weight": int(row["n_units"]),
            "documents": int(row["n_documents"]),
            **{"discounted" if name == "weight" else name: float(row[name]) for name in measures},
            "evidence": " ".join(map(_quoted, row["evidence"])),
        }
        for row in pairs.to_dict("records")
    }


@lru_cache(maxsize=1 << 17)  # a place is evidence of many ties
def _quoted(place: str) -> str:
    return quote(place, safe="#/")


def _graph(tables: Tables, edges: dict[tuple[Any, Any], dict[str, Any]], about: dict[str, str]) -> nx.Graph:
    """Return the graph of these edges, with what is known of each actor and forum."""
    graph = nx.Graph(**about)
    named = sorted({node for tie in edges for node in tie})
    levels = forum_levels(tables)
    for row in walk(tables.entities.set_index("entity_id").loc[named].reset_index()):
        graph.add_node(
            row.entity_id,
            label=row.name,
            type=row.type,
            bipartite=int(row.type in FORUM_TYPES),
            mentions=int(row.n_mentions),
            documents=int(row.n_documents),
            iso3=_text(row.iso3),
            level=levels.get(row.entity_id, ""),
            first_date=_text(row.first_date),
            last_date=_text(row.last_date),
        )
    for (actor, forum), attributes in edges.items():
        graph.add_edge(actor, forum, **attributes)
    return graph


def node_table(graph: nx.Graph) -> pd.DataFrame:
    """Return one row a node with all its attributes, `entity_id` first."""
    rows = [{"entity_id": n, **d} for n, d in graph.nodes(data=True)]
    return pd.DataFrame(rows, columns=None if rows else ["entity_id", *NODE_ATTRIBUTES])


def edge_table(graph: nx.Graph) -> pd.DataFrame:
    """Return one row a tie, then all its attributes.

    The ends come first: `actor_id` and `forum_id`, or `source_id` and `target_id` where the network has one mode.
    """
    modes = graph.nodes(data="bipartite")
    ends = ["actor_id", "forum_id"] if all(mode is not None for _, mode in modes) else ["source_id", "target_id"]
    rows = []
    for first, second, attributes in graph.edges(data=True):
        pair = (second, first) if modes[first] == 1 else (first, second)
        rows.append({**dict(zip(ends, pair, strict=True)), **attributes})
    return pd.DataFrame(rows, columns=None if rows else [*ends, *EDGE_ATTRIBUTES])
