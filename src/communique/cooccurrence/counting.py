"""The pairs of entities that share units, counted block by block, so that memory stays bounded.

In an incidence matrix the entities of a unit stand side by side, so the partners of an entity are those that follow
it in each of its units. All meetings of a block of entities with their partners become one array of whole numbers,
(source, target, unit) in the digits of each; sorted, every pair is a run of that array, its units in order. That is
the product of the matrix with its transpose, above the diagonal, which besides tells in which units a pair meets:
documents, weights and evidence need no second pass.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.cooccurrence.units import Codes, Incidence

__all__ = ["Pairs", "changes", "count_pairs", "runs_of"]

BLOCK = 1 << 20  # meetings that are sorted at a time
THREADS = min(4, os.cpu_count() or 1)  # blocks at a time; sorting does without the interpreter's lock


@dataclass(frozen=True)
class Pairs:
    """The pairs of entities (`source` < `target`, sorted) that share units.

    n_units, n_documents
        How many units and documents name both.
    weight
        The sum of 1/(k-1) over the shared units, where k is how many entities the unit names.
    shared, n_listed
        The shared units of all pairs, one pair after the other, and how many of each pair are listed. A unit is a
        number, or a row of numbers.
    """

    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    n_units: npt.NDArray[np.int32]
    n_documents: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float64]
    shared: npt.NDArray[np.integer]
    n_listed: npt.NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.source)

    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        """Return what the pairs are made of, in the order of the declaration."""
        return tuple(getattr(self, field.name) for field in fields(self))

    def between(self, one: int, other: int) -> "Pairs":
        """Return the pairs from one number to another."""
        before, within = (int(self.n_listed[a:b].sum()) for a, b in ((0, one), (one, other)))
        cut = {field.name: getattr(self, field.name)[one:other] for field in fields(self)}
        return Pairs(**{**cut, "shared": self.shared[before : before + within]})


def count_pairs(cells: Incidence, *, listed: int | None = None, block: int = BLOCK) -> Pairs:
    """Return the pairs of entities that share units.

    Parameters
    ----------
    cells
        Which unit holds which entity.
    listed
        How many shared units to list of a pair at most, the first in order; None for all.
    block
        How many meetings to hold in memory at a time, or those of one entity if there are more.

    Notes
    -----
    Time and memory grow with the meetings, the sum of k(k-1)/2 over units of k entities; what is kept in memory
    is the incidence, one block, and the pairs.
    """
    holds = np.bincount(cells.unit, minlength=cells.n_units)
    units = _Units(cells.document.astype(np.int32), 1 / np.maximum(holds - 1, 1))
    partners = np.cumsum(holds)[cells.unit] - np.arange(len(cells.unit)) - 1  # those that follow in the unit
    by_source = _BySource.of(cells, partners)
    blocks = list(by_source.blocks(block))
    with ThreadPoolExecutor(THREADS) as pool:
        work = pool.map if len(blocks) > 1 else map
        parts = list(work(lambda sources: _counted(by_source.meetings(*sources), units, listed), blocks))
    columns = [list(column) for column in zip(_NONE, *parts, strict=True)]
    del parts
    # Each column lets go of its parts before the next is put together.
    return Pairs(*[np.concatenate(columns.pop(0)) for _ in _NONE])


_NONE = tuple(np.empty(0, kind) for kind in (*[np.int32] * 4, np.float64, np.int64, np.int32))


@dataclass(frozen=True)
class _Units:
    """Of each unit the document, and what it adds to the weight of a pair."""

    document: npt.NDArray[np.int32]
    share: npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Meetings:
    """The meetings of a block of entities with their partners: sorted keys, and how to read them."""

    keys: Codes
    first_source: int
    entity_bits: int
    unit_bits: int


@dataclass(frozen=True)
class _BySource:
    """The cells of an incidence by their entity, and what their meetings with the partners that follow are made of.

    at, ends
        The cells of one entity after the other, and where those of each end.
    until
        How many meetings the entities up to each have.
    """

    entity: npt.NDArray[np.int32]
    unit: npt.NDArray[np.int32]
    partners: Codes
    at: Codes
    ends: Codes
    until: Codes
    cell_bits: int
    entity_bits: int
    unit_bits: int

    @classmethod
    def of(cls, cells: Incidence, partners: Codes) -> "_BySource":
        """Sort the cells of an incidence; `partners` is how many entities follow each in its unit."""
        n_entities = len(cells.entities)
        bits = [max(1, (n - 1).bit_length()) for n in (len(cells.unit), n_entities, cells.n_units)]
        at = np.sort((cells.entity << bits[0]) | np.arange(len(cells.entity))) & ((1 << bits[0]) - 1)
        ends = np.cumsum(np.bincount(cells.entity, minlength=n_entities))
        until = np.cumsum(np.bincount(cells.entity, partners, minlength=n_entities)).astype(np.int64)
        # Half the memory to walk through.
        return cls(cells.entity.astype(np.int32), cells.unit.astype(np.int32), partners, at, ends, until, *bits)

    def blocks(self, most: int) -> Iterator[tuple[int, int]]:
        """Yield ranges of entities that have so many meetings at most, or one entity that has more."""
        one = 0
        while one < len(self.ends):
            done = self.until[one - 1] if one else 0
            other = max(one + 1, int(np.searchsorted(self.until, done + most, side="right")))
            other = min(other, one + (1 << max(0, 63 - 2 - self.entity_bits - self.unit_bits)))
            yield one, other
            one = other

    def meetings(self, one: int, other: int) -> _Meetings:
        """Return the meetings of a range of entities with their partners, sorted."""
        at = self.at[self.ends[one - 1] if one else 0 : self.ends[other - 1]]
        # Those with most partners first, then in the order of memory: the first partners of all, the second, …
        most = int(self.partners[at].max(initial=0))
        at = np.sort((most - self.partners[at] << self.cell_bits) | at) & ((1 << self.cell_bits) - 1)
        entity, bits = self.entity, self.entity_bits + self.unit_bits
        source = ((entity[at].astype(np.int64) - one) << bits) | self.unit[at]
        having = np.cumsum(np.bincount(self.partners[at])[::-1])[::-1].tolist()
        keys = np.empty(int(self.until[other - 1] - (self.until[one - 1] if one else 0)), np.int64)
        filled = 0
        for nth, n in enumerate(having[1:], start=1):
            target = entity[at[:n] + nth].astype(np.int64) << self.unit_bits
            np.bitwise_or(source[:n], target, out=keys[filled : filled + n])
            filled += n
        keys.sort()
        return _Meetings(keys, one, self.entity_bits, self.unit_bits)


def _counted(meetings: _Meetings, units: _Units, listed: int | None) -> tuple[npt.NDArray[np.generic], ...]:
    """Return the columns of `Pairs` for the meetings of a block; to spare memory, its keys are written over."""
    keys, unit_bits, entity_bits = meetings.keys, meetings.unit_bits, meetings.entity_bits
    if not len(keys):
        return _NONE
    new_pair = np.ones(len(keys), np.bool_)
    np.greater_equal(keys[1:] ^ keys[:-1], 1 << unit_bits, out=new_pair[1:])  # they differ above the unit
    first = np.flatnonzero(new_pair)
    pair = keys[first]
    pair >>= unit_bits
    source = (pair >> entity_bits).astype(np.int32)
    source += np.int32(meetings.first_source)
    pair &= (1 << entity_bits) - 1
    target = pair.astype(np.int32)
    del pair
    unit = np.bitwise_and(keys, (1 << unit_bits) - 1, out=keys)
    new_document = changes(units.document[unit])
    new_document |= new_pair
    n_documents = np.add.reduceat(new_document, first, dtype=np.int32)
    del new_pair, new_document
    weight = np.add.reduceat(units.share[unit], first)
    n_units = np.empty(len(first), np.int32)
    np.subtract(first[1:], first[:-1], out=n_units[:-1], casting="same_kind")
    n_units[-1] = len(unit) - first[-1]
    if listed is None:
        return source, target, n_units, n_documents, weight, unit, n_units
    n_listed = np.minimum(n_units, np.int32(listed))
    return source, target, n_units, n_documents, weight, unit[runs_of(first, n_listed)], n_listed


def changes(codes: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Tell where a code differs from the one before it."""
    new = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    return new


def runs_of(starts: Codes, lengths: Codes) -> Codes:
    """Return starts[0], starts[0] + 1, … (lengths[0] of them), then those of the next start."""
    ends = np.cumsum(lengths)
    runs = np.repeat(starts - ends + lengths, lengths)
    runs += np.arange(len(runs))
    return runs
