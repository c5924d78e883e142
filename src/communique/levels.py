"""Who sits at the table of a meeting: leaders, ministers, senior officials, and so on.

A name mostly says it (`Foreign Ministers' Meeting`, `Working Group`). Where it is silent, the titles of those who
take part do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from communique.kinds import FORUM_TYPES, LEVELS, chosen
from communique.names import flat
from communique.tables import Tables, walk

__all__ = ["LevelsPresent", "at_levels", "forum_levels", "level_of_name", "level_of_title", "with_levels"]

# The first pattern that meets decides: `Senior Officials' Meeting of the Leaders' Summit` is one of officials, and a
# think tank's summit is one of experts.
_IN_NAMES = {
    "expert": r"think[ -]?tanks?|experts?|academics?|scholars|scientific committee|symposium|seminar|workshop"
    r"|track (?:1\.5|one and a half|2|two|ii)",
    "parliamentary": r"(?:inter-?)?parliament(?:s|ary|arians?)?|speakers?(?= of| conference|'| summit)|AIPA|IPU|AIPO",
    "working level": r"working[ -](?:group|party|level)|task force|joint (?:cooperation )?committee"
    r"|(?:joint )?cooperation committee|technical (?:group|committee|talks|consultations)|sub-?committee|JCC",
    "senior officials": r"senior officials?|SOM|sous-?sherpas?|sherpas?|(?:deputy|vice)[ -](?:\w+ ){0,2}ministers?"
    r"|political directors|directors[ -]general|ambassadors|permanent representatives|high representatives"
    r"|national security advis[eo]rs|special envoys|chiefs of (?:staff|defen[cs]e)",
    "ministers": r"minist(?:ers?|erials?|eriel)|AMM|2\+2",
    "leaders": r"summits?|leaders|heads of (?:state|government|mission)|presidents",
}
_NAMES = [(level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for level, words in _IN_NAMES.items()]
# Meetings whose name holds one of the words above and who are not what it says.
_NO_LEADERS = re.compile(
    r"\b(?:business|youth|civil society|women's|media|cities|mayors'?|investment)\b", re.IGNORECASE
)
_NO_MINISTERS = re.compile(r"\bministry\b", re.IGNORECASE)

_IN_TITLES = {
    "parliamentary": r"speaker|senator|mps?|meps?|member of (?:the )?\w*\s?parliament|parliamentarian"
    r"|lawmaker|legislator|congress(?:man|woman)"
    r"|president of the (?:senate|national assembly|parliament|bundestag|chamber)",
    "senior officials": r"(?:deputy|vice|assistant|under|parliamentary)[ -](?!president|premier|prime)"
    r"(?:\w+ ){0,2}(?:ministers?|secretary)|under-?secretary|permanent secretary|state secretary"
    r"|directors?[ -]general|ambassador|(?:special |presidential )?(?:envoy|representative)|sherpa|political director"
    r"|charg\S+|consul",
    "expert": r"professor|researcher|research fellow|fellow|rector|dean|scholar|scientist|economist",
    "leaders": r"president|prime minister|premier|pm|chancellor|king|queen|emir|amir|sultan|crown prince|taoiseach"
    r"|head of (?:state|government)|chief executive",
    "ministers": r"ministers?|foreign secretary|home secretary|defen[cs]e secretary|secretary of (?:state|defense)"
    r"|secretary (?:for|of) foreign affairs|attorney general|fm",
}
_TITLES = [(level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for level, words in _IN_TITLES.items()]


def level_of_name(name: str) -> str:
    """Return the level that the name of a forum or meeting tells, empty text where it tells none.

    Examples
    --------
    >>> level_of_name("East Asia Summit"), level_of_name("EAS Foreign Ministers’ Meeting")
    ('leaders', 'ministers')
    >>> level_of_name("Network of ASEAN-Russia Think Tanks"), level_of_name("Lakes Forum")
    ('expert', '')
    """
    plain = flat(name)
    for level, pattern in _NAMES:
        if pattern.search(plain):
            silent = {"leaders": _NO_LEADERS, "ministers": _NO_MINISTERS}.get(level)
            return "" if silent and silent.search(plain) else level
    return ""


def level_of_title(title: str) -> str:
    """Return the level of who bears a title, empty text where it tells none.

    Examples
    --------
    >>> level_of_title("Deputy Foreign Minister"), level_of_title("Foreign Minister"), level_of_title("President")
    ('senior officials', 'ministers', 'leaders')
    """
    plain = flat(title)
    return next((level for level, pattern in _TITLES if pattern.search(plain)), "")


def with_levels(tables: Tables) -> Tables:
    """Return the tables with `level` filled in for each meeting, as `LevelsPresent` tells it."""
    present = LevelsPresent()
    present.add(tables.participations, tables.affiliations)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    return replace(tables, meetings=present.told(tables.meetings, names))


class LevelsPresent:
    """Who takes part in which meeting, and with titles of which levels, counted part by part."""

    def __init__(self) -> None:
        self._titles: dict[str, Counter[str]] = {}  # by person
        self._actors: dict[str, set[str]] = {}  # by meeting

    def add(self, participations: pd.DataFrame, affiliations: pd.DataFrame) -> None:
        """Count the rows of some documents."""
        titled = affiliations.dropna(subset=["title"])
        for person, title in zip(titled["person_id"], titled["title"], strict=True):
            if level := level_of_title(title):
                self._titles.setdefault(person, Counter())[level] += 1
        placed = participations.dropna(subset=["meeting_id"])
        for meeting_id, actor in zip(placed["meeting_id"], placed["actor_id"], strict=True):
            self._actors.setdefault(meeting_id, set()).add(actor)

    def told(self, meetings: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
        """Return the table of meetings with `level` filled in, None where nothing tells it.

        The meeting's own name comes first (`EAS foreign ministers' meeting` is one of ministers), then the forum's
        (of `names`), then the level that most of those who take part have by their titles, the higher of two that
        are as common. The level of a person is that of her commonest titles.
        """
        levels = [
            level_of_name(name) or level_of_name(names.get(forum_id, "")) or self._of_those_at(meeting_id)
            for name, forum_id, meeting_id in zip(
                meetings["name"], meetings["forum_id"], meetings["meeting_id"], strict=True
            )
        ]
        return meetings.assign(level=[level or None for level in levels]) if levels else meetings

    def _of_those_at(self, meeting_id: str) -> str:
        titled = self._actors.get(meeting_id, set()) & self._titles.keys()
        return _commonest(_commonest(self._titles[person]) for person in titled)


def at_levels(tables: Tables, levels: str | Iterable[str] | None) -> Tables:
    """Return the tables with the meetings of these levels only, and the participations in them.

    A participation of which no text tells the meeting has the level of its forum. All else stays as it is.

    Parameters
    ----------
    tables
        What `extract` returns.
    levels
        Levels of `communique.kinds.LEVELS`, as a list or with commas; none: the tables as they are.

    Raises
    ------
    ParameterError
        When a level is asked for that there is not.
    """
    asked = chosen(levels, LEVELS, what="level")
    if len(asked) == len(LEVELS):
        return tables
    meetings, told = tables.meetings, tables.participations
    of_meeting = told["meeting_id"].map(dict(zip(meetings["meeting_id"], meetings["level"], strict=True)))
    of_forum = told["forum_id"].map(forum_levels(tables))
    unknown = told["meeting_id"].isna()
    return replace(
        tables,
        meetings=meetings[meetings["level"].isin(asked)],
        participations=told[of_meeting.mask(unknown, of_forum).isin(asked)],
    )


def forum_levels(tables: Tables) -> dict[str, str]:
    """Return the level of each forum by identifier: what its name tells, else most of its meetings, else empty."""
    told: dict[str, list[str]] = {}
    dated = tables.meetings.dropna(subset=["level"])
    for forum_id, level in walk(dated[["forum_id", "level"]]):
        told.setdefault(forum_id, []).append(level)
    forums = tables.entities[tables.entities["type"].isin(FORUM_TYPES)]
    return {
        forum_id: level_of_name(name) or _commonest(told.get(forum_id, []))
        for forum_id, name in walk(forums[["entity_id", "name"]])
    }


def _commonest(levels: Iterable[str] | Mapping[str, int]) -> str:
    counted = Counter(levels)
    return max(counted, key=lambda level: (counted[level], -LEVELS.index(level)), default="")
