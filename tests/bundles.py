"""Builds Bundles for tests: a good order for massage, and variations on it."""

import copy
import json
from datetime import date, timedelta
from typing import Any

CPT = "http://www.ama-assn.org/go/cpt"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
NPI = "http://hl7.org/fhir/sid/us-npi"
WRITTEN = date(2026, 11, 2)


def good(written: date = WRITTEN) -> dict[str, Any]:
    """Neck pain M54.2, 6 visits in 6 weeks, neck and upper back, with all its parts."""
    parts = (order(written), patient(), practitioner(), condition(), coverage(), organization())
    return bundle(*parts)


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A collection of the resources, each with its address."""
    entries = [
        {"fullUrl": f"https://harbor.example/fhir/{r['resourceType']}/{r['id']}", "resource": r} for r in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def order(written: date = WRITTEN) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "id": "order",
        "identifier": [{"system": "https://harbor.example/orders", "value": "HBR-20417"}],
        "status": "active",
        "intent": "order",
        "code": {"coding": [{"system": CPT, "code": "97124"}], "text": "Massage therapy"},
        "quantityQuantity": {"value": 6, "unit": "visits"},
        "subject": {"reference": "Patient/hazel"},
        "occurrencePeriod": {
            "start": written.isoformat(),
            "end": (written + timedelta(weeks=6) - timedelta(1)).isoformat(),
        },
        "authoredOn": written.isoformat(),
        "requester": {"reference": "Practitioner/ashgrove"},
        "reasonReference": [{"reference": "Condition/neck-pain"}],
        "insurance": [{"reference": "Coverage/plan"}],
        "bodySite": [
            {"coding": [{"system": SNOMED, "code": "45048000", "display": "Neck"}]},
            {"text": "Upper back"},
        ],
        "note": [{"text": "Desk work. Goal: turn the head while driving without pain."}],
    }


def patient(known: str = "hazel", family: str = "Quillfeather") -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": known,
        "name": [{"use": "official", "family": family, "given": ["Hazel", "Ann"]}],
        "telecom": [{"system": "phone", "value": "410-555-0101"}],
        "gender": "female",
        "birthDate": "1981-04-02",
        "address": [{"line": ["7 Cedar Lane"], "city": "Baltimore", "state": "Maryland", "postalCode": "21211-0007"}],
    }


def practitioner() -> dict[str, Any]:
    return {
        "resourceType": "Practitioner",
        "id": "ashgrove",
        "identifier": [{"system": NPI, "value": "1234567893"}],
        "name": [{"family": "Ashgrove", "given": ["Priya"], "prefix": ["Dr"]}],
        "telecom": [{"system": "phone", "value": "410-555-0177"}, {"system": "fax", "value": "410-555-0178"}],
        "address": [{"line": ["400 Harbor Way"], "city": "Baltimore", "state": "MD", "postalCode": "21202-0002"}],
    }


def condition(code: str = "M54.2") -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": "neck-pain",
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
        },
        "code": {"coding": [{"system": ICD10CM, "code": code}], "text": "Neck pain"},
        "subject": {"reference": "Patient/hazel"},
    }


def coverage() -> dict[str, Any]:
    return {
        "resourceType": "Coverage",
        "id": "plan",
        "status": "active",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PPO"}]},
        "subscriberId": "HHP204811",
        "beneficiary": {"reference": "Patient/hazel"},
        "relationship": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/subscriber-relationship", "code": "self"}]
        },
        "payor": [{"reference": "Organization/harbor-plan"}],
        "class": [
            {
                "type": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/coverage-class", "code": "group"}]
                },
                "value": "HB-77",
            }
        ],
    }


def organization() -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": "harbor-plan",
        "identifier": [{"system": "https://harbor.example/payer-ids", "value": "HARB1"}],
        "name": "Harbor Health Plan",
    }


def changed(kind: str, **fields: Any) -> dict[str, Any]:
    """The good Bundle with fields of one resource set, or taken out where the value is ``None``."""
    whole = copy.deepcopy(good())
    for resource in resources(whole, kind):
        for name, value in fields.items():
            resource.pop(name, None)
            if value is not None:
                resource[name] = value
    return whole


def without(kind: str) -> dict[str, Any]:
    """The good Bundle without the resources of one kind."""
    whole = good()
    whole["entry"] = [e for e in whole["entry"] if e["resource"]["resourceType"] != kind]
    return whole


def resources(whole: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in whole["entry"] if e["resource"]["resourceType"] == kind]


def written(whole: dict[str, Any]) -> bytes:
    return json.dumps(whole).encode()
