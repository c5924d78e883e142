"""What a reader makes of a file."""

from dataclasses import dataclass

__all__ = ["Content"]


@dataclass(frozen=True)
class Content:
    """A text, what the file tells of itself, and what was done to the text on the way.

    Attributes
    ----------
    text
        The text that all offsets refer to.
    title, date, source, language
        As the file gives them; the date as it is written there.
    date_source
        Which place in the file tells the date: `front matter` or `page`.
    notes
        What was taken away or is wanting, a clause each: `removed 2 page headers`.
    """

    text: str
    title: str | None = None
    date: str | None = None
    date_source: str | None = None
    source: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
