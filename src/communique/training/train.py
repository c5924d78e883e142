"""Train the entity model on gold documents and write it for the run time.

python -m communique.training.train --part work --out FOLDER --seed 0
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from communique.extraction.model import Cutter
from communique.training.augment import Substitutes, with_other_names
from communique.training.data import IGNORED, LABELS, Document, Window, labelled_windows, read_gold
from communique.training.export import export
from communique.training.network import N_FEATURES, Encoder, EntityNetwork, encoder_folder

__all__ = ["Settings", "main", "train"]


class Settings(NamedTuple):
    """How to train; the defaults are the settings that measured best."""

    epochs: int = 8
    windows_per_step: int = 6
    encoder_rate: float = 1e-4
    head_rate: float = 2e-3
    warm_up: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.3
    lstm_width: int = 128
    renamed_documents: float = 0.5
    renamed_entities: float = 0.4
    largest_gradient: float = 1.0


MEASURED = Settings()


class Batch(NamedTuple):
    """Windows side by side, padded with zeros; their labels padded with `IGNORED`."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    features: Tensor
    lengths: Tensor
    labels: Tensor


def batch_of(windows: Sequence[Window], around: tuple[int, int]) -> Batch:
    """Lay the windows side by side as tensors; `around` holds the pieces that open and close each."""
    pieces = [[around[0], *(p for w in x.words for p in w.pieces), around[1]] for x in windows]
    shape = len(windows), max(len(x.words) for x in windows)
    longest = -(-max(map(len, pieces)) // 32) * 32  # few different shapes: faster
    batch = Batch(
        pieces=torch.zeros(len(windows), longest, dtype=torch.long),
        mask=torch.zeros(len(windows), longest, dtype=torch.long),
        firsts=torch.zeros(shape, dtype=torch.long),
        features=torch.zeros(*shape, N_FEATURES),
        lengths=torch.tensor([len(x.words) for x in windows]),
        labels=torch.full(shape, IGNORED),
    )
    for row, (window, ids) in enumerate(zip(windows, pieces, strict=True)):
        n_words = len(window.words)
        sizes = torch.tensor([1, *(len(word.pieces) for word in window.words[:-1])])
        batch.pieces[row, : len(ids)] = torch.tensor(ids)
        batch.mask[row, : len(ids)] = 1
        batch.firsts[row, :n_words] = sizes.cumsum(0)
        batch.features[row, :n_words] = torch.tensor([word.features for word in window.words])
        batch.labels[row, :n_words] = torch.tensor(window.labels)
    return batch


def batches(windows: list[Window], size: int, chance: random.Random) -> Iterator[list[Window]]:
    """Yield windows of similar length together, otherwise in random order."""
    chance.shuffle(windows)
    groups = []
    for first in range(0, len(windows), 8 * size):
        some = sorted(windows[first : first + 8 * size], key=lambda window: len(window.words))
        groups += [some[i : i + size] for i in range(0, len(some), size)]
    chance.shuffle(groups)
    yield from groups


def train(documents: Sequence[Document], authority: Path, seed: int, settings: Settings = MEASURED) -> EntityNetwork:
    """Train a network on the documents.

    Parameters
    ----------
    documents
        Gold documents.
    authority
        Folder of the authority files, for names to put in the place of others.
    seed
        The same seed gives the same network on the same machine.
    settings
        How to train.
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(seed)
    folder = encoder_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cutter = Cutter(tokenizer)
    substitutes = Substitutes(documents, authority)
    network = EntityNetwork(Encoder(folder), len(LABELS), settings.lstm_width, settings.dropout)
    network.encoder.words.requires_grad_(False)
    optimizer, rates = _optimizer(network, settings)

    network.train()
    for epoch in range(settings.epochs):
        renamed = [
            with_other_names(document, substitutes, chance, settings.renamed_entities)
            if chance.random() < settings.renamed_documents
            else document
            for document in documents
        ]
        groups = list(batches(list(labelled_windows(renamed, cutter, chance)), settings.windows_per_step, chance))
        total = 0.0
        for number, windows in enumerate(groups):
            done = (epoch + number / len(groups)) / settings.epochs
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(done / settings.warm_up, 1.0) * (1.0 - done)
            *inputs, labels = batch_of(windows, cutter.around)
            loss = cross_entropy(network(*inputs).flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), settings.largest_gradient)
            optimizer.step()
            total += loss.item()
        sys.stderr.write(f"epoch {epoch + 1} of {settings.epochs}: loss {total / len(groups):.4f}\n")
    return network


def _optimizer(network: EntityNetwork, settings: Settings) -> tuple[torch.optim.Optimizer, tuple[float, float]]:
    """Return AdamW with a rate for the encoder and one for the rest."""
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    head = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder}, {"params": head}]
    optimizer = torch.optim.AdamW(groups, weight_decay=settings.weight_decay, fused=True)
    return optimizer, (settings.encoder_rate, settings.head_rate)


def main() -> int:
    """Train and export as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("data/gold"), help="folder of the gold documents")
    parser.add_argument("--authority", type=Path, default=Path("data/authority"), help="folder of the authority files")
    parser.add_argument("--part", choices=["work", "aside", "all"], default="all", help="part of the split to train on")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep-float", action="store_true", help="also write the graph before quantisation")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    documents = read_gold(args.gold, args.part)
    network = train(documents, args.authority, args.seed)
    about = {
        "encoder": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "part": args.part,
        "documents": len(documents),
        "seed": args.seed,
        "settings": MEASURED._asdict(),
    }
    export(network, args.out, about, keep_float=args.keep_float)
    return 0


if __name__ == "__main__":
    sys.exit(main())
