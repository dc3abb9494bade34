"""The law pages: what is covered, one state on a day, and "may I work?"."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medmassage.clinic import clock
from medmassage.law.load import covered, register

ROLES = ["owner", "therapist", "front_desk", "biller"]


@pytest.fixture
def browser(client_for, clinic):
    return client_for(clinic)


def page(browser, code="MD", **query):
    return browser.get(reverse("web:law_state", kwargs={"code": code}), query)


def text(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


def test_the_list_names_covered_and_absent_states(browser):
    words = text(browser.get(reverse("web:law")))
    assert "Maryland" in words
    assert "Not covered yet" in words
    assert all(known.name in words for known in register().values())


@pytest.mark.parametrize("code", [law.code for law in covered()])
def test_each_covered_state_has_its_page(browser, code):
    response = page(browser, code, on="2026-11-01")
    assert response.status_code == 200
    assert register()[code].name in text(response)
    assert "style=" not in response.content.decode().split("<main", 1)[1]
    assert "<script" not in response.content.decode().split("<main", 1)[1]


def test_the_page_shows_the_law_of_its_day(browser):
    before, after = (text(page(browser, on=day)) for day in ("2026-10-31", "2026-11-01"))
    assert "LMT: Education, hours 600" in before
    assert "LMT: Education, hours 750" in after
    assert "for those who apply from that day. before: 600" in after
    assert "Saturday 31 October 2026" in before


def test_without_a_day_it_is_today(browser, clinic):
    assert f'value="{clock.today(clinic.clinic).isoformat()}"' in page(browser).content.decode()


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "9999-99-99", "<b>"])
def test_a_day_that_is_none_is_said_so_and_today_is_shown(browser, clinic, day):
    response = page(browser, on=day)
    assert response.status_code == 200
    assert "is no day of the calendar" in text(response)
    assert f'value="{clock.today(clinic.clinic).isoformat()}"' in response.content.decode()
    assert "<b></b>" not in response.content.decode()


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_too(browser, day):
    assert page(browser, on=day.isoformat()).status_code == 200


def test_small_letters_lead_to_the_state(browser):
    assert page(browser, "md").url == reverse("web:law_state", kwargs={"code": "MD"})


def test_small_letters_keep_the_day(browser):
    assert page(browser, "md", on="2026-11-01").url.endswith("/MD?on=2026-11-01")


def test_a_code_that_is_none_is_not_found(browser):
    assert page(browser, "XX").status_code == 404


def asked(browser, **more):
    query = {"on": "2026-10-30", "holds": "RMP", "setting": "hospital", "payer_kind": "self_pay", "act": "", **more}
    return page(browser, **query)


def test_the_gate_is_asked_and_says_no_with_the_section(browser):
    words = text(asked(browser))
    assert "Lawful, no." in words
    assert "does not cover a hospital" in words
    assert "§6-301(a)(2)" in words


def test_the_same_question_after_the_change(browser):
    words = text(asked(browser, on="2026-11-01", setting="spa"))
    assert "Lawful, unknown." in words
    assert "Registrations had to be converted" in words


def test_a_license_passes_and_nothing_held_does_not(browser):
    assert "Lawful, " not in text(asked(browser, holds="LMT"))
    assert "none is held" in text(asked(browser, holds="nothing"))


def test_an_act_is_heard(browser):
    assert "Outside the scope of massage in Maryland" in text(asked(browser, holds="LMT", act="joint_adjustment"))


@pytest.mark.parametrize("wrong", [{"setting": "moon"}, {"holds": "XYZ"}, {"payer_kind": "bank"}, {"holds": ""}])
def test_what_is_no_choice_is_shown_at_its_field(browser, wrong):
    response = asked(browser, **wrong)
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_read_the_law(client_for, member, role):
    browser = client_for(member(role))
    assert browser.get(reverse("web:law")).status_code == 200
    assert page(browser).status_code == 200


def test_nobody_reads_it_without_signing_in(client, clinic):
    assert client.get(reverse("web:law")).status_code == 302
    assert page(client).status_code == 302


def test_the_law_itself_costs_no_query(browser, django_assert_num_queries):
    page(browser, "TX")
    with CaptureQueriesContext(connection) as plain:
        page(browser, "TX")
    with django_assert_num_queries(len(plain)):
        page(browser, "MD")
