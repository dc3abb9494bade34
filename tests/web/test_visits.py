"""The charting page: who may see it, what it keeps, and what it never does twice."""

import uuid

import pytest
from django.urls import reverse

from clinic.fixtures import DRAFT, booked, signed
from medmassage.clinic.models import Amendment, Note, Visit
from medmassage.clinic.services import booking, charting, intake

pytestmark = pytest.mark.django_db

LINE = {"region": "neck_back", "technique": "Swedish massage", "code": "97124", "minutes": "38"}
WORDS = {
    "subjective": "Neck is stiff in the morning.",
    "objective": "Right upper trapezius tender.",
    "assessment": "Less guarding after treatment.",
    "plan": "Continue once a week.",
    "next_visit": "In a week",
    "pain_before": "6",
    "pain_after": "3",
    "started": "10:00",
    "ended": "10:45",
}


def sent(version=0, lines=(LINE,), **more):
    """What a browser sends of the charting form."""
    rows = [*lines, *[{}] * (4 - len(lines))]
    data = {"version": version, "lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, **WORDS, **more}
    for number, row in enumerate(rows):
        for name in ("region", "technique", "code", "modifiers", "minutes", "started"):
            data[f"lines-{number}-{name}"] = row.get(name, "")
    return data


def address(name, visit):
    return reverse(f"web:{name}", args=[visit.pk])


@pytest.fixture
def room(covered_case):
    """A visit whose patient is in the room."""
    visit = booked(covered_case)
    assert booking.visit_check_in(covered_case.owner, visit=visit).record
    return visit


@pytest.fixture
def owner(client_for, clinic):
    return client_for(clinic)


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("therapist", 200), ("biller", 200), ("front_desk", 404)])
def test_a_note_opens_for_those_who_may_read_notes(role, status, room, member, client_for):
    assert client_for(member(role)).get(address("visit", room)).status_code == status


@pytest.mark.parametrize("role", ["biller", "front_desk"])
@pytest.mark.parametrize("name", ["note_save", "note_sign", "note_amend"])
def test_only_those_who_may_write_notes_write(role, name, room, member, client_for):
    assert client_for(member(role)).post(address(name, room), sent()).status_code == 404
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", ["visit", "note_checks", "note_pdf"])
def test_another_clinic_finds_nothing_to_read(name, signed_visit, other_clinic, client_for):
    assert client_for(other_clinic).get(address(name, signed_visit)).status_code == 404


@pytest.mark.parametrize("name", ["note_save", "note_sign", "note_amend"])
def test_another_clinic_finds_nothing_to_write(name, signed_visit, other_clinic, client_for):
    assert client_for(other_clinic).post(address(name, signed_visit), sent()).status_code == 404


def test_a_visit_that_is_not_there_is_not_found(owner):
    assert owner.get(reverse("web:visit", args=[uuid.uuid4()])).status_code == 404


def test_the_biller_reads_but_gets_no_form_and_no_health_findings(room, clinic, member, client_for):
    intake.health_add(clinic, patient=room.patient, kind="drug", text="warfarin")
    assert "Warfarin" in client_for(clinic).get(address("visit", room)).content.decode()
    page = client_for(member("biller")).get(address("visit", room))
    assert "data-autosave" not in page.content.decode()
    assert "warfarin" not in page.content.decode().lower()


def test_a_fresh_page_carries_the_version_it_was_opened_with(owner, room):
    assert 'name="version" value="0"' in owner.get(address("visit", room)).content.decode()
    owner.post(address("note_save", room), sent())
    assert 'name="version" value="1"' in owner.get(address("visit", room)).content.decode()


def test_at_least_four_rows_stand_ready_without_a_script(owner, room):
    assert owner.get(address("visit", room)).content.decode().count('name="lines-') >= 4 * 6


def test_saving_keeps_words_lines_and_findings(owner, room):
    data = sent(regions=["neck_back_r"], **{"found.neck_back_r": "trigger point"})
    assert owner.post(address("note_save", room), data).status_code == 302
    note = Note.objects.get()
    assert (note.version, note.plan, note.next_visit, note.pain_after) == (1, "Continue once a week.", "In a week", 3)
    assert note.findings == [{"region": "neck_back_r", "words": "trigger point"}]
    assert [(line.code, line.minutes) for line in note.lines.all()] == [("97124", 38)]


def test_an_unfinished_draft_is_kept(owner, room):
    data = sent(lines=[{"technique": "Swedish massage"}]) | dict.fromkeys(WORDS, "")
    assert owner.post(address("note_save", room), data).status_code == 302
    assert Note.objects.get().lines.get().minutes == 0


def test_the_autosave_answers_with_the_new_version_and_the_units(owner, room):
    answer = owner.post(address("note_save", room), sent(), headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert answer.json()["words"].startswith("Saved at ")
    assert answer.json()["fields"]["version"] == 1
    assert "97124 ×3" in answer.json()["fields"]["counted"]


def test_an_old_tab_does_not_write_over_a_newer_note(owner, room):
    owner.post(address("note_save", room), sent())
    old = sent(plan="Words of the old tab")
    answer = owner.post(address("note_save", room), old, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert "Another tab" in answer.json()["words"]
    assert Note.objects.get().plan == "Continue once a week."


def test_an_old_tab_keeps_what_was_typed_and_may_then_decide(owner, room):
    owner.post(address("note_save", room), sent())
    page = owner.post(address("note_save", room), sent(plan="Words of the old tab"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Words of the old tab" in text and "Continue once a week." in text
    assert 'name="version" value="1"' in text and "data-autosave=" not in text
    assert owner.post(address("note_save", room), sent(1, plan="Words of the old tab")).status_code == 302
    assert Note.objects.get().plan == "Words of the old tab"


def test_the_same_words_sent_twice_are_saved_once(owner, room):
    owner.post(address("note_save", room), sent())
    assert owner.post(address("note_save", room), sent()).status_code == 302
    assert Note.objects.get().version == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lines": [LINE | {"minutes": "many"}]}, "Line 1, minutes"),
        ({"started": "25:99"}, "Began"),
        ({"pain_before": "11"}, "Pain before"),
    ],
)
def test_what_cannot_be_kept_is_named_and_the_rest_stays(owner, room, wrong, words):
    page = owner.post(address("note_save", room), sent(**wrong))
    assert page.status_code == 422
    assert words in page.content.decode() and "Continue once a week." in page.content.decode()
    assert not Note.objects.exists()


def test_the_autosave_names_what_cannot_be_kept(owner, room):
    answer = owner.post(address("note_save", room), sent(started="25:99"), headers={"X-Autosave": "1"})
    assert answer.status_code == 422
    assert "Began" in answer.json()["words"]


def test_a_form_without_its_rows_is_refused_in_words(owner, room):
    assert owner.post(address("note_save", room), {"version": 0, "plan": "x"}).status_code == 422


def test_words_of_last_time_are_offered_and_kept_on_request(owner, covered_case):
    signed(covered_case, days_ago=7)
    visit = booked(covered_case)
    text = owner.get(address("visit", visit)).content.decode()
    assert 'data-carried="plan"' in text and 'data-carried="subjective"' not in text
    owner.post(address("note_save", visit), sent(plan="", keep="plan"))
    assert Note.objects.get(visit=visit).plan == DRAFT.words["plan"]
    assert 'data-carried="plan"' not in owner.get(address("visit", visit)).content.decode()


def test_keeping_last_times_words_never_replaces_new_ones(owner, covered_case):
    signed(covered_case, days_ago=7)
    visit = booked(covered_case)
    owner.post(address("note_save", visit), sent(plan="New words", keep="plan"))
    assert Note.objects.get(visit=visit).plan == "New words"


def test_signing_keeps_what_was_typed_and_locks_the_note(owner, room):
    assert owner.post(address("note_sign", room), sent()).status_code == 302
    room.refresh_from_db()
    assert room.status == Visit.Status.SIGNED
    assert room.note.units == {"97124": 3}
    text = owner.get(address("visit", room)).content.decode()
    assert "Signed by Olive Owner" in text and "data-autosave" not in text


def test_signing_twice_signs_once(owner, room):
    owner.post(address("note_sign", room), sent())
    first = Note.objects.get().signed_at
    assert owner.post(address("note_sign", room), sent()).status_code == 302
    assert Note.objects.get().signed_at == first


def test_a_note_is_not_signed_before_the_patient_is_in(owner, covered_case):
    visit = booked(covered_case)
    page = owner.post(address("note_sign", visit), sent())
    assert page.status_code == 422
    assert "Check the patient in before you sign." in page.content.decode()
    assert Note.objects.get(visit=visit).plan == "Continue once a week."


def test_an_empty_note_is_not_signed_and_each_open_point_leads_to_its_place(owner, room):
    page = owner.post(address("note_sign", room), sent(lines=[]) | dict.fromkeys(WORDS, ""))
    room.refresh_from_db()
    assert page.status_code == 422
    assert room.status == Visit.Status.CHECKED_IN
    places = {place for _, _, place, _ in page.context["checks"]}
    text = page.content.decode()
    assert places and all(f'id="{place.removeprefix("#")}"' in text for place in places)


def test_a_signed_note_cannot_be_saved_again(owner, signed_visit):
    page = owner.post(address("note_save", signed_visit), sent(plan="Other words"))
    assert page.status_code == 422
    assert "signed and locked" in page.content.decode()
    signed_visit.note.refresh_from_db()
    assert signed_visit.note.plan == DRAFT.words["plan"]


def test_an_amendment_is_added_once_dated_and_named(owner, signed_visit):
    data = {"text": "Left side was treated too.", "reason": "Left out at signing"}
    for _ in range(2):
        assert owner.post(address("note_amend", signed_visit), data).status_code == 302
    assert Amendment.objects.count() == 1
    text = owner.get(address("visit", signed_visit)).content.decode()
    assert "Left side was treated too." in text and "Left out at signing" in text


def test_an_amendment_without_a_reason_is_refused_and_its_words_stay(owner, signed_visit):
    page = owner.post(address("note_amend", signed_visit), {"text": "Left side too.", "reason": " "})
    assert page.status_code == 422
    assert "Left side too." in page.content.decode()
    assert not Amendment.objects.exists()


def test_an_unsigned_note_has_no_paper(owner, room):
    assert owner.get(address("note_pdf", room)).status_code == 404


def test_a_cancelled_visit_offers_no_note(owner, covered_case):
    visit = booked(covered_case)
    booking.visit_end(covered_case.owner, visit=visit, status=Visit.Status.CANCELLED)
    text = owner.get(address("visit", visit)).content.decode()
    assert "Cancelled" in text and "data-autosave" not in text


def test_reading_a_note_leaves_an_audit_row_of_its_patient(owner, room):
    from auditlog.models import LogEntry

    owner.get(address("visit", room))
    row = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).latest("timestamp")
    assert row.additional_data["patient"] == str(room.patient_id)


def test_the_page_holds_no_inline_script_or_style(owner, room):
    text = owner.get(address("visit", room)).content.decode()
    assert "style=" not in text.replace('rel="stylesheet"', "") and "onclick" not in text and "<script>" not in text


def test_pressing_sign_with_a_reason_passes_what_this_person_may_pass(owner, covered_case, room, monkeypatch):
    from medmassage.clinic import gates
    from medmassage.finding import Finding, Level, Verdict

    unknown = Finding("law.local", "lawful", Level.UNKNOWN, "The city’s own rule is not known.", "Ask the city.")
    monkeypatch.setattr(gates, "lawful", lambda question, local: Verdict.of("lawful", [unknown]))
    page = owner.post(address("note_sign", room), sent())
    assert page.status_code == 422 and "The city’s own rule is not known." in page.content.decode()
    version = Note.objects.get().version
    assert (
        owner.post(
            address("note_sign", room), sent(version, **{"reason.law.local": "The city was asked today"})
        ).status_code
        == 302
    )
    text = owner.get(address("visit", room)).content.decode()
    assert "The city was asked today" in text


def test_the_checks_alone_are_the_part_that_the_page_holds(owner, room):
    text = owner.get(address("note_checks", room)).content.decode()
    assert text.strip().startswith("<section") and 'id="before-you-sign"' in text


def test_a_draft_of_another_visit_is_left_alone(owner, covered_case, room):
    other = booked(covered_case, days_ago=1)
    charting.note_save(covered_case.owner, visit=other, draft=DRAFT, version=0)
    owner.post(address("note_save", room), sent(plan="Only here"))
    assert Note.objects.get(visit=other).plan == DRAFT.words["plan"]
    assert Note.objects.get(visit=room).plan == "Only here"


def test_a_signed_note_comes_as_pdf(owner, signed_visit):
    answer = owner.get(address("note_pdf", signed_visit))
    assert answer.content.startswith(b"%PDF") and "attachment" in answer.headers["Content-Disposition"]
