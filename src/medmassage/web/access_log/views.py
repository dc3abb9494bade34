"""The access log: who read or changed what, for owners."""

import uuid

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.clinic import access
from medmassage.clinic.models import Patient
from medmassage.web.access_log.rows import lines
from medmassage.web.doors import member

A_PAGE = 50


@require_GET
def access_log(request: HttpRequest) -> HttpResponse:
    """Newest first; ``?patient=`` shows only what touched one person, lists that named them included."""
    who = member(request)
    found = access.audit_rows(who)
    asked = request.GET.get("patient", "")
    patient = access.read(who, Patient, asked) if asked else None
    if patient:
        key = str(patient.pk)
        found = found.filter(Q(additional_data__patient=key) | Q(additional_data__patients__icontains=key))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = lines(who, page)
    if not patient:
        access.audit_list(who, "access log", [uuid.UUID(pk) for line in shown for pk, _ in line.patients])
    return render(request, "access_log/log.html", {"page": page, "lines": shown, "patient": patient})
