"""Which texts are copies of each other, told from fingerprints that fit into memory for any corpus.

A copy has the same words as another text, or nearly: at least four fifths of their runs of five words are shared,
and no name or number differs where the words around it are the same. Releases on two editions of one forum, or on
two visitors, are written in the same words but for those.

The share is estimated by MinHash (A. Broder, 1997) with bands for look-up (Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, chapter 3).
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Copies", "Fingerprint", "fingerprint"]

RUN, LEAST_SHARED = 5, 0.8
BANDS, ROWS = (
    21,
    6,
)  # texts that share 0.8 of their runs are compared with a chance of 0.998, such as share 0.3 of 0.015
SEED = 20_231  # the hash functions are the same in every run
BODY_LINE, FEWEST = 8, 20  # words
PLACES = 48
MOST_ALIKE = 50  # of very many texts that are alike but for names and numbers, so many are compared with a new one
_AT_ONCE = 4_096

_WORD = re.compile(r"\w+")
_LINE = re.compile(r"\n\s*\n|\n(?=\s*[^\sa-z])")
_NUMBER = re.compile(
    r".*\d.*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift)ieth",
    re.IGNORECASE,
)
_NONE = np.zeros(0, dtype=np.uint32)
_NO_KEYS = np.zeros(0, dtype=np.uint64)
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Fingerprint:
    """What is kept of a text.

    Attributes
    ----------
    exact
        A hash of its words.
    bands
        Keys under which texts that share many runs of words find each other; none for a text that is too short.
    signature
        The least hashes of its runs, as 16-bit numbers.
    around, within
        Hashes of the words around some of its names and numbers, sorted, and of the name or number itself.
    """

    exact: bytes
    bands: Hashes
    signature: NDArray[np.uint16]
    around: NDArray[np.uint32]
    within: NDArray[np.uint32]

    def is_near(self, other: "Fingerprint") -> bool:
        """Tell whether two texts are near copies."""
        if float(np.mean(self.signature == other.signature)) < LEAST_SHARED:
            return False
        _, mine, theirs = np.intersect1d(self.around, other.around, assume_unique=True, return_indices=True)
        return bool((self.within[mine] == other.within[theirs]).all())


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text.

    Runs of words come from its longer lines, as frames of pages have short ones; case and punctuation do not count.
    """
    all_words = _WORD.findall(text)
    exact = blake2b(" ".join(all_words).casefold().encode("utf-8", "replace"), digest_size=12).digest()
    words = [word for line in _LINE.split(text) if len(found := _WORD.findall(line)) >= BODY_LINE for word in found]
    if len(words) < FEWEST:
        words = all_words
    if len(words) < FEWEST:
        return Fingerprint(exact, _NO_KEYS, np.zeros(0, np.uint16), _NONE, _NONE)
    hashes = _hashed(words)
    least = _least(_runs(hashes, RUN))
    bands = (least.reshape(BANDS, ROWS) * _ODD[:ROWS]).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64)
    return Fingerprint(exact, _mixed(bands), (least & np.uint64(0xFFFF)).astype(np.uint16), *_places(words, hashes))


@dataclass
class _Index:
    """Numbers of texts by band: the latest in a dictionary, earlier ones in sorted arrays, a sixth of its size."""

    latest: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    settled: list[tuple[Hashes, NDArray[np.uint32]]] = field(default_factory=list)

    def add(self, bands: Hashes, number: int) -> None:
        for band in bands.tolist():
            if len(self.latest[band]) < MOST_ALIKE:
                self.latest[band].append(number)

    def alike(self, bands: Hashes) -> Iterable[int]:
        """Return the texts that share a band, those that share most of them first, then in order."""
        shared: Counter[int] = Counter()
        for keys, numbers in self.settled:
            begin, end = np.searchsorted(keys, bands, "left"), np.searchsorted(keys, bands, "right")
            for first, last in zip(begin.tolist(), end.tolist(), strict=True):
                if last > first:
                    shared.update(numbers[first : min(last, first + MOST_ALIKE)].tolist())
        for band in bands.tolist():
            if band in self.latest:
                shared.update(self.latest[band])
        return sorted(shared, key=lambda number: (-shared[number], number))[:MOST_ALIKE]

    def settle(self) -> None:
        """Move the latest into sorted arrays, each more than twice as long as the next."""
        pairs = [(band, number) for band, numbers in self.latest.items() for number in numbers]
        self.latest.clear()
        if not pairs:
            return
        keys = np.array([band for band, _ in pairs], dtype=np.uint64)
        numbers = np.array([number for _, number in pairs], dtype=np.uint32)
        while self.settled and len(self.settled[-1][0]) <= 2 * len(keys):
            more_keys, more_numbers = self.settled.pop()
            keys, numbers = np.concatenate([more_keys, keys]), np.concatenate([more_numbers, numbers])
        order = np.lexsort((numbers, keys))
        self.settled.append((keys[order], numbers[order]))


@dataclass
class Copies:
    """The texts that were kept so far; later copies point to them.

    Memory: about a kilobyte a text that is kept.
    """

    doc_ids: list[str] = field(default_factory=list)
    exact: dict[bytes, int] = field(default_factory=dict)
    prints: list[Fingerprint] = field(default_factory=list)
    index: _Index = field(default_factory=_Index)

    def mark(self, documents: pd.DataFrame) -> pd.DataFrame:
        """Return the table with copies marked: `duplicate_of`, status and reason.

        Of texts that are copies the one with the earliest date is kept, then the first by `doc_id`, unless an earlier
        call has kept one.

        Parameters
        ----------
        documents
            Columns doc_id, date, status, text; only rows of status `read` are compared.
        """
        documents = documents.copy()
        read = documents.loc[documents["status"] == "read", ["doc_id", "date", "text"]]
        found: dict[int, tuple[str, str]] = {}
        for row in read.sort_values(["date", "doc_id"], na_position="last").itertuples():
            original, same = self._original(str(row.doc_id), fingerprint(str(row.text)))
            if original is not None:
                found[row.Index] = (original, f"has {'' if same else 'almost '}the same text as {original}")
        documents.loc[list(found), "duplicate_of"] = [original for original, _ in found.values()]
        documents.loc[list(found), "reason"] = [reason for _, reason in found.values()]
        documents.loc[list(found), "status"] = "duplicate"
        self.index.settle()
        return documents

    def _original(self, doc_id: str, print_: Fingerprint) -> tuple[str | None, bool]:
        """Return the text that this one is a copy of and whether exactly, or keep it."""
        if print_.exact in self.exact:
            return self.doc_ids[self.exact[print_.exact]], True
        for number in self.index.alike(print_.bands):
            if print_.is_near(self.prints[number]):
                return self.doc_ids[number], False
        number = len(self.doc_ids)
        self.doc_ids.append(doc_id)
        self.exact[print_.exact] = number
        self.index.add(print_.bands, number)
        # The bands stand in the index; kept here they would take a third of the memory.
        self.prints.append(Fingerprint(b"", _NO_KEYS, print_.signature, print_.around, print_.within))
        return None, False


def _odd(number: int) -> Hashes:
    drawn = np.random.default_rng(SEED).integers(0, 2**63, size=(2, number), dtype=np.uint64)
    return drawn * np.uint64(2) + np.uint64(1)


_ODD, _SHIFT = _odd(BANDS * ROWS)


def _hashed(words: list[str]) -> Hashes:
    return np.array([zlib.crc32(word.casefold().encode("utf-8", "replace")) for word in words], dtype=np.uint64)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread hashes over all bits (the finaliser of SplitMix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _runs(hashes: Hashes, length: int) -> Hashes:
    """Return a hash of each run of so many words."""
    number = len(hashes) - length + 1
    total = np.zeros(number, dtype=np.uint64)
    for place in range(length):
        total += hashes[place : place + number] * _ODD[place]
    return _mixed(total)


def _least(runs: Hashes) -> Hashes:
    """Return the least value of each hash function over the runs, as 32-bit numbers."""
    runs = np.unique(runs)
    least = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for begin in range(0, len(runs), _AT_ONCE):
        hashed = runs[begin : begin + _AT_ONCE, None] * _ODD + _SHIFT
        least = np.minimum(least, hashed.min(axis=0))
    return least >> np.uint64(32)


def _places(words: list[str], hashes: Hashes) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return hashes of what stands around names and numbers, and of these; numbers first, if there are too many."""
    numeric = np.array([bool(_NUMBER.fullmatch(word)) for word in words])
    named = np.array([word[0].isupper() for word in words])
    key = numeric | named
    masked = np.concatenate([np.zeros(3, np.uint64), np.where(key, np.uint64(1), hashes), np.zeros(3, np.uint64)])
    at = np.flatnonzero(key)
    around = np.zeros(len(at), dtype=np.uint64)
    for place in (0, 1, 2, 4, 5, 6):
        around += masked[at + place] * _ODD[place]
    around = (_mixed(around) >> np.uint64(32)).astype(np.uint32)
    # Words that come around two names tell nothing of where one stands.
    unique, first, count = np.unique(around, return_index=True, return_counts=True)
    unique, at = unique[count == 1], at[first[count == 1]]
    chosen = np.sort(np.lexsort((unique, ~numeric[at]))[:PLACES])
    return unique[chosen], hashes[at[chosen]].astype(np.uint32)
