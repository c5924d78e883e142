"""Names that stand for more than one thing, and what in the text tells which.

A reviewed name such as `Georgia` is one thing in most texts and another in some. Each rule names the
surface forms, what must stand beside the name or in the document, and what the name then means. The
first rule that holds is taken; without one the reviewed reading stays.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.authority import Authority, Known
from communique.extraction.draft import Draft, Span

__all__ = ["A_LANGUAGE", "A_PERSON", "PERSON_BEFORE", "RULES", "Evidence", "Rule"]

A_PERSON = "a person's name after a title"
A_LANGUAGE = "a language"
_AROUND = 40  # characters on each side in which `before` and `after` are looked for

# Titles after which a name is a person's, even if it is also a country's: `Mr Chad`, `Ms Georgia`.
PERSON_BEFORE = re.compile(
    r"(?<![\w-])(?:Mr|Mrs|Ms|Miss|Mme|Dr|Prof|Sir|Dame|Lord|Lady|Sen|Rep|Gov|Amb|Hon|Senator|Professor|Congressman"
    r"|Congresswoman|Dato'?(?: Sri)?|Datuk|Tan Sri|Sheikh|Pak|Ibu)\.?\s$"
)


@dataclass(frozen=True)
class Rule:
    """When a name means `entity`: all the patterns that are given must be found, `unless` must not.

    `before` ends where the name begins, `after` begins where it ends; `document` and `unless` may stand
    anywhere in the text.
    """

    names: frozenset[str]
    entity: str
    why: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    document: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


def _rule(
    names: str, entity: str, why: str, *, before: str = "", after: str = "", document: str = "", unless: str = ""
) -> Rule:
    compiled = (
        re.compile(pattern) if pattern else None for pattern in (before and f"(?:{before})$", after, document, unless)
    )
    return Rule(frozenset(names.split("|")), entity, why, *compiled)


_NORTH = r"\bNorth Korea|\bDPRK\b|Democratic People's Republic of Korea|\bPyongyang\b|\bKim Jong[- ]"
_SOUTH = r"\bSouth Korea|\bROK\b|(?<!People's )Republic of Korea|\bSeoul\b"
_KINSHASA = r"\bKinshasa\b|Democratic Republic of (?:the )?Congo|\bDRC\b|\bDR Congo\b|\bTshisekedi\b|\bGoma\b"
_BRAZZAVILLE = r"\bBrazzaville\b|(?<!Democratic )Republic of (?:the )?Congo|\bSassou"
_GEORGIA = r"\bTbilisi\b|\bGeorgians?\b|Caucasus|Abkhazia|South Ossetia|\bBatumi\b|\bArmenia\b|\bAzerbaijan\b"
_STATES = r"(?:Alabama|Florida|Tennessee|(?:North|South) Carolina|Texas|Ohio|Virginia|Nevada|Arizona|California)"

RULES: tuple[Rule, ...] = (
    _rule("Georgia", "place:state-of-georgia", "the state of the US",
          before=rf"\b(?:[Ss]tate of|Governor of|{_STATES},?|{_STATES},? and|Atlanta,|Savannah,|Augusta,)\s"),
    _rule("Georgia", "place:state-of-georgia", "the state of the US", after=rf"^,?\s(?:and\s)?{_STATES}\b"),
    _rule("Georgia", "place:state-of-georgia", "the state of the US",
          document=r"\bAtlanta\b|\bSavannah\b|\bGeorgia Tech\b", unless=_GEORGIA),
    _rule("Korea|Korean|Koreans|KOREA|KOREAN", "state:PRK", "only the North is named",
          document=_NORTH, unless=_SOUTH),
    _rule("Korean|Koreans|KOREAN", "state:KOR", "the North is not named", unless=_NORTH),
    _rule("Congo|Congolese", "state:COD", "only the one with Kinshasa is named", document=_KINSHASA,
          unless=_BRAZZAVILLE),
    _rule("Congo|Congolese", "state:COG", "only the one with Brazzaville is named", document=_BRAZZAVILLE,
          unless=_KINSHASA),
    _rule("Guinean|Guineans", "state:GNQ", "only Equatorial Guinea is named",
          document=r"\bEquatorial Guinea\b|\bMalabo\b",
          unless=r"(?<!Equatorial )(?<!New )\bGuinea\b(?!-Bissau)|\bConakry\b"),
    _rule("Guinean|Guineans", "state:GNB", "only Guinea-Bissau is named", document=r"\bGuinea-Bissau\b",
          unless=r"(?<!Equatorial )(?<!New )\bGuinea\b(?!-Bissau)|\bConakry\b"),
    _rule("Guinea", "state:GNQ", "the sentence says Malabo", after=r"^[^.]{0,30}\bMalabo\b"),
    _rule("Guinea", "state:GNB", "the sentence says Bissau", after=r"^[^.\w]{0,3}Bissau\b"),
    _rule("Niger", "place:niger-river", "the river", before=r"\b[Rr]iver\s|\b[Bb]asin of the\s"),
    _rule("Niger", "place:niger-river", "the river", after=r"^\s(?:[Rr]iver|[Bb]asin)\b"),
    _rule("Niger", "place:niger-state", "a state of Nigeria",
          before=r"\b(?:Kaduna|Kwara|Kebbi|Kogi|Zamfara|Benue),?\s(?:and\s)?|Governor of\s"),
    _rule("Jordan", "place:jordan-river", "the river", before=r"\b[Rr]iver\s|\b(?:banks?|valley) of the\s"),
    _rule("Dominican|Dominicans", "state:DMA", "Dominica is named, the Dominican Republic is not",
          document=r"\bDominica\b|\bRoseau\b", unless=r"\bDominican Republic\b|\bSanto Domingo\b"),
    _rule("Samoa|Samoan|Samoans", "state:ASM", "only American Samoa is named",
          document=r"\bAmerican Samoa|\bPago Pago\b", unless=r"(?<!American )\bSamoa\b|\bApia\b"),
    _rule("Micronesia|Micronesian", "place:micronesia-region", "the region, beside the others of Oceania",
          document=r"\bMelanesian?\b|\bPolynesian?\b", unless=r"Federated States of Micronesia|\bFSM\b|\bPalikir\b"),
    _rule("Ireland", "place:northern-ireland", "the North", before=r"\bthe North of\s"),
    _rule("Macedonia", "place:macedonia-greece", "the region of Greece",
          before=r"\bGreek\s|region of\s"),
    _rule("Republic of China", "state:CHN", "the People's Republic, otherwise spelt",
          before=r"\b(?:Peoples?|People.s|Popular)\s"),
    _rule("Washington", "place:washington-state", "the state of the US",
          before=r"\b(?:[Ss]tate of|Seattle,|Tacoma,|Spokane,|Oregon and|Governor of)\s"),
    _rule("Washington", "place:washington-state", "the state of the US", after=r"^\s(?:[Ss]tate\b|and Oregon\b)"),
)  # fmt: skip

_IN_THE_LANGUAGE = re.compile(r"(?:\b(?:in|into|from|[Oo]riginal:?|spoke|speaks|speak|fluent in|[Ll]anguages?:)\s|\()$")
_AS_LANGUAGE = re.compile(
    r"^(?:\s(?:and|or)\s[A-Z][a-z]+)?(?:[.,;)\n]|$|\s(?:only|and|or|with|at|on)\b)"
    r"|^[\s-](?:languages?|version|translation|text|interpretation|subtitles|spoken|speaking)\b"
)


class Evidence:
    """The rules that may hold in one document, as far as its whole text decides."""

    def __init__(self, draft: Draft, authority: Authority, rules: Iterable[Rule] = RULES) -> None:
        self._draft = draft
        self._authority = authority
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules:
            named = [name for name in sorted(rule.names) if name in draft.flat]
            told = not named or rule.document is None or rule.document.search(draft.flat)
            if told and not (named and rule.unless and rule.unless.search(draft.flat)):
                for name in named:
                    self._rules.setdefault(name, []).append(rule)

    def reading(self, span: Span) -> tuple[Known | None, str] | None:
        """Return what the name of a span means here and why, or None where the usual reading stands.

        The meaning is None where the name is that of no state or place at all: a person's, a language's.
        """
        flat = self._draft.flat
        name = flat[span.start : span.end]
        before, after = flat[max(0, span.start - _AROUND) : span.start], flat[span.end : span.end + _AROUND]
        if PERSON_BEFORE.search(before):
            return None, A_PERSON
        if name in self._authority.demonyms and _IN_THE_LANGUAGE.search(before) and _AS_LANGUAGE.match(after):
            return None, A_LANGUAGE
        for rule in self._rules.get(name, ()):
            beside = (rule.before is None or rule.before.search(before)) and (
                rule.after is None or rule.after.match(after)
            )
            if beside and rule.entity in self._authority.entities:
                return self._authority.entities[rule.entity], rule.why
        return None
