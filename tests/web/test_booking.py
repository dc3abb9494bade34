"""Booking: the gates answer first; a reason goes past what a role may pass; one form is one visit."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.fixtures import booked, covered
from medmassage.clinic import clock
from medmassage.clinic.models import Override, Visit
from medmassage.clinic.services import booking, intake

pytestmark = pytest.mark.django_db


def asked(whole, days=2, **change):
    """What a browser sends."""
    day = clock.today(whole.owner.clinic) + timedelta(days)
    return {
        "key": "form-1", "therapist": str(whole.therapist.pk), "on": str(day), "at": "10:00", "minutes": "60",
        "setting": "medical_clinic", **change,
    }  # fmt: skip


def address(whole) -> str:
    return reverse("web:visit_book", args=[whole.case.pk])


def test_the_form_offers_therapists_and_shows_what_is_left(covered_case, client_for):
    page = client_for(covered_case.owner).get(address(covered_case)).content.decode()
    assert "Theo Marchetti, LMT MD" in page
    assert "6 of 6 left" in page


@pytest.mark.parametrize("role", ["owner", "therapist", "front_desk"])
def test_a_visit_is_booked_when_the_gates_let_it(covered_case, member, client_for, role):
    answer = client_for(member(role)).post(address(covered_case), asked(covered_case))
    assert answer.status_code == 302
    assert Visit.objects.get().case == covered_case.case


def test_a_biller_books_nothing(covered_case, member, client_for):
    assert client_for(member("biller")).get(address(covered_case)).status_code == 404


def test_the_same_form_twice_is_one_visit(covered_case, client_for):
    client = client_for(covered_case.owner)
    for _ in range(2):
        assert client.post(address(covered_case), asked(covered_case)).status_code == 302
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": "2026-02-30"}, "There is no such day."),
        ({"on": "2062-03-01"}, "2062 is more than a year ahead. Check the year."),
        ({"on": "1926-03-01"}, "1926 is long past. Check the year."),
        ({"at": "25:10"}, "Write the time as"),
        ({"minutes": "0"}, "A whole number from 10 to 240."),
        ({"therapist": ""}, "This is needed."),
        ({"therapist": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}, "Choose one of the list."),
        ({"setting": "moon"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(covered_case, client_for, change, words):
    answer = client_for(covered_case.owner).post(address(covered_case), asked(covered_case, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Visit.objects.exists()


def test_two_patients_do_not_share_a_therapists_minutes(covered_case, client_for):
    booked(covered_case, days_ago=-2)
    answer = client_for(covered_case.owner).post(address(covered_case), asked(covered_case, at="10:30"))
    assert answer.status_code == 422
    assert "has another visit in this time" in answer.content.decode()
    assert Visit.objects.count() == 1


@pytest.fixture
def used_up(clinic):
    """A case whose only visit is booked."""
    whole = covered(clinic, visits=1)
    booked(whole)
    return whole


def test_a_visit_past_the_order_is_stopped_and_a_reason_lets_it_through(used_up, client_for):
    client = client_for(used_up.owner)
    answer = client.post(address(used_up), asked(used_up))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not booked yet" in page and "Go ahead and say why" in page
    rules = [s.finding.rule for s in answer.context["stops"]]
    reasons = {f"reason.{rule}": "Renewal promised by phone" for rule in rules}
    assert client.post(address(used_up), {**asked(used_up), **reasons}).status_code == 302
    assert {o.rule for o in Override.objects.all()} == set(rules)


def test_a_reason_of_blanks_is_no_reason(used_up, client_for):
    client = client_for(used_up.owner)
    rules = [s.finding.rule for s in client.post(address(used_up), asked(used_up)).context["stops"]]
    blanks = {f"reason.{rule}": "  " for rule in rules}
    assert client.post(address(used_up), {**asked(used_up), **blanks}).status_code == 422
    assert Visit.objects.count() == 1


def test_the_front_desk_cannot_pass_a_red_flag_nor_read_it(covered_case, member, client_for):
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="left calf swollen and warm"
    )
    client = client_for(member("front_desk"))
    answer = client.post(address(covered_case), {**asked(covered_case), "reason.safe.dvt": "wants it"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "calf" not in page and "Ask the therapist" in page
    assert not any(stop.passable for stop in answer.context["stops"])


def door(visit) -> str:
    return reverse("web:visit_check_in", args=[visit.pk])


def test_a_patient_is_checked_in_once_and_the_second_tab_is_told(covered_case, client_for):
    visit, client = booked(covered_case), client_for(covered_case.owner)
    assert client.post(door(visit)).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "checked_in"
    again = client.post(door(visit), follow=True).content.decode()
    assert "This visit is “In the room” by now." in again


def test_a_check_in_that_is_stopped_says_why(covered_case, client_for):
    visit = booked(covered_case)
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="left calf swollen and warm"
    )
    answer = client_for(covered_case.owner).post(door(visit))
    assert answer.status_code == 422
    assert "Not checked in yet" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.status == "booked"


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_a_visit_that_does_not_take_place_counts_no_longer(covered_case, client_for, status):
    visit, client = booked(covered_case), client_for(covered_case.owner)
    address_of_end = reverse("web:visit_end", args=[visit.pk])
    assert client.post(address_of_end, {"status": status}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == status
    patient = client.get(reverse("web:patient", args=[covered_case.patient.pk])).content.decode()
    assert "6 of 6 left" in patient


def test_a_visit_does_not_end_as_something_else(covered_case, client_for):
    visit = booked(covered_case)
    client_for(covered_case.owner).post(reverse("web:visit_end", args=[visit.pk]), {"status": "signed"})
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_a_visit_in_the_room_is_not_cancelled(covered_case, client_for):
    visit = booked(covered_case)
    booking.visit_check_in(covered_case.owner, visit=visit)
    client = client_for(covered_case.owner)
    page = client.post(reverse("web:visit_end", args=[visit.pk]), {"status": "cancelled"}, follow=True)
    assert "by now" in page.content.decode()


@pytest.mark.parametrize("name", ["visit_check_in", "visit_end"])
def test_another_clinics_visit_is_not_there(covered_case, other_clinic, client_for, name):
    visit = booked(covered_case)
    client = client_for(other_clinic)
    assert client.post(reverse(f"web:{name}", args=[visit.pk]), {"status": "cancelled"}).status_code == 404
    assert client.get(address(covered_case)).status_code == 404


def test_ending_a_visit_is_never_a_link(covered_case, client_for):
    visit = booked(covered_case)
    assert client_for(covered_case.owner).get(reverse("web:visit_end", args=[visit.pk])).status_code == 405


def test_what_nobody_may_pass_offers_no_button_to_check_in(covered_case, client_for):
    visit = booked(covered_case)
    door = reverse("web:visit_check_in", args=[visit.pk])
    client = client_for(covered_case.owner)
    assert "Check in</button>" in client.get(door).content.decode()
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="One calf is swollen, warm and red"
    )
    page = client.get(door).content.decode()
    assert "Check in" not in page
    assert "Cancel the visit" in page
    assert "Ask again" in client.post(address(covered_case), asked(covered_case)).content.decode()
