"""The deadlines as an iCalendar feed (RFC 5545), for a calendar that asks by its secret address."""

import uuid
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from medmassage.clinic import clock
from medmassage.clinic import deadlines as due
from medmassage.clinic.deadlines import Deadline
from medmassage.clinic.services.calendar import feed_reader
from medmassage.web.deadlines.views import where

HALF_A_DAY = "PT12H"


@require_safe
def calendar(request: HttpRequest, pk: uuid.UUID, secret: str) -> HttpResponse:
    """One person's deadlines as all-day events. Another secret finds nothing. It names nobody's patient."""
    who = feed_reader(pk, secret)
    found = Calendar()
    for name, value in (
        ("prodid", "-//medmassage//Deadlines//EN"),
        ("version", "2.0"),
        ("x-wr-calname", f"Deadlines, {who.clinic}"),
        ("x-published-ttl", HALF_A_DAY),
    ):
        found.add(name, vText(value))  # the library writes the names that it does not know as they come
    for one in due.of(who, clock.today(who.clinic)):
        if one.due:
            found.add_component(_event(request, one))
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _event(request: HttpRequest, one: Deadline) -> Event:
    """What has passed stands on today until somebody acts: in a calendar's past nobody would see it."""
    passed = one.answer == "no"
    day = one.today if passed or one.due is None else one.due
    whose = f" ({one.whose})" if one.whose else ""
    event = Event()
    event.add("uid", f"{one.key}:{one.due}@medmassage" if one.kind == "law" else f"{one.key}@medmassage")
    event.add("dtstamp", clock.now())
    event.add("dtstart", day)
    if day < date.max:  # a day without an end is that whole day
        event.add("dtend", day + timedelta(1))
    event.add("summary", f"{one.what}{whose}")
    event.add("description", f"Since {one.due:%-d %b %Y}. {one.do}" if passed else one.do)
    event.add("url", request.build_absolute_uri(where(one)))
    event.add("transp", "TRANSPARENT")
    return event
