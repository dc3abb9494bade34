"""What the charting page shows, shaped from a visit, its note and the gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from medmassage.billing.units import UnitCount, units
from medmassage.clinic import access, clock, gates, selectors
from medmassage.clinic.models import Amendment, Decision, Membership, Note, NoteLine, Visit
from medmassage.clinic.services import charting
from medmassage.finding import Basis, Finding, Level, Verdict
from medmassage.knowledge import anatomy
from medmassage.web.patients.ways import Ways, ways
from medmassage.web.today.lights import discreet, payable
from medmassage.web.visits import regions
from medmassage.web.visits.forms import FINDINGS, FOUND, TECHNIQUES, Sheet

NO_REASONS: Mapping[str, str] = {}
CARRIED = ("assessment", "plan")
REGION_PARTS = ("web/parts/bodymap.html", "visits/regions.html")
OVER = {Visit.Status.CANCELLED, Visit.Status.NO_SHOW}


@dataclass(frozen=True)
class Standing:
    """A finding that keeps the note from being signed, and whether this person may go past it with a reason."""

    finding: Finding
    may_pass: bool
    reason: str
    ways: Ways = ()


@dataclass(frozen=True)
class Word:
    """One of the four parts of the note, with what stood there last time."""

    name: str
    label: str
    last: str
    carried: str
    lead: str


@dataclass(frozen=True)
class Found:
    """What was found in one region."""

    region: str
    label: str
    name: str
    words: str


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


def verdicts_of(who: Membership, visit: Visit, lines: Sequence[NoteLine | charting.Line]) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, as this role may see them."""
    techniques = [line.technique for line in lines if line.technique]
    areas = [line.region for line in lines if line.region]
    return discreet(who, gates.for_visit(visit, techniques, areas or None))


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


def checks_of(verdicts: Sequence[Verdict]) -> list[tuple[Finding, str, str, tuple[Basis, ...]]]:
    """What must hold before signing, each open point with the place that settles it. Precautions stand elsewhere."""
    least = {"note": Level.CAUTION}
    weighty = [f for v in verdicts for f in v.findings if f.level >= least.get(v.gate, Level.UNKNOWN)]
    return [(f, f.message, _address(f), f.basis) for f in sorted(weighty, key=lambda f: -f.level)]


def sources_of(checks: Sequence[tuple[Finding, str, str, tuple[Basis, ...]]]) -> list[Basis]:
    """What the open points rest on, each source once."""
    return list(dict.fromkeys(basis for _, _, _, bases in checks for basis in bases))


def chart(who: Membership, visit: Visit, sheet: Sheet | None = None, **beside: Any) -> dict[str, Any]:
    """Everything the charting page needs. ``beside`` holds what only this answer says (problem, reasons, kept)."""
    note, last = note_of(visit), selectors.visit_before(who, visit)
    first = first_regions(visit, last)
    sheet = sheet or Sheet.of(note, first)
    lines = list(note.lines.all())
    verdicts = verdicts_of(who, visit, lines)
    ready = charting.readiness(note)
    on = clock.local(visit.clinic, visit.starts_at).date()
    return {
        **about(visit),
        "sheet": sheet,
        "version": beside["kept"].version if "kept" in beside else sheet.note["version"].value(),
        "words": words_of(sheet, last),
        "last": last,
        "gates": (*verdicts, payable(who, visit)),
        "precautions": precautions(verdicts),
        "standing": standing(who, visit, verdicts, beside.get("reasons", NO_REASONS)),
        "checks": (checks := checks_of((*verdicts, ready))),
        "check_sources": sources_of(checks),
        "open_points": open_points((*verdicts, ready)),
        "counted": counted(visit, lines),
        "limit": gates.tightest(visit.case, on),
        "found": found_rows(sheet),
        "selected": list(sheet.found),
        "nogo": nogo(verdicts),
        "regions": regions.labels(),
        "region_part": REGION_PARTS,
        "techniques": TECHNIQUES,
        "findings": FINDINGS,
        "next_days": [on + timedelta(days=n) for n in (7, 14)],
        **beside,
    }


def record(who: Membership, visit: Visit, **beside: Any) -> dict[str, Any]:
    """The note to be read: signed, or not this person's to write."""
    note = note_of(visit)
    lines = list(note.lines.all())
    return {
        **about(visit),
        "gates": (*verdicts_of(who, visit, lines), payable(who, visit)),
        "words": [(label, getattr(note, name)) for name, label in LABELS.items()],
        "lines": [(line, anatomy.label(line.region)) for line in lines],
        "found": [(anatomy.label(f["region"]), f.get("words", "")) for f in note.findings],
        "counted": counted(visit, lines),
        "moments": moments(visit),
        "amendments": note.amendments.select_related("author"),
        "may_amend": note.signed_at is not None and access.may(who, Amendment, write=True),
        **beside,
    }


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


def words_of(sheet: Sheet, last: Visit | None) -> list[Word]:
    """The four parts; assessment and plan of last time are offered where nothing stands yet."""
    made = []
    for name, label in LABELS.items():
        before = getattr(last.note, name) if last else ""
        empty = not (sheet.note[name].value() or "").strip()
        made.append(Word(name, label, before, before if empty and name in CARRIED else "", LEADS[name]))
    return made


def found_rows(sheet: Sheet) -> list[Found]:
    """A row for each region that is marked."""
    return [Found(region, anatomy.label(region), FOUND + region, words) for region, words in sheet.found.items()]


def standing(who: Membership, visit: Visit, verdicts: Sequence[Verdict], reasons: Mapping[str, str]) -> list[Standing]:
    """The findings of the gates that stop or are unknown."""
    return [
        Standing(f, access.may_pass(who, f), reasons.get(f.rule, ""), ways(who, f, visit.case, visit.therapist))
        for v in verdicts
        for f in v.findings
        if f.level >= Level.UNKNOWN
    ]


def open_points(verdicts: Sequence[Verdict]) -> int:
    """How many findings keep the note from being signed."""
    return sum(f.level >= Level.UNKNOWN for v in verdicts for f in v.findings)


def precautions(verdicts: Sequence[Verdict]) -> list[tuple[str, str]]:
    """What to keep in mind while treating: the second gate's findings, in short."""
    found = [f for v in verdicts if v.gate == "safe" for f in v.findings if f.level == Level.CAUTION]
    return [(_told(f), f.remedy) for f in found]


def nogo(verdicts: Sequence[Verdict]) -> list[str]:
    """Regions that the second gate keeps free."""
    found = [f for v in verdicts if v.gate == "safe" for f in v.findings if f.details.get("action") == "avoid_region"]
    return sorted({str(region) for f in found for region in f.details.get("regions", ())})


def _told(finding: Finding) -> str:
    """What the patient said, for a line that is read at a glance; else the finding's own words."""
    said = finding.details.get("said")
    return str(said[0]).strip("“”").capitalize() if said else finding.message


def _address(finding: Finding) -> str:
    """The place on the page that settles a finding: ``lines[0].minutes`` is a control of the first row."""
    if finding.subject.startswith("lines["):
        number, _, name = finding.subject.removeprefix("lines[").partition("].")
        return f"#id_lines-{number}-{'started' if name == 'starts' else name or 'minutes'}"
    known = (*LABELS, "next_visit", "pain_before", "pain_after", "started", "ended", "lines")
    return f"#at-{finding.subject}" if finding.subject in known else "#at-gates"


def _some(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
