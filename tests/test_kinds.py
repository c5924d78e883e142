"""Roles and statuses, chosen by name."""

import pytest

from communique import schemas
from communique.errors import ParameterError
from communique.kinds import ROLES, STANDING, STATUSES, chosen


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ROLES),
        ("", ROLES),
        ([], ROLES),
        ("host", ["host"]),
        (" host ,chair,", ["chair", "host"]),
        (["member", "chair", "member"], ["chair", "member"]),
    ],
)
def test_names_are_chosen_in_their_own_order(given: object, expected: list[str]) -> None:
    assert chosen(given, ROLES, what="role") == expected


def test_a_name_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ParameterError, match="there is no status 'done': there are held, planned, proposed, cancelled"):
        chosen("held, done", STATUSES, what="status")


def test_the_tables_know_the_same_kinds() -> None:
    assert (schemas.ROLES, schemas.STATUSES) == (ROLES, STATUSES)
    assert set(STANDING) == set(STATUSES) - {"cancelled"}
