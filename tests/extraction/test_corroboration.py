"""What other documents bear out."""

from communique.extraction.affiliations import Affiliation
from communique.extraction.corroboration import LIKELY, LIKELY_IF_KNOWN, affiliated, told_of
from communique.extraction.draft import Draft, Span

QUILL, RURITANIA, CORDIA = (Span(0, 1, "PERSON", ""), Span(2, 3, "STATE", ""), Span(4, 5, "STATE", ""))
IDS = {(0, 1): "quill", (2, 3): "ruritania", (4, 5): "cordia"}
SURE_ONE = Affiliation(QUILL, None, RURITANIA, 0)


def _stands(*rows: Affiliation, ids: dict[tuple[int, int], str] = IDS) -> list[tuple[str, str, str]]:
    drafts = [Draft(f"d{n}", "Q R C", affiliations=[row]) for n, row in enumerate(rows)]
    told = told_of(drafts, lambda _: ids)
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
    drafts = [Draft("d0", "", affiliations=[likely]), Draft("d1", "", affiliations=[SURE_ONE])]
    ids = {"d0": {key: value for key, value in IDS.items() if value != "ruritania"}, "d1": IDS}
    told = told_of(drafts, lambda draft: ids[draft.doc_id])
    assert [whom for draft in drafts for *_, whom in affiliated(draft, ids[draft.doc_id], told)] == [
        "cordia",
        "ruritania",
    ]


def test_what_words_tell_stands_whatever_other_documents_tell() -> None:
    other = Affiliation(QUILL, None, CORDIA, 0)
    assert _stands(SURE_ONE, SURE_ONE, other)[2] == ("d2", "quill", "cordia")
