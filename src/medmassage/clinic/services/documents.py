"""Papers that a patient signed or gave: taken in hand, and taken back."""

from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, scans
from medmassage.clinic.models import Membership, Patient, PatientDocument
from medmassage.clinic.services.outcome import Refused
from medmassage.law.vocabulary import vocabulary

OF = "patient"


@transaction.atomic
def document_add(
    member: Membership, *, patient: Patient, kind: str, signed_on: date, remarks: str = "", name: str = "",
    content: bytes | None = None,
) -> PatientDocument:  # fmt: skip
    """Keep a paper of a patient's, with its scan where there is one (PDF, PNG or JPEG, 10 MB at most).

    ``kind``: a patient's document of the law room's vocabulary.
    """
    access.require(member, PatientDocument, write=True)
    access.same_clinic(member, patient)
    if vocabulary().documents.get(kind, {}).get("of") != OF:
        raise Refused("Choose one of the list.", "kind")
    _not_to_come(member, signed_on, "signed_on")
    facts: dict[str, Any] = scans.kept(name, content)
    document = PatientDocument(
        clinic=member.clinic, patient=patient, kind=kind, signed_on=signed_on, remarks=remarks, **facts
    )
    document.full_clean(exclude=["content"])
    document.save()
    return document


@transaction.atomic
def document_withdraw(member: Membership, *, document: PatientDocument, on: date) -> PatientDocument:
    """Enter that the patient took a paper back: from this day on it is not in hand. The paper itself is kept."""
    document = access.write(member, PatientDocument, document.pk)
    _not_to_come(member, on, "on")
    if document.withdrawn_on:
        raise Refused(f"It was taken back on {document.withdrawn_on:%-d %b %Y} already.", "on")
    if on < document.signed_on:
        raise Refused("It was signed after this day. Check both dates.", "on")
    document.withdrawn_on = on
    document.save(update_fields=["withdrawn_on"])
    return document


def _not_to_come(member: Membership, day: date, name: str) -> None:
    if day > clock.today(member.clinic):
        raise Refused(f"{day:%-d %b %Y} is still to come.", name)
