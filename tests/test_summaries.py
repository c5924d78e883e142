"""Short tables and sentences, on three notes that can be counted by hand (see tiny.py)."""

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest
from graphs import graph_of
from tiny import document, no_tables

from communique import (
    Tables,
    build_network,
    cooccurrence_network,
    cooccurrences,
    evaluate,
    findings,
    roles,
    shown,
    summaries,
)
from communique.measured import read_measured


def rows(table: pd.DataFrame) -> list[list[object]]:
    """Return the cells of a table, None where there is nothing."""
    return [
        [None if not isinstance(cell, list) and pd.isna(cell) else cell for cell in row] for row in table.to_numpy()
    ]


# Summaries


def test_documents_that_were_read_by_date(tiny: Tables) -> None:
    assert list(summaries.read_documents(tiny)) == ["date", "title", "source", "words", "sentences", "mentions"]
    assert rows(summaries.read_documents(tiny)) == [
        ["2020-01-05", "Note n1", "Ministry", 9, 2, 4],
        ["2021-03-02", "Note n2", "Ministry", 11, 2, 4],
        [None, "Note n3", "Ministry", 9, 1, 3],
    ]


def test_files_that_were_left_out(tiny: Tables) -> None:
    assert rows(summaries.left_out(tiny)) == [["n4.txt", "skipped", "is empty"]]


def test_types_named(tiny: Tables) -> None:
    assert rows(summaries.types_named(tiny)) == [
        ["STATE", 2, 5],
        ["FORUM", 2, 4],
        ["PERSON", 1, 1],
        ["PLACE", 1, 1],
    ]


def test_most_named_counts_documents_first(tiny: Tables) -> None:
    assert rows(summaries.most_named(tiny)) == [
        ["Peru", "STATE", 2, 3],
        ["Oman", "STATE", 2, 2],
        ["Ada Reyes", "PERSON", 1, 1],
    ]


@pytest.mark.parametrize(
    ("types", "top", "names"),
    [(("FORUM",), 5, ["Hills Forum", "Lakes Forum"]), (("FORUM",), 1, ["Hills Forum"]), (("ORG",), 5, [])],
)
def test_most_named_of_a_type(tiny: Tables, types: tuple[str, ...], top: int, names: list[str]) -> None:
    assert summaries.most_named(tiny, types, top=top)["name"].tolist() == names


def test_found_by(tiny: Tables) -> None:
    methods = ["grammar", *["authority"] * 10]
    table = summaries.found_by(replace(tiny, mentions=tiny.mentions.assign(method=methods)))
    assert list(table) == ["type", "authority", "grammar"]
    assert rows(table) == [["FORUM", 4, 0], ["PERSON", 1, 0], ["PLACE", 1, 0], ["STATE", 4, 1]]


def test_written_forms_of_entities_that_have_several(tiny: Tables) -> None:
    forms = {"state:OMN": ["Oman", "Sultanate"], "state:PER": ["Peru", "PERU", "Peruvian"]}
    aliases = [forms.get(e, ["x"]) for e in tiny.entities["entity_id"]]
    table = summaries.written_forms(replace(tiny, entities=tiny.entities.assign(aliases=aliases)))
    assert rows(table) == [["Peru", "STATE", 3, "Peru · PERU · Peruvian"], ["Oman", "STATE", 2, "Oman · Sultanate"]]


def test_strongest_pairs(tiny: Tables) -> None:
    table = summaries.strongest_pairs(tiny, top=1)
    assert list(table) == ["one", "other", "sentences", "documents", "weight", "Jaccard", "cosine", "NPMI", "q"]
    assert rows(table[["one", "other", "sentences", "documents", "Jaccard"]]) == [["Lakes Forum", "Oman", 2, 2, 1.0]]


def test_strongest_pairs_by_document(tiny: Tables) -> None:
    table = summaries.strongest_pairs(tiny, unit="document")
    assert rows(table.head(3)[["one", "other", "documents"]]) == [
        ["Lakes Forum", "Oman", 2],
        ["Hills Forum", "Ada Reyes", 1],
        ["Ada Reyes", "Peru", 1],  # of three names, where Lima is one of four
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "Oman",
            "Lakes Forum",
            [("n1", "Oman and Peru joined the Lakes Forum."), ("n2", "Oman hosted the Lakes Forum.")],
        ),
        (
            "Lakes Forum",
            "Oman",
            [("n1", "Oman and Peru joined the Lakes Forum."), ("n2", "Oman hosted the Lakes Forum.")],
        ),
        ("state:PER", "person:ada-reyes", [("n3", "For Peru, Ada Reyes spoke at the Hills Forum.")]),
        ("Oman", "Lima", []),
    ],
)
def test_evidence_quotes_the_sentences(tiny: Tables, one: str, other: str, expected: list[tuple[str, str]]) -> None:
    table = summaries.evidence(tiny, one, other)
    assert list(table[["document", "sentence"]].itertuples(index=False, name=None)) == expected


def test_evidence_leads_to_its_sentence(tiny: Tables) -> None:
    assert summaries.evidence(tiny, "Lima", "Hills Forum")["href"].tolist() == ["documents/n2.html#s1"]


def test_evidence_in_a_document_whose_name_holds_a_hash(tiny: Tables) -> None:
    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(doc_id=table["doc_id"].str.replace("n", "n#"))

    pairs = tiny.cooccurrences.assign(
        evidence=[[p.replace("n", "n#") for p in e] for e in tiny.cooccurrences["evidence"]]
    )
    hashed = no_tables(
        documents=renamed(tiny.documents),
        sentences=renamed(tiny.sentences),
        mentions=renamed(tiny.mentions),
        entities=tiny.entities,
        cooccurrences=pairs,
    )
    assert summaries.evidence(hashed, "Oman", "Peru")["document"].tolist() == ["n#1"]


def test_evidence_of_a_longer_unit_quotes_the_sentences_that_name_either(tiny: Tables) -> None:
    table = summaries.evidence(tiny, "Oman", "Hills Forum", unit="document")
    assert table[["told", "sentence", "href"]].to_numpy().tolist() == [
        ["Oman", "Oman hosted the Lakes Forum.", "documents/n2.html#s0"],
        ["Hills Forum", "The Hills Forum met in Lima.", "documents/n2.html#s1"],
    ]


def test_evidence_of_windows_names_a_sentence_once(tiny: Tables) -> None:
    pairs = cooccurrences(tiny.mentions, tiny.sentences, units=["window"], window=1)
    counted = replace(tiny, cooccurrences=pd.concat([pairs, pairs]))
    assert summaries.evidence(counted, "Oman", "Peru", unit="window")["href"].tolist() == ["documents/n1.html#s0"]


def test_the_sources_of_copies_stay_listed(tiny: Tables) -> None:
    copies = pd.DataFrame([{**document(d, "", status="duplicate"), "duplicate_of": "n1"} for d in ("n5", "n6", "n7")])
    copies["source"] = ["Wire", "Ministry", None]
    copied = replace(tiny, documents=pd.concat([copies, tiny.documents], ignore_index=True))
    assert summaries.sources_of(copied, "n1") == ["Ministry", "Wire"]
    assert summaries.sources_of(copied, "n2") == ["Ministry"]
    quoted = summaries.evidence(copied, "Oman", "Lakes Forum")
    assert quoted["sources"].tolist() == ["Ministry · Wire", "Ministry"]
    shown_as = shown.quotes(quoted, "Two")._repr_html_()
    assert shown_as.count("(Ministry · Wire)") == 1


def test_surprising_pairs_tell_what_chance_would_give(tiny: Tables) -> None:
    row = summaries.surprising_pairs(tiny, min_units=2).iloc[0]
    assert (row["one"], row["other"], row["sentences"]) == ("Lakes Forum", "Oman", 2)
    assert (row["by chance"], row["lift"], row["p"]) == (pytest.approx(4 / 5), pytest.approx(5 / 2), "0.100")


def test_ranks_by_unit(tiny: Tables) -> None:
    ranks = summaries.ranks_by_unit(tiny, top=1)
    assert ranks.to_numpy().tolist() == [["Lakes Forum", "Oman", 1, 1, 1, 3]]
    assert list(ranks)[2:] == ["by sentence", "by paragraph", "by document", "in the top of"]


def test_sentences_with(tiny: Tables) -> None:
    assert summaries.sentences_with(tiny, "Peru", top=2)["sentence"].tolist() == [
        "Oman and Peru joined the Lakes Forum.",
        "Peru left.",
    ]


def test_actor_forum_matrix(tiny: Tables) -> None:
    table = summaries.actor_forum_matrix(cooccurrence_network(tiny))
    assert table.to_dict() == {
        "Lakes Forum": {"Oman": 2, "Peru": 1, "Ada Reyes": 0},
        "Hills Forum": {"Oman": 0, "Peru": 1, "Ada Reyes": 1},
    }
    assert list(table) == ["Lakes Forum", "Hills Forum"]


def test_the_matrix_leaves_out_who_has_no_tie_to_the_forums_shown(tiny: Tables) -> None:
    assert summaries.actor_forum_matrix(build_network(tiny), top=2).to_dict() == {
        "Lakes Forum": {"Oman": 2, "Ada Reyes": 0},
        "Hills Forum": {"Oman": 0, "Ada Reyes": 1},
    }
    assert summaries.actor_forum_matrix(build_network(no_tables())).empty


def test_first_and_last_leaves_out_who_has_no_date(tiny: Tables) -> None:
    table = summaries.first_and_last(tiny, ("PERSON", "STATE"))
    assert rows(table) == [
        ["Peru", "STATE", "2020-01-05", "2020-01-05", 2],
        ["Oman", "STATE", "2020-01-05", "2021-03-02", 2],
    ]


def test_meetings_told(tiny: Tables) -> None:
    assert list(summaries.meetings_told(tiny)) == [
        "meeting", "edition", "date", "place", "mode", "status", "actors", "documents",
    ]  # fmt: skip
    assert rows(summaries.meetings_told(tiny)) == [["4th Hills Forum", 4, "2021-03", "Lima", None, "held", 1, 1]]


MEETINGS = [
    ("m2", "forum:lakes-forum", None, "Lakes Forum", None, None, None, "in_person", "proposed", ["n1"]),
    ("m3", "forum:lakes-forum", 2, "2nd Lakes Forum", "2021-03-30", "2021-04-02", None, None, None, ["n1", "n2"]),
    ("m4", "forum:lakes-forum", 3, "3rd Lakes Forum", "2022", None, None, "online", "planned", ["n1"]),
]


@pytest.fixture(scope="module")
def busy(tiny: Tables) -> Tables:
    """The notes with a meeting of several days, one of a year, and one of no date."""
    more = pd.DataFrame(MEETINGS, columns=list(tiny.meetings)[:10])
    more = more.assign(
        sent_ids=[[0] * len(docs) for docs in more["doc_ids"]],
        statuses=[
            ["" if pd.isna(status) else status] * len(docs)
            for status, docs in zip(more["status"], more["doc_ids"], strict=True)
        ],
    )
    return replace(tiny, meetings=pd.concat([tiny.meetings, more], ignore_index=True))


def test_meetings_stand_in_the_order_of_time(busy: Tables) -> None:
    table = summaries.meetings_told(busy)
    assert rows(table[["meeting", "date", "mode", "status", "documents"]]) == [
        ["4th Hills Forum", "2021-03", None, "held", 1],
        ["2nd Lakes Forum", "2021-03-30 to 04-02", None, None, 2],
        ["3rd Lakes Forum", "2022", "online", "planned", 1],
        ["Lakes Forum", None, "in person", "proposed", 1],
    ]


def test_a_meeting_covers_the_days_that_its_date_may_mean(busy: Tables) -> None:
    assert rows(summaries.meetings_dated(busy)) == [
        ["4th Hills Forum", "held", "2021-03-01", "2021-03-31"],
        ["2nd Lakes Forum", "held", "2021-03-30", "2021-04-02"],
        ["3rd Lakes Forum", "planned", "2022-01-01", "2022-12-31"],
    ]


@pytest.mark.parametrize(
    ("top", "labels"), [(1, ["2nd Lakes Forum"]), (2, ["4th Hills Forum", "2nd Lakes Forum"]), (0, [])]
)
def test_the_meetings_that_are_told_of_most_are_drawn(busy: Tables, top: int, labels: list[str]) -> None:
    assert summaries.meetings_dated(busy, top=top)["label"].tolist() == labels


def test_neighbours(tiny: Tables) -> None:
    table = summaries.neighbours(tiny, "Oman")
    assert rows(table[["name", "type", "sentences", "documents"]]) == [
        ["Lakes Forum", "FORUM", 2, 2],
        ["Peru", "STATE", 1, 1],
    ]


def test_neighbours_by_document(tiny: Tables) -> None:
    assert set(summaries.neighbours(tiny, "Lima", unit="document")["name"]) == {"Hills Forum", "Lakes Forum", "Oman"}


@pytest.mark.parametrize(
    ("name", "identity"),
    [("state:OMN", "state:OMN"), ("Oman", "state:OMN"), ("oman", "state:OMN"), ("HILLS FORUM", "forum:hills-forum")],
)
def test_resolve_name(tiny: Tables, name: str, identity: str) -> None:
    assert summaries.resolve_name(tiny, name) == identity


def test_resolve_name_knows_written_forms_and_prefers_who_is_named_more(tiny: Tables) -> None:
    aliases = [["the State"] if e.startswith("state:") else ["x"] for e in tiny.entities["entity_id"]]
    assert (
        summaries.resolve_name(replace(tiny, entities=tiny.entities.assign(aliases=aliases)), "the State")
        == "state:PER"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("forum", "no entity is named 'forum'; near: Hills Forum, Lakes Forum$"),
        ("Reyes", "no entity is named 'Reyes'; near: Ada Reyes$"),
        ("Atlantis", "no entity is named 'Atlantis'$"),
        ("(", r"no entity is named '\('$"),
    ],
)
def test_a_name_that_nobody_has_offers_near_ones(tiny: Tables, name: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        summaries.resolve_name(tiny, name)


@pytest.mark.parametrize("name", ["Omann", "Lakes Form", "the Lakes Forum"])
def test_a_slip_of_the_pen_offers_what_was_meant(tiny: Tables, name: str) -> None:
    with pytest.raises(LookupError, match=r"near: (Oman|Lakes Forum)"):
        summaries.resolve_name(tiny, name)


TABLES_OF_A_RUN: list[Callable[[Tables], pd.DataFrame]] = [
    summaries.read_documents, summaries.left_out, summaries.types_named, summaries.most_named, summaries.found_by,
    summaries.written_forms, summaries.strongest_pairs, summaries.first_and_last, summaries.meetings_told,
    summaries.meetings_dated, roles.participations, roles.by_role, roles.acting_for,
]  # fmt: skip


@pytest.mark.parametrize("summary", TABLES_OF_A_RUN, ids=lambda s: s.__name__)
def test_tables_of_nothing_are_empty(summary: Callable[[Tables], pd.DataFrame]) -> None:
    assert summary(no_tables()).empty


@pytest.mark.parametrize("summary", [summaries.neighbours, summaries.sentences_with])
def test_nothing_has_no_neighbours(summary: Callable[[Tables, str], pd.DataFrame]) -> None:
    with pytest.raises(LookupError, match="'Oman'"):
        summary(no_tables(), "Oman")


@pytest.mark.parametrize("summary", TABLES_OF_A_RUN, ids=lambda s: s.__name__)
def test_no_cell_of_the_five_documents_is_an_unknown_name(
    tables: Tables, summary: Callable[[Tables], pd.DataFrame]
) -> None:
    names = [
        c
        for c in ("name", "one", "other", "forum", "label", "actor", "person", "acts for", "meeting")
        if c in summary(tables)
    ]
    assert summary(tables)[names].notna().all(axis=None)


# Findings


def with_documents(*documents: dict[str, object]) -> Tables:
    return no_tables(documents=pd.DataFrame(documents))


def test_counts(tiny: Tables) -> None:
    assert findings.counts(tiny) == {
        "documents": 3, "sentences": 5, "mentions": 11, "actors": 3, "forums": 2, "meetings": 1,
        "participations": 4, "affiliations": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], "undated"),
        ([None], "undated"),
        (["2020-01-05"], "2020-01-05"),
        (["2020-01-05", None, "2020-01-05"], "2020-01-05"),
        (["2021-03", "2020-01-05"], "2020-01-05 to 2021-03"),
    ],
)
def test_period(dates: list[str | None], expected: str) -> None:
    documents = [document(f"n{i}", "Text.", date) for i, date in enumerate(dates)]
    assert findings.period(with_documents(*documents) if documents else no_tables()) == expected


def test_the_period_is_that_of_what_was_read() -> None:
    read, skipped = document("a", "Text.", "2020-01-05"), document("b", "", "1999-12-31", status="skipped")
    assert findings.period(with_documents(read, skipped)) == "2020-01-05"


def test_scope(tiny: Tables) -> None:
    assert findings.scope(tiny) == "3 documents, 2020-01-05 to 2021-03-02"
    assert findings.scope(with_documents(document("a", "Text."))) == "1 document, undated"


def test_about_documents(tiny: Tables) -> None:
    assert findings.about_documents(tiny) == (
        "3 documents with 29 words were read, dated 2020-01-05 to 2021-03-02. "
        "1 of them bears no date. 1 file could not be used."
    )


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (
            [document("a", "Two words.", "2020-01-05")],
            "1 document with 2 words was read, dated 2020-01-05. No file was left out.",
        ),
        (
            [document(n, "Two words.", "2020-01-05") for n in "ab"],
            "2 documents with 4 words were read, dated 2020-01-05. No file was left out.",
        ),
    ],
)
def test_one_document_was_and_two_were(documents: list[dict[str, object]], said: str) -> None:
    assert findings.about_documents(with_documents(*documents)) == said


def test_what_bears_no_date_is_not_dated_undated() -> None:
    assert "dated undated" not in findings.about_documents(with_documents(document("a", "Text.")))
    assert "of undated" not in findings.about_time(with_documents(document("a", "Text.")))


def test_about_entities(tiny: Tables) -> None:
    assert findings.about_entities(tiny) == (
        "3 actors and 2 forums are named. Peru is named most widely: in 2 of 3 documents, 3 times."
    )


def test_about_one_actor_and_one_forum(tiny: Tables) -> None:
    two = tiny.entities[tiny.entities["entity_id"].isin(["person:ada-reyes", "forum:hills-forum"])]
    said = findings.about_entities(no_tables(documents=tiny.documents, entities=two))
    assert said.startswith(
        "1 actor and 1 forum are named. Ada Reyes is named most widely: in 1 of 3 documents, 1 time."
    )


def test_about_cooccurrence(tiny: Tables) -> None:
    assert findings.about_cooccurrence(tiny) == (
        "Lakes Forum and Oman are named together most: in 2 sentences of 2 documents. "
        "7 pairs of entities share a sentence."
    )


def test_a_small_corpus_is_warned_of(tiny: Tables) -> None:
    said = findings.about_chance(tiny)
    assert said.startswith(
        "Of 7 pairs named in one sentence, none is named together more often than chance explains "
        "(false discovery rate 5%). The corpus is small for this test:"
    )
    assert "none could have passed" in said
    assert "The least p-value that a pair could reach is 0.1; for half of them it is 0.3 or more." in said


def test_of_windows_it_is_said_that_they_overlap(tiny: Tables) -> None:
    pairs = cooccurrences(tiny.mentions, tiny.sentences, units=["window"])
    assert "Windows overlap" in findings.about_chance(replace(tiny, cooccurrences=pairs), unit="window")
    assert "Windows overlap" not in findings.about_chance(tiny)


def test_a_corpus_that_is_large_enough_is_not_warned_of() -> None:
    rows = [("d", n, e) for n in range(60) for e in (("a", "b") if n < 30 else ("c",))]
    pairs = cooccurrences(pd.DataFrame(rows, columns=["doc_id", "sent_id", "entity_id"]))
    named = pd.DataFrame({"entity_id": ["a", "b", "c"], "name": ["A", "B", "C"]})
    large = no_tables(cooccurrences=pairs, entities=named)
    assert findings.about_chance(large) == (
        "Of 1 pair named in one sentence, 1 is named together more often than chance explains "
        "(false discovery rate 5%)."
    )
    assert findings.about_cooccurrence(large) == (
        "A and B are named together most: in 30 sentences of 1 document. "
        "1 pair of entities shares a sentence, 1 of them more often than chance explains."
    )


def test_which_ties_hold_whatever_the_unit(tiny: Tables) -> None:
    assert findings.about_units(tiny, top=1) == (
        "1 pair is among the 1 strongest by every unit (sentence, paragraph and document), out of 1 that are so by "
        "any. Sentence and paragraph agree least: 1 pair is in both tops (Jaccard 1.00)."
    )
    assert findings.about_units(no_tables()).startswith("There are no two units")


def test_about_network(tiny: Tables) -> None:
    assert findings.about_network(build_network(tiny)) == (
        "3 actors and 2 forums are joined by 3 ties: a text tells that the one takes part in the other. "
        "1 tie is only planned or proposed. "
        "Lakes Forum joins most actors (2)."
    )


def test_about_a_network_of_cooccurrences(tiny: Tables) -> None:
    assert findings.about_network(cooccurrence_network(tiny)) == (
        "3 actors and 2 forums are joined by 4 ties. "
        "Lakes Forum is named with most actors (2), Peru with most forums (2)."
    )


def test_one_actor_and_one_forum_are_joined_by_one_tie() -> None:
    assert findings.about_network(graph_of([("a", "f")])).startswith("1 actor and 1 forum are joined by 1 tie:")


def test_about_roles(tiny: Tables) -> None:
    said = findings.about_roles(tiny)
    assert said == (
        "Ada Reyes, Oman and Peru take part in most forums (1 each). Oman hosts most (1). "
        "Still ahead when the documents were written: Ada Reyes, participant in Hills Forum (planned)."
    )
    assert [part.places for part in said.said] == [
        (("n1", 0), ("n2", 0), ("n3", 0)),
        (("n2", 0),),
        (("n3", 0),),
    ]


def test_what_was_planned_and_then_held_is_not_ahead(tiny: Tables) -> None:
    ada = tiny.participations.tail(1)
    both = pd.concat([ada, ada.assign(status="held")])
    assert "ahead" not in findings.about_roles(replace(tiny, participations=both))


def test_what_is_ahead_is_counted_beyond_the_first(tiny: Tables) -> None:
    said = findings.about_roles(replace(tiny, participations=tiny.participations.assign(status="proposed")))
    assert said.endswith(
        "Still ahead when the documents were written: Oman, participant in Lakes Forum (proposed), and 2 more."
    )
    assert "hosts" not in said  # what is only proposed makes no host
    assert "ahead" not in findings.about_roles(tiny, statuses="held")
    assert findings.about_roles(tiny, roles="host").startswith("Oman takes part in most forums (1).")


def test_many_who_share_the_lead_are_counted(tiny: Tables) -> None:
    states = [f"state:{letter}" for letter in "ABCDE"]
    entities = pd.concat(
        [tiny.entities.tail(1).assign(entity_id=state, name=state[-1]) for state in states]
        + [tiny.entities[tiny.entities["type"] == "FORUM"]]
    )
    told = pd.concat([tiny.participations.head(1).assign(actor_id=state) for state in states])
    said = findings.about_roles(replace(tiny, entities=entities, participations=told))
    assert said == "A, B and 3 others take part in most forums (1 each)."


def test_about_time(tiny: Tables, busy: Tables) -> None:
    assert findings.about_time(tiny) == (
        "1 meeting is told of in documents dated 2020-01-05 to 2021-03-02: 1 held. "
        "2 forums appear in more than one document."
    )
    assert findings.about_time(busy).startswith(
        "4 meetings are told of in documents dated 2020-01-05 to 2021-03-02: 1 held, 1 planned and 1 proposed."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Oman",
            "Oman is named 2 times in 2 documents. It takes part in 1 forum: 1 as host and 1 as participant. "
            "It shares most sentences with Lakes Forum and Peru.",
        ),
        (
            "Ada Reyes",
            "Ada Reyes is named 1 time in 1 document. Ada Reyes takes part in 1 forum: 1 as participant. "
            "Ada Reyes acts for Peru. Ada Reyes shares most sentences with Hills Forum and Peru.",
        ),
        (
            "Lakes Forum",
            "Lakes Forum is named 2 times in 2 documents. It joins 2 actors: 2 as participant and 1 as host. "
            "It shares most sentences with Oman and Peru.",
        ),
        ("Lima", "Lima is named 1 time in 1 document. It shares most sentences with Hills Forum."),
    ],
)
def test_about_entity(tiny: Tables, name: str, said: str) -> None:
    assert findings.about_entity(tiny, name) == said


def test_a_state_is_told_who_acts_for_it(tiny: Tables) -> None:
    assert "1 person acts for it." in findings.about_entity(tiny, "Peru")


def test_about_quality(tiny: Tables) -> None:
    gold = {"n3": {"entities": [{"id": "e1", "type": "STATE", "mentions": ["Peru"]}]}}
    assert findings.about_quality(evaluate(gold, tiny)) == (
        "On 1 document annotated by hand, 100% of mentions were found and given to the right entity; "
        "of those extracted, 33% are right (F1 0.50)."
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda: findings.about_cooccurrence(no_tables()), "No two entities are named in one sentence."),
        (
            lambda: findings.about_chance(no_tables()),
            "No two entities are named in one sentence, so there is nothing to test.",
        ),
        (
            lambda: findings.about_network(nx.Graph()),
            "No text tells that an actor takes part in a forum, so there is no network.",
        ),
        (
            lambda: findings.about_network(cooccurrence_network(no_tables())),
            "No actor is named with a forum in one sentence, so there is no network.",
        ),
        (lambda: findings.about_roles(no_tables()), "No text tells that an actor takes part in a forum."),
        (
            lambda: findings.about_measured(read_measured("nowhere.csv")),
            "No figures on documents kept aside are at hand.",
        ),
        (lambda: findings.about_entities(no_tables()), "0 actors and 0 forums are named."),
        (
            lambda: findings.about_quality(evaluate({}, no_tables())),
            "None of these documents is annotated by hand, so the accuracy on them is not known.",
        ),
    ],
)
def test_nothing_is_said_plainly(said: Callable[[], str], expected: str) -> None:
    assert said() == expected


@pytest.mark.parametrize("about", [findings.about_documents, findings.about_time, findings.scope])
def test_findings_of_nothing_do_not_fail(about: Callable[[Tables], str]) -> None:
    assert about(no_tables())[0] in "0N"


def test_about_quality_tells_of_ties_where_there_are_any(tiny: Tables) -> None:
    gold = {
        "n1": {
            "entities": [
                {"id": "e1", "type": "STATE", "mentions": ["Oman"]},
                {"id": "e2", "type": "FORUM", "mentions": ["Lakes Forum"]},
            ],
            "participations": [{"actor": "e1", "forum": "e2", "role": "chair"}],
        }
    }
    evaluation = evaluate(gold, tiny)
    assert findings.about_quality(evaluation).endswith(
        "Of the 1 pair of an actor and a forum in which it takes part, 100% were found; "
        "of those extracted, 50% are right (F1 0.67)."
    )


def test_a_finding_leads_to_its_evidence() -> None:
    finding = findings.Finding("One.", findings.Said("<Two>.", (("n#1", 3),)))
    assert finding == "One. <Two>."
    assert finding._repr_html_() == (
        '<p class="finding">One. &lt;Two&gt;.<sup><a href="documents/n~231.html#s3" title="n#1, sentence 3" '
        'aria-label="Evidence: n#1, sentence 3">1</a></sup></p>'
    )


def test_a_finding_shows_only_the_first_places() -> None:
    finding = findings.Finding(findings.Said("Many.", tuple(("n1", number) for number in range(99))))
    assert finding._repr_html_().count("<a ") == len(finding.links()) == findings.LINKS


def test_a_finding_escapes_what_comes_from_documents() -> None:
    assert findings.Finding("<b> & 'c'")._repr_html_() == '<p class="finding">&lt;b&gt; &amp; &#x27;c&#x27;</p>'
