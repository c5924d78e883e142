"""What is known of office holders: whom a name names, and whom she acts for while she is in office."""

from collections.abc import Iterable, Sequence

from communique.authority import Known
from communique.extraction.affiliations import title_of
from communique.extraction.draft import Draft
from communique.extraction.officials import Office, Official, Officials, same_office
from communique.extraction.sameness import Form

__all__ = ["in_office", "know_by_full_name", "know_by_office"]

Key = tuple[str, frozenset[str], str]


def know_by_full_name(draft: Draft, forms: Iterable[Form], officials: Officials) -> None:
    """Let the forms that name an office holder in full be known, so that all spellings are one entity."""
    for form in forms:
        if form.type == "PERSON" and (official := officials.named(form.text, draft.date)):
            form.known = _known(official)


def know_by_office(draft: Draft, forms: Sequence[Form], officials: Officials) -> None:
    """Let the forms that name part of a name be known where office and date leave one office holder.

    `President Quill` is Ada Quill if the document names Ruritania, and no other Quill whose state or
    organisation it names was a president then. Without date, or without title, nobody is.
    """
    date = draft.date
    if date is None:
        return
    named = {known.entity_id for form in forms if (known := form.root().known)}
    for form in forms:
        if form.type != "PERSON" or form.root() is not form or form.known is not None:
            continue
        called = [(person, [o for o in person.on(date) if o.whom in named]) for person in officials.called(form.text)]
        called = [(person, offices) for person, offices in called if offices]
        if not called:
            continue
        titles = [title for span in form.spans if (title := title_of(draft, span))]
        fitting = [
            person
            for person, offices in called
            if any(same_office(title, office.title) for title in titles for office in offices)
        ]
        if len(fitting) == 1:
            form.known, form.reason = _known(fitting[0]), "office"
            draft.note("officials", form.text, f"{fitting[0].name}, by title and date")


def _known(official: Official) -> Known:
    return Known(official.entity_id, "PERSON", official.name)


def in_office(draft: Draft, officials: Officials) -> dict[Key, dict[Key, str]]:
    """Return by office holder the states and organisations that she acts for at the date of the document, and as what.

    Only those that the document names are told; if it names none, an office holder has an empty mapping. Without
    a date, only those are known who held all their offices for one state or organisation, if it is named.
    """
    named = {key[2]: key for span, key in draft.keyed if span.type in {"STATE", "ORG"}}
    held: dict[Key, dict[Key, str]] = {}
    for span, key in draft.keyed:
        official = officials.persons.get(key[2]) if span.type == "PERSON" and key not in held else None
        offices = _held(official, draft.date) if official else []
        told = {named[office.whom]: office.title for office in offices if office.whom in named}
        if told or (offices and draft.date):
            held[key] = told
    return held


def _held(official: Official, date: str | None) -> Sequence[Office]:
    if date is not None:
        return official.on(date)
    return official.offices if len({office.whom for office in official.offices}) == 1 else ()
