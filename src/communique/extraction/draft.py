"""What the steps of extraction pass on: one document with all that has been found in it so far."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from communique.names import flat

if TYPE_CHECKING:
    from communique.extraction.affiliations import Affiliation
    from communique.extraction.identity import Key
    from communique.extraction.model import Reading
    from communique.extraction.occasions import Occasion
    from communique.extraction.participations import Participation

__all__ = ["Draft", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that names something; `method` says which step found it, `confidence` how sure a model is."""

    start: int
    end: int
    type: str
    method: str
    entity_id: str = ""
    confidence: float = 1.0

    def __len__(self) -> int:
        """Return the length in characters."""
        return self.end - self.start


@dataclass
class Draft:
    """A document on its way through the steps.

    candidates
        Spans that recogniser, authority files and grammar propose; they may overlap.
    spans
        Spans that stand, in order, none within another.
    names, expansions
        What short forms of persons and acronyms stand for in this document.
    keyed
        Spans with the keys of their entities.
    occasions
        The particular occasions that the text speaks of, each of a forum told by its key.
    reading
        What the model of the project saw, until the steps are done.
    ledger
        What was found, merged and dropped, and why: (step, what, why).
    """

    doc_id: str
    text: str
    date: str | None = None
    sentences: list[tuple[int, int]] = field(default_factory=list)
    reading: "Reading | None" = None
    candidates: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    expansions: dict[str, str] = field(default_factory=dict)
    keyed: "list[tuple[Span, Key]]" = field(default_factory=list)
    participations: "list[Participation]" = field(default_factory=list)
    affiliations: "list[Affiliation]" = field(default_factory=list)
    occasions: "list[Occasion]" = field(default_factory=list)
    ledger: list[tuple[str, str, str]] = field(default_factory=list)

    @cached_property
    def flat(self) -> str:
        """The text with one kind of apostrophe, hyphen and blank; only reading needs it."""
        return flat(self.text)

    def of(self, span: Span) -> str:
        """Return the text of a span, on one line."""
        return " ".join(self.text[span.start : span.end].split())

    def join_sentences(self) -> None:
        """Join sentences where a span reaches from one into the next: no name ends in the middle of itself."""
        joined: list[tuple[int, int]] = []
        for start, end in self.sentences:
            before = bisect_left(self.spans, start, key=lambda span: span.start) - 1
            if joined and before >= 0 and self.spans[before].end > start:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        if len(joined) < len(self.sentences):
            self.note("sentences", f"{len(self.sentences) - len(joined)} joined", "a name reaches over the end")
        self.sentences = joined

    def paragraphs(self) -> list[int]:
        """Return the number of the paragraph of each sentence; a paragraph ends where a line does between two."""
        ends = [end for _, end in self.sentences]
        breaks = ["\n" in self.text[end:start] for end, (start, _) in zip(ends, self.sentences[1:], strict=False)]
        return list(accumulate(breaks, initial=0))[: len(ends)]

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence in which the offset lies."""
        return max(0, bisect_right(self.sentences, (offset, len(self.text))) - 1)

    def in_sentence(self, sent_id: int) -> list[Span]:
        """Return the spans of one sentence, in order."""
        start, end = self.sentences[sent_id]
        first, last = (bisect_left(self.spans, offset, key=lambda span: span.start) for offset in (start, end))
        return self.spans[first:last]

    def note(self, step: str, what: str, why: str) -> None:
        """Enter into the ledger what a step did and why."""
        self.ledger.append((step, what, why))
