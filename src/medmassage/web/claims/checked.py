"""A claim with the fourth gate's answer, each finding with the field that mends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medmassage.clinic import access
from medmassage.clinic.models import Claim, Membership
from medmassage.clinic.services import claiming
from medmassage.finding import Finding, Level, Verdict
from medmassage.web.claims.mending import field_address

NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Mend:
    """A finding, where it is mended (nowhere: an owner has to), and whether this person may go past it."""

    finding: Finding
    address: str
    may_pass: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """A claim as it stands. What was sent is not asked again."""

    claim: Claim
    verdict: Verdict
    mends: tuple[Mend, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it may leave as it is."""
        return self.verdict.passes

    @property
    def asks_reasons(self) -> bool:
        """Whether a reason may let it pass something."""
        return any(m.may_pass for m in self.mends)


def check(who: Membership, claim: Claim, reasons: Mapping[str, str] = NO_REASONS) -> Checked:
    """Ask the fourth gate about a claim being prepared."""
    verdict = claiming.claim_check(claim) if claim.status == Claim.Status.DRAFT else Verdict("payable")
    return _checked(who, claim, verdict, reasons)


def check_all(who: Membership, claims: Sequence[Claim]) -> list[Checked]:
    """Ask the fourth gate about all of a list at once, which costs little more than asking about one."""
    drafts = [claim for claim in claims if claim.status == Claim.Status.DRAFT]
    verdicts = dict(zip((claim.pk for claim in drafts), claiming.claims_check(drafts), strict=True))
    return [_checked(who, claim, verdicts.get(claim.pk, Verdict("payable"))) for claim in claims]


def _checked(who: Membership, claim: Claim, verdict: Verdict, reasons: Mapping[str, str] = NO_REASONS) -> Checked:
    weighty = (f for f in verdict.findings if f.level > Level.NOTE)
    mends = (
        Mend(f, field_address(who, claim, f.subject), access.may_pass(who, f), reasons.get(f.rule, "")) for f in weighty
    )
    return Checked(claim, verdict, tuple(mends))
