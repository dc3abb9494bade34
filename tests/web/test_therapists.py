"""Therapists and their papers: everybody reads them, the owner keeps them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from medmassage.clinic import clock
from medmassage.clinic.models import License, Therapist
from medmassage.clinic.services import opening
from medmassage.web.therapists.views import standing

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
    client, paper = client_for(member(role)), License.objects.get()
    assert client.get(reverse("web:therapist_new")).status_code == 404
    assert client.post(reverse("web:therapist", args=[therapist.pk]), {"given": "X", "family": "Y"}).status_code == 404
    assert client.post(reverse("web:license_add", args=[therapist.pk])).status_code == 404
    assert client.post(reverse("web:license_checked", args=[paper.pk])).status_code == 404
    therapist.refresh_from_db()
    assert therapist.given == "Theo"


def test_a_therapist_is_added_and_the_license_asked_for_next(clinic, client_for):
    client = client_for(clinic)
    answer = client.post(reverse("web:therapist_new"), {"given": "Noor", "family": "Baptiste", "npi": "1700987393"})
    made = Therapist.objects.get()
    assert answer.headers["Location"] == reverse("web:license_add", args=[made.pk])
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


def test_a_license_is_kept_in_capitals_and_is_not_checked_until_somebody_says_so(therapist, clinic, client_for):
    client = client_for(clinic)
    assert client.post(reverse("web:license_add", args=[therapist.pk]), PAPER).status_code == 302
    paper = License.objects.get(state="WA")
    assert (paper.code, paper.verified_on) == ("LMT", None)
    assert "not checked with the issuer" in client.get(LIST).content.decode()
    client.post(reverse("web:license_checked", args=[paper.pk]))
    paper.refresh_from_db()
    assert paper.verified_on == clock.today(clinic.clinic)


def test_a_license_that_ends_before_it_begins_is_not_kept(therapist, clinic, client_for):
    answer = client_for(clinic).post(
        reverse("web:license_add", args=[therapist.pk]), {**PAPER, "valid_to": "2020-01-01"}
    )
    assert answer.status_code == 422
    assert "It ends before it begins." in answer.content.decode()
    assert License.objects.count() == 1


DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"valid_to": DAY - timedelta(1), "verified_on": DAY}, "no"),
        ({"valid_from": DAY + timedelta(1), "verified_on": DAY}, "unknown"),
        ({"valid_to": DAY + timedelta(60), "verified_on": DAY}, "with_care"),
        ({"valid_to": DAY + timedelta(61)}, "unknown"),
        ({"valid_to": DAY + timedelta(61), "verified_on": DAY}, "yes"),
        ({"verified_on": DAY}, "yes"),
    ],
)
def test_a_paper_stands_by_its_dates_and_its_check(facts, answer):
    assert standing(License(code="LMT", state="MD", **facts), DAY).answer == answer


def test_another_clinics_therapist_is_not_there(therapist, other_clinic, client_for):
    client = client_for(other_clinic)
    assert client.get(reverse("web:therapist", args=[therapist.pk])).status_code == 404
    assert client.post(reverse("web:license_add", args=[therapist.pk]), PAPER).status_code == 404
    assert "Theo" not in client.get(LIST).content.decode()


def test_the_summary_says_how_many_papers_to_look_at(therapist, clinic, client_for):
    opening.license_add(clinic, therapist=therapist, code="RMP", state="MD")
    assert "2 on file. 1 to look at." in client_for(clinic).get(LIST).content.decode()
