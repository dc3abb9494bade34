"""Care that nobody orders is never billed; a closed case takes no visit until it is opened again."""

from datetime import timedelta

import pytest

from clinic.fixtures import booked, signed
from medmassage.clinic import access, clock, gates, selectors
from medmassage.clinic.models import Case
from medmassage.clinic.services import booking, changes, claiming, discharging, intake
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(covered_case):
    return clock.today(covered_case.owner.clinic)


@pytest.fixture
def wellness(covered_case):
    return discharging.wellness_open(covered_case.owner, patient=covered_case.patient, title="Relaxation")


def test_wellness_care_has_no_coverage_and_takes_no_order(covered_case, wellness, today):
    owner, coverage = covered_case.owner, covered_case.case.coverage
    with pytest.raises(Refused, match="never billed") as refused:
        changes.case_change(owner, case=wellness, coverage=coverage)
    assert refused.value.field == "coverage"
    with pytest.raises(Refused, match="never billed"):
        intake.case_open(
            owner, patient=covered_case.patient, title="x", coverage=coverage, opened_on=today, kind="wellness"
        )
    order = intake.Order(written_on=today, starts_on=today, ends_on=None, visits=1, diagnoses=("M54.2",))
    with pytest.raises(Refused, match="course of care of its own"):
        intake.referral_receive(owner, case=wellness, order=order)


def test_care_that_was_ordered_or_claimed_does_not_become_wellness(covered_case):
    with pytest.raises(Refused, match="stays medical"):
        changes.case_change(covered_case.owner, case=covered_case.case, kind="wellness", coverage=None)
    covered_case.case.refresh_from_db()
    assert covered_case.case.kind == Case.Kind.MEDICAL


def test_a_wellness_visit_is_never_billed_even_if_a_coverage_slips_in(covered_case):
    visit = signed(covered_case, days_ago=3)
    assert list(selectors.unbilled(covered_case.owner)) == [visit]
    Case.objects.filter(pk=covered_case.case.pk).update(kind=Case.Kind.WELLNESS)
    assert list(selectors.unbilled(covered_case.owner)) == []
    with pytest.raises(Refused, match="never billed as medical"):
        claiming.claim_prepare(covered_case.owner, visits=[visit])


def test_no_order_is_asked_of_wellness_care_while_the_law_is_asked_all_the_same(covered_case, wellness, today):
    found = gates.for_booking(wellness, covered_case.therapist, setting=wellness.setting, on=today)
    verdicts = {verdict.gate: verdict for verdict in found}
    assert verdicts["ordered"].answer == "yes"
    assert verdicts["lawful"].findings and verdicts["lawful"].answer != "no"
    bare = gates.for_booking(wellness, covered_case.therapist, setting=wellness.setting, on=today.replace(year=2020))
    assert next(v for v in bare if v.gate == "lawful").answer == "no"  # the license began in 2021


def close(whole, **facts):
    return discharging.case_close(whole.owner, case=whole.case, **{"discharge": "goals_met", **facts})


def test_a_case_is_closed_with_its_reason_books_nothing_and_is_opened_again(covered_case, today):
    signed(covered_case, days_ago=3)
    assert close(covered_case, on=today, words="Turns freely").discharge_words == "Turns freely"
    with pytest.raises(Refused, match="Open it again to book"):
        booked(covered_case, days_ago=-1)
    discharging.case_reopen(covered_case.owner, case=covered_case.case)
    assert booked(covered_case, days_ago=-1).status == "booked"
    was = [row.changes_dict for row in access.audit_rows(covered_case.owner, covered_case.patient).filter(action=1)]
    assert any(change.get("discharge") == ["goals_met", ""] for change in was)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"discharge": ""}, "Say why"),
        ({"discharge": "other"}, "which reason"),
        ({"on": 1}, "still to come"),
        ({"on": -30}, "before it opens"),
        ({"on": -5}, "The last visit was on"),
    ],
)
def test_an_end_that_cannot_be_is_refused(covered_case, today, facts, words):
    signed(covered_case, days_ago=3)
    facts = {**facts, "on": today + timedelta(facts.get("on", 0))}
    with pytest.raises(Refused, match=words):
        close(covered_case, **facts)


def test_a_case_with_open_visits_is_not_closed_and_names_their_days(covered_case, today):
    visit = booked(covered_case, days_ago=-4)
    with pytest.raises(Refused, match=f"{today + timedelta(4):%-d %b}"):
        close(covered_case, on=today)
    booking.visit_end(covered_case.owner, visit=visit, status="cancelled")
    assert close(covered_case, on=today).closed_on == today


def test_when_the_complaint_began_stands_on_the_claim(covered_case, today):
    onset = today - timedelta(40)
    visit = signed(covered_case, days_ago=3)
    changes.case_change(covered_case.owner, case=covered_case.case, onset_on=onset)
    visit.refresh_from_db()
    claim = claiming.claim_prepare(covered_case.owner, visits=[visit])
    sent = claiming.claims_send(covered_case.owner, claims=[claim])
    assert sent.record, sent.open
    assert f"DTP*431*D8*{onset:%Y%m%d}" in bytes(sent.record.content).decode()
