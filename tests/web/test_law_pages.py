"""The law pages: what is covered, one state on a day, and "may I work?"."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medmassage.clinic import clock
from medmassage.law import topics
from medmassage.law.load import covered, jurisdiction, register
from medmassage.web.law.reading import Reading
from medmassage.web.law.sections import sections

ROLES = ["owner", "therapist", "front_desk", "biller"]


@pytest.fixture
def browser(client_for, clinic):
    return client_for(clinic)


def page(browser, code="MD", **query):
    return browser.get(reverse("web:law_state", kwargs={"code": code}), query)


def text(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("code", [law.code for law in covered()])
def test_each_covered_state_has_its_page(browser, code):
    response = page(browser, code, on="2026-11-01")
    assert response.status_code == 200
    assert register()[code].name in text(response)
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert "style=" not in main
    assert "<script" not in main


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


def test_what_is_unknown_says_where_one_would_have_to_look(browser):
    words = text(page(browser, "AL"))
    assert "Records kept, years unknown Where to look: the standards of practice of" in words


def test_none_in_law_and_unknown_are_two_things(browser):
    words = text(page(browser, "OH"))
    assert "LMT: Continuing education, hours none in law" in words
    assert "Records kept, years unknown" in words


def test_a_table_is_said_as_a_person_would(browser):
    words = text(page(browser, "MD"))
    assert "At least 3 hours of ethics or state law and rules" in words
    assert "HIV" in words


def test_each_value_stands_once_under_one_of_the_questions(browser):
    seen = Reading(None, date(2026, 11, 24), date(2026, 11, 24), "")
    seen.__dict__["notes"] = ()
    for law in covered():
        shown = [(v.row.topic, v.row.audience) for section in sections(law, seen) for v in section.values]
        assert len(shown) == len(set(shown)), law.code
        assert {row.topic for row in topics.rows(law, seen.on)} <= {topic for topic, _ in shown}, law.code


def test_federal_law_has_a_page_of_its_own(browser):
    words = text(browser.get(reverse("web:law_federal"), {"on": "2026-11-24"}))
    assert "Medicare" in words
    assert "copy of their records" in words
    assert "unknown" not in words.split("Federal law", 2)[2]


def test_small_letters_lead_to_the_state(browser):
    assert page(browser, "md").url == reverse("web:law_state", kwargs={"code": "MD"})


def test_small_letters_keep_the_day(browser):
    assert page(browser, "md", on="2026-11-01").url.endswith("/MD?on=2026-11-01")


def test_a_code_that_is_none_is_not_found(browser):
    assert page(browser, "XX").status_code == 404


def asked(browser, **more):
    query = {"on": "2026-10-30", "holds": "RMP", "setting": "hospital", "payer_kind": "self_pay", **more}
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


def test_treating_and_billing_are_answered_apart(browser):
    words = text(asked(browser, holds="LMT", payer_kind="medicare", judged="on"))
    assert re.search(r"May I treat\? with care", words)
    assert re.search(r"May I bill\? no", words)


def test_papers_in_hand_count_by_their_dates(browser):
    given = {"holds": "LMT", "setting": "spa", "judged": "on"}
    assert "May I treat? with care" in text(asked(browser, **given))
    papers = {"paper_assessment": "2026-10-30", "paper_health_history": "2026-10-30"}
    assert "May I treat? yes" in text(asked(browser, **given, **papers))
    late = dict.fromkeys(papers, "2026-10-31")
    assert "May I treat? with care" in text(asked(browser, **given, **late))


def test_an_endorsement_is_held_beside_the_license(browser):
    asking = {"on": "2026-11-24", "holds": "LMT", "setting": "spa", "payer_kind": "self_pay", "act": "intraoral"}
    code = next(c.code for c in jurisdiction("WA").credentials.values() if not c.stands_alone)
    without, with_it = (page(browser, "WA", **asking, also=also) for also in ((), (code,)))
    assert "May I treat? no" in text(without)
    assert "May I treat? no" not in text(with_it)


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "juggling"},
        {"age": "-3"},
        {"age": "old"},
        {"at": "25:99"},
        {"setting": "moon"},
        {"holds": "XYZ"},
        {"payer_kind": "bank"},
        {"holds": ""},
    ],
)
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
    page(browser, "DC")
    with CaptureQueriesContext(connection) as plain:
        page(browser, "DC")
    with django_assert_num_queries(len(plain)):
        page(browser, "MD")
