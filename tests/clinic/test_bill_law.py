"""A claim is asked by the law, too: lawful to treat is not lawful to bill."""

import json
from datetime import date
from pathlib import Path

import pytest

from medmassage.billing.claim import Claim, License
from medmassage.clinic import bill_law
from medmassage.finding import Level

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "claim.json"


def claim(state, kind, *, setting="private_office", on=date(2026, 11, 2), referred=True):
    """The documented example, moved to another state and payer."""
    whole = Claim.model_validate(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    there = whole.billing_provider.address.model_copy(update={"state": state})
    papers = (License(code="LMT", state=state, valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1)),)
    return whole.model_copy(update={
        "payer": whole.payer.model_copy(update={"kind": kind}),
        "billing_provider": whole.billing_provider.model_copy(update={"address": there}),
        "rendering_provider": whole.rendering_provider.model_copy(update={"licenses": papers}),
        "referring_provider": whole.referring_provider if referred else None,
        "lines": tuple(line.model_copy(update={"on": on}) for line in whole.lines),
        "setting": setting,
        "facility": None,
    })  # fmt: skip


def levels(clinic, content):
    return {f.rule: f.level for f in bill_law.findings(clinic.clinic, content)}


def test_a_bill_that_the_law_bars_stops_the_claim(clinic):
    assert max(levels(clinic, claim("MI", "workers_comp")).values()) == Level.STOP
    assert levels(clinic, claim("MD", "medicare"))["law.us.medicare_excluded"] == Level.STOP


def test_an_order_meets_a_payers_rule(clinic):
    asked = "law.wa.workers_comp_order"
    assert levels(clinic, claim("WA", "workers_comp", referred=False))[asked] == Level.STOP
    assert levels(clinic, claim("WA", "workers_comp"))[asked] == Level.NOTE


def test_what_law_leaves_open_warns_and_what_nobody_holds_is_the_payers_contract(clinic):
    for state in ("AL", "GA", "TN"):
        assert Level.UNKNOWN not in levels(clinic, claim(state, "workers_comp")).values()
    assert not [rule for rule in levels(clinic, claim("MD", "commercial")) if rule.endswith("not_held")]


def test_a_finding_of_the_law_has_the_payable_gates_shape(clinic):
    for finding in bill_law.findings(clinic.clinic, claim("MI", "workers_comp")):
        assert (finding.gate, finding.subject) == ("payable", "payer")
        assert finding.basis
