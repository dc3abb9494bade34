"""The electronic order that opens the story: a FHIR R4 Bundle, dated from the day it is told."""

from datetime import date, timedelta
from typing import Any

from medmassage.demo import people

MASSAGE = {"system": "http://www.ama-assn.org/go/cpt", "code": "97124"}
NPI = "http://hl7.org/fhir/sid/us-npi"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"


def order(today: date) -> dict[str, Any]:
    """Neck pain, six visits in six weeks, neck and upper back, begun three weeks ago."""
    written, starts = today - timedelta(22), today - timedelta(21)
    request = {
        "resourceType": "ServiceRequest",
        "id": "order",
        "identifier": [{"system": "urn:example:harbor-orders", "value": "HBR-20417"}],
        "status": "active",
        "intent": "order",
        "code": {"coding": [MASSAGE], "text": "Massage therapy"},
        "subject": {"reference": "Patient/patient"},
        "requester": {"reference": "Practitioner/physician"},
        "authoredOn": written.isoformat(),
        "occurrencePeriod": {"start": starts.isoformat(), "end": (starts + timedelta(42)).isoformat()},
        "quantityQuantity": {"value": 6, "unit": "visits"},
        "reasonReference": [{"reference": "Condition/neck-pain"}],
        "bodySite": [
            {"coding": [{"system": SNOMED, "code": "45048000", "display": "Neck"}], "text": "Neck"},
            {"text": "Upper back"},
        ],
        "insurance": [{"reference": "Coverage/plan"}],
        "note": [{"text": "Desk work. Goal: turn the head while driving without pain."}],
    }
    resources = (request, *_people(), *_reasons())
    return {"resourceType": "Bundle", "type": "collection", "entry": [_entry(r) for r in resources]}


def counselling(today: date) -> dict[str, Any]:
    """An order that is not for massage: alcohol rehabilitation counselling."""
    whole = order(today)
    request = whole["entry"][0]["resource"]
    request["code"] = {"coding": [{"system": SNOMED, "code": "24165007"}], "text": "Alcoholism counseling"}
    request["reasonReference"] = []
    request["reasonCode"] = [{"coding": [{"system": ICD10CM, "code": "F10.20"}]}]
    return whole


def _people() -> tuple[dict[str, Any], ...]:
    doctor = people.PHYSICIAN
    patient = {
        "resourceType": "Patient",
        "id": "patient",
        "name": [{"use": "official", "family": "Quillfeather", "given": ["Hazel"]}],
        "gender": "female",
        "birthDate": "1981-04-02",
        "telecom": [{"system": "phone", "value": "410-555-0101"}],
        "address": [{"line": ["7 Cedar Lane"], "city": "Baltimore", "state": "MD", "postalCode": "21211-0007"}],
    }
    physician = {
        "resourceType": "Practitioner",
        "id": "physician",
        "identifier": [{"system": NPI, "value": doctor["npi"]}],
        "name": [{"family": doctor["family"], "given": [doctor["given"]]}],
        "telecom": [{"system": "phone", "value": doctor["phone"]}],
        "address": [{
            "line": [doctor["street"]], "city": doctor["city"], "state": doctor["address_state"],
            "postalCode": doctor["zip_code"],
        }],
    }  # fmt: skip
    return patient, physician


def _reasons() -> tuple[dict[str, Any], ...]:
    condition = {
        "resourceType": "Condition",
        "id": "neck-pain",
        "clinicalStatus": {"coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"},
        ]},
        "code": {"coding": [{"system": ICD10CM, "code": "M54.2"}], "text": "Neck pain"},
        "subject": {"reference": "Patient/patient"},
    }  # fmt: skip
    coverage = {
        "resourceType": "Coverage",
        "id": "plan",
        "status": "active",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PPO"}]},
        "beneficiary": {"reference": "Patient/patient"},
        "relationship": {"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/subscriber-relationship", "code": "self",
        }]},
        "subscriberId": "HHP204811",
        "payor": [{
            "identifier": {"system": "urn:example:payer-ids", "value": "HARB1"},
            "display": "Harbor Health Plan (invented)",
        }],
    }  # fmt: skip
    return condition, coverage


def _entry(resource: dict[str, Any]) -> dict[str, Any]:
    kind, known = resource["resourceType"], resource["id"]
    return {"fullUrl": f"https://harbor.example/fhir/{kind}/{known}", "resource": resource}
