"""Progress reports: kept as they left, and counted by the rule that asks for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.fixtures import booked, covered, signed
from medmassage.clinic import access, clock, gates, inputs, selectors
from medmassage.clinic.models import ProgressReport, Referral, Visit
from medmassage.clinic.services import intake, papers, reporting
from medmassage.clinic.services.outcome import Refused

ROLES = [("owner", True), ("therapist", True), ("front_desk", False), ("biller", False)]


def test_a_report_is_kept_byte_for_byte_as_it_left(clinic, covered_case):
    signed(covered_case, days_ago=7)
    kept = reporting.report_send(clinic, case=covered_case.case)
    assert bytes(kept.content).startswith(b"%PDF")
    assert bytes(kept.content) == papers.progress_report_pdf(clinic, covered_case.case)
    assert kept.sent_on == clock.today(clinic.clinic)
    signed(covered_case, days_ago=1)
    assert bytes(ProgressReport.objects.get().content) != papers.progress_report_pdf(clinic, covered_case.case)


def test_the_same_paper_twice_is_kept_once_and_another_beside_it(clinic, covered_case):
    for _ in range(2):
        reporting.report_send(clinic, case=covered_case.case)
    assert ProgressReport.objects.count() == 1
    signed(covered_case, days_ago=7)
    reporting.report_send(clinic, case=covered_case.case)
    assert ProgressReport.objects.count() == 2


def test_the_counting_rule_sees_the_days_on_which_reports_left(clinic, covered_case):
    today = clock.today(clinic.clinic)
    for days_ago in (14, 3):
        reporting.report_send(clinic, case=covered_case.case, on=today - timedelta(days_ago))
    assert set(inputs.care_case(covered_case.case).reports) == {today - timedelta(14), today - timedelta(3)}


def test_a_report_that_left_ends_the_reminder(clinic, covered_case):
    case = covered_case.case
    case.state, case.accident_on = "WA", clock.today(clinic.clinic) - timedelta(20)
    case.coverage.payer.kind = "workers_comp"
    case.coverage.payer.save()
    case.save()
    Referral.objects.update(visits=20)
    # Only the order is asked here: whether a therapist of another state may treat is the first gate's matter.
    visit = [held(covered_case, days_ago=12 - n) for n in range(6)][-1]

    def rules():
        return {f.rule for f in gates.for_visit(visit)[2].findings}

    assert "order.report_due" in rules()
    reporting.report_send(clinic, case=case, on=clock.today(clinic.clinic) - timedelta(7))
    visit.case.refresh_from_db()
    assert "order.report_due" not in rules()


def held(whole, days_ago):
    return Visit.objects.create(
        clinic=whole.owner.clinic, patient=whole.patient, case=whole.case, therapist=whole.therapist,
        setting=whole.case.setting, status="checked_in", starts_at=clock.now() - timedelta(days_ago),
    )  # fmt: skip


@pytest.mark.parametrize(("role", "may"), ROLES)
def test_those_who_treat_send_reports(covered_case, member, role, may):
    who = member(role)
    if may:
        assert reporting.report_send(who, case=covered_case.case)
    else:
        with pytest.raises(access.Denied):
            reporting.report_send(who, case=covered_case.case)


def test_another_clinics_case_is_not_found(covered_case, other_clinic):
    with pytest.raises(access.Denied):
        reporting.report_send(other_clinic, case=covered_case.case)


def test_a_report_of_tomorrow_and_one_to_nobody_are_refused(clinic, covered_case):
    with pytest.raises(Refused, match="still to come"):
        reporting.report_send(clinic, case=covered_case.case, on=clock.today(clinic.clinic) + timedelta(1))
    Referral.objects.all().delete()
    with pytest.raises(Refused, match="nobody to report to"):
        reporting.report_send(clinic, case=covered_case.case)
    assert not ProgressReport.objects.exists()


def test_the_log_says_that_a_report_was_kept_and_not_what_is_in_it(clinic, covered_case):
    reporting.report_send(clinic, case=covered_case.case)
    row = access.audit_rows(clinic, covered_case.patient).filter(content_type__model="progressreport").get()
    assert row.actor == clinic.user or row.actor is None
    assert "content" not in row.changes_dict


def test_reports_of_many_cases_cost_a_day_no_more_queries_and_bring_no_papers_along(clinic):
    today = clock.today(clinic.clinic)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            for visit in selectors.visits_of_day(clinic, today):
                gates.for_visit(visit)
        return [query["sql"] for query in seen]

    first = covered(clinic, "Able")
    booked(first, hour=8)
    reporting.report_send(clinic, case=first.case)
    few = asked()
    for title in ("Back", "Hip"):
        case = intake.case_open(clinic, patient=first.patient, title=title, coverage=None, opened_on=today)
        held(replace(first, case=case), days_ago=0)
        for days_ago in (1, 2):
            ProgressReport.objects.create(
                clinic=clinic.clinic, patient=first.patient, case=case, digest="d", content=b"%PDF",
                sent_on=today - timedelta(days_ago),
            )  # fmt: skip
    many = asked()
    assert len(many) == len(few)
    assert not any('"clinic_progressreport"."content"' in sql for sql in many)
