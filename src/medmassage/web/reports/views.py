"""Reports: started from the patient's page, written, looked at, signed, and downloaded as they left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Membership, ProgressReport, ReportDraft
from medmassage.clinic.services import reporting
from medmassage.clinic.services.outcome import Refused, Stale
from medmassage.web.doors import member
from medmassage.web.papers import download
from medmassage.web.patients import views as patients
from medmassage.web.reports import page
from medmassage.web.templatetags import look

PDF = "application/pdf"


@require_POST
def start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the draft of the kind that was asked for."""
    who = member(request)
    access.require(who, ReportDraft, write=True)
    case = access.read(who, Case, pk)
    try:
        drafted = reporting.report_start(who, case=case, kind=request.POST.get("kind", ""))
    except Refused as wrong:
        return patients.page(request, case.patient, str(pk), str(wrong), 422)
    return redirect("web:report_draft", drafted.pk)


@require_GET
def draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The draft: every section as it would be printed, to be changed."""
    drafted = access.read(member(request), ReportDraft, pk)
    if drafted.report_id:
        return redirect(_place(drafted))
    return _page(request, drafted)


@require_POST
def save(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed. While writing the page asks with ``X-Autosave`` and gets a few words of JSON back."""
    drafted = _writable(request, pk)
    problem, status = _kept(request, drafted)
    if request.headers.get("X-Autosave"):
        return _autosaved(who=member(request), drafted=drafted, problem=problem, status=status)
    if problem:
        return _page(request, drafted, problem, status)
    messages.success(request, "Saved.")
    return redirect("web:report_draft", pk)


@require_POST
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed, then sign. Signing twice is signing once."""
    who, drafted = member(request), _writable(request, pk)
    if drafted.report_id:
        return redirect(_place(drafted))
    problem, status = _kept(request, drafted)
    if problem:
        return _page(request, drafted, problem, status)
    try:
        reporting.report_sign(who, drafted=drafted)
    except Refused as wrong:
        return _page(request, drafted, str(wrong), 422)
    messages.success(request, "Signed, and kept as it leaves. Print it, or let the physician read it by a link.")
    return redirect(_place(drafted))


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the draft out."""
    drafted = _writable(request, pk)
    try:
        reporting.report_discard(member(request), drafted=drafted)
    except Refused as wrong:
        messages.warning(request, str(wrong))
        return redirect(_place(drafted))
    messages.success(request, "The draft is out. The record itself is as it was.")
    return redirect(_place(drafted))


@require_GET
def preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The paper as it would leave now."""
    who = member(request)
    drafted = access.read(who, ReportDraft, pk)
    try:
        made = reporting.report_preview(who, drafted=drafted)
    except Refused as wrong:
        return _page(request, drafted, str(wrong), 422)
    return download(made, "report-draft.pdf", PDF)


@require_GET
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A report byte for byte as it left."""
    kept = access.read(member(request), ProgressReport, pk)
    return download(bytes(kept.content), "report.pdf", PDF)


def _writable(request: HttpRequest, pk: uuid.UUID) -> ReportDraft:
    who = member(request)
    access.require(who, ReportDraft, write=True)
    return access.read(who, ReportDraft, pk)


def _kept(request: HttpRequest, drafted: ReportDraft) -> tuple[str, int]:
    """Keep the draft: nothing, or what is in the way and the status that says so."""
    version = request.POST.get("version", "")
    sections = {
        name.removeprefix(page.START): str(text) for name, text in request.POST.items() if page.is_section(name)
    }
    fresh = request.POST.get("fresh", "")
    try:
        if fresh:
            sections[fresh] = reporting.drafted_anew(drafted, fresh)
        saved = reporting.report_save(
            member(request), drafted=drafted, sections=sections, version=int(version) if version.isdecimal() else -1
        )
    except Stale as wrong:
        return str(wrong), 409
    except Refused as wrong:
        return str(wrong), 422
    drafted.sections, drafted.version = saved.sections, saved.version
    return "", 200


def _autosaved(who: Membership, drafted: ReportDraft, problem: str, status: int) -> HttpResponse:
    if problem:
        return JsonResponse({"words": problem}, status=status)
    at = look.clock(clock.local(who.clinic, clock.now()).time())
    return JsonResponse({"words": f"Saved at {at}", "fields": {"version": drafted.version}})


def _page(request: HttpRequest, drafted: ReportDraft, problem: str = "", status: int = 200) -> HttpResponse:
    typed = request.POST if problem else None
    try:
        context = page.of(drafted, typed)
    except Refused as wrong:
        return patients.page(request, drafted.patient, str(drafted.case_id), str(wrong), 422)
    return render(request, "reports/draft.html", {**context, "problem": problem}, status=status)


def _place(drafted: ReportDraft) -> str:
    return f"{reverse('web:patient', args=[drafted.patient_id])}?case={drafted.case_id}#report"
