"""The access log: who saw or changed what, in plain words, for the owner."""

import pytest
from django.urls import reverse

from clinic.fixtures import person_of
from medmassage.clinic import access
from medmassage.clinic.models import Patient
from medmassage.clinic.services import changes

pytestmark = pytest.mark.django_db
LOG = reverse("web:access_log")


def test_reading_and_changing_a_patient_is_told_in_plain_words(clinic, patient, member, client_for):
    desk = member("front_desk")
    client_for(desk).get(reverse("web:patient", args=[patient.pk]))
    changes.patient_change(desk, patient=patient, phone="4105550000")
    page = client_for(clinic).get(LOG).content.decode()
    assert "Robin front_desk" in page
    assert "read patient" in page and "changed patient" in page and "added patient" in page
    assert "4105550000" not in page  # which field, never what stood in it


@pytest.mark.parametrize("role", ["therapist", "front_desk", "biller"])
def test_nobody_but_the_owner_reads_it(member, client_for, role):
    assert client_for(member(role)).get(LOG).status_code == 404


def test_one_patients_rows_include_the_lists_that_named_them(clinic, patient, client_for):
    other = person_of(clinic, "Ashdown")
    client = client_for(clinic)
    client.get(reverse("web:patients"))
    access.read(clinic, Patient, other.pk)
    page = client.get(LOG, {"patient": str(patient.pk)}).content.decode()
    assert "the page “patients”" in page
    assert "Who saw or changed the record of Hazel Quillfeather" in page


def test_another_persons_rows_are_left_out(clinic, patient, client_for):
    other = person_of(clinic, "Ashdown")
    access.read(clinic, Patient, other.pk)
    lines = client_for(clinic).get(LOG, {"patient": str(patient.pk)}).context["lines"]
    assert lines
    assert all(str(patient.pk) in dict(line.patients) for line in lines)


def test_a_long_log_comes_a_page_at_a_time(clinic, patient, client_for):
    for _ in range(60):
        access.read(clinic, Patient, patient.pk)
    page = client_for(clinic).get(LOG, {"page": 2}).content.decode()
    assert "51 to" in page


def test_another_clinics_rows_are_not_there(clinic, patient, other_clinic, client_for):
    client = client_for(other_clinic)
    assert "Quillfeather" not in client.get(LOG).content.decode()
    assert client.get(LOG, {"patient": str(patient.pk)}).status_code == 404
    assert client.get(LOG, {"patient": "nobody"}).status_code == 404


def test_looking_at_the_log_is_in_the_log(clinic, patient, client_for):
    client = client_for(clinic)
    client.get(LOG)
    assert "the page “access log”" in client.get(LOG).content.decode()
