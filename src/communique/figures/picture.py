"""What every picture is made of: a canvas, a heading, one style, and the text that says what it shows."""

import io
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.lines import Line2D
from PIL import Image

from communique.palette import COLOURS, MARKERS, TYPE_WORDS

__all__ = [
    "DASHES",
    "INK",
    "RULE",
    "STYLE",
    "TIE",
    "Picture",
    "canvas",
    "described",
    "heading",
    "settle",
    "shortened",
    "type_keys",
]

INK, RULE, TIE = "#222222", "#cccccc", "#8a8a8a"
DASHES = (0, (4, 3))
DPI = 144
# Bytes beyond which a picture goes into a page in fewer colours: thousands of lines, each laid over others, make many.
HEAVY, COLOURS_OF_HEAVY = 400_000, 128
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "communique",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
# The writers date and sign their files; a date would make equal figures differ.
UNSIGNED: dict[str, Any] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}

TITLE_SIZE, SCOPE_SIZE = 11, 9  # points
LEADING = 1.35  # of a line, in sizes of its letters
# A letter is 0.65 (bold) and 0.56 (plain) of its size wide on the average: measured in DejaVu Sans, rounded up.
TITLE_LETTER, SCOPE_LETTER = 0.65 * TITLE_SIZE / 72, 0.56 * SCOPE_SIZE / 72  # inches
MARGIN = 0.1  # inches


@dataclass(frozen=True)
class Picture:
    """A figure with the text that says what it shows; Jupyter displays both."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """Return the figure as PNG, the same bytes for the same figure: one that is heavy, in fewer colours."""
        written = self._written("png")
        return written if len(written) <= HEAVY else _in_few_colours(written)

    def save(self, path: str | Path) -> None:
        """Write the figure to `path`: as SVG or PDF if it ends so, whose letters stay sharp in print, else as PNG."""
        kind = Path(path).suffix[1:].lower()
        Path(path).write_bytes(self._written(kind if kind in UNSIGNED else "png"))

    @mpl.rc_context(STYLE)
    def _written(self, kind: str) -> bytes:
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format=kind, dpi=DPI, metadata=UNSIGNED[kind])
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
        width, _height = self.figure.get_size_inches() * 100
        return {"image/png": self.png()}, {"image/png": {"alt": self.alt, "width": int(width)}}


def _in_few_colours(png: bytes) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as drawn:
        drawn.convert("RGB").quantize(COLOURS_OF_HEAVY).save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def canvas(width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure of this size in inches, and its axes; `heading` adds room for itself."""
    # A figure of its own, apart from pyplot: nothing global, nothing shown twice.
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def heading(figure: Figure, title: str, *scope: str) -> None:
    """Write the title and, below it in plain letters, the corpus and parameters that the picture rests on.

    They stand over the whole figure, not over the axes: long names at the left leave little room above the axes.
    The figure grows by their height.
    """
    width, height = figure.get_size_inches()
    titles = textwrap.wrap(title, int((width - 2 * MARGIN) / TITLE_LETTER))
    scopes = textwrap.wrap("; ".join(filter(None, scope)), int((width - 2 * MARGIN) / SCOPE_LETTER))
    title_height, scope_height = (
        len(lines) * size * LEADING / 72 for lines, size in ((titles, TITLE_SIZE), (scopes, SCOPE_SIZE))
    )
    taken = MARGIN + title_height + scope_height + 0.06
    whole = height + taken
    figure.set_size_inches(width, whole)
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0, 0, 1, height / whole))
    left, top = MARGIN / width, 1 - MARGIN / whole
    figure.suptitle(
        "\n".join(titles), x=left, y=top, ha="left", va="top", fontsize=TITLE_SIZE, fontweight="bold"
    ).set_in_layout(False)
    figure.text(
        left, top - title_height / whole, "\n".join(scopes), ha="left", va="top", fontsize=SCOPE_SIZE
    ).set_in_layout(False)


def settle(figure: Figure) -> None:
    """Lay the figure out once and for all: a second layout would differ by a hair, and so would the bytes.

    A figure that is laid out is left as it is: each drawing of many panels takes as long as all that stands in them.
    """
    if isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine):
        return
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def shortened(name: str, length: int) -> str:
    """Return a name of no more than so many letters.

    Examples
    --------
    >>> shortened("East Asia Summit", 10)
    'East Asia…'
    """
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def described(kind: str, title: str, scope: str, told: Iterable[str], *, before: str = "", none: str = "none") -> str:
    """Return an alternative text: what kind of picture, of what, on what it rests, and the first five things told.

    Examples
    --------
    >>> described("Bar chart", "Who is named", "2 documents", ["Oman 12", "Peru 7"], before="documents: ")
    'Bar chart. Who is named (2 documents). documents: Oman 12; Peru 7.'
    """
    things = list(told)
    listed = "; ".join(things[:5]) or none
    about = f"{title} ({scope})" if scope else title
    return f"{kind}. {about}. {before}{listed}{' and so on' if len(things) > 5 else ''}."


def type_keys(types: Iterable[str]) -> list[Line2D]:
    """Return the entries of a legend for these types of entities, in the order of the palette."""
    there = set(types)
    return [
        Line2D([], [], color=colour, marker=MARKERS[type_], linestyle="", label=TYPE_WORDS[type_])
        for type_, colour in COLOURS.items()
        if type_ in there
    ]
