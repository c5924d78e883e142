"""The words that tell what was done with an instrument: proposed, negotiated, adopted, signed, in force, cited.

A sentence is read with the instrument in question written as ¤ and every other one as §. Patterns are few and near
the name: what they do not meet is cited.
"""

import re
from dataclasses import dataclass

__all__ = ["ACTS", "Act", "act_in"]

ACTS = ["proposed", "negotiated", "adopted", "signed", "in force", "cited"]


@dataclass(frozen=True)
class Act:
    """What a sentence tells of an instrument, and where the words stand that tell it.

    `active`: who does it stands before the words. `negated`: the sentence denies it. `ahead`: it speaks of it as of
    something to come.
    """

    act: str
    start: int
    end: int
    active: bool
    negated: bool = False
    ahead: bool = False


# Verbs as past participles (passive), and in the forms in which they stand before their object (active).
_PASSIVE = {
    "signed": r"signed|initialled|inked",
    "adopted": r"adopted|approved|issued|agreed(?: upon| on)?|passed|concluded|endorsed by the leaders",
    "negotiated": r"negotiated|renegotiated|finali[sz]ed|being drafted|under negotiation",
    "proposed": r"proposed|tabled|put forward",
}
_ACTIVE = {
    "signed": r"sign(?:ed|s|ing)?|initial(?:led|s)|inked|put (?:his|her|their|its) names? to",
    "adopted": r"adopt(?:ed|s|ing)?|approv(?:ed|es|ing|e)|issu(?:ed|es|ing|e)|pass(?:ed|es)|agreed (?:on|upon|to)"
    r"|conclud(?:ed?|es)(?: with)?|produced",
    "negotiated": r"negotiat(?:ed|es|ing|e)|renegotiat(?:ed|es|ing|e)|draft(?:ed|ing)|finali[sz](?:ed?|es|ing)"
    r"|completing|(?:re)?negotiations? (?:on|of|for)|talks (?:on|over)|negotiations? (?:towards?|about)",
    "proposed": r"propos(?:ed|es|ing|e)|tabl(?:ed|ing)|put forward|suggest(?:ed|s|ing)|call(?:ed|s|ing) for",
}
_NOUNS = {
    "signed": r"(?:sign(?:ing|ature)(?: ceremony)?) of",
    "adopted": r"(?:adoption|approval|conclusion|issuance) of",
    "in force": r"(?:entry|coming) into (?:force|effect) of",
    "proposed": r"(?:proposals?|initiative) (?:for|of|on)",
}
_IN_FORCE = (
    r"(?:has |have |had |is |are |was |were )?(?:also )?(?:enter(?:ed|s)? into (?:force|vigou?r)"
    r"|(?:came|come|comes) into (?:force|effect)|(?:took|takes|taken) effect|(?:been )?in force)"
)
_DETERMINER = (
    r"(?:(?:the|a|an|its|their|this|new|joint|final|so-called|long-awaited|draft|original|revised|amended) ){0,3}"
)
_QUOTE = r"[\"'“”‘’«»]?"
# What may stand between a name and its verb: quotes, a bracket, years, `which`, `, signed` too.
_BRACKET = r"(?: ?\([^()]{1,60}\))?"
_OTHERS_BEFORE = rf"(?:{_QUOTE}§{_QUOTE}{_BRACKET}(?:,| and|, and|, as well as| as well as) {_DETERMINER})*"
_OTHERS_AFTER = rf"(?:(?:,| and|, and|, as well as| as well as) {_DETERMINER}{_QUOTE}§{_QUOTE}{_BRACKET})*"
_NAMED = rf"¤{_QUOTE}{_BRACKET}{_QUOTE}"
_PARTICIPLE_GAP = r"(?:,? (?:which|that))?,?"
_AUXILIARY = (
    r"(?P<aux>(?:was|were|is|are|has been|have been|had been|being|will be|would be|is to be|are to be|was to be"
    r"|can be|could be|should be|may be|might be|shall be|to be"
    r"|(?:is|are|was|were) (?:expected|due|scheduled|set|likely) to be)"
    r"(?: (?:not|never|also|formally|officially|jointly|unanimously|finally|already|then|to be))*)"
)
# Words before the verb (or in its auxiliary) that make it something to come, or deny it.
_AHEAD = frozenset(
    {"will", "would", "shall", "should", "may", "might", "could", "can", "to", "towards", "expected", "due",
     "scheduled", "likely", "if", "unless", "until", "yet", "whether", "for", "before"}
)  # fmt: skip
_NOT = frozenset({"not", "never", "no", "without", "failed", "refused", "declined", "neither", "nor", "cannot"})
_NEAR = 3  # words before the verb
_CLOCK = re.compile(r"\W*\d{1,2}[.:h]\d\d\b")  # a line of a programme: `15:00 Adoption of the Declaration`


def _rules() -> list[tuple[str, re.Pattern[str], bool]]:
    """Return act, pattern and whether it is active, the surest first; `verb` marks the words."""
    after = rf"{_NAMED}{_OTHERS_AFTER}{_PARTICIPLE_GAP}"
    before = rf"{_DETERMINER}{_OTHERS_BEFORE}{_QUOTE}¤"
    where = r"(?= (?:in|on|by|at|last|with|between|earlier|during|yesterday|\d))"
    rules = [(act, rf"\b(?P<verb>{nouns}) {before}", False) for act, nouns in _NOUNS.items()]
    rules += [
        (
            "in force",
            rf"{after} (?P<aux>(?:(?:will|would|shall|not|never|is to|should|yet) )*)(?P<verb>{_IN_FORCE})\b",
            False,
        ),
        ("in force", rf"{_NAMED}, (?P<verb>in force)\b", False),
        ("negotiated", rf"{_NAMED} (?P<verb>negotiations|talks)\b", False),
        (
            "negotiated",
            rf"{_NAMED},? (?:which |that )?(?:is |are |remains )?(?:still )?(?P<verb>under negotiation)\b",
            False,
        ),
    ]
    for act, verbs in _PASSIVE.items():
        rules.append((act, rf"{after} {_AUXILIARY} (?P<verb>{verbs})\b", False))
        lately = r"(?:(?:first|originally|recently|also) )?"
        rules.append((act, rf"{_NAMED}, {lately}(?P<verb>{verbs}){where}", False))
    # Without a comma a participle may be a verb: `the Initiative concluded in Lima`. Of these it is not.
    rules += [(verb, rf"{_NAMED} (?P<verb>{verb}){where}", False) for verb in ("signed", "adopted")]
    for act, verbs in _ACTIVE.items():
        rules.append((act, rf"\b(?P<verb>{verbs}) (?:off )?{before}", True))
    return [(act, re.compile(pattern, re.IGNORECASE), active) for act, pattern, active in rules]


_RULES = _rules()


def act_in(sentence: str) -> Act | None:
    """Return what a sentence tells of ¤, or None where it only names it.

    Examples
    --------
    >>> told = [act_in(s) for s in ("Oman and Peru signed the § and the ¤.", "The ¤ (LC) was adopted by acclamation.")]
    >>> [(act.act, act.active) for act in told]
    [('signed', True), ('adopted', False)]
    >>> act_in("They stand ready to sign the ¤.").ahead, act_in("The ¤ was not adopted.").negated
    (True, True)
    >>> act_in("They recalled the ¤.") is None
    True
    """
    for act, pattern, active in _RULES:
        match = pattern.search(sentence)
        if match is None:
            continue
        start, end = match.span("verb")
        # What stands before a verb that follows the name is the name's own clause: there the auxiliary tells.
        aux = match.groupdict().get("aux")
        told = sentence[:start].rpartition(";")[2] if match.start() == start else aux or ""
        near = [word.lower() for word in re.findall(r"[\w'’]+", told)[-_NEAR if aux is None else 0 :]]
        negated = any(word in _NOT or word.endswith(("n't", "n’t")) for word in near)
        ahead = not _AHEAD.isdisjoint(near) or bool(_CLOCK.match(sentence))
        return Act(act, start, end, active, negated, ahead)
    return None
