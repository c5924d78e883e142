"""Tables of any size, with invented names: who takes part in what, region by region."""

import random

import pandas as pd
from tiny import document, no_tables

from communique import Tables
from communique.kinds import ROLES, STATUSES
from communique.names import entity_id
from communique.schemas import SCHEMAS

TYPES = ["STATE", "PERSON", "ORG", "PERSON"]
SYLLABLES = ["ba", "do", "fi", "ga", "ke", "lu", "mo", "ni", "pa", "ro", "su", "ta", "vé", "wi", "zu"]
REGIONS = 12


def crowd(n_actors: int, n_forums: int, n_ties: int, *, seed: int = 0) -> Tables:
    """Return the tables of `n_ties` pairs of actors and forums, a document a month; nobody is left alone.

    Nine ties of ten stay within a region, and early numbers are drawn more often than late ones, as in life.
    """
    draw = random.Random(seed)
    actors = [(_named(draw, number), TYPES[number % len(TYPES)]) for number in range(n_actors)]
    forums = [(f"{_named(draw, number)} Forum", "FORUM") for number in range(n_forums)]
    pairs = {(n, _near(draw, n, n_forums)): None for n in range(n_actors)}
    pairs |= {(_near(draw, n, n_actors), n): None for n in range(n_forums)}
    while len(pairs) < n_ties:
        actor = int(draw.random() ** 2 * n_actors)
        pairs[actor, _near(draw, actor, n_forums)] = None
    told: dict[str, list[tuple[str, int, int, str, str]]] = {}
    for actor, forum in pairs:
        for _ in range(1 + int(draw.expovariate(1.2))):
            doc_id = f"{2001 + draw.randrange(20)}-{1 + draw.randrange(12):02d}"
            role, status = draw.choice(ROLES), draw.choice(STATUSES[:3])
            told.setdefault(doc_id, []).append((doc_id, actor, forum, role, status))
    return _tables(actors, forums, told)


def _named(draw: random.Random, number: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize() + f" {number}"


def _near(draw: random.Random, number: int, among: int) -> int:
    found = int(draw.random() ** 2 * among)
    same = found - found % REGIONS + number % REGIONS
    return same if draw.random() < 0.9 and same < among else found


def _tables(
    actors: list[tuple[str, str]],
    forums: list[tuple[str, str]],
    told: dict[str, list[tuple[str, int, int, str, str]]],
) -> Tables:
    documents, sentences, mentions, participations = [], [], [], []
    for doc_id, rows in sorted(told.items()):
        text = ""
        for sent_id, (_, actor, forum, role, status) in enumerate(rows):
            start = len(text)
            for words, (name, type_) in (("For its part, ", actors[actor]), (" took part in the ", forums[forum])):
                text += words
                first, end = len(text), len(text) + len(name)
                mentions.append((doc_id, sent_id, first, end, name, type_, entity_id(type_, name), "authority"))
                text += name
            text += f" as {role}, and spoke of the work that lies ahead of the region in the coming years.\n"
            sentences.append((doc_id, sent_id, start, len(text) - 1, sent_id))
            who, where = (entity_id(kind, name) for name, kind in (actors[actor], forums[forum]))
            participations.append((doc_id, sent_id, who, where, None, role, status, "took part", None))
        documents.append(document(doc_id, text, f"{doc_id}-01"))
    table = pd.DataFrame(mentions, columns=list(SCHEMAS["mentions"].columns))
    return no_tables(
        documents=pd.DataFrame(documents),
        sentences=pd.DataFrame(sentences, columns=list(SCHEMAS["sentences"].columns)),
        mentions=table,
        entities=_entities(table, {row["doc_id"]: row["date"] for row in documents}),
        participations=pd.DataFrame(participations, columns=list(SCHEMAS["participations"].columns)),
    )


def _entities(mentions: pd.DataFrame, dates: dict[str, str]) -> pd.DataFrame:
    found = mentions.assign(date=mentions["doc_id"].map(dates)).groupby("entity_id", sort=True)
    return pd.DataFrame(
        {
            "name": found["text"].first(),
            "type": found["type"].first(),
            "aliases": found["text"].agg(lambda texts: [texts.iloc[0]]),
            "iso3": None,
            "wikidata": None,
            "n_mentions": found.size(),
            "n_documents": found["doc_id"].nunique(),
            "first_date": found["date"].min(),
            "last_date": found["date"].max(),
        }
    ).reset_index()
