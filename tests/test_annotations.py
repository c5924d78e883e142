"""The annotated documents of the repository hold together: names stand in the texts, ties join what is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.kinds import ROLES, STATUSES

DATA = Path(__file__).parents[1] / "data"
FOLDERS = {"gold/seeds": DATA / "raw", "gold/written": DATA / "gold/written/docs"} | {
    name: DATA / name / "docs" for name in ("practice", "unseen")
}


def annotations(folder: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    for path in sorted((DATA / folder).glob("*.json")):
        text = (FOLDERS[folder] / f"{path.stem}.txt").read_text(encoding="utf-8")
        yield path.stem, json.loads(path.read_text(encoding="utf-8")), " ".join(text.split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_every_text_is_annotated(folder: str) -> None:
    named = {doc for doc, _, _ in annotations(folder)}
    assert named == {path.stem for path in FOLDERS[folder].glob("*.txt")}


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_what_is_annotated_stands_in_the_text(folder: str) -> None:
    missing = [
        (doc, words)
        for doc, annotation, text in annotations(folder)
        for words in [*(m for e in annotation["entities"] for m in e["mentions"]), *annotation.get("optional", [])]
        if not re.search(rf"(?<!\w){re.escape(' '.join(words.split()))}(?!\w)", text)
    ]
    assert missing == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_ties_join_what_they_may(folder: str) -> None:
    wrong = []
    for doc, annotation, _ in annotations(folder):
        types = {entity["id"]: {entity["type"], *entity.get("alt_types", [])} for entity in annotation["entities"]}
        for tie in annotation["participations"]:
            joined = "FORUM" in types[tie["forum"]] and types[tie["actor"]] & {"PERSON", "STATE", "ORG"}
            if not joined or tie["role"] not in ROLES or tie.get("status", "held") not in STATUSES:
                wrong.append((doc, tie))
        wrong += [(doc, meeting) for meeting in annotation["meetings"] if "FORUM" not in types[meeting["forum"]]]
        for entity in annotation["entities"]:
            whom = entity.get("affiliation")
            if whom and not (entity["type"] == "PERSON" and types[whom] - {"PERSON", "INSTRUMENT"}):
                wrong.append((doc, entity))
    assert wrong == []
