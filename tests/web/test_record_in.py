"""A health record of another provider: shown, then taken in once; a file about somebody else is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import covered
from medmassage.clinic import clock, gates
from medmassage.clinic.models import HealthItem, Visit
from medmassage.clinic.services import health
from medmassage.fhir.history_in import read_history
from medmassage.knowledge.history import History
from web.intake_walk import BORN, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(clinic):
    return covered(clinic)


def bundle(*resources, born=BORN):
    person = {"resourceType": "Patient", "name": [{"family": "Quillfeather", "given": ["Hazel"]}], "birthDate": born}
    entries = [{"resource": one} for one in (person, *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def condition(code):
    system = "http://hl7.org/fhir/sid/icd-10-cm"
    active = {"coding": [{"code": "active"}]}
    return {
        "resourceType": "Condition",
        "clinicalStatus": active,
        "code": {"coding": [{"system": system, "code": code}]},
    }


DRUG = {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "warfarin"}}


def sent(client, patient, content):
    return client.post(reverse("web:record_read", args=[patient.pk]), {"file": SimpleUploadedFile("r.json", content)})


def test_a_record_is_shown_then_taken_in_once_and_the_gate_reads_its_codes(whole, clinic, client_for):
    client, content = client_for(clinic), bundle(condition("I82.401"), DRUG)
    for _ in range(2):
        shown = sent(client, whole.patient, content)
        assert "I82.401" in page(shown) and "warfarin" in page(shown)
        take = reverse("web:record_take", args=[whole.patient.pk])
        assert client.post(take, {"digest": shown.context["digest"]}).status_code == 302
    assert {(i.kind, i.source) for i in HealthItem.objects.all()} == {("condition", "record"), ("drug", "record")}
    assert HealthItem.objects.count() == 2
    visit = booked_anyway(whole)
    assert "safe.dvt" in {finding.rule for finding in gates.for_visit(visit)[1].findings}
    assert client.post(take, {"digest": shown.context["digest"]}).status_code == 422  # no longer at hand


def booked_anyway(whole):
    return Visit(
        clinic=whole.owner.clinic, patient=whole.patient, case=whole.case, therapist=whole.therapist,
        starts_at=clock.now(), setting=whole.case.setting,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bundle(DRUG, born="1990-01-01"), "somebody else"),
        (bundle(), "no answers, conditions"),
        (b"", "not empty"),
        (b"not json", "not JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_record_of_this_patient_is_refused_with_the_reason(whole, clinic, client_for, content, said):
    answer = sent(client_for(clinic), whole.patient, content)
    assert answer.status_code == 422 and said in page(answer)
    assert not HealthItem.objects.exists()


def test_a_single_resource_is_a_record_too_and_what_was_stopped_is_kept_as_over(whole, clinic):
    stopped = json.dumps({**DRUG, "status": "stopped"})
    history = read_history(json.loads(stopped), clock.today(clinic.clinic))
    health.record_take(clinic, patient=whole.patient, history=history)
    health.record_take(clinic, patient=whole.patient, history=history)
    assert [item.ended_on for item in HealthItem.objects.all()] == [clock.today(clinic.clinic)]
    assert health.record_take(clinic, patient=whole.patient, history=History()) == []
