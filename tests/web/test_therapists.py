"""Therapists and everybody's wallets: all read them, owners keep all, therapists their own."""

import pytest
from django.urls import reverse

from medmassage.clinic.models import Credential, Therapist
from medmassage.clinic.services import opening, wallet

pytestmark = pytest.mark.django_db
LIST = reverse("web:therapists")


@pytest.mark.parametrize("role", ["owner", "therapist", "front_desk", "biller"])
def test_everybody_sees_who_holds_what(therapist, member, client_for, role):
    client = client_for(member(role))
    page = client.get(LIST).content.decode()
    assert "Theo Marchetti" in page and "LMT, MD" in page and "M05120" in page
    assert ("Add a therapist" in page) == (role == "owner")
    assert client.get(reverse("web:therapist", args=[therapist.pk])).status_code == 200


@pytest.mark.parametrize("role", ["therapist", "front_desk", "biller"])
def test_only_the_owner_changes_them(therapist, member, client_for, role):
    client = client_for(member(role))
    assert client.get(reverse("web:therapist_new")).status_code == 404
    assert client.post(reverse("web:therapist", args=[therapist.pk]), {"given": "X", "family": "Y"}).status_code == 404
    assert client.post(reverse("web:credential_add", args=[therapist.pk]), PAPER).status_code == 404
    assert client.post(reverse("web:credential", args=[Credential.objects.get().pk]), PAPER).status_code == 404
    assert client.post(reverse("web:clinic_credential_add"), PAPER).status_code == 404
    assert Credential.objects.count() == 1
    therapist.refresh_from_db()
    assert therapist.given == "Theo"


def test_a_therapist_is_added_and_the_license_asked_for_next(clinic, client_for):
    client = client_for(clinic)
    answer = client.post(reverse("web:therapist_new"), {"given": "Noor", "family": "Baptiste", "npi": "1700987393"})
    made = Therapist.objects.get()
    assert answer.headers["Location"] == reverse("web:credential_add", args=[made.pk])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_wrong_npi_is_said(clinic, client_for):
    answer = client_for(clinic).post(
        reverse("web:therapist_new"), {"given": "Noor", "family": "Baptiste", "npi": "1700987390"}
    )
    assert answer.status_code == 422
    assert "check digit" in answer.content.decode()


def test_one_account_is_one_therapist(therapist, clinic, client_for):
    answer = client_for(clinic).post(
        reverse("web:therapist_new"), {"given": "Olive", "family": "Owner", "user": str(clinic.user_id)}
    )
    assert answer.status_code == 422
    assert Therapist.objects.count() == 1


def test_a_therapist_is_corrected(therapist, clinic, client_for):
    address = reverse("web:therapist", args=[therapist.pk])
    answer = client_for(clinic).post(
        address, {"given": "Theodor", "family": "Marchetti", "npi": "1033167382", "user": str(clinic.user_id)}
    )
    assert answer.status_code == 302
    therapist.refresh_from_db()
    assert (therapist.given, therapist.user) == ("Theodor", clinic.user)


PAPER = {"code": "lmt", "state": "WA", "number": "MA60912", "valid_from": "2022-03-14", "valid_to": "2099-03-14"}


def test_a_license_is_kept_in_capitals_and_stands_as_not_verified_until_somebody_looks(therapist, clinic, client_for):
    client = client_for(clinic)
    answer = client.post(reverse("web:credential_add", args=[therapist.pk]), PAPER)
    paper = Credential.objects.get(state="WA")
    assert answer.headers["Location"] == reverse("web:credential", args=[paper.pk])
    assert (paper.code, paper.kind) == ("LMT", "license")
    assert "2 papers on file. To look at: 1 not verified." in client.get(LIST).content.decode()


def test_a_license_that_ends_before_it_begins_is_not_kept(therapist, clinic, client_for):
    address = reverse("web:credential_add", args=[therapist.pk])
    answer = client_for(clinic).post(address, {**PAPER, "valid_to": "2020-01-01"})
    assert answer.status_code == 422
    assert "It ends before it begins." in answer.content.decode()
    assert Credential.objects.count() == 1


def test_another_clinics_therapist_is_not_there(therapist, other_clinic, client_for):
    client = client_for(other_clinic)
    assert client.get(reverse("web:therapist", args=[therapist.pk])).status_code == 404
    assert client.get(reverse("web:credential", args=[Credential.objects.get().pk])).status_code == 404
    assert client.post(reverse("web:credential_add", args=[therapist.pk]), PAPER).status_code == 404
    assert "Theo" not in client.get(LIST).content.decode()


def test_those_with_most_to_look_at_stand_first(therapist, clinic, client_for):
    other = opening.therapist_add(clinic, given="Zed", family="Zoller")
    wallet.credential_add(clinic, therapist=other, code="RMP", state="MD")
    page = client_for(clinic).get(LIST).content.decode()
    assert page.index("Zed Zoller") < page.index("Theo Marchetti") < page.index("The clinic’s own")
