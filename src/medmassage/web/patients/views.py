"""Patients: the list and one person's page."""

import uuid
from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access, clock, inputs, selectors
from medmassage.clinic.models import (
    Authorization,
    Case,
    Coverage,
    HealthItem,
    Membership,
    Patient,
    Posting,
    Referral,
    Score,
    Visit,
)
from medmassage.finding import Finding, Level, Verdict
from medmassage.knowledge.screen import screen
from medmassage.web.doors import member
from medmassage.web.intake import part as intakes
from medmassage.web.outcomes.series import alerts
from medmassage.web.patients import in_hand
from medmassage.web.patients.case import pain, sheet
from medmassage.web.patients.frame import frame, opened
from medmassage.web.plans.thread import line
from medmassage.web.reports import page as reports
from medmassage.web.requests import part as requests
from medmassage.web.today.agenda import REFERRAL_ENDS_WITHIN
from medmassage.web.today.lights import discreet

A_PAGE = 25
MOST_FOUND = 100


@require_http_methods(["GET", "POST"])
def patients(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time. Names are looked for by POST: they have no place in an address."""
    who = member(request)
    words = request.POST.get("q", "").strip()
    found = _listed(who, words, request.GET.get("only", ""))
    page = Paginator(found[:MOST_FOUND] if words else found, A_PAGE if not words else MOST_FOUND).get_page(
        request.GET.get("page")
    )
    access.audit_list(who, "patients", [one.pk for one in page])
    context = {
        "page": page,
        "words": words,
        "only": request.GET.get("only", ""),
        "booking": request.GET.get("for") == "visit" and access.may(who, Visit, write=True),
        "may_add": access.may(who, Patient, write=True),
        "total": page.paginator.count,
    }
    return render(request, "patients/list.html", context)


def _listed(who: Membership, words: str, only: str) -> QuerySet[Patient]:
    found = selectors.patients_named(who, words) if words else access.rows(who, Patient)
    if only == "ending":
        today = clock.today(who.clinic)
        near = access.rows(who, Referral).filter(ends_on__range=(today, today + REFERRAL_ENDS_WITHIN))
        found = found.filter(pk__in=near.filter(case__closed_on__isnull=True).values("patient_id"))
    return found.prefetch_related("cases")


@require_GET
def patient(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person: the course of care that runs, or the one asked for by ``?case=``."""
    return page(request, access.read(member(request), Patient, pk), request.GET.get("case", ""))


def page(request: HttpRequest, found: Patient, case: str, problem: str = "", status: int = 200) -> HttpResponse:
    """The person's page with this course of care, and with what is in the way on top."""
    who = member(request)
    today = clock.today(who.clinic)
    cases = list(selectors.cases_of(who, found))
    chosen = _chosen(cases, case)
    safe = _safe(who, found, chosen)
    context = {
        **frame(who, found, chosen, "overview", cases),
        "sheet": sheet(who, chosen, today) if chosen else None,
        "thread": line(who, chosen, today) if chosen else None,
        "alerts": alerts(chosen) if chosen and access.may(who, Score) else (),
        "safe": safe,
        "precautions": [(_told(f), f.remedy) for f in safe.findings],
        "health": access.rows(who, HealthItem).filter(patient=found) if access.may(who, HealthItem) else None,
        "coverages": access.rows(who, Coverage).filter(patient=found).select_related("payer"),
        "problem": problem,
        **in_hand.section(who, found, chosen),
        **reports.section(who, chosen),
        **requests.section(who, chosen),
        **intakes.section(who, found),
        **_rights(who),
    }
    return render(request, "patients/patient.html", context, status=status)


@require_GET
def case_visits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The visits of a course of care, and pain over them."""
    who = member(request)
    case = opened(who, pk)
    context = {
        **frame(who, case.patient, case, "visits"),
        "sheet": sheet(who, case, clock.today(who.clinic)),
        "pain": pain(who, case),
    }
    return render(request, "patients/case_visits.html", context)


def _chosen(cases: Sequence[Case], asked: str) -> Case | None:
    named = next((case for case in cases if str(case.pk) == asked), None)
    running = next((case for case in cases if case.closed_on is None), None)
    return named or running or next(iter(cases), None)


def _safe(who: Membership, found: Patient, case: Case | None) -> Verdict:
    """The second gate as this role may see it, without its mere notes."""
    asked = screen(inputs.person(found, on=clock.today(who.clinic), case=case))
    (shown,) = discreet(who, [asked])
    return Verdict(shown.gate, tuple(f for f in shown.findings if f.level > Level.NOTE))


def _told(finding: Finding) -> str:
    """What the patient said, for a line that is read at a glance; else the finding's own words."""
    said = finding.details.get("said")
    return str(said[0]).strip("“”").capitalize() if said else finding.message


def _rights(who: Membership) -> dict[str, bool]:
    return {
        "may_change": access.may(who, Patient, write=True),
        "may_refer": access.may(who, Referral, write=True),
        "may_health": access.may(who, HealthItem, write=True),
        "may_cover": access.may(who, Coverage, write=True),
        "may_authorize": access.may(who, Authorization, write=True),
        "may_see_money": access.may(who, Posting),
    }
