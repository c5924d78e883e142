"""Figures that are the same each time and say what they show; tables that carry no foreign HTML."""

import re
import struct
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from matplotlib.text import Annotation
from test_network import graph_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, summaries
from communique.figures import Picture, bars, matrix, network_map, spans
from communique.network import layout
from communique.shown import captioned, quotes

VALUES = pd.Series({"Oman": 12, "Peru": 7, "Chad": 1})
COUNTS = pd.DataFrame({"Lakes Forum": [2, 1], "Hills Forum": [0, 3]}, index=["Oman", "Peru"])
ROWS = pd.DataFrame(
    {
        "label": ["Lakes Forum", "Hills Forum"],
        "type": ["FORUM", "FORUM"],
        "first": ["2020-01-05", "2021-03-02"],
        "last": ["2021-03-02", "2021-03-02"],
    }
)
TIES = [("a", "f"), ("b", "f"), ("b", "g")]
PICTURES: dict[str, Callable[[], Picture]] = {
    "bars": lambda: bars(VALUES, title="Who is named", unit="documents"),
    "network_map": lambda: network_map(graph_of(TIES), title="Who is tied"),
    "matrix": lambda: matrix(COUNTS, title="Who is where", unit="sentences"),
    "spans": lambda: spans(ROWS, title="When"),
}


# Pictures


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_the_same_picture_has_the_same_bytes(draw: Callable[[], Picture]) -> None:
    picture = draw()
    first = picture.png()
    assert first == picture.png() == draw().png()


@pytest.mark.parametrize(
    ("kind", "alt"),
    [
        ("bars", "Bar chart. Who is named. documents: Oman 12; Peru 7; Chad 1."),
        (
            "network_map",
            "Network. Who is tied. 4 actors and forums, 3 ties; best connected: B (2 ties), F (2 ties), A (1 tie).",
        ),
        (
            "matrix",
            "Heat map. Who is where. sentences; largest: Peru at Hills Forum: 3; Oman at Lakes Forum: 2; "
            "Peru at Lakes Forum: 1.",
        ),
        ("spans", "Timeline. When: Lakes Forum 2020-01-05 to 2021-03-02; Hills Forum 2021-03-02 to 2021-03-02."),
    ],
)
def test_the_alternative_text_tells_title_and_leading_values(kind: str, alt: str) -> None:
    assert PICTURES[kind]().alt == alt


def test_the_alternative_text_of_many_bars_tells_five() -> None:
    picture = bars(pd.Series(dict.fromkeys("abcdefg", 1)), title="T", unit="n")
    assert picture.alt == "Bar chart. T. n: a 1; b 1; c 1; d 1; e 1 and so on."


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_a_picture_bears_its_title(draw: Callable[[], Picture]) -> None:
    picture = draw()
    assert picture.figure.get_suptitle() in picture.alt
    assert picture.figure.get_suptitle()


def test_jupyter_gets_picture_and_alternative_text() -> None:
    picture = PICTURES["bars"]()
    data, metadata = picture._repr_mimebundle_()
    width, _height = struct.unpack(">II", data["image/png"][16:24])
    assert metadata["image/png"]["alt"] == picture.alt
    assert width == pytest.approx(metadata["image/png"]["width"] * 1.44, abs=2)


def test_a_picture_is_saved_as_png(tmp_path: Path) -> None:
    PICTURES["bars"]().save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars(pd.Series(dtype=int), title="T", unit="n"),
        lambda: network_map(nx.Graph(), title="T"),
        lambda: matrix(pd.DataFrame(), title="T", unit="n"),
        lambda: spans(ROWS.head(0), title="T"),
        lambda: bars(summaries.most_named(no_tables()).set_index("name")["documents"], title="T", unit="n"),
        lambda: network_map(build_network(no_tables()), title="T"),
        lambda: matrix(summaries.actor_forum_matrix(no_tables()), title="T", unit="n"),
        lambda: spans(summaries.first_and_last(no_tables()), title="T"),
    ],
    ids=["bars", "network", "matrix", "spans", "no bars", "no network", "no matrix", "no spans"],
)
def test_nothing_can_be_drawn(draw: Callable[[], Picture]) -> None:
    assert draw().png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars(summaries.most_named(tiny_tables()).set_index("name")["documents"], title="T", unit="n"),
        lambda: network_map(build_network(tiny_tables()), title="T"),
        lambda: matrix(summaries.actor_forum_matrix(tiny_tables()), title="T", unit="n"),
        lambda: spans(summaries.first_and_last(tiny_tables()), title="T"),
    ],
    ids=["bars", "network", "matrix", "spans"],
)
def test_summaries_can_be_drawn(draw: Callable[[], Picture]) -> None:
    assert draw().png().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["A$ and US$", "$\\oops$", "$x^$", "100 % _a_ {b}", "<b>", "Совет", "A" * 100])
@pytest.mark.parametrize("kind", ["bars", "matrix", "spans", "network_map"])
def test_any_name_can_be_drawn(name: str, kind: str) -> None:
    graph = graph_of(TIES)
    graph.nodes["b"]["label"] = name
    picture = {
        "bars": lambda: bars(pd.Series({name: 3}), title=name, unit="n"),
        "matrix": lambda: matrix(pd.DataFrame({name: [1]}, index=[name]), title=name, unit="n"),
        "spans": lambda: spans(ROWS.assign(label=name), title=name),
        "network_map": lambda: network_map(graph, title=name),
    }[kind]()
    assert picture.png().startswith(b"\x89PNG")


def test_dates_of_different_precision_can_be_drawn() -> None:
    rows = ROWS.assign(first=["2020-01-05", "2021-03"], last=["2021", "2021-03-02"])
    assert "Hills Forum 2021-03 to 2021-03-02" in spans(rows, title="T").alt


def test_the_first_bar_is_on_top() -> None:
    axes = PICTURES["bars"]().figure.axes[0]
    top = max(axes.patches, key=lambda bar: bar.get_y())
    assert (top.get_width(), axes.get_yticklabels()[0].get_text()) == (12, "Oman")


def test_a_part_of_a_network_can_be_drawn_in_the_layout_of_the_whole() -> None:
    graph = graph_of(TIES)
    part = graph.subgraph(["a", "f"])
    assert network_map(part, title="Part", positions=layout(graph)).png().startswith(b"\x89PNG")


def labels_of(picture: Picture) -> list[Annotation]:
    picture.figure.canvas.draw()
    return [text for text in picture.figure.axes[0].texts if text.get_text()]


def clashes(picture: Picture) -> list[tuple[str, str]]:
    boxes = {label.get_text(): label.get_window_extent() for label in labels_of(picture)}
    return [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlaps(boxes[pair[1]])]


def crowd(actors: int, forums: int) -> nx.Graph:
    graph = graph_of([(f"a{a}", f"f{f}") for a in range(actors) for f in range(forums) if (a * 7 + f * 3) % 5 < 2])
    for node in graph:
        graph.nodes[node]["label"] = f"{node} of a rather long name"
    return graph


@pytest.mark.parametrize("size", [(3, 2), (12, 6), (40, 15)])
def test_names_on_the_map_do_not_overlap(size: tuple[int, int]) -> None:
    picture = network_map(crowd(*size), title="A crowd", labels=100)
    assert clashes(picture) == []
    assert len(labels_of(picture)) >= 3


def test_names_in_the_network_of_the_five_documents_do_not_overlap(tables: Tables) -> None:
    picture = network_map(build_network(tables), title="Five documents")
    assert clashes(picture) == []
    assert len(labels_of(picture)) >= 10


def test_names_stay_within_the_picture(tables: Tables) -> None:
    picture = network_map(build_network(tables), title="Five documents")
    edge = picture.figure.bbox
    boxes = [label.get_window_extent() for label in labels_of(picture)]
    assert all(edge.contains(b.x0, b.y0) and edge.contains(b.x1, b.y1) for b in boxes)


def test_only_so_many_nodes_are_named() -> None:
    assert len(labels_of(network_map(graph_of(TIES), title="T", labels=2))) == 2


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
    said = Tags(captioned(table, "Names").to_html()).said.split()
    assert said[-6:] == ["Oman", "0.12", "12,345", "–", "–", "1"]


@pytest.mark.parametrize("table", [pd.DataFrame({"name": []}), pd.DataFrame({"n": [1.5]}), pd.DataFrame()])
def test_small_tables_are_shown(table: pd.DataFrame) -> None:
    assert "<caption>Names</caption>" in captioned(table, "Names").to_html()


# Quotations


@pytest.mark.parametrize("column", ["sentence", "document", "href", "caption"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_quotation_is_text(text: str, column: str) -> None:
    given = {"sentence": "Oman spoke.", "document": "n1", "href": "documents/n1.html#s0", "caption": "Oman"}
    said = {**given, column: text}
    tags = Tags(quotes(pd.DataFrame([said]), said["caption"])._repr_html_())
    assert tags.found == {"figure", "figcaption", "ol", "li", "q", "a"}
    assert tags.links == [said["href"]]


def test_a_quotation_leads_to_its_sentence() -> None:
    shown = quotes(summaries.evidence(tiny_tables(), "Oman", "Peru"), "Oman and Peru")._repr_html_()
    assert '<q>Oman and Peru joined the Lakes Forum.</q> <a href="documents/n1.html#s0">n1</a>' in shown
