"""What the tables of the chronicle tell, in sentences with their evidence."""

import math

import networkx as nx
import pandas as pd

from communique.chronicle.absence import Absences
from communique.chronicle.plans import OUTCOMES
from communique.chronicle.series import ordinal
from communique.chronicle.trends import Trends
from communique.findings import Finding, Said
from communique.kinds import LEVELS
from communique.phrases import counted, listed, number, some
from communique.tables import Tables

__all__ = [
    "about_absences",
    "about_cadence",
    "about_contradictions",
    "about_disagreements",
    "about_editions",
    "about_gaps",
    "about_instruments",
    "about_levels",
    "about_panels",
    "about_plans",
    "about_sides",
    "about_sources",
    "about_spans",
    "about_strips",
    "about_trends",
    "rule_of_change",
]

MANY = {"actor": "actors", "forum": "forums", "tie": "ties", "role": "roles"}


def about_trends(found: Trends, what: str) -> Finding:
    """Tell what rises, fades, appears and is gone from the last period but one to the last."""
    changes = found.changes
    if changes.empty:
        return Finding(f"No {what} is told of with a date, so nothing can be followed.")
    come = changes["change"].value_counts()
    forms = {"rises": ("rises", "rise"), "fades": ("fades", "fade"), "appears": ("appears", "appear"),
             "is gone": ("is gone", "are gone")}  # fmt: skip
    numbers = [number(int(come[change]), *verbs) for change, verbs in forms.items() if change in come]
    changed = listed(numbers) if numbers else "none rises, fades, appears or is gone"
    said = f"From {found.before} to {found.now}, of {number(len(changes), what, MANY[what])} {changed}."
    first = changes.iloc[0]
    if first["change"]:
        said += f" Most changed: {first['name']} ({first['before']:,} to {first['now']:,}, {first['change']})."
    return Finding(said)


def rule_of_change(*, alpha: float = 0.01) -> Finding:
    """Tell by which rule `communique.chronicle.trends` says that something rises or fades."""
    least = math.floor(math.log2(2 / alpha)) + 1
    return Finding(
        f"What rises or fades: its share of all that is counted differs between the last two periods so much that "
        f"chance would do it to fewer than 1 in {1 / alpha:,.0f} that do not change (exact test of two Poisson rates). "
        f"Were both periods equally full, {least} against none is the least that can."
    )


def about_panels(graphs: dict[str, nx.Graph]) -> Finding:
    """Tell which of several networks has most ties, and how many of the last one's ties are new in it."""
    if not graphs:
        return Finding("No part in a forum bears a date, so there is nothing to draw.")
    fullest = max(graphs, key=lambda name: graphs[name].number_of_edges())
    last = list(graphs)[-1]
    before = {frozenset(tie) for name in list(graphs)[:-1] for tie in graphs[name].edges}
    new = sum(frozenset(tie) not in before for tie in graphs[last].edges)
    said = f"Most ties are drawn in {fullest} ({graphs[fullest].number_of_edges():,})"
    if len(graphs) == 1:
        return Finding(f"{said}.")
    ties = number(graphs[last].number_of_edges(), "tie")
    fresh = f"{number(new, 'is', 'are')} in no panel before" if new else "each is in a panel before"
    return Finding(f"{said}; of {ties} in {last}, {fresh}.")


def about_strips(rows: pd.DataFrame) -> Finding:
    """Tell which forum has most dated meetings, and from when to when."""
    if rows.empty:
        return Finding("No meeting bears a date.")
    meetings = rows["forum"].value_counts(sort=False)
    name, most = meetings.idxmax(), int(meetings.max())
    own = rows[rows["forum"] == name]
    return Finding(
        f"{name} has most meetings with a date ({most:,}), from {own['first'].min()} to {own['last'].max()}; "
        f"{some(int((meetings > 1).sum()), 'of the forums drawn has', 'of the forums drawn have')} two or more."
    )


def about_editions(editions: pd.DataFrame) -> Finding:
    """Tell of how many forums several editions are told, and of which most."""
    if editions.empty:
        return Finding("Of no forum are two numbered editions told.")
    first = editions[editions["forum"] == editions["forum"].iloc[0]]
    forums = number(editions["forum"].nunique(), "forum has", "forums have")
    return Finding(
        f"{forums} two editions or more that are told by their number; {first['forum'].iloc[0]} has most: "
        f"{len(first):,}, from the {ordinal(first['edition'].min())} to the {ordinal(first['edition'].max())}."
    )


def about_gaps(gaps: pd.DataFrame) -> Finding:
    """Tell in how many series editions are missing, and which in the one of which the corpus tells most."""
    if gaps.empty:
        return Finding("No edition between the first and the last of a series is missing.")
    first = gaps.iloc[0]
    series = number(len(gaps), "series has", "series have")
    be = "is" if first["missing"] == 1 else "are"
    return Finding(f"{series} gaps: of {first['forum']}, the {first['which']} {be} not in the corpus.")


def about_cadence(rows: pd.DataFrame) -> Finding:
    """Tell how often forums meet, and which of them irregularly."""
    if rows.empty:
        return Finding("No forum has two dated meetings between which one could reckon.")
    first = rows.iloc[0]
    uneven = rows.loc[[flag is True or flag == 1 for flag in rows["irregular"]], "forum"]
    said = (
        f"{first['forum']} meets every {first['median_months']:.1f} months in the median "
        f"({number(first['intervals'], 'interval')}, {first['shortest']:.1f} to {first['longest']:.1f} months)."
    )
    if uneven.empty:
        return Finding(said, "No forum with two intervals or more is irregular.")
    several = "forum is" if len(uneven) == 1 else "forums are"
    return Finding(said, f"{len(uneven):,} {several} irregular: {listed(list(uneven), most=3)}.")


def about_contradictions(rows: pd.DataFrame) -> Finding:
    """Tell which editions are dated before an earlier one, each with its sentence."""
    if rows.empty:
        return Finding("No edition is dated before an earlier one.")
    return Finding(
        *_sentences(rows, 3),
        *([f"And {len(rows) - 3:,} more."] if len(rows) > 3 else []),
    )


def about_absences(found: Absences) -> Finding:
    """Tell who is missing where most, and how many of the usual ones the latest meetings name."""
    if found.forums.empty:
        return Finding(
            "Of no forum are so many meetings told with who was there that one could say who is usually at it."
        )
    expected, named = found.forums["expected"].sum(), int(found.forums["named"].sum())
    return Finding(
        f"At the latest meetings of {number(len(found.forums), 'forum')}, {expected:.1f} of those who usually come "
        f"were to be expected, and {some(named, 'is', 'are')} named.",
        *_sentences(found.actors, 2),
    )


def about_plans(rows: pd.DataFrame) -> Finding:
    """Tell how many plans were kept, called off, are overdue or open, and the first that is overdue."""
    if rows.empty:
        return Finding("No dated document announces a meeting or a part in one.")
    come = rows["outcome"].value_counts()
    outcomes = listed([f"{come[outcome]:,} {outcome}" for outcome in OUTCOMES if outcome in come])
    return Finding(f"Of {number(len(rows), 'plan')}: {outcomes}.", *_sentences(rows[rows["outcome"] == "overdue"], 1))


def about_instruments(rows: pd.DataFrame) -> Finding:
    """Tell of how many instruments an act is told, and the last that was signed or adopted."""
    if rows.empty:
        return Finding("No instrument is named.")
    acts = rows[rows["act"] != "cited"]
    done = rows[rows["act"].isin(["signed", "adopted"])]
    return Finding(
        f"{number(rows['instrument_id'].nunique(), 'instrument is', 'instruments are')} named; of "
        f"{counted(acts['instrument_id'].nunique())} a sentence tells more than the name.",
        *_sentences(done.tail(1), 1, before="The last: "),
    )


def about_sources(rows: pd.DataFrame) -> Finding:
    """Tell how many sources there are, which has most documents, and how many of its ties it alone tells."""
    known = rows[rows["kind"] != ""]
    if known.empty:
        return Finding("No document tells its source.")
    first = known.iloc[0]
    unknown = int(rows.loc[rows["kind"] == "", "documents"].sum())
    return Finding(
        f"{number(len(known), 'source is', 'sources are')} told; {first['source']} has most documents "
        f"({first['documents']:,}) and alone tells {counted(first['alone'])} of its {number(first['ties'], 'tie')}.",
        *([f"{number(unknown, 'document tells', 'documents tell')} no source."] if unknown else []),
    )


def about_spans(rows: pd.DataFrame) -> Finding:
    """Tell which of the forums is spoken of longest, from the rows of `communique.summaries.first_and_last`."""
    lasting = rows[rows["first"] < rows["last"]]
    if lasting.empty:
        return Finding("No forum is named in documents of two dates.")
    days = pd.to_datetime(lasting["last"], format="ISO8601") - pd.to_datetime(lasting["first"], format="ISO8601")
    longest = lasting.loc[days.idxmax()]
    return Finding(
        f"{longest['label']} is spoken of longest, from {longest['first']} to {longest['last']}, in "
        f"{number(longest['documents'], 'document')}."
    )


def about_sides(rows: pd.DataFrame) -> Finding:
    """Tell how many ties only one of several sources tells, and the first."""
    if rows.empty:
        return Finding("Of the forums on which several sources report, no tie is told by one alone.")
    return Finding(
        f"{number(len(rows), 'tie is', 'ties are')} told by one source though others report on the forum too.",
        *_sentences(rows, 1),
    )


def about_disagreements(rows: pd.DataFrame) -> Finding:
    """Tell on how many meetings sources differ, and how for the first."""
    if rows.empty:
        return Finding("No two sources differ on a meeting that both report.")
    return Finding(f"Sources differ on {number(rows['meeting'].nunique(), 'meeting')}.", *_sentences(rows, 1))


def about_levels(tables: Tables) -> Finding:
    """Tell at which level the meetings are held, and of how many nothing tells it."""
    levels = tables.meetings["level"].value_counts()
    if levels.empty:
        return Finding("Of no meeting a text tells at which level it is held.")
    by_level = listed([f"{levels[level]:,} {level}" for level in LEVELS if level in levels])
    silent = int(tables.meetings["level"].isna().sum())
    return Finding(
        f"By level: {by_level}.",
        *([f"Of {number(silent, 'meeting')} neither name nor titles tell it."] if silent else []),
    )


def _sentences(rows: pd.DataFrame, most: int, *, before: str = "") -> list[Said]:
    """Return what the first rows tell (`told`), each with the sentence it rests on (`document`, `href`)."""
    return [
        # The address of a sentence ends with its number.
        Said(f"{before}{row.told}.", ((row.document, int(row.href.rpartition("#s")[2])),))
        for row in rows.head(most).itertuples(index=False)
    ]
