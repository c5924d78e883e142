"""Figures that were measured once and are kept in a small table."""

from pathlib import Path

import pytest
from test_evaluation import GOLD, run

from communique import evaluate
from communique.errors import TablesError
from communique.evaluation import FIGURES
from communique.findings import about_measured
from communique.measured import COLUMNS, compare_parts, read_measured, record_measured
from communique.resources import project_folder

KEPT = project_folder() / "data" / "gold" / "measured.csv"


def test_what_is_recorded_is_read_back(tmp_path: Path) -> None:
    evaluation = evaluate(GOLD, run())
    record_measured(evaluation, tmp_path / "m.csv", part="aside")
    table = read_measured(tmp_path / "m.csv")
    assert list(table) == COLUMNS
    assert set(table["part"]) == {"aside"}
    assert set(table["documents"]) == {2}
    assert table["f1"].tolist() == pytest.approx(evaluation.figures["f1"].tolist(), abs=1e-4)


def test_a_part_takes_the_place_of_its_old_figures_and_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    for part, found in (("work", None), ("aside", None), ("aside", [])):
        record_measured(evaluate(GOLD, run(found)), path, part=part)
    exact = read_measured(path).set_index(["figure", "part"]).loc["exact", "f1"]
    assert exact.to_dict() == {"aside": 0.0, "work": 1.0}
    assert [p.name for p in tmp_path.iterdir()] == ["m.csv"]


def test_recording_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    record_measured(evaluate(GOLD, run()), path, part="work")
    first = path.read_bytes()
    record_measured(evaluate(GOLD, run()), path, part="work")
    assert path.read_bytes() == first


def test_parts_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    record_measured(evaluate(GOLD, run([])), path, part="aside")
    assert list(compare_parts(read_measured(path))) == ["figure", "aside"]
    record_measured(evaluate(GOLD, run()), path, part="work")
    table = compare_parts(read_measured(path)).set_index("figure")
    assert table.loc["exact"].to_dict() == {"aside": 0.0, "work": 1.0, "drop": 1.0}
    assert about_measured(read_measured(path)).startswith("On 2 documents that were kept aside")


def test_no_table_is_no_figures(tmp_path: Path) -> None:
    assert read_measured(tmp_path / "nowhere.csv").empty
    assert compare_parts(read_measured(tmp_path / "nowhere.csv")).empty


def test_another_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("part,figure\naside,exact\n")
    with pytest.raises(TablesError, match=r"m\.csv has no column documents"):
        read_measured(tmp_path / "m.csv")


def test_the_figures_that_are_kept_are_those_of_both_parts() -> None:
    table = read_measured(KEPT)
    for part in ("aside", "work"):
        rows = table[table["part"] == part]
        assert set(FIGURES) <= set(rows["figure"]), part
        assert rows["documents"].nunique() == 1
    assert table[["precision", "recall", "f1"]].stack().between(0, 1).all()
