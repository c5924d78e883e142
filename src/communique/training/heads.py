"""Fit a further head for participations to the states that the exported reader gives, 8-bit rounding and all.

Some minutes, as the states are read once. It errs elsewhere than the head that learnt with the reader.
"""

import random
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from communique.extraction.model import Cutter, Tagger
from communique.extraction.ties import ENCODER_WIDTH, PARTICIPATION, Mention, lay_out
from communique.training.augment import Substitutes, with_other_names
from communique.training.data import Document
from communique.training.losses import mentions_of, tie_loss
from communique.training.network import TieHead, mention_states, sentence_means

__all__ = ["Fitting", "fit_head"]

RENAMED = 0.4  # share of the entities under other names in the second copy of each document


class Fitting(NamedTuple):
    """How to fit a head; the defaults are what measured best."""

    epochs: int = 22
    rate: float = 7e-4
    dropout: float = 0.5
    missed_mentions: float = 0.05
    warm_up: float = 0.06
    weight_decay: float = 0.05
    largest_gradient: float = 5.0


MEASURED = Fitting()


class Seen(NamedTuple):
    """A document as the head sees it: mentions, states of the words, mean states of the sentences."""

    document: Document
    mentions: list[Mention]
    states: Tensor
    means: Tensor


def fit_head(
    documents: Sequence[Document], folder: Path, authority: Path, seed: int, fitting: Fitting = MEASURED
) -> TieHead:
    """Return a head for participations that is fitted to the documents.

    Parameters
    ----------
    documents
        Gold and practice documents.
    folder
        Where the exported reader lies.
    authority
        Folder of the authority files, for names to put in the place of others.
    seed
        The same seed gives the same head on the same machine.
    fitting
        How to fit it.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    tagger, substitutes = Tagger(folder), Substitutes(documents, authority)
    cutter = Cutter(Tokenizer.from_file(str(folder / "tokenizer.json")))
    copies = [list(_seen(document, tagger, cutter, substitutes, chance)) for document in documents]
    width = copies[0][0].states.shape[1]
    n_labels = len(PARTICIPATION.labels) + len(PARTICIPATION.statuses)
    head = TieHead(width + ENCODER_WIDTH, width, n_labels, dropout=fitting.dropout)
    optimizer = torch.optim.AdamW(head.parameters(), lr=fitting.rate, weight_decay=fitting.weight_decay)
    for epoch in range(fitting.epochs):
        chance.shuffle(copies)
        total = 0.0
        for number, of_document in enumerate(copies):
            loss = _loss(head, chance.choice(of_document), fitting, chance)
            if loss is None:
                continue
            done = (epoch + number / len(copies)) / fitting.epochs
            for group in optimizer.param_groups:
                group["lr"] = fitting.rate * min(done / fitting.warm_up, 1.0) * (1.0 - done)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), fitting.largest_gradient)
            optimizer.step()
            total += loss.item() / len(copies)
        sys.stderr.write(f"further head, epoch {epoch + 1} of {fitting.epochs}: {total:.4f}\n")
    head.eval()
    return head


def _seen(
    document: Document, tagger: Tagger, cutter: Cutter, substitutes: Substitutes, chance: random.Random
) -> Iterator[Seen]:
    """Yield the document as it is, and once under other names."""
    for copy in (document, with_other_names(document, substitutes, chance, RENAMED)):
        words = cutter.words(copy.text)
        states = torch.from_numpy(tagger.read(copy.text).states).float()
        owner = torch.tensor([bisect_right(copy.sentences, word.start) - 1 for word in words]).clamp(min=0)
        yield Seen(copy, mentions_of(copy, words, 0.0, chance), states, sentence_means(states, owner))


def _loss(head: TieHead, seen: Seen, fitting: Fitting, chance: random.Random) -> Tensor | None:
    mentions = [mention for mention in seen.mentions if chance.random() >= fitting.missed_mentions]
    layout = lay_out(mentions, PARTICIPATION)
    if layout is None:
        return None
    first = torch.tensor([mention.first for mention in mentions])
    last = torch.tensor([mention.last for mention in mentions])
    states = mention_states(seen.states, first, last, ENCODER_WIDTH)
    contexts = seen.means[torch.tensor([mention.sentence for mention in mentions])]
    return tie_loss(head, PARTICIPATION, states, contexts, layout, seen.document)
