"""Whose answer changed since it was last looked at, and the windows a clinic sets for itself."""

from datetime import timedelta

import pytest

from clinic.fixtures import booked, covered
from medmassage.clinic import clock
from medmassage.clinic.models import SafetyWindow, Screening
from medmassage.clinic.services import booking, intake, rescreening, windows
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.load import knowledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(clinic):
    return covered(clinic)


def test_the_first_time_nobody_changed_and_each_answer_is_kept(clinic, whole):
    assert rescreening.rescreen(clinic.clinic) == []
    kept = Screening.objects.get(patient=whole.patient)
    assert kept.answer and kept.base and not kept.changed_from


def test_a_worse_answer_is_told_once_and_waits_until_somebody_looked(clinic, whole):
    rescreening.rescreen(clinic.clinic)
    intake.health_add(clinic, patient=whole.patient, kind="condition", text="congestive heart failure")
    (told,) = rescreening.rescreen(clinic.clinic)
    assert told.worse and "safe.heart_failure" in told.new and told.now.answer == "no"
    assert rescreening.rescreen(clinic.clinic) == []
    (row,) = rescreening.changed_unseen(clinic)
    rescreening.screening_seen(clinic, screening=row)
    assert not rescreening.changed_unseen(clinic)
    rescreening.rescreen(clinic.clinic)
    assert not rescreening.changed_unseen(clinic), "looked at stays looked at"


def test_a_milder_answer_is_said_and_asks_for_nobody(clinic, whole):
    item = intake.health_add(clinic, patient=whole.patient, kind="condition", text="congestive heart failure")
    rescreening.rescreen(clinic.clinic)
    intake.health_end(clinic, item=item, on=clock.today(clinic.clinic))
    (told,) = rescreening.rescreen(clinic.clinic)
    assert not told.worse and not rescreening.changed_unseen(clinic)


def test_a_visit_that_is_let_in_keeps_its_answer(clinic, whole):
    booking.visit_check_in(clinic, visit=booked(whole))
    assert Screening.objects.get(patient=whole.patient).on == clock.today(clinic.clinic)


def test_a_clinics_window_decides_and_can_be_taken_back(clinic, whole):
    ago = clock.today(clinic.clinic) - timedelta(100)
    intake.health_add(clinic, patient=whole.patient, kind="condition", text="surgery", on=ago)
    rescreening.rescreen(clinic.clinic)
    window = windows.window_set(clinic, entry="recent_surgery", days=120, reason="our medical director")
    assert windows.window_set(clinic, entry="recent_surgery", days=150, reason="changed").pk == window.pk
    (told,) = rescreening.rescreen(clinic.clinic)
    assert told.worse and told.new == ("safe.recent_surgery",)
    windows.window_remove(clinic, window=SafetyWindow.objects.get())
    assert rescreening.rescreen(clinic.clinic)[0].worse is False


def test_a_window_that_a_body_has_set_is_nobodys_to_change(clinic):
    with pytest.raises(Refused, match="not yours to set"):
        windows.window_set(clinic, entry="fever", days=5, reason="because")


def test_the_pages_name_who_changed_and_let_the_owner_set_days(clinic, whole, client_for):
    rescreening.rescreen(clinic.clinic)
    intake.health_add(clinic, patient=whole.patient, kind="condition", text="congestive heart failure")
    rescreening.rescreen(clinic.clinic)
    client = client_for(clinic)
    assert "safety answers changed" in client.get("/").content.decode()
    page = client.get("/screening").content.decode()
    assert knowledge().entries["heart_failure"].name in page and str(whole.patient) in page
    assert client.post("/settings/windows", {"entry": "recent_surgery", "days": "0", "reason": "x"}).status_code == 422
    client.post("/settings/windows", {"entry": "recent_surgery", "days": "120", "reason": "ours"})
    assert "<b>120</b>" in client.get("/settings/windows").content.decode()
