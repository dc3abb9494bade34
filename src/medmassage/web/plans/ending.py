"""Wellness care begun, and a course of care closed or opened again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, clock
from medmassage.clinic.models import CarePlan, Case, Patient
from medmassage.clinic.services import discharging
from medmassage.clinic.services.outcome import Refused
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.outcomes.due import to_ask
from medmassage.web.patients.frame import opened
from medmassage.web.plans.aims import aims
from medmassage.web.plans.forms import CloseForm, WellnessForm

page_methods = require_http_methods(["GET", "POST"])


@page_methods
def wellness_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Care for well-being: no order, nobody to bill."""
    who = member(request)
    access.require(who, Case, write=True)
    patient = access.read(who, Patient, pk)

    def save(facts: dict[str, Any]) -> str:
        case = discharging.wellness_open(who, patient=patient, **facts)
        messages.success(request, "Opened. Visits can be booked on it.")
        return _patient(case)

    start = {"setting": who.clinic.setting, "state": who.clinic.state}
    page = Page(
        "Wellness care", "Open it", reverse("web:patient", args=[pk]), str(patient),
        lead="Without a referral. The patient pays; it is never billed as medical. The law is asked all the same.",
    )  # fmt: skip
    return answer(request, WellnessForm(request.POST or None, initial=start), page, save)


@page_methods
def case_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a course of care, with its outcome and what is still to be measured in view."""
    who = member(request)
    access.require(who, CarePlan, write=True)
    case = opened(who, pk)
    today = clock.today(who.clinic)

    def save(facts: dict[str, Any]) -> str:
        discharging.case_close(who, case=case, **facts)
        messages.success(request, "Closed. Nothing is booked on it until it is opened again.")
        return _patient(case)

    page = Page(
        "Close the course of care", "Close it", _patient(case), str(case.patient),
        lead=f"{case.title}. It can be opened again; everything stays on file.", template="plans/close.html",
    )  # fmt: skip
    form = CloseForm(request.POST or None, initial={"on": today})
    final = [one for one in to_ask(case, today) if one.due.last != today]
    return answer(request, form, page, save, case=case, aims=aims(case, today), final=final)


@require_POST
def case_reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a closed course of care again."""
    who = member(request)
    access.require(who, Case, write=True)
    case = access.read(who, Case, pk)
    try:
        discharging.case_reopen(who, case=case)
        messages.success(request, "Open again. How it had ended stays in the access log.")
    except Refused as wrong:
        messages.info(request, str(wrong))
    return HttpResponseRedirect(_patient(case))


def _patient(case: Case) -> str:
    return f"{reverse('web:patient', args=[case.patient_id])}?case={case.pk}"
