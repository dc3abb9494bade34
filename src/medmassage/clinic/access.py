"""The only door to a clinic's records.

Every record is reached as a member of one clinic. What is not this clinic's, or not this role's, is "not
found". Each touch of a patient's record leaves an audit row in the same transaction: writes through the
audit log's own hooks, reads here.
"""

import uuid
from collections.abc import Iterable
from typing import TypeVar

from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404

from medmassage.clinic import models as m
from medmassage.clinic.models import ClinicRecord, Membership, Role, User
from medmassage.finding import Finding, Level

R = TypeVar("R", bound=ClinicRecord)

OWNER, T, F, B = Role.OWNER, Role.THERAPIST, Role.FRONT_DESK, Role.BILLER

# Who may read and who may write what. What stands nowhere, nobody may touch.
TABLE: dict[type[ClinicRecord], tuple[set[str], set[str]]] = {
    m.Patient: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.HealthItem: ({OWNER, T}, {OWNER, T}),
    m.Physician: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.Payer: ({OWNER, T, F, B}, {OWNER, F, B}),
    m.Coverage: ({OWNER, T, F, B}, {OWNER, F, B}),
    m.Case: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.Referral: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.Attachment: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.Authorization: ({OWNER, T, F, B}, {OWNER, F, B}),
    m.Visit: ({OWNER, T, F, B}, {OWNER, T, F}),
    m.Note: ({OWNER, T, B}, {OWNER, T}),
    m.NoteLine: ({OWNER, T, B}, {OWNER, T}),
    m.Amendment: ({OWNER, T, B}, {OWNER, T}),
    m.Decision: ({OWNER, T, F, B}, {OWNER, T, F, B}),
    m.Override: ({OWNER, T, F, B}, {OWNER, T, F, B}),
    m.Goal: ({OWNER, T}, {OWNER, T}),
    m.Score: ({OWNER, T}, {OWNER, T}),
    m.ProgressReport: ({OWNER, T}, {OWNER, T}),
    m.Claim: ({OWNER, B}, {OWNER, B}),
    m.ClaimEvent: ({OWNER, B}, {OWNER, B}),
    m.Submission: ({OWNER, B}, {OWNER, B}),
    m.Remittance: ({OWNER, B}, {OWNER, B}),
    m.WorkItem: ({OWNER, B}, {OWNER, B}),
    m.Entry: ({OWNER, B}, {OWNER, B}),
    m.Posting: ({OWNER, B}, {OWNER, B}),
    m.Therapist: ({OWNER, T, F, B}, {OWNER}),
    m.Credential: ({OWNER, T, F, B}, {OWNER, T}),
    m.CredentialScan: ({OWNER, T}, {OWNER, T}),
    m.Verification: ({OWNER, T, F, B}, {OWNER, F}),
    m.Course: ({OWNER, T}, {OWNER, T}),
    m.PatientDocument: ({OWNER, T, F}, {OWNER, T, F}),
    m.Intake: ({OWNER, T, F}, {OWNER, T, F}),
    m.HealthReview: ({OWNER, T, F}, {OWNER, T, F}),
    m.PhysicianRequest: ({OWNER, T, F}, {OWNER, T, F}),
    m.CarePlan: ({OWNER, T}, {OWNER, T}),
    m.ReportDraft: ({OWNER, T}, {OWNER, T}),
    m.Snippet: ({OWNER, T}, {OWNER, T}),
    m.Cosignature: ({OWNER, T, B}, {OWNER, T}),
    m.Screening: ({OWNER, T}, {OWNER, T}),
    m.SafetyWindow: ({OWNER, T, F, B}, {OWNER}),
    m.MeasureItems: ({OWNER, T}, {OWNER}),
    m.LawNote: ({OWNER, T, F, B}, {OWNER}),
    m.CalendarFeed: ({OWNER, T, F, B}, {OWNER, T, F, B}),
    m.Reminder: ({OWNER}, {OWNER}),
    m.Fee: ({OWNER, T, F, B}, {OWNER, B}),
    m.Membership: ({OWNER}, {OWNER}),
}
AUDIT_READERS: set[str] = {OWNER}

# Who may go ahead, with a reason, past a finding of this gate and level. The law's no and a red flag are
# nobody's to pass; a claim that stops cannot be sent.
MAY_PASS: dict[tuple[str, Level], set[str]] = {
    ("lawful", Level.UNKNOWN): {OWNER, T},
    ("safe", Level.UNKNOWN): {OWNER, T},
    ("safe", Level.STOP): {OWNER, T},
    ("ordered", Level.UNKNOWN): {OWNER, T, F},
    ("ordered", Level.STOP): {OWNER, T, F},
    ("payable", Level.UNKNOWN): {OWNER, B},
}
RED_FLAGS = {"emergency", "same_day"}


class Denied(Http404):
    """Not yours, or not there: the two look the same from outside."""


def is_empty() -> bool:
    """Whether no clinic has been made yet."""
    return not m.Clinic.objects.exists()


def membership(user: User, clinic_id: str | None = None) -> Membership | None:
    """The user's active membership in the clinic they chose, or in their first one."""
    own = Membership.objects.filter(user=user, is_active=True).select_related("clinic", "user")
    chosen = own.filter(clinic_id=_uuid(clinic_id)).first() if clinic_id else None
    return chosen or own.order_by("created_at").first()


def second_factor_missing(member: Membership) -> bool:
    """Whether the clinic asks for a second factor that this person has not set up."""
    return member.clinic.mfa_required and not (
        Authenticator.objects.filter(user=member.user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )


def may(member: Membership, model: type[ClinicRecord], *, write: bool = False) -> bool:
    """Whether this role may read (or write) records of this kind."""
    readers, writers = TABLE.get(model, (set(), set()))
    return member.is_active and member.role in (writers if write else readers)


def may_pass(member: Membership, finding: Finding) -> bool:
    """Whether this person may go ahead past this finding by giving a reason."""
    if finding.gate == "safe" and finding.details.get("action") in RED_FLAGS:
        return False
    return member.role in MAY_PASS.get((finding.gate, finding.level), set())


def require(member: Membership, model: type[ClinicRecord], *, write: bool = False) -> None:
    """Raise :class:`Denied` unless :func:`may`."""
    if not may(member, model, write=write):
        raise Denied


def rows(member: Membership, model: type[R], *, write: bool = False) -> QuerySet[R]:
    """The clinic's records of this kind, for a selector or service to narrow down."""
    require(member, model, write=write)
    return model._default_manager.filter(clinic_id=member.clinic_id)


def read(member: Membership, model: type[R], pk: uuid.UUID | str) -> R:
    """One record, and an audit row that it was read."""
    with transaction.atomic():
        record = _one(rows(member, model), pk)
        audit_read(member, record)
    return record


def write(member: Membership, model: type[R], pk: uuid.UUID | str) -> R:
    """One record to be changed, locked until the transaction ends. Call it inside one."""
    found = rows(member, model, write=True).select_for_update(of=("self",))
    return _one(found, pk)


def one_at_a_time(member: Membership) -> None:
    """Let nobody else of this clinic pass here until the transaction ends. Call it inside one."""
    m.Clinic.objects.select_for_update(no_key=True).get(pk=member.clinic_id)


def audit_read(member: Membership, record: ClinicRecord, seen: str = "") -> None:
    """Leave a row that says who read what of which patient."""
    LogEntry.objects.log_create(
        record,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        changes={},
        actor=member.user,
        additional_data={**record.get_additional_data(), "seen": seen},
    )


def audit_list(member: Membership, what: str, patients: Iterable[uuid.UUID]) -> None:
    """Leave one row for a page that shows several patients, naming each."""
    LogEntry.objects.log_create(
        member,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        changes={},
        actor=member.user,
        additional_data={
            "clinic": str(member.clinic_id),
            "seen": what,
            "patients": sorted({str(p) for p in patients}),
        },
    )


def audit_rows(member: Membership, patient: m.Patient | None = None) -> QuerySet[LogEntry]:
    """The clinic's audit rows, newest first; for owners."""
    if member.role not in AUDIT_READERS:
        raise Denied
    found: QuerySet[LogEntry] = LogEntry.objects.filter(additional_data__clinic=str(member.clinic_id))
    if patient:
        found = found.filter(additional_data__patient=str(patient.pk))
    return found.select_related("actor", "content_type").order_by("-timestamp", "-pk")


def _one(found: QuerySet[R], pk: uuid.UUID | str) -> R:
    record = found.filter(pk=_uuid(pk)).first()
    if record is None:
        raise Denied
    return record


def _uuid(text: uuid.UUID | str | None) -> uuid.UUID:
    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(str(text))
    except ValueError:
        raise Denied from None


def works_here(member: Membership, user: User | None) -> None:
    """Raise :class:`Denied` when a user handed in does not work in this clinic."""
    if user and not Membership.objects.filter(clinic_id=member.clinic_id, user=user, is_active=True).exists():
        raise Denied


def same_clinic(member: Membership, *records: Model | None) -> None:
    """Raise :class:`Denied` when any record handed in belongs to another clinic."""
    if any(getattr(r, "clinic_id", member.clinic_id) != member.clinic_id for r in records if r):
        raise Denied
