"""What appears, rises and fades, and that small counts do not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tiny import document, no_tables

from communique import Tables
from communique.chronicle.told import about_trends, rule_of_change
from communique.chronicle.trends import _same_rate, trends
from communique.errors import ParameterError

ENTITIES = {"state:OMN": "STATE", "state:PER": "STATE", "state:TCD": "STATE", "forum:lakes": "FORUM"}


def counted(**years: dict[str, int]) -> Tables:
    """Return tables in which so many documents of a year tell of each state's part in one forum."""
    documents, rows = [], []
    for year, counts in years.items():
        for state, n in counts.items():
            for number in range(n):
                doc_id = f"{year}-{state}-{number}"
                documents.append(document(doc_id, "Text.", f"{year[1:]}-0{1 + number % 9}-15"))
                rows.append((doc_id, 0, f"state:{state}", "forum:lakes", None, "participant", "held", "", None))
    empty = no_tables()
    entities = pd.DataFrame(
        [{**dict.fromkeys(empty.entities), "entity_id": e, "name": e[-3:], "type": t} for e, t in ENTITIES.items()]
    )
    return replace(
        empty,
        documents=pd.DataFrame(documents),
        entities=entities,
        participations=pd.DataFrame(rows, columns=list(empty.participations)),
    )


def changes(tables: Tables, **how: str) -> dict[str, str]:
    table = trends(tables, **how).changes  # type: ignore[arg-type]
    return dict(zip(table["name"], table["change"], strict=True))


def test_what_grows_beyond_chance_rises_and_the_rest_fades() -> None:
    tables = counted(y2020={"OMN": 2, "PER": 30}, y2021={"OMN": 30, "PER": 2})
    assert changes(tables) == {"OMN": "rises", "PER": "fades"}


def test_small_counts_neither_rise_nor_fade() -> None:
    tables = counted(y2020={"OMN": 1, "PER": 4}, y2021={"OMN": 4, "PER": 1})
    assert changes(tables) == {"OMN": "", "PER": ""}
    assert about_trends(trends(tables), "actor") == (
        "From 2020 to 2021, of 2 actors none rises, fades, appears or is gone."
    )


def test_a_corpus_that_grows_makes_nothing_rise() -> None:
    tables = counted(y2020={"OMN": 4, "PER": 4}, y2021={"OMN": 40, "PER": 40})
    assert changes(tables) == {"OMN": "", "PER": ""}


def test_what_is_new_appears_and_what_is_not_told_of_again_is_gone() -> None:
    tables = counted(y2019={"OMN": 1}, y2020={"OMN": 2, "PER": 1}, y2021={"OMN": 2, "TCD": 1})
    assert changes(tables) == {"TCD": "appears", "PER": "is gone", "OMN": ""}
    assert about_trends(trends(tables), "actor") == (
        "From 2020 to 2021, of 3 actors 1 appears and 1 is gone. Most changed: PER (1 to 0, is gone)."
    )


def test_the_first_period_of_a_corpus_makes_nothing_appear() -> None:
    assert changes(counted(y2021={"OMN": 2})) == {"OMN": ""}


def test_what_lies_beyond_the_last_document_is_counted_but_not_compared() -> None:
    tables = counted(y2020={"OMN": 2}, y2021={"OMN": 2})
    meeting = pd.DataFrame(
        [{**dict.fromkeys(tables.meetings), "meeting_id": "m", "forum_id": "forum:lakes", "start_date": "2025-03"}]
    )
    ahead = tables.participations.tail(1).assign(meeting_id="m", status="planned")
    found = trends(replace(tables, meetings=meeting, participations=pd.concat([tables.participations, ahead])))
    assert (found.before, found.now) == ("2020", "2021")
    assert list(found.counts["period"]) == ["2020", "2021", "2025"]


def test_periods_are_chosen_by_a_parameter() -> None:
    tables = counted(y2020={"OMN": 9})
    assert trends(tables, period="quarter").counts.itertuples(index=False).__next__()[2:] == ("2020 Q1", 3)
    found = trends(tables, period="2 months")
    assert (found.before, found.now) == ("2020-06 to 2020-07", "2020-08 to 2020-09")
    assert set(found.counts["n"]) == {1, 2}
    with pytest.raises(ParameterError, match="no period 'decade'"):
        trends(tables, period="decade")


@pytest.mark.parametrize(("what", "names"), [("forum", ["mum"]), ("tie", ["OMN — kes"]), ("role", ["participant"])])
def test_forums_ties_and_roles_are_counted_too(what: str, names: list[str]) -> None:
    names = [name.replace("mum", "kes") for name in names]
    assert list(trends(counted(y2020={"OMN": 2}), what).changes["name"]) == names


def test_the_p_value_is_that_of_the_conditional_test() -> None:
    before, after = np.array([3, 0, 12]), np.array([1, 9, 5])
    chance = after.sum() / (before.sum() + after.sum())
    for number, p_value in enumerate(_same_rate(before, after)):
        n, k = int(before[number] + after[number]), int(after[number])
        tails = [sum(stats.binom.pmf(range(k + 1), n, chance)), sum(stats.binom.pmf(range(k, n + 1), n, chance))]
        assert p_value == pytest.approx(min(1, 2 * min(tails)))


def test_the_rule_is_told_and_true() -> None:
    assert "8 against none is the least" in rule_of_change()
    filled = np.array([100, 0, 8]), np.array([100, 8, 0])
    assert (_same_rate(*filled)[1:] < 0.01).all()
    assert (_same_rate(np.array([100, 0, 7]), np.array([100, 7, 0]))[1:] >= 0.01).all()
