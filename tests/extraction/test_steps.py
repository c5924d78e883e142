from dataclasses import replace

import pandas as pd
import pytest

from communique import extract
from communique.errors import ParameterError
from communique.extraction import STEPS
from communique.extraction.steps import check

TEXT = "Russia will attend the 18th East Asia Summit (EAS) in Jakarta. The EAS begins on Monday."


def documents():
    return pd.DataFrame({"doc_id": ["n1"], "date": ["2023-07-14"], "status": ["read"], "text": [TEXT]})


def test_every_step_gets_what_it_needs_from_a_step_before_it():
    check(STEPS)


def test_a_step_without_what_it_needs_is_named():
    with pytest.raises(ParameterError, match="'relate' needs 'keyed'"):
        check([step for step in STEPS if step.name != "identify"])


def test_a_step_can_be_left_out():
    without = [step for step in STEPS if step.name not in {"acronyms", "parse"}]
    methods = set(extract(documents(), steps=without).mentions["method"])
    assert "acronym" not in methods
    assert "grammar" not in methods
    assert "acronym" in set(extract(documents()).mentions["method"])


def test_a_step_can_be_replaced():
    def nobody(draft, authority):
        draft.participations, draft.affiliations = [], []

    steps = [replace(step, run=nobody) if step.name == "relate" else step for step in STEPS]
    assert extract(documents(), steps=steps).participations.empty
    assert not extract(documents()).participations.empty
