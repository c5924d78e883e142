"""Units of text and the entities that they hold: a sparse matrix of noughts and ones, units down, entities across."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from communique.errors import ParameterError

__all__ = ["UNITS", "WINDOW", "Incidence", "incidence", "places_of", "split_place"]

UNITS = ("sentence", "paragraph", "document", "window")
WINDOW = 3

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Incidence:
    """Which unit holds which entity: the cells of the matrix that are not nought, by unit, then by entity.

    entities, documents
        Identifiers in their order; codes are positions in them.
    unit, entity
        The cells. Units are numbered in the order of reading: by document, then by sentence.
    document, first, last
        Of each unit the document, and the first and the last sentence; `first` and `last` are None where the
        unit is the document.
    """

    entities: pd.Index
    documents: pd.Index
    unit: Codes
    entity: Codes
    document: Codes
    first: Codes | None = None
    last: Codes | None = None

    @property
    def n_units(self) -> int:
        """Return how many units hold an entity."""
        return len(self.document)

    def up_to(self, most: int) -> "Incidence":
        """Return the units that hold no more than so many entities."""
        few = np.bincount(self.unit, minlength=self.n_units) <= most
        if few.all():
            return self
        kept = few[self.unit]
        unit = (np.cumsum(few) - 1)[self.unit[kept]]
        first, last = (None if of is None else of[few] for of in (self.first, self.last))
        return Incidence(self.entities, self.documents, unit, self.entity[kept], self.document[few], first, last)

    def places(self) -> npt.NDArray[np.object_]:
        """Return where each unit stands: `doc_id`, `doc_id#sent_id`, or `doc_id#first-last` of several sentences."""
        return places_of(self.documents.to_numpy(dtype=object)[self.document], self.first, self.last)


def places_of(
    doc_ids: npt.NDArray[np.object_], first: Codes | None = None, last: Codes | None = None
) -> npt.NDArray[np.object_]:
    """Return the places of units by document, first and last sentence; documents are places by themselves."""
    if first is None or last is None:
        return doc_ids
    places = np.empty(len(doc_ids), dtype=object)
    extents = zip(doc_ids.tolist(), first.tolist(), last.tolist(), strict=True)
    places[:] = [f"{doc_id}#{a}" if a == b else f"{doc_id}#{a}-{b}" for doc_id, a, b in extents]
    return places


def split_place(place: str, unit: str) -> tuple[str, int, int | None]:
    """Return document, first and last sentence of a place of evidence; None for the last of a whole document.

    Examples
    --------
    >>> split_place("note#7", "sentence"), split_place("note#7-9", "window"), split_place("note#7", "document")
    (('note', 7, 7), ('note', 7, 9), ('note#7', 0, None))
    """
    if unit == "document":
        return place, 0, None
    doc_id, _, extent = place.rpartition("#")
    first, _, last = extent.partition("-")
    return doc_id, int(first), int(last or first)


def incidence(
    unit: str, mentions: pd.DataFrame, sentences: pd.DataFrame | None = None, *, window: int = WINDOW
) -> Incidence:
    """Return which units hold which entities.

    Parameters
    ----------
    unit
        One of UNITS. A window is `window` consecutive sentences of one document, one window for each
        sentence that it can begin with; a shorter document is one window (the sliding window of Röder,
        Both & Hinneburg, 2015, "Exploring the space of topic coherence measures", over sentences).
    mentions
        The `mentions` table; `doc_id`, `sent_id` and `entity_id` are used.
    sentences
        The `sentences` table, for paragraphs and windows; `doc_id`, `sent_id` and `par_id` are used.

    Raises
    ------
    ParameterError
        When there is no such unit, no table of sentences to find it in, or a window of no sentence.
    """
    if unit not in UNITS:
        raise ParameterError(f"unit {unit!r} is none of {', '.join(UNITS)}.")
    document, documents = pd.factorize(mentions["doc_id"], sort=True)
    entity, entities = pd.factorize(mentions["entity_id"], sort=True)
    if unit == "document":
        unit_of, entity_of = _distinct(document, entity)
        codes, unit_of = _numbered(unit_of)
        return Incidence(entities, documents, unit_of, entity_of, codes)
    first = last = mentions["sent_id"].to_numpy(np.int64)
    if unit != "sentence":
        if sentences is None:
            raise ParameterError(f"the unit {unit!r} needs the table of sentences.")
        row = _rows(mentions, sentences)
        if unit == "paragraph":
            first, last = _paragraphs(sentences, row)
        else:
            mention, first, last = _windows(sentences, row, first, window)
            document, entity = document[mention], entity[mention]
    # A unit is told from the others of its document by the sentence that it begins with.
    step = int(first.max(initial=0)) + 1
    begins = document * step + first
    unit_of, entity_of = _distinct(begins, entity)
    codes, unit_of = _numbered(unit_of)
    ends = codes % step
    if last is not first:
        ends[np.searchsorted(codes, begins)] = last
    return Incidence(entities, documents, unit_of, entity_of, codes // step, codes % step, ends)


def _distinct(unit: Codes, entity: Codes) -> tuple[Codes, Codes]:
    """Return the different pairs of codes, sorted: a unit counts an entity once, however often it names it."""
    bits = int(entity.max(initial=0)).bit_length()
    keys = (unit.astype(np.int64) << bits) | entity
    keys.sort()
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
    return keys >> bits, keys & ((1 << bits) - 1)


def _numbered(codes: Codes) -> tuple[Codes, Codes]:
    """Return the different ones among sorted codes, and the number of each: 0, 1, 2, without a gap."""
    new = np.diff(codes, prepend=-1) != 0
    return codes[new], np.cumsum(new) - 1


def _rows(mentions: pd.DataFrame, sentences: pd.DataFrame) -> Codes:
    """Return the row of `sentences` of each mention."""
    keys = ["doc_id", "sent_id"]
    at = pd.Series(np.arange(len(sentences)), index=pd.MultiIndex.from_frame(sentences[keys]))
    rows = at.reindex(pd.MultiIndex.from_frame(mentions[keys])).to_numpy()
    if np.isnan(rows.astype(np.float64)).any():
        raise ParameterError("mentions stand in sentences that the table of sentences does not hold.")
    return np.asarray(rows, dtype=np.int64)


def _paragraphs(sentences: pd.DataFrame, row: Codes) -> tuple[Codes, Codes]:
    """Return the first and the last sentence of the paragraph of each mention."""
    within = sentences.groupby(["doc_id", "par_id"], sort=False)["sent_id"]
    first, last = (within.transform(end).to_numpy(np.int64) for end in ("min", "max"))
    return first[row], last[row]


def _windows(sentences: pd.DataFrame, row: Codes, sent_id: Codes, window: int) -> tuple[Codes, Codes, Codes]:
    """Return the windows that each mention stands in: number of the mention, first and last sentence."""
    if window < 1:
        raise ParameterError(f"a window holds at least one sentence, not {window}.")
    end = sentences.groupby("doc_id", sort=False)["sent_id"].transform("max").to_numpy(np.int64)[row]
    first = sent_id[:, None] - np.arange(window)
    fits = (first >= 0) & (first <= np.maximum(end - window + 1, 0)[:, None])
    mention, _ = np.nonzero(fits)
    first = first[fits]
    return mention, first, np.minimum(first + window - 1, end[mention])
