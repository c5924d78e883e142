"""Bars, ranks, spans and meetings: what their marks say."""

import pandas as pd
import pytest
from test_picture import MEETINGS, PICTURES, RANKED, ROWS

from communique.figures import COLOURS, MARKERS, calendar, ranks, spans, strips


def test_the_first_bar_is_on_top() -> None:
    axes = PICTURES["bars"]().figure.axes[0]
    top = max(axes.patches, key=lambda bar: bar.get_y())
    assert (top.get_width(), axes.get_yticklabels()[0].get_text()) == (12, "Oman")


def test_dates_of_different_precision_can_be_drawn() -> None:
    rows = ROWS.assign(first=["2020-01-05", "2021-03"], last=["2021", "2021-03-02"])
    assert "Hills Forum 2021-03 to 2021-03-02" in spans(rows, title="T").alt


def test_the_mark_of_a_meeting_tells_its_status() -> None:
    rows = pd.concat([MEETINGS, MEETINGS.assign(status=["proposed", "cancelled"])])
    marks = calendar(rows, title="T").figure.axes[0].lines
    ink = COLOURS["FORUM"]
    assert [(m.get_marker(), m.get_fillstyle(), m.get_markerfacecolor()) for m in marks] == [
        ("o", "full", ink), ("o", "left", ink), ("o", "full", "white"), ("X", "full", "white"),
    ]  # fmt: skip


def test_a_rank_is_a_mark_of_its_type_on_the_bar_of_its_interval() -> None:
    axes = ranks(RANKED, title="T").figure.axes[0]
    marks = [(m.get_xdata()[0], m.get_ydata()[0], m.get_marker(), m.get_color()) for m in axes.lines]
    assert marks == [(1, 1, MARKERS["STATE"], COLOURS["STATE"]), (2, 0, MARKERS["PERSON"], COLOURS["PERSON"])]
    (bars,) = axes.collections
    assert [path.vertices.tolist() for path in bars.get_paths()] == [[[1, 1], [1, 1]], [[1, 0], [4, 0]]]
    assert [text.get_text() for text in axes.texts] == ["1 (1–1)", "2 (1–4)"]
    assert axes.get_xlabel() == "rank by betweenness"


def test_the_first_rank_is_on_top_whatever_the_order_of_the_rows() -> None:
    axes = ranks(RANKED[::-1], title="T").figure.axes[0]
    names = dict(zip(axes.get_yticks().tolist(), [t.get_text() for t in axes.get_yticklabels()], strict=True))
    assert names[max(names)] == "Oman"


def test_only_so_many_ranks_are_drawn() -> None:
    assert len(ranks(RANKED, title="T", top=1).figure.axes[0].lines) == 1


@pytest.mark.parametrize(("high", "scale"), [(40, "linear"), (41, "log")])
def test_long_intervals_are_drawn_on_a_logarithmic_axis(high: int, scale: str) -> None:
    axes = ranks(RANKED.assign(high=high), title="T").figure.axes[0]
    assert axes.get_xscale() == scale
    assert 1 in axes.get_xticks()
    assert axes.get_xlim()[0] < 1 < high < axes.get_xlim()[1]


def test_ranks_by_different_measures_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="one measure, not betweenness, degree"):
        ranks(RANKED.assign(measure=["betweenness", "degree"]), title="T")


def test_a_strip_holds_the_meetings_of_one_forum_with_their_editions() -> None:
    rows = pd.DataFrame(
        {
            "forum": ["Lakes Forum", "Lakes Forum", "Hills Forum"], "label": ["1st", "", "4th"],
            "status": ["held", "planned", "held"], "first": ["2020-01-05", "2021-01-01", "2021-03-02"],
            "last": ["2020-01-05", "2021-12-31", "2021-03-02"],
        }
    )  # fmt: skip
    picture = strips(rows, title="T")
    axes = picture.figure.axes[0]
    assert [(mark.get_ydata()[0], mark.get_fillstyle()) for mark in axes.lines] == [
        (1, "full"),
        (1, "left"),
        (0, "full"),
    ]
    assert [text.get_text() for text in axes.texts] == ["1st", "4th"]
    assert "meetings: Lakes Forum 2; Hills Forum 1" in picture.alt
    assert strips(rows.head(0), title="T").alt.endswith("none.")
