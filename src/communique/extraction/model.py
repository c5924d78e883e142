"""Named entities by a small neural model, at run time: onnxruntime, tokenizers and numpy.

A text is cut into words, the words into windows of bounded size that end with a line or a sentence
where they can. The model scores the BIO labels of each word; the best sequence that BIO allows
(no `I-FORUM` after `B-ORG`) becomes the spans.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

__all__ = ["Cutter", "Reading", "Span", "Tagger", "Word"]

Span = tuple[int, int, str, float]
Scores = npt.NDArray[np.float32]

WORD = re.compile(r"\w[\w\u0300-\u036f]*|[^\w\s]")
MAX_WORDS = 250  # of a window
MAX_PIECES = 384  # of a window; the encoder takes 512
MAX_PIECES_OF_WORD = 12
MAX_LETTERS_OF_WORD = 64
WINDOWS_AT_ONCE = 64  # in memory
NEVER = -1e9
SLOWER_FUSED = ["SkipLayerNormFusion"]  # adding and normalising as one operation takes some five times as long as apart


class Reading(NamedTuple):
    """A text as the model read it: where each word begins and ends, its state, and the mentions found."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    states: npt.NDArray[np.float16]
    spans: list[Span]


class Word(NamedTuple):
    """A word or a punctuation mark: where it stands, its word pieces, and what these do not tell.

    The features: capital first, all capitals, a digit, an inner capital, punctuation, first of its
    line, last of its line, joined to the word before.
    """

    start: int
    end: int
    pieces: tuple[int, ...]
    features: tuple[bool, ...]


class Cutter:
    """Cut texts into words and windows, in the same way to train and to find."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        opening, closing, unknown = (_id_of(tokenizer, piece) for piece in ("[CLS]", "[SEP]", "[UNK]"))
        self.around = opening, closing  # the pieces that open and close a window

        @lru_cache(maxsize=50_000)
        def look(form: str) -> tuple[tuple[int, ...], tuple[bool, ...]]:
            clean = form.encode(errors="replace").decode()  # no half of a surrogate pair
            pieces = tokenizer.encode(clean, add_special_tokens=False).ids[:MAX_PIECES_OF_WORD]
            features = (
                form[0].isupper(),
                form.isupper() and len(form) > 1,
                any(c.isdigit() for c in form),
                not form.isupper() and any(c.isupper() for c in form[1:]),
                not form[0].isalnum(),
            )
            return tuple(pieces) or (unknown,), features

        self._look = look

    def words(self, text: str) -> list[Word]:
        """Return the words of a text, in order."""
        words: list[Word] = []
        end, opens_line = 0, True
        for match in WORD.finditer(text):
            start, last_end, end = match.start(), end, match.end()
            opens_line = not words or "\n" in text[last_end:start]
            if words and opens_line:
                words[-1] = _closing_line(words[-1])
            pieces, features = self._look(text[start : min(end, start + MAX_LETTERS_OF_WORD)])
            joined = not opens_line and start == last_end
            words.append(Word(start, end, pieces, (*features, opens_line, False, joined)))
        return [*words[:-1], *map(_closing_line, words[-1:])]

    @staticmethod
    def windows(text: str, words: Sequence[Word], most: int = MAX_WORDS) -> Iterator[slice]:
        """Yield slices of the words that go through the model together.

        A window takes as many words as it may and ends after its last whole line; failing that, after
        its last sentence; failing that, where it is full.
        """
        first = 0
        while first < len(words):
            line = sentence = n_pieces = 0
            stop = first
            while stop < min(len(words), first + most):
                n_pieces += len(words[stop].pieces)
                if n_pieces > MAX_PIECES:
                    break
                stop += 1
                if words[stop - 1].features[6]:
                    line = stop
                elif text[words[stop - 1].start] in ".!?;:":
                    sentence = stop
            end = stop if stop == len(words) else line or sentence or stop
            yield slice(first, end)
            first = end


def _id_of(tokenizer: Tokenizer, piece: str) -> int:
    number: int | None = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the tokenizer has no piece {piece}")
    return number


def _closing_line(word: Word) -> Word:
    return word._replace(features=(*word.features[:6], True, word.features[7]))


def best_labels(scores: Scores, starts: Scores, steps: Scores) -> npt.NDArray[np.int64]:
    """Return the best allowed sequence of labels of each window.

    `scores` holds log-probabilities: (windows, words, labels). Words of padding score 0 throughout, which
    leaves the labels of the others as they are. `starts` and `steps` are 0 where a label may open a
    window or follow another (row: the one before), and very low elsewhere.
    """
    # The best of each word: mostly these may follow each other, and so are the best sequence.
    labels: npt.NDArray[np.int64] = scores.argmax(-1)
    forbidden = (starts[labels[:, 0]] < 0) | (steps[labels[:, :-1], labels[:, 1:]] < 0).any(1)
    if forbidden.any():
        labels[forbidden] = _viterbi(scores[forbidden], starts, steps)
    return labels


def _viterbi(scores: Scores, starts: Scores, steps: Scores) -> npt.NDArray[np.int64]:
    best, before = scores[:, 0] + starts, []
    for word in range(1, scores.shape[1]):
        through = best[:, :, None] + steps
        before.append(through.argmax(1))
        best = through.max(1) + scores[:, word]
    labels = [best.argmax(1)]
    for choice in reversed(before):
        labels.append(np.take_along_axis(choice, labels[-1][:, None], 1)[:, 0])
    return np.stack(labels[::-1], 1)


class Tagger:
    """Find named entities in texts.

    Each window goes through the model alone: 8-bit arithmetic scales by the largest number of a batch, so
    that scores would depend on the company. So the spans of a text depend on that text alone.

    Parameters
    ----------
    folder
        Folder with `names.onnx`, `tokenizer.json` and `config.json`.
    threads
        Processor threads that the model may use.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._model = onnxruntime.InferenceSession(
            folder / "names.onnx", options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER_FUSED
        )
        self._cutter = Cutter(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.labels: list[str] = json.loads((folder / "config.json").read_text(encoding="utf-8"))["labels"]
        inside = np.array([label[0] == "I" for label in self.labels])
        kinds = np.array([label[2:] for label in self.labels])
        self._starts = np.where(inside, NEVER, 0.0)
        self._steps = np.where(inside[None, :] & (kinds[:, None] != kinds[None, :]), NEVER, 0.0)

    def read(self, text: str) -> Reading:
        """Return the words of a text, the state of each, and the mentions."""
        words = self._cutter.words(text)
        windows = [words[part] for part in self._cutter.windows(text, words)]
        spans: list[Span] = []
        states: list[Scores] = []
        for first in range(0, len(windows), WINDOWS_AT_ONCE):
            some = windows[first : first + WINDOWS_AT_ONCE]
            scored = [self._scores(window) for window in some]
            states += [state.astype(np.float16) for _, state in scored]
            spans += self._decode(some, [scores for scores, _ in scored])
        starts, ends = (np.array([word[side] for word in words], np.int64) for side in (0, 1))
        return Reading(starts, ends, np.concatenate(states) if states else np.zeros((0, 0), np.float16), spans)

    def spans(self, text: str) -> list[Span]:
        """Return start, end, type and confidence (mean probability of its words' labels) of each mention."""
        return self.read(text).spans

    def spans_of(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [self.spans(text) for text in texts]

    def _scores(self, words: Sequence[Word]) -> tuple[Scores, Scores]:
        """Return log-probabilities of the labels of a window's words, (words, labels), and the words' states."""
        opening, closing = self._cutter.around
        pieces = [opening, *(piece for word in words for piece in word.pieces), closing]
        inputs = {
            "pieces": np.array([pieces], np.int64),
            "firsts": np.cumsum([[1, *(len(word.pieces) for word in words[:-1])]], 1, np.int64),
            "features": np.array([[word.features for word in words]], np.float32),
        }
        scores, states = (output[0] for output in self._model.run(["scores", "states"], inputs))
        scores -= scores.max(-1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(-1, keepdims=True))
        return scores, states

    def _decode(self, windows: Sequence[Sequence[Word]], scored: Sequence[Scores]) -> Iterator[Span]:
        scores = np.zeros((len(windows), max(map(len, windows)), len(self.labels)), np.float32)
        for row, own in zip(scores, scored, strict=True):
            row[: len(own)] = own
        best = best_labels(scores, self._starts, self._steps)
        sure = np.exp(np.take_along_axis(scores, best[..., None], 2)[..., 0])
        for words, ids, chances in zip(windows, best, sure, strict=True):
            labels = [self.labels[label] for label in ids[: len(words)]]
            opens = [i for i, label in enumerate(labels) if label[0] == "B"]
            for first in opens:
                stop = first + 1
                while stop < len(words) and labels[stop][0] == "I":
                    stop += 1
                yield words[first].start, words[stop - 1].end, labels[first][2:], float(chances[first:stop].mean())
