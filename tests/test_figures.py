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
from graphs import graph_of
from matplotlib.text import Annotation
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network, roles, summaries
from communique.figures import COLOURS, Picture, bars, calendar, matrix, network_map, role_matrix, spans
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
MEETINGS = pd.DataFrame(
    {
        "label": ["2nd Lakes Forum", "3rd Lakes Forum"],
        "status": ["held", "planned"],
        "first": ["2021-03-02", "2022-01-01"],
        "last": ["2021-03-02", "2022-12-31"],
    }
)
TIES = [("a", "f"), ("b", "f"), ("b", "g")]
PICTURES: dict[str, Callable[[], Picture]] = {
    "bars": lambda: bars(VALUES, title="Who is named", unit="documents"),
    "network_map": lambda: network_map(graph_of(TIES), title="Who is tied"),
    "matrix": lambda: matrix(COUNTS, title="Who is where", unit="sentences"),
    "spans": lambda: spans(ROWS, title="When"),
    "calendar": lambda: calendar(MEETINGS, title="Which meetings"),
    "role_matrix": lambda: role_matrix(graph_of(TIES), title="In what role"),
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
        (
            "calendar",
            "Timeline. Which meetings: 2nd Lakes Forum 2021-03-02, held; "
            "3rd Lakes Forum 2022-01-01 to 2022-12-31, planned.",
        ),
        (
            "role_matrix",
            "Matrix of roles. In what role. B at F: participant; B at G: participant; A at F: participant.",
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
        lambda: matrix(summaries.actor_forum_matrix(cooccurrence_network(no_tables())), title="T", unit="n"),
        lambda: spans(summaries.first_and_last(no_tables()), title="T"),
        lambda: calendar(summaries.meetings_dated(no_tables()), title="T"),
        lambda: role_matrix(build_network(no_tables()), title="T"),
    ],
    ids=[
        "bars",
        "network",
        "matrix",
        "spans",
        "no bars",
        "no network",
        "no matrix",
        "no spans",
        "no calendar",
        "no roles",
    ],
)
def test_nothing_can_be_drawn(draw: Callable[[], Picture]) -> None:
    assert draw().png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars(summaries.most_named(tiny_tables()).set_index("name")["documents"], title="T", unit="n"),
        lambda: network_map(build_network(tiny_tables()), title="T"),
        lambda: matrix(summaries.actor_forum_matrix(build_network(tiny_tables())), title="T", unit="n"),
        lambda: spans(summaries.first_and_last(tiny_tables()), title="T"),
        lambda: calendar(summaries.meetings_dated(tiny_tables()), title="T"),
        lambda: role_matrix(build_network(tiny_tables()), title="T"),
    ],
    ids=["bars", "network", "matrix", "spans", "calendar", "roles"],
)
def test_summaries_can_be_drawn(draw: Callable[[], Picture]) -> None:
    assert draw().png().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["A$ and US$", "$\\oops$", "$x^$", "100 % _a_ {b}", "<b>", "Совет", "A" * 100])
@pytest.mark.parametrize("kind", ["bars", "matrix", "spans", "network_map", "calendar", "role_matrix"])
def test_any_name_can_be_drawn(name: str, kind: str) -> None:
    graph = graph_of(TIES)
    graph.nodes["b"]["label"] = name
    picture = {
        "bars": lambda: bars(pd.Series({name: 3}), title=name, unit="n"),
        "matrix": lambda: matrix(pd.DataFrame({name: [1]}, index=[name]), title=name, unit="n"),
        "spans": lambda: spans(ROWS.assign(label=name), title=name),
        "network_map": lambda: network_map(graph, title=name),
        "calendar": lambda: calendar(MEETINGS.assign(label=name), title=name),
        "role_matrix": lambda: role_matrix(graph, title=name),
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


def ahead() -> nx.Graph:
    """A network in which one tie was held, one planned, one both."""
    graph = graph_of(TIES)
    for tie, statuses in zip(TIES, ("held", "planned", "held,proposed"), strict=True):
        graph.edges[tie]["statuses"] = statuses
    return graph


def test_what_is_still_ahead_is_dashed() -> None:
    picture = network_map(ahead(), title="T")
    assert [line.is_dashed() for line in picture.figure.axes[0].lines] == [False, True, False]
    assert "3 ties, 1 of them only planned or proposed;" in picture.alt
    legend = [text.get_text() for text in picture.figure.axes[0].get_legend().get_texts()]
    assert legend == ["state", "forum", "only planned or proposed"]


def test_cooccurrences_are_not_said_to_be_ahead() -> None:
    assert "planned" not in network_map(cooccurrence_network(tiny_tables()), title="T").alt


def test_a_matrix_of_roles_tells_roles_and_status() -> None:
    graph = ahead()
    graph.edges["b", "f"]["roles"] = "chair,host,member"
    picture = role_matrix(graph, title="T")
    written = [text.get_text() for text in picture.figure.axes[0].texts]
    assert written == ["chair\nhost…", "participant", "participant"]
    colours = [cell.get_facecolor() for cell in picture.figure.axes[0].patches]
    assert colours[1] == colours[2] != colours[0]
    assert "B at F: chair, host, member (only planned or proposed); B at G: participant;" in picture.alt


def test_a_matrix_of_roles_keeps_to_its_size() -> None:
    axes = role_matrix(crowd(40, 20), title="T", top=12).figure.axes[0]
    assert (len(axes.get_yticks()), len(axes.get_xticks())) == (12, 10)


def test_the_mark_of_a_meeting_tells_its_status() -> None:
    rows = pd.concat([MEETINGS, MEETINGS.assign(status=["proposed", "cancelled"])])
    marks = calendar(rows, title="T").figure.axes[0].lines
    ink = COLOURS["FORUM"]
    assert [(m.get_marker(), m.get_fillstyle(), m.get_markerfacecolor()) for m in marks] == [
        ("o", "full", ink), ("o", "left", ink), ("o", "full", "white"), ("X", "full", "white"),
    ]  # fmt: skip


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


def test_of_a_large_network_the_best_connected_are_drawn() -> None:
    graph = crowd(40, 15)
    picture = network_map(graph, title="T", most=20)
    drawn = sum(len(marks.get_offsets()) for marks in picture.figure.axes[0].collections)
    assert 15 <= drawn <= 20
    assert f"55 actors and forums, {graph.number_of_edges()} ties" in picture.alt
    assert picture.alt.endswith(f"Drawn are the {drawn} best connected.")
    assert [t.get_text() for t in picture.figure.texts if "drawn" in t.get_text()] == [
        f"drawn: the {drawn} best connected of 55"
    ]
    assert "Drawn" not in network_map(graph, title="T").alt


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


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_quotation_tells_stands_before_it(text: str) -> None:
    told = roles.participations(tiny_tables(), "Oman").assign(told=text)
    tags = Tags(quotes(told, "Oman")._repr_html_())
    assert tags.found == {"figure", "figcaption", "ol", "li", "b", "q", "a"}
    assert f"{text} Oman and Peru joined the Lakes Forum. n1" in tags.said


def test_where_nothing_is_quoted_it_says_so() -> None:
    assert "No sentence tells of any." in quotes(roles.acting_for(tiny_tables(), "Oman"), "Oman")._repr_html_()


def test_a_quotation_leads_to_its_sentence() -> None:
    shown = quotes(summaries.evidence(tiny_tables(), "Oman", "Peru"), "Oman and Peru")._repr_html_()
    assert '<q>Oman and Peru joined the Lakes Forum.</q> <a href="documents/n1.html#s0">n1</a>' in shown
