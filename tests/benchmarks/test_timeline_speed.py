"""The timeline of a corpus of 10,000 documents, from its tables, as papermill runs it: 30 seconds of a processor.

Processor time, since the machine may be shared; nothing in the notebook waits.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import papermill
from results import Results, documents_at
from test_review_speed import DOCUMENTS, SENTENCES, tables_of_many

from communique import Tables, write_tables
from communique.levels import with_levels

SECONDS = 30.0
MEETINGS = documents_at([800], [8_000])[0]
SENTENCE = "they all signed the aaaaaaaaa in 2020.  "  # where an instrument may be named: letters 20 to 29 of each 40


def dated_tables(seed: int = 7) -> Tables:
    """Return the tables of `tables_of_many` with dates, sources, meetings, titles and instruments that are signed."""
    random = np.random.default_rng(seed)
    plain = tables_of_many(seed)
    days = pd.Timestamp("2014-01-01") + pd.to_timedelta(np.sort(random.integers(0, 3_650, DOCUMENTS)), unit="D")
    documents = plain.documents.assign(
        path=plain.documents["doc_id"], date=days.strftime("%Y-%m-%d"), status="read", sha256="", n_words=40,
        source=random.choice([f"Ministry {n}" for n in range(40)] + [f"Agency {n}" for n in range(10)], DOCUMENTS),
        text=SENTENCE * SENTENCES,
    )  # fmt: skip
    forums = plain.participations["forum_id"].unique()
    starts = pd.Timestamp("2014-01-01") + pd.to_timedelta(random.integers(0, 3_700, MEETINGS), unit="D")
    meetings = pd.DataFrame({"forum_id": random.choice(forums, MEETINGS), "start_date": starts.strftime("%Y-%m-%d")})
    meetings = meetings.sort_values(["forum_id", "start_date"], ignore_index=True)
    edition = meetings.groupby("forum_id").cumcount() + 1
    doc_ids = [sorted(chosen) for chosen in random.choice(documents["doc_id"], (MEETINGS, 3)).tolist()]
    meetings = meetings.assign(
        meeting_id=[f"m{n}" for n in range(MEETINGS)], edition=edition.astype("Int64"),
        name="Summit", end_date=None, place_id=None, mode=None, status=random.choice(["held", "planned"], MEETINGS),
        doc_ids=doc_ids, sent_ids=[[0, 0, 0]] * MEETINGS,
        statuses=random.choice(["held", "planned", ""], (MEETINGS, 3)).tolist(),
        level=None,
    )  # fmt: skip
    of_forum = meetings.groupby("forum_id")["meeting_id"].agg(list).to_dict()
    told = plain.participations
    named = [of_forum[f][n % len(of_forum[f])] if f in of_forum else None for n, f in enumerate(told["forum_id"])]
    roles = random.choice(["participant", "host", "chair"], len(told))
    statuses = random.choice(["held", "held", "planned"], len(told))
    told = told.assign(meeting_id=named, role=roles, status=statuses)
    persons = plain.entities.loc[plain.entities["type"] == "PERSON", "entity_id"]
    states = plain.entities.loc[plain.entities["type"] == "STATE", "entity_id"]
    affiliations = pd.DataFrame(
        {"doc_id": "d00000", "sent_id": 0, "person_id": persons,
         "title": random.choice(["Minister", "Envoy"], len(persons)),
         "affiliation_id": random.choice(states, len(persons))}
    )  # fmt: skip
    sentences = plain.sentences.assign(par_id=0)
    return with_levels(
        replace(plain, documents=documents, sentences=sentences, meetings=meetings, participations=told,
                affiliations=affiliations)
    )  # fmt: skip


def test_the_timeline_of_ten_thousand_documents(record: Results, tmp_path: Path) -> None:
    write_tables(dated_tables(), tmp_path / "tables")
    notebook = Path(__file__).parents[2] / "notebooks" / "05-timeline.ipynb"
    begun = sum(os.times()[:4])
    papermill.execute_notebook(
        str(notebook), str(tmp_path / "out.ipynb"), parameters={"tables": str(tmp_path / "tables")},
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    taken = sum(os.times()[:4]) - begun
    record("timeline notebook", taken, "s", n=DOCUMENTS)
    assert taken < SECONDS
