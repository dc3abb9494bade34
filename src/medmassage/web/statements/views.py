"""The patient's statement and the progress report, as PDF."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access
from medmassage.clinic.models import Case, Entry, Patient, ProgressReport, Score
from medmassage.clinic.services import papers, reporting
from medmassage.clinic.services.outcome import Refused
from medmassage.web.doors import member
from medmassage.web.papers import download
from medmassage.web.patients import views as patients


@require_GET
def statement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the patient owes and how it came about."""
    who = member(request)
    access.require(who, Entry)
    patient = access.read(who, Patient, pk)
    return download(papers.statement_pdf(who, patient), "statement.pdf", "application/pdf")


@require_GET
def progress_report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What became of the physician's order: pain and function over time, visits used, goals."""
    who = member(request)
    access.require(who, Score)
    case = access.read(who, Case, pk)
    try:
        made = papers.progress_report_pdf(who, case)
    except Refused as wrong:
        return patients.page(request, case.patient, str(pk), str(wrong), 422)
    return download(made, "progress-report.pdf", "application/pdf")


@require_POST
def report_send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep today's report as it is sent. Pressing twice keeps it once."""
    who = member(request)
    access.require(who, ProgressReport, write=True)
    case = access.read(who, Case, pk)
    try:
        reporting.report_send(who, case=case)
    except Refused as wrong:
        return patients.page(request, case.patient, str(pk), str(wrong), 422)
    messages.success(request, "Kept as sent. Download it under “Progress report”, print it and send it.")
    return redirect(f"{reverse('web:patient', args=[case.patient_id])}?case={pk}#report")


@require_GET
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A progress report byte for byte as it left."""
    kept = access.read(member(request), ProgressReport, pk)
    return download(bytes(kept.content), "progress-report.pdf", "application/pdf")
