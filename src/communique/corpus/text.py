"""One text on its way into the documents table."""

from dataclasses import dataclass, field

__all__ = ["Text"]


@dataclass
class Text:
    """What is known of a file or a row of a table.

    Attributes
    ----------
    doc_id, path
        As in the documents table.
    text
        What the file says; empty where it could not be read.
    title, source, language
        As somebody or the file itself gives them.
    dates
        (date as it is written, who says so) in the order in which they are trusted.
    reason
        Why it is skipped; completes `it …`.
    notes
        What was done to the text, or is wanting, a clause each.
    """

    doc_id: str
    path: str
    text: str = ""
    title: str | None = None
    source: str | None = None
    language: str | None = None
    dates: list[tuple[str, str]] = field(default_factory=list)
    reason: str | None = None
    notes: list[str] = field(default_factory=list)
