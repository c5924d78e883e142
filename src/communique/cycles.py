"""Python's search for cycles, left out while very many lists of texts are made, which hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_search_for_cycles"]


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Let lists be made by the hundred thousand without Python's looking through all of them over and over.

    Examples
    --------
    >>> with no_search_for_cycles():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
