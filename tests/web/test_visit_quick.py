"""The charting page without its script: what is carried, drafted, copied; modes; the body through the visits."""

from dataclasses import replace

import pytest
from django.urls import reverse

from clinic.fixtures import DRAFT, booked, signed
from medmassage.care.charting import offer
from medmassage.clinic.models import Note
from medmassage.clinic.services import booking, charting, planning
from medmassage.web.visits.quick import copy_of
from paths import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.files_only]
LAST = replace(DRAFT, findings=({"region": "neck_back", "words": "", "symbol": "tension"},), ink={"back": [[[9, 9]]]})


@pytest.fixture
def last(covered_case):
    """A visit a week ago, signed."""
    return signed(covered_case, days_ago=7, draft=LAST)


@pytest.fixture
def visit(covered_case, last):
    made = booked(covered_case)
    assert booking.visit_check_in(covered_case.owner, visit=made).record
    return made


@pytest.fixture
def owner(client_for, clinic):
    return client_for(clinic)


def at(visit, name="visit") -> str:
    return reverse(f"web:{name}", args=[visit.pk])


def form(version=0, **more):
    """What a browser sends of an empty page."""
    empty = {f"lines-0-{name}": "" for name in ("region", "technique", "code", "modifiers", "minutes", "started")}
    return {"version": version, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, **empty, **more}


def test_a_fresh_page_begins_with_last_visits_assessment_and_plan_and_says_whose_they_are(owner, visit):
    page = owner.get(at(visit))
    text = page.content.decode()
    assert DRAFT.words["assessment"] in page.context["sheet"].note["assessment"].value()
    assert text.count("not yet yours") >= 2 and 'data-carried="subjective"' not in text
    assert not Note.objects.filter(visit=visit).exists()  # to look is not to write


def test_words_of_last_time_stay_carried_until_they_are_kept_or_changed(owner, visit):
    words = {"assessment": DRAFT.words["assessment"], "plan": DRAFT.words["plan"], "carried": ["assessment", "plan"]}
    owner.post(at(visit, "note_save"), form(**words))
    assert Note.objects.get(visit=visit).carried == ["assessment", "plan"]
    assert "Plan is carried over: keep it or change it." in owner.get(at(visit)).content.decode()
    owner.post(at(visit, "note_save"), form(1, **(words | {"assessment": "Mine."}), keep="plan"))
    assert Note.objects.get(visit=visit).carried is None


def test_a_note_with_carried_words_comes_back_unsigned_and_says_so(owner, visit):
    sent = form(**DRAFT.words, started="10:00", ended="10:45", carried=["plan"])
    page = owner.post(at(visit, "note_sign"), sent)
    assert page.status_code == 422
    assert "Plan is carried over" in page.content.decode()


def test_same_as_last_time_brings_lines_and_regions_back_marked_as_carried(owner, visit):
    owner.post(at(visit, "note_save"), form(same="1"))
    note = Note.objects.get(visit=visit)
    line = note.lines.get()
    assert (line.technique, line.code, line.minutes, line.started) == ("Swedish massage", "97124", 38, None)
    assert note.carried == ["lines[0]"]
    assert {f["region"] for f in note.findings} == {"neck_back_l", "neck_back_r"}
    assert all(not f["words"] and "symbol" not in f for f in note.findings)  # what was found then is not found today
    kept = form(
        1, keep="lines", **{"lines-0-carried": "1", "lines-0-technique": "Swedish massage", "lines-0-minutes": 38}
    )
    owner.post(at(visit, "note_save"), kept)
    assert Note.objects.get(visit=visit).carried is None


def test_drafted_words_are_offered_and_enter_the_note_only_when_used(owner, clinic, visit):
    planning.goal_add(clinic, case=visit.case, words="Drive without pain", measure="nprs", baseline=7, target=3)
    sent = form(regions=["scapula_r"], pain_before=4, pain_after=2, **{"symbol.scapula_r": ["trigger"]})
    owner.post(at(visit, "note_save"), sent)
    part = owner.get(at(visit, "note_checks")).content.decode()
    assert "Shoulder blade, right: trigger point." in part
    assert "Pain 4 on arrival, 2 after treatment. On arrival last time: 6. Goal “Drive without pain”: 4 now" in part
    assert Note.objects.get(visit=visit).objective == ""
    owner.post(at(visit, "note_save"), form(1, **{k: v for k, v in sent.items() if k != "version"}, use="objective"))
    assert Note.objects.get(visit=visit).objective == "Shoulder blade, right: trigger point."


def test_the_timer_stays_on_its_line_when_empty_rows_fall_out_and_nonsense_is_no_timer(owner, visit):
    rows = {"lines-TOTAL_FORMS": 2, "lines-1-technique": "Swedish massage", "lines-1-region": "neck_back"}
    owner.post(at(visit, "note_save"), form(timer='{"line": 1, "since": 1790000000000}', **rows))
    assert Note.objects.get(visit=visit).timer == {"line": 0, "since": 1790000000000}
    for version, text in enumerate(("[", '{"line": "x", "since": 1}', '{"line": 7, "since": null}', "[[" * 9999), 1):
        owner.post(at(visit, "note_save"), form(version, timer=text, plan=str(version), **rows))
        assert Note.objects.get(visit=visit).timer is None


def test_a_drawing_that_cannot_be_read_is_refused_in_words_and_the_rest_stays(owner, visit):
    page = owner.post(at(visit, "note_save"), form(ink="{", plan="Mine."), headers={"X-Autosave": "1"})
    assert (page.status_code, page.json()["words"]) == (422, "The drawing could not be read. Draw it again.")
    page = owner.post(at(visit, "note_save"), form(ink="{", plan="Mine."))
    assert page.status_code == 422 and "Mine." in page.content.decode()


def test_quick_or_full_is_remembered_for_each_person(client_for, clinic, member, visit):
    owner, therapist = client_for(clinic), client_for(member("therapist"))
    assert 'data-mode="quick"' in owner.get(at(visit)).content.decode()
    assert owner.get(at(visit), {"mode": "full"}).status_code == 302
    therapist.cookies.update(owner.cookies | therapist.cookies)
    assert 'data-mode="full"' in owner.get(at(visit)).content.decode()
    assert 'data-mode="quick"' in therapist.get(at(visit)).content.decode()


def test_the_key_of_a_copy_is_of_one_person_and_one_visit_and_on_no_page_of_a_reader(
    client_for, clinic, member, visit, last
):
    whole = {
        (c.name, c.key) for who in (clinic, member("therapist")) for c in (copy_of(who, visit), copy_of(who, last))
    }
    assert len({name for name, _ in whole}) == len({key for _, key in whole}) == 4
    assert copy_of(clinic, visit).key in client_for(clinic).get(at(visit)).content.decode()
    assert "data-copy-key" not in client_for(member("biller")).get(at(visit)).content.decode()


def test_a_signed_note_shows_marks_ink_and_the_hands_under_it(client_for, member, last):
    therapist = client_for(member("therapist"))
    assert therapist.post(at(last, "note_cosign"), {"words": "Agreed."}).status_code == 302
    text = therapist.get(at(last)).content.decode()
    assert 'href="#bm-tension"' in text and 'class="bm-stroke" d="M9 9L9 9"' in text
    assert "Co-signed by <b>Robin therapist</b>" in text and "Put your hand under it" not in text


def test_the_body_through_the_visits_goes_by_place_and_from_an_open_visit_to_the_last_signed(
    owner, covered_case, visit, last
):
    later = signed(covered_case, days_ago=2, draft=LAST, hour=12)
    assert owner.get(at(visit, "visit_bodies")).headers["Location"] == at(later, "visit_bodies")
    assert owner.get(at(later, "visit_bodies"), {"at": "0"}).headers["Location"] == at(last, "visit_bodies")
    assert owner.get(at(later, "visit_bodies"), {"at": "99"}).status_code == 200
    assert "2 signed visits" in owner.get(at(last, "visit_bodies")).content.decode()


def test_last_visit_lies_under_the_figure_as_a_ghost(owner, visit):
    text = owner.get(at(visit)).content.decode()
    assert '<use href="#neck_back_l"/>' in text and 'data-ghosts aria-pressed="true"' in text


def test_the_front_desk_and_the_biller_write_no_snippets(client_for, member):
    for role in ("front_desk", "biller"):
        assert client_for(member(role)).get(reverse("web:snippets")).status_code == 404


def test_a_snippet_is_added_changed_and_taken_out_on_its_pages(owner):
    owner.post(reverse("web:snippet_new"), {"key": "Bad key", "text": "x"})
    owner.post(reverse("web:snippet_new"), {"key": "arm", "text": "Arm rested.", "shared": "on"})
    text = owner.get(reverse("web:snippets")).content.decode()
    assert "Arm rested." in text and "the clinic’s" in text and "Bad key" not in text


def test_every_symbol_that_is_offered_is_drawn_in_the_legend():
    legend = (ROOT / "src/medmassage/web/templates/web/bodymap/legend.html").read_text(encoding="utf-8")
    assert all(f'id="bm-{one}"' in legend for one in offer().signs)


def test_the_shown_draft_is_the_kept_one(owner, visit, clinic):
    found = ({"region": "scapula_r", "words": "warm", "symbol": "swelling"},)
    charting.note_save(clinic, visit=visit, draft=replace(LAST, findings=found), version=0)
    page = owner.get(at(visit))
    sheet = page.context["sheet"]
    assert dict(sheet.found) == {"scapula_r": ("warm", ("swelling",))}
    assert sheet.ink_text == '{"back":[[[9,9]]]}'
