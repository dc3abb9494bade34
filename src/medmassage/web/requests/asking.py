"""Asking a physician: for a clearance, for a new order, to read a report."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, clock, inputs, selectors
from medmassage.clinic.models import (
    Case,
    HealthItem,
    Membership,
    Physician,
    PhysicianRequest,
    ProgressReport,
    Referral,
    Score,
)
from medmassage.clinic.papers import request as paper
from medmassage.clinic.services import intake, requesting
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.screen import screen
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.requests.forms import ANOTHER, ClearanceForm, RenewalForm, entry_choices, in_a_month
from medmassage.web.requests.part import liftable

page_methods = require_http_methods(["GET", "POST"])
OF_PHYSICIAN = ("npi", "given", "family", "phone", "fax")


@page_methods
def clearance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a clearance of what the second gate found; ``?entry=`` names the finding one came from."""
    who = member(request)
    access.require(who, HealthItem)
    access.require(who, PhysicianRequest, write=True)
    case = _case(who, pk)
    today = clock.today(who.clinic)
    entries = liftable(screen(inputs.person(case.patient, on=today, case=case)))
    back = _patient(case)

    def save(facts: dict[str, Any]) -> str:
        with transaction.atomic():
            made = requesting.clearance_ask(
                who, case=case, physician=_physician(who, facts), entries=facts["entries"], words=facts["words"]
            )
        return _asked(request, made)

    start = {"entries": _named(request, entries), "words": paper.plan_words(case, today)}
    choices = _physicians(who, case)
    form = ClearanceForm(entry_choices(entries), choices, request.POST or None, initial=start)
    page = Page(
        "Ask for a clearance", "Keep the request", back, str(case.patient), template="requests/ask.html",
        lead=f"For {case.patient}. The physician gets the finding, why it matters with its source, your plan, and a "
        "few questions.",
    )  # fmt: skip
    return answer(request, form, page, save, nothing=not entries)


@page_methods
def renewal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the physician of an order for a new one."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    referral = access.read(who, Referral, pk)
    case = _case(who, referral.case_id)

    def save(facts: dict[str, Any]) -> str:
        return _asked(request, requesting.renewal_ask(who, referral=referral, **facts))

    today = clock.today(who.clinic)
    start = {
        "visits": referral.visits or "",
        "until": in_a_month(max(today, referral.ends_on or today)),
        "words": paper.renewal_words(case, today, measures=access.may(who, Score)),
    }
    page = Page(
        "Ask for a new order", "Keep the request", _patient(case), str(case.patient),
        lead=f"Of {referral.physician}, for {case.patient}. The order on file: {_order(referral)}.",
        template="requests/ask.html",
    )  # fmt: skip
    return answer(request, RenewalForm(request.POST or None, initial=start), page, save)


@require_POST
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the physician read a report by a link."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    kept = access.read(who, ProgressReport, pk)
    known = PhysicianRequest.objects.filter(report=kept, kind=PhysicianRequest.Kind.REPORT, closed_at=None).first()
    if known:
        return redirect("web:request", known.pk)
    try:
        return redirect(_asked(request, requesting.report_ask(who, report=kept)))
    except Refused as wrong:
        messages.warning(request, str(wrong))
        return redirect(_patient(kept.case))


def _case(who: Membership, pk: uuid.UUID) -> Case:
    found = access.read(who, Case, pk)
    return selectors.cases_of(who, found.patient).get(pk=found.pk)


def _named(request: HttpRequest, entries: list[str]) -> list[str]:
    """The one that was asked about, else all of them."""
    asked = request.GET.get("entry", "")
    return [asked] if asked in entries else entries


def _physicians(who: Membership, case: Case) -> list[tuple[str, str]]:
    """Those who ordered something for this patient first, then the clinic's others."""
    own = list(dict.fromkeys(referral.physician for referral in case.referrals.all()))
    rest = [one for one in access.rows(who, Physician) if one not in own]
    return [(str(one.pk), f"{one}, NPI {one.npi}") for one in (*own, *rest)]


def _physician(who: Membership, facts: dict[str, Any]) -> Physician:
    if facts["physician"] == ANOTHER:
        return intake.physician_known(who, **{name: facts[name] for name in OF_PHYSICIAN})
    return access.rows(who, Physician).get(pk=facts["physician"])


def _asked(request: HttpRequest, made: PhysicianRequest) -> str:
    messages.success(request, "The request is kept. Send it: by a secure link, or on paper.")
    return reverse("web:request", args=[made.pk])


def _patient(case: Case) -> str:
    return f"{reverse('web:patient', args=[case.patient_id])}?case={case.pk}#asked"


def _order(referral: Referral) -> str:
    number = f"{referral.visits} visits" if referral.visits else "visits not said"
    until = f" until {referral.ends_on:%-d %b %Y}" if referral.ends_on else ""
    return f"{number}{until}"
