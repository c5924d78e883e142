"""What the chronicle says of a small corpus, read from its texts, against what is known of it (see `lakes`)."""

from dataclasses import replace

import pandas as pd
import pytest
from tiny import no_tables

from communique import Tables, findings
from communique.chronicle import absence, instruments, plans, series, sources, told, trends
from communique.levels import at_levels
from communique.network import networks_by_period


def test_the_editions_stand_in_order_with_place_and_host(story: Tables) -> None:
    editions = series.editions(story)
    assert list(zip(editions["edition"], editions["date"], editions["place"], strict=True)) == [
        (14, "2016-05-18", "Muscat"), (15, "2017-05-17", "Lima"), (16, "2018-05-16", "Nairobi"),
        (18, "2020-05-20", "Muscat"), (19, "2019-04-25", "Lima"),
    ]  # fmt: skip
    assert editions.set_index("edition").at[18, "host"] == "Oman"
    assert told.about_editions(editions) == (
        "1 forum has two editions or more that are told by their number; Lakes Summit has most: 5, from the 14th to "
        "the 19th."
    )


def test_the_17th_is_not_in_the_corpus(story: Tables) -> None:
    gaps = series.gaps(story)
    assert list(gaps["which"]) == ["17th"]
    assert told.about_gaps(gaps) == "1 series has gaps: of Lakes Summit, the 17th is not in the corpus."


def test_an_edition_that_is_dated_before_an_earlier_one(story: Tables) -> None:
    found = told.about_contradictions(series.contradictions(story))
    assert found == "Lakes Summit: the 19th is dated 2019-04-25, the 18th 2020-05-20."
    assert found.said[0].places == (("e", 0),)


def test_the_summit_is_yearly_and_a_gap_does_not_make_it_irregular(story: Tables) -> None:
    row = series.cadence(story).iloc[0]
    assert (row["forum"], row["intervals"], round(row["median_months"]), row["irregular"]) == (
        "Lakes Summit", 3, 12, False,
    )  # fmt: skip


def test_who_was_at_every_earlier_summit_and_is_not_named_at_the_latest(story: Tables) -> None:
    found = absence.absences(story)
    assert list(found.actors["told"]) == [
        "Chad, at 3 of 3 earlier meetings, is not named at the latest: 18th Lakes Summit"
    ]
    assert list(found.actors["document"]) == ["c"]  # where it was named last
    assert (found.forums.at[0, "expected"], found.forums.at[0, "named"]) == (3.5, 3)
    assert absence.absences(story, usual=0.6).actors.empty
    assert absence.absences(story, earlier=4).forums.empty


def test_a_state_is_named_through_a_person_who_acts_for_it(story: Tables) -> None:
    chair = story.participations.tail(1).assign(actor_id="person:ada", doc_id="f")
    acts = story.affiliations.reindex([0]).assign(
        doc_id="f", sent_id=0, person_id="person:ada", title="Envoy", affiliation_id="state:TCD"
    )
    more = replace(
        story, affiliations=acts, participations=story.participations.merge(chair, how="outer").reset_index(drop=True)
    )
    assert absence.absences(more).actors.empty


def test_a_plan_that_was_kept_and_one_that_is_overdue(story: Tables) -> None:
    found = plans.plans(story)
    assert list(zip(found["what"], found["outcome"], found["announced"], found["told_on"], strict=True)) == [
        ("4th Hills Conference", "overdue", "2020-05-24", ""),
        ("18th Lakes Summit", "kept", "2018-05-20", "2020-05-24"),
    ]
    assert list(found["sentence"]) == [
        "The 4th Hills Conference will be held in Quito on 3 September 2020.",
        "The 18th Lakes Summit will be held in Muscat on 20 May 2020.",
    ]
    assert list(found["later"]) == ["", "documents/d.html#s0"]
    assert "Of 2 meetings that were announced, a later document tells 1 as held; 1 is overdue" in findings.about_time(
        story
    )


def test_a_part_that_is_announced_twice_is_one_plan_from_the_first_day_on(story: Tables) -> None:
    hills = story.meetings.loc[story.meetings["edition"] == 4, "meeting_id"].iloc[0]
    part = story.participations.tail(1).assign(actor_id="state:OMN", meeting_id=hills, status="planned", sent_id=0)
    twice = pd.concat([part.assign(doc_id="e"), part.assign(doc_id="d")])
    found = plans.plans(replace(story, participations=twice))
    assert list(found["told"]) == [
        "4th Hills Conference: planned on 2020-05-24, was for 2020-09-03; no later document tells of it",
        "Oman in 4th Hills Conference: planned on 2020-05-24, was for 2020-09-03; no later document tells of it",
        "18th Lakes Summit: planned on 2018-05-20, told as held on 2020-05-24",
    ]
    assert plans.outcomes(replace(story, participations=twice)) == {"overdue": 1, "kept": 1}


def test_a_plan_whose_day_has_not_passed_is_open(story: Tables) -> None:
    earlier = replace(story, documents=story.documents[story.documents["date"] < "2020-06"])
    assert list(plans.plans(earlier)["outcome"]) == ["open", "kept"]


def test_what_became_of_instruments(story: Tables) -> None:
    found = instruments.instruments(story)
    columns = ["instrument", "act", "between", "date", "dated_by"]
    assert list(found[columns].itertuples(index=False, name=None)) == [
        ("Lakes Charter", "signed", "Oman, Peru", "2017-05-17", "sentence"),
        ("Lakes Charter", "in force", "", "2018-05-01", "sentence"),
        ("Lakes Action Plan", "proposed", "", "2020-05-24", "document"),
        ("Lakes Charter", "cited", "", "2021-06-01", "document"),
    ]
    assert list(found["told"])[:3] == [
        "Lakes Charter: signed (Oman, Peru), 2017-05-17",
        "Lakes Charter: in force, 2018-05-01",
        "Lakes Action Plan: proposed",
    ]
    stages = instruments.latest_acts(found).set_index("instrument")
    assert tuple(stages.loc["Lakes Charter", ["stage", "between", "cited"]]) == ("in force", "Oman, Peru", 1)


def test_who_tells_what_and_who_differs(story: Tables) -> None:
    telling = sources.by_source(story).set_index("source")
    assert tuple(telling.loc["Lakes News Agency", ["kind", "documents"]]) == ("agency", 2)
    assert list(sources.one_sided_ties(story)["actor"]) == ["Japan"]
    differing = sources.disagreements(story)
    assert list(zip(differing["about"], differing["one_says"], differing["other_says"], strict=True)) == [
        ("role", "Oman: participant", "Oman: host"),
        ("who", "Kenya", "Japan"),
    ]


def test_a_later_announcement_of_what_was_held_is_a_disagreement(story: Tables) -> None:
    meetings = story.meetings.copy()
    at = meetings.index[meetings["edition"] == 18][0]
    meetings.at[at, "statuses"] = ["planned", "held", "planned"]  # d says held, f plans it a day later
    differing = sources.disagreements(replace(story, meetings=meetings))
    assert "held (2020-05-24)" in set(differing["one_says"])
    meetings.at[at, "statuses"] = ["planned", "planned", "held"]  # announced first, reported then
    assert "status" not in set(sources.disagreements(replace(story, meetings=meetings))["about"])


def test_each_level_can_be_asked_for(story: Tables) -> None:
    leaders = at_levels(story, "leaders")
    assert set(leaders.meetings["edition"]) == {14, 15, 16, 18, 19}
    assert len(leaders.participations) == len(story.participations)
    assert at_levels(story, "ministers").participations.empty
    assert list(networks_by_period(story, levels="leaders")) == ["2016", "2017", "2018", "2020"]


@pytest.mark.parametrize("tables", [no_tables()])
def test_nothing_is_said_of_nothing(tables: Tables) -> None:
    found = trends.trends(tables)
    said = [
        told.about_trends(found, "actor"), told.about_editions(series.editions(tables)),
        told.about_gaps(series.gaps(tables)), told.about_cadence(series.cadence(tables)),
        told.about_contradictions(series.contradictions(tables)), told.about_absences(absence.absences(tables)),
        told.about_plans(plans.plans(tables)), told.about_instruments(instruments.instruments(tables)),
        told.about_sources(sources.by_source(tables)), told.about_sides(sources.one_sided_ties(tables)),
        told.about_disagreements(sources.disagreements(tables)), told.about_levels(tables),
        told.about_strips(series.strips(tables)), told.about_panels(networks_by_period(tables)),
    ]  # fmt: skip
    assert all(sentence[:2] in ("No", "Of") for sentence in said)


def test_the_forum_of_the_longest_span_is_told() -> None:
    days = [
        ("Lakes", "2020-01-05", "2020-02-05", 2),
        ("Hills", "2019-01-05", "2019-01-06", 3),
        ("Once", "2020", "2020", 9),
    ]
    spans = pd.DataFrame(days, columns=["label", "first", "last", "documents"])
    assert told.about_spans(spans) == "Lakes is spoken of longest, from 2020-01-05 to 2020-02-05, in 2 documents."
    assert told.about_spans(spans.tail(1)) == "No forum is named in documents of two dates."


def test_zeros_are_told_in_words(story: Tables) -> None:
    named = instruments.instruments(story)
    assert "of none a sentence tells more" in told.about_instruments(named[named["act"] == "cited"])
    strips = series.strips(story)
    assert "none of the forums drawn has two or more" in told.about_strips(strips.drop_duplicates("forum"))
    missing = absence.absences(story)
    nobody = replace(missing, forums=missing.forums.assign(named=0))
    assert "were to be expected, and none is named." in told.about_absences(nobody)
    telling = sources.by_source(story).assign(alone=0)
    assert "and alone tells none of its" in told.about_sources(telling)
    same = networks_by_period(story)
    first = next(iter(same.values()))
    assert told.about_panels({"2016": first}) == f"Most ties are drawn in 2016 ({first.number_of_edges()})."
    assert told.about_panels({"2016": first, "2017": first}).endswith("in 2017, each is in a panel before.")
    planned = story.meetings["statuses"].map(lambda _: ["planned"])
    one = story.meetings.assign(statuses=planned, doc_ids=[ids[:1] for ids in story.meetings["doc_ids"]])
    said = findings.about_time(replace(story, meetings=one.assign(sent_ids=[[0]] * len(one), start_date=None)))
    assert said.endswith("a later document tells none as held.")


def test_undated_tables_do_not_break_anything(story: Tables) -> None:
    undated = replace(
        story,
        documents=story.documents.assign(date=None),
        meetings=story.meetings.assign(start_date=None, end_date=None),
    )
    assert plans.plans(undated).empty
    assert trends.trends(undated).changes.empty
    assert series.cadence(undated).empty
    assert list(series.gaps(undated)["which"]) == ["17th"]
    assert list(absence.absences(undated).actors["actor"]) == ["Chad"]  # the editions are in order without dates
    assert set(instruments.instruments(undated)["dated_by"]) == {"", "sentence"}
