"""A license that is not in force on the date of service stops the visit and the claim."""

from datetime import timedelta

import pytest

from clinic.fixtures import DRAFT, booked, signed
from medmassage.clinic import clock, inputs
from medmassage.clinic.models import Visit
from medmassage.clinic.services import booking, charting, claiming, wallet

pytestmark = pytest.mark.django_db
DAY = timedelta(1)
ENDED = "law.md.paper_ended"


def license_of(whole):
    return whole.therapist.credentials.get()


def give_up(whole, days_ago=0):
    on = clock.today(whole.owner.clinic) - days_ago * DAY
    return wallet.credential_change(whole.owner, credential=license_of(whole), given_up_on=on)


def book(whole, day, **how):
    at = clock.at(whole.owner.clinic, day, DRAFT.started)
    return booking.visit_book(whole.owner, case=whole.case, therapist=whole.therapist, starts_at=at, **how)


def lawful(result):
    return {f.rule for f in result.open if f.gate == "lawful"}


def test_a_visit_is_booked_up_to_the_licenses_last_day_and_not_after(covered_case):
    end = clock.today(covered_case.owner.clinic) + 9 * DAY
    wallet.credential_change(covered_case.owner, credential=license_of(covered_case), valid_to=end)
    after = book(covered_case, end + DAY)
    assert (after.record, lawful(after)) == (None, {ENDED})
    assert book(covered_case, end + DAY, reasons={ENDED: "It will be renewed."}).record is None
    assert book(covered_case, end).record


def test_a_license_given_up_since_the_booking_stops_check_in(covered_case):
    visit = booked(covered_case)
    give_up(covered_case)
    refused = booking.visit_check_in(covered_case.owner, visit=visit, reasons={ENDED: "The patient is here."})
    assert (refused.record, lawful(refused)) == (None, {ENDED})
    visit.refresh_from_db()
    assert visit.status == Visit.Status.BOOKED


def test_a_license_given_up_since_check_in_stops_the_signature(covered_case):
    visit = booked(covered_case)
    assert booking.visit_check_in(covered_case.owner, visit=visit).record
    charting.note_save(covered_case.owner, visit=visit, draft=DRAFT, version=0)
    give_up(covered_case)
    refused = charting.note_sign(covered_case.owner, visit=visit, reasons={ENDED: "It was done."})
    assert (refused.record, lawful(refused)) == (None, {ENDED})


def test_a_visit_of_the_day_before_it_was_given_up_stands(covered_case):
    visit = booked(covered_case, days_ago=1)
    give_up(covered_case)
    assert booking.visit_check_in(covered_case.owner, visit=visit).record


@pytest.mark.parametrize(("days_ago", "stops"), [(7, True), (6, False)])
def test_a_claim_for_a_day_on_which_the_license_was_no_longer_in_force_cannot_be_sent(covered_case, days_ago, stops):
    visit = signed(covered_case, days_ago=7)
    give_up(covered_case, days_ago=days_ago)
    claim = claiming.claim_prepare(covered_case.owner, visits=[visit])
    rules = {f.rule for f in claiming.claim_check(claim).findings if f.rule.startswith("claim.license")}
    assert bool(rules) is stops
    sent = claiming.claims_send(covered_case.owner, claims=[claim])
    assert (sent.record is None) is stops
    assert any(f.rule in rules for f in sent.open) is stops


@pytest.mark.parametrize(("found", "verified"), [("in_force", True), ("limited", False), ("not_found", False)])
def test_only_what_the_register_shows_in_force_counts_as_verified(covered_case, found, verified):
    paper = license_of(covered_case)
    today = clock.today(covered_case.owner.clinic)
    wallet.verification_add(covered_case.owner, credential=paper, on=today, source="The board", found=found)
    assert inputs.held(paper).verified is verified


def look(whole, found, days_ago=0, **more):
    on = clock.today(whole.owner.clinic) - days_ago * DAY
    return wallet.verification_add(
        whole.owner, credential=license_of(whole), on=on, source="the board's register", found=found, **more
    )


@pytest.mark.parametrize("found", ["ended", "not_found"])
def test_a_license_that_its_register_denies_stops_the_visit_until_a_look_shows_it_in_force(covered_case, found):
    look(covered_case, found)
    today, denied = clock.today(covered_case.owner.clinic), "law.md.paper_denied"
    refused = book(covered_case, today, reasons={denied: "We know her."})
    assert (refused.record, lawful(refused)) == (None, {denied})
    look(covered_case, "in_force")
    assert book(covered_case, today).record


def test_a_limit_at_the_register_waits_for_somebody_to_decide(covered_case):
    look(covered_case, "limited")
    today, limited = clock.today(covered_case.owner.clinic), "law.md.paper_limited"
    assert lawful(book(covered_case, today)) == {limited}
    assert book(covered_case, today, reasons={limited: "The board allows it under supervision."}).record


def test_an_earlier_end_at_the_register_goes_before_the_papers_own(covered_case):
    end = clock.today(covered_case.owner.clinic) + 9 * DAY
    look(covered_case, "in_force", ends=end)
    assert lawful(book(covered_case, end + DAY)) == {ENDED}
    assert book(covered_case, end).record


def test_a_service_from_the_day_of_the_denial_on_is_not_billed(covered_case):
    visit = signed(covered_case)
    claim = claiming.claim_prepare(covered_case.owner, visits=[visit])
    assert not any("license" in f.rule for f in claiming.claim_check(claim).findings if f.level > 1)
    look(covered_case, "ended")
    claim = claiming.claim_refresh(covered_case.owner, claim=claim)
    assert claiming.claim_check(claim).answer == "no"
