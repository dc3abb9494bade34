"""The law's side of a claim: what state and federal law say of billing this payer for this visit.

The scrubber of the billing room knows payers and codes; the law room knows who may be billed. A claim is asked by both.
"""

from dataclasses import replace

from medmassage.billing.claim import Claim
from medmassage.clinic import corrections
from medmassage.clinic.models import Clinic
from medmassage.finding import Finding, Level
from medmassage.law.ask import billable
from medmassage.law.question import SETTINGS, Held, Question

NOTHING_HELD = ".payer.not_held"


def findings(clinic: Clinic, claim: Claim) -> list[Finding]:
    """What law says of billing it, in the payable gate's shape.

    A stop stays one. What law leaves unknown is the payer's to decide and comes as a caution; that nothing is held of
    a payer at all is no finding, since contracts rule most of them.
    """
    question = _question(claim)
    found = billable(question, corrections.local(clinic, question.state)).findings
    return [_of_claim(one) for one in found if not one.rule.endswith(NOTHING_HELD)]


def _of_claim(finding: Finding) -> Finding:
    level = Level.CAUTION if finding.level == Level.UNKNOWN else finding.level
    return replace(finding, gate="payable", level=level, subject="payer")


def _question(claim: Claim) -> Question:
    on = claim.lines[0].on if claim.lines else claim.prepared_on
    where = (claim.facility or claim.billing_provider).address.state
    papers = claim.rendering_provider.licenses
    return Question(
        state=where,
        setting=claim.setting if claim.setting in SETTINGS else "medical_clinic",
        holds=tuple(Held(p.code, p.state, p.number, p.valid_from, p.valid_to) for p in papers),
        on=on,
        payer_kind=claim.payer.kind,
        referral=claim.referring_provider is not None,
        diagnosed=bool(claim.diagnoses) or None,
    )
