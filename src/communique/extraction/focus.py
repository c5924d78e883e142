"""What a document speaks of while it is read in order: the forum in focus, the speaker, the list under a heading."""

import re
from dataclasses import dataclass, field

from communique.extraction.atoms import Token, name_key
from communique.extraction.clauses import Clause
from communique.extraction.draft import Draft, Span
from communique.extraction.role_patterns import FORUM_NOUNS
from communique.extraction.status import clause_status
from communique.extraction.subjects import is_oblique

__all__ = ["Focus", "forum_for", "is_office_of", "is_spoken_for", "remember", "turn", "under_heading"]

_GENERIC = re.compile(rf"\b(?:the|this|that|these) (?:[a-z-]+ ){{0,2}}({FORUM_NOUNS})\b")
# How many forums a reader keeps in mind when `the conference` is spoken of.
_REMEMBERED = 50
# Words before a forum that is only compared with, or only a date.
_PASSING = {"since", "ahead", "before", "after", "like", "including", "than", "besides", "until", "following"}
_FRONT = 14  # tokens with which a clause begins: its subject is among them
_TO_COME = re.compile(
    r"\b(?:still to come|to come|what next|upcoming|next|confirmed|later|ahead|forthcoming|diary|open)\b"
)
# Headings by the role of those listed below them; the first that fits counts.
_SECTIONS = [
    ("absent", re.compile(
        r"\b(?:not in the room|absent|absentees|not attending|regrets|apologies|did not come"
        r"|not there)\b"
    )),
    ("observer", re.compile(r"\b(?:observers?|guests?)\b")),
    ("chair", re.compile(r"\b(?:chair|chairs|co-chairs|presiding)\b")),
    ("host", re.compile(r"\b(?:hosts?|organi[sz]ers?)\b")),
    ("invited", re.compile(r"\b(?:invited|invitations)\b")),
    ("member", re.compile(r"\b(?:members|member states|parties)\b")),
    ("participant", re.compile(
        r"\b(?:participants|attendance|attendees|present|delegations?|heads of state"
        r"|heads of government|ministers|speakers"
        r"|list of leaders|representation|representatives|signatories|in the room|participation|leaders)\b")),
]  # fmt: skip
_HEADING = 8  # tokens at most
_BEHALF = re.compile(r"\bbehalf of (?:the )?$")
_BEFORE = 20  # characters before a forum in which these words may stand


@dataclass
class Focus:
    """What a document speaks of while it is read.

    Attributes
    ----------
    forum, status
        The forum in focus, and whether it has been held.
    speaker
        Whom `he`, `she` and `the Minister` stand for.
    section, heading_status
        The role and the status that the last heading gives to those listed below it.
    known, statuses
        The forums named so far by their key, the latest last, and the status of each.
    """

    forum: Span | None = None
    status: str = "held"
    speaker: Span | None = None
    section: str | None = None
    heading_status: str | None = None
    known: dict[object, Span] = field(default_factory=dict)
    statuses: dict[object, str] = field(default_factory=dict)


def turn(draft: Draft, focus: Focus, clause: Clause, forums: list[int]) -> None:
    """Turn the focus to the forum that a clause speaks of; `forums` are the tokens that name one."""
    tokens = clause.tokens
    told = [i for i in forums if not _in_passing(tokens, i)]
    for i in forums:
        span = tokens[i].span
        assert span is not None
        focus.known.pop(name_key(draft, span), None)
        focus.known[name_key(draft, span)] = span
        if len(focus.known) > _REMEMBERED:
            del focus.known[next(iter(focus.known))]
    if told:
        focus.forum = tokens[told[0]].span
        assert focus.forum is not None
        focus.status = focus.heading_status or clause_status(draft, tokens, told[0])
        focus.statuses[name_key(draft, focus.forum)] = focus.status
    elif not forums and (noun := _GENERIC.search(clause.words)):
        kind = noun.group(1)
        fitting = [f for f in focus.known.values() if kind in draft.of(f).lower()]
        if fitting and focus.forum not in fitting:
            focus.forum = fitting[-1]
            focus.status = focus.statuses.get(name_key(draft, fitting[-1]), "held")


def _in_passing(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a forum is only mentioned: `since the last East Asia Summit`."""
    return any(t.lower in _PASSING for t in tokens[max(0, i - 4) : i])


def remember(focus: Focus, tokens: tuple[Token, ...], people: list[int]) -> None:
    """Keep in mind the first person that a clause begins with as the speaker."""
    subjects = [i for i in people if i <= _FRONT and not is_oblique(tokens, i)]
    if subjects:
        focus.speaker = tokens[subjects[0]].span


def forum_for(tokens: tuple[Token, ...], forums: list[int], first: int, last: int, focus: Focus, side: str) -> Span:
    """Return the forum of a cue: for a verb the next one behind it, for `… by` the one before; else the focus."""
    assert focus.forum is not None
    at = last + 1
    while at < len(tokens) and tokens[at].lower in {"of", "the", "at", "in", "over"}:
        at += 1
    named = tokens[at].span if at < len(tokens) else None
    if named and named.type == "FORUM":
        return named
    free = [i for i in forums if not is_oblique(tokens, i)] or forums
    behind = [i for i in forums if i > last]
    ahead = [i for i in free if i < first] or [i for i in forums if i < first]
    order = (ahead, behind) if side != "left" else (behind, ahead)
    chosen = order[0] or order[1]
    if not chosen:
        return focus.forum
    return tokens[chosen[0] if chosen is behind else chosen[-1]].span or focus.forum


def is_office_of(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether the forum only says what a person presides over: `President of the General Assembly, Mr P`."""
    j = i - 1
    while j >= 0 and tokens[j].lower in {"the", "of"}:
        j -= 1
    return 0 <= j < i - 1 and tokens[j].lower in {"president", "chair", "chairman", "speaker", "secretary-general"}


def is_spoken_for(draft: Draft, forum: Span) -> bool:
    """Tell whether somebody speaks for the forum, and so elsewhere: `on behalf of the Group of 77`."""
    return _BEHALF.search(draft.flat, max(0, forum.start - _BEFORE), forum.start) is not None


def under_heading(draft: Draft, focus: Focus, clause: Clause) -> None:
    """Take up the role and the status that a clause gives to what stands below it, if it is a heading."""
    role = _section(draft, clause)
    if role is not None:
        focus.section = role or None
        focus.heading_status = "planned" if _TO_COME.search(clause.words) else None


def _section(draft: Draft, clause: Clause) -> str | None:
    """Return the role that a heading of a list gives to those below it, `` for other headings, None for other lines."""
    tokens = clause.tokens
    if len(tokens) > _HEADING or any(t.kind in "PSOF" for t in tokens):
        return None
    text = draft.text[tokens[0].start : tokens[-1].end]
    alone = draft.text[max(0, tokens[0].start - 1) : tokens[0].start] in {"", "\n"} and (
        draft.text[tokens[-1].end : tokens[-1].end + 1] in {"", "\n"}
    )
    if not (text.isupper() or text.rstrip().endswith(":") or (alone and not text.rstrip().endswith("."))):
        return None
    return next((role for role, pattern in _SECTIONS if pattern.search(clause.words)), "")
