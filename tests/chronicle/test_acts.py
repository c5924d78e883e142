"""The words that tell what was done with an instrument."""

import pytest

from communique.chronicle.acts import act_in
from communique.chronicle.instruments import _told_as


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Oman and Peru signed the ¤ in Lima.", "signed"),
        ("Oman and Peru signed the § (LC) and the “¤”.", "signed"),
        ("The ¤ (LC), signed in Lima in 2012, has three parts.", "signed"),
        ("Ada Reyes put her name to the ¤.", "signed"),
        ("They commemorated the signature of the ¤.", "signed"),
        ("The ¤ was adopted at the close.", "adopted"),
        ("The ¤, an annex and a joint statement were adopted.", "cited"),  # too far off to be sure
        ("The ¤ and the § were adopted by acclamation.", "adopted"),
        ("The summit ended with the adoption of the ¤.", "adopted"),
        ("The forum issued a ¤.", "adopted"),
        ("The ¤ entered into force on 3 May.", "in force"),
        ("The ¤, in force since 1999, binds all.", "in force"),
        ("They welcomed the entry into force of the ¤.", "in force"),
        ("They are negotiating the ¤.", "negotiated"),
        ("The ¤, which is still under negotiation, is short.", "negotiated"),
        ("They concluded negotiations on the ¤.", "negotiated"),
        ("Oman proposed a ¤.", "proposed"),
        ("They stand ready to sign the ¤.", "proposed"),
        ("The ¤ is expected to be adopted at the end.", "proposed"),
        ("Peru will sign the ¤ in May.", "proposed"),
        ("15:00 Adoption of the ¤", "proposed"),
        ("The ¤ was not adopted.", "cited"),
        ("The ¤ will enter into force in May.", "cited"),
        ("They did not sign the ¤.", "cited"),
        ("They recalled the ¤.", "cited"),
        ("The third forum of the ¤ concluded in Lima.", "cited"),
    ],
)
def test_the_words_near_the_name_decide(sentence: str, act: str) -> None:
    assert _told_as(act_in(sentence)) == act
