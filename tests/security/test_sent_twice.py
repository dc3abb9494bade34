"""Every form that makes something, sent twice by one hand: it stands once, and the page says so."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from clinic.fixtures import booked, covered, signed
from medmassage.clinic import clock
from medmassage.clinic.models import ClinicRecord, Patient, SentForm
from medmassage.clinic.services import once
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db

TWICE = "It stands once"


@pytest.fixture
def whole(clinic):
    return covered(clinic)


def forms(whole) -> dict[str, tuple[str, dict[str, object]]]:
    """Each page whose form makes a record: its address, and what is typed."""
    day = clock.today(whole.owner.clinic) - timedelta(days=1)
    return {
        "patient": ("/patients/new", {"given": "Ada", "family": "New", "birth_date": "1990-01-02", "sex": "F"}),
        "health": (f"/patients/{whole.patient.pk}/health", {"kind": "drug", "text": "warfarin"}),
        "coverage": (
            f"/patients/{whole.patient.pk}/coverage",
            {
                "payer": "new", "name": "Other Plan", "payer_id": "OTHER1", "profile": "commercial",
                "member_id": "X1", "relationship": "self", "subscriber_sex": "U",
            },
        ),
        "referral": (
            f"/patients/{whole.patient.pk}/referral",
            {
                "case": "new", "title": "Back pain", "setting": "medical_clinic", "npi": "1234567893",
                "written_on": day, "starts_on": day, "visits": 4, "diagnoses": "M54.50",
            },
        ),
        "goal": (f"/cases/{whole.case.pk}/goal", {"words": "Turn", "measure": "nprs", "baseline": 6, "target": 2}),
        "authorization": (f"/cases/{whole.case.pk}/authorization", {"number": "A1", "starts_on": day, "visits": 4}),
        "therapist": ("/therapists/new", {"given": "Ro", "family": "Berg"}),
        "license": (f"/therapists/{whole.therapist.pk}/papers/new", {"code": "LMT", "state": "WA"}),
        "course": (
            f"/therapists/{whole.therapist.pk}/education/new",
            {"title": "Neck", "provider": "Cedar School", "taken_on": day, "hours": "3", "delivery": "live"},
        ),
        "person": (
            "/settings/people/new",
            {"name": "Bo", "email": "bo@river.example", "role": "biller", "password": "quiet-river-stone-42"},
        ),
        "law note": (
            "/law/MD/note?topic=records.retention_years",
            {"kind": "correction", "value": "7", "cite": "a letter of the board", "confidence": "recall"},
        ),
        "payer": ("/settings/payers/new", {"name": "Far Plan", "payer_id": "FAR1", "profile": "commercial"}),
    }  # fmt: skip


def counted() -> dict[str, int]:
    kinds = (m for m in apps.get_app_config("clinic").get_models() if issubclass(m, ClinicRecord))
    return {m.__name__: m.objects.count() for m in kinds}


def key_in(page: bytes) -> str:
    found = re.search(rb'name="once" value="([0-9a-f-]{36})"', page)
    assert found
    return found.group(1).decode()


@pytest.mark.parametrize(
    "what",
    [
        "patient",
        "health",
        "coverage",
        "referral",
        "goal",
        "authorization",
        "therapist",
        "license",
        "course",
        "person",
        "payer",
        "law note",
    ],
)
def test_a_form_sent_twice_makes_one_record(whole, client_for, what):
    client = client_for(whole.owner)
    address, typed = forms(whole)[what]
    typed["once"] = key_in(client.get(address).content)
    empty = counted()
    first = client.post(address, typed)
    assert first.status_code == 302, first.context["form"].errors
    after = counted()
    assert after != empty
    second = client.post(address, typed, follow=True)
    assert counted() == after
    assert second.redirect_chain[0][0] == first.headers["Location"]
    assert TWICE in second.content.decode()


def test_a_form_that_was_refused_keeps_its_key_and_may_be_mended(whole, client_for):
    client = client_for(whole.owner)
    address, typed = forms(whole)["patient"]
    typed["once"] = key_in(client.get(address).content)
    refused = client.post(address, {**typed, "birth_date": "2999-01-01"})
    assert refused.status_code == 422
    assert key_in(refused.content) == typed["once"]
    assert not SentForm.objects.exists()
    assert client.post(address, typed).status_code == 302
    assert Patient.objects.filter(family="New").count() == 1


def test_a_form_opened_anew_has_a_key_of_its_own_and_adds_another(whole, client_for):
    client = client_for(whole.owner)
    address, typed = forms(whole)["health"]
    for _ in range(2):
        client.post(address, {**typed, "once": key_in(client.get(address).content)})
    assert whole.patient.health.count() == 2


@pytest.mark.parametrize("key", ["", "no-key", "' OR 1=1"])
def test_a_form_without_a_readable_key_still_does_its_work(whole, client_for, key):
    address, typed = forms(whole)["health"]
    assert client_for(whole.owner).post(address, {**typed, "once": key}).status_code == 302
    assert whole.patient.health.count() == 1


def test_a_key_that_somebody_else_used_leads_nobody_to_their_page(whole, member, client_for):
    address, typed = forms(whole)["health"]
    typed["once"] = key_in(client_for(whole.owner).get(address).content)
    client_for(whole.owner).post(address, typed)
    answer = client_for(member("therapist")).post(address, typed)
    assert answer.status_code == 422
    assert "Look at it before you send this again" in answer.content.decode()


def test_old_keys_are_forgotten(whole, client_for):
    address, typed = forms(whole)["health"]
    client = client_for(whole.owner)
    for _ in range(2):
        client.post(address, {**typed, "once": key_in(client.get(address).content)})
    SentForm.objects.filter(pk=SentForm.objects.first().pk).update(created_at=timezone.now() - once.KEPT * 2)
    client_for(whole.owner)
    assert SentForm.objects.count() == 1


def test_work_that_fails_leaves_no_key(clinic):
    def fail() -> str:
        raise Refused("no")

    key = uuid4()
    with pytest.raises(Refused):
        once.once(clinic.user, key, fail)
    assert once.once(clinic.user, key, lambda: "/there") == ("/there", True)
    assert once.once(clinic.user, key, lambda: "/elsewhere") == ("/there", False)


def test_an_amendment_sent_twice_stands_once(whole, client_for):
    client, visit = client_for(whole.owner), signed(whole, days_ago=3)
    before = counted()
    for _ in range(2):
        client.post(reverse("web:note_amend", args=[visit.pk]), {"text": "Left side.", "reason": "Mistyped"})
    assert counted() == {**before, "Amendment": 1}


def test_an_amendment_to_a_visit_without_a_note_is_refused_in_words(whole, client_for):
    visit = booked(whole)
    answer = client_for(whole.owner).post(reverse("web:note_amend", args=[visit.pk]), {"text": "x", "reason": "y"})
    assert answer.status_code == 422
