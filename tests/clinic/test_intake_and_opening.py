"""Patients, orders, scans, coverage; a clinic's first day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from clinic.fixtures import CLINIC, PASSWORD, PHYSICIAN, opened
from medmassage.clinic import clock, scans
from medmassage.clinic.models import Clinic, Physician, Referral
from medmassage.clinic.services import intake, opening
from medmassage.clinic.services.outcome import Refused


@pytest.fixture
def case(clinic, patient):
    return intake.case_open(clinic, patient=patient, title="Neck", coverage=None, opened_on=clock.today(clinic.clinic))


@pytest.fixture
def order(clinic):
    today = clock.today(clinic.clinic)
    return intake.Order(
        written_on=today, starts_on=today, ends_on=today + timedelta(42), visits=6, diagnoses=("m542",),
        regions=("neck_back",), physician=PHYSICIAN,
    )  # fmt: skip


def test_an_order_is_kept_as_it_says_with_its_physician(clinic, case, order):
    referral = intake.referral_receive(clinic, case=case, order=order)
    assert referral.diagnoses == ["M54.2"]
    assert referral.physician.npi == PHYSICIAN["npi"]
    again = intake.referral_receive(clinic, case=case, order=replace(order, visits=12))
    assert again.physician == referral.physician
    assert Physician.objects.count() == 1


def test_what_the_order_does_not_say_stays_unknown(clinic, case, order):
    referral = intake.referral_receive(clinic, case=case, order=replace(order, visits=None, ends_on=None))
    assert referral.visits is None
    assert referral.ends_on is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"diagnoses": ()}, "diagnoses"),
        ({"diagnoses": ("neck",)}, "diagnoses"),
        ({"ends_on": date(2001, 1, 1)}, "ends_on"),
        ({"written_on": date(2062, 1, 1)}, "written_on"),
        ({"physician": {**PHYSICIAN, "npi": "1234567890"}}, "npi"),
        ({"physician": {**PHYSICIAN, "npi": ""}}, "npi"),
    ],
)
def test_an_order_that_cannot_be_is_refused_and_names_the_field(clinic, case, order, change, field):
    with pytest.raises(Refused) as refused:
        intake.referral_receive(clinic, case=case, order=replace(order, **change))
    assert refused.value.field == field
    assert not Referral.objects.exists()


def test_the_same_electronic_order_twice_is_one_referral(clinic, case, order):
    sent = replace(order, source="fhir", source_digest="a" * 64)
    assert intake.referral_receive(clinic, case=case, order=sent) == intake.referral_receive(
        clinic, case=case, order=sent
    )


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_scan_is_kept_byte_for_byte(clinic, case, order, start):
    referral = intake.referral_receive(clinic, case=case, order=order)
    scan = intake.scan_attach(clinic, referral=referral, name="order.pdf", content=start + b"rest")
    scan.refresh_from_db()
    assert bytes(scan.content) == start + b"rest"


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90", b"%PDF-" + b"x" * scans.LARGEST_SCAN])
def test_what_is_no_scan_or_too_large_is_refused(clinic, case, order, content):
    referral = intake.referral_receive(clinic, case=case, order=order)
    with pytest.raises(Refused):
        intake.scan_attach(clinic, referral=referral, name="x.pdf", content=content)


def test_nobody_is_born_tomorrow(clinic):
    with pytest.raises(Refused) as refused:
        intake.patient_create(clinic, given="A", family="B", birth_date=date(2062, 1, 1))
    assert refused.value.field == "birth_date"


def test_a_membership_with_a_plan_is_kept_once(clinic, patient):
    payer = intake.payer_add(clinic, name="Plan", payer_id="P1", kind="commercial", profile="commercial")
    assert intake.payer_add(clinic, name="Other", payer_id="P1", kind="auto", profile="auto_pip") == payer
    first = intake.coverage_add(clinic, patient=patient, payer=payer, member_id="M1")
    assert intake.coverage_add(clinic, patient=patient, payer=payer, member_id="M1") == first


@pytest.mark.django_db
def test_demo_and_real_clinics_never_share_a_database():
    opened("Real Clinic", "owner@real.example")
    with pytest.raises(Refused, match="real clinic"):
        opening.clinic_open(
            name="Demo", state="MD", owner_name="D", email="d@demo.example", password=PASSWORD, is_demo=True, **CLINIC
        )
    assert Clinic.objects.count() == 1


@pytest.mark.django_db
def test_a_real_clinic_is_refused_in_a_demo_database():
    opening.clinic_open(
        name="Demo", state="MD", owner_name="D", email="d@demo.example", password=PASSWORD, is_demo=True, **CLINIC
    )
    with pytest.raises(Refused, match="demo data"):
        opened("Real Clinic", "owner@real.example")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "1q2w3e4r5t6y7u", "123456789012", ""])
def test_a_weak_password_opens_no_clinic(password):
    with pytest.raises(ValidationError):
        opening.clinic_open(name="C", state="MD", owner_name="O", email="o@c.example", password=password)
    assert not Clinic.objects.exists()


def test_a_person_joins_a_clinic_once(clinic):
    opening.member_add(clinic, name="R", email="r@river.example", password=PASSWORD, role="biller")
    with pytest.raises(Refused):
        opening.member_add(clinic, name="R", email="R@river.example", password=PASSWORD, role="owner")
