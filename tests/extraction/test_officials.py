"""The reviewed office holders: the file of the project, and small files of invented persons."""

import csv
from pathlib import Path

import pytest

from communique.authority import load_authority
from communique.errors import AuthorityError
from communique.extraction.officials import COLUMNS, Office, Officials, load_officials, same_office
from communique.resources import project_folder

HEAD = ",".join(COLUMNS) + "\n"
STATES = "iso3,name,official,aliases,former,demonyms,capital\nRUR,Ruritania,,,,Ruritanian,Zenda\n"
QUILL = "Ada Quill,Ada M. Quill|Adda Quill,RUR,President,2001,2004-06,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "states.csv").write_text(STATES, encoding="utf-8")
    (tmp_path / "organisations.csv").write_text("name,acronym,aliases\nRiver Bank,RB,\n", encoding="utf-8")
    return tmp_path


def of(folder: Path, rows: str) -> Officials:
    (folder / "officials.csv").write_text(HEAD + rows, encoding="utf-8")
    return load_officials(folder)


# The file of the project


def test_every_row_of_the_project_can_be_used_and_ends_after_it_begins() -> None:
    officials = load_officials()  # raises where `for` is unknown, a date no date, or a row stands twice
    entities = load_authority().entities
    offices = [office for person in officials.persons.values() for office in person.offices]
    assert len(offices) > 3000
    assert all(office.whom in entities for office in offices)
    assert all(not office.end or office.start[:4] <= office.end[:4] for office in offices)
    assert all("1940" < office.start < "2027" for office in offices)


def test_rows_of_the_project_are_in_order_and_a_person_has_the_same_spellings_in_each() -> None:
    path = project_folder() / "data" / "authority" / "officials.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == sorted(rows, key=lambda row: [row[column] for column in ("name", "for", "title", "from", "to")])
    assert len({(row["name"], row["aliases"]) for row in rows}) == len({row["name"] for row in rows})


def test_a_spelling_names_two_persons_only_where_the_date_tells_them_apart() -> None:
    officials = load_officials()
    shared = {
        spelling
        for person in officials.persons.values()
        for spelling in person.spellings
        if " " in spelling and officials.named(spelling, None) is None
    }
    assert shared <= {"Ferdinand Marcos", "Ferdinand E. Marcos", "Ferdinand Marcos Jr.", "Ferdinand Marcos Jr",
                      "Amina Mohamed", "Amina Mohammed"}  # fmt: skip
    assert officials.named("Ferdinand Marcos", "1985-05-01") != officials.named("Ferdinand Marcos", "2024-05-01")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("RECEP TAYYIP ERDOGAN", "Recep Tayyip Erdoğan"),
        ("Ishiba Shigeru", "Shigeru Ishiba"),
        ("Mohammad Bin Salman", "Mohammed bin Salman"),
        ("Abdel Fattah Sisi", "Abdel Fattah el-Sisi"),
        ("Charles III", "Charles III"),
    ],
)
def test_spellings_lead_to_one_person(written: str, name: str) -> None:
    official = load_officials().named(written, None)
    assert official is not None
    assert official.name == name


# Small files


def test_whom_a_name_names(folder: Path) -> None:
    officials = of(folder, QUILL + "Ben Quill,,RB,Chair,2003,,\n")
    assert [person.name for person in officials.called("Quill")] == ["Ada Quill", "Ben Quill"]
    assert [person.name for person in officials.called("B. Quill")] == ["Ben Quill"]
    assert [officials.named(name, None) for name in ("Quill", "Cy Quill")] == [None, None]
    quill = officials.named("ada m. quill", None)
    assert quill is not None
    assert quill.entity_id == "person:ada-quill"
    assert quill.offices == (Office("state:RUR", "President", "2001", "2004-06"),)
    assert [len(quill.on(date)) for date in ("2000-12-31", "2001", "2004-06-30", "2004-07")] == [0, 1, 1, 0]


def test_full_names_are_found_as_they_are_marked_in_a_text(folder: Path) -> None:
    officials = of(folder, QUILL + "Cy,Queen Cy|Queen Cy Roe,RUR,Queen,2001,,\n")
    text = "Ada M.\nQuill, Queen Cy, Queen Cy Roe and Ada Quills met Quill; Cy stayed, Adda Quill left."
    assert [text[a:b] for a, b in officials.find(text)] == ["Ada M.\nQuill", "Cy Roe", "Adda Quill"]


def test_honorifics_before_a_name_make_no_other_person(folder: Path) -> None:
    officials = of(folder, QUILL)
    assert officials.named("Haji Ada Quill", None) == officials.named("Queen Ada Quill", None) is not None
    assert officials.named("Queen Ada", None) is None


def test_of_namesakes_the_one_in_office_is_meant(folder: Path) -> None:
    officials = of(folder, QUILL + "Ada Quill Jr.,,RUR,President,2010,,\n")
    dated = [officials.named("Ada Quill", date) for date in ("2002-01-01", "2011-01-01", "2007-01-01", None)]
    assert [person and person.name for person in dated] == ["Ada Quill", "Ada Quill Jr.", None, None]


def test_a_folder_without_the_file_has_no_office_holders(folder: Path) -> None:
    assert load_officials(folder).persons == {}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Ben Ode,,XXX,King,2001,,\n", r"officials\.csv, line 3: 'XXX' is neither"),
        ("Ben Ode,,Ruritania,King,2001,,\n", r"line 3: 'Ruritania' is neither"),
        ("Ben Ode,,Zenda,Mayor,2001,,\n", r"line 3: 'Zenda' is neither"),
        ("Ben Ode,,RB,Chair,01,,\n", r"line 3: `from` is '01'"),
        ("Ben Ode,,RB,Chair,,,\n", r"line 3: `from` is ''"),
        ("Ben Ode,,RB,Chair,2001,2001-13,\n", r"line 3: `to` is '2001-13'"),
        ("Ben Ode,,RB,Chair,2001,2000,\n", r"line 3: the office ends before"),
        ("Ben Ode,,RB,,2001,,\n", r"line 3: each office needs"),
        ("Ben Ode,,RB,Chair,2001,,,more\n", r"line 3: there are more cells"),
        (QUILL, r"line 3: this office of Ada Quill"),
        ("Ada QUILL,,RB,Chair,2001,,\n", r"line 3: write 'Ada QUILL' as elsewhere"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(folder: Path, rows: str, message: str) -> None:
    with pytest.raises(AuthorityError, match=message):
        of(folder, QUILL + rows)


def test_the_first_line_names_the_columns(folder: Path) -> None:
    (folder / "officials.csv").write_text("name,for\nAda Quill,RUR\n", encoding="utf-8")
    with pytest.raises(AuthorityError, match=r"officials\.csv: its first line must be name,aliases,for"):
        load_officials(folder)


@pytest.mark.parametrize(
    ("text", "reviewed", "same"),
    [
        ("Minister for Foreign Affairs", "Foreign Secretary", True),
        ("Premier", "Prime Minister", True),
        ("Secretary", "Secretary of State", True),
        ("Minister", "Defence Minister", True),
        ("Deputy Foreign Minister", "Foreign Minister", False),
        ("Vice President", "President", False),
        ("President", "Prime Minister", False),
        ("Chancellor of the Exchequer", "Chancellor", False),
        ("cellist", "President", False),
    ],
)
def test_titles_of_one_office(text: str, reviewed: str, same: bool) -> None:
    assert same_office(text, reviewed) is same
