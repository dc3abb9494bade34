"""The ledger's pages: balances that sum to zero, entries in words, payments entered once."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from clinic.fixtures import person_of
from medmassage.clinic import clock, selectors
from medmassage.clinic.models import Entry
from medmassage.clinic.services import answers, claiming, posting
from medmassage.simulator import payer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0)


@pytest.fixture
def owner(client_for, clinic):
    return client_for(clinic)


@pytest.fixture
def posted(clinic, signed_visit):
    """A claim that was sent, paid and posted."""
    claim = claiming.claim_prepare(clinic, visits=[signed_visit])
    assert claiming.claims_send(clinic, claims=[claim]).record
    claim.refresh_from_db()
    content = payer.pay(bytes(claim.submission.content), at=AT, control=1, terms=payer.Terms())
    posting.remittance_post(clinic, remittance=answers.file_receive(clinic, name="era", content=content)[0])
    return claim


def address(patient):
    return reverse("web:patient_ledger", args=[patient.pk])


def payment(clinic, **more):
    return {"key": str(uuid.uuid4()), "amount": "20.00", "on": str(clock.today(clinic.clinic)), "how": "card", **more}


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("biller", 200), ("therapist", 404), ("front_desk", 404)])
def test_the_ledger_is_open_to_those_who_handle_money(role, status, patient, clinic, member, client_for):
    client = client_for(member(role))
    assert client.get(reverse("web:ledger")).status_code == status
    assert client.get(address(patient)).status_code == status
    assert client.post(address(patient), payment(clinic)).status_code == (302 if status == 200 else 404)


def test_another_clinics_patient_has_no_ledger_here(patient, other_clinic, client_for):
    client = client_for(other_clinic)
    assert client.get(address(patient)).status_code == 404
    assert client.post(address(patient), payment(other_clinic)).status_code == 404
    assert client.get(reverse("web:statement", args=[patient.pk])).status_code == 404
    assert not Entry.objects.exists()


def test_an_empty_ledger_says_what_makes_the_first_entry(owner):
    assert "Sending a claim makes the first." in owner.get(reverse("web:ledger")).content.decode()


def test_all_accounts_sum_to_zero_and_say_so(owner, posted):
    page = owner.get(reverse("web:ledger"))
    assert page.context["sum"] == 0
    assert "All accounts sum to zero" in page.content.decode()
    assert {b.words for b in page.context["balances"]} >= {"Owed by payers", "Money received", "Charged"}


def test_entries_stand_newest_first_with_what_they_move(owner, posted):
    rows = owner.get(reverse("web:ledger")).context["rows"]
    assert [row.entry.kind for row in rows] == ["payer_payment", "charge"]
    assert all(sum(side.amount for side in row.sides) == 0 for row in rows)


def test_entries_of_one_kind(owner, posted):
    rows = owner.get(reverse("web:ledger"), {"kind": "charge"}).context["rows"]
    assert [row.entry.kind for row in rows] == ["charge"]
    assert len(owner.get(reverse("web:ledger"), {"kind": "nonsense"}).context["rows"]) == 2


def test_another_clinics_entries_are_not_seen(posted, other_clinic, client_for):
    page = client_for(other_clinic).get(reverse("web:ledger"))
    assert page.context["rows"] == [] and page.context["balances"] == []


def test_money_by_week_has_its_list_beside_it(owner, posted):
    chart = owner.get(reverse("web:ledger")).context["chart"]
    assert len(chart.rows) == 5
    assert "Money received by week" in owner.get(reverse("web:ledger")).content.decode()


def test_a_patients_ledger_holds_only_their_entries(owner, clinic, posted):
    other = person_of(clinic, "Fernsby")
    assert len(owner.get(address(posted.patient)).context["rows"]) == 2
    assert owner.get(address(other)).context["rows"] == []


def test_a_payment_is_entered_and_lowers_what_is_owed(owner, clinic, posted):
    before = selectors.balances(clinic, patient=posted.patient).get("patient_receivable", Decimal())
    assert owner.post(address(posted.patient), payment(clinic, note="no. 17")).status_code == 302
    after = selectors.balances(clinic, patient=posted.patient)["patient_receivable"]
    assert after == before - Decimal("20.00")
    assert "Paid by the patient, card: no. 17" in owner.get(address(posted.patient)).content.decode()


def test_pressing_twice_pays_once(owner, clinic, patient):
    form = payment(clinic)
    owner.post(address(patient), form)
    answer = owner.post(address(patient), form, follow=True)
    assert "It stands once." in answer.content.decode()
    assert Entry.objects.count() == 1


def test_two_forms_are_two_payments(owner, clinic, patient):
    for _ in range(2):
        owner.post(address(patient), payment(clinic))
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "twenty", "is not an amount of money"),
        ("amount", "0", "more than nothing"),
        ("amount", "-5", "more than nothing"),
        ("amount", "1.005", "fractions of a cent"),
        ("on", "2999-01-01", "still to come"),
        ("on", "1026-11-24", "Look at the year again"),
        ("how", "barter", "barter"),
    ],
)
def test_a_payment_that_cannot_be_is_named_and_what_was_typed_stays(owner, clinic, patient, field, value, words):
    page = owner.post(address(patient), payment(clinic, **{field: value, "note": "kept words"}))
    assert page.status_code == 422
    assert words in page.content.decode() and "kept words" in page.content.decode()
    assert not Entry.objects.exists()


def test_a_form_without_its_key_is_refused(owner, clinic, patient):
    assert owner.post(address(patient), payment(clinic, key="")).status_code == 422


@pytest.fixture
def typed_wrong(owner, clinic, patient):
    """A payment with a nought too many, and the address that takes it back."""
    owner.post(address(patient), payment(clinic, amount="200.00"))
    return reverse("web:entry_reverse", args=[Entry.objects.get().pk])


def test_a_payment_is_taken_back_once_with_its_reason(owner, clinic, patient, typed_wrong):
    assert typed_wrong in owner.get(address(patient)).content.decode()
    for _ in range(2):
        answer = owner.post(typed_wrong, {"reason": "Typed 200 for 20"}, follow=True)
        shown = answer.content.decode()
        assert "Typed 200 for 20" in shown and typed_wrong not in shown
    assert "taken back before" in shown
    assert Entry.objects.count() == 2
    assert not any(selectors.balances(clinic, patient=patient).values())


def test_a_payment_is_not_taken_back_without_a_reason(owner, typed_wrong):
    page = owner.post(typed_wrong, {"reason": " "})
    assert page.status_code == 422
    assert "Say why it is taken back." in page.content.decode()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("role", ["therapist", "front_desk"])
def test_only_those_who_handle_money_take_a_payment_back(role, typed_wrong, member, client_for):
    assert client_for(member(role)).post(typed_wrong, {"reason": "x"}).status_code == 404


def test_another_clinics_payment_is_not_taken_back(typed_wrong, other_clinic, client_for):
    assert client_for(other_clinic).post(typed_wrong, {"reason": "x"}).status_code == 404
    assert Entry.objects.count() == 1


def test_a_charge_and_a_payers_payment_offer_no_way_back(owner, posted):
    assert "Take it back" not in owner.get(address(posted.patient)).content.decode()
    for entry in Entry.objects.all():
        page = owner.post(reverse("web:entry_reverse", args=[entry.pk]), {"reason": "x"})
        assert page.status_code == 422 and "by an 835" in page.content.decode()


def test_a_payment_of_tomorrow_is_refused(owner, clinic, patient):
    tomorrow = clock.today(clinic.clinic) + timedelta(1)
    assert owner.post(address(patient), payment(clinic, on=str(tomorrow))).status_code == 422


def test_the_statement_comes_as_pdf(owner, posted):
    assert owner.get(reverse("web:statement", args=[posted.patient_id])).content.startswith(b"%PDF")
