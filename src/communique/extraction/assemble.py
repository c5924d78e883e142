"""The drafts of all documents become the tables of the corpus."""

from collections import Counter, defaultdict

import pandas as pd

from communique.authority import Authority
from communique.cooccurrence import MOST_ENTITIES, cooccurrences
from communique.extraction.corroboration import affiliated
from communique.extraction.draft import Draft
from communique.extraction.identity import name_entities
from communique.extraction.meetings import Meetings, find_meetings
from communique.levels import with_levels
from communique.schemas import empty
from communique.tables import Tables

__all__ = ["assemble"]

Ids = dict[tuple[int, int], str]


def assemble(documents: pd.DataFrame, drafts: list[Draft], authority: Authority) -> Tables:
    """Return the tables; entities are resolved over all drafts together."""
    keyed = {draft.doc_id: draft.keyed for draft in drafts}
    named = name_entities(drafts, keyed, authority)
    ids = {doc_id: {(s.start, s.end): named[key][0] for s, key in spans} for doc_id, spans in keyed.items()}
    meetings = find_meetings(drafts, ids)
    sentences = pd.DataFrame(
        [
            (d.doc_id, sent_id, start, end, par_id)
            for d in drafts
            for sent_id, ((start, end), par_id) in enumerate(zip(d.sentences, d.paragraphs(), strict=True))
        ],
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
    for draft in drafts:
        n_entities = len({key for _, key in draft.keyed})
        if n_entities > MOST_ENTITIES:
            draft.note("cooccurrences", f"{n_entities} entities", f"more than {MOST_ENTITIES}: the document ties none")
    names = dict(named.values())
    entities = _entities(mentions, documents, names, authority)
    tables = Tables(
        documents=documents,
        sentences=sentences,
        mentions=mentions,
        entities=entities,
        meetings=meetings.table(),
        participations=_participations(drafts, ids, meetings, authority),
        affiliations=_affiliations(drafts, ids),
        cooccurrences=cooccurrences(mentions, sentences),
        ledger=pd.DataFrame(
            [(d.doc_id, *entry) for d in drafts for entry in dict.fromkeys(d.ledger)], columns=list(empty("ledger"))
        ),
    )
    return with_levels(tables)


def _participations(drafts: list[Draft], ids: dict[str, Ids], meetings: Meetings, authority: Authority) -> pd.DataFrame:
    rows = []
    for draft in drafts:
        own = ids[draft.doc_id]
        decided = authority.decided.parts(draft.doc_id)
        for found in draft.participations:
            forum_id = own[found.forum.start, found.forum.end]
            decision = decided.get((own[found.actor.start, found.actor.end], forum_id))
            if decision:
                draft.note("decision", forum_id, decision.told)
            if decision and decision.decision == "no part":
                continue
            rows.append(
                {
                    "doc_id": draft.doc_id,
                    "sent_id": found.sent_id,
                    "actor_id": own[found.actor.start, found.actor.end],
                    "forum_id": forum_id,
                    "meeting_id": meetings.meeting_of(draft.doc_id, forum_id, found.sent_id),
                    "role": found.role,
                    "status": found.status,
                    "trigger": found.trigger,
                    "confidence": found.confidence,
                }
            )
    return pd.DataFrame(rows).drop_duplicates() if rows else empty("participations")


def _affiliations(drafts: list[Draft], ids: dict[str, Ids]) -> pd.DataFrame:
    rows = [
        (
            draft.doc_id,
            row.sent_id,
            person,
            row.title,
            whom,
        )
        for draft, row, person, whom in affiliated(drafts, ids)
    ]
    return pd.DataFrame(rows, columns=list(empty("affiliations"))).drop_duplicates() if rows else empty("affiliations")


def _entities(
    mentions: pd.DataFrame, documents: pd.DataFrame, names: dict[str, str], authority: Authority
) -> pd.DataFrame:
    dates = dict(zip(documents["doc_id"].tolist(), documents["date"].tolist(), strict=True))
    told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    columns = (mentions[column].tolist() for column in ("entity_id", "text", "type", "doc_id"))
    for identity, text, type_, doc_id in zip(*columns, strict=True):
        told[identity].append((" ".join(text.split()), type_, doc_id))
    rows = []
    for identity, of_entity in sorted(told.items()):
        known = authority.entities.get(identity)
        forms = Counter(text for text, _, _ in of_entity)
        doc_ids = {doc_id for _, _, doc_id in of_entity}
        dated = sorted(dates[doc_id] for doc_id in doc_ids if pd.notna(dates[doc_id]))
        rows.append(
            {
                "entity_id": identity,
                "name": names[identity],
                "type": of_entity[0][1],
                "aliases": [form for form, _ in sorted(forms.items(), key=lambda f: (-f[1], f[0]))],
                "iso3": known.iso3 if known and known.type == "STATE" else None,
                "wikidata": known.wikidata if known else None,
                "n_mentions": len(of_entity),
                "n_documents": len(doc_ids),
                "first_date": dated[0] if dated else None,
                "last_date": dated[-1] if dated else None,
            }
        )
    return pd.DataFrame(rows) if rows else empty("entities")
