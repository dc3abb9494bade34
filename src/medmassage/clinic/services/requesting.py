"""What a clinic asks of a physician: a clearance, a new order, the reading of a report. Sent by link or on paper."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic import asked as reads
from medmassage.clinic.models import Case, HealthItem, Membership, Physician, PhysicianRequest, ProgressReport, Referral
from medmassage.clinic.papers import request as paper
from medmassage.clinic.services import links
from medmassage.clinic.services.outcome import Refused
from medmassage.documents import qr
from medmassage.documents.pdf import render
from medmassage.knowledge.load import knowledge

K = PhysicianRequest.Kind
DAYS, MOST_DAYS = 14, 60
MOST_VISITS = 999


@transaction.atomic
def clearance_ask(
    member: Membership, *, case: Case, physician: Physician, entries: Sequence[str], words: str
) -> PhysicianRequest:
    """Ask for a clearance of these contraindications. Refuses one that no clearance can lift, or that is asked."""
    access.require(member, HealthItem)
    access.require(member, PhysicianRequest, write=True)
    access.same_clinic(member, case, physician)
    known = knowledge().entries
    liftable = [entry for entry in dict.fromkeys(entries) if entry in known and known[entry].lifted_by_clearance]
    if not liftable or len(liftable) != len(set(entries)):
        raise Refused("Choose what a physician’s clearance can lift.", "entries")
    if not words.strip():
        raise Refused("Say what is planned, so that the physician can weigh it.", "words")
    return _ask(member, case, physician, K.CLEARANCE, entries=liftable, words=words)


@transaction.atomic
def renewal_ask(member: Membership, *, referral: Referral, visits: int, until: date, words: str) -> PhysicianRequest:
    """Ask the physician of an order for a new one of so many visits. The newest report goes along where it may."""
    access.require(member, PhysicianRequest, write=True)
    access.same_clinic(member, referral)
    if not 1 <= visits <= MOST_VISITS:
        raise Refused(f"A whole number from 1 to {MOST_VISITS}.", "visits")
    if until < clock.today(member.clinic):
        raise Refused(f"{until:%-d %b %Y} is over.", "until")
    may_report = access.may(member, ProgressReport)
    report = access.rows(member, ProgressReport).filter(case=referral.case_id).first() if may_report else None
    return _ask(
        member, referral.case, referral.physician, K.RENEWAL,
        referral=referral, report=report, visits=visits, until=until, words=words,
    )  # fmt: skip


@transaction.atomic
def report_ask(member: Membership, *, report: ProgressReport) -> PhysicianRequest:
    """Let the physician of the case's order read a report that left."""
    access.require(member, ProgressReport)
    access.require(member, PhysicianRequest, write=True)
    access.same_clinic(member, report)
    referral = report.case.referrals.filter(written_on__lte=report.sent_on).first() or report.case.referrals.first()
    if referral is None:
        raise Refused("This course of care has no referral, so there is no physician to send it to.")
    return _ask(member, report.case, referral.physician, K.REPORT, report=report)


@transaction.atomic
def link_give(member: Membership, *, asked: PhysicianRequest, days: int = DAYS) -> str:
    """A new secret for the physician's page, shown this once; it opens for so many days. An earlier one is dead."""
    asked = _opened(member, asked)
    if asked.answer:
        raise Refused("This was answered. Ask anew, if there is another question.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"A whole number of days from 1 to {MOST_DAYS}.", "days")
    access.audit_read(member, asked, "link handed out")
    return links.give(asked, days=days)


@transaction.atomic
def link_letter(member: Membership, *, asked: PhysicianRequest, secret: str, address: str) -> bytes:
    """The link on paper with its QR code. ``secret`` is the one that was shown; ``address`` the whole page's."""
    asked = _opened(member, asked)
    try:
        links.find(PhysicianRequest, asked.pk, secret)
    except access.Denied:
        raise Refused("This link opens no longer. Make another, and print that.") from None
    access.audit_read(member, asked, "link on paper")
    return render("link", paper.invitation(asked, address), pictures={"qr.svg": qr.svg(address)})


@transaction.atomic
def letter_pdf(member: Membership, *, asked: PhysicianRequest) -> bytes:
    """The request as a letter with boxes for an answer by hand; once it is answered, with the answer."""
    access.require(member, PhysicianRequest)
    access.same_clinic(member, asked)
    if not reads.may_open(member, asked):
        raise access.Denied
    access.audit_read(member, asked, "request as PDF")
    return render("request", paper.letter(asked))


@transaction.atomic
def request_withdraw(member: Membership, *, asked: PhysicianRequest) -> PhysicianRequest:
    """Take a request back: its link is closed, and it waits no longer."""
    asked = reads.locked(member, asked.pk)
    if asked.answer:
        raise Refused("This was answered already; there is nothing to take back.")
    links.close(asked)
    return asked


def _opened(member: Membership, asked: PhysicianRequest) -> PhysicianRequest:
    found = access.write(member, PhysicianRequest, asked.pk)
    if not reads.may_open(member, found):
        raise access.Denied
    return found


def _ask(
    member: Membership, case: Case, physician: Physician, kind: str, words: str = "", **facts: object
) -> PhysicianRequest:
    # The lock makes two who ask the same at once come one after the other.
    access.rows(member, Case).select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    open_ = reads.waiting(PhysicianRequest.objects.filter(clinic=member.clinic, case=case, kind=kind))
    for one in open_:
        same = set(one.entries) & set(facts.get("entries", ()) or ())  # type: ignore[call-overload]  # ids, or none
        if kind == K.RENEWAL or same or (kind == K.REPORT and one.report == facts.get("report")):
            raise Refused(f"This was asked on {one.asked_on:%-d %b %Y} and waits for an answer.")
    made = PhysicianRequest(
        clinic=member.clinic, patient=case.patient, case=case, physician=physician, kind=kind, words=words.strip(),
        asked_on=clock.today(member.clinic), asked_by=member.user, **facts,
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made
