"""A claim that was rejected, or decided otherwise than hoped: mended and sent again.

The ledger stays right at every moment, since a service is charged under one number at a time. The charge of a claim
that never reached a decision is taken back at once; of one that a payer decided, when its replacement leaves. Payments
that were posted stay under the number the payer gave them for: it turns them itself when it answers the replacement.
"""

from typing import TypedDict

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.claim_input import Frequency
from medmassage.clinic.models import Claim, Membership
from medmassage.clinic.services import bookkeeping, claiming
from medmassage.clinic.services.outcome import Refused

REPLACEMENT: Frequency = "7"


class _Asked(TypedDict):
    frequency: Frequency
    original_reference: str


@transaction.atomic
def claim_correct(member: Membership, *, claim: Claim, payer_claim_number: str = "") -> Claim:
    """A claim being prepared for the same visits, in the place of one that was answered. Asked again, the same one.

    Rejected before any decision: a claim of the same kind under a new number. Decided by the payer: a replacement
    (frequency 7) with the payer's number of the old one; ``payer_claim_number`` serves where no answer brought it.
    Raises :class:`Refused` for a claim without an answer or that number, and for what one claim cannot carry.
    """
    access.require(member, Claim, write=True)
    claim = access.write(member, Claim, claim.pk)
    if hasattr(claim, "replaced_by"):
        return claim.replaced_by
    if not claim.may_be_corrected:
        raise Refused("A claim is corrected after it was rejected or decided; this one waits for its answer.")
    asked = _asked(claim, payer_claim_number.strip())
    if claim.status == Claim.Status.REJECTED:
        bookkeeping.charge_reverse(member, claim)
    return claiming.draft(member, list(claim.visits.order_by("starts_at")), replaces=claim, **asked)


def _asked(claim: Claim, typed: str) -> _Asked:
    """Frequency and original reference; one that was rejected repeats its own: the payer knows no later one."""
    if claim.status == Claim.Status.REJECTED:
        before = claiming.sent_as(claim)
        return {"frequency": before.frequency, "original_reference": before.original_reference}
    number = claim.payer_claim_number or typed
    if not number:
        raise Refused(
            "No answer brought the payer's claim number. Add it from the payer's letter or site.", "payer_claim_number"
        )
    return {"frequency": REPLACEMENT, "original_reference": number}
