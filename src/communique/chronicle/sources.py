"""Whose telling it is: who reports which actors, forums and ties, and where sources disagree."""

import re

import pandas as pd

from communique.chronicle.places import meeting_names, meeting_places
from communique.kinds import ACTOR_TYPES, FORUM_TYPES, STANDING
from communique.network import Choice, select_participations
from communique.phrases import listed
from communique.summaries import quoted
from communique.tables import Tables

__all__ = ["SOURCE_KINDS", "by_source", "disagreements", "one_sided_ties", "source_kind"]

# The first that meets decides: `Permanent Mission to the Press Council` is a mission.
SOURCE_KINDS = {
    "official": r"ministry|ministries|mission|embassy|consulate|government|cabinet|presiden\w+|prime minister\w*"
    r"|kremlin|parliament\w*|council|senate|duma|assembly|secretariat|department|commission|union|nations|office|chancell\w+"
    r"|white house|committee|organi[sz]ation|mfa|mofa|house of",
    "agency": r"agency|agencies|newswire|wire|VNA|TASS|Xinhua|Reuters|AFP|AP|Interfax|RIA|Antara|Bernama|Kyodo|Yonhap"
    r"|ANSA|EFE|DPA|PTI|SPA|WAM|IRNA|KUNA|QNA|Anadolu|AA|BTA|MTI|PAP|CTK|BelTA|Kazinform|ANI",
    "press": r"times|post|daily|news|herald|gazette|journal|tribune|press|review|today|radio|television|TV|magazine"
    r"|weekly|monitor|observer|globe|star|standard|chronicle|courier",
}
_KINDS = [(kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in SOURCE_KINDS.items()]
AFTER = ["held", "cancelled"]  # what one can say of a meeting once it is over
UNKNOWN = "(not told)"
MOST_COMPARED = 12  # sources of one meeting


def source_kind(source: str) -> str:
    """Return whether a publisher is `official`, an `agency` or the `press`, as its name tells, else `other`.

    Examples
    --------
    >>> [source_kind(name) for name in ("Ministry of Foreign Affairs", "VNA", "The Lima Post", "Ada Reyes")]
    ['official', 'agency', 'press', 'other']
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(source)), "other")


def by_source(tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING) -> pd.DataFrame:
    """Return what each source tells of.

    Returns
    -------
    pandas.DataFrame
        `source` (`(not told)` where a document names none), `kind` (`source_kind`), `documents`, `actors` and `forums`
        (named), `ties` (of an actor to a forum that it takes part in), `alone` (ties that no other source tells);
        those with most documents first. A document and its copies count for each of their sources.
    """
    of_document = _sources(tables)
    types = dict(zip(tables.entities["entity_id"], tables.entities["type"], strict=True))
    named = tables.mentions[["doc_id", "entity_id"]].drop_duplicates().merge(of_document, on="doc_id")
    named = named.assign(type=named["entity_id"].map(types)).drop_duplicates(["source", "entity_id"])
    ties = _ties(tables, of_document, roles, statuses).drop_duplicates(["source", "actor_id", "forum_id"])
    ties = ties.assign(n=ties.groupby(["actor_id", "forum_id"])["source"].transform("nunique"))
    counted = {
        "documents": of_document.groupby("source").size(),
        "actors": named[named["type"].isin(ACTOR_TYPES)].groupby("source").size(),
        "forums": named[named["type"].isin(FORUM_TYPES)].groupby("source").size(),
        "ties": ties.groupby("source").size(),
        "alone": ties[ties["n"] == 1].groupby("source").size(),
    }
    table = pd.DataFrame(counted).fillna(0).astype("int64").rename_axis("source").reset_index()
    table.insert(1, "kind", ["" if source == UNKNOWN else source_kind(source) for source in table["source"]])
    return table.sort_values(["documents", "source"], ascending=[False, True], ignore_index=True)


def one_sided_ties(tables: Tables, *, roles: Choice = None, statuses: Choice = STANDING) -> pd.DataFrame:
    """Return the ties that one source tells, of forums on which others report too.

    Of a forum that only one source covers, every tie is told by one source alone: these are left out.

    Returns
    -------
    pandas.DataFrame
        `actor`, `forum`, `source` (the one that tells the tie), `others` (how many other sources tell who takes part
        in the forum), `sentences`, `document`, `sentence`, `href` (of the first), `told` (the row in words); ties of
        the forums with most sources first.
    """
    told = _ties(tables, _sources(tables), roles, statuses)
    told = told[told["source"] != UNKNOWN]
    told = told.assign(
        tellers=told.groupby(["actor_id", "forum_id"])["source"].transform("nunique"),
        covering=told.groupby("forum_id")["source"].transform("nunique"),
    )
    alone = told[(told["tellers"] == 1) & (told["covering"] > 1)].sort_values(["doc_id", "sent_id"], kind="stable")
    alone = alone.assign(sentences=alone.groupby(["actor_id", "forum_id"])["sent_id"].transform("size"))
    alone = alone.drop_duplicates(["actor_id", "forum_id"])
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    alone = alone.assign(
        actor=alone["actor_id"].map(names), forum=alone["forum_id"].map(names), others=alone["covering"] - 1
    )
    order = ["others", "forum", "sentences", "actor"]
    alone = alone.sort_values(order, ascending=[False, True, False, True], ignore_index=True)
    alone = alone.join(quoted(tables, list(zip(alone["doc_id"].tolist(), alone["sent_id"].tolist(), strict=True))))
    rows = zip(*(alone[c].tolist() for c in ("actor", "forum", "source")), strict=True)
    alone["told"] = [f"{actor} in {forum}: only {source} tells it" for actor, forum, source in rows]
    return alone[["actor", "forum", "source", "others", "sentences", "document", "sentence", "href", "told"]]


def disagreements(tables: Tables) -> pd.DataFrame:
    """Return where sources that report on one meeting differ: on who took part, in which role, whether it was held.

    A source that names fewer does not deny the rest: `who` is where each of two sources names someone whom the other
    does not. `role` is where two give one actor different roles and neither gives both. `status` is where one tells
    the meeting as held and another as cancelled, or as still ahead on a later day.

    Returns
    -------
    pandas.DataFrame
        `meeting`, `about` (`who`, `role`, `status`), `one` and `other` (sources), `one_says` and `other_says`,
        `document`, `sentence`, `href` (of the first), `told` (the row in words), by meeting.
    """
    of_document = _sources(tables)
    of_document = of_document[of_document["source"] != UNKNOWN]
    found = [*_who_and_role(tables, of_document), *_status(tables, of_document)]
    columns = ["meeting_id", "about", "one", "other", "one_says", "other_says", "doc_id", "sent_id"]
    table = pd.DataFrame(found, columns=columns)
    table = table.sort_values(["meeting_id", "about", "one", "other", "one_says"], ascending=True, ignore_index=True)
    table.insert(0, "meeting", table["meeting_id"].map(meeting_names(tables)))
    table = table.join(quoted(tables, list(zip(table["doc_id"].tolist(), table["sent_id"].tolist(), strict=True))))
    table["told"] = [
        f"{row.meeting}, {row.about}: {row.one} says {row.one_says}; {row.other} says {row.other_says}"
        for row in table.itertuples(index=False)
    ]
    return table.drop(columns=["meeting_id", "doc_id", "sent_id"])


def _sources(tables: Tables) -> pd.DataFrame:
    """Return `doc_id` and `source`: those of what was read and of its copies, each once."""
    documents = tables.documents
    read = documents[documents["status"] == "read"][["doc_id", "source"]]
    copies = documents[documents["duplicate_of"].notna()][["duplicate_of", "source"]].dropna()
    together = pd.concat([read, copies.rename(columns={"duplicate_of": "doc_id"})], ignore_index=True)
    # A source that is not told says nothing where that of a copy is.
    known = together.dropna(subset=["source"])
    unknown = together[together["source"].isna() & ~together["doc_id"].isin(known["doc_id"])].assign(source=UNKNOWN)
    return pd.concat([known, unknown]).drop_duplicates().sort_values(["doc_id", "source"], ignore_index=True)


def _ties(tables: Tables, of_document: pd.DataFrame, roles: Choice, statuses: Choice) -> pd.DataFrame:
    told = select_participations(tables, roles=roles, statuses=statuses)
    told = told[["doc_id", "sent_id", "actor_id", "forum_id"]].drop_duplicates()
    return told.merge(of_document, on="doc_id")


def _who_and_role(tables: Tables, of_document: pd.DataFrame) -> list[tuple[object, ...]]:
    told = tables.participations.dropna(subset=["meeting_id"]).merge(of_document, on="doc_id")
    told = told.assign(n=told.groupby("meeting_id")["source"].transform("nunique"))
    told = told[told["n"] > 1].sort_values(["meeting_id", "source", "doc_id", "sent_id"], kind="stable")
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    by: dict[str, dict[str, dict[str, set[str]]]] = {}  # meeting, source, actor, roles
    first: dict[tuple[str, str, str], tuple[str, int]] = {}
    columns = ("meeting_id", "source", "actor_id", "role", "doc_id", "sent_id")
    for meeting_id, source, actor, role, doc_id, sent_id in zip(*(told[c].tolist() for c in columns), strict=True):
        by.setdefault(meeting_id, {}).setdefault(source, {}).setdefault(actor, set()).add(role)
        first.setdefault((meeting_id, source, actor), (doc_id, sent_id))
    rows: list[tuple[object, ...]] = []
    for meeting_id, of_meeting in by.items():
        for one, other in _pairs(list(of_meeting)):
            mine, theirs = of_meeting[one], of_meeting[other]
            more, others = sorted(set(mine) - set(theirs)), sorted(set(theirs) - set(mine))
            if more and others:
                said = [listed([names[actor] for actor in actors], most=4) for actors in (more, others)]
                rows.append((meeting_id, "who", one, other, *said, *first[meeting_id, one, more[0]]))
            for actor in sorted(set(mine) & set(theirs)):
                if mine[actor].isdisjoint(theirs[actor]):
                    said = [f"{names[actor]}: {', '.join(sorted(roles))}" for roles in (mine[actor], theirs[actor])]
                    rows.append((meeting_id, "role", one, other, *said, *first[meeting_id, one, actor]))
    return rows


def _status(tables: Tables, of_document: pd.DataFrame) -> list[tuple[object, ...]]:
    told = meeting_places(tables).merge(of_document, on="doc_id")
    told = told[told["status"] != ""].sort_values(["meeting_id", "date", "doc_id"], kind="stable")
    told = told.assign(n=told.groupby("meeting_id")["source"].transform("nunique"))
    # What a source says last counts: it may have announced first and reported then.
    latest: dict[str, dict[str, tuple[str, str, str, int]]] = {}
    columns = ("meeting_id", "source", "status", "date", "doc_id", "sent_id")
    for meeting_id, source, *telling in zip(*(told.loc[told["n"] > 1, c].tolist() for c in columns), strict=True):
        latest.setdefault(meeting_id, {})[source] = tuple(telling)
    rows: list[tuple[object, ...]] = []
    for meeting_id, of_meeting in latest.items():
        for one, other in _pairs(list(of_meeting)):
            mine, theirs = of_meeting[one], of_meeting[other]
            if _contradict(mine, theirs) or _contradict(theirs, mine):
                said = [f"{status} ({date or 'undated'})" for status, date, _, _ in (mine, theirs)]
                rows.append((meeting_id, "status", one, other, *said, *mine[2:]))
    return rows


def _contradict(one: tuple[str, str, str, int], other: tuple[str, str, str, int]) -> bool:
    """Tell whether one tells a meeting as held that the other tells as cancelled, or as still ahead on a later day."""
    (held, day, *_), (status, later, *_) = one, other
    return held == "held" and (
        status == "cancelled" or (status not in AFTER and "" not in (day, later) and later > day)
    )


def _pairs(sources: list[str]) -> list[tuple[str, str]]:
    """Return the pairs of sources; of very many, each with the first: nobody reads thousands of pairs of a meeting."""
    if len(sources) > MOST_COMPARED:
        return [(sources[0], other) for other in sources[1:]]
    return [(one, other) for number, one in enumerate(sources) for other in sources[number + 1 :]]
