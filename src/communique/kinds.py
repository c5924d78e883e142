"""The kinds that tables tell apart: types of entities, roles and statuses of participations.

They stand apart from the schemas because a notebook that only reads tables does without the import of pandera.
"""

from collections.abc import Iterable, Sequence

from communique.errors import ParameterError

__all__ = ["ACTOR_TYPES", "ENTITY_TYPES", "FORUM_TYPES", "LEVELS", "ROLES", "STANDING", "STATUSES", "chosen"]

ENTITY_TYPES = ["PERSON", "STATE", "ORG", "FORUM", "INSTRUMENT", "PLACE"]
ACTOR_TYPES = ("PERSON", "STATE", "ORG")
FORUM_TYPES = ("FORUM",)
ROLES = ["chair", "host", "participant", "observer", "invited", "member"]
STATUSES = ["held", "planned", "proposed", "cancelled"]
# Who sits at the table; a meeting of which no text tells it has the empty level.
LEVELS = ["leaders", "ministers", "senior officials", "working level", "parliamentary", "expert"]
# What makes a tie unless something else is asked for: a meeting that was called off joins nobody.
STANDING = ("held", "planned", "proposed")


def chosen(given: str | Iterable[str] | None, known: Sequence[str], *, what: str) -> list[str]:
    """Return those of `known` that are given, in their own order: all of them where none is given.

    Parameters
    ----------
    given
        Names, or one text with commas between them, as a notebook's parameter is written.
    known
        The names that there are.
    what
        What is chosen, for the message.

    Raises
    ------
    ParameterError
        When a name is given that is not known.

    Examples
    --------
    >>> chosen("host, chair", ROLES, what="role")
    ['chair', 'host']
    >>> chosen("", STATUSES, what="status")
    ['held', 'planned', 'proposed', 'cancelled']
    """
    names = given.split(",") if isinstance(given, str) else given or []
    wanted = [name.strip() for name in names if name.strip()]
    for name in wanted:
        if name not in known:
            raise ParameterError(f"there is no {what} {name!r}: there are {', '.join(known)}.")
    return [name for name in known if name in wanted or not wanted]
