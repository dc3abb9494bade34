"""A history that was told, or read from another provider's record, kept as things the patient has or takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic.inputs import CODED
from medmassage.clinic.models import HealthItem, Membership, Patient
from medmassage.codes import icd10cm
from medmassage.knowledge.history import Remark
from medmassage.knowledge.intake import History

Kind, Source = HealthItem.Kind, HealthItem.Source
MOST = 400


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that was said. ``over``: it is kept for the record only, since it was refuted or stopped."""

    kind: str
    text: str
    on: date | None = None
    entry: str = ""
    unsure: bool = False
    over: bool = False

    @property
    def key(self) -> tuple[str, str, str, date | None]:
        """What makes it the same thing said twice."""
        return self.kind, " ".join(self.text.casefold().split()), self.entry, self.on


@transaction.atomic
def record_take(member: Membership, *, patient: Patient, history: History) -> list[HealthItem]:
    """Take in what another provider's record tells; what is on file already stays once."""
    access.require(member, HealthItem, write=True)
    access.same_clinic(member, patient)
    patient = access.rows(member, Patient).select_for_update(of=("self",)).get(pk=patient.pk)
    made = history_keep(patient, history, source=Source.RECORD, on=clock.today(member.clinic))
    due_keep(patient, history)
    return made


def history_keep(patient: Patient, history: History, *, source: str, on: date) -> list[HealthItem]:
    """Write what is new of a history. The same thing twice is one row; a "not sure" that was settled is over.

    The caller asked the door and holds the patient. ``on``: the day it was told.
    """
    known = {_thing(item).key: item for item in patient.health.all() if item.ended_on is None}
    before = {_thing(item).key for item in patient.health.all()}
    made = []
    for thing in dict.fromkeys(_things(history, source)):
        same = known.get(thing.key)
        if (same and (thing.unsure or not same.unsure)) or (thing.over and thing.key in before):
            continue
        if same:
            same.ended_on = on
            same.save(update_fields=["ended_on"])
        item = _row(patient, thing, source, on)
        known[thing.key] = item
        made.append(item)
    return made


def due_keep(patient: Patient, history: History) -> None:
    """The day a pregnancy is due, where the history tells it."""
    if history.due_on and history.due_on != patient.pregnancy_due:
        patient.pregnancy_due = history.due_on
        patient.save(update_fields=["pregnancy_due"])


def _row(patient: Patient, thing: _Thing, source: str, on: date) -> HealthItem:
    return HealthItem.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        kind=thing.kind,
        text=thing.text,
        on=thing.on,
        ended_on=on if thing.over else None,
        entry=thing.entry,
        unsure=thing.unsure,
        source=source,
    )


def _thing(item: HealthItem) -> _Thing:
    return _Thing(item.kind, item.text, item.on, item.entry, item.unsure)


def _things(history: History, source: str) -> Iterator[_Thing]:
    """A history thing by thing. What a record only remarks (stopped, refuted) is kept as over, so that it is seen."""
    allergies = set(history.allergies)
    for report in history.has:
        kind = Kind.ALLERGY if report.entry and report.text in allergies else Kind.CONDITION
        yield _Thing(kind, _short(report.text), report.on, report.entry, not report.sure)
    for name in history.medicines:
        yield _Thing(Kind.DRUG, _short(name))
    for code in history.codes:
        yield _Thing(Kind.CONDITION, _short(f"{CODED}{code} {coded_words(history, code)}"))
    if source == Source.RECORD:
        for remark in past(history):
            yield _Thing(Kind.CONDITION, _short(f"{remark.text} ({remark.question})"), over=True)


def coded_words(history: History, code: str) -> str:
    """What a code of the history stands for: the words beside it in the record, else ours."""
    words = (remark.text for remark in history.remarks if code in remark.question)
    return next((said for said in words if said != code), icd10cm.label(code) or "")


def past(history: History) -> list[Remark]:
    """What a record only remarks: over, stopped, refuted. Words that stand beside a code belong to it."""
    return [remark for remark in history.remarks if not any(code in remark.question for code in history.codes)]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST else f"{words[: MOST - 1]}…"
