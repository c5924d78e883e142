"""Which texts are copies, and which only look like it."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import sentences

from communique.corpus.copies import MOST_ALIKE, Copies, fingerprint

STORY = (
    "Foreign ministers of the member states met in Jakarta on 13 July 2023 for the 30th session of the Lakes Forum. "
    "They exchanged views on the situation in the region and welcomed the progress of the past year. "
    "The chair, Ada Reyes, thanked the delegations for their work and invited them to the next session in Vientiane. "
    "The ministers adopted a plan of action and asked the senior officials to report on its implementation. "
    "They also took note of the offer of Peru to host a seminar on the management of disasters. "
)
BOILERPLATE = (
    "The Lakes Forum was founded by the riparian states to further trade, transport and the protection of waters. "
    "It meets every year at the level of ministers and is served by a secretariat that the members pay for together."
)


def table(texts: dict[str, str], dates: dict[str, str] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {"doc_id": doc_id, "date": (dates or {}).get(doc_id), "text": text, "status": "read", "reason": None}
        for doc_id, text in texts.items()
    ).assign(duplicate_of=None)


def copies(texts: dict[str, str], dates: dict[str, str] | None = None) -> dict[str, str]:
    marked = Copies().mark(table(texts, dates))
    found = marked[marked["status"] == "duplicate"]
    return dict(zip(found["doc_id"], found["duplicate_of"], strict=True))


@pytest.mark.parametrize(
    "copy",
    [
        STORY.upper(),
        STORY.replace(". ", ".\n\n"),
        STORY.replace("progress of the past year", "progress"),
        f"Home\nNews\nPrint\n\n{STORY}\n\nShare\nRelated news\n2 comments",
        f"{STORY}\n\nReporting by our staff in the city; editing by the desk.",
        STORY.replace("They also", "The ministers also"),
    ],
    ids=["capitals", "paragraphs", "words less", "page frame", "a line more", "edited"],
)
def test_a_copy_points_to_what_it_is_a_copy_of(copy: str) -> None:
    assert copies({"a": STORY, "b": copy}) == {"b": "a"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30th", "31st"),
        ("13 July 2023", "14 July 2023"),
        ("2023", "2024"),
        ("Jakarta", "Manila"),
        ("Ada Reyes", "Bo Lindt"),
        ("offer of Peru", "offer of Oman"),
    ],
)
def test_a_name_or_number_that_differs_makes_another_text(old: str, new: str) -> None:
    assert copies({"a": STORY, "b": STORY.replace(old, new)}) == {}


def test_two_releases_with_one_boilerplate_are_no_copies() -> None:
    assert copies({n: f"{sentences(3, n)}\n\n{BOILERPLATE}" for n in ("trade", "water", "transport")}) == {}


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    assert copies({"a": "The chair opened.", "b": "the chair  opened!", "c": "The chair closed."}) == {"b": "a"}


def test_the_earliest_is_kept_then_the_first_by_id() -> None:
    texts = dict.fromkeys("abcd", STORY)
    assert copies(texts, {"c": "2023-07-13", "b": "2023-07-14"}) == dict.fromkeys("abd", "c")
    assert copies(texts) == dict.fromkeys("bcd", "a")


def test_the_order_of_rows_makes_no_difference() -> None:
    rows = table({f"{n}": sentences(5, f"n{n % 7}") for n in range(30)})
    marked = [Copies().mark(rows.sample(frac=1, random_state=seed)).sort_values("doc_id") for seed in (1, 2)]
    pd.testing.assert_frame_equal(*(frame.reset_index(drop=True) for frame in marked))


def test_what_is_not_read_is_no_copy() -> None:
    rows = table({"a": STORY, "b": STORY}).assign(status=["skipped", "read"])
    assert Copies().mark(rows)["duplicate_of"].isna().all()


def test_very_many_texts_alike_are_each_their_own() -> None:
    rates = {f"{n:03}": STORY.replace("13 July 2023", f"{n} points") for n in range(3 * MOST_ALIKE)}
    assert copies(rates) == {}


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(0, 0.2))
def test_the_estimate_is_near_the_share_of_runs(seed: int, changed: float) -> None:
    """Against the definition: shared runs of five words over all runs of five words."""
    drawn = random.Random(seed)
    words = [f"w{drawn.randrange(5_000)}" for _ in range(800)]
    other = [f"v{drawn.randrange(5_000)}" if drawn.random() < changed / 5 else word for word in words]
    runs = [{tuple(text[n : n + 5]) for n in range(len(text) - 4)} for text in (words, other)]
    share = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    one, two = (fingerprint(" ".join(text)) for text in (words, other))
    assert float((one.signature == two.signature).mean()) == pytest.approx(share, abs=0.18)  # four deviations
