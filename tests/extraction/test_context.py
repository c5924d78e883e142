"""Names that stand for more than one thing: each rule by a text of its own."""

import pytest
from drafts import draft_of

from communique.authority import load_authority
from communique.extraction.context import RULES, Evidence
from communique.extraction.draft import Span


def read(text: str, name: str) -> str | None:
    """Return what the first occurrence of the name means by context: an identifier, `""` for nothing, None as usual."""
    draft = draft_of(text)
    start = text.index(name)
    told = Evidence(draft, load_authority()).reading(Span(start, start + len(name), "STATE", "authority"))
    return None if told is None else told[0].entity_id if told[0] else ""


@pytest.mark.parametrize(
    ("text", "name", "meaning"),
    [
        ("The governor of the state of Georgia spoke in Atlanta.", "Georgia", "place:state-of-georgia"),
        ("Plants in Georgia and Alabama opened.", "Georgia", "place:state-of-georgia"),
        ("Plants in Tennessee and Georgia opened.", "Georgia", "place:state-of-georgia"),
        ("Georgia received a delegation in Tbilisi.", "Georgia", None),
        ("Ms Georgia Hale spoke.", "Georgia", ""),
        ("Mr Jordan spoke.", "Jordan", ""),
        ("Jordan hosted the talks.", "Jordan", None),
        ("They met on the banks of the Jordan at dawn.", "Jordan", "place:jordan-river"),
        ("Senator Chad thanked them.", "Chad", ""),
        ("Chad and Niger signed.", "Chad", None),
        ("Chad and Niger signed.", "Niger", None),
        ("The basin of the Niger was mapped.", "Niger", "place:niger-river"),
        ("Farmers from Kwara and Niger came.", "Niger", "place:niger-state"),
        ("Pyongyang replied. The Korean side was silent.", "Korean", "state:PRK"),
        ("Pyongyang replied to Seoul. The Korean side was silent.", "Korean", None),
        ("The Korean minister came from Seoul.", "Korean", "state:KOR"),
        ("In Kinshasa, the Congolese president spoke.", "Congolese", "state:COD"),
        ("In Brazzaville, the Congolese president spoke.", "Congolese", "state:COG"),
        ("Congo hosted, with guests from Goma and Kinshasa.", "Congo", "state:COD"),
        ("Congo hosted the forum.", "Congo", None),
        ("From Malabo, the Guinean minister came.", "Guinean", "state:GNQ"),
        ("Guinea-Bissau voted; the Guinean minister came.", "Guinean", "state:GNB"),
        ("Guinea-Bissau and Guinea voted; the Guinean minister came.", "Guinean", None),
        ("Dominica voted; the Dominican minister came.", "Dominican", "state:DMA"),
        ("The Dominicans came from Santo Domingo, not from Dominica.", "Dominicans", None),
        ("American Samoa voted; the Samoan delegate came.", "Samoan", "state:ASM"),
        ("Samoa voted; the Samoan delegate came.", "Samoan", None),
        ("Melanesia, Polynesia and Micronesia are regions.", "Micronesia", "place:micronesia-region"),
        ("Micronesia voted.", "Micronesia", None),
        ("Fairs in the Greek Macedonia opened.", "Macedonia", "place:macedonia-greece"),
        ("The Peoples Republic of China voted.", "Republic of China", "state:CHN"),
        ("The Republic of China sent an envoy from Taipei.", "Republic of China", None),
        ("Ports in the state of Washington closed.", "Washington", "place:washington-state"),
        ("Washington and Oregon agreed.", "Washington", "place:washington-state"),
        ("Washington and Moscow agreed.", "Washington", None),
        ("The text is available in Spanish only.", "Spanish", ""),
        ("Original: Spanish", "Spanish", ""),
        ("Ships sailed in Spanish waters.", "Spanish", None),
    ],
)
def test_what_a_name_means(text: str, name: str, meaning: str | None) -> None:
    assert read(text, name) == meaning


def test_every_meaning_is_reviewed() -> None:
    assert {rule.entity for rule in RULES} <= set(load_authority().entities)


def test_every_name_is_reviewed_or_left_to_the_rules() -> None:
    authority = load_authority()
    unknown = {name for rule in RULES for name in rule.names if authority.get(name) is None}
    assert unknown <= {"Korean", "Koreans", "KOREAN"}
