"""The date of a document itself."""

import pytest

from communique.datelines import date_in_name, date_in_text


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2020-09-09-aipa-41", "2020-09-09"),
        ("statement_20230711", "2023-07-11"),
        ("statement_2023.07.11_final", "2023-07-11"),
        ("note 12", None),
        ("20231301", None),
        ("20230732", None),
        ("2021-02-30-note", None),
        ("120230711", None),
        ("2023-07", None),
    ],
)
def test_date_in_a_file_name(name: str, day: str | None) -> None:
    assert date_in_name(name) == day


PROSE = "The ministers met at the lake, as they do every year, and talked about the water of the two rivers."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NOTE\n19 February 2025\n\nA new team", ("2025-02-19", "header")),
        ("NOTE\n\n\n\n\n\n\n\n19 February 2025\n", ("2025-02-19", "header")),
        ("GENEVA, 5 September 2023 - " + PROSE, ("2023-09-05", "dateline")),
        ("Lake Note\nPosted on: 5 September 2023\n" + PROSE, ("2023-09-05", "label")),
        (PROSE + "\n" * 3 + (PROSE + "\n") * 20 + "Lakeside, 5 September 2023", ("2023-09-05", "end of text")),
        ("Lake Forum\nLakeside, 3\u20135 September 2023\nIssued 1 August 2023\n" + PROSE, ("2023-08-01", "label")),
        (
            "Ada Lake\n26 November 1939 \u2013 14 April 2025\nLakeside, 16 April 2025 - " + PROSE,
            ("2025-04-16", "dateline"),
        ),
        ("NOTES 2025\n(as of Sunday, 16 February)\n" + PROSE, ("2025-02-16", "label")),
        ("NOTE\nFebruary 2025", None),
        ("NOTE\n19 February", None),
        (PROSE + " The next time is on 19 February 2025.", None),
        ((PROSE + "\n") * 20 + "They met in Lakeside from 3 September 2023 on.\n" + (PROSE + "\n") * 20, None),
    ],
)
def test_date_in_a_text(text: str, found: tuple[str, str] | None) -> None:
    assert date_in_text(text) == found


def test_a_page_frame_gives_no_date_against_a_header() -> None:
    text = "NOTE\n5 May 2024\n" + (PROSE + "\n") * 20 + "Page last updated on: 18 May 2024"
    assert date_in_text(text) == ("2024-05-05", "header")
