"""What holds of every picture: the same bytes, a heading, an alternative text, letters that can be read."""

import struct
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import pandas as pd
import pytest
from drawn import all_texts, clashes, crowd, cut
from graphs import graph_of
from tiny import no_tables, tiny_tables

from communique import Tables, build_network, cooccurrence_network, findings, summaries
from communique.figures import (
    COLOURS,
    MARKERS,
    Picture,
    bars,
    calendar,
    matrix,
    network_map,
    ranks,
    role_matrix,
    small_multiples,
    spans,
    two_mode_map,
)
from communique.network import networks_by_year

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
RANKED = pd.DataFrame(
    {
        "name": ["Oman", "Ada Reyes"], "type": ["STATE", "PERSON"], "measure": "betweenness",
        "rank": [1, 2], "low": [1, 1], "high": [1, 4],
    }
)  # fmt: skip
TIES = [("a", "f"), ("b", "f"), ("b", "g")]
SCOPE = "2 documents, 2020; statuses: held"
PICTURES: dict[str, Callable[[], Picture]] = {
    "bars": lambda: bars(VALUES, title="Who is named", unit="documents", scope=SCOPE),
    "ranks": lambda: ranks(RANKED, title="Who stands between others", scope=SCOPE),
    "network_map": lambda: network_map(graph_of(TIES), title="Who is tied", scope=SCOPE),
    "two_mode_map": lambda: two_mode_map(graph_of(TIES), title="Who joins what", scope=SCOPE),
    "small_multiples": lambda: small_multiples(
        {"2020": graph_of(TIES[:1]), "2021": graph_of(TIES[1:])}, title="Who joined what when", scope=SCOPE
    ),
    "matrix": lambda: matrix(COUNTS, title="Who is where", unit="numbers count sentences", scope=SCOPE),
    "spans": lambda: spans(ROWS, title="When", scope=SCOPE),
    "calendar": lambda: calendar(MEETINGS, title="Which meetings", scope=SCOPE),
    "role_matrix": lambda: role_matrix(graph_of(TIES), title="In what role", scope=SCOPE),
}
ALTERNATIVE = {
    "bars": f"Bar chart. Who is named ({SCOPE}). documents: Oman 12; Peru 7; Chad 1.",
    "ranks": f"Rank chart. Who stands between others ({SCOPE}). Rank and interval: Oman 1 (1–1); Ada Reyes 2 (1–4).",
    "network_map": f"Network. Who is tied ({SCOPE}). 4 actors and forums, 3 ties; "
    "best connected: B (2 ties), F (2 ties), A (1 tie).",
    "two_mode_map": f"Two-mode network, actors left, forums right. Who joins what ({SCOPE}). 4 actors and forums, "
    "3 ties; best connected: B (2 ties), F (2 ties), A (1 tie).",
    "small_multiples": f"Networks side by side. Who joined what when ({SCOPE}). "
    "2020: 2 actors and forums, 1 tie, best connected: A (1 tie), F (1 tie); "
    "2021: 3 actors and forums, 2 ties, best connected: B (2 ties), F (1 tie), G (1 tie).",
    "matrix": f"Heat map. Who is where ({SCOPE}). numbers count sentences; largest: Peru at Hills Forum: 3; "
    "Oman at Lakes Forum: 2; Peru at Lakes Forum: 1.",
    "spans": f"Timeline. When ({SCOPE}). Lakes Forum 2020-01-05 to 2021-03-02; Hills Forum 2021-03-02 to 2021-03-02.",
    "calendar": f"Timeline. Which meetings ({SCOPE}). 2nd Lakes Forum 2021-03-02, held; "
    "3rd Lakes Forum 2022-01-01 to 2022-12-31, planned.",
    "role_matrix": f"Matrix of roles. In what role ({SCOPE}). "
    "B at F: participant; B at G: participant; A at F: participant.",
}
EACH = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)


@EACH
def test_the_same_picture_has_the_same_bytes(draw: Callable[[], Picture]) -> None:
    picture = draw()
    first = picture.png()
    assert first == picture.png() == draw().png()


@EACH
def test_a_heavy_picture_goes_into_a_page_in_fewer_colours_and_is_saved_in_all(
    draw: Callable[[], Picture], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = draw()
    picture.save(tmp_path / "all.png")
    saved = (tmp_path / "all.png").read_bytes()
    assert picture.png() == saved
    monkeypatch.setattr(import_module("communique.figures.picture"), "HEAVY", len(saved) - 1)
    assert len(picture.png()) < len(saved)
    picture.save(tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == saved


@pytest.mark.parametrize("kind", PICTURES)
def test_the_alternative_text_tells_what_the_picture_shows(kind: str) -> None:
    assert PICTURES[kind]().alt == ALTERNATIVE[kind]


def test_the_alternative_text_of_many_bars_tells_five() -> None:
    picture = bars(pd.Series(dict.fromkeys("abcdefg", 1)), title="T", unit="n")
    assert picture.alt == "Bar chart. T. n: a 1; b 1; c 1; d 1; e 1 and so on."


@EACH
def test_a_picture_bears_title_corpus_and_parameters(draw: Callable[[], Picture]) -> None:
    picture = draw()
    assert picture.figure.get_suptitle() in picture.alt
    assert picture.figure.get_suptitle()
    written = " ".join(text.get_text().replace("\n", " ") for text in picture.figure.texts)
    assert SCOPE in written


@EACH
def test_nothing_that_is_written_is_cut_or_covers_another_text(draw: Callable[[], Picture]) -> None:
    picture = draw()
    # Names of slanted columns stand side by side; the boxes around them overlap.
    texts = [text for text in all_texts(picture) if not text.get_rotation()]
    assert cut(picture, texts) == []
    assert clashes(texts) == []


@pytest.mark.parametrize("kind", ["bars", "two_mode_map", "small_multiples"])
def test_a_long_heading_is_broken_into_lines_within_the_picture(kind: str) -> None:
    title = "Who took part, or is to take part, in which of the many forums of these wide and distant regions"
    draw: dict[str, Callable[[], Picture]] = {
        "bars": lambda: bars(VALUES, title=title, unit="n", scope=SCOPE * 6),
        "two_mode_map": lambda: two_mode_map(graph_of(TIES), title=title, scope=SCOPE * 6),
        "small_multiples": lambda: small_multiples({"2020": graph_of(TIES)}, title=title, scope=SCOPE * 6),
    }
    picture = draw[kind]()
    assert cut(picture, all_texts(picture)) == []
    assert clashes(all_texts(picture)) == []


@EACH
def test_no_letter_is_smaller_than_seven_points(draw: Callable[[], Picture]) -> None:
    assert min(text.get_fontsize() for text in all_texts(draw())) >= 7


def test_each_type_has_a_colour_and_a_shape_of_its_own_dark_enough_on_white() -> None:
    assert len(set(COLOURS.values())) == len(set(MARKERS.values())) == len(COLOURS)
    for colour in COLOURS.values():
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in mpl.colors.to_rgb(colour)]
        luminance = sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
        assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2, contrast of text


def test_jupyter_gets_picture_and_alternative_text() -> None:
    picture = PICTURES["bars"]()
    data, metadata = picture._repr_mimebundle_()
    width, _height = struct.unpack(">II", data["image/png"][16:24])
    assert metadata["image/png"]["alt"] == picture.alt
    assert width == pytest.approx(metadata["image/png"]["width"] * 1.44, abs=2)


@pytest.mark.parametrize(("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.PDF", b"%PDF")])
def test_a_picture_is_saved_for_screen_and_print_with_the_same_bytes(tmp_path: Path, name: str, start: bytes) -> None:
    written = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        PICTURES["ranks"]().save(tmp_path / folder / name)
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0].startswith(start)
    assert written[0] == written[1]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars(pd.Series(dtype=int), title="T", unit="n"),
        lambda: network_map(nx.Graph(), title="T"),
        lambda: two_mode_map(nx.Graph(), title="T"),
        lambda: small_multiples({}, title="T"),
        lambda: small_multiples({"2020": nx.Graph()}, title="T"),
        lambda: ranks(RANKED.head(0), title="T"),
        lambda: matrix(pd.DataFrame(), title="T", unit="n"),
        lambda: spans(ROWS.head(0), title="T"),
        lambda: bars(summaries.most_named(no_tables()).set_index("name")["documents"], title="T", unit="n"),
        lambda: network_map(build_network(no_tables()), title="T"),
        lambda: two_mode_map(build_network(no_tables()), title="T"),
        lambda: small_multiples(networks_by_year(no_tables()), title="T"),
        lambda: matrix(summaries.actor_forum_matrix(cooccurrence_network(no_tables())), title="T", unit="n"),
        lambda: spans(summaries.first_and_last(no_tables()), title="T"),
        lambda: calendar(summaries.meetings_dated(no_tables()), title="T"),
        lambda: role_matrix(build_network(no_tables()), title="T"),
    ],
)
def test_nothing_can_be_drawn(draw: Callable[[], Picture]) -> None:
    assert draw().png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "draw",
    [
        lambda tables: bars(summaries.most_named(tables).set_index("name")["documents"], title="T", unit="n"),
        lambda tables: network_map(build_network(tables), title="T"),
        lambda tables: two_mode_map(build_network(tables), title="T"),
        lambda tables: small_multiples(networks_by_year(tables), title="T"),
        lambda tables: matrix(summaries.actor_forum_matrix(build_network(tables)), title="T", unit="n"),
        lambda tables: spans(summaries.first_and_last(tables), title="T"),
        lambda tables: calendar(summaries.meetings_dated(tables), title="T"),
        lambda tables: role_matrix(build_network(tables), title="T"),
    ],
    ids=["bars", "network", "two modes", "multiples", "matrix", "spans", "calendar", "roles"],
)
def test_tables_can_be_drawn(draw: Callable[[Tables], Picture]) -> None:
    assert draw(tiny_tables()).png().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["A$ and US$", "$\\oops$", "$x^$", "100 % _a_ {b}", "<b>", "Совет", "A" * 100])
@pytest.mark.parametrize("kind", PICTURES)
def test_any_name_can_be_drawn(name: str, kind: str) -> None:
    graph = graph_of(TIES)
    graph.nodes["b"]["label"] = name
    draw: dict[str, Callable[[], Picture]] = {
        "bars": lambda: bars(pd.Series({name: 3}), title=name, unit="n"),
        "ranks": lambda: ranks(RANKED.assign(name=name), title=name),
        "matrix": lambda: matrix(pd.DataFrame({name: [1]}, index=[name]), title=name, unit="n"),
        "spans": lambda: spans(ROWS.assign(label=name), title=name),
        "network_map": lambda: network_map(graph, title=name),
        "two_mode_map": lambda: two_mode_map(graph, title=name),
        "small_multiples": lambda: small_multiples({name: graph}, title=name),
        "calendar": lambda: calendar(MEETINGS.assign(label=name), title=name),
        "role_matrix": lambda: role_matrix(graph, title=name),
    }
    assert draw[kind]().png().startswith(b"\x89PNG")


def test_a_heading_tells_corpus_and_parameters_and_no_day_of_today() -> None:
    told = findings.scope(tiny_tables(), roles="chair, host", statuses="", min_sentences=2)
    assert told == "3 documents, 2020-01-05 to 2021-03-02; roles: chair, host; min sentences: 2"


def test_a_picture_grows_by_its_heading_and_keeps_the_room_for_what_it_shows() -> None:
    short, long = (network_map(crowd(12, 6), title="A crowd", scope=scope) for scope in ("", "word " * 60))
    assert long.figure.get_size_inches()[1] > short.figure.get_size_inches()[1]
    heights = [p.figure.axes[0].get_position().height * p.figure.get_size_inches()[1] for p in (short, long)]
    assert heights[0] == pytest.approx(heights[1], abs=0.01)
