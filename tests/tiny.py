"""Three short notes whose tables can be worked out by hand, and tables of nothing."""

import pandas as pd

from communique import Tables, cooccurrences
from communique.schemas import SCHEMAS, empty

# doc_id, date, sentences; the names in them are those of NAMES.
NOTES = [
    ("n1", "2020-01-05", ["Oman and Peru joined the Lakes Forum.", "Peru left."]),
    ("n2", "2021-03-02", ["Oman hosted the Lakes Forum.", "The Hills Forum met in Lima."]),
    ("n3", None, ["For Peru, Ada Reyes spoke at the Hills Forum."]),
]
NAMES = {
    "Ada Reyes": ("person:ada-reyes", "PERSON"),
    "Hills Forum": ("forum:hills-forum", "FORUM"),
    "Lakes Forum": ("forum:lakes-forum", "FORUM"),
    "Lima": ("place:lima", "PLACE"),
    "Oman": ("state:OMN", "STATE"),
    "Peru": ("state:PER", "STATE"),
}
ISO3 = {"state:OMN": "OMN", "state:PER": "PER"}
ENTITIES = [
    ("forum:hills-forum", "Hills Forum", "FORUM", 2, 2, "2021-03-02", "2021-03-02"),
    ("forum:lakes-forum", "Lakes Forum", "FORUM", 2, 2, "2020-01-05", "2021-03-02"),
    ("person:ada-reyes", "Ada Reyes", "PERSON", 1, 1, None, None),
    ("place:lima", "Lima", "PLACE", 1, 1, "2021-03-02", "2021-03-02"),
    ("state:OMN", "Oman", "STATE", 2, 2, "2020-01-05", "2021-03-02"),
    ("state:PER", "Peru", "STATE", 3, 2, "2020-01-05", "2020-01-05"),
]

# doc_id, sent_id, actor, forum, meeting, role, status, trigger, confidence
PARTICIPATIONS = [
    ("n1", 0, "state:OMN", "forum:lakes-forum", None, "participant", "held", "joined", None),
    ("n1", 0, "state:PER", "forum:lakes-forum", None, "participant", "held", "joined", None),
    ("n2", 0, "state:OMN", "forum:lakes-forum", None, "host", "held", "hosted", 0.75),
    ("n3", 0, "person:ada-reyes", "forum:hills-forum", "m1", "participant", "planned", "spoke at", None),
]


def document(doc_id: str, text: str, date: str | None = None, status: str = "read") -> dict[str, object]:
    """Return a row of the documents table."""
    return {
        "doc_id": doc_id, "path": f"{doc_id}.txt", "title": f"Note {doc_id}", "date": date, "date_source": None,
        "source": "Ministry", "language": "en", "n_words": len(text.split()), "sha256": doc_id, "duplicate_of": None,
        "status": status, "reason": None if status == "read" else "is empty", "notes": None, "text": text,
    }  # fmt: skip


def documents_of(**texts: str) -> pd.DataFrame:
    """Return the documents table of texts by name."""
    return pd.DataFrame([document(name, text) for name, text in texts.items()])


def no_tables(**given: pd.DataFrame) -> Tables:
    """Return empty tables, but for those that are given."""
    return Tables(**{**{name: empty(name) for name in SCHEMAS}, **given})


def tiny_tables() -> Tables:
    """Return the tables of NOTES, and of a file that is empty."""
    documents, sentences, mentions = [], [], []
    for doc_id, date, said in NOTES:
        text = "\n".join(said)
        documents.append(document(doc_id, text, date))
        for sent_id, sentence in enumerate(said):
            start = text.index(sentence)
            sentences.append((doc_id, sent_id, start, start + len(sentence), sent_id))  # a line each
            for at, name in sorted((start + sentence.index(name), name) for name in NAMES if name in sentence):
                entity_id, type_ = NAMES[name]
                mentions.append((doc_id, sent_id, at, at + len(name), name, type_, entity_id, "authority"))
    documents.append(document("n4", "", status="skipped"))
    entities = [
        (identity, name, type_, [name], ISO3.get(identity), None, n, n_documents, first, last)
        for identity, name, type_, n, n_documents, first, last in ENTITIES
    ]
    meeting = (
        "m1", "forum:hills-forum", 4, "4th Hills Forum", "2021-03", None, "place:lima", None, "held", ["n2"], [1],
        ["held"], None,
    )  # fmt: skip
    table = pd.DataFrame(mentions, columns=list(SCHEMAS["mentions"].columns))
    extents = pd.DataFrame(sentences, columns=list(SCHEMAS["sentences"].columns))
    return no_tables(
        documents=pd.DataFrame(documents),
        sentences=extents,
        mentions=table,
        entities=pd.DataFrame(entities, columns=list(SCHEMAS["entities"].columns)),
        meetings=pd.DataFrame([meeting], columns=list(SCHEMAS["meetings"].columns)),
        participations=pd.DataFrame(PARTICIPATIONS, columns=list(SCHEMAS["participations"].columns)),
        affiliations=pd.DataFrame(
            [("n3", 0, "person:ada-reyes", "Envoy", "state:PER")], columns=list(SCHEMAS["affiliations"].columns)
        ),
        cooccurrences=cooccurrences(table, extents),
    )
