"""What is due, the most pressing first; and the secret address for a calendar, shown once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from medmassage.clinic import access, clock
from medmassage.clinic import deadlines as due
from medmassage.clinic.deadlines import NEAR, Deadline
from medmassage.clinic.models import CalendarFeed
from medmassage.clinic.services import calendar
from medmassage.web.doors import member

LATER = "Later"


@dataclass(frozen=True, slots=True)
class Group:
    """Deadlines under one heading, each with its address. ``folded``: nobody has to look at them yet."""

    name: str
    rows: list[tuple[Deadline, str]]
    folded: bool


@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """Everything due that this person can do something about."""
    who = member(request)
    found = due.of(who, clock.today(who.clinic))
    context = {
        "groups": groups(found),
        "summary": summary(found),
        "near": due.near(found),
        "has_feed": access.rows(who, CalendarFeed).filter(member=who).exists(),
    }
    return render(request, "deadlines/deadlines.html", context)


@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """A new secret address for a calendar, shown in this answer and never again: only its digest is kept."""
    feed, secret = calendar.feed_make(member(request))
    address = request.build_absolute_uri(reverse("web:calendar", args=[feed.pk, secret]))
    return render(request, "deadlines/feed.html", {"address": address})


@require_POST
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """Close the feed."""
    calendar.feed_revoke(member(request))
    messages.success(request, "The address is closed. Calendars that used it get nothing more.")
    return redirect("web:deadlines")


def where(one: Deadline) -> str:
    """The page on which something can be done about it."""
    names = {"paper": "web:credential", "register": "web:credential", "education": "web:education"}
    if one.kind == "law":
        return reverse("web:law_state", kwargs={"code": one.subject})
    return reverse(names[one.kind], args=[one.subject])


def groups(found: Sequence[Deadline]) -> list[Group]:
    """By how they press; what is empty is left out."""
    own = [one for one in found if one.kind != "law"]
    parts = (
        ("Passed", [one for one in own if one.answer == "no"]),
        ("No day known", [one for one in own if one.answer == "unknown"]),
        (f"Within {NEAR} days", [one for one in own if one.answer == "with_care"]),
        (LATER, [one for one in own if one.answer == "yes"]),
        ("The law ahead", [one for one in found if one.kind == "law"]),
    )
    return [Group(name, [(one, where(one)) for one in rows], name == LATER) for name, rows in parts if rows]


def summary(found: Sequence[Deadline]) -> str:
    """How things stand, in one or two sentences."""
    own = [one for one in found if one.kind != "law"]
    passed = sum(one.answer == "no" for one in own)
    ahead = next((one for one in own if one.days is not None and one.days >= 0), None)
    said = [f"{passed} passed and {'waits' if passed == 1 else 'wait'} for somebody."] if passed else []
    if ahead and ahead.due:
        whose = f" ({ahead.whose})" if ahead.whose else ""
        said.append(f"Next: {ahead.what}{whose}, {ahead.due:%-d %b %Y}.")
    return " ".join(said) or "Nothing is due."
