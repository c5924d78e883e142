"""Written forms of names: made flat for comparison, cut down to keys, turned into identifiers."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

__all__ = [
    "ORDINAL_WORDS",
    "acronym_of",
    "content_key",
    "document_href",
    "edition_of",
    "entity_id",
    "flat",
    "is_acronym",
    "is_ordinal",
    "profile_href",
    "slug",
    "without_edition",
]

_SAME_LENGTH = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ", "\r": " ",
    }
)  # fmt: skip

# Letters that Unicode does not decompose into a base and a mark.
_WITHOUT_DECOMPOSITION = str.maketrans("łŁøØđĐ", "lLoOdD") | {ord("œ"): "oe", ord("Œ"): "OE", ord("ß"): "ss"}

ORDINAL_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ],
        start=1,
    )
}
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
for _stem, _ten in _TENS.items():
    ORDINAL_WORDS[f"{_stem}ieth"] = _ten
    for _unit, _number in list(ORDINAL_WORDS.items())[:9]:
        ORDINAL_WORDS[f"{_stem}y-{_unit}"] = _ten + _number

_ROMAN = re.compile(r"^(?=[XVILC]{1,9}$)(?:C{1,3}(?=X))?(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_DIGIT_ORDINAL = re.compile(r"^(\d{1,3})(?:st|nd|rd|th)$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_ONE_LETTER_ORDINAL = re.compile(r"^[IVX]$")  # only before other words: `V Meeting of Mayors`
# `COP28`, `UNEA-7`, `INC-5.2`, `22MSP`: an acronym and the number of the edition. `G20` and `C5` are names.
_NUMBERED = re.compile(r"^(?:([A-Z][A-Za-z]*[A-Z])-?\d{1,4}(?:\.\d)?|\d{1,3}([A-Z]{2,}))$")
_LONGEST_ACRONYM = 15
LONGEST_FILE_NAME = 150  # bytes; file systems hold 255
_TOKEN = re.compile(r"\w+(?:-\w+)*\+?")
_IGNORED = {"of", "the", "on", "for", "and", "in", "to", "with", "between", "a", "an", "at", "s", "annual"}


def flat(text: str) -> str:
    """Return `text` with one kind of apostrophe, hyphen and blank; every offset stays where it was.

    Examples
    --------
    >>> flat("Foreign Ministers’ Meeting – 2021")
    "Foreign Ministers' Meeting - 2021"
    """
    if text.isascii() and text.isprintable():  # as most names are: nothing to replace
        return text
    return text.translate(_SAME_LENGTH)


@lru_cache(maxsize=50_000)
def slug(name: str) -> str:
    """Return `name` in lower-case ASCII letters and digits joined by hyphens; other scripts stay as they are.

    Examples
    --------
    >>> slug("Côte d’Ivoire – Gœthe & Łódź"), slug("Совет")
    ('cote-d-ivoire-goethe-lodz', 'совет')
    """
    plain = name.translate(_WITHOUT_DECOMPOSITION).replace("+", " plus ")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-") or "unnamed"


def entity_id(entity_type: str, name: str) -> str:
    """Return the readable identifier of an entity.

    Examples
    --------
    >>> entity_id("FORUM", "18th East Asia Summit")
    'forum:east-asia-summit'
    """
    return f"{entity_type.lower()}:{slug(without_edition(name) if entity_type == 'FORUM' else name)}"


def edition_of(name: str) -> int | None:
    """Return the ordinal that a meeting's name begins with or holds, or None.

    Examples
    --------
    >>> [edition_of(n) for n in ("41st General Assembly", "Twenty-First Session", "XIV BRICS Summit", "G7 Summit")]
    [41, 21, 14, None]
    >>> edition_of("seventy-ninth session of the Assembly"), edition_of("Talks on a second bridge")
    (79, None)
    """
    return next((n for at, word in enumerate(flat(name).split()) if (n := _ordinal(word, opens=at == 0))), None)


def _ordinal(word: str, *, opens: bool) -> int | None:
    """Return the number that a word of a name tells; one in small letters does so only where it opens the name."""
    digits = _DIGIT_ORDINAL.match(word)
    if digits:
        return int(digits.group(1))
    if word.lower() in ORDINAL_WORDS and (opens or word[:1].isupper()):
        return ORDINAL_WORDS[word.lower()]
    if len(word) > 1 and _ROMAN.match(word):
        values = [_ROMAN_VALUES[c] for c in word]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return None


@lru_cache(maxsize=50_000)
def is_ordinal(word: str) -> bool:
    """Tell whether a word numbers an edition: `18th`, `Second`, `XIV`."""
    return _ordinal(word, opens=False) is not None


@lru_cache(maxsize=50_000)
def without_edition(name: str) -> str:
    """Return a meeting's name without ordinal and year: the name of its series.

    Examples
    --------
    >>> [without_edition(n) for n in ("2nd Russia–Africa Summit 2023", "COP28", "V Meeting of Mayors", "22MSP", "G7")]
    ['Russia–Africa Summit', 'COP', 'Meeting of Mayors', 'MSP', 'G7']
    >>> without_edition("fifty-fourth regular session of the Assembly")
    'regular session of the Assembly'
    """
    words = [w for at, w in enumerate(name.split()) if _ordinal(flat(w), opens=at == 0) is None and not _YEAR.match(w)]
    if len(words) > 1 and _ONE_LETTER_ORDINAL.match(words[0]):
        words = words[1:]
    if len(words) == 2 and is_acronym(words[0]) and words[1].isdigit():  # `COP 3`
        words = words[:1]
    return " ".join(_NUMBERED.sub(r"\1\2", flat(w)) if _NUMBERED.match(flat(w)) else w for w in words) or name


def is_acronym(text: str) -> bool:
    """Tell whether a text is one word with more than one capital, and no more letters than an acronym has."""
    return " " not in text and len(text) <= _LONGEST_ACRONYM and sum(c.isupper() for c in text) > 1


def content_key(
    name: str, expansions: Mapping[str, str] | None = None, *, with_edition: bool = False
) -> frozenset[str]:
    """Return the words that carry a name's meaning, whatever their order.

    Two names of one forum differ by order, hyphens, plural and abbreviation; their keys do not. Ordinal and
    year are left out unless `with_edition`: `Agenda 2063` is not `Agenda 2030`.

    Examples
    --------
    >>> a = content_key("ASEAN-Russia Special Meeting of Foreign Ministers")
    >>> a == content_key("Special Meeting of Russia–ASEAN Foreign Ministers")
    True
    """
    words: set[str] = set()
    for word in _TOKEN.findall(flat(name if with_edition else without_edition(name))):
        words |= _parts((expansions or {}).get(word, word))
    return frozenset(words - _IGNORED)


@lru_cache(maxsize=100_000)
def _parts(word: str) -> frozenset[str]:
    return frozenset(_singular(slug(part)) for part in word.replace("-", " ").replace("+", " plus").split())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def acronym_of(short: str, before: str) -> str | None:
    """Return the long form that ends `before` and that `short` abbreviates, or None.

    Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in
    biomedical text": letters of the short form are matched from the right; its first letter must
    begin a word of the long form.

    Examples
    --------
    >>> acronym_of("SCO", "within the Shanghai Cooperation Organization")
    'Shanghai Cooperation Organization'
    """
    letters = [c for c in short.lower() if c.isalnum()]
    if not letters:
        return None
    words = before.split()
    window = " ".join(words[-min(len(letters) + 5, len(letters) * 2 + 2) :])
    position = len(window)
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and not (
            window[position].lower() == letters[index]
            and (index > 0 or position == 0 or not window[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    long_form = window[position:]
    return long_form if len(long_form) > len(short) else None


def document_href(doc_id: str) -> str:
    """Return the page of a document, relative to the index: a name that no identifier can break out of.

    Examples
    --------
    >>> document_href("2020-09-09-aipa-41"), document_href("../../etc")
    ('documents/2020-09-09-aipa-41.html', 'documents/~2E.~2F..~2Fetc.html')
    """
    return f"documents/{quote(_file_name(doc_id))}.html"


def profile_href(entity_id: str) -> str:
    """Return the page of an entity's profile, relative to the index; a long identifier is cut and told by its hash.

    Examples
    --------
    >>> profile_href("state:RUS"), profile_href("org:assembly~../note 1")
    ('profiles/state-RUS.html', 'profiles/org-assembly~7E..~2Fnote~201.html')
    """
    safe = _file_name(entity_id.replace(":", "-", 1))
    if len(safe.encode()) > LONGEST_FILE_NAME:
        mark = hashlib.sha256(entity_id.encode()).hexdigest()[:12]
        safe = f"{safe.encode()[:LONGEST_FILE_NAME].decode(errors='ignore')}-{mark}"
    return f"profiles/{quote(safe)}.html"


def _file_name(identifier: str) -> str:
    safe = re.sub(r"[^\w.-]", lambda m: "".join(f"~{b:02X}" for b in m.group().encode()), identifier)
    return f"~2E{safe[1:]}" if safe.startswith(".") else safe
