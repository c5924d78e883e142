"""Known written forms, to be found in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from communique.names import flat

__all__ = ["by_first_word", "find_forms"]

_WORD_START = re.compile(r"(?<!\w)\w+")


def by_first_word(forms: Iterable[str]) -> dict[str, list[str]]:
    """Return flat written forms by their first words, the longest first; a form without a word is left out.

    Examples
    --------
    >>> by_first_word(["New Delhi", "New Delhi Declaration", "Lima", "+"])
    {'New': ['New Delhi Declaration', 'New Delhi'], 'Lima': ['Lima']}
    """
    found: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        if first := _WORD_START.match(form):
            found[first.group()].append(form)
    return dict(found)


def find_forms(text: str, forms: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, form) for forms of `by_first_word` in a text: case-sensitive, whole words, the longest first.

    Examples
    --------
    >>> [*find_forms("New Delhi or Limassol, not Lima.", by_first_word(["New Delhi", "New", "Delhi", "Lima"]))]
    [(0, 9, 'New Delhi'), (27, 31, 'Lima')]
    """
    flattened = flat(text)
    free_from = 0
    for word in _WORD_START.finditer(flattened):
        start = word.start()
        if start < free_from:
            continue
        for form in forms.get(word.group(), ()):
            end = start + len(form)
            # After a form that ends in a sign, as `U.S.`, the next word may follow at once.
            if flattened.startswith(form, start) and not (form[-1].isalnum() and flattened[end : end + 1].isalnum()):
                yield start, end, form
                free_from = end
                break
