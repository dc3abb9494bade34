"""Scores and changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.knowledge.load import knowledge
from medmassage.knowledge.score import ScoreError, change, score


def test_a_pain_rating_is_its_number_with_its_band():
    assert (score("nprs", [7]).value, score("nprs", [7]).band) == (7, "severe")
    assert [score("nprs", [n]).band for n in (0, 1, 3, 4, 6)] == ["none", "mild", "mild", "moderate", "moderate"]


def test_the_neck_index_is_a_percentage():
    assert score("ndi", [2] * 10).value == 40
    assert score("ndi", [2] * 10).band == "moderate"


def test_the_neck_index_leaves_out_what_was_not_answered():
    assert score("ndi", [2] * 8 + [None, None]).value == 40


def test_the_neck_index_with_three_missing_is_no_score():
    with pytest.raises(ScoreError, match="needs 8 of 10 answers; 7 are here"):
        score("ndi", [2] * 7 + [None] * 3)


def test_the_patients_own_activities_are_averaged():
    assert score("psfs", [3, 4, 8]).value == 5


def test_the_arm_score_runs_from_0_to_100():
    assert score("quickdash", [1] * 11).value == 0
    assert score("quickdash", [5] * 11).value == 100
    assert score("quickdash", [3] * 10 + [None]).value == 50


def test_the_headache_score_takes_its_five_values_only():
    assert score("hit6", [6, 8, 10, 11, 13, 6]).value == 54
    with pytest.raises(ScoreError, match="Answer 2 of HIT-6 is 7; it takes 6, 8, 10, 11, 13"):
        score("hit6", [6, 7, 8, 8, 8, 8])


def test_statements_nobody_ticked_score_0():
    assert score("rmdq", []).value == 0


@pytest.mark.parametrize(
    ("measure", "answers", "says"),
    [
        ("nprs", [11], "Answer 1 of NPRS is 11; it takes 0 to 10"),
        ("nprs", [], "needs 1 of 1"),
        ("psfs", [], "needs 1 of 5"),
        ("nprs", [1, 2], "has 1 answers, not 2"),
        ("nosuch", [1], "no measure we know"),
    ],
)
def test_answers_that_make_no_score_are_refused(measure, answers, says):
    with pytest.raises(ScoreError, match=says):
        score(measure, answers)


def test_two_points_of_pain_count_and_one_does_not():
    assert change("nprs", 6, 4).meaningful
    assert not change("nprs", 6, 5).meaningful
    assert change("nprs", 6, 4).direction == "better"
    assert change("nprs", 4, 6).direction == "worse"
    assert change("nprs", 4, 4).direction == "same"


def test_more_is_better_where_the_measure_says_so():
    assert change("psfs", 3, 6).direction == "better"


def test_a_change_carries_the_source_of_its_threshold():
    assert change("ndi", 40, 20).basis[0].url == "https://doi.org/10.1016/j.spinee.2009.06.002"


def test_without_a_threshold_nothing_is_claimed():
    assert change("pgic", 4, 1).meaningful is None


def test_a_score_outside_the_range_is_refused():
    with pytest.raises(ScoreError, match="runs from 0 to 10, not 12"):
        change("nprs", 12, 3)


def test_item_wording_is_never_stored():
    for measure in knowledge().measures.values():
        assert measure.license.status and "items" not in type(measure).model_fields


@given(st.sampled_from(sorted(knowledge().measures)), st.data())
def test_every_score_lies_in_its_range(measure_id, data):
    measure = knowledge().measures[measure_id]
    rule = measure.scoring
    one = st.sampled_from(rule.choices) if rule.choices else st.floats(*rule.item)
    answers = data.draw(st.lists(one, min_size=rule.items, max_size=rule.items))
    value = score(measure_id, answers).value
    assert measure.range[0] - 1e-9 <= value <= measure.range[1] + 1e-9
