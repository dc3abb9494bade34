"""Patients, what is known of their health, their coverage, and the orders that bring them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, scans
from medmassage.clinic.models import (
    Attachment,
    Authorization,
    Case,
    Coverage,
    HealthItem,
    Membership,
    Patient,
    Payer,
    Physician,
    Referral,
)
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import icd10cm, npi


@dataclass(frozen=True, slots=True)
class Order:
    """A physician's order as it was read; what it does not say stays ``None`` or empty."""

    written_on: date
    starts_on: date
    ends_on: date | None
    visits: int | None
    diagnoses: Sequence[str]
    regions: Sequence[str] = ()
    order_number: str = ""
    remarks: str = ""
    source: str = "form"
    source_digest: str = ""
    physician: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def patient_create(member: Membership, **facts: Any) -> Patient:
    """A new patient of the clinic; Django's ``ValidationError`` names each field that is not right."""
    access.require(member, Patient, write=True)
    patient = Patient(clinic=member.clinic, **facts)
    _not_to_come(member, patient.birth_date, "birth_date")
    patient.full_clean()
    patient.save()
    return patient


@transaction.atomic
def health_add(member: Membership, *, patient: Patient, kind: str, text: str, on: date | None = None) -> HealthItem:
    """Keep one thing the patient has, takes, or has a clearance for."""
    access.require(member, HealthItem, write=True)
    access.same_clinic(member, patient)
    _not_to_come(member, on, "on")
    item = HealthItem(clinic=member.clinic, patient=patient, kind=kind, text=text.strip(), on=on)
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def health_end(member: Membership, *, item: HealthItem, on: date) -> HealthItem:
    """Say that it is over; the row stays."""
    item = access.write(member, HealthItem, item.pk)
    item.ended_on = on
    item.save(update_fields=["ended_on"])
    return item


@transaction.atomic
def payer_add(member: Membership, *, name: str, payer_id: str, kind: str, profile: str, **address: str) -> Payer:
    """The payer of this electronic ID, made when it is new."""
    access.require(member, Payer, write=True)
    payer = Payer.objects.filter(clinic=member.clinic, payer_id=payer_id).first()
    if payer is None:
        payer = Payer(clinic=member.clinic, name=name, payer_id=payer_id, kind=kind, profile=profile, **address)
        payer.full_clean()
        payer.save()
    return payer


@transaction.atomic
def coverage_add(member: Membership, *, patient: Patient, payer: Payer, member_id: str, **facts: Any) -> Coverage:
    """A patient's membership with a payer; the same membership is kept once."""
    access.require(member, Coverage, write=True)
    access.same_clinic(member, patient, payer)
    # The lock makes two desks that add the same card at once come one after the other.
    access.rows(member, Patient).select_for_update(of=("self",), no_key=True).get(pk=patient.pk)
    known = Coverage.objects.filter(patient=patient, payer=payer, member_id=member_id).first()
    if known:
        return known
    coverage = Coverage(clinic=member.clinic, patient=patient, payer=payer, member_id=member_id, **facts)
    coverage.full_clean()
    coverage.save()
    return coverage


@transaction.atomic
def physician_known(member: Membership, **facts: str) -> Physician:
    """The referring provider of this NPI, made when new. Refuses a number whose check digit is wrong."""
    access.require(member, Physician, write=True)
    try:
        number = npi.validate(facts["npi"])
    except ValueError as wrong:
        raise Refused(f"The referring provider's NPI: {wrong}", "npi") from None
    known = Physician.objects.filter(clinic=member.clinic, npi=number).first()
    if known:
        return known
    physician = Physician(clinic=member.clinic, **{**facts, "npi": number})
    physician.full_clean()
    physician.save()
    return physician


@transaction.atomic
def case_open(
    member: Membership,
    *,
    patient: Patient,
    title: str,
    coverage: Coverage | None,
    opened_on: date,
    state: str = "",
    setting: str = "",
    **more: Any,
) -> Case:
    """Open a course of care; state and setting are the clinic's where nothing else is said."""
    access.require(member, Case, write=True)
    access.same_clinic(member, patient, coverage)
    if coverage and coverage.patient_id != patient.pk:
        raise access.Denied
    case = Case(
        clinic=member.clinic,
        patient=patient,
        title=title,
        coverage=coverage,
        opened_on=opened_on,
        state=(state or member.clinic.state).upper(),
        setting=setting or member.clinic.setting,
        **more,
    )
    who_pays(case)
    case.full_clean()
    case.save()
    return case


def who_pays(case: Case) -> None:
    """Raise :class:`Refused` for a coverage on wellness care: the patient pays it, whatever card they have."""
    if case.kind == Case.Kind.WELLNESS and case.coverage:
        raise Refused("Wellness care is never billed, so no coverage pays for it. The patient does.", "coverage")


@transaction.atomic
def referral_receive(member: Membership, *, case: Case, order: Order) -> Referral:
    """Take in an order for this case. The same electronic order twice is one referral."""
    access.require(member, Referral, write=True)
    access.same_clinic(member, case)
    if order.source_digest:
        known = Referral.objects.filter(clinic=member.clinic, source_digest=order.source_digest).first()
        if known:
            return known
    _check_order(member, order)
    if case.kind == Case.Kind.WELLNESS:
        raise Refused("This is wellness care. A physician's order opens a medical course of care of its own.", "case")
    referral = Referral(
        clinic=member.clinic,
        patient=case.patient,
        case=case,
        physician=physician_known(member, **order.physician),
        written_on=order.written_on,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        visits=order.visits,
        diagnoses=[icd10cm.validate(code) for code in order.diagnoses],
        regions=list(order.regions),
        order_number=order.order_number,
        remarks=order.remarks,
        source=order.source,
        source_digest=order.source_digest,
    )
    referral.full_clean()
    referral.save()
    return referral


@transaction.atomic
def scan_attach(member: Membership, *, referral: Referral, name: str, content: bytes) -> Attachment:
    """Keep a scanned prescription (PDF, PNG or JPEG, 10 MB at most) with its referral. The same scan is kept once."""
    access.require(member, Attachment, write=True)
    access.same_clinic(member, referral)
    kind = scans.media_type(content)
    referral = access.write(member, Referral, referral.pk)
    digest = hashlib.sha256(content).hexdigest()
    known = referral.attachments.defer("content").filter(digest=digest).first()
    if known:
        return known
    scan = Attachment(
        clinic=member.clinic,
        patient=referral.patient,
        referral=referral,
        name=name[-120:],
        media_type=kind,
        digest=digest,
        content=content,
    )
    scan.full_clean(exclude=["content"])
    scan.save()
    return scan


@transaction.atomic
def authorization_add(member: Membership, *, case: Case, number: str, starts_on: date, **facts: Any) -> Authorization:
    """Keep what the payer agreed to."""
    access.require(member, Authorization, write=True)
    access.same_clinic(member, case)
    paper = Authorization(
        clinic=member.clinic, patient=case.patient, case=case, number=number, starts_on=starts_on, **facts
    )
    paper.full_clean()
    paper.save()
    return paper


def _check_order(member: Membership, order: Order) -> None:
    _not_to_come(member, order.written_on, "written_on")
    if order.ends_on and order.ends_on < order.starts_on:
        raise Refused("The order ends before it starts. Check both dates on the paper.", "ends_on")
    if not order.diagnoses:
        raise Refused("The order names no diagnosis. Ask the office; nothing is guessed.", "diagnoses")
    for code in order.diagnoses:
        if not icd10cm.is_valid(code):
            raise Refused(f"“{code}” is not the form of an ICD-10-CM code, such as M54.2.", "diagnoses")


def _not_to_come(member: Membership, day: date | None, name: str) -> None:
    if day and day > clock.today(member.clinic):
        raise Refused(f"{day:%-d %b %Y} is still to come.", name)
