"""Counts of pairs over the parts of a corpus: each part is counted alone, and the counts are added up as a tree.

The counts of a part are a run: its pairs, sorted. Runs wait in files. Where there are eight of one height they are
added up to one of the next, so that each count is handled once a height, and the heights grow with the logarithm of
the parts. Runs are read side by side, a block of each at a time: memory does not grow with the pairs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from communique.cooccurrence.counting import Pairs, changes, runs_of
from communique.cooccurrence.units import Codes
from communique.spool import spool

__all__ = ["PairSums"]

AT_ONCE = 8  # runs
BLOCK = 1 << 17  # pairs and shared units
IN_MEMORY = 1 << 20  # bytes of a run that needs no file
COLUMNS = len(fields(Pairs))


class PairSums:
    """Sums of pairs.

    Parameters
    ----------
    listed
        How many shared units to list of a pair at most, those that came first; None for all.
    folder
        Where files wait that nobody sees, and that are gone afterwards; that of the system if None.
    """

    def __init__(self, *, listed: int | None = None, folder: Path | None = None) -> None:
        self._listed = listed
        self._folder = folder
        self._heights: list[list[_Run]] = []

    def add(self, pairs: Pairs) -> None:
        """Add the pairs of a part; no unit and no document of it may be in another."""
        run = _Run([pairs], self._folder)
        for runs in self._heights:
            runs.append(run)
            if len(runs) < AT_ONCE:
                return
            run = self._sum(runs)
            runs.clear()
        self._heights.append([run])

    def blocks(self) -> Iterator[Pairs]:
        """Yield the sums, sorted, some pairs at a time; they can be asked for again."""
        runs = [run for runs in reversed(self._heights) for run in runs]
        if len(runs) > 1:
            runs = [self._sum(runs)]
            self._heights = [runs]
        for run in runs:
            yield from run.blocks()

    def _sum(self, runs: Sequence["_Run"]) -> "_Run":
        return _Run(_summed(runs, self._listed), self._folder)


class _Run:
    """Pairs, sorted, in a file."""

    def __init__(self, parts: Iterable[Pairs], folder: Path | None) -> None:
        self._file = spool(self, IN_MEMORY, folder)
        self._n_blocks = 0
        for block in (block for pairs in parts for block in _cut(pairs)):
            for column in block.columns():
                np.save(self._file, column, allow_pickle=False)
            self._n_blocks += 1

    def blocks(self) -> Iterator[Pairs]:
        at = 0
        for _ in range(self._n_blocks):
            self._file.seek(at)
            block = Pairs(*(np.load(self._file, allow_pickle=False) for _ in range(COLUMNS)))
            at = self._file.tell()
            yield block


def _cut(pairs: Pairs) -> Iterator[Pairs]:
    """Yield the pairs in blocks that fit into memory, many of them side by side."""
    size = np.cumsum(1 + pairs.n_listed, dtype=np.int64)
    ends = [*(np.flatnonzero(changes(size // BLOCK))[1:]).tolist(), len(pairs)] if len(pairs) else []
    for one, other in zip([0, *ends], ends, strict=False):
        yield pairs.between(one, other)


def _summed(runs: Sequence[_Run], listed: int | None) -> Iterator[Pairs]:
    """Yield the sums of several runs, sorted."""
    rest = [run.blocks() for run in runs]
    held = [next(blocks, None) for blocks in rest]
    while any(block is not None for block in held):
        # All that there is of the pairs up to the end of the block that ends first is held.
        until = min(int(_keys(block)[-1]) for block in held if block is not None)
        whole = []
        for n, block in enumerate(held):
            if block is not None:
                end = int(np.searchsorted(_keys(block), until, side="right"))
                whole.append(block.between(0, end))
                held[n] = block.between(end, len(block)) if end < len(block) else next(rest[n], None)
        yield _added(whole, listed)


def _added(parts: Sequence[Pairs], listed: int | None) -> Pairs:
    """Return the pairs of several parts as one: counts and weights added up, shared units in the order of the parts."""
    told = Pairs(*(np.concatenate(columns) for columns in zip(*(part.columns() for part in parts), strict=True)))
    keys = _keys(told)
    order = np.argsort(keys, kind="stable")
    new = changes(keys[order])
    first = np.flatnonzero(new)
    pair = np.empty(len(keys), np.int64)
    pair[order] = np.cumsum(new) - 1
    pair_of_shared = np.repeat(pair, told.n_listed)
    shared = told.shared[np.argsort(pair_of_shared, kind="stable")]
    n_shared = np.bincount(pair_of_shared, minlength=len(first))
    n_listed = n_shared if listed is None else np.minimum(n_shared, listed)
    return Pairs(
        source=told.source[order][first],
        target=told.target[order][first],
        n_units=np.add.reduceat(told.n_units[order], first),
        n_documents=np.add.reduceat(told.n_documents[order], first),
        weight=np.add.reduceat(told.weight[order], first),
        shared=shared[runs_of(np.cumsum(n_shared) - n_shared, n_listed)],
        n_listed=n_listed.astype(np.int32),
    )


def _keys(pairs: Pairs) -> Codes:
    keys: npt.NDArray[np.int64] = (pairs.source.astype(np.int64) << 32) | pairs.target
    return keys
