"""From signed visits to a claim that leaves: prepared, checked, mended, sent."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, prefetch_related_objects

from medmassage.billing import professional
from medmassage.billing.claim import Claim as Sent
from medmassage.billing.ledger import charge
from medmassage.billing.scrub import payable, payable_many
from medmassage.clinic import access, bill_law, claim_input, clock
from medmassage.clinic.models import Case, Claim, Clinic, Membership, Submission, Visit
from medmassage.clinic.services import bookkeeping
from medmassage.clinic.services.outcome import Refused, Result, keep, standing
from medmassage.finding import Verdict
from medmassage.x12.write import Envelope

NOTHING: Mapping[str, Any] = {}


@transaction.atomic
def claim_prepare(member: Membership, *, visits: Sequence[Visit]) -> Claim:
    """Gather signed visits of one case into a claim being prepared. A visit stands on one live claim."""
    access.require(member, Claim, write=True)
    access.same_clinic(member, *visits)
    locked = list(access.rows(member, Visit).select_for_update(of=("self",)).filter(pk__in=[v.pk for v in visits]))
    _billable(locked)
    return draft(member, locked)


def draft(
    member: Membership,
    visits: Sequence[Visit],
    *,
    replaces: Claim | None = None,
    frequency: claim_input.Frequency = "1",
    original_reference: str = "",
) -> Claim:
    """A new claim being prepared, under the next control number. Whoever calls it looked whether it may be."""
    case = visits[0].case
    assert case.coverage is not None
    content = claim_input.claim(
        member.clinic,
        visits,
        control_number=_next_number(member.clinic),
        on=clock.today(member.clinic),
        frequency=frequency,
        original_reference=original_reference,
    )
    record = Claim(
        clinic=member.clinic,
        patient=case.patient,
        coverage=case.coverage,
        control_number=content.control_number,
        content=content.model_dump(mode="json"),
        total=content.total,
        replaces=replaces,
    )
    record.full_clean(exclude=["submission"])
    record.save()
    record.visits.set(visits)
    return record


@transaction.atomic
def claim_refresh(member: Membership, *, claim: Claim) -> Claim:
    """Fill a claim being prepared anew from its records, after something was mended."""
    claim = access.write(member, Claim, claim.pk)
    if claim.status != Claim.Status.DRAFT:
        raise Refused("This claim was sent; what was sent stays as it is.")
    before = sent_as(claim)
    content = claim_input.claim(
        member.clinic,
        list(claim.visits.order_by("starts_at")),
        control_number=claim.control_number,
        on=clock.today(member.clinic),
        frequency=before.frequency,
        original_reference=before.original_reference,
    )
    claim.content, claim.total = content.model_dump(mode="json"), content.total
    claim.save(update_fields=["content", "total"])
    return claim


@transaction.atomic
def claim_discard(member: Membership, *, claim: Claim) -> None:
    """Throw away a claim that is being prepared: its visits can be billed anew. What was sent stays on file."""
    claim = access.write(member, Claim, claim.pk)
    if claim.status != Claim.Status.DRAFT:
        raise Refused("This claim was sent; what was sent stays on file.")
    claim.visits.clear()
    claim.delete()


def claim_check(claim: Claim) -> Verdict:
    """The fourth gate, asked of the claim as it stands: payer and codes, and what law says of billing this payer."""
    content = sent_as(claim)
    return _with_law(claim.clinic, content, payable(content, clock.today(claim.clinic)))


def claims_check(claims: Sequence[Claim]) -> list[Verdict]:
    """The fourth gate asked of several claims of one clinic in one pass, in order."""
    if not claims:
        return []
    clinic = claims[0].clinic
    prefetch_related_objects([clinic], "law_notes")
    contents = [sent_as(claim) for claim in claims]
    verdicts = payable_many(contents, clock.today(clinic))
    return [_with_law(clinic, *one) for one in zip(contents, verdicts, strict=True)]


def _with_law(clinic: Clinic, content: Sent, verdict: Verdict) -> Verdict:
    return Verdict.of("payable", [*verdict.findings, *bill_law.findings(clinic, content)])


def sent_as(claim: Claim) -> Sent:
    """The billing room's claim of a record."""
    return Sent.model_validate(claim.content)


@transaction.atomic
def claims_send(
    member: Membership, *, claims: Sequence[Claim], reasons: Mapping[str, str] = NOTHING
) -> Result[Submission]:
    """Write one 837P of claims that pass, keep its bytes, and enter the charges.

    A claim that stops keeps the whole file back. A claim that was sent already is refused, so that a second
    press of the button sends nothing twice. With a replacement's charge, the charge of the claim it replaces is taken
    back. What a demo clinic sends is marked as a test (ISA15 ``T``).
    """
    access.require(member, Submission, write=True)
    # Locked in one order, so that two who send the same claims do not wait for each other.
    by_key = {pk: access.write(member, Claim, pk) for pk in sorted(c.pk for c in claims)}
    locked = [by_key[c.pk] for c in claims]
    if not locked or any(c.status != Claim.Status.DRAFT for c in locked):
        raise Refused("Choose claims that are being prepared; one of these was sent already.")
    if len({c.coverage.payer_id for c in locked}) > 1:
        raise Refused("One file goes to one payer. Send the claims of each payer by themselves.")
    verdicts = tuple(claim_check(c) for c in locked)
    if standing(member, verdicts, reasons):
        return Result(None, verdicts)
    submission = _submit(member, locked)
    for claim, verdict in zip(locked, verdicts, strict=True):
        claim.status, claim.submission, claim.sent_at = Claim.Status.SENT, submission, clock.now()
        claim.save(update_fields=["status", "submission", "sent_at"])
        keep(member, [verdict], reasons, moment="sending", claim=claim)
        if claim.replaces:
            bookkeeping.charge_reverse(member, claim.replaces)
        bookkeeping.enter(member, charge(sent_as(claim), clock.today(member.clinic)), claim=claim)
    return Result(submission, verdicts)


def _submit(member: Membership, claims: Sequence[Claim]) -> Submission:
    number = int(_next_number(member.clinic)[1:])
    envelope = Envelope(
        sender=member.clinic.tax_id or "SENDER",
        receiver=claims[0].coverage.payer.payer_id,
        at=clock.local(member.clinic, clock.now()).replace(tzinfo=None),
        control=number,
        usage="T" if member.clinic.is_demo else "P",
    )
    submitter, receiver = claim_input.submitter(member.clinic), claim_input.receiver(claims[0].coverage.payer)
    content = professional.write_claims([sent_as(c) for c in claims], submitter, receiver, envelope)
    return Submission.objects.create(
        clinic=member.clinic,
        control_number=number,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _next_number(clinic: Clinic) -> str:
    """The clinic's next control number, such as M000000042."""
    Clinic.objects.filter(pk=clinic.pk).update(last_control_number=F("last_control_number") + 1)
    clinic.refresh_from_db(fields=["last_control_number"])
    return f"M{clinic.last_control_number:09d}"


def _billable(visits: Sequence[Visit]) -> None:
    if not visits:
        raise Refused("Choose at least one signed visit.")
    if len({v.case_id for v in visits}) > 1:
        raise Refused("A claim carries visits of one case. Make one claim a case.")
    claim_input.one_therapist(visits)
    if visits[0].case.kind == Case.Kind.WELLNESS:
        raise Refused("This is wellness care: it is never billed as medical.")
    if visits[0].case.coverage is None:
        raise Refused("This case has no coverage: the patient pays, and there is nobody to bill.")
    if any(v.status != Visit.Status.SIGNED for v in visits):
        raise Refused("A visit can be billed when its note is signed.")
    if any(v.claims.filter(replaced_by__isnull=True).exists() for v in visits):
        raise Refused("One of these visits stands on a claim already.")
