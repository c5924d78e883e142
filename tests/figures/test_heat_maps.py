"""Actors by forums: cells that say how often, and in what role."""

import pandas as pd
from drawn import ahead, crowd

from communique.figures import matrix, role_matrix


def test_each_cell_bears_its_number_and_darker_is_more() -> None:
    counts = pd.DataFrame({"F": [2, 0], "G": [5, 1]}, index=["A", "B"])
    axes = matrix(counts, title="T", unit="n").figure.axes[0]
    assert [(t.get_position(), t.get_text()) for t in axes.texts] == [((0, 0), "2"), ((1, 0), "5"), ((1, 1), "1")]
    (image,) = axes.images
    shades = image.to_rgba(image.get_array())[..., :3] @ [0.2126, 0.7152, 0.0722]
    assert shades[0, 1] < shades[0, 0] < shades[1, 1]
    assert image.to_rgba(image.get_array())[1, 0, 3] == 0  # nothing is white, not a light number


def test_a_heat_map_says_what_its_numbers_count() -> None:
    picture = matrix(pd.DataFrame({"F": [2]}, index=["A"]), title="T", unit="numbers count sentences")
    assert "numbers count sentences" in [text.get_text() for text in picture.figure.texts]


def test_a_matrix_of_roles_tells_roles_and_status() -> None:
    graph = ahead()
    graph.edges["b", "f"]["roles"] = "chair,host,member"
    picture = role_matrix(graph, title="T")
    written = [text.get_text() for text in picture.figure.axes[0].texts]
    assert written == ["chair\nhost…", "participant", "participant"]
    cells = picture.figure.axes[0].patches
    assert [cell.get_linestyle() == "-" for cell in cells] == [False, True, True]
    assert cells[1].get_facecolor() == cells[2].get_facecolor() != cells[0].get_facecolor()
    assert "B at F: chair, host, member (only planned or proposed); B at G: participant;" in picture.alt


def test_a_matrix_of_roles_keeps_to_its_size() -> None:
    axes = role_matrix(crowd(40, 20), title="T", top=12).figure.axes[0]
    assert (len(axes.get_yticks()), len(axes.get_xticks())) == (12, 10)
