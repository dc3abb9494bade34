"""Reports on the pages: started, edited, saved while writing, signed, downloaded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.fixtures import booked, signed
from medmassage.clinic import clock
from medmassage.clinic.models import ProgressReport, Referral, ReportDraft
from medmassage.clinic.services import reporting

pytestmark = pytest.mark.django_db


def page_of(client, patient):
    return client.get(reverse("web:patient", args=[patient.pk])).content.decode()


@pytest.fixture
def owner(covered_case, client_for):
    return client_for(covered_case.owner)


@pytest.fixture
def draft(covered_case, owner):
    signed(covered_case, days_ago=7)
    answer = owner.post(reverse("web:report_start", args=[covered_case.case.pk]), {"kind": "progress"})
    drafted = ReportDraft.objects.get()
    assert answer.headers["Location"] == reverse("web:report_draft", args=[drafted.pk])
    return drafted


def at(name, drafted):
    return reverse(f"web:report_{name}", args=[drafted.pk])


def test_a_report_is_written_signed_and_read_again_as_it_left(covered_case, owner, draft):
    page = owner.get(at("draft", draft)).content.decode()
    assert "Swedish massage; 38 minutes hands on in 1 visit" in page
    sent = {"version": "0", "section.response": "Sleeps through the night.", "section.no_such": "x"}
    assert owner.post(at("sign", draft), sent).status_code == 302
    kept = ProgressReport.objects.get()
    assert kept.draft.sections["response"] == "Sleeps through the night."
    assert owner.post(at("sign", draft), sent).status_code == 302 and ProgressReport.objects.count() == 1
    page = page_of(owner, covered_case.patient)
    assert "· 0 visits since" in page and reverse("web:report", args=[kept.pk]) in page
    answer = owner.get(reverse("web:report", args=[kept.pk]))
    assert answer.content == bytes(kept.content)
    assert "Quillfeather" not in answer.headers["Content-Disposition"]
    assert owner.get(at("draft", draft)).status_code == 302


def test_it_is_saved_while_one_writes_and_an_old_tab_is_told(owner, draft):
    quiet = {"X-Autosave": "1"}
    kept = owner.post(at("save", draft), {"version": "0", "section.home": "Walk."}, headers=quiet)
    assert (kept.status_code, kept.json()["fields"]) == (200, {"version": 1})
    old = owner.post(at("save", draft), {"version": "0", "section.home": "Swim."}, headers=quiet)
    assert old.status_code == 409 and "Nothing was overwritten" in old.json()["words"]
    shown = owner.post(at("save", draft), {"version": "x", "section.home": "Swim."})
    assert shown.status_code == 409 and "Swim." in shown.content.decode()
    owner.post(at("save", draft), {"version": "1", "fresh": "home"})
    draft.refresh_from_db()
    assert draft.sections == {}


def test_a_draft_taken_out_is_gone_and_the_preview_says_it_is_unsigned(owner, draft):
    assert owner.get(at("preview", draft)).content.startswith(b"%PDF")
    assert owner.post(at("discard", draft)).status_code == 302
    assert not ReportDraft.objects.exists()


def test_visits_after_the_last_report_are_counted_and_booked_ones_are_not(covered_case, owner):
    today = clock.today(covered_case.owner.clinic)
    for days_ago in (9, 5, 3):
        signed(covered_case, days_ago=days_ago)
    booked(covered_case)
    for days_ago in (12, 8):
        reporting.report_send(covered_case.owner, case=covered_case.case, on=today - timedelta(days_ago))
    assert "· 2 visits since" in page_of(owner, covered_case.patient)


def test_the_page_says_by_when_a_report_is_due_and_where_that_stands(covered_case, owner):
    case = covered_case.case
    signed(covered_case, days_ago=7)
    case.state, case.accident_on = "WA", case.opened_on
    case.save()
    case.coverage.payer.kind = "workers_comp"
    case.coverage.payer.save()
    page = page_of(owner, covered_case.patient)
    assert "Progress report due by" in page and "WAC 296-23-250" in page


@pytest.mark.parametrize("role", ["front_desk", "biller"])
def test_reports_are_for_those_who_treat(covered_case, member, client_for, role):
    client = client_for(member(role))
    assert 'id="report"' not in page_of(client, covered_case.patient)
    start = reverse("web:report_start", args=[covered_case.case.pk])
    assert client.post(start, {"kind": "progress"}).status_code == 404


def test_without_a_referral_there_is_nobody_to_report_to(covered_case, owner):
    Referral.objects.all().delete()
    assert "nobody to report to" in page_of(owner, covered_case.patient)
    answer = owner.post(reverse("web:report_start", args=[covered_case.case.pk]), {"kind": "progress"})
    assert (answer.status_code, "nobody to report to" in answer.content.decode()) == (422, True)
