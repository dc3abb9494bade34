"""What two things mean together: medicine and pressure, state and place."""

from datetime import date

import pytest

from medmassage.finding import Level
from medmassage.knowledge.combine import combinations
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.planned import classes, classes_of, techniques
from medmassage.knowledge.screen import Person, Report, screen
from medmassage.knowledge.wording import ACTIONS

DAY = date(2026, 11, 24)


def person(row, **beside) -> Person:
    """Somebody in whom everything the combination names holds."""
    said = tuple(Report(id_) for id_ in (row.entries[0], *row.and_entries[:1]))
    words = [c.words[0] for c in techniques().classes if c.id in row.techniques[:1]]
    week = next(
        (int(knowledge().entries[id_].weeks[0]) for id_ in row.entries[:1] if knowledge().entries[id_].weeks), None
    )
    facts = {"techniques": tuple(words), "regions": row.regions[:1], "pregnancy_week": week, **beside}
    return Person(on=DAY, has=said, **facts)


@pytest.mark.parametrize("row", combinations().values(), ids=lambda row: row.id)
def test_each_fires_when_all_of_it_holds_and_not_without_the_plan(row):
    whole = {f.rule: f for f in screen(person(row)).findings}
    found = whole[f"safe.{row.id}"]
    assert found.basis and found.remedy and found.details["questions"] and found.details["action"] in ACTIONS
    assert (found.level == Level.STOP) is row.keeps_out
    if row.techniques:
        assert f"safe.{row.id}" not in {f.rule for f in screen(person(row, techniques=())).findings}
    if row.regions:
        assert f"safe.{row.id}" not in {f.rule for f in screen(person(row, regions=())).findings}


def test_deep_pressure_by_name_or_by_choice_is_one_thing():
    for plan in ({"pressure": "deep"}, {"techniques": ("Deep tissue massage",)}):
        found = screen(Person(on=DAY, drugs=("Eliquis",), **plan)).findings
        assert "safe.bleeding_and_deep_pressure" in {f.rule for f in found}


def test_a_calf_three_weeks_after_a_knee_replacement_is_not_touched():
    found = screen(Person(on=DAY, has=(Report("knee replacement 3 weeks ago"),), regions=("calf_left",)))
    calf = next(f for f in found.findings if f.rule == "safe.surgery_and_leg")
    assert calf.details["action"] == "avoid_region" and calf.details["planned"] == ["calf"]
    assert found.answer != "yes"
    years = screen(Person(on=DAY, has=(Report("knee replacement 3 years ago"),), regions=("calf_left",)))
    assert "safe.surgery_and_leg" not in {f.rule for f in years.findings}


def test_what_only_may_be_so_asks_and_does_not_stop():
    row = combinations()["pregnancy_and_high_pressure"]
    unsure = (Report("pregnant", sure=False), Report("high blood pressure", sure=False))
    found = {f.rule: f for f in screen(Person(on=DAY, has=unsure, pregnancy_week=30)).findings}
    assert found[f"safe.{row.id}"].level == Level.UNKNOWN


def test_techniques_are_known_by_whole_words():
    assert classes_of("Cross-fiber friction") == {"friction"}
    assert classes_of("Deeply relaxing") == frozenset()
    assert classes(("Hot stone",), "light") == {"heat": "Hot stone"}


def test_a_clearance_of_what_makes_the_combination_lifts_it_and_of_something_else_does_not():
    asked = {"on": DAY, "has": (Report("gestational hypertension"),), "pregnancy_week": 30}
    rule = "safe.pregnancy_and_high_pressure"
    levels = [
        {f.rule: f.level for f in screen(Person(**asked, clearances=words)).findings}[rule]
        for words in ((), ("cleared with gestational hypertension",), ("cleared with osteoporosis",))
    ]
    assert levels == [Level.STOP, Level.CAUTION, Level.STOP]
