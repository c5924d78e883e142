"""Co-occurrences of a corpus that is larger than memory: told part by part, they are those of the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from communique.cooccurrence import surprise
from communique.cooccurrence.counting import Pairs, count_pairs
from communique.cooccurrence.sums import PairSums
from communique.cooccurrence.table import MOST_ENTITIES, Margins, listed, measured
from communique.cooccurrence.units import Codes, Incidence, incidence, places_of

__all__ = ["PartialCooccurrences"]


class PartialCooccurrences:
    """The pairs of entities that share a unit of text, counted part by part.

    Memory holds the identifiers of entities and documents, and a few numbers a pair of one unit; the pairs themselves
    wait in files.

    Parameters
    ----------
    entities
        The identifiers of all entities that parts may name.
    units, most_entities, evidence
        As for `cooccurrences`. Where evidence is bounded, the places that come first are listed, in the order of the
        parts.
    folder
        Where files wait that nobody sees, and that are gone afterwards; that of the system if None.

    Examples
    --------
    >>> told = PartialCooccurrences(["state:OMN", "state:PER"], units=["sentence"])
    >>> for doc_id in ("n1", "n2"):
    ...     told.add(pd.DataFrame({"doc_id": doc_id, "sent_id": 0, "entity_id": ["state:OMN", "state:PER"]}))
    >>> [pairs["evidence"].tolist() for pairs in told.tables()]
    [[['n1#0', 'n2#0']]]
    """

    def __init__(
        self,
        entities: Sequence[str],
        *,
        units: Sequence[str] = ("sentence", "paragraph", "document"),
        most_entities: int = MOST_ENTITIES,
        evidence: int | None = None,
        folder: Path | None = None,
    ) -> None:
        self._most_entities = most_entities
        self._evidence = evidence
        self._doc_ids: list[str] = []
        self._counts = {unit: _Counts(pd.Index(sorted(entities)), evidence, folder) for unit in units}

    def add(self, mentions: pd.DataFrame, sentences: pd.DataFrame | None = None) -> None:
        """Count the mentions of some documents, which are in no other part.

        Parameters and errors are those of `cooccurrences`.
        """
        before = len(self._doc_ids)
        for unit, counts in self._counts.items():
            cells = incidence(unit, mentions, sentences).up_to(self._most_entities)
            counts.add(cells, before)
        self._doc_ids += cells.documents.tolist()

    def tables(self) -> Iterator[pd.DataFrame]:
        """Yield the `cooccurrences` table of all parts, some rows at a time, in the order of `cooccurrences`."""
        doc_ids = np.array(self._doc_ids, dtype=object)
        rank = np.empty(len(doc_ids), np.int64)
        rank[np.argsort(doc_ids, kind="stable")] = np.arange(len(doc_ids))
        for unit, counts in self._counts.items():
            for pairs, told in counts.tables(unit):
                if self._evidence == 0:
                    yield told
                    continue
                document, first, last = _by_document(pairs, rank)
                extents = () if unit == "document" else (first, last)
                yield told.assign(evidence=listed(places_of(doc_ids[document], *extents), pairs))


class _Counts:
    """What is counted of one unit."""

    def __init__(self, entities: pd.Index, evidence: int | None, folder: Path | None) -> None:
        self._entities = entities
        self._n_units = np.zeros(len(entities), np.int64)
        self._total = 0
        self._evidence = evidence
        self._sums = PairSums(listed=evidence, folder=folder)

    def add(self, cells: Incidence, n_before: int) -> None:
        """Count the cells of some documents, which are numbered on from those before."""
        code = self._entities.get_indexer(cells.entities)  # in the same order: pairs stay sorted
        self._n_units[code] += np.bincount(cells.entity, minlength=len(code))
        self._total += cells.n_units
        pairs = count_pairs(cells, listed=self._evidence)
        extents = (cells.document if extent is None else extent for extent in (cells.first, cells.last))
        places = np.stack([cells.document + n_before, *extents], axis=1).astype(np.int32)
        source, target = (code[of].astype(np.int32) for of in (pairs.source, pairs.target))
        self._sums.add(replace(pairs, source=source, target=target, shared=places[pairs.shared]))

    def tables(self, unit: str) -> Iterator[tuple[Pairs, pd.DataFrame]]:
        """Yield pairs and what is told of them, without evidence."""
        margins = Margins(self._entities, self._n_units, self._total)
        p_values = [surprise.p_values(*margins.of(pairs)) for pairs in self._sums.blocks()]
        q_values = surprise.q_values(np.concatenate([np.empty(0), *p_values]))
        done = 0
        for pairs in self._sums.blocks():
            yield pairs, measured(unit, pairs, margins, q_values[done : done + len(pairs)])
            done += len(pairs)


def _by_document(pairs: Pairs, rank: Codes) -> Codes:
    """Return document, first and last sentence of the listed units, those of each pair by rank of the document."""
    document, first, last = pairs.shared.T
    pair = np.repeat(np.arange(len(pairs)), pairs.n_listed)
    order = np.lexsort((rank[document], pair))
    return np.stack([document[order], first[order], last[order]])
