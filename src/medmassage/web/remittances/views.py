"""The remittance screen: preview with reasons in plain words, one button that posts, what is left to do."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, selectors
from medmassage.clinic.models import Remittance
from medmassage.clinic.services import posting
from medmassage.clinic.services.outcome import Refused
from medmassage.web.doors import member
from medmassage.web.remittances.decided import whole

A_PAGE = 25


@require_GET
def remittances(request: HttpRequest) -> HttpResponse:
    """What came in, newest first, and the work that is left of it."""
    who = member(request)
    found = access.rows(who, Remittance).defer("content")
    work = list(selectors.open_work(who))
    access.audit_list(who, "worklist", [item.claim.patient_id for item in work if item.claim])
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "waiting": found.filter(posted_at__isnull=True).count(),
        "work": work,
    }
    return render(request, "remittances/list.html", context)


@require_GET
def remittance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One payment: what posting would do, or what it did."""
    return _page(request, access.read(member(request), Remittance, pk))


@require_POST
def post(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Post all of it. Posting again changes nothing and says so."""
    who = member(request)
    access.require(who, Remittance, write=True)
    found = access.read(who, Remittance, pk)
    try:
        posted = posting.remittance_post(who, remittance=found)
    except Refused as wrong:
        return _page(request, found, str(wrong), 422)
    if posted.entries or posted.work:
        messages.success(request, f"Posted: {posted.entries} entered, {posted.work} left to look at.")
    else:
        messages.info(request, "This was posted before. Nothing was entered twice.")
    return redirect("web:remittance", pk=pk)


def _page(request: HttpRequest, found: Remittance, problem: str = "", status: int = 200) -> HttpResponse:
    who = member(request)
    shown = whole(who, found)
    access.audit_list(who, f"remittance {found.pk}", [row.claim.patient_id for row in shown.rows if row.claim])
    context: dict[str, Any] = {
        "remittance": found,
        "shown": shown,
        "work": found.work.filter(done_at__isnull=True).select_related("claim__patient"),
        "done": found.work.filter(done_at__isnull=False),
        "problem": problem,
    }
    return render(request, "remittances/remittance.html", context, status=status)
