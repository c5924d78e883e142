"""A folder or table of texts becomes the documents table.

Every file that is offered gets a row: `read`, `duplicate`, or `skipped` with a reason. `folders` and `tabular` offer
files and rows, `communique.formats` reads them, `dating` and `language` tell what a text is, `copies` which texts are
the same, and `reading` puts the table together.
"""

from communique.corpus.reading import corpus_files, read_corpus, read_corpus_partitions, reading_warnings
from communique.corpus.tabular import TABLE_SUFFIXES
from communique.formats import Limits

__all__ = ["TABLE_SUFFIXES", "Limits", "corpus_files", "read_corpus", "read_corpus_partitions", "reading_warnings"]
