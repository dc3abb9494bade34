"""The wallet: what therapists and the clinic hold, the scans of it, and each look at the primary source."""

from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, scans, wallets
from medmassage.clinic.models import Credential, CredentialScan, Membership, Therapist, Verification
from medmassage.clinic.services.outcome import Refused

# Kinds whose code is the letters behind a name, as the issuer's data file has them.
LETTERED = (Credential.Kind.LICENSE, Credential.Kind.CERTIFICATION)


@transaction.atomic
def credential_add(member: Membership, *, therapist: Therapist | None, **facts: Any) -> Credential:
    """Put a paper into a therapist's wallet, or (without a therapist) among the clinic's own."""
    access.require(member, Credential, write=True)
    access.same_clinic(member, therapist)
    _own_wallet(member, therapist)
    credential = Credential(clinic=member.clinic, therapist=therapist)
    _fill(credential, facts)
    return credential


@transaction.atomic
def credential_change(member: Membership, *, credential: Credential, **facts: Any) -> Credential:
    """Correct a paper, or enter that it was given up."""
    credential = access.write(member, Credential, credential.pk)
    _own_wallet(member, credential.therapist)
    _fill(credential, facts)
    return credential


@transaction.atomic
def scan_add(member: Membership, *, credential: Credential, name: str, content: bytes) -> CredentialScan:
    """Keep a scan of a paper (PDF, PNG or JPEG, 10 MB at most), byte for byte. The same scan is kept once."""
    access.require(member, CredentialScan, write=True)
    access.same_clinic(member, credential)
    credential = access.write(member, Credential, credential.pk)
    _own_wallet(member, credential.therapist)
    facts = scans.kept(name, content)
    known = CredentialScan.objects.filter(credential=credential, content=content).first()
    return known or CredentialScan.objects.create(clinic=member.clinic, credential=credential, **facts)


@transaction.atomic
def verification_add(
    member: Membership, *, credential: Credential, on: date, source: str, found: str, ends: date | None = None,
    seen: str = "", name: str = "", content: bytes | None = None,
) -> Verification:  # fmt: skip
    """Enter what the primary source said of a paper on a day, with the screen as evidence. It is never changed.

    ``ends``: the end that the source shows. ``content``: a PDF, PNG or JPEG of what was seen.
    """
    access.require(member, Verification, write=True)
    access.same_clinic(member, credential)
    _not_to_come(member, on)
    verification = Verification(
        clinic=member.clinic, credential=credential, on=on, by=member.user, source=source, found=found, ends=ends,
        seen=seen, **scans.kept(name, content),
    )  # fmt: skip
    verification.full_clean(exclude=["content"])
    verification.save()
    return verification


@transaction.atomic
def npi_verify(member: Membership, *, therapist: Therapist, **seen: Any) -> Verification:
    """Enter what the NPI registry said of the therapist's NPI. The number is the therapist's own, never typed twice."""
    access.require(member, Verification, write=True)
    access.same_clinic(member, therapist)
    if not therapist.npi:
        raise Refused("No NPI is entered for this therapist yet. Enter it first, then compare it.")
    access.one_at_a_time(member)  # no constraint keeps a second row of the same NPI out
    credential, _ = Credential.objects.get_or_create(
        clinic=member.clinic, therapist=therapist, kind=Credential.Kind.NPI, number=therapist.npi
    )
    return verification_add(member, credential=credential, **seen)


def _not_to_come(member: Membership, on: date) -> None:
    if on > clock.today(member.clinic):
        raise Refused(f"{on:%-d %b %Y} is still to come.", "on")


def _own_wallet(member: Membership, therapist: Therapist | None) -> None:
    if not wallets.keeps(member, therapist):
        raise access.Denied


def _fill(credential: Credential, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(credential, name, value.strip() if isinstance(value, str) else value)
    credential.state = credential.state.upper()
    if credential.kind in LETTERED:
        credential.code = credential.code.upper()
    credential.full_clean()
    credential.save()
