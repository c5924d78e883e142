"""The network as something to explore in the page: pan, zoom, search, filter, and read what each tie rests on."""

import base64
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jinja2
import networkx as nx
import pandas as pd
from PIL import Image

from communique.figures import COLOURS, MARKERS, Picture, network_map
from communique.kinds import ROLES, STATUSES
from communique.names import document_href
from communique.network import layout
from communique.tables import Tables, walk

__all__ = ["Explorer", "explorer", "script", "script_hash"]

TEMPLATES = Path(__file__).parent / "templates"
# The parts of the page's one script: each defines what those after it call, the last begins.
SCRIPTS = ("explorer_picture", "explorer_panel", "explorer_pointers", "explorer")
# The marks of `figures.MARKERS` as SVG paths about the origin, of about equal area: canvas and legend draw them.
SHAPES = {
    "o": "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
    "s": "M-.89 -.89H.89V.89H-.89Z",
    "D": "M0 -1.25L1.25 0L0 1.25L-1.25 0Z",
    "^": "M0 -1.3L1.2 .85H-1.2Z",
    "v": "M0 1.3L1.2 -.85H-1.2Z",
    "P": "M-.4 -1.15H.4V-.4H1.15V.4H.4V1.15H-.4V.4H-1.15V-.4H-.4Z",
}
WORDS = {"ORG": "organisation"}
EXTENT = 10_000  # the longer side of the drawing; whole numbers of that grain are finer than a pixel
TEXT_AT_MOST = 250_000  # characters of sentences in a page; what is beyond stands in the documents
ROWS_AT_MOST = 500
COLOURS_AT_MOST = 48  # of the still picture
ALIASES_AT_MOST = 6
# A browser ends a script element at `</script`, and older JavaScript a line at U+2028: neither may stand in data.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

Place = tuple[str, int | None]
Kind = tuple[str, str]


@dataclass(frozen=True, repr=False)
class Explorer:
    """A network to explore, as Jupyter and the reports show it."""

    title: str
    name: str
    data: dict[str, Any]
    picture: Picture

    def to_html(self) -> str:
        """Return the explorer as HTML that needs nothing else: style, data, script, and what stands in for them."""
        return (
            _environment()
            .get_template("explorer.html.j2")
            .render(
                title=self.title,
                name=self.name,
                data=self.data,
                json=_json(self.data),
                style=(TEMPLATES / "explorer.css").read_text(encoding="utf-8"),
                script=script(),
                source=_light(self.picture),
                alt=self.picture.alt,
                rows=_rows(self.data),
            )
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, bool]]]:
        # The mark tells the page template that this output brings a script, which its policy must name.
        return {"text/html": self.to_html(), "text/plain": repr(self)}, {"text/html": {"explorer": True}}

    def __repr__(self) -> str:
        """Return what there is to explore, in words."""
        n_nodes, n_ties = len(self.data["nodes"]["id"]), len(self.data["ties"]["a"])
        return f"Explorer of {n_nodes:,} nodes and {n_ties:,} ties: {self.title}"


def explorer(
    graph: nx.Graph,
    tables: Tables,
    *,
    title: str = "The network to explore",
    measures: pd.DataFrame | None = None,
    name: str = "explorer",
    positions: dict[str, tuple[float, float]] | None = None,
    quotes: int = 5,
    seed: int = 7,
) -> Explorer:
    """Return a network to explore in the page: every tie opens on its sentences, every sentence in its document.

    Parameters
    ----------
    graph
        What `build_network` or `cooccurrence_network` returns; nodes need a `label` and a `type`.
    tables
        The tables that the graph was made of: they hold the sentences.
    title
        What the network shows; it names the explorer for who hears the page.
    measures
        A row a node by `entity_id`; each column of numbers is offered as the size of nodes, beside `ties`
        (neighbours) and `strength` (sum of weights). `communique.network.measures` makes such a table.
    name
        The anchor of the explorer; where a page has several, each needs its own.
    positions
        Where nodes stand; `communique.network.layout` places them otherwise.
    quotes
        How many sentences a tie shows at most; fewer, but at least one, where the page would grow too large.
    seed
        Of the layout.

    Returns
    -------
    Explorer
        What Jupyter displays. Equal arguments give equal HTML.
    """
    # Best connected first: labels, suggestions and the list of nodes all keep this order.
    nodes = sorted(graph, key=lambda n: (-graph.degree(n), -graph.degree(n, weight="weight"), n))
    number = {node: at for at, node in enumerate(nodes)}
    positions = positions or layout(graph, seed=seed)
    ties = _ties(graph, number)
    kinds = _kinds(tables, graph, ties)
    shown = _shown([places for _, _, places in ties], tables, quotes)
    sentences, documents = _sentences(tables, shown, number)
    told = sorted({kind for of_tie in kinds for of_place in of_tie.values() for kind in of_place}, key=_rank)
    types = [type_ for type_ in COLOURS if type_ in {graph.nodes[n]["type"] for n in nodes}]
    data = {
        "unit": graph.graph.get("unit", "sentence"),
        "types": [{"type": t, "word": WORDS.get(t, t.lower()), "shape": SHAPES[MARKERS[t]]} for t in types],
        "kinds": told,
        "nodes": _node_columns(graph, nodes, tables, types, positions, measures),
        "ties": _tie_columns(graph, ties, number, kinds, told, shown, list(sentences)),
        "sentences": list(sentences.values()),
        "documents": documents,
    }
    return Explorer(title, name, data, network_map(graph, title=title, positions=positions))


def script_hash() -> str:
    """Return the source expression by which a Content-Security-Policy allows the explorer's script, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def script() -> str:
    """Return the script of the explorer: its parts, in a scope of their own."""
    parts = [(TEMPLATES / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join(['(() => {\n"use strict";', *parts, "})();\n"])


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # Apart from that of `pages`, whose import of nbconvert a notebook's kernel does without.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip


def _light(picture: Picture) -> str:
    """Return the picture as a data address, in so few colours that many ties do not make the page heavy."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture.png())) as drawn:
        drawn.convert("RGB").quantize(COLOURS_AT_MOST).save(buffer, format="png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _json(data: dict[str, Any]) -> str:
    """Return data as JSON that no text in it can break out of."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ESCAPES)


def _ties(graph: nx.Graph, number: dict[str, int]) -> list[tuple[str, str, list[Place]]]:
    """Return (actor, forum, places of the evidence), the strongest first."""
    modes = graph.nodes(data="bipartite", default=0)
    of_documents = graph.graph.get("unit") == "document"
    ties = []
    for first, second, tie in graph.edges(data=True):
        one, other = sorted((first, second), key=lambda node: (modes[node], number[node]))
        places = [_place(place, of_documents) for place in str(tie.get("evidence", "")).split()]
        ties.append((-tie.get("weight", 1), number[one], number[other], places))
    nodes = list(number)
    return [(nodes[one], nodes[other], places) for _, one, other, places in sorted(ties, key=lambda tie: tie[:3])]


def _place(written: str, of_documents: bool) -> Place:
    if of_documents:
        return unquote(written), None
    doc_id, _, sent_id = unquote(written).rpartition("#")
    return doc_id, int(sent_id)


def _kinds(tables: Tables, graph: nx.Graph, ties: list[tuple[str, str, list[Place]]]) -> list[dict[Place, list[Kind]]]:
    """Return for each tie in which roles and statuses each of its places tells it, so far as the graph takes them."""
    told: dict[tuple[str, str, str, int | None], list[Kind]] = defaultdict(list)
    for row in walk(tables.participations):
        told[row.actor_id, row.forum_id, row.doc_id, int(row.sent_id)].append((row.role, row.status))
    found = []
    for actor, forum, places in ties:
        tie = graph.edges[actor, forum]
        roles, statuses = tie.get("roles", "").split(","), tie.get("statuses", "").split(",")
        at = {place: sorted(set(told.get((actor, forum, *place), ())), key=_rank) for place in places}
        found.append({p: [k for k in kinds if k[0] in roles and k[1] in statuses] for p, kinds in at.items()})
    return found


def _rank(kind: Kind) -> tuple[int, int]:
    return ROLES.index(kind[0]), STATUSES.index(kind[1])


def _shown(ties: list[list[Place]], tables: Tables, most: int) -> list[list[Place]]:
    """Return the places that each tie shows: as many as asked for, or as the page has room for."""
    lengths = {(s.doc_id, int(s.sent_id)): int(s.end - s.start) for s in walk(tables.sentences)}
    for limit in range(most, 0, -1):
        shown = [places[:limit] for places in ties]
        text = sum(lengths.get((doc_id, sent_id or 0), 0) for doc_id, sent_id in {p for ps in shown for p in ps})
        if text <= TEXT_AT_MOST or limit == 1:
            return shown
    return [[] for _ in ties]


def _sentences(
    tables: Tables, shown: list[list[Place]], number: dict[str, int]
) -> tuple[dict[Place, list[Any]], list[list[str]]]:
    """Return each sentence once as [document, sent_id, pieces], and the documents as [href, title, date].

    A piece is a text, or a pair of a node and the text that names it: offsets would count code points, and
    JavaScript counts code units.
    """
    wanted = sorted({place for places in shown for place in places}, key=lambda p: (p[0], p[1] or 0))
    doc_ids = list(dict.fromkeys(doc_id for doc_id, _ in wanted))
    about = tables.documents.set_index("doc_id")[["title", "date", "text"]]
    extents = {
        (s.doc_id, int(s.sent_id)): (s.start, s.end)
        for s in walk(tables.sentences[tables.sentences["doc_id"].isin(doc_ids)])
    }
    mentions = tables.mentions[tables.mentions["doc_id"].isin(doc_ids) & tables.mentions["entity_id"].isin(number)]
    named = defaultdict(list)
    for m in walk(mentions.sort_values(["doc_id", "start"])):
        named[m.doc_id, int(m.sent_id)].append((m.start, m.end, number[m.entity_id]))
    texts = about["text"].to_dict()
    of_document = {doc_id: at for at, doc_id in enumerate(doc_ids)}
    sentences = {}
    for doc_id, sent_id in wanted:
        pieces: list[Any] = []
        if sent_id is not None:
            pieces = _pieces(texts[doc_id], extents[doc_id, sent_id], named[doc_id, sent_id])
        sentences[doc_id, sent_id] = [of_document[doc_id], sent_id, pieces]
    documents = [
        [document_href(doc_id), _said(about.at[doc_id, "title"]) or doc_id, _said(about.at[doc_id, "date"])]
        for doc_id in doc_ids
    ]
    return sentences, documents


def _pieces(text: str, extent: tuple[int, int], named: Iterable[tuple[int, int, int]]) -> list[Any]:
    at, last = extent
    pieces: list[Any] = []
    for start, end, node in named:
        if start < at:  # inside a name that is marked already
            continue
        pieces += [text[at:start], [node, text[start:end]]]
        at = end
    return [piece for piece in (*pieces, text[at:last]) if piece]


def _said(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _node_columns(
    graph: nx.Graph,
    nodes: list[str],
    tables: Tables,
    types: list[str],
    positions: dict[str, tuple[float, float]],
    measures: pd.DataFrame | None,
) -> dict[str, Any]:
    """Return the nodes, a list a column: a key a node would make up most of the page."""
    told = [graph.nodes[node] for node in nodes]
    xs, ys = _coordinates([positions[node] for node in nodes])
    aliases = dict(zip(tables.entities["entity_id"], tables.entities["aliases"], strict=True))
    return {
        "id": nodes,
        "label": [str(d["label"]) for d in told],
        "type": [types.index(d["type"]) for d in told],
        "x": xs,
        "y": ys,
        "aliases": [
            [form for form in aliases.get(node, ()) if form != d["label"]][:ALIASES_AT_MOST]
            for node, d in zip(nodes, told, strict=True)
        ],
        **{what: [int(d.get(what, 0)) for d in told] for what in ("mentions", "documents")},
        **{what: [_said(d.get(f"{what}_date")) for d in told] for what in ("first", "last")},
        "measures": _measures(graph, nodes, measures),
    }


def _coordinates(places: list[tuple[float, float]]) -> tuple[list[int], list[int]]:
    """Return whole numbers from 0 to EXTENT, the second downwards as on a screen."""
    if not places:
        return [], []
    xs, ys = zip(*places, strict=True)
    scale = EXTENT / (max(max(xs) - min(xs), max(ys) - min(ys)) or 1)
    return [round((x - min(xs)) * scale) for x in xs], [round((max(ys) - y) * scale) for y in ys]


def _measures(graph: nx.Graph, nodes: list[str], given: pd.DataFrame | None) -> dict[str, list[float | None]]:
    """Return what nodes can be sized by: ties, strength, and each column of numbers that is given."""
    table = pd.DataFrame(
        {"ties": dict(graph.degree()), "strength": dict(graph.degree(weight="weight"))}, index=nodes, dtype=float
    )
    if given is not None:
        numbers = given.set_index("entity_id").select_dtypes("number")
        numbers = numbers[[name for name in numbers if not name.endswith("_error")]]  # how sure a size is, is no size
        table = table.join(numbers[[c for c in numbers if c not in table]].reindex(nodes))
    return {
        str(column).replace("_", " "): [None if pd.isna(value) else _short(float(value)) for value in table[column]]
        for column in table
    }


def _short(value: float) -> float:
    return int(value) if value.is_integer() else float(f"{value:.4g}")


def _tie_columns(
    graph: nx.Graph,
    ties: list[tuple[str, str, list[Place]]],
    number: dict[str, int],
    kinds: list[dict[Place, list[Kind]]],
    told: list[Kind],
    shown: list[list[Place]],
    sentences: list[Place],
) -> dict[str, Any]:
    """Return the ties, a list a column; `quotes` holds [sentence, kinds that it tells], `kinds` all of the tie."""
    rank = {kind: at for at, kind in enumerate(told)}
    of_sentence = {place: at for at, place in enumerate(sentences)}
    edges = [graph.edges[one, other] for one, other, _ in ties]
    return {
        "a": [number[one] for one, _, _ in ties],
        "b": [number[other] for _, other, _ in ties],
        "weight": [_short(float(edge.get("weight", 1))) for edge in edges],
        "documents": [int(edge.get("documents", 0)) for edge in edges],
        **{what: [_said(edge.get(f"{what}_date")) for edge in edges] for what in ("first", "last")},
        "kinds": [sorted({rank[kind] for at in of_tie.values() for kind in at}) for of_tie in kinds],
        "places": [len(places) for _, _, places in ties],
        "quotes": [
            [[of_sentence[place], [rank[kind] for kind in of_tie[place]]] for place in places]
            for places, of_tie in zip(shown, kinds, strict=True)
        ],
    }


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the strongest ties in words, each with the way to its first sentence: what the table shows."""
    ties, labels = data["ties"], data["nodes"]["label"]
    rows = []
    for at in range(min(len(ties["a"]), ROWS_AT_MOST)):
        kinds = [data["kinds"][kind] for kind in ties["kinds"][at]]
        first = data["sentences"][ties["quotes"][at][0][0]] if ties["quotes"][at] else None
        rows.append(
            {
                "one": labels[ties["a"][at]],
                "other": labels[ties["b"][at]],
                "roles": ", ".join(dict.fromkeys(role for role, _ in kinds)),
                "statuses": ", ".join(s for s in STATUSES if s in {status for _, status in kinds}),
                "first": ties["first"][at],
                "last": ties["last"][at],
                "weight": ties["weight"][at],
                "href": first and data["documents"][first[0]][0] + ("" if first[1] is None else f"#s{first[1]}"),
            }
        )
    return rows
