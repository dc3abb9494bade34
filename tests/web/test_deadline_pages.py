"""The page of deadlines, its line on Today, and the feed that a calendar reads without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from clinic.fixtures import licensed
from medmassage.clinic import clock
from medmassage.clinic.models import CalendarFeed
from medmassage.clinic.services import calendar, wallet

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(clinic):
    return clock.today(clinic.clinic)


def permit(owner, ends, issuer="Baltimore"):
    return wallet.credential_add(owner, therapist=None, kind="permit", issuer=issuer, valid_to=ends)


def test_the_page_groups_what_presses_and_leads_to_where_it_is_mended(clinic, client_for, today):
    gone = permit(clinic, today - timedelta(3))
    permit(clinic, today + timedelta(40), "Towson")
    who = licensed(clinic)
    page = client_for(clinic).get(reverse("web:deadlines")).content.decode()
    assert "1 passed and waits for somebody." in page
    assert page.index(">Passed<") < page.index(">Within 60 days<") < page.index(" later<")
    assert "3 days ago" in page
    assert reverse("web:credential", args=[gone.pk]) in page
    assert reverse("web:education", args=[who.pk]) in page


def test_nothing_due_says_so(clinic, client_for):
    answer = client_for(clinic).get(reverse("web:deadlines"))
    own = [row for group in answer.context["groups"] if group.name != "The law ahead" for row in group.rows]
    assert own == []
    assert "Nothing is due." in answer.content.decode()


def test_today_counts_what_is_near_and_leads_there(clinic, client_for, today):
    client = client_for(clinic)
    assert "deadlines to look at" not in client.get("/").content.decode()
    permit(clinic, today + timedelta(60))
    permit(clinic, today + timedelta(61), "Towson")
    assert ("<b>1</b><span>deadlines to look at</span>") in client.get("/").content.decode()


def made(client):
    page = client.post(reverse("web:feed_make"))
    assert page.status_code == 200
    return page.context["address"].removeprefix("http://testserver"), page


def test_the_address_is_shown_once_works_without_a_sign_in_and_holds_no_patient(clinic, client_for, today, patient):
    permit(clinic, today + timedelta(40))
    client = client_for(clinic)
    address, page = made(client)
    assert address in page.content.decode()
    later = client.get(reverse("web:deadlines")).content.decode()
    assert address.split("/")[-1] not in later and "shown once" in later
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = [e for e in Calendar.from_ical(answer.content).walk("VEVENT") if "permit" in str(e["summary"])]
    assert event["dtstart"].dt == today + timedelta(40)
    assert event["dtend"].dt == today + timedelta(41)
    assert b"Hazel" not in answer.content and b"Quillfeather" not in answer.content


def test_what_passed_stands_on_today_until_somebody_acts(clinic, today):
    paper = permit(clinic, today - timedelta(100))
    feed, secret = calendar.feed_make(clinic)
    address = reverse("web:calendar", args=[feed.pk, secret])
    (event,) = Calendar.from_ical(Client().get(address).content).walk("VEVENT")[:1]
    assert event["dtstart"].dt == today and "ended" in event["summary"]
    wallet.credential_change(clinic, credential=paper, given_up_on=today)
    assert b"permit" not in Client().get(address).content


def test_another_secret_or_feed_finds_nothing(clinic, other_clinic):
    feed, secret = calendar.feed_make(clinic)
    theirs, _ = calendar.feed_make(other_clinic)
    for pk, words in ((feed.pk, "x" * 43), (theirs.pk, secret), (clinic.pk, secret), (feed.pk, feed.digest)):
        assert Client().get(reverse("web:calendar", args=[pk, words])).status_code == 404


def test_a_new_address_replaces_the_old_and_closing_ends_it(clinic, client_for):
    client = client_for(clinic)
    old, _ = made(client)
    new, _ = made(client)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    client.post(reverse("web:feed_revoke"))
    assert Client().get(new).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_the_secret_stands_in_no_session_and_no_audit_row(clinic, client_for):
    from auditlog.models import LogEntry
    from django.contrib.sessions.models import Session

    address, _ = made(client_for(clinic))
    secret = address.split("/")[-1].removesuffix(".ics")
    rows = [str(row.changes_dict) + str(row.additional_data) for row in LogEntry.objects.all()]
    assert not any(secret in row or CalendarFeed.objects.get().digest in row for row in rows)
    assert not any(secret in str(session.get_decoded()) for session in Session.objects.all())


def test_more_papers_cost_no_more_questions(clinic, client_for, today, django_assert_max_num_queries):
    who, client = licensed(clinic), client_for(clinic)
    for days in range(1, 15):
        wallet.credential_add(clinic, therapist=who, kind="cpr", issuer=f"C{days}", valid_to=today + timedelta(days))
    with django_assert_max_num_queries(14):
        client.get(reverse("web:deadlines"))
