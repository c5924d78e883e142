"""The review of a corpus of 10,000 documents, from its tables alone: a second for each of 2,000."""

import time

import numpy as np
import pandas as pd
from results import Results, documents_at

from communique import Tables, cooccurrences, review
from communique.schemas import SCHEMAS, empty

DOCUMENTS, SENTENCES, NAMED = documents_at([1_000], [10_000])[0], 8, 4
SECONDS = 5.0
KINDS = {"PERSON": 8_000, "ORG": 3_000, "FORUM": 3_000, "PLACE": 2_000, "STATE": 190, "INSTRUMENT": 1_000}
HEADS = {"ORG": ["Ministry", "Council", "Agency"], "FORUM": ["Forum", "Summit", "Dialogue"], "INSTRUMENT": ["Treaty"]}


def named(type_: str, number: int, words: list[str], random: np.random.Generator) -> str:
    picked = [str(word) for word in random.choice(words, 2)]
    return " ".join([*picked, *HEADS.get(type_, [])[number % 3 : number % 3 + 1]])


def tables_of_many(seed: int = 7) -> Tables:
    """Return tables as those of 10,000 press releases: a few entities are named often, most seldom."""
    random = np.random.default_rng(seed)
    syllables = ["ba", "ko", "ri", "mun", "ta", "le", "sor", "vin", "da", "qu", "nel", "pe", "zi", "har"]
    words = ["".join(random.choice(syllables, size)).capitalize() for size in random.integers(2, 5, 6_000)]
    rows = {}
    for type_, n in KINDS.items():
        for number in range(n):
            name = named(type_, number, words, random)
            rows.setdefault(f"{type_.lower()}:{name.lower().replace(' ', '-')}", (name, type_))
    ids = np.array(list(rows))
    chance = 1 / np.arange(1, len(ids) + 1) ** 0.7
    picked = random.permutation(ids)[
        random.choice(len(ids), DOCUMENTS * SENTENCES * NAMED, p=chance / chance.sum())
    ].tolist()
    docs = [f"d{n:05d}" for n in range(DOCUMENTS)]
    text = "x" * 40 * SENTENCES
    sentences = pd.DataFrame(
        [(doc, n, 40 * n, 40 * n + 40, n) for doc in docs for n in range(SENTENCES)], columns=list(empty("sentences"))
    )
    mentions = pd.DataFrame(
        [
            (doc, n, 40 * n + 10 * k, 40 * n + 10 * k + 9, rows[one][0], rows[one][1], one, "model")
            for (doc, n, k), one in zip(
                ((d, n, k) for d in docs for n in range(SENTENCES) for k in range(NAMED)), picked, strict=True
            )
        ],
        columns=list(empty("mentions")),
    )
    n_mentions = mentions["entity_id"].value_counts()
    entities = pd.DataFrame(
        [
            {**dict.fromkeys(SCHEMAS["entities"].columns), "entity_id": one, "name": rows[one][0],
             "type": rows[one][1], "aliases": [rows[one][0]], "n_mentions": int(n), "n_documents": int(n)}
            for one, n in sorted(n_mentions.items())
        ]
    )  # fmt: skip
    forums = mentions[mentions["type"] == "FORUM"].drop_duplicates(["doc_id", "sent_id"])
    actors = mentions[mentions["type"].isin(["PERSON", "STATE", "ORG"])].drop_duplicates(["doc_id", "sent_id"])
    both = actors.merge(forums, on=["doc_id", "sent_id"])
    participations = pd.DataFrame(
        {
            "doc_id": both["doc_id"], "sent_id": both["sent_id"], "actor_id": both["entity_id_x"],
            "forum_id": both["entity_id_y"], "meeting_id": None, "role": "participant", "status": "held",
            "trigger": "", "confidence": random.uniform(0.5, 1, len(both)),
        }
    )  # fmt: skip
    documents = pd.DataFrame([{**dict.fromkeys(SCHEMAS["documents"].columns), "doc_id": d, "text": text} for d in docs])
    return Tables(
        documents, sentences, mentions, entities, empty("meetings"), participations, empty("affiliations"),
        cooccurrences(mentions, units=("sentence",)), empty("ledger"),
    )  # fmt: skip


def test_the_review_of_ten_thousand_documents(record: Results) -> None:
    tables = tables_of_many()
    begun = time.perf_counter()
    queue = review.queue(tables)
    taken = time.perf_counter() - begun
    record("review", taken, "s of the wall", n=DOCUMENTS)
    assert len(queue) == 50
    assert taken < SECONDS
