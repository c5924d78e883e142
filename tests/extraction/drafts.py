"""Small drafts for the tests of extraction: a text, and which of its words are spans."""

import re
from itertools import pairwise

from communique.extraction.draft import Draft, Span


def draft_of(text: str, method: str = "model", **named: str | list[str]) -> Draft:
    """Return a draft of one sentence in which every occurrence of the names is a span of that type."""
    spans = [
        Span(match.start(), match.end(), type_, method)
        for type_, names in named.items()
        for name in ([names] if isinstance(names, str) else names)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    spans.sort(key=lambda span: (span.start, -len(span)))
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return Draft("d", text, sentences=[(0, len(text))], spans=apart)


TYPES = {"P": "PERSON", "S": "STATE", "O": "ORG", "F": "FORUM", "L": "PLACE"}


def marked_draft(marked: str, date: str | None = None, stop: str = r"\n") -> Draft:
    """Return the draft of a text with each name in brackets behind its type; a `stop` ends a sentence."""
    text, spans, position = "", [], 0
    for match in re.finditer(r"\[([PSOFL]) ([^\]]+)\]", marked):
        text += marked[position : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), TYPES[match[1]], "test"))
        text += match[2]
        position = match.end()
    text += marked[position:]
    bounds = [0, *(match.end() for match in re.finditer(stop, text)), len(text)]
    sentences = [(a, b - (text[b - 1] in " \n")) for a, b in pairwise(bounds) if b > a + 1]
    return Draft("d", text, date, sentences=sentences, spans=spans)


def spans_of(draft: Draft) -> list[tuple[str, str]]:
    """Return text and type of the spans, in order."""
    return [(draft.of(span), span.type) for span in draft.spans]
