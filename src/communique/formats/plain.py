"""Plain text and Markdown, with the lines that may stand before it."""

import re

from communique.formats.cleaning import normalised, residue, shown
from communique.formats.content import Content
from communique.formats.encodings import decode

__all__ = ["read_plain", "split_front_matter"]

_FRONT = re.compile(r"\s*---[ \t]*\n((?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_ENTRY = re.compile(r"([A-Za-z_][\w -]{0,30}):(?:\s+(.*))?")
_MEANS = {
    "title": "title",
    "date": "date",
    "source": "source",
    "publisher": "source",
    "language": "language",
    "lang": "language",
}


def read_plain(data: bytes) -> Content:
    """Return the text as it stands, but for its front matter, unseen characters and its Unicode form.

    What looks like residue of a web page is noted and left: a plain text is what somebody chose to keep.

    Raises
    ------
    DocumentError
        When the bytes are no text.
    """
    told, text = split_front_matter(decode(data))
    text, notes = normalised(text)
    left = residue(text)
    if left:
        notes.append(f"holds what may be residue of a web page: {shown(left)}")
    return Content(text, **told, date_source="front matter" if "date" in told else None, notes=tuple(notes))


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Return what `key: value` lines between two `---` tell at the beginning of a text, and the rest.

    Only title, date, source (publisher) and language are taken. Where none of them is given, or a line is not of
    that form, the text is returned whole.

    Examples
    --------
    >>> split_front_matter("---\ntitle: A note\npublisher: Ministry\n---\nThe text.")
    ({'title': 'A note', 'source': 'Ministry'}, 'The text.')
    """
    match = _FRONT.match(text)
    if not match:
        return {}, text
    told: dict[str, str] = {}
    for line in match.group(1).splitlines():
        if not line.strip() or line.startswith(("#", " ", "\t", "- ")):
            continue
        entry = _ENTRY.fullmatch(line.rstrip())
        if not entry:
            return {}, text
        key, value = _MEANS.get(entry.group(1).strip().lower()), (entry.group(2) or "").strip().strip("\"'")
        if key and value:
            told.setdefault(key, value)
    return (told, text[match.end() :].lstrip("\n")) if told else ({}, text)
