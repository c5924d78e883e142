"""Which names of forums in one document mean the same forum: the long one, and what it is called afterwards."""

import re
from collections import Counter, defaultdict
from functools import lru_cache

from communique.extraction.draft import Draft, Span
from communique.extraction.vocabulary import words
from communique.names import flat, without_edition

__all__ = ["forum_groups"]

_HEADS = words(
    """
    summit meeting conference forum session assembly dialogue consultation congress retreat roundtable talk
    symposium commission committee council format round workshop seminar convention ministerial group process
    cop
    """
)
# Bodies that hold meetings: `the 11th Meeting` after `the Joint Working Group` is one of its.
_BODIES = words(
    """
    commission committee group council dialogue process format
    """
)
_SITTINGS = words(
    """
    meeting session round edition sitting
    """
)
# What makes a forum another than the one of the plain name: the Special ASEAN Summit is not the ASEAN Summit.
_APART = words(
    """
    special extraordinary emergency informal commemorative virtual online joint pre preparatory inaugural youth
    """
)
_PLAIN = (
    _HEADS
    | _APART
    | words(
        """
    general ministerial leader plenary high level review regular ordinary annual
    """
    )
)
_WORD = re.compile(r"[^\W_]+")
_IGNORED = {"the", "s", "a", "an", "of", "and"}
# How many mentions away a short name may be from the long one.
_REACH = 100
_NUMBERED = re.compile(r"^([A-Z]{2,})-?\d{1,4}$")


def forum_groups(draft: Draft) -> dict[Span, Span]:
    """Return, for every mention of a forum, the mention that stands for all that mean the same forum.

    A short name (`the Regional Forum`, `the 18th Summit`) means the longer one that holds it whole, the last such
    before it. Of one group the form that the document uses most stands for the others.

    Examples
    --------
    >>> text = "The 3rd Strelsau River Forum opened. The River Forum closed."
    >>> draft = Draft("d", text, spans=[Span(4, 28, "FORUM", ""), Span(41, 52, "FORUM", "")])
    >>> groups = forum_groups(draft)
    >>> len(set(groups.values()))
    1
    """
    forums = [span for span in draft.spans if span.type == "FORUM"]
    forms = {span: _form(draft, span) for span in forums}
    group: dict[Span, int] = {}
    by_name: dict[object, int] = {}
    for number, span in enumerate(forums):
        bare = _is_bare(forms[span])
        names: list[object] = [] if bare else [forms[span]]
        names += [span.entity_id] if span.entity_id else []
        known = next((by_name[name] for name in names if name in by_name), None)
        if known is None and number and _is_alias(draft, forums[number - 1], span):
            known = group[forums[number - 1]]
        if known is None:
            known = _longer(span, forums[max(0, number - _REACH) : number], forms, group)
        group[span] = number if known is None else known
        for name in names:
            by_name.setdefault(name, group[span])
    group = _join_longer_after(forums, forms, group)
    return _representatives(forums, forms, group)


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for match in _WORD.finditer(without_edition(flat(text))):
        word = match.group().lower()
        if word == "cop":
            words += ["conference", "party"]
        elif word not in _IGNORED:
            words.append(word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word.removesuffix("s"))
    return tuple(words[1:] if len(words) > 1 and words[0] in {"round", "edition", "i", "v", "x"} else words)


def _form(draft: Draft, span: Span) -> tuple[str, ...]:
    """Return the words of a forum's name that tell it from others, short forms written out."""
    text = flat(draft.of(span))
    plain = without_edition(text)
    numbered = _NUMBERED.match(plain)
    short = numbered.group(1) if numbered else plain
    return _words(draft.expansions.get(text) or draft.expansions.get(short) or short) or (text,)


def _is_bare(form: tuple[str, ...]) -> bool:
    """Tell whether a name says only what kind of meeting it is: `the Ministerial Conference`."""
    return all(word in _PLAIN for word in form)


def _is_alias(draft: Draft, name: Span, other: Span) -> bool:
    """Tell whether a name stands in brackets behind another and is no acronym of a part of it: `Urban 20 (U20)`."""
    between = draft.flat[name.end : other.start]
    if between.strip(" \"'\u201c") != "(" or draft.flat[other.end : other.end + 2].strip(" \"'\u201d")[:1] != ")":
        return False
    return flat(draft.of(other)) not in draft.expansions


def _longer(span: Span, before: list[Span], forms: dict[Span, tuple[str, ...]], group: dict[Span, int]) -> int | None:
    """Return the group of the last mention before that holds the name whole, or that the name makes longer."""
    form = forms[span]
    for other in reversed(before):
        if _stands_for(form, forms[other]):
            return group[other]
        if not _is_bare(forms[other]) and _stands_for(forms[other], form):
            return group[other]
    if len(form) == 1 and form[0] in _SITTINGS:
        return next((group[o] for o in reversed(before) if _BODIES & set(forms[o])), None)
    return None


def _join_longer_after(
    forums: list[Span], forms: dict[Span, tuple[str, ...]], group: dict[Span, int]
) -> dict[Span, int]:
    """Let a short name that comes before the long one (in a title) mean the long one too."""
    joined: dict[int, int] = {}
    for i, span in enumerate(forums):
        if group[span] != i:
            continue
        following = forums[i + 1 : i + _REACH]
        later = next((o for o in following if group[o] != i and _stands_for(forms[span], forms[o])), None)
        if later is not None:
            joined[i] = group[later]
    return {span: _last(joined, number) for span, number in group.items()}


def _last(joined: dict[int, int], number: int) -> int:
    seen = {number}
    while number in joined and joined[number] not in seen:
        number = joined[number]
        seen.add(number)
    return number


def _stands_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a name is a shorter form of another: its words stand there together, with a noun such as `Forum`."""
    n = len(short)
    if not 0 < n < len(long):
        return False
    place = next((i for i in range(len(long) - n + 1) if long[i : i + n] == short), None)
    if place is None:
        return _leaves_out(short, long)
    ahead = long[:place]
    if len(ahead) == 1 and ahead[0] in _SITTINGS and place + n == len(long):
        return True  # `Meeting of the Contact Group` and `Contact Group`
    if any(word in _HEADS for word in ahead) or not any(word in _HEADS for word in short):
        return False
    return _is_bare(short) or not any(word in _APART for word in ahead)


def _leaves_out(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a long name is told with a word less: `Session of the Council` for `Session of the OIC Council`."""
    if len(short) < _LONG_NAME or short[0] != long[0] or short[-1] != long[-1] or short[0] not in _PLAIN:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


_LONG_NAME = 4


def _representatives(
    forums: list[Span], forms: dict[Span, tuple[str, ...]], group: dict[Span, int]
) -> dict[Span, Span]:
    members: dict[int, list[Span]] = defaultdict(list)
    for span in forums:
        members[group[span]].append(span)
    chosen: dict[int, Span] = {}
    for number, spans in members.items():
        # The identifier counts where there is one: forms of one reviewed name are one.
        uses = Counter(span.entity_id or forms[span] for span in spans)
        chosen[number] = max(spans, key=lambda s: (uses[s.entity_id or forms[s]], len(s), -s.start))
    return {span: chosen[group[span]] for span in forums}
