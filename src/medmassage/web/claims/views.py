"""The claims screen: visits to bill, and the claims of one stage."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, selectors
from medmassage.clinic.models import Case, Claim, Membership, Visit, WorkItem
from medmassage.clinic.services import claiming
from medmassage.clinic.services.outcome import Refused
from medmassage.money import ZERO
from medmassage.web.claims.checked import check_all
from medmassage.web.claims.mending import refused_address
from medmassage.web.doors import member

S = Claim.Status
# Tab → the statuses behind it; the one that needs work first.
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ready": ("Being prepared", (S.DRAFT,)),
    "sent": ("Sent", (S.SENT, S.RECEIVED, S.ACCEPTED)),
    "rejected": ("Rejected", (S.REJECTED,)),
    "denied": ("Denied", (S.DENIED,)),
    "paid": ("Paid", (S.PAID,)),
}
EMPTY = {
    "ready": "No claim is being prepared. Signed visits of patients with coverage appear here, to be billed.",
    "sent": "No claim waits for an answer.",
    "rejected": "No claim was rejected.",
    "denied": "No claim was denied as a whole. Single services that were denied stand under “To look at”.",
    "paid": "No claim has been answered yet. Take in the payer’s 835 file.",
}
A_PAGE = 25


@dataclass(frozen=True)
class Group:
    """Signed visits of one case that no claim carries yet."""

    case: Case
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Tab:
    """A stage with how many claims stand in it."""

    stage: str
    words: str
    count: int


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Visits to bill and the claims of one stage."""
    return page(request)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Gather the chosen visits of one case into a claim. Pressing twice makes one claim."""
    who = member(request)
    access.require(who, Claim, write=True)
    chosen = list(access.rows(who, Visit).filter(pk__in=_uuids(request.POST.getlist("visit"))))
    if made := _made_already(who, chosen):
        return redirect("web:claim", pk=made.pk)
    try:
        return redirect("web:claim", pk=claiming.claim_prepare(who, visits=chosen).pk)
    except Refused as wrong:
        coverage = chosen[0].case.coverage_id if chosen else None
        return page(request, str(wrong), 422, refused_address(wrong, coverage))


def page(request: HttpRequest, problem: str = "", status: int = 200, mend: str = "") -> HttpResponse:
    """The list, with what is in the way on top."""
    who = member(request)
    stage = request.GET.get("stage", "ready")
    stage = stage if stage in STAGES else "ready"
    claims_of_stage = Paginator(selectors.claims(who, STAGES[stage][1]).prefetch_related("visits"), A_PAGE)
    shown = claims_of_stage.get_page(request.GET.get("page"))
    groups = to_bill(who) if stage == "ready" else []
    work = list(selectors.open_work(who))
    access.audit_list(who, "claims", _patients(shown, groups, work))
    context = {
        "stage": stage,
        "tabs": tabs(who),
        "page": shown,
        "rows": check_all(who, list(shown)),
        "total": sum((claim.total for claim in shown), ZERO),
        "groups": groups,
        "waiting": sum(len(group.visits) for group in groups),
        "work": work,
        "open_amount": sum((item.amount for item in work if item.amount > 0), ZERO),
        "empty": EMPTY[stage],
        "problem": problem,
        "mend": mend,
    }
    return render(request, "claims/list.html", context, status=status)


def tabs(who: Membership) -> list[Tab]:
    """The stages with their counts, in one query."""
    found = selectors.claim_counts(who)
    return [Tab(name, words, sum(found.get(s, 0) for s in of)) for name, (words, of) in STAGES.items()]


def to_bill(who: Membership) -> list[Group]:
    """Signed visits without a claim, a group a case."""
    groups: dict[uuid.UUID, list[Visit]] = {}
    for visit in selectors.unbilled(who):
        groups.setdefault(visit.case_id, []).append(visit)
    return [Group(visits[0].case, tuple(visits)) for visits in groups.values()]


def _patients(shown: Sequence[Claim], groups: Sequence[Group], work: Sequence[WorkItem]) -> list[uuid.UUID]:
    waiting = (item.claim.patient_id for item in work if item.claim)
    return [*(claim.patient_id for claim in shown), *(group.case.patient_id for group in groups), *waiting]


def _made_already(who: Membership, visits: Sequence[Visit]) -> Claim | None:
    """The one live claim that carries exactly these visits."""
    found = access.rows(who, Claim).filter(visits__in=visits, replaced_by__isnull=True).distinct()
    pks = {visit.pk for visit in visits}
    return next((c for c in found if set(c.visits.values_list("pk", flat=True)) == pks), None)


def _uuids(words: Sequence[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(word) for word in words]
    except ValueError:
        raise access.Denied from None
