"""What was measured once and is kept: the figures of parts of the annotated documents, in a small table.

A run measures only the documents that it has read. How right the extraction is on documents that were kept aside
while rules and model were made is measured apart (`communique evaluate … --part aside --record FILE`) and read here.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from communique.errors import TablesError

if TYPE_CHECKING:
    from communique.evaluation import Evaluation

__all__ = ["compare_parts", "read_measured", "record_measured"]

COLUMNS = ["part", "documents", "figure", "precision", "recall", "f1", "gold", "system"]


def record_measured(evaluation: "Evaluation", path: str | Path, *, part: str) -> None:
    """Write the figures of one part of the annotated documents to a small table; those of other parts stay."""
    path = Path(path)
    others = read_measured(path)
    rows = evaluation.figures.assign(part=part, documents=len(evaluation.documents))[COLUMNS]
    table = pd.concat([others[others["part"] != part], rows] if len(others) else [rows])
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(
        table.sort_values("part", kind="stable").to_csv(index=False, float_format="%.4f", lineterminator="\n"),
        encoding="utf-8",
    )
    aside.replace(path)


def read_measured(path: str | Path) -> pd.DataFrame:
    """Return what `record_measured` wrote: part, documents, and the columns of figures; no rows where nothing is.

    Raises
    ------
    TablesError
        When the file is no such table.
    """
    path = Path(path)
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS)
    table = pd.read_csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise TablesError(f"{path} has no column {missing[0]}: make it with `communique evaluate … --record {path}`.")
    return table[COLUMNS]


def compare_parts(measured: pd.DataFrame) -> pd.DataFrame:
    """Return the F1 of each figure on each part, `aside` before `work`, and the drop from the one to the other."""
    parts = [part for part in ("aside", "work") if part in set(measured["part"])]
    table = measured.pivot_table(index="figure", columns="part", values="f1", sort=False).reindex(columns=parts)
    if len(parts) == 2:
        table = table.assign(drop=table["work"] - table["aside"])
    return table.reset_index().rename_axis(columns=None)
