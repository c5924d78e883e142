"""The reviewed names: the shipped files, and what is said of bad ones."""

import csv
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import Tables, extract
from communique.authority import SURFACE_COLUMNS, Authority, load_authority
from communique.authority.decisions import Decision, append_decisions, as_csv, from_csv, read_decisions
from communique.corpus import corpus_files
from communique.errors import AuthorityError
from communique.names import content_key, flat
from communique.resources import project_folder

SHIPPED = project_folder() / "data" / "authority"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority()


def rows_of(kind: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The shipped files


def test_the_members_of_the_united_nations_are_all_there() -> None:
    standing = Counter(row["standing"] for row in rows_of("states"))
    assert (standing["member"], standing["observer"]) == (193, 2)


@pytest.mark.parametrize(("kind", "least"), [("organisations", 400), ("forums", 300), ("instruments", 200)])
def test_there_are_many_names(kind: str, least: int) -> None:
    assert len({row["name"] for row in rows_of(kind)}) >= least


@pytest.mark.parametrize("standing", ["member", "observer", "territory", "other"])
def test_codes_of_states_are_those_of_iso_3166(standing: str) -> None:
    codes = {row["iso3"] for row in rows_of("states") if row["standing"] == standing}
    # Kosovo has no code of its own; XKX is what the European Union and the World Bank write.
    assert codes - {country.alpha_3 for country in pycountry.countries} <= {"XKX"}


def test_codes_of_former_states_are_those_of_iso_3166_3() -> None:
    codes = {row["iso3"] for row in rows_of("states") if row["standing"] == "former"}
    assert codes <= {country.alpha_3 for country in pycountry.historic_countries}


# Nobody lives there who could act: they are places, if anything.
UNINHABITED = {"ATA", "ATF", "BVT", "HMD", "UMI"}
COUNTRIES = [country for country in pycountry.countries if country.alpha_3 not in UNINHABITED]


def usual_names(country: object) -> list[str]:
    """Return the names as one says them: `Korea, Republic of` is the Republic of Korea."""
    name = str(getattr(country, "name", "")).removesuffix(" (Dutch part)").removesuffix(" (Vatican City State)")
    last, _, first = name.partition(", ")
    return [str(getattr(country, "common_name", name)), f"{first.removeprefix('The ')} {last}" if first else name, name]


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda c: c.alpha_3)
def test_the_usual_name_of_every_country_resolves(authority: Authority, country: object) -> None:
    known = {entity.entity_id for name in usual_names(country) if (entity := authority.get(name))}
    assert known == {f"state:{country.alpha_3}"}


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("Lao PDR", "LAO"),
        ("Laos", "LAO"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("DPRK", "PRK"),
        ("ROK", "KOR"),
        ("Republic of Korea", "KOR"),
        ("UAE", "ARE"),
        ("U.S.", "USA"),
        ("USA", "USA"),
        ("United States of America", "USA"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("Russian Federation", "RUS"),
        ("PRC", "CHN"),
        ("Côte d’Ivoire", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Czechia", "CZE"),
        ("Czech Republic", "CZE"),
        ("DRC", "COD"),
        ("Republic of the Congo", "COG"),
        ("Timor-Leste", "TLS"),
        ("East Timor", "TLS"),
        ("Cabo Verde", "CPV"),
        ("Macedonia", "MKD"),
        ("Palestine", "PSE"),
        ("Brunei", "BRN"),
        ("The Gambia", "GMB"),
        ("Niger", "NER"),
        ("Dominica", "DMA"),
    ],
)
def test_states_by_their_usual_variants(authority: Authority, written: str, iso3: str) -> None:
    assert authority[written].iso3 == iso3


@pytest.mark.parametrize("kind", SURFACE_COLUMNS)
def test_no_written_form_stands_in_two_rows_of_a_file(kind: str) -> None:
    rows = defaultdict(set)
    for line, row in enumerate(rows_of(kind), start=2):
        for column in SURFACE_COLUMNS[kind]:
            for surface in filter(None, row[column].split("|")):
                rows[flat(surface.strip())].add(line)
    assert {surface: lines for surface, lines in rows.items() if len(lines) > 1} == {}


@pytest.mark.parametrize("kind", SURFACE_COLUMNS)
def test_names_bear_no_stray_blanks(kind: str) -> None:
    surfaces = [s for row in rows_of(kind) for column in SURFACE_COLUMNS[kind] for s in row[column].split("|")]
    assert [s for s in surfaces if s != " ".join(s.split())] == []


def test_every_written_form_is_found_as_it_stands(authority: Authority) -> None:
    lost = [s for s in authority.surfaces if [(a, b) for a, b, _ in authority.find(s)] != [(0, len(s))]]
    assert lost == []


@pytest.mark.parametrize(
    ("type_", "name"),
    [("INSTRUMENT", "Agenda 2040"), ("INSTRUMENT", "ASEAN Community Vision 2035"), ("INSTRUMENT", "Bali Concord IV")],
)
def test_an_instrument_with_another_number_is_another_instrument(authority: Authority, type_: str, name: str) -> None:
    assert authority.like(type_, content_key(name, authority.expansions, with_edition=True)) is None


def test_like_finds_a_forum_by_its_words_in_any_order(authority: Authority) -> None:
    known = authority.like("FORUM", content_key("Summit of East Asia", authority.expansions))
    assert known is not None
    assert known.entity_id == "forum:east-asia-summit"


def test_like_keeps_types_apart(authority: Authority) -> None:
    assert authority.like("ORG", content_key("East Asia Summit", authority.expansions)) is None


# Finding names in a text


def found(authority: Authority, text: str) -> list[tuple[str, str]]:
    return [(text[start:end], known.entity_id) for start, end, known in authority.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad and Chadwick", [("Chad", "state:TCD")]),
        ("Omanish", []),
        ("New Delhians", []),
        ("chad", []),
        ("Oman’s guests", [("Oman", "state:OMN")]),
        ("Russia–Oman talks", [("Russia", "state:RUS"), ("Oman", "state:OMN")]),
        ("Papua New Guinea", [("Papua New Guinea", "state:PNG")]),
        ("Guinea-Bissau and Guinea", [("Guinea-Bissau", "state:GNB"), ("Guinea", "state:GIN")]),
        ("the Republic of Korea.", [("Republic of Korea", "state:KOR")]),
        ("Côte\u00a0d’Ivoire", [("Côte\u00a0d’Ivoire", "state:CIV")]),
        ("Viet\nNam", [("Viet\nNam", "state:VNM")]),
        ("the U.S. and", [("U.S.", "state:USA")]),
        ("", []),
    ],
)
def test_find_keeps_to_whole_words_longest_first(
    authority: Authority, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(authority, text) == expected


WORDS = st.sampled_from(
    ["Guinea", "Guinea-Bissau", "Papua", "New", "Equatorial", "Chad", "wick", "Oman", "is", " ", "-", "’s "]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDS, max_size=12).map("".join))
def test_found_names_are_reviewed_whole_and_apart(text: str) -> None:
    authority = load_authority()
    spans = [(start, end) for start, end, known in authority.find(text) if authority[text[start:end]] == known]
    assert len(spans) == len(list(authority.find(text)))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not any(text[a - 1 : a].isalnum() or text[b : b + 1].isalnum() for a, b in spans)


# Files of one's own

FORUMS = "name,acronym,aliases\n"
STATES = "iso3,name,official,aliases,former,demonyms,capital\n"


def test_a_small_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "forums.csv").write_text(FORUMS + "Lakes Forum,LKF,Forum of the Lakes| Lake Forum \n", encoding="utf-8")
    own = load_authority(tmp_path)
    assert set(own.surfaces) == {"Lakes Forum", "LKF", "Forum of the Lakes", "Lake Forum"}
    assert own.expansions == {"LKF": "Lakes Forum"}


def test_a_capital_is_a_place_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text(
        STATES + "OMN,Oman,Sultanate of Oman,,,Omani,Muscat|Masqat\n", encoding="utf-8"
    )
    own = load_authority(tmp_path)
    assert [own[name].entity_id for name in ("Muscat", "Masqat", "Omani")] == [
        "place:muscat",
        "place:muscat",
        "state:OMN",
    ]


def test_the_first_file_keeps_a_name_that_two_files_hold(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text(STATES + "OMN,Oman,,,,,\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text("name,aliases\nOman,\n", encoding="utf-8")
    assert load_authority(tmp_path)["Oman"].type == "STATE"


def test_a_name_that_is_not_reviewed(authority: Authority) -> None:
    assert authority.get("Atlantis") is None
    with pytest.raises(KeyError):
        authority["Atlantis"]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("forums.csv", "name,aliases\nA,\n", r"forums\.csv has no column `acronym`"),
        ("forums.csv", FORUMS + "Lakes Forum,,\n,LF,\n", r"forums\.csv, line 3: the name is empty"),
        (
            "forums.csv",
            FORUMS + "Lakes Forum,LF,\nHills Forum,,\nLong Forum,LF,\n",
            r"forums\.csv, line 4: 'LF' stands for Lakes",
        ),
        ("forums.csv", FORUMS + "Lakes Forum,,\n\nHills Forum,,Lakes Forum\n", r"forums\.csv, line 4: 'Lakes Forum'"),
        ("forums.csv", FORUMS + "Lakes Forum,,,too,many\n", r"forums\.csv, line 2|forums\.csv.* line 2"),
        ("forums.csv", "", r"forums\.csv"),
        ("states.csv", STATES.replace(",capital", "") + "OMN,Oman,,,,\n", r"states\.csv has no column `capital`"),
        ("states.csv", STATES.replace("iso3,", "") + "Oman,,,,,\n", r"states\.csv has no column `iso3`"),
        ("states.csv", STATES + "OMN,Oman,,,,,\n,Peru,,,,,\n", r"states\.csv, line 3"),
        ("states.csv", STATES + "OMN,Oman,,,,,\nOMN,Peru,,,,,\n", r"states\.csv, line 3"),
    ],
    ids=[
        "no acronym", "no name", "name twice", "after a blank line", "too many cells", "empty file",
        "no capital", "no iso3 column", "no iso3", "iso3 twice",
    ],
)  # fmt: skip
def test_errors_name_file_and_line(tmp_path: Path, file: str, content: str, message: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(AuthorityError, match=message):
        load_authority(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="nowhere does not exist"):
        load_authority(tmp_path / "nowhere")


def test_a_plus_makes_another_body(authority: Authority) -> None:
    assert authority["OPEC"].entity_id != authority["OPEC+"].entity_id
    assert content_key("OPEC") != content_key("OPEC+")


# Decisions

HEADER = "decision,subject,object,documents,note,who,when\n"
TEXTS = {
    "a": "Oman and Peru attended the Great Lakes Summit in Lima. Peru left the Lakes Dialogue.",
    "b": "Chile attended the Summit of the Great Lakes in Quito. Oman attended the Rivers Dialogue.",
}


def corpus_with(folder: Path, *rows: str) -> Path:
    """Make a corpus that holds these decisions."""
    (folder / "authority").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXTS["a"], encoding="utf-8")
    (folder / "authority" / "decisions.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        (["rename,forum:a,B"], ["line 2: there is no decision 'rename'"]),
        (["merge,forum:a,forum:b", "merge,forum:b,forum:a"], ["merges must not be circular"]),
        (["type,org:a,FORUM", "type,forum:a,ORG"], ["merges must not be circular"]),
        (["merge,forum:a,forum:a"], ["line 2: 'forum:a' is named twice"]),
        (["type,forum:a,FORM"], ["line 2: there is no type 'FORM'"]),
        (["merge,forum:a,forum:b", "merge,forum:b,forum:c", "never merge,forum:c,forum:a"], ["line 4: never merge"]),
        (["merge,forum:a,forum:b", "merge,forum:a,forum:c"], ["line 3: merge forum:a, forum:c contradicts"]),
        (["alias,A,forum:a", "alias,A,forum:b"], ["line 3: alias A, forum:b contradicts"]),
        (["alias,A,forum:a", "ignore,A,"], ["line 3: ignore A contradicts"]),
        (["takes part,state:OMN,forum:a", "no part,state:OMN,forum:a"], ["line 3: no part"]),
        (["never split,person:a,", "merge,person:a,person:b,d1"], ["line 2: never split"]),
        (["iso3,forum:a,OMN"], ["line 2: 'OMN' for forum:a"]),
        (["wikidata,forum:a,42"], ["line 2: '42' is no identifier"]),
        (["name,forum:a,"], ["line 2: the object is empty"]),
        (["type,forum:a,ORG,d1"], ["line 2: 'type' holds for all documents"]),
        (["merge,Forum A,forum:b"], ["line 2: 'Forum A' is no identifier"]),
        (["ignore,,"], ["line 2: the subject is empty"]),
        (["rename,forum:a,B", "", "type,forum:a,FORM"], ["line 2: there is no decision", "line 4: there is no type"]),
    ],
)
def test_wrong_decisions_are_all_named_by_file_and_line(tmp_path: Path, rows: list[str], messages: list[str]) -> None:
    with pytest.raises(AuthorityError) as error:
        load_authority(corpus=corpus_with(tmp_path / "corpus", *rows))
    said = str(error.value).splitlines()
    assert len(said) == len(messages)
    assert all("decisions.csv, line" in line and message in line for line, message in zip(said, messages, strict=True))


def test_the_decisions_of_a_corpus_go_before_those_of_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    theirs = "name,forum:a,Theirs\nname,forum:c,See\nnever merge,forum:a,forum:b\n"
    (project / "decisions.csv").write_text(HEADER + theirs)
    corpus = corpus_with(tmp_path / "corpus", "name,forum:a,Ours", "merge,forum:a,forum:b")
    told = [row.what[:3] for row in read_decisions(corpus, project=project)]
    assert told == [("name", "forum:a", "Ours"), ("merge", "forum:a", "forum:b"), ("name", "forum:c", "See")]


def test_decisions_are_no_documents_and_stand_beside_a_table(tmp_path: Path) -> None:
    corpus = corpus_with(tmp_path / "corpus", "name,forum:a,Ours")
    assert corpus_files(corpus) == [corpus / "a.txt"]
    assert [row.object for row in read_decisions(corpus / "table.csv")] == ["Ours"]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.builds(Decision, st.just("name"), CELLS.map("forum:{}".format), CELLS, st.just(()), CELLS)))
def test_rows_are_written_so_that_they_are_read_back(rows: list[Decision]) -> None:
    told = from_csv(as_csv(rows, header=False))
    assert [(row.what, row.note) for row in told] == [(row.what, row.note) for row in rows]


def test_rows_are_appended_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("note,decision,subject,object\nmine,name,forum:a,A", encoding="utf-8")
    row = Decision("alias", "=A", "forum:a", note="x")
    assert append_decisions(file, [row, Decision("name", "forum:a", "A")]) == [row]
    assert file.read_text() == "note,decision,subject,object\nmine,name,forum:a,A\nx,alias,'=A,forum:a\n"


# Decisions in extraction


def extracted(folder: Path, *rows: str) -> Tables:
    documents = pd.DataFrame(
        {"doc_id": list(TEXTS), "date": ["2021-05-05", "2022-05-05"], "status": "read", "text": list(TEXTS.values())}
    )
    return extract(documents, authority=load_authority(corpus=corpus_with(folder, *rows)))


def entity_of(tables: Tables) -> dict[str, str]:
    return dict(
        zip(tables.mentions["doc_id"] + " " + tables.mentions["text"], tables.mentions["entity_id"], strict=True)
    )


def test_a_merge_is_followed_to_its_end_by_every_order_of_the_words(tmp_path: Path) -> None:
    rows = ["merge,forum:great-lakes-summit,forum:b", "merge,forum:b,forum:lakes-talks"]
    told = entity_of(extracted(tmp_path, *rows))
    assert told["a Great Lakes Summit"] == told["b Summit of the Great Lakes"] == "forum:lakes-talks"


def test_never_merge_keeps_two_apart_that_their_words_would_join(tmp_path: Path) -> None:
    before = entity_of(extracted(tmp_path / "before"))
    assert before["a Great Lakes Summit"] == before["b Summit of the Great Lakes"]
    rows = ["never merge,forum:great-lakes-summit,forum:summit-of-the-great-lakes"]
    told = entity_of(extracted(tmp_path / "after", *rows))
    assert told["a Great Lakes Summit"] == "forum:great-lakes-summit"
    assert told["b Summit of the Great Lakes"] == "forum:summit-of-the-great-lakes"


def test_a_decision_can_hold_in_some_documents_only(tmp_path: Path) -> None:
    told = entity_of(extracted(tmp_path, "merge,state:OMN,state:PER,b", "ignore,Lima,,b", "ignore,Quito,,b"))
    assert (told["a Oman"], told["b Oman"]) == ("state:OMN", "state:PER")
    assert "a Lima" in told
    assert "b Quito" not in told


def test_names_codes_and_parts_are_set(tmp_path: Path) -> None:
    tables = extracted(
        tmp_path,
        "name,forum:great-lakes-summit,Summit of Lakes", "wikidata,state:OMN,Q842", "iso3,state:PER,PEX",
        "no part,state:OMN,forum:great-lakes-summit",
    )  # fmt: skip
    entities = tables.entities.set_index("entity_id")
    assert entities.loc["forum:great-lakes-summit", "name"] == "Summit of Lakes"
    assert (entities.loc["state:OMN", "wikidata"], entities.loc["state:PER", "iso3"]) == ("Q842", "PEX")
    pairs = set(zip(tables.participations["actor_id"], tables.participations["forum_id"], strict=True))
    assert ("state:PER", "forum:great-lakes-summit") in pairs
    assert ("state:OMN", "forum:great-lakes-summit") not in pairs


def test_a_reviewed_name_can_change_its_type(tmp_path: Path) -> None:
    tables = extracted(tmp_path, "type,place:lima,ORG")
    lima = tables.mentions[tables.mentions["text"] == "Lima"]
    assert lima[["type", "entity_id"]].to_numpy().tolist() == [["ORG", "org:lima"]]
    assert tables.entities.set_index("entity_id").loc["org:lima", ["name", "type"]].tolist() == ["Lima", "ORG"]


def test_decisions_that_meet_nothing_change_nothing(tmp_path: Path) -> None:
    one, other = extracted(tmp_path / "a"), extracted(tmp_path / "b", "merge,forum:nowhere,forum:somewhere")
    assert all(table.equals(dict(other.items())[name]) for name, table in one.items())
