"""Writes the billing room's entries into the ledger: postings first, the entry last, nothing twice."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from medmassage.billing import ledger
from medmassage.clinic import access
from medmassage.clinic.models import Claim, Entry, Membership, Patient, Posting
from medmassage.clinic.services.outcome import Refused


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
    return enter(member, ledger.patient_payment(f"pay:{key}", on, amount, memo), patient=patient)
