"""Questions about single entities and ties: whether it is a forum, of this type, and whether they took part."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from communique.authority.decisions import Decision
from communique.extraction.vocabulary import HEADS
from communique.names import flat, is_acronym
from communique.review.items import Item, Seen

__all__ = ["doubtful_types", "unknown_forums", "weak_roles"]

# How likely it is that a forum that no list holds is none, by what its name looks like.
NO_HEAD, GENERAL, PLAIN = 0.2, 0.15, 0.05
TWO_TYPES, OUT_OF_ROLE = 0.7, 0.5
SURE = 0.9  # confidence from which a tie is not asked about
BY_RULES = 0.8  # what rules alone tell, without a model's word
PROPOSED = 0.15  # added to the doubt where the text only proposes

_ATTENDED = re.compile(
    r"\b(?:attend\w*|(?:took|take|taking|takes) part in|participat\w+ (?:in|at)|sidelines of|margins of|during)"
    r"\s(?:the\s)?(?:\d\w*\s)?$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"^\s(?:has |have |also |had ){0,2}"
    r"(?:said|announced|stated|condemned|urged|signed|appointed|expressed|sent|invited|noted)\b"
)
_BESIDE = 40


def unknown_forums(seen: Seen) -> Iterator[Item]:
    """Yield the forums that no list holds."""
    for forum in seen.of_type("FORUM"):
        if seen.is_reviewed(forum):
            continue
        name = seen.names[forum]
        headless = HEADS.isdisjoint(flat(name).split())
        doubt = NO_HEAD if headless or is_acronym(name) else GENERAL if "~" in forum else PLAIN
        yield Item(
            "unknown forum",
            f"Is {seen.called(forum)!r} a forum? No list holds it.",
            seen.weight[forum],
            doubt,
            (Decision("name", forum, name),),
            (Decision("ignore", forum),),
            forum,
            (forum,),
        )


def doubtful_types(seen: Seen) -> Iterator[Item]:
    """Yield entities of a name that other mentions have as another type, organisations attended, forums that act."""
    twins: dict[str, list[str]] = defaultdict(list)
    for one in seen.of_type("PERSON", "ORG", "FORUM", "INSTRUMENT", "PLACE"):
        twins[one.partition(":")[2]].append(one)
    for _, group in sorted(twins.items()):
        *rest, most = sorted(group, key=lambda one: (seen.is_reviewed(one), seen.weight[one], one))
        for one in rest:
            if not seen.is_reviewed(one):
                said = f"elsewhere it is of the type {seen.types[most]}"
                yield _typed(seen, one, seen.types[most], said, TWO_TYPES, min(seen.weight[one], seen.weight[most]))
    yield from _out_of_role(seen)


def _out_of_role(seen: Seen) -> Iterator[Item]:
    """Yield what more sentences treat as the other of the two, forum and organisation."""
    mentions = seen.tables.mentions
    unlisted = {one for one in seen.of_type("ORG", "FORUM") if not seen.is_reviewed(one)}
    rows = mentions[mentions["entity_id"].isin(unlisted)]
    texts = dict(zip(seen.tables.documents["doc_id"], seen.tables.documents["text"], strict=True))
    odd: Counter[str] = Counter()
    for doc_id, start, end, entity in zip(
        *(rows[c].tolist() for c in ("doc_id", "start", "end", "entity_id")), strict=True
    ):
        text = texts.get(doc_id, "")
        if seen.types[entity] == "ORG":
            odd[entity] += bool(_ATTENDED.search(text[max(0, start - _BESIDE) : start]))
        else:
            odd[entity] += bool(_ACTS.match(text[end : end + _BESIDE]))
    for entity, times in sorted(odd.items()):
        if times:
            is_org = seen.types[entity] == "ORG"
            said = f"{times} mention{'s' if times > 1 else ''} speak{'' if times > 1 else 's'} of it as "
            said += "attended" if is_org else "acting"
            yield _typed(
                seen, entity, "FORUM" if is_org else "ORG", said, OUT_OF_ROLE, seen.weight[entity] + seen.gain[entity]
            )


def _typed(seen: Seen, entity: str, other: str, said: str, doubt: float, effect: float) -> Item:
    own = seen.types[entity]
    return Item(
        "doubtful type",
        f"Is {seen.called(entity)!r} of the type {other} rather than {own}? {said[0].upper()}{said[1:]}.",
        effect,
        doubt,
        (Decision("type", entity, other),),
        (Decision("type", entity, own),),
        entity,
        (entity,),
    )


def weak_roles(seen: Seen, settled: frozenset[tuple[str, str]], *, most: int | None = None) -> list[Item]:
    """Return ties that one sentence alone tells, by sentence and forum, where the model is not sure of them.

    `settled` are the pairs of actor and forum that are decided already; `most` limits the questions to the first.
    """
    told = seen.told
    pairs = told.drop_duplicates(["actor_id", "forum_id", "doc_id", "sent_id"])
    alone = pairs.groupby(["actor_id", "forum_id"])["sent_id"].transform("size") == 1
    weak = pairs[alone].assign(confidence=pairs["confidence"].fillna(BY_RULES))
    weak = weak[weak["confidence"] < SURE]
    columns = [weak[c].tolist() for c in ("doc_id", "sent_id", "forum_id", "actor_id", "role", "status", "confidence")]
    groups: dict[tuple[str, int, str], list[_Told]] = defaultdict(list)
    for doc_id, sent_id, forum, actor, role, status, confidence in zip(*columns, strict=True):
        if (actor, forum) not in settled:
            groups[doc_id, sent_id, forum].append((actor, role, status, confidence))
    # Of a large corpus there are tens of thousands: only those that are wanted are made into questions.
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]) * _doubt(group[1]), group[0]))
    return [_weak(seen, place, sorted(rows)) for place, rows in ranked[:most]]


_Told = tuple[str, str, str, float]


def _doubt(rows: list[_Told]) -> float:
    doubt = 1 - sum(confidence for *_, confidence in rows) / len(rows)
    return min(1.0, doubt + PROPOSED * any(status == "proposed" for _, _, status, _ in rows))


def _weak(seen: Seen, place: tuple[str, int, str], rows: list[_Told]) -> Item:
    doc_id, sent_id, forum = place
    actors = [actor for actor, *_ in rows]
    roles = "/".join(dict.fromkeys(role for _, role, _, _ in rows))
    return Item(
        "weak evidence",
        f"Takes part in {seen.called(forum)!r} as {roles}: {', '.join(map(seen.called, actors))}?",
        len(rows),
        _doubt(rows),
        tuple(Decision("takes part", actor, forum) for actor in actors),
        tuple(Decision("no part", actor, forum) for actor in actors),
        f"{forum}\n{doc_id}#{sent_id}",
        places=((doc_id, int(sent_id)),),
    )
