"""What can go wrong, as classes that a caller can tell apart.

Each message is one sentence that names the file or value, says what is wrong, and what would do.
"""

__all__ = [
    "AddressError", "AuthorityError", "ClusterError", "CommuniqueError", "CorpusError", "DocumentError", "OutputError",
    "ParameterError", "TablesError",
]  # fmt: skip


class CommuniqueError(Exception):
    """Base of every error that communique raises on purpose."""


class CorpusError(CommuniqueError):
    """The corpus is missing, empty, or of a kind that cannot be read."""


class DocumentError(CommuniqueError):
    """One document cannot be read; the message completes `FILE was skipped: it …`, and says what would do."""


class AddressError(CommuniqueError):
    """What lies at an address such as `s3://bucket/folder` cannot be read or written."""


class AuthorityError(CommuniqueError):
    """An authority file holds a row that cannot be used."""


class ClusterError(CommuniqueError):
    """A cluster cannot be reached, or its workers cannot read documents as this machine does."""


class OutputError(CommuniqueError):
    """The folder for the outputs cannot be written, or another run holds it."""


class ParameterError(CommuniqueError):
    """A notebook parameter is unknown, or its value is of the wrong type."""


class TablesError(CommuniqueError):
    """A folder of tables, or a set of annotations, is missing or not what it should be."""
