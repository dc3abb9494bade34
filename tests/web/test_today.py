"""Today: the day's visits with their gates and the one number, for each role what it may know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.fixtures import booked, covered, licensed, signed
from medmassage.clinic import clock
from medmassage.clinic.models import Visit
from medmassage.clinic.services import booking, claiming, intake, opening
from medmassage.web.today.lights import Light, of_visit

pytestmark = pytest.mark.django_db
TODAY = reverse("web:today")
CLOT = "One calf is swollen, warm and red"
ROLES = ["owner", "therapist", "front_desk", "biller"]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_day_with_four_gates_and_the_limit(covered_case, member, client_for, role):
    booked(covered_case)
    page = client_for(member(role)).get(TODAY).content.decode()
    assert "Hazel Quillfeather" in page
    assert all(f'gate-name">{gate}' in page for gate in ("Lawful", "Safe", "Ordered", "Payable"))
    assert "5 of 6 left" in page


def test_an_empty_day_says_so(clinic, therapist, client_for):
    page = client_for(clinic).get(TODAY).content.decode()
    assert "No visits yet." in page


def test_who_has_no_visits_stands_in_one_line(covered_case, client_for):
    booked(covered_case)
    opening.therapist_add(covered_case.owner, given="Ada", family="Wren")
    page = client_for(covered_case.owner).get(TODAY).content.decode()
    assert "No visits with Ada Wren." in page


def test_a_visit_that_waits_for_a_decision_leads_to_its_own_page(covered_case, client_for):
    visit = booked(covered_case)
    assert ">Check in<" in client_for(covered_case.owner).get(TODAY).content.decode()
    intake.health_add(covered_case.owner, patient=covered_case.patient, kind="condition", text=CLOT)
    page = client_for(covered_case.owner).get(TODAY).content.decode()
    assert ">Check in<" not in page
    assert f'href="{reverse("web:visit_check_in", args=[visit.pk])}">What to do' in page


def test_another_day_is_asked_for_by_its_date(covered_case, client_for):
    booked(covered_case, days_ago=-3)
    day = clock.today(covered_case.owner.clinic) + timedelta(3)
    client = client_for(covered_case.owner)
    assert "Hazel" not in client.get(TODAY).content.decode()
    assert "Hazel" in client.get(TODAY, {"day": str(day)}).content.decode()


def test_a_day_that_there_is_not_shows_today(covered_case, client_for):
    booked(covered_case)
    assert "Hazel" in client_for(covered_case.owner).get(TODAY, {"day": "2026-02-30"}).content.decode()


def queries(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(TODAY).status_code == 200
    return len(seen)


def test_ten_more_visits_cost_no_more_queries(clinic, client_for):
    first = covered(clinic)
    booked(first, hour=8)
    client = client_for(clinic)
    client.get(TODAY)
    before = queries(client)
    for number in range(10):
        patient = intake.patient_create(
            clinic, given="Ada", family=f"Finch{number}", birth_date=first.patient.birth_date
        )
        coverage = intake.coverage_add(clinic, patient=patient, payer=first.case.coverage.payer, member_id=f"X{number}")
        case = intake.case_open(
            clinic, patient=patient, title="Low back pain", coverage=coverage, opened_on=first.case.opened_on
        )
        Visit.objects.create(
            clinic=clinic.clinic, patient=patient, case=case, therapist=first.therapist,
            starts_at=clock.now(), setting="medical_clinic",
        )  # fmt: skip
    assert "Finch9" in client.get(TODAY).content.decode()
    assert queries(client) <= before


def test_a_visit_that_waits_for_a_decision_is_counted_and_gives_its_reason(covered_case, client_for):
    booked(covered_case)
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="left calf swollen and warm"
    )
    page = client_for(covered_case.owner).get(TODAY).content.decode()
    assert "1 needs a decision before it starts." in page
    assert "calf" in page


def test_the_front_desk_sees_the_answer_about_health_but_not_the_reason(covered_case, member, client_for):
    booked(covered_case)
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="left calf swollen and warm"
    )
    page = client_for(member("front_desk")).get(TODAY).content.decode()
    assert "Ask the therapist" in page
    assert "calf" not in page


def test_the_open_ends_are_those_a_role_can_close(covered_case, member, client_for):
    signed(covered_case, days_ago=8)
    visit = booked(covered_case)
    booking.visit_check_in(covered_case.owner, visit=visit)
    said = {role: client_for(member(role)).get(TODAY).content.decode() for role in ROLES}
    assert "notes to sign" in said["owner"] and "notes to sign" in said["therapist"]
    assert "notes to sign" not in said["front_desk"] and "notes to sign" not in said["biller"]
    assert "visits to bill" in said["owner"] and "visits to bill" in said["biller"]
    assert "visits to bill" not in said["front_desk"] and "visits to bill" not in said["therapist"]


def test_an_order_that_ends_soon_is_an_open_end(covered_case, client_for):
    covered_case.referral.ends_on = clock.today(covered_case.owner.clinic) + timedelta(5)
    covered_case.referral.save()
    assert "referrals end soon" in client_for(covered_case.owner).get(TODAY).content.decode()


def test_payable_is_not_asked_before_there_is_a_claim_and_asked_of_the_claim_then(covered_case):
    visit = signed(covered_case, days_ago=8)
    light = of_visit(covered_case.owner, visit).gates[3]
    assert isinstance(light, Light) and light.later
    claiming.claim_prepare(covered_case.owner, visits=[visit])
    asked = of_visit(covered_case.owner, Visit.objects.get(pk=visit.pk)).gates[3]
    assert asked.gate == "payable" and not isinstance(asked, Light)


def test_who_pays_himself_needs_no_payer(clinic):
    patient = covered(clinic).patient
    case = intake.case_open(
        clinic, patient=patient, title="Wellness", coverage=None, opened_on=clock.today(clinic.clinic)
    )
    visit = Visit(clinic=clinic.clinic, patient=patient, case=case, starts_at=clock.now(), setting="private_office")
    visit.therapist = licensed_once(clinic)
    assert of_visit(clinic, visit).gates[3].word == "self-pay"


def licensed_once(owner):
    from medmassage.clinic.models import Therapist

    return Therapist.objects.filter(clinic=owner.clinic).first() or licensed(owner)


def test_another_clinics_day_is_empty_here(covered_case, other_clinic, client_for):
    booked(covered_case)
    assert "Hazel" not in client_for(other_clinic).get(TODAY).content.decode()


def test_looking_at_the_day_is_in_the_access_log_with_each_patient(covered_case, client_for):
    from medmassage.clinic import access

    booked(covered_case)
    client_for(covered_case.owner).get(TODAY)
    row = access.audit_rows(covered_case.owner).filter(additional_data__seen="today").first()
    assert row.additional_data["patients"] == [str(covered_case.patient.pk)]
