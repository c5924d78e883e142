"""A folder that a run writes to: held by one run at a time, changed at the end or not at all."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from communique.errors import OutputError

__all__ = ["Output", "writing"]

ASIDE, LOCK, HOLDER = ".next", ".lock", ".holder"
# What would do, by what went wrong; else what the system says stands alone.
REMEDIES = {
    errno.ENOSPC: "free some space, or name another folder with --out",
    errno.EFBIG: "files may not grow that large here; raise the limit, or name another folder with --out",
    errno.EROFS: "name a folder with --out that may be written to",
    errno.EACCES: "name a folder with --out that may be written to",
    errno.EPERM: "name a folder with --out that may be written to",
    errno.ENOTDIR: "a file stands where the folder should be; name another folder with --out",
    errno.EEXIST: "a file stands where the folder should be; name another folder with --out",
}


class Output:
    """A folder of outputs, as a context: what is written aside comes into place together.

    `aside` is the folder in which a run writes, each file under the name that it is to have. `put_in_place` moves
    the files, each at once. A run that ends before, however it ends, leaves the folder as it was.

    Parameters
    ----------
    folder
        The folder; it is made when there is none.

    Raises
    ------
    OutputError
        On entering, when another run holds the folder, or it cannot be written to.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> with Output(folder) as output:
    ...     _ = (output.aside / "index.html").write_text("whole")
    ...     print((folder / "index.html").exists())
    ...     output.put_in_place()
    False
    >>> (folder / "index.html").read_text()
    'whole'
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.aside = self.folder / ASIDE
        self._lock = FileLock(self.folder / LOCK, timeout=0)

    def __enter__(self) -> Self:
        """Take hold of the folder, and clear away what a run that was killed has left."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise OutputError(
                    f"{self.folder} is being written by another run{self._holder()}: wait until it has ended, "
                    "or name another folder with --out."
                ) from error
            (self.folder / HOLDER).write_text(str(os.getpid()), encoding="ascii")
            shutil.rmtree(self.aside, ignore_errors=True)
            self.aside.mkdir()
        return self

    def _holder(self) -> str:
        """Return which process holds the folder, in words; nothing where that cannot be told."""
        try:
            return f" (process {int((self.folder / HOLDER).read_text(encoding='ascii'))})"
        except (OSError, ValueError):
            return ""

    def put_in_place(self, *, remove: Iterable[Path] = (), last: str = "") -> None:
        """Move the files that were written aside into the folder, and remove others from it.

        Parameters
        ----------
        remove
            Files that are gone afterwards, with the folders that they leave empty; those outside the folder stay.
        last
            The name of the file that is moved after all others: the record that says that the others are there.
        """
        with writing(self.folder):
            written = [path for path in sorted(self.aside.rglob("*")) if path.is_file()]
            for path in sorted(written, key=lambda path: path == self.aside / last):
                home = self.folder / path.relative_to(self.aside)
                home.parent.mkdir(parents=True, exist_ok=True)
                path.replace(home)
            for path in remove:
                if self.folder in path.parents:
                    path.unlink(missing_ok=True)
                    if path.parent != self.folder and not any(path.parent.iterdir()):
                        path.parent.rmdir()

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Let go of the folder, and clear away what was not put in place."""
        shutil.rmtree(self.aside, ignore_errors=True)
        (self.folder / HOLDER).unlink(missing_ok=True)
        self._lock.release()


@contextmanager
def writing(folder: str | Path) -> Iterator[None]:
    """Turn an error of the system, while files of `folder` are written, into one sentence; leave others as they are.

    Raises
    ------
    OutputError
        When the disk is full, the folder may not be written to, or the like.
    """
    try:
        yield
    except OSError as error:
        about = Path(error.filename) if isinstance(error.filename, str) else Path(folder)
        if Path(folder) not in (about, *about.parents):
            raise
        said = error.strerror or str(error)
        remedy = REMEDIES.get(error.errno or 0, "name another folder with --out")
        raise OutputError(f"{folder} cannot be written ({said[:1].lower()}{said[1:]}): {remedy}.") from error
