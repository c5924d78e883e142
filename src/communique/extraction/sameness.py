"""Which written forms of one document name the same: the rules, each with the reason that it gives.

A form that is shorter, or says less, is led to the one form that it stands for. Where two fit, it is
left apart.
"""

import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from communique.authority import Authority, Known
from communique.authority.decisions import Decision
from communique.extraction.acronyms import initials_of
from communique.extraction.draft import Draft, Span
from communique.extraction.persons import fits_full_name, name_words
from communique.extraction.vocabulary import HEADS, words
from communique.names import content_key, edition_of, flat, is_acronym, without_edition

__all__ = ["Form", "core_of", "forms_of", "head_of", "is_general", "lead"]

Words = frozenset[str]

# `26th meeting of the Contact Group`: a sitting of what follows.
_SITTING = re.compile(
    r"^(?:(?:ordinary|extraordinary|special|annual|regular|plenary|resumed|inaugural|first|high-level|formal|informal"
    r"|emergency|virtual|official)\s){0,3}"
    r"(?:meetings?|sessions?|rounds?|editions?|plenary|sitting|gathering)\s(?:of|on|in)\s(?:the\s)?",
    re.IGNORECASE,
)
# Words that a name may lose or gain without naming something else.
_PLACE_KIND = words("city region province area country countries district special administrative")
_USUAL = words("ordinary regular annual")
_COMPANY_KIND = words("ag group corporation company inc ltd plc movement party agency community network")
# Short for what every such body has.
_STANDING = {
    "COP": "Conference of the Parties", "CoP": "Conference of the Parties", "MOP": "Meeting of the Parties",
    "MoP": "Meeting of the Parties", "MSP": "Meeting of the States Parties", "PrepCom": "Preparatory Commission",
    "CFM": "Council of Foreign Ministers", "FMM": "Foreign Ministers' Meeting", "SOM": "Senior Officials' Meeting",
}  # fmt: skip
_CODE = re.compile(r"^(?:[A-Z]\d{1,2}|(?=(?:[^A-Z]*[A-Z]){2})[A-Z][\w.]{1,11})$")
_NUMBER = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][- ]?(\d{1,3})\b|\b(\d{1,3})[A-Z]{2,}\b")
_BRACKETS = re.compile(r"\s?\((?:the\s)?[\"']?([^()\"']{2,60})[\"']?\)")
_HANGS = re.compile(r"\bof\s(?:the\s)?")
_PARTICLE = {"do", "da", "de", "del", "am", "an", "sur", "u", "upon", "nad", "la"}


@dataclass
class Form:
    """One written form of one type in a document, with what is known of it."""

    type: str
    text: str
    full: str  # acronym written out, edition and sitting left out
    words: Words
    head: str
    edition: int | None = None
    known: Known | None = None
    decisions: tuple[Decision, ...] = ()
    spans: list[Span] = field(default_factory=list)
    in_brackets: set[str] = field(default_factory=set)  # what stands in brackets behind it
    leads_to: "Form | None" = None
    reason: str = ""

    def root(self) -> "Form":
        """Return the form that this one stands for in the end."""
        form = self
        while form.leads_to is not None:
            form = form.leads_to
        return form


def forms_of(draft: Draft, authority: Authority) -> dict[tuple[str, str], Form]:
    """Return the distinct written forms of a document by type and text, in the order of their first mention."""
    forms: dict[tuple[str, str], Form] = {}
    for span in draft.spans:
        text = flat(draft.of(span))
        form = forms.get((span.type, text))
        if form is None:
            form = forms[span.type, text] = _form(draft, authority, span, text)
        form.spans.append(span)
        if brackets := _BRACKETS.match(draft.flat, span.end):
            form.in_brackets.add(brackets.group(1))
    return forms


def _form(draft: Draft, authority: Authority, span: Span, text: str) -> Form:
    type_ = span.type
    listed = authority.entities.get(span.entity_id) if text not in draft.expansions else None
    if type_ == "PERSON":
        words = frozenset(name_words(text))
        known, rows = authority.decided.entity(draft.doc_id, type_, text, words, listed)
        return Form(type_, text, text, words, "", known=known, decisions=rows)
    series = without_edition(text) if type_ == "FORUM" else text
    full = draft.expansions.get(text) or draft.expansions.get(series) or series
    core = core_of(full) if type_ == "FORUM" else full
    expansions = ChainMap(draft.expansions, _STANDING)
    words = authority.words(core, expansions, with_edition=type_ != "FORUM")
    if type_ == "FORUM" and not _are_general(words):
        words -= _USUAL
    listed = listed or _known(authority, type_, full, core, words)
    known, rows = authority.decided.entity(draft.doc_id, type_, core, words, listed)
    edition = edition_of(text) or _number_of(text) if type_ == "FORUM" else None
    return Form(type_, text, core, words, head_of(core), edition, known, rows)


def core_of(full: str) -> str:
    """Return the body of `26th meeting of the Contact Group`, other names as they are."""
    sitting = _SITTING.match(full)
    body = full[sitting.end() :] if sitting else ""
    return body if head_of(body) or is_acronym(body) else full


def _known(authority: Authority, type_: str, full: str, core: str, words: Words) -> Known | None:
    # What the document defines goes before what the authority files say of the short form.
    for name in dict.fromkeys([full, core]):
        known = authority.get(name)
        if known and known.type == type_:
            return known
        if known and known.as_forum and type_ == "FORUM":
            return authority.entities[known.as_forum]
    if type_ not in {"ORG", "FORUM", "INSTRUMENT"}:
        return None
    key = content_key(full, authority.expansions, with_edition=type_ != "FORUM")
    return authority.like(type_, key) or (None if _are_general(words) else authority.like_words(type_, words))


def _number_of(text: str) -> int | None:
    """Return the number in `COP28`, `UNEA-7`, `22MSP`."""
    number = _NUMBER.search(text)
    return int(number.group(1) or number.group(2)) if number else None


def head_of(full: str) -> str:
    """Return the last head noun before what hangs on the name with `of`, `on`, `for`; empty where there is none."""
    words = re.split(r"[\s-]+", flat(full))
    hung = next((n for n, word in enumerate(words) if n and word.lower() in _HANGING), len(words))
    for part in (words[:hung], words):
        heads = [w for w in (word.removesuffix("'s").capitalize() for word in part) if w in HEADS]
        if heads:
            return _singular(heads[-1])
    return ""


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in HEADS else word


def lead(forms: Iterable[Form]) -> None:
    """Lead each form to the fuller one that it stands for, by the first rule that fits exactly one."""
    by_type: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_type[form.type].append(form)
    for type_ in sorted(by_type):
        group = by_type[type_]
        for reason, rule in _RULES.get(type_, []):
            rule(group, reason)


def _settle(
    form: Form, candidates: Iterable[Form], reason: str, *, gives_way: bool = False, of_words: bool = False
) -> None:
    """Lead the form to the one entity that the candidates name, if there is one and nothing forbids it."""
    own = form.root()
    if own is not form and not of_words:
        return
    roots = {id(root): root for root in (other.root() for other in candidates) if root is not own}
    if len(roots) != 1:
        return
    root = next(iter(roots.values()))
    one, other = own.known, root.known
    if one and other and one != other and (not gives_way or other.entity_id in one.apart):
        return
    own.leads_to, own.reason = root, own.reason or reason
    form.reason = form.reason or reason
    if root.known is None and not gives_way:
        root.known, root.decisions = own.known, own.decisions


# The rules. Each gets the forms of one type.


def _same_words(group: list[Form], reason: str) -> None:
    """`Ministry of Foreign Affairs of Peru`, `Peruvian Foreign Ministry`; `26th meeting of the Group`, `Group`."""
    first: dict[object, Form] = {}
    for form in group:
        keys: list[tuple[object, str]] = [(form.full.casefold(), reason)]
        keys += [(form.known.entity_id, "authority")] if form.known else []
        keys += [(form.words, reason)] if form.words else []
        for key, why in keys:
            owner = first.setdefault(key, form)
            if owner.root() is not form.root():
                _settle(form, [owner], why, of_words=True)


def _contained(group: list[Form], reason: str) -> None:
    """`Leaders' Retreat` beside `Singapore-Indonesia Leaders' Retreat`: same head, no word of its own.

    A reviewed name gives way only if it is a general one: in a text on the OAS, `General Assembly` is that
    of the OAS. Of several that fit, the one whose edition is next to it (`18th Summit`, `19th Summit of
    Mayors`) is meant.
    """
    holders: dict[str, list[Form]] = defaultdict(list)
    for form in group:
        for word in sorted(form.words):
            holders[word].append(form)
    told = Counter(form.known.entity_id for form in group if form.known and not _are_general(form.words))
    for form in sorted(group, key=lambda f: (-len(f.words), f.text)):
        general = _are_general(form.words)
        if not form.words or (form.known is not None and (not general or told[form.known.entity_id])):
            continue
        rarest = min((holders[word] for word in sorted(form.words)), key=len)
        fitting = [other for other in rarest if other is not form and _says_more(other, form)]
        near = [other for other in fitting if form.edition and other.edition and abs(form.edition - other.edition) <= 2]
        _settle(form, near or fitting, reason, gives_way=general)


def _says_more(long: Form, short: Form) -> bool:
    if not short.words < long.words or (short.known and short.known == long.known):
        return False
    if short.edition and long.edition and abs(short.edition - long.edition) > _MOST_EDITIONS_APART:
        return False
    dropped = long.words - short.words
    actors = {word for word in long.words if ":" in word}
    # `ASEAN Summit` is not `ASEAN-Russia Summit`: who meets is named in full or not at all.
    if actors & short.words and actors & dropped and short.type == "FORUM":
        return False
    if short.head:
        return short.head == long.head
    if short.type == "ORG":
        return dropped <= _COMPANY_KIND and long.full.startswith(short.full)
    return f" {short.full} ".casefold() in f" {long.full} ".casefold()


def _bracketed(group: list[Form], reason: str) -> None:
    """`11th Summit of the Southern Countries (MED9)`: what stands alone in brackets behind a forum is its other name.

    Not where it abbreviates the end: `Meeting of the Tokyo Conference on Salt (TCS)`.
    """
    by_text = {form.text: form for form in group}
    for form in group:
        ends = [form.full[match.end() :] for match in _HANGS.finditer(form.full)]
        for other in sorted(form.in_brackets & by_text.keys()):
            if other.lower() not in map(initials_of, ends):
                _settle(by_text[other], [form], reason)


def _session(group: list[Form], reason: str) -> None:
    """`11th Meeting` beside `10th Meeting of the Committee on Salt`, or in a text with one joint working group."""
    bodies = [form for form in group if form.head in _BODIES and not _are_general(form.words)]
    for form in group:
        if form.known is None and form.words <= _SITTING_WORDS:
            near = [other for other in group if other.edition and form.edition and _sits_like(other, form)]
            _settle(form, near or bodies, reason)


def _sits_like(long: Form, short: Form) -> bool:
    """Tell whether a form names a sitting of a body by the same word, the one before, the same or the next."""
    apart = abs((long.edition or 0) - (short.edition or 0))
    return (
        long.text != long.full
        and apart <= 1
        and f"{without_edition(short.text)} of ".casefold() in long.text.casefold()
    )


def _meeting_of(group: list[Form], reason: str) -> None:
    """`NWS Meeting` beside `Second Meeting of the Network on Water and Salt (NWS)`."""
    sittings: dict[Words, list[Form]] = defaultdict(list)
    for form in group:
        if form.text != form.full and form.words:
            sittings[form.words].append(form)
    for form in group:
        body = form.words - _SITTING_WORDS
        if body != form.words:
            _settle(form, sittings.get(body, []), reason)


_BODIES = words("Group Commission Committee Council Dialogue Consultations Forum Format Talks")
_HANGING = {"of", "on", "for", "between", "to", "against", "in"}
_SITTING_WORDS = words("meeting session round edition plenary sitting ordinary extraordinary special annual regular")
_MOST_EDITIONS_APART = 5


def _initials(group: list[Form], reason: str) -> None:
    """Lead an acronym that the document does not define to the one name with its initials."""
    spelt: dict[str, list[Form]] = defaultdict(list)
    for form in group:
        if not _CODE.match(form.full):
            spelt[initials_of(form.full)].append(form)
    for form in group:
        if form.known is None and _CODE.match(form.full):
            _settle(form, spelt.get(form.full.lower().replace(".", ""), []), reason)


def _persons(group: list[Form], reason: str) -> None:
    holders: dict[str, list[Form]] = defaultdict(list)
    for form in group:
        for word in name_words(form.text):
            holders[word].append(form)
    for form in sorted(group, key=lambda f: (-len(f.words), f.text)):
        words = [word for word in name_words(form.text) if len(word) > 1]
        nearest = min((holders[word] for word in words), key=len, default=[])
        fitting = [other for other in nearest if other is not form and fits_full_name(form.text, other.text)]
        _settle(form, fitting, reason)


def _places(group: list[Form], reason: str) -> None:
    """`Asia-Pacific region`, `Belém do Pará`."""
    by_words: dict[Words, list[Form]] = defaultdict(list)
    for form in group:
        by_words[frozenset(w for w in form.words if w not in _PLACE_KIND)].append(form)
    for forms in by_words.values():
        for form in forms[1:]:
            _settle(form, forms[:1], reason)
    by_text = {form.text: form for form in group}
    for form in group:
        first, _, rest = form.text.partition(" ")
        if rest.split(" ")[0] in _PARTICLE and first in by_text:
            _settle(by_text[first], [form], reason)


Rule = Callable[[list[Form], str], None]
_RULES: dict[str, list[tuple[str, Rule]]] = {
    "PERSON": [("capitals", _same_words), ("short form", _persons)],
    "STATE": [("same words", _same_words)],
    "ORG": [("same words", _same_words), ("initials", _initials), ("containment", _contained)],
    "FORUM": [
        ("same words", _same_words),
        ("initials", _initials),
        ("brackets", _bracketed),
        ("containment", _contained),
        ("session", _session),
        ("session", _meeting_of),
    ],
    "INSTRUMENT": [("same words", _same_words), ("initials", _initials), ("containment", _contained)],
    "PLACE": [("same words", _same_words), ("kind of place", _places), ("initials", _initials)],
}


# Words that make no name of their own: whose meeting, on what rank, is not told.
_GENERAL = words(
    """
    minister ministry leader head state government foreign senior official expert high level special joint ministerial
    annual regular informal extraordinary ordinary plenary general executive international regional bilateral
    trilateral multilateral national permanent working preparatory intergovernmental interministerial review
    strategic political economic policy press party member council cooperation partnership action plan first second
    third and of president prime defense security trade finance parliamentary speaker steering technical draft final
    """
)
_GENERAL_HEADS = frozenset(_singular(word).lower() for word in HEADS)


def is_general(form: Form) -> bool:
    """Tell whether a form has no word of its own, so that another document may mean something else by it."""
    if form.type == "PERSON":
        return len(form.words) == 1
    return form.type not in {"STATE", "PLACE"} and _are_general(form.words)


def _are_general(words: Words) -> bool:
    return words <= _GENERAL | _GENERAL_HEADS
