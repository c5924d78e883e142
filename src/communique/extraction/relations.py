"""Participations and affiliations of a document: what rules and model say of it, and what stands.

Rules and model see different things: rules the words that tell a role, the model the whole document. A participation
stands if the rules say it and the model does not rule it out, or if the model is sure of it; its role and status are
the model's.
An affiliation is that of the rules, which err less often, else the likeliest one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from communique.extraction.affiliations import Affiliation, find_affiliations
from communique.extraction.corroboration import LIKELY_IF_KNOWN
from communique.extraction.draft import Draft, Span
from communique.extraction.identity import Key
from communique.extraction.incumbents import in_office
from communique.extraction.likeliest import likeliest
from communique.extraction.officials import load_officials
from communique.extraction.participations import Participation, find_participations, trigger_for
from communique.extraction.ties import AFFILIATION, MENTIONS_AT_ONCE, PARTICIPATION, Mention, Relation, Tie

if TYPE_CHECKING:
    from communique.extraction.model import Reading
    from communique.extraction.ties import TieModel

__all__ = ["mentions_of", "relate"]

Keys = dict[tuple[int, int], Key]

# Probabilities of the model, chosen on the documents kept aside: on those it was trained on it is too sure.
SURE = 0.65  # enough where the rules say nothing
BORNE_OUT = 0.15  # enough where the rules say it
HEARD = 0.05  # enough to have a say in whom a person acts for


def relate(draft: Draft, model: "TieModel") -> None:
    """Enter the participations and affiliations of a document into its draft."""
    ties: dict[Relation, list[Tie]] = {PARTICIPATION: [], AFFILIATION: []}
    if draft.reading is not None and len(draft.reading.starts):
        mentions = mentions_of(draft, draft.reading)
        firsts = np.searchsorted(draft.reading.starts, [start for start, _ in draft.sentences])
        ties = {
            relation: list(model.find(relation, mentions, draft.reading.states, firsts, HEARD)) for relation in ties
        }
    keys = {(span.start, span.end): key for span, key in draft.keyed}
    draft.participations = list(_participations(draft, keys, ties[PARTICIPATION]))
    draft.affiliations = list(_affiliations(draft, keys, ties[AFFILIATION]))


def _key(keys: Keys, span: Span) -> Key:
    return keys[span.start, span.end]


def mentions_of(draft: Draft, reading: "Reading") -> list[Mention]:
    """Return the spans of a document as the model sees them."""
    starts, ends = reading.starts, reading.ends
    mentions = []
    for span, key in draft.keyed:
        first = max(0, int(np.searchsorted(starts, span.start, side="right")) - 1)
        last = max(first, min(len(ends) - 1, int(np.searchsorted(ends, span.end - 1, side="right"))))
        mentions.append(Mention(first, last, draft.sentence_of(span.start), span.type, key))
    return mentions


def _participations(draft: Draft, keys: Keys, ties: list[Tie]) -> Iterator[Participation]:
    """Yield what stands of what rules and model say, in the order of the text."""
    by_pair: dict[tuple[Key, Key], list[Tie]] = {}
    for tie in ties:
        by_pair.setdefault((_key(keys, draft.spans[tie.left]), _key(keys, draft.spans[tie.right])), []).append(tie)
    seen = _seen_together(draft)
    rows = []
    told = set()
    for row in find_participations(draft):
        pair = _key(keys, row.actor), _key(keys, row.forum)
        told.add(pair)
        best = next((tie for tie in by_pair.get(pair, []) if tie.best), None)
        if best and best.confidence >= BORNE_OUT:
            rows.append(replace(row, role=best.label, status=best.status, confidence=best.confidence))
        elif seen[pair[0]].isdisjoint(seen[pair[1]]):
            rows.append(row)
        else:
            what = f"{draft.of(row.actor)} in {draft.of(row.forum)}"
            draft.note("dropped", what, "a participation by the rules alone, which the model rules out")
    for pair, own in by_pair.items():
        for tie in own:
            if pair not in told and tie.confidence >= SURE:
                actor, forum = draft.spans[tie.left], draft.spans[tie.right]
                trigger = trigger_for(draft, actor, tie.label) or ""
                sent_id = draft.sentence_of(actor.start)
                rows.append(Participation(actor, forum, sent_id, tie.label, tie.status, trigger, tie.confidence))
    yield from sorted(rows, key=lambda row: (row.actor.start, row.forum.start))


def _seen_together(draft: Draft) -> dict[Key, set[int]]:
    """Return by entity the numbers of the stretches of mentions that the model sees together, in which it is named."""
    seen: dict[Key, set[int]] = defaultdict(set)
    for number, (_, key) in enumerate(draft.keyed if draft.reading is not None else []):
        seen[key].add(number // MENTIONS_AT_ONCE)
    return seen


def _affiliations(draft: Draft, keys: Keys, ties: list[Tie]) -> Iterator[Affiliation]:
    """Yield at most one affiliation a person: that of the rules, else the likeliest, which the corpus may bear out."""
    found = {_key(keys, row.person): row for row in find_affiliations(draft)}
    offices = in_office(draft, load_officials())
    for likely in list(likeliest(draft, keys, ties, found, offices)):
        if likely.probability >= LIKELY_IF_KNOWN:
            person = likely.person
            sent_id = draft.sentence_of(person.start)
            found[_key(keys, person)] = Affiliation(person, likely.title, likely.whom, sent_id, likely.probability)
            if office := offices.get(_key(keys, person), {}).get(_key(keys, likely.whom)):
                draft.note("officials", draft.of(person), f"{office} of {draft.of(likely.whom)} at the time")
    yield from sorted(found.values(), key=lambda row: row.person.start)
