"""What stands in the way of a visit, and for each point whether this person may go past it with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medmassage.clinic import access
from medmassage.clinic.models import Membership
from medmassage.finding import Finding, Level, Verdict
from medmassage.web.today.lights import discreet


@dataclass(frozen=True, slots=True)
class Stop:
    """One finding that stops or is unknown. ``said`` is the reason typed so far."""

    finding: Finding
    passable: bool
    said: str = ""


def stops(member: Membership, verdicts: Iterable[Verdict], reasons: Mapping[str, str]) -> list[Stop]:
    """All stops of several gates, those that nobody here may pass first."""
    weighing = [f for v in verdicts for f in v.findings if f.level >= Level.UNKNOWN]
    passable = [Stop(f, True, reasons.get(f.rule, "")) for f in weighing if access.may_pass(member, f)]
    closed = [f for f in weighing if not access.may_pass(member, f)]
    shown = discreet(member, [Verdict.of(f.gate, [f]) for f in closed])
    return [*(Stop(v.findings[0], False) for v in dict.fromkeys(shown)), *passable]


def cautions(member: Membership, verdicts: Iterable[Verdict]) -> list[Finding]:
    """What does not stop but must be kept in mind."""
    return [f for v in discreet(member, list(verdicts)) for f in v.findings if f.level == Level.CAUTION]
