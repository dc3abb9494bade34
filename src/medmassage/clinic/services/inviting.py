"""A patient asked for their health history: by a secret link, or on a tablet at the clinic."""

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import Intake, Membership, Patient
from medmassage.clinic.services import links
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.intake import LANGUAGES

DAYS = 14


@transaction.atomic
def intake_ask(member: Membership, *, patient: Patient, language: str = "en") -> tuple[Intake, str]:
    """The patient's open intake, or a new one, with a secret that is returned this once; an earlier one is dead.

    What was answered so far is kept.
    """
    access.require(member, Intake, write=True)
    access.same_clinic(member, patient)
    if language not in LANGUAGES:
        raise Refused("Choose English or Spanish.", "language")
    # The lock makes two desks that ask at once come one after the other.
    access.rows(member, Patient).select_for_update(of=("self",), no_key=True).get(pk=patient.pk)
    found = access.rows(member, Intake, write=True).filter(patient=patient, signed_at__isnull=True).first()
    if found is None:
        found = Intake(clinic=member.clinic, patient=patient, asked_by=member.user)
    if found.language != language or found._state.adding:
        found.language = language
        found.save()
    access.audit_read(member, found, "intake link handed out")
    return found, links.give(found, days=DAYS)


@transaction.atomic
def intake_close(member: Membership, *, intake: Intake) -> Intake:
    """End the link now. What was answered so far is kept, and a new link goes on from there."""
    found = access.write(member, Intake, intake.pk)
    if found.signed_at:
        raise Refused("It is signed, so its link is closed already.")
    links.close(found)
    return found
