"""When a paper is due, and what continuing education counts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.zenda import renewal, zenda
from medmassage.law.load import issuer
from medmassage.law.renewal import Course, Paper, counted, due, months_on

ON = date(2026, 11, 25)
ETHICS = "[{category: ethics, at_least: 3}, {delivery: online, at_most: 12}]"


def course(hours, *categories, taken=date(2026, 3, 1), delivery="live"):
    return Course("A course", taken, Decimal(hours), categories or ("massage",), delivery)


@pytest.fixture
def two_years(tmp_path):
    return zenda(tmp_path, renewal(months=24, ce_hours=24, ce_categories=ETHICS))


@pytest.mark.parametrize(
    ("cycle", "months", "paper", "on"),
    [
        ("{ends: fixed, day: 10-31}", 12, Paper("LMT"), date(2027, 10, 31)),
        ("{ends: fixed, day: 11-25}", 12, Paper("LMT"), date(2026, 11, 25)),
        ("{ends: fixed, day: 10-31, years: odd}", 24, Paper("LMT"), date(2027, 10, 31)),
        ("{ends: fixed, day: 10-31, years: even}", 24, Paper("LMT"), date(2028, 10, 31)),
        ("{ends: fixed, day: 02-29, years: even}", 24, Paper("LMT"), date(2028, 2, 29)),
        ("{ends: birthday}", 12, Paper("LMT", born=date(1990, 11, 24)), date(2027, 11, 24)),
        ("{ends: birth_month}", 12, Paper("LMT", born=date(1990, 11, 3)), date(2026, 11, 30)),
        ("{ends: birth_month, years: as_birth_year}", 24, Paper("LMT", born=date(1991, 2, 3)), date(2027, 2, 28)),
        ("{ends: birth_month, years: as_birth_year}", 24, Paper("LMT", born=date(1990, 2, 3)), date(2028, 2, 29)),
        ("{ends: issue}", 24, Paper("LMT", issued=date(2024, 11, 25)), date(2026, 11, 25)),
        ("{ends: issue}", 24, Paper("LMT", issued=date(2024, 11, 24)), date(2028, 11, 24)),
        ("{ends: issue_month}", 12, Paper("LMT", issued=date(2024, 2, 10)), date(2027, 2, 28)),
    ],
)
def test_the_cycle_gives_the_day_where_the_paper_shows_none(tmp_path, cycle, months, paper, on):
    found = due(zenda(tmp_path, renewal(months=months, cycle=cycle)), paper, ON)
    assert (found.on, found.printed) == (on, False)
    assert found.basis


def test_the_day_on_the_paper_goes_before_the_cycle(tmp_path):
    law = zenda(tmp_path, renewal(months=12, cycle="{ends: fixed, day: 10-31}"))
    assert due(law, Paper("LMT", valid_to=date(2027, 1, 5)), ON).on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("lines", "paper", "says"),
    [
        (renewal(months=12), Paper("LMT"), "We do not know when papers of Zenda end"),
        (renewal(months=12, cycle="{ends: birthday}"), Paper("LMT"), "the birth date is missing"),
        (renewal(months=24, cycle="{ends: issue}"), Paper("LMT"), "the day of issue is missing"),
        # Two years from some October: which October is not said, and no year is guessed.
        (renewal(months=24, cycle="{ends: fixed, day: 10-31}"), Paper("LMT"), "the day on the paper is missing"),
    ],
)
def test_what_cannot_be_worked_out_is_said_and_not_guessed(tmp_path, lines, paper, says):
    found = due(zenda(tmp_path, lines), paper, ON)
    assert found.on is None
    assert says in found.words


def test_hours_on_both_sides_of_what_is_asked(two_years):
    paper, last = Paper("LMT"), date(2027, 10, 31)
    assert counted(two_years, paper, [course(21), course(3, "ethics")], last).standing == "met"
    short = counted(two_years, paper, [course("20.5"), course(3, "ethics")], last)
    assert (short.standing, short.missing) == ("short", Decimal("0.5"))


def test_enough_hours_without_the_category_are_not_enough(two_years):
    found = counted(two_years, Paper("LMT"), [course(30)], date(2027, 10, 31))
    assert (found.standing, found.missing) == ("short", Decimal(0))
    assert [(line.label, line.missing) for line in found.lines if line.missing] == [("At least: Ethics", Decimal(3))]


def test_hours_above_a_limit_do_not_count(two_years):
    online = [course(20, "ethics", delivery="online"), course(10)]
    found = counted(two_years, Paper("LMT"), online, date(2027, 10, 31))
    assert (found.have, found.standing) == (Decimal(22), "short")


@pytest.mark.parametrize(("taken", "counts"), [
    (date(2025, 10, 31), False), (date(2025, 11, 1), True), (date(2027, 10, 31), True), (date(2027, 11, 1), False),
])  # fmt: skip
def test_only_courses_within_the_period_count(two_years, taken, counts):
    found = counted(two_years, Paper("LMT"), [course(24, "ethics", taken=taken)], date(2027, 10, 31))
    assert (found.standing == "met") is counts
    assert found.first == date(2025, 11, 1)


def test_education_may_count_over_another_span_than_the_paper(tmp_path):
    law = zenda(tmp_path, renewal(months=12, ce_months=24, ce_hours=24))
    assert counted(law, Paper("LMT"), [], date(2027, 3, 31)).first == date(2025, 4, 1)


def test_a_first_renewal_may_ask_for_nothing(tmp_path):
    law = zenda(tmp_path, renewal(months=24, ce_hours=24, ce_first_renewal="exempt"))
    last = date(2027, 10, 31)
    assert counted(law, Paper("LMT", issued=date(2026, 1, 5)), [], last).standing == "met"
    assert counted(law, Paper("LMT", issued=date(2020, 1, 5)), [], last).standing == "short"


def test_none_in_law_and_unknown_are_two_things(tmp_path):
    none = counted(zenda(tmp_path, renewal(months=24, ce_hours="none")), Paper("LMT"), [], ON)
    unknown = counted(zenda(tmp_path, renewal(months=24)), Paper("LMT"), [course(100)], ON)
    no_span = counted(zenda(tmp_path, renewal(ce_hours=24)), Paper("LMT"), [course(100)], ON)
    assert (none.standing, unknown.standing, no_span.standing) == ("none_asked", "unknown", "unknown")


def test_a_code_nobody_knows_is_unknown(two_years):
    assert counted(two_years, Paper("XYZ"), [course(100)], ON).standing == "unknown"
    assert due(two_years, Paper("XYZ"), ON).on is None


def test_one_course_counts_for_a_state_and_a_certifier_each_by_its_own_rule():
    courses = [course(18), course(3, "ethics"), course(6, "self_care")]
    paper, last = Paper("BCTMB"), date(2027, 10, 31)
    certified = counted(issuer("NCBTMB"), paper, courses, last)
    assert (certified.have, certified.standing) == (Decimal(25), "met")  # four of the six hours of self-care count


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-600, 600))
def test_months_on_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    there = months_on(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or there.day < day.day


@given(st.lists(st.builds(
    Course, title=st.just("c"), taken=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    hours=st.decimals(0, 40, places=2), categories=st.sampled_from([(), ("ethics",), ("massage", "ethics")]),
    delivery=st.sampled_from(["live", "online"]),
), max_size=12), st.dates(date(2025, 1, 1), date(2027, 12, 31)))  # fmt: skip
@settings(deadline=None)
def test_more_courses_never_count_for_less_than_none_and_never_for_more_than_their_hours(courses, last):
    for law in (issuer("NCBTMB"), issuer("MD")):
        code = next(iter(law.credentials))
        found = counted(law, Paper(code), courses, last)
        assert 0 <= found.have <= sum((c.hours for c in found.counted), Decimal(0))
        assert found.missing >= 0
        assert all(c.taken <= last for c in found.counted)
