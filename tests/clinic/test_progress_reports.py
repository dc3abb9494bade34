"""Progress reports: kept as they left, and counted by the rule that asks for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.fixtures import booked, covered, signed
from documents.reading import text
from medmassage.clinic import access, clock, gates, inputs, selectors
from medmassage.clinic.models import CarePlan, Goal, ProgressReport, Referral, Visit
from medmassage.clinic.papers.words import day as paper_day
from medmassage.clinic.services import intake, reporting
from medmassage.clinic.services.outcome import Refused, Stale

ROLES = [("owner", True), ("therapist", True), ("front_desk", False), ("biller", False)]


def test_a_report_is_kept_byte_for_byte_as_it_left(clinic, covered_case):
    signed(covered_case, days_ago=7)
    kept = reporting.report_send(clinic, case=covered_case.case)
    left = bytes(kept.content)
    assert (left[:4], kept.kind, kept.sent_on) == (b"%PDF", "progress", clock.today(clinic.clinic))
    assert kept.draft.signed_by == clinic.user
    assert "Theo Marchetti, LMT (MD M05120) · NPI 1033167382" in text(left)
    signed(covered_case, days_ago=1)
    assert bytes(ProgressReport.objects.get().content) == left


def test_signing_twice_is_signing_once_and_another_report_stands_beside_it(clinic, covered_case):
    signed(covered_case, days_ago=7)
    drafted = reporting.report_start(clinic, case=covered_case.case, kind="progress")
    assert reporting.report_sign(clinic, drafted=drafted) == reporting.report_sign(clinic, drafted=drafted)
    reporting.report_send(clinic, case=covered_case.case, kind="discharge")
    assert ProgressReport.objects.count() == 2


def test_words_written_by_hand_stay_and_the_others_follow_the_record(clinic, covered_case):
    signed(covered_case, days_ago=7)
    drafted = reporting.report_start(clinic, case=covered_case.case, kind="progress")
    ours = reporting.words_of(drafted, reporting.facts_of(drafted))
    saved = reporting.report_save(clinic, drafted=drafted, sections={**ours, "response": "Sleeps through."}, version=0)
    assert saved.sections == {"response": "Sleeps through."}
    signed(covered_case, days_ago=1)
    now = reporting.words_of(saved, reporting.facts_of(saved))
    assert now["response"] == "Sleeps through." and "in 2 visits" in now["done"]
    again = reporting.report_save(clinic, drafted=saved, sections={"response": ours["response"]}, version=1)
    assert again.sections == {}


def test_an_old_tab_overwrites_nothing_and_a_signed_report_takes_no_words(clinic, covered_case):
    drafted = reporting.report_start(clinic, case=covered_case.case, kind="initial")
    reporting.report_save(clinic, drafted=drafted, sections={"home": "Walk daily."}, version=0)
    with pytest.raises(Stale):
        reporting.report_save(clinic, drafted=drafted, sections={"home": "Swim."}, version=0)
    reporting.report_sign(clinic, drafted=drafted)
    with pytest.raises(Refused, match="signed already"):
        reporting.report_save(clinic, drafted=drafted, sections={"home": "Swim."}, version=1)
    drafted.refresh_from_db()
    assert drafted.sections["home"] == "Walk daily."


def test_each_kind_says_what_it_is_for(clinic, covered_case):
    case, on = covered_case.case, clock.today(clinic.clinic)
    signed(covered_case, days_ago=7)
    case.onset_on, case.discharge, case.discharge_words = on - timedelta(40), "goals_met", "Drives again."
    case.save()
    Goal.objects.create(
        clinic=clinic.clinic,
        patient=covered_case.patient,
        case=case,
        words="Drive",
        measure="nprs",
        baseline=6,
        target=2,
    )
    CarePlan.objects.create(
        clinic=clinic.clinic, patient=covered_case.patient, case=case, agreed_on=on, per_week=1, weeks=6, minutes=45,
        techniques=["Swedish massage"], pressure="light", home_care="Heat in the evening.", author=clinic.user,
    )  # fmt: skip

    def words(kind):
        drafted = reporting.report_start(clinic, case=case, kind=kind)
        return reporting.words_of(drafted, reporting.facts_of(drafted))

    initial, discharge = words("initial"), words("discharge")
    assert initial["complaint"].startswith(f"Neck pain (M54.2), since {paper_day(on - timedelta(40))}.")
    assert "Right upper trapezius tender." in initial["findings"]
    assert initial["plan"] == "Once a week for 6 weeks, 45 minutes a visit, Swedish massage, light pressure."
    assert initial["home"] == "Heat in the evening."
    assert discharge["reason"] == "Goals met.\nDrives again."
    assert discharge["outcome"].startswith("0 of 1 goal reached.\n“Drive”:")


def test_the_kind_that_comes_next_is_offered_first(clinic, covered_case):
    case = covered_case.case
    signed(covered_case, days_ago=7)
    assert reporting.offered(case) == "initial"
    reporting.report_send(clinic, case=case, kind="initial")
    assert reporting.offered(case) == "progress"
    case.closed_on = clock.today(clinic.clinic)
    assert reporting.offered(case) == "discharge"


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
    found = reporting.due(visit.case, clock.today(clinic.clinic))
    assert (found.held, found.by) == (6, clock.today(clinic.clinic) - timedelta(7))
    assert "296-23-250" in found.basis.cite
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
