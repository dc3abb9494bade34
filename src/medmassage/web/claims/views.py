"""The claims screen: what can be billed, what keeps a claim back, what came of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, selectors
from medmassage.clinic.models import Claim, Membership, Submission, Visit
from medmassage.clinic.services import claiming, papers
from medmassage.clinic.services.outcome import Refused
from medmassage.finding import Finding, Verdict
from medmassage.web.claims.mending import field_address
from medmassage.web.doors import member
from medmassage.web.papers import download
from medmassage.web.reasons import reasons_from

S = Claim.Status
# Tab → the statuses behind it; the one that needs work first.
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ready": ("Being prepared", (S.DRAFT,)),
    "sent": ("Sent", (S.SENT, S.RECEIVED, S.ACCEPTED)),
    "rejected": ("Rejected", (S.REJECTED,)),
    "denied": ("Denied", (S.DENIED,)),
    "paid": ("Answered", (S.PAID,)),
}


@dataclass(frozen=True)
class Checked:
    """A claim with the fourth gate's answer, and for each finding the field that mends it."""

    claim: Claim
    verdict: Verdict

    @property
    def findings(self) -> list[tuple[Finding, str]]:
        """Each finding that weighs, with the address of the field that mends it."""
        return [(f, field_address(self.claim, f.subject)) for f in self.verdict.findings if f.level]


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Visits to bill and the claims of one stage."""
    who = member(request)
    stage = request.GET.get("stage", "ready")
    stage = stage if stage in STAGES else "ready"
    found = selectors.claims(who, STAGES[stage][1])[:200]
    unbilled = list(selectors.unbilled(who))
    access.audit_list(who, "claims", [row.patient_id for row in (*found, *unbilled)])
    context = {
        "stage": stage,
        "tabs": _tabs(who),
        "rows": [_checked(c) for c in found],
        "unbilled": _by_case(unbilled),
        "work": selectors.open_work(who),
    }
    return render(request, "claims/list.html", context)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Gather the chosen visits of one case into a claim."""
    who = member(request)
    chosen = access.rows(who, Visit).filter(pk__in=_uuids(request.POST.getlist("visit")))
    try:
        made = claiming.claim_prepare(who, visits=list(chosen))
    except Refused as wrong:
        return _list_refused(request, wrong)
    return redirect("web:claim", pk=made.pk)


@require_GET
def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One claim: its lines, what keeps it back, its money, what came back."""
    found = access.read(member(request), Claim, pk)
    return _page(request, found)


@require_POST
def refresh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Fill the claim anew from its records and check it again."""
    who = member(request)
    try:
        claiming.claim_refresh(who, claim=access.read(who, Claim, pk))
    except Refused as wrong:
        return _page(request, access.read(who, Claim, pk), str(wrong), 422)
    return redirect("web:claim", pk=pk)


@require_POST
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send one claim; what stops it is shown instead."""
    who = member(request)
    found = access.read(who, Claim, pk)
    try:
        result = claiming.claims_send(who, claims=[found], reasons=reasons_from(request.POST))
    except Refused as wrong:
        return _page(request, found, str(wrong), 422)
    if result.record is None:
        return _page(request, found, "Not sent: something below still stops it.", 422)
    return redirect("web:claim", pk=pk)


@require_GET
def file_837(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The bytes that left."""
    who = member(request)
    found = access.read(who, Claim, pk)
    if found.submission_id is None:
        raise access.Denied
    sent = access.read(who, Submission, found.submission_id)
    return download(bytes(sent.content), f"{found.control_number}.837", "application/edi-x12")


@require_GET
def form_cms1500(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The CMS-1500: a full page, or only the characters for the blank red form."""
    who = member(request)
    mode = "overlay" if request.GET.get("mode") == "overlay" else "full"
    content = papers.cms1500_pdf(who, access.read(who, Claim, pk), mode)
    return download(content, f"cms1500-{mode}.pdf", "application/pdf")


def _page(request: HttpRequest, found: Claim, problem: str = "", status: int = 200) -> HttpResponse:
    who = member(request)
    checked = _checked(found)
    context = {
        "claim": found,
        "sent": claiming.sent_as(found),
        "verdict": checked.verdict,
        "findings": [(f, field_address(found, f.subject), access.may_pass(who, f)) for f in checked.verdict.findings],
        "is_draft": found.status == S.DRAFT,
        "balances": selectors.balances(who, claim=found),
        "events": found.events.all(),
        "work": found.work.filter(done_at__isnull=True),
        "problem": problem,
    }
    return render(request, "claims/claim.html", context, status=status)


def _list_refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
    context = {"problem": str(wrong), "back": reverse("web:claims")}
    return render(request, "claims/refused.html", context, status=422)


def _checked(found: Claim) -> Checked:
    if found.status == S.DRAFT:
        return Checked(found, claiming.claim_check(found))
    return Checked(found, Verdict("payable"))


def _tabs(who: Membership) -> list[tuple[str, str, int]]:
    found = access.rows(who, Claim)
    return [(name, words, found.filter(status__in=of).count()) for name, (words, of) in STAGES.items()]


def _by_case(visits: Sequence[Visit]) -> list[list[Visit]]:
    groups: dict[uuid.UUID, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.case_id, []).append(visit)
    return list(groups.values())


def _uuids(words: Sequence[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(word) for word in words]
    except ValueError:
        raise access.Denied from None
