"""What became of instruments: proposed, negotiated, adopted, signed, in force; by whom, when, on which sentence."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from communique.chronicle.acts import ACTS, Act, act_in
from communique.kinds import ACTOR_TYPES
from communique.summaries import quoted
from communique.tables import Tables
from communique.times import find_times

__all__ = ["instruments", "latest_acts"]

COLUMNS = [
    "instrument", "act", "between", "date", "dated_by", "document", "sentence", "href", "told", "instrument_id",
    "actor_ids", "doc_id", "sent_id",
]  # fmt: skip


class _Mention(NamedTuple):
    doc_id: str
    sent_id: int
    start: int
    end: int
    type: str
    entity_id: str


def instruments(tables: Tables) -> pd.DataFrame:
    """Return what each sentence that names an instrument tells was done with it.

    The words of the sentence decide (`communique.chronicle.acts`): what is to be signed or adopted, or may be, is
    proposed; what the words do not tell, or deny, is cited.

    Returns
    -------
    pandas.DataFrame
        `instrument`, `act`, `between` (names: who signs or adopts it in the sentence, or between whom it is),
        `date` (ISO, nearest to the words, else that of the document, empty where neither is told), `dated_by`
        (`sentence`, `document` or empty), `document`, `sentence`, `href`, `told` (the row in words),
        `instrument_id`, `actor_ids` (joined by commas), `doc_id`, `sent_id`; by date, undated last. One row for each
        instrument and sentence: that of the mention that tells most.
    """
    rows = list(_read(tables))
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    names = dict(zip(tables.entities["entity_id"], tables.entities["name"], strict=True))
    table = pd.DataFrame(rows)
    table["order"] = table["act"].map(ACTS.index)
    table = table.sort_values(["doc_id", "sent_id", "instrument_id", "order"], kind="stable")
    table = table.drop_duplicates(["doc_id", "sent_id", "instrument_id"])
    table = table.assign(undated=table["date"] == "")
    table = table.sort_values(["undated", "date", "doc_id", "sent_id", "instrument_id"], ignore_index=True)
    table["instrument"] = table["instrument_id"].map(names)
    table["between"] = [", ".join(names[actor] for actor in actors) for actors in table["actor_ids"]]
    table["actor_ids"] = table["actor_ids"].map(",".join)
    table = table.join(quoted(tables, list(zip(table["doc_id"].tolist(), table["sent_id"].tolist(), strict=True))))
    return table.assign(told=[_in_words(row) for row in table.to_dict("records")])[COLUMNS]


def latest_acts(told: pd.DataFrame) -> pd.DataFrame:
    """Return for each instrument how far it has come, from the rows of `instruments`.

    Returns
    -------
    pandas.DataFrame
        `instrument`, `stage` (the furthest act that is told), `between` (of the furthest of which a sentence tells
        who), `date` (of the stage), `cited` (sentences that
        only name it), `sentences`; those of which an act is told come first, the latest at the top.
    """
    if told.empty:
        return pd.DataFrame(columns=["instrument", "stage", "between", "date", "cited", "sentences"])
    ranked = told.assign(rank=told["act"].map(lambda act: -1 if act == "cited" else ACTS.index(act)))
    # Of one act told twice the first telling counts, one with its own date and actors before one without.
    ranked = ranked.assign(vague=(ranked["dated_by"] != "sentence"), alone=ranked["between"] == "")
    ranked = ranked.sort_values(["rank", "vague", "alone", "date"], ascending=[False, True, True, True], kind="stable")
    furthest = ranked.drop_duplicates("instrument_id").set_index("instrument_id")
    grouped = told.groupby("instrument_id")
    table = pd.DataFrame(
        {
            "instrument": furthest["instrument"],
            "stage": furthest["act"],
            "between": ranked[~ranked["alone"]].drop_duplicates("instrument_id").set_index("instrument_id")["between"],
            "date": furthest["date"],
            "cited": told["act"].eq("cited").groupby(told["instrument_id"]).sum(),
            "sentences": grouped.size(),
            "only": furthest["rank"] < 0,
        }
    )
    order = ["only", "date", "sentences", "instrument"]
    return table.sort_values(order, ascending=[True, False, False, True], ignore_index=True).drop(columns="only")


def _read(tables: Tables) -> Iterator[dict[str, Any]]:
    """Yield what each mention of an instrument tells."""
    named = tables.mentions[tables.mentions["type"] == "INSTRUMENT"]
    places = named[["doc_id", "sent_id"]].drop_duplicates()
    beside = tables.mentions.merge(places, on=["doc_id", "sent_id"]).sort_values("start", kind="stable")
    extents = tables.sentences.merge(places, on=["doc_id", "sent_id"])
    told: dict[tuple[str, int], list[_Mention]] = {}
    for mention in map(_Mention._make, zip(*(beside[field].tolist() for field in _Mention._fields), strict=True)):
        told.setdefault((mention.doc_id, mention.sent_id), []).append(mention)
    documents = tables.documents.set_index("doc_id")
    texts, dates = documents["text"].to_dict(), documents["date"].to_dict()
    columns = (extents[column].tolist() for column in ("doc_id", "sent_id", "start", "end"))
    for doc_id, sent_id, start, end in zip(*columns, strict=True):
        sentence = re.sub(r"\s", " ", texts[doc_id][start:end])
        written = dates[doc_id]
        yield from _of_sentence(sentence, start, told[doc_id, sent_id], written if isinstance(written, str) else None)


def _of_sentence(sentence: str, start: int, mentions: list[_Mention], written: str | None) -> Iterator[dict[str, Any]]:
    own = [mention for mention in mentions if mention.type == "INSTRUMENT"]
    for mention in own:
        marked, offsets = _marked(sentence, start, own, mention)
        act = act_in(marked)
        actors: list[str] = []
        date, dated_by = written or "", "document" if written else ""
        if act is not None:
            at = offsets[act.start], offsets[act.end - 1] + 1
            # `completing the Plan`: the words tell no subject.
            if act.act in DONE_BY_SOMEBODY and not sentence[slice(*at)].endswith("ing"):
                actors = _actors(sentence, start, mentions, mention, act, at)
            date, dated_by = _when(sentence, start, own, at, written) or (date, dated_by)
        yield {
            "instrument_id": mention.entity_id,
            "act": _told_as(act),
            "actor_ids": actors,
            "date": date,
            "dated_by": dated_by,
            "doc_id": mention.doc_id,
            "sent_id": int(mention.sent_id),
        }


def _marked(sentence: str, start: int, own: list[_Mention], current: _Mention) -> tuple[str, list[int]]:
    """Return the sentence with ¤ for one instrument and § for the others, and where each letter stood."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for mention in own:
        begin, end = mention.start - start, mention.end - start
        if begin < at:
            continue
        letters += [*sentence[at:begin], "¤" if mention is current else "§"]
        offsets += [*range(at, begin), begin]
        at = end
    return "".join([*letters, *sentence[at:]]), [*offsets, *range(at, len(sentence))]


def _told_as(act: Act | None) -> str:
    if act is None or act.negated or (act.ahead and act.act == "in force"):
        return "cited"
    return "proposed" if act.ahead else act.act


def _actors(
    sentence: str, start: int, mentions: list[_Mention], own: _Mention, act: Act, at: tuple[int, int]
) -> list[str]:
    """Return who does it: the subject of an active verb, else who stands after `by`, `between` or `with`."""
    if act.active:
        clause = _CLAUSE_END.split(sentence[: at[0]])[-1]
        low, high = at[0] - len(clause), at[0]
    else:
        after = max(at[1], own.end - start)
        doer = re.match(r"[^;.]{0,60}?\b(?:by|between|with)\b", sentence[after:])
        if doer is None:
            return []
        low, stop = (
            after + doer.end(),
            re.search(r";|,? (?:in the presence|with the|on the|chaired|at the)\b", sentence[after + doer.end() :]),
        )
        high = low + stop.start() if stop else len(sentence)
    ids = [m.entity_id for m in mentions if m.type in ACTOR_TYPES and low <= m.start - start and m.end - start <= high]
    return list(dict.fromkeys(ids))


DONE_BY_SOMEBODY = ("adopted", "signed", "negotiated", "proposed")
_CLAUSE_END = re.compile(r"[;:•–]|, (?:where|while|whereas|after|before|when|but|as|which)\b| that ")


def _when(
    sentence: str, start: int, own: list[_Mention], at: tuple[int, int], written: str | None
) -> tuple[str, str] | None:
    """Return the date nearest to the words, outside of names; None where the sentence tells none."""
    spans = [
        span
        for span in find_times(sentence, written)
        if not any(m.start - start <= span.begin < m.end - start for m in own)
    ]
    spans.sort(key=lambda span: max(span.begin - at[1], at[0] - span.stop))
    for span in spans:
        date = span.near(written, past=True).iso()
        if date:
            return date, "sentence"
    return None


def _in_words(row: dict[str, str]) -> str:
    by = f" ({row['between']})" if row["between"] else ""
    when = f", {row['date']}" if row["date"] and row["dated_by"] == "sentence" else ""
    return f"{row['instrument']}: {row['act']}{by}{when}"
