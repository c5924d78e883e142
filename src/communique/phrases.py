"""Counts and lists in words."""

from collections.abc import Sequence

__all__ = ["counted", "listed", "number", "some"]


def number(count: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> number(1, "forum"), number(2000, "forum"), number(0, "is", "are")
    ('1 forum', '2,000 forums', '0 are')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def counted(count: int) -> str:
    """Return a count that stands alone; none is told in a word.

    Examples
    --------
    >>> counted(0), counted(2000)
    ('none', '2,000')
    """
    return f"{count:,}" if count else "none"


def some(count: int, singular: str, plural: str) -> str:
    """Return a count with its verb; none is told in a word, and has the verb of one.

    Examples
    --------
    >>> some(0, "is", "are"), some(1, "is", "are"), some(2000, "is", "are")
    ('none is', '1 is', '2,000 are')
    """
    return f"{counted(count)} {singular if count <= 1 else plural}"


def listed(names: Sequence[str], *, most: int | None = None) -> str:
    """Return names with commas, and `and` before the last; of more than `most` the rest are counted.

    Examples
    --------
    >>> listed(["Oman"]), listed(["Oman", "Peru", "Chad"]), listed(["Oman", "Peru", "Chad"], most=1)
    ('Oman', 'Oman, Peru and Chad', 'Oman and 2 more')
    """
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most:,} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
