"""The words by which names of forums, instruments and organisations are built.

Head nouns tell the type; the other lists say which words belong to the sentence and which make no
name by themselves.
"""

__all__ = [
    "BODIES",
    "CONNECTORS",
    "CONVENING",
    "FORUM_HEADS",
    "HEADS",
    "INSTRUMENT_HEADS",
    "LEADING",
    "MEETING_BODIES",
    "MONTHS_AND_DAYS",
    "ORG_HEADS",
    "PHRASES",
    "VAGUE",
    "VENUES",
    "words",
]


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as a text."""
    return frozenset(text.split())


# A summit, a session: what actors convene in.
FORUM_HEADS = words(
    """
    Summit Summits Meeting Meetings Conference Conferences Forum Forums Assembly Assemblies Dialogue Dialogues
    Consultation Consultations Roundtable Retreat Session Sessions Symposium Congress Seminar Workshop
    Colloquium Talks Hearing Expo Format Process Troika Week Segment
    """
)
# A treaty, a plan: what they agree on.
INSTRUMENT_HEADS = words(
    """
    Treaty Agreement Agreements Plan Plans Declaration Roadmap Resolution Memorandum Concept Convention Strategy
    Charter Protocol Protocols Statement Communique Communiqué Accord Accords Pact Compact Agenda Vision Outlook
    Covenant Arrangement Programme Program Guidelines Principles Constitution Act Initiative Framework Consensus
    Commitment Pledge Document Code Blueprint Masterplan
    """
)
# A ministry, a bank: what they act for.
ORG_HEADS = words(
    """
    Ministry Agency Organization Organisation Secretariat Council Commission Committee Parliament Bank Fund
    University Institute Institution Centre Center Union Association Authority Bureau Office Department Service
    Foundation Federation League Court Tribunal Party Senate Congress Chamber Academy School College Corporation
    Company Group Alliance Network Board Mission Embassy Delegation Administration Command Force Forces Police
    Army Navy Guard Directorate Division Society Movement Front Community Cabinet Duma Knesset Majlis House
    Facility Programme Observatory Press News Agencia Times Post Club Museum Library Hospital Unit Coalition
    Assembly Secretariats Ministries Structure Task
    """
)
HEADS = FORUM_HEADS | INSTRUMENT_HEADS | ORG_HEADS
# `Joint Commission`, `Preparatory Committee`: bodies that exist by meeting.
MEETING_BODIES = words("Commission Committee Council Assembly Group Congress Board Task")
# What may do more than meet, and in some texts does no more: `Council of the Baltic Sea States`, `Friends Group`.
BODIES = MEETING_BODIES | FORUM_HEADS | words("Group Alliance Network Movement Coalition Community Structure")
CONVENING = words("Joint Intergovernmental Preparatory Steering High-Level Ministerial Bilateral Working")
# `Convention Centre`: where one convenes.
VENUES = words("Convention Conference Conferences Exhibition Congress Expo Convocation")
# What joins a head to its complement: `Meeting of Foreign Ministers`, `Dialogue on Energy`.
CONNECTORS = words("of on for between against to")
# Phrases that do so too.
PHRASES = [["in", "support", "of"], ["into", "force", "of"]]
# Words that begin a sentence rather than a name.
LEADING = words(
    """
    The A An At In On Of During After Before As This That These Those It Its Their Our His Her While When For
    From With To By And But Also Both Under Within Since Following Upon Through Between Among All Some Any Each
    Other Another Such Addressing Attending Chairing Hosting Opening Closing Speaking Today Yesterday Earlier
    Later Last Next Meanwhile However According Recalling Welcoming Noting Reaffirming Having Participants Press
    H.E Mr Mrs Ms Why What Who Where How Is Are Was Were Has Have Will Per Via Re No New Regarding Concerning
    Subject About Background
    """
)
# Modifiers that make no name by themselves: `Special Meeting`, `Ministerial Conference`.
VAGUE = words(
    """
    Special Ministerial Annual Regular Informal Extraordinary Joint Opening Closing Plenary International
    Regional Bilateral Trilateral Multilateral Official Working High-Level National Political Final General
    Executive Main Strategic Comprehensive Virtual Online Press Media Common Second First Third Foreign Prime
    Action Draft
    """
)
# After `on` and `for` these tell when, not what about.
MONTHS_AND_DAYS = words(
    """
    January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday
    """
)
