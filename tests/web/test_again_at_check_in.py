"""The three questions at check-in: kept, asked of the gate at once, by whoever checks in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.fixtures import booked, covered
from medmassage.clinic import clock, gates, histories
from medmassage.clinic.models import HealthItem, HealthReview, Patient
from web.intake_walk import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(clinic):
    return covered(clinic)


NOTHING_NEW = {"a_new": "no", "a_signs": "no", "a_pregnant": "no"}


def test_three_noes_at_check_in_review_the_history_and_the_desk_may_enter_them(whole, member, client_for):
    visit = booked(whole)
    desk = client_for(member("front_desk"))
    where = reverse("web:visit_check_in", args=[visit.pk])
    assert not histories.reviewed_on(visit)
    assert "Anything new since last time?" in page(desk.get(where))
    assert desk.post(where, NOTHING_NEW).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "checked_in" and histories.reviewed_on(visit)
    assert HealthReview.objects.get().words == "" and not HealthItem.objects.exists()


def test_check_in_goes_on_without_them_but_not_with_half_of_them(whole, client_for, clinic):
    visit, client = booked(whole), client_for(clinic)
    where = reverse("web:visit_check_in", args=[visit.pk])
    assert client.post(where, {"a_new": "no"}).status_code == 422
    assert "in a few words" in page(client.post(where, {**NOTHING_NEW, "a_new": "yes"}))
    assert not HealthReview.objects.exists()
    assert client.post(where, {}).status_code == 302
    assert not histories.reviewed_on(visit)


def test_a_warning_sign_today_stops_is_kept_once_and_is_over_when_a_therapist_says_so(whole, clinic, client_for):
    visit, client = booked(whole), client_for(clinic)
    where = reverse("web:visit_check_in", args=[visit.pk])
    sign = {**NOTHING_NEW, "a_signs": "yes", "a_signs.chosen": "fever"}
    assert "Say which" in page(client.post(where, {**NOTHING_NEW, "a_signs": "yes"}))
    for _ in range(2):
        answer = client.post(where, sign)
        assert answer.status_code == 422 and "Asked today" in page(answer)
    fever = HealthItem.objects.get()
    assert (fever.entry, fever.on, fever.source) == ("fever", clock.today(clinic.clinic), "told")
    visit.refresh_from_db()
    assert visit.status == "booked" and not gates.for_visit(visit)[1].passes
    shown = page(client.post(where, NOTHING_NEW))
    assert "On file, and answered no today" in shown
    client.post(reverse("web:health_end", args=[fever.pk]))
    assert client.post(where, NOTHING_NEW).status_code == 302


def test_a_due_date_settles_how_far_a_pregnancy_is(whole, clinic, client_for):
    visit, client = booked(whole), client_for(clinic)
    due = clock.today(clinic.clinic) + timedelta(weeks=15)
    client.post(
        reverse("web:visit_check_in", args=[visit.pk]), {**NOTHING_NEW, "a_pregnant": "yes", "due_on": str(due)}
    )
    assert Patient.objects.get(pk=whole.patient.pk).pregnancy_due == due and not HealthItem.objects.exists()
