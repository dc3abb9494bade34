"""A physician's order taken in by hand, shown, and its scans."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access, clock, scans
from medmassage.clinic.models import Attachment, Case, Membership, Patient, Referral
from medmassage.clinic.services import intake
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge import anatomy
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.referrals.forms import NEW_CASE, ReferralForm
from medmassage.web.visits.regions import labels

OF_PHYSICIAN = ("npi", "given", "family", "phone", "fax")
_MOST = scans.LARGEST_SCAN + 1  # enough to see that it is too large


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An order for a new or a running course of care, with its scan."""
    who = member(request)
    access.require(who, Referral, write=True)
    patient = access.read(who, Patient, pk)
    cases = list(access.rows(who, Case).filter(patient=patient))
    start = {"case": request.GET.get("case", NEW_CASE), "setting": who.clinic.setting}
    form = ReferralForm(who, patient, cases, request.POST or None, request.FILES or None, initial=start)

    def save(facts: dict[str, Any]) -> str:
        kept, case = _take_in(who, patient, form, facts)
        messages.success(request, f"{kept} is on file. The third gate counts by it from now on.")
        return f"{reverse('web:patient', args=[pk])}?case={case.pk}"

    page = Page(
        "Add a referral", "Take it in", reverse("web:patient", args=[pk]), str(patient),
        lead="Copy what the paper says; what it does not say stays empty.", template="referrals/new.html",
    )  # fmt: skip
    chosen = form["regions"].value() or []
    return answer(request, form, page, save, regions=labels(), selected=chosen, region_part=REGION_PARTS)


REGION_PARTS = ["web/parts/bodymap.html", "visits/regions.html"]


@transaction.atomic
def _take_in(who: Membership, patient: Patient, form: ReferralForm, facts: dict[str, Any]) -> tuple[Referral, Case]:
    case = form.cases.get(facts["case"]) or _open_case(who, patient, form, facts)
    order = intake.Order(
        written_on=facts["written_on"],
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        visits=facts["visits"],
        diagnoses=facts["diagnoses"],
        regions=facts["regions"],
        order_number=facts["order_number"],
        remarks=facts["remarks"],
        physician={name: facts[name] for name in OF_PHYSICIAN},
    )
    kept = intake.referral_receive(who, case=case, order=order)
    if facts["scan"]:
        intake.scan_attach(who, referral=kept, name=facts["scan"].name, content=facts["scan"].read(_MOST))
    return kept, case


def _open_case(who: Membership, patient: Patient, form: ReferralForm, facts: dict[str, Any]) -> Case:
    return intake.case_open(
        who,
        patient=patient,
        title=facts["title"],
        coverage=form.coverages.get(facts["coverage"]),
        opened_on=clock.today(who.clinic),
        setting=facts["setting"],
        accident_kind=facts["accident_kind"],
        accident_on=facts["accident_on"],
        accident_state=facts["accident_state"],
    )


@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One order and its scans; a POST adds a scan."""
    who = member(request)
    found = access.read(who, Referral, pk)
    problem = ""
    if request.method == "POST":
        access.require(who, Attachment, write=True)
        problem = _attach(request, who, found)
        if not problem:
            return HttpResponseRedirect(reverse("web:referral", args=[pk]))
    context = {
        "referral": found,
        "scans": found.attachments.defer("content"),
        "places": [anatomy.label(region) for region in found.regions],
        "may_attach": access.may(who, Attachment, write=True),
        "problem": problem,
    }
    return render(request, "referrals/referral.html", context, status=422 if problem else 200)


def _attach(request: HttpRequest, who: Membership, found: Referral) -> str:
    scan = request.FILES.get("scan")
    if scan is None:
        return "Choose a file first: the scan as PDF, PNG or JPEG."
    try:
        intake.scan_attach(who, referral=found, name=scan.name or "scan", content=scan.read(_MOST))
    except Refused as wrong:
        return str(wrong)
    messages.success(request, "The scan is kept with the referral.")
    return ""


@require_GET
def scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The scanned paper."""
    return papers.scan(access.read(member(request), Attachment, pk))
