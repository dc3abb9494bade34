"""A visit's four lights and its tightest limit, as one role may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from medmassage.care.limits import Limit
from medmassage.clinic import access, clock, gates
from medmassage.clinic.models import Claim, HealthItem, Membership, Visit
from medmassage.clinic.services import claiming
from medmassage.finding import Finding, Level, Verdict

S = Claim.Status
# What the payable light says of a claim that has left.
SENT: dict[str, tuple[str, str]] = {
    S.SENT: ("yes", "sent"),
    S.RECEIVED: ("yes", "received"),
    S.ACCEPTED: ("yes", "accepted"),
    S.PAID: ("yes", "answered"),
    S.REJECTED: ("no", "rejected"),
    S.DENIED: ("no", "denied"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """The payable light where no verdict stands behind it. ``later``: its time has not come."""

    answer: str
    word: str
    later: bool = False
    gate: str = "payable"


@dataclass(frozen=True, slots=True)
class Lights:
    """The four gates in order, and the one number of the front desk."""

    gates: tuple[Verdict | Light, ...]
    limit: Limit | None

    @property
    def verdicts(self) -> list[Verdict]:
        """The gates that gave findings."""
        return [gate for gate in self.gates if isinstance(gate, Verdict)]

    @property
    def findings(self) -> list[Finding]:
        """What a person must see, the worst first."""
        found = [f for verdict in self.verdicts for f in verdict.findings if f.level > Level.NOTE]
        return sorted(found, key=lambda f: -f.level)

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide before the visit starts."""
        return any(not verdict.passes for verdict in self.verdicts if verdict.gate != "payable")


def of_visit(member: Membership, visit: Visit) -> Lights:
    """The lights of one visit; with the parts that ``selectors.visits_of_day`` fetches at hand, no query."""
    on = clock.local(visit.clinic, visit.starts_at).date()
    asked = discreet(member, gates.for_visit(visit))
    return Lights((*asked, payable(member, visit)), gates.tightest(visit.case, on))


def payable(member: Membership, visit: Visit) -> Verdict | Light:
    """The fourth gate: of the visit's claim where there is one, and this person may see claims."""
    if visit.case.coverage is None:
        return Light("yes", "self-pay")
    if not access.may(member, Claim):
        return Light("unknown", "not shown", later=True)
    claim = _claim(visit)
    if claim is None:
        return Light("unknown", "not asked", later=True)
    if claim.status == S.DRAFT:
        claim.clinic = visit.clinic
        return claiming.claim_check(claim)
    return Light(*SENT[claim.status])


def discreet(member: Membership, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts without what this role may not know of somebody's health: the answer stays, the reason goes."""
    if access.may(member, HealthItem):
        return tuple(verdicts)
    return tuple(_without_reasons(v) if v.gate == "safe" and v.level > Level.NOTE else v for v in verdicts)


def _without_reasons(verdict: Verdict) -> Verdict:
    kept = Finding(
        rule="safe.see_therapist",
        gate="safe",
        level=verdict.level,
        message="Something in the health history matters for this visit.",
        remedy="Ask the therapist, who can read it.",
    )
    return Verdict("safe", (kept,))


def _claim(visit: Visit) -> Claim | None:
    """The visit's claim, from the rows that came along with its case."""
    same = next((v for v in visit.case.visits.all() if v.pk == visit.pk), visit)
    return next(iter(same.claims.all()), None)
