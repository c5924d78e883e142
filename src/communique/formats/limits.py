"""How much of a machine one document may take."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """What a document may cost before it is skipped.

    Attributes
    ----------
    max_bytes
        Size of a file, and of a row of a table. What an archive such as a `.docx` unpacks to may be ten times that.
    max_pages
        Pages of a PDF.
    max_seconds
        Seconds for a page, PDF or Word file; a parser that takes longer is ended.
    max_depth
        How deep folders lie within each other.
    max_memory
        Bytes of memory of the process that reads pages, PDF and Word files, where the system can bound them.
    """

    max_bytes: int = 50_000_000
    max_pages: int = 1_000
    max_seconds: float = 60.0
    max_depth: int = 20
    max_memory: int = 2_000_000_000
