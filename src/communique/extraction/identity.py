"""Which mentions name one entity: acronyms, short forms of persons, and the identifier of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from communique.authority import Authority
from communique.extraction.draft import Draft, Span
from communique.extraction.incumbents import know_by_full_name, know_by_office
from communique.extraction.marking import mark
from communique.extraction.officials import load_officials
from communique.extraction.persons import family_name
from communique.extraction.sameness import Form, core_of, forms_of, is_general, lead
from communique.names import entity_id, flat, slug, without_edition

__all__ = ["Key", "Naming", "add_short_forms", "identify", "name_entities"]

_LONE_NAME = 3  # letters that a family name needs to be looked for on its own

Key = tuple[str, frozenset[str], str]


def add_short_forms(draft: Draft) -> None:
    """Let the family name of a person who was named in full stand for that person in the same document.

    A family name that two persons share is left alone, and so is a span of another kind that reads the
    same (Michael Jordan does not make a person of Jordan).
    """
    persons = {flat(draft.of(span)) for span in draft.spans if span.type == "PERSON"}
    full = sorted(name for name in persons if " " in name)
    shorts = Counter(family_name(name) for name in full)
    wanted = {}
    for name in full:
        short = family_name(name)
        # `Park` before a given name is looked for only where the model has seen it alone.
        told = name.endswith(short) or short in persons
        if shorts[short] == 1 and len(short) >= _LONE_NAME and short[0].isupper() and told:
            wanted[short] = "PERSON", "short form"
            draft.names[short] = name
    mark(draft, wanted, replaced=("PERSON",))


def identify(draft: Draft, authority: Authority) -> list[tuple[Span, Key]]:
    """Return each span with the key of its entity: two mentions are one entity if their keys are equal.

    The key is the reviewed identifier where the authority files know the name, else type and the words
    that carry the meaning of the fullest form that the document has. A person of one name only, and a
    name that consists of general words (`Ministerial Meeting`), stay within the document. The `method`
    of a span that was led to a fuller name says by which rule.
    """
    forms = forms_of(draft, authority)
    know_by_full_name(draft, forms.values(), load_officials())
    lead(forms.values())
    know_by_office(draft, list(forms.values()), load_officials())
    keyed = []
    for span in draft.spans:
        form = forms[span.type, flat(draft.of(span))]
        method = form.reason if form.reason and span.method != "acronym" else span.method
        keyed.append((replace(span, method=method), _key(draft, form.root())))
    _note(draft, forms.values())
    return keyed


def _note(draft: Draft, forms: Iterable[Form]) -> None:
    """Enter into the ledger how much was found, and what was taken for the same."""
    found = Counter((span.type, span.method) for span in draft.spans)
    for type_ in sorted({type_ for type_, _ in found}):
        told = sorted((method, n) for (t, method), n in found.items() if t == type_)
        draft.note("found", type_, ", ".join(f"{n} by {method}" for method, n in told))
    for form in forms:
        if form.leads_to is not None:
            draft.note("merged", form.text, f"{form.reason}: {form.root().text!r}")


def _key(draft: Draft, form: Form) -> Key:
    if form.known is not None:
        return form.known.type, frozenset(), form.known.entity_id
    alone = draft.doc_id if is_general(form) else ""
    return form.type, form.words or frozenset({slug(form.text)}), alone


def name_entities(drafts: Iterable[Draft], authority: Authority) -> dict[Key, tuple[str, str]]:
    """Return (entity_id, name) by key, over the whole corpus; see `Naming`."""
    naming = Naming(authority)
    for draft in drafts:
        naming.add(draft)
    return naming.named()


class Naming:
    """The names and identifiers of entities, given as documents come.

    The preferred name is the reviewed one, else the longest form in the first document that has one;
    later documents do not change it, so identifiers stay the same as a corpus grows. One that decisions speak of
    without naming it is called by a form that its identifier is made of, where there is one.
    """

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._named: dict[Key, tuple[str, str]] = {}
        self._taken: dict[str, Key] = {}
        self._unnamed: dict[Key, list[str]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        """Name what no document before has named."""
        for key, spans in _by_key(draft).items():
            known = self._authority.entities.get(key[2])
            if known and not known.name:
                forms = _forms(draft, spans)
                self._unnamed[key] += [_preferred(forms, key[0]), *sorted(forms)]
            if key not in self._named:
                self._named[key] = self._first(draft, key, spans)

    def _first(self, draft: Draft, key: Key, spans: Iterable[Span]) -> tuple[str, str]:
        listed = self._authority.entities.get(key[2]) or load_officials().persons.get(key[2])
        if listed:
            return listed.entity_id, listed.name
        name = _preferred(_forms(draft, spans), key[0])
        identity = entity_id(key[0], name) + (f"~{key[2]}" if key[2] else "")
        while identity in self._taken and self._taken[identity] != key:
            identity += "+"
        self._taken[identity] = key
        return identity, name

    def named(self) -> dict[Key, tuple[str, str]]:
        """Return (entity_id, name) by key."""
        named = dict(self._named)
        for key, names in self._unnamed.items():
            made_of = key[2].partition("~")[0]
            named[key] = (key[2], next((name for name in names if entity_id(key[0], name) == made_of), names[0]))
        return named


def _by_key(draft: Draft) -> dict[Key, list[Span]]:
    spans: dict[Key, list[Span]] = defaultdict(list)
    for span, key in draft.keyed:
        spans[key].append(span)
    return spans


def _forms(draft: Draft, spans: Iterable[Span]) -> set[str]:
    """Return the forms in which a document names an entity; a short one stands for what it abbreviates."""
    written = {draft.of(span) for span in spans}
    return {draft.names.get(text := flat(form), draft.expansions.get(text, form)) for form in written}


def _preferred(forms: Iterable[str], type_: str) -> str:
    names = [core_of(without_edition(form)) for form in forms] if type_ == "FORUM" else list(forms)
    return max(sorted(names), key=lambda name: (not (name.isupper() and " " in name), len(name)))
