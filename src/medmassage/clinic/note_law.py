"""What the law of the case's state and its payer ask of a note, held against the note and its record."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from medmassage.care.note import NoteDraft
from medmassage.care.notes.content import Required, asked_by_payer, content, joined, not_held
from medmassage.care.notes.quality import quality
from medmassage.care.notes.wording import wording
from medmassage.clinic import carried, clock, corrections, inputs
from medmassage.clinic.models import Case, Note, Visit
from medmassage.finding import Basis, Finding, Level
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import UnknownJurisdiction, jurisdiction
from medmassage.law.local import corrected
from medmassage.law.vocabulary import acts_in

CONTENT = "records.content"
FOR_A_CONDITION = "records.content_health_condition"


def findings(note: Note, draft: NoteDraft, general: Sequence[Finding]) -> list[Finding]:
    """The general findings of a note with what state and payer ask of it on the day of its visit, nothing said twice.

    ``draft`` is the note as the care room sees it.
    """
    visit = note.visit
    case, on = visit.case, clock.local(visit.clinic, visit.starts_at).date()
    try:
        law = corrected(jurisdiction(case.state), corrections.local(case.clinic, case.state))
    except UnknownJurisdiction:  # the first gate says so
        return list(general)
    kind = inputs.payer_kind(case)
    billed = case.kind == Case.Kind.MEDICAL and kind != inputs.SELF_PAY
    rules = [*of_state(law, case, on), *(asked_by_payer(kind, case.state) if billed else ())]
    stated = content(draft, rules, _held(visit, on, {rule.part for rule in rules}))
    codes = [code for order in case.referrals.all() for code in order.diagnoses]
    return [
        *joined(general, stated),
        *unknown(law, case, on),
        *wording(draft, scope(law, on), diagnoses=codes, billed=billed),
        *quality(draft, _last(visit), carried=carried.parts(note)),
    ]


def of_state(law: Jurisdiction, case: Case, on: date) -> list[Required]:
    """The parts that the state's rules on records name on the day."""
    answers = [law.topic(topic).on(on) for topic in _topics(case)]
    return [Required(part, law.name, Level.STOP, found.basis) for found in answers if found for part in found.value]


def unknown(law: Jurisdiction, case: Case, on: date) -> list[Finding]:
    """That nothing is held of the state's rule, unless it is known to have none."""
    required = law.topic("records.required").on(on)
    states = {law.topic(topic).on(on).state for topic in _topics(case)}
    if states != {"unknown"} or required.state == "none":
        return []
    authority = law.topic("authority").on(on)
    return [not_held(law.name, str(authority.value["name"]) if authority else "The state", required.basis)]


def scope(law: Jurisdiction, on: date) -> Mapping[str, tuple[Basis, ...]]:
    """Act → where the scope of practice forbids it on the day."""
    found: dict[str, tuple[Basis, ...]] = {}
    for _, value in law.under("scope.forbids"):
        answer = value.on(on)
        for act in acts_in(str(answer.value)) if answer else ():
            found.setdefault(act, answer.basis)
    return found


def _topics(case: Case) -> tuple[str, ...]:
    return (CONTENT, FOR_A_CONDITION) if case.kind == Case.Kind.MEDICAL else (CONTENT,)


def _held(visit: Visit, on: date, asked: Collection[str]) -> set[str]:
    """The parts that the record has beside the note; goals are looked up only where somebody asks for them."""
    patient, case = visit.patient, visit.case
    held = set(inputs.in_hand(visit.therapist, case, on))
    if patient.health.all() or "health_history" in held:
        held |= {"health_history", "medications"}
    if patient.phone or patient.street:
        held.add("client_contact")
    if case.plans.all():
        held.add("treatment_plan")
    if "goals" in asked and case.goals.exists():
        held.add("goals")
    return held


def _last(visit: Visit) -> NoteDraft | None:
    """The words of the case's last signed note before this visit."""
    signed = [v for v in visit.case.visits.all() if v.status == Visit.Status.SIGNED and v.starts_at < visit.starts_at]
    note = getattr(max(signed, key=lambda v: v.starts_at), "note", None) if signed else None
    return NoteDraft(note.subjective, note.objective, note.assessment, note.plan) if note else None
