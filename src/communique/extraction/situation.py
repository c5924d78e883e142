"""How a sentence speaks of an occasion: past or to come, done or cancelled, in a room or online."""

import re

__all__ = ["mode_in", "status_of", "tense_at"]

_FUTURE = re.compile(
    r"\b(?:will|shall|would|to be (?:held|convened|hosted|organi[sz]ed|opened)|(?:is|are) (?:to|scheduled|due|expected|"
    r"planned|slated|set)|upcoming|forthcoming|next|scheduled for|due in|foreseen|planned|later this|ahead of|coming|"
    r"preparations? for|tomorrow|looks? forward)\b",
    re.IGNORECASE,
)
# `was to be held on 14 March`: that day may have been or not.
_FUTURE_IN_PAST = re.compile(
    r"\b(?:was|were|should|had been) (?:to|have|scheduled|due|expected|planned|slated|set)\b", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:was|were|had|held|took|met|attended|hosted|concluded|opened|ended|chaired|co-chaired|\w+ed|ago|last|previous|"
    r"earlier this|yesterday|spoke|gave|came|led|sat|made|said|told|won|saw|went)\b",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\b(?:cancell?ed|cancell?ation|called off|postponed|put off|scrapped|abandoned|"
    r"(?:will|did|could|would) not (?:be held|take place|go ahead|be hosted|carry out|host)|"
    r"was to have|were to have|should have|not to (?:hold|host)|deferred)\b",
    re.IGNORECASE,
)
_NEAR, _WINDOW = 90, 250
_OPEN = re.compile(
    r"\b(?:expected|(?:not|yet to be) (?:known|fixed|set|announced|confirmed|decided)|"
    r"to be (?:confirmed|decided|announced|determined)|can be (?:held|convened)|both want|at an early date|"
    r"at the earliest|mutually convenient)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:postponed|put off|moved|rescheduled|deferred)\s(?:from\s[^.;]{1,30}\s)?(?:to|until|till)\b", re.IGNORECASE
)
_PROPOSED = re.compile(
    r"\b(?:propos\w+|offer(?:ed|s)? to|under discussion|candidates?|could be|may be|might be|suggest\w*|bid|possib\w+|"
    r"hop(?:e|es|ed|ing)|wish\w*|explor\w+|consider\w*|ready to host|readiness to host|intention|"
    r"would like|if conditions)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(r"\bhybrid\b|\bboth in[- ]person and (?:online|virtual)", re.IGNORECASE)
_ONLINE = re.compile(
    r"\b(?:online|virtual(?:ly)?|webinar|VTC|video-?conferenc\w+|video (?:format|mode|meeting|session)|"
    r"(?:via|by|through|over|using|as a) (?:a )?(?:video|tele|web)[- ]?(?:conferenc\w+|link|call)?)\b",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(
    r"\b(?:in[- ]person|face[- ]to[- ]face|physical(?:ly)? (?:meeting|format|held))\b", re.IGNORECASE
)
_JOINED = re.compile(
    r"\b(?:joined|join|took part|takes part|participat\w+|attended|spoke|addressed|addresses|appeared|message|greeted|"
    r"opened)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\b(?:format|mode|held|convened|organi[sz]ed|conducted|hosted|took place)\b", re.IGNORECASE)


def tense_at(sentence: str, low: int, high: int) -> bool | None:
    """Return True where the words around a stretch tell of the past, False of what is to come, None of neither."""
    clause = _clause(sentence, low, high)
    if _FUTURE_IN_PAST.search(clause):
        return None
    if _FUTURE.search(clause):
        return False
    return True if _PAST.search(clause) else None


def _clause(sentence: str, low: int, high: int) -> str:
    """Return the stretch with what stands around it, as far as the next semicolon or full stop, and not too far."""
    start, end = max(0, low - _WINDOW), min(len(sentence), high + _WINDOW)
    left = max([sentence.rfind(mark, start, low) + 1 for mark in (";", ". ", "? ", "(")] + [start])
    right = min([i for mark in (";", ". ", "? ") if (i := sentence.find(mark, high, end)) >= 0] + [end])
    return sentence[left:right]


def status_of(
    sentence: str, low: int, high: int, start_date: str | None, written: str | None, past: bool | None
) -> str:
    """Return held, planned, proposed or cancelled, by the words of the clause and by its date against the text's."""
    clause = _clause(sentence, low, high)
    beside = sentence[max(0, low - _NEAR) : high + _NEAR]
    if _CANCELLED.search(clause) and _CANCELLED.search(beside) and not _MOVED.search(clause):
        return "cancelled"
    to_come = _is_to_come(start_date, written)
    proposed = bool(_PROPOSED.search(clause))
    if to_come is None:
        to_come = past is False or (start_date is None and (bool(_OPEN.search(clause)) or (proposed and past is None)))
    if to_come and proposed:
        return "proposed"
    return "planned" if to_come else "held"


def _is_to_come(start_date: str | None, written: str | None) -> bool | None:
    """Tell whether a date lies after the day of the text; None where they are not told apart."""
    if not start_date or not written or start_date.startswith(written) or written.startswith(start_date):
        return False if start_date and start_date == written else None
    return start_date > written


def mode_in(sentence: str, start: int, end: int) -> str | None:
    """Return how the occasion named at `start` to `end` is held, if its sentence says so, else None."""
    clause = _clause(sentence, start, end)
    if _HYBRID.search(clause):
        return "hybrid"
    online = _ONLINE.search(clause)
    if online and (_FORMAT.search(clause) or not _JOINED.search(clause[: online.start()])):
        return "online"
    return "in_person" if _IN_PERSON.search(clause) else None
