"""Pages, PDF and Word files become texts; encodings; what is cleaned away."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NOTE, OTHER, RUSSIAN, docx, page, paragraph, pdf, sentences

from communique.errors import DocumentError
from communique.formats.cleaning import normalised, residue, without_residue, without_specials
from communique.formats.encodings import declared_encoding, decode, encoding_of
from communique.formats.limits import Limits
from communique.formats.pdf import flowing, read_pdf
from communique.formats.plain import read_plain
from communique.formats.web import read_web
from communique.formats.word import read_word

LIMITS = Limits()
LONG = "".join(f"<p>{sentences(3, about)}</p>" for about in ("trade", "water", "energy", "transport"))

# Pages


@pytest.mark.parametrize("body", [f"<p>{NOTE}</p><p>{OTHER}</p>", LONG], ids=["short", "long"])
def test_the_frame_of_a_page_is_left_out_and_no_paragraph_is_lost(body: str) -> None:
    text = read_web(page(f"<article><h1>Ministers meet</h1>{body}</article>").encode()).text
    paragraphs = body.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    assert text.split("\n\n") == ["Ministers meet", *paragraphs]


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta property="article:published_time" content="2023-07-11T10:00:00+03:00">', "", "2023-07-11"),
        ('<meta name="dcterms.date" content="2023-07">', "", "2023-07"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2023-07-11"}]}</script>', "", "2023-07-11"),
        ("", '<article><time datetime="2023-07-11T08:00">11 July</time></article>', "2023-07-11"),
        ("", '<time datetime="2023-07-11"></time><time datetime="2021-01-01"></time>', None),
        ('<meta name="date" content="soon">', "", None),
        ('<script type="application/ld+json">{broken</script>', "", None),
    ],
    ids=["meta", "dublin core", "linked data", "time", "two times", "no date", "broken"],
)
def test_the_date_of_a_page(head: str, body: str, date: str | None) -> None:
    content = read_web(page(f"{body}<p>{NOTE}</p>", head=head).encode())
    assert (content.date, content.date_source) == (date, "page" if date else None)


def test_title_and_publisher_of_a_page() -> None:
    head = '<title>Meeting | Ministry</title><meta property="og:site_name" content="Ministry of Lakes">'
    assert read_web(page(f"<p>{NOTE}</p>", head=head).encode()).title == "Meeting | Ministry"
    content = read_web(page(f"<h1>Ministers <em>meet</em></h1><p>{NOTE}</p>", head=head).encode())
    assert (content.title, content.source) == ("Ministers meet", "Ministry of Lakes")


def test_residue_is_removed_from_a_page_and_noted() -> None:
    cookies = "We use cookies to improve your visit. By continuing you accept them."
    body = f"<p>{cookies}</p><p>{NOTE}</p><p>We share the view of Peru.</p><p>Share</p><p>Advanced settings</p>"
    content = read_web(page(body).encode())
    assert content.text == f"{NOTE}\n\nWe share the view of Peru."
    assert "“Share”, “Advanced settings”" in content.notes[-1]


def test_cells_of_a_row_stand_on_one_line() -> None:
    text = read_web(page(f"<p>{NOTE}</p><table><tr><td>Peru</td><td>Ada Reyes</td></tr></table>").encode()).text
    assert text.splitlines()[-1] == "Peru\tAda Reyes"


# PDF


def test_headers_numbers_and_hyphens_of_a_pdf() -> None:
    bodies = [["The ministers spoke of close coop-", "eration and met again on the next day to agree"], [OTHER], [NOTE]]
    content = read_pdf(
        pdf([["Lakes Forum Secretariat", *body, f"- {n} -"] for n, body in enumerate(bodies, 1)]), LIMITS
    )
    assert " ".join(content.text.split()) == (
        "Lakes Forum Secretariat The ministers spoke of close cooperation and met again on the next day to agree "
        f"{OTHER} {NOTE}"
    )
    assert "headers" in content.notes[0]


def test_a_line_that_two_pages_share_stays() -> None:
    assert read_pdf(pdf([["Agreed.", NOTE], ["Agreed.", OTHER]]), LIMITS).text.count("Agreed.") == 2


def test_pages_without_text_are_noted() -> None:
    content = read_pdf(pdf([[NOTE], [], [OTHER]]), LIMITS)
    assert content.notes == ("found no text on page 2",)


@settings(deadline=None)
@given(st.lists(st.text("abcdeABC 12.,-•", max_size=60), max_size=12))
def test_joining_lines_loses_nothing_but_breaks_and_hyphens(lines: list[str]) -> None:
    def bare(text: str) -> str:
        return "".join(text.split()).replace("-", "")

    assert bare(flowing(lines)) == bare("\n".join(lines))


# Word files


def test_paragraphs_tables_and_tracked_changes_of_a_word_file() -> None:
    changed = (
        "<w:p><w:r><w:t>The ministers </w:t></w:r><w:del><w:r><w:delText>left</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>met</w:t></w:r></w:ins><w:r><w:tab/><w:t>again.</w:t></w:r></w:p>"
    )
    cells = f"<w:tbl><w:tr><w:tc>{paragraph('Peru')}</w:tc><w:tc>{paragraph('Ada Reyes')}</w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent>{paragraph('In a field.')}</w:sdtContent></w:sdt>"
    moved = "<w:p><w:moveFrom><w:r><w:t>Gone.</w:t></w:r></w:moveFrom></w:p>"
    text = read_word(docx(changed + cells + control + moved), LIMITS).text
    assert text == "The ministers met\tagain.\n\nPeru\tAda Reyes\n\nIn a field."


def test_a_text_box_comes_after_its_paragraph() -> None:
    box = (
        f"<w:p><w:r><w:t>Before</w:t><w:pict><w:txbxContent>{paragraph('Within')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    assert read_word(docx(box + paragraph("After")), LIMITS).text == "Before\n\nWithin\n\nAfter"


# Encodings


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-r", "utf-16", "utf-8", "iso-8859-5"])
def test_what_a_page_declares_is_believed(codec: str) -> None:
    whole = f'<meta http-equiv="Content-Type" content="text/html; charset={codec}"><p>{RUSSIAN}'
    assert decode(whole.encode(codec), markup=True) == whole


def test_latin_1_is_read_as_browsers_do() -> None:
    assert decode(b'<meta charset="iso-8859-1">\x93Quoted\x94', markup=True).endswith("“Quoted”")


def test_a_plain_text_declares_nothing() -> None:
    assert declared_encoding(b'<meta charset="koi8-r">') is None


def test_a_sample_may_end_within_a_character() -> None:
    assert encoding_of("Türkiye".encode()[:2]) == "utf-8"
    assert encoding_of(RUSSIAN.encode("cp1251")) == "cp1251"


# Cleaning


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaning_is_done_once(text: str) -> None:
    for clean in (normalised, without_specials):
        assert clean(clean(text)[0])[0] == clean(text)[0]
    assert unicodedata.is_normalized("NFC", normalised(text)[0])


@pytest.mark.parametrize(
    "line", ["Share the burden of the crisis", "The search goes on", "Home affairs", "2023", "Next"]
)
def test_what_may_be_a_sentence_is_no_residue(line: str) -> None:
    assert (residue(line) == []) is (line != "Next")


def test_nothing_but_residue_is_removed() -> None:
    assert without_residue(f"{NOTE}\nPrint this page\n{OTHER}")[0] == f"{NOTE}\n{OTHER}"


def test_a_plain_text_keeps_its_residue_and_says_so() -> None:
    content = read_plain(f"{NOTE}\u00a0\nAdvanced settings".encode())
    assert content.text == f"{NOTE}\u00a0\nAdvanced settings"
    assert content.notes == ("holds what may be residue of a web page: “Advanced settings”",)


@pytest.mark.parametrize("data", [b"", b"\0" * 50, bytes(range(256))])
def test_bytes_that_are_no_page_have_a_reason(data: bytes) -> None:
    with pytest.raises(DocumentError, match="is "):
        read_web(data)
