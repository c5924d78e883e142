"""The words that tell the part an actor takes in a forum: the lexicon behind `participations`.

Patterns run over a clause in which every word is in lower case and every name is one capital letter (P person, S state,
O organisation, F forum, I instrument, L place), words and marks separated by one blank.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "FORUM_NOUNS",
    "Cue",
    "find_cues",
    "is_ahead",
    "is_aside",
    "is_denied",
    "is_past",
    "is_planned",
    "is_proposed",
]

# Names are one letter here, so that clauses come again: set phrases, lists, headings.
CLAUSES_REMEMBERED = 10_000


@dataclass(frozen=True)
class Cue:
    """Words that signal a role; `side` tells where its actors stand: left, right, or either."""

    start: int
    end: int
    role: str
    side: str


# What a text calls a forum once it has named it.
FORUM_NOUNS = (
    "summit|meeting|conference|forum|session|assembly|event|dialogue|consultations|congress|gathering|ceremony|retreat"
    "|roundtable|talks|symposium|workshop|seminar|plenary|debate|round|edition|commission|committee|council|convention"
    "|exercise|group|format|opening|discussion|sitting|consultation|leaders' meeting|hearing|colloquium|process|table"
)
_THE = (
    r"(?:(?:the|this|that|its|their|a|an|all|both|our|said|first|second|third|last|next|annual"
    r"|inaugural|opening|closing|plenary|high-level|same|entire|whole|informal|latest|F|of|its"
    r"|works|work|day|part) )*"
)
_NOUN = (
    rf"(?:F|{FORUM_NOUNS}|meetings|sessions|summits|works|proceedings|segment|discussions|leaders"
    rf"|ministers|delegates|mayors|audience|participants|panel|chamber|hall)"
)
_OBJECT = rf"{_THE}(?:[a-z'-]+ ){{0,3}}?{_NOUN}\b"
_BY = r"(?: [a-z]+){0,2} by"

# (role, side, pattern); the first that fits wins.
_LEXICON: list[tuple[str, str, str]] = [
    # Delegations are led, meetings are chaired.
    (
        "participant",
        "right",
        (
            r"(?:delegations?|teams?|side|mission|party|group|hosts)(?: (?:of|to) (?:the )?[SOF])?(?: was"
            r"| were| is| will be| to be|,)? (?:led|headed|fronted)"
        )
        + _BY,
    ),
    (
        "participant",
        "left",
        (
            r"(?:leads?|led|heads?|headed|heading|leading|(?:at|as) the head of|as head of)(?: a| an| the"
            r"| his| her| its| their)?(?: [a-z-]+| [SO](?: 's)?){0,3} delegations?"
        ),
    ),
    (
        "participant",
        "both",
        (
            r"(?:was|were|is|are|will be|being|be|been|had been|,)? ?(?:likewise |also "
            r"|ably )?represented(?: at [a-z -]{1,30})?"
        )
        + _BY,
    ),
    ("participant", "both", r"(?<=[SL] )(?:, )?by(?= (?:[a-z.-]+ ){0,6}P)"),
    ("same", "right", r"(?:so|as) (?:did|do|does|was|were|is|are|had|has|will)\b"),
    # chair
    (
        "chair",
        "right",
        (
            r"in the chair ?:|(?:co ?-? ?|- ?)chairs? (?:were|was|are|is)\b"
            r"|(?<=F )(?:, )?under(?= (?:[a-z]+ ){0,5}P)"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:is|was|as)(?: the| its)? (?:president|chair) ?-? ?(?:designate|elect)|conduct(?:s|ed"
            r"|ing) the (?:proceedings|meeting|session|debate)"
        ),
    ),
    ("chair", "left", r"co ?-? ?chair(?= (?:the|its|this|a|an|F|with|it)\b)"),
    ("chair", "right", r"(?:co ?-? ?)?(?:chaired|presided(?: over)?|moderated|directed|conducted)" + _BY),
    (
        "chair",
        "right",
        (
            r"(?:under|with|during) (?:the |his |her )?(?:joint |rotating "
            r"|current )?(?:co ?-? ?)?(?:chairmanship|chairpersonship|presidency|chairing) of"
        ),
    ),
    (
        "chair",
        "right",
        (
            r"(?:co ?-? ?)?(?:chairs?|chairman|chairwoman|chairperson|chairpersons|chairmen"
            r"|president of the conference|leads|presiding officer) (?::|-)"
        ),
    ),
    ("chair", "left", r"(?:(?:was|were|is|are|be|been|sat|sits|sit) )?in the chair"),
    (
        "chair",
        "left",
        (
            r"(?:takes?|took|taking|assumes?|assumed|holds?|held|will take|has|had|takes? over"
            r"|took over) (?:over )?(?:the |its |his )?(?:rotating |chair and |joint )?(?:chair"
            r"|chairmanship|chairpersonship|presidency|gavel)\b(?! (?:of|in) (?:the )?[OSw])"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:as|was|is|were|are|be|serves?|served|elected|acted|acts|acting)(?: as)?(?: its| the| a"
            r"| her| his| one of)?(?: two| joint| elected)? ?(?:co ?-? ?)(?:chair|chairs|chairman|chairmen"
            r"|chairperson|chairpersons|presidents?)\b"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:as|elected|acclaimed|chosen(?: by acclamation)?)(?: its| the| as| to| her| his)? (?:chair"
            r"|chairman|chairwoman|chairperson|president of the (?:conference|session|assembly|meeting"
            r"|summit)|president - designate|president)\b(?! of [SO])"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:co ?-? ?)?(?:chairs|chaired|chairing|presided|presides|presiding|preside)(?: jointly"
            r"| together| over)*"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:will|to|would|shall|and|jointly|also|did|may|can|again|then) (?:jointly |also "
            r"|again )?(?:co ?-? ?)?chair\b(?! of| -)"
        ),
    ),
    (
        "chair",
        "left",
        (
            r"(?:led|lead|leads|opened and led|directs?|directed|moderates?|moderated|gavelled|steered"
            r"|guided)(?: ,? ?(?:jointly|together)(?: with [a-zSOP ,.()-]{1,60}?)?,?)? "
        )
        + _OBJECT,
    ),
    # host
    ("host", "right", r"the hosts? ,"),
    ("host", "left", r"(?:had|has|have)(?: jointly)? (?:co ?-? ?)?(?:hosted|organi[sz]ed|convened)"),
    (
        "host",
        "right",
        (
            r"(?:co ?-? ?)?(?:hosted|organi[sz]ed|convened|convoked|arranged|co ?-? ?organi[sz]ed|put on"
            r"|called|summoned|staged|initiated|sponsored)"
        )
        + _BY,
    ),
    ("host", "right", r"(?:at|upon|on) (?:the |an? )?(?:joint |kind )?invitation (?:of|from)"),
    ("host", "right", r"(?:co ?-? ?)?(?:hosts?|organi[sz]ers?|conveners?|venue)(?: country| state| nation)? (?::|-)"),
    (
        "host",
        "left",
        (
            r"(?:was|is|were|are|as|be|being|the)(?: the| its| this year 's)?(?: joint| proud"
            r"| generous)? ?(?:co ?-? ?)?(?:hosts?|amphitryon|organi[sz]ers?|conveners?)(?: country"
            r"| nation| of)?\b"
        ),
    ),
    (
        "host",
        "left",
        (
            r"(?:co ?-? ?)?(?:hosts|hosted|hosting|organi[sz]ed|organi[sz]es|organi[sz]ing|convened"
            r"|convenes|convening|convoked|received (?=COP)|staged|is holding|was holding)\b(?! in\b| on\b"
            r"| at\b| for\b| under\b| today\b| talks\b| by\b| a (?:dinner|lunch|luncheon|reception"
            r"|banquet)\b| (?:him|her|them|P)\b)"
        ),
    ),
    (
        "host",
        "left",
        (
            r"(?:will|to|would|shall|and|jointly|also|offered to|may|can) (?:jointly |also "
            r"|again )?(?:co ?-? ?)?(?:host|organi[sz]e|convene|hold)\b(?= (?:the|a|an|its|F|both|this"
            r"|next|it|another|in)\b)(?! (?:a |bilateral |separate )*(?:bilateral|talks|consultations with"
            r"|meetings? with|separate))"
        ),
    ),
    ("host", "left", r"(?:receives?|received|welcomes?|welcomed) (?:the |its )?(?:[a-z0-9-]+ ){0,2}F\b"),
    ("host", "left", r"to play host|plays? host|played host|playing host"),
    # observer
    (
        "observer",
        "right",
        (
            r"as (?:an? |the )?(?:special |invited |honou?red )?(?:guests?|observers?) ?:|there (?:joined"
            r"|came|were present|participated|attended) as (?:guests|observers)"
        ),
    ),
    (
        "observer",
        "left",
        (
            r"(?:as|in (?:the |its |their )?(?:capacity|role|quality) (?:of|as))(?: an?| the| one of the"
            r"| permanent)?(?: special| invited| honou?red)? ?(?:observers?|guests?)(?: country| countries"
            r"| states?| of hono?ur| of the (?:chair|host|presidency))?\b"
        ),
    ),
    (
        "observer",
        "left",
        (
            r"(?:with |having |enjoys? |holds? |in )(?:an? )?(?:permanent )?observer status"
            r"|observed\b(?! that)|observes\b(?! that)|(?:sat|sits|sitting) as observers?|guest of hono?ur"
        ),
    ),
    (
        "observer",
        "right",
        (
            r"(?:observers?|guests?|special guests?|invited guests?|guests of hono?ur"
            r"|observer states?)(?: included| include| were| are| was)?(?: ?:| -)"
        ),
    ),
    # invited
    (
        "invited",
        "both",
        (
            r"(?:was|were|is|are|has been|have been|had been|been|also|being) (?:also |formally "
            r"|duly )?(?:invited|asked to (?:attend|come|join))\b|invitations? (?:went|were sent|was sent"
            r"|have been sent|has been sent|were extended|was extended|go|goes)(?: out)? to|invites?\b"
            r"|invited\b|extend(?:ed|s|ing)? (?:an |the |invitations? )*invitations? to"
        ),
    ),
    (
        "invited",
        "both",
        (
            r"(?:wish(?:es|ed)?|would like|wants?|hopes?|appli(?:ed|es))(?: [SO,]| and"
            r"| the){0,12} to (?:join|accede)"
        ),
    ),
    # member
    (
        "member",
        "left",
        (
            r"(?:(?:is|are|was|were|as|being|becoming|became|become|remain|remains|,|the|and)(?: also"
            r"| now)?(?: an?| the| one of the| only| sole)*(?: full| founding| permanent| non-permanent"
            r"| elected| newest| latest| new| active| [a-z]+th| only| regular| dialogue)* (?:members?"
            r"|parties|party|signator(?:y|ies)|guarantors?|member states?|partners?|countries"
            r"|states))(?: states?| countries)? (?:of|to|in)\b|belongs? to|belonged to|(?:make|makes) up"
            r"|form the|forms the|founding (?:member|countr|state)[a-z]*"
            r"|joined as (?:a )?(?:full )?member[a-z]*|as (?:a |the "
            r"|its )?(?:[a-z-]+ )?(?:full )?members?\b|as (?:one of the )?founding"
        ),
    ),
    (
        "member",
        "right",
        (
            r"(?:members?|guarantors?|participants by definition|member states?|parties|membership) ?(?::"
            r"|\.|\()|admitted|(?:consists?|consisting|composed|made up|comprising|comprises|groups"
            r"|grouping|brings together|unites|uniting)(?: of)?\b"
        ),
    ),
    # participant
    (
        "participant",
        "right",
        (
            r"(?:remarks|statements?|speech|speeches|address|addresses|presentations?|briefings?"
            r"|interventions?|messages?|keynote)(?: [a-z]+){0,4} by"
        ),
    ),
    ("participant", "right", r"(?:represented|present|in attendance|attended|participated)(?: [a-z]+){0,6} ?:"),
    (
        "participant",
        "right",
        (
            r"(?:attended|addressed|joined|graced|opened|greeted|followed|inaugurated|accompanied|welcomed"
            r"|signed|closed|briefed)"
        )
        + _BY,
    ),
    (
        "participant",
        "right",
        (
            r"(?:with|in|through) the (?:active )?(?:participation|presence|attendance) of"
            r"|in (?:the )?presence of"
        ),
    ),
    (
        "participant",
        "right",
        (
            r"(?:also |those |others? )?(?:present|attending|participating|seen|seated|speaking|gathered"
            r"|assembled|there|on hand|in attendance|among them|around (?:him|her|the table)|with (?:him"
            r"|her|them|it) sat|at the table|in the room|who came)(?: were| was| are| is"
            r"| on the screen were| around the table)?(?: also| among others)? ?(?::|\b(?=were|was))"
            r"|(?:present|attending|participating|in attendance)(?: [a-z]+){0,4} (?:were|was|are)\b"
            r"|present on the screen were|around the table there figured|there (?:figured|attended|came"
            r"|spoke|participated|joined)"
        ),
    ),
    (
        "participant",
        "right",
        (
            r"among (?:the |those |its |other |his |her )?(?:[a-z,'-]+ ){0,4}?(?:were|was|are|figure"
            r"|figured|:|will be|is)\b"
        ),
    ),
    (
        "participant",
        "right",
        (
            r"(?:participants?|attendance|attendees|speakers?|delegates|delegations|panell?ists"
            r"|signatories|present|participating countries|list of [a-z]+)(?: included| include| were"
            r"| are)?(?: ?:| -)|(?:participants|speakers|panell?ists|attendees|guests) (?:included?|were"
            r"|such as)\b|(?:leaders|ministers|guests|dignitaries|representatives|figures) (?:such as"
            r"|including)"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"attend(?:s|ed|ing)?\b(?! to)|attendance\b|t[ao]k(?:e|es|ing) part|took part|taken part"
            r"|participat(?:e|es|ed|ing|ion)\b|part in\b"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"address(?:es|ed|ing)?(?= (?:the|an?|its|this|F|it|delegates|participants|both|by|in)\b)"
            r"|(?:took|take|takes|taking|given|has) the floor|sp(?:oke|eak|eaks|eaking|oken)\b(?! about"
            r"| of| to (?:reporters|journalists|the press))|(?:deliver|delivers|delivered|delivering|made"
            r"|makes|make|gave|gives|giving|read|reads)(?: out)?(?: an?| the| his| her| its| their"
            r"| introductory| opening| welcome| welcoming| keynote| closing| special| brief| video| main"
            r"| a video)* (?:speech|speeches|remarks|statement|statements|address|addresses|keynote"
            r"|presentation|presentations|report|intervention|interventions|message|lecture|welcome"
            r"|talk)\b|intervened|held the pen"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"(?:was|were|is|are|be|being|also|both|all|will be|had been)(?: [a-z]+ly| also| all| both"
            r"| there| likewise| once more| once again)* (?:present|in attendance|represented|there"
            r"|on hand|at the table|on the list|in the room|among the [a-z]+|among those|on line|online"
            r"|expected|seated|on screen|due|seen|on stage|at the opening)\b|in attendance|at the table"
            r"|present\b"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"(?:(?:came|comes|come)(?! forward| off| into| under| true| about)|joins|joined|joining|join"
            r"|flew|travelled|traveled|travels|travelling|arrived|arrives|turned up|showed up|dropped in"
            r"|looked in|sat|sits|sitting|stood in|stepped in|sent|sends|send|sending|dispatched|will send"
            r"|fielded)\b"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"(?:opens?|opened|opening|inaugurates?|inaugurated|closes?|closed|concluded|launched|welcomes"
            r"|welcomed|greeted|briefed|briefs|told|tells|telling|informed|urged) "
        )
        + _OBJECT,
    ),
    (
        "participant",
        "both",
        (
            r"(?:met|meets?|joined|joins?)(?: with)?(?= [^;:]{0,60}? (?:in|at|during|within"
            r"|for) (?:the )?(?:[a-z0-9-]+ ){0,2}F\b)"
        ),
    ),
    (
        "participant",
        "left",
        (
            r"met\b|meets?\b|meeting\b(?= in| at| on| under)|gather(?:ed|s)?\b|(?:sat|sit) down|conferred"
            r"|(?:hold|held|holds|holding)(?: the| an?| their| its)?(?: [a-z0-9-]+){0,3} F\b"
        ),
    ),
]
_CUES = re.compile("|".join(f"(?P<c{i}>(?<![^ ])(?:{pattern})(?![a-z]))" for i, (_, _, pattern) in enumerate(_LEXICON)))

_DENIED = re.compile(
    r"\b(?:(?:did|do|does|will|would|has|have|had|was|were|is|are|could|can|may|should) (?:still "
    r"|again |therefore |also )?not"
    r"|(?:didn|won|doesn|wasn|weren|couldn) ?'? ?t|no longer|never)\b(?: [a-z]+){0,3}? (?:attend"
    r"|come|came|go|take part|taken part|participat|invited"
    r"|represented|present|sign|join|sent|send|appear|turn up|there|travel|make the|seen|asked"
    r"|at the table|in the room|admitted|take a seat|belong|show|accept|on the list|part of|member"
    r"|speak)"
    r"|\b(?:declin(?:e|es|ed|ing)|boycott(?:s|ed|ing)?|skip(?:s|ped|ping)?"
    r"|stayed? away|stays away|stay(?:s|ed)? (?:at )?home|absent"
    r"|absence|sent (?:his|her|its|their) (?:regrets|apologies)|regrets|apologies"
    r"|pulled out|pull(?:s|ed|ing)? out|withdrew|cancelled (?:his|her|its|their|the)"
    r"|called off (?:his|her|its|the)|scrapped|walked out|remained vacant|stay(?:ed|s) empty"
    r"|empty chair|empty seat|left empty"
    r"|nobody spoke for|without (?:him|her|them)|nowhere to be seen|missing|excused|disinvited"
    r"|uninvited|suspended|excluded|refused|turned down|missed|unable to|could not|not invited"
    r"|not in the room|not represented|nobody from|no one from|sent nobody|sent no|has no seat"
    r"|had no seat|no minister)\b"
    r"|\b(?:whether|were thought to|was thought to|was to have|were to have|should have|would have"
    r"|had been due|was due to|were due to|not yet confirmed|will not|would not|won 't)\b"
    r"|^(?:and |but )?(?:neither|nor|no|instead of|in place of)\b|\bneither\b|\bnor did\b|\bdid not\b"
)
_SIDE = re.compile(r"\b(?:sidelines?|margins?|fringes?|wings|in margin)\b")
_AHEAD = re.compile(
    r"\b(?:will|shall|to be held|is to|are to|to take place|is due|scheduled|upcoming|forthcoming"
    r"|next|is set to|expected to|foreseen|planned|due in|to follow"
    r"|preparations? for|is being prepared|takes place on)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|has|have|had|opened|began|attended|chaired(?! by)|took part|participated|hosted(?! by)|came"
    r"|met|today|is being|continues|concluded|closed)\b"
)
_PLANNED = re.compile(
    r"\b(?:will|shall|'ll|is to|are to|to be|is due|are due|is expected|are expected|expected to"
    r"|scheduled|upcoming|forthcoming|next"
    r"|is set|are set|plans? to|planned|intends? to|is going to|are going to|is scheduled"
    r"|confirmed|about to|following next|looks? forward|is preparing"
    r"|tomorrow|later this|in the coming|preparations? for|prepares? for|going to|to follow"
    r"|takes? over|yet to|designate|programme of|still to come|ahead of)\b"
)
_PROPOSED = re.compile(
    r"\b(?:propos(?:ed|es|al|ing)|offer(?:ed|s|ing)?(?: to)?|wish(?:es|ed)? to|want(?:s|ed)?"
    r"|would like|candidates?|bid|bidding|hope(?:s|d)? to|suggest(?:ed|s)?"
    r"|is considering|are considering|under discussion|under consideration|possib(?:le|ility)"
    r"|could|might|ready to|readiness to|willing(?:ness)?|interest in|volunteered|applied|seeks?"
    r"|asked to)\b"
)


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def find_cues(clause: str) -> tuple[Cue, ...]:
    """Return the cues of a clause in order, none within another; `start` and `end` are character offsets.

    Examples
    --------
    >>> [(cue.role, cue.side) for cue in find_cues("the F , co-chaired by S and S , was attended by P")]
    [('chair', 'right'), ('participant', 'right')]
    """
    cues = []
    for match in _CUES.finditer(clause):
        role, side, _ = _LEXICON[int((match.lastgroup or "c0")[1:])]
        cues.append(Cue(match.start(), match.end(), role, side))
    return tuple(cues)


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_denied(clause: str) -> bool:
    """Tell whether the clause says that somebody was not there, or only on the sidelines."""
    return bool(_DENIED.search(clause))


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_aside(clause: str) -> bool:
    """Tell whether the clause speaks of what happened beside a forum."""
    return bool(_SIDE.search(clause))


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_planned(words: str) -> bool:
    """Tell whether a verb group speaks of what is still to come."""
    return bool(_PLANNED.search(words))


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_ahead(words: str) -> bool:
    """Tell whether the words around a forum's name speak of it as still to come."""
    return bool(_AHEAD.search(words))


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_past(words: str) -> bool:
    """Tell whether a clause reports what has happened."""
    return bool(_PAST.search(words))


@lru_cache(maxsize=CLAUSES_REMEMBERED)
def is_proposed(words: str) -> bool:
    """Tell whether a verb group speaks of what is only wished or offered."""
    return bool(_PROPOSED.search(words))
