"""Profiles: which there are, where they stand, and the pages themselves, run for real."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from tiny import no_tables

from communique import Tables, dossier, write_tables
from communique.cli import main
from communique.errors import ParameterError
from communique.names import document_href, profile_href
from communique.notebooks import find_notebooks, values_for
from communique.profiles import how_many, jobs, most_documented, profiles_of
from communique.report import report

HOSTILE = '<script>alert("x")</script> & {{ 7*7 }}'


def test_the_file_of_a_profile_is_made_from_the_identifier_alone() -> None:
    assert profile_href("state:RUS") == "profiles/state-RUS.html"
    hostile = profile_href('org:<b>"../../x')
    assert "/" not in hostile.removeprefix("profiles/")
    assert not set(hostile) & set('<>"')
    assert profile_href("org:a~b") != profile_href("org:a/b") != profile_href("org:a b")


def test_long_identifiers_give_file_names_that_disks_hold_and_that_stay_apart() -> None:
    one, other = (profile_href(f"forum:{'совет-' * 80}{end}") for end in ("1", "2"))
    assert one != other
    assert len(one) < 1000
    assert len(Path(unquote(one)).name.encode()) < 255


def test_most_documented_are_actors_and_forums(tiny: Tables) -> None:
    assert most_documented(tiny, 3) == ["state:PER", "forum:hills-forum", "forum:lakes-forum"]
    assert len(most_documented(tiny, 99)) == 5  # a place has no profile
    assert most_documented(tiny, 0) == []
    assert most_documented(no_tables(), 3) == []


def test_two_names_of_one_entity_are_one_profile_and_unknown_ones_are_told(tiny: Tables) -> None:
    found, unknown = profiles_of(tiny, ["Oman", "state:OMN", "Lake Forum", "Hills"])
    assert [(p.entity_id, p.page) for p in found] == [("state:OMN", "profiles/state-OMN")]
    assert found[0].finding.startswith("Oman is named 2 times in 2 documents.")
    assert unknown == [
        "no entity is named 'Lake Forum'; near: Lakes Forum.",
        "no entity is named 'Hills'; near: Hills Forum.",
    ]


def test_the_parameters_of_the_notebook_reach_every_profile(tiny: Tables, project: Path) -> None:
    notebooks = find_notebooks(project / "notebooks")
    found, _ = profiles_of(tiny, ["Oman", "Peru"])
    made = jobs(found, notebooks, values_for(notebooks, {"top": "3"}))
    assert [(job.name, job.parameters, job.heading) for job in made] == [
        ("profiles/state-OMN", {"top": 3, "name": "state:OMN"}, "Oman"),
        ("profiles/state-PER", {"top": 3, "name": "state:PER"}, "Peru"),
    ]


@pytest.mark.parametrize(("value", "message"), [("-1", "must be 0 or more"), ("many", "must be of type int")])
def test_so_many_profiles_there_cannot_be(project: Path, value: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        how_many(value, find_notebooks(project / "notebooks"))


def test_profiles_need_their_notebook() -> None:
    assert how_many("0", []) == 0
    with pytest.raises(ParameterError, match="needs a notebook 06-profile"):
        how_many("2", [])


def test_pages_side_by_side_with_what_they_quote(
    tiny: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the real verb: a state whose name is hostile, a forum, and a name that nobody has."""
    entities = tiny.entities.copy()
    entities.loc[entities["entity_id"] == "state:PER", "name"] = HOSTILE
    write_tables(replace(tiny, entities=entities), tmp_path / "tables")
    out = tmp_path / "out"
    names = ["state:PER", "Lakes Forum", "Lake"]
    assert main(["profile", str(tmp_path / "tables"), *names, "--out", str(out), "-p", "top", "5"]) == 1
    said = capsys.readouterr()
    assert "communique: no entity is named 'Lake'; near: Lakes Forum." in said.err
    assert said.out == f"{out}/index.html\n"
    index = (out / "index.html").read_text()
    for page in ("profiles/state-PER.html", "profiles/forum-lakes-forum.html"):
        assert f'href="{page}"' in index
        html = (out / page).read_text()
        assert 'class="stream error"' not in html
        links = set(re.findall(r'href="(\.\./documents/[^"#]+)#s\d+"', html))
        assert links
        assert all((out / "profiles" / link).is_file() for link in links)
        assert 'href="documents/' not in html
        assert str(tmp_path) not in html
    assert "<title>Lakes Forum" in (out / "profiles/forum-lakes-forum.html").read_text()
    peru = (out / "profiles/state-PER.html").read_text()
    assert "<script>alert" not in peru + index
    assert '<h1 id="Profile">&lt;script&gt;' in peru
    assert not list(out.rglob(".*"))


def test_nobody_has_any_of_these_names(tiny: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tables(tiny, tmp_path / "tables")
    assert main(["profile", str(tmp_path / "tables"), "Atlantis", "--out", str(tmp_path / "out")]) == 1
    assert "no entity is named 'Atlantis'." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(["profile", str(tmp_path / "nowhere"), "Oman", "--out", str(tmp_path / "out")]) == 2


def test_a_report_has_as_many_profiles_as_are_asked_for(project: Path, tmp_path: Path) -> None:
    corpus, folder, out = tmp_path / "corpus", tmp_path / "notebooks", tmp_path / "out"
    corpus.mkdir()
    folder.mkdir()
    (corpus / "nota-совет.txt").write_text(
        "The foreign minister of France attended the G20 Summit in Rome. France left."
    )
    shutil.copy(project / "notebooks" / "06-profile.ipynb", folder)
    assert report(corpus, out, parameters={"profiles": "1"}, notebooks_folder=folder).failures == {}
    page = out / "profiles" / "state-FRA.html"
    html = page.read_text()
    assert '<a href="../06-profile.html">' in html
    assert f'href="../{document_href("nota-совет")}#s0"' in html
    assert (out / "documents" / "nota-совет.html").is_file()  # what the address means on disk
    index = (out / "index.html").read_text()
    assert 'href="profiles/state-FRA.html">France</a>' in index
    assert not (out / "notebooks" / "profiles").exists()
    before = page.stat().st_mtime_ns
    report(corpus, out, parameters={"profiles": "1"}, notebooks_folder=folder)
    assert page.stat().st_mtime_ns == before
    report(corpus, out, notebooks_folder=folder)
    assert not page.exists()
    assert "profiles/" not in (out / "index.html").read_text()


def test_who_it_is_with_its_code_and_its_parts(tiny: Tables) -> None:
    known = dict(dossier.identity(tiny, "Oman").itertuples(index=False, name=None))
    assert (known["ISO 3166 code"], known["takes part in"]) == ("OMN", "1 forum")
    assert dict(dossier.identity(tiny, "Lakes Forum").itertuples(index=False, name=None))["joins"] == "2 actors"


def test_the_meetings_of_an_actor_are_those_in_which_it_takes_part(tiny: Tables) -> None:
    assert list(dossier.meetings_of(tiny, "Ada Reyes").meetings["meeting_id"]) == ["m1"]
    assert list(dossier.meetings_of(tiny, "Hills Forum").meetings["meeting_id"]) == ["m1"]
    assert dossier.meetings_of(tiny, "Oman").meetings.empty
    assert dossier.meetings_of(tiny, "Ada Reyes", statuses="held").meetings.empty


def test_the_network_around_an_actor_is_its_forums_and_who_is_in_them(tiny: Tables) -> None:
    assert set(dossier.network_around(tiny, "Oman")) == {"state:OMN", "state:PER", "forum:lakes-forum"}
    assert set(dossier.network_around(tiny, "Hills Forum")) == {"person:ada-reyes", "forum:hills-forum"}
    assert not dossier.network_around(tiny, "Lima")


@pytest.mark.parametrize("name", ["Ada Reyes", "Peru", "Hills Forum"])
def test_people_with_their_titles_for_a_person_a_state_and_a_forum(tiny: Tables, name: str) -> None:
    assert dossier.people(tiny, name).to_dict("records") == [
        {
            "person": "Ada Reyes", "title": "Envoy", "acts for": "Peru",
            "takes part in": "Hills Forum (participant)", "sentences": 1, "documents": 1,
        }
    ]  # fmt: skip


def test_a_person_without_an_office_stands_there_too(tiny: Tables) -> None:
    bare = replace(tiny, affiliations=tiny.affiliations.iloc[:0])
    assert dossier.people(bare, "Hills Forum")[["person", "sentences"]].to_numpy().tolist() == [["Ada Reyes", 0]]
    assert dossier.about_people(bare, "Hills Forum") == "1 person is told of, without an office."


def test_findings_of_a_profile(tiny: Tables) -> None:
    assert dossier.about_when(dossier.meetings_of(tiny, "Hills Forum")) == (
        "1 meeting is told of. The first is 4th Hills Forum (2021-03)."
    )
    company = dossier.about_company(tiny, "Oman")
    assert company == "1 other actor takes part in the forums of Oman. Peru shares most with it: 1 forum."
    assert [link["href"] for link in company.links()] == ["documents/n1.html#s0"]
    assert dossier.about_company(tiny, "Lakes Forum") == "2 actors take part in Lakes Forum."
    assert dossier.about_people(tiny, "Peru") == "1 person is told of, with 1 office: for Peru."


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (lambda t: dossier.about_when(dossier.meetings_of(t, "")), "No text tells of a meeting of it."),
        (lambda t: dossier.about_company(t, ""), "No text tells that another actor takes part in a forum with it."),
        (lambda t: dossier.about_people(t, ""), "No text tells who acts for it, or for whom it acts."),
        (lambda t: dossier.name_of(t, ""), ""),
    ],
)
def test_of_nobody_nothing_is_told(about: Callable[[Tables], str], said: str) -> None:
    assert about(no_tables()) == said
    assert dossier.identity(no_tables(), "").empty
    assert len(dossier.network_around(no_tables(), "")) == 0
