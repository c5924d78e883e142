"""What an analyst decided about the names of a document: which are none, and which are of another type."""

from dataclasses import replace

from communique.authority import Authority
from communique.extraction.draft import Draft, Span
from communique.extraction.sameness import forms_of, lead
from communique.names import flat

__all__ = ["decide"]


def decide(draft: Draft, authority: Authority) -> None:
    """Drop the spans that decisions say to ignore, and give the others the type that is decided for their entity.

    A short form goes with the fuller one that it stands for. The ledger names the row behind each change, and behind
    each name that decisions lead to an entity.
    """
    if not authority.decided:
        return
    forms = forms_of(draft, authority)
    lead(forms.values())
    kept: list[Span] = []
    for span in draft.spans:
        text = flat(draft.of(span))
        form = forms[span.type, text].root()
        of_surface = authority.decided.of_surface(draft.doc_id, text)
        rows = [*([of_surface] if of_surface else []), *form.decisions]
        for row in rows:
            draft.note("decision", text, row.told)
        if any(row.decision == "ignore" for row in rows):
            continue
        moved = form.decisions and form.known and form.known.type != span.type
        kept.append(
            replace(span, type=form.known.type, entity_id=form.known.entity_id) if moved and form.known else span
        )
    draft.spans = kept
