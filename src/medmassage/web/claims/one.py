"""One claim: what it says, what keeps it back, what came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from medmassage.billing.claim import Claim as Sent
from medmassage.billing.claim import Line
from medmassage.billing.ledger import PAYER
from medmassage.clinic import access, selectors
from medmassage.clinic.models import Claim, Entry, Submission
from medmassage.clinic.services import claiming, correcting, papers
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import icd10cm, place, procedure
from medmassage.money import ZERO, show
from medmassage.web.claims.checked import NO_REASONS, check
from medmassage.web.claims.mending import refused_address
from medmassage.web.doors import member
from medmassage.web.ledger.words import in_words, kind
from medmassage.web.papers import download
from medmassage.web.reasons import reasons_from

LETTERS = "ABCDEFGHIJKL"
LONGEST_NUMBER = 50
FREQUENCIES = {"1": "Original claim", "7": "Replacement of an earlier claim", "8": "Void of an earlier claim"}


@dataclass(frozen=True)
class Service:
    """A line of the claim, as a person reads it."""

    on: date
    code: str
    words: str
    pointers: str
    minutes: int | None
    units: int
    charge: Decimal


@dataclass(frozen=True)
class CameBack:
    """One answer to a claim: when, what it is called, what it says."""

    at: datetime
    kind: str
    words: str


@require_GET
def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One claim: its lines, what keeps it back, its money, what came back."""
    return _page(request, access.read(member(request), Claim, pk))


@require_POST
def refresh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Fill the claim anew from its records and check it again."""
    who = member(request)
    found = _to_write(request, pk)
    try:
        claiming.claim_refresh(who, claim=found)
    except Refused as wrong:
        return _page(request, found, str(wrong), 422, mend=refused_address(wrong, found.coverage_id))
    messages.success(request, "Filled anew from the records and checked again.")
    return redirect("web:claim", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Throw away a claim that is being prepared."""
    found = _to_write(request, pk)
    try:
        claiming.claim_discard(member(request), claim=found)
    except Refused as wrong:
        return _page(request, found, str(wrong), 422)
    messages.success(request, f"Claim {found.control_number} is gone; its visits can be billed anew.")
    return redirect("web:claims")


@require_POST
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Prepare a claim in the place of one that was answered. Pressing twice prepares one."""
    who = member(request)
    found = _to_write(request, pk)
    number = request.POST.get("payer_claim_number", "")[:LONGEST_NUMBER]
    try:
        made = correcting.claim_correct(who, claim=found, payer_claim_number=number)
    except Refused as wrong:
        return _page(request, found, str(wrong), 422, mend=refused_address(wrong, found.coverage_id))
    messages.success(request, f"{made} stands in the place of {found}. Mend what was wrong, then send it.")
    return redirect("web:claim", pk=made.pk)


@require_POST
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send one claim; what stops it is shown instead. Pressing twice sends once."""
    who = member(request)
    found = _to_write(request, pk)
    if found.status != Claim.Status.DRAFT:
        return redirect("web:claim", pk=pk)
    reasons = reasons_from(request.POST)
    try:
        result = claiming.claims_send(who, claims=[found], reasons=reasons)
    except Refused as wrong:
        return _page(request, found, str(wrong), 422, reasons)
    if result.record is None:
        return _page(request, found, "Not sent: what is marked below still keeps it back.", 422, reasons)
    messages.success(request, "The 837P file is written. Download it and hand it to your clearinghouse.")
    return redirect("web:claim", pk=pk)


@require_GET
def file_837(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The bytes that left."""
    who = member(request)
    found = access.read(who, Claim, pk)
    if found.submission_id is None:
        raise access.Denied
    sent = access.read(who, Submission, found.submission_id)
    access.audit_list(who, "837P file", sent.claims.values_list("patient_id", flat=True))
    return download(bytes(sent.content), f"{found.control_number}.837", "application/edi-x12")


@require_GET
def form_cms1500(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The CMS-1500: a full page, or only the characters for the blank red form."""
    who = member(request)
    mode = "overlay" if request.GET.get("mode") == "overlay" else "full"
    content = papers.cms1500_pdf(who, access.read(who, Claim, pk), mode)
    return download(content, f"cms1500-{mode}.pdf", "application/pdf")


def _to_write(request: HttpRequest, pk: uuid.UUID) -> Claim:
    who = member(request)
    access.require(who, Claim, write=True)
    return access.read(who, Claim, pk)


def _page(
    request: HttpRequest,
    found: Claim,
    problem: str = "",
    status: int = 200,
    reasons: Mapping[str, str] = NO_REASONS,
    mend: str = "",
) -> HttpResponse:
    who = member(request)
    sent = claiming.sent_as(found)
    checked = check(who, found, reasons)
    context: dict[str, Any] = {
        "claim": found,
        "sent": sent,
        "checked": checked,
        "verdict": checked.verdict,
        "is_draft": found.status == Claim.Status.DRAFT,
        "services": services(sent),
        "diagnoses": [(LETTERS[i], icd10cm.dotted(code), icd10cm.label(code)) for i, code in enumerate(sent.diagnoses)],
        "place": place.label(sent.place_of_service),
        "visits": found.visits.order_by("starts_at"),
        "balances": in_words(selectors.balances(who, claim=found)),
        "events": came_back(found),
        "work": found.work.filter(done_at__isnull=True),
        "done": found.work.filter(done_at__isnull=False),
        "decision": found.decisions.filter(moment="sending").prefetch_related("overrides__author").last(),
        "frequency": FREQUENCIES[sent.frequency],
        "replaced_by": getattr(found, "replaced_by", None),
        "charge_is_taken_back": access.rows(who, Entry).filter(key=f"reverse:{found}").exists(),
        "problem": problem,
        "mend": mend,
    }
    return render(request, "claims/claim.html", context, status=status)


def came_back(found: Claim) -> list[CameBack]:
    """What clearinghouse and payer said, and what was entered on their word, in the order of the days."""
    said = [CameBack(event.created_at, event.kind, event.words) for event in found.events.all()]
    moved: dict[Entry, dict[str, Decimal]] = {}
    for side in found.postings.exclude(entry__kind="charge").exclude(account=PAYER).select_related("entry"):
        sums = moved.setdefault(side.entry, {})
        sums[side.account] = sums.get(side.account, ZERO) + side.amount
    entered = [CameBack(entry.created_at, kind(entry.kind), _moved(sums)) for entry, sums in moved.items()]
    return sorted(said + entered, key=lambda one: one.at)


def _moved(sums: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{one.words.lower()} {show(one.amount)}" for one in in_words(sums)).capitalize()


def services(sent: Sent) -> list[Service]:
    """The lines of a claim, with our own words for the codes and letters for the diagnoses."""
    return [_service(line) for line in sent.lines]


def _service(line: Line) -> Service:
    letters = "".join(LETTERS[p - 1] for p in line.pointers if 0 < p <= len(LETTERS))
    code = " ".join((line.code, *line.modifiers))
    return Service(line.on, code, procedure.label(line.code) or "", letters, line.minutes, line.units, line.charge)
