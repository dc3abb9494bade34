"""What stands in the way of a visit, and for each point whether this person may go past it with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medmassage.clinic import access
from medmassage.clinic.models import Case, Membership, Therapist
from medmassage.finding import Finding, Level, Verdict
from medmassage.web.patients.ways import Ways, ways
from medmassage.web.today.lights import discreet


@dataclass(frozen=True, slots=True)
class Stop:
    """One finding that stops or is unknown. ``said`` is the reason typed so far, ``ways`` lead to what is missing."""

    finding: Finding
    passable: bool
    said: str = ""
    ways: Ways = ()


def stops(
    member: Membership, verdicts: Iterable[Verdict], reasons: Mapping[str, str], case: Case, therapist: Therapist | None
) -> list[Stop]:
    """All stops of several gates, those that nobody here may pass first."""
    weighing = [f for v in verdicts for f in v.findings if f.level >= Level.UNKNOWN]
    closed = [f for f in weighing if not access.may_pass(member, f)]
    shown = [v.findings[0] for v in dict.fromkeys(discreet(member, [Verdict.of(f.gate, [f]) for f in closed]))]
    passable = [f for f in weighing if access.may_pass(member, f)]
    return [
        *(Stop(f, False, ways=ways(member, f, case, therapist)) for f in shown),
        *(Stop(f, True, reasons.get(f.rule, ""), ways(member, f, case, therapist)) for f in passable),
    ]


def cautions(member: Membership, verdicts: Iterable[Verdict]) -> list[Finding]:
    """What does not stop but must be kept in mind."""
    return [f for v in discreet(member, list(verdicts)) for f in v.findings if f.level == Level.CAUTION]
