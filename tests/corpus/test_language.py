"""The language of a text is that of its body."""

from nasty import FRENCH, NOTE, OTHER, RUSSIAN

from communique.corpus.language import language_of


def test_a_menu_in_another_language_does_not_decide() -> None:
    assert language_of("Новости посольства\nКонтакты\n" * 20 + NOTE) == "en"


def test_the_longer_part_decides() -> None:
    assert language_of(f"{RUSSIAN}\n{NOTE}") == "ru"
    assert language_of(f"{FRENCH}\n{NOTE}\n{OTHER}") == "en"
