"""The date of a document: as told, as its page has it, as its file is named, as its text says. Never the file's own."""

import re

from communique.corpus.text import Text
from communique.datelines import date_in_name, date_in_text
from communique.dates import find_dates

__all__ = ["date_of", "no_dates"]

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?|(\d{4}-\d{2})|(\d{4})", re.DOTALL)
# The beginning and the end of a long text tell its date; the middle would only take time.
LONG, HEAD, TAIL, LONGEST_DATE = 120_000, 80_000, 20_000, 60


def date_of(text: Text) -> tuple[str | None, str | None]:
    """Return the ISO date, as precise as known, and where it comes from.

    Examples
    --------
    >>> date_of(Text("2020-01-02-note", "note.txt", dates=[("soon", "sources.csv"), ("3 May 2021", "page")]))
    ('2021-05-03', 'page')
    """
    for written, source in text.dates:
        date = _iso(written.strip())
        if date:
            return date, source
    named = date_in_name(text.doc_id)
    if named:
        return named, "file name"
    words = text.text
    if len(words) > LONG:
        words = words[:HEAD] + "\n" + words[-TAIL:]
    return date_in_text(words) or (None, None)


def no_dates(text: Text) -> list[str]:
    """Return what was told as a date of a text and is none, a clause each.

    Examples
    --------
    >>> no_dates(Text("note", "note.txt", dates=[("soon", "sources.csv"), ("3 May 2021", "page")]))
    ["'soon' (sources.csv) is no date: write it as 2023-07-11"]
    """
    return [
        f"{written[:LONGEST_DATE]!r} ({source}) is no date: write it as 2023-07-11"
        for written, source in text.dates
        if not _iso(written.strip())
    ]


def _iso(written: str) -> str | None:
    match = _ISO.fullmatch(written)
    if match:
        date = next(group for group in match.groups() if group)
        # A month or year stands as it is; of a day it is looked up whether there is such a day.
        return date if len(date) < 10 or [d.iso() for d in find_dates(date)] == [date] else None
    found = [told for span in find_dates(written[:LONGEST_DATE]) if (told := span.iso())]
    return found[0] if len(found) == 1 else None
