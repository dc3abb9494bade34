"""What is added to a patient, each on a page of its own: facts, health, coverage, authorizations."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.billing.payers import profile
from medmassage.clinic import access, clock
from medmassage.clinic.models import Authorization, Case, Coverage, HealthItem, Membership, Patient, Payer
from medmassage.clinic.services import intake
from medmassage.clinic.services.outcome import Refused
from medmassage.web.doors import member
from medmassage.web.form_page import ADDRESS, Page, answer
from medmassage.web.patients import forms

page_methods = require_http_methods(["GET", "POST"])


@page_methods
def patient_new(request: HttpRequest) -> HttpResponse:
    """A new patient."""
    who = member(request)
    access.require(who, Patient, write=True)

    def save(facts: dict[str, Any]) -> str:
        made = intake.patient_create(who, **facts)
        messages.success(request, f"{made} is on file.")
        return _patient(made.pk)

    page = Page("New patient", "Add the patient", reverse("web:patients"), "Patients")
    return answer(request, forms.PatientForm(request.POST or None), page, save)


@page_methods
def health_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A condition, a medicine or a clearance."""
    who = member(request)
    access.require(who, HealthItem, write=True)
    found = access.read(who, Patient, pk)

    def save(facts: dict[str, Any]) -> str:
        intake.health_add(who, patient=found, **facts)
        messages.success(request, "Kept. The second gate asks about it from now on.")
        return _patient(pk)

    page = Page(
        "Add to the health history",
        "Keep it",
        _patient(pk),
        str(found),
        lead="One thing at a time: it has, takes, or is cleared for.",
    )
    return answer(request, forms.HealthForm(request.POST or None), page, save)


@require_POST
def health_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that something is over."""
    who = member(request)
    access.require(who, HealthItem, write=True)
    item = access.read(who, HealthItem, pk)
    intake.health_end(who, item=item, on=clock.today(who.clinic))
    messages.success(request, f"“{item}” is over. It stays in the history.")
    return HttpResponseRedirect(_patient(item.patient_id))


@page_methods
def coverage_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A patient's membership with a payer."""
    who = member(request)
    access.require(who, Coverage, write=True)
    found = access.read(who, Patient, pk)
    form = forms.CoverageForm(who, request.POST or None)

    def save(facts: dict[str, Any]) -> str:
        with transaction.atomic():
            payer = _payer(who, form, facts)
            kept = {name: value for name, value in facts.items() if name not in _OF_PAYER}
            intake.coverage_add(who, patient=found, payer=payer, **kept)
        messages.success(request, f"{payer} is on file.")
        return _patient(pk)

    page = Page("Add a coverage", "Keep the coverage", _patient(pk), str(found))
    return answer(request, form, page, save)


_OF_PAYER = {"payer", "name", "payer_id", "profile", *ADDRESS}


def _payer(who: Membership, form: forms.CoverageForm, facts: dict[str, Any]) -> Payer:
    if facts["payer"] != forms.NEW_PAYER:
        return form.payers[facts["payer"]]
    address = {name: facts[name] for name in ADDRESS}
    kind = profile(facts["profile"]).kind
    return intake.payer_add(
        who, name=facts["name"], payer_id=facts["payer_id"], kind=kind, profile=facts["profile"], **address
    )


@page_methods
def authorization_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the payer agreed to for a course of care."""
    who = member(request)
    access.require(who, Authorization, write=True)
    case = access.read(who, Case, pk)

    def save(facts: dict[str, Any]) -> str:
        if facts["visits"] is None and facts["units"] is None:
            raise Refused("Write how many visits or units the payer agreed to.", "visits")
        intake.authorization_add(who, case=case, **facts)
        messages.success(request, "The authorization counts from now on.")
        return _case(case)

    page = Page("Add an authorization", "Keep it", _case(case), str(case.patient), lead=f"For {case.title}.")
    return answer(request, forms.AuthorizationForm(request.POST or None), page, save)


def _patient(pk: uuid.UUID) -> str:
    return reverse("web:patient", args=[pk])


def _case(case: Case) -> str:
    return f"{_patient(case.patient_id)}?case={case.pk}"
