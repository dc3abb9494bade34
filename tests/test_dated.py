"""A cited value by date: known, none, unknown."""

from datetime import date

import pytest

from medmassage.dated import Spell, dated
from medmassage.finding import Basis

OLD, NEW = Basis("§1", confidence="primary"), Basis("§2", confidence="primary")
HOURS = dated([Spell(24, OLD, date(2019, 1, 1)), Spell(18, NEW, date(2026, 7, 1))])


def test_before_the_first_dated_value_nothing_is_known():
    assert HOURS.on(date(2018, 12, 31)).state == "unknown"


def test_the_day_before_the_new_rule_the_old_one_holds():
    answer = HOURS.on(date(2026, 6, 30))
    assert (answer.value, answer.basis, answer.until) == (24, (OLD,), date(2026, 7, 1))


def test_on_its_first_day_the_new_rule_holds():
    answer = HOURS.on(date(2026, 7, 1))
    assert (answer.value, answer.basis, answer.until) == (18, (NEW,), None)


def test_a_repeal_is_none_in_law_and_not_unknown():
    rule = dated([Spell(1, OLD), Spell(None, NEW, date(2026, 1, 1), none_in_law=True)])
    assert rule.on(date(2025, 12, 31)).state == "known"
    assert rule.on(date(2026, 1, 1)).state == "none"
    assert not rule.on(date(2026, 1, 1))


def test_a_value_for_some_people_does_not_hide_the_one_for_all():
    rule = dated([Spell(10, OLD), Spell(5, NEW, applies_to="new applicants")])
    assert rule.on(date(2026, 1, 1)).value == 10
    assert rule.on(date(2026, 1, 1), "new applicants").value == 5
    assert rule.on(date(2026, 1, 1), "renewals").value == 10


def test_two_values_for_one_day_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        dated([Spell(1, OLD, date(2026, 1, 1)), Spell(2, NEW, date(2026, 1, 1))])


def test_changes_are_those_that_begin_in_the_span():
    assert [s.value for s in HOURS.changes(date(2026, 1, 1), date(2026, 12, 31))] == [18]
    assert HOURS.changes(date(2026, 7, 1), date(2026, 12, 31)) == ()
