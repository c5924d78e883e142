"""Short tables that answer a reader's question, made from the tables of a run."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import networkx as nx
import pandas as pd

from communique.cooccurrence import holding, ranked, split_place
from communique.dates import days_of
from communique.kinds import ACTOR_TYPES, FORUM_TYPES
from communique.names import document_href
from communique.network import edge_table
from communique.tables import Tables

__all__ = [
    "actor_forum_matrix",
    "card",
    "evidence",
    "first_and_last",
    "found_by",
    "leading_pair",
    "left_out",
    "meetings_dated",
    "meetings_told",
    "most_named",
    "neighbours",
    "quoted",
    "ranks_by_unit",
    "read_documents",
    "resolve_name",
    "sentences_with",
    "sources_of",
    "strongest_pairs",
    "surprising_pairs",
    "types_named",
    "when",
    "written_forms",
]


def read_documents(tables: Tables) -> pd.DataFrame:
    """Return the documents that were read: date, title, source, words, sentences, mentions; by date."""
    read = tables.documents[tables.documents["status"] == "read"]
    counted = read.assign(
        sentences=read["doc_id"].map(tables.sentences["doc_id"].value_counts()).fillna(0).astype(int),
        mentions=read["doc_id"].map(tables.mentions["doc_id"].value_counts()).fillna(0).astype(int),
    )
    counted = counted.sort_values(["date", "doc_id"], na_position="last", ignore_index=True)
    return counted[["date", "title", "source", "n_words", "sentences", "mentions"]].rename(columns={"n_words": "words"})


def left_out(tables: Tables) -> pd.DataFrame:
    """Return the files that were offered and not read, with the reason."""
    out = tables.documents[tables.documents["status"] != "read"]
    return out[["path", "status", "reason"]].reset_index(drop=True)


def types_named(tables: Tables) -> pd.DataFrame:
    """Return how many entities of each type there are, and how often they are named."""
    grouped = tables.entities.groupby("type", sort=False)
    counted = pd.DataFrame({"entities": grouped.size(), "mentions": grouped["n_mentions"].sum()})
    return counted.sort_values(["mentions", "entities"], ascending=False).reset_index()


def most_named(tables: Tables, types: tuple[str, ...] = ACTOR_TYPES, *, top: int = 15) -> pd.DataFrame:
    """Return the entities of the given types that are named in most documents, then most often."""
    chosen = _by_spread(tables.entities[tables.entities["type"].isin(types)])
    columns = {"name": "name", "type": "type", "n_documents": "documents", "n_mentions": "mentions"}
    return chosen[list(columns)].rename(columns=columns).head(top)


def _by_spread(entities: pd.DataFrame) -> pd.DataFrame:
    return entities.sort_values(
        ["n_documents", "n_mentions", "entity_id"], ascending=[False, False, True], ignore_index=True
    )


def found_by(tables: Tables) -> pd.DataFrame:
    """Return how many mentions of each type each method found."""
    counted = pd.crosstab(tables.mentions["type"], tables.mentions["method"])
    return counted.reset_index().rename_axis(columns=None)


def written_forms(tables: Tables, *, top: int = 15) -> pd.DataFrame:
    """Return the entities that are written in most different ways, with the forms, the commonest first."""
    several = tables.entities[tables.entities["aliases"].map(len) > 1]
    several = several.assign(forms=several["aliases"].map(len), written=several["aliases"].map(" · ".join))
    several = several.sort_values(["forms", "n_mentions", "entity_id"], ascending=[False, False, True])
    return several[["name", "type", "forms", "written"]].head(top).reset_index(drop=True)


def strongest_pairs(tables: Tables, *, unit: str = "sentence", top: int = 20, min_units: int = 1) -> pd.DataFrame:
    """Return the pairs that share most units (at least `min_units`), by name, with how strong their tie is."""
    pairs = ranked(_pairs_of(tables, unit, min_units)).head(top)
    return pd.DataFrame(
        {
            **_named(tables, pairs),
            f"{unit}s": pairs["n_units"],
            "documents": pairs["n_documents"],
            "weight": pairs["weight"],
            "Jaccard": pairs["jaccard"],
            "cosine": pairs["cosine"],
            "NPMI": pairs["npmi"],
            "q": pairs["q_value"].map(_probability),
        }
    )


def surprising_pairs(tables: Tables, *, unit: str = "sentence", top: int = 20, min_units: int = 1) -> pd.DataFrame:
    """Return the pairs whose p-values are least, by name: how far from chance, and how sure that is."""
    columns = ["p_value", "log_odds", "source_id", "target_id"]
    pairs = _pairs_of(tables, unit, min_units).sort_values(columns, ascending=[True, False, True, True])
    pairs = pairs.head(top).reset_index(drop=True)
    return pd.DataFrame(
        {
            **_named(tables, pairs),
            f"{unit}s": pairs["n_units"],
            "by chance": pairs["n_units"] / pairs["lift"],
            "lift": pairs["lift"],
            "log odds": pairs["log_odds"],
            "log-likelihood": pairs["log_likelihood"],
            "p": pairs["p_value"].map(_probability),
            "least p": pairs["least_p_value"].map(_probability),
            "q": pairs["q_value"].map(_probability),
        }
    )


def ranks_by_unit(tables: Tables, *, top: int = 20) -> pd.DataFrame:
    """Return the pairs that are in the top of any unit, with their rank in each: see `cooccurrence.holding`."""
    held = holding(tables.cooccurrences, top=top)
    ranks = held.drop(columns=["source_id", "target_id", "holds"]).add_prefix("by ")
    return pd.DataFrame({**_named(tables, held), **ranks, "in the top of": held["holds"]})


def _pairs_of(tables: Tables, unit: str, min_units: int) -> pd.DataFrame:
    pairs = tables.cooccurrences
    return pairs[(pairs["unit"] == unit) & (pairs["n_units"] >= min_units)]


def _named(tables: Tables, pairs: pd.DataFrame) -> dict[str, pd.Series]:
    names = tables.entities.set_index("entity_id")["name"]
    return {"one": pairs["source_id"].map(names), "other": pairs["target_id"].map(names)}


def _probability(value: float) -> str:
    """Return a probability in three digits, as far as they tell anything."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def leading_pair(pairs: pd.DataFrame) -> tuple[str, str]:
    """Return the names of the first pair of `strongest_pairs`, two empty ones where there is none."""
    return (str(pairs["one"].iloc[0]), str(pairs["other"].iloc[0])) if len(pairs) else ("", "")


def evidence(tables: Tables, one: str, other: str, *, unit: str = "sentence") -> pd.DataFrame:
    """Return the sentences on which a tie rests, by document, then in order, each once.

    Parameters
    ----------
    one, other
        Names or identifiers.
    unit
        What the two share. Of a longer unit than a sentence, the sentences that name either.

    Returns
    -------
    pandas.DataFrame
        `document`, `sentence`, `href`; `told`, which of the two the sentence names, empty if both; `sources`, who
        published the document or a copy of it.
    """
    pair = sorted([resolve_name(tables, one), resolve_name(tables, other)])
    pairs = tables.cooccurrences
    row = pairs[(pairs["unit"] == unit) & (pairs["source_id"] == pair[0]) & (pairs["target_id"] == pair[1])]
    mentions = tables.mentions[tables.mentions["entity_id"].isin(pair)]
    naming: dict[str, dict[int, set[str]]] = {}
    for doc_id, sent_id, entity_id in zip(*(mentions[c] for c in ("doc_id", "sent_id", "entity_id")), strict=True):
        naming.setdefault(doc_id, {}).setdefault(sent_id, set()).add(entity_id)
    places = {
        (doc_id, sent_id): naming[doc_id][sent_id]
        for doc_id, first, last in (split_place(place, unit) for place in (row["evidence"].iloc[0] if len(row) else []))
        for sent_id in sorted(naming[doc_id])
        if first <= sent_id and (last is None or sent_id <= last)
    }
    names = tables.entities.set_index("entity_id")["name"]
    sources = _sources_by_document(tables, [doc_id for doc_id, _ in places])
    return quoted(tables, list(places)).assign(
        told=["" if len(named) == len(pair) else names[min(named)] for named in places.values()],
        sources=[" · ".join(sources.get(doc_id, [])) for doc_id, _ in places],
    )


def sources_of(tables: Tables, doc_id: str) -> list[str]:
    """Return who published a document: its own source first, then those of its copies, each once.

    Copies are not read, so that one story counts once however many print it; here their sources stay.
    """
    return _sources_by_document(tables, [doc_id]).get(doc_id, [])


def _sources_by_document(tables: Tables, doc_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return `sources_of` of each of these documents that has any; the documents are gone through once for all."""
    documents, asked = tables.documents, list(doc_ids)
    own = documents[documents["doc_id"].isin(asked)]
    copies = documents[documents["duplicate_of"].isin(asked)].sort_values("doc_id")
    told = pd.DataFrame(
        {
            "doc_id": pd.concat([own["doc_id"], copies["duplicate_of"]]),
            "source": pd.concat([own["source"], copies["source"]]),
        }
    ).dropna()
    sources: dict[str, list[str]] = {}
    for doc_id, source in told.drop_duplicates().astype(str).itertuples(index=False, name=None):
        sources.setdefault(doc_id, []).append(source)
    return sources


def sentences_with(tables: Tables, name: str, *, top: int = 10) -> pd.DataFrame:
    """Return the first sentences that name an entity: document, sentence, href."""
    named = tables.mentions[tables.mentions["entity_id"] == resolve_name(tables, name)]
    places = named[["doc_id", "sent_id"]].drop_duplicates().head(top)
    return quoted(tables, list(places.itertuples(index=False, name=None)))


def quoted(tables: Tables, places: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Return the sentences at these places (doc_id, sent_id), a row each: document, sentence, href."""
    quoting = {doc_id for doc_id, _ in places}
    sentences = tables.sentences[tables.sentences["doc_id"].isin(quoting)]
    documents = tables.documents[tables.documents["doc_id"].isin(quoting)]
    columns = (sentences[column].tolist() for column in ("doc_id", "sent_id", "start", "end"))
    extents = {(doc_id, sent_id): (start, end) for doc_id, sent_id, start, end in zip(*columns, strict=True)}
    texts = dict(zip(documents["doc_id"].tolist(), documents["text"].tolist(), strict=True))
    pages = {doc_id: document_href(doc_id) for doc_id in quoting}
    rows = []
    for doc_id, sent_id in places:
        start, end = extents[doc_id, sent_id]
        rows.append((doc_id, " ".join(texts[doc_id][start:end].split()), f"{pages[doc_id]}#s{sent_id}"))
    return pd.DataFrame(rows, columns=["document", "sentence", "href"])


def actor_forum_matrix(graph: nx.Graph, *, top: int = 12) -> pd.DataFrame:
    """Return the weight of each tie of an actor (down) to a forum (across), for the best connected of each."""
    ties = edge_table(graph)
    if ties.empty:
        return pd.DataFrame()
    names = dict(graph.nodes(data="label"))
    table = ties.pivot_table(index="actor_id", columns="forum_id", values="weight", aggfunc="sum", fill_value=0)
    actors = table.sum(axis=1).sort_values(ascending=False, kind="stable").index[:top]
    forums = table.loc[actors].sum(axis=0).sort_values(ascending=False, kind="stable").index[:top]
    table = table.loc[actors, forums]
    table = table[table.sum(axis=1) > 0]
    return table.rename(index=names, columns=names).rename_axis(index=None, columns=None)


def first_and_last(tables: Tables, types: tuple[str, ...] = FORUM_TYPES, *, top: int = 20) -> pd.DataFrame:
    """Return when the most named entities appear first and last, as dates of documents; undated ones are left out."""
    dated = tables.entities[tables.entities["type"].isin(types)].dropna(subset=["first_date"])
    dated = dated.sort_values(["n_documents", "n_mentions", "entity_id"], ascending=[False, False, True]).head(top)
    dated = dated.sort_values(["first_date", "last_date", "entity_id"], ignore_index=True)
    columns = {
        "name": "label",
        "type": "type",
        "first_date": "first",
        "last_date": "last",
        "n_documents": "documents",
    }
    return dated[list(columns)].rename(columns=columns)


def meetings_told(tables: Tables) -> pd.DataFrame:
    """Return the meetings by date: what is told of each, how many actors take part, how many documents name it."""
    names = tables.entities.set_index("entity_id")["name"]
    actors = tables.participations.groupby("meeting_id")["actor_id"].nunique()
    meetings = tables.meetings.sort_values(["start_date", "name", "meeting_id"], na_position="last", ignore_index=True)
    return pd.DataFrame(
        {
            "meeting": meetings["name"],
            "edition": meetings["edition"],
            "date": [when(*days) for days in zip(meetings["start_date"], meetings["end_date"], strict=True)],
            "place": meetings["place_id"].map(names),
            "mode": [None if pd.isna(mode) else mode.replace("_", " ") for mode in meetings["mode"]],
            "status": meetings["status"],
            "actors": meetings["meeting_id"].map(actors).fillna(0).astype("int64"),
            "documents": meetings["doc_ids"].map(len).astype("int64"),
        }
    )


def when(start: object, end: object) -> str | None:
    """Return the date of a meeting in words, None where none is told; a year that stays is said once.

    Examples
    --------
    >>> when("2021-03-30", "2021-04-02")
    '2021-03-30 to 04-02'
    >>> when("2021-12-30", "2022-01-02")
    '2021-12-30 to 2022-01-02'
    >>> when("2021-03", None)
    '2021-03'
    """
    if pd.isna(start):
        return None
    first, last = str(start), "" if pd.isna(end) else str(end)
    if not last or last == first:
        return first
    within = "-" in first and last.startswith(first[:5])
    return f"{first} to {last[5:] if within else last}"


def meetings_dated(tables: Tables, *, top: int = 20) -> pd.DataFrame:
    """Return the meetings whose date is told, in the order of time: label, status, first and last day.

    Of more than `top`, those that most documents name, then those that most actors take part in. A date that is
    told to the month or the year only runs from its first day to its last.
    """
    dated = tables.meetings.dropna(subset=["start_date"])
    actors = tables.participations.groupby("meeting_id")["actor_id"].nunique()
    dated = dated.assign(n_documents=dated["doc_ids"].map(len), n_actors=dated["meeting_id"].map(actors).fillna(0))
    dated = dated.sort_values(["n_documents", "n_actors", "meeting_id"], ascending=[False, False, True]).head(top)
    dated = dated.sort_values(["start_date", "name", "meeting_id"])
    ends = dated["end_date"].fillna(dated["start_date"])
    return pd.DataFrame(
        {
            "label": dated["name"],
            "status": dated["status"].fillna("held"),
            "first": [days_of(date)[0].isoformat() for date in dated["start_date"]],
            "last": [days_of(date)[1].isoformat() for date in ends],
        }
    ).reset_index(drop=True)


def resolve_name(tables: Tables, name: str) -> str:
    """Return the identifier of the entity that `name` names: an identifier, a name, or a written form.

    An empty name stands for the most widely named actor; where there is none, so is the identifier.

    Raises
    ------
    LookupError
        When no entity has that name; the message offers near ones.
    """
    entities = tables.entities
    if not name:
        actors = _by_spread(entities[entities["type"].isin(ACTOR_TYPES)])
        return str(actors["entity_id"].iloc[0]) if len(actors) else ""
    for hit in (
        entities[entities["entity_id"] == name],
        entities[entities["name"].str.casefold() == name.casefold()],
        entities[entities["aliases"].map(lambda forms: name in forms)],
    ):
        if len(hit):
            return str(hit.sort_values("n_mentions", ascending=False, kind="stable")["entity_id"].iloc[0])
    held = entities[entities["name"].str.contains(name, case=False, regex=False)]["name"].head(5)
    near = list(held) or get_close_matches(name, list(entities["name"]), n=5)
    raise LookupError(f"no entity is named {name!r}" + (f"; near: {', '.join(near)}" if len(near) else ""))


def card(tables: Tables, name: str) -> pd.DataFrame:
    """Return what is known of an entity, a row each: name, type, written forms, how often, from when to when."""
    row = tables.entities[tables.entities["entity_id"] == resolve_name(tables, name)]
    known = {
        "name": row["name"],
        "type": row["type"],
        "identifier": row["entity_id"],
        "written as": row["aliases"].map(" · ".join),
        "mentions": row["n_mentions"].astype(str),
        "documents": row["n_documents"].astype(str),
        "first named": row["first_date"],
        "last named": row["last_date"],
    }
    return pd.DataFrame(
        [(what, value.iloc[0]) for what, value in known.items() if len(value)], columns=["what", "value"]
    )


def neighbours(tables: Tables, name: str, *, unit: str = "sentence", top: int = 15) -> pd.DataFrame:
    """Return the entities named together with one, the most frequent first."""
    entity = resolve_name(tables, name)
    pairs = tables.cooccurrences[tables.cooccurrences["unit"] == unit]
    mine = pairs[(pairs["source_id"] == entity) | (pairs["target_id"] == entity)]
    other = mine["source_id"].where(mine["source_id"] != entity, mine["target_id"])
    entities = tables.entities.set_index("entity_id")
    table = pd.DataFrame(
        {
            "name": other.map(entities["name"]),
            "type": other.map(entities["type"]),
            f"{unit}s": mine["n_units"],
            "documents": mine["n_documents"],
            "NPMI": mine["npmi"],
            "q": mine["q_value"],
        }
    )
    return table.sort_values([f"{unit}s", "NPMI", "name"], ascending=[False, False, True], ignore_index=True).head(top)
