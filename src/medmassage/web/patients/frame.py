"""What stands around every page of a case: who it is, its courses of care, and the parts of the one that is open."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from medmassage.clinic import access, clock, inputs, selectors
from medmassage.clinic.models import CarePlan, Case, Membership, Note, Patient, Score, Visit


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a case and its address."""

    name: str
    words: str
    address: str


def opened(who: Membership, pk: uuid.UUID) -> Case:
    """The case with all its parts at hand; a row in the log says that it was read."""
    case = access.read(who, Case, pk)
    return selectors.cases_of(who, case.patient).get(pk=case.pk)


def frame(who: Membership, patient: Patient, case: Case | None, tab: str, cases: Sequence[Case] = ()) -> dict[str, Any]:
    """The context that ``patients/case_page.html`` needs."""
    today = clock.today(who.clinic)
    return {
        "patient": patient,
        "age": inputs.person(patient, on=today).age,
        "case": case,
        "cases": cases or list(access.rows(who, Case).filter(patient=patient)),
        "tabs": tabs(who, case) if case else [],
        "tab": tab,
        "today": today,
        "codes": _codes(case) if case else [],
        "may_case": access.may(who, Case, write=True),
        "may_plan": access.may(who, CarePlan, write=True),
        "may_book": access.may(who, Visit, write=True),
        "may_read_note": access.may(who, Note),
    }


def tabs(who: Membership, case: Case) -> list[Tab]:
    """The parts of a case that this person may open."""
    found = [Tab("overview", "Overview", f"{reverse('web:patient', args=[case.patient_id])}?case={case.pk}")]
    if access.may(who, CarePlan):
        found.append(Tab("plan", "Plan", reverse("web:plan", args=[case.pk])))
    if access.may(who, Score):
        found.append(Tab("outcomes", "Outcomes", reverse("web:outcomes", args=[case.pk])))
    return [*found, Tab("visits", "Visits", reverse("web:case_visits", args=[case.pk]))]


def _codes(case: Case) -> list[str]:
    return list(dict.fromkeys(code for order in case.referrals.all() for code in order.diagnoses))
