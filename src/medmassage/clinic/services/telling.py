"""What a patient does with the link, without an account: answers kept step by step, then signed. Below the door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, histories
from medmassage.clinic.models import HealthItem, Intake, Patient, PatientDocument
from medmassage.clinic.papers import consent
from medmassage.clinic.services import health, links
from medmassage.clinic.services.outcome import Refused
from medmassage.documents.pdf import render

LARGEST = 60_000
LONGEST_NAME = 120
CONSENT, HISTORY, PERMISSION = "consent", "health_history", "parental_permission"


@dataclass(frozen=True, slots=True)
class Signature:
    """A typed name; ``relation``: who the signer is to the patient, where somebody else signs."""

    name: str
    relation: str = ""


def outside(intake: Intake, event: str) -> None:
    """Leave a row that whoever holds the link did something."""
    links.audit(intake, event, "intake link")


@transaction.atomic
def step_keep(intake: Intake, *, step: str, answers: Mapping[str, Any]) -> Intake:
    """Put the answers of one step in place, and note that it was passed. ``answers``: by the names of the intake.

    Those on health are the questions of the step alone, ``None`` for one left open: two tabs may be at two steps.
    Raises :class:`~medmassage.clinic.access.Denied` where the link opens no longer, :class:`Refused` for too much text.
    """
    row = _held(intake)
    health_ = {**row.answers.get("health", {}), **answers.get("health", {})}
    kept = {**row.answers, **answers, "health": {id_: one for id_, one in health_.items() if one}}
    kept["steps"] = list(dict.fromkeys([*kept.get("steps", ()), step]))
    if len(json.dumps(kept)) > LARGEST:
        raise Refused("This is more than fits. Write less, and bring the rest to your visit.")
    row.answers = kept
    row.save(update_fields=["answers"])
    return row


@transaction.atomic
def language_choose(intake: Intake, *, language: str) -> Intake:
    """Go on in another language."""
    row = _held(intake)
    row.language = language
    row.save(update_fields=["language"])
    return row


@transaction.atomic
def intake_sign(intake: Intake, *, signature: Signature) -> Intake:
    """Keep what was told as the patient's history and papers, and close the link. Raises :class:`Refused`."""
    row = _held(intake)
    name = " ".join(signature.name.split())
    if not name:
        raise Refused("type_name", "name")
    # The patient is locked too: two intakes signed at once must not write the same thing twice.
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=row.patient_id)
    today = clock.today(row.clinic)
    if histories.is_minor(patient, today) and not signature.relation.strip():
        raise Refused("parent_signs", "relation")
    row.signed_name, row.signed_at = name[:LONGEST_NAME], clock.now()
    row.answers = {**row.answers, "signed": {"relation": signature.relation.strip()}}
    history = histories.heard(row, patient)
    health.history_keep(patient, history, source=HealthItem.Source.INTAKE, on=today)
    health.due_keep(patient, history)
    row.documents = [_paper(row, patient, kind, today) for kind in _kinds(row, patient, today)]
    row.closed_at = clock.now()
    row.save()
    outside(row, "signed the intake by the secure link")
    return row


def _held(intake: Intake) -> Intake:
    """The row, locked; whoever comes second with the same link finds it closed."""
    row = Intake.objects.select_for_update(of=("self",)).select_related("clinic", "patient").get(pk=intake.pk)
    if row.digest != intake.digest or not links.is_open(row) or row.signed_at:
        raise access.Denied
    return row


def _kinds(row: Intake, patient: Patient, today: date) -> list[str]:
    """The papers that are signed with it. A consent that was not agreed to is none."""
    agreed = bool(row.answers.get("consent", {}).get("agree"))
    answered = bool(row.answers.get("health"))
    minor = histories.is_minor(patient, today)
    wanted = {CONSENT: agreed, HISTORY: answered, PERMISSION: agreed and minor}
    return [kind for kind, is_signed in wanted.items() if is_signed]


def _paper(row: Intake, patient: Patient, kind: str, today: date) -> str:
    """A paper in hand from today on; a consent with what was read and agreed to, as a PDF."""
    scan = {}
    if kind != HISTORY:
        content = render("consent", consent.signed(row, patient))
        scan = {"name": f"{kind}.pdf", "media_type": "application/pdf", "content": content}
    PatientDocument.objects.create(
        clinic=row.clinic, patient=patient, kind=kind, signed_on=today,
        remarks=f"Signed online by {row.signed_name}"[:200], **scan,
    )  # fmt: skip
    return kind
