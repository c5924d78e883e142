"""Tables of meetings that can be reckoned by hand, all told by the first sentence of one note."""

from collections.abc import Sequence

import pandas as pd
from tiny import document, no_tables

from communique import Tables
from communique.schemas import SCHEMAS

Meeting = tuple[str, int | None, str | None, str | None]  # forum, edition, start, end


def held(*meetings: Meeting, status: str | None = "held", who: Sequence[Sequence[str]] = ()) -> Tables:
    """Return tables with these meetings, named `m0`, `m1` and so on, and with the states that took part in each."""
    rows = [
        (f"m{n}", f"forum:{forum}", edition, f"{forum} {n}", start, end, None, None, status, ["n"], [0], ["held"], None)
        for n, (forum, edition, start, end) in enumerate(meetings)
    ]
    told = [
        ("n", 0, f"state:{state}", rows[n][1], f"m{n}", "participant", "held", "", None)
        for n, states in enumerate(who)
        for state in states
    ]
    types = {row[1]: "FORUM" for row in rows} | {row[2]: "STATE" for row in told}
    names = [identity.partition(":")[2].title() for identity in types]
    entities = pd.DataFrame({"entity_id": list(types), "name": names, "type": list(types.values())})
    return no_tables(
        documents=pd.DataFrame([document("n", "They met.", "2024-01-01")]),
        sentences=pd.DataFrame([("n", 0, 0, 9, 0)], columns=list(SCHEMAS["sentences"].columns)),
        entities=entities.reindex(columns=list(SCHEMAS["entities"].columns)),
        meetings=pd.DataFrame(rows, columns=list(SCHEMAS["meetings"].columns)),
        participations=pd.DataFrame(told, columns=list(SCHEMAS["participations"].columns)),
    )
