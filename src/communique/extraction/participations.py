"""Who took part in which forum, in what role, and whether it has happened: by the grammar of sentences and documents.

A sentence seldom names both the actor and the forum. So the document is read in order: a forum that has been named
stays in focus (`the meeting`, `the Summit`) until another is named, and the actors of the sentences that follow take
part in it as their verbs tell.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from communique.dates import find_dates
from communique.extraction.affiliations import attributes
from communique.extraction.atoms import Token, Unit, name_key, sentence_tokens, units
from communique.extraction.draft import Draft, Span
from communique.extraction.forum_names import forum_groups
from communique.extraction.role_patterns import (
    FORUM_NOUNS,
    Cue,
    find_cues,
    is_ahead,
    is_aside,
    is_denied,
    is_past,
    is_planned,
    is_proposed,
)
from communique.extraction.vocabulary import words
from communique.names import edition_of

__all__ = ["Participation", "find_participations", "trigger_for"]


@dataclass(frozen=True)
class Participation:
    """An actor takes part in a forum, as one sentence says; `trigger` is the words that signal it."""

    actor: Span
    forum: Span
    sent_id: int
    role: str
    status: str
    trigger: str
    confidence: float | None = None


@dataclass(frozen=True)
class _Clause:
    """A stretch of a sentence with one assertion: its tokens, and its words with a letter for each name."""

    tokens: tuple[Token, ...]
    attributes: frozenset[int]  # starts of names that only tell whom a person is for

    @cached_property
    def words(self) -> str:
        """The words in lower case, with a letter for each name."""
        return " ".join([_letter(token) for token in self.tokens])


@dataclass
class _Focus:
    """What a document speaks of while it is read."""

    forum: Span | None = None
    status: str = "held"
    section: str | None = None
    speaker: Span | None = None
    heading_status: str | None = None
    known: dict[object, Span] = field(default_factory=dict)
    statuses: dict[object, str] = field(default_factory=dict)


def _letter(token: Token) -> str:
    return token.kind if token.span else token.lower


def find_participations(draft: Draft) -> Iterator[Participation]:
    """Yield the participations that the words tell, each actor, forum and role once, in the order of the text.

    Examples
    --------
    >>> text = "Ruritania will host the Strelsau Summit, co-chaired by Ada Quill."
    >>> spans = [Span(0, 9, "STATE", ""), Span(24, 39, "FORUM", ""), Span(55, 64, "PERSON", "")]
    >>> draft = Draft("d", text, sentences=[(0, 65)], spans=spans)
    >>> [(draft.of(p.actor), p.role, p.status) for p in find_participations(draft)]
    [('Ruritania', 'host', 'planned'), ('Ada Quill', 'chair', 'planned')]
    """
    yield from _without_repeats(draft, _read(draft))


def trigger_for(draft: Draft, actor: Span, role: str) -> str | None:
    """Return the words nearest to the actor in its sentence that signal the role, or None if none does."""
    tokens = sentence_tokens(draft, draft.sentence_of(actor.start))
    at = next((i for i, token in enumerate(tokens) if token.span == actor), None)
    if at is None:
        return None
    clause = _Clause(tokens, frozenset())
    starts = _starts(clause)
    best: tuple[int, Cue] | None = None
    for cue in find_cues(clause.words):
        first, last = bisect_right(starts, cue.start) - 1, bisect_right(starts, cue.end - 1) - 1
        distance = min(abs(first - at), abs(last - at))
        if cue.role == role and (best is None or distance < best[0]):
            best = distance, cue
    return _cut(draft, clause, starts, best[1]) if best else None


def _starts(clause: _Clause) -> list[int]:
    starts, offset = [], 0
    for token in clause.tokens:
        starts.append(offset)
        offset += len(_letter(token)) + 1
    return starts


def _cut(draft: Draft, clause: _Clause, starts: list[int], cue: Cue) -> str:
    """Return the words of a cue as the text has them, on one line."""
    first = clause.tokens[bisect_right(starts, cue.start) - 1]
    last = clause.tokens[bisect_right(starts, max(cue.start, cue.end - 1)) - 1]
    return " ".join(draft.text[first.start : last.end].split())


# --- reading a document -------------------------------------------------------------------------------------------


# A forum that is named in the opening of a text is what its first lines are about, even before its name.
_OPENING = 600
_BREAK = re.compile(r"^(?:;|while|whereas|but|although|though)$")
_GENERIC = re.compile(rf"\b(?:the|this|that|these) (?:[a-z-]+ ){{0,2}}({FORUM_NOUNS})\b")


def _read(draft: Draft) -> Iterator[Participation]:
    focus = _Focus()
    forums = [span for span in draft.spans if span.type == "FORUM"]
    if not forums:
        return
    if forums[0].start < _OPENING:
        focus.forum = forums[0]
        focus.status = _status_of(draft, forums[0])
    for unit in units(draft):
        marked = attributes(unit)
        for clause in _clauses(unit, marked):
            yield from _read_clause(draft, clause, focus)


def _clauses(unit: Unit, marked: frozenset[int]) -> Iterator[_Clause]:
    """Yield the clauses of a sentence: cut where the subject may change."""
    begin = 0
    depth = 0
    for i, token in enumerate(unit.tokens):
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth = max(0, depth - 1)
        if (
            not token.span
            and not depth
            and i > begin
            and (_BREAK.match(token.lower) or _new_assertion(unit.tokens, begin, i, marked))
        ):
            yield from _without_asides(_Clause(unit.tokens[begin:i], marked))
            begin = i
    if begin < len(unit.tokens):
        yield from _without_asides(_Clause(unit.tokens[begin:], marked))


_FINITE = re.compile(r"\b(?:was|were|is|are|did|has|have|had|will|would|came|took|held|sent|spoke|[a-z]+ed)\b")


def _new_assertion(tokens: tuple[Token, ...], begin: int, i: int, marked: frozenset[int]) -> bool:
    """Tell whether `, and` or `, but` opens an assertion with a subject and a verb of its own, after a whole one."""
    if tokens[i].lower not in {"and", "but"} or tokens[i - 1].text != ",":
        return False
    before = _Clause(tokens[begin:i], marked).words
    after = _Clause(tokens[i + 1 : i + 16], marked).words
    verb = _FINITE.search(after)
    return bool(verb and re.search("[PSO]", after[: verb.start()]) and (is_denied(before) or find_cues(before)))


def _without_asides(clause: _Clause) -> Iterator[_Clause]:
    """Yield a clause without the relative clause between its commas, then that one: `S, which came late, spoke`."""
    tokens = clause.tokens
    opens = next(
        (
            i
            for i in range(1, len(tokens))
            if tokens[i].lower in {"which", "who", "whose"} and tokens[i - 1].text == ","
        ),
        None,
    )
    closes = next((i for i in range(opens + 1, len(tokens)) if tokens[i].text == ","), None) if opens else None
    if opens is None or closes is None or (any(t.span for t in tokens[closes:]) and tokens[opens].lower == "whose"):
        yield clause
        return
    yield _Clause((*tokens[: opens - 1], *tokens[closes + 1 :]), clause.attributes)
    yield _Clause(tokens[opens - 2 : closes], clause.attributes)


def _read_clause(draft: Draft, clause: _Clause, focus: _Focus) -> Iterator[Participation]:
    words, tokens = clause.words, clause.tokens
    forums = [i for i, t in enumerate(tokens) if t.kind == "F" and not _is_office_of(tokens, i)]
    aside = is_aside(words)
    if aside:
        # What happens beside a forum may be another one: `chaired the Ministerial, held on the margins of the Summit`.
        forums = [i for i in forums if not any(is_aside(t.lower) for t in tokens[max(0, i - 5) : i])]
        aside = not forums
    _turn(draft, focus, words, tokens, forums, aside=aside)
    header = _section(draft, words, tokens)
    if header is not None:
        focus.section = header or None
        focus.heading_status = "planned" if _TO_COME.search(words) else None
    actors = [i for i, t in enumerate(tokens) if _acts(tokens, i) and t.start not in clause.attributes]
    people = [i for i in actors if tokens[i].kind == "P"]
    if focus.forum is None or aside or is_denied(words) or focus.section == "absent":
        _remember(focus, tokens, people)
        return
    if not actors and not (focus.speaker and _PRONOUN_OR_OFFICE.search(words)):
        yield from _venue(draft, clause, focus, forums)
        return
    starts = _starts(clause)
    given: set[int] = set()
    lately: list[int] = []
    cues = _resolved(find_cues(words))
    placed = [(bisect_right(starts, c.start) - 1, bisect_right(starts, max(c.start, c.end - 1)) - 1, c) for c in cues]
    for n, (first, last, cue) in enumerate(placed):
        before = placed[n - 1][1] if n else -1
        after = placed[n + 1][0] if n + 1 < len(placed) else len(tokens)
        chosen = _actors_of(clause, actors, cue, first, last, before, after)
        if not chosen and cue.side == "left" and lately and (cue.role == "observer" or _joined(tokens, before, first)):
            chosen = lately
        if not chosen and cue.side == "left" and focus.speaker and _pronoun(tokens[:first]):
            forum = _forum_for(tokens, forums, first, last, focus, cue.side)
            yield _row(draft, focus.speaker, forum, cue, clause, starts, focus, tokens[first].start)
        if cue.role in {"chair", "host"} and cue.side == "left":
            chosen = [*chosen, *_together_with(tokens, actors, last, after)]
        forum = _forum_for(tokens, forums, first, last, focus, cue.side) if chosen else focus.forum
        for i in chosen:
            span = tokens[i].span
            assert span is not None
            given.add(i)
            yield _row(draft, span, forum, cue, clause, starts, focus, span.start)
        lately = chosen or lately
    yield from _left_over(draft, clause, focus, [i for i in actors if i not in given])
    yield from _venue(draft, clause, focus, forums)
    _remember(focus, tokens, people)


def _turn(
    draft: Draft, focus: _Focus, words: str, tokens: tuple[Token, ...], forums: list[int], *, aside: bool
) -> None:
    """Turn the focus to the forum that a clause speaks of."""
    if aside:
        return
    told = [i for i in forums if not _in_passing(tokens, i)]
    for i in forums:
        span = tokens[i].span
        assert span is not None
        focus.known.pop(name_key(draft, span), None)
        focus.known[name_key(draft, span)] = span
        if len(focus.known) > _REMEMBERED:
            del focus.known[next(iter(focus.known))]
    if told:
        focus.forum = tokens[told[0]].span
        assert focus.forum is not None
        focus.status = focus.heading_status or _clause_status(draft, tokens, told[0])
        focus.statuses[name_key(draft, focus.forum)] = focus.status
    elif not forums and (noun := _GENERIC.search(words)):
        kind = noun.group(1)
        fitting = [f for f in focus.known.values() if kind in draft.of(f).lower()]
        if fitting and focus.forum not in fitting:
            focus.forum = fitting[-1]
            focus.status = focus.statuses.get(name_key(draft, fitting[-1]), "held")


def _acts(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a name can be an actor here: no place, no news agency of a dateline, nothing in brackets."""
    token = tokens[i]
    if token.kind == "P":
        return True
    if token.kind not in "SO":
        return False
    before = tokens[i - 1] if i else None
    if before is not None and (
        before.text == "(" or before.lower == "in" or (before.text == "," and i > 1 and tokens[i - 2].kind == "L")
    ):
        return False
    dash = next((j for j in range(i + 1, min(i + 4, len(tokens))) if tokens[j].text == "-"), None)
    return not (
        token.kind == "O" and dash is not None and i > 0 and any(t.kind == "L" or t.text.isdigit() for t in tokens[:i])
    )


# How many forums a reader keeps in mind when `the conference` is spoken of.
_REMEMBERED = 50


def _resolved(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues with `as did`, `so was` standing for the role before them."""
    kept: list[Cue] = []
    for cue in cues:
        if cue.role != "same":
            kept.append(cue)
        elif kept:
            kept.append(replace(cue, role=kept[-1].role))
    return kept


_PASSING = {"since", "ahead", "before", "after", "like", "including", "than", "besides", "until", "following"}


def _in_passing(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a forum is only mentioned: `since the last East Asia Summit`."""
    return any(t.lower in _PASSING for t in tokens[max(0, i - 4) : i])


def _remember(focus: _Focus, tokens: tuple[Token, ...], people: list[int]) -> None:
    subjects = [i for i in people if i <= _FRONT and not _oblique(tokens, i)]
    if subjects:
        focus.speaker = tokens[subjects[0]].span


_FRONT = 14


def _joined(tokens: tuple[Token, ...], before: int, first: int) -> bool:
    """Tell whether two verbs share a subject: `attended the Summit and addressed it`."""
    return any(t.lower in {"and", ","} for t in tokens[before + 1 : first + 1])


_PRONOUN_OR_OFFICE = re.compile(
    r"\b(?:he|she|his|her|eam|pm|minister|president|secretary-general|senator|ambassador|premier|speaker)\b"
)
_PRONOUNS = {"he", "she", "his", "her", "eam", "pm"}


def _pronoun(tokens: tuple[Token, ...]) -> bool:
    return any(t.lower in _PRONOUNS for t in tokens[-8:]) or (
        not any(t.span for t in tokens[-6:])
        and any(
            t.lower in {"minister", "president", "secretary-general", "senator", "ambassador", "premier", "speaker"}
            for t in tokens[-6:]
        )
    )


# Words that make the name after them something else than the subject.
_OBLIQUE = words(
    """
    to of from about against under for since on at towards into through between by in than like via over before
    after regarding concerning
    """
)
_STOP = {"who", "which", "that", "where", "when", "said", "because", "if"}


_AFTER_SUBJECT = words(
    """
    and or as also both is was were are will would has have had to which who together with for on in at being
    side delegation delegations team representatives representative government minister ministers president
    prime foreign deputy ambassador leaders leader officials authorities presidency chairmanship again first
    only then may can shall did does likewise jointly not today yesterday this later permanent special vice
    state interim among alone himself itself too all chair
    """
)


def _adjective(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """Tell whether a state or organisation only qualifies a noun: `Ruritanian exports`, `the UN proposal`."""
    if tokens[i].kind == "P":
        return i + 2 < first and tokens[i + 1].text == "'" and not tokens[i + 2].span
    following = tokens[i + 1]
    if i + 1 >= first or following.span or following.kind == ".":
        return following.text == "'" and not any(t.lower in _AFTER_SUBJECT for t in tokens[i + 2 : i + 6])
    return following.lower not in _AFTER_SUBJECT and not following.lower.endswith("ly")


def _together_with(tokens: tuple[Token, ...], actors: list[int], last: int, after: int) -> list[int]:
    """Return those with whom somebody chairs or hosts: `co-chaired the Summit with P`."""
    at = next((i for i in range(last + 1, min(after, last + 14)) if tokens[i].lower in {"with", "alongside"}), None)
    return _run(tokens, [i for i in actors if at < i < after], at) if at is not None else []


def _actors_of(
    clause: _Clause, actors: list[int], cue: Cue, first: int, last: int, before: int, after: int
) -> list[int]:
    """Return the actors of a cue: its subjects on the left, or its agents on the right."""
    tokens = clause.tokens
    right = [i for i in actors if last < i < after]
    left = [i for i in actors if before < i < first]
    if cue.side == "right":
        return _run(tokens, right, last)
    subjects = [i for i in left if not _oblique(tokens, i) and not _adjective(tokens, i, first)]
    if cue.side == "both":
        agents = _run(tokens, right, last)
        if "represented" in clause.words[cue.start : cue.end]:
            # Whoever is represented by somebody stayed away; a state is there all the same.
            subjects = [i for i in subjects if tokens[i].kind != "P"]
        return subjects + agents if cue.role != "invited" else (subjects or agents)
    if subjects:
        return [] if cue.role in {"chair", "host"} and _of_another(tokens, last) else subjects
    if not left and cue.role == "participant" and right and not _oblique(tokens, right[0]) and first <= _EARLY:
        return _run(tokens, right, last)
    return []


_EARLY = 6


def _of_another(tokens: tuple[Token, ...], last: int) -> bool:
    """Tell whether somebody chairs something else than a forum: `who chairs the Ruritanian Senate`."""
    at = last + 1
    while at < len(tokens) and tokens[at].lower in {"the", "of", "a", "an", "over"}:
        at += 1
    return at > last + 1 and at < len(tokens) and tokens[at].kind in "SO"


def _run(tokens: tuple[Token, ...], found: list[int], last: int) -> list[int]:
    """Return the actors of a list that begins behind a cue, as far as the list goes."""
    kept: list[int] = []
    position = last
    for i in found:
        between = tokens[position + 1 : i]
        if any(t.lower in _STOP for t in between) or len(between) > _LIST_GAP:
            break
        kept.append(i)
        position = i
    return kept


_LIST_GAP = 22


def _oblique(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether a preposition governs the name: `to P`, `of the S`."""
    j = i - 1
    while j >= 0 and not tokens[j].span and tokens[j].lower in {
        "the", "mr", "mrs", "ms", "dr", ".", "h", "e", "h.e", "his", "her", "excellency", "president", "minister",
        "prime", "foreign", "premier",
    }:  # fmt: skip
        j -= 1
    if j >= 1 and tokens[j].lower in {"of", "from"} and tokens[j - 1].lower in _UNNAMED:
        return False
    return j >= 0 and tokens[j].lower in _OBLIQUE


# Those who come for a state and are not named: the state is credited.
_UNNAMED = words(
    """
    representatives officials leaders ministers delegations delegates heads presidents experts ambassadors
    envoys delegation representative minister affairs government governments secretaries parliamentarians
    diplomats chiefs senior sides members speakers counterparts side
    """
)


def _is_office_of(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether the forum only says what a person presides over: `President of the General Assembly, Mr P`."""
    j = i - 1
    while j >= 0 and tokens[j].lower in {"the", "of"}:
        j -= 1
    return 0 <= j < i - 1 and tokens[j].lower in {"president", "chair", "chairman", "speaker", "secretary-general"}


def _forum_for(tokens: tuple[Token, ...], forums: list[int], first: int, last: int, focus: _Focus, side: str) -> Span:
    """Return the forum of a cue: for a verb the next one behind it, for `… by` the one before; else the focus."""
    assert focus.forum is not None
    at = last + 1
    while at < len(tokens) and tokens[at].lower in {"of", "the", "at", "in", "over"}:
        at += 1
    named = tokens[at].span if at < len(tokens) else None
    if named and named.type == "FORUM":
        return named
    free = [i for i in forums if not _oblique(tokens, i)] or forums
    behind = [i for i in forums if i > last]
    ahead = [i for i in free if i < first] or [i for i in forums if i < first]
    order = (ahead, behind) if side != "left" else (behind, ahead)
    chosen = order[0] or order[1]
    if not chosen:
        return focus.forum
    return tokens[chosen[0] if chosen is behind else chosen[-1]].span or focus.forum


def _left_over(draft: Draft, clause: _Clause, focus: _Focus, rest: list[int]) -> Iterator[Participation]:
    """Yield the actors of whom no verb tells a role: those of a list, and persons in a report on one forum."""
    assert focus.forum is not None
    role = focus.section or "participant"
    for i in rest:
        token = clause.tokens[i]
        assert token.span is not None
        listed = focus.section is not None
        headed = _heads(clause.tokens, i)
        if headed is not None:
            yield Participation(
                token.span, headed, draft.sentence_of(token.start), "chair", focus.status, clause.tokens[i - 1].text
            )
            continue
        if (token.kind == "P" and not _oblique(clause.tokens, i)) or (listed and i == 0 and token.kind in "SO"):
            yield Participation(
                token.span, focus.forum, draft.sentence_of(token.start), role, focus.status, _DEFAULT_TRIGGER
            )


def _heads(tokens: tuple[Token, ...], i: int) -> Span | None:
    """Return the forum of which a person is called the head: `COP29 President P`."""
    if tokens[i].kind == "P" and i > 1 and tokens[i - 1].lower in {"president", "chair", "chairman", "chairwoman"}:
        return tokens[i - 2].span if tokens[i - 2].kind == "F" else None
    return None


_DEFAULT_TRIGGER = "named in the report on it"


def _venue(draft: Draft, clause: _Clause, focus: _Focus, forums: list[int]) -> Iterator[Participation]:
    """Yield the state in which a forum is held: `held in Hanoi, Vietnam`."""
    tokens = clause.tokens
    for f in forums:
        span = tokens[f].span
        assert span is not None
        opener = tokens[f - 2].span if f > 1 and tokens[f - 1].text == "-" else None
        if opener and opener.type == "STATE":
            # A calendar: `30 May, Ruritania - Strelsau Dialogue`.
            yield Participation(
                opener, span, draft.sentence_of(span.start), "host", focus.status,
                " ".join(draft.text[tokens[f - 2].start : tokens[f - 1].end].split()),
            )  # fmt: skip
        for i in range(f + 1, min(len(tokens), f + _VENUE_REACH)):
            if tokens[i].kind == "F":
                break
            if tokens[i].kind != "S":
                continue
            before = [t.lower for t in tokens[max(0, i - 3) : i]]
            placed = tokens[i - 1].text in {",", "("} and i >= 2 and tokens[i - 2].kind == "L"
            if placed or before[-1:] == ["in"] or before[-2:] == ["in", "the"]:
                state = tokens[i].span
                assert state is not None
                if i + 1 < len(tokens) and tokens[i + 1].text == "'":
                    continue
                yield Participation(
                    state, span, draft.sentence_of(state.start), "host",
                    focus.status if span == focus.forum else _clause_status(draft, tokens, f),
                    " ".join(draft.text[tokens[max(f + 1, i - 3)].start : state.end].split()),
                )  # fmt: skip
                break


_VENUE_REACH = 14


def _row(
    draft: Draft, actor: Span, forum: Span, cue: Cue, clause: _Clause, starts: list[int], focus: _Focus, at: int
) -> Participation:
    words = clause.words
    status = _verb_status(draft, clause, words, cue, forum, focus)
    return Participation(actor, forum, draft.sentence_of(at), cue.role, status, _cut(draft, clause, starts, cue))


def _verb_status(draft: Draft, clause: _Clause, words: str, cue: Cue, forum: Span, focus: _Focus) -> str:
    group = words[max(0, cue.start - 40) : cue.end]
    if cue.role == "member":
        return "held"
    if is_proposed(group) and cue.role in {"host", "chair"}:
        return "proposed"
    if is_planned(group):
        return "planned"
    if forum == focus.forum:
        return focus.status
    at = next((i for i, t in enumerate(clause.tokens) if t.start == forum.start), None)
    return _status_of(draft, forum) if at is None else _clause_status(draft, clause.tokens, at)


def _clause_status(draft: Draft, tokens: tuple[Token, ...], at: int) -> str:
    """Return whether a clause speaks of a forum as still to come: by the words around it, and by the date beside it."""
    span = tokens[at].span
    assert span is not None
    if is_ahead(" ".join(_letter(t) for t in tokens[max(0, at - 8) : at + 12])):
        return "planned"
    words = " ".join([_letter(t) for t in tokens[max(0, at - _NEAR) : at + _NEAR]])
    return "held" if is_past(words) else _status_of(draft, span)


_NEAR = 40


def _status_of(draft: Draft, forum: Span) -> str:
    if draft.date is None or len(draft.date) < len("2023-07-11"):
        return "held"
    year = int(draft.date[:4])
    start, end = draft.sentences[draft.sentence_of(forum.start)]
    beside = [
        *find_dates(draft.flat[forum.end : min(end, forum.end + 120)]),
        *find_dates(draft.flat[max(start, forum.start - 40) : forum.start])[::-1],
    ]
    for date in beside:
        iso = date.iso(year=year)
        if iso:
            return "planned" if iso > draft.date[: len(iso)] else "held"
    return "held"


_TO_COME = re.compile(
    r"\b(?:still to come|to come|what next|upcoming|next|confirmed|later|ahead|forthcoming|diary|open)\b"
)
_SECTIONS = [
    ("absent", re.compile(
        r"\b(?:not in the room|absent|absentees|not attending|regrets|apologies|did not come"
        r"|not there)\b"
    )),
    ("observer", re.compile(r"\b(?:observers?|guests?)\b")),
    ("chair", re.compile(r"\b(?:chair|chairs|co-chairs|presiding)\b")),
    ("host", re.compile(r"\b(?:hosts?|organi[sz]ers?)\b")),
    ("invited", re.compile(r"\b(?:invited|invitations)\b")),
    ("member", re.compile(r"\b(?:members|member states|parties)\b")),
    ("participant", re.compile(
        r"\b(?:participants|attendance|attendees|present|delegations?|heads of state"
        r"|heads of government|ministers|speakers"
        r"|list of leaders|representation|representatives|signatories|in the room|participation|leaders)\b")),
]  # fmt: skip


def _section(draft: Draft, words: str, tokens: tuple[Token, ...]) -> str | None:
    """Return the role that a heading of a list gives to those below it, `` for other headings, None for other lines."""
    if len(tokens) > _HEADING or any(t.kind in "PSOF" for t in tokens):
        return None
    text = draft.text[tokens[0].start : tokens[-1].end]
    alone = draft.text[max(0, tokens[0].start - 1) : tokens[0].start] in {"", "\n"} and (
        draft.text[tokens[-1].end : tokens[-1].end + 1] in {"", "\n"}
    )
    if not (text.isupper() or text.rstrip().endswith(":") or (alone and not text.rstrip().endswith("."))):
        return None
    return next((role for role, pattern in _SECTIONS if pattern.search(words)), "")


_HEADING = 8


def _without_repeats(draft: Draft, rows: Iterable[Participation]) -> Iterator[Participation]:
    """Yield each actor, forum and role once; a participant by default gives way to a role that is told."""
    best: dict[tuple[object, Span], dict[str, Participation]] = {}
    same = forum_groups(draft)
    rows = [replace(row, forum=same.get(row.forum, row.forum)) for row in rows]
    explicit = [row for row in rows if row.trigger != _DEFAULT_TRIGGER]
    told = {name_key(draft, row.actor) for row in explicit}
    weight = _weights(draft, same, explicit)
    for row in rows:
        actor = name_key(draft, row.actor)
        if row.trigger == _DEFAULT_TRIGGER:
            if actor in told or weight[row.forum] < _REPORTED:
                continue
            told.add(actor)
        roles = best.setdefault((actor, row.forum), {})
        roles.setdefault(row.role, row)
    for roles in best.values():
        if len(roles) > 1 and "participant" in roles:
            del roles["participant"]
        yield from roles.values()


# How many signs it takes that a text reports on a forum rather than mentions it.
_REPORTED = 2


def _weights(draft: Draft, same: dict[Span, Span], explicit: list[Participation]) -> Counter[Span]:
    """Return by forum how many signs there are that the text reports on it: title, edition, mentions, roles told."""
    forms: dict[Span, list[Span]] = defaultdict(list)
    for span, forum in same.items():
        forms[forum].append(span)
    with_roles = {row.forum for row in explicit}
    return Counter(
        {
            forum: (min(span.start for span in spans) < _OPENING // 2)
            + any(edition_of(draft.of(span)) is not None for span in spans)
            + (len(spans) > 1)
            + (forum in with_roles)
            for forum, spans in forms.items()
        }
    )
