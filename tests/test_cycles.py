"""The search for cycles comes back, whatever happens meanwhile."""

import gc

import pytest

from communique.cycles import no_search_for_cycles


def test_the_search_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="meanwhile"), no_search_for_cycles():
        assert not gc.isenabled()
        raise ValueError("meanwhile")
    assert gc.isenabled()


def test_a_search_that_was_off_stays_off() -> None:
    with no_search_for_cycles():
        with no_search_for_cycles():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
