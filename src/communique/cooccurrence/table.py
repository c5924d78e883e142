"""The table of co-occurrences: pairs, measures, surprise, evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from communique.cooccurrence import measures, surprise
from communique.cooccurrence.counting import Pairs, count_pairs
from communique.cooccurrence.measures import Counts
from communique.cooccurrence.units import WINDOW, incidence
from communique.cycles import no_search_for_cycles
from communique.kinds import ENTITY_TYPES, chosen

__all__ = ["MOST_ENTITIES", "Margins", "cooccurrences", "listed", "measured", "ranked"]

MOST_ENTITIES = 2_000


def cooccurrences(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    *,
    units: Iterable[str] | None = None,
    types: str | Iterable[str] | None = None,
    window: int = WINDOW,
    most_entities: int = MOST_ENTITIES,
    evidence: int | None = None,
) -> pd.DataFrame:
    """Return the pairs of entities that share a unit of text.

    Parameters
    ----------
    mentions
        The `mentions` table; `doc_id`, `sent_id` and `entity_id` are used, and `type` if types are chosen.
        Copies of a text have no mentions, so they count for nothing.
    sentences
        The `sentences` table; paragraphs and windows need it.
    units
        Any of `sentence`, `paragraph`, `document` and `window`; if none are given the first three, without
        `sentences` sentence and document.
    types
        Only mentions of these types count, as if no others had been found; all if none are given.
    window
        How many consecutive sentences of a document a `window` spans.
    most_entities
        A unit that names more entities is left out: it is an index or a list, and its pairs, which
        grow with the square of their number, would drown all others.
    evidence
        How many places to list of a pair at most, the first ones in the order of reading. None lists all;
        0 leaves the column out, which millions of units ask for: there it is the bulk of the table.

    Returns
    -------
    pandas.DataFrame
        The `cooccurrences` table, a row a pair (`source_id` < `target_id`) and unit, sorted, the same for
        the same mentions in any order. Only units that name an entity count.

        - `n_units`, `n_documents`: units that name both, and the documents that those stand in;
        - `weight`: shared units, each counted 1/(k-1) where it names k entities, so that a list of ten
          does not tie as much as nine meetings of two (Newman, 2001, "Scientific collaboration networks II");
        - `jaccard`, `cosine`, `npmi`, `lift`, `log_likelihood`, `log_odds`: see `communique.cooccurrence.measures`;
        - `p_value`: probability of at least so many shared units if the two were spread over the
          units independently (hypergeometric, margins fixed); `least_p_value`: what it would be had they met as
          often as they could; `q_value`: p after Benjamini & Hochberg (1995) over all pairs of the unit.
          Windows overlap and are not independent: theirs are too small, and good for ranking only;
        - `evidence`: the shared sentences as `doc_id#sent_id`, paragraphs and windows as `doc_id#first-last`
          (or as one sentence, if it is one), documents as `doc_id`; by document, then by sentence.

    Raises
    ------
    ParameterError
        When a unit or type does not exist, or a unit needs `sentences` and has none.

    Examples
    --------
    >>> mentions = pd.DataFrame({"doc_id": ["d"] * 4, "sent_id": [0, 0, 1, 2],
    ...                          "entity_id": ["state:RUS", "org:asean", "org:asean", "state:RUS"]})
    >>> pairs = cooccurrences(mentions, units=["sentence"])
    >>> pairs[["source_id", "target_id", "n_units", "jaccard"]].to_records(index=False).tolist()
    [('org:asean', 'state:RUS', 1, 0.3333333333333333)]
    """
    if types:
        mentions = mentions[mentions["type"].isin(chosen(types, ENTITY_TYPES, what="type"))]
    if units is None:
        units = ("sentence", "document") if sentences is None else ("sentence", "paragraph", "document")
    counted = []
    for unit in units:
        cells = incidence(unit, mentions, sentences, window=window).up_to(most_entities)
        pairs = count_pairs(cells, listed=evidence)
        margins = Margins(cells.entities, np.bincount(cells.entity, minlength=len(cells.entities)), cells.n_units)
        told = measured(unit, pairs, margins)
        counted.append(told if evidence == 0 else told.assign(evidence=listed(cells.places()[pairs.shared], pairs)))
    filled = [pairs for pairs in counted if len(pairs)]
    return pd.concat(filled or counted[:1], ignore_index=True) if len(counted) > 1 else counted[0]


@dataclass(frozen=True)
class Margins:
    """In how many units each entity stands, and how many units there are."""

    entities: pd.Index
    n_units: Counts
    total: int

    def of(self, pairs: Pairs) -> tuple[Counts, Counts, Counts, int]:
        """Return of each pair the units of both, of the one and of the other, and all units."""
        return pairs.n_units.astype(np.int64), self.n_units[pairs.source], self.n_units[pairs.target], self.total


def measured(unit: str, pairs: Pairs, margins: Margins, q_values: measures.Values | None = None) -> pd.DataFrame:
    """Return the table of one unit without evidence; of some of its pairs, where their q-values are given."""
    counts = margins.of(pairs)
    together, first, second, total = counts
    p_values = surprise.p_values(*counts)
    return pd.DataFrame(
        {
            "source_id": margins.entities.take(pairs.source).astype("str"),
            "target_id": margins.entities.take(pairs.target).astype("str"),
            "unit": unit,
            "n_units": together,
            "n_documents": pairs.n_documents.astype(np.int64),
            "weight": pairs.weight,
            "jaccard": measures.jaccard(together, first, second),
            "cosine": measures.cosine(together, first, second),
            "npmi": measures.npmi(*counts),
            "lift": measures.lift(*counts),
            "log_likelihood": measures.log_likelihood(*counts),
            "log_odds": measures.log_odds(*counts),
            "p_value": p_values,
            "least_p_value": surprise.least_p_values(first, second, total),
            "q_value": surprise.q_values(p_values) if q_values is None else q_values,
        }
    )


def listed(places: npt.NDArray[np.object_], pairs: Pairs) -> pd.Series:
    """Return the list of places of each pair."""
    told = places.tolist()
    ends = np.cumsum(pairs.n_listed, dtype=np.int64).tolist()
    with no_search_for_cycles():
        lists = [told[start:end] for start, end in pairwise([0, *ends])]
    return pd.Series(lists, dtype=object)


def ranked(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of one unit, the strongest first: by shared units, then weight, then NPMI, then name."""
    columns = ["n_units", "weight", "npmi", "source_id", "target_id"]
    return pairs.sort_values(columns, ascending=[False, False, False, True, True], ignore_index=True)
