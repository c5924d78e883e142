"""The findings in sentences that the numbers write."""

import html
from typing import TYPE_CHECKING

import networkx as nx

from communique import summaries
from communique.network import ACTOR_TYPES, FORUM_TYPES, measures
from communique.tables import Tables

if TYPE_CHECKING:
    from communique.evaluation import Evaluation

__all__ = [
    "Finding",
    "about_cooccurrence",
    "about_documents",
    "about_entities",
    "about_entity",
    "about_network",
    "about_quality",
    "about_time",
    "counts",
    "period",
    "scope",
]

SURE = 0.05


class Finding(str):
    """Sentences, shown by Jupyter as a paragraph; what comes from documents is escaped."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<p class="finding">{html.escape(self)}</p>'


def counts(tables: Tables) -> dict[str, int]:
    """Return how much there is of each kind, by label."""
    types = tables.entities["type"]
    return {
        "documents": _n_read(tables),
        "sentences": len(tables.sentences),
        "mentions": len(tables.mentions),
        "actors": int(types.isin(ACTOR_TYPES).sum()),
        "forums": int(types.isin(FORUM_TYPES).sum()),
        "numbered meetings": len(tables.meetings),
    }


def period(tables: Tables) -> str:
    """Return the span of the dates of the documents in words."""
    dates = sorted(tables.documents.loc[tables.documents["status"] == "read", "date"].dropna())
    if not dates:
        return "undated"
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"


def scope(tables: Tables) -> str:
    """Return how many documents of which time a picture rests on, for its title."""
    return f"{_number(_n_read(tables), 'document')}, {period(tables)}"


def about_documents(tables: Tables) -> Finding:
    """Tell how many documents were read, how long they are, from when, and what was left out."""
    read = tables.documents[tables.documents["status"] == "read"]
    out = len(tables.documents) - len(read)
    undated = int(read["date"].isna().sum())
    return Finding(
        f"{_number(len(read), 'document')} with {int(read['n_words'].sum()):,} words "
        f"{'was' if len(read) == 1 else 'were'} read, {_dated(tables)}. "
        + (f"{_number(undated, 'of them bears', 'of them bear')} no date. " if 0 < undated < len(read) else "")
        + (f"{_number(out, 'file')} could not be used." if out else "No file was left out.")
    )


def about_entities(tables: Tables) -> Finding:
    """Tell how many actors and forums are named, and who most widely."""
    told = counts(tables)
    said = f"{_number(told['actors'], 'actor')} and {_number(told['forums'], 'forum')} are named."
    top = summaries.most_named(tables, top=1)
    if len(top):
        first = top.iloc[0]
        said += (
            f" {first['name']} is named most widely: in {first['documents']} of {told['documents']} documents, "
            f"{_number(first['mentions'], 'time')}."
        )
    return Finding(said)


def about_cooccurrence(tables: Tables) -> Finding:
    """Tell how many pairs share a sentence, how many more often than chance explains, and which most."""
    pairs = tables.cooccurrences[tables.cooccurrences["unit"] == "sentence"]
    if pairs.empty:
        return Finding("No two entities are named in one sentence.")
    sure = int((pairs["q_value"] <= SURE).sum())
    first = summaries.strongest_pairs(tables, top=1).iloc[0]
    shared = _number(len(pairs), "pair of entities shares", "pairs of entities share")
    return Finding(
        f"{shared} a sentence; {sure:,} of them do so more often than chance explains "
        f"(false discovery rate {SURE:.0%}). {first['one']} and {first['other']} share most: "
        f"{_number(first['sentences'], 'sentence')} in {_number(first['documents'], 'document')}."
    )


def about_network(graph: nx.Graph) -> Finding:
    """Tell how large the network of actors and forums is, and which forum and actor have most ties."""
    if not graph:
        return Finding("No actor is named with a forum in one sentence, so there is no network.")
    ranked = measures(graph)
    actors, forums = ranked[ranked["type"] != "FORUM"], ranked[ranked["type"] == "FORUM"]
    return Finding(
        f"{_number(len(actors), 'actor')} and {_number(len(forums), 'forum')} are joined by "
        f"{_number(graph.number_of_edges(), 'tie')}. "
        f"{forums.iloc[0]['name']} is tied to most actors ({forums.iloc[0]['ties']}), "
        f"{actors.iloc[0]['name']} to most forums ({actors.iloc[0]['ties']})."
    )


def about_time(tables: Tables) -> Finding:
    """Tell which time the documents cover and how many numbered meetings they name."""
    lasting = summaries.first_and_last(tables, top=len(tables.entities))
    lasting = lasting[lasting["documents"] > 1]
    meetings = _number(len(tables.meetings), "numbered meeting is", "numbered meetings are")
    said = f"{meetings} named in documents {_dated(tables)}."
    if len(lasting):
        said += f" {_number(len(lasting), 'forum appears', 'forums appear')} in more than one document."
    return Finding(said)


def about_entity(tables: Tables, name: str) -> Finding:
    """Tell of one entity how widely it is named, and with whom most often."""
    entity_id = summaries.resolve_name(tables, name)
    if not entity_id:
        return Finding("No actor is named.")
    row = tables.entities.set_index("entity_id").loc[entity_id]
    said = f"{row['name']} is named {_number(row['n_mentions'], 'time')} in {_number(row['n_documents'], 'document')}."
    around = summaries.neighbours(tables, entity_id, top=3)
    if len(around):
        said += f" It shares most sentences with {_listed(list(around['name']))}."
    return Finding(said)


def about_quality(evaluation: "Evaluation") -> Finding:
    """Tell how much of what was annotated by hand was found, and how much of what was found is right."""
    if not evaluation.documents:
        return Finding("None of these documents is annotated by hand, so the accuracy on them is not known.")
    figures = evaluation.figures.set_index("figure")
    entity = figures.loc["entity"]
    return Finding(
        f"On {_number(len(evaluation.documents), 'document')} annotated by hand, {entity['recall']:.0%} of mentions "
        f"were found and given to the right entity; of those extracted, {entity['precision']:.0%} are right "
        f"(F1 {entity['f1']:.2f})."
    )


def _dated(tables: Tables) -> str:
    return "undated" if period(tables) == "undated" else f"dated {period(tables)}"


def _n_read(tables: Tables) -> int:
    return int((tables.documents["status"] == "read").sum())


def _number(count: int, singular: str, plural: str | None = None) -> str:
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
