"""Referrals: by hand with a scan, or from a FHIR file that is shown before it is kept."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import person_of
from medmassage.clinic import clock
from medmassage.clinic.models import Attachment, Case, Patient, Physician, Referral
from medmassage.clinic.services import intake
from medmassage.demo import bundle
from medmassage.web.referrals.importing import WAITING

pytestmark = pytest.mark.django_db
UPLOAD, TAKE = reverse("web:referral_import"), reverse("web:referral_take")


def form(owner, **change):
    today = clock.today(owner.clinic)
    return {
        "case": "new", "title": "Neck pain", "coverage": "", "setting": "medical_clinic", "npi": "1234567893",
        "given": "Priya", "family": "Ashgrove", "written_on": str(today - timedelta(1)), "starts_on": str(today),
        "ends_on": str(today + timedelta(42)), "visits": "6", "diagnoses": "m54.2, M54.6",
        "regions": ["neck_back_r"], **change,
    }  # fmt: skip


def new(patient) -> str:
    return reverse("web:referral_new", args=[patient.pk])


@pytest.mark.parametrize("role", ["owner", "therapist", "front_desk"])
def test_an_order_opens_a_course_of_care(clinic, patient, member, client_for, role):
    client = client_for(member(role))
    assert client.get(new(patient)).status_code == 200
    answer = client.post(new(patient), form(clinic))
    kept = Referral.objects.get()
    assert answer.headers["Location"].endswith(f"?case={kept.case_id}")
    assert (kept.visits, kept.diagnoses, kept.regions) == (6, ["M54.2", "M54.6"], ["neck_back_r"])
    assert (kept.case.title, kept.physician.npi) == ("Neck pain", "1234567893")


def test_an_order_that_names_no_region_is_taken_in_without(clinic, patient, client_for):
    answer = client_for(clinic).post(new(patient), form(clinic, regions=[]))
    assert answer.status_code == 302
    assert Referral.objects.get().regions == []


def test_a_biller_takes_in_no_order(patient, member, client_for):
    client = client_for(member("biller"))
    assert client.get(new(patient)).status_code == 404
    assert client.get(UPLOAD).status_code == 404
    assert client.post(TAKE).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"npi": "1234567890"}, "check digit"),
        ({"npi": "12345"}, "an NPI has ten"),
        ({"diagnoses": "neck"}, "ICD-10-CM"),
        ({"diagnoses": ""}, "This is needed."),
        ({"written_on": "2062-03-01"}, "is still to come"),
        ({"starts_on": "2026-02-31"}, "There is no such day."),
        ({"ends_on": "2020-01-01"}, "The order ends before it starts."),
        ({"title": ""}, "Say what is treated"),
        ({"family": ""}, "This NPI is new here"),
        ({"visits": "0"}, "A whole number from 1"),
        ({"case": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}, "Choose one of the list."),
    ],
)
def test_what_is_not_right_on_the_order_is_said_and_nothing_is_kept(clinic, patient, client_for, change, words):
    answer = client_for(clinic).post(new(patient), form(clinic, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Referral.objects.exists() and not Case.objects.exists() and not Physician.objects.exists()


def test_what_the_order_does_not_say_stays_open(clinic, patient, client_for):
    client = client_for(clinic)
    client.post(new(patient), form(clinic, visits="", ends_on=""))
    kept = Referral.objects.get()
    assert (kept.visits, kept.ends_on) == (None, None)
    assert "nothing was guessed" in client.get(reverse("web:referral", args=[kept.pk])).content.decode()


def test_a_renewal_joins_the_running_course_of_care_and_knows_the_physician(covered_case, client_for):
    owner = covered_case.owner
    data = form(owner, case=str(covered_case.case.pk), title="", given="", family="")
    assert client_for(owner).post(new(covered_case.patient), data).status_code == 302
    assert covered_case.case.referrals.count() == 2
    assert Physician.objects.count() == 1


def test_a_scan_comes_with_the_order_and_leaves_with_safe_headers(clinic, patient, client_for):
    client = client_for(clinic)
    paper = SimpleUploadedFile("Hazel Quillfeather.pdf", b"%PDF-1.7 order", "application/pdf")
    client.post(new(patient), {**form(clinic), "scan": paper})
    answer = client.get(reverse("web:scan", args=[Attachment.objects.get().pk]))
    assert answer.content == b"%PDF-1.7 order"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Hazel" not in answer.headers["Content-Disposition"]


def test_a_file_that_is_no_scan_keeps_the_whole_order_back(clinic, patient, client_for):
    answer = client_for(clinic).post(
        new(patient), {**form(clinic), "scan": SimpleUploadedFile("order.pdf", b"<script>alert(1)</script>")}
    )
    assert answer.status_code == 422
    assert "not a PDF, PNG or JPEG" in answer.content.decode()
    assert not Referral.objects.exists()


def test_a_scan_is_added_later(covered_case, client_for):
    client, address = client_for(covered_case.owner), reverse("web:referral", args=[covered_case.referral.pk])
    assert client.post(address).status_code == 422
    assert client.post(address, {"scan": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    assert client.post(address, {"scan": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")}).status_code == 302
    assert Attachment.objects.get().media_type == "image/png"


def test_another_clinics_order_and_scan_are_not_there(covered_case, other_clinic, client_for):
    scan = intake.scan_attach(covered_case.owner, referral=covered_case.referral, name="a.pdf", content=b"%PDF-1.7")
    client = client_for(other_clinic)
    assert client.get(reverse("web:referral", args=[covered_case.referral.pk])).status_code == 404
    assert client.get(reverse("web:scan", args=[scan.pk])).status_code == 404
    assert client.get(new(covered_case.patient)).status_code == 404


def file_of(resource, name="order.json") -> dict:
    return {"file": SimpleUploadedFile(name, json.dumps(resource).encode())}


@pytest.fixture
def order(clinic):
    """The demo's electronic order."""
    return bundle.order(clock.today(clinic.clinic))


def upload(client, resource):
    return client.post(UPLOAD, file_of(resource))


def test_a_file_is_shown_before_anything_is_kept(clinic, order, client_for):
    client = client_for(clinic)
    answer = upload(client, order)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(
        words in page for words in ("Hazel Quillfeather", "Ashgrove", "M54.2", "new, will be added", "Take it in")
    )
    assert not Referral.objects.exists() and not Patient.objects.exists()


def test_a_second_press_takes_it_in_and_nothing_waits_any_longer(clinic, order, client_for):
    client = client_for(clinic)
    digest = upload(client, order).context["incoming"].digest
    answer = client.post(TAKE, {"digest": digest})
    kept = Referral.objects.get()
    assert answer.headers["Location"] == reverse("web:referral", args=[kept.pk])
    assert (kept.source, kept.visits, str(kept.patient)) == ("fhir", 6, "Hazel Quillfeather")
    assert WAITING not in client.session


def test_the_same_order_twice_is_the_one_on_file(clinic, order, client_for):
    client = client_for(clinic)
    digest = upload(client, order).context["incoming"].digest
    client.post(TAKE, {"digest": digest})
    shown = upload(client, order).content.decode()
    assert "This order is on file already." in shown and "Take it in" not in shown
    again = client.post(TAKE, {"digest": digest}, follow=True).content.decode()
    assert "This order was taken in already" in again
    assert (Referral.objects.count(), Patient.objects.count()) == (1, 1)


def test_pressing_twice_takes_in_once(clinic, order, client_for):
    client = client_for(clinic)
    digest = upload(client, order).context["incoming"].digest
    client.post(TAKE, {"digest": digest})
    second = client.post(TAKE, {"digest": digest})
    assert second.status_code == 422
    assert "no longer at hand" in second.content.decode()
    assert Referral.objects.count() == 1


def test_a_button_of_an_old_tab_does_not_take_in_another_file(clinic, order, client_for):
    client = client_for(clinic)
    first = upload(client, order).context["incoming"].digest
    order["entry"][0]["resource"]["quantityQuantity"]["value"] = 9
    upload(client, order)
    answer = client.post(TAKE, {"digest": first})
    assert answer.status_code == 422
    assert "Another file was opened" in answer.content.decode()
    assert not Referral.objects.exists()


def test_a_file_waits_half_an_hour_at_most(clinic, order, client_for):
    client = client_for(clinic)
    digest = upload(client, order).context["incoming"].digest
    session = client.session
    session[WAITING] = {**session[WAITING], "at": (clock.now() - timedelta(minutes=31)).isoformat()}
    session.save()
    assert client.post(TAKE, {"digest": digest}).status_code == 422
    assert not Referral.objects.exists()


def test_an_order_for_something_else_is_refused_with_the_reason(clinic, client_for):
    client = client_for(clinic)
    answer = upload(client, bundle.counselling(clock.today(clinic.clinic)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Alcoholism counseling" in page and "Take it in" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file that is not empty"),
        (b"{", "This file is not JSON: line 1"),
        (b"%PDF-1.7 \xff", "not UTF-8 text"),
        (b'{"resourceType": "Patient"}', "It is a Patient"),
        (b"[]", "not a FHIR Bundle"),
    ],
)
def test_a_broken_file_gets_one_sentence(clinic, client_for, content, words):
    answer = client_for(clinic).post(UPLOAD, {"file": SimpleUploadedFile("order.json", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_order_joins_a_running_course_of_care_of_the_same_person(clinic, order, client_for):
    patient = person_of(clinic)
    case = intake.case_open(clinic, patient=patient, title="Neck", coverage=None, opened_on=clock.today(clinic.clinic))
    client = client_for(clinic)
    shown = upload(client, order)
    assert str(case.pk) in shown.content.decode()
    client.post(TAKE, {"digest": shown.context["incoming"].digest, "case": str(case.pk)})
    assert Referral.objects.get().case == case
    assert Patient.objects.count() == 1


def test_an_order_is_not_put_into_another_clinics_case(clinic, other_clinic, order, client_for):
    patient = person_of(other_clinic)
    case = intake.case_open(
        other_clinic, patient=patient, title="Neck", coverage=None, opened_on=clock.today(clinic.clinic)
    )
    client = client_for(clinic)
    digest = upload(client, order).context["incoming"].digest
    assert client.post(TAKE, {"digest": digest, "case": str(case.pk)}).status_code == 404
    assert not Referral.objects.exists()
