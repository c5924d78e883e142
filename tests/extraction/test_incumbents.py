"""What is known of office holders, in short texts on invented ones."""

from pathlib import Path

import pytest
from drafts import marked_draft

from communique.authority import Authority, load_authority
from communique.extraction.draft import Draft
from communique.extraction.incumbents import Key, in_office, know_by_full_name, know_by_office
from communique.extraction.officials import COLUMNS, Officials, load_officials
from communique.extraction.sameness import Form, forms_of, lead

STATES = "iso3,name,official,aliases,former,demonyms,capital\nRUR,Ruritania,,,,Ruritanian,\nCOR,Cordia,,,,,\n"
ROWS = """
Ada Quill,Adda Quill,RUR,President,2001,2004,
Ada Quill,Adda Quill,COR,President,2010,,
Ben Quill,,RUR,Foreign Minister,2001,,
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Officials]:
    folder: Path = tmp_path_factory.mktemp("authority")
    (folder / "states.csv").write_text(STATES, encoding="utf-8")
    (folder / "officials.csv").write_text(",".join(COLUMNS) + ROWS, encoding="utf-8")
    return load_authority(folder), load_officials(folder)


def known(marked: str, date: str | None, files: tuple[Authority, Officials]) -> dict[str, str]:
    """Return the identifiers of the persons who are known, by what the text calls them."""
    return {form.text: form.root().known.entity_id for form in _forms(marked_draft(marked, date), files)
            if form.type == "PERSON" and form.root().known}  # fmt: skip


def _forms(draft: Draft, files: tuple[Authority, Officials]) -> list[Form]:
    authority, officials = files
    forms = forms_of(draft, authority)
    know_by_full_name(draft, forms.values(), officials)
    lead(forms.values())
    know_by_office(draft, list(forms.values()), officials)
    return list(forms.values())


def held(marked: str, date: str | None, files: tuple[Authority, Officials]) -> dict[str, dict[str, str]]:
    """Return the offices of the persons by full name."""
    draft = marked_draft(marked, date)
    forms = {form.text: form for form in _forms(draft, files)}
    draft.keyed = [(span, _key(forms[draft.of(span)])) for span in draft.spans]
    return {key[2]: {whom[2]: title for whom, title in told.items()}
            for key, told in in_office(draft, files[1]).items()}  # fmt: skip


def _key(form: Form) -> Key:
    root = form.root()
    return (root.type, frozenset(), root.known.entity_id) if root.known else (root.type, root.words, "")


def test_all_spellings_of_a_full_name_are_one_person(files: tuple[Authority, Officials]) -> None:
    found = known("[P Ada Quill] came; [P ADDA QUILL] spoke; [P Cy Roe] left. [P Quill] stayed.", None, files)
    assert found == dict.fromkeys(["Ada Quill", "ADDA QUILL", "Quill"], "person:ada-quill")


def test_a_family_name_is_known_by_title_and_date(files: tuple[Authority, Officials]) -> None:
    text = "[S Ruritania] was there. President [P Quill] spoke."
    assert known(text, "2003-05-01", files) == {"Quill": "person:ada-quill"}
    assert known(text, "2005-05-01", files) == {}  # in office no more
    assert known(text, None, files) == {}
    assert known(text.replace("President", "Minister"), "2003-05-01", files) == {"Quill": "person:ben-quill"}
    assert known(text.replace("President", "Cellist"), "2003-05-01", files) == {}
    assert known(text.replace("Ruritania", "Cordia"), "2003-05-01", files) == {}  # the state is not named


def test_an_office_is_known_at_its_time_for_a_state_that_is_named(files: tuple[Authority, Officials]) -> None:
    text = "[P Ada Quill] spoke. [S Ruritania] and [S Cordia] were there."
    assert held(text, "2003-05-01", files) == {"person:ada-quill": {"state:RUR": "President"}}
    assert held(text, "2012-05-01", files) == {"person:ada-quill": {"state:COR": "President"}}
    assert held(text, "2007-05-01", files) == {}
    assert held("[P Ada Quill] and [S Cordia]", "2003-05-01", files) == {"person:ada-quill": {}}


def test_without_a_date_who_served_two_states_is_for_neither(files: tuple[Authority, Officials]) -> None:
    text = "[P Ada Quill] and [P Ben Quill] spoke. [S Ruritania] and [S Cordia] were there."
    assert held(text, None, files) == {"person:ben-quill": {"state:RUR": "Foreign Minister"}}
