"""The patient's statement, as PDF."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from medmassage.clinic import access
from medmassage.clinic.models import Entry, Patient
from medmassage.clinic.services import papers
from medmassage.web.doors import member
from medmassage.web.papers import download


@require_GET
def statement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the patient owes and how it came about."""
    who = member(request)
    access.require(who, Entry)
    patient = access.read(who, Patient, pk)
    return download(papers.statement_pdf(who, patient), "statement.pdf", "application/pdf")
