"""The plan beside the order, and when a measure is due again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from medmassage.care import retest
from medmassage.care.case import Referral
from medmassage.care.plan import Plan, beside_orders

pytestmark = pytest.mark.files_only

DAY = date(2026, 11, 2)
ORDER = Referral("r1", DAY, DAY, DAY + timedelta(weeks=6), 6, ("M54.2",), ("neck_back",))
WITHIN = Plan(DAY, Decimal(1), 6, 6, ("neck_back_l", "neck_back_r"))


def rules(plan: Plan, *orders: Referral) -> list[str]:
    return [finding.rule for finding in beside_orders(plan, orders or [ORDER])]


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (WITHIN, []),
        (replace(WITHIN, visits=7), ["plan.more_visits"]),
        (replace(WITHIN, visits=None, per_week=Decimal(2), weeks=4), ["plan.more_visits"]),
        (replace(WITHIN, weeks=7), ["plan.past_the_order"]),
        (replace(WITHIN, regions=("neck_back", "calf_left")), ["plan.other_regions"]),
    ],
)
def test_what_goes_past_the_order_is_a_caution(plan, found):
    assert rules(plan) == found


def test_two_orders_are_added_up_and_one_that_is_over_does_not_count():
    more = replace(WITHIN, visits=12)
    second = replace(ORDER, id="r2", starts=DAY + timedelta(21), ends=DAY + timedelta(63))
    assert rules(more, ORDER, second) == []
    assert rules(more, ORDER, replace(second, ends=DAY - timedelta(1))) == ["plan.more_visits"]


def test_what_the_order_does_not_say_nothing_is_guessed_from():
    silent = replace(ORDER, visits=None, ends=None, regions=())
    assert rules(replace(WITHIN, visits=40, weeks=52, regions=("calf_left",)), silent) == []
    assert beside_orders(replace(WITHIN, visits=40), []) == ()


@pytest.mark.parametrize(
    ("taken", "visits", "after", "is_due"),
    [
        ([], [], 0, True),
        ([0], [1, 2, 3], 3, False),
        ([0], [1, 2, 3, 4], 4, True),
        ([0], [], 29, False),
        ([0], [], 30, True),
        ([0, 20], [1, 2, 3, 4], 25, False),
    ],
)
def test_a_measure_is_due_at_first_then_every_fourth_visit_or_thirty_days(taken, visits, after, is_due):
    days = [[DAY + timedelta(n) for n in numbers] for numbers in (taken, visits)]
    found = retest.due(days[0], days[1], DAY + timedelta(after))
    assert found.is_due is is_due
    assert found.basis.confidence == "recall"
