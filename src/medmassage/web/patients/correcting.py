"""What is corrected about a patient, each on a page of its own: facts, cards, courses of care."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from medmassage.clinic import access
from medmassage.clinic.models import Case, Coverage, Patient
from medmassage.clinic.services import changes
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.patients import forms

page_methods = require_http_methods(["GET", "POST"])


@page_methods
def patient_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a patient's facts."""
    who = member(request)
    access.require(who, Patient, write=True)
    found = access.read(who, Patient, pk)

    def save(facts: dict[str, Any]) -> str:
        changes.patient_change(who, patient=found, **facts)
        messages.success(request, "Changed.")
        return _patient(pk)

    form = forms.PatientForm(request.POST or None, initial=model_to_dict(found))
    page = Page("Change the facts", "Save the changes", _patient(pk), str(found))
    return answer(request, form, page, save)


@page_methods
def coverage_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what stands on a card."""
    who = member(request)
    access.require(who, Coverage, write=True)
    found = access.read(who, Coverage, pk)

    def save(facts: dict[str, Any]) -> str:
        changes.coverage_change(who, coverage=found, **facts)
        messages.success(request, "Changed. A claim being prepared takes it when it is filled anew.")
        return _patient(found.patient_id)

    form = forms.CardForm(request.POST or None, initial=model_to_dict(found))
    page = Page(
        "Change the coverage",
        "Save the changes",
        _patient(found.patient_id),
        str(found.patient),
        lead=f"{found.payer}.",
    )
    return answer(request, form, page, save)


@page_methods
def case_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a course of care. It is closed on a page of its own."""
    who = member(request)
    access.require(who, Case, write=True)
    found = access.read(who, Case, pk)
    coverages = list(access.rows(who, Coverage).filter(patient=found.patient_id).select_related("payer"))

    def save(facts: dict[str, Any]) -> str:
        changes.case_change(who, case=found, **facts)
        messages.success(request, "Changed.")
        return f"{_patient(found.patient_id)}?case={pk}"

    start = {**model_to_dict(found), "coverage": str(found.coverage_id or "")}
    form = forms.CaseForm(coverages, request.POST or None, initial=start)
    page = Page("Change the course of care", "Save the changes", _patient(found.patient_id), str(found.patient))
    return answer(request, form, page, save)


def _patient(pk: uuid.UUID) -> str:
    return reverse("web:patient", args=[pk])
