"""Papers in hand on the patient's page, and the way to them from a visit that misses one."""

from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import person_of
from medmassage.clinic import clock
from medmassage.clinic.models import PatientDocument
from medmassage.clinic.services import booking, documents, intake, opening, wallet

pytestmark = pytest.mark.django_db


@pytest.fixture
def florida(clinic):
    """A course of care in a state that asks for a signed consent."""
    case = intake.case_open(
        clinic, patient=person_of(clinic), title="Neck", coverage=None, opened_on=clock.today(clinic.clinic),
        state="FL", setting="home",
    )  # fmt: skip
    therapist = opening.therapist_add(clinic, given="Theo", family="Marchetti")
    ends = clock.today(clinic.clinic) + timedelta(300)
    wallet.credential_add(clinic, therapist=therapist, code="LMT", state="FL", valid_to=ends)
    return case, therapist


@pytest.fixture
def client(clinic, client_for):
    return client_for(clinic)


def add(case, kind="consent"):
    return reverse("web:document_add", args=[case.patient_id]) + f"?kind={kind}"


def test_what_is_missing_stands_with_its_source_and_the_way_to_add_it(florida, client):
    case, _ = florida
    shown = client.get(reverse("web:patient", args=[case.patient_id])).content.decode()
    assert "Missing: signed informed consent" in shown and add(case) in shown
    assert client.get(add(case)).context["form"]["kind"].value() == "consent"


def test_a_paper_is_taken_in_with_its_scan_and_taken_back(clinic, florida, client):
    case, today = florida[0], clock.today(clinic.clinic)
    sent = {"kind": "consent", "signed_on": str(today), "scan": SimpleUploadedFile("c.pdf", b"%PDF-1.7 c")}
    assert client.post(add(case), sent).status_code == 302
    kept = PatientDocument.objects.get()
    file = client.get(reverse("web:document_scan", args=[kept.pk]))
    assert file.content == b"%PDF-1.7 c" and file.headers["Content-Disposition"].startswith("attachment")
    shown = client.get(reverse("web:patient", args=[case.patient_id])).content.decode()
    assert "Signed informed consent" in shown and "Missing: signed informed consent" not in shown
    address = reverse("web:document", args=[kept.pk])
    early = client.post(address, {"on": str(today - timedelta(1))})
    assert early.status_code == 422 and "on" in early.context["form"].errors
    assert client.post(address, {"on": str(today)}).status_code == 302
    shown = client.get(reverse("web:patient", args=[case.patient_id])).content.decode()
    assert "taken back" in shown and "Missing: signed informed consent" in shown


def test_a_paper_without_a_scan_has_none_to_fetch(clinic, florida, client):
    kept = documents.document_add(
        clinic, patient=florida[0].patient, kind="consent", signed_on=clock.today(clinic.clinic)
    )
    assert client.get(reverse("web:document_scan", args=[kept.pk])).status_code == 404


def test_a_paper_that_is_none_of_the_list_or_of_tomorrow_is_not_kept(clinic, florida, client):
    day = clock.today(clinic.clinic)
    for typed, field in (
        ({"kind": "liability_insurance", "signed_on": str(day)}, "kind"),
        ({"kind": "", "signed_on": str(day)}, "kind"),
        ({"kind": "consent", "signed_on": str(day + timedelta(1))}, "signed_on"),
        ({"kind": "consent", "signed_on": str(day), "scan": SimpleUploadedFile("c.pdf", b"MZ")}, "scan"),
    ):
        answer = client.post(add(florida[0]), typed)
        assert answer.status_code == 422 and field in answer.context["form"].errors
        assert "This field is required" not in answer.content.decode()
    assert not PatientDocument.objects.exists()


def test_billers_see_no_papers_of_patients(florida, member, client_for):
    case, _ = florida
    shown = client_for(member("biller")).get(reverse("web:patient", args=[case.patient_id])).content.decode()
    assert "Papers in hand" not in shown


def test_booking_and_the_door_lead_to_the_paper_that_is_missing(clinic, florida, client):
    case, therapist = florida
    today = clock.today(clinic.clinic)
    typed = {"therapist": therapist.pk, "on": str(today), "at": "10:00", "minutes": 60, "setting": "home", "key": "k"}
    refused = client.post(reverse("web:visit_book", args=[case.pk]), typed)
    assert refused.status_code == 422 and add(case) in refused.content.decode()
    consent = documents.document_add(clinic, patient=case.patient, kind="consent", signed_on=today)
    at = clock.at(clinic.clinic, today, time(10))
    visit = booking.visit_book(clinic, case=case, therapist=therapist, starts_at=at).record
    door = reverse("web:visit_check_in", args=[visit.pk])
    assert add(case) not in client.get(door).content.decode()
    documents.document_withdraw(clinic, document=consent, on=today)
    assert add(case) in client.get(door).content.decode()
    assert add(case) in client.get(reverse("web:visit", args=[visit.pk])).content.decode()
