"""The corpora that speed is measured with: the same for the same seed, as large as asked, and true to their tables."""

from itertools import islice
from pathlib import Path

import pytest
from benchmarks.corpora import Corpus, tables_of, write_texts

from communique import read_corpus, read_tables, write_tables

CORPUS = Corpus(400, seed=3)


def test_one_seed_gives_one_corpus_and_another_another(tmp_path: Path) -> None:
    for name, corpus in (("one", CORPUS), ("same", Corpus(400, seed=3)), ("other", Corpus(400, seed=4))):
        write_texts(corpus.releases(), tmp_path / name)
    one, same, other = ((tmp_path / name).read_bytes() for name in ("one", "same", "other"))
    assert one == same != other
    assert one.count(b"\n") == 400


def test_a_corpus_can_be_begun_anywhere() -> None:
    assert list(CORPUS.releases(120, 140)) == list(islice(CORPUS.releases(), 120, 140))


def test_a_large_corpus_begins_at_once() -> None:
    assert Corpus(1_000_000).release(999_999).doc_id == "r0999999"


def test_the_texts_are_read_and_their_copies_found(tmp_path: Path) -> None:
    write_texts(CORPUS.releases(), tmp_path / "corpus.jsonl")
    documents = read_corpus(tmp_path / "corpus.jsonl").set_index("doc_id")
    copies = {release.doc_id for release in CORPUS.releases() if release.copy_of is not None}
    found = set(documents.index[documents["status"] == "duplicate"])
    assert len(copies) > 8
    assert len(found) == pytest.approx(len(copies), rel=0.2)
    assert set(documents["status"]) == {"read", "duplicate"}


def test_a_few_names_are_everywhere_and_most_are_rare() -> None:
    entities = tables_of(CORPUS.releases()).entities
    for type_ in ("PERSON", "STATE", "FORUM"):
        counts = entities.loc[entities["type"] == type_, "n_mentions"].sort_values(ascending=False)
        assert counts.iloc[0] > 8 * counts.median()


def test_the_tables_keep_their_contract_and_tell_where_names_stand(tmp_path: Path) -> None:
    write_tables(tables_of(CORPUS.releases()), tmp_path)
    tables = read_tables(tmp_path)
    texts = tables.documents.set_index("doc_id")["text"]
    assert len(tables.mentions) > 5_000
    for row in tables.mentions.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text
    for row in tables.sentences.itertuples():
        assert "\n" not in texts[row.doc_id][row.start : row.end]
    assert set(tables.participations["meeting_id"].dropna()) == set(tables.meetings["meeting_id"])
