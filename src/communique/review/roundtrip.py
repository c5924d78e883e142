"""The entities with their written forms as a table for a spreadsheet or OpenRefine, and what was edited in it."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from communique.authority.decisions import Decision, is_entity
from communique.cells import guarded, unguarded
from communique.errors import AuthorityError
from communique.kinds import ENTITY_TYPES
from communique.tables import Tables

__all__ = ["export_entities", "export_queue", "import_entities", "variants"]

COLUMNS = ["entity_id", "entity", "name", "type", "variant", "n_mentions"]


def variants(tables: Tables) -> pd.DataFrame:
    """Return the entities, one row a written form, those of one entity together, the commonest form first.

    Columns: `entity_id` (stays as it is), `entity`, `name` and `type` (to be edited), `variant`, `n_mentions`.
    """
    mentions = tables.mentions.assign(variant=tables.mentions["text"].str.split().str.join(" "))
    counted = mentions.groupby(["entity_id", "variant"]).size().rename("n_mentions").reset_index()
    told = counted.merge(tables.entities[["entity_id", "name", "type"]], on="entity_id").assign(
        entity=lambda rows: rows["entity_id"]
    )
    order = ["entity_id", "n_mentions", "variant"]
    return told.sort_values(order, ascending=[True, False, True], ignore_index=True)[COLUMNS]


def export_entities(tables: Tables, file: str | Path) -> Path:
    """Write `variants` as CSV that no spreadsheet runs as formulas; return the file."""
    return _write(variants(tables), Path(file))


def export_queue(queue: pd.DataFrame, file: str | Path) -> Path:
    """Write the queue as CSV that no spreadsheet runs as formulas; return the file."""
    return _write(queue.assign(sentences=queue["sentences"].str.join(" ")), Path(file))


def _write(rows: pd.DataFrame, path: Path) -> Path:
    rows = rows.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(rows.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
    aside.replace(path)
    return path


def import_entities(tables: Tables, file: str | Path) -> list[Decision]:
    """Return the decisions that the edits of a table of `export_entities` stand for.

    Rows may be left out and reordered. An `entity` changed in all rows of an entity is a merge, changed in some it
    makes aliases. A `name` changed to that of another entity of the type, as clustering does, is a merge; to anything
    else, a preferred name. A changed `type` is a type.

    Raises
    ------
    AuthorityError
        Naming each row, by file and line, that does not fit the tables or another row.
    """
    present = tables.entities.set_index("entity_id")[["name", "type"]].to_dict("index")
    problems: list[str] = []
    edits: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    led: dict[str, dict[str, str]] = defaultdict(dict)
    for line, row in _rows(Path(file)):
        one = row["entity_id"]
        if one not in present:
            problems.append(f"{file}, line {line}: the tables hold no entity {one!r}: leave `entity_id` as it is.")
            continue
        if row["type"] not in ENTITY_TYPES or not is_entity(row["entity"]) or not row["name"]:
            wrong = f"{row['entity']!r}, {row['name']!r}, {row['type']!r}"
            problems.append(f"{file}, line {line}: {wrong} are not an identifier, a name and a type.")
            continue
        led[one][row["variant"]] = row["entity"]
        for column, value in (("name", row["name"]), ("type", row["type"])):
            if value != present[one][column]:
                edits[one][column].add(value)
                if len(edits[one][column]) > 1:
                    problems.append(f"{file}, line {line}: {one} gets a second {column}, {value!r}.")
    if problems:
        raise AuthorityError("\n".join(problems))
    forms = tables.mentions["text"].str.split().str.join(" ").groupby(tables.mentions["entity_id"]).agg(set)
    said = [*_led(led, forms.to_dict()), *_renamed(edits, present, tables)]
    said += [Decision("type", one, told) for one, row in sorted(edits.items()) for told in sorted(row["type"])]
    merged = {row.subject for row in said if row.decision == "merge"}
    return [row for row in said if row.decision in {"merge", "alias"} or row.subject not in merged]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [column for column in COLUMNS[:5] if column not in (reader.fieldnames or [])]
            if missing:
                raise AuthorityError(f"{path}, line 1: there is no column `{missing[0]}`.")
            for row in reader:
                yield reader.line_num, {column: unguarded((row[column] or "").strip()) for column in COLUMNS[:5]}
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorityError(f"{path} cannot be read as CSV in UTF-8.") from error


def _led(led: dict[str, dict[str, str]], forms: dict[str, set[str]]) -> Iterator[Decision]:
    """Yield what edits of `entity` stand for: a merge if every form goes to one other entity, aliases if some do."""
    for one, targets in sorted(led.items()):
        whole = set(targets.values())
        if len(whole) == 1 and set(targets) >= forms.get(one, set()):
            if whole != {one}:
                yield Decision("merge", one, whole.pop())
            continue
        yield from (Decision("alias", form, other) for form, other in sorted(targets.items()) if other != one)


def _renamed(
    edits: dict[str, dict[str, set[str]]], present: dict[str, dict[str, str]], tables: Tables
) -> Iterator[Decision]:
    """Yield what edits of `name` stand for: entities that bear one name from now on are one."""
    n_mentions: Counter[str] = Counter(tables.mentions["entity_id"].tolist())
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one, row in present.items():
        edited = edits.get(one, {})
        name, type_ = (next(iter(edited.get(column, ())), row[column]) for column in ("name", "type"))
        bearers[type_, name].append(one)
    for (_, name), group in sorted(bearers.items()):
        renamed = [one for one in group if one in edits and edits[one]["name"]]
        if not renamed:
            continue
        kept = [one for one in group if one not in renamed]
        main = max(kept or renamed, key=lambda one: (n_mentions[one], one))
        if not kept:
            yield Decision("name", main, name)
        yield from (Decision("merge", one, main) for one in sorted(renamed) if one != main)
