"""Search: sent by POST, so that no name stands in an address; each role finds what it may see."""

import pytest
from django.urls import reverse

from clinic.fixtures import signed
from medmassage.clinic import access
from medmassage.clinic.services import claiming

pytestmark = pytest.mark.django_db
SEARCH = reverse("web:search")


def found(client, words) -> str:
    return client.post(SEARCH, {"q": words}).content.decode()


@pytest.mark.parametrize("role", ["owner", "therapist", "front_desk", "biller"])
def test_everybody_finds_a_patient_by_name(patient, member, client_for, role):
    assert reverse("web:patient", args=[patient.pk]) in found(client_for(member(role)), "hazel quill")


def test_the_field_in_the_shell_sends_by_post(clinic, client_for):
    page = client_for(clinic).get("/").content.decode()
    assert f'method="post" action="{SEARCH}"' in page


def test_words_in_the_address_are_not_looked_for(patient, client_for, clinic):
    assert "Hazel" not in client_for(clinic).get(SEARCH, {"q": "Hazel"}).content.decode()


def test_a_claim_is_found_by_its_number_by_those_who_may_see_claims(covered_case, member, client_for):
    claim = claiming.claim_prepare(covered_case.owner, visits=[signed(covered_case, days_ago=7)])
    for role, sees in {"owner": True, "biller": True, "therapist": False, "front_desk": False}.items():
        page = found(client_for(member(role)), claim.control_number)
        assert (reverse("web:claim", args=[claim.pk]) in page) == sees


def test_a_state_is_found_by_name_and_letters(clinic, client_for):
    client = client_for(clinic)
    assert "Maryland" in found(client, "mary")
    assert "Maryland" in found(client, "MD")


def test_the_knowledge_base_is_searched(clinic, client_for):
    assert "Knowledge" in client_for(clinic).post(SEARCH, {"q": "thrombosis"}).context["found"]


def test_nothing_found_is_said(clinic, client_for):
    page = found(client_for(clinic), "zzzqqqxxx")
    assert "Nothing found for “zzzqqqxxx”." in page


def test_what_was_typed_comes_back_as_text(clinic, client_for):
    page = found(client_for(clinic), "<script>alert(1)</script>")
    assert "<script>alert(1)" not in page


def test_another_clinics_patient_is_not_found(patient, other_clinic, client_for):
    assert str(patient.pk) not in found(client_for(other_clinic), "Hazel")


def test_finding_a_patient_is_in_the_access_log(patient, clinic, client_for):
    found(client_for(clinic), "Hazel")
    row = access.audit_rows(clinic).filter(additional_data__seen="search").first()
    assert row.additional_data["patients"] == [str(patient.pk)]
