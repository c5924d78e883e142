"""Questions whether two entities are one: spellings, acronyms, names within names, persons of one family."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz, process

from communique.authority.decisions import Decision
from communique.extraction.acronyms import initials_of
from communique.extraction.persons import family_name, fits_full_name, name_words
from communique.extraction.vocabulary import HEADS
from communique.names import content_key, flat, is_acronym, slug
from communique.review.items import Item, Seen

__all__ = ["likely_same"]

KIND = "likely same"
BY_INITIALS = "its initials"
# How likely such a pair is one, as a first guess; several that fit share it.
SPELT_ALIKE, SPELLS_OUT, WITHIN, SHORT, INITIAL, SAME_FAMILY = 0.7, 0.8, 0.4, 0.7, 0.7, 0.3
ALIKE, ALIKE_WORDS = 88.0, 70.0  # rapidfuzz ratios, of names with their words in order and of the words that differ
MOST_OWNERS = 50  # names that share a word; one that more share does not tell them from others
MOST_FITTING = 4
_NAMED = ("PERSON", "ORG", "FORUM", "INSTRUMENT", "PLACE")
_COMPOSED = ("ORG", "FORUM", "INSTRUMENT")


def likely_same(seen: Seen) -> Iterator[Item]:
    """Yield a question for each pair, the pair's best reason first; two reviewed entities are never asked about."""
    asked = set()
    for why, doubt, one, other in _pairs(seen):
        pair = frozenset([one, other])
        if pair in asked or (seen.is_reviewed(one) and seen.is_reviewed(other)):
            continue
        asked.add(pair)
        acronym = why == BY_INITIALS
        # The one with fewer ties is led to the other, unless that one is reviewed.
        short, long = sorted(pair, key=lambda e: (seen.is_reviewed(e), "~" not in e, seen.weight[e], e))
        yield Item(
            KIND,
            f"Is {seen.called(short)!r} the same {seen.types[long]} as {seen.called(long)!r}? ({why})",
            min(seen.weight[short], seen.weight[long]),
            doubt,
            (Decision("alias", seen.names[one], other) if acronym else Decision("merge", short, long),),
            (Decision("never merge", min(pair), max(pair)),),
            "\n".join(sorted(pair)),
            (short, long),
        )


def _pairs(seen: Seen) -> Iterator[tuple[str, float, str, str]]:
    yield from _acronyms(seen)
    yield from _persons(seen)
    yield from _spellings(seen)
    yield from _contained(seen)


def _spellings(seen: Seen) -> Iterator[tuple[str, float, str, str]]:
    """Yield names that are written nearly alike, among those that share a word or their beginning."""
    for type_ in _NAMED:
        ids = [one for one in seen.of_type(type_) if "~" not in one]
        sorted_words = {one: sorted(slug(seen.names[one]).split("-")) for one in ids}
        blocks: dict[str, list[str]] = defaultdict(list)
        for one, words in sorted_words.items():
            for word in {*words, *(f"{word[:4]}…" for word in words)}:
                blocks[word].append(one)
        for _, block in sorted(blocks.items()):
            if not 2 <= len(block) <= MOST_OWNERS:
                continue
            texts = [" ".join(sorted_words[one]) for one in block]
            ratios = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
            for i, j in np.argwhere(np.triu(ratios, 1) > 0).tolist():
                one, other = block[i], block[j]
                if _differ_by_spelling(seen, sorted_words[one], sorted_words[other]):
                    yield "spelt alike", SPELT_ALIKE * float(ratios[i, j]) / 100, one, other


def _differ_by_spelling(seen: Seen, one: list[str], other: list[str]) -> bool:
    """Tell whether the words that differ are spellings of each other: not `2nd`, `3rd`, nor `Austria`, `Australia`."""
    left, right = [w for w in one if w not in other], [w for w in other if w not in one]
    if any(c.isdigit() for c in "".join(left + right)):
        return False
    if any(seen.authority.get(word.capitalize()) for word in left) and any(
        seen.authority.get(word.capitalize()) for word in right
    ):
        return False
    return fuzz.ratio("".join(left), "".join(right)) >= ALIKE_WORDS or not (left and right)


def _acronyms(seen: Seen) -> Iterator[tuple[str, float, str, str]]:
    """Yield acronyms that nothing defines with the names whose initials they are."""
    spelt: dict[str, list[str]] = defaultdict(list)
    shorts = []
    for one in seen.of_type(*_COMPOSED):
        name = seen.names[one]
        if is_acronym(name):
            shorts.append(one)
        elif " " in name:
            spelt[initials_of(name)].append(one)
    for short in shorts:
        fitting = spelt.get(seen.names[short].lower().replace(".", ""), [])
        for long in fitting if len(fitting) <= MOST_FITTING else ():
            yield BY_INITIALS, SPELLS_OUT / len(fitting), short, long


def _contained(seen: Seen) -> Iterator[tuple[str, float, str, str]]:
    """Yield names all of whose words stand in another name of the type that has the same head."""
    for type_ in _COMPOSED:
        words = {one: content_key(seen.names[one]) for one in seen.of_type(type_)}
        documents = seen.documents_of(words)
        holders: dict[str, list[str]] = defaultdict(list)
        for one, own in words.items():
            for word in sorted(own):
                holders[word].append(one)
        for short, own in words.items():
            if not own or seen.is_reviewed(short) or len(own) < 2:
                continue
            rarest = min((holders[word] for word in sorted(own)), key=len)
            fitting = [
                long
                for long in rarest
                if own < words[long]
                and _head(seen.names[long]) == _head(seen.names[short])
                and "~" not in long
                # What a general name means, its document tells.
                and ("~" not in short or not documents[short].isdisjoint(documents[long]))
            ]
            if 0 < len(fitting) <= MOST_FITTING:
                for long in fitting:
                    yield "its words stand in the other", WITHIN / len(fitting), short, long


def _head(name: str) -> str:
    return next((word for word in reversed(flat(name).split()) if word in HEADS), "")


def _persons(seen: Seen) -> Iterator[tuple[str, float, str, str]]:
    """Yield short names with the full names that they fit, and two of one family for whom one affiliation is told."""
    persons = seen.of_type("PERSON")
    words = {one: [word for word in name_words(seen.names[one]) if len(word) > 1] for one in persons}
    holders: dict[str, list[str]] = defaultdict(list)
    for one in persons:
        for word in dict.fromkeys(words[one]):
            holders[word].append(one)
    for short in persons:
        rarest = min((holders[word] for word in words[short]), key=len, default=[])
        holding = [one for one in rarest if one != short and set(words[short]) <= set(words[one])]
        fitting = [one for one in holding if fits_full_name(seen.names[short], seen.names[one])]
        for full in fitting if len(fitting) <= MOST_FITTING else ():
            yield "short for it", (SHORT if len(words[short]) == 1 else INITIAL) / len(fitting), short, full
    whom = seen.tables.affiliations.groupby("person_id")["affiliation_id"].agg(set).to_dict()
    families: dict[str, list[str]] = defaultdict(list)
    for one in persons:
        if " " in seen.names[one]:
            families[slug(family_name(seen.names[one]))].append(one)
    for _, family in sorted(families.items()):
        for one, other in combinations(family, 2) if len(family) <= MOST_OWNERS else ():
            if whom.get(one, set()) & whom.get(other, set()):
                yield "one family name, one affiliation", SAME_FAMILY, one, other
