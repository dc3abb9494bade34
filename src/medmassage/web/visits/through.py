"""The body through the visits of a case: one figure, any signed visit."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from medmassage.clinic import access
from medmassage.clinic.models import Membership, Note, Visit
from medmassage.knowledge import anatomy
from medmassage.web.doors import member
from medmassage.web.visits import body, page


@require_GET
def bodies(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was marked at a visit, with a slider to the case's other signed visits. ``?at=`` is a place on it."""
    who = member(request)
    access.require(who, Note)
    found = access.read(who, Visit, pk)
    notes = _signed(who, found)
    at = request.GET.get("at", "")
    if at.isascii() and at.isdigit() and int(at) < len(notes):
        return redirect("web:visit_bodies", notes[int(at)].visit_id)
    place = next((n for n, note in enumerate(notes) if note.visit_id == pk), None)
    note = notes[place] if place is not None else None
    context = {
        "visit": found,
        "notes": notes,
        "note": note,
        "place": place,
        "last": len(notes) - 1,
        "before": notes[place - 1] if place else None,
        "after": notes[place + 1] if place is not None and place + 1 < len(notes) else None,
        "selected": body.places(note.findings) if note else [],
        "over": body.layers(note.findings, note.ink) if note else {},
        "found": page.found_words(note) if note else [],
        "worked": [(anatomy.label(line.region), line) for line in note.lines.all()] if note else [],
    }
    return render(request, "visits/bodies.html", context)


def _signed(who: Membership, visit: Visit) -> list[Note]:
    """The signed notes of the case, the earliest first."""
    notes = access.rows(who, Note).filter(visit__case=visit.case_id, signed_at__isnull=False)
    return list(notes.select_related("visit").prefetch_related("lines").order_by("visit__starts_at"))
