"""Ties between mentions: who takes part in which forum, and for whom a person acts.

The model gives each pair of an actor's mention and a forum a score for each role. What it sees of a pair
is the states of the words that it has read already to find names, and how the two lie in the document:
how many sentences apart, which forum was named last, which is named most. Scores of all mentions of an
actor are joined by their log-sum-exp, so that one sentence that tells it is enough (multi-instance
learning: Lin et al. 2016, "Neural relation extraction with selective attention over instances").
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from communique.schemas import ENTITY_TYPES

__all__ = [
    "AFFILIATION", "DISTANCES", "ENCODER_WIDTH", "MENTIONS_AT_ONCE", "N_RELATIVE", "PARTICIPATION",
    "Layout", "Mention", "Relation", "Tie", "TieModel", "lay_out",
]  # fmt: skip

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEAR = np.array([1, 2, 3, 5, 9])  # sentences apart at which a further step of distance begins
DISTANCES = 2 * len(NEAR) + 1
N_RELATIVE = 22
MANY = 8  # counts are told as a share of it, and not beyond it
FAR = 99
ENCODER_WIDTH = 384  # of a word's state; of a mention's last word the model sees no more
TELLS_ALONE = 0.5  # probability at which a further mention counts as evidence
MENTIONS_AT_ONCE = 256  # what grows with their product stays small; a press release has some sixty


class Relation(NamedTuple):
    """What may be tied to what: entity types on the left and on the right, and the labels of the tie."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    labels: tuple[str, ...]
    statuses: tuple[str, ...] = ()


PARTICIPATION = Relation(
    "participation",
    ("PERSON", "STATE", "ORG"),
    ("FORUM",),
    ("chair", "host", "participant", "observer", "invited", "member"),
    ("held", "planned", "proposed"),
)
AFFILIATION = Relation("affiliation", ("PERSON",), ("STATE", "ORG"), ("acts for",))


class Mention(NamedTuple):
    """A mention as the model sees it: its first and last word, its sentence, its type and its entity."""

    first: int
    last: int
    sentence: int
    type: str
    entity: object


class Tie(NamedTuple):
    """A mention that tells a tie of its entity to another: their indices, the label, the status, how sure.

    `best` is false for the further mentions that tell the same tie.
    """

    left: int
    right: int
    label: str
    status: str
    confidence: float
    best: bool


class Layout(NamedTuple):
    """How the mentions on the left lie to the entities on the right.

    left, right
        Indices of mentions: (lefts,), (rights,).
    owned
        1 where an entity owns a mention on the right: (entities, rights).
    distance
        Step of distance in sentences, signed and shifted to start at 0: (lefts, rights).
    gap
        Words from left to right mention, logarithm: (lefts, rights).
    relative
        What else tells whether they belong together: (lefts, entities, N_RELATIVE).
    actors, entities
        The entities on the left, one a mention, and those on the right.
    """

    left: Ints
    right: Ints
    owned: Floats
    distance: Ints
    gap: Floats
    relative: Floats
    actors: list[object]
    entities: list[object]


def lay_out(mentions: Sequence[Mention], relation: Relation) -> Layout | None:
    """Return how the mentions that the relation may tie lie to each other, or None where one side is missing."""
    left = np.array([i for i, m in enumerate(mentions) if m.type in relation.left], np.int64)
    right = np.array([i for i, m in enumerate(mentions) if m.type in relation.right], np.int64)
    if not len(left) or not len(right):
        return None
    entities = list(dict.fromkeys(mentions[i].entity for i in right))
    number = {entity: n for n, entity in enumerate(entities)}
    owner = np.array([number[mentions[i].entity] for i in right])
    owned = np.equal(owner[None, :], np.arange(len(entities))[:, None]).astype(np.float32)
    sentence = np.array([m.sentence for m in mentions])
    word = np.array([m.first for m in mentions])
    apart = sentence[right][None, :] - sentence[left][:, None]
    words_apart = np.abs(word[right][None, :] - word[left][:, None])
    step = np.searchsorted(NEAR, np.abs(apart), side="right")
    return Layout(
        left=left,
        right=right,
        owned=owned,
        distance=(np.sign(apart) * step + len(NEAR)).astype(np.int64),
        gap=(np.log1p(words_apart) / 4).astype(np.float32),
        relative=_relative(mentions, left, right, owner, owned, apart, sentence),
        actors=[mentions[i].entity for i in left],
        entities=entities,
    )


def _relative(
    mentions: Sequence[Mention], left: Ints, right: Ints, owner: Ints, owned: Floats, apart: Ints, sentence: Ints
) -> Floats:
    """Return what tells whether a mention belongs to an entity: (lefts, entities, N_RELATIVE)."""
    n_left, n = len(left), len(owned)
    after = right[None, :] > left[:, None]
    mine = owned.astype(bool)
    before_by = _least(np.where(after, FAR, -apart), mine)
    after_by = _least(np.where(after, apart, FAR), mine)
    same = ((apart == 0)[:, None, :] & mine[None]).any(-1)
    counts = owned.sum(-1)
    ranks = np.argsort(np.argsort(-counts, kind="stable"), kind="stable")
    place = np.searchsorted(right, left)  # how many mentions of the right side stand before each of the left
    last = np.where(place > 0, owner[np.maximum(place - 1, 0)], -1)
    following = np.where(place < len(right), owner[np.minimum(place, len(right) - 1)], -1)
    nearest = _least(np.where(apart == 0, np.abs(np.arange(len(right))[None, :] - place[:, None]), FAR), mine)
    opening = sentence[right[owned.argmax(-1)]]
    types = np.array([ENTITY_TYPES.index(mentions[i].type) for i in left])
    of_actor: dict[object, int] = {}
    seen = []
    for i in left:
        of_actor[mentions[i].entity] = of_actor.get(mentions[i].entity, 0) + 1
        seen.append(of_actor[mentions[i].entity])
    times = np.array([of_actor[mentions[i].entity] for i in left])
    beside = np.array([np.count_nonzero(sentence[left] == sentence[i]) for i in left])
    columns = [
        same,
        before_by <= 1,
        before_by <= 3,
        after_by <= 1,
        after_by <= 3,
        _rows(counts / counts.sum(), n_left),
        _rows(ranks == 0, n_left),
        _rows(ranks == 1, n_left),
        _rows(np.arange(n) == 0, n_left),
        last[:, None] == np.arange(n),
        following[:, None] == np.arange(n),
        np.minimum(nearest, MANY) / MANY,
        _rows(opening <= 1, n_left),
        *(_columns(value, n) for value in (
            np.full(n_left, n == 1), np.full(n_left, min(n, MANY) / MANY), sentence[left] / (sentence.max() + 1),
            types == 0, types == 1, sentence[left] <= 1, np.array(seen) == 1, np.minimum(times, MANY) / MANY,
            np.minimum(beside, MANY) / MANY,
        )),
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], -1)


def _least(values: Ints, mine: npt.NDArray[np.bool_]) -> Ints:
    """Return the least value over the mentions of each entity: (lefts, entities)."""
    least: Ints = np.where(mine[None], values[:, None, :], FAR).min(-1)
    return least


def _rows(values: npt.NDArray[np.generic], n_left: int) -> npt.NDArray[np.generic]:
    return np.broadcast_to(values, (n_left, len(values)))


def _columns(values: npt.NDArray[np.generic], n: int) -> npt.NDArray[np.generic]:
    return np.broadcast_to(values[:, None], (len(values), n))


class TieModel:
    """Score the ties of a document.

    Parameters
    ----------
    folder
        Folder of the model, with a graph for each relation.
    threads
        Processor threads that the model may use.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._graphs = {
            relation.name: onnxruntime.InferenceSession(
                folder / f"{relation.name}.onnx", options, providers=["CPUExecutionProvider"]
            )
            for relation in (PARTICIPATION, AFFILIATION)
        }

    def find(
        self,
        relation: Relation,
        mentions: Sequence[Mention],
        states: npt.NDArray[np.float16],
        sentences: Ints,
        least: float,
    ) -> Iterator[Tie]:
        """Yield the ties of which the model is at least so sure, by the mentions that tell them.

        Parameters
        ----------
        relation
            What to look for.
        mentions
            Mentions of a document, in order.
        states
            State of each word: (words, width).
        sentences
            Number of the first word of each sentence.
        least
            Least probability of a label.
        """
        bounds = np.append(sentences, len(states))
        for start in range(0, len(mentions), MENTIONS_AT_ONCE):
            some = mentions[start : start + MENTIONS_AT_ONCE]
            layout = lay_out(some, relation)
            if layout is None:
                continue
            first, last = ([getattr(mention, side) for mention in some] for side in ("first", "last"))
            seen = np.concatenate([states[first], states[last, :ENCODER_WIDTH]], -1).astype(np.float32)
            of_left = [some[i].sentence for i in layout.left]
            means = {s: _mean(states[bounds[s] : bounds[s + 1]], states.shape[1]) for s in set(of_left)}
            context = np.stack([means[s] for s in of_left])
            inputs = {
                "left": seen[layout.left], "context": context, "right": seen[layout.right], "owned": layout.owned,
                "distance": layout.distance, "gap": layout.gap, "relative": layout.relative,
            }  # fmt: skip
            scores = self._graphs[relation.name].run(["scores"], inputs)[0]
            for tie in _decode(relation, layout, scores, least):
                yield tie._replace(left=tie.left + start, right=tie.right + start)


def _mean(states: npt.NDArray[np.float16], width: int) -> Floats:
    mean: Floats = states.mean(0, dtype=np.float32) if len(states) else np.zeros(width, np.float32)
    return mean


def _decode(relation: Relation, layout: Layout, scores: Floats, least: float) -> Iterator[Tie]:
    """Yield the label of each pair of entities that scores best, if it is likely enough."""
    n_labels = len(relation.labels)
    rows = defaultdict(list)
    for row, actor in enumerate(layout.actors):
        rows[actor].append(row)
    actors = list(rows.values())
    firsts = np.cumsum([0, *map(len, actors[:-1])])
    by_actor = scores[np.concatenate(actors), :, :n_labels]
    joined = np.logaddexp.reduceat(by_actor, firsts, 0)  # (actors, entities, labels)
    unlikely = np.log(least / (1 - least)) - 1e-3 if 0 < least < 1 else -np.inf  # most pairs are, and go at once
    for actor, entity in np.argwhere(joined.max(-1) >= unlikely).tolist():
        own = actors[actor]
        label = int(joined[actor, entity].argmax())
        confidence = _sigmoid(joined[actor, entity, label])
        if confidence < least:
            continue
        told = scores[own, entity]
        status = ""
        if relation.statuses:
            share = np.exp(np.logaddexp.reduce(told[:, :n_labels], -1))
            share /= share.sum()
            status = relation.statuses[int((share @ told[:, n_labels:]).argmax())]
        best = int(told[:, label].argmax())
        for n, row in enumerate(own):
            if n == best or _sigmoid(told[n, label]) >= TELLS_ALONE:
                right = _nearest(layout, row, entity)
                yield Tie(int(layout.left[row]), right, relation.labels[label], status, round(confidence, 3), n == best)


def _nearest(layout: Layout, row: int, entity: int) -> int:
    gaps = np.where(layout.owned[entity] > 0, layout.gap[row], FAR)
    return int(layout.right[gaps.argmin()])


def _sigmoid(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))
