"""Names that are marked wherever they stand."""

from drafts import draft_of, spans_of

from communique.extraction.marking import agree, mark, repeat


def test_whole_words_outside_longer_spans_are_marked() -> None:
    draft = draft_of("LRC, LRCs, x-LRC and the LRC Forum; LRC.", FORUM="LRC Forum")
    mark(draft, {"LRC": ("ORG", "acronym")})
    assert spans_of(draft) == [("LRC", "ORG"), ("LRC Forum", "FORUM"), ("LRC", "ORG")]


def test_only_the_types_that_are_named_give_way() -> None:
    draft = draft_of("Salt met Salt.", STATE="Salt")
    mark(draft, {"Salt": ("PERSON", "short form")}, replaced=("PERSON",))
    assert spans_of(draft) == [("Salt", "STATE")] * 2


def test_the_longer_of_two_written_forms_is_marked() -> None:
    draft = draft_of("The Salt Forum Group met.")
    mark(draft, {"Salt Forum": ("FORUM", "x"), "Salt Forum Group": ("ORG", "x")})
    assert spans_of(draft) == [("Salt Forum Group", "ORG")]


def test_most_decide_the_type() -> None:
    draft = draft_of("CFZ, CFZ and CFZ.", INSTRUMENT="CFZ")
    draft.spans[1] = type(draft.spans[1])(draft.spans[1].start, draft.spans[1].end, "ORG", "model")
    agree(draft)
    assert [type_ for _, type_ in spans_of(draft)] == ["INSTRUMENT"] * 3
    assert draft.ledger == [("type", "CFZ", "INSTRUMENT here as elsewhere in the document")]


def test_no_majority_changes_nothing() -> None:
    draft = draft_of("CFZ and CFZ.", INSTRUMENT="CFZ")
    draft.spans[1] = type(draft.spans[1])(draft.spans[1].start, draft.spans[1].end, "ORG", "model")
    agree(draft)
    assert [type_ for _, type_ in spans_of(draft)] == ["INSTRUMENT", "ORG"]


def test_a_name_is_found_again_in_the_same_form() -> None:
    draft = draft_of("The Salt Forum met. A Salt Forum, not a Saltforum.", FORUM="Salt Forum")
    draft.spans = draft.spans[:1]
    repeat(draft)
    assert spans_of(draft) == [("Salt Forum", "FORUM")] * 2


def test_one_plain_word_is_not_looked_for() -> None:
    draft = draft_of("Petra met. Petra left.", FORUM="Petra")
    draft.spans = draft.spans[:1]
    repeat(draft)
    assert spans_of(draft) == [("Petra", "FORUM")]
