"""What is asked of physicians, and what their answers do."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from clinic.fixtures import PHYSICIAN, booked, signed
from medmassage.clinic import access, asked, clock, inputs
from medmassage.clinic.models import HealthItem, PhysicianRequest, Referral
from medmassage.clinic.papers import request as paper
from medmassage.clinic.services import answering, booking, intake, links, reporting, requesting
from medmassage.clinic.services.answering import Reply
from medmassage.clinic.services.outcome import Refused
from medmassage.finding import Level
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import screen

ENTRY = "uncontrolled_hypertension"
NPI = PHYSICIAN["npi"]


@pytest.fixture
def today(clinic) -> date:
    return clock.today(clinic.clinic)


@pytest.fixture
def stopped(covered_case):
    """A patient whose second gate stops for something that a clearance can lift."""
    name = knowledge().entries[ENTRY].name
    HealthItem.objects.create(
        clinic=covered_case.owner.clinic, patient=covered_case.patient, kind="condition", text=name, entry=ENTRY
    )
    return covered_case


@pytest.fixture
def clearance(clinic, stopped):
    return requesting.clearance_ask(
        clinic, case=stopped.case, physician=stopped.referral.physician, entries=[ENTRY], words="Neck, light pressure."
    )


@pytest.fixture
def renewal(clinic, covered_case, today):
    return requesting.renewal_ask(
        clinic, referral=covered_case.referral, visits=6, until=today + timedelta(60), words="Pain is down."
    )


def stops(whole, on) -> bool:
    findings = screen(inputs.person(whole.patient, on=on, case=whole.case)).findings
    return any(f.level >= Level.UNKNOWN for f in findings if f.details.get("entry") == ENTRY)


def order(today, **other) -> Reply:
    facts = {"visits": 8, "starts_on": today, "ends_on": today + timedelta(60), "diagnoses": ("M54.2",)}
    return Reply("given", name="Priya Ashgrove", npi=NPI, **(facts | other))


def linked(member, one) -> PhysicianRequest:
    requesting.link_give(member, asked=one)
    one.refresh_from_db()
    return one


# Clearance


def test_a_clearance_that_was_given_lets_the_second_gate_open_until_its_last_day(clinic, stopped, clearance, today):
    assert stops(stopped, today)
    until = today + timedelta(30)
    kept = answering.answer_enter(clinic, asked=clearance, reply=Reply("given", until=until), way="paper")
    assert not stops(stopped, today) and not stops(stopped, until)
    assert stops(stopped, until + timedelta(1))
    item = HealthItem.objects.get(kind="clearance")
    assert (item.entry, item.source, item.on) == (ENTRY, "physician", today)
    assert kept.closed_at and not links.is_open(kept)


def test_limits_are_words_that_hold_and_a_refusal_leaves_the_stop(clinic, stopped, clearance, today):
    answering.answer_enter(clinic, asked=clearance, reply=Reply("limited", "Nothing on the neck."), way="phone")
    (word,) = asked.standing(clinic, stopped.case).words
    assert (word.refused, word.asked.answer_words) == (False, "Nothing on the neck.")
    assert not stops(stopped, today)
    HealthItem.objects.filter(kind="clearance").delete()
    again = requesting.clearance_ask(
        clinic, case=stopped.case, physician=stopped.referral.physician, entries=[ENTRY], words="As before."
    )
    answering.answer_enter(clinic, asked=again, reply=Reply("refused", "Not this month."), way="phone")
    (word,) = asked.standing(clinic, stopped.case).words
    assert word.refused and stops(stopped, today)


LIFTABLE = sorted(name for name, entry in knowledge().entries.items() if entry.lifted_by_clearance)


@pytest.mark.files_only
@pytest.mark.parametrize("name", LIFTABLE)
def test_every_clearance_is_written_in_words_that_the_gate_reads(name):
    entry = knowledge().entries[name]
    assert answering._lifts(entry, answering.readable(entry, date(2026, 11, 24)), date(2026, 11, 24))


@pytest.mark.parametrize("entries", [[], ["dvt"], ["no_such_entry"], [ENTRY, "dvt"]])
def test_only_what_a_clearance_can_lift_is_asked_for(clinic, stopped, entries):
    with pytest.raises(Refused, match="can lift"):
        requesting.clearance_ask(
            clinic, case=stopped.case, physician=stopped.referral.physician, entries=entries, words="w"
        )


def test_the_same_is_asked_once_until_it_is_answered_or_taken_back(clinic, stopped, clearance):
    ask = {"case": stopped.case, "physician": stopped.referral.physician, "entries": [ENTRY], "words": "w"}
    with pytest.raises(Refused, match="waits for an answer"):
        requesting.clearance_ask(clinic, **ask)
    requesting.request_withdraw(clinic, asked=clearance)
    assert requesting.clearance_ask(clinic, **ask)


def test_an_answer_is_news_until_the_next_visit_begins(clinic, stopped, clearance, today):
    answering.answer_enter(clinic, asked=clearance, reply=Reply("given"), way="paper")
    assert asked.news(asked.rows(clinic), today).count() == 1
    PhysicianRequest.objects.update(answered_at=clock.now() - timedelta(1))
    assert booking.visit_check_in(clinic, visit=booked(stopped)).record
    assert asked.news(asked.rows(clinic), today).count() == 0


def test_who_may_not_read_health_neither_sees_nor_opens_a_clearance(clinic, member, clearance, renewal):
    desk = member("front_desk")
    assert list(asked.rows(desk)) == [renewal]
    for act in (
        lambda: requesting.letter_pdf(desk, asked=clearance),
        lambda: requesting.link_give(desk, asked=renewal),
        lambda: answering.answer_enter(desk, asked=clearance, reply=Reply("given"), way="paper"),
        lambda: requesting.request_withdraw(desk, asked=clearance),
    ):
        with pytest.raises(access.Denied):
            act()
    assert requesting.request_withdraw(desk, asked=renewal).closed_at


# New orders


def test_a_new_order_by_link_is_a_referral_with_the_signed_paper(clinic, covered_case, renewal, today):
    kept = answering.answer_by_link(linked(clinic, renewal), order(today, words="Home care, too."))
    made = kept.made_referral
    assert (made.source, made.visits, made.written_on, made.diagnoses) == ("link", 8, today, ["M54.2"])
    assert (made.regions, made.remarks) == (covered_case.referral.regions, "Home care, too.")
    scan = made.attachments.get()
    assert bytes(scan.content).startswith(b"%PDF") and scan.media_type == "application/pdf"
    assert (kept.signed_name, kept.signed_npi, kept.heard_by) == ("Priya Ashgrove", NPI, "link")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"npi": "1992999825"}, "npi"),
        ({"npi": "123"}, "npi"),
        ({"name": " "}, "name"),
        ({"visits": None}, "visits"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"diagnoses": ()}, "diagnoses"),
        ({"diagnoses": ("neck",)}, "diagnoses"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_an_order_that_is_not_whole_or_not_signed_by_the_physician_is_none(clinic, renewal, today, other, field):
    facts = {"name": "Priya Ashgrove", "npi": NPI, "visits": 8, "starts_on": today, "ends_on": today + timedelta(9),
             "diagnoses": ("M54.2",)}  # fmt: skip
    with pytest.raises(Refused) as wrong:
        answering.answer_by_link(linked(clinic, renewal), Reply("given", **(facts | other)))
    assert wrong.value.field == field
    assert Referral.objects.count() == 1 and PhysicianRequest.objects.get().answer == ""


def test_one_answer_is_taken(clinic, renewal, today):
    one = linked(clinic, renewal)
    answering.answer_by_link(one, order(today))
    with pytest.raises(access.Denied):
        answering.answer_by_link(one, order(today))
    with pytest.raises(Refused, match="The first answer stands"):
        answering.answer_enter(clinic, asked=one, reply=Reply("refused"), way="paper")
    assert Referral.objects.count() == 2


def test_an_order_by_phone_is_no_order(clinic, renewal, today):
    with pytest.raises(Refused, match="by phone"):
        answering.answer_enter(clinic, asked=renewal, reply=order(today), way="phone")
    kept = answering.answer_enter(clinic, asked=renewal, reply=order(today, written_on=today), way="paper")
    assert kept.made_referral.source == "form"


def test_whoever_asked_may_have_left_when_the_answer_comes(clinic, member, covered_case, today):
    therapist = member("therapist")
    one = requesting.renewal_ask(
        therapist, referral=covered_case.referral, visits=6, until=today + timedelta(60), words=""
    )
    linked(therapist, one)
    therapist.is_active = False
    therapist.save()
    assert answering.answer_by_link(one, order(today)).made_referral


# Reports and papers


def test_a_report_is_asked_to_be_read_of_the_physician_who_ordered(clinic, covered_case):
    signed(covered_case, days_ago=3)
    report = reporting.report_send(clinic, case=covered_case.case)
    one = requesting.report_ask(clinic, report=report)
    assert one.physician == covered_case.referral.physician
    assert answering.answer_by_link(linked(clinic, one), Reply("read", name="Priya Ashgrove")).answer == "read"


def test_the_letter_says_the_finding_with_its_source_and_the_printed_link_says_no_birth_date(clinic, clearance):
    told = paper.gist(clearance)
    (found,) = told.found
    entry = knowledge().entries[ENTRY]
    assert (found.name, found.why, found.basis) == (entry.name, entry.why, entry.basis)
    assert requesting.letter_pdf(clinic, asked=clearance).startswith(b"%PDF")
    secret = requesting.link_give(clinic, asked=clearance)
    address = f"https://clinic.example/physician/{clearance.pk}/{secret}"
    assert requesting.link_letter(clinic, asked=clearance, secret=secret, address=address).startswith(b"%PDF")
    clearance.refresh_from_db()
    printed = str(paper.invitation(clearance, address))
    assert "1981" not in printed and entry.name not in printed


@pytest.mark.parametrize("days", [0, 61])
def test_a_link_opens_for_1_to_60_days(clinic, renewal, days):
    with pytest.raises(Refused, match="1 to 60"):
        requesting.link_give(clinic, asked=renewal, days=days)


def test_another_clinics_physician_is_not_found(clinic, other_clinic, stopped):
    theirs = intake.physician_known(other_clinic, **PHYSICIAN)
    with pytest.raises(access.Denied):
        requesting.clearance_ask(clinic, case=stopped.case, physician=theirs, entries=[ENTRY], words="w")


def test_nothing_is_asked_for_a_day_that_is_over(clinic, covered_case, today):
    with pytest.raises((Refused, ValidationError)):
        requesting.renewal_ask(clinic, referral=covered_case.referral, visits=6, until=today - timedelta(1), words="")
