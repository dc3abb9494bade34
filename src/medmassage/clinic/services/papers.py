"""PDF papers of stored records. Each goes through the door and leaves an audit row that the paper was made."""

from datetime import date

from django.db import transaction

from medmassage.billing import cms1500
from medmassage.clinic import access, clock
from medmassage.clinic.models import Claim, Membership, Note, Patient, Posting, Visit
from medmassage.clinic.papers import body
from medmassage.clinic.papers import note as note_paper
from medmassage.clinic.papers import statement as statement_paper
from medmassage.clinic.services.claiming import sent_as
from medmassage.clinic.services.outcome import Refused
from medmassage.documents import cms1500 as form
from medmassage.documents.pdf import render
from medmassage.finding import Finding


@transaction.atomic
def note_pdf(member: Membership, visit: Visit) -> bytes:
    """The visit note, signed or not; an unsigned one says so. Raises :class:`Refused` when there is none."""
    access.require(member, Note)
    access.same_clinic(member, visit)
    note = access.rows(member, Note).filter(visit=visit).first()
    if note is None:
        raise Refused("Nothing has been charted for this visit yet.")
    access.audit_read(member, note, "note as PDF")
    return render("note", note_paper.data(member, visit, note), pictures=body.pictures(note))


@transaction.atomic
def cms1500_pdf(member: Membership, claim: Claim, mode: str, *, x: float = 0, y: float = 0) -> bytes:
    """The claim on the CMS-1500: ``overlay`` for the blank red form, ``full`` as a readable page.

    ``x`` and ``y`` move the characters by points, for a printer that is off. Raises
    :class:`~medmassage.documents.pdf.DocumentError` for another mode.
    """
    access.require(member, Claim)
    access.same_clinic(member, claim)
    access.audit_read(member, claim, f"CMS-1500, {mode}")
    return form.pdf(cms1500.pages(sent_as(claim)), mode, x=x, y=y)


def cms1500_cautions(member: Membership, claim: Claim) -> tuple[Finding, ...]:
    """What the paper form cannot hold whole."""
    access.require(member, Claim)
    access.same_clinic(member, claim)
    return cms1500.cautions(sent_as(claim))


@transaction.atomic
def statement_pdf(member: Membership, patient: Patient, on: date | None = None) -> bytes:
    """What was charged, paid and is left to pay, as of ``on`` (today)."""
    access.require(member, Posting)
    access.same_clinic(member, patient)
    access.audit_read(member, patient, "statement as PDF")
    return render("statement", statement_paper.data(member, patient, on or clock.today(member.clinic)))
