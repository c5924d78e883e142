"""What other documents bear out."""

from collections import Counter

from communique.extraction.affiliations import Affiliation
from communique.extraction.corroboration import LIKELY, LIKELY_IF_KNOWN, Told, affiliated, told_in, told_of
from communique.extraction.draft import Draft, Span

QUILL, RURITANIA, CORDIA = (Span(0, 1, "PERSON", ""), Span(2, 3, "STATE", ""), Span(4, 5, "STATE", ""))
IDS = {(0, 1): "quill", (2, 3): "ruritania", (4, 5): "cordia"}
KEYED = [(span, (span.type, frozenset(), IDS[span.start, span.end])) for span in (QUILL, RURITANIA, CORDIA)]
SURE_ONE = Affiliation(QUILL, None, RURITANIA, 0)


def _told(drafts: list[Draft], ids: dict[tuple[int, int], str]) -> Told:
    named = {key: (ids[span.start, span.end], "") for span, key in KEYED}
    return told_of(Counter(pair for draft in drafts for pair in told_in(draft)), named)


def _stands(*rows: Affiliation, ids: dict[tuple[int, int], str] = IDS) -> list[tuple[str, str, str]]:
    drafts = [Draft(f"d{n}", "Q R C", keyed=KEYED, affiliations=[row]) for n, row in enumerate(rows)]
    told = _told(drafts, ids)
    return [(draft.doc_id, person, whom) for draft in drafts for _, person, whom in affiliated(draft, ids, told)]


def test_what_is_hardly_likely_stands_only_if_another_document_tells_it() -> None:
    hardly = Affiliation(QUILL, None, RURITANIA, 0, (LIKELY + LIKELY_IF_KNOWN) / 2)
    assert _stands(hardly) == []
    assert _stands(hardly, SURE_ONE) == [("d0", "quill", "ruritania"), ("d1", "quill", "ruritania")]


def test_what_words_of_another_document_tell_wins_over_the_likely() -> None:
    likely = Affiliation(QUILL, None, CORDIA, 0, 0.9)
    assert _stands(likely) == [("d0", "quill", "cordia")]
    assert _stands(likely, SURE_ONE)[0] == ("d0", "quill", "ruritania")


def test_nobody_is_for_a_state_that_the_document_does_not_name() -> None:
    likely = Affiliation(QUILL, None, CORDIA, 0, 0.9)
    drafts = [Draft(f"d{n}", "", keyed=KEYED, affiliations=[row]) for n, row in enumerate([likely, SURE_ONE])]
    ids = {"d0": {key: value for key, value in IDS.items() if value != "ruritania"}, "d1": IDS}
    told = _told(drafts, IDS)
    assert [whom for draft in drafts for *_, whom in affiliated(draft, ids[draft.doc_id], told)] == [
        "cordia",
        "ruritania",
    ]


def test_what_words_tell_stands_whatever_other_documents_tell() -> None:
    other = Affiliation(QUILL, None, CORDIA, 0)
    assert _stands(SURE_ONE, SURE_ONE, other)[2] == ("d2", "quill", "cordia")
