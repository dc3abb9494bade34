"""Takes an order that came as a FHIR Bundle into the clinic, by the services that a form uses."""

from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from medmassage.clinic import access
from medmassage.clinic.models import Case, Coverage, Membership, Patient, Payer, Referral
from medmassage.clinic.services import intake
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import icd10cm
from medmassage.fhir.coverage import CoverageFacts
from medmassage.fhir.incoming import Incoming, read
from medmassage.fhir.patient import PatientFacts
from medmassage.fhir.practitioner import PhysicianFacts
from medmassage.fhir.service_request import OrderFacts

__all__ = ["Incoming", "read", "receive"]


def receive(
    member: Membership, incoming: Incoming, *, case: Case | None = None, patient: Patient | None = None
) -> Referral:
    """The referral, with patient, coverage and case made where they are new. The same order twice is one referral.

    Without ``patient`` the one of this name and birth date is taken, without ``case`` a new one is opened. All or
    nothing is written. Raises :class:`Refused` for an order that stops, or one for another patient than the given.
    """
    if incoming.stops:
        raise Refused(" ".join(f.message for f in incoming.stops))
    who, by, order = incoming.patient, incoming.physician, incoming.order
    if who is None or by is None or order is None:
        raise Refused("The order has no patient, no referring provider or no order in it.")
    try:
        with transaction.atomic():
            return _received(
                member, incoming, (who, by, order), case=case, patient=patient or (case.patient if case else None)
            )
    except IntegrityError:
        return _known(member, incoming) or _again()
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(f"{field.replace('_', ' ').capitalize()}: {messages[0]}", field) from None


def _received(
    member: Membership,
    incoming: Incoming,
    facts: tuple[PatientFacts, PhysicianFacts, OrderFacts],
    *,
    case: Case | None,
    patient: Patient | None,
) -> Referral:
    # Two who take in the same order at once would each make its patient.
    access.one_at_a_time(member)
    known = _known(member, incoming)
    if known:
        return known
    who, by, order = facts
    if patient:
        _same_person(who, patient)
    patient = patient or _patient(member, who)
    coverage = _coverage(member, patient, incoming.coverage)
    case = case or _case(member, patient, coverage, order)
    return intake.referral_receive(member, case=case, order=_order(order, by, incoming.digest))


def _known(member: Membership, incoming: Incoming) -> Referral | None:
    return access.rows(member, Referral, write=True).filter(source_digest=incoming.digest).first()


def _again() -> NoReturn:
    """Another order of this patient, payer or provider was being taken in at the same moment."""
    raise Refused("Somebody took in something of the same a moment ago. Nothing was kept; press once more.") from None


def _same_person(who: PatientFacts, patient: Patient) -> None:
    if patient.birth_date != who.birth_date or patient.family.casefold() != who.family.casefold():
        raise Refused("The order is for another patient: last name and birth date are not the same.", "patient")


def _patient(member: Membership, who: PatientFacts) -> Patient:
    """The clinic's patient of this name and birth date, or a new one."""
    assert who.birth_date is not None
    same = access.rows(member, Patient, write=True).filter(
        family__iexact=who.family, given__iexact=who.given, birth_date=who.birth_date
    )
    if same.count() > 1:
        raise Refused("Two patients here have this name and birth date. Open the right one and add the order there.")
    return same.first() or intake.patient_create(member, **who.to_dict())


def _coverage(member: Membership, patient: Patient, facts: CoverageFacts | None) -> Coverage | None:
    """The membership with the payer, where all of it is said; a payer here is known by its electronic id."""
    if facts is None or not facts.is_whole:
        return None
    payer = access.rows(member, Payer).filter(payer_id=facts.payer_id).first()
    if payer is None and not facts.kind:
        return None
    payer = payer or intake.payer_add(
        member, name=facts.payer_name, payer_id=facts.payer_id, kind=facts.kind, profile=facts.profile
    )
    return intake.coverage_add(member, patient=patient, payer=payer, member_id=facts.member_id, **facts.membership())


def _case(member: Membership, patient: Patient, coverage: Coverage | None, order: OrderFacts) -> Case:
    title = icd10cm.label(order.diagnoses[0]) or order.words
    # Opened with the writing of the order, so that every visit on it is a visit of the case.
    assert order.written_on is not None
    return intake.case_open(
        member, patient=patient, title=title[:1].upper() + title[1:], coverage=coverage, opened_on=order.written_on
    )


def _order(order: OrderFacts, by: PhysicianFacts, digest: str) -> intake.Order:
    assert order.written_on is not None
    return intake.Order(
        written_on=order.written_on,
        starts_on=order.starts_on or order.written_on,
        ends_on=order.ends_on,
        visits=order.visits,
        diagnoses=order.diagnoses,
        regions=order.regions,
        order_number=order.order_number,
        remarks=order.remarks,
        source="fhir",
        source_digest=digest,
        physician=by.to_dict(),
    )
