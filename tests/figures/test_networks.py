"""Networks drawn: names apart, what is ahead dashed, one layout in all pictures."""

import matplotlib as mpl
import networkx as nx
import numpy as np
import pytest
from drawn import ahead, clashes, crowd, cut, labels_of
from graphs import graph_of
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from tiny import tiny_tables

from communique import Tables, build_network, cooccurrence_network
from communique.figures import COLOURS, Picture, network_map, small_multiples, two_mode_map
from communique.network import layout, networks_by_year, two_mode_layout

TIES = [("a", "f"), ("b", "f"), ("b", "g")]
SIZES = pytest.mark.parametrize("size", [(3, 2), (12, 6), (40, 15)])


def marks(picture: Picture, panel: int = 0) -> list[tuple[float, float]]:
    """Where the nodes of a panel stand."""
    shown = [c for c in picture.figure.axes[panel].collections if c.get_gid() != "ties" and c.get_zorder() > 0]
    return [tuple(at) for collection in shown for at in collection.get_offsets().tolist()]


def covered(picture: Picture) -> list[str]:
    """The names that cover the mark of a node."""
    found = []
    for axes in picture.figure.axes:
        boxes = [(text.get_text(), text.get_window_extent()) for text in axes.texts]
        for collection in axes.collections:
            if collection.get_gid() == "ties" or collection.get_zorder() == 0:
                continue
            for (x, y), area in zip(
                axes.transData.transform(collection.get_offsets()), collection.get_sizes(), strict=True
            ):
                reach = 0.45 * area**0.5 * picture.figure.dpi / 72
                mark = Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)
                found += [name for name, box in boxes if box.overlaps(mark)]
    return found


def ties_of(picture: Picture) -> mpl.collections.PathCollection:
    (ties,) = [c for c in picture.figure.axes[0].collections if c.get_gid() == "ties"]
    return ties


def by_year(size: tuple[int, int]) -> dict[str, nx.Graph]:
    graph = crowd(*size)
    return {str(2020 + n): graph.edge_subgraph([*graph.edges][n::3]) for n in range(3)}


# In one plane


@SIZES
def test_names_on_the_map_cover_neither_one_another_nor_a_mark(size: tuple[int, int]) -> None:
    picture = network_map(crowd(*size), title="A crowd", labels=100)
    names = labels_of(picture)
    assert clashes(names) == []
    assert covered(picture) == []
    assert cut(picture, names) == []
    assert len(names) >= 3


def test_every_name_in_the_network_of_the_five_documents_finds_its_place(tables: Tables) -> None:
    graph = build_network(tables)
    picture = network_map(graph, title="Five documents")
    names = labels_of(picture)
    assert len(names) == len(graph)
    assert clashes(names) == covered(picture) == cut(picture, names) == []


def test_a_name_that_stands_far_away_is_joined_to_its_mark() -> None:
    axes = network_map(crowd(40, 15), title="A crowd", labels=100).figure.axes[0]
    leads = [a for a in axes.get_children() if isinstance(a, mpl.lines.Line2D)]
    assert leads
    places = {
        tuple(round(v, 6) for v in at) for c in axes.collections if c.get_gid() != "ties" for at in c.get_offsets()
    }
    assert all((round(lead.get_xdata()[0], 6), round(lead.get_ydata()[0], 6)) in places for lead in leads)


@pytest.mark.parametrize("size", [(40, 15), (30, 20)])
def test_the_line_to_a_name_crosses_no_other_name_and_no_mark(size: tuple[int, int]) -> None:
    picture = network_map(crowd(*size), title="A crowd", labels=100)
    names = [text.get_window_extent().padded(-2) for text in labels_of(picture)]
    axes = picture.figure.axes[0]
    nodes = axes.transData.transform(marks(picture))
    for lead in (a for a in axes.get_children() if isinstance(a, mpl.lines.Line2D)):
        first, last = axes.transData.transform(lead.get_xydata())
        points = first + (last - first) * np.linspace(0, 1, 200)[:, None]
        # The corner of a box may be cut by less than a letter.
        assert not any(box.contains(*point) for box in names for point in points)
        near = (np.hypot(*(nodes[:, None] - points).transpose(2, 0, 1)) < 2).any(axis=1)
        assert near.sum() == 1  # its own


def test_only_so_many_nodes_are_named() -> None:
    assert len(labels_of(network_map(graph_of(TIES), title="T", labels=2))) == 2


def test_a_part_of_a_network_is_drawn_in_the_layout_of_the_whole() -> None:
    graph = graph_of(TIES)
    places = layout(graph)
    part = network_map(graph.subgraph(["a", "f"]), title="Part", positions=places)
    assert sorted(marks(part)) == sorted([places["a"], places["f"]])


@pytest.mark.parametrize("draw", [network_map, two_mode_map])
def test_what_is_still_ahead_is_dashed(draw: type[Picture]) -> None:
    picture = draw(ahead(), title="T")
    assert [dashes is not None for _, dashes in ties_of(picture).get_linestyles()] == [False, True, False]
    assert "3 ties, 1 of them only planned or proposed;" in picture.alt
    (legend,) = picture.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["state", "forum", "only planned or proposed"]


def test_the_more_sentences_tell_a_tie_the_wider_it_is() -> None:
    widths = ties_of(network_map(graph_of(TIES, bf=8), title="T")).get_linewidths()
    assert widths[1] > widths[0] == widths[2]


def test_cooccurrences_are_not_said_to_be_ahead() -> None:
    assert "planned" not in network_map(cooccurrence_network(tiny_tables()), title="T").alt


@pytest.mark.parametrize("draw", [network_map, two_mode_map])
def test_of_a_large_network_the_best_connected_are_drawn(draw: type[Picture]) -> None:
    graph = crowd(40, 15)
    picture = draw(graph, title="T", scope="5 documents", most=20)
    drawn = len(marks(picture))
    assert 15 <= drawn <= 20
    assert f"55 actors and forums, {graph.number_of_edges()} ties" in picture.alt
    assert picture.alt.endswith(f"Drawn are the {drawn} best connected.")
    assert f"5 documents; drawn: the {drawn} best connected of 55" in [t.get_text() for t in picture.figure.texts]
    assert "Drawn" not in draw(graph, title="T").alt


# In two columns


@SIZES
def test_in_two_columns_every_node_is_named_and_no_name_covers_anything(size: tuple[int, int]) -> None:
    graph = crowd(*size)
    picture = two_mode_map(graph, title="A crowd")
    names = labels_of(picture)
    assert len(names) == len(graph)
    assert clashes(names) == covered(picture) == cut(picture, names) == []


def test_in_two_columns_actors_stand_left_and_forums_right(tables: Tables) -> None:
    graph = build_network(tables)
    picture = two_mode_map(graph, title="T")
    names = labels_of(picture)
    forums = [name for name in names if name.get_color() == COLOURS["FORUM"]]
    assert len(forums) == sum(mode for _, mode in graph.nodes(data="bipartite"))
    assert max(name.get_window_extent().x1 for name in names if name not in forums) < min(
        name.get_window_extent().x0 for name in forums
    )
    assert clashes(names) == covered(picture) == cut(picture, names) == []


def test_in_two_columns_a_part_keeps_the_places_of_the_whole() -> None:
    graph = graph_of(TIES)
    places = two_mode_layout(graph)
    part = two_mode_map(graph.subgraph(["b", "g"]), title="Part", positions=places)
    assert sorted(marks(part)) == sorted([places["b"], places["g"]])


def test_long_names_are_shortened() -> None:
    graph = graph_of(TIES)
    graph.nodes["f"]["label"] = "A" * 80
    assert max(len(name.get_text()) for name in labels_of(two_mode_map(graph, title="T"))) == 44


# Side by side


def test_side_by_side_a_node_stands_at_the_same_place() -> None:
    graphs = {"2020": graph_of(TIES[:2]), "2021": graph_of(TIES[1:])}
    places = layout(nx.compose_all(graphs.values()))
    picture = small_multiples(graphs, title="T")
    for panel, graph in enumerate(graphs.values()):
        assert sorted(marks(picture, panel)) == sorted(places[node] for node in graph)
    assert [axes.get_xlim() for axes in picture.figure.axes][:1] * 2 == [a.get_xlim() for a in picture.figure.axes]


def test_side_by_side_a_dot_keeps_the_place_of_who_is_missing() -> None:
    axes = small_multiples({"2020": graph_of(TIES[:2]), "2021": graph_of(TIES[1:])}, title="T").figure.axes
    for panel in axes:
        (dots,) = [c for c in panel.collections if c.get_zorder() == 0]
        assert len(dots.get_offsets()) == 4


@SIZES
def test_side_by_side_names_cover_nothing_and_keep_to_their_panel(size: tuple[int, int]) -> None:
    picture = small_multiples(by_year(size), title="A crowd")
    picture.figure.canvas.draw()
    assert covered(picture) == []
    assert labels_of(picture)
    for axes in picture.figure.axes:
        frame = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        assert clashes(axes.texts) == []
        assert all(frame.contains(b.x0, b.y0) and frame.contains(b.x1, b.y1) for b in boxes)


@pytest.mark.parametrize(("panels", "grid"), [(1, (1, 1)), (2, (1, 2)), (3, (1, 3)), (4, (2, 2)), (5, (2, 3))])
def test_the_panels_fill_the_picture(panels: int, grid: tuple[int, int]) -> None:
    picture = small_multiples({str(n): graph_of(TIES) for n in range(panels)}, title="T")
    spec = picture.figure.axes[0].get_subplotspec().get_gridspec()
    assert (spec.nrows, spec.ncols) == grid
    assert sum(axes.axison for axes in picture.figure.axes) == panels


def test_the_networks_of_the_years_can_be_drawn(tables: Tables) -> None:
    graphs = networks_by_year(tables)
    picture = small_multiples(graphs, title="T")
    assert [axes.get_title(loc="left").partition(":")[0] for axes in picture.figure.axes] == list(graphs)


def test_many_panels_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    draw = Figure.draw_without_rendering
    monkeypatch.setattr(Figure, "draw_without_rendering", lambda figure: (drawn.append(figure), draw(figure)))
    small_multiples({str(year): graph_of(TIES) for year in range(4)}, title="Four years")
    assert len(drawn) == 1
