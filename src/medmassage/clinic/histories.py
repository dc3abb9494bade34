"""Reads about intakes: what was heard, what is in doubt, who reviewed it and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care.span import full_years
from medmassage.clinic import access, clock, inputs, selectors
from medmassage.clinic.models import HealthItem, HealthReview, Intake, Membership, Patient, Visit
from medmassage.finding import Finding, Level, Verdict
from medmassage.knowledge import intake as base
from medmassage.knowledge import match
from medmassage.knowledge.intake_rows import Ask
from medmassage.knowledge.intake_rows import intake as asks
from medmassage.knowledge.screen import screen
from medmassage.law.vocabulary import vocabulary

NOT_REVIEWED = "safe.not_reviewed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A thing on file that the patient now says no to, or leaves out; a person decides."""

    item: HealthItem
    why: str


def age(patient: Patient, on: date) -> int:
    """Full years."""
    return full_years(patient.birth_date, on)


def is_minor(patient: Patient, on: date) -> bool:
    """Whether somebody else signs for the patient."""
    return age(patient, on) < int(vocabulary().minor_under.on(on).value)


def heard(row: Intake, patient: Patient) -> base.History:
    """What the answers say on the day they were signed, or say so far."""
    on = clock.local(row.clinic, row.signed_at).date() if row.signed_at else clock.today(row.clinic)
    return base.heard(row.answers.get("health", {}), on, age=age(patient, on), sex=patient.sex)


def verdict(member: Membership, row: Intake) -> Verdict:
    """The second gate for the patient as they are on file now, with the questions that were left open."""
    on = clock.today(member.clinic)
    case = selectors.cases_of(member, row.patient).filter(closed_on__isnull=True).first()
    found = screen(inputs.person(row.patient, on=on, case=case))
    return Verdict.of("safe", [*found.findings, *base.open_questions(heard(row, row.patient))])


def doubts(row: Intake) -> list[Doubt]:
    """What was on file before the intake and does not agree with it."""
    items = [i for i in row.patient.health.all() if i.ended_on is None and i.source != HealthItem.Source.PHYSICIAN]
    said = heard(row, row.patient)
    answers = row.answers.get("health", {})
    found = denied(items, said.denied, asks().questions)
    listed = next((ask.id for ask in asks().questions if ask.fills == "medicines"), "")
    if listed in answers:
        named = {name.casefold() for name in said.medicines}
        left_out = (i for i in items if i.kind == HealthItem.Kind.DRUG and i.text.casefold() not in named)
        found += [Doubt(item, "Not named among the medicines now.") for item in left_out]
    return found


def denied(items: Iterable[HealthItem], ids: Sequence[str], questions: Sequence[Ask]) -> list[Doubt]:
    """The items that a question which was answered no is about, each once."""
    no = [ask for ask in questions if ask.id in ids and ask.covers]
    found = []
    for item in items:
        if item.kind in (HealthItem.Kind.CLEARANCE, HealthItem.Kind.DRUG):
            continue
        about = {item.entry} if item.entry else set(match.read(item.text).named)
        ask = next((ask for ask in no if about & set(ask.covers)), None)
        if ask:
            found.append(Doubt(item, f"Answered no: “{ask.ask.en}”"))
    return found


def latest(member: Membership, patient: Patient) -> Intake | None:
    """The newest intake of a patient."""
    return access.rows(member, Intake).filter(patient=patient).select_related("reviewed_by", "asked_by").first()


def reviewed_on(visit: Visit) -> bool:
    """Whether the history was reviewed on the day of the visit: asked anew at it, or a signed intake read."""
    return review_of(visit) is not None or _read_on(visit)


def review_of(visit: Visit) -> HealthReview | None:
    """The last answer to "anything new?" that was given for the visit, on its day."""
    found = HealthReview.objects.filter(visit=visit).select_related("by").first()
    return found if found and clock.local(visit.clinic, found.created_at).date() == _day(visit) else None


def unread(patient: Patient) -> tuple[Finding, ...]:
    """The finding for an intake that was signed and that nobody has reviewed yet; none where all were."""
    row = Intake.objects.filter(patient=patient, signed_at__isnull=False).select_related("clinic").first()
    if row is None or row.reviewed_at or row.signed_at is None:
        return ()
    signed = clock.local(row.clinic, row.signed_at).date()
    said = f"The intake signed on {signed.day} {signed:%b} was not reviewed yet."
    return (Finding(NOT_REVIEWED, "safe", Level.CAUTION, said, "Read it before the session.", "health history"),)


def _read_on(visit: Visit) -> bool:
    read = Intake.objects.filter(patient=visit.patient_id, reviewed_at__isnull=False).first()
    return bool(read and read.reviewed_at and clock.local(visit.clinic, read.reviewed_at).date() == _day(visit))


def _day(visit: Visit) -> date:
    return clock.local(visit.clinic, visit.starts_at).date()
