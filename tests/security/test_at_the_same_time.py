"""Two people, two tabs, at the same moment: nothing is done twice and nobody gets past the other.

Real threads need a database that lets two write at once. SQLite lets one (``BEGIN IMMEDIATE`` makes the other wait),
so what these tests hold there follows from the tests that do the same one after the other (test_sent_twice.py).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from bundles import good
from clinic.fixtures import covered, signed
from medmassage.clinic import access, clock
from medmassage.clinic.models import (
    Amendment,
    Attachment,
    Claim,
    Clinic,
    Course,
    Coverage,
    Credential,
    Entry,
    Membership,
    Patient,
    Referral,
    Remittance,
    Visit,
)
from medmassage.clinic.services import (
    answers,
    booking,
    bookkeeping,
    calendar,
    changes,
    charting,
    claiming,
    education,
    intake,
    opening,
    posting,
    wallet,
)
from medmassage.clinic.services.outcome import Refused
from medmassage.fhir import referral_in
from medmassage.simulator import payer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ROUNDS = range(3)


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Start all at the same moment, each on its own connection; what each gave, or the exception."""
    barrier = Barrier(len(work))

    def one(function: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return function()
        except Exception as wrong:  # noqa: BLE001  # whatever it was is handed to the test
            return wrong
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def failures(found: list[Any]) -> list[Exception]:
    """What went wrong and was not said in words."""
    return [f for f in found if isinstance(f, Exception) and not isinstance(f, (Refused, access.Denied))]


FIRST_RUN = {
    "name": "Quiet River Clinic", "state": "MD", "time_zone": "America/New_York", "setting": "medical_clinic",
    "owner_name": "Olive Owner", "password": "quiet-river-stone-42",
}  # fmt: skip


@pytest.mark.parametrize("_", ROUNDS)
def test_two_first_runs_make_one_clinic(_):
    def open_as(email: str) -> int:
        return Client().post(reverse("web:first_run"), {**FIRST_RUN, "email": email}).status_code

    assert sorted(at_once(*(lambda n=n: open_as(f"o{n}@river.example") for n in range(4)))) == [302, 404, 404, 404]
    assert (Clinic.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_demo_and_a_real_clinic_are_never_made_at_once():
    facts = {"state": "MD", "owner_name": "O", "password": "quiet-river-stone-42"}
    found = at_once(
        lambda: opening.clinic_open(name="Real", email="r@x.example", **facts),
        lambda: opening.clinic_open(name="Demo", email="d@x.example", is_demo=True, **facts),
    )
    assert failures(found) == []
    assert Clinic.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_desks_that_book_the_last_visit_book_one(clinic, _):
    whole = covered(clinic, visits=1)
    first = clock.now() + timedelta(days=1)

    def book(hours: int) -> Any:
        found = booking.visit_book(
            clinic, case=whole.case, therapist=whole.therapist, starts_at=first + timedelta(hours=hours)
        )
        return found.record

    found = at_once(*(lambda h=h: book(h) for h in (0, 2, 4)))
    assert failures(found) == []
    assert sum(isinstance(f, Visit) for f in found) == Visit.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_therapist_gets_one_patient_in_one_hour(clinic, _):
    one, at = covered(clinic), clock.now() + timedelta(days=1)
    patient = intake.patient_create(clinic, given="Ada", family="Second", birth_date=one.patient.birth_date)
    case = intake.case_open(clinic, patient=patient, title="Back", coverage=None, opened_on=one.case.opened_on)
    order = replace(ORDER, written_on=one.referral.written_on, starts_on=one.referral.starts_on)
    intake.referral_receive(clinic, case=case, order=order)

    def book(case: Any) -> Any:
        return booking.visit_book(clinic, case=case, therapist=one.therapist, starts_at=at).record

    found = at_once(lambda: book(one.case), lambda: book(case))
    assert failures(found) == []
    assert Visit.objects.count() == 1


ORDER = intake.Order(
    written_on=datetime(2026, 1, 1).date(), starts_on=datetime(2026, 1, 1).date(), ends_on=None, visits=6,
    diagnoses=("M54.2",), regions=("neck_back",), physician={"npi": "1234567893", "given": "P", "family": "Ashgrove"},
)  # fmt: skip


def sent(clinic) -> Claim:
    whole = covered(clinic, visits=12)
    claim = claiming.claim_prepare(clinic, visits=[signed(whole, days_ago=3)])
    assert claiming.claims_send(clinic, claims=[claim]).record
    claim.refresh_from_db()
    return claim


def answer_to(claim: Claim, control: int = 1) -> bytes:
    content = bytes(claim.submission.content)
    return payer.pay(content, at=datetime(2026, 11, 24, 9, 0), control=control, terms=payer.Terms())


@pytest.mark.parametrize("_", ROUNDS)
def test_one_remittance_posted_in_four_tabs_is_posted_once(clinic, _):
    (kept,) = answers.file_receive(clinic, name="a.835", content=answer_to(sent(clinic)))
    found = at_once(*[lambda: posting.remittance_post(clinic, remittance=kept)] * 4)
    assert failures(found) == []
    assert sum(f.entries for f in found) == Entry.objects.filter(kind="payer_payment").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_file_taken_in_at_once_is_kept_once(clinic, _):
    content = answer_to(sent(clinic))
    found = at_once(*[lambda: answers.file_receive(clinic, name="a.835", content=content)] * 3)
    assert failures(found) == []
    assert Remittance.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_remittances_for_the_same_claims_do_not_wait_for_each_other_for_ever(clinic, _):
    claim = sent(clinic)
    kept = [answers.file_receive(clinic, name="a.835", content=answer_to(claim, n))[0] for n in (1, 2)]
    found = at_once(*(lambda r=r: posting.remittance_post(clinic, remittance=r) for r in kept))
    assert failures(found) == []
    sums = [sum(p.amount for p in entry.postings.all()) for entry in Entry.objects.all()]
    assert set(sums) == {0}


@pytest.mark.parametrize("_", ROUNDS)
def test_a_claim_sent_in_two_tabs_leaves_once(clinic, _):
    whole = covered(clinic, visits=12)
    one, two = (claiming.claim_prepare(clinic, visits=[signed(whole, days_ago=n)]) for n in (3, 5))
    found = at_once(
        lambda: claiming.claims_send(clinic, claims=[one, two]), lambda: claiming.claims_send(clinic, claims=[two, one])
    )
    assert failures(found) == []
    assert Entry.objects.filter(kind="charge").count() == 2
    assert len({c.submission_id for c in Claim.objects.all()}) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_visit_prepared_in_two_tabs_stands_on_one_claim(clinic, _):
    visit = signed(covered(clinic), days_ago=3)
    found = at_once(*[lambda: claiming.claim_prepare(clinic, visits=[visit])] * 3)
    assert failures(found) == []
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_payment_from_a_patients_hand_is_entered_once(clinic, _):
    patient = covered(clinic).patient
    facts = {"patient": patient, "amount": Decimal(20), "on": clock.today(clinic.clinic), "key": "same", "memo": "m"}
    found = at_once(*[lambda: bookkeeping.patient_pays(clinic, **facts)] * 3)
    assert failures(found) == []
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_owners_cannot_let_each_other_go(clinic, _):
    other = opening.member_add(
        clinic, name="Second", email="second@river.example", password="quiet-river-stone-42", role="owner"
    )
    found = at_once(
        lambda: changes.member_change(clinic, of=other, role="biller", is_active=True),
        lambda: changes.member_change(other, of=clinic, role="biller", is_active=True),
    )
    assert failures(found) == []
    assert Membership.objects.filter(role="owner", is_active=True).count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_order_taken_in_by_two_is_one_referral(clinic, _):
    incoming = referral_in.read(good(clock.today(clinic.clinic) - timedelta(days=2)))
    found = at_once(*[lambda: referral_in.receive(clinic, incoming)] * 3)
    assert failures(found) == []
    assert Referral.objects.count() == 1
    assert (Patient.objects.count(), Coverage.objects.count()) == (1, 1)


@pytest.mark.parametrize("_", ROUNDS)
def test_what_is_added_to_a_record_at_once_is_added_once(clinic, _):
    whole = covered(clinic)
    visit = signed(whole, days_ago=3)
    card = {"patient": whole.patient, "payer": whole.case.coverage.payer, "member_id": "NEW1"}
    scan = {"referral": whole.referral, "name": "a.pdf", "content": b"%PDF-1.7"}
    amended = {"visit": visit, "text": "Left side.", "reason": "Mistyped"}
    for work in (
        lambda: intake.coverage_add(clinic, **card),
        lambda: intake.scan_attach(clinic, **scan),
        lambda: charting.note_amend(clinic, **amended),
    ):
        assert failures(at_once(*[work] * 3)) == []
    assert (Attachment.objects.count(), Amendment.objects.count()) == (1, 1)
    assert Coverage.objects.filter(member_id="NEW1").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_looks_at_one_npi_share_its_row_and_a_course_entered_twice_counts_once(clinic, therapist, _):
    today = clock.today(clinic.clinic)
    seen = {"therapist": therapist, "on": today, "source": "the registry", "found": "in_force"}
    course = {
        "therapist": therapist, "title": "Ethics", "provider": "Harbor Classes", "taken_on": today, "hours": Decimal(3),
        "delivery": "live", "categories": [],
    }  # fmt: skip
    for work in (lambda: wallet.npi_verify(clinic, **seen), lambda: education.course_add(clinic, **course)):
        assert failures(at_once(*[work] * 3)) == []
    assert Credential.objects.get(kind="npi").verifications.count() == 3
    assert Course.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_calendar_addresses_made_at_once_one_works(clinic, _):
    found = at_once(*[lambda: calendar.feed_make(clinic)] * 3)
    assert failures(found) == []
    assert (
        sum(
            isinstance(one, Membership)
            for one in at_once(*(lambda f=f: calendar.feed_reader(f[0].pk, f[1]) for f in found))
        )
        == 1
    )


@pytest.mark.parametrize("_", ROUNDS)
def test_one_form_sent_twice_at_once_does_its_work_once(clinic, client_for, _):
    facts = {"given": "Hazel", "family": "Quill", "birth_date": "1981-04-02", "sex": "F", "once": str(uuid4())}
    clients = [client_for(clinic) for _ in range(3)]
    found = at_once(*(lambda c=c: c.post(reverse("web:patient_new"), facts) for c in clients))
    assert failures(found) == []
    assert {f.status_code for f in found} == {302}
    assert len({f.headers["Location"] for f in found}) == Patient.objects.count() == 1
