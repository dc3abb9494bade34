"""A health history that comes as FHIR R4: answers, problems, medicines and allergies as facts of the intake form."""

import json
from datetime import date

from medmassage.care.span import full_years
from medmassage.fhir import allergy, medicine, problem, responses
from medmassage.fhir.bundle import Bundle
from medmassage.fhir.bundle import read as read_bundle
from medmassage.fhir.patient import SEXES
from medmassage.fhir.values import Node, day, text
from medmassage.knowledge.history import History

KINDS = ("QuestionnaireResponse", "Condition", "MedicationStatement", "MedicationRequest", "AllergyIntolerance")


def read_history(data: bytes | Node, on: date) -> History:
    """What a Bundle, or one resource of :data:`KINDS`, tells of a person's health, read on a day.

    Other resources of a Bundle are no health history and are left aside. Nothing is guessed, and nothing of these is
    dropped. Raises :class:`~medmassage.fhir.errors.FhirError` when it is no FHIR at all.
    """
    bundle = read_bundle(_whole(data))
    age, sex = _who(bundle, on)
    found = [
        *(responses.read(one, on, age=age, sex=sex) for one in bundle.of("QuestionnaireResponse")),
        *(problem.read(one) for one in bundle.of("Condition")),
        *(medicine.read(one, bundle) for kind in KINDS[2:4] for one in bundle.of(kind)),
        *(allergy.read(one) for one in bundle.of("AllergyIntolerance")),
    ]
    history = History()
    for part in found:
        history = history.joined(part)
    return history


def _whole(data: bytes | Node) -> bytes | Node:
    """One resource alone is as good as a Bundle of it."""
    whole = _parsed(data) if isinstance(data, bytes) else data
    if isinstance(whole, dict) and text(whole, "resourceType") in KINDS:
        return {"resourceType": "Bundle", "entry": [{"resource": whole}]}
    return data


def _parsed(data: bytes) -> object:
    """The JSON, or nothing where it is none: reading the Bundle says what is wrong with it."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _who(bundle: Bundle, on: date) -> tuple[int | None, str]:
    """Age and sex of the one Patient, so that nobody is held to a question that was not theirs."""
    patients = bundle.of("Patient")
    if len(patients) != 1:
        return None, ""
    born = day(text(patients[0], "birthDate"))
    return full_years(born, on) if born else None, SEXES.get(text(patients[0], "gender"), "")
