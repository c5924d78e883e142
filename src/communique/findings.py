"""The findings in sentences that the numbers write, with the ways to their evidence."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from communique import summaries
from communique.chronicle.plans import outcomes
from communique.cooccurrence import could_survive, holding, overlaps
from communique.kinds import ACTOR_TYPES, FORUM_TYPES, STANDING, STATUSES
from communique.names import document_href
from communique.network import Backbone, Choice, Stability, measures, rank_text, select_participations, unheld
from communique.phrases import counted as _counted
from communique.phrases import listed as _listed
from communique.phrases import number as _number
from communique.phrases import some as _some
from communique.roles import in_words
from communique.tables import Tables, walk

if TYPE_CHECKING:
    from communique.evaluation import Evaluation

__all__ = [
    "Finding",
    "Said",
    "about_backbone",
    "about_chance",
    "about_communities",
    "about_cooccurrence",
    "about_documents",
    "about_entities",
    "about_entity",
    "about_measured",
    "about_network",
    "about_projection",
    "about_quality",
    "about_roles",
    "about_time",
    "about_units",
    "counts",
    "period",
    "scope",
]

SURE = 0.05
STEADY = 0.9  # of the draws in which a node stays with its community
NOUNS = {"invited": "invitee"}  # the roles whose names are no nouns
LINKS = 6  # to the evidence of one sentence; the tables below a finding lead to the rest


@dataclass(frozen=True)
class Said:
    """A sentence, and the places (doc_id, sent_id) of those that it rests on."""

    text: str
    places: tuple[tuple[str, int], ...] = ()

    def links(self) -> list[dict[str, str]]:
        """Return the ways to the first places: `href` from the index, `label`."""
        return [
            {"href": f"{document_href(doc_id)}#s{sent_id}", "label": f"{doc_id}, sentence {sent_id}"}
            for doc_id, sent_id in self.places[:LINKS]
        ]


class Finding(str):
    """Sentences, shown by Jupyter as a paragraph with links; what comes from documents is escaped."""

    __slots__ = ("said",)
    said: tuple[Said, ...]

    def __new__(cls, *said: str | Said) -> "Finding":
        """Return the finding that these sentences make."""
        parts = tuple(part if isinstance(part, Said) else Said(part) for part in said)
        finding = super().__new__(cls, " ".join(part.text for part in parts))
        finding.said = parts
        return finding

    def links(self) -> list[dict[str, str]]:
        """Return the ways to the evidence of all sentences."""
        return [link for part in self.said for link in part.links()]

    def _repr_html_(self) -> str:
        number, told = 0, []
        for part in self.said:
            marks = []
            for link in part.links():
                number += 1
                label, href = html.escape(link["label"]), html.escape(link["href"])
                marks.append(f'<a href="{href}" title="{label}" aria-label="Evidence: {label}">{number}</a>')
            told.append(html.escape(part.text) + (f"<sup>{' '.join(marks)}</sup>" if marks else ""))
        return f'<p class="finding">{" ".join(told)}</p>'


def counts(tables: Tables) -> dict[str, int]:
    """Return how much there is of each kind, by label."""
    types = tables.entities["type"]
    return {
        "documents": _n_read(tables),
        "sentences": len(tables.sentences),
        "mentions": len(tables.mentions),
        "actors": int(types.isin(ACTOR_TYPES).sum()),
        "forums": int(types.isin(FORUM_TYPES).sum()),
        "meetings": len(tables.meetings),
        "participations": len(tables.participations),
        "affiliations": len(tables.affiliations),
    }


def period(tables: Tables) -> str:
    """Return the span of the dates of the documents in words."""
    dates = sorted(tables.documents.loc[tables.documents["status"] == "read", "date"].dropna())
    if not dates:
        return "undated"
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"


def scope(tables: Tables, **parameters: object) -> str:
    """Return how many documents of which time a picture rests on, and with which parameters, for its heading.

    Parameters that are empty are not told: `scope(tables, roles="", min_sentences=2)` is such as
    `5 documents, 2020-09-09 to 2023-07-11; min sentences: 2`.
    """
    told = [f"{name.replace('_', ' ')}: {value}" for name, value in parameters.items() if value not in ("", None)]
    return "; ".join([f"{_number(_n_read(tables), 'document')}, {period(tables)}", *told])


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


def about_cooccurrence(tables: Tables, *, unit: str = "sentence") -> Finding:
    """Tell which pair shares most units, how many pairs share one, and for how many of these it is more than chance."""
    pairs = tables.cooccurrences[tables.cooccurrences["unit"] == unit]
    if pairs.empty:
        return Finding(f"No two entities are named in one {unit}.")
    first = summaries.strongest_pairs(tables, unit=unit, top=1).iloc[0]
    sure = _sure(pairs)
    more = f", {sure:,} of them more often than chance explains" if sure else ""
    return Finding(
        f"{first['one']} and {first['other']} are named together most: in {_number(first[f'{unit}s'], unit)} of "
        f"{_number(first['documents'], 'document')}.",
        f"{_number(len(pairs), 'pair of entities shares', 'pairs of entities share')} a {unit}{more}.",
    )


def about_chance(tables: Tables, *, unit: str = "sentence") -> Finding:
    """Tell how many of the pairs that share a unit pass the test against chance; warn if few can."""
    pairs = tables.cooccurrences[tables.cooccurrences["unit"] == unit]
    if pairs.empty:
        return Finding(f"No two entities are named in one {unit}, so there is nothing to test.")
    passing = _some(_sure(pairs), "is", "are")
    said = [
        f"Of {_number(len(pairs), 'pair')} named in one {unit}, {passing} named together more often than chance "
        f"explains (false discovery rate {SURE:.0%})."
    ]
    if unit == "window":
        said.append("Windows overlap, so this test passes too many: take its order, not its number.")
    possible = could_survive(pairs, SURE)
    if possible < len(pairs) / 2:
        least = pairs["least_p_value"]
        said.append(
            f"The corpus is small for this test: most names stand in so few {unit}s that, had every pair met as often "
            f"as it could, {'no more than ' if possible else ''}{_counted(possible)} could have passed. "
            f"The least p-value that a pair could reach is {least.min():.2g}; for half of them it is "
            f"{least.median():.2g} or more. A pair that does not pass is not refuted."
        )
    return Finding(*said)


def _sure(pairs: pd.DataFrame) -> int:
    return int((pairs["q_value"] <= SURE).sum())


def about_units(tables: Tables, *, top: int = 20) -> Finding:
    """Tell how many of the strongest pairs are so whatever the unit, and which two units agree least."""
    held = holding(tables.cooccurrences, top=top)
    agreed = overlaps(held, top=top)
    if agreed.empty:
        return Finding("There are no two units whose strongest pairs could be compared.")
    units = list(dict.fromkeys([*agreed["one"], *agreed["other"]]))
    least = agreed.loc[agreed["jaccard"].idxmin()]
    everywhere = int((held["holds"] == len(units)).sum())
    first, second = least["one"].capitalize(), least["other"]
    return Finding(
        f"{_number(everywhere, 'pair is', 'pairs are')} among the {top:,} strongest by every unit "
        f"({_listed(units)}), out of {len(held):,} that are so by any. {first} and {second} agree least: "
        f"{_number(least['both'], 'pair is', 'pairs are')} in both tops (Jaccard {least['jaccard']:.2f})."
    )


def about_network(graph: nx.Graph, ranks: pd.DataFrame | None = None) -> Finding:
    """Tell how large the network of actors and forums is, and which forum and actor have most ties.

    With `ranks` (`communique.network.rank_intervals`), also how sure the first ranks are.
    """
    told = graph.graph.get("ties") != "co-occurrence"
    if not graph:
        return Finding(
            "No text tells that an actor takes part in a forum, so there is no network."
            if told
            else "No actor is named with a forum in one sentence, so there is no network."
        )
    ranked = measures(graph)
    actors, forums = ranked[ranked["type"] != "FORUM"], ranked[ranked["type"] == "FORUM"]
    size = f"{_number(len(actors), 'actor')} and {_number(len(forums), 'forum')} are joined by "
    ties = _number(graph.number_of_edges(), "tie")
    if not told:
        return Finding(
            f"{size}{ties}.",
            f"{forums.iloc[0]['name']} is named with most actors ({forums.iloc[0]['ties']}), "
            f"{actors.iloc[0]['name']} with most forums ({actors.iloc[0]['ties']}).",
        )
    ahead, instead = unheld(graph)
    return Finding(
        f"{size}{ties}: a text tells that the one takes part in the other.",
        *([f"{_number(ahead, 'tie is', 'ties are')} {instead}."] if ahead else []),
        f"{forums.iloc[0]['name']} joins most actors ({forums.iloc[0]['ties']}).",
        *([] if ranks is None or ranks.empty else [_how_sure(ranks)]),
    )


def _how_sure(ranks: pd.DataFrame) -> str:
    """Tell within which ranks the first actor and the first forum lie, by the first measure."""
    measure = ranks["measure"].iloc[0]
    ranks = ranks[ranks["measure"] == measure]
    told = []
    for kind, part in (("actors", ranks[ranks["type"] != "FORUM"]), ("forums", ranks[ranks["type"] == "FORUM"])):
        first = part.iloc[0]
        others = int((part["rank"] == 1).sum()) - 1
        shared = f", with {_number(others, 'other')}" if others else ""
        told.append(f"{first['name']} has rank {rank_text(1, first['low'], first['high'])} among {kind}{shared}")
    draws = int(ranks["draws"].iloc[0])
    return f"By {measure}, with the interval when documents are drawn again {draws:,} times: {'; '.join(told)}."


def about_projection(projected: nx.Graph, ranks: pd.DataFrame) -> Finding:
    """Tell how many share how much, who had to be left out, and how often documents were drawn for `ranks`."""
    if not projected:
        return Finding("There is no network, so nobody shares anything.")
    by = projected.graph["ties"]
    own = "actors" if by == "shared forums" else "forums"
    left_out = projected.graph.get("left_out", 0)
    pairs = _number(projected.number_of_edges(), "pair")
    said = [f"{pairs} of {len(projected):,} {own} {'is' if projected.number_of_edges() == 1 else 'are'} tied by {by}."]
    if left_out:
        said.append(
            f"{_number(left_out, 'other')} with fewer ties {'is' if left_out == 1 else 'are'} left out here and in the "
            f"communities and backbone below: with them there would be too many pairs."
        )
    draws = int(ranks["draws"].max()) if len(ranks) else 0
    return Finding(*said, f"For the intervals documents were drawn again {draws:,} times.")


def about_communities(found: Stability) -> Finding:
    """Tell into how many communities a network falls, and how much of that holds when documents are drawn again."""
    members, resamples = found.members, found.resamples
    if members.empty:
        return Finding("There is no network, so there are no communities.")
    said = [
        f"{_number(len(members), 'node falls', 'nodes fall')} into "
        f"{_number(members['community'].nunique(), 'community', 'communities')}, "
        f"{members['community'].value_counts().max():,} into the largest."
    ]
    company = members.dropna(subset=["stability"])
    if len(resamples) and len(company):
        stay = int((company["stability"] >= STEADY).sum())
        said.append(
            f"Drawn again {len(resamples):,} times, the documents give communities that agree with these by "
            f"{resamples['agreement'].median():.2f} in the median (adjusted Rand index: 1 is the same, 0 is chance)."
        )
        said.append(
            f"{stay:,} of {_number(len(company), 'node')} with company {'keeps' if stay == 1 else 'keep'} "
            f"{STEADY:.0%} of it or more."
        )
    return Finding(*said)


def about_backbone(found: Backbone) -> Finding:
    """Tell how many ties a null model leaves, and which are the first to stay and to go."""
    ties = found.ties
    if ties.empty:
        return Finding("No two share anything, so there is no backbone.")
    said = [f"{found.left:,} of {_number(len(ties), 'tie')} {'is' if found.left == 1 else 'are'} left."]
    for part, what in ((ties[ties["kept"]], "Most surprising"), (ties[~ties["kept"]], "First of those that went")):
        if len(part):
            first = part.iloc[0]
            chance = f"p {first['p_value']:.2g}, q {first['q_value']:.2g}"
            said.append(f"{what}: {first['source']} and {first['target']} ({chance}).")
    return Finding(*said)


def about_roles(tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING) -> Finding:
    """Tell who takes part in most forums, who chairs and hosts, and what is only planned, with the evidence."""
    told = select_participations(tables, roles=roles, statuses=statuses)
    if told.empty:
        return Finding("No text tells that an actor takes part in a forum.")
    firm = told[told["status"].isin(["held", "planned"])]
    said = [
        _leaders(tables, told, "takes part in most forums", "take part in most forums"),
        _leaders(tables, firm[firm["role"] == "chair"], "chairs most", "chair most"),
        _leaders(tables, firm[firm["role"] == "host"], "hosts most", "host most"),
        _ahead(tables, told),
    ]
    return Finding(*[part for part in said if part])


def _leaders(tables: Tables, told: pd.DataFrame, one: str, several: str) -> Said | None:
    """Return who has most forums in these participations; None where there are none."""
    forums = told.groupby("actor_id")["forum_id"].nunique()
    if forums.empty:
        return None
    first = sorted(forums[forums == forums.max()].index)
    names = tables.entities.set_index("entity_id")["name"]
    named = [str(names[entity]) for entity in first[:3]]
    if len(first) > len(named):
        named = [*named[:2], f"{len(first) - 2:,} others"]
    much = f"{forums.max():,}" if len(first) == 1 else f"{forums.max():,} each"
    return Said(
        f"{_listed(named)} {one if len(first) == 1 else several} ({much}).",
        _places(told[told["actor_id"].isin(first)]),
    )


def _ahead(tables: Tables, told: pd.DataFrame) -> Said | None:
    """Return what is planned or proposed and not told as held besides; None where nothing is."""
    ties = pd.MultiIndex.from_frame(told[["actor_id", "forum_id"]])
    ahead = ~ties.isin(ties[told["status"] == "held"]) & (told["status"] != "cancelled")
    rows = list(walk(told[ahead]))
    if not rows:
        return None
    names = tables.entities.set_index("entity_id")["name"]
    more = len({(row.actor_id, row.forum_id) for row in rows}) - 1
    first = rows[0]
    example = in_words(names[first.actor_id], first.role, names[first.forum_id], first.status)
    return Said(
        f"Still ahead when the documents were written: {example}" + (f", and {more:,} more." if more else "."),
        _places(pd.DataFrame(rows)),
    )


def _places(told: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys(zip(told["doc_id"], told["sent_id"], strict=True)))


def about_time(tables: Tables) -> Finding:
    """Tell which time the documents cover, and how many meetings they tell of, in which status."""
    lasting = summaries.first_and_last(tables, top=len(tables.entities))
    lasting = lasting[lasting["documents"] > 1]
    statuses = tables.meetings["status"].value_counts()
    meetings = _number(len(tables.meetings), "meeting is", "meetings are")
    said = [f"{meetings} told of in documents {_dated(tables)}."]
    if len(tables.meetings):
        counted = [f"{statuses[status]:,} {status}" for status in STATUSES if status in statuses]
        said[0] = said[0].removesuffix(".") + f": {_listed(counted)}." if counted else said[0]
    if len(lasting):
        said.append(f"{_number(len(lasting), 'forum appears', 'forums appear')} in more than one document.")
    return Finding(*said, *_promised(tables))


def _promised(tables: Tables) -> list[Said]:
    """Return what came of the meetings that were announced; nothing where none was."""
    came = outcomes(tables)
    if not came:
        return []
    kept, overdue = came.get("kept", 0), came.get("overdue", 0)
    announced = _number(sum(came.values()), "meeting that was", "meetings that were")
    past = _number(overdue, "is overdue", "are overdue")
    late = f"; {past}: the date is past and no later document tells of it" if overdue else ""
    return [Said(f"Of {announced} announced, a later document tells {_counted(kept)} as held{late}.")]


def about_entity(tables: Tables, name: str) -> Finding:
    """Tell of one entity how widely it is named, in what it takes part, for whom it acts, and with whom it is named."""
    entity_id = summaries.resolve_name(tables, name)
    if not entity_id:
        return Finding("No actor is named.")
    row = tables.entities.set_index("entity_id").loc[entity_id]
    said: list[str | Said] = [
        f"{row['name']} is named {_number(row['n_mentions'], 'time')} in {_number(row['n_documents'], 'document')}."
    ]
    said += [part for part in (_part(tables, entity_id, row), _acts(tables, entity_id, row)) if part]
    around = summaries.neighbours(tables, entity_id, top=3)
    if len(around):
        subject = row["name"] if row["type"] == "PERSON" else "It"
        said.append(f"{subject} shares most sentences with {_listed(list(around['name']))}.")
    return Finding(*said)


def _part(tables: Tables, entity_id: str, entity: pd.Series) -> Said | None:
    """Return in how many forums an actor takes part, or how many actors in a forum, by role."""
    told = select_participations(tables)
    told = told[(told["actor_id"] == entity_id) | (told["forum_id"] == entity_id)]
    if told.empty:
        return None
    forum = entity["type"] in FORUM_TYPES
    other = "actor_id" if forum else "forum_id"
    counted = told.groupby("role")[other].nunique().sort_values(ascending=False, kind="stable")
    by_role = _listed([f"{n:,} as {NOUNS.get(str(role), role)}" for role, n in counted.items()])
    number = told[other].nunique()
    text = f"joins {_number(number, 'actor')}" if forum else f"takes part in {_number(number, 'forum')}"
    subject = entity["name"] if entity["type"] == "PERSON" else "It"
    return Said(f"{subject} {text}: {by_role}.", _places(told))


def _acts(tables: Tables, entity_id: str, entity: pd.Series) -> Said | None:
    """Return for whom a person acts, or how many persons act for a state or organisation."""
    told = tables.affiliations
    told = told[(told["person_id"] == entity_id) | (told["affiliation_id"] == entity_id)]
    if told.empty:
        return None
    names = tables.entities.set_index("entity_id")["name"]
    if entity["type"] == "PERSON":
        text = f"{entity['name']} acts for {_listed(list(names[sorted(set(told['affiliation_id']))]))}."
    else:
        text = f"{_number(told['person_id'].nunique(), 'person acts', 'persons act')} for it."
    return Said(text, _places(told))


def about_quality(evaluation: "Evaluation") -> Finding:
    """Tell how much of what was annotated by hand was found, and how much of what was found is right."""
    if not evaluation.documents:
        return Finding("None of these documents is annotated by hand, so the accuracy on them is not known.")
    figures = evaluation.figures.set_index("figure")
    entity, pairs = figures.loc["entity"], figures.loc["pairs"]
    said = [
        f"On {_number(len(evaluation.documents), 'document')} annotated by hand, {entity['recall']:.0%} of mentions "
        f"were found and given to the right entity; of those extracted, {entity['precision']:.0%} are right "
        f"(F1 {entity['f1']:.2f})."
    ]
    if pairs["gold"]:
        said.append(
            f"Of the {_number(int(pairs['gold']), 'pair')} of an actor and a forum in which it takes part, "
            f"{pairs['recall']:.0%} were found; of those extracted, {pairs['precision']:.0%} are right "
            f"(F1 {pairs['f1']:.2f})."
        )
    return Finding(*said)


def about_measured(measured: pd.DataFrame) -> Finding:
    """Tell what was measured on documents kept aside; `measured` as `communique.measured.read_measured` returns it."""
    aside = measured[measured["part"] == "aside"].set_index("figure")
    if aside.empty:
        return Finding("No figures on documents kept aside are at hand.")
    entity, pairs = aside.loc["entity"], aside.loc["pairs"]
    return Finding(
        f"On {_number(int(entity['documents']), 'document')} that were kept aside while rules and model were made, "
        f"F1 is {entity['f1']:.2f} for mentions in the right entity and {pairs['f1']:.2f} for pairs of actor and forum."
    )


def _dated(tables: Tables) -> str:
    return "undated" if period(tables) == "undated" else f"dated {period(tables)}"


def _n_read(tables: Tables) -> int:
    return int((tables.documents["status"] == "read").sum())
