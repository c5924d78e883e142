"""Small networks to test with."""

import networkx as nx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# A busy machine is no fault of the code.
GENERATED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

NODE = {"type": "STATE", "bipartite": 0, "mentions": 1, "documents": 1, "iso3": "", "level": "", "first_date": "",
        "last_date": ""}  # fmt: skip
EDGE = {
    "weight": 1, "documents": 1, "roles": "participant", "statuses": "held", "first_date": "", "last_date": "",
    "evidence": "d#0",
}  # fmt: skip


def graph_of(ties: list[tuple[str, str]], **weights: int) -> nx.Graph:
    """Return a network from (actor, forum) pairs; labels are the identifiers in capitals."""
    graph = nx.Graph(ties="participation")
    for actor, forum in ties:
        graph.add_node(actor, label=actor.upper(), **NODE)
        graph.add_node(forum, label=forum.upper(), **{**NODE, "type": "FORUM", "bipartite": 1})
        graph.add_edge(actor, forum, **{**EDGE, "weight": weights.get(actor + forum, 1)})
    return graph


def southern_women() -> nx.Graph:
    """Return who of eighteen women took part in which of fourteen events: Davis, Gardner and Gardner (1941)."""
    women = nx.davis_southern_women_graph()
    return graph_of([(a, b) if women.nodes[a]["bipartite"] == 0 else (b, a) for a, b in women.edges])


@st.composite
def two_mode_graphs(draw: st.DrawFn) -> nx.Graph:
    """Draw networks of up to eight actors and six forums with weights, in one part or several."""
    pair = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("rstuvw"))
    weights = draw(st.dictionaries(pair, st.integers(1, 4), min_size=1, max_size=24))
    return graph_of(sorted(weights), **{a + f: weight for (a, f), weight in weights.items()})
