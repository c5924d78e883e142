"""What a question of the review consists of, and what it is asked about."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from communique.authority import Authority
from communique.authority.decisions import KINDS, Decision, as_csv
from communique.kinds import ACTOR_TYPES, FORUM_TYPES
from communique.network import select_participations
from communique.tables import Tables

__all__ = ["Item", "Place", "Seen", "decided_in"]

Place = tuple[str, int]
_TOLD = re.compile(
    rf"^(?P<place>.+?, line \d+): (?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))}) (?P<rest>.+)$"
)
_MODES = (*ACTOR_TYPES, *FORUM_TYPES)
LEAST_EFFECT = 0.5  # of what moves no tie yet: it may, when documents arrive


@dataclass(frozen=True)
class Item:
    """A question with both its answers as rows; `doubt` is how likely it is that the tables are wrong here, 0 to 1.

    `entities` are those whose sentences are shown, unless `places` tells the sentences.
    """

    kind: str
    question: str
    effect: float
    doubt: float
    accept: tuple[Decision, ...]
    reject: tuple[Decision, ...]
    about: str
    entities: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def id(self) -> str:
        """Return what tells the item from others: the same as long as it asks the same of the same."""
        return hashlib.sha256(f"{self.kind}\n{self.about}".encode()).hexdigest()[:8]

    @property
    def rank(self) -> tuple[float, str, str]:
        """Return the order: what is expected to change most comes first."""
        return -max(self.effect, LEAST_EFFECT) * self.doubt, self.kind, self.about

    def row(self) -> dict[str, object]:
        """Return the item as a row of the queue, without its sentences."""
        return {
            "id": self.id, "kind": self.kind, "question": self.question, "effect": self.effect, "doubt": self.doubt,
            "accept": as_csv(self.accept, header=False),
            "reject": as_csv(self.reject, header=False),
        }  # fmt: skip


class Seen:
    """What the questions are asked about: the entities of the tables, and the weight of their ties."""

    def __init__(self, tables: Tables, authority: Authority) -> None:
        self.tables = tables
        self.authority = authority
        entities = tables.entities
        self.names: dict[str, str] = dict(zip(entities["entity_id"], entities["name"], strict=True))
        self.types: dict[str, str] = dict(zip(entities["entity_id"], entities["type"], strict=True))
        self.told = select_participations(tables, statuses=None)
        self.weight: Counter[str] = Counter()
        self.gain: Counter[str] = Counter()
        self._weigh()

    def _weigh(self) -> None:
        """Count, by entity, the sentences of its ties in the two networks: of taking part, and of being named together.

        `gain` counts those that it would have in the second one if an actor were a forum, or a forum an actor.
        """
        once = self.told.drop_duplicates(["actor_id", "forum_id", "doc_id", "sent_id"])
        for column in ("actor_id", "forum_id"):
            self.weight.update({str(one): int(n) for one, n in once[column].value_counts().items()})
        pairs = self.tables.cooccurrences
        pairs = pairs[pairs["unit"] == "sentence"]
        modes = {one: 2 if type_ in FORUM_TYPES else 1 for one, type_ in self.types.items() if type_ in _MODES}
        source, target = (pairs[column].map(modes).fillna(0) for column in ("source_id", "target_id"))
        for counted, chosen in ((self.weight, source + target == 3), (self.gain, (source == target) & (source > 0))):
            for column in ("source_id", "target_id"):
                sums = pairs[chosen].groupby(column)["n_units"].sum()
                counted.update({str(one): int(n) for one, n in sums.items()})

    def is_reviewed(self, entity_id: str) -> bool:
        """Tell whether a list holds the entity, or a decision gave it its name."""
        known = self.authority.entities.get(entity_id)
        return known is not None and bool(known.name)

    def of_type(self, *types: str) -> list[str]:
        """Return the entities of these types, by identifier."""
        return sorted(one for one, type_ in self.types.items() if type_ in types)

    def documents_of(self, entities: Collection[str]) -> dict[str, frozenset[str]]:
        """Return the documents that name each of these entities."""
        mentions = self.tables.mentions
        rows = mentions.loc[mentions["entity_id"].isin(entities), ["entity_id", "doc_id"]].drop_duplicates()
        documents: dict[str, set[str]] = defaultdict(set)
        for one, doc_id in zip(rows["entity_id"].tolist(), rows["doc_id"].tolist(), strict=True):
            documents[one].add(doc_id)
        return {one: frozenset(docs) for one, docs in documents.items()}

    def called(self, entity_id: str) -> str:
        """Return the name of an entity, with the document if the name means it in that one only."""
        name, document = self.names.get(entity_id, entity_id), entity_id.partition("~")[2]
        return f"{name} (in {document})" if document else name


def decided_in(ledger: pd.DataFrame) -> tuple[list[Decision], set[str]]:
    """Return the decisions that met something when the tables were made, and the places of their rows."""
    notes: Iterable[str] = ledger.loc[ledger["step"] == "decision", "why"].unique()
    rows, places = [], set()
    for match in filter(None, map(_TOLD.match, notes)):
        subject, _, told = match["rest"].rpartition(", ") if ", " in match["rest"] else (match["rest"], "", "")
        rows.append(Decision(match["kind"], subject, told))
        places.add(match["place"])
    return rows, places
