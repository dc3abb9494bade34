"""The body through the visits of a case: one figure, any signed visit."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from medmassage.clinic import access, figures
from medmassage.clinic.models import Membership, Note, Visit
from medmassage.knowledge import anatomy
from medmassage.web.doors import member
from medmassage.web.visits import body, page


@require_GET
def bodies(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was marked at a visit, with a slider to the case's other signed visits; ``?at=`` is a place on it.

    A visit that is not signed leads to the last that is.
    """
    who = member(request)
    access.require(who, Note)
    found = access.read(who, Visit, pk)
    notes = _signed(who, found)
    at = request.GET.get("at", "")
    place = next((n for n, note in enumerate(notes) if note.visit_id == pk), len(notes) - 1)
    wanted = min(int(at), len(notes) - 1) if at.isascii() and at.isdigit() and len(at) < 6 else place
    if notes and notes[wanted].visit_id != pk:
        return redirect("web:visit_bodies", notes[wanted].visit_id)
    return render(request, "visits/bodies.html", {"visit": found, "notes": notes, **_shown(notes, place)})


def _shown(notes: Sequence[Note], place: int) -> dict[str, Any]:
    if not notes:
        return {}
    note = notes[place]
    return {
        "note": note,
        "place": place,
        "last": len(notes) - 1,
        "before": notes[place - 1] if place else None,
        "after": notes[place + 1] if place + 1 < len(notes) else None,
        "selected": figures.places(note.findings),
        "over": body.layers(note.findings, note.ink),
        "found": page.found_words(note),
        "worked": [(anatomy.label(line.region), line) for line in note.lines.all()],
    }


def _signed(who: Membership, visit: Visit) -> list[Note]:
    """The signed notes of the case, the earliest first."""
    notes = access.rows(who, Note).filter(visit__case=visit.case_id, signed_at__isnull=False)
    return list(notes.select_related("visit").prefetch_related("lines").order_by("visit__starts_at"))
