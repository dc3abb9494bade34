"""The first run: an empty database becomes a clinic with its owner, once."""

import pytest
from django.test import Client
from django.urls import reverse

from medmassage.clinic.models import Clinic, Membership, User
from medmassage.clinic.services import opening
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "Quiet River Clinic", "state": "MD", "time_zone": "America/New_York", "setting": "medical_clinic",
    "npi": "1992999825", "owner_name": "Olive Owner", "email": "olive@river.example",
    "password": "quiet-river-stone-42",
}  # fmt: skip


def test_an_empty_database_leads_everybody_to_the_first_run():
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/first-run")
    assert b"Open your clinic" in Client().get("/first-run").content


def test_the_first_run_makes_the_clinic_and_lets_its_owner_in():
    client = Client()
    answer = client.post("/first-run", FACTS)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("web:today"))
    owner = Membership.objects.get()
    assert (owner.role, owner.clinic.name, owner.clinic.state) == ("owner", "Quiet River Clinic", "MD")
    assert client.session["_auth_user_id"] == str(owner.user_id)


def test_a_real_clinic_asks_its_owner_for_a_second_factor_next():
    client = Client()
    client.post("/first-run", FACTS)
    assert client.get("/").headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_first_run_is_not_found_once_a_clinic_stands(clinic):
    assert Client().get("/first-run").status_code == 404
    assert Client().post("/first-run", FACTS).status_code == 404
    assert Clinic.objects.count() == 1


def test_sending_the_first_run_twice_makes_one_clinic():
    Client().post("/first-run", FACTS)
    assert Client().post("/first-run", FACTS).status_code == 404
    assert Clinic.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short"}, "12 characters"),
        ({"npi": "1992999826"}, "check digit"),
        ({"state": "ZZ"}, "Choose one of the list."),
        ({"name": ""}, "This is needed."),
        ({"email": "olive"}, "name@place.example"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_made(change, words):
    answer = Client().post("/first-run", {**FACTS, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Clinic.objects.exists()
    assert not User.objects.exists()


def test_a_server_that_others_reach_asks_for_its_set_up_code(settings):
    settings.SETUP_CODE = "heron-77"
    client = Client()
    assert client.post("/first-run", {**FACTS, "setup_code": "guess"}).status_code == 422
    assert client.post("/first-run", FACTS).status_code == 422
    assert not Clinic.objects.exists()
    assert client.post("/first-run", {**FACTS, "setup_code": "heron-77"}).status_code == 302


def test_demo_data_and_a_real_clinic_never_share_a_database(clinic):
    with pytest.raises(Refused, match="real clinic"):
        opening.clinic_open(
            name="Demo", state="MD", owner_name="D", email="d@demo.example", password=FACTS["password"], is_demo=True
        )


def test_the_pulse_needs_no_sign_in():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_somebody_who_works_in_no_clinic_is_told_so(clinic, client_for):
    Membership.objects.update(is_active=False)
    client = client_for(clinic)
    assert client.get("/").headers["Location"] == reverse("web:no_clinic")
    assert b"You work in no clinic here" in client.get(reverse("web:no_clinic")).content


def test_somebody_of_two_clinics_goes_from_one_to_the_other(clinic, other_clinic, client_for):
    second = Membership.objects.create(clinic=other_clinic.clinic, user=clinic.user, role="biller")
    client = client_for(clinic)
    assert "Another clinic" in client.get("/").content.decode()
    assert "Far Hill Clinic" in client.get(reverse("web:switch_clinic")).content.decode()
    client.post(reverse("web:switch_clinic"), {"clinic": str(second.clinic_id)})
    assert client.get("/").context["clinic"] == other_clinic.clinic


def test_nobody_switches_to_a_clinic_they_do_not_work_in(clinic, other_clinic, client_for):
    answer = client_for(clinic).post(reverse("web:switch_clinic"), {"clinic": str(other_clinic.clinic_id)})
    assert answer.status_code == 404
