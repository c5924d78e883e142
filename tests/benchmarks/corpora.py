"""Corpora of any size to measure with: invented press releases on real states and forums, and what they say as tables.

Names are drawn by Zipf's law: a few states, forums and persons are everywhere, most are rare, and a larger corpus has
more of them. Forums meet once a year and count their editions; some releases are copies of earlier ones, exact or
with another first line; some lines are noise. Every release is drawn by its own number, so that corpora can be
streamed, cut and begun anywhere, and are the same for the same seed.

    python tests/benchmarks/corpora.py 10000 --seed 0 --out corpus.jsonl
    python tests/benchmarks/corpora.py 10000 --seed 0 --tables tables
"""

import argparse
import csv
import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, product
from pathlib import Path
from random import Random
from string import Formatter

import pandas as pd

from communique import Tables, cooccurrences, write_tables
from communique.names import entity_id
from communique.resources import project_folder
from communique.schemas import SCHEMAS, empty

COPIES, CHANGED, NOISY, NOISE_AFTER = 0.04, 0.5, 0.25, 0.1  # shares of releases, of copies, of releases, of sentences
SENTENCES, SPREAD, SHORTEST, LONGEST = 14, 0.5, 3, 80  # of a release: median, deviation of the logarithm, bounds
FIRST_DAY, N_DAYS = date(2005, 1, 3), 365 * 20
SYLLABLES = [
    "ba", "dor", "fen", "gal", "hir", "jo", "kel", "lum", "mar", "nov", "or", "pel", "rin", "sol", "tav", "vek",
]  # fmt: skip
TITLES = [
    "Foreign Minister", "Deputy Minister", "Ambassador", "Special Envoy", "Minister of Trade",
    "Permanent Representative",
]  # fmt: skip
TOPICS = [
    "water", "trade", "transport", "health", "energy", "fisheries", "migration", "education", "standards", "customs",
]  # fmt: skip
PUBLISHERS = [
    "Ministry of Foreign Affairs", "Permanent Mission", "Press Service", "Secretariat",
]  # fmt: skip
NOISE = [
    "* * *", "Share / Print / Subscribe", "Photo 3 of 12", "READ MORE >>", "For enquiries: press office, room 214",
    "- 2 -",
]  # fmt: skip

# How often, what is said, and who takes part in the forum in which role and status. The letter of a name tells its
# kind: s a state, p a person, t her title, f a forum with its edition, g one without, c a capital, o an organisation,
# w a topic. s1 is the state of p1.
PATTERNS = [
    (3, "{s1} hosted the {f1} in {c1}.", ["s1 host held"]),
    (2, "{s1} will chair the {f1} next year.", ["s1 chair planned"]),
    (5, "{s1}, {s2} and {s3} took part in the {f1}.", [f"s{n} participant held" for n in (1, 2, 3)]),
    (1, "{s1} attended the {f1} as an observer.", ["s1 observer held"]),
    (4, "{t1} of {s1} {p1} addressed the {f1}.", ["p1 participant held"]),
    (3, "{t1} {p1} of {s1} will attend the {f1} in {c1}.", ["p1 participant planned"]),
    (2, "{p1} and {p2} met on the margins of the {g1} in {c1}.", ["p1 participant held", "p2 participant held"]),
    (1, "{s1} offered to host the {f1}.", ["s1 host proposed"]),
    (1, "{o1} was invited to the {g1}.", ["o1 invited held"]),
    (4, "{s1} and {s2} exchanged views on {w1} and {w2}.", []),
    (3, "{p1} received {p2} in {c1} and spoke of {w1}.", []),
    (2, "{o1} and {s1} signed a memorandum on {w1}.", []),
    (6, "The two sides agreed to deepen cooperation on {w1} and {w2}, and to review progress in the months ahead.", []),
    (6, "It was noted that steady work on {w1} remains important, and that practical projects on {w2} bear fruit.", []),
]
OFTEN = list(accumulate(pattern[0] for pattern in PATTERNS))
DRAWN_IN_ORDER = "ptsfgcow"  # a title and a state follow from the person


@dataclass(frozen=True)
class Name:
    """A name, and of which entity: none if it is but a word. `beside`: a capital, title and state, or first year."""

    text: str
    type: str = ""
    entity_id: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Who takes part in what, by one sentence."""

    sent_id: int
    actor: Name
    forum: Name
    edition: int | None
    role: str
    status: str


@dataclass
class Release:
    """A press release, and what its text says."""

    number: int
    day: date
    source: str
    lines: list[str] = field(default_factory=list)
    mentions: list[tuple[int, int, int, Name]] = field(default_factory=list)  # sentence, start and end within it
    parts: list[Part] = field(default_factory=list)
    offices: list[tuple[int, Name, Name]] = field(default_factory=list)  # sentence, person, state
    copy_of: int | None = None

    @property
    def doc_id(self) -> str:
        return f"r{self.number:07d}"

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def row(self) -> dict[str, str]:
        """What a table of texts holds of it."""
        told = {"id": self.doc_id, "title": self.lines[0], "date": self.day.isoformat(), "source": self.source}
        return {**told, "language": "en", "text": self.text}


@dataclass(frozen=True)
class Corpus:
    """A corpus that is drawn as it is asked for; memory grows with the number of names alone.

    Parameters
    ----------
    n_documents
        How many releases; the persons are about five times its square root.
    seed
        Another seed, another corpus.
    """

    n_documents: int
    seed: int = 0

    @cached_property
    def names(self) -> dict[str, list[Name]]:
        """The names by kind, the most frequent first."""
        random = Random(f"{self.seed} names")
        rows = [row for row in _authority("states") if row["standing"] == "member" and row["capital"]]
        states = [Name(row["name"], "STATE", f"state:{row['iso3']}", (row["capital"],)) for row in rows]
        known = [
            row["name"] for row in _authority("forums") if re.fullmatch(r"[A-Z][a-z]+( [A-Z]?[a-z]+)+", row["name"])
        ]
        forums = [Name(name, "FORUM", entity_id("FORUM", name), (str(random.randint(1975, 2004)),)) for name in known]
        invented = _invented(100 + 5 * math.isqrt(self.n_documents), random)
        persons = [
            Name(name, "PERSON", entity_id("PERSON", name), (random.choice(TITLES), random.choice(states).text))
            for name in invented
        ]
        institutes = sorted({f"{name.split()[1]} Institute" for name in invented})
        organisations = [Name(name, "ORG", entity_id("ORG", name)) for name in institutes]
        kinds = {"s": states, "f": forums, "p": persons, "o": organisations}
        return {kind: random.sample(names, len(names)) for kind, names in kinds.items()}

    @cached_property
    def _zipf(self) -> dict[str, list[float]]:
        return {kind: list(accumulate(1 / n for n in range(1, len(names) + 1))) for kind, names in self.names.items()}

    @cached_property
    def _states(self) -> dict[str, Name]:
        return {state.text: state for state in self.names["s"]}

    def releases(self, first: int = 0, until: int | None = None) -> Iterator[Release]:
        """Yield the releases from one number to another, in order."""
        for number in range(first, self.n_documents if until is None else until):
            yield self.release(number)

    def release(self, number: int) -> Release:
        """Return one release; of a copy, the text alone."""
        random = Random(f"{self.seed} {number}")
        day = FIRST_DAY + timedelta(random.randrange(N_DAYS))
        release = Release(number, day, random.choice(PUBLISHERS))
        if number and random.random() < COPIES:
            original = self.release(random.randrange(number))
            return _copied(original, release, changed=random.random() < CHANGED)
        n_sentences = round(SENTENCES * math.exp(random.gauss(0, SPREAD)))
        noisy = random.random() < NOISY
        for _ in range(min(max(n_sentences, SHORTEST), LONGEST)):
            self._say(release, random)
            if noisy and random.random() < NOISE_AFTER:
                release.lines.append(random.choice(NOISE))
        return release

    def _say(self, release: Release, random: Random) -> None:
        """Add a sentence to a release, and enter what it says."""
        _, pattern, parts = random.choices(PATTERNS, cum_weights=OFTEN)[0]
        pieces = [(words, key or "") for words, key, _, _ in Formatter().parse(pattern)]
        drawn: dict[str, Name] = {}
        for key in sorted((key for _, key in pieces if key), key=lambda key: (DRAWN_IN_ORDER.index(key[0]), key)):
            drawn[key] = self._drawn(key, drawn, random)
        sent_id, said = len(release.lines), ""
        for words, key in pieces:
            said += words
            if key:
                written = _written(drawn[key], key, release.day)
                if drawn[key].entity_id:
                    release.mentions.append((sent_id, len(said), len(said) + len(written), drawn[key]))
                said += written
        release.lines.append(said)
        for actor, role, status in (part.split() for part in parts):
            key = next(key for key in drawn if key[0] in "fg")
            edition = _edition(drawn[key], release.day) if key[0] == "f" else None
            release.parts.append(Part(sent_id, drawn[actor], drawn[key], edition, role, status))
        if "t1" in drawn:
            release.offices.append((sent_id, drawn["p1"], drawn["s1"]))

    def _drawn(self, key: str, drawn: dict[str, Name], random: Random) -> Name:
        kind = {"g": "f"}.get(key[0], key[0])
        if kind == "w":
            return Name(random.choice(TOPICS))
        if kind == "t":
            return Name(drawn["p1"].beside[0])
        if kind == "c":
            capital = self._picked("s", random).beside[0]
            return Name(capital, "PLACE", entity_id("PLACE", capital))
        if key == "s1" and "p1" in drawn:
            return self._states[drawn["p1"].beside[1]]
        name = self._picked(kind, random)
        while name in drawn.values():
            name = self._picked(kind, random)
        return name

    def _picked(self, kind: str, random: Random) -> Name:
        return random.choices(self.names[kind], cum_weights=self._zipf[kind])[0]


def _authority(name: str) -> list[dict[str, str]]:
    with (project_folder() / "data" / "authority" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _invented(n: int, random: Random) -> list[str]:
    """Return so many different names of persons."""
    families = ["".join(syllables).capitalize() for syllables in product(SYLLABLES, repeat=3)]
    given = ["".join(syllables).capitalize() for syllables in product(SYLLABLES, repeat=2)]
    return [
        f"{given[at % len(given)]} {families[at // len(given)]}"
        for at in random.sample(range(len(given) * len(families)), n)
    ]


def _edition(forum: Name, day: date) -> int:
    return day.year - int(forum.beside[0]) + 1


def _written(name: Name, key: str, day: date) -> str:
    if key[0] != "f":
        return name.text
    n = _edition(name, day)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending} {name.text}"


def _copied(original: Release, copy: Release, *, changed: bool) -> Release:
    """Return the copy with the text of the original, with another first line if changed."""
    first = f"As released by the {copy.source}: {original.lines[0]}" if changed else original.lines[0]
    root = original.number if original.copy_of is None else original.copy_of
    return replace(copy, lines=[first, *original.lines[1:]], copy_of=root)


def tables_of(releases: Iterable[Release]) -> Tables:
    """Return the tables that a perfect reading of the releases would give, to measure the steps after extraction."""
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in SCHEMAS}
    for release in releases:
        doc_id, text = release.doc_id, release.text
        original = None if release.copy_of is None else f"r{release.copy_of:07d}"
        hashed = hashlib.sha256(text.encode()).hexdigest()
        rows["documents"].append(
            (doc_id, f"corpus.jsonl#{doc_id}", release.lines[0], release.day.isoformat(), "table", release.source, "en",
             len(text.split()), hashed, original, "duplicate" if original else "read",
             f"has almost the same text as {original}" if original else None, None, text)
        )  # fmt: skip
        if original:
            continue
        starts = [0, *accumulate(len(line) + 1 for line in release.lines)]
        rows["sentences"] += [(doc_id, n, starts[n], starts[n + 1] - 1, n) for n in range(len(release.lines))]
        rows["mentions"] += [
            (doc_id, n, starts[n] + a, starts[n] + b, release.lines[n][a:b], name.type, name.entity_id, "generated")
            for n, a, b, name in release.mentions
        ]
        rows["participations"] += [
            (doc_id, part.sent_id, part.actor.entity_id, part.forum.entity_id, _meeting_id(part), part.role,
             part.status, "generated", None) for part in release.parts
        ]  # fmt: skip
        rows["affiliations"] += [
            (doc_id, n, who.entity_id, who.beside[0], of.entity_id) for n, who, of in release.offices
        ]
        rows["meetings"] += [
            (
                _meeting_id(part),
                part.forum.entity_id,
                part.edition,
                part.forum.text,
                str(release.day.year),
                doc_id,
                part.sent_id,
            )
            for part in release.parts
            if part.edition
        ]
    made = {name: pd.DataFrame(rows[name], columns=list(empty(name))) for name in SCHEMAS if name != "meetings"}
    made["meetings"] = _meetings(rows["meetings"])
    made["entities"] = _entities(made["mentions"], made["documents"])
    made["cooccurrences"] = cooccurrences(made["mentions"], made["sentences"])
    return Tables(**made)


def _meeting_id(part: Part) -> str | None:
    return f"meeting:{part.forum.entity_id.partition(':')[2]}:{part.edition}" if part.edition else None


def _meetings(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = ["meeting_id", "forum_id", "edition", "name", "start_date", "doc_id", "sent_id"]
    told = pd.DataFrame(rows, columns=columns).drop_duplicates(["meeting_id", "doc_id"]).sort_values("doc_id")
    whole = told.groupby("meeting_id").agg(
        forum_id=("forum_id", "first"), edition=("edition", "first"), name=("name", "first"),
        start_date=("start_date", "first"), doc_ids=("doc_id", list), sent_ids=("sent_id", list),
    )  # fmt: skip
    whole["statuses"] = [["held"] * len(ids) for ids in whole["doc_ids"]]
    return whole.reset_index().assign(status="held").reindex(columns=list(empty("meetings")))


def _entities(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    dated = mentions.merge(documents[["doc_id", "date"]], on="doc_id")
    whole = dated.groupby("entity_id").agg(
        name=("text", "first"), type=("type", "first"), n_mentions=("text", "size"), n_documents=("doc_id", "nunique"),
        first_date=("date", "min"), last_date=("date", "max"), aliases=("text", lambda forms: sorted(set(forms))),
    )  # fmt: skip
    return whole.reset_index().reindex(columns=list(empty("entities")))


def write_texts(releases: Iterable[Release], path: Path) -> None:
    """Write the releases as a table of texts (jsonl), one after the other."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(release.row, ensure_ascii=False) + "\n" for release in releases)


def main() -> None:
    """Write a corpus as the command line asks for."""
    options = argparse.ArgumentParser(description="Write a corpus to measure with.")
    options.add_argument("n_documents", type=int)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, metavar="FILE", help="write the texts here (jsonl)")
    options.add_argument("--tables", type=Path, metavar="FOLDER", help="write the tables here")
    told = options.parse_args()
    corpus = Corpus(told.n_documents, told.seed)
    if told.out:
        write_texts(corpus.releases(), told.out)
    if told.tables:
        write_tables(tables_of(corpus.releases()), told.tables)


if __name__ == "__main__":
    main()
