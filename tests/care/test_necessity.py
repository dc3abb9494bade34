"""The thread of necessity: what serves what, and each break in it said in words."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.care.case import Referral
from medmassage.care.necessity import Line, Thread, Visit, thread
from medmassage.care.progress import Goal, Reading, Scale
from medmassage.finding import Level

pytestmark = pytest.mark.files_only

FIRST, LATER = date(2026, 11, 2), date(2026, 11, 16)
ORDER = Referral("r1", FIRST, FIRST, FIRST + timedelta(42), 6, ("M54.2",), ("neck_back", "shoulder_top"))
VISIT = Visit(
    FIRST, (Line(FIRST, "neck_back_l", "97140", 23), Line(FIRST, "neck_back", "97124", 15)), {"97140": 2, "97124": 1}
)
GOAL = Goal("Look over my shoulder", "scale", Decimal(44), Decimal(20))
SCALES = {"scale": Scale("lower", Decimal(10))}
READINGS = (Reading("scale", FIRST, Decimal(44)), Reading("scale", LATER, Decimal(30)))


def whole(**change: object) -> Thread:
    """A thread in which nothing is missing, with what the test changes."""
    facts = {"orders": [ORDER], "visits": [VISIT], "readings": READINGS, "goals": [GOAL], "scales": SCALES, **change}
    return thread(**facts)  # type: ignore[arg-type]  # the facts by their names


def gaps(found: Thread) -> list[str]:
    return [gap.rule.removeprefix("necessity.") for gap in found.gaps]


def test_a_whole_thread_has_no_gap_and_each_line_serves_the_diagnosis():
    found = whole()
    assert found.gaps == ()
    assert [(one.line.code, one.diagnoses) for one in found.served] == [("97140", ("M54.2",)), ("97124", ("M54.2",))]
    assert [(c.code, c.minutes, c.units) for c in found.codes] == [("97140", 23, 2), ("97124", 15, 1)]
    assert found.aims[0].series is not None and found.aims[0].series.meaningful is True


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"orders": [replace(ORDER, diagnoses=())]}, "no_diagnosis"),
        ({"goals": []}, "no_goal"),
        ({"readings": ()}, "not_measured"),
        ({"readings": READINGS[:1]}, "no_change_yet"),
        ({"readings": (READINGS[0], Reading("scale", LATER, Decimal(50)))}, "no_gain"),
        ({"readings": (READINGS[0], Reading("scale", LATER, Decimal(40)))}, "small_gain"),
        ({"visits": []}, "no_work"),
        ({"visits": [replace(VISIT, units={"97140": 2})]}, "no_unit"),
        ({"orders": [replace(ORDER, regions=("calf",))]}, "region_not_ordered"),
        ({"orders": [replace(ORDER, ends=FIRST - timedelta(1))]}, "region_not_ordered"),
    ],
)
def test_each_break_in_the_thread_is_said(change, gap):
    assert gap in gaps(whole(**change))


def test_work_on_a_region_that_the_order_does_not_name_serves_nothing_and_names_code_place_and_day():
    found = whole(visits=[Visit(FIRST, (Line(FIRST, "calf_left", "97140", 23),), {"97140": 2})])
    (gap,) = [gap for gap in found.gaps if gap.rule == "necessity.region_not_ordered"]
    assert found.served[0].diagnoses == () and not found.served[0].named
    assert "97140" in gap.message and "calf" in gap.message and "2 Nov" in gap.message


def test_an_order_that_names_no_region_leaves_none_out():
    assert gaps(whole(orders=[replace(ORDER, regions=())])) == []


def test_a_gap_in_the_work_rests_on_recall_and_one_in_the_change_on_a_policy():
    found = whole(readings=(), orders=[replace(ORDER, regions=("calf",))])
    sure = {gap.rule: gap.basis[0].confidence for gap in found.gaps}
    assert sure == {"necessity.not_measured": "primary", "necessity.region_not_ordered": "recall"}


REGIONS = st.sampled_from(["neck_back", "neck_back_l", "calf_left", "upper_back", "nowhere"])
LINES = st.builds(Line, st.just(FIRST), REGIONS, st.sampled_from(["97124", "97140"]), st.integers(0, 60))


@given(st.lists(LINES, max_size=8))
def test_no_minute_is_lost_and_nothing_ever_stops(lines):
    found = whole(visits=[Visit(FIRST, tuple(lines), {})])
    assert found.minutes == sum(line.minutes for line in lines)
    assert all(gap.level <= Level.CAUTION for gap in found.gaps)
