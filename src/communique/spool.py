"""Files in which something waits that need not be in memory."""

from pathlib import Path
from tempfile import SpooledTemporaryFile
from weakref import finalize

__all__ = ["spool"]


def spool(owner: object, in_memory: int, folder: Path | None = None) -> "SpooledTemporaryFile[bytes]":
    """Return an empty file that nobody else sees; it is closed, and gone, when its owner is let go of.

    Parameters
    ----------
    owner
        Who writes and reads the file.
    in_memory
        Bytes up to which there is no file on disk.
    folder
        Where the file is; that of the system if None.
    """
    file = _opened(in_memory, folder)
    finalize(owner, file.close)
    return file


def _opened(in_memory: int, folder: Path | None) -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(in_memory, dir=str(folder) if folder else None)
