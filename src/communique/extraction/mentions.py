"""Stretches of a text that speak of an occasion: names of forums, and phrases that stand for one."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from communique.extraction.draft import Draft
from communique.extraction.editions import (
    HEADS,
    Phrase,
    anaphors,
    edition_beside,
    edition_in,
    is_bare,
    pronouns,
    turn_before,
)
from communique.extraction.identity import Key
from communique.names import flat, is_acronym

__all__ = ["Mention", "find_mentions"]


@dataclass(frozen=True)
class Mention:
    """A forum's name, or a phrase that stands for it, with the edition that it means."""

    start: int
    end: int
    forum: Key
    sent_id: int
    edition: int | None = None
    turn: str = ""  # `next`, `previous` or `other`: another occasion than the one spoken of before
    named: bool = True
    plural: bool = False
    body: bool = False  # no name of the forum tells of an occasion: a group, a process, a council


def find_mentions(draft: Draft, forum_of: Mapping[tuple[int, int], Key]) -> list[Mention]:
    """Return the mentions in order; phrases that stand for a forum take the last one named that they fit."""
    spans = [s for s in draft.spans if s.type == "FORUM" and (s.start, s.end) in forum_of]
    named = {(s.start, s.end): draft.of(s) for s in spans}
    phrases = [
        *(_phrase_of(draft, start, end, name) for (start, end), name in named.items()),
        *anaphors(draft.flat, [(s.start, s.end) for s in draft.spans]),
        *pronouns(draft.flat),
    ]
    known = _Known([match.start() for match in _PARAGRAPH.finditer(draft.text)])
    mentions: list[Mention] = []
    for phrase in sorted(phrases, key=lambda p: (p.start, p.end)):
        name = named.get((phrase.start, phrase.end))
        forum = forum_of[phrase.start, phrase.end] if name else None
        if name is None or is_bare(name):
            head = _head_meant(draft, phrase)
            forum = known.numbered(phrase.edition) or known.antecedent(head, phrase.start) or forum
        elif forum is not None:
            known.add(name, _written_out(draft, name, forum), forum, phrase.end, phrase.edition)
        if forum is not None:
            sent_id = draft.sentence_of(phrase.start)
            plural = phrase.head.lower() in _PLURALS
            mentions.append(
                Mention(phrase.start, phrase.end, forum, sent_id, phrase.edition, phrase.turn, name is not None, plural)
            )
    mentions = sorted([*mentions, *_continued(draft, mentions)], key=lambda m: (m.start, m.end))
    return [replace(m, body=m.named and m.edition is None and m.forum not in known.occasional) for m in mentions]


_PLURALS = {"summits", "meetings", "conferences", "sessions", "rounds", "editions", "forums", "retreats", "dialogues"}
_GENERAL_HEADS = {"one", "meeting", "session", "edition", "round", "gathering", "event", "sitting", ""}
_OCCASION = re.compile(
    r"\b(?:summits?|meetings?|conferences?|sessions?|consultations?|congress|retreat|roundtable|symposium|talks|"
    r"ministerial|expo|seminar|workshop|ceremony|round|week|dialogue|forum|assembly|COP ?\d+)\b",
    re.IGNORECASE,
)
_NEAR_EDITIONS = 2
_LOW = 10  # up to which number editions of different forums are near each other by chance
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?=\n)")


_OF_BODY = re.compile(rf"\sof\s(?:the|this|that)\s({'|'.join(sorted(HEADS))})\b", re.IGNORECASE)


def _head_meant(draft: Draft, phrase: Phrase) -> str:
    """Return the head noun by which a phrase stands for a forum: `forum` in `the 30th session of the forum`."""
    of_body = _OF_BODY.match(draft.flat, phrase.end) if phrase.head.lower() in _GENERAL_HEADS else None
    return of_body.group(1) if of_body else phrase.head


def _written_out(draft: Draft, name: str, forum: Key) -> str:
    """Return an acronym with what it is short for, so that `the forum` may stand for `ARF`; other names as they are."""
    if not is_acronym(name):
        return name
    _, words, identity = forum
    return " ".join([name, draft.expansions.get(flat(name), ""), *sorted(words), identity.replace("-", " ")])


def _phrase_of(draft: Draft, start: int, end: int, name: str) -> Phrase:
    edition = edition_in(name) or edition_beside(draft.flat, start, end)
    turn = "" if edition else turn_before(draft.flat, start)
    return Phrase(start, end, name.rpartition(" ")[2], edition, turn)


class _Known:
    """The forums named so far, for the phrases that stand for one of them."""

    def __init__(self, paragraphs: Sequence[int]) -> None:
        self._paragraphs = paragraphs
        self._by_head: dict[str, Key] = {}
        self._counts: Counter[Key] = Counter()
        self._main: Key | None = None  # the forum named most
        self._last: tuple[Key, int] | None = None
        self._editions: dict[Key, int] = {}
        self.occasional: set[Key] = set()

    def add(self, name: str, written_out: str, forum: Key, end: int, edition: int | None) -> None:
        """Remember a name that ends at an offset, what it is short for, and which edition it tells of."""
        if edition:
            self._editions[forum] = edition
        self._counts[forum] += 1
        if self._main is None or self._counts[forum] > self._counts[self._main]:
            self._main = forum
        self._last = forum, end
        self._by_head.update({head: forum for head in HEADS if head in written_out.lower()})
        if _OCCASION.search(name):
            self.occasional.add(forum)

    def numbered(self, edition: int | None) -> Key | None:
        """Return the only forum whose edition named last is near: `the 17th session` after `the 18th session of …`."""
        if edition is None or edition <= _LOW:
            return None
        near = [forum for forum, named in self._editions.items() if abs(named - edition) <= _NEAR_EDITIONS]
        return near[0] if len(near) == 1 else None

    def antecedent(self, head: str, start: int) -> Key | None:
        """Return the forum that a head noun stands for: the one named last whose name holds it.

        `session` and its like stand for what was named last in the paragraph, else for the forum named most;
        so does `meetings`, since the earlier meetings can be those of anything.
        """
        stem = head.lower().removesuffix("s")
        held = self._by_head.get(stem) if head.lower() != "meetings" else None
        if held is not None or stem not in _GENERAL_HEADS or self._last is None:
            return held
        forum, end = self._last
        same_paragraph = bisect_left(self._paragraphs, end) == bisect_left(self._paragraphs, start)
        return forum if same_paragraph else self._main


_ITEM_FRAME = 30
_OF_MEETING = re.compile(
    r"\b(?:held|hold|took place|takes place|met|meets?|planned|scheduled|postponed|put off|moved|cancell?ed|hosts?|"
    r"hosted|opens?|opened|due|expected|chair\w*|in the chair|\w+presid\w+|now|new date)\b",
    re.IGNORECASE,
)


def _continued(draft: Draft, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield a mention at the start of the sentence that follows an item of a list: `COP26. Put off by a year.`."""
    spoken_of = {m.sent_id for m in mentions}
    for mention in mentions:
        after = mention.sent_id + 1
        if not mention.named or after >= len(draft.sentences) or after in spoken_of:
            continue
        start, end = draft.sentences[mention.sent_id]
        begin, stop = draft.sentences[after]
        short = end - start - (mention.end - mention.start) < _ITEM_FRAME and draft.flat[end - 1] == "."
        # A list of members follows a name as well; only a verb of meeting tells of an occasion.
        if short and _OF_MEETING.search(draft.flat, begin, stop) and not _PARAGRAPH.search(draft.text, end, begin):
            yield Mention(begin, begin, mention.forum, after, named=False)
