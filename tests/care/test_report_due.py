"""When the counting rule wants the next report: by number of visits or by months, whichever comes first."""

from datetime import date, timedelta

from medmassage.care.case import Case, Visit
from medmassage.care.report_due import next_report

FIRST = date(2026, 10, 5)


def case(days, reports=(), status="signed", payer="workers_comp"):
    visits = tuple(Visit(str(n), FIRST + timedelta(n), status) for n in days)
    return Case("WA", payer, visits=visits, reports=tuple(FIRST + timedelta(n) for n in reports))


def test_the_sixth_visit_or_the_month_makes_it_due_whichever_is_first():
    assert next_report(case([0, 7]), FIRST + timedelta(8)).by == date(2026, 11, 5)
    assert next_report(case([0, 2, 4, 6, 8, 10]), FIRST + timedelta(4)).by == FIRST + timedelta(10)


def test_a_report_that_left_counts_anew_from_its_day():
    found = next_report(case([0, 7, 14], reports=[8]), FIRST + timedelta(14))
    assert (found.since, found.held, found.by) == (FIRST + timedelta(8), 1, date(2026, 11, 13))


def test_nothing_is_due_before_a_visit_or_where_no_rule_asks():
    assert next_report(case([]), FIRST) is None
    assert next_report(case([0], status="cancelled"), FIRST) is None
    assert next_report(case([0], payer="self_pay"), FIRST) is None
