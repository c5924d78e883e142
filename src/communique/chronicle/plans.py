"""What was announced, and whether a later document tells that it was held."""

import pandas as pd

from communique.chronicle.places import meeting_names, meeting_places
from communique.dates import days_of
from communique.names import document_href
from communique.summaries import quoted, when
from communique.tables import Tables

__all__ = ["OUTCOMES", "outcomes", "plans"]

OUTCOMES = ["kept", "called off", "overdue", "open"]
AHEAD = ["planned", "proposed"]
COLUMNS = [
    "who", "what", "announced", "status", "for", "outcome", "told_on", "document", "sentence", "href", "later", "told",
]  # fmt: skip


def plans(tables: Tables) -> pd.DataFrame:
    """Return what was announced as planned or proposed, and what came of it as far as later documents tell.

    A plan is a meeting, or an actor's part in a meeting, that a dated document tells as planned or proposed; the
    first document that does counts. A later one is dated after it. Parts in a forum of which no meeting is told
    cannot be followed and are left out.

    Returns
    -------
    pandas.DataFrame
        `who` (the actor; empty text for the meeting itself), `what` (the meeting), `announced` (the document's date),
        `status` (as announced), `for` (the meeting's date in words, empty where none is told), `outcome`: `kept` (a
        later document tells it as held), `called off` (a later one tells it as cancelled, and none as held),
        `overdue` (its date is over before the last document's and no later document tells of either), `open`
        (neither); `told_on` (date of the later document, empty where there is none), `document`, `sentence`, `href`
        (of the announcement), `later` (address of the later document), `told` (the row in words). Overdue ones come
        first, then open, called off, kept; within each the meetings, then the parts, by date of the announcement.
    """
    table = _followed(tables)
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    table = table.assign(
        who=table["actor_id"].map(names).fillna(""),
        what=table["meeting_id"].map(meeting_names(tables)),
        announced=table["date"],
        told_on=table["told_on"].fillna(""),
        part=table["actor_id"] != "",
        order=table["outcome"].map(["overdue", "open", "called off", "kept"].index),
    )
    table = table.sort_values(["order", "part", "announced", "what", "who"], ignore_index=True)
    table = table.join(quoted(tables, list(zip(table["doc_id"].tolist(), table["sent_id"].tolist(), strict=True))))
    later = zip(table["later_doc"].tolist(), table["later_sent"].tolist(), strict=True)
    table["later"] = [f"{document_href(doc)}#s{int(sent)}" if isinstance(doc, str) else "" for doc, sent in later]
    return table.assign(told=[_in_words(row) for row in table.to_dict("records")])[COLUMNS]


def outcomes(tables: Tables) -> dict[str, int]:
    """Return how many of the meetings that were announced came to which outcome; see `plans`."""
    table = _followed(tables)
    return {str(outcome): int(n) for outcome, n in table.loc[table["actor_id"] == "", "outcome"].value_counts().items()}


def _followed(tables: Tables) -> pd.DataFrame:
    """Return what was announced (first telling), with what a later document tells of it and the outcome."""
    meetings = meeting_places(tables).assign(actor_id="")
    parts = tables.participations[tables.participations["meeting_id"].isin(tables.meetings["meeting_id"])]
    written = dict(zip(tables.documents["doc_id"], tables.documents["date"].fillna(""), strict=True))
    parts = parts.assign(date=parts["doc_id"].map(written))[list(meetings.columns)]
    told = pd.concat([meetings, parts], ignore_index=True)
    told = told[(told["date"] != "") & (told["status"] != "")].sort_values(["date", "doc_id", "sent_id"], kind="stable")
    keys = ["meeting_id", "actor_id"]
    first = told[told["status"].isin(AHEAD)].drop_duplicates(keys)
    later = told[told["status"].isin(["held", "cancelled"])]
    later = later.merge(first[[*keys, "date"]], on=keys, suffixes=("", "_announced"))
    later = later[later["date"] > later["date_announced"]]
    later = later.sort_values("status", key=lambda s: s != "held", kind="stable").drop_duplicates(keys)
    later = later.rename(columns={"status": "came", "date": "told_on", "doc_id": "later_doc", "sent_id": "later_sent"})
    table = first.merge(later[[*keys, "came", "told_on", "later_doc", "later_sent"]], on=keys, how="left")
    days = tables.meetings.set_index("meeting_id").loc[table["meeting_id"], ["start_date", "end_date"]]
    starts, ends = days["start_date"].tolist(), days["end_date"].fillna(days["start_date"]).tolist()
    last = days_of(max(tables.documents["date"].dropna(), default="0001"))[0]
    over = [isinstance(end, str) and days_of(end)[1] < last for end in ends]
    told_as = {"held": "kept", "cancelled": "called off"}
    came = zip(table["came"].tolist(), over, strict=True)
    return table.assign(
        outcome=[told_as.get(str(status), "overdue" if past else "open") for status, past in came],
        **{"for": [when(*span) or "" for span in zip(starts, days["end_date"].tolist(), strict=True)]},
    )


def _in_words(row: dict[str, str]) -> str:
    subject = f"{row['who']} in {row['what']}" if row["who"] else row["what"]
    what = {
        "kept": f"told as held on {row['told_on']}",
        "called off": f"told as cancelled on {row['told_on']}",
        "overdue": f"was for {row['for']}; no later document tells of it",
        "open": f"for {row['for']}" if row["for"] else "for no date that is told",
    }
    return f"{subject}: {row['status']} on {row['announced']}, {what[row['outcome']]}"
