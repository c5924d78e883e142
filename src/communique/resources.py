"""Where the files that ship with communique are: authority files, notebooks, sample corpus, gold."""

from functools import lru_cache
from pathlib import Path

__all__ = ["project_folder"]


@lru_cache(maxsize=1)
def project_folder() -> Path:
    """Return the folder that holds `data/` and `notebooks/`.

    In a checkout (or an editable install) that is the checkout itself, so that corrections made
    there take effect at once; in an installed wheel it is the copy inside the package.
    """
    package = Path(__file__).resolve().parent
    checkout = package.parents[1]
    return checkout if (checkout / "data" / "authority").is_dir() else package / "project"
