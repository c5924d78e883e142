"""The tables, one pandera schema each: the contract between extraction, notebooks and the outside.

File names, key columns and their meaning are fixed; columns may be added. Offsets are character
offsets into `documents.text`, end exclusive. Dates are ISO text, as precise as known (`2023-09`).
"""

import numpy as np
import pandas as pd
import pandera.pandas as pa

from communique.kinds import ENTITY_TYPES, LEVELS, ROLES, STATUSES

__all__ = ["ENTITY_TYPES", "ROLES", "SCHEMAS", "STATUSES", "conform", "empty"]

TEXT = pd.StringDtype(na_value=np.nan)
_ISO_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


def _text(
    *, nullable: bool = False, isin: list[str] | None = None, matches: str | None = None, unique: bool = False
) -> pa.Column:
    checks = []
    if isin:
        checks.append(pa.Check.isin(isin))
    if matches:
        checks.append(pa.Check.str_matches(rf"^{matches}\Z"))
    return pa.Column(TEXT, checks, nullable=nullable, unique=unique, coerce=True)


def _count(*, least: int = 0) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(least), coerce=True)


def _share(*, least: float = 0.0, most: float | None = 1.0, nullable: bool = False) -> pa.Column:
    checks = [pa.Check.ge(least)] + ([pa.Check.le(most)] if most is not None else [])
    return pa.Column("float64", checks, nullable=nullable, coerce=True)


def _number() -> pa.Column:
    return pa.Column("float64", coerce=True)


def _list() -> pa.Column:
    return pa.Column("object", pa.Check(lambda cells: cells.map(lambda c: isinstance(c, list)).all()))


def _schema(name: str, columns: dict[str, pa.Column], *, checks: list[pa.Check] | None = None) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, checks=checks, name=name, strict=False, ordered=False)


_ENDS_AFTER_START = pa.Check(lambda rows: rows["end"] > rows["start"], error="end must come after start")
_SENTENCE = {"doc_id": _text(), "sent_id": _count()}

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "documents": _schema(
        "documents",
        {
            "doc_id": _text(unique=True),
            "path": _text(),
            "title": _text(nullable=True),
            "date": _text(nullable=True, matches=_ISO_DATE),
            "date_source": _text(nullable=True),
            "source": _text(nullable=True),
            "language": _text(nullable=True),
            "n_words": _count(),
            "sha256": _text(),
            "duplicate_of": _text(nullable=True),
            "status": _text(isin=["read", "duplicate", "skipped"]),
            "reason": _text(nullable=True),
            "notes": _text(nullable=True),
            "text": _text(),
        },
    ),
    "sentences": _schema(
        "sentences",
        {**_SENTENCE, "start": _count(), "end": _count(least=1), "par_id": _count()},
        checks=[_ENDS_AFTER_START],
    ),
    "mentions": _schema(
        "mentions",
        {
            **_SENTENCE,
            "start": _count(),
            "end": _count(least=1),
            "text": _text(),
            "type": _text(isin=ENTITY_TYPES),
            "entity_id": _text(),
            "method": _text(),
        },
        checks=[_ENDS_AFTER_START],
    ),
    "entities": _schema(
        "entities",
        {
            "entity_id": _text(unique=True),
            "name": _text(),
            "type": _text(isin=ENTITY_TYPES),
            "aliases": _list(),
            "iso3": _text(nullable=True),
            "wikidata": _text(nullable=True),
            "n_mentions": _count(least=1),
            "n_documents": _count(least=1),
            "first_date": _text(nullable=True, matches=_ISO_DATE),
            "last_date": _text(nullable=True, matches=_ISO_DATE),
        },
    ),
    "meetings": _schema(
        "meetings",
        {
            "meeting_id": _text(unique=True),
            "forum_id": _text(),
            "edition": pa.Column("Int64", pa.Check.ge(1), nullable=True, coerce=True),
            "name": _text(),
            "start_date": _text(nullable=True, matches=_ISO_DATE),
            "end_date": _text(nullable=True, matches=_ISO_DATE),
            "place_id": _text(nullable=True),
            "mode": _text(nullable=True, isin=["online", "in_person", "hybrid"]),
            "status": _text(nullable=True, isin=STATUSES),
            "doc_ids": _list(),
            "sent_ids": _list(),  # the first sentence of each of doc_ids that speaks of it
            "statuses": _list(),  # what each of doc_ids tells, empty text where it tells none
            "level": _text(nullable=True, isin=LEVELS),
        },
    ),
    "participations": _schema(
        "participations",
        {
            **_SENTENCE,
            "actor_id": _text(),
            "forum_id": _text(),
            "meeting_id": _text(nullable=True),
            "role": _text(isin=ROLES),
            "status": _text(isin=STATUSES),
            "trigger": _text(),
            "confidence": _share(nullable=True),
        },
    ),
    "affiliations": _schema(
        "affiliations",
        {**_SENTENCE, "person_id": _text(), "title": _text(nullable=True), "affiliation_id": _text()},
    ),
    "cooccurrences": _schema(
        "cooccurrences",
        {
            "source_id": _text(),
            "target_id": _text(),
            "unit": _text(isin=["sentence", "paragraph", "document", "window"]),
            "n_units": _count(least=1),
            "n_documents": _count(least=1),
            "weight": _share(most=None),
            "jaccard": _share(),
            "cosine": _share(),
            "npmi": _share(least=-1.0),
            "lift": _share(most=None),
            "log_likelihood": _number(),
            "log_odds": _number(),
            "p_value": _share(),
            "least_p_value": _share(),
            "q_value": _share(),
            "evidence": _list(),
        },
    ),
    "ledger": _schema(
        "ledger",
        {"doc_id": _text(), "step": _text(), "what": _text(), "why": _text()},
    ),
}


def empty(name: str) -> pd.DataFrame:
    """Return the table of that name with its columns and types, and no rows.

    Examples
    --------
    >>> list(empty("sentences").columns)
    ['doc_id', 'sent_id', 'start', 'end', 'par_id']
    """
    columns = SCHEMAS[name].columns
    return pd.DataFrame({c: pd.Series(dtype=columns[c].dtype.type) for c in columns})


def conform(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with the columns of its schema first, typed and checked.

    Raises
    ------
    pandera.errors.SchemaErrors
        Listing every row that breaks the contract.
    """
    columns = list(SCHEMAS[name].columns)
    extra = [c for c in table.columns if c not in columns]
    if table.empty:
        return empty(name)
    return SCHEMAS[name].validate(table[columns + extra], lazy=True).reset_index(drop=True)
