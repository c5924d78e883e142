"""Which mentions name one entity: acronyms, short forms of persons, and the identifier of each."""

import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator

from communique.authority import Authority
from communique.extraction.draft import Draft, Span
from communique.extraction.grammar import head_type
from communique.names import acronym_of, content_key, entity_id, flat, without_edition

__all__ = ["Key", "add_acronyms", "add_short_forms", "identify", "name_entities"]

_BRACKETED = re.compile(r"\((?:the\s|or\s)?[\"'“‘]?([A-Z][\w&/.-]{1,14})[\"'”’]?\)")
_LONE_NAME = 3  # letters that a family name needs to be looked for on its own

Key = tuple[str, frozenset[str], str]


def add_acronyms(draft: Draft) -> None:
    """Let an acronym that is defined in brackets name what stands before it, everywhere in the document."""
    for match in _BRACKETED.finditer(draft.flat):
        short = match.group(1)
        if not any(c.isupper() for c in short[1:]):
            continue
        before = [span for span in draft.spans if match.start() - 2 <= span.end <= match.start()]
        if not before:
            continue
        span = before[0]
        written = draft.flat[span.start : span.end]
        long = acronym_of(short, written)
        # Letters must fit, but a long form in another language or order is common: initials suffice.
        if long is None and not _shares_initials(short, written):
            continue
        long = " ".join((long or written).split())
        # `41st Assembly of the Parliamentary Union (PU)` defines the union, not the assembly.
        type_ = (
            span.type
            if len(long) > len(written) / 2 and long == without_edition(written)
            else head_type(long) or span.type
        )
        draft.expansions.setdefault(short, without_edition(long))
        _mark(draft, short, type_, "acronym")
        draft.note("acronym", short, f"defined in brackets as {long!r}")


def _shares_initials(short: str, long: str) -> bool:
    initials = Counter(word[0].lower() for word in re.findall(r"\w+", long))
    letters = Counter(c.lower() for c in short if c.isalpha())
    return sum((letters & initials).values()) >= max(2, len(short) - 1)


def add_short_forms(draft: Draft) -> None:
    """Let the family name of a person who was named in full stand for that person in the same document."""
    full = {draft.of(s): s for s in draft.spans if s.type == "PERSON" and " " in draft.of(s)}
    family = Counter(name.split()[-1] for name in {flat(n) for n in full})
    for name in sorted(full):
        short = flat(name).split()[-1]
        if family[short] > 1 or len(short) < _LONE_NAME:
            continue
        draft.names[short] = name
        _mark(draft, short, "PERSON", "short form")
    for first, name in ((flat(name).split()[0], name) for name in sorted(full)):
        if any(draft.of(s) == first and s.type == "PERSON" for s in draft.spans):
            draft.names.setdefault(first, name)


def _mark(draft: Draft, surface: str, type_: str, method: str) -> None:
    """Turn every occurrence of `surface` as a whole word that is not within a longer span into a span."""
    kept = [s for s in draft.spans if draft.flat[s.start : s.end] != surface]
    taken = bytearray(len(draft.text))
    for span in kept:
        taken[span.start : span.end] = b"\1" * len(span)
    for match in re.finditer(rf"(?<![\w-]){re.escape(surface)}(?!\w)", draft.flat):
        if taken.find(1, match.start(), match.end()) < 0:
            kept.append(Span(match.start(), match.end(), type_, method))
    draft.spans = sorted(kept, key=lambda s: s.start)


def identify(draft: Draft, authority: Authority) -> list[tuple[Span, Key]]:
    """Return each span with the key of its entity: two mentions are one entity if their keys are equal.

    The key is the reviewed identifier where the authority files know the name, else type and the
    words that carry the meaning, acronyms of the document written out. A person of one name only, who
    was not named in full, stays within the document.
    """
    return [(span, _key(draft, span, authority)) for span in draft.spans]


def _key(draft: Draft, span: Span, authority: Authority) -> Key:
    text = draft.of(span)
    if span.entity_id:
        return span.type, frozenset(), span.entity_id
    if span.type == "PERSON":
        name = draft.names.get(flat(text), text)
        alone = "" if " " in name else draft.doc_id
        return "PERSON", content_key(name), alone
    defined = draft.expansions.get(flat(text))
    known = authority.get(defined or text) or authority.get(without_edition(defined or text))
    if known and known.type == span.type:
        return known.type, frozenset(), known.entity_id
    expansions = ChainMap(draft.expansions, authority.expansions)
    key = content_key(defined or text, expansions, with_edition=span.type != "FORUM")
    alike = authority.like(span.type, key)
    return (span.type, frozenset(), alike.entity_id) if alike else (span.type, key, "")


def name_entities(
    drafts: Iterable[Draft], keyed: dict[str, list[tuple[Span, Key]]], authority: Authority
) -> dict[Key, tuple[str, str]]:
    """Return (entity_id, name) by key, over the whole corpus.

    The preferred name is the reviewed one, else the longest form in the first document that has one;
    later documents do not change it, so identifiers stay the same as a corpus grows.
    """
    named: dict[Key, tuple[str, str]] = {}
    taken: dict[str, Key] = {}
    for key, forms in _forms(drafts, keyed):
        if key in named:
            continue
        known = authority.entities.get(key[2])
        if known:
            named[key] = (known.entity_id, known.name)
            continue
        name = _preferred(forms, key[0])
        identity = entity_id(key[0], name) + (f"~{key[2]}" if key[2] else "")
        while identity in taken and taken[identity] != key:
            identity += "+"
        taken[identity] = key
        named[key] = (identity, name)
    return named


def _forms(drafts: Iterable[Draft], keyed: dict[str, list[tuple[Span, Key]]]) -> Iterator[tuple[Key, Counter[str]]]:
    for draft in drafts:
        forms: dict[Key, Counter[str]] = defaultdict(Counter)
        for span, key in keyed[draft.doc_id]:
            text = flat(draft.of(span))
            forms[key][draft.names.get(text, draft.expansions.get(text, draft.of(span)))] += 1
        yield from forms.items()


def _preferred(forms: Counter[str], type_: str) -> str:
    names = [without_edition(form) for form in forms] if type_ == "FORUM" else list(forms)
    return max(sorted(names), key=len)
