"""What the gates answer on the charting page: what stands in the way, what to keep in mind, where it is settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medmassage.clinic import access, gates, histories
from medmassage.clinic.models import Membership, NoteLine, Visit
from medmassage.clinic.services import charting
from medmassage.finding import Basis, Finding, Level, Verdict
from medmassage.web.patients.ways import Ways, ways
from medmassage.web.today.lights import discreet

# Where on the page a finding about a part of the note is settled: #at-PART.
PLACES = (
    "subjective",
    "objective",
    "assessment",
    "plan",
    "next_visit",
    "pain_before",
    "pain_after",
    "started",
    "ended",
    "lines",
)


@dataclass(frozen=True)
class Standing:
    """A finding that keeps the note from being signed, and whether this person may go past it with a reason."""

    finding: Finding
    may_pass: bool
    reason: str
    ways: Ways = ()


def verdicts_of(who: Membership, visit: Visit, lines: Sequence[NoteLine | charting.Line]) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, as this role may see them."""
    return discreet(who, gates.for_visit(visit, lines))


def checks_of(verdicts: Sequence[Verdict]) -> list[tuple[Finding, str, str, tuple[Basis, ...]]]:
    """What must hold before signing, each open point with the place that settles it. Precautions stand elsewhere."""
    least = {"note": Level.CAUTION}
    weighty = [f for v in verdicts for f in v.findings if f.level >= least.get(v.gate, Level.UNKNOWN)]
    return [(f, f.message, _address(f), f.basis) for f in sorted(weighty, key=lambda f: -f.level)]


def history_of(visit: Visit) -> tuple[str, str]:
    """Whether the history was reviewed on the day of the visit, as an answer and in words."""
    if histories.reviewed_on(visit):
        return "yes", "History reviewed today"
    unread = histories.unread(visit.patient)
    return "with_care", unread[0].message if unread else "Nobody asked today what is new since last time"


def sources_of(checks: Sequence[tuple[Finding, str, str, tuple[Basis, ...]]]) -> list[Basis]:
    """What the open points rest on, each source once."""
    return list(dict.fromkeys(basis for _, _, _, bases in checks for basis in bases))


def standing(who: Membership, visit: Visit, verdicts: Sequence[Verdict], reasons: Mapping[str, str]) -> list[Standing]:
    """The findings of the gates that stop or are unknown."""
    return [
        Standing(f, access.may_pass(who, f), reasons.get(f.rule, ""), ways(who, f, visit.case, visit.therapist))
        for v in verdicts
        for f in v.findings
        if f.level >= Level.UNKNOWN
    ]


def open_points(verdicts: Sequence[Verdict]) -> int:
    """How many findings keep the note from being signed: those that stop, and what is carried over untouched."""
    return sum(f.level >= Level.UNKNOWN or "carried" in f.details for v in verdicts for f in v.findings)


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
    return f"#at-{finding.subject}" if finding.subject in PLACES else "#at-gates"
