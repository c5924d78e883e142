"""What the heads should have said of a document, and how far they were from it."""

import random
from bisect import bisect_right
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from communique.extraction.model import Word
from communique.extraction.ties import AFFILIATION, Layout, Mention, Relation
from communique.training.data import IGNORED, Document
from communique.training.network import TieHead

__all__ = ["mentions_of", "tie_loss"]


def mentions_of(document: Document, words: Sequence[Word], missed: float, chance: random.Random) -> list[Mention]:
    """Return the mentions of a document, less a share that is missed at random, as it will be at run time."""
    starts, ends = [word.start for word in words], [word.end for word in words]
    mentions = []
    for span in document.spans:
        if not span.kind or chance.random() < missed:
            continue
        first = max(0, bisect_right(starts, span.start) - 1)
        last = max(first, min(len(words) - 1, bisect_right(ends, span.end - 1)))
        sentence = max(0, bisect_right(document.sentences, span.start) - 1)
        mentions.append(Mention(first, last, sentence, span.kind, span.entity))
    return mentions


def tie_loss(
    head: TieHead, relation: Relation, states: Tensor, contexts: Tensor, layout: Layout, document: Document
) -> Tensor:
    """Return the loss of a relation over the pairs of entities of a document."""
    scores = head(
        states[torch.from_numpy(layout.left)],
        contexts[torch.from_numpy(layout.left)],
        states[torch.from_numpy(layout.right)],
        *map(torch.from_numpy, layout[2:6]),
    )
    n_labels = len(relation.labels)
    actors = list(dict.fromkeys(layout.actors))
    wanted = torch.zeros(len(actors), len(layout.entities), n_labels)
    statuses = torch.full(wanted.shape[:2], IGNORED)
    for i, actor in enumerate(actors):
        for j, entity in enumerate(layout.entities):
            if relation is AFFILIATION:
                wanted[i, j] = float((actor, entity) in document.acts_for)
                continue
            for role, status in document.roles.get((str(actor), str(entity)), {}).items():
                wanted[i, j, relation.labels.index(role)] = 1.0
                statuses[i, j] = relation.statuses.index(status)
    number = {actor: i for i, actor in enumerate(actors)}
    owner = torch.tensor([number[actor] for actor in layout.actors])
    apart = (owner[None] != torch.arange(len(actors))[:, None]).float() * -1e4  # (actors, lefts)
    spread = scores[None, :, :, :n_labels] + apart[:, :, None, None]
    loss = binary_cross_entropy_with_logits(spread.logsumexp(1), wanted, reduction="sum") / len(actors)
    told = statuses != IGNORED
    if told.any():
        share = spread.logsumexp(-1).softmax(1)  # which mention tells it
        status = torch.einsum("alf,lfs->afs", share, scores[..., n_labels:])
        loss = loss + 0.5 * cross_entropy(status[told], statuses[told], reduction="sum") / len(actors)
    return loss
