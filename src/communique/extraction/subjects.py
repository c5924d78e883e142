"""Who does what a verb tells: its subjects on the left, its agents on the right, and names that are neither."""

import re

from communique.extraction.atoms import Token
from communique.extraction.clauses import Clause
from communique.extraction.role_patterns import Cue
from communique.extraction.vocabulary import words

__all__ = [
    "PRONOUN_OR_OFFICE",
    "actors_of",
    "can_act",
    "is_oblique",
    "is_pronoun",
    "share_subject",
    "together_with",
]

# Words that make the name after them something else than the subject.
_OBLIQUE = words(
    """
    to of from about against under for since on at towards into through between by in than like via over before
    after regarding concerning
    """
)
# Words that end a list of names.
_STOP = {"who", "which", "that", "where", "when", "said", "because", "if"}
# Words that follow a state or an organisation which acts itself; before any other it is an adjective.
_AFTER_SUBJECT = words(
    """
    and or as also both is was were are will would has have had to which who together with for on in at being
    side delegation delegations team representatives representative government minister ministers president
    prime foreign deputy ambassador leaders leader officials authorities presidency chairmanship again first
    only then may can shall did does likewise jointly not today yesterday this later permanent special vice
    state interim among alone himself itself too all chair
    """
)
# Those who come for a state and are not named: the state is credited.
_UNNAMED = words(
    """
    representatives officials leaders ministers delegations delegates heads presidents experts ambassadors
    envoys delegation representative minister affairs government governments secretaries parliamentarians
    diplomats chiefs senior sides members speakers counterparts side
    """
)
_PRONOUNS = {"he", "she", "his", "her", "eam", "pm"}
PRONOUN_OR_OFFICE = re.compile(
    r"\b(?:he|she|his|her|eam|pm|minister|president|secretary-general|senator|ambassador|premier|speaker)\b"
)
_EARLY = 6  # tokens before a verb that opens its clause: `Attending the Summit were …`
_LIST_GAP = 22  # tokens from one name of a list to the next: titles stand between


def can_act(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a name can be an actor here: no place, no news agency of a dateline, nothing in brackets."""
    token = tokens[i]
    if token.kind == "P":
        return True
    if token.kind not in "SO":
        return False
    before = tokens[i - 1] if i else None
    if before is not None and (
        before.text == "(" or before.lower == "in" or (before.text == "," and i > 1 and tokens[i - 2].kind == "L")
    ):
        return False
    dash = next((j for j in range(i + 1, min(i + 4, len(tokens))) if tokens[j].text == "-"), None)
    return not (
        token.kind == "O" and dash is not None and i > 0 and any(t.kind == "L" or t.text.isdigit() for t in tokens[:i])
    )


def actors_of(clause: Clause, actors: list[int], cue: Cue, first: int, last: int, before: int, after: int) -> list[int]:
    """Return the actors of a cue: its subjects on the left, or its agents on the right.

    Parameters
    ----------
    clause, actors
        A clause, and which of its tokens are names that can act.
    cue, first, last
        What signals the role, and its first and last token.
    before, after
        The last token of the cue before it, and the first of the one after it.
    """
    tokens = clause.tokens
    right = [i for i in actors if last < i < after]
    left = [i for i in actors if before < i < first]
    if cue.side == "right":
        return _run(tokens, right, last)
    subjects = [i for i in left if not is_oblique(tokens, i) and not _adjective(tokens, i, first)]
    if cue.side == "both":
        agents = _run(tokens, right, last)
        if "represented" in clause.words[cue.start : cue.end]:
            # Whoever is represented by somebody stayed away; a state is there all the same.
            subjects = [i for i in subjects if tokens[i].kind != "P"]
        return subjects + agents if cue.role != "invited" else (subjects or agents)
    if subjects:
        return [] if cue.role in {"chair", "host"} and _of_another(tokens, last) else subjects
    if not left and cue.role == "participant" and right and not is_oblique(tokens, right[0]) and first <= _EARLY:
        return _run(tokens, right, last)
    return []


def together_with(tokens: tuple[Token, ...], actors: list[int], last: int, after: int) -> list[int]:
    """Return those with whom somebody chairs or hosts: `co-chaired the Summit with P`."""
    at = next((i for i in range(last + 1, min(after, last + 14)) if tokens[i].lower in {"with", "alongside"}), None)
    return _run(tokens, [i for i in actors if at < i < after], at) if at is not None else []


def _of_another(tokens: tuple[Token, ...], last: int) -> bool:
    """Tell whether somebody chairs something else than a forum: `who chairs the Ruritanian Senate`."""
    at = last + 1
    while at < len(tokens) and tokens[at].lower in {"the", "of", "a", "an", "over"}:
        at += 1
    return at > last + 1 and at < len(tokens) and tokens[at].kind in "SO"


def _run(tokens: tuple[Token, ...], found: list[int], last: int) -> list[int]:
    """Return the actors of a list that begins behind a cue, as far as the list goes."""
    kept: list[int] = []
    position = last
    for i in found:
        between = tokens[position + 1 : i]
        if any(t.lower in _STOP for t in between) or len(between) > _LIST_GAP:
            break
        kept.append(i)
        position = i
    return kept


def is_oblique(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a preposition governs the name: `to P`, `of the S`."""
    j = i - 1
    while j >= 0 and not tokens[j].span and tokens[j].lower in {
        "the", "mr", "mrs", "ms", "dr", ".", "h", "e", "h.e", "his", "her", "excellency", "president", "minister",
        "prime", "foreign", "premier",
    }:  # fmt: skip
        j -= 1
    if j >= 1 and tokens[j].lower in {"of", "from"} and tokens[j - 1].lower in _UNNAMED:
        return False
    return j >= 0 and tokens[j].lower in _OBLIQUE


def _adjective(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """Tell whether a state or organisation only qualifies a noun: `Ruritanian exports`, `the UN proposal`."""
    if tokens[i].kind == "P":
        return i + 2 < first and tokens[i + 1].text == "'" and not tokens[i + 2].span
    following = tokens[i + 1]
    if i + 1 >= first or following.span or following.kind == ".":
        return following.text == "'" and not any(t.lower in _AFTER_SUBJECT for t in tokens[i + 2 : i + 6])
    return following.lower not in _AFTER_SUBJECT and not following.lower.endswith("ly")


def share_subject(tokens: tuple[Token, ...], before: int, first: int) -> bool:
    """Tell whether two verbs share a subject: `attended the Summit and addressed it`."""
    return any(t.lower in {"and", ","} for t in tokens[before + 1 : first + 1])


def is_pronoun(tokens: tuple[Token, ...]) -> bool:
    """Tell whether the last words are a pronoun or an office without a name: `She`, `the Minister`."""
    return any(t.lower in _PRONOUNS for t in tokens[-8:]) or (
        not any(t.span for t in tokens[-6:])
        and any(
            t.lower in {"minister", "president", "secretary-general", "senator", "ambassador", "premier", "speaker"}
            for t in tokens[-6:]
        )
    )
