"""What clearinghouse and payer send back: 999 and 277CA become events of their claims, an 835 a remittance."""

import hashlib
from collections.abc import Sequence
from decimal import InvalidOperation

from django.db import DataError, transaction

from medmassage.billing import acknowledgment
from medmassage.clinic import access
from medmassage.clinic.models import Claim, ClaimEvent, ClinicRecord, Membership, Submission
from medmassage.clinic.services import posting
from medmassage.clinic.services.outcome import Refused
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import transactions

# How far each answer moves a claim; an answer never moves one that a payment has settled.
OPEN = (Claim.Status.SENT, Claim.Status.RECEIVED, Claim.Status.ACCEPTED, Claim.Status.REJECTED)


def file_receive(member: Membership, *, name: str, content: bytes) -> Sequence[ClinicRecord]:
    """Take in a 999, 277CA or 835. The same file twice says nothing new.

    Raises :class:`Refused` in plain words when the bytes are none of these or cannot be read or kept.
    """
    access.require(member, ClaimEvent, write=True)
    if b"\0" in content:
        raise Refused(f"{name} holds zero bytes, which no X12 file has. Ask for the file again.", "file")
    try:
        return _received(member, name, content)
    except (DataError, InvalidOperation):
        raise Refused(f"{name} holds a value that is longer than its guide allows. Ask for the file again.") from None


@transaction.atomic
def _received(member: Membership, name: str, content: bytes) -> Sequence[ClinicRecord]:
    try:
        kinds = set(transactions(content))
        if kinds == {"835"}:
            return posting.remittance_receive(member, name=name, content=content)
        if kinds and kinds <= {"999", "277"}:
            return _statuses(member, content)
    except X12Error as wrong:
        raise Refused(f"{name} cannot be read: {wrong}", "file") from None
    shown = ", ".join(sorted(kinds)) or "no transaction"
    raise Refused(f"{name} holds {shown}. Files that can be taken in are 835, 999 and 277CA.", "file")


def _statuses(member: Membership, content: bytes) -> list[ClaimEvent]:
    digest = hashlib.sha256(content).hexdigest()
    kept = []
    for status in acknowledgment.statuses(content):
        for claim in _claims(member, status):
            kept.append(_keep(member, claim, status, digest))
    if not kept:
        raise Refused("This file speaks of no claim of this clinic.", "file")
    return kept


def _claims(member: Membership, status: acknowledgment.ClaimStatus) -> list[Claim]:
    """The claims an answer is about: by control number (277CA), or all of the file it acknowledges (999)."""
    # Locked, so that an answer does not overtake a payment that is being posted.
    found = access.rows(member, Claim, write=True).select_for_update(of=("self",)).order_by("pk")
    if status.claim:
        return list(found.filter(control_number=status.claim))
    if status.group_control is None:
        return []
    submission = Submission.objects.filter(clinic=member.clinic, control_number=status.group_control).first()
    return list(found.filter(submission=submission)) if submission else []


def _keep(member: Membership, claim: Claim, status: acknowledgment.ClaimStatus, digest: str) -> ClaimEvent:
    event, new = ClaimEvent.objects.get_or_create(
        claim=claim,
        kind=status.kind,
        source_digest=digest,
        words=status.words,
        defaults={"clinic": member.clinic, "patient": claim.patient, "status": status.status},
    )
    if new and status.status and claim.status in OPEN:
        claim.status = status.status
        claim.save(update_fields=["status"])
    return event
