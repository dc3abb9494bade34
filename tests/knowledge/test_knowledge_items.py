"""The wording of items: what a clinic may load, what is ours, and the form that is drawn without any."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from medmassage.knowledge.items import own_items, questions, read_items
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.score import score

MEASURES = knowledge().measures


def file(measure="hit6", items=6, **more):
    return {"measure": measure, "language": "en", "license": "QualityMetric, 3 Mar 2026",
            "items": [{"text": f"Words {n}"} for n in range(items)], **more}  # fmt: skip


def test_a_clinics_wording_is_read_from_json_and_from_yaml():
    for write in (json.dumps, yaml.safe_dump):
        found = read_items(write(file()))
        assert [question.text for question in questions("hit6", found)] == [f"Words {n}" for n in range(6)]


def test_words_of_the_answers_stand_for_their_points():
    words = ["never", "rarely", "sometimes", "very often", "always"]
    found = read_items(json.dumps(file(items=0) | {"items": [{"text": "Words", "answers": words}] * 6}))
    assert questions("hit6", found)[0].choices == ((6, "never"), (8, "rarely"), (10, "sometimes"),
                                                   (11, "very often"), (13, "always"))  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (file("nosuch"), "“nosuch” is no measure we know. Known: "),
        (file(items=5), "HIT-6 has 6 items; 5 are here"),
        (file("nprs", 2), "NPRS has 1 item; 2 are here"),
        (file(license=" "), "license: Say who allowed the wording of HIT-6 to be shown, and when"),
        (file(language="english"), "write the language as en or es-MX"),
        (file(kind="x"), "kind: there is no such key"),
        (
            file(items=0) | {"items": [{"text": "Words", "answers": ["no"]}] * 6},
            "item 1 of HIT-6 takes 5 answers; 1 are",
        ),
        (file("vas", 0) | {"items": [{"text": "W", "answers": ["no"]}]}, "item 1 of VAS takes a number, no words"),
        (file(items=0) | {"items": [{"text": ""}] * 6}, "items.0.text"),
        ([], "must hold keys with values"),
    ],
)
def test_wording_that_does_not_fit_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        read_items(json.dumps(wrong), "clinic.json")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "f.yaml:1: "),
        ("measure: [", "f.yaml:"),
        ("a: &a [1]\nmeasure: *a", "f.yaml:2: Write the words out"),
        ("a: " + "[" * 900 + "]" * 900, "nested too deeply"),
        ("x" * 100_001, "more than 100,000 letters"),
    ],
)
def test_text_that_cannot_be_read_is_refused_in_one_line(text, says):
    with pytest.raises(ValueError, match=says) as wrong:
        read_items(text, "f.yaml")
    assert "\n" not in str(wrong.value)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        read_items(text)
    except ValueError as wrong:
        assert str(wrong)


def test_free_measures_need_no_license_words():
    assert read_items(json.dumps(file("gad7", 7, license=""))).measure == "gad7"


def test_our_own_questions_are_in_both_languages_and_in_different_words():
    own = own_items()
    assert {measure for measure, _ in own} == {"nprs", "psfs", "pgic"}
    for measure in ("nprs", "psfs", "pgic"):
        english, spanish = own[measure, "en"].items, own[measure, "es"].items
        assert len(english) == len(spanish)
        for one, other in zip(english, spanish, strict=True):
            assert one.text != other.text
            assert len(one.answers) == len(other.answers)
            assert not set(one.answers) & set(other.answers)


def test_where_the_patient_names_the_items_one_question_stands_for_each():
    drawn = questions("psfs", own_items()["psfs", "en"])
    assert len(drawn) == 5
    assert len({question.text for question in drawn}) == 1


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.id)
def test_a_form_is_drawn_without_wording_and_its_answers_make_a_score(measure):
    drawn = questions(measure.id)
    assert [question.text for question in drawn] == [f"Item {n}" for n in range(1, measure.scoring.items + 1)]
    for edge in (0, -1):
        answers = [q.choices[edge][0] if q.choices else (q.low, q.high)[edge] for q in drawn]
        assert measure.range[0] <= score(measure.id, answers).value <= measure.range[1]


def test_a_grade_is_drawn_as_it_is_written():
    (grade,) = questions("mas")
    assert [words for _, words in grade.choices] == ["0", "1", "1+", "2", "3", "4"]


def test_times_and_minutes_are_typed_with_their_unit():
    drawn = questions("psqi")
    assert [(q.unit, q.choices) for q in drawn[:4]] == [
        ("o'clock", ()),
        ("minutes", ()),
        ("o'clock", ()),
        ("hours", ()),
    ]
    assert len(drawn[4].choices) == 4
