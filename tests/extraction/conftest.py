"""What several tests of extraction look on at."""

from collections.abc import Iterator

import pytest

from communique.extraction import reading
from communique.extraction.draft import Draft


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are truly read, by name."""
    names: list[str] = []
    whole = reading.recognise

    def noted(drafts: list[Draft], recogniser: str) -> Iterator[Draft]:
        for draft in whole(drafts, recogniser):
            names.append(draft.doc_id)
            yield draft

    monkeypatch.setattr(reading, "recognise", noted)
    return names
