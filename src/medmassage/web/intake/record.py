"""Another provider's record as a FHIR file: shown as it was understood, then taken in by a second press.

Between the two the file waits in the session, which lives on the server and ends when it is idle.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, clock, histories
from medmassage.clinic.models import HealthItem, Patient
from medmassage.clinic.services import health
from medmassage.fhir import patient as fhir_patient
from medmassage.fhir.bundle import LARGEST
from medmassage.fhir.bundle import read as read_bundle
from medmassage.fhir.errors import FhirError
from medmassage.fhir.history_in import read_history
from medmassage.knowledge.intake import History, screened
from medmassage.web.doors import member

WAITING = "record_waiting"
WAITS = timedelta(minutes=30)
GONE = "The file is no longer at hand. Choose it again."
EMPTY = "Choose a file that is not empty: the record as FHIR R4 (JSON)."
NOTHING = "The file holds no answers, conditions, medicines or allergies. Nothing was taken in."


@require_http_methods(["GET", "POST"])
def record_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose a file; then see what it says."""
    who = member(request)
    access.require(who, HealthItem, write=True)
    patient = access.read(who, Patient, pk)
    if request.method == "GET":
        return _page(request, patient)
    request.session.pop(WAITING, None)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _page(request, patient, EMPTY)
    content = file.read(LARGEST + 1)
    try:
        history = _understood(content, patient)
    except FhirError as wrong:
        return _page(request, patient, str(wrong))
    if history == History():
        return _page(request, patient, NOTHING)
    digest = hashlib.sha256(content).hexdigest()
    kept = {"content": content.decode("utf-8-sig"), "at": clock.now().isoformat(), "patient": str(pk), "digest": digest}
    request.session[WAITING] = kept
    return _shown(request, patient, history, digest)


@require_POST
def record_take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take in the file that was shown. What is on file already is added once."""
    who = member(request)
    access.require(who, HealthItem, write=True)
    patient = access.read(who, Patient, pk)
    kept = request.session.pop(WAITING, None)
    if not kept or kept["patient"] != str(pk) or datetime.fromisoformat(kept["at"]) + WAITS < clock.now():
        return _page(request, patient, GONE)
    if kept["digest"] != request.POST.get("digest"):
        return _page(request, patient, "Another file was opened since this page was. Choose yours again.")
    made = health.record_take(who, patient=patient, history=_understood(kept["content"].encode(), patient))
    if made:
        messages.success(request, f"{_counted(len(made))} taken in. The second gate asks about them from now on.")
    else:
        messages.warning(request, "All of it was on file already. Nothing was added.")
    return redirect("web:patient", pk)


def _understood(content: bytes, patient: Patient) -> History:
    """What the file tells of this patient. Raises :class:`FhirError` for a file about somebody else."""
    if len(content) > LARGEST:
        raise FhirError("This file is larger than 5 MB. Ask for the health history alone.")
    history = read_history(content, clock.today(patient.clinic))
    for said in _people(content):
        other_day = said.birth_date and said.birth_date != patient.birth_date
        other_name = said.family and said.family.casefold() != patient.family.casefold()
        if other_day or other_name:
            raise FhirError(
                f"This file is about somebody else than {patient}: name and birth date do not both fit. "
                "Nothing was read from it."
            )
    return history


def _people(content: bytes) -> list[fhir_patient.PatientFacts]:
    """Whom a Bundle is about; one resource alone names nobody."""
    try:
        return [fhir_patient.read(resource)[0] for resource in read_bundle(content).of("Patient")]
    except FhirError:
        return []


def _page(request: HttpRequest, patient: Patient, problem: str = "") -> HttpResponse:
    context = {"patient": patient, "problem": problem}
    return render(request, "intake/record.html", context, status=422 if problem else 200)


def _shown(request: HttpRequest, patient: Patient, history: History, digest: str) -> HttpResponse:
    today = clock.today(patient.clinic)
    context: dict[str, Any] = {
        "patient": patient,
        "history": history,
        "codes": [(code, health.coded_words(history, code)) for code in history.codes],
        "past": health.past(history),
        "verdict": screened(history, today, age=histories.age(patient, today)),
        "digest": digest,
    }
    return render(request, "intake/record_shown.html", context)


def _counted(number: int) -> str:
    return "One thing was" if number == 1 else f"{number} things were"
