"""Which entities are named together, how often, how much more often than chance would have it.

`units` turns mentions into units of text that hold entities, `counting` finds the pairs that share them,
`measures` says how strong a tie is, `surprise` how sure, `table` puts all that into one table, `partial` does so for
a corpus that comes in parts, whose counts `sums` adds up, and `holding` tells which ties hold whatever the unit.
"""

from communique.cooccurrence.holding import holding, overlaps
from communique.cooccurrence.partial import PartialCooccurrences
from communique.cooccurrence.surprise import could_survive
from communique.cooccurrence.table import MOST_ENTITIES, cooccurrences, ranked
from communique.cooccurrence.units import UNITS, WINDOW, split_place

__all__ = [
    "MOST_ENTITIES",
    "UNITS",
    "WINDOW",
    "PartialCooccurrences",
    "cooccurrences",
    "could_survive",
    "holding",
    "overlaps",
    "ranked",
    "split_place",
]
