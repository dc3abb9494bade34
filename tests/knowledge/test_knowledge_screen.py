"""The second gate: cases in plain words, and what holds for every person."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.finding import Level
from medmassage.knowledge.combine import combinations
from medmassage.knowledge.lexicon import lexicon
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.match import read
from medmassage.knowledge.screen import Person, Report, screen
from medmassage.knowledge.wording import ACTIONS

DAY = date(2026, 11, 24)
CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]


def report(said: str) -> Report:
    text, at, day = said.rpartition("@")
    return Report(text, date.fromisoformat(day)) if at else Report(said)


def person(case: dict) -> Person:
    lists = {key: tuple(case.get(key, ())) for key in ("drugs", "icd10", "clearances", "regions")}
    return Person(
        on=DAY,
        has=tuple(map(report, case.get("has", ()))),
        age=case.get("age"),
        pregnancy_week=case.get("week"),
        **lists,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_case_answers_as_it_says(case):
    verdict = screen(person(case))
    expect = dict(case["expect"])
    levels = {f.rule: f.level.word for f in verdict.findings}
    assert verdict.answer == expect.pop("answer"), levels
    first = next((f for f in verdict.findings), None)
    if "action" in expect:
        assert first.details["action"] == expect.pop("action")
    if "planned" in expect:
        assert first.details["planned"] == expect.pop("planned")
    for rule, level in expect.items():
        assert levels.get(rule, "absent") == level, levels


def test_names_of_cases_are_unique():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_every_window_is_tested_on_both_sides():
    tested = {rule.removeprefix("safe.") for case in CASES for rule in case["expect"]}
    assert {e.id for e in knowledge().entries.values() if e.when.window_days} <= tested


def test_every_entry_is_found_by_its_id_its_name_and_each_synonym():
    for entry in knowledge().entries.values():
        for words in (entry.id, entry.name, *entry.synonyms):
            verdict = screen(Person(on=DAY, has=(Report(words),)))
            assert f"safe.{entry.id}" in {f.rule for f in verdict.findings}, (entry.id, words)
            assert "safe.not_understood" not in {f.rule for f in verdict.findings}, (entry.id, words)


def test_every_medicine_is_understood_by_generic_name_and_brand():
    for drug in {*knowledge().brands, *lexicon().taken}:
        verdict = screen(Person(on=DAY, drugs=(drug,)))
        rules = {f.rule for f in verdict.findings}
        assert rules and "safe.not_understood" not in rules, drug


def test_every_condition_is_understood_and_calls_for_nothing():
    for condition in knowledge().conditions.values():
        for words in (condition.id, condition.name, *condition.synonyms):
            verdict = screen(Person(on=DAY, has=(Report(words),)))
            assert "safe.not_understood" not in {f.rule for f in verdict.findings}, words


def test_red_flags_stop_and_say_where_to_go():
    for entry in knowledge().entries.values():
        if entry.red_flag:
            found = next(f for f in screen(Person(on=DAY, has=(Report(entry.id),))).findings if f.subject == entry.id)
            assert found.level == Level.STOP
            assert found.details["action"] in ("emergency", "same_day")


def test_every_finding_of_an_entry_has_a_basis_questions_and_a_remedy():
    everything = Person(on=DAY, has=tuple(Report(id_) for id_ in knowledge().entries))
    found = [f for f in screen(everything).findings if f.subject not in combinations()]
    assert len(found) == len(knowledge().entries)
    for one in found:
        assert one.basis and one.remedy and one.details["questions"] and one.details["entry"] == one.subject
        assert one.details["action"] in ACTIONS


def test_the_worst_and_most_urgent_come_first():
    found = screen(Person(on=DAY, has=(Report("osteoporosis"), Report("heart failure"), Report("chest pain")))).findings
    assert [f.details["action"] for f in found] == ["emergency", "clearance", "adapt"]


def test_an_undated_event_asks_for_its_day_and_a_dated_one_does_not():
    undated = screen(Person(on=DAY, has=(Report("stroke"),))).findings[0]
    dated = screen(Person(on=DAY, has=(Report("stroke", DAY),))).findings[0]
    assert "No day is on file" in undated.remedy
    assert "No day is on file" not in dated.remedy


def test_the_verdict_reads_as_json():
    import json

    verdict = screen(Person(on=DAY, has=(Report("DVT"),), regions=("calf",)))
    assert json.loads(json.dumps(verdict.to_dict()))["findings"][0]["action"] == "same_day"


# What holds for everybody ------------------------------------------------------------------------------------

SMALL = [*lexicon().small["not_words"], "and", "but", "or", "has", "history of", "last month", ",", ".", "left", "none"]
PHRASES = [words for e in knowledge().entries.values() for words in (e.name, *e.synonyms, *e.drugs)]
known = st.lists(st.sampled_from([*SMALL, *PHRASES]), min_size=1, max_size=6).map(" ".join)
texts = st.one_of(st.text(max_size=60), known)
days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2028, 1, 1)))
codes = st.sampled_from(["I10", "I82.4", "M54.2", "R60.0", "C50.911", "M79.661", "Z33.1", "M05.9", "no code", ""])
people = st.builds(
    Person,
    on=st.just(DAY),
    has=st.lists(st.builds(Report, texts, days), min_size=1, max_size=3).map(tuple),
    drugs=st.lists(texts, max_size=2).map(tuple),
    clearances=st.lists(texts, max_size=2).map(tuple),
    icd10=st.lists(codes, max_size=3).map(tuple),
    age=st.one_of(st.none(), st.integers(0, 110)),
    pregnancy_week=st.one_of(st.none(), st.integers(0, 45)),
    regions=st.lists(st.sampled_from(["neck_back", "calf_l", "upper_back", "whole_body", "site", "nowhere"])).map(
        tuple
    ),
)


@settings(max_examples=300, deadline=None)
@given(people)
def test_no_words_crash_the_screen(anyone):
    verdict = screen(anyone)
    assert verdict.to_dict()["answer"] in ("yes", "with_care", "unknown", "no")


@settings(max_examples=300, deadline=None)
@given(people, texts, days, st.sampled_from(["has", "drugs", "icd10", "regions"]))
def test_one_more_fact_never_makes_the_answer_milder(anyone, text, day, where):
    from dataclasses import replace

    fact = Report(text, day) if where == "has" else text
    more = replace(anyone, **{where: (*getattr(anyone, where), fact)})
    assert screen(more).level >= screen(anyone).level


@settings(max_examples=300, deadline=None)
@given(people, texts)
def test_one_more_clearance_never_makes_the_answer_stricter(anyone, text):
    from dataclasses import replace

    assert screen(replace(anyone, clearances=(*anyone.clearances, text))).level <= screen(anyone).level


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=30))
def test_a_word_nobody_knows_is_never_passed_over(word):

    said = read(word)
    small = lexicon().small
    quiet = (
        small["denial_words"] | small["nothing_words"] | small["but_words"] | small["person_words"] | small["not_words"]
    )
    from medmassage.knowledge.lexicon import spelled

    assert said.named or said.medicines or said.left or set(spelled(word)) <= quiet


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("left calf swollen and warm since Sunday", ()),
        ("left calf swollen and warm since Sunday and Zorblatt", ("Zorblatt",)),
        ("zorblax and diabetes and frob-nicol twice", ("zorblax", "frob-nicol")),
        ("no relief from DVT", ("no relief from DVT",)),
        ("zorblatt syndrome since Sunday", ("zorblatt syndrome since Sunday",)),
    ],
)
def test_only_what_was_not_understood_is_asked_about(text, left):
    assert read(text).left == left
