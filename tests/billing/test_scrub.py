"""The fourth gate: a good claim passes; each rule stops on its side of the edge and is silent on the other."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.making import DEPENDENT, TODAY, claim, line
from billing.scrub_cases import CASES, VA, WITH_OTHER_DATA, Case, services
from medmassage.billing import edits, payers, scrub
from medmassage.billing.claim import Claim
from medmassage.billing.claims_table import columns, flatten
from medmassage.billing.rules import Rule, rules, sources
from medmassage.billing.rules import services as tables
from medmassage.billing.rules.tables import build
from medmassage.billing.scrub import payable, payable_many
from medmassage.finding import Finding, Level

RULES = {rule.id: rule for rule in rules()}


def met(changes: dict[str, Any], rule: str) -> list[Finding]:
    return [f for f in payable(claim(changes), TODAY).findings if f.rule == rule]


def test_a_good_claim_passes_with_what_nobody_knows_about_the_plan() -> None:
    verdict = payable(claim(), TODAY)
    assert verdict.answer == "with_care"
    assert [f.rule for f in verdict.findings] == ["claim.therapist_paid_unknown"]


def test_a_claim_of_which_everything_is_known_passes_without_a_word() -> None:
    gp = {"lines[0].modifiers": ["GP"], "lines[1].modifiers": ["GP"]}
    verdict = payable(claim({**VA, **gp}), TODAY)
    assert (verdict.answer, verdict.findings) == ("yes", ())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule.removeprefix('claim.')}-{CASES.index(c)}")
def test_each_rule_speaks_on_its_side_of_the_edge_and_is_silent_on_the_other(case: Case) -> None:
    found = met(case.meets, case.rule)
    assert met(case.misses, case.rule) == []
    assert found and found[0].subject == case.subject
    assert found[0].level == Level[RULES[case.rule].level.upper()]
    assert found[0].basis and found[0].basis[0].cite


def test_every_rule_is_met_by_a_case() -> None:
    tested = {case.rule for case in CASES}
    assert tested | WITH_OTHER_DATA == set(RULES)
    assert not tested & WITH_OTHER_DATA


def with_habit(monkeypatch: pytest.MonkeyPatch, **habits: Any) -> None:
    """The commercial profile with habits of the test's own."""
    own = payers.profile("commercial").model_copy(update=habits)
    monkeypatch.setattr(payers, "profiles", lambda: {"commercial": own})
    from medmassage.billing.rules import tables as built

    built._profiles.cache_clear()


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    """Tables that a test built from data of its own do not outlive it."""
    yield
    from medmassage.billing.rules import tables as built

    for cached in (built._profiles, tables._pairs, tables._limits):
        cached.cache_clear()


def test_a_payer_of_whom_it_is_not_known_whether_they_want_a_referral_gives_care(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    habit = payers.profile("commercial").asks_authorization
    assert habit.value is None
    with_habit(monkeypatch, asks_referral=habit)
    assert met({"referring_provider": None}, "claim.referral_unknown")[0].level == Level.CAUTION
    assert not met({}, "claim.referral_unknown")


def test_a_pair_of_indicator_zero_never_passes_whatever_the_modifier(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = next(p for p in edits.pairs() if p.source.confidence != "recall").model_copy(update={"indicator": "0"})
    monkeypatch.setattr(edits, "pairs", lambda: (pair,))
    tables._pairs.cache_clear()
    both = services(line(code=pair.column1), line(code=pair.column2, modifiers=["59"]))
    assert met(both, "claim.pair_never")[0].level == Level.STOP
    assert not met(services(line(code=pair.column1)), "claim.pair_never")


def test_an_absolute_unit_limit_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = edits.unit_limits()["97124"].model_copy(update={"indicator": 2})
    monkeypatch.setattr(edits, "unit_limits", lambda: {"97124": limit})
    tables._limits.cache_clear()
    assert met({"lines[0].units": 5}, "claim.units_never")[0].level == Level.STOP
    assert not met({"lines[0].units": 4}, "claim.units_never")


def test_there_are_more_rules_than_were_asked_for_and_each_stands_somewhere() -> None:
    assert len(RULES) >= 35
    own = set(sources())
    from_rows = {column for table in build([claim()], TODAY).values() for column in table.columns}
    assert {r.source for r in rules()} <= own | from_rows
    assert own <= {r.source for r in rules()}, "a source that no rule stands on"


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_a_rule_is_said_plainly_and_names_only_columns_that_are_there(rule: Rule) -> None:
    assert rule.id.startswith("claim.")
    row = build([claim()], TODAY)[rule.of].columns
    words = dict.fromkeys(row, "x")
    for text in (rule.message, rule.remedy, rule.subject):
        assert text.format(**words)
    said = f"{rule.message} {rule.remedy}"
    assert rule.message.endswith((".", "}")) and rule.remedy.endswith(".")
    assert not {"!", "—"} & set(said)
    assert not any(w in said.lower() for w in ("please", "invalid", "oops", "licence", "authoris"))


def test_units_over_the_minutes_of_the_day_are_counted_over_all_lines() -> None:
    changes = services(line(minutes=20, units=1), line(code="97140", minutes=20, units=2), **VA)
    changes["payer.profile"] = "va_community_care"
    assert not met(changes, "claim.units_exceed_minutes")
    changes["lines"].append(line(code="97112", minutes=0, units=1))
    found = met(changes, "claim.units_exceed_minutes")
    assert "4 units" in found[0].message and "earn 3" in found[0].message


def test_minutes_that_earned_no_unit_of_their_own_still_count_by_the_total_time_rule() -> None:
    three = {**services(line(minutes=35, units=3)), **VA}
    assert met(three, "claim.units_exceed_minutes")
    helped = {**three, "unbilled": [{"on": "2026-11-19", "code": "97140", "minutes": 3}]}
    assert not met(helped, "claim.units_exceed_minutes") and not met(helped, "claim.units_of_code")
    other_day = {**three, "unbilled": [{"on": "2026-11-18", "code": "97140", "minutes": 3}]}
    assert met(other_day, "claim.units_exceed_minutes")
    untimed = {**three, "unbilled": [{"on": "2026-11-19", "code": "97010", "minutes": 30}]}
    assert met(untimed, "claim.units_exceed_minutes")
    midpoint = {**helped, "payer.profile": "commercial"}
    assert met(midpoint, "claim.units_exceed_minutes")


def test_all_problems_come_at_once_the_worst_first_and_in_the_order_of_the_claim() -> None:
    verdict = payable(
        claim({"lines[1].units": 0, "lines[0].units": 0, "control_number": "", "diagnoses": [], "note_signed": False}),
        TODAY,
    )
    stops = [f.subject for f in verdict.findings if f.level == Level.STOP]
    assert [f.level for f in verdict.findings] == sorted((f.level for f in verdict.findings), reverse=True)
    assert stops == [
        "control_number", "diagnoses", "lines[0].units", "lines[0].pointers", "lines[1].units", "lines[1].pointers",
        "note_signed",
    ]  # fmt: skip


def test_many_claims_are_judged_as_each_one_alone() -> None:
    claims = [claim(case.meets) for case in CASES]
    assert payable_many(claims, TODAY) == [payable(c, TODAY) for c in claims]
    assert payable_many([], TODAY) == []


def test_days_and_amounts_are_written_as_people_write_them() -> None:
    assert "22 Aug 2026" not in payable(claim(), TODAY).findings[0].message
    late = met({"lines[1].on": "2026-08-21"}, "claim.filing_late")[0]
    assert "the last day was 19 Nov 2026" in late.message
    assert "$225.01" in met({"total_charge": "225.01"}, "claim.total")[0].message


def test_the_gate_can_be_asked_of_another_day() -> None:
    assert payable(claim(), date(2027, 6, 1)).answer == "no"


def test_the_claims_table_has_every_field_that_the_claim_declares() -> None:
    frame = flatten([claim(), claim({**DEPENDENT, "referring_provider": None})])
    assert frame.claims.columns[1:] == [c.name for c in columns(Claim)]
    assert frame.claims["referring_provider_npi"].to_list() == ["1033167382", None]
    assert frame.lines["row"].to_list() == [0, 1, 0, 1]
    assert frame.claims.schema["total_charge"] == pl.Decimal(18, 2)


TEXT = st.text(max_size=12)


@given(
    st.fixed_dictionaries(
        {
            "control_number": TEXT,
            "payer.name": TEXT,
            "billing_provider.tax_id": TEXT,
            "billing_provider.npi": TEXT,
            "rendering_provider.taxonomy": TEXT,
            "subscriber.member_id": TEXT,
            "patient.address.zip_code": TEXT,
            "place_of_service": TEXT,
            "diagnoses": st.lists(TEXT, max_size=3),
            "lines[0].code": TEXT,
            "lines[0].modifiers": st.lists(TEXT, max_size=3),
            "lines[0].pointers": st.lists(st.integers(-2, 20), max_size=5),
            "lines[0].units": st.integers(-5, 10**6),
            "lines[0].minutes": st.none() | st.integers(-5, 10**6),
        }
    )
)
@settings(max_examples=60, deadline=None)
def test_no_content_of_a_claim_crashes_the_gate(changes: dict[str, Any]) -> None:
    verdict = payable(claim(changes), TODAY)
    assert all(f.message and f.subject and f.basis for f in verdict.findings)


def test_a_rule_that_stands_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import medmassage.billing.rules as room

    monkeypatch.setattr(room, "FILES", (*room.FILES, room.FILES[0]))
    room.rules.cache_clear()
    with pytest.raises(ValueError, match="stands twice"):
        room.rules()
    monkeypatch.undo()
    room.rules.cache_clear()


def test_the_gate_stays_quick_for_one_claim() -> None:
    import time

    payable(claim(), TODAY)
    began = time.perf_counter()
    for _ in range(5):
        scrub.payable(claim(), TODAY)
    assert (time.perf_counter() - began) / 5 < 0.5
