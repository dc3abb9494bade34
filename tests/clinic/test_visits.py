"""Booking, check-in, charting, signing, amending: at the services that every page calls."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.fixtures import DRAFT, booked, covered, signed
from medmassage.clinic import clock, gates, selectors
from medmassage.clinic.models import Credential, Decision, Note, Override, Score, Visit
from medmassage.clinic.services import booking, charting, intake, opening, wallet
from medmassage.clinic.services.outcome import Refused, Stale


def book(whole, days_ago=0, hour=10, **how):
    at = clock.at(whole.owner.clinic, clock.today(whole.owner.clinic) - timedelta(days_ago), time(hour))
    return booking.visit_book(whole.owner, case=whole.case, therapist=whole.therapist, starts_at=at, **how)


def test_a_booking_keeps_what_each_gate_answered(covered_case):
    visit = booked(covered_case)
    kept = Decision.objects.filter(visit=visit, moment="booking")
    assert {d.gate for d in kept} == {"lawful", "safe", "ordered"}
    assert all(d.answer in {"yes", "with_care"} for d in kept)


def test_the_same_form_twice_is_one_visit(covered_case):
    first, second = book(covered_case, key="form-1"), book(covered_case, key="form-1")
    assert first.record == second.record
    assert Visit.objects.count() == 1


def test_a_therapist_has_one_patient_at_a_time(covered_case):
    booked(covered_case, hour=10)
    with pytest.raises(Refused, match="another visit"):
        book(covered_case, hour=10)
    assert book(covered_case, hour=11).record


def test_booking_past_the_order_needs_a_reason_and_the_reason_is_kept(clinic):
    whole = covered(clinic, visits=1)
    booked(whole, days_ago=1)
    refused = book(whole)
    assert refused.record is None
    assert [f.rule for f in refused.open] == ["order.visits_used_up"]
    passed = book(whole, reasons={"order.visits_used_up": "Dr Ashgrove extends by telephone; letter follows."})
    assert passed.record
    kept = Override.objects.get(decision__visit=passed.record)
    assert kept.rule == "order.visits_used_up"
    assert kept.reason.startswith("Dr Ashgrove")
    assert kept.author == clinic.user


def test_an_empty_reason_is_no_reason(clinic):
    whole = covered(clinic, visits=1)
    booked(whole, days_ago=1)
    assert book(whole, reasons={"order.visits_used_up": "   "}).record is None


def test_a_therapist_whose_license_ended_is_refused_and_no_reason_helps(covered_case):
    Credential.objects.update(valid_to=clock.today(covered_case.owner.clinic) - timedelta(1))
    refused = book(covered_case)
    assert refused.record is None
    assert any(f.gate == "lawful" for f in refused.open)
    rules = {f.rule: "because" for f in refused.open}
    assert book(covered_case, reasons=rules).record is None


def test_signs_of_a_clot_stop_check_in_for_everybody(covered_case):
    visit = booked(covered_case)
    intake.health_add(covered_case.owner, patient=covered_case.patient, kind="condition", text="DVT")
    refused = booking.visit_check_in(covered_case.owner, visit=visit)
    assert refused.record is None
    rules = {f.rule: "she insists" for f in refused.open}
    assert booking.visit_check_in(covered_case.owner, visit=visit, reasons=rules).record is None
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_warfarin_adapts_and_does_not_stop(covered_case):
    intake.health_add(covered_case.owner, patient=covered_case.patient, kind="drug", text="Coumadin 5 mg")
    safe = gates.for_visit(booked(covered_case))[1]
    assert safe.answer == "with_care"
    assert any(f.remedy and f.basis for f in safe.findings)


def test_a_cancelled_visit_counts_no_longer(clinic):
    whole = covered(clinic, visits=1)
    booking.visit_end(clinic, visit=booked(whole, days_ago=1), status="cancelled")
    assert book(whole).record


def test_the_tightest_limit_counts_booked_done_and_signed_alike(covered_case):
    signed(covered_case, days_ago=7)
    booked(covered_case, days_ago=3)
    limit = gates.tightest(covered_case.case, clock.today(covered_case.owner.clinic))
    assert (limit.left, limit.allowed, limit.kind) == (4, 6, "referral")


def test_an_old_tab_does_not_write_over_a_newer_save(covered_case):
    visit = booked(covered_case)
    charting.note_save(covered_case.owner, visit=visit, draft=DRAFT, version=0)
    with pytest.raises(Stale):
        charting.note_save(covered_case.owner, visit=visit, draft=replace(DRAFT, pain_before=1), version=0)
    assert Note.objects.get(visit=visit).pain_before == 6


def test_an_unfinished_note_is_not_signed_and_says_what_is_missing(covered_case):
    visit = booked(covered_case)
    booking.visit_check_in(covered_case.owner, visit=visit)
    charting.note_save(covered_case.owner, visit=visit, draft=replace(DRAFT, lines=()), version=0)
    refused = charting.note_sign(covered_case.owner, visit=visit, reasons={})
    assert refused.record is None
    assert any(f.subject.startswith("lines") for f in refused.open)


def test_more_hands_on_minutes_than_the_visit_lasted_stop_the_signature(covered_case):
    visit = booked(covered_case)
    booking.visit_check_in(covered_case.owner, visit=visit)
    draft = replace(DRAFT, ended=time(10, 30))
    charting.note_save(covered_case.owner, visit=visit, draft=draft, version=0)
    assert charting.note_sign(covered_case.owner, visit=visit, reasons={}).record is None


def test_pain_is_0_to_10_or_refused(covered_case):
    with pytest.raises(ValidationError):
        charting.note_save(
            covered_case.owner, visit=booked(covered_case), draft=replace(DRAFT, pain_before=11), version=0
        )


def test_signing_counts_units_locks_the_note_and_keeps_the_pain_as_an_outcome(signed_visit):
    note = Note.objects.get(visit=signed_visit)
    assert note.units == {"97124": 3}
    assert signed_visit.status == "signed"
    assert Score.objects.get(case=signed_visit.case).value == 6
    assert Decision.objects.filter(visit=signed_visit, moment="signing").count() == 4


def test_a_signed_note_takes_no_save_and_no_second_signature(clinic, signed_visit):
    with pytest.raises(Refused, match="locked"):
        charting.note_save(clinic, visit=signed_visit, draft=DRAFT, version=2)
    with pytest.raises(Refused, match="locked"):
        charting.note_sign(clinic, visit=signed_visit, reasons={})


def test_an_amendment_is_added_beside_the_note(clinic, signed_visit):
    words = Note.objects.get(visit=signed_visit).subjective
    added = charting.note_amend(clinic, visit=signed_visit, text="No soreness.", reason="Call")
    assert added.author == clinic.user
    assert Note.objects.get(visit=signed_visit).subjective == words
    with pytest.raises(Refused):
        charting.note_amend(clinic, visit=signed_visit, text=" ", reason="Call")


def test_ten_more_visits_of_a_day_cost_no_more_queries(clinic, covered_case):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            for visit in selectors.visits_of_day(clinic, clock.today(clinic.clinic)):
                gates.for_visit(visit)
                gates.tightest(visit.case, date.today())
        return len(seen)

    booked(covered_case, hour=8)
    few = queries()
    therapists = [opening.therapist_add(clinic, given=f"T{n}", family="Other") for n in range(2)]
    for therapist in therapists:
        wallet.credential_add(clinic, therapist=therapist, code="LMT", state="MD", valid_to=date(2030, 1, 1))
    whole = replace(covered_case, therapist=therapists[0])
    for hour in range(8, 12):
        booked(whole, hour=hour)
    assert queries() <= few + 1
