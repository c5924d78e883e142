"""Tables and quotations that carry no foreign HTML."""

import base64
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest
from tiny import tiny_tables

from communique import roles, summaries
from communique.shown import CSV_AT_MOST, captioned, csv_link, quotes

# Tables

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>alert(1)</script>", "a & b"]


class Tags(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str | None] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs if name.startswith("on"))}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "table",
    [
        lambda text: captioned(pd.DataFrame({"name": [text], "n": [1]}), "Names"),
        lambda text: captioned(pd.DataFrame({text: ["a"], "n": [1]}), "Names"),
        lambda text: captioned(pd.DataFrame({text: [1]}), "Names"),
        lambda text: captioned(pd.DataFrame({"name": ["a"]}), f"About {text}"),
        lambda text: captioned(pd.DataFrame({"names": [[text]]}), "Names"),
    ],
    ids=["cell", "heading", "heading of numbers", "caption", "list in a cell"],
)
def test_text_in_a_table_is_text(text: str, table: Callable[[str], object]) -> None:
    tags = Tags(table(text).to_html())
    assert tags.found & {"script", "img", "onerror"} == set()
    assert text in tags.said


def test_equal_tables_give_equal_html() -> None:
    one, other = (captioned(pd.DataFrame({"name": ["Oman"], "n": [1]}), "Names").to_html() for _ in range(2))
    assert one == other


def test_two_tables_on_one_page_keep_their_styles_apart() -> None:
    one, other = (captioned(pd.DataFrame({"name": ["Oman"]}), caption).to_html() for caption in ("Names", "Others"))
    assert set(re.findall(r'id="([^"]+)"', one)).isdisjoint(re.findall(r'id="([^"]+)"', other))


def test_numbers_are_short_and_what_is_missing_is_a_dash() -> None:
    table = pd.DataFrame({"name": ["Oman", None], "share": [0.12345, None], "n": [12345, 1]})
    said = Tags(captioned(table, "Names").to_html()).said.removesuffix("Download as CSV").split()
    assert said[-6:] == ["Oman", "0.12", "12,345", "–", "–", "1"]


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (["2020-01-05", None, "2021"], True),
        (["2020-01-05 to 02-06"], True),
        (["2020-12-30 to 2021-01-02"], True),
        (["2020-01-05", "soon"], False),
        ([2020, 2021], False),
    ],
)
def test_dates_are_not_torn_at_their_hyphens(cells: list[object], whole: bool) -> None:
    assert ("nowrap" in captioned(pd.DataFrame({"date": cells}), "Dates").to_html()) is whole


@pytest.mark.parametrize("cells", [["4 (3–15)", None], ["< 0.001", "0.020"]])
def test_ranks_and_probabilities_are_not_torn(cells: list[object]) -> None:
    assert "nowrap" in captioned(pd.DataFrame({"rank": cells}), "Ranks").to_html()


def test_types_bear_the_shapes_and_colours_of_the_pictures() -> None:
    html = captioned(pd.DataFrame({"type": ["STATE", None, "ORG"]}), "Types").to_html()
    assert '<span aria-hidden="true" style="color: rgb(var(--state, 0 104 168))">■</span> state' in html
    assert "◆</span> organisation" in html
    assert "■" not in captioned(pd.DataFrame({"name": ["STATE", "Oman"]}), "Names").to_html()


def held(html: str) -> str:
    return base64.b64decode(html.partition("base64,")[2].partition('"')[0]).decode()


def test_a_table_is_at_hand_as_csv_with_its_numbers_in_full() -> None:
    html = captioned(pd.DataFrame({"type": ["ORG"], "share": [0.12345], "of": [["a", "b"]]}), "Shares, by <type>")
    assert held(html.to_html()) == "type,share,of\nORG,0.12345,a; b\n"
    assert 'download="shares-by-type.csv"' in html.to_html()


def test_a_table_without_rows_or_too_long_a_one_is_no_download() -> None:
    assert csv_link(pd.DataFrame({"name": []}), "Names") == ""
    assert csv_link(pd.DataFrame({"name": ["x" * CSV_AT_MOST]}), "Names") == ""
    assert csv_link(pd.DataFrame({"name": ["=1+1"]}), "Names")
    assert held(csv_link(pd.DataFrame({"name": ["=1+1"]}), "Names")) == "name\n'=1+1\n"  # no formula


def test_a_table_of_one_number_is_shown() -> None:
    assert "<caption>Names</caption>" in captioned(pd.DataFrame({"n": [1.5]}), "Names").to_html()


@pytest.mark.parametrize("table", [pd.DataFrame({"name": []}), pd.DataFrame()])
def test_a_sentence_stands_for_a_table_without_rows(table: pd.DataFrame) -> None:
    assert captioned(table, "A row is a <name>").to_html() == "<p>No rows. A row is a &lt;name&gt;.</p>"
    assert captioned(table, "Names", empty="Nobody is named.").to_html() == "<p>Nobody is named.</p>"
    assert captioned(table, "Names", empty="").to_html() == ""


@pytest.mark.parametrize("cells", [[True, False], [True, False, None]])
def test_truth_is_told_by_yes_and_no(cells: list[object]) -> None:
    shown_as = captioned(pd.DataFrame({"irregular": cells}), "Forums")
    told = Tags(shown_as.to_html()).said.removesuffix("Download as CSV").split()[2:]
    assert told == ["yes", "no", "–"][: len(cells)]
    assert "True" in held(shown_as.link)


# Quotations


@pytest.mark.parametrize("column", ["sentence", "document", "href", "caption"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_quotation_is_text(text: str, column: str) -> None:
    given = {"sentence": "Oman spoke.", "document": "n1", "href": "documents/n1.html#s0", "caption": "Oman"}
    said = {**given, column: text}
    tags = Tags(quotes(pd.DataFrame([said]), said["caption"])._repr_html_())
    assert tags.found == {"figure", "figcaption", "ol", "li", "q", "a"}
    assert tags.links == [said["href"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_quotation_tells_stands_before_it(text: str) -> None:
    told = roles.participations(tiny_tables(), "Oman").assign(told=text)
    tags = Tags(quotes(told, "Oman")._repr_html_())
    assert tags.found == {"figure", "figcaption", "ol", "li", "b", "q", "a"}
    assert f"{text} Oman and Peru joined the Lakes Forum. n1" in tags.said


def test_where_nothing_is_quoted_it_says_so() -> None:
    none = roles.acting_for(tiny_tables(), "Oman")
    assert quotes(none, "Oman")._repr_html_() == "<p>No sentence tells of any.</p>"
    assert quotes(none, "Oman", empty="Nobody <acts>.")._repr_html_() == "<p>Nobody &lt;acts&gt;.</p>"
    assert quotes(none, "Oman", empty="")._repr_html_() == ""


def test_a_quotation_leads_to_its_sentence() -> None:
    shown = quotes(summaries.evidence(tiny_tables(), "Oman", "Peru"), "Oman and Peru")._repr_html_()
    assert '<q>Oman and Peru joined the Lakes Forum.</q> <a href="documents/n1.html#s0">n1</a>' in shown
