"""The note: saved as often as one likes, signed once, amended ever after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any

from django.db import transaction

from medmassage.billing.units import units
from medmassage.care.charting import offer
from medmassage.care.note import NoteDraft, NoteLineDraft, ready
from medmassage.clinic import access, carried, clock, figures, gates, note_law, selectors
from medmassage.clinic.models import Amendment, Membership, Note, NoteLine, Score, Visit
from medmassage.clinic.services.outcome import Refused, Result, Stale, keep, standing
from medmassage.finding import Verdict

PAIN = "nprs"


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of hands-on work as it was typed; ``carried``: taken over from last time, not yet touched."""

    region: str
    technique: str
    code: str
    minutes: int
    started: time | None = None
    modifiers: Sequence[str] = ()
    pressure: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the charting page holds at one moment.

    ``ink``: strokes by figure (:mod:`~medmassage.clinic.figures`); ``carried``: parts that still hold last visit's
    words; ``timer``: the line it stands on and since when it runs (epoch milliseconds, ``None`` while it rests).
    """

    words: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    findings: Sequence[Mapping[str, str]] = ()
    pain_before: int | None = None
    pain_after: int | None = None
    started: time | None = None
    ended: time | None = None
    ink: Mapping[str, Any] = field(default_factory=dict)
    carried: Sequence[str] = ()
    timer: Mapping[str, int | None] | None = None


WORDS = ("subjective", "objective", "assessment", "plan", "next_visit")


@transaction.atomic
def note_save(member: Membership, *, visit: Visit, draft: Draft, version: int) -> Note:
    """Keep the draft. ``version`` is the one the page was opened with.

    Raises :class:`Stale` when another tab saved since, and :class:`Refused` when the note is signed or a mark, a
    pressure or the drawing cannot be kept.
    """
    note = _open_note(member, visit)
    if note.version != version:
        raise Stale("Another tab or person saved this note since you opened it. Your words were not put over theirs.")
    for name in WORDS:
        setattr(note, name, draft.words.get(name, ""))
    note.findings = _known_marks(draft)
    note.ink = _drawn(draft) or None
    note.carried = carried.kept(draft.carried, [line.carried for line in draft.lines])
    note.timer = dict(draft.timer) if draft.timer else None
    note.pain_before, note.pain_after = draft.pain_before, draft.pain_after
    note.started, note.ended = draft.started, draft.ended
    note.version += 1
    note.full_clean(exclude=["visit"])
    note.save()
    note.lines.all().delete()
    for position, line in enumerate(draft.lines):
        NoteLine.objects.create(
            clinic=member.clinic,
            patient=visit.patient,
            note=note,
            position=position,
            region=line.region,
            technique=line.technique,
            code=line.code,
            minutes=line.minutes,
            started=line.started,
            modifiers=list(line.modifiers),
            pressure=line.pressure,
        )
    return note


@transaction.atomic
def note_sign(member: Membership, *, visit: Visit, reasons: Mapping[str, str]) -> Result[Note]:
    """Sign and lock the note when it is complete and lawful, safe and ordered let the visit stand."""
    note = _open_note(member, visit)
    visit = note.visit
    if visit.status == Visit.Status.BOOKED:
        raise Refused("Check the patient in before you sign.")
    if standing_over := carried.findings(note):
        raise Refused(f"Not signed yet. {' '.join(one.message for one in standing_over)} What you wrote is kept.")
    lines = list(note.lines.all())
    done = gates.for_visit(visit, lines)
    verdicts = (*done, readiness(note))
    if standing(member, verdicts, reasons):
        return Result(None, verdicts)
    keep(member, verdicts, reasons, moment="signing", visit=visit)
    note.units = units(selectors.units_rule(visit.case), [(line.code, line.minutes) for line in lines]).units
    note.signed_at, note.signed_by = clock.now(), member.user
    note.carried = note.timer = None
    note.version += 1
    note.save()
    visit.status = Visit.Status.SIGNED
    visit.save(update_fields=["status"])
    _keep_pain(member, visit, note)
    return Result(note, verdicts)


@transaction.atomic
def note_amend(member: Membership, *, visit: Visit, text: str, reason: str) -> Amendment:
    """Add words to a signed note, dated and named. Nothing is overwritten; the same words again are added once."""
    access.require(member, Amendment, write=True)
    visit = access.write(member, Visit, visit.pk)
    note = access.rows(member, Note).filter(visit=visit).first()
    if note is None or note.signed_at is None:
        raise Refused("This note is not signed yet: change it directly.")
    if not text.strip() or not reason.strip():
        raise Refused("Write what is added, and why.", "text")
    added, _ = Amendment.objects.get_or_create(
        note=note,
        author=member.user,
        text=text.strip(),
        reason=reason.strip(),
        defaults={"clinic": member.clinic, "patient": visit.patient},
    )
    return added


def readiness(note: Note) -> Verdict:
    """What still keeps the note from being signed, what state and payer ask of it, and what nobody touched yet."""
    draft = NoteDraft(
        subjective=note.subjective,
        objective=note.objective,
        assessment=note.assessment,
        plan=note.plan,
        next_visit=note.next_visit,
        pain_before=note.pain_before,
        pain_after=note.pain_after,
        started=note.started,
        ended=note.ended,
        lines=tuple(_line(line) for line in note.lines.all()),
    )
    return Verdict.of("note", [*note_law.findings(note, draft, ready(draft).findings), *carried.findings(note)])


def _known_marks(draft: Draft) -> list[dict[str, str]]:
    signs = offer().signs
    if any(row.get("symbol", "") not in ("", *signs) for row in draft.findings):
        raise Refused("A mark on the body map is none of the legend. Choose it again.", "findings")
    if any(line.pressure not in ("", *offer().pressures) for line in draft.lines):
        raise Refused(f"Pressure is one of {', '.join(offer().pressures)}.", "lines")
    return [dict(row) for row in draft.findings]


def _drawn(draft: Draft) -> figures.Ink:
    try:
        return figures.ink(draft.ink)
    except ValueError as wrong:
        raise Refused(str(wrong), "ink") from None


def _line(line: NoteLine) -> NoteLineDraft:
    return NoteLineDraft(
        region=line.region,
        technique=line.technique,
        code=line.code,
        minutes=line.minutes,
        starts=line.started,
    )


def _open_note(member: Membership, visit: Visit) -> Note:
    access.require(member, Note, write=True)
    visit = access.write(member, Visit, visit.pk)
    note, _ = Note.objects.get_or_create(visit=visit, defaults={"clinic": member.clinic, "patient": visit.patient})
    if note.signed_at:
        raise Refused("This note is signed and locked. Add an amendment instead.")
    return note


def _keep_pain(member: Membership, visit: Visit, note: Note) -> None:
    """The pain on arrival becomes a point of the outcome chart: what treatment changed lasts until then, or not."""
    facts: dict[str, Any] = {"clinic": member.clinic, "patient": visit.patient, "case": visit.case}
    if note.pain_before is not None:
        on = clock.local(member.clinic, visit.starts_at).date()
        Score.objects.create(**facts, measure=PAIN, on=on, value=Decimal(note.pain_before))
