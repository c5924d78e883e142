"""What a notebook opens: the tables of a run, or those of a corpus that is extracted on the spot."""

from functools import lru_cache
from pathlib import Path

from communique.addresses import is_address
from communique.resources import project_folder
from communique.tables import Tables, read_tables

__all__ = ["find", "open_tables", "place"]


def open_tables(tables: str | Path = "", *, corpus: str | Path = "data/raw") -> Tables:
    """Return the tables of a folder, or if none is named those extracted from `corpus` now.

    Relative paths are looked for in the working directory and then in the project, so that a notebook
    runs from anywhere.

    Raises
    ------
    CorpusError, TablesError
        When what is named does not exist or holds nothing.
    """
    if tables:
        return read_tables(place(tables))
    return _extracted(place(corpus))


def place(named: str | Path) -> str | Path:
    """Return an address as it stands, a path as `find` does."""
    return named if is_address(named) else find(named)


def find(path: str | Path) -> Path:
    """Return `path` where it exists: as it stands, or within the project."""
    path = Path(path).expanduser()
    within = project_folder() / path
    return within if not path.exists() and within.exists() else path


@lru_cache(maxsize=1)
def _extracted(corpus: str | Path) -> Tables:
    # Imported here: a notebook that is given tables does not need the language model.
    from communique.authority import load_authority
    from communique.corpus import read_corpus
    from communique.extraction import extract

    return extract(read_corpus(corpus), authority=load_authority(corpus=corpus))
