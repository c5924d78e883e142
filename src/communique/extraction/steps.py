"""The steps that a document goes through, each with what it needs and what it gives.

A step is a function of a draft and the authority files; it fills or changes fields of the draft. `STEPS` is
the list that `extract` runs. Take another list to leave out, replace or add steps:

>>> shorter = [step for step in STEPS if step.name != "repeat"]
>>> [step.name for step in STEPS]
['recall', 'parse', 'settle', 'acronyms', 'short forms', 'agree', 'convene', 'repeat', 'decide', 'identify', 'relate',
 'occasions']
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from communique.authority import Authority
from communique.errors import ParameterError
from communique.extraction.acronyms import add_acronyms
from communique.extraction.convening import convene
from communique.extraction.decide import decide
from communique.extraction.draft import Draft, Span
from communique.extraction.grammar import find_names
from communique.extraction.identity import add_short_forms, identify
from communique.extraction.marking import agree, repeat
from communique.extraction.occasions import tell_occasions
from communique.extraction.officials import load_officials
from communique.extraction.recogniser import tie_model
from communique.extraction.relations import relate
from communique.extraction.settle import settle

__all__ = ["RECOGNISED", "STEPS", "Step", "read_draft"]

# What a draft has when the recogniser has read it: see `recognise`.
RECOGNISED = frozenset({"text", "date", "sentences", "reading", "candidates"})


@dataclass(frozen=True)
class Step:
    """A step of extraction: its name, what it does in a sentence, the fields that it needs and that it gives."""

    name: str
    does: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    run: Callable[[Draft, Authority], None]


def _recall(draft: Draft, authority: Authority) -> None:
    draft.candidates += [
        Span(start, end, known.type, "authority", known.entity_id) for start, end, known in authority.find(draft.text)
    ]
    draft.candidates += [Span(start, end, "PERSON", "authority") for start, end in load_officials().find(draft.text)]


def _parse(draft: Draft, _: Authority) -> None:
    draft.candidates += find_names(draft)


def _settle(draft: Draft, authority: Authority) -> None:
    draft.spans = settle(draft, draft.candidates, authority)
    draft.join_sentences()


def _identify(draft: Draft, authority: Authority) -> None:
    draft.keyed = identify(draft, authority)


def _short_forms(draft: Draft, _: Authority) -> None:
    add_short_forms(draft)


def _agree(draft: Draft, _: Authority) -> None:
    agree(draft)


def _repeat(draft: Draft, _: Authority) -> None:
    repeat(draft)


def _relate(draft: Draft, _: Authority) -> None:
    relate(draft, tie_model())


STEPS: tuple[Step, ...] = (
    Step("recall", "find reviewed names", ("text",), ("candidates",), _recall),
    Step("parse", "find names of forums, instruments and organisations by grammar",
         ("text", "sentences"), ("candidates",), _parse),
    Step("settle", "keep one of the spans that overlap, and read ambiguous names by their context",
         ("candidates",), ("spans", "sentences"), _settle),
    Step("acronyms", "let an acronym stand for the name that it is defined by", ("spans",), ("spans", "expansions"),
         add_acronyms),
    Step("short forms", "let a family name stand for the person named in full", ("spans",), ("spans", "names"),
         _short_forms),
    Step("agree", "give one name one type in a document", ("spans",), ("spans",), _agree),
    Step("convene", "read a body as a forum where the text speaks of it as convening", ("spans", "candidates"),
         ("spans",), convene),
    Step("repeat", "mark names of forums and instruments wherever they stand again", ("spans",), ("spans",),
         _repeat),
    Step("decide", "drop and retype names as an analyst has decided", ("spans",), ("spans",), decide),
    Step("identify", "say which spans name one entity", ("spans",), ("keyed",), _identify),
    Step("relate", "say who takes part in what, and who acts for whom", ("keyed", "reading", "sentences"),
         ("participations", "affiliations"), _relate),
    Step("occasions", "say which meetings of its forums the text speaks of", ("keyed", "sentences"), ("occasions",),
         tell_occasions),
)  # fmt: skip


def read_draft(draft: Draft, authority: Authority, steps: Sequence[Step] = STEPS) -> Draft:
    """Return the draft as the steps leave it.

    Raises
    ------
    ParameterError
        When a step needs what no step before it gives.
    """
    check(steps)
    for step in steps:
        step.run(draft, authority)
    # What nothing needs any more; the reading is the largest part. The flat text is made again where it is asked for.
    draft.reading, draft.candidates = None, []
    vars(draft).pop("flat", None)
    return draft


def check(steps: Iterable[Step]) -> None:
    """Raise `ParameterError` when a step needs what no step before it gives."""
    given = set(RECOGNISED)
    for step in steps:
        missing = [field for field in step.needs if field not in given]
        if missing:
            raise ParameterError(f"the step {step.name!r} needs {missing[0]!r}, which no step before it gives.")
        given |= set(step.gives)
