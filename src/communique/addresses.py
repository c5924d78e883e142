"""Corpora and tables at an address such as `s3://bucket/folder`: fetched to be read, sent when made.

Any file system that fsspec knows will do; those of the clouds need a package of their own, such as `s3fs` or `gcsfs`.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from communique.errors import AddressError, CommuniqueError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["fetched", "is_address", "sent"]


def is_address(place: str | Path) -> bool:
    """Tell whether a place is an address, not a path.

    Examples
    --------
    >>> is_address("s3://bucket/releases"), is_address("data/raw"), is_address(Path("data/raw"))
    (True, False, False)
    """
    return isinstance(place, str) and "://" in place


@contextmanager
def fetched(place: str | Path, *, named: Sequence[str] | None = None) -> Iterator[Path]:
    """Give the path of what lies at a place: of a copy, which is gone afterwards, where that is an address.

    Parameters
    ----------
    place
        A folder or file; there may be nothing.
    named
        Of a folder, copy no other files than those of these names.

    Raises
    ------
    AddressError
        When the address cannot be opened, or a name in it would lead out of the folder of the copy. Errors that
        communique raises about the copy name the address instead.
    """
    if not is_address(place):
        yield Path(place)
        return
    with TemporaryDirectory(prefix="communique-") as folder:
        # Two parts of the address are kept: reports say from which corpus they are. None leads out of the folder.
        parts = [part for part in PurePosixPath(str(place).partition("://")[2]).parts if part not in ("/", "//", "..")]
        path = Path(folder, "_", *parts[-2:])
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fetch(str(place), path, named)
        except (OSError, ImportError, ValueError) as error:
            raise AddressError(f"{place} cannot be read ({error}): name an address that can be opened.") from error
        try:
            yield path
        except CommuniqueError as error:
            raise type(error)(str(error).replace(str(path), str(place).rstrip("/"))) from error


@contextmanager
def sent(place: str | Path, *, kept: Sequence[str] = (), last: str = "") -> Iterator[Path]:
    """Give a folder to write to, and send the files in it to the place, where that is an address.

    All files appear together where the file system can do so, else each at once, and `last` after all others. After an
    error nothing is sent but what is kept.

    Parameters
    ----------
    place
        A folder.
    kept
        Names of files that are fetched before and sent whatever happens: they serve the next run.
    last
        The name of the file that says that the others are there.

    Raises
    ------
    AddressError
        When the address cannot be written to.
    """
    if not is_address(place):
        yield Path(place)
        return
    with TemporaryDirectory(prefix="communique-") as aside:
        folder = Path(aside)
        with _sending(place):
            _fetch(str(place), folder, kept)
        try:
            yield folder
        except BaseException:
            with _sending(place):
                _send([path for path in _files(folder, kept) if path.name in kept], folder, str(place))
            raise
        with _sending(place):
            _send(sorted(_files(folder, kept), key=lambda path: path.name == last), folder, str(place))


def _files(folder: Path, kept: Sequence[str]) -> list[Path]:
    """Return the files that are to be sent: hidden ones only where they are kept."""
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and (p.name[0] != "." or p.name in kept)]


def _opened(place: str) -> "tuple[AbstractFileSystem, str]":
    from fsspec.core import url_to_fs  # with what it needs for the clouds, for addresses alone

    system, root = url_to_fs(place)
    system.invalidate_cache()  # another may have written there
    return system, root.rstrip("/")


def _fetch(place: str, path: Path, named: Sequence[str] | None) -> None:
    """Copy a file, or the files of a folder, to a path; nothing where there is nothing."""
    system, root = _opened(place)
    if system.isfile(root):
        system.get_file(root, str(path))
        return
    inner = {name: name[len(root) :].lstrip("/") for name in system.find(root)}
    wanted = {name: within for name, within in inner.items() if named is None or within in named}
    if system.isdir(root):
        path.mkdir(exist_ok=True)
    for within in wanted.values():
        if ".." in PurePosixPath(within).parts:
            raise ValueError(f"{within} leads out of it")
        (path / within).parent.mkdir(parents=True, exist_ok=True)
    if wanted:
        system.get(list(wanted), [str(path / within) for within in wanted.values()])


def _send(paths: Sequence[Path], folder: Path, place: str) -> None:
    system, root = _opened(place)
    system.makedirs(root, exist_ok=True)
    with system.transaction:
        for path in paths:
            aim = f"{root}/{path.relative_to(folder).as_posix()}"
            system.makedirs(aim.rpartition("/")[0], exist_ok=True)
            with path.open("rb") as source, system.open(aim, "wb") as copy:
                shutil.copyfileobj(source, copy)


@contextmanager
def _sending(place: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ImportError, ValueError) as error:
        raise AddressError(f"{place} cannot be written ({error}): name a place that can be written to.") from error
