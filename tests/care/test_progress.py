"""Progress over time, for the report to the referring provider."""

from datetime import date
from decimal import Decimal

import pytest

from medmassage.care.case import Case, Referral, Visit
from medmassage.care.progress import Goal, Reading, Scale, progress

FIRST, ON = date(2026, 11, 2), date(2026, 12, 1)
CASE = Case(
    "MD", "commercial", (Referral("r", FIRST, FIRST, date(2026, 12, 12), 6),),
    visits=(
        Visit("a", FIRST, "signed", 3), Visit("b", date(2026, 11, 9), "billed", 3), Visit("c", ON, "booked"),
        Visit("d", date(2026, 11, 16), "no_show"), Visit("e", date(2026, 12, 8), "booked"),
    ),
)  # fmt: skip


def pain(*values: int) -> list[Reading]:
    return [Reading("nprs", date(2026, 11, 2 + 7 * i), Decimal(v)) for i, v in enumerate(values)]


@pytest.mark.parametrize(("last", "meaningful"), [(4, True), (5, False), (7, False)])
def test_a_fall_in_pain_is_meaningful_from_the_threshold_on(last: int, meaningful: bool) -> None:
    found = progress(CASE, ON, pain(6, 5, last), (), {"nprs": Scale("lower", Decimal(2))}).series[0]
    assert (found.change, found.gain, found.meaningful) == (Decimal(last - 6), Decimal(6 - last), meaningful)


def test_where_higher_is_better_a_rise_is_the_gain() -> None:
    readings = [Reading("psfs", FIRST, Decimal(3)), Reading("psfs", ON, Decimal(6))]
    found = progress(CASE, ON, readings, (), {"psfs": Scale("higher", Decimal(2))}).series[0]
    assert (found.gain, found.meaningful) == (Decimal(3), True)


def test_without_a_threshold_or_a_second_reading_nothing_is_judged() -> None:
    assert progress(CASE, ON, pain(6, 2), (), {}).series[0].meaningful is None
    assert progress(CASE, ON, pain(6, 2), (), {"nprs": Scale("lower")}).series[0].meaningful is None
    once = progress(CASE, ON, pain(6), (), {"nprs": Scale("lower", Decimal(2))}).series[0]
    assert (once.gain, once.meaningful) == (None, None)


def test_readings_after_the_day_are_not_in_the_report() -> None:
    found = progress(CASE, date(2026, 11, 10), pain(6, 5, 1), (), {})
    assert [r.value for r in found.series[0].readings] == [6, 5]
    assert found.series[0].first.value == 6


def test_visits_held_are_counted_and_those_still_to_come_are_not() -> None:
    found = progress(CASE, ON, (), (), {})
    assert found.visits_done == 2
    assert [(x.kind, x.used, x.allowed) for x in found.limits] == [("referral", 4, 6)]


def test_a_goal_is_met_when_the_last_reading_reaches_it_from_its_side() -> None:
    sleep = Goal("Sleep through", "nprs", Decimal(6), Decimal(3))
    lift = Goal("Lift the child", "psfs", Decimal(2), Decimal(7))
    walk = Goal("Walk an hour", "lefs", Decimal(2), Decimal(7))
    readings = [*pain(6, 3), Reading("psfs", FIRST, Decimal(6))]
    found = progress(CASE, ON, readings, (sleep, lift, walk), {})
    assert [state.met for state in found.goals] == [True, False, None]
    assert found.goals_met == 1
