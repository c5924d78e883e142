"""The reviewed names of states, organisations, forums, instruments and places, and an analyst's decisions.

The names live in `data/authority/*.csv`, one entity a row; decisions live beside a corpus or in the project, one
decision a row: see `communique.authority.decisions`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from communique.addresses import fetched, is_address
from communique.authority.applied import with_decisions
from communique.authority.decisions import read_decisions
from communique.authority.reviewed import SURFACE_COLUMNS, Authority, Known, read_reviewed
from communique.resources import project_folder

__all__ = ["SURFACE_COLUMNS", "Authority", "Known", "load_authority"]


def load_authority(folder: str | Path | None = None, *, corpus: str | Path | None = None) -> Authority:
    """Read the authority files of `folder` (those of the project when None) and the decisions that hold.

    Parameters
    ----------
    folder
        A folder of lists such as `states.csv`; decisions in it are those of the project.
    corpus
        A folder or table of texts, at a path or an address; its own decisions go before those of the project.

    Raises
    ------
    AuthorityError
        When a file lacks a column, a name is empty, or a name stands for two entities of one file; when a decision
        cannot be used.
    """
    folder = Path(folder) if folder else project_folder() / "data" / "authority"
    with _here(corpus) as path:
        return with_decisions(read_reviewed(folder), read_decisions(path, project=folder))


@contextmanager
def _here(corpus: str | Path | None) -> Iterator[str | Path | None]:
    """Give a path at which the decisions of a corpus are found: for an address, of a copy of them."""
    if not corpus or not is_address(corpus):
        yield corpus
        return
    address = str(corpus).rstrip("/")
    is_table = PurePosixPath(address).suffix.lower() in {".csv", ".jsonl", ".parquet"}
    with fetched(f"{address.rpartition('/')[0] if is_table else address}/authority") as decisions:
        yield decisions.parent
