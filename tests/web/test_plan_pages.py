"""The plan of care on its pages: suggested with its source, taken with one tap, changed freely; and the case's end."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from clinic.fixtures import signed
from medmassage.clinic import clock
from medmassage.clinic.models import CarePlan, Case, Goal
from medmassage.clinic.services import planning, scoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(covered_case, client_for):
    return client_for(covered_case.owner)


@pytest.fixture
def today(covered_case):
    return clock.today(covered_case.owner.clinic)


def at(name: str, whole) -> str:
    return reverse(f"web:{name}", args=[whole.case.pk])


def shown(client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def test_schemes_are_suggested_by_the_diagnosis_and_say_what_they_rest_on(client, covered_case):
    page = shown(client, at("plan_new", covered_case))
    assert "Neck pain, subacute and chronic" in page and "Tested in a trial" in page
    assert "Practice: custom, nobody tested it" in page
    assert "Rule out first" in page


def test_a_scheme_taken_with_one_tap_stands_in_the_form_and_stays_with_the_plan_as_it_stood(
    client, covered_case, today
):
    address = f"{at('plan_new', covered_case)}?dose=neck_pain_chronic:0"
    form = client.get(address).context["form"]
    taken = {name: form[name].value() for name in ("dose", "condition", "minutes", "per_week", "weeks", "visits")}
    assert (taken["minutes"], taken["per_week"], taken["visits"]) == (60, 2, 8)
    posted = {**taken, "minutes": "45", "techniques": "Swedish,  trigger point", "regions": ["neck_back"]}
    assert client.post(address, {**posted, "agreed_on": str(today)}).status_code == 302
    plan = CarePlan.objects.get()
    assert (plan.minutes, plan.techniques, plan.condition) == (45, ["Swedish", "trigger point"], "neck_pain_chronic")
    assert plan.dose["words"].startswith("60 minutes") and plan.dose["source"]["url"].startswith("https://")
    page = shown(client, at("plan", covered_case))
    assert "45 minutes, twice a week, 4 weeks, 8 visits" in page.replace("&#x27;", "'")
    assert "The plan has 8 visits, the order 6." in page


def test_a_plan_chosen_freely_says_so_and_the_one_before_stays_in_sight(client, covered_case, today):
    planning.plan_agree(covered_case.owner, case=covered_case.case, agreed_on=today - timedelta(8), minutes=30)
    start = client.get(at("plan_new", covered_case)).context["form"]
    assert start["minutes"].value() == 30
    assert client.post(at("plan_new", covered_case), {"agreed_on": str(today), "minutes": "50"}).status_code == 302
    page = shown(client, at("plan", covered_case))
    assert "50 minutes" in page and "chosen freely" in page and "Earlier plans: 1" in page and "30 minutes" in page


def test_what_is_wrong_with_a_plan_is_said_beside_its_field(client, covered_case, today):
    answer = client.post(at("plan_new", covered_case), {"agreed_on": str(today + timedelta(3)), "visits": "0"})
    assert answer.status_code == 422 and "A whole number from 1 to 200." in answer.content.decode()
    assert not CarePlan.objects.exists()


def test_another_condition_is_looked_up_by_hand(client, covered_case):
    page = shown(client, f"{at('plan_new', covered_case)}?condition=whiplash")
    assert "Whiplash" in page and "dose=whiplash:0" in page
    assert client.get(f"{at('plan_new', covered_case)}?dose=nothing:9").status_code == 200


def test_a_goal_is_added_with_its_day_changed_and_taken_out_only_by_the_button(client, covered_case, today):
    goal = {"words": "Sleep through", "measure": "nprs", "baseline": "6", "target": "2", "due_on": str(today)}
    assert client.post(at("goal_add", covered_case), goal).status_code == 302
    kept = Goal.objects.get()
    assert kept.due_on == today
    edit, out = (reverse(f"web:{name}", args=[kept.pk]) for name in ("goal_edit", "goal_remove"))
    assert "worse than today" in client.post(edit, {**goal, "target": "8"}).content.decode()
    assert client.post(edit, {**goal, "target": "1"}).status_code == 302
    client.post(out)
    assert Goal.objects.get().target == Decimal(1)
    client.post(out, {"take": "out"})
    assert not Goal.objects.exists()


def test_the_thread_shows_the_line_and_its_gaps_to_those_who_treat_only(
    client, covered_case, member, client_for, today
):
    signed(covered_case, days_ago=9)
    address = reverse("web:patient", args=[covered_case.patient.pk])
    page = shown(client, address)
    assert "Why this care is needed" in page and "No goal is agreed yet." in page and "97124 × 3" in page
    owner, case = covered_case.owner, covered_case.case
    planning.goal_add(owner, case=case, words="Turn my head", measure="nprs", baseline=Decimal(6), target=Decimal(2))
    scoring.score_add(owner, case=case, measure="nprs", on=today, value=Decimal(3))
    page = shown(client, address)
    assert "NPRS 6 → 3, matters" in page and "Nothing is missing on this line." in page
    for role in ("front_desk", "biller"):
        assert "Why this care is needed" not in shown(client_for(member(role)), address), role


def test_wellness_care_is_opened_without_a_referral_and_says_that_it_is_never_billed(patient, clinic, client_for):
    client = client_for(clinic)
    answer = client.post(
        reverse("web:wellness_new", args=[patient.pk]), {"title": "Relaxation", "setting": "spa", "state": "MD"}
    )
    case = Case.objects.get()
    assert (answer.status_code, case.kind, case.coverage) == (302, "wellness", None)
    page = shown(client, answer.headers["Location"])
    assert "never billed as medical" in page and "Why this care is needed" not in page


def test_a_case_is_closed_with_its_outcome_in_view_and_booking_offers_to_open_it_again(client, covered_case, today):
    signed(covered_case, days_ago=4)
    asked = shown(client, at("case_close", covered_case))
    assert "What came of the goals" in asked and "Measure once more first" in asked
    posted = {"discharge": "plateau", "words": "No further gain.", "on": str(today)}
    assert client.post(at("case_close", covered_case), posted).status_code == 302
    page = shown(client, reverse("web:patient", args=[covered_case.patient.pk]))
    assert "No further change" in page and "Write the discharge report" in page
    for answer in (client.get(at("visit_book", covered_case)), client.post(at("visit_book", covered_case))):
        assert answer.status_code == 409 and "Open it again" in answer.content.decode()
    client.post(at("case_reopen", covered_case))
    covered_case.case.refresh_from_db()
    assert covered_case.case.closed_on is None
    assert client.get(at("visit_book", covered_case)).status_code == 200


def test_the_words_of_a_discharge_are_for_those_who_treat(client, covered_case, member, client_for, today):
    client.post(at("case_close", covered_case), {"discharge": "patient", "words": "Moved away.", "on": str(today)})
    desk = shown(client_for(member("front_desk")), reverse("web:patient", args=[covered_case.patient.pk]))
    assert "Closed on" in desk and "Open it again" in desk
    assert "Moved away." not in desk and "discharge report" not in desk
