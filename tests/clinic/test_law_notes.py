"""What a clinic knows of the law beside the shipped data: kept, shown, gone by, withdrawn, proposed."""

from datetime import date, timedelta

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.fixtures import booked, covered
from medmassage.clinic import access, clock, corrections, gates, proposals, selectors
from medmassage.clinic.models import LawNote
from medmassage.clinic.services import booking, lawnotes
from medmassage.clinic.services.outcome import Refused
from medmassage.law.ask import lawful
from medmassage.law.load import covered as covered_states
from medmassage.law.load import jurisdiction
from medmassage.law.local import corrected
from medmassage.law.question import Held, Question
from medmassage.law.statefile import read_state
from paths import ROOT

pytestmark = pytest.mark.django_db
STATES = ROOT / "src" / "medmassage" / "law" / "states"
SOURCE = {"cite": "§7 of the new rule", "publisher": "The board", "source_kind": "regulation", "confidence": "primary",
          "url": "https://board.example/rule"}  # fmt: skip
CLOSED = "credentials.LMT.settings.hospital"


def correct(owner, topic="records.retention_years", value=7, **more):
    return lawnotes.law_note_add(
        owner, **{"state": "MD", "topic": topic, "corrects": True, "value": value, **SOURCE, **more}
    )


def of(law="MD"):
    return jurisdiction(law)


def test_a_correction_is_gone_by_from_its_day_on(clinic):
    correct(clinic, since=date(2026, 6, 1))
    law = corrected(of(), corrections.local(clinic.clinic))
    assert [law.topic("records.retention_years").on(day).value for day in (date(2026, 5, 31), date(2026, 6, 1))] == [
        5,
        7,
    ]
    assert "as corrected by this clinic" in law.topic("records.retention_years").on(date(2026, 6, 1)).basis[0].cite
    assert of().topic("records.retention_years").on(date(2026, 6, 1)).value == 5


def test_the_first_gate_goes_by_the_clinics_correction_and_by_nobody_elses(clinic, other_clinic):
    ours, theirs = covered(clinic), covered(other_clinic)
    visit = booked(ours)
    correct(clinic, topic="credentials.LMT.settings.any", value="forbidden", since=date(2020, 1, 1))
    verdict = gates.for_visit(visit)[0]
    assert verdict.answer == "no"
    assert "as corrected by this clinic" in verdict.findings[0].basis[0].cite
    assert gates.for_visit(booked(theirs))[0].passes
    refused = booking.visit_book(
        clinic, case=ours.case, therapist=ours.therapist, starts_at=visit.starts_at + timedelta(hours=3)
    )
    assert refused.record is None


def test_a_withdrawn_correction_counts_no_more_and_is_kept(clinic):
    note = correct(clinic, topic="credentials.LMT.settings.any", value="forbidden", since=date(2020, 1, 1))
    lawnotes.law_note_withdraw(clinic, note=note)
    assert corrections.local(clinic.clinic) == ()
    assert LawNote.objects.get().value == "forbidden"
    with pytest.raises(Refused):
        lawnotes.law_note_withdraw(clinic, note=note)


def test_a_day_of_visits_asks_for_the_corrections_once(clinic):
    whole = covered(clinic, visits=12)
    booked(whole)
    for number in range(3):
        correct(clinic, since=date(2026, 1, 1 + number))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            for visit in selectors.visits_of_day(clinic, clock.today(clinic.clinic)):
                gates.for_visit(visit)
        return sum("clinic_lawnote" in query["sql"] for query in queries)

    one = asked()
    booked(whole, hour=15)
    assert asked() == one == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "seven"}, "value"),
        ({"value": -1}, "value"),
        ({"value": None}, "value"),
        ({"topic": "no.such.topic"}, "topic"),
        ({"topic": "changes"}, "topic"),
        ({"topic": "regulation", "value": "sometimes"}, "value"),
        ({"topic": "credentials.LMT.renewal.cycle", "value": {"ends": "never"}}, "value"),
        ({"publisher": ""}, "publisher"),
        ({"source_kind": ""}, "source_kind"),
        ({"source_kind": "secondary"}, "confidence"),
        ({"corrects": False}, "text"),
        ({"topic": "credentials.LMT.settings.any", "value": "forbidden"}, "since"),
    ],
)
def test_what_the_law_room_could_not_read_is_refused_at_its_field(clinic, wrong, field):
    with pytest.raises(Refused) as said:
        correct(clinic, **wrong)
    assert said.value.field == field
    assert not LawNote.objects.exists()


@pytest.mark.parametrize("role", ["therapist", "front_desk", "biller"])
def test_only_the_owner_writes_and_everybody_reads(clinic, member, role):
    who, note = member(role), correct(clinic)
    with pytest.raises(access.Denied):
        correct(who)
    with pytest.raises(access.Denied):
        lawnotes.law_note_withdraw(who, note=note)
    assert access.rows(who, LawNote).get() == note


def test_none_in_law_and_a_table_are_values_too(clinic):
    correct(clinic, none_in_law=True, value=None)
    correct(clinic, topic="credentials.LMT.renewal.cycle", value={"ends": "fixed", "day": "10-31", "years": "even"})
    spells = {one.topic: one.spell for one in corrections.local(clinic.clinic)}
    assert spells["records.retention_years"].none_in_law
    assert spells["credentials.LMT.renewal.cycle"].value["day"] == "10-31"


def test_every_value_that_a_file_lacks_may_be_added(clinic):
    for law in covered_states():
        for topic in corrections.asked_of(law):
            assert topic not in law.topics
            assert corrections.shape(topic, law)
    lawnotes.law_note_add(clinic, state="AL", topic="records.retention_years", corrects=True, value=4, **SOURCE)


def test_a_closed_setting_of_its_own_stops_the_question(clinic):
    question = Question("MD", "hospital", (Held("LMT", "MD", verified=True),), date(2026, 11, 24))
    assert lawful(question).passes
    correct(clinic, topic="credentials.LMT.settings.any", value="forbidden", since=date(2026, 11, 24))
    local = corrections.local(clinic.clinic, "MD")
    assert lawful(question, local).answer == "no"
    assert corrections.local(clinic.clinic, "WA") == ()


# The proposal -----------------------------------------------------------------------------------------------


def proposed(clinic, state="MD"):
    return proposals.proposal(of(state), LawNote.objects.filter(clinic=clinic.clinic), date(2026, 11, 24))


def test_a_proposal_fits_into_the_states_file(clinic, tmp_path):
    correct(clinic, since=date(2027, 1, 1), text="From the new year: seven.")
    correct(clinic, since=date(2026, 12, 1), value=6)
    correct(
        clinic, topic="before.hours", value="From 6 am to 10 pm.", confidence="recall", source_kind="", publisher=""
    )
    told = yaml.safe_load(proposed(clinic))
    shipped = yaml.safe_load((STATES / "MD.yaml").read_text(encoding="utf-8"))
    shipped["records"]["retention_years"] += told["records"]["retention_years"]
    shipped["before"] |= told["before"]
    shipped["sources"] |= told["sources"]
    path = tmp_path / "MD.yaml"
    path.write_text(yaml.safe_dump(shipped, sort_keys=False), encoding="utf-8")
    law = read_state(path)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))
    assert [law.topic("records.retention_years").on(day).value for day in days] == [5, 6, 7]
    assert law.topic("before.hours").on(days[0]).basis[0].confidence == "recall"


def test_a_proposal_tells_the_difference_in_words(clinic):
    correct(clinic, since=date(2027, 1, 1))
    text = proposed(clinic)
    assert "# records.retention_years\n#   shipped:  5\n#   proposed: 7 (from 2027-01-01)" in text
    assert "retention" not in proposed(clinic, "WA")


def test_words_of_a_note_cannot_leave_their_place(clinic):
    correct(clinic, topic="before.hours", value="line\nsources: {}\n- x", cite="a: b # c", text='"quoted"\n\tand')
    told = yaml.safe_load(proposed(clinic))
    assert told["before"]["hours"][0]["value"] == "line\nsources: {}\n- x"
    assert told["before"]["hours"][0]["cite"] == "a: b # c"
    assert set(told) == {"state", "name", "before", "sources"}


# The pages --------------------------------------------------------------------------------------------------

TYPED = {"kind": "correction", "value": "7", "cite": "§7", "publisher": "The board", "source_kind": "board",
         "confidence": "primary", "since": "2026-01-01"}  # fmt: skip
NEW = "/law/MD/note?topic=records.retention_years"


def test_the_page_shows_the_clinics_value_beside_the_shipped_one(clinic, member, client_for):
    owner = client_for(clinic)
    assert owner.post(NEW, TYPED).status_code == 302
    for browser, may in ((owner, True), (client_for(member("therapist")), False)):
        page = browser.get("/law/MD?on=2026-11-24").content.decode()
        assert "Your clinic’s value from 1 Jan 2026:" in page
        assert "Shipped: 5" in page
        assert ("Withdraw" in page) == may
        assert ("Add a note or correction" in page) == may


def test_the_file_comes_as_a_download(clinic, client_for):
    correct(clinic)
    answer = client_for(clinic).get(reverse("web:law_proposal", args=["MD"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="proposal-MD.yaml"'
    assert b"value: 7" in answer.content


@pytest.mark.parametrize(
    ("topic", "value", "kept"),
    [
        ("compact.member", "no", False),
        ("regulation", "registration", "registration"),
        ("credentials.LMT.requires.exams", "MBLEx\n NCETMB \n", ["MBLEx", "NCETMB"]),
        ("credentials.LMT.renewal.cycle", "{ends: fixed, day: 10-31}", {"ends": "fixed", "day": "10-31"}),
        ("records.retention_years", "9", 9),
        ("before.hours", "From 6 am.", "From 6 am."),
    ],
)
def test_a_value_is_typed_as_its_topic_asks(clinic, client_for, topic, value, kept):
    answer = client_for(clinic).post(f"/law/MD/note?topic={topic}", {**TYPED, "value": value})
    assert answer.status_code == 302, answer.context["form"].errors
    assert LawNote.objects.get().value == kept


@pytest.mark.parametrize(
    "wrong",
    [{"value": "many"}, {"value": ""}, {"cite": ""}, {"confidence": "sure"}, {"since": "soon"}, {"kind": "rumor"},
     {"url": "javascript:alert(1)"}, {"publisher": ""}],
)  # fmt: skip
def test_a_form_that_cannot_be_kept_answers_422_with_what_was_typed(clinic, client_for, wrong):
    answer = client_for(clinic).post(NEW, {**TYPED, **wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not LawNote.objects.exists()


def test_words_of_a_note_are_words_and_never_markup(clinic, client_for):
    bad = "<script>alert(1)</script>"
    lawnotes.law_note_add(
        clinic, state="MD", topic="records.retention_years", cite=bad, text=bad, publisher=bad, confidence="recall"
    )
    page = client_for(clinic).get("/law/MD").content.decode()
    assert bad not in page
    assert "&lt;script&gt;" in page


def test_another_clinics_note_is_seen_by_nobody_here(clinic, other_clinic, client_for):
    theirs = correct(other_clinic, text="Only on their hill.")
    browser = client_for(clinic)
    assert "Only on their hill." not in browser.get("/law/MD").content.decode()
    assert browser.post(reverse("web:law_note_withdraw", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


@pytest.mark.parametrize(
    "place", ["/law/XX/note", "/law/XX/proposal", "/law/MD/note?topic=changes", "/law/MD/note?topic=<b>"]
)
def test_what_is_no_state_or_no_value_is_not_found(clinic, client_for, place):
    assert client_for(clinic).get(place).status_code == 404


def test_without_a_topic_one_may_choose_among_all(clinic, client_for):
    page = client_for(clinic).get("/law/AL/note").content.decode()
    assert 'value="records.retention_years"' in page
    assert 'value="changes"' not in page


def test_withdrawing_leads_back_to_the_state(clinic, client_for):
    note = correct(clinic)
    answer = client_for(clinic).post(reverse("web:law_note_withdraw", args=[note.pk]))
    assert answer.url == "/law/MD"
    note.refresh_from_db()
    assert note.withdrawn_at - clock.now() < timedelta(seconds=5)
