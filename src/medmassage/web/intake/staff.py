"""The clinic's side of an intake: sent, read by a therapist, and taken over by the desk field by field."""

import uuid
from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, clock, histories
from medmassage.clinic.models import Case, Coverage, HealthItem, Intake, Membership, Patient
from medmassage.clinic.services import inviting, reviewing
from medmassage.clinic.services.outcome import Refused
from medmassage.documents import qr
from medmassage.knowledge.answers import UNSURE
from medmassage.web.doors import member
from medmassage.web.form_page import Page
from medmassage.web.intake import fields, health
from medmassage.web.intake.part import standing
from medmassage.web.intake.steps import way
from medmassage.web.intake.words import words
from medmassage.web.patients.forms import CaseForm, CoverageForm

HERE = "here"
Facts = dict[str, Any]


@require_POST
def intake_send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A secret link, shown in this answer and never again; or the patient's pages on this very screen.

    Whoever hands the tablet over is signed out of it first.
    """
    who = member(request)
    access.require(who, Intake, write=True)
    patient = access.read(who, Patient, pk)
    try:
        row, secret = inviting.intake_ask(who, patient=patient, language=request.POST.get("language", "en"))
    except Refused as wrong:
        messages.warning(request, str(wrong))
        return redirect("web:patient", pk)
    if request.POST.get("way") == HERE:
        logout(request)
        return redirect("web:intake_open", row.pk, secret)
    address = request.build_absolute_uri(reverse("web:intake_open", args=[row.pk, secret]))
    return render(request, "intake/link.html", {"row": row, "address": address, "picture": _picture(address)})


@require_GET
def intake(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was answered: all of it for those who treat, the desk's part for the desk."""
    who = member(request)
    return _page(request, who, access.read(who, Intake, pk))


@require_POST
def intake_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End the link."""
    who = member(request)
    access.require(who, Intake, write=True)
    row = access.read(who, Intake, pk)
    try:
        inviting.intake_close(who, intake=row)
        messages.success(request, "Its link opens no longer. What was answered is kept.")
    except Refused as wrong:
        messages.warning(request, str(wrong))
    return redirect("web:intake", pk)


@require_POST
def intake_reviewed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A therapist read it."""
    who = member(request)
    access.require(who, HealthItem, write=True)
    row = access.read(who, Intake, pk)
    try:
        reviewing.intake_review(who, intake=row)
    except Refused as wrong:
        messages.warning(request, str(wrong))
        return redirect("web:intake", pk)
    messages.success(request, "Reviewed. Visits of today carry it.")
    return redirect("web:patient", row.patient_id)


@require_POST
def intake_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take over the contact facts that were ticked."""
    who = member(request)
    access.require(who, Patient, write=True)
    row = access.read(who, Intake, pk)
    try:
        reviewing.contact_take(who, intake=row, names=request.POST.getlist("take"))
    except Refused as wrong:
        return _page(request, who, row, str(wrong), 422)
    messages.success(request, "Taken over.")
    return redirect("web:intake", pk)


@require_GET
def intake_coverage(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form of a coverage with what the patient wrote. It is sent, and checked, as any other card."""
    who = member(request)
    access.require(who, Coverage, write=True)
    row = access.read(who, Intake, pk)
    told = row.answers.get(fields.COVERAGE, {})
    payer = _known_payer(CoverageForm(who), told.get("payer", ""))
    start = {**told, "name": told.get("payer", ""), "payer": payer}
    form = CoverageForm(who, initial=start)
    page = Page(
        "Add a coverage", "Keep the coverage", reverse("web:intake", args=[pk]), "The intake",
        lead="As the patient wrote it. Compare it with the card.",
    )  # fmt: skip
    return _prefilled(request, form, page, reverse("web:coverage_add", args=[row.patient_id]))


@require_GET
def intake_accident(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form of a course of care (``?case=``) with the accident that the patient wrote."""
    who = member(request)
    access.require(who, Case, write=True)
    row = access.read(who, Intake, pk)
    open_ = access.rows(who, Case).filter(patient=row.patient_id, closed_on__isnull=True)
    asked = request.GET.get("case", "")
    case = next((case for case in open_ if asked in ("", str(case.pk))), None)
    if case is None:
        return redirect("web:referral_new", row.patient_id)
    told = row.answers.get(fields.ACCIDENT, {})
    accident = {f"accident_{name}": told[name] for name in ("kind", "on", "state") if told.get(name)}
    coverages = list(access.rows(who, Coverage).filter(patient=row.patient_id).select_related("payer"))
    start = {**model_to_dict(case), "coverage": str(case.coverage_id or ""), **accident}
    page = Page(
        "The accident behind the care", "Save the changes", reverse("web:intake", args=[pk]), "The intake",
        lead="As the patient wrote it.",
    )  # fmt: skip
    return _prefilled(request, CaseForm(coverages, initial=start), page, reverse("web:case_edit", args=[case.pk]))


def _prefilled(request: HttpRequest, form: CoverageForm | CaseForm, page: Page, action: str) -> HttpResponse:
    context = {"form": form, "page": page, "action": action, "once": uuid.uuid4()}
    return render(request, "intake/prefilled.html", context)


def _known_payer(form: CoverageForm, name: str) -> str:
    """The payer here that is called as the patient wrote; else a new one."""
    said = name.casefold()
    return next((pk for pk, payer in form.payers.items() if payer.name.casefold() == said), "new")


def _picture(address: str) -> str:
    """The address for a camera, as an address of its own that an image takes."""
    return f"data:image/svg+xml;base64,{b64encode(qr.svg(address)).decode()}"


def _page(request: HttpRequest, who: Membership, row: Intake, problem: str = "", status: int = 200) -> HttpResponse:
    treats = access.may(who, HealthItem)
    told = row.answers
    context = {
        "row": row, "patient": row.patient, "standing": standing(row), "problem": problem, "treats": treats,
        "said": {name: _fields(name, told.get(name, {})) for name in fields.STEPS},
        "new": _new_facts(row), "agreed": bool(told.get("consent", {}).get("agree")),
        "relation": told.get("signed", {}).get("relation", ""),
        "insured": told.get(fields.COVERAGE, {}).get("pays") == fields.INSURED,
        "accident": told.get(fields.ACCIDENT, {}).get("answer") == fields.HAPPENED,
        "cases": access.rows(who, Case).filter(patient=row.patient_id, closed_on__isnull=True),
        "may_change": access.may(who, Patient, write=True), "may_cover": access.may(who, Coverage, write=True),
        **(_health(who, row) if treats else {}),
    }  # fmt: skip
    return render(request, "intake/intake.html", context, status=status)


def _fields(step: str, values: Facts) -> list[fields.Shown]:
    return [one for one in fields.show(step, values, words("en"), "en") if one.said]


def _new_facts(row: Intake) -> list[tuple[str, str, str, str]]:
    """Name, label, what is on file and what the patient wrote, where the two differ."""
    told = row.answers.get(fields.YOU, {})
    shown = {one.field.name: one for one in fields.show(fields.YOU, told, words("en"), "en")}
    here = fields.show(fields.YOU, fields.on_file(row.patient), words("en"), "en")
    on_file = {one.field.name: one for one in here}
    return [
        (name, shown[name].label, on_file[name].said, shown[name].said)
        for name in reviewing.CONTACT
        if name in shown and told.get(name) and told[name] != getattr(row.patient, name)
    ]


def _health(who: Membership, row: Intake) -> Facts:
    """The health part: the gate's findings, what is in doubt, what to ask, and every answer in English."""
    on = clock.local(row.clinic, row.signed_at).date() if row.signed_at else clock.today(row.clinic)
    row.language, kept = "en", row.language
    steps = [step for step in way(row, on).steps if step.section]
    row.language = kept
    answers = row.answers.get("health", {})
    whole = [(s.title, list(health.flat(health.show(s.section, answers, "en", {})))) for s in steps if s.section]
    asked = [one for _, questions in whole for one in questions]
    said = [(title, [one for one in questions if not one.is_open]) for title, questions in whole]
    history = histories.heard(row, row.patient)
    questions = {one.question.id: one.question.ask for one in asked}
    return {
        "parts": [part for part in said if part[1]], "w": words("en"),
        "verdict": histories.verdict(who, row) if row.signed_at else None,
        "doubts": histories.doubts(row) if row.signed_at and not row.reviewed_at else [],
        "to_ask": [one for one in asked if one.answer == UNSURE],
        "left_open": [questions[id_] for id_ in history.unanswered if id_ in questions],
        "remarks": [(questions.get(remark.question, ""), remark.text) for remark in history.remarks],
        "may_review": access.may(who, HealthItem, write=True) and row.signed_at and not row.reviewed_at,
    }  # fmt: skip
