"""The therapist reads the intake; the desk takes over what is theirs; and "anything new?" before each other visit."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, histories
from medmassage.clinic.models import HealthItem, HealthReview, Intake, Membership, Patient, Visit
from medmassage.clinic.services import changes, health
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge import intake as base

PREGNANT = "a_pregnant"
CONTACT = ("given", "family", "phone", "email", "street", "street2", "city", "address_state", "zip_code")


@transaction.atomic
def intake_review(member: Membership, *, intake: Intake) -> Intake:
    """Say that a therapist read a signed intake and asked what was open."""
    access.require(member, HealthItem, write=True)
    row = access.write(member, Intake, intake.pk)
    if not row.signed_at:
        raise Refused("It is not signed yet. Review it once the patient has sent it.")
    if not row.reviewed_at:
        row.reviewed_at, row.reviewed_by = clock.now(), member.user
        row.save(update_fields=["reviewed_at", "reviewed_by"])
    return row


@transaction.atomic
def contact_take(member: Membership, *, intake: Intake, names: Iterable[str]) -> Patient:
    """Put what the patient wrote of themselves into their record: only the fields that are named."""
    access.require(member, Patient, write=True)
    row = access.write(member, Intake, intake.pk)
    told = row.answers.get("you", {})
    facts = {name: told[name] for name in CONTACT if name in set(names) and told.get(name)}
    if not facts:
        raise Refused("Choose what to take over.")
    return changes.patient_change(member, patient=row.patient, **facts)


@transaction.atomic
def health_review(
    member: Membership, *, visit: Visit, answers: Mapping[str, Any], due_on: date | None = None
) -> HealthReview:
    """Keep the answers to "anything new?" at a visit; what is new becomes part of the history at once.

    The desk may enter them, too: what it writes down is kept, what is on file it does not see. The same answers
    sent twice are kept once. ``due_on``: when a pregnancy is due. Raises :class:`Refused` for what cannot stand.
    """
    access.require(member, HealthReview, write=True)
    visit = access.write(member, Visit, visit.pk)
    today = clock.today(member.clinic)
    for problem in base.check(answers, today, again=True):
        raise Refused(base.words("en")[problem.say], problem.question)
    known = histories.review_of(visit)
    if known and known.answers == dict(answers):
        return known
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=visit.patient_id)
    history = _dated(base.again_heard(answers, today, age=histories.age(patient, today), sex=patient.sex), today)
    if due_on or patient.pregnancy_due:
        history = _without(history, PREGNANT)
    if due_on and due_on != patient.pregnancy_due:
        patient.pregnancy_due = due_on
        patient.save(update_fields=["pregnancy_due"])
    health.history_keep(patient, history, source=HealthItem.Source.TOLD, on=today)
    return HealthReview.objects.create(
        clinic=visit.clinic, patient=patient, visit=visit, answers=dict(answers), words=_words(answers), by=member.user
    )


def _dated(history: base.History, on: date) -> base.History:
    """What is told today and carries no day of its own is of today. "Nothing new" is no history of its own."""
    reports = tuple(replace(report, on=report.on or on) if report.sure else report for report in history.reports)
    return replace(history, reports=reports, denied=())


def _without(history: base.History, question: str) -> base.History:
    """Without what one question covers: its answer is known more exactly."""
    covered = {choice.entry for ask in base.again("en") if ask.id == question for choice in ask.choices}
    return replace(history, reports=tuple(r for r in history.reports if r.entry not in covered))


def _words(answers: Mapping[str, Any]) -> str:
    said = (value.get("text", "") for value in answers.values() if isinstance(value, Mapping))
    return " · ".join(text for text in said if text)[:400]
