"""Questions whether one entity is two: what is told of it cannot be told of one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from communique.authority.decisions import Decision
from communique.review.items import Item, Seen

__all__ = ["likely_different"]

KIND = "likely different"
TWO_STATES, TWO_PLACES = 0.4, 0.5
NEAR = pd.Timedelta(days=10)  # two meetings of one forum in two places are seldom nearer


def likely_different(seen: Seen) -> Iterator[Item]:
    """Yield persons who act for two states in different documents, and forums that meet in two places at one time."""
    yield from _persons(seen)
    yield from _forums(seen)


def _persons(seen: Seen) -> Iterator[Item]:
    rows = seen.tables.affiliations
    rows = rows[rows["affiliation_id"].map(seen.types) == "STATE"].drop_duplicates(
        ["person_id", "affiliation_id", "doc_id"]
    )
    several = rows.groupby("person_id")["affiliation_id"].transform("nunique") > 1
    for person, told in rows[several].groupby("person_id"):
        # Equally often: the state told first stays with the name.
        states = Counter(told.sort_values(["doc_id", "affiliation_id"])["affiliation_id"].tolist())
        (most, _), *rest = states.most_common()
        own = set(told.loc[told["affiliation_id"] == most, "doc_id"])
        for state, _ in rest:
            apart = sorted(set(told.loc[told["affiliation_id"] == state, "doc_id"]) - own)
            if apart:
                said = f"acts for {seen.called(most)} in some texts, for {seen.called(state)} in {', '.join(apart[:3])}"
                yield _split(seen, str(person), apart, said, TWO_STATES)


def _forums(seen: Seen) -> Iterator[Item]:
    meetings = seen.tables.meetings
    dated = meetings[meetings["start_date"].str.len().eq(10) & meetings["place_id"].notna()]
    by_forum: dict[str, list[tuple[pd.Timestamp, str, list[str]]]] = defaultdict(list)
    for row in dated.itertuples(index=False):
        by_forum[row.forum_id].append((pd.Timestamp(row.start_date), row.place_id, list(row.doc_ids)))
    for forum, told in sorted(by_forum.items()):
        told.sort(key=lambda one: (one[0], one[1]))
        for (day, place, docs), (next_day, next_place, next_docs) in pairwise(told):
            apart = sorted(set(next_docs) - set(docs))
            if place != next_place and next_day - day <= NEAR and apart:
                said = f"meets in {seen.called(place)} and within {NEAR.days} days in {seen.called(next_place)}"
                yield _split(seen, forum, apart, said, TWO_PLACES)
                break


def _split(seen: Seen, entity: str, apart: list[str], said: str, doubt: float) -> Item:
    base, number = re.sub(r"-\d$", "", entity), 2
    while f"{base}-{number}" in seen.names:
        number += 1
    mentions = seen.tables.mentions
    own = mentions[mentions["entity_id"] == entity]
    share = float(own["doc_id"].isin(apart).mean()) if len(own) else 0.0
    return Item(
        KIND,
        f"Is {seen.called(entity)!r} two? It {said}.",
        round(seen.weight[entity] * min(share, 1 - share), 1),
        doubt,
        (Decision("merge", entity, f"{base}-{number}", tuple(apart)),),
        (Decision("never split", entity),),
        entity,
        (entity,),
    )
