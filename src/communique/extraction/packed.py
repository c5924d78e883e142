"""Drafts kept small: many in the memory of one machine, each unpacked when its turn comes."""

import zlib
from collections.abc import Iterable, Iterator

from communique.extraction.draft import Draft
from communique.extraction.store import draft_from_json, draft_to_json

__all__ = ["PackedDrafts"]


class PackedDrafts:
    """Drafts that can be walked through again and again; in memory each takes a tenth or so of what it unpacked takes.

    What is done to a draft on one walk is not there on the next.

    Parameters
    ----------
    drafts
        Drafts that have gone through the steps; they are taken one by one.

    Examples
    --------
    >>> drafts = PackedDrafts(Draft(f"n{n}", "Oman chairs.") for n in range(2))
    >>> [draft.doc_id for draft in drafts], [draft.doc_id for draft in drafts]
    (['n0', 'n1'], ['n0', 'n1'])
    """

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._packed = [zlib.compress(draft_to_json(draft).encode("ascii"), level=1) for draft in drafts]

    def __iter__(self) -> Iterator[Draft]:
        """Yield the drafts in order, each unpacked anew."""
        for packed in self._packed:
            yield draft_from_json(zlib.decompress(packed).decode("ascii"))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._packed)
