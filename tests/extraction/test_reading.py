"""Documents are read once, by as many processes as are wished, and always to the same drafts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tiny import documents_of

import communique
from communique import extract, load_authority
from communique.errors import ParameterError
from communique.extraction import DraftStore, reading
from communique.extraction.draft import Draft
from communique.extraction.reading import READERS, read_documents, reading_version

NOTES = {f"n{number}": f"Peru chaired the {number}th Lakes Forum. Oman attended it." for number in range(4, 10)}


def texts(drafts: Iterator[Draft]) -> dict[str, str]:
    return {draft.doc_id: draft.text for draft in drafts}


def test_a_second_time_nothing_is_read(tmp_path: Path, read: list[str]) -> None:
    for _ in range(2):
        with DraftStore(tmp_path / "drafts") as store:
            drafts = list(read_documents(documents_of(**NOTES), load_authority(), store=store))
        assert [draft.doc_id for draft in drafts] == list(NOTES)
    assert read == list(NOTES)


def test_only_what_is_new_or_changed_is_read(tmp_path: Path, read: list[str]) -> None:
    changed = {**NOTES, "n5": "Oman chaired the Lakes Forum.", "n99": "Peru left."}
    del changed["n7"]
    for notes in (NOTES, changed):
        with DraftStore(tmp_path / "drafts") as store:
            drafts = texts(read_documents(documents_of(**notes), load_authority(), store=store))
        assert drafts == notes
    assert read == [*NOTES, "n5", "n99"]


def test_another_date_or_other_names_read_again(tmp_path: Path, read: list[str]) -> None:
    documents = documents_of(n4=NOTES["n4"])
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "forums.csv").write_text("name,acronym,aliases\nLakes Forum,,\n")
    for table, authority in (
        (documents, load_authority()),
        (documents.assign(date="2020-01-01"), load_authority()),
        (documents, load_authority(folder)),
    ):
        with DraftStore(tmp_path / "drafts") as store:
            list(read_documents(table, authority, store=store))
    assert read == ["n4"] * 3


def test_a_decision_reads_again_only_what_it_touches(tmp_path: Path, read: list[str]) -> None:
    notes = {
        "n1": "Peru chaired the Lakes Forum.",
        "n2": "Oman attended the Hills Forum in Lima.",
        "n3": "Peru spoke at the Forum of the Lakes.",
        "n4": "Chad left.",
    }
    rows = "decision,subject,object,documents,note,who,when\n"
    folder = tmp_path / "authority"
    folder.mkdir()
    ids: dict[str, str] = {}
    for added in ("", "alias,Forum of the Lakes,forum:lakes-forum,,,,\n", "name,state:TCD,Republic of Chad,,,,\n"):
        rows += added
        (folder / "decisions.csv").write_text(rows)
        read.append("then")
        with DraftStore(tmp_path / "drafts") as store:
            tables = extract(documents_of(**notes), authority=load_authority(corpus=tmp_path), store=store)
        ids = dict(zip(tables.mentions["text"], tables.mentions["entity_id"], strict=True))
    # `Forum` stands in three of them; the state is known by its name.
    assert read == ["then", "n1", "n2", "n3", "n4", "then", "n1", "n2", "n3", "then", "n4"]
    assert ids["Forum of the Lakes"] == ids["Lakes Forum"]
    assert tables.entities.set_index("entity_id")["name"]["state:TCD"] == "Republic of Chad"


def test_a_damaged_entry_is_read_again(tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with DraftStore(tmp_path / "drafts") as store:
        first = list(read_documents(documents_of(**NOTES), load_authority(), store=store))
        store._base.execute("UPDATE drafts SET draft = 'x' WHERE rowid = 3")
    with DraftStore(tmp_path / "drafts") as store:
        assert list(read_documents(documents_of(**NOTES), load_authority(), store=store)) == first
    assert read == [*NOTES, "n6"]


def test_a_recogniser_of_ones_own_is_always_asked(tmp_path: Path, read: list[str]) -> None:
    for _ in range(2):
        with DraftStore(tmp_path / "drafts") as store:
            list(read_documents(documents_of(n4="Peru."), load_authority(), recogniser=lambda _: [], store=store))
    assert read == ["n4", "n4"]


def test_two_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch, tables: communique.Tables) -> None:
    monkeypatch.setattr(reading, "WORDS_A_WORKER", 100)
    monkeypatch.setattr(reading, "DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr(reading, "AHEAD", 1)
    with pytest.MonkeyPatch.context() as here:
        here.setattr(reading, "recognise", None)  # this process reads nothing
        both = extract(tables.documents, workers=2)
    for (_, one), (_, two) in zip(tables.items(), both.items(), strict=True):
        pd.testing.assert_frame_equal(one, two)


def test_functions_without_a_name_cannot_go_to_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORDS_A_WORKER", 1)
    with pytest.raises(ParameterError, match="use one worker"):
        list(read_documents(documents_of(**NOTES), load_authority(), recogniser=lambda _: [], workers=2))


def test_other_officials_make_another_version(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for row in ("", "Ada Reyes,,PER,Envoy,2020,,\n"):
        reviewed = (project / "data" / "authority" / "officials.csv").read_text(encoding="utf-8")
        (tmp_path / "data" / "authority").mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / "authority" / "officials.csv").write_text(reviewed + row, encoding="utf-8")
        monkeypatch.setattr(reading, "project_folder", lambda: tmp_path)
        versions.append(reading.reading_version.__wrapped__())
    assert versions[0] == reading_version() != versions[1]


def test_the_version_covers_every_module_that_reading_imports() -> None:
    package = Path(communique.__file__).parent
    seen: set[Path] = set()
    waiting = [package / "extraction" / "reading.py"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("communique"):
                home = package.parent / Path(*str(node.module).split("."))
                waiting.append(home.with_suffix(".py") if home.with_suffix(".py").is_file() else home / "__init__.py")
    beside = {path.relative_to(package).with_suffix("").parts[0] for path in seen} - {"extraction"}
    assert beside == set(READERS)
