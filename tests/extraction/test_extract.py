"""Extraction as a whole: any text, offsets that cut what they name, a recogniser of one's own."""

from collections.abc import Iterator
from copy import copy
from weakref import ReferenceType, ref

import pandas as pd
import pytest
from drafts import draft_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from communique import Tables, extract, load_authority
from communique.errors import ParameterError
from communique.evaluation import evaluate, read_gold
from communique.extraction import Draft, recogniser
from communique.extraction.assemble import assemble
from communique.extraction.identity import identify
from communique.table_parts import TablesInMemory


def documents(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"doc_id": [f"d{n}" for n in range(len(texts))], "date": None, "status": "read", "text": list(texts)}
    )


def offsets_are_right(tables: Tables) -> None:
    texts = tables.documents.set_index("doc_id")["text"]
    for m in tables.mentions.itertuples():
        assert texts[m.doc_id][m.start : m.end] == m.text != ""
    extents = tables.sentences.set_index(["doc_id", "sent_id"])
    for m in tables.mentions.itertuples():
        start, end = extents.loc[(m.doc_id, m.sent_id), ["start", "end"]]
        assert start <= m.start < m.end <= end


def test_each_draft_is_taken_once_and_let_go_of() -> None:
    texts = ["The Salt League met in Lima.", "Ada Quill of the Salt League spoke.", "The Salt League ended."]
    drafts = []
    for n, text in enumerate(texts):
        draft = draft_of(text, ORG="Salt League", PLACE="Lima", PERSON="Ada Quill")
        draft.doc_id, draft.keyed = f"d{n}", identify(draft, load_authority())
        drafts.append(draft)
    held: list[ReferenceType[Draft]] = []

    def one_by_one() -> Iterator[Draft]:
        for draft in drafts:
            passed = copy(draft)
            held.append(ref(passed))
            yield passed
            del passed
            assert sum(draft() is not None for draft in held) <= 1

    parts, again = TablesInMemory(), TablesInMemory()
    assemble(one_by_one(), load_authority(), parts)
    assemble(drafts, load_authority(), again)
    assert parts.tables().mentions["doc_id"].tolist() == ["d0", "d0", "d1", "d1", "d2"]
    for name, table in parts.tables().items():
        assert_frame_equal(table, getattr(again.tables(), name))


WORDS = st.sampled_from(
    [
        "Russia", "ASEAN", "the", "Summit", "of", "(", ")", "H.E.", "Mr", "Lavrov", "–", "18th", "’s", ".",
        "\u200b", "\x00", "\u202e", "🙂", "العربية", "\t", "|", "\n", "May", "2023", "Joint", "Commission", "and",
        "Nguyễn", "-", "\ud7ff",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_survived_and_offsets_cut_the_named_text(text: str) -> None:
    offsets_are_right(extract(documents(text)))


def test_a_million_characters_without_a_full_stop() -> None:
    text = "Russia met Viet Nam at the ASEAN Regional Forum and " * 20_000
    tables = extract(documents(text[:1_000_000]), recogniser=lambda _: [])
    assert (tables.mentions["entity_id"] == "state:RUS").sum() == 19_231
    offsets_are_right(extract(documents(text[:20_000])))


def mentions_are_apart(tables: Tables) -> None:
    for _, mentions in tables.mentions.sort_values("start").groupby("doc_id"):
        assert (mentions["start"].to_numpy()[1:] >= mentions["end"].to_numpy()[:-1]).all()


def test_no_mention_lies_within_another(tables: Tables) -> None:
    mentions_are_apart(tables)


TYPES = st.sampled_from(["PERSON", "STATE", "ORG", "FORUM", "INSTRUMENT", "PLACE"])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), TYPES)))
def test_whatever_a_recogniser_finds_mentions_are_apart_and_in_one_sentence(
    text: str, found: list[tuple[int, int, str]]
) -> None:
    spans = [(min(a, b), min(max(a, b), len(text)), type_) for a, b, type_ in found if min(a, b) <= len(text)]
    tables = extract(documents(text), recogniser=lambda _: spans)
    offsets_are_right(tables)
    mentions_are_apart(tables)
    assert tables.mentions["entity_id"].isin(tables.entities["entity_id"]).all()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01\x02\x7f",
        "\u202eRussia\u202c met العربية and \u200fIsrael\u200f (UN)",
        "🙂 Russia 🙂🙂 (🙂) H.E. Mr 🙂",
        "State\tRole\tForum\nRussia\tchair\tASEAN Regional Forum\nViet Nam\thost\tEast Asia Summit\n" * 20,
        "| Russia | chair |\n|---|---|\n| (ASEAN) | (EAS |",
        "(" * 500 + "ASEAN" + ")" * 500,
    ],
    ids=["empty", "blanks", "control characters", "right to left", "emoji", "tabs", "pipes", "brackets"],
)
def test_odd_texts_are_survived(text: str) -> None:
    tables = extract(documents(text))
    offsets_are_right(tables)
    mentions_are_apart(tables)


def test_a_cut_sentence_stands_in_the_ledger() -> None:
    ledger = extract(documents("and " * 2_000 + "Russia"), recogniser=lambda _: []).ledger
    assert ("sentences", "1 cut", "longer than 2000 characters") in set(
        ledger[["step", "what", "why"]].itertuples(index=False, name=None)
    )


def test_a_function_can_stand_in_for_the_model() -> None:
    tables = extract(documents("Zorblatt greeted nobody"), recogniser=lambda text: [(0, 8, "PERSON")])
    assert tables.mentions[["text", "type", "method"]].to_numpy().tolist() == [["Zorblatt", "PERSON", "model"]]


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(ParameterError, match="'xx_none' is not an installed spaCy pipeline"):
        extract(documents("Russia."), recogniser="xx_none")


def test_documents_that_were_not_read_give_nothing() -> None:
    skipped = documents("Russia met France.").assign(status="skipped")
    assert extract(skipped).mentions.empty


def test_steps_can_be_run_alone() -> None:
    draft = next(iter(recogniser.recognise([recogniser.Draft("d", "It rained. Sergey Lavrov came.")])))
    assert draft.sentences == [(0, 10), (11, 30)]
    assert [known.entity_id for _, _, known in load_authority().find("Burma and Myanmar")] == ["state:MMR"] * 2


def test_accuracy_on_the_five_documents_does_not_fall(tables: Tables, project) -> None:
    """A floor under what is measured; `make test` goes red when a change costs accuracy."""
    figures = evaluate(read_gold(project / "data" / "gold" / "seeds"), tables).figures.set_index("figure")["f1"]
    assert figures["entity"] > 0.90
    assert figures["overlap/FORUM"] > 0.88
