"""Persons: which shorter name fits which full one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.extraction.persons import family_name, fits_full_name, name_words


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Oliveira", "Maria Oliveira"),
        ("OLIVEIRA", "Maria de Oliveira"),
        ("M. Oliveira", "Maria Oliveira"),
        ("López Obregón", "Andrés Manuel López Obregón"),
        ("Andrés López", "Andrés Manuel López Obregón"),
        ("von der Aue", "Ursula von der Aue"),
        ("Al-Sahili", "Mohammed Shia’ Al Sahili"),
        ("Mohamed bin Rashed", "Mohamed bin Rashed Al Sahili"),
        ("Wang", "Wang Yun"),
        ("Jono", "Joko “Jono” Wibowo"),
        ("Ferdinand Teodoro", "Ferdinand R. Teodoro, Jr."),
        ("Nguyen", "Nguyễn Thị Lan"),
    ],
)
def test_short_forms_that_fit(short: str, full: str) -> None:
    assert fits_full_name(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Maria Oliveira", "Oliveira"),
        ("Oliveira Maria Ana", "Maria Oliveira"),
        ("de", "Maria de Oliveira"),
        ("M.", "Maria Oliveira"),
        ("Salman bin Abdulaziz", "Mohammed bin Salman bin Abdulaziz"),
        ("Olive", "Maria Oliveira"),
        ("", "Maria Oliveira"),
        ("Maria Oliveira", "Maria Oliveira"),
    ],
)
def test_what_does_not_fit(short: str, full: str) -> None:
    assert not fits_full_name(short, full)


@pytest.mark.parametrize(
    ("full", "family"),
    [
        ("Maria Oliveira", "Oliveira"),
        ("Wang Yun", "Wang"),
        ("Bui Thanh Lan", "Bui"),
        ("Kim Min-ji", "Kim"),
        ("Teodoro Lopes Jr.", "Lopes"),
        ("Ferdinand R. Teodoro, Jr.", "Teodoro"),
        ("Sukarna", "Sukarna"),
    ],
)
def test_family_name(full: str, family: str) -> None:
    assert family_name(full) == family


def test_words_of_a_name() -> None:
    assert name_words("José “Pepe” Núñez-Pérez, Jr.") == ["jose", "pepe", "nunez", "perez"]


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_name_fits_in_both_directions(one: str, other: str) -> None:
    assert not (fits_full_name(one, other) and fits_full_name(other, one))
