"""Train the model on gold and practice documents and write it for the run time: reader and heads learn together.

python -m communique.training.train --part work --out FOLDER --seed 0
"""

import argparse
import random
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, distributed, multiprocessing, nn
from torch.nn.functional import cross_entropy

from communique.extraction.model import Cutter, Word
from communique.extraction.ties import AFFILIATION, PARTICIPATION, lay_out
from communique.training.augment import Substitutes, with_other_names
from communique.training.data import IGNORED, LABELS, Document, labels_of, read_gold, read_practice
from communique.training.export import export_head, export_reader
from communique.training.losses import mentions_of, tie_loss
from communique.training.network import (
    N_FEATURES,
    Encoder,
    Padding,
    Reader,
    TieHead,
    encoder_folder,
    mention_states,
    sentence_means,
)

__all__ = ["Networks", "Settings", "main", "train"]


class Settings(NamedTuple):
    """How to train; the defaults are the settings that measured best."""

    epochs: int = 8
    documents_per_step: int = 2
    encoder_rate: float = 1e-4
    head_rate: float = 2e-3
    warm_up: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.3
    lstm_width: int = 128
    renamed_documents: float = 0.5
    renamed_entities: float = 0.4
    missed_mentions: float = 0.03
    tie_weight: float = 0.5
    largest_gradient: float = 1.0


MEASURED = Settings()


class Networks(nn.Module):
    """The reader, and a head for each relation."""

    def __init__(self, settings: Settings = MEASURED) -> None:
        super().__init__()
        self.reader = Reader(Encoder(encoder_folder()), len(LABELS), settings.lstm_width, settings.dropout)
        width = self.reader.width + self.reader.encoder.width
        self.participation = TieHead(width, self.reader.width, len(PARTICIPATION.labels) + len(PARTICIPATION.statuses))
        self.affiliation = TieHead(width, self.reader.width, len(AFFILIATION.labels))


class Reading(NamedTuple):
    """A document as the networks take it: its windows as tensors, its words, and their labels."""

    pieces: Tensor
    firsts: Tensor
    features: Tensor
    padding: Padding
    labels: Tensor
    words: Sequence[Word]


def reading_of(document: Document, cutter: Cutter, chance: random.Random) -> Reading:
    """Lay the windows of a document side by side, padded with zeros; their labels padded with `IGNORED`."""
    words = cutter.words(document.text)
    labels = list(labels_of(words, document.spans))
    parts = list(cutter.windows(document.text, words, chance.randint(120, 250)))
    around = cutter.around
    pieces = [[around[0], *(p for word in words[part] for p in word.pieces), around[1]] for part in parts]
    shape = len(parts), max(len(words[part]) for part in parts)
    longest = -(-max(map(len, pieces)) // 32) * 32  # few different shapes: faster
    reading = Reading(
        pieces=torch.zeros(len(parts), longest, dtype=torch.long),
        firsts=torch.zeros(shape, dtype=torch.long),
        features=torch.zeros(*shape, N_FEATURES),
        padding=Padding(
            torch.zeros(len(parts), longest, dtype=torch.long), torch.tensor([len(words[part]) for part in parts])
        ),
        labels=torch.full(shape, IGNORED),
        words=words,
    )
    for row, (part, ids) in enumerate(zip(parts, pieces, strict=True)):
        own = words[part]
        sizes = torch.tensor([1, *(len(word.pieces) for word in own[:-1])])
        reading.pieces[row, : len(ids)] = torch.tensor(ids)
        reading.padding.mask[row, : len(ids)] = 1
        reading.firsts[row, : len(own)] = sizes.cumsum(0)
        reading.features[row, : len(own)] = torch.tensor([word.features for word in own])
        reading.labels[row, : len(own)] = torch.tensor(labels[part])
    return reading


def losses(
    networks: Networks, document: Document, cutter: Cutter, chance: random.Random, settings: Settings
) -> dict[str, Tensor]:
    """Return the losses of one document: of the names, and of each relation that it may hold."""
    reading = reading_of(document, cutter, chance)
    scores, states = networks.reader(*reading[:4])
    found = {"names": cross_entropy(scores.flatten(0, 1), reading.labels.flatten(), ignore_index=IGNORED)}
    words = torch.cat([row[:length] for row, length in zip(states, reading.padding.lengths.tolist(), strict=True)])
    mentions = mentions_of(document, reading.words, settings.missed_mentions, chance)
    if mentions:
        first = torch.tensor([mention.first for mention in mentions])
        last = torch.tensor([mention.last for mention in mentions])
        seen = mention_states(words, first, last, networks.reader.encoder.width)
        owner = torch.tensor([bisect_right(document.sentences, word.start) - 1 for word in reading.words]).clamp(min=0)
        means = sentence_means(words, owner)
        contexts = means[torch.tensor([mention.sentence for mention in mentions])]
        for relation, head in ((PARTICIPATION, networks.participation), (AFFILIATION, networks.affiliation)):
            layout = lay_out(mentions, relation)
            if layout:
                found[relation.name] = settings.tie_weight * tie_loss(head, relation, seen, contexts, layout, document)
    return found


def train(
    documents: Sequence[Document], authority: Path, seed: int, settings: Settings = MEASURED, *, processes: int = 1
) -> Networks:
    """Train the networks on the documents.

    Parameters
    ----------
    documents
        Gold and practice documents.
    authority
        Folder of the authority files, for names to put in the place of others.
    seed
        The same seed gives the same networks on the same machine, with as many processes.
    settings
        How to train.
    processes
        How many share the documents of a step, each with a thread. Two take half of the time that two threads take.
    """
    if processes == 1:
        return _train(documents, authority, seed, settings, 0, 1)
    with tempfile.TemporaryDirectory() as scratch:
        told = (processes, Path(scratch), documents, authority, seed, settings)
        multiprocessing.spawn(_train_with_others, told, nprocs=processes)
        networks = Networks(settings)
        networks.load_state_dict(torch.load(Path(scratch) / "networks.pt"))
    networks.eval()
    return networks


def _train_with_others(
    rank: int,
    processes: int,
    scratch: Path,
    documents: Sequence[Document],
    authority: Path,
    seed: int,
    settings: Settings,
) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", f"file://{scratch / 'met'}", rank=rank, world_size=processes)
    networks = _train(documents, authority, seed, settings, rank, processes)
    if rank == 0:
        torch.save(networks.state_dict(), scratch / "networks.pt")
    distributed.destroy_process_group()


def _train(
    documents: Sequence[Document], authority: Path, seed: int, settings: Settings, rank: int, processes: int
) -> Networks:
    """Train on the share of one process; all of them end with the same networks."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing reads it; a tenth of the time
    order, chance = random.Random(seed), random.Random(f"{seed} {rank}")
    cutter = Cutter(Tokenizer.from_file(str(encoder_folder() / "tokenizer.json")))
    substitutes = Substitutes(documents, authority)
    networks = Networks(settings)
    networks.reader.encoder.words.requires_grad_(False)
    optimizer, rates = _optimizer(networks, settings)
    learning = [parameter for parameter in networks.parameters() if parameter.requires_grad]

    torch.manual_seed(seed * processes + rank)  # what drops out is drawn anew in each process
    networks.train()
    for epoch in range(settings.epochs):
        began, totals = time.monotonic(), dict.fromkeys(("names", PARTICIPATION.name, AFFILIATION.name), 0.0)
        groups = _groups(documents, settings.documents_per_step, order)
        for number, group in enumerate(groups):
            done = (epoch + number / len(groups)) / settings.epochs
            for parameters, rate in zip(optimizer.param_groups, rates, strict=True):
                parameters["lr"] = rate * min(done / settings.warm_up, 1.0) * (1.0 - done)
            optimizer.zero_grad()
            for document in group[rank::processes]:
                renamed = chance.random() < settings.renamed_documents
                shown = (
                    with_other_names(document, substitutes, chance, settings.renamed_entities) if renamed else document
                )
                found = losses(networks, shown, cutter, chance, settings)
                (sum(found.values(), torch.tensor(0.0)) / len(group)).backward()
                for name, loss in found.items():
                    totals[name] += loss.item() * processes / len(documents)
            if processes > 1:
                _add_up(learning)
            nn.utils.clip_grad_norm_(learning, settings.largest_gradient)
            optimizer.step()
        if rank == 0:
            told = ", ".join(f"{name} {total:.4f}" for name, total in totals.items())
            sys.stderr.write(f"epoch {epoch + 1} of {settings.epochs}: {told} ({time.monotonic() - began:.0f} s)\n")
    networks.eval()
    return networks


def _groups(documents: Sequence[Document], size: int, order: random.Random) -> list[list[Document]]:
    """Return the documents in random order, a few of about the same length together, so that no process waits."""
    by_length = sorted(documents, key=lambda document: len(document.text) * order.uniform(0.8, 1.25))
    groups = [by_length[first : first + size] for first in range(0, len(by_length), size)]
    for group in groups:
        order.shuffle(group)
    order.shuffle(groups)
    return groups


def _add_up(parameters: Sequence[nn.Parameter]) -> None:
    """Give each parameter the sum of the gradients of all processes."""
    own = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    together = torch.cat([gradient.flatten() for gradient in own])
    distributed.all_reduce(together)
    for parameter, part in zip(parameters, together.split([p.numel() for p in parameters]), strict=True):
        parameter.grad = part.view_as(parameter)


def _optimizer(networks: Networks, settings: Settings) -> tuple[torch.optim.Optimizer, tuple[float, float]]:
    """Return AdamW with a rate for the encoder and one for the rest."""
    encoder = [p for p in networks.reader.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in networks.named_parameters() if not name.startswith("reader.encoder.")]
    groups = [{"params": encoder}, {"params": heads}]
    optimizer = torch.optim.AdamW(groups, weight_decay=settings.weight_decay, fused=True)
    return optimizer, (settings.encoder_rate, settings.head_rate)


def main() -> int:
    """Train and export as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("data/gold"), help="folder of the gold documents")
    parser.add_argument("--practice", type=Path, default=Path("data/practice"), help="folder of practice documents")
    parser.add_argument("--authority", type=Path, default=Path("data/authority"), help="folder of the authority files")
    parser.add_argument("--part", choices=["work", "aside", "all"], default="all", help="part of the split to train on")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2, help="how many share the documents of a step")
    args = parser.parse_args()
    documents = [*read_gold(args.gold, args.part), *read_practice(args.practice)]
    networks = train(documents, args.authority, args.seed, processes=args.processes)
    about = {
        "encoder": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "part": args.part,
        "documents": len(documents),
        "seed": args.seed,
        "settings": MEASURED._asdict(),
    }
    export_reader(networks.reader, args.out, about)
    export_head(networks.participation, args.out / f"{PARTICIPATION.name}.onnx")
    export_head(networks.affiliation, args.out / f"{AFFILIATION.name}.onnx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
