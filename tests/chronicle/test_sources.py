"""Whose telling it is, counted by hand in three notes of three sources."""

from dataclasses import replace

import pandas as pd
import pytest
from tiny import document

from communique import Tables
from communique.chronicle.sources import by_source, one_sided_ties


@pytest.fixture
def told(tiny: Tables) -> Tables:
    return replace(tiny, documents=tiny.documents.assign(source=["Wire", "Ministry", None, None]))


def test_each_source_is_counted_and_what_it_alone_tells(told: Tables) -> None:
    table = by_source(told)
    assert list(table) == ["source", "kind", "documents", "actors", "forums", "ties", "alone"]
    assert table.to_numpy().tolist() == [
        ["(not told)", "", 1, 2, 1, 1, 1],
        ["Ministry", "official", 1, 1, 2, 1, 0],
        ["Wire", "agency", 1, 2, 1, 2, 1],
    ]


def test_the_source_of_a_copy_stands_for_one_that_is_not_told(told: Tables) -> None:
    copy = {**document("n5", "", status="duplicate"), "duplicate_of": "n3", "source": "The Lima Post"}
    copied = replace(told, documents=pd.concat([told.documents, pd.DataFrame([copy])], ignore_index=True))
    assert list(by_source(copied)["source"]) == ["Ministry", "The Lima Post", "Wire"]


def test_a_tie_is_one_sided_only_where_others_report_on_the_forum(told: Tables) -> None:
    columns = ["actor", "forum", "source", "others", "sentences", "document"]
    assert one_sided_ties(told)[columns].to_numpy().tolist() == [["Peru", "Lakes Forum", "Wire", 1, 1, "n1"]]
