"""The reviewed office holders: who held which office of which state or organisation, and when.

They live in `data/authority/officials.csv`, one office of a person a row. Years rather than months where a month
is not sure; `to` is empty while the end is not known. Other spellings stand once more in each row of a person.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from communique.authority import Authority, load_authority
from communique.errors import AuthorityError
from communique.extraction.persons import fits_full_name, name_words
from communique.extraction.vocabulary import words
from communique.forms import by_first_word, find_forms
from communique.names import entity_id, flat
from communique.resources import project_folder

__all__ = ["COLUMNS", "Office", "Official", "Officials", "load_officials", "same_office"]

COLUMNS = ["name", "aliases", "for", "title", "from", "to", "note"]
_DATE = re.compile(r"^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?$")
_ISO3 = re.compile(r"^[A-Z]{3}$")
# Ways to write one Arabic name in Latin letters, and the article that some leave out.
_SPELLINGS = {
    "mohamed": "mohammed", "muhammad": "mohammed", "mohammad": "mohammed", "mohamad": "mohammed", "ahmad": "ahmed",
    "abdel": "abdul", "abd": "abdul", "yousef": "yusuf", "youssef": "yusuf",
    "hussain": "hussein", "hossein": "hussein", "ibn": "bin",
}  # fmt: skip
_ARTICLES = {"al", "el"}
_THRONES = words("king queen emperor sultan prince pope lord")
_HONORIFICS = _THRONES | words("haji shri smt daw seri sheikh sheikha dato datuk sri tan tun seyyed sayyid dr sir dame")
_NUMERAL = re.compile(r" (I{2,3}|IV)$")  # which `name_words` leaves out


@dataclass(frozen=True)
class Office:
    """An office: the identifier of the state or organisation, the title, first and last year or month."""

    whom: str
    title: str
    start: str
    end: str

    def covers(self, date: str) -> bool:
        """Tell whether the office was held on a date, as precisely as term and date tell.

        Examples
        --------
        >>> term = Office("state:PER", "President", "2001", "2006-07")
        >>> [term.covers(date) for date in ("2000-12-31", "2001-01-01", "2006-07-31", "2006", "2006-08")]
        [False, True, True, True, False]
        """
        begun = date[: len(self.start)] >= self.start[: len(date)]
        return begun and (not self.end or date[: len(self.end)] <= self.end[: len(date)])


@dataclass(frozen=True)
class Official:
    """A person with all her offices, and every spelling of the name."""

    entity_id: str
    name: str
    spellings: tuple[str, ...]
    offices: tuple[Office, ...]

    def on(self, date: str) -> list[Office]:
        """Return the offices held on a date."""
        return [office for office in self.offices if office.covers(date)]


@dataclass(frozen=True)
class Officials:
    """The office holders by identifier, to be looked up by their names."""

    persons: dict[str, Official]
    _by_name: dict[tuple[str, ...], list[str]] = field(repr=False)
    _by_word: dict[str, list[str]] = field(repr=False)
    _by_first_word: dict[str, list[str]] = field(repr=False)

    def named(self, text: str, date: str | None) -> Official | None:
        """Return whom a name written in full names, or None; of namesakes the one in office at the date.

        Examples
        --------
        >>> officials = load_officials()
        >>> officials.named("Volodymyr Zelensky", None).name, officials.named("Zelensky", None)
        ('Volodymyr Zelenskyy', None)
        """
        name = _folded(text)
        while name not in self._by_name and name and name[0] in _HONORIFICS:
            name = name[1:]
        found = [self.persons[identity] for identity in self._by_name.get(name, [])] if len(name) > 1 else []
        if len(found) > 1:
            found = [person for person in found if date and person.on(date)]
        return found[0] if len(found) == 1 else None

    def called(self, text: str) -> list[Official]:
        """Return whom a part of a name (`Zelensky`, `V. Zelensky`) may name."""
        long = [word for word in _folded(text) if len(word) > 1]
        rarest = min((self._by_word.get(word, []) for word in long), key=len, default=[])
        persons = [self.persons[identity] for identity in rarest]
        return [
            person
            for person in persons
            if any(flat(text) == spelling or fits_full_name(text, spelling) for spelling in person.spellings)
        ]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Return (start, end) of the full names in `text`: as they are written, whole words, longest first.

        Examples
        --------
        >>> [*load_officials().find("Shri Narendra Modi met Kao Kim Hourn.")]
        [(5, 18), (23, 36)]
        """
        return ((start, end) for start, end, _ in find_forms(text, self._by_first_word))


def _folded(name: str) -> tuple[str, ...]:
    numeral = _NUMERAL.search(name)  # `Rudolf II` is a full name
    plain = [*name_words(name), *([numeral[1].lower()] if numeral else [])]
    return tuple(_SPELLINGS.get(word, word) for n, word in enumerate(plain) if not n or word not in _ARTICLES)


def load_officials(folder: str | Path | None = None) -> Officials:
    """Read the office holders of a folder of authority files (those of the project when None), once.

    A folder without `officials.csv` gives none.

    Raises
    ------
    AuthorityError
        When a row of the file cannot be used; the message names file and line.
    """
    return _load(Path(folder) if folder else project_folder() / "data" / "authority")


@lru_cache(maxsize=4)
def _load(folder: Path) -> Officials:
    path = folder / "officials.csv"
    offices: dict[str, list[Office]] = defaultdict(list)
    spellings: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, str] = {}
    rows = _rows(path, load_authority(folder)) if path.is_file() else iter(())
    for line, row, whom in rows:
        identity = entity_id("PERSON", row["name"])
        office = Office(whom, row["title"], row["from"], row["to"])
        if office in offices[identity]:
            raise AuthorityError(f"{path}, line {line}: this office of {row['name']} stands there already; remove one.")
        if names.setdefault(identity, row["name"]) != row["name"]:
            raise AuthorityError(f"{path}, line {line}: write {row['name']!r} as elsewhere, {names[identity]!r}.")
        offices[identity].append(office)
        spellings[identity].update(dict.fromkeys(filter(None, [row["name"], *row["aliases"].split("|")])))
    persons = {
        identity: Official(identity, names[identity], tuple(map(flat, spellings[identity])), tuple(own))
        for identity, own in offices.items()
    }
    by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_word: dict[str, list[str]] = defaultdict(list)
    for identity, person in persons.items():
        written = [_folded(spelling) for spelling in person.spellings]
        for folded in dict.fromkeys(written):
            by_name[folded].append(identity)
        for word in dict.fromkeys(word for folded in written for word in folded):
            by_word[word].append(identity)
    full = {_untitled(spelling) for person in persons.values() for spelling in person.spellings} - {""}
    return Officials(persons, dict(by_name), dict(by_word), by_first_word(full))


def _untitled(spelling: str) -> str:
    """Return a name as it is marked in a text, without what one reigns as, or nothing if one word is left."""
    first, _, rest = spelling.partition(" ")
    name = rest if first.lower() in _THRONES else spelling
    return name if " " in name else ""


def _rows(path: Path, authority: Authority) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield line, row and the identifier of the state or organisation of each office."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        if reader.fieldnames != COLUMNS:
            raise AuthorityError(f"{path}: its first line must be {','.join(COLUMNS)}.")
        for row in reader:
            at = f"{path}, line {reader.line_num}"
            if None in row:
                raise AuthorityError(f"{at}: there are more cells than columns.")
            if not row["name"] or not row["title"]:
                raise AuthorityError(f"{at}: each office needs a name and a title.")
            for column in ("from", "to"):
                if not _DATE.match(row[column]) and (row[column] or column == "from"):
                    raise AuthorityError(f"{at}: `{column}` is {row[column]!r}; write YYYY or YYYY-MM.")
            if row["to"] and not Office("", "", row["from"], row["to"]).covers(row["from"]):
                raise AuthorityError(f"{at}: the office ends before it begins.")
            yield reader.line_num, row, _whom(authority, row["for"], at)


def _whom(authority: Authority, written: str, at: str) -> str:
    known = authority.entities.get(f"state:{written}") if _ISO3.match(written) else authority.get(written)
    if known is None or (known.type == "STATE") != bool(_ISO3.match(written)) or known.type not in _MAY_HAVE_OFFICES:
        raise AuthorityError(f"{at}: {written!r} is neither the iso3 of a state nor a reviewed organisation or forum.")
    return known.entity_id


_MAY_HAVE_OFFICES = {"STATE", "ORG", "FORUM"}

# Kinds of office, the first that fits; what is of the same kind may be the same office in other words.
_KINDS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("aide", r"advis[eo]r|\baide\b|spokes|head of the office"),
        ("deputy", r"\b(?:deputy|vice|assistant|under)\b(?!.*\bminister of)"),
        ("foreign", r"\bforeign|external affairs|international relations|^secretary of state$"),
        ("government", r"\bprime minister|\bpremier\b|^p\.?m\.?$|\bchancellor\b(?! of)|taoiseach|of the council of m"),
        ("defence", r"defen[cs]e|armed forces"),
        ("money", r"financ|treasur|exchequer|econom"),
        ("trade", r"trade|commerce|industry"),
        ("secretary", r"secretary[- ]general|general secretary|executive secretary|^secretary$"),
        ("director", r"director|executive|administrator|managing"),
        ("commissioner", r"commissioner"),
        ("speaker", r"speaker"),
        ("representative", r"representative|envoy|ambassador|coordinator|observer"),
        ("chair", r"chair"),
        ("prosecutor", r"prosecutor"),
        ("state", r"president|head of state"),
        ("crown", r"crown prince"),
        ("monarch", r"\bking\b|queen|emir\b|amir|sultan|emperor|monarch|highness|majesty"),
        ("pope", r"pope|pontiff|holiness"),
        ("minister", r"minister|secretary"),
    )
]
# A short title may be short for one of these.
_SHORT_FOR = {
    "minister": {"foreign", "defence", "money", "trade", "minister"},
    "secretary": {"secretary", "foreign", "defence", "money", "trade", "minister"},
}


def same_office(text: str, reviewed: str) -> bool:
    """Tell whether the title of a text may be that of the file, in other words or short.

    Examples
    --------
    >>> [same_office(text, "Foreign Minister") for text in ("Minister of Foreign Affairs", "Minister", "President")]
    [True, True, False]
    """
    told, known = _kind(text), _kind(reviewed)
    return told is not None and (told == known or known in _SHORT_FOR.get(told, set()))


@lru_cache(maxsize=4096)
def _kind(title: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), None)
