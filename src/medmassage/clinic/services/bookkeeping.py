"""Writes the billing room's entries into the ledger: postings first, the entry last, nothing twice."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from medmassage.billing import ledger
from medmassage.clinic import access, clock
from medmassage.clinic.models import Claim, Entry, Membership, Patient, Posting
from medmassage.clinic.services.outcome import Refused

LONGEST_REASON = 100


@transaction.atomic
def enter(
    member: Membership,
    entry: ledger.Entry,
    *,
    claim: Claim | None = None,
    claims: Mapping[str, Claim] | None = None,
    patient: Patient | None = None,
) -> Entry | None:
    """Enter one event. An event whose key stands in the ledger already is left alone and ``None`` returned.

    ``claims`` finds the claim of a posting by its control number; ``claim``/``patient`` serve for all postings.
    """
    access.require(member, Entry, write=True)
    access.same_clinic(member, claim, patient, *(claims or {}).values())
    if Entry.objects.filter(clinic=member.clinic, key=entry.key).exists():
        return None
    new = uuid.uuid4()
    by_number = claims or {}
    for posting in entry.postings:
        about = by_number.get(posting.claim, claim)
        Posting.objects.create(
            clinic=member.clinic,
            entry_id=new,
            account=posting.account,
            amount=posting.amount,
            patient=about.patient if about else patient,
            claim=about,
            line=posting.line,
        )
    return Entry.objects.create(
        id=new,
        clinic=member.clinic,
        key=entry.key,
        on=entry.on,
        kind=entry.kind,
        memo=entry.memo,
        author=member.user,
    )


def enter_all(member: Membership, entries: Iterable[ledger.Entry], claims: Mapping[str, Claim]) -> int:
    """Enter several events; how many were new."""
    return sum(enter(member, entry, claims=claims) is not None for entry in entries)


def patient_pays(
    member: Membership, *, patient: Patient, amount: Decimal, on: date, key: str, memo: str
) -> Entry | None:
    """A payment by the patient. ``key`` names the form, so that pressing twice pays once."""
    if amount <= 0:
        raise Refused("A payment is more than nothing.", "amount")
    try:
        return enter(member, ledger.patient_payment(f"pay:{key}", on, amount, memo), patient=patient)
    except IntegrityError:
        # The same form came twice at the same moment, and the other one was first.
        if access.rows(member, Entry).filter(key=f"pay:{key}").exists():
            return None
        raise


@transaction.atomic
def entry_reverse(member: Membership, *, entry: Entry, reason: str) -> Entry | None:
    """Take back a patient's payment that was typed wrong: an entry with the signs turned and the reason in its words.

    Taken back before, it is left alone and ``None`` returned. Raises :class:`Refused` for any other entry, since what
    a payer paid is reversed by the payer's own 835, and without a reason.
    """
    entry = access.write(member, Entry, entry.pk)
    if entry.kind != "patient_payment":
        raise Refused("Only a patient's payment is taken back by hand. A payer takes its own back by an 835.")
    if not reason.strip():
        raise Refused("Say why it is taken back.", "reason")
    turned = ledger.reverse(recorded(entry), f"reverse:{entry.pk}", clock.today(member.clinic))
    words = f"{reason.strip()[:LONGEST_REASON]} · {turned.memo}"[:200]
    whose = entry.postings.exclude(patient=None).select_related("patient").first()
    return enter(member, replace(turned, memo=words), patient=whose.patient if whose else None)


@transaction.atomic
def charge_reverse(member: Membership, claim: Claim) -> Entry | None:
    """Take back what a claim charged, once: it will not be paid under this number. What was posted on it stays."""
    access.same_clinic(member, claim)
    charged = access.rows(member, Entry, write=True).filter(key=f"charge:{claim.control_number}").first()
    if charged is None:
        return None
    turned = ledger.reverse(recorded(charged), f"reverse:{claim.control_number}", clock.today(member.clinic))
    return enter(member, turned, claim=claim)


def recorded(entry: Entry) -> ledger.Entry:
    """The billing room's entry of a row."""
    postings = tuple(
        ledger.Posting(row.account, row.amount, str(row.patient_id or ""), str(row.claim or ""), row.line)
        for row in entry.postings.select_related("claim")
    )
    return ledger.Entry(entry.key, entry.on, entry.kind, entry.memo, postings)
