"""A clinic with people in it, for every test that needs the database. Nobody here is real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from medmassage.clinic import clock
from medmassage.clinic.models import Case, Membership, Patient, Referral, Therapist, Visit
from medmassage.clinic.services import booking, charting, intake, opening, wallet

PASSWORD = "quiet-river-stone-42"
CLINIC = {
    "npi": "1992999825", "tax_id": "521234567", "phone": "4105550142", "street": "18 Juniper Street",
    "city": "Baltimore", "address_state": "MD", "zip_code": "212010001", "setting": "medical_clinic",
    "mfa_required": False,
}  # fmt: skip
PHYSICIAN = {
    "given": "Priya", "family": "Ashgrove", "npi": "1234567893", "phone": "4105550177",
    "street": "400 Harbor Way", "city": "Baltimore", "address_state": "MD", "zip_code": "212020002",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Covered:
    """A patient in treatment: everything a visit and a claim need."""

    owner: Membership
    patient: Patient
    case: Case
    referral: Referral
    therapist: Therapist


def opened(name: str, email: str) -> Membership:
    return opening.clinic_open(
        name=name, state="MD", owner_name="Olive Owner", email=email, password=PASSWORD, **CLINIC
    )


@pytest.fixture
def clinic(db: None) -> Membership:
    """The owner of a clinic in Maryland."""
    return opened("Quiet River Clinic", "owner@river.example")


@pytest.fixture
def other_clinic(db: None) -> Membership:
    """The owner of another clinic in the same database."""
    return opened("Far Hill Clinic", "owner@hill.example")


@pytest.fixture
def member(clinic: Membership) -> Callable[[str], Membership]:
    """A person of the clinic in the role asked for."""

    def make(role: str) -> Membership:
        if role == "owner":
            return clinic
        return opening.member_add(
            clinic, name=f"Robin {role}", email=f"{role}@river.example", password=PASSWORD, role=role
        )

    return make


@pytest.fixture
def client_for() -> Callable[[Membership], Client]:
    """A browser's stand-in, signed in."""

    def make(who: Membership) -> Client:
        client = Client()
        client.force_login(who.user)
        return client

    return make


@pytest.fixture
def therapist(clinic: Membership) -> Therapist:
    """A Licensed Massage Therapist of Maryland."""
    return licensed(clinic)


def licensed(owner: Membership) -> Therapist:
    today = clock.today(owner.clinic)
    person = opening.therapist_add(owner, given="Theo", family="Marchetti", npi="1033167382", user=owner.user)
    paper = wallet.credential_add(
        owner, therapist=person, code="LMT", state="MD", number="M05120",
        valid_from=date(2021, 11, 1), valid_to=today + timedelta(341),
    )  # fmt: skip
    wallet.verification_add(
        owner, credential=paper, on=today - timedelta(22), source="the board's register", found="in_force"
    )
    return person


@pytest.fixture
def patient(clinic: Membership) -> Patient:
    """Somebody with neck pain."""
    return person_of(clinic)


def person_of(owner: Membership, family: str = "Quillfeather") -> Patient:
    return intake.patient_create(
        owner, given="Hazel", family=family, birth_date=date(1981, 4, 2), sex="F", phone="4105550101",
        street="7 Cedar Lane", city="Baltimore", address_state="MD", zip_code="212110007",
    )  # fmt: skip


def covered(owner: Membership, family: str = "Quillfeather", visits: int | None = 6) -> Covered:
    """A patient with a plan, a referral that began three weeks ago, fees and a therapist."""
    today = clock.today(owner.clinic)
    patient = person_of(owner, family)
    payer = intake.payer_add(
        owner, name="Harbor Health Plan", payer_id="HARB1", kind="commercial", profile="commercial",
        street="PO Box 100", city="Baltimore", address_state="MD", zip_code="212020100",
    )  # fmt: skip
    coverage = intake.coverage_add(owner, patient=patient, payer=payer, member_id="HHP204811")
    case = intake.case_open(
        owner, patient=patient, title="Neck pain", coverage=coverage, opened_on=today - timedelta(21)
    )
    order = intake.Order(
        written_on=today - timedelta(22), starts_on=today - timedelta(21), ends_on=today + timedelta(21),
        visits=visits, diagnoses=("M54.2",), regions=("neck_back", "upper_back"), physician=PHYSICIAN,
    )  # fmt: skip
    referral = intake.referral_receive(owner, case=case, order=order)
    for code, amount in {"97124": "42.00", "97140": "46.00"}.items():
        opening.fee_set(owner, code=code, amount=Decimal(amount))
    return Covered(owner, patient, case, referral, licensed(owner))


@pytest.fixture
def covered_case(clinic: Membership) -> Covered:
    """See :func:`covered`."""
    return covered(clinic)


DRAFT = charting.Draft(
    words={
        "subjective": "Neck is stiff in the morning.",
        "objective": "Right upper trapezius tender.",
        "assessment": "Less guarding after treatment.",
        "plan": "Continue once a week.",
    },
    lines=(charting.Line("neck_back", "Swedish massage", "97124", 38),),
    pain_before=6,
    pain_after=3,
    started=time(10, 0),
    ended=time(10, 45),
)


def booked(whole: Covered, days_ago: int = 0, hour: int = 10) -> Visit:
    """A visit of the case, booked by its owner."""
    day = clock.today(whole.owner.clinic) - timedelta(days_ago)
    at: datetime = clock.at(whole.owner.clinic, day, time(hour))
    found = booking.visit_book(whole.owner, case=whole.case, therapist=whole.therapist, starts_at=at)
    assert found.record, found.open
    return found.record


def signed(whole: Covered, days_ago: int = 0, draft: charting.Draft = DRAFT, hour: int = 10) -> Visit:
    """A visit booked, held, charted and signed."""
    visit = booked(whole, days_ago, hour)
    assert booking.visit_check_in(whole.owner, visit=visit).record
    charting.note_save(whole.owner, visit=visit, draft=draft, version=0)
    found = charting.note_sign(whole.owner, visit=visit, reasons={})
    assert found.record, found.open
    visit.refresh_from_db()
    return visit


@pytest.fixture
def signed_visit(covered_case: Covered) -> Visit:
    """A signed visit of the covered case, a week ago."""
    return signed(covered_case, days_ago=7)
