"""A course: entered with its certificate, corrected, taken out."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, scans, wallets
from medmassage.clinic.models import Course, Membership, Therapist
from medmassage.clinic.services import education as service
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.education.forms import CourseForm
from medmassage.web.form_page import Page, answer

page_methods = require_http_methods(["GET", "POST"])
FIELDS = ("title", "provider", "approval", "taken_on", "hours", "delivery", "categories", "proves")


@page_methods
def course_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter a course of a therapist."""
    who = member(request)
    access.require(who, Course, write=True)
    therapist = access.read(who, Therapist, pk)
    _keeper(who, therapist)

    def save(facts: dict[str, Any]) -> str:
        made = service.course_add(who, therapist=therapist, **_facts(facts))
        messages.success(request, f"“{made}” is in the ledger.")
        return reverse("web:education", args=[pk])

    page = Page(
        "Add a course", "Keep the course", reverse("web:education", args=[pk]), "Education",
        lead=f"For {therapist}, as the certificate says. Every paper that takes it counts it.",
    )  # fmt: skip
    return answer(request, CourseForm(request.POST or None, request.FILES or None), page, save)


@page_methods
def course(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a course, or give it its certificate."""
    who = member(request)
    access.require(who, Course, write=True)
    found = access.read(who, Course, pk)
    _keeper(who, found.therapist)
    back = reverse("web:education", args=[found.therapist_id])

    def save(facts: dict[str, Any]) -> str:
        service.course_change(who, course=found, **_facts(facts))
        messages.success(request, "Changed.")
        return back

    start = {name: getattr(found, name) for name in FIELDS}
    form = CourseForm(request.POST or None, request.FILES or None, initial=start)
    if found.media_type:
        form.fields["scan"].label = "A better copy of the certificate"
    page = Page(found.title, "Save the changes", back, "Education", template="education/course.html")
    return answer(request, form, page, save, course=found)


@require_POST
def course_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a course out."""
    who = member(request)
    access.require(who, Course, write=True)
    found = access.read(who, Course, pk)
    service.course_remove(who, course=found)
    messages.success(request, f"“{found}” is out of the ledger.")
    return redirect("web:education", found.therapist_id)


@require_GET
def certificate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The certificate of a course, byte for byte."""
    found = access.read(member(request), Course, pk)
    if not found.media_type:
        raise access.Denied
    return papers.scan(found)


def _keeper(who: Membership, therapist: Therapist) -> None:
    if not wallets.keeps(who, therapist):
        raise access.Denied


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    sent = facts["scan"]
    kept = {name: facts[name] for name in FIELDS}
    return kept | ({"name": sent.name or "certificate", "content": sent.read(scans.LARGEST_SCAN + 1)} if sent else {})
