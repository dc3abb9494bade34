"""Scores and changes: worked examples of others (cases_scores.yaml), and what must hold for every measure."""

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from medmassage.knowledge.load import knowledge
from medmassage.knowledge.measure_rows import PublishedChange, Scoring
from medmassage.knowledge.score import ScoreError, alerts, change, number, reached, score

FILE = yaml.safe_load((Path(__file__).parent / "cases_scores.yaml").read_text(encoding="utf-8"))
MEASURES = knowledge().measures
FORMS = [m for m in MEASURES.values() if not m.part_of]
# On these more is always worse (or always better): every answer points the same way.
PLAIN = [m for m in FORMS if not m.scoring.odd_items]


def answers_of(rule: Scoring, *, missing: bool = False):
    """Lists of allowed answers for every item; with ``missing`` some are ``None``."""
    items = [_one(at, rule) for at in range(1, rule.items + 1)]
    return st.tuples(*[st.none() | one if missing else one for one in items]).map(list)


def _one(at: int, rule: Scoring):
    odd = rule.odd(at)
    low, high = odd.range or rule.item
    if rule.choices:
        return st.sampled_from(rule.choices)
    if odd.between or rule.between:
        return st.floats(low, high)
    return st.integers(int(low), int(high)).map(float)


# Worked examples ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["name"])
def test_worked_example(case):
    expect, measure = case["expect"], case["measure"]
    answers = [None if a is None else number(measure, str(a)) for a in case["answers"]]
    if "refused" in expect:
        with pytest.raises(ScoreError, match=expect["refused"]) as wrong:
            score(measure, answers)
        assert [a.item for a in wrong.value.alerts] == expect.get("alerts", [])
        return
    found = score(measure, answers)
    told = {
        "value": pytest.approx(found.value, abs=0.005),
        "band": found.band,
        "parts": {part.id: part.value for part in found.subscales},
    }
    assert {key: told[key] for key in expect if key in told} == {k: v for k, v in expect.items() if k in told}
    assert [a.item for a in found.alerts] == expect.get("alerts", [])


@pytest.mark.parametrize("case", FILE["changes"], ids=lambda case: case["name"])
def test_worked_change(case):
    found = change(case["measure"], case["before"], case["after"])
    for name, value in case["expect"].items():
        had = getattr(found, name)
        assert had == pytest.approx(value, abs=0.005) if isinstance(value, float) else had == value


def test_every_measure_has_a_worked_example_a_missing_one_and_a_source_for_each():
    shown = {case["measure"] for case in FILE["cases"] if "value" in case["expect"]}
    missed = {
        case["measure"] for case in FILE["cases"] if None in case["answers"] or "refused" in case["expect"]
    }  # fmt: skip
    wanted = {measure.id for measure in FORMS}
    assert wanted - shown - {"rom"} == set()
    assert wanted - missed == set()
    for case in (*FILE["cases"], *FILE["changes"]):
        assert case["source"], case["name"]
        assert "https://" in case["source"] or "http://" in case["source"] or "fact file" in case["source"], case[
            "name"
        ]
        assert case["note"], case["name"]


def test_names_of_worked_examples_are_unique():
    names = [case["name"] for case in (*FILE["cases"], *FILE["changes"])]
    assert len(names) == len(set(names))


# What holds for every measure ---------------------------------------------------------------------------------


@given(st.sampled_from(list(MEASURES.values())), st.data())
def test_every_score_lies_in_its_range(measure, data):
    found = score(measure.id, data.draw(answers_of(measure.scoring)))
    assert measure.range[0] - 1e-9 <= found.value <= measure.range[1] + 1e-9
    for part, rule in zip(found.subscales, measure.scoring.subscales, strict=True):
        assert rule.range[0] <= part.value <= rule.range[1]


@given(st.sampled_from(FORMS), st.data())
def test_missing_answers_never_invent_a_score(measure, data):
    """A score with gaps lies between those with the gaps filled by the lowest and by the highest answer."""
    rule = measure.scoring
    answers = data.draw(answers_of(rule, missing=True))
    try:
        found = score(measure.id, answers)
    except ScoreError:
        return
    assume(not rule.odd_items)
    low, high = (min(rule.choices), max(rule.choices)) if rule.choices else rule.item
    filled = answers if not rule.own_words else [a for a in answers if a is not None]
    bounds = sorted(score(measure.id, [edge if a is None else a for a in filled]).value for edge in (low, high))
    assert bounds[0] - 1e-9 <= found.value <= bounds[1] + 1e-9


@given(st.sampled_from(FORMS), st.data())
def test_what_was_answered_is_counted(measure, data):
    answers = data.draw(answers_of(measure.scoring, missing=True))
    try:
        found = score(measure.id, answers)
    except ScoreError:
        return
    assert found.answered == sum(a is not None for a in answers)
    assert found.items == measure.scoring.items


@given(st.sampled_from(FORMS), st.data())
def test_leaving_out_more_never_turns_no_score_into_one(measure, data):
    rule = measure.scoring
    answers = data.draw(answers_of(rule, missing=True))
    fewer = list(answers)
    fewer[data.draw(st.integers(0, rule.items - 1))] = None
    try:
        score(measure.id, answers)
    except ScoreError:
        with pytest.raises(ScoreError):
            score(measure.id, fewer)


@given(st.sampled_from(PLAIN), st.data())
def test_a_higher_answer_never_lowers_the_score(measure, data):
    answers = data.draw(answers_of(measure.scoring))
    at = data.draw(st.integers(0, len(answers) - 1))
    higher = data.draw(_one(at + 1, measure.scoring))
    assume(higher >= answers[at])
    more = [*answers[:at], higher, *answers[at + 1 :]]
    assert score(measure.id, more).value >= score(measure.id, answers).value - 1e-9


@given(st.sampled_from(list(MEASURES.values())), st.data())
def test_a_change_and_its_way_back_are_alike(measure, data):
    low, high = measure.range
    before, after = (data.draw(st.floats(low, high)) for _ in range(2))
    there, back = change(measure.id, before, after), change(measure.id, after, before)
    assert there.value == -back.value
    assert (there.meaningful, there.beyond_error) == (back.meaningful, back.beyond_error)
    assert {there.direction, back.direction} in ({"better", "worse"}, {"same"})


@given(st.sampled_from([m for m in FORMS if m.scoring.alerts]), st.data())
def test_an_answer_that_must_not_wait_is_always_told(measure, data):
    answers = data.draw(answers_of(measure.scoring, missing=True))
    told = {alert.item for alert in alerts(measure.id, answers)}
    for rule in measure.scoring.alerts:
        answer = answers[rule.item - 1]
        assert (rule.item in told) is (answer is None or answer > rule.above)
    try:
        kept = score(measure.id, answers).alerts
    except ScoreError as wrong:
        kept = wrong.alerts
    assert {alert.item for alert in kept} == told


def test_an_alert_says_what_to_ask_and_what_to_do():
    (alert,) = score("phq9", [0] * 8 + [2]).alerts
    entry = knowledge().entries[alert.entry]
    assert alert.message == "Item 9 is 2: ask today about thoughts of suicide or self-harm."
    assert alert.remedy == entry.do
    assert entry.red_flag


# Refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "answers", "says"),
    [
        ("nprs", [11], "Answer 1 of NPRS is 11; it takes 0 to 10"),
        ("nprs", [float("nan")], "Answer 1 of NPRS is nan"),
        ("nprs", [], "needs 1 of 1 answer; 0 are here"),
        ("psfs", [], "needs 1 of 5"),
        ("nprs", [1, 2], "takes 1 answer, not 2"),
        ("gad7", [1, 1, 1, 1.5, 1, 1, 1], "Answer 4 of GAD-7 is 1.5; it takes 0 to 3 in whole numbers"),
        ("hit6", [6, 7, 8, 8, 8, 8], "Answer 2 of HIT-6 is 7; it takes 6, 8, 10, 11, 13"),
        ("mas", [2.5], "takes 0, 1, 1\\+, 2, 3, 4"),
        ("nosuch", [1], "no measure we know. Known: .*nprs"),
    ],
)
def test_answers_that_make_no_score_are_refused(measure, answers, says):
    with pytest.raises(ScoreError, match=says):
        score(measure, answers)


def test_an_answer_is_read_as_people_write_it():
    assert [number("mas", text) for text in ("1+", " 2 ", "-", "")] == [1.5, 2, None, None]
    assert number("rom_elbow_extension_left", "-10") == -10
    with pytest.raises(ScoreError, match="“1\\+” is not an answer"):
        number("nprs", "1+")


def test_a_measure_is_found_in_any_case():
    assert score("NPRS", [3]).measure == "nprs"


def test_a_score_outside_the_range_is_refused():
    with pytest.raises(ScoreError, match="runs from 0 to 10, not 12"):
        change("nprs", 12, 3)


# Changes ------------------------------------------------------------------------------------------------------


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
    assert change("pgic", 4, 1).beyond_error is None


def test_published_figures_stand_beside_a_change_with_whom_they_are_of():
    figures = change("rmdq", 12, 8).figures
    assert [(f.kind, f.reached) for f in figures] == [("MIC", False), ("MCID", None), ("anchor", None)]
    assert figures[0].population == "low back pain, consensus"
    assert figures[0].basis.url.startswith("https://doi.org/")


def test_a_percentage_decides_where_only_a_percentage_is_published():
    only = PublishedChange(kind="MIC", value=30, unit="% of the first score", percent=30)
    both = PublishedChange(kind="MIC", value=2, unit="points or 30 %", threshold=2, percent=30)
    assert reached(only, 10, 7) is True
    assert reached(only, 10, 8) is False
    assert reached(only, 0, 3) is None
    assert reached(both, 3, 2) is False  # a third better, but less than the points


def test_percent_of_the_first_score_is_told_only_where_the_scale_begins_at_0():
    assert change("ndi", 40, 30).percent == -25
    assert change("ndi", 0, 30).percent is None
    assert change("hit6", 60, 54).percent is None


def test_item_wording_is_never_stored():
    for measure in MEASURES.values():
        assert measure.license.status
        assert "items" not in type(measure).model_fields
