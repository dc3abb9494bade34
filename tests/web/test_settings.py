"""The clinic's settings: its facts, people, fees and payers, each for the roles that keep them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from medmassage.clinic.models import Fee, Membership, Payer
from medmassage.clinic.services import opening

pytestmark = pytest.mark.django_db
ROLES = ["owner", "therapist", "front_desk", "biller"]
CLINIC = {
    "name": "Quiet River Clinic", "phone": "4105550199", "street": "18 Juniper Street", "street2": "",
    "city": "Baltimore",
    "address_state": "MD", "zip_code": "21201", "state": "MD", "time_zone": "America/New_York",
    "setting": "medical_clinic", "place_of_service": "11", "npi": "1992999825", "tax_id": "52-1234567",
    "tax_id_kind": "EI", "taxonomy": "225700000X",
}  # fmt: skip
MAY = {
    "settings": {"owner"}, "members": {"owner"}, "member_new": {"owner"}, "fees": {"owner", "biller"},
    "payers": {"owner", "front_desk", "biller"}, "payer_new": {"owner", "front_desk", "biller"},
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(MAY))
def test_each_page_opens_for_its_roles_only(member, client_for, name, role):
    status = client_for(member(role)).get(reverse(f"web:{name}")).status_code
    assert status == (200 if role in MAY[name] else 404)


def test_the_clinics_facts_are_changed(clinic, client_for):
    assert client_for(clinic).post(reverse("web:settings"), CLINIC).status_code == 302
    clinic.clinic.refresh_from_db()
    assert (clinic.clinic.phone, clinic.clinic.tax_id) == ("4105550199", "521234567")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"npi": "1992999820"}, "check digit"),
        ({"tax_id": "12"}, "EIN"),
        ({"state": "ZZ"}, "Choose one"),
        ({"name": ""}, "needed"),
    ],
)
def test_what_is_not_right_about_the_clinic_is_said(clinic, client_for, change, words):
    answer = client_for(clinic).post(reverse("web:settings"), {**CLINIC, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    clinic.clinic.refresh_from_db()
    assert clinic.clinic.phone == "4105550142"


FERN = {"name": "Fern Okafor", "email": "fern@river.example", "role": "front_desk", "password": "quiet-river-stone-43"}


def test_somebody_is_let_in_with_a_role(clinic, client_for):
    client = client_for(clinic)
    assert client.post(reverse("web:member_new"), FERN).status_code == 302
    assert Membership.objects.get(user__email=FERN["email"]).role == "front_desk"
    again = client.post(reverse("web:member_new"), FERN)
    assert again.status_code == 422
    assert "works here already" in again.content.decode()


def test_a_weak_password_is_said(clinic, client_for):
    answer = client_for(clinic).post(reverse("web:member_new"), {**FERN, "password": "short"})
    assert answer.status_code == 422
    assert not Membership.objects.filter(user__email=FERN["email"]).exists()


def test_a_role_is_changed_and_taken(clinic, member, client_for):
    fern, client = member("front_desk"), client_for(clinic)
    address = reverse("web:member_edit", args=[fern.pk])
    client.post(address, {"role": "biller", "is_active": "on"})
    fern.refresh_from_db()
    assert (fern.role, fern.is_active) == ("biller", True)
    client.post(address, {"role": "biller"})
    assert client_for(fern).get("/").headers["Location"] == reverse("web:no_clinic")


@pytest.mark.parametrize("change", [{"role": "biller", "is_active": "on"}, {"role": "owner"}])
def test_the_last_owner_stays(clinic, client_for, change):
    answer = client_for(clinic).post(reverse("web:member_edit", args=[clinic.pk]), change)
    assert answer.status_code == 422
    assert "A clinic needs an owner" in answer.content.decode()
    clinic.refresh_from_db()
    assert (clinic.role, clinic.is_active) == ("owner", True)


def test_another_clinics_people_are_not_there(clinic, other_clinic, client_for):
    assert client_for(other_clinic).get(reverse("web:member_edit", args=[clinic.pk])).status_code == 404
    assert "owner@river.example" not in client_for(other_clinic).get(reverse("web:members")).content.decode()


def test_a_price_is_set_and_set_anew(clinic, client_for):
    client, address = client_for(clinic), reverse("web:fees")
    client.post(address, {"code": "97124", "amount": "42"})
    client.post(address, {"code": "97124", "amount": "44.50"})
    assert Fee.objects.get().amount == Decimal("44.50")
    assert "$44.50" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "12345"}, "not in our list"),
        ({"amount": "-1"}, "not below zero"),
        ({"amount": "much"}, "such as 42.00"),
    ],
)
def test_a_price_that_cannot_be_is_said(clinic, client_for, change, words):
    answer = client_for(clinic).post(reverse("web:fees"), {"code": "97124", "amount": "42", **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Fee.objects.exists()


def test_a_payer_gets_the_kind_of_its_profile(clinic, client_for):
    client = client_for(clinic)
    data = {"name": "Bay Plan", "payer_id": "BAY1", "profile": "commercial"}
    assert client.post(reverse("web:payer_new"), data).status_code == 302
    assert Payer.objects.get().kind == "commercial"
    assert "Bay Plan" in client.get(reverse("web:payers")).content.decode()
    assert client.post(reverse("web:payer_new"), {**data, "profile": "moon"}).status_code == 422


def test_an_email_known_already_joins_with_its_own_password(clinic, other_clinic, client_for):
    client = client_for(clinic)
    data = {**FERN, "email": other_clinic.user.email, "password": ""}
    assert client.post(reverse("web:member_new"), data).status_code == 302
    assert Membership.objects.filter(user=other_clinic.user).count() == 2


def test_a_new_person_needs_a_password(clinic, client_for):
    assert client_for(clinic).post(reverse("web:member_new"), {**FERN, "password": ""}).status_code == 422


def test_the_service_keeps_an_owner_too(clinic, member):
    from medmassage.clinic.services import changes

    second = opening.member_add(clinic, name="O", email="o@river.example", password=FERN["password"], role="owner")
    changes.member_change(clinic, of=clinic, role="biller", is_active=True)
    assert Membership.objects.filter(role="owner").get() == second
