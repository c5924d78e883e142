"""Who meets whom, where: actor-forum networks from diplomatic texts.

The helpers below are enough for most work in a notebook; each takes and returns DataFrames (or a
networkx graph) and leaves no state behind:

>>> from communique import read_corpus, extract, cooccurrences, build_network
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.authority import load_authority
    from communique.cooccurrence import cooccurrences
    from communique.corpus import read_corpus, read_corpus_partitions
    from communique.evaluation import evaluate
    from communique.extraction import extract, extract_to
    from communique.network import build_network, cooccurrence_network
    from communique.tables import Tables, read_tables, write_tables
    from communique.workspace import open_tables

__version__ = version("communique")
__all__ = [
    "Tables",
    "build_network",
    "cooccurrence_network",
    "cooccurrences",
    "evaluate",
    "extract",
    "extract_to",
    "load_authority",
    "open_tables",
    "read_corpus",
    "read_corpus_partitions",
    "read_tables",
    "write_tables",
]

_HOMES = {
    "Tables": "tables",
    "build_network": "network",
    "cooccurrence_network": "network",
    "cooccurrences": "cooccurrence",
    "evaluate": "evaluation",
    "extract": "extraction",
    "extract_to": "extraction",
    "load_authority": "authority",
    "open_tables": "workspace",
    "read_corpus": "corpus",
    "read_corpus_partitions": "corpus",
    "read_tables": "tables",
    "write_tables": "tables",
}


def __getattr__(name: str) -> Any:
    # Helpers are imported when first used: a notebook that only reads tables starts in a third of the time.
    if name in _HOMES:
        return getattr(import_module(f"communique.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'communique' has no attribute {name!r}")
