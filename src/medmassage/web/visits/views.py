"""The visit screen: chart, save, sign, amend."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import Membership, Note, Visit
from medmassage.clinic.services import charting, papers, writing
from medmassage.clinic.services.outcome import Refused, Stale
from medmassage.web.doors import member
from medmassage.web.papers import download
from medmassage.web.reasons import reasons_from
from medmassage.web.templatetags import look
from medmassage.web.visits import asked, mode, page, quick
from medmassage.web.visits.presses import pressed
from medmassage.web.visits.sheet import Sheet, draft_of


@require_GET
def visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The note: a form while it is open and yours to write, a record afterwards. ``?mode=`` chooses quick or full."""
    found = _visit(member(request), pk)
    if mode.asked(request):
        return mode.chosen(request, redirect("web:visit", pk=pk))
    return _page(request, found)


@require_GET
def note_checks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What still keeps the note from being signed, for the page to refresh."""
    who = member(request)
    found = _visit(who, pk)
    note = page.note_of(found)
    verdicts = (*asked.verdicts_of(who, found, list(note.lines.all())), charting.readiness(note))
    open_points = asked.open_points(verdicts)
    checks = asked.checks_of(verdicts)
    context = {
        "visit": found,
        "checks": checks,
        "check_sources": asked.sources_of(checks),
        "history": asked.history_of(found),
        "open_points": open_points,
        "drafted": _drafted(who, found, note),
        "fresh": True,
    }
    return render(request, "visits/checks.html", context)


@require_POST
def save(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the draft. While writing the page asks with ``X-Autosave`` and gets a few words of JSON back."""
    who, found, sheet = _sent(request, pk)
    problem, status = _kept(who, found, sheet)
    if request.headers.get("X-Autosave"):
        return _autosaved(found, problem, status, sheet)
    if problem:
        return _page(request, found, sheet, status=status, problem=problem)
    messages.success(request, "Saved.")
    kept = request.POST.get("keep", "") or request.POST.get("use", "")
    return redirect(reverse("web:visit", args=[pk]) + (f"#at-{kept}" if kept in page.LABELS else ""))


@require_POST
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed, then sign and lock it. Signing twice is signing once."""
    who, found, sheet = _sent(request, pk)
    if page.note_of(found).signed_at:
        return redirect("web:visit", pk=pk)
    reasons = reasons_from(request.POST)
    problem, status = _kept(who, found, sheet)
    if problem:
        return _page(request, found, sheet, status=status, problem=problem, reasons=reasons)
    try:
        result = charting.note_sign(who, visit=found, reasons=reasons)
    except Refused as wrong:
        return _page(request, _visit(who, pk), status=422, problem=str(wrong), reasons=reasons)
    if result.record is None:
        words = f"Not signed yet: {_points(len(result.open))}. What you wrote is kept."
        return _page(request, _visit(who, pk), status=422, problem=words, reasons=reasons, leads=True)
    messages.success(request, "Signed and locked.")
    return redirect("web:visit", pk=pk)


@require_POST
def amend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add words to a signed note. The same words again, sent twice, are added once."""
    who = member(request)
    found = _visit(who, pk, write=True)
    text, reason = request.POST.get("text", ""), request.POST.get("reason", "")
    if page.note_of(found).amendments.filter(author=who.user, text=text.strip(), reason=reason.strip()).exists():
        return redirect(reverse("web:visit", args=[pk]) + "#amendments")
    try:
        charting.note_amend(who, visit=found, text=text, reason=reason[:200])
    except Refused as wrong:
        return _page(request, found, status=422, text=text, reason=reason, amend_problem=str(wrong))
    messages.success(request, "Added to the note.")
    return redirect(reverse("web:visit", args=[pk]) + "#amendments")


@require_POST
def cosign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A second hand under the signed note."""
    who = member(request)
    found = _visit(who, pk, write=True)
    words = request.POST.get("words", "")
    try:
        writing.note_cosign(who, visit=found, words=words)
    except Refused as wrong:
        return _page(request, found, status=422, cosign_words=words, problem=str(wrong))
    messages.success(request, "Co-signed.")
    return redirect(reverse("web:visit", args=[pk]) + "#hands")


@require_GET
def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The note on paper."""
    who = member(request)
    found = _visit(who, pk)
    if page.note_of(found).signed_at is None:
        raise access.Denied
    return download(papers.note_pdf(who, found), "note.pdf", "application/pdf")


def _visit(who: Membership, pk: uuid.UUID, *, write: bool = False) -> Visit:
    access.require(who, Note, write=write)
    return selectors.visit_whole(who, access.read(who, Visit, pk))


def _sent(request: HttpRequest, pk: uuid.UUID) -> tuple[Membership, Visit, Sheet]:
    who = member(request)
    found = _visit(who, pk, write=True)
    last = selectors.visit_before(who, found)
    posted = pressed(who, found, last, request.POST.copy())
    return who, found, Sheet.sent(posted, page.first_regions(found, last))


def _drafted(who: Membership, found: Visit, note: Note) -> dict[str, str]:
    """Words drafted from the note as it is kept, for those who write it."""
    if not access.may(who, Note, write=True):
        return {}
    last = selectors.visit_before(who, found)
    words = quick.drafted(who, found, note, last.note if last else None)
    return {part: words.get(part, "") for part in quick.DRAFTED}


def _kept(who: Membership, found: Visit, sheet: Sheet) -> tuple[str, int]:
    """Keep the draft: nothing, or what is in the way and the status that says so."""
    if not sheet.is_valid():
        return "Not saved yet. What you wrote is still here.", 422
    note = page.note_of(found)
    if draft_of(note) == sheet.draft and note.version and not note.signed_at:
        return "", 200  # the same words, sent twice or from another tab: nobody loses anything
    try:
        found.note = charting.note_save(who, visit=found, draft=sheet.draft, version=sheet.note.cleaned_data["version"])
    except Stale as wrong:
        return str(wrong), 409
    except Refused as wrong:
        return str(wrong), 422
    return "", 200


def _autosaved(found: Visit, problem: str, status: int, sheet: Sheet) -> HttpResponse:
    if problem:
        told = "; ".join(words for words, _ in sheet.problems) if status == 422 and sheet.problems else problem
        return JsonResponse({"words": f"Not saved. {told}" if told != problem else problem}, status=status)
    note = page.note_of(found)
    at = look.clock(clock.local(found.clinic, note.saved_at).time())
    counted = page.counted(found, list(note.lines.all()))
    return JsonResponse({"words": f"Saved at {at}", "fields": {"version": note.version, "counted": counted.words}})


def _page(
    request: HttpRequest, found: Visit, sheet: Sheet | None = None, status: int = 200, **beside: Any
) -> HttpResponse:
    who = member(request)
    is_open = page.note_of(found).signed_at is None and found.status not in page.OVER
    if not is_open or not access.may(who, Note, write=True):
        return render(request, "visits/note.html", page.record(who, found, **beside), status=status)
    if status == 409:
        # What is kept is shown beside what was typed; saving again is then a decision, not an accident.
        beside["kept"] = _fresh(found)
    beside["mode"] = mode.of(request)
    return render(request, "visits/chart.html", page.chart(who, found, sheet, **beside), status=status)


def _fresh(found: Visit) -> Note:
    return Note.objects.get(visit=found)


def _points(number: int) -> str:
    return f"{number} point{'' if number == 1 else 's'} open"
