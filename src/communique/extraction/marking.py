"""Marking what is known by name: every occurrence of a written form becomes a span."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from communique.extraction.draft import Draft, Span
from communique.forms import by_first_word
from communique.names import is_acronym

__all__ = ["agree", "mark", "repeat"]

_WORD_START = re.compile(r"(?<![\w-])\w+")
_ALL = ("PERSON", "STATE", "ORG", "FORUM", "INSTRUMENT", "PLACE")


def mark(draft: Draft, wanted: Mapping[str, tuple[str, str]], replaced: Collection[str] = _ALL) -> None:
    """Turn every occurrence of a written form, as whole words that no longer span holds, into a span.

    Parameters
    ----------
    draft
        The document; its spans change.
    wanted
        (type, method) of the spans by written form, as the flat text has it.
    replaced
        Types of which a span with exactly this text gives way; others stay as they are.
    """
    by_first = by_first_word(wanted)
    if not by_first:
        return
    kept = [s for s in draft.spans if s.type not in replaced or draft.flat[s.start : s.end] not in wanted]
    taken = bytearray(len(draft.text))
    for span in kept:
        taken[span.start : span.end] = b"\1" * len(span)
    for word in _WORD_START.finditer(draft.flat):
        for surface in by_first.get(word.group(), ()):
            start, end = word.start(), word.start() + len(surface)
            whole = not (draft.flat[end : end + 1].isalnum() and surface[-1].isalnum())
            if whole and draft.flat.startswith(surface, start) and taken.find(1, start, end) < 0:
                kept.append(Span(start, end, *wanted[surface]))
                taken[start:end] = b"\1" * (end - start)
                break
    draft.spans = sorted(kept, key=lambda span: span.start)


# Types that a model takes for each other; a state or a person of the same name may well be another thing.
_CONFUSED = {"ORG", "FORUM", "INSTRUMENT", "PLACE"}
# An organisation that settling dropped would come back: grammar finds too many.
_REPEATED = {"FORUM", "INSTRUMENT"}
_SHORTEST = 3  # letters of an acronym that is looked for


def agree(draft: Draft) -> None:
    """Give all spans of one text the type that most of them have; only those that the model alone found change."""
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for span in draft.spans:
        if span.type in _CONFUSED:
            types[draft.flat[span.start : span.end]][span.type] += 1
    chosen = {}
    for text, counts in types.items():
        (first, most), *rest = counts.most_common()
        if rest and most > rest[0][1]:
            chosen[text] = first
            draft.note("type", text, f"{first} here as elsewhere in the document")
    draft.spans = [
        replace(span, type=chosen.get(draft.flat[span.start : span.end], span.type))
        if span.type in _CONFUSED and span.method == "model"
        else span
        for span in draft.spans
    ]


def repeat(draft: Draft) -> None:
    """Mark names of forums and instruments wherever the document repeats them in the same form."""
    wanted: dict[str, tuple[str, str]] = {}
    for span in draft.spans:
        text = draft.flat[span.start : span.end]
        telling = " " in text or (is_acronym(text) and len(text) >= _SHORTEST)
        if span.type in _REPEATED and telling and text[0].isupper():
            wanted.setdefault(text, (span.type, "repeated"))
    mark(draft, wanted, replaced=())
