"""What the charting page shows, shaped from a visit, its note and the gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from medmassage.billing.units import UnitCount, units
from medmassage.care.charting import by_region, offer, told
from medmassage.clinic import access, clock, figures, gates, selectors
from medmassage.clinic.models import Amendment, Cosignature, Decision, Membership, Note, NoteLine, Visit
from medmassage.clinic.services import charting, reporting, writing
from medmassage.knowledge import anatomy
from medmassage.web.requests import part
from medmassage.web.today.lights import payable
from medmassage.web.visits import asked, body, quick, regions
from medmassage.web.visits.sheet import FOUND, SIGN, Sheet

NO_REASONS: Mapping[str, str] = {}
REGION_PARTS = ("web/parts/bodymap.html", "visits/regions.html")
OVER = {Visit.Status.CANCELLED, Visit.Status.NO_SHOW}


@dataclass(frozen=True)
class Word:
    """One of the four parts of the note, with what stood there last time."""

    name: str
    label: str
    last: str
    carried: bool
    lead: str
    drafted: str


@dataclass(frozen=True)
class Found:
    """What was found in one region: words, and symbols of the legend."""

    region: str
    label: str
    name: str
    sign: str
    words: str
    symbols: Sequence[str] = ()


@dataclass(frozen=True)
class Counted:
    """Minutes as units, with how they were worked out; empty while no line has a code and minutes."""

    count: UnitCount | None

    @property
    def words(self) -> str:
        """Such as “31 minutes make 2 units: 97124 ×1, 97140 ×1”."""
        if self.count is None:
            return "Minutes become units here, by this payer’s rule."
        made = sum(self.count.units.values())
        parts = ", ".join(f"{code} ×{n}" for code, n in self.count.units.items())
        told = f"{_some(self.count.total_minutes, 'timed minute')} make {_some(made, 'unit')}"
        return f"{told}: {parts}" if parts else told

    @property
    def explain(self) -> tuple[str, ...]:
        """The steps of the count."""
        return self.count.explain if self.count else ()


def note_of(visit: Visit) -> Note:
    """The visit's note, or an empty one that is not kept yet."""
    found = getattr(visit, "note", None)
    return found or Note(clinic_id=visit.clinic_id, patient_id=visit.patient_id, visit=visit)


def counted(visit: Visit, lines: Sequence[NoteLine | charting.Line]) -> Counted:
    """The units that the lines make by the rule of the case's payer."""
    done = [(line.code, line.minutes) for line in lines if line.code and line.minutes]
    return Counted(units(selectors.units_rule(visit.case), done) if done else None)


def first_regions(visit: Visit, last: Visit | None) -> list[str]:
    """The regions that stand on top: those of the orders, and those worked last time."""
    ordered = [region for referral in visit.case.referrals.all() for region in referral.regions]
    worked = [line.region for line in last.note.lines.all() if line.region] if last else []
    return list(dict.fromkeys([*ordered, *worked]))


def chart(who: Membership, visit: Visit, sheet: Sheet | None = None, **beside: Any) -> dict[str, Any]:
    """Everything the charting page needs. ``beside`` holds what only this answer says (problem, reasons, kept)."""
    note, last = note_of(visit), selectors.visit_before(who, visit)
    before = last.note if last else None
    sheet = sheet or Sheet.of(note, before, first_regions(visit, last))
    lines = list(note.lines.all())
    verdicts = asked.verdicts_of(who, visit, lines)
    ready = charting.readiness(note)
    on = clock.local(visit.clinic, visit.starts_at).date()
    return {
        **about(visit),
        "sheet": sheet,
        "version": beside["kept"].version if "kept" in beside else sheet.note["version"].value(),
        "words": words_of(sheet, last, quick.drafted(who, visit, note, before)),
        "last": last,
        "gates": (*verdicts, payable(who, visit)),
        "precautions": asked.precautions(verdicts),
        "standing": asked.standing(who, visit, verdicts, beside.get("reasons", NO_REASONS)),
        "checks": (checks := asked.checks_of((*verdicts, ready))),
        "check_sources": asked.sources_of(checks),
        "history": asked.history_of(visit),
        "open_points": asked.open_points((*verdicts, ready)),
        "counted": counted(visit, lines),
        "limit": gates.tightest(visit.case, on),
        **of_physicians(who, visit, on),
        "found": found_rows(sheet),
        "selected": list(sheet.found),
        "nogo": asked.nogo(verdicts),
        "carried_lines": any(form["carried"].value() for form in sheet.lines),
        "over": body.layers(sheet.marks, sheet.ink, before),
        "regions": regions.labels(),
        "region_part": REGION_PARTS,
        "next_days": [on + timedelta(days=n) for n in (7, 14)],
        **offers(who, visit, before),
        **beside,
    }


def of_physicians(who: Membership, visit: Visit, on: date) -> dict[str, Any]:
    """What physicians said that still holds, and by when they hear of the case again."""
    due = reporting.due(visit.case, on)
    return {**part.words(who, visit.case), "report_due": due, "report_late": due is not None and due.by <= on}


def offers(who: Membership, visit: Visit, last: Note | None) -> dict[str, Any]:
    """What stands ready to be tapped, and where the page keeps what it could not send."""
    lines, marked = quick.again(last)
    begins, ends = quick.booked(visit)
    return {
        "offer": offer(),
        "techniques": (ways := quick.ways(last)),
        "chips": ways[: quick.CHIPS],
        "again": lines,
        "again_regions": marked,
        "booked": (begins, ends),
        "timed": begins.date() == clock.today(visit.clinic),
        "snippets": writing.phrases(who),
        "copy": quick.copy_of(who, visit),
    }


def record(who: Membership, visit: Visit, **beside: Any) -> dict[str, Any]:
    """The note to be read: signed, or not this person's to write."""
    note = note_of(visit)
    lines = list(note.lines.all())
    return {
        **about(visit),
        "gates": (*asked.verdicts_of(who, visit, lines), payable(who, visit)),
        "words": [(label, getattr(note, name)) for name, label in LABELS.items()],
        "lines": [(line, anatomy.label(line.region)) for line in lines],
        "found": found_words(note),
        "selected": figures.places(note.findings),
        "over": body.layers(note.findings, note.ink),
        "counted": counted(visit, lines),
        "moments": moments(visit),
        "amendments": note.amendments.select_related("author"),
        "may_amend": note.signed_at is not None and access.may(who, Amendment, write=True),
        **hands(who, note),
        **beside,
    }


def hands(who: Membership, note: Note) -> dict[str, Any]:
    """Who co-signed, whether this person may, and the copy that their browser need not keep any longer."""
    under = list(note.cosignatures.select_related("by"))
    is_another = note.signed_at is not None and who.user_id not in {note.signed_by_id, *(one.by_id for one in under)}
    copy = quick.copy_of(who, note.visit) if note.signed_at else None
    return {"cosignatures": under, "may_cosign": is_another and access.may(who, Cosignature, write=True), "copy": copy}


def found_words(note: Note) -> list[tuple[str, str]]:
    """What was found, a row a region: its name, and signs and words."""
    return [(anatomy.label(place), told(*what)) for place, what in by_region(note.findings).items()]


def moments(visit: Visit) -> list[tuple[str, list[Decision]]]:
    """What the gates answered, moment by moment, with what was gone past."""
    kept = visit.decisions.prefetch_related("overrides__author").order_by("created_at")
    return [(moment, list(of)) for moment, of in groupby(kept, key=lambda decision: decision.moment)]


def about(visit: Visit) -> dict[str, Any]:
    """What both pages say on top."""
    earlier = [v for v in visit.case.visits.all() if v.status not in OVER and v.starts_at <= visit.starts_at]
    return {
        "visit": visit,
        "note": note_of(visit),
        "number": len(earlier),
        "is_booked": visit.status == Visit.Status.BOOKED,
        "is_over": visit.status in OVER,
    }


LABELS = {"subjective": "Subjective", "objective": "Objective", "assessment": "Assessment", "plan": "Plan"}
LEADS = {
    "subjective": "What the patient says today",
    "objective": "What you see, feel and measure",
    "assessment": "What you make of it, against the goals",
    "plan": "What comes next, here and at home",
}


def words_of(sheet: Sheet, last: Visit | None, drafted: Mapping[str, str]) -> list[Word]:
    """The four parts, with what stood there last time and the words drafted for today."""
    return [
        Word(
            name, label, getattr(last.note, name) if last else "", name in sheet.carried, LEADS[name],
            drafted.get(name, ""),
        )
        for name, label in LABELS.items()
    ]  # fmt: skip


def found_rows(sheet: Sheet) -> list[Found]:
    """A row for each region that is marked."""
    return [
        Found(region, anatomy.label(region), FOUND + region, SIGN + region, words, symbols)
        for region, (words, symbols) in sheet.found.items()
    ]


def _some(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
