"""The drafts of all documents become the tables of the corpus."""

from collections import Counter, defaultdict

import pandas as pd

from communique.authority import Authority
from communique.cooccurrence import cooccurrences
from communique.extraction.draft import Draft, Span
from communique.extraction.identity import Key, identify, name_entities
from communique.extraction.meetings import find_occasions
from communique.schemas import empty
from communique.tables import Tables

__all__ = ["assemble"]


def assemble(documents: pd.DataFrame, drafts: list[Draft], authority: Authority) -> Tables:
    """Return the tables; entities are resolved over all drafts together."""
    keyed = {draft.doc_id: identify(draft, authority) for draft in drafts}
    named = name_entities(drafts, keyed, authority)
    sentences = pd.DataFrame(
        [(d.doc_id, i, start, end) for d in drafts for i, (start, end) in enumerate(d.sentences)],
        columns=list(empty("sentences")),
    )
    mentions = pd.DataFrame(
        [
            (
                d.doc_id,
                d.sentence_of(s.start),
                s.start,
                s.end,
                d.text[s.start : s.end],
                s.type,
                named[key][0],
                s.method,
            )
            for d in drafts
            for s, key in keyed[d.doc_id]
        ],
        columns=list(empty("mentions")),
    )
    names = dict(named.values())
    entities = _entities(mentions, documents, names, authority)
    return Tables(
        documents=documents,
        sentences=sentences,
        mentions=mentions,
        entities=entities,
        meetings=_meetings(drafts, keyed, named),
        participations=empty("participations"),
        affiliations=empty("affiliations"),
        cooccurrences=cooccurrences(mentions),
        ledger=pd.DataFrame(
            [(d.doc_id, *entry) for d in drafts for entry in dict.fromkeys(d.ledger)], columns=list(empty("ledger"))
        ),
    )


def _entities(
    mentions: pd.DataFrame, documents: pd.DataFrame, names: dict[str, str], authority: Authority
) -> pd.DataFrame:
    if mentions.empty:
        return empty("entities")
    dated = mentions.merge(documents[["doc_id", "date"]], on="doc_id")
    rows = []
    for identity, group in dated.groupby("entity_id", sort=True):
        known = authority.entities.get(str(identity))
        forms = Counter(" ".join(text.split()) for text in group["text"])
        dates = group["date"].dropna()
        rows.append(
            {
                "entity_id": identity,
                "name": names[str(identity)],
                "type": group["type"].iloc[0],
                "aliases": [form for form, _ in sorted(forms.items(), key=lambda f: (-f[1], f[0]))],
                "iso3": known.iso3 if known and known.type == "STATE" else None,
                "n_mentions": len(group),
                "n_documents": group["doc_id"].nunique(),
                "first_date": dates.min() if len(dates) else None,
                "last_date": dates.max() if len(dates) else None,
            }
        )
    return pd.DataFrame(rows)


def _meetings(
    drafts: list[Draft], keyed: dict[str, list[tuple[Span, Key]]], named: dict[Key, tuple[str, str]]
) -> pd.DataFrame:
    """Return one row an edition of a forum, over all documents that name it; the fullest date wins."""
    told: dict[tuple[str, int], list[dict[str, str | None]]] = defaultdict(list)
    for draft in drafts:
        ids = {(span.start, span.end): named[key][0] for span, key in keyed[draft.doc_id]}
        for occasion in find_occasions(draft):
            place = occasion.place
            told[ids[occasion.span.start, occasion.span.end], occasion.edition].append(
                {
                    "doc_id": draft.doc_id,
                    "name": draft.of(occasion.span),
                    "start_date": occasion.start_date,
                    "end_date": occasion.end_date,
                    "place_id": ids[place.start, place.end] if place else None,
                }
            )
    rows = [
        {
            "meeting_id": f"meeting:{forum_id.partition(':')[2]}:{edition}",
            "forum_id": forum_id,
            "edition": edition,
            "name": _fullest(said, "name"),
            "start_date": _fullest(said, "start_date"),
            "end_date": _fullest(said, "end_date"),
            "place_id": _fullest(said, "place_id"),
            "mode": None,
            "status": None,
            "doc_ids": sorted({str(row["doc_id"]) for row in said}),
        }
        for (forum_id, edition), said in sorted(told.items())
    ]
    return pd.DataFrame(rows) if rows else empty("meetings")


def _fullest(said: list[dict[str, str | None]], field: str) -> str | None:
    return max((row[field] or "" for row in said), key=len) or None
