"""Every patient asked again when the rules, a window or the day changed; and who has to know."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from medmassage.clinic import access, clock, inputs
from medmassage.clinic.models import Case, Clinic, HealthItem, Membership, Patient, Screening, Visit
from medmassage.finding import Verdict
from medmassage.knowledge.rescreen import Said, digest, said_of_many
from medmassage.knowledge.screen import Person

A_PAGE = 2000
KEPT = ["on", "answer", "rules", "base", "changed_from", "seen_at"]
MANY = 5000  # from so many on, more than one process


@dataclass(frozen=True, slots=True)
class Changed:
    """A patient whose answer is another than it was; ``worse``: something fires that did not, or fires harder."""

    patient: Patient
    before: Said
    now: Said

    @property
    def worse(self) -> bool:
        """Whether somebody has to look before the next visit."""
        return self.now.worse_than(self.before)

    @property
    def new(self) -> tuple[str, ...]:
        """The rules that did not fire before."""
        return tuple(rule for rule in self.now.rules if rule not in self.before.rules)


def rescreen(
    clinic: Clinic, on: date | None = None, *, processes: int = 1, progress: Callable[[int], None] = lambda _: None
) -> list[Changed]:
    """Ask the second gate of every patient of a clinic, keep the answers, and say whose changed.

    It runs by itself (a command, a schedule), for no person: it stands below the door, as reminders do.
    """
    on = on or clock.today(clinic)
    people = _people(clinic)
    many = people.count() >= MANY
    known: dict[object, tuple[Patient, Screening | None]] = {}
    changed: list[Changed] = []
    rows: list[Screening] = []

    def ask() -> Iterator[tuple[object, Person]]:
        for patient in people.iterator(chunk_size=A_PAGE):
            known[patient.pk] = (patient, getattr(patient, "screening", None))
            yield patient.pk, inputs.person(patient, on=on, case=next(iter(patient.cases.all()), None))

    for key, now in said_of_many(ask(), processes if many else 1):
        patient, before = known.pop(key)
        row, told = _weighed(patient, before, now, on)
        rows.append(row)
        changed += [told] if told else []
        if len(rows) == A_PAGE:
            _keep(rows)
            rows.clear()
            progress(A_PAGE)
    _keep(rows)
    progress(len(rows))
    return changed


def screening_keep(visit: Visit, verdict: Verdict) -> None:
    """Keep what the second gate said of a visit that was let in, so that a later change shows. The door was asked."""
    on = clock.local(visit.clinic, visit.starts_at).date()
    rules = {f.rule: f.level.word for f in verdict.findings if f.level.word != "note"}
    facts = {"on": on, "answer": verdict.answer, "rules": rules, "base": digest(), "changed_from": "", "seen_at": None}
    Screening.objects.update_or_create(patient=visit.patient, defaults={"clinic": visit.clinic, **facts})


def changed_unseen(member: Membership) -> QuerySet[Screening]:
    """The patients whose answer changed for the worse and whom nobody has looked at since."""
    found = access.rows(member, Screening).exclude(changed_from="").filter(seen_at__isnull=True)
    return found.select_related("patient").order_by("patient__family", "patient__given")


@transaction.atomic
def screening_seen(member: Membership, *, screening: Screening) -> Screening:
    """Say that somebody looked at a changed answer."""
    access.require(member, Screening, write=True)
    screening = access.write(member, Screening, screening.pk)
    screening.seen_at = clock.now()
    screening.save(update_fields=["seen_at"])
    return screening


def _people(clinic: Clinic) -> QuerySet[Patient]:
    open_cases = Case.objects.filter(closed_on__isnull=True).select_related("clinic")
    cases = open_cases.prefetch_related("referrals", "plans", "clinic__safety_windows")
    return (
        Patient.objects.filter(clinic=clinic)
        .select_related("clinic", "screening")
        .prefetch_related(
            "clinic__safety_windows",
            Prefetch("health", HealthItem.objects.order_by("created_at")),
            Prefetch("cases", cases),
        )
        .order_by("pk")
    )


def _weighed(patient: Patient, before: Screening | None, now: Said, on: date) -> tuple[Screening, Changed | None]:
    row = Screening(
        clinic_id=patient.clinic_id, patient=patient, on=on, answer=now.answer, rules=dict(now.rules), base=digest()
    )
    if before is None:
        return row, None
    was = Said(before.answer, before.rules)
    told = Changed(patient, was, now) if was != now else None
    if told and told.worse:
        row.changed_from = before.answer
    elif not told:
        row.changed_from, row.seen_at = before.changed_from, before.seen_at
    return row, told


def _keep(rows: list[Screening]) -> None:
    with transaction.atomic():
        Screening.objects.bulk_create(rows, update_conflicts=True, unique_fields=["patient"], update_fields=KEPT)
