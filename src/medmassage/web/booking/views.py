"""Booking a visit, bringing the patient in, and ending a visit that does not take place."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, clock, gates, selectors
from medmassage.clinic.models import Case, Membership, Note, Visit
from medmassage.clinic.services import booking
from medmassage.clinic.services.outcome import Refused, Result
from medmassage.finding import Verdict
from medmassage.web.booking import again
from medmassage.web.booking.forms import BookingForm
from medmassage.web.booking.stops import cautions, stops
from medmassage.web.doors import member
from medmassage.web.form_page import Page, blame
from medmassage.web.reasons import reasons_from
from medmassage.web.requests import part
from medmassage.web.templatetags.look import clock as hour
from medmassage.web.templatetags.look import day
from medmassage.web.today.lights import of_visit

PLACES = {"starts_at": "at"}


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask when and with whom; the gates answer before anything is written."""
    who = member(request)
    access.require(who, Visit, write=True)
    case = _case(who, access.read(who, Case, pk))
    if case.closed_on:
        may = access.may(who, Case, write=True)
        return render(request, "booking/closed.html", {"case": case, "may_case": may}, status=409)
    form = BookingForm(who, case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result = _book(request, who, case, form)
        except (Refused, ValidationError) as wrong:
            blame(form, wrong, PLACES)
            return _form(request, case, form, status=422)
        if result.record is None:
            return _form(request, case, form, result.verdicts, status=422)
        return _booked(request, result.record)
    return _form(request, case, form, status=422 if form.errors else 200)


def _book(request: HttpRequest, who: Membership, case: Case, form: BookingForm) -> Result[Visit]:
    return booking.visit_book(
        who,
        case=case,
        therapist=form.chosen,
        starts_at=form.starts_at,
        minutes=form.cleaned_data["minutes"],
        setting=form.cleaned_data["setting"],
        reasons=reasons_from(request.POST),
        key=form.cleaned_data["key"],
    )


def _booked(request: HttpRequest, visit: Visit) -> HttpResponse:
    on = clock.local(visit.clinic, visit.starts_at).date()
    messages.success(request, f"Booked for {day(on)}, {hour(visit.starts_at)}.")
    return HttpResponseRedirect(f"{reverse('web:today')}?day={on}")


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How a booked visit stands; a POST brings the patient in, or shows what stops it."""
    who = member(request)
    visit = access.read(who, Visit, pk)
    if request.method == "GET":
        return _door(request, who, visit)
    access.require(who, Visit, write=True)
    heard = again.hear(who, visit, request.POST)
    wrong = heard.wrong or again.keep(who, visit, heard)
    if wrong:
        return _door(request, who, visit, 422, wrong)
    try:
        result = booking.visit_check_in(who, visit=visit, reasons=reasons_from(request.POST))
    except Refused as wrong:
        messages.warning(request, str(wrong))
        return _back_to_day(visit)
    if result.record is None:
        return _door(request, who, visit, status=422)
    messages.success(request, f"{visit.patient} is in the room.")
    return _back_to_day(visit)


@require_POST
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a visit, or say that nobody came."""
    who = member(request)
    access.require(who, Visit, write=True)
    visit = access.read(who, Visit, pk)
    try:
        ended = booking.visit_end(who, visit=visit, status=request.POST.get("status", ""))
        messages.success(request, f"Kept as “{ended.get_status_display().lower()}”. It counts against no limit.")
    except Refused as wrong:
        messages.warning(request, str(wrong))
    return _back_to_day(visit)


def _form(
    request: HttpRequest, case: Case, form: BookingForm, verdicts: Sequence[Verdict] = (), status: int = 200
) -> HttpResponse:
    who = member(request)
    context = {
        "page": Page("Book a visit", "Book it", reverse("web:patient", args=[case.patient_id]), str(case.patient)),
        "form": form,
        "case": case,
        "limit": gates.tightest(case, clock.today(who.clinic)),
        "stops": (found := stops(who, verdicts, reasons_from(request.POST), case, form.named)),
        "closed": any(not one.passable for one in found),
        "cautions": cautions(who, verdicts),
    }
    return render(request, "booking/book.html", context, status=status)


def _door(
    request: HttpRequest, who: Membership, visit: Visit, status: int = 200, wrong: again.Wrong = again.NOTHING
) -> HttpResponse:
    whole = selectors.visit_whole(who, visit)
    verdicts = gates.for_visit(whole)
    on = clock.local(who.clinic, whole.starts_at).date()
    context = {
        "visit": whole,
        "lights": of_visit(who, whole),
        "stops": (found := stops(who, verdicts, reasons_from(request.POST), whole.case, whole.therapist)),
        "closed": any(not one.passable for one in found),
        "cautions": cautions(who, verdicts),
        "refused": status == 422,
        "on": on,
        "may_change": access.may(who, Visit, write=True),
        "may_check_in": on <= clock.today(who.clinic),
        "may_read_note": access.may(who, Note),
        **part.words(who, whole.case),
        **again.section(who, whole, request.POST, wrong),
    }
    return render(request, "booking/door.html", context, status=status)


def _case(who: Membership, case: Case) -> Case:
    return selectors.cases_of(who, case.patient).get(pk=case.pk)


def _back_to_day(visit: Visit) -> HttpResponse:
    on = clock.local(visit.clinic, visit.starts_at).date()
    return HttpResponseRedirect(f"{reverse('web:today')}?day={on}")
