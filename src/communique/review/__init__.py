"""What to look at first, ranked by what it would change in the network, and the answers that last.

>>> from communique import review
>>> queue = review.queue(tables)  # doctest: +SKIP
>>> review.accept(queue, "1f0a9c3e", file="corpus/authority/decisions.csv")  # doctest: +SKIP
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from communique.authority import Authority, load_authority
from communique.authority.decisions import Decision
from communique.review.answers import accept, decisions_file, reject, rows_of
from communique.review.different import likely_different
from communique.review.doubts import doubtful_types, unknown_forums, weak_roles
from communique.review.items import Item, Place, Seen, decided_in
from communique.review.roundtrip import export_entities, export_queue, import_entities, variants
from communique.review.same import likely_same
from communique.tables import Tables

__all__ = [
    "accept",
    "decisions_file",
    "export_entities",
    "export_queue",
    "import_entities",
    "queue",
    "reject",
    "rows_of",
    "unused",
    "variants",
]

COLUMNS = ["id", "kind", "question", "effect", "doubt", "sentences", "quote", "accept", "reject"]
MOST_SENTENCES = 5
LONGEST_QUOTE = 300  # characters


def queue(
    tables: Tables,
    *,
    decisions: Sequence[Decision] = (),
    authority: Authority | None = None,
    top: int | None = 50,
) -> pd.DataFrame:
    """Return what to look at first.

    Parameters
    ----------
    tables
        What `extract` returns.
    decisions
        Decisions made since the tables were; those that the tables were made with are told by their ledger.
    authority
        The reviewed names, those of the project when None.
    top
        How many questions; None: all.

    Returns
    -------
    pandas.DataFrame
        A row a question, in the order of `effect` times `doubt`, which is what an answer is expected to change:

        - `id`: stays the same as long as the same is asked;
        - `kind`: likely same, likely different, unknown forum, doubtful type, weak evidence;
        - `question`: in words; yes is `accept`, no is `reject`;
        - `effect`: the sentences whose ties would be other ones, in the network of participations and in that of
          actors and forums named together. Of two entities that may be one, those of the one with fewer; of one
          that may be two, those of the smaller part; of a type, those that it would gain too; of a tie, one for each
          actor;
        - `doubt`: how likely it is that the tables are wrong, from 0 to 1: an estimate by kind and sign, not measured;
        - `sentences`: places as `doc_id#sent_id`; `quote`: the first of them as it stands;
        - `accept`, `reject`: the rows that settle it, as CSV.
    """
    seen = Seen(tables, authority or load_authority())
    made, _ = decided_in(tables.ledger)
    rows = [*made, *decisions]
    items = sorted(_open(_items(seen, rows, top), rows), key=lambda item: item.rank)
    return _table(items[:top], tables)


def unused(tables: Tables, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that met nothing when the tables were made, or were written since."""
    _, places = decided_in(tables.ledger)
    return [row for row in decisions if row.place not in places]


def _items(seen: Seen, rows: Iterable[Decision], top: int | None) -> Iterator[Item]:
    yield from likely_same(seen)
    yield from likely_different(seen)
    yield from unknown_forums(seen)
    yield from doubtful_types(seen)
    parts = {(row.subject, row.object) for row in rows if row.decision in {"takes part", "no part"}}
    yield from weak_roles(seen, frozenset(parts), most=top)


def _open(items: Iterable[Item], rows: Iterable[Decision]) -> Iterator[Item]:
    """Yield the items that no row settles, each once."""
    settled = {(row.decision, row.subject, row.object) for row in rows}
    settled |= {(row.decision, row.object, row.subject) for row in rows if row.decision == "never merge"}
    asked = set()
    for item in items:
        answers = {(row.decision, row.subject, row.object) for row in (*item.accept, *item.reject)}
        if item.id not in asked and not answers & settled:
            asked.add(item.id)
            yield item


def _table(items: Sequence[Item], tables: Tables) -> pd.DataFrame:
    """Return the items with their sentences."""
    wanted = {one for item in items if not item.places for one in item.entities}
    found: dict[str, list[Place]] = defaultdict(list)
    mentions = tables.mentions[tables.mentions["entity_id"].isin(wanted)]
    places = mentions.drop_duplicates(["entity_id", "doc_id", "sent_id"])
    for entity, doc_id, sent_id in zip(*(places[c].tolist() for c in ("entity_id", "doc_id", "sent_id")), strict=True):
        found[entity].append((doc_id, int(sent_id)))
    chosen = [list(item.places) or _some(found, item.entities) for item in items]
    firsts = {place for of_item in chosen for place in of_item[:1]}
    texts = _quotes(tables, firsts)
    told = [
        {
            **item.row(),
            "sentences": [f"{doc_id}#{sent_id}" for doc_id, sent_id in of_item],
            "quote": texts.get(of_item[0], "") if of_item else "",
        }
        for item, of_item in zip(items, chosen, strict=True)
    ]
    return pd.DataFrame(told, columns=COLUMNS)


def _some(found: dict[str, list[Place]], entities: Sequence[str]) -> list[Place]:
    """Return the first sentences of each entity, as many of each."""
    each = max(1, MOST_SENTENCES // max(1, len(entities)))
    return list(dict.fromkeys(place for one in entities for place in found[one][:each]))


def _quotes(tables: Tables, places: Iterable[Place]) -> dict[Place, str]:
    wanted = set(places)
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    docs = {doc_id for doc_id, _ in wanted}
    rows = tables.sentences[tables.sentences["doc_id"].isin(docs)]
    return {
        (doc_id, int(sent_id)): " ".join(texts[doc_id][start:end].split())[:LONGEST_QUOTE]
        for doc_id, sent_id, start, end in zip(
            *(rows[c].tolist() for c in ("doc_id", "sent_id", "start", "end")), strict=True
        )
        if (doc_id, sent_id) in wanted
    }
