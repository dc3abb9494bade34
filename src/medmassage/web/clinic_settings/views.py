"""The clinic's settings: its facts, people, fees and payers."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.billing.payers import profile
from medmassage.clinic import access
from medmassage.clinic.models import ClinicRecord, Fee, MeasureItems, Membership, Payer, SafetyWindow
from medmassage.clinic.services import changes, intake, opening
from medmassage.codes import procedure
from medmassage.web.clinic_settings import forms
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer

page_methods = require_http_methods(["GET", "POST"])


def tabs(who: Membership) -> list[tuple[str, str]]:
    """The parts of the settings that this role may see."""
    parts: list[tuple[str, str, type[ClinicRecord]]] = [
        ("web:settings", "Clinic", Membership),
        ("web:members", "People", Membership),
        ("web:fees", "Fees", Fee),
        ("web:payers", "Payers", Payer),
        ("web:windows", "Time windows", SafetyWindow),
        ("web:wordings", "Measures", MeasureItems),
    ]
    return [(reverse(name), words) for name, words, model in parts if access.may(who, model, write=True)]


@page_methods
def clinic(request: HttpRequest) -> HttpResponse:
    """The clinic's own facts; for owners."""
    who = member(request)
    access.require(who, Membership, write=True)

    def save(facts: dict[str, Any]) -> str:
        changes.clinic_change(who, **facts)
        messages.success(request, "The clinic’s facts are changed. Claims already sent stay as they were sent.")
        return reverse("web:settings")

    form = forms.ClinicForm(request.POST or None, initial=model_to_dict(who.clinic))
    page = Page("Settings", "Save the changes", reverse("web:today"), "Today", template="clinic_settings/clinic.html")
    return answer(request, form, page, save, tabs=tabs(who))


@page_methods
def fees(request: HttpRequest) -> HttpResponse:
    """What one unit of each code costs; the form adds or changes one."""
    who = member(request)
    access.require(who, Fee, write=True)

    def save(facts: dict[str, Any]) -> str:
        fee = opening.fee_set(who, **facts)
        messages.success(request, f"{fee.code} costs ${fee.amount} a unit from now on.")
        return reverse("web:fees")

    found = [(fee, procedure.label(fee.code)) for fee in access.rows(who, Fee)]
    page = Page("Fees", "Set the price", reverse("web:today"), "Today", template="clinic_settings/fees.html")
    return answer(request, forms.FeeForm(request.POST or None), page, save, fees=found, tabs=tabs(who))


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Who works here, and as what."""
    who = member(request)
    found = access.rows(who, Membership).select_related("user").order_by("-is_active", "user__name")
    return render(request, "clinic_settings/members.html", {"people": found, "tabs": tabs(who)})


@page_methods
def member_new(request: HttpRequest) -> HttpResponse:
    """Let somebody work here."""
    who = member(request)
    access.require(who, Membership, write=True)

    def save(facts: dict[str, Any]) -> str:
        made = opening.member_add(who, **facts)
        messages.success(request, f"{made} may sign in now.")
        return reverse("web:members")

    page = Page("Add a person", "Add the person", reverse("web:members"), "People")
    return answer(request, forms.NewMemberForm(request.POST or None), page, save)


@page_methods
def member_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a role, or let somebody in no longer."""
    who = member(request)
    access.require(who, Membership, write=True)
    found = access.read(who, Membership, pk)

    def save(facts: dict[str, Any]) -> str:
        changed = changes.member_change(who, of=found, **facts)
        messages.success(request, f"{changed} is changed.")
        return reverse("web:members")

    form = forms.MemberForm(request.POST or None, initial={"role": found.role, "is_active": found.is_active})
    return answer(request, form, Page(str(found.user), "Save the changes", reverse("web:members"), "People"), save)


@require_GET
def payers(request: HttpRequest) -> HttpResponse:
    """Whom this clinic bills."""
    who = member(request)
    access.require(who, Payer, write=True)
    found = [(payer, profile(payer.profile)) for payer in access.rows(who, Payer)]
    return render(request, "clinic_settings/payers.html", {"payers": found, "tabs": tabs(who)})


@page_methods
def payer_new(request: HttpRequest) -> HttpResponse:
    """A payer that is new here."""
    who = member(request)
    access.require(who, Payer, write=True)

    def save(facts: dict[str, Any]) -> str:
        payer = intake.payer_add(who, kind=profile(facts["profile"]).kind, **facts)
        messages.success(request, f"{payer} is on file.")
        return reverse("web:payers")

    page = Page("Add a payer", "Add the payer", reverse("web:payers"), "Payers")
    return answer(request, forms.PayerForm(request.POST or None), page, save)
