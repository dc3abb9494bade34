"""What a signature under the intake writes, and what the clinic sees and does with it."""

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from clinic.fixtures import covered
from documents.reading import text
from medmassage.clinic import clock, histories
from medmassage.clinic.models import HealthItem, Intake, Patient, PatientDocument
from medmassage.clinic.services import intake, inviting
from medmassage.web.intake.words import words
from web.intake_walk import address, filled, page, shows_nothing, signed, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(clinic):
    return covered(clinic)


@pytest.fixture
def asked(clinic, whole):
    """The intake and the address of its link."""
    row, secret = inviting.intake_ask(clinic, patient=whole.patient)
    return row, address(row, secret)


def test_a_signature_writes_history_and_papers_once_and_closes_the_link(clinic, whole, asked, client_for):
    row, link = asked
    said = {
        "s_heart": {"q_clot": "yes", "q_clot.chosen": "dvt", "q_clot.on": "October 2026"},
        "s_medicines": {"q_medicines": ["Eliquis", ""], "q_medicines.answer": []},
        "s_allergies": {"q_allergies": ["latex"], "q_allergies.answer": []},
        "s_pregnancy": {"q_pregnant": "yes", "q_pregnancy_week": "20", "q_pregnancy_problem": "unsure"},
        "consent": {"agree": "on"},
    }
    today = clock.today(clinic.clinic)
    client = signed(link, **said)
    again = client.post(step(link, "review"), {"name": "Hazel Quillfeather", "true": "on"})
    assert again.headers["Location"] == reverse("web:intake_thanks", args=["en"])
    assert shows_nothing(client.get(again.headers["Location"]))
    assert Client().get(link).status_code == 404
    kept = {(i.kind, i.text, i.entry, i.unsure) for i in HealthItem.objects.filter(source="intake")}
    assert ("drug", "Eliquis", "", False) in kept and ("allergy", "latex", "allergy_anaphylaxis", False) in kept
    clot = HealthItem.objects.get(entry="dvt")
    assert (clot.on, clot.unsure) == (date(2026, 10, 31), False)
    assert {i.entry for i in HealthItem.objects.filter(unsure=True)} >= {"preeclampsia"}
    assert Patient.objects.get(pk=whole.patient.pk).pregnancy_due == today + timedelta(weeks=20)
    papers = {paper.kind: paper for paper in PatientDocument.objects.all()}
    assert set(papers) == {"consent", "health_history"} and papers["consent"].signed_on == today
    assert "Signed online by Hazel Quillfeather" in text(bytes(papers["consent"].content))
    row.refresh_from_db()
    assert row.signed_name == "Hazel Quillfeather" and row.documents == ["consent", "health_history"]
    event = LogEntry.objects.get(additional_data__event="signed the intake by the secure link")
    assert event.actor is None and event.additional_data["patient"] == str(whole.patient.pk)
    shown = page(client_for(clinic).get(reverse("web:patient", args=[whole.patient.pk])))
    assert "Nobody has reviewed it yet" in shown


def test_everything_answered_no_is_told_too_and_what_was_on_file_is_not_ended_but_decided(clinic, whole, client_for):
    old = intake.health_add(clinic, patient=whole.patient, kind="condition", text="blood clot in the leg")
    drug = intake.health_add(clinic, patient=whole.patient, kind="drug", text="warfarin")
    row, secret = inviting.intake_ask(clinic, patient=whole.patient)
    signed(address(row, secret))
    old.refresh_from_db()
    assert old.ended_on is None and HealthItem.objects.filter(source="intake", text="none").exists()
    row.refresh_from_db()
    assert {doubt.item for doubt in histories.doubts(row)} == {old, drug}
    client = client_for(clinic)
    shown = page(client.get(reverse("web:intake", args=[row.pk])))
    assert "On file, and not said now" in shown and "Have you ever had a blood clot?" in shown
    client.post(reverse("web:intake_reviewed", args=[row.pk]))
    row.refresh_from_db()
    assert row.reviewed_by == clinic.user and histories.unread(whole.patient) == ()


def test_the_same_thing_told_twice_stands_once_and_a_settled_not_sure_is_over(clinic, whole):
    def told(**answers):
        row, secret = inviting.intake_ask(clinic, patient=whole.patient)
        signed(address(row, secret), **answers)

    told(s_heart={"q_clot": "unsure"}, s_medicines={"q_medicines": ["Eliquis"], "q_medicines.answer": []})
    told(
        s_heart={"q_clot": "yes", "q_clot.chosen": "dvt"},
        s_medicines={"q_medicines": ["eliquis "], "q_medicines.answer": []},
    )
    assert HealthItem.objects.filter(kind="drug").count() == 1
    clots = HealthItem.objects.filter(entry="dvt").order_by("created_at")
    assert [(one.unsure, one.ended_on is None) for one in clots] == [(True, False), (False, True)]


def test_without_agreement_no_consent_is_in_hand_and_without_a_name_nothing_is_signed(asked):
    _, link = asked
    client = filled(link)
    answer = client.post(step(link, "review"), {"name": " ", "true": "on"})
    assert answer.status_code == 422 and not HealthItem.objects.exists()
    assert client.post(step(link, "review"), {"name": "Hazel Q"}).status_code == 422
    client.post(step(link, "review"), {"name": "Hazel Q", "true": "on"})
    assert [paper.kind for paper in PatientDocument.objects.all()] == ["health_history"]


def test_a_parent_signs_for_a_child_and_says_so(clinic, whole):
    born = date(clock.today(clinic.clinic).year - 12, 1, 2)
    Patient.objects.filter(pk=whole.patient.pk).update(birth_date=born)
    row, secret = inviting.intake_ask(clinic, patient=whole.patient)
    link = address(row, secret)
    client = filled(link, born=str(born), consent={"agree": "on"})
    sign = {"name": "Ivy Quillfeather", "true": "on"}
    answer = client.post(step(link, "review"), sign)
    assert answer.status_code == 422 and words("en")["parent_signs"] in page(answer)
    client.post(step(link, "review"), {**sign, "relation": "mother"})
    kinds = {paper.kind for paper in PatientDocument.objects.all()}
    assert kinds == {"consent", "health_history", "parental_permission"}
    paper = PatientDocument.objects.get(kind="parental_permission")
    assert "Ivy Quillfeather (mother) for Hazel" in text(bytes(paper.content))


def test_the_desk_takes_over_its_part_and_sees_no_health_answer(clinic, whole, asked, member, client_for):
    row, link = asked
    signed(
        link, you={"given": "Hazel", "phone": "4105550190", "street": "9 Elm Row"},
        coverage={"pays": "insurance", "payer": "harbor health plan", "member_id": "NEW77", "relationship": "self"},
        accident={"answer": "yes", "kind": "auto", "on": "March 3, 2026", "state": "MD"},
        s_skin={"q_immune": "yes", "q_immune.chosen": "hepatitis_hiv"},
        s_comfort={"q_no_touch": "yes", "q_no_touch.text": "my feet"},
    )  # fmt: skip
    where, desk = reverse("web:intake", args=[row.pk]), client_for(member("front_desk"))
    shown = page(desk.get(where))
    assert "9 Elm Row" in shown and "NEW77" in shown
    assert not any(word in shown for word in ("my feet", "hepatitis", "Hepatitis", "HIV"))
    therapist = page(client_for(member("therapist")).get(where))
    assert "my feet" in therapist and "HIV" in therapist
    assert client_for(member("biller")).get(where).status_code == 404
    desk.post(reverse("web:intake_contact", args=[row.pk]), {"take": ["phone", "birth_date"]})
    patient = Patient.objects.get(pk=whole.patient.pk)
    assert (patient.phone, patient.street, patient.birth_date) == ("4105550190", "7 Cedar Lane", date(1981, 4, 2))
    card = desk.get(reverse("web:intake_coverage", args=[row.pk])).context["form"]
    assert card["member_id"].value() == "NEW77" and card["payer"].value() == str(whole.case.coverage.payer_id)
    accident = desk.get(reverse("web:intake_accident", args=[row.pk]), {"case": whole.case.pk})
    assert accident.context["form"]["accident_on"].value() == "2026-03-03"
    assert reverse("web:case_edit", args=[whole.case.pk]) in page(accident)


def test_on_a_tablet_at_the_clinic_the_patient_gets_the_pages_and_nobodys_session(clinic, whole, client_for):
    client = client_for(clinic)
    answer = client.post(reverse("web:intake_send", args=[whole.patient.pk]), {"language": "es", "way": "here"})
    assert answer.headers["Location"].startswith("/intake/")
    assert client.get(reverse("web:patient", args=[whole.patient.pk])).status_code == 302  # to the sign-in
    assert words("es")["open"] in page(client.get(answer.headers["Location"]))


def test_the_link_is_shown_once_with_a_code_for_a_camera(clinic, whole, client_for):
    client = client_for(clinic)
    shown = page(client.post(reverse("web:intake_send", args=[whole.patient.pk]), {"language": "en"}))
    assert 'src="data:image/svg+xml;base64,' in shown and "/intake/" in shown
    row = Intake.objects.get()
    assert row.digest not in shown
    assert "/intake/" not in page(client.get(reverse("web:intake", args=[row.pk]))).replace("/intakes/", "")
