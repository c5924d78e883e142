"""Whom a person is likeliest to act for where no words beside the name tell it.

What the model of ties thinks of each state and organisation is weighed with what else speaks for or against it:
the kind of office, how near it is named, whether somebody else holds that office there already, and what offices
the person is known to hold. The weights are those of a logistic regression on documents that the model has not
seen; those of known offices were chosen by trial afterwards.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.extraction.affiliations import Affiliation, title_of
from communique.extraction.draft import Draft, Span
from communique.extraction.identity import Key
from communique.extraction.ties import Tie
from communique.names import flat

__all__ = ["Likely", "likeliest"]

Keys = Mapping[tuple[int, int], Key]

UNHEARD = 0.02  # stands for the probability of a tie of which the model says nothing
MOST_NAMED = 8  # states and organisations that are weighed even if the model says nothing of them
FAR = 5  # sentences beyond which it makes no difference how far
_USA = "state:USA"
# Offices that only the United States name so, where `of State` is not followed by `for`.
_AMERICAN = re.compile(
    r"\b(?:Under ?Secretary(?! General)(?!-General)|Assistant Secretary(?! General)(?!-General)|Deputy Secretary of"
    r"|Secretary of (?:State(?! for)|Defense|War|Commerce|Energy|the Treasury|Homeland|Labor|Transportation)"
    r"|Attorney General|Ambassador-at-Large|Special Presidential Envoy|National Security Advisor)|^Secretary$"
)
_OF_STATES = re.compile(
    r"\b(?:Minister|President|King|Queen|Emir|Sultan|Chancellor|Premier|Ambassador|Secretary|Governor|Senator|Envoy"
    r"|Commissioner|Speaker|Mayor|Treasurer)\b",
    re.IGNORECASE,
)
_OF_BODIES = re.compile(
    r"\b(?:Secretary[- ]General|Director|Executive|Managing|Chair\w*|Spokes\w+|Commissioner|Head|Rapporteur|CEO"
    r"|Founder|Chief)\b",
    re.IGNORECASE,
)
# Offices of which a state has one.
_SINGLE = re.compile(
    r"^(?:President|Prime Minister|Foreign Minister|Minister (?:of|for) Foreign Affairs|King|Queen|Emir|Sultan"
    r"|Chancellor|Premier)$",
    re.IGNORECASE,
)


class Likely(NamedTuple):
    """A person, whom she is likeliest to act for, and how likely it is."""

    person: Span
    whom: Span
    title: str | None
    probability: float


class _Case(NamedTuple):
    """What speaks for or against a state or organisation, each 0 or 1 unless told otherwise."""

    heard: float  # the model names it
    logit: float  # how sure the model is, as a logit
    margin: float  # by how much it is surer of it than of any other
    office_of_state: float  # it is a state, and the office one of states
    office_of_body: float  # it is an organisation, and the office one of those
    distance: float  # sentences from the person to the nearest mention, as a share of `FAR`
    most_named: float
    office_taken: float  # somebody else holds this office there
    american: float  # the United States, for an office that they name so
    not_american: float  # another, for such an office, where the text names the United States
    counterpart: float  # somebody else in the sentence acts for it
    in_office: float  # the person is known to hold an office of it at the date
    in_another: float  # of others only


WEIGHTS = _Case(1.2, 0.25, 1.2, 0.9, 1.35, -1.0, 0.8, -1.2, 2.5, -1.6, -1.1, 2.0, -2.0)
BIAS = -2.1


def likeliest(
    draft: Draft,
    keys: Keys,
    ties: Sequence[Tie],
    told: Mapping[Key, Affiliation],
    offices: Mapping[Key, Mapping[Key, str]],
) -> Iterator[Likely]:
    """Yield for each person whom the rules tell nothing of whom she is likeliest to act for.

    Parameters
    ----------
    draft
        A document.
    keys
        The entity of each of its spans.
    ties
        Affiliations of which the model has heard.
    told
        What the rules tell, by person.
    offices
        Titles of the offices that a person is known to hold, by person and whom she holds it for.
    """
    scene = _Scene(draft, keys, ties, told, offices)
    persons: dict[Key, list[Span]] = defaultdict(list)
    for span, key in draft.keyed:
        if span.type == "PERSON" and key not in told:
            persons[key].append(span)
    for key, mentions in persons.items():
        titles = [title for title in (title_of(draft, span) for span in mentions) if title]
        title = max(titles, key=len) if titles else None
        cases = {whom: scene.case(key, mentions, title or "", whom) for whom in scene.candidates(key)}
        if cases:
            whom = max(cases, key=lambda candidate: _probability(cases[candidate]))
            person, span = scene.nearest(mentions, whom)
            yield Likely(person, span, title or offices.get(key, {}).get(whom), _probability(cases[whom]))


def _probability(case: _Case) -> float:
    return 1 / (1 + math.exp(-BIAS - sum(weight * value for weight, value in zip(WEIGHTS, case, strict=True))))


class _Scene:
    """What a document tells of those that one may act for."""

    def __init__(
        self,
        draft: Draft,
        keys: Keys,
        ties: Sequence[Tie],
        told: Mapping[Key, Affiliation],
        offices: Mapping[Key, Mapping[Key, str]],
    ) -> None:
        self._draft = draft
        self._offices = offices
        self._whoms: dict[Key, list[Span]] = defaultdict(list)
        for span, key in draft.keyed:
            if span.type in {"STATE", "ORG"}:
                self._whoms[key].append(span)
        self._sentences = {key: [draft.sentence_of(s.start) for s in spans] for key, spans in self._whoms.items()}
        named = Counter({key: len(spans) for key, spans in self._whoms.items()})
        self._most_named = [key for key, _ in named.most_common(MOST_NAMED)]
        self._american = any(self._is_american(key) for key in self._whoms)
        self._heard: dict[Key, dict[Key, float]] = defaultdict(dict)
        for tie in ties:
            if tie.best:
                person, whom = (_of(keys, draft.spans[i]) for i in (tie.left, tie.right))
                self._heard[person][whom] = tie.confidence
        self._taken: set[tuple[Key, str]] = set()
        self._acted_for: dict[int, set[Key]] = defaultdict(set)
        for row in told.values():
            whom = _of(keys, row.whom)
            self._acted_for[draft.sentence_of(row.person.start)].add(whom)
            if row.title and _SINGLE.match(row.title):
                self._taken.add((whom, row.title.lower()))

    def _is_american(self, key: Key) -> bool:
        return any(span.entity_id == _USA for span in self._whoms[key])

    def candidates(self, person: Key) -> list[Key]:
        """Return whom a person may act for: those the model has heard of, and those named most."""
        heard = (key for key in self._heard[person] if key in self._whoms)
        return [*dict.fromkeys([*heard, *self._most_named, *self._offices.get(person, ())])]

    def nearest(self, mentions: Sequence[Span], whom: Key) -> tuple[Span, Span]:
        """Return the mentions of the two that stand nearest to each other."""
        spans = self._whoms[whom]
        starts = [span.start for span in spans]
        pairs = ((person, spans[i]) for person in mentions for i in _beside(starts, person.start))
        return min(pairs, key=lambda pair: abs(pair[0].start - pair[1].start))

    def case(self, person: Key, mentions: Sequence[Span], title: str, whom: Key) -> _Case:
        """Return what speaks for and against the person's acting for a state or organisation."""
        heard = self._heard[person]
        confidence = heard.get(whom, UNHEARD)
        best_other = max((value for key, value in heard.items() if key != whom), default=UNHEARD)
        own = {self._draft.sentence_of(span.start) for span in mentions}
        others = self._sentences[whom]
        apart = min(abs(sentence - others[i]) for sentence in own for i in _beside(others, sentence))
        state = self._whoms[whom][0].type == "STATE"
        of_body = bool(_OF_BODIES.search(title))
        of_state = not of_body and bool(_OF_STATES.search(title))
        american = self._american and bool(_AMERICAN.search(flat(title)))
        return _Case(
            heard=confidence > UNHEARD,
            logit=math.log(confidence / max(1 - confidence, 1e-3)),
            margin=confidence - best_other,
            office_of_state=state and of_state,
            office_of_body=not state and of_body,
            distance=min(apart, FAR) / FAR,
            most_named=whom == self._most_named[0],
            office_taken=(whom, title.lower()) in self._taken,
            american=american and self._is_american(whom),
            not_american=american and not self._is_american(whom),
            counterpart=any(whom in self._acted_for.get(sentence, ()) for sentence in own),
            in_office=whom in self._offices.get(person, ()),
            in_another=person in self._offices and whom not in self._offices[person],
        )


def _beside(values: Sequence[int], value: int) -> tuple[int, int]:
    """Return where the values next to a value stand among values in order."""
    at = bisect_left(values, value)
    return max(0, at - 1), min(at, len(values) - 1)


def _of(keys: Keys, span: Span) -> Key:
    return keys[span.start, span.end]
