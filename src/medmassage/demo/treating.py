"""Visits: booked, held, charted, signed, amended."""

from medmassage.billing.units import units
from medmassage.clinic.models import Case, Note, Therapist, Visit
from medmassage.clinic.services import booking, charting, papers
from medmassage.demo.notes import NECK_VISITS
from medmassage.demo.scene import Scene
from medmassage.demo.stage import Stage


def visits(stage: Stage) -> Scene:
    """Three visits of the neck case, each signed; the second with manual therapy besides."""
    case = stage.cases["Hazel"]
    for days_ago, draft in NECK_VISITS:
        stage.visits.append(held(stage, case, stage.therapists["Theo"], days_ago, draft))
    last = Note.objects.get(visit=stage.visits[-1])
    return Scene(
        "Three visits are charted and signed",
        (f"Pain on arrival: {', '.join(str(d.pain_before) for _, d in NECK_VISITS)} of 10.",
         f"Units of the last visit: {', '.join(f'{c} × {n}' for c, n in last.units.items())}."),
    )  # fmt: skip


def note(stage: Stage) -> Scene:
    """Minutes become units; the signed note is locked; what is added is dated."""
    visit = stage.visits[-1]
    lines = [(line.code, line.minutes) for line in Note.objects.get(visit=visit).lines.all()]
    charting.note_amend(
        stage.members["Theo"], visit=visit, text="Patient called: no soreness the day after.", reason="Telephone call"
    )
    explained = [f"{rule.upper()} rule: {' '.join(units(rule, lines).explain)}" for rule in ("ama", "cms")]
    return Scene(
        "The note is signed and locked; an amendment is added",
        explained,
        files=(stage.leave("note.pdf", papers.note_pdf(stage.owner, visit)),),
    )


def held(stage: Stage, case: Case, therapist: Therapist, days_ago: int, draft: charting.Draft, hour: int = 10) -> Visit:
    """A visit from booking to signature; the front desk books, the therapist charts and signs."""
    desk, hands = stage.members["Fern"], stage.members[therapist.given]
    booked = booking.visit_book(desk, case=case, therapist=therapist, starts_at=stage.at(days_ago, hour), minutes=45)
    assert booked.record, booked.open
    assert booking.visit_check_in(desk, visit=booked.record).record
    charting.note_save(hands, visit=booked.record, draft=draft, version=0)
    signed = charting.note_sign(hands, visit=booked.record, reasons={})
    assert signed.record, signed.open
    booked.record.refresh_from_db()
    return booked.record
