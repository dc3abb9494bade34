"""Patients: found, added, corrected, and shown with the one number; health stays with those who treat."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from clinic.fixtures import booked, person_of, signed
from medmassage.clinic import access, clock
from medmassage.clinic.models import (
    Authorization,
    Coverage,
    Goal,
    HealthItem,
    Patient,
    Score,
)
from medmassage.clinic.services import intake, planning

pytestmark = pytest.mark.django_db
LIST = reverse("web:patients")
ROLES = ["owner", "therapist", "front_desk", "biller"]
ADA = {"given": "Ada", "family": "Finch", "birth_date": "1990-05-06", "sex": "F"}


def page_of(client, patient, **query) -> str:
    return client.get(reverse("web:patient", args=[patient.pk]), query).content.decode()


def test_names_are_looked_for_by_how_they_begin_and_never_in_an_address(clinic, patient, client_for):
    person_of(clinic, "Ashdown")
    client = client_for(clinic)
    found = client.post(LIST, {"q": "quill"}).content.decode()
    assert "Hazel Quillfeather" in found and "Ashdown" not in found
    assert 'method="post"' in found.split('type="search"')[0]
    assert client.get(LIST, {"q": "quill"}).content.decode().count("Ashdown") == 1


def test_a_long_list_comes_a_page_at_a_time(clinic, client_for):
    for number in range(30):
        person_of(clinic, f"Ash{number:02}")
    client = client_for(clinic)
    assert "1 to 25 of 30 patients" in client.get(LIST).content.decode()
    assert "26 to 30 of 30 patients" in client.get(LIST, {"page": 2}).content.decode()


def test_an_empty_clinic_offers_the_first_patient(clinic, client_for):
    assert "Add the first patient" in client_for(clinic).get(LIST).content.decode()


def test_a_new_patient_is_added_and_shown(clinic, client_for):
    client = client_for(clinic)
    answer = client.post(reverse("web:patient_new"), ADA)
    made = Patient.objects.get()
    assert answer.headers["Location"] == reverse("web:patient", args=[made.pk])
    assert "Ada Finch" in page_of(client, made)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"birth_date": "2062-03-01"}, "is still to come"),
        ({"birth_date": "2026-02-30"}, "There is no such day."),
        ({"family": ""}, "This is needed."),
        ({"email": "ada"}, "name@place.example"),
    ],
)
def test_what_is_not_right_about_a_patient_is_said_and_nothing_is_kept(clinic, client_for, change, words):
    answer = client_for(clinic).post(reverse("web:patient_new"), {**ADA, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Patient.objects.exists()


def test_facts_are_corrected_and_the_log_keeps_what_they_were(clinic, patient, client_for):
    client, address = client_for(clinic), reverse("web:patient_edit", args=[patient.pk])
    assert "Quillfeather" in client.get(address).content.decode()
    assert client.post(address, {**ADA, "family": "Quill"}).status_code == 302
    patient.refresh_from_db()
    assert patient.family == "Quill"
    changed = access.audit_rows(clinic, patient).filter(action=1).first().changes_dict
    assert changed["family"] == ["Quillfeather", "Quill"]


def test_a_birth_date_to_come_is_not_put_over_a_right_one(clinic, patient, client_for):
    answer = client_for(clinic).post(
        reverse("web:patient_edit", args=[patient.pk]), {**ADA, "birth_date": "2062-01-01"}
    )
    assert answer.status_code == 422
    patient.refresh_from_db()
    assert patient.birth_date == date(1981, 4, 2)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_one_number_and_the_visits(covered_case, member, client_for, role):
    signed(covered_case, days_ago=7)
    page = page_of(client_for(member(role)), covered_case.patient)
    assert "5 of 6 left" in page
    assert "Dr Priya Ashgrove" in page
    assert "Harbor Health Plan" in page


def test_pain_and_goals_are_for_those_who_may_read_them(covered_case, member, client_for):
    signed(covered_case, days_ago=7)
    planning.goal_add(
        covered_case.owner, case=covered_case.case, words="Sleep through", measure="nprs",
        baseline=Decimal(7), target=Decimal(2),
    )  # fmt: skip
    clients = {role: client_for(member(role)) for role in ROLES}
    visits = reverse("web:case_visits", args=[covered_case.case.pk])
    pain = {role: client.get(visits).content.decode() for role, client in clients.items()}
    assert all("Pain, before and after each visit" in pain[role] for role in ("owner", "therapist", "biller"))
    assert "Pain, before and after each visit" not in pain["front_desk"]
    said = {role: page_of(client, covered_case.patient) for role, client in clients.items()}
    assert all("Sleep through" in said[role] for role in ("owner", "therapist"))
    assert all("Sleep through" not in said[role] + pain[role] for role in ("front_desk", "biller"))


def test_a_goal_shows_how_far_it_is(covered_case, client_for):
    planning.goal_add(
        covered_case.owner, case=covered_case.case, words="Turn my head", measure="rom",
        baseline=Decimal(45), target=Decimal(65),
    )  # fmt: skip
    for value in (50, 66):
        Score.objects.create(
            clinic=covered_case.owner.clinic, patient=covered_case.patient, case=covered_case.case, measure="rom",
            on=clock.today(covered_case.owner.clinic) - timedelta(70 - value), value=value,
        )  # fmt: skip
    page = client_for(covered_case.owner).get(reverse("web:plan", args=[covered_case.case.pk])).content.decode()
    assert "Range of motion: began at 45, now 66, goal 65 · reached" in page


def test_health_is_added_ended_and_seen_by_those_who_treat_only(covered_case, member, client_for):
    client = client_for(member("therapist"))
    address = reverse("web:health_add", args=[covered_case.patient.pk])
    assert client.post(address, {"kind": "drug", "text": "warfarin"}).status_code == 302
    assert "warfarin" in page_of(client, covered_case.patient)
    for role in ("front_desk", "biller"):
        other = client_for(member(role))
        assert "warfarin" not in page_of(other, covered_case.patient)
        assert other.get(address).status_code == 404
    item = HealthItem.objects.get()
    client.post(reverse("web:health_end", args=[item.pk]))
    item.refresh_from_db()
    assert item.ended_on == clock.today(covered_case.owner.clinic)


def test_an_empty_health_entry_is_not_kept(covered_case, client_for):
    answer = client_for(covered_case.owner).post(
        reverse("web:health_add", args=[covered_case.patient.pk]), {"kind": "drug", "text": ""}
    )
    assert answer.status_code == 422
    assert not HealthItem.objects.exists()


def test_a_red_flag_stands_big_on_the_page(covered_case, client_for):
    intake.health_add(
        covered_case.owner, patient=covered_case.patient, kind="condition", text="left calf swollen and warm"
    )
    assert "finding-big" in page_of(client_for(covered_case.owner), covered_case.patient)


CARD = {
    "payer": "new",
    "member_id": "M1",
    "relationship": "self",
    "subscriber_sex": "U",
    "name": "Bay Plan",
    "payer_id": "BAY1",
    "profile": "commercial",
}


def test_a_coverage_with_a_new_payer_is_kept_with_the_payers_kind(clinic, patient, client_for):
    answer = client_for(clinic).post(reverse("web:coverage_add", args=[patient.pk]), CARD)
    assert answer.status_code == 302
    kept = Coverage.objects.get()
    assert (kept.payer.name, kept.payer.kind, kept.member_id) == ("Bay Plan", "commercial", "M1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "A new payer needs this."),
        ({"relationship": "spouse"}, "The claim names whose card it is."),
        ({"plan_year_visits": "30"}, "needs both"),
        ({"member_id": ""}, "This is needed."),
    ],
)
def test_what_a_coverage_lacks_is_said(clinic, patient, client_for, change, words):
    answer = client_for(clinic).post(reverse("web:coverage_add", args=[patient.pk]), {**CARD, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Coverage.objects.exists()


def test_a_therapist_enters_no_coverage(patient, member, client_for):
    assert client_for(member("therapist")).get(reverse("web:coverage_add", args=[patient.pk])).status_code == 404


def test_a_goal_without_a_change_is_refused(covered_case, client_for):
    address = reverse("web:goal_add", args=[covered_case.case.pk])
    client = client_for(covered_case.owner)
    goal = {"words": "Sleep", "measure": "nprs", "baseline": "5", "target": "5"}
    answer = client.post(address, goal)
    assert answer.status_code == 422
    assert "where the patient stands today" in answer.content.decode()
    assert client.post(address, {**goal, "target": "2"}).status_code == 302
    assert Goal.objects.count() == 1


def test_an_authorization_counts_from_then_on(covered_case, client_for):
    address = reverse("web:authorization_add", args=[covered_case.case.pk])
    today = clock.today(covered_case.owner.clinic)
    client = client_for(covered_case.owner)
    paper = {"number": "A-77", "starts_on": str(today), "ends_on": str(today + timedelta(30)), "visits": "2"}
    assert client.post(address, {**paper, "visits": ""}).status_code == 422
    assert client.post(address, {**paper, "ends_on": "2020-01-01"}).status_code == 422
    assert not Authorization.objects.exists()
    assert client.post(address, paper).status_code == 302
    assert "2 of 2 left" in page_of(client, covered_case.patient)


def test_a_patient_without_care_is_offered_a_referral(clinic, patient, client_for):
    assert "It begins with a referral." in page_of(client_for(clinic), patient)


@pytest.mark.parametrize("name", ["patient", "patient_edit", "health_add", "coverage_add"])
def test_another_clinics_patient_is_not_there(patient, other_clinic, client_for, name):
    assert client_for(other_clinic).get(reverse(f"web:{name}", args=[patient.pk])).status_code == 404


def test_a_patient_that_there_is_not_is_not_found(clinic, client_for):
    assert client_for(clinic).get(reverse("web:patient", args=[uuid.uuid4()])).status_code == 404


def test_the_list_of_referrals_that_end_soon_names_only_those(covered_case, client_for):
    person_of(covered_case.owner, "Ashdown")
    covered_case.referral.ends_on = clock.today(covered_case.owner.clinic) + timedelta(5)
    covered_case.referral.save()
    page = client_for(covered_case.owner).get(LIST, {"only": "ending"}).content.decode()
    assert "Quillfeather" in page and "Ashdown" not in page


def test_a_visit_is_booked_from_the_list(covered_case, client_for):
    page = client_for(covered_case.owner).get(LIST, {"for": "visit"}).content.decode()
    assert reverse("web:visit_book", args=[covered_case.case.pk]) in page


def test_what_comes_next_is_told(covered_case, client_for):
    booked(covered_case, days_ago=-4)
    page = page_of(client_for(covered_case.owner), covered_case.patient)
    assert "Visit with Theo Marchetti" in page
    assert "Referral ends" in page


@pytest.mark.parametrize("name", ["coverage_edit", "case_edit"])
def test_another_clinics_card_and_care_are_not_there(covered_case, other_clinic, client_for, name):
    pk = covered_case.case.pk if name == "case_edit" else covered_case.case.coverage_id
    assert client_for(other_clinic).get(reverse(f"web:{name}", args=[pk])).status_code == 404


def test_a_card_is_corrected(covered_case, member, client_for):
    address = reverse("web:coverage_edit", args=[covered_case.case.coverage_id])
    client = client_for(member("biller"))
    assert "HHP204811" in client.get(address).content.decode()
    card = {"member_id": "HHP99", "relationship": "self", "subscriber_sex": "U"}
    assert client.post(address, {**card, "relationship": "spouse"}).status_code == 422
    assert client.post(address, card).status_code == 302
    assert Coverage.objects.get().member_id == "HHP99"
    assert client_for(member("therapist")).get(address).status_code == 404


def test_a_course_of_care_is_corrected(covered_case, member, client_for):
    case, client = covered_case.case, client_for(member("front_desk"))
    address = reverse("web:case_edit", args=[case.pk])
    facts = {
        "title": "Whiplash", "kind": "medical", "coverage": str(case.coverage_id), "setting": "medical_clinic",
        "state": "MD", "opened_on": str(case.opened_on), "accident_kind": "employment",
    }  # fmt: skip
    assert client.get(address).status_code == 200
    assert "Say when the accident was" in client.post(address, facts).content.decode()
    early = str(case.opened_on - timedelta(1))
    late = str(case.opened_on + timedelta(1))
    assert client.post(address, {**facts, "accident_on": early, "onset_on": late}).status_code == 422
    assert client.post(address, {**facts, "accident_on": early, "onset_on": early}).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.accident_kind, str(case.onset_on)) == ("Whiplash", "employment", early)
    assert client_for(member("biller")).get(address).status_code == 404
