"""Remittances: kept as they came, previewed, posted once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from medmassage.billing import posting as billing
from medmassage.billing import remittance as remittances
from medmassage.clinic import access, clock
from medmassage.clinic.models import Claim, Entry, Membership, Posting, Remittance, WorkItem
from medmassage.clinic.services import bookkeeping, claiming
from medmassage.clinic.services.outcome import Refused
from medmassage.finding import Finding, Level
from medmassage.money import cents


@dataclass(frozen=True, slots=True)
class Posted:
    """How many events and pieces of work were new; both zero when it was posted before."""

    entries: int
    work: int


@transaction.atomic
def remittance_receive(member: Membership, *, name: str, content: bytes) -> list[Remittance]:
    """Keep each payment of an 835 file. The same file again is the same rows.

    Raises :class:`Refused` with the reason when the bytes are no 835.
    """
    access.require(member, Remittance, write=True)
    payments = remittances.read(content)
    if not payments:
        raise Refused("No payment stands in this file. Is it an 835?", "file")
    file = hashlib.sha256(content).hexdigest()
    return [_keep(member, name, content, f"{file}:{place}", payment) for place, payment in enumerate(payments)]


def _keep(member: Membership, name: str, content: bytes, digest: str, payment: remittances.Remittance) -> Remittance:
    kept, _ = Remittance.objects.get_or_create(
        clinic=member.clinic,
        digest=digest,
        defaults={
            "name": name[-120:],
            "content": content,
            "payer_name": payment.payer,
            "trace": payment.trace,
            "amount": payment.amount,
            "paid_on": payment.date,
        },
    )
    return kept


def payment_of(remittance: Remittance) -> remittances.Remittance:
    """The payment that this row stands for, read anew from the bytes."""
    return remittances.read(bytes(remittance.content))[int(remittance.digest.rsplit(":", 1)[1])]


def preview(member: Membership, remittance: Remittance) -> billing.Preview:
    """What posting would do: matches, what to look at, what matches nothing, balances before and after."""
    access.same_clinic(member, remittance)
    payment = payment_of(remittance)
    numbers = [c.control_number for c in payment.claims]
    seen = billing.preview(payment, open_claims(member, numbers))
    later = _replacements(member, numbers, remittance)
    return replace(seen, matches=tuple(_with_replacement(match, later) for match in seen.matches))


def _replacements(member: Membership, numbers: Sequence[str], remittance: Remittance) -> dict[str, Claim]:
    """The claims that stand in the place of these; of a posted payment, those that did when it was posted."""
    found = access.rows(member, Claim).filter(replaces__control_number__in=numbers).select_related("replaces")
    if remittance.posted_at:
        found = found.filter(created_at__lt=remittance.posted_at)
    return {claim.replaces.control_number: claim for claim in found if claim.replaces}


def _with_replacement(match: billing.Match, later: Mapping[str, Claim]) -> billing.Match:
    """Money for a claim that another one replaced is posted where the payer put it, but never silently."""
    claim = later.get(match.paid.control_number)
    if claim is None:
        return match
    left = claim.status != Claim.Status.DRAFT
    remedy = (
        f"Look at both together; the answer to {claim} is in this file or comes later."
        if left
        else f"{claim} has not left yet: look whether it is still needed."
    )
    words = f"This claim was replaced by {claim}."
    finding = Finding("remittance.replaced", "remittance", Level.CAUTION, words, remedy, match.paid.control_number)
    return replace(match, findings=(*match.findings, finding))


def open_claims(member: Membership, numbers: Sequence[str]) -> list[billing.OpenClaim]:
    """The clinic's own sent claims of these control numbers, with what stands open on each."""
    found = access.rows(member, Claim).filter(control_number__in=numbers).exclude(status=Claim.Status.DRAFT)
    return [_open_claim(claim) for claim in found.select_related("patient")]


def _open_claim(claim: Claim) -> billing.OpenClaim:
    sums = {
        row["account"]: row["sum"]
        for row in Posting.objects.filter(claim=claim).values("account").annotate(sum=Sum("amount"))
    }
    return billing.OpenClaim(
        claim=claiming.sent_as(claim),
        # SQLite adds in floating point: a settled account would come out a hair beside zero.
        balances={account: cents(Decimal(amount)) for account, amount in sums.items()},
        posted_keys=frozenset(Entry.objects.filter(postings__claim=claim).values_list("key", flat=True)),
    )


@transaction.atomic
def remittance_post(member: Membership, *, remittance: Remittance) -> Posted:
    """Post what matches: payment, adjustment, patient share; denials and the unmatched become work.

    All in one transaction: a killed process leaves nothing half done, and posting again changes nothing.
    """
    remittance = access.write(member, Remittance, remittance.pk)
    if remittance.posted_at:
        return Posted(0, 0)
    _lock_claims(member, remittance)
    seen = preview(member, remittance)
    if not seen.verdict.passes:
        raise Refused(
            "This remittance does not add up, so it is not posted by itself. " + seen.verdict.findings[0].message
        )
    numbers = [match.paid.control_number for match in seen.matches]
    claims = {c.control_number: c for c in access.rows(member, Claim).filter(control_number__in=numbers)}
    entries = bookkeeping.enter_all(member, billing.entries(seen, clock.today(member.clinic)), claims)
    _close_taken_back(member, remittance, [claims[m.paid.control_number] for m in seen.matches if m.paid.is_reversal])
    work = sum(_work(member, remittance, item, claims) for item in billing.work(seen))
    for number, status in billing.statuses(seen).items():
        claim = claims[number]
        claim.status, claim.payer_claim_number = status.status, status.payer_claim_number
        claim.save(update_fields=["status", "payer_claim_number"])
    remittance.posted_at, remittance.posted_by = clock.now(), member.user
    remittance.save(update_fields=["posted_at", "posted_by"])
    return Posted(entries, work)


def _lock_claims(member: Membership, remittance: Remittance) -> None:
    """Two payments for one claim, posted at once, count one after the other. The fixed order keeps them from waiting
    for each other."""
    numbers = [paid.control_number for paid in payment_of(remittance).claims]
    found = access.rows(member, Claim).filter(control_number__in=numbers)
    list(found.select_for_update(of=("self",)).order_by("pk"))


def _close_taken_back(member: Membership, remittance: Remittance, claims: Sequence[Claim]) -> None:
    """Denials of a decision that the payer took back are nobody's work any longer; the new decision brings its own."""
    stale = access.rows(member, WorkItem).filter(claim__in=claims, kind="denial", done_at__isnull=True)
    for item in stale.exclude(remittance=remittance):
        item.done_at, item.done_words = clock.now(), f"The payer took this decision back with payment {remittance}."
        item.save(update_fields=["done_at", "done_words"])


def _work(member: Membership, remittance: Remittance, item: billing.WorkItem, claims: dict[str, Claim]) -> bool:
    _, new = WorkItem.objects.get_or_create(
        clinic=member.clinic,
        key=item.key,
        defaults={
            "claim": claims.get(item.claim),
            "remittance": remittance,
            "kind": item.kind,
            "words": item.words,
            "amount": item.amount,
        },
    )
    return new


@transaction.atomic
def work_done(member: Membership, *, item: WorkItem, words: str) -> WorkItem:
    """Close a piece of work and say what was done. It stays on file."""
    item = access.write(member, WorkItem, item.pk)
    if item.done_at:
        return item
    if not words.strip():
        raise Refused("Say what was done.", "words")
    item.done_at, item.done_words = clock.now(), words.strip()[:300]
    item.save(update_fields=["done_at", "done_words"])
    return item
