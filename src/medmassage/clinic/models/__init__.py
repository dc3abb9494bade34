"""The records, one file a noun."""

from medmassage.clinic.models.case import Attachment, Authorization, Case, Physician, Referral
from medmassage.clinic.models.claim import Claim, ClaimEvent, Submission
from medmassage.clinic.models.clinic import Clinic, Fee, Membership, Role
from medmassage.clinic.models.course import Course
from medmassage.clinic.models.credential import Credential, CredentialScan, Verification
from medmassage.clinic.models.deadline import CalendarFeed, Reminder
from medmassage.clinic.models.decision import Decision, Override
from medmassage.clinic.models.document import PatientDocument
from medmassage.clinic.models.intake import HealthReview, Intake
from medmassage.clinic.models.lawnote import LawNote
from medmassage.clinic.models.ledger import Entry, Posting
from medmassage.clinic.models.once import SentForm
from medmassage.clinic.models.outcome import Goal, Score
from medmassage.clinic.models.patient import HealthItem, Patient, Sex
from medmassage.clinic.models.payer import Coverage, Payer
from medmassage.clinic.models.plan import CarePlan
from medmassage.clinic.models.record import ClinicRecord, Record
from medmassage.clinic.models.remittance import Remittance, WorkItem
from medmassage.clinic.models.report import ProgressReport, ReportDraft, ReportKind
from medmassage.clinic.models.request import PhysicianRequest
from medmassage.clinic.models.screening import MeasureItems, SafetyWindow, Screening
from medmassage.clinic.models.therapist import Therapist
from medmassage.clinic.models.user import User
from medmassage.clinic.models.visit import Amendment, Note, NoteLine, Visit
from medmassage.clinic.models.writing import Cosignature, Snippet

__all__ = [
    "Amendment", "Attachment", "Authorization", "CalendarFeed", "CarePlan", "Case", "Claim", "ClaimEvent",
    "Clinic", "ClinicRecord", "Cosignature", "Course", "Coverage", "Credential", "CredentialScan", "Decision",
    "Entry", "Fee", "Goal", "HealthItem", "HealthReview", "Intake", "LawNote", "MeasureItems", "Membership",
    "Note", "NoteLine", "Override", "Patient", "PatientDocument", "Payer", "Physician", "PhysicianRequest",
    "Posting", "ProgressReport", "Record", "Referral", "Reminder", "Remittance", "ReportDraft", "ReportKind",
    "Role", "SafetyWindow", "Score", "Screening", "SentForm", "Sex", "Snippet", "Submission", "Therapist", "User",
    "Verification", "Visit", "WorkItem",
]  # fmt: skip
