"""Whoever sees a patient's record leaves a row that names the patient, whatever page, paper or file showed it."""

import json

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.test import Client
from django.urls import reverse

from clinic.fixtures import PASSWORD, covered, signed
from medmassage.clinic.models import Clinic, ClinicRecord, Membership
from medmassage.clinic.services import changes, claiming
from web.world import ADDRESSES, GET, world

pytestmark = pytest.mark.django_db

# Pages that show no patient; every other page must name the world's one patient in the log.
ABOUT_NOBODY = {
    "patient_new", "referral_import", "therapists", "therapist", "therapist_new", "clinic_credential_add", "credential",
    "credential_scan", "verification_evidence",
    "credential_verify", "npi_verify", "settings", "members", "member_new",
    "education", "course_add", "course", "course_certificate", "education_packet", "deadlines", "member_edit", "fees",
    "payers", "payer_new", "windows",
    "knowledge_code", "knowledge_drug", "screening", "knowledge", "knowledge_entry", "law", "law_state",
    "law_federal", "law_compare", "law_changes", "law_coverage", "law_where", "law_moving", "law_moving_to",
    "law_note_new", "law_proposal", "wordings", "wording_new", "snippets", "snippet_new", "snippet",
}  # fmt: skip
# Forms whose table entry is a POST: the page itself is a GET and shows the patient, too.
FORMS = {"health_add", "coverage_add", "goal_add", "authorization_add", "visit_check_in", "search"}


def rows_naming(patient: object) -> int:
    """How many rows of the log name the patient, by itself or in a list."""
    key = str(patient)
    data = [row.additional_data or {} for row in LogEntry.objects.filter(action=LogEntry.Action.ACCESS)]
    return sum(d.get("patient") == key or key in d.get("patients", ()) for d in data)


def test_each_page_paper_and_file_about_a_patient_leaves_a_row_that_names_them(clinic, client_for):
    keys, client, silent = world(clinic), client_for(clinic), []
    for name, address in sorted(ADDRESSES.items()):
        if name in ABOUT_NOBODY or (address.method != GET and name not in FORMS - {"search"}):
            continue
        before = rows_naming(keys["patient"])
        where = reverse(f"web:{name}", kwargs={address.argument: keys[address.key]} if address.key else {})
        answer = client.get(where)
        assert answer.status_code == 200, (name, answer.status_code)
        if rows_naming(keys["patient"]) == before:
            silent.append(name)
    assert silent == []


def test_pages_about_nobody_name_nobody(clinic, client_for):
    keys, client = world(clinic), client_for(clinic)
    for name in sorted(ABOUT_NOBODY):
        address = ADDRESSES[name]
        where = reverse(f"web:{name}", kwargs={address.argument: keys[address.key]} if address.key else {})
        page = client.get(where).content.decode(errors="replace")
        assert "Quillfeather" not in page and "Hazel" not in page, name


@pytest.mark.parametrize("words", ["quill", "Hazel Q"])
def test_a_search_that_finds_somebody_names_them(clinic, client_for, words):
    patient, client = covered(clinic).patient, client_for(clinic)
    for address in (reverse("web:search"), reverse("web:patients")):
        before = rows_naming(patient.pk)
        assert "Quillfeather" in client.post(address, {"q": words}).content.decode()
        assert rows_naming(patient.pk) > before, address


def test_the_file_that_left_names_each_patient_in_it(clinic, client_for):
    one = covered(clinic)
    visit = signed(one, days_ago=3)
    sent = claiming.claims_send(clinic, claims=[claiming.claim_prepare(clinic, visits=[visit])]).record
    claim = sent.claims.get()
    before = LogEntry.objects.count()
    client_for(clinic).get(reverse("web:claim_837", args=[claim.pk]))
    new = LogEntry.objects.order_by("pk")[before:]
    assert any((row.additional_data or {}).get("patients") == [str(one.patient.pk)] for row in new)


def test_a_page_that_was_refused_shows_nobody_and_one_of_another_clinic_leaves_no_row(clinic, other_clinic, client_for):
    theirs, client = covered(other_clinic, "Elsewhere"), client_for(clinic)
    before = rows_naming(theirs.patient.pk)
    answer = client.get(reverse("web:patient", args=[theirs.patient.pk]))
    assert answer.status_code == 404
    assert "Elsewhere" not in answer.content.decode()
    assert rows_naming(theirs.patient.pk) == before


def test_every_kind_of_record_and_the_clinic_itself_is_audited():
    owned = [m for m in apps.get_app_config("clinic").get_models() if issubclass(m, ClinicRecord)]
    assert [m.__name__ for m in (*owned, Clinic) if not auditlog.contains(m)] == []


def test_the_clinics_own_facts_leave_a_row_without_its_tax_id(clinic, client_for):
    changes.clinic_change(clinic, name="Still River Clinic", tax_id="987654321")
    row = LogEntry.objects.get_for_object(Clinic.objects.get()).latest("pk")
    assert row.additional_data["clinic"] == str(clinic.clinic_id)
    assert row.changes_dict["name"] == ["Quiet River Clinic", "Still River Clinic"]
    assert "987654321" not in json.dumps(row.changes_dict)
    assert "changed clinic" in client_for(clinic).get(reverse("web:access_log")).content.decode()


def test_signing_in_and_failing_to_stand_in_the_access_log(clinic, client_for):
    stranger = Client()
    login = reverse("account_login")
    stranger.post(login, {"login": clinic.user.email, "password": "not-this-one-at-all"})
    stranger.post(login, {"login": clinic.user.email, "password": PASSWORD})
    stranger.post(reverse("account_logout"))
    page = client_for(clinic).get(reverse("web:access_log")).content.decode()
    for words in ("gave a wrong password", "signed in", "signed out"):
        assert words in page, words


def test_a_failed_sign_in_of_nobody_leaves_nothing(clinic):
    before = LogEntry.objects.count()
    Client().post(reverse("account_login"), {"login": "a-password-typed-here@x.example", "password": "whatever-else"})
    assert LogEntry.objects.count() == before


def test_a_person_of_two_clinics_stands_in_the_log_of_both(clinic, other_clinic, client_for):
    Membership.objects.create(clinic=other_clinic.clinic, user=clinic.user, role="biller")
    client_for(clinic)
    told = [row.additional_data for row in LogEntry.objects.all() if "event" in (row.additional_data or {})]
    assert {data["clinic"] for data in told} == {str(clinic.clinic_id), str(other_clinic.clinic_id)}


def test_the_address_kept_is_the_one_the_server_saw_not_what_a_header_claims(clinic, patient, client_for):
    client = client_for(clinic)
    client.get(reverse("web:patient", args=[patient.pk]), headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    row = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, object_pk=str(patient.pk)).latest("pk")
    assert row.remote_addr == "127.0.0.1"


def test_work_left_by_a_remittance_is_about_its_claims_patient(clinic):
    keys = world(clinic)
    data = [row.additional_data for row in LogEntry.objects.filter(content_type__model="workitem")]
    assert data and all(d["patient"] == str(keys["patient"]) for d in data)
