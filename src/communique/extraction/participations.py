"""Who took part in which forum, in what role, and whether it has happened: by the grammar of sentences and documents.

A sentence seldom names both the actor and the forum. So the document is read in order: a forum that has been named
stays in focus (`the meeting`, `the Summit`) until another is named, and the actors of the sentences that follow take
part in it as their verbs tell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from communique.extraction.atoms import Token, name_key, sentence_tokens, units
from communique.extraction.clauses import Clause, clauses
from communique.extraction.draft import Draft, Span
from communique.extraction.focus import Focus, forum_for, is_office_of, is_spoken_for, remember, turn, under_heading
from communique.extraction.forum_names import forum_groups
from communique.extraction.role_patterns import Cue, find_cues, is_aside, is_denied, is_planned, is_proposed
from communique.extraction.status import clause_status, status_of
from communique.extraction.subjects import (
    PRONOUN_OR_OFFICE,
    actors_of,
    can_act,
    is_oblique,
    is_pronoun,
    share_subject,
    together_with,
)
from communique.names import edition_of

__all__ = ["Participation", "find_participations", "trigger_for"]

# A forum that is named in the opening of a text is what its first lines are about, even before its name.
_OPENING = 600
_DEFAULT_TRIGGER = "named in the report on it"
_VENUE_REACH = 14  # tokens behind a forum in which its state is looked for
_AUXILIARIES = 40  # characters before a cue in which they may stand: `will`, `has offered to`
# How many signs it takes that a text reports on a forum rather than mentions it.
_REPORTED = 2


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
    clause = Clause(tokens, frozenset())
    best: tuple[int, Cue] | None = None
    for cue in find_cues(clause.words):
        first, last = clause.extent(cue)
        distance = min(abs(first - at), abs(last - at))
        if cue.role == role and (best is None or distance < best[0]):
            best = distance, cue
    return clause.trigger(draft, best[1]) if best else None


def _read(draft: Draft) -> Iterator[Participation]:
    """Yield what each clause tells, in the order of the text, repeats and all."""
    focus = Focus()
    forums = [span for span in draft.spans if span.type == "FORUM" and not is_spoken_for(draft, span)]
    if not forums:
        return
    if forums[0].start < _OPENING:
        focus.forum = forums[0]
        focus.status = status_of(draft, forums[0])
    for unit in units(draft):
        for clause in clauses(unit):
            yield from _read_clause(draft, clause, focus)


def _read_clause(draft: Draft, clause: Clause, focus: Focus) -> Iterator[Participation]:
    words, tokens = clause.words, clause.tokens
    forums = [
        i for i, t in enumerate(tokens)
        if t.kind == "F" and t.span and not is_office_of(tokens, i) and not is_spoken_for(draft, t.span)
    ]  # fmt: skip
    aside = is_aside(words)
    if aside:
        # What happens beside a forum may be another one: `chaired the Ministerial, held on the margins of the Summit`.
        forums = [i for i in forums if not any(is_aside(t.lower) for t in tokens[max(0, i - 5) : i])]
        aside = not forums
    if not aside:
        turn(draft, focus, clause, forums)
    under_heading(draft, focus, clause)
    actors = [i for i, t in enumerate(tokens) if can_act(tokens, i) and t.start not in clause.attributes]
    people = [i for i in actors if tokens[i].kind == "P"]
    if focus.forum is None or aside or is_denied(words) or focus.section == "absent":
        remember(focus, tokens, people)
        return
    if not actors and not (focus.speaker and PRONOUN_OR_OFFICE.search(words)):
        yield from _venue(draft, clause, focus, forums)
        return
    told = list(_by_verbs(draft, clause, focus, actors, forums))
    yield from (row for _, row in told)
    given = {i for i, _ in told}
    yield from _left_over(draft, clause, focus, [i for i in actors if i not in given])
    yield from _venue(draft, clause, focus, forums)
    remember(focus, tokens, people)


def _by_verbs(
    draft: Draft, clause: Clause, focus: Focus, actors: list[int], forums: list[int]
) -> Iterator[tuple[int | None, Participation]]:
    """Yield what the cues of a clause tell, each with the token of its actor; None for the speaker of before."""
    tokens = clause.tokens
    lately: list[int] = []
    placed = [(*clause.extent(cue), cue) for cue in _resolved(find_cues(clause.words))]
    for n, (first, last, cue) in enumerate(placed):
        before = placed[n - 1][1] if n else -1
        after = placed[n + 1][0] if n + 1 < len(placed) else len(tokens)
        forum = forum_for(tokens, forums, first, last, focus, cue.side)
        chosen = actors_of(clause, actors, cue, first, last, before, after)
        if not chosen and cue.side == "left":
            if lately and (cue.role == "observer" or share_subject(tokens, before, first)):
                chosen = lately
            elif focus.speaker and is_pronoun(tokens[:first]):
                yield None, _row(draft, clause, focus, cue, focus.speaker, forum, tokens[first].start)
        if cue.role in {"chair", "host"} and cue.side == "left":
            chosen = [*chosen, *together_with(tokens, actors, last, after)]
        for i in chosen:
            span = tokens[i].span
            assert span is not None
            yield i, _row(draft, clause, focus, cue, span, forum, span.start)
        lately = chosen or lately


def _resolved(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues with `as did`, `so was` standing for the role before them."""
    kept: list[Cue] = []
    for cue in cues:
        if cue.role != "same":
            kept.append(cue)
        elif kept:
            kept.append(replace(cue, role=kept[-1].role))
    return kept


def _row(draft: Draft, clause: Clause, focus: Focus, cue: Cue, actor: Span, forum: Span, at: int) -> Participation:
    status = _status_by_verb(draft, clause, focus, cue, forum)
    return Participation(actor, forum, draft.sentence_of(at), cue.role, status, clause.trigger(draft, cue))


def _status_by_verb(draft: Draft, clause: Clause, focus: Focus, cue: Cue, forum: Span) -> str:
    """Return the status that the verb tells (`will host`, `offered to host`), or else that of the forum."""
    group = clause.words[max(0, cue.start - _AUXILIARIES) : cue.end]
    if cue.role == "member":
        return "held"
    if is_proposed(group) and cue.role in {"host", "chair"}:
        return "proposed"
    if is_planned(group):
        return "planned"
    if forum == focus.forum:
        return focus.status
    at = next((i for i, t in enumerate(clause.tokens) if t.start == forum.start), None)
    return status_of(draft, forum) if at is None else clause_status(draft, clause.tokens, at)


def _left_over(draft: Draft, clause: Clause, focus: Focus, rest: list[int]) -> Iterator[Participation]:
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
        if (token.kind == "P" and not is_oblique(clause.tokens, i)) or (listed and i == 0 and token.kind in "SO"):
            yield Participation(
                token.span, focus.forum, draft.sentence_of(token.start), role, focus.status, _DEFAULT_TRIGGER
            )


def _heads(tokens: tuple[Token, ...], i: int) -> Span | None:
    """Return the forum of which a person is called the head: `COP29 President P`."""
    if tokens[i].kind == "P" and i > 1 and tokens[i - 1].lower in {"president", "chair", "chairman", "chairwoman"}:
        return tokens[i - 2].span if tokens[i - 2].kind == "F" else None
    return None


def _venue(draft: Draft, clause: Clause, focus: Focus, forums: list[int]) -> Iterator[Participation]:
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
                    focus.status if span == focus.forum else clause_status(draft, tokens, f),
                    " ".join(draft.text[tokens[max(f + 1, i - 3)].start : state.end].split()),
                )  # fmt: skip
                break


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
