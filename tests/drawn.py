"""What is asked of pictures by more than one test: which names they bear, and whether these cover one another."""

from itertools import combinations

import networkx as nx
from graphs import graph_of
from matplotlib.text import Text

from communique.figures import Picture


def labels_of(picture: Picture) -> list[Text]:
    """The names that are written into the panels of a picture."""
    picture.figure.canvas.draw()
    return [text for axes in picture.figure.axes for text in axes.texts if text.get_text()]


def all_texts(picture: Picture) -> list[Text]:
    """All that is written: heading, names, ticks, titles of axes, legends."""
    picture.figure.canvas.draw()
    texts = {text for text in picture.figure.findobj(Text) if text.get_visible() and text.get_text().strip()}
    for axes in picture.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            first, last = sorted(axis.get_view_interval())
            # Labels beyond the ends of an axis exist and are not drawn.
            texts -= {tick.label1 for tick in axis.get_major_ticks() if not first <= tick.get_loc() <= last}
    return sorted(texts, key=lambda text: text.get_text())


def clashes(texts: list[Text]) -> list[tuple[str, str]]:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    return [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]


def cut(picture: Picture, texts: list[Text]) -> list[str]:
    """The texts that run over the edge of the picture."""
    page = picture.figure.bbox.padded(1)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    return [name for name, b in boxes if not (page.contains(b.x0, b.y0) and page.contains(b.x1, b.y1))]


def crowd(actors: int, forums: int) -> nx.Graph:
    """A network with many ties and long names."""
    graph = graph_of([(f"a{a}", f"f{f}") for a in range(actors) for f in range(forums) if (a * 7 + f * 3) % 5 < 2])
    for node in graph:
        graph.nodes[node]["label"] = f"{node} of a rather long name"
    return graph


def ahead() -> nx.Graph:
    """A network in which one tie was held, one planned, one both."""
    ties = [("a", "f"), ("b", "f"), ("b", "g")]
    graph = graph_of(ties)
    for tie, statuses in zip(ties, ("held", "planned", "held,proposed"), strict=True):
        graph.edges[tie]["statuses"] = statuses
    return graph
