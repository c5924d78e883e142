"""The drafts of all documents become the tables of the corpus."""

from collections import Counter

import pandas as pd

from communique.authority import Authority
from communique.cooccurrence import cooccurrences
from communique.extraction.draft import Draft
from communique.extraction.identity import identify, name_entities
from communique.extraction.meetings import find_meetings
from communique.schemas import empty
from communique.tables import Tables

__all__ = ["assemble"]


def assemble(documents: pd.DataFrame, drafts: list[Draft], authority: Authority) -> Tables:
    """Return the tables; entities are resolved over all drafts together."""
    keyed = {draft.doc_id: identify(draft, authority) for draft in drafts}
    named = name_entities(drafts, keyed, authority)
    ids = {doc_id: {(s.start, s.end): named[key][0] for s, key in spans} for doc_id, spans in keyed.items()}
    meetings = find_meetings(drafts, ids)
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
        meetings=meetings.table(),
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
