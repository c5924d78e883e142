"""Drafts are kept and come back; what is damaged counts as not there."""

import sqlite3
from pathlib import Path

import pytest
from tiny import documents_of

from communique import load_authority
from communique.extraction import Draft, DraftStore, Span
from communique.extraction.reading import read_documents
from communique.extraction.store import draft_from_json, draft_to_json

TEXT = "Peru chaired the 3rd Lakes Forum in Lima. Foreign Minister Ada Reyes of Peru spoke of the “Lakes Forum”."


@pytest.fixture(scope="module")
def draft() -> Draft:
    return next(read_documents(documents_of(n1=TEXT), load_authority()))


def test_a_draft_comes_back_as_it_was(draft: Draft) -> None:
    assert draft.participations
    assert draft.affiliations
    assert draft_from_json(draft_to_json(draft)) == draft


def test_what_was_kept_is_there_when_the_file_is_opened_again(draft: Draft, tmp_path: Path) -> None:
    with DraftStore(tmp_path / "drafts") as store:
        assert store.get("one") is None
        store.put("one", draft)
    with DraftStore(tmp_path / "drafts") as store:
        assert "one" in store
        assert store.get("one") == draft


def test_an_error_loses_nothing_that_was_kept_before(draft: Draft, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), DraftStore(tmp_path / "drafts") as store:
        store.put("one", draft)
        raise KeyboardInterrupt
    with DraftStore(tmp_path / "drafts") as store:
        assert store.get("one") == draft


def test_what_nobody_asked_for_is_dropped(draft: Draft, tmp_path: Path) -> None:
    with DraftStore(tmp_path / "drafts") as store:
        for key in ("one", "two", "three"):
            store.put(key, draft)
    with DraftStore(tmp_path / "drafts") as store:
        store.get("two")
        store.put("four", draft)
        store.drop_unused()
    with DraftStore(tmp_path / "drafts") as store:
        assert [key for key in ("one", "two", "three", "four") if key in store] == ["two", "four"]


def test_forget_begins_with_nothing(draft: Draft, tmp_path: Path) -> None:
    with DraftStore(tmp_path / "drafts") as store:
        store.put("one", draft)
    with DraftStore(tmp_path / "drafts", forget=True) as store:
        assert "one" not in store


@pytest.mark.parametrize("damaged", [b"", b"no draft", b"x\x9c\x03\x00"])
def test_a_damaged_entry_counts_as_not_there(draft: Draft, tmp_path: Path, damaged: bytes) -> None:
    with DraftStore(tmp_path / "drafts") as store:
        store.put("one", draft)
    with sqlite3.connect(tmp_path / "drafts") as base:
        base.execute("UPDATE drafts SET draft = ?", (damaged,))
    with DraftStore(tmp_path / "drafts") as store:
        assert store.get("one") is None
        store.put("one", draft)
        assert store.get("one") == draft


@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_a_damaged_file_is_begun_anew(draft: Draft, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "drafts"
    with DraftStore(path) as store:
        store.put("one", draft)
    path.write_bytes(path.read_bytes()[:keep] + b"\xff" * 5000)
    with DraftStore(path) as store:
        assert store.get("one") is None
        store.put("one", draft)
    with DraftStore(path) as store:
        assert store.get("one") == draft


def test_what_cannot_be_written_does_no_harm(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "drafts"
    with DraftStore(path) as store:
        store._base.execute("PRAGMA query_only = ON")
        store.put("one", draft)
        store.drop_unused()
    with DraftStore(path) as store:
        assert "one" not in store


def test_the_words_of_a_key_are_a_set() -> None:
    span = Span(0, 4, "STATE", "model", confidence=0.5)
    draft = Draft("d", "Oman", keyed=[(span, ("STATE", frozenset({"b", "a"}), "d"))])
    assert draft_from_json(draft_to_json(draft)) == draft
