"""A referral that comes as a FHIR file: shown as it was understood, then taken in by a second press.

Between the two the file waits in the session, which lives on the server and ends when it is idle.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Membership, Patient, Referral
from medmassage.clinic.services.outcome import Refused
from medmassage.fhir import referral_in
from medmassage.fhir.bundle import LARGEST
from medmassage.fhir.errors import FhirError
from medmassage.knowledge import anatomy
from medmassage.web.doors import member

WAITING = "referral_waiting"
WAITS = timedelta(minutes=30)
GONE = "The file is no longer at hand. Choose it again."


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; then see what it says, what is missing, and what stops it."""
    who = member(request)
    access.require(who, Referral, write=True)
    if request.method == "GET":
        return _page(request)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _page(request, "Choose a file that is not empty: the order as a FHIR Bundle (JSON).")
    content = file.read(LARGEST + 1)
    try:
        incoming = referral_in.read(content)
    except FhirError as wrong:
        request.session.pop(WAITING, None)
        return _page(request, str(wrong))
    request.session[WAITING] = {"content": content.decode("utf-8-sig"), "at": clock.now().isoformat()}
    return _shown(request, who, incoming)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take in the file that was shown. The same order twice is the one on file."""
    who = member(request)
    access.require(who, Referral, write=True)
    content = _waiting(request)
    if content is None:
        return _page(request, GONE)
    incoming = referral_in.read(content.encode())
    if request.POST.get("digest") != incoming.digest:
        return _shown(request, who, incoming, "Another file was opened since this page was. Look at this one first.")
    known = _known(who, incoming)
    try:
        kept = referral_in.receive(who, incoming, case=_case(who, request.POST.get("case", "")))
    except Refused as wrong:
        return _shown(request, who, incoming, str(wrong))
    request.session.pop(WAITING, None)
    if known:
        messages.warning(
            request, f"This order was taken in already, on {known.created_at:%-d %b %Y}. Nothing was added."
        )
    else:
        messages.success(request, f"{kept} is on file. The third gate counts by it from now on.")
    return redirect("web:referral", pk=kept.pk)


def _waiting(request: HttpRequest) -> str | None:
    kept = request.session.get(WAITING)
    if not kept or datetime.fromisoformat(kept["at"]) + WAITS < clock.now():
        request.session.pop(WAITING, None)
        return None
    return str(kept["content"])


def _case(who: Membership, pk: str) -> Case | None:
    return access.read(who, Case, pk) if pk else None


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    return render(request, "referrals/import.html", {"problem": problem}, status=422 if problem else 200)


def _shown(request: HttpRequest, who: Membership, incoming: referral_in.Incoming, problem: str = "") -> HttpResponse:
    patient = _patient(who, incoming)
    context: dict[str, Any] = {
        "incoming": incoming,
        "verdict": incoming.verdict,
        "places": [anatomy.label(region) for region in incoming.order.regions] if incoming.order else [],
        "known": _known(who, incoming),
        "patient": patient,
        "cases": access.rows(who, Case).filter(patient=patient, closed_on__isnull=True, kind=Case.Kind.MEDICAL)
        if patient
        else [],
        "problem": problem,
    }
    status = 422 if problem or incoming.stops else 200
    return render(request, "referrals/incoming.html", context, status=status)


def _known(who: Membership, incoming: referral_in.Incoming) -> Referral | None:
    return access.rows(who, Referral).filter(source_digest=incoming.digest).first()


def _patient(who: Membership, incoming: referral_in.Incoming) -> Patient | None:
    """The one person here of this name and birth date."""
    said = incoming.patient
    if said is None or said.birth_date is None:
        return None
    same = access.rows(who, Patient).filter(
        family__iexact=said.family, given__iexact=said.given, birth_date=said.birth_date
    )
    found = same[0] if len(same) == 1 else None
    if found:
        access.audit_read(who, found, "referral import")
    return found
