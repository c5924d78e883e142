"""What a meeting is called beside others, and on which sentences it rests."""

import pandas as pd

from communique.tables import Tables

__all__ = ["meeting_names", "meeting_places"]


def meeting_names(tables: Tables) -> dict[str, str]:
    """Return what each meeting is called where its forum is not told beside it, by identifier.

    That is its name in the texts, unless this is a phrase such as `the next session`: then the forum comes first.
    """
    forums = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    meetings = tables.meetings
    columns = (meetings[column].tolist() for column in ("meeting_id", "forum_id", "name"))
    return {
        meeting_id: name
        if not name[:1].islower() and not name.startswith(("The ", "A ", "This ", "It"))
        else f"{forums.get(forum_id, forum_id)} ({name})"
        for meeting_id, forum_id, name in zip(*columns, strict=True)
    }


def meeting_places(tables: Tables) -> pd.DataFrame:
    """Return for each meeting and each document that tells of it the first sentence that does.

    Returns
    -------
    pandas.DataFrame
        `meeting_id`, `doc_id`, `sent_id`, `status` (that the document tells, empty where none), `date` (of the
        document, empty where unknown), in the order of the meetings table and of its `doc_ids`.
    """
    columns = (tables.meetings[column].tolist() for column in ("meeting_id", "doc_ids", "sent_ids", "statuses"))
    rows = [
        (meeting_id, doc_id, int(sent_id), status)
        for meeting_id, doc_ids, sent_ids, statuses in zip(*columns, strict=True)
        for doc_id, sent_id, status in zip(doc_ids, sent_ids, statuses, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["meeting_id", "doc_id", "sent_id", "status"])
    written = dict(zip(tables.documents["doc_id"], tables.documents["date"].fillna(""), strict=True))
    return table.assign(date=table["doc_id"].map(written).fillna(""))
