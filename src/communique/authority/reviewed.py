"""The reviewed names: lists in CSV, one entity a row, made for git and a spreadsheet alike.

Lists inside a cell are separated by `|`.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from communique.authority.decided import Decided
from communique.errors import AuthorityError
from communique.forms import by_first_word, find_forms
from communique.names import content_key, entity_id, flat, slug

__all__ = ["SURFACE_COLUMNS", "Authority", "Known", "indexed", "read_reviewed"]

# Columns that hold names to be found in a text, by file. A state's capital is a place of its own.
SURFACE_COLUMNS = {
    "states": ["name", "official", "aliases", "former", "demonyms"],
    "organisations": ["name", "acronym", "aliases"],
    "forums": ["name", "acronym", "aliases"],
    "instruments": ["name", "acronym", "aliases"],
    "places": ["name", "aliases"],
}
TYPES = {
    "states": "STATE",
    "organisations": "ORG",
    "forums": "FORUM",
    "instruments": "INSTRUMENT",
    "places": "PLACE",
}
# Types whose names come in many orders and abbreviations, so that they are compared by their words.
KEYED_TYPES = {"ORG", "FORUM", "INSTRUMENT"}
# Spellings of one word, and words that make no difference between names.
SPELLING = {
    "organisation": "organization", "defence": "defense", "centre": "center", "programme": "program",
    "labour": "labor", "affair": "",
}  # fmt: skip
SMALL_WORDS = {"of", "the", "and", "for", "on", "in", "to", "with", "between", "at", "against", "by", "from", "a"}
# Kinds of organisations at which states convene: the Visegrad Group meets, a ministry does not.
OF_STATES = {"regional", "international"}
LONGEST_CODE = 3  # letters; what is longer and in capitals may be a name in a headline
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """A reviewed entity, or one that decisions speak of: its name may be empty then.

    `apart` are the identifiers of those that it must never be merged with. `as_forum` is the identifier that an
    organisation of states has where a text speaks of it as the forum at which they meet.
    """

    entity_id: str
    type: str
    name: str
    iso3: str | None = None
    wikidata: str | None = None
    apart: frozenset[str] = frozenset()
    as_forum: str = ""


@dataclass(frozen=True)
class Authority:
    """The reviewed names, ready to be looked up and found in texts.

    `decided` are an analyst's decisions, `lists` the names without them (None where nothing is decided).
    """

    entities: dict[str, Known]
    surfaces: dict[str, str]
    expansions: dict[str, str] = field(repr=False)
    _by_key: dict[tuple[str, frozenset[str]], str] = field(repr=False)
    _by_first_word: dict[str, list[str]] = field(repr=False)
    _by_capitals: dict[str, str] = field(repr=False)
    _by_words: dict[tuple[str, frozenset[str]], str] = field(repr=False, default_factory=dict)
    demonyms: frozenset[str] = field(repr=False, default=frozenset())
    decided: Decided = field(repr=False, default_factory=Decided)
    lists: "Authority | None" = field(repr=False, default=None)

    def __getitem__(self, surface: str) -> Known:
        """Return the entity that a written form names; KeyError when none is reviewed."""
        return self.entities[self.surfaces[flat(surface)]]

    def get(self, surface: str) -> Known | None:
        """Return the entity that a written form names, or None.

        A form in capitals (`GERMANY`, in a headline) names what it names in small letters; a full stop
        at the end of an abbreviation may be wanting (`U.S`).

        Examples
        --------
        >>> from communique import load_authority
        >>> load_authority().get("GERMANY").name
        'Germany'
        """
        written = flat(surface)
        known = self.surfaces.get(written) or self.surfaces.get(f"{written}.")
        if known is None and len(written) > LONGEST_CODE and written.isupper():
            known = self._by_capitals.get(written)
        return self.entities[known] if known else None

    def like(self, type_: str, key: frozenset[str]) -> Known | None:
        """Return the entity of that type whose name has the same `content_key`, or None."""
        known = self._by_key.get((type_, key))
        return self.entities[known] if known else None

    def like_words(self, type_: str, words: frozenset[str]) -> Known | None:
        """Return the entity of that type whose name has the same `words`, or None."""
        known = self._by_words.get((type_, words))
        return self.entities[known] if known else None

    def words(self, name: str, expansions: Mapping[str, str], *, with_edition: bool = True) -> frozenset[str]:
        """Return the words that carry a name's meaning; a state or organisation within it counts as one word.

        Examples
        --------
        >>> from communique import load_authority
        >>> one = load_authority().words("Peruvian Ministry of Labour", {})
        >>> one == load_authority().words("Labor Ministry of the Republic of Peru", {})
        True
        """
        written = _WORD.sub(lambda word: expansions.get(word.group(), word.group()), flat(name))
        if written.isupper() and " " in written:
            written = self._in_small_letters(written)
        pieces: list[str] = []
        words: set[str] = set()
        position = 0
        for start, end, known in self.find(written):
            if known.type in {"STATE", "ORG"} and end - start < len(written):
                pieces.append(written[position:start])
                words.add(known.entity_id)
                position = end
        pieces.append(written[position:])
        rest = " ".join(pieces)
        key = content_key(rest, with_edition=with_edition) if re.search(r"\w", rest) else frozenset()
        return frozenset(words | {SPELLING.get(word, word) for word in key}) - {""}

    def _in_small_letters(self, name: str) -> str:
        """Return a name in capitals with capitals first; acronyms stay."""
        words = re.findall(r"\w+|\W+", name)
        return "".join(
            word if word in self.expansions else word.lower() if word.lower() in SMALL_WORDS else word.capitalize()
            for word in words
        )

    def find(self, text: str) -> Iterator[tuple[int, int, Known]]:
        """Yield (start, end, entity) for the names in `text`: case-sensitive, whole words, longest first.

        Examples
        --------
        >>> from communique import load_authority
        >>> for start, end, known in load_authority().find("Russian and Vietnamese guests in New Delhi"):
        ...     print(start, end, known.entity_id)
        0 7 state:RUS
        12 22 state:VNM
        33 42 place:new-delhi
        """
        for start, end, surface in find_forms(text, self._by_first_word):
            yield start, end, self.entities[self.surfaces[surface]]


@lru_cache(maxsize=4)
def read_reviewed(folder: Path) -> Authority:
    """Read the lists of a folder.

    Raises
    ------
    AuthorityError
        When there is no such folder, a file lacks a column, a name is empty, or a name stands for two entities of
        one file.
    """
    if not folder.is_dir():
        raise AuthorityError(f"{folder} does not exist: name a folder of authority files such as states.csv.")
    entities: dict[str, Known] = {}
    surfaces: dict[str, str] = {}
    demonyms: set[str] = set()
    for file in SURFACE_COLUMNS:
        path = folder / f"{file}.csv"
        if path.is_file():
            _read_file(path, entities, surfaces, demonyms)
    return indexed(entities, surfaces, demonyms)


def indexed(entities: dict[str, Known], surfaces: dict[str, str], demonyms: Iterable[str]) -> Authority:
    """Return the names with all that they are looked up by."""
    expansions = {
        surface: entities[identity].name
        for surface, identity in surfaces.items()
        if surface.isupper()
        and " " not in surface
        and entities[identity].name
        and entities[identity].type in KEYED_TYPES
    }
    by_key: dict[tuple[str, frozenset[str]], str] = {}
    for surface, identity in surfaces.items():
        type_ = entities[identity].type
        if type_ in KEYED_TYPES:
            by_key.setdefault((type_, content_key(surface, expansions, with_edition=type_ != "FORUM")), identity)
    authority = Authority(
        entities, surfaces, expansions, by_key, by_first_word(surfaces), _capitals(surfaces), {}, frozenset(demonyms)
    )
    for surface, identity in surfaces.items():
        type_ = entities[identity].type
        if type_ in KEYED_TYPES and (words := authority.words(surface, {}, with_edition=type_ != "FORUM")):
            authority._by_words.setdefault((type_, words), identity)
    return authority


def _capitals(surfaces: dict[str, str]) -> dict[str, str]:
    """Return the identifiers by written form in capitals; a form that would name two is left out."""
    owners: dict[str, set[str]] = defaultdict(set)
    for surface, identity in surfaces.items():
        owners[surface.upper()].add(identity)
    return {surface: min(identities) for surface, identities in owners.items() if len(identities) == 1}


def _read_file(path: Path, entities: dict[str, Known], surfaces: dict[str, str], demonyms: set[str]) -> None:
    kind = path.stem
    for line, row in _rows(path, SURFACE_COLUMNS[kind] + (["iso3", "capital"] if kind == "states" else [])):
        iso3 = row.get("iso3") or None
        # A reviewed name is whole: the First Committee is not an edition of the Third.
        identity = f"state:{iso3}" if kind == "states" else f"{TYPES[kind].lower()}:{slug(row['name'])}"
        if kind == "states" and (iso3 is None or identity in entities):
            raise AuthorityError(f"{path}, line {line}: each state needs an iso3 of its own.")
        as_forum = f"forum:{slug(row['name'])}" if row.get("kind") in OF_STATES else ""
        if as_forum:
            entities.setdefault(as_forum, Known(as_forum, "FORUM", row["name"]))
        entities.setdefault(identity, Known(identity, TYPES[kind], row["name"], iso3, as_forum=as_forum))
        for surface in _surfaces(row, SURFACE_COLUMNS[kind]):
            # Files are read in a fixed order; the first to name a surface keeps it.
            owner = surfaces.setdefault(surface, identity)
            if owner != identity and entities[owner].type == TYPES[kind]:
                raise AuthorityError(
                    f"{path}, line {line}: {surface!r} stands for {entities[owner].name} already; remove it from one."
                )
        demonyms.update(_surfaces(row, ["demonyms"]) if kind == "states" else [])
        for capital in _surfaces(row, ["capital"] if kind == "states" else []):
            place = entity_id("PLACE", row["capital"].split("|")[0])
            if surfaces.setdefault(capital, place) == place:
                entities.setdefault(place, Known(place, "PLACE", row["capital"].split("|")[0], iso3))


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an authority file with their line numbers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise AuthorityError(f"{path} has no column `{missing[0]}`: its first line must name the columns.")
        for row in reader:
            if None in row:
                raise AuthorityError(f"{path}, line {reader.line_num}: there are more cells than columns.")
            if not row["name"]:
                raise AuthorityError(f"{path}, line {reader.line_num}: the name is empty.")
            yield reader.line_num, row


def _surfaces(row: dict[str, str], columns: list[str]) -> list[str]:
    cells = (surface.strip() for column in columns for surface in row[column].split("|"))
    return [flat(surface) for surface in cells if surface]
