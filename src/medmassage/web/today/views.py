"""Today: the day's visits with their gates, and the open ends."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import Note, Therapist, Visit
from medmassage.web.doors import member
from medmassage.web.today import agenda


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One day, this one unless ``?day=`` names another."""
    who = member(request)
    now, here = clock.now(), clock.today(who.clinic)
    day = agenda.day_of(who, request.GET.get("day"))
    visits = list(selectors.visits_of_day(who, day))
    access.audit_list(who, "today", [visit.patient_id for visit in visits])
    found = agenda.sections(who, visits, now if day == here else None)
    context = {
        "day": day,
        "is_today": day == here,
        "now": now,
        "before": day - timedelta(1),
        "after": day + timedelta(1),
        "sections": found,
        "summary": agenda.summary(found),
        "free": agenda.free(found),
        "opens": [one for one in agenda.opens(who, here) if one[0]],
        "may_check_in": access.may(who, Visit, write=True) and day <= here,
        "may_chart": access.may(who, Note, write=True),
        "may_read_note": access.may(who, Note),
        "may_book": access.may(who, Visit, write=True),
        "may_add_therapist": access.may(who, Therapist, write=True),
    }
    return render(request, "today/today.html", context)
