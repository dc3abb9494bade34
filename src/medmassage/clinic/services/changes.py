"""Facts that are corrected later: of a patient, a card, a course of care, the clinic, its people and their papers."""

from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Claim, Clinic, Coverage, Membership, Patient, Role, Therapist
from medmassage.clinic.services import intake
from medmassage.clinic.services.outcome import Refused


@transaction.atomic
def patient_change(member: Membership, *, patient: Patient, **facts: Any) -> Patient:
    """Correct a patient's facts; the audit log keeps what they were."""
    patient = access.write(member, Patient, patient.pk)
    if facts.get("birth_date") and facts["birth_date"] > clock.today(member.clinic):
        raise Refused(f"{facts['birth_date']:%-d %b %Y} is still to come.", "birth_date")
    _fill(patient, facts)
    return patient


@transaction.atomic
def coverage_change(member: Membership, *, coverage: Coverage, **facts: Any) -> Coverage:
    """Correct what stands on a card. Claims already sent stay as they were sent."""
    coverage = access.write(member, Coverage, coverage.pk)
    _fill(coverage, facts)
    return coverage


@transaction.atomic
def case_change(member: Membership, *, case: Case, **facts: Any) -> Case:
    """Correct a course of care, or close it. Another patient's coverage is not found."""
    case = access.write(member, Case, case.pk)
    coverage = facts.get("coverage")
    if coverage and coverage.patient_id != case.patient_id:
        raise access.Denied
    if facts.get("kind", case.kind) == Case.Kind.WELLNESS != case.kind:
        _may_be_wellness(case)
    for name in ("kind", "coverage"):
        setattr(case, name, facts.get(name, getattr(case, name)))
    intake.who_pays(case)
    _fill(case, facts)
    return case


@transaction.atomic
def clinic_change(member: Membership, **facts: Any) -> Clinic:
    """Correct the clinic's own facts; for owners. What was sent on claims stays as it was sent."""
    access.require(member, Membership, write=True)
    clinic = Clinic.objects.select_for_update().get(pk=member.clinic_id)
    _fill(clinic, facts)
    return clinic


@transaction.atomic
def member_change(member: Membership, *, of: Membership, role: str, is_active: bool) -> Membership:
    """Change what somebody may do here, or let them in no longer. A clinic keeps an active owner."""
    # All are locked, in one order: two owners who let each other go at once must not both succeed.
    people = access.rows(member, Membership, write=True).select_for_update(of=("self",)).order_by("pk")
    owners = [one.pk for one in people if one.role == Role.OWNER and one.is_active]
    changed = access.write(member, Membership, of.pk)
    if not (role == Role.OWNER and is_active) and set(owners) <= {changed.pk}:
        raise Refused("A clinic needs an owner who can sign in. Make somebody else an owner first.", "role")
    changed.role, changed.is_active = Role(role), is_active
    changed.save(update_fields=["role", "is_active"])
    return changed


@transaction.atomic
def therapist_change(member: Membership, *, therapist: Therapist, **facts: Any) -> Therapist:
    """Correct a therapist's name, NPI or sign-in."""
    therapist = access.write(member, Therapist, therapist.pk)
    access.works_here(member, facts.get("user"))
    _fill(therapist, facts)
    return therapist


def _may_be_wellness(case: Case) -> None:
    if case.referrals.exists():
        raise Refused("A physician ordered this care, so it stays medical. Open a wellness case beside it.", "kind")
    if Claim.objects.filter(visits__case=case).exists():
        raise Refused("Visits of this case stand on a claim, so it stays medical.", "kind")


def _fill(record: Case | Clinic | Coverage | Patient | Therapist, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
