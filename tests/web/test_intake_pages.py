"""The intake: what its link opens, what is kept of each step, what a signature writes, and what the clinic sees."""

import json
import re
from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clinic.fixtures import booked, covered
from documents.reading import text
from medmassage.clinic import clock, gates, histories
from medmassage.clinic.models import HealthItem, HealthReview, Intake, Patient, PatientDocument
from medmassage.clinic.papers import consent
from medmassage.clinic.services import health, intake, inviting
from medmassage.knowledge.history import History
from medmassage.knowledge.intake import form
from medmassage.web.intake.words import words

pytestmark = pytest.mark.django_db
BORN = "1981-04-02"
PRIVATE = ("Hazel", "Quillfeather", "1981", "Cedar Lane", "4105550101")


@pytest.fixture
def whole(clinic):
    return covered(clinic)


@pytest.fixture
def asked(clinic, whole):
    """The intake and the address of its link."""
    row, secret = inviting.intake_ask(clinic, patient=whole.patient)
    return row, address(row, secret)


def address(row, secret):
    return reverse("web:intake_open", args=[row.pk, secret])


def opened(link, born=BORN):
    client = Client()
    answer = client.post(link, {"born": born})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{link}/steps")
    return client


def step(link, name):
    return f"{link}/steps/{name}"


def filled(link, *, born=BORN, **said):
    """Every step sent on with a no, but for what is said of some of them; the browser that did it, at the review."""
    client = opened(link, born)
    at = client.get(f"{link}/steps").headers["Location"]
    while not at.endswith("/review"):
        name = at.rsplit("/", 1)[-1]
        section = client.get(at).context["step"].section
        kinds = {q.id: q.kind for q in section.questions} if section else {}
        no = {id_: "no" for id_, kind in kinds.items() if kind == "yes_no_unsure"}
        none = {f"{id_}.answer": "no" for id_, kind in kinds.items() if kind == "list"}
        answer = client.post(at, no | none | said.get(name, {}))
        assert answer.status_code == 302, (name, answer.context["errors"])
        at = answer.headers["Location"]
    return client


def signed(link, **said):
    client = filled(link, **said)
    answer = client.post(step(link, "review"), {"name": "Hazel Quillfeather", "true": "on"})
    assert answer.status_code == 302, answer.context["errors"]
    return client


def page(answer):
    return answer.content.decode()


def shows_nothing(answer):
    return not any(word in page(answer) for word in PRIVATE)


# The link -------------------------------------------------------------------------------------------------


def test_nothing_of_the_patient_is_shown_before_the_birth_date_and_nothing_in_the_address_or_title_after(asked):
    row, link = asked
    stranger = Client()
    for answer in (stranger.get(link), stranger.post(link, {"born": "1980-01-01"}), stranger.post(link, {"born": "x"})):
        assert answer.status_code in (200, 422) and shows_nothing(answer)
        assert answer.headers["Cache-Control"] == "no-store"
    for place in (f"{link}/steps", step(link, "you"), step(link, "review")):
        assert stranger.get(place).headers["Location"] == link
    assert stranger.post(step(link, "you"), {"given": "Eve"}).headers["Location"] == link
    you = opened(link).get(step(link, "you"))
    assert "Quillfeather" in page(you) and "<title>Who you are · medmassage</title>" in page(you)
    row.refresh_from_db()
    assert row.answers == {} and row.opened_at


def test_five_wrong_birth_dates_close_the_link_even_for_the_right_one(asked):
    _, link = asked
    client = Client()
    answers = [client.post(link, {"born": f"1990-01-0{n}"}) for n in range(1, 6)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [404]
    assert "one more try" in page(answers[3]) and "last try" in page(answers[4])
    assert client.post(link, {"born": BORN}).status_code == 404
    assert all(map(shows_nothing, answers))


@pytest.mark.parametrize("why", ["secret", "expired", "closed", "replaced", "nobody"])
def test_a_link_that_does_not_open_says_the_same_in_both_languages_whatever_the_reason(clinic, asked, why, client_for):
    row, link = asked
    where = link
    if why == "secret":
        where = address(row, "x" * 43)
    elif why == "expired":
        Intake.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif why == "closed":
        client_for(clinic).post(reverse("web:intake_close", args=[row.pk]))
    elif why == "replaced":
        inviting.intake_ask(clinic, patient=row.patient)
    else:
        where = reverse("web:intake_open", args=[clinic.pk, "x" * 43])
    for answer in (Client().get(where), Client().post(where, {"born": BORN}), Client().get(step(where, "you"))):
        assert answer.status_code == 404 and shows_nothing(answer)
        assert words("en")["link_over"] in page(answer) and words("es")["link_over"] in page(answer)


def test_a_session_of_one_link_is_worth_nothing_for_another(clinic, other_clinic, asked):
    row, link = asked
    client = opened(link)
    theirs, secret = inviting.intake_ask(other_clinic, patient=covered(other_clinic, "Elsewhere").patient)
    assert client.get(step(address(theirs, secret), "you")).headers["Location"] == address(theirs, secret)
    again, secret = inviting.intake_ask(clinic, patient=row.patient)
    assert again == row
    assert client.get(step(address(row, secret), "you")).headers["Location"] == address(row, secret)


def test_a_form_from_elsewhere_is_refused_and_a_get_changes_nothing(asked):
    row, link = asked
    client = opened(link)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(step(link, "you"), {"given": "Eve"}).status_code == 403
    client.get(step(link, "you"), {"given": "Eve"})
    row.refresh_from_db()
    assert row.answers == {}


# The steps ------------------------------------------------------------------------------------------------


def test_each_step_is_kept_at_once_and_the_same_link_goes_on_from_there(asked):
    row, link = asked
    client = opened(link)
    answer = client.post(step(link, "you"), {"given": "Hazel", "phone": "410 555 0190", "zip_code": "21211-0007"})
    assert answer.headers["Location"] == step(link, "s_today")
    client.post(step(link, "s_today"), {"q_reason": "My neck", "q_fever": "no"})
    row.refresh_from_db()
    assert row.answers["you"]["zip_code"] == "212110007"
    assert row.answers["health"] == {"q_reason": "My neck", "q_fever": {"answer": "no"}}
    other = opened(link)
    assert other.get(f"{link}/steps").headers["Location"] == step(link, "s_heart")
    assert "My neck" in page(other.get(step(link, "s_today")))
    assert other.get(step(link, "s_nothing")).status_code == 404


def test_what_cannot_stand_is_said_and_kept_and_a_yes_without_more_is_asked_once(asked):
    row, link = asked
    client, heart = opened(link), step(link, "s_heart")
    wrong = client.post(heart, {"q_clot": "yes", "q_clot.chosen": "dvt", "q_clot.on": "March 2062"})
    assert wrong.status_code == 422 and "still to come" in page(wrong) and "March 2062" in page(wrong)
    first = client.post(heart, {"q_clot": "yes"})
    assert first.status_code == 422 and "Quiet River Clinic will ask" in page(first)
    assert client.post(heart, {"q_clot": "yes", "prompted": "q_clot"}).status_code == 302
    long = client.post(heart, {"q_clot": "yes", "q_clot.text": "x" * 301})
    assert long.status_code == 422 and words("en")["too_long"] in page(long)
    row.refresh_from_db()
    assert row.answers["health"]["q_clot"]["text"] == "x" * 301


def test_characters_nobody_sees_are_taken_out_and_too_much_is_refused_whole(asked):
    row, link = asked
    client = opened(link)
    client.post(step(link, "you"), {"given": "Ha\0zel\x07", "phone": "1"})
    row.refresh_from_db()
    assert row.answers["you"]["given"] == "Ha zel"
    answer = client.post(step(link, "you"), {"given": "x" * 70_000})
    assert answer.status_code == 422 and words("en")["too_much"] in page(answer)
    row.refresh_from_db()
    assert row.answers["you"]["given"] == "Ha zel"


def test_more_lines_are_given_without_losing_what_was_typed(asked):
    _, link = asked
    client = opened(link)
    posted = {"q_medicines": ["Eliquis", "", "Zinc"], "more": "q_medicines"}
    answer = client.post(step(link, "s_medicines"), posted)
    assert answer.status_code == 200
    shown = page(answer)
    assert shown.count('name="q_medicines"') == 6 and 'value="Zinc"' in shown and '<option value="Eliquis">' in shown


def test_the_spanish_pages_hold_none_of_the_english_words(clinic, whole):
    row, secret = inviting.intake_ask(clinic, patient=whole.patient, language="es")
    link = address(row, secret)
    client = opened(link)
    english = _differing()
    sections = (section.id for section in form("es", age=45, sex="F").sections)
    for name in ("you", *sections, "coverage", "accident", "consent", "review"):
        shown = page(client.get(step(link, name)))
        assert '<html lang="es"' in shown
        assert [said for said in english if re.search(rf"\b{re.escape(said)}\b", shown)] == [], name
    assert (
        client.post(f"{link}/language", {"language": "en", "step": "s_heart"}).headers["Location"].endswith("s_heart")
    )
    assert "Have you ever had a blood clot?" in page(client.get(step(link, "s_heart")))


def _differing() -> list[str]:
    """What the pages say in English and not in Spanish, long enough to be found by chance nowhere."""
    sections = zip(form("en").sections, form("es").sections, strict=True)
    asks = [(a, b) for mine, theirs in sections for a, b in zip(mine.questions, theirs.questions, strict=True)]
    pairs = [(words("en")[name], words("es")[name]) for name in words("en")]
    pairs += [(getattr(a, part), getattr(b, part)) for a, b in asks for part in ("ask", "help", "if_yes")]
    pairs += [(x.label, y.label) for a, b in asks for x, y in zip(a.choices, b.choices, strict=True)]
    parts = (part for part in (*consent.text().consent, *consent.text().privacy))
    pairs += [(said.en, said.es) for part in parts for said in (part.title, *part.lines)]
    return [said for said, other in pairs if said != other and len(said) > 7 and "{" not in said]


# The signature --------------------------------------------------------------------------------------------


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


# The clinic -----------------------------------------------------------------------------------------------


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
    assert "<svg" in shown and "/intake/" in shown
    row = Intake.objects.get()
    assert row.digest not in shown
    assert "/intake/" not in page(client.get(reverse("web:intake", args=[row.pk]))).replace("/intakes/", "")


# Before each visit ----------------------------------------------------------------------------------------

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


# A record from elsewhere ----------------------------------------------------------------------------------


def bundle(*resources, born=BORN):
    person = {"resourceType": "Patient", "name": [{"family": "Quillfeather", "given": ["Hazel"]}], "birthDate": born}
    entries = [{"resource": one} for one in (person, *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def condition(code):
    system = "http://hl7.org/fhir/sid/icd-10-cm"
    active = {"coding": [{"code": "active"}]}
    return {
        "resourceType": "Condition",
        "clinicalStatus": active,
        "code": {"coding": [{"system": system, "code": code}]},
    }


DRUG = {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "warfarin"}}


def sent(client, patient, content):
    return client.post(reverse("web:record_read", args=[patient.pk]), {"file": SimpleUploadedFile("r.json", content)})


def test_a_record_is_shown_then_taken_in_once_and_the_gate_reads_its_codes(whole, clinic, client_for):
    client, content = client_for(clinic), bundle(condition("I82.401"), DRUG)
    for _ in range(2):
        shown = sent(client, whole.patient, content)
        assert "I82.401" in page(shown) and "warfarin" in page(shown)
        take = reverse("web:record_take", args=[whole.patient.pk])
        assert client.post(take, {"digest": shown.context["digest"]}).status_code == 302
    assert {(i.kind, i.source) for i in HealthItem.objects.all()} == {("condition", "record"), ("drug", "record")}
    assert HealthItem.objects.count() == 2
    visit = booked_anyway(whole)
    assert "safe.dvt" in {finding.rule for finding in gates.for_visit(visit)[1].findings}
    assert client.post(take, {"digest": shown.context["digest"]}).status_code == 422  # no longer at hand


def booked_anyway(whole):
    from medmassage.clinic.models import Visit

    return Visit(
        clinic=whole.owner.clinic, patient=whole.patient, case=whole.case, therapist=whole.therapist,
        starts_at=clock.now(), setting=whole.case.setting,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bundle(DRUG, born="1990-01-01"), "somebody else"),
        (bundle(), "no answers, conditions"),
        (b"", "not empty"),
        (b"not json", "not JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_record_of_this_patient_is_refused_with_the_reason(whole, clinic, client_for, content, said):
    answer = sent(client_for(clinic), whole.patient, content)
    assert answer.status_code == 422 and said in page(answer)
    assert not HealthItem.objects.exists()


def test_a_single_resource_is_a_record_too_and_what_was_stopped_is_kept_as_over(whole, clinic):
    stopped = json.dumps({**DRUG, "status": "stopped"})
    from medmassage.fhir.history_in import read_history

    history = read_history(json.loads(stopped), clock.today(clinic.clinic))
    health.record_take(clinic, patient=whole.patient, history=history)
    health.record_take(clinic, patient=whole.patient, history=history)
    assert [item.ended_on for item in HealthItem.objects.all()] == [clock.today(clinic.clinic)]
    assert health.record_take(clinic, patient=whole.patient, history=History()) == []
