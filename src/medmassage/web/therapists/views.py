"""Therapists and the papers that the first gate asks for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import License, Therapist
from medmassage.clinic.services import changes, opening
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer
from medmassage.web.therapists.forms import LicenseForm, TherapistForm
from medmassage.web.today.agenda import LICENSE_ENDS_WITHIN

page_methods = require_http_methods(["GET", "POST"])


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper and how it stands today."""

    paper: License
    answer: str
    word: str


def standing(paper: License, today: date) -> Standing:
    """In force or not, soon to end, and whether anybody compared it with the issuer's register."""
    if paper.valid_to and paper.valid_to < today:
        return Standing(paper, "no", "ended")
    if paper.valid_from and paper.valid_from > today:
        return Standing(paper, "unknown", "not yet valid")
    if paper.valid_to and paper.valid_to <= today + LICENSE_ENDS_WITHIN:
        return Standing(paper, "with_care", "ends soon")
    if paper.verified_on is None:
        return Standing(paper, "unknown", "not checked with the issuer")
    return Standing(paper, "yes", "in force")


@require_GET
def therapists(request: HttpRequest) -> HttpResponse:
    """Everybody who treats, with each paper and its dates."""
    who = member(request)
    today = clock.today(who.clinic)
    people = [(t, [standing(paper, today) for paper in t.licenses.all()]) for t in selectors.therapists(who)]
    return render(
        request,
        "therapists/list.html",
        {"people": people, "summary": _summary(people), "may_change": access.may(who, Therapist, write=True)},
    )


def _summary(people: Sequence[tuple[Therapist, Sequence[Standing]]]) -> str:
    papers = [one for _, found in people for one in found]
    waiting = sum(one.answer != "yes" for one in papers)
    if not papers:
        return "No license is entered yet. Without one, the first gate lets nobody treat."
    if not waiting:
        return f"{len(papers)} on file, each in force and checked."
    return f"{len(papers)} on file. {waiting} to look at."


@page_methods
def therapist_new(request: HttpRequest) -> HttpResponse:
    """Add somebody who treats."""
    who = member(request)
    access.require(who, Therapist, write=True)

    def save(facts: dict[str, Any]) -> str:
        made = opening.therapist_add(who, **facts)
        messages.success(request, f"{made} is entered. Add the license next.")
        return reverse("web:license_add", args=[made.pk])

    page = Page("Add a therapist", "Add the therapist", reverse("web:therapists"), "Licenses")
    return answer(request, TherapistForm(who, None, request.POST or None), page, save)


@page_methods
def therapist(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One therapist's papers; owners correct name, NPI or sign-in here."""
    who = member(request)
    may_change = access.may(who, Therapist, write=True)
    if request.method == "POST":
        access.require(who, Therapist, write=True)
    found = access.read(who, Therapist, pk)
    papers = [standing(paper, clock.today(who.clinic)) for paper in found.licenses.all()]

    def save(facts: dict[str, Any]) -> str:
        changes.therapist_change(who, therapist=found, **facts)
        messages.success(request, "Changed.")
        return reverse("web:therapist", args=[pk])

    start = {"given": found.given, "family": found.family, "npi": found.npi, "user": str(found.user_id or "")}
    form = TherapistForm(who, found, request.POST or None, initial=start) if may_change else CalmForm()
    page = Page(str(found), "Save the changes", reverse("web:therapists"), "Licenses", template="therapists/one.html")
    return answer(request, form, page, save, therapist=found, papers=papers, may_change=may_change)


@page_methods
def license_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a paper into a therapist's wallet."""
    who = member(request)
    access.require(who, License, write=True)
    found = access.read(who, Therapist, pk)

    def save(facts: dict[str, Any]) -> str:
        paper = opening.license_add(who, therapist=found, **facts)
        messages.success(request, f"{paper} is on file for {found}.")
        return reverse("web:therapists")

    page = Page(
        "Add a license", "Keep it", reverse("web:therapists"), "Licenses", lead=f"For {found}, as the paper says."
    )
    form = LicenseForm(request.POST or None, initial={"state": who.clinic.state})
    return answer(request, form, page, save)


@require_POST
def license_checked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that a paper was compared with its issuer's register today."""
    who = member(request)
    access.require(who, License, write=True)
    paper = changes.license_checked(who, paper=access.read(who, License, pk), on=clock.today(who.clinic))
    messages.success(request, f"{paper}: checked with the issuer today.")
    return HttpResponseRedirect(reverse("web:therapists"))
