"""What is due, for whom, and how it reaches them: nothing runs out silently, and no mail goes out twice."""

from datetime import date, timedelta
from decimal import Decimal
from smtplib import SMTPException

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from clinic.fixtures import licensed
from medmassage.clinic import access, clock, deadlines
from medmassage.clinic.deadlines import Deadline
from medmassage.clinic.models import CalendarFeed, Membership, Reminder
from medmassage.clinic.services import calendar, opening, reminding, wallet
from medmassage.clinic.services import education as courses

pytestmark = pytest.mark.django_db
ADDRESS = "owner@river.example"


@pytest.fixture
def today(clinic):
    return clock.today(clinic.clinic)


@pytest.fixture
def cover(clinic, today):
    """The clinic's liability insurance, which ends in 200 days."""
    return wallet.credential_add(
        clinic, therapist=None, kind="liability", issuer="Acme Mutual", valid_to=today + timedelta(200)
    )


def told(owner, today, kind="paper"):
    return [(one.what, one.days) for one in deadlines.of(owner, today) if one.kind == kind]


def test_a_papers_end_is_told_before_on_and_after_it_until_somebody_acts(clinic, cover):
    end = cover.valid_to
    assert told(clinic, end) == [("Liability insurance, Acme Mutual ends", 0)]
    assert told(clinic, end + timedelta(400)) == [("Liability insurance, Acme Mutual ended", -400)]
    wallet.credential_change(clinic, credential=cover, given_up_on=end)
    assert told(clinic, end + timedelta(400)) == []


def test_a_paper_that_another_follows_without_a_gap_is_no_deadline_and_with_a_gap_it_is(clinic, cover, today):
    after = {"kind": "liability", "issuer": "acme mutual", "valid_to": cover.valid_to + timedelta(365)}
    late = wallet.credential_add(clinic, therapist=None, valid_from=cover.valid_to + timedelta(2), **after)
    assert len(told(clinic, today)) == 2
    wallet.credential_change(clinic, credential=late, valid_from=cover.valid_to + timedelta(1))
    assert told(clinic, today) == [("Liability insurance, acme mutual ends", 565)]


def test_a_paper_without_an_end_waits_for_one_and_an_enrollment_does_not(clinic, today):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    wallet.credential_add(clinic, therapist=who, kind="cpr", issuer="Red Cross")
    wallet.credential_add(clinic, therapist=who, kind="enrollment", issuer="Harbor Plan")
    assert told(clinic, today) == [("CPR, Red Cross: no end is entered", None)]
    assert [one.answer for one in deadlines.of(clinic, today) if one.kind == "paper"] == ["unknown"]


def test_a_look_at_the_register_is_due_again_after_a_year(clinic, today):
    licensed(clinic)
    assert told(clinic, today, "register") == [("LMT, MD: look at the register again", 365 - 22)]


def test_missing_education_is_due_with_its_paper_and_gone_when_it_is_complete(clinic, today):
    who = licensed(clinic)
    assert told(clinic, today, "education") == [("LMT, MD: 24 hours missing", 341)]
    course = {"provider": "Cedar School", "delivery": "live", "taken_on": today, "therapist": who}
    for hours, kind in ((16, "massage"), (3, "ethics"), (3, "communicable_disease"), (2, "implicit_bias")):
        courses.course_add(clinic, title=kind, hours=Decimal(hours), categories=[kind], **course)
    assert told(clinic, today, "education") == []


def test_changes_of_the_law_where_one_works_are_told_ahead_a_day_and_state_in_one(clinic):
    licensed(clinic)
    found = [one for one in deadlines.of(clinic, date(2026, 10, 1)) if one.kind == "law"]
    days = [(one.due, one.subject) for one in found]
    assert (date(2026, 11, 1), "MD") in days
    assert len(days) == len(set(days)) and {state for _, state in days} == {"MD"}
    assert not [one for one in deadlines.of(clinic, date(2026, 11, 1)) if one.due == date(2026, 11, 1)]


def test_owners_see_all_therapists_their_own_the_desk_the_registers_and_billers_nothing(clinic, cover, member, today):
    licensed(clinic)
    other = member("therapist")
    own = opening.therapist_add(clinic, given="Ro", family="Berg", user=other.user)
    wallet.credential_add(clinic, therapist=own, kind="cpr", issuer="Red Cross", valid_to=today)
    seen = {who.role: [one.kind for one in deadlines.of(who, today) if one.kind != "law"] for who in
            (clinic, other, member("front_desk"), member("biller"))}  # fmt: skip
    assert sorted(seen["owner"]) == ["education", "paper", "paper", "paper", "register"]
    assert seen["therapist"] == ["paper"]
    assert seen["front_desk"] == ["register"]
    assert seen["biller"] == []
    wallet.credential_add(clinic, therapist=own, kind="enrollment", issuer="Harbor Plan", valid_to=today)
    assert told(member_of(clinic, "biller"), today) == [("Enrollment with a payer, Harbor Plan ends", 0)]


def member_of(owner, role):
    return Membership.objects.get(clinic=owner.clinic, role=role)


def test_the_order_is_what_passed_then_what_comes_then_what_has_no_day(clinic, today):
    for issuer, days in (("Later", 50), ("Passed", -3), ("Soon", 2)):
        wallet.credential_add(clinic, therapist=None, kind="permit", issuer=issuer, valid_to=today + timedelta(days))
    wallet.credential_add(clinic, therapist=None, kind="permit", issuer="Open")
    whats = [what.split(", ")[1].split()[0].rstrip(":") for what, _ in told(clinic, today)]
    assert whats == ["Passed", "Soon", "Later", "Open"]
    assert deadlines.near(deadlines.of(clinic, today)) == 4


# Mails


def at(days: int | None, kind="paper") -> Deadline:
    day = date(2026, 11, 24)
    due = None if days is None else day + timedelta(days)
    return Deadline("k", kind, "what", "do", due, "s", None, day)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, 1),
     (-1, -1), (-7, -1), (-8, -8), (-14, -8), (-15, -15), (None, None)],
)  # fmt: skip
def test_a_mail_stands_for_the_nearest_step_that_was_reached(days, stage):
    assert reminding.stage(at(days)) == stage


@pytest.mark.parametrize(("days", "stage"), [(90, None), (31, None), (30, 30), (2, 30), (1, 1)])
def test_a_rule_is_told_twice_only(days, stage):
    assert reminding.stage(at(days, "law")) == stage


@given(st.integers(-1000, 400))
def test_steps_only_ever_come_nearer(days):
    now, tomorrow = reminding.stage(at(days)), reminding.stage(at(days - 1))
    assert now is None or (tomorrow is not None and tomorrow <= now)


def ours(found):
    return [one for one in found if one.member.user.email == ADDRESS]


def test_a_mail_goes_out_once_for_each_step_and_weekly_after_the_end(clinic, cover):
    end, sent = cover.valid_to, []
    for days in range(-95, 23):
        day = end + timedelta(days)
        if any(t.sent and any(d.kind == "paper" for d in t.about) for t in reminding.remind(day)):
            sent.append(-days)
    assert sent == [90, 60, 30, 14, 7, 1, -1, -8, -15, -22]


def test_a_day_on_which_nobody_asked_is_caught_up_with_one_mail(clinic, cover):
    day = cover.valid_to - timedelta(20)
    assert [len(t.about) for t in ours(reminding.remind(day))] == [1]
    assert reminding.remind(day) == []
    assert [m.subject for m in mail.outbox] == [
        f"Liability insurance, Acme Mutual ends: {cover.valid_to:%-d %b %Y} (20 days)"
    ]
    assert mail.outbox[0].to == [ADDRESS]


def test_a_mail_names_no_patient(clinic, cover, patient):
    reminding.remind(cover.valid_to)
    assert len(mail.outbox) == 1
    assert not any(word in mail.outbox[0].body for word in ("Hazel", "Quillfeather", str(patient.pk)))


def test_a_dry_run_mails_and_notes_nothing(clinic, cover):
    found = reminding.remind(cover.valid_to, dry_run=True)
    assert [(t.sent, t.problem, len(t.about)) for t in ours(found)] == [(False, "", 1)]
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


@pytest.mark.parametrize("wrong", [ConnectionRefusedError("no server"), SMTPException("no such box")])
def test_what_could_not_be_mailed_is_told_and_tried_again(clinic, cover, monkeypatch, wrong):
    def fail(*_args, **_how):
        raise wrong

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "send_mail", fail)
        (first,) = reminding.remind(cover.valid_to)
    assert not first.sent and str(wrong) in first.problem
    assert not Reminder.objects.exists()
    (second,) = reminding.remind(cover.valid_to)
    assert second.sent and len(mail.outbox) == 1


def test_a_run_that_was_overtaken_by_another_mails_nothing(clinic, cover, monkeypatch):
    news = reminding._news
    monkeypatch.setattr(reminding, "_news", lambda who, on: news(who, on) and _overtaken(who, on, news))
    assert [t for t in reminding.remind(cover.valid_to) if t.sent] == []
    assert mail.outbox == []


def _overtaken(who, on, news):
    found = news(who, on)
    for one in found:
        Reminder.objects.create(
            clinic=who.clinic, member=who, what=one.key, due=one.due, days_before=reminding.stage(one)
        )
    return found


def test_a_line_break_in_a_paper_makes_no_header(clinic, today):
    wallet.credential_add(clinic, therapist=None, kind="permit", issuer="A\nBcc: x@y.example", valid_to=today)
    assert [t.sent for t in reminding.remind(today)] == [True]
    assert "\n" not in mail.outbox[0].subject


def test_nobody_is_mailed_who_left_nor_anybody_of_a_demo(clinic, cover, member):
    cover_day = cover.valid_to
    clinic.clinic.is_demo = True
    clinic.clinic.save()
    assert reminding.remind(cover_day) == [] and mail.outbox == []
    clinic.clinic.is_demo = False
    clinic.clinic.save()
    clinic.user.is_active = False
    clinic.user.save()
    assert reminding.remind(cover_day) == []


def test_another_clinics_deadlines_are_not_mailed_here(clinic, other_clinic, cover):
    reminding.remind(cover.valid_to)
    assert [m.to for m in mail.outbox] == [[ADDRESS]]


# The calendar's secret


def test_a_feed_is_found_by_its_secret_alone_and_a_new_one_takes_its_place(clinic):
    feed, secret = calendar.feed_make(clinic)
    assert calendar.feed_reader(feed.pk, secret) == clinic
    assert secret not in CalendarFeed.objects.get().digest and len(secret) > 40
    again, newer = calendar.feed_make(clinic)
    assert again.pk == feed.pk and calendar.feed_reader(feed.pk, newer) == clinic
    for wrong in (secret, "", newer[:-1], again.digest, CalendarFeed.objects.get().digest):
        with pytest.raises(access.Denied):
            calendar.feed_reader(feed.pk, wrong)


def test_a_feed_of_somebody_who_left_or_closed_it_finds_nothing(clinic, member):
    desk = member("front_desk")
    feed, secret = calendar.feed_make(desk)
    desk.is_active = False
    desk.save()
    with pytest.raises(access.Denied):
        calendar.feed_reader(feed.pk, secret)
    desk.is_active = True
    desk.save()
    assert calendar.feed_reader(feed.pk, secret) == desk
    calendar.feed_revoke(desk)
    with pytest.raises(access.Denied):
        calendar.feed_reader(feed.pk, secret)
