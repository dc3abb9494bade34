"""Reports to the referring provider: drafted from the record, edited, signed, and kept as they left."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from medmassage.care.report_due import ReportDue, next_report
from medmassage.clinic import access, clock, inputs
from medmassage.clinic.models import Case, Membership, ProgressReport, ReportDraft, ReportKind, Therapist, Visit
from medmassage.clinic.papers import progress as paper
from medmassage.clinic.papers import words as printed
from medmassage.clinic.papers.sections import Facts
from medmassage.clinic.services.outcome import Refused, Stale
from medmassage.documents.pdf import render

LONGEST = 6000


@transaction.atomic
def report_start(member: Membership, *, case: Case, kind: str) -> ReportDraft:
    """The open draft of this kind, a new one where there is none. Raises :class:`Refused` without an order."""
    access.require(member, ReportDraft, write=True)
    access.same_clinic(member, case)
    if kind not in ReportKind.values:
        raise Refused("Choose one of the list.", "kind")
    # The lock makes two who start the same report come one after the other.
    case = access.rows(member, Case).select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    paper.facts(case, kind, clock.today(member.clinic))
    found, _ = ReportDraft.objects.get_or_create(
        case=case,
        kind=kind,
        signed_at=None,
        defaults={"clinic": member.clinic, "patient": case.patient, "author": member.user},
    )
    return found


def words_of(drafted: ReportDraft, given: Facts) -> dict[str, str]:
    """The words of each section: those written by hand, else those of the record."""
    return {name: drafted.sections.get(name, text) for name, text in paper.drafted(given).items()}


def facts_of(drafted: ReportDraft, on: date | None = None) -> Facts:
    """What the report stands on, as of ``on`` (today). Raises :class:`Refused` without an order."""
    return paper.facts(drafted.case, drafted.kind, on or clock.today(drafted.clinic))


@transaction.atomic
def report_save(member: Membership, *, drafted: ReportDraft, sections: Mapping[str, str], version: int) -> ReportDraft:
    """Keep the words that differ from the record; those that are the record's own stay with it.

    Raises :class:`~medmassage.clinic.services.outcome.Stale` when somebody saved since ``version``.
    """
    drafted = _open(member, drafted)
    ours = paper.drafted(facts_of(drafted))
    typed = {name: _clean(text) for name, text in sections.items() if name in ours}
    kept = {**drafted.sections, **typed}
    kept = {name: text for name, text in kept.items() if text != _clean(ours.get(name, ""))}
    if kept == drafted.sections:
        return drafted  # the same words, sent twice or from another tab: nobody loses anything
    if version != drafted.version:
        raise Stale("Somebody saved this report since you opened it. Nothing was overwritten; open it again.")
    drafted.sections, drafted.version = kept, drafted.version + 1
    drafted.save(update_fields=["sections", "version"])
    return drafted


def drafted_anew(drafted: ReportDraft, section: str) -> str:
    """The record's own words of one section, to take them again."""
    return paper.drafted(facts_of(drafted)).get(section, "")


@transaction.atomic
def report_preview(member: Membership, *, drafted: ReportDraft) -> bytes:
    """The paper as it would leave now; it says that nobody has signed it."""
    access.require(member, ReportDraft)
    access.same_clinic(member, drafted)
    access.audit_read(member, drafted, "report as PDF")
    return _pdf(member, drafted)


@transaction.atomic
def report_sign(member: Membership, *, drafted: ReportDraft, on: date | None = None) -> ProgressReport:
    """Sign the draft and keep the paper of ``on`` (today) byte for byte. Signing twice is signing once."""
    access.require(member, ProgressReport, write=True)
    known = access.write(member, ReportDraft, drafted.pk)
    if known.report:
        return known.report
    now, today = clock.now(), clock.today(member.clinic)
    on = on or today
    if on > today:
        raise Refused(f"{on:%-d %b %Y} is still to come.", "on")
    given = facts_of(known, on)
    known.sections = words_of(known, given)
    if not any(text.strip() for text in known.sections.values()):
        raise Refused("Nothing is written yet.")
    content = _pdf(member, known, on, _signature(member, given.case))
    kept = _kept(member, known, on, content)
    known.signed_at, known.signed_by, known.report = now, member.user, kept
    known.save(update_fields=["sections", "signed_at", "signed_by", "report"])
    return kept


@transaction.atomic
def report_send(
    member: Membership, *, case: Case, kind: str = ReportKind.PROGRESS, on: date | None = None
) -> ProgressReport:
    """Start the report and sign it as the record drafts it."""
    return report_sign(member, drafted=report_start(member, case=case, kind=kind), on=on)


@transaction.atomic
def report_discard(member: Membership, *, drafted: ReportDraft) -> None:
    """Take an unsigned draft out; the access log keeps that it was there."""
    _open(member, drafted).delete()


def due(case: Case, on: date) -> ReportDue | None:
    """When the counting rule of state and payer wants the next progress report, with its source."""
    return next_report(inputs.care_case(case), on)


def offered(case: Case) -> ReportKind:
    """The kind that comes next: the first after the first signed visit, the last at closing, else one of progress."""
    kinds = {report.kind for report in case.reports.all()}
    if case.closed_on:
        return ReportKind.DISCHARGE
    signed = sum(visit.status == Visit.Status.SIGNED for visit in case.visits.all())
    return ReportKind.INITIAL if not kinds and signed <= 1 else ReportKind.PROGRESS


def _open(member: Membership, drafted: ReportDraft) -> ReportDraft:
    found = access.write(member, ReportDraft, drafted.pk)
    if found.signed_at:
        raise Refused("This report is signed already. What left is kept; start another one.")
    return found


def _clean(text: str) -> str:
    """As a browser sends it back: one kind of line end, no space at the ends."""
    return "\n".join(text.replace("\0", "").strip().splitlines())[:LONGEST]


def _pdf(member: Membership, drafted: ReportDraft, on: date | None = None, signature: str = "") -> bytes:
    given = facts_of(drafted, on)
    return render("progress", paper.data(member, given, words_of(drafted, given), signature))


def _signature(member: Membership, case: Case) -> str:
    """Such as "Signed electronically on 24 Nov 2026, 9:10 am: Theo Marchetti, LMT (MD M05120) · NPI 1033167382"."""
    who = Therapist.objects.filter(clinic=member.clinic, user=member.user).first()
    name = printed.therapist(who, case.state) if who else member.user.name
    number = f"NPI {who.npi}" if who and who.npi else ""
    at = printed.moment(clock.local(member.clinic, clock.now()))
    return f"Signed electronically on {at}: {printed.DOT.join(part for part in (name, number) if part)}"


def _kept(member: Membership, drafted: ReportDraft, on: date, content: bytes) -> ProgressReport:
    digest = hashlib.sha256(content).hexdigest()
    if ProgressReport.objects.filter(case=drafted.case, sent_on=on, digest=digest).exists():
        raise Refused("This very paper was signed a moment ago. It is kept once.")
    return ProgressReport.objects.create(
        clinic=member.clinic, patient=drafted.patient, case=drafted.case, kind=drafted.kind, sent_on=on,
        content=content, digest=digest,
    )  # fmt: skip
