"""Drafts kept small: many on one machine, each unpacked when its turn comes."""

import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from communique.extraction.draft import Draft
from communique.extraction.store import draft_from_json, draft_to_json
from communique.spool import spool

__all__ = ["PackedDrafts"]

IN_MEMORY = 1 << 26  # bytes of drafts that need no file


class PackedDrafts:
    """Drafts that can be walked through again and again; each takes a tenth or so of what it unpacked takes in memory.

    What is done to a draft on one walk is not there on the next. Where there are many, they wait in a file.

    Parameters
    ----------
    drafts
        Drafts that have gone through the steps; they are taken one by one.
    folder
        Where the file is that nobody sees, and that is gone afterwards; that of the system if None.

    Examples
    --------
    >>> drafts = PackedDrafts(Draft(f"n{n}", "Oman chairs.") for n in range(2))
    >>> [draft.doc_id for draft in drafts], [draft.doc_id for draft in drafts]
    (['n0', 'n1'], ['n0', 'n1'])
    """

    def __init__(self, drafts: Iterable[Draft], folder: Path | None = None) -> None:
        self._file = spool(self, IN_MEMORY, folder)
        self._ends = array("q", [0])
        for draft in drafts:
            self._file.write(zlib.compress(draft_to_json(draft).encode("ascii"), level=1))
            self._ends.append(self._file.tell())

    def __iter__(self) -> Iterator[Draft]:
        """Yield the drafts in order, each unpacked anew."""
        for start, end in pairwise(self._ends):
            self._file.seek(start)
            yield draft_from_json(zlib.decompress(self._file.read(end - start)).decode("ascii"))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends) - 1

    @property
    def n_bytes(self) -> int:
        """Return how much they take packed."""
        return self._ends[-1]
