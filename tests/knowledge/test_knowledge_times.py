"""When it happened and what is planned: windows, weeks of a pregnancy, pressure and technique."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.finding import Level
from medmassage.knowledge.lexicon import lexicon, spelled
from medmassage.knowledge.match import read
from medmassage.knowledge.screen import Person, Report, screen
from medmassage.knowledge.times import times

DAY = date(2026, 11, 24)


def days(text: str) -> list[date]:
    return [time.day for time in times(spelled(text), DAY, lexicon())]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 weeks ago", date(2026, 11, 3)),
        ("a month ago", date(2026, 10, 25)),
        ("two yrs ago", date(2024, 11, 24)),
        ("6 weeks post-op", date(2026, 10, 13)),
        ("years ago", date(2025, 11, 24)),
        ("yesterday", date(2026, 11, 23)),
        ("last month", date(2026, 10, 31)),
        ("last year", date(2025, 12, 31)),
        ("on 2026-10-05", date(2026, 10, 5)),
        ("on 10/05/2026", date(2026, 10, 5)),
        ("5 Oct 2026", date(2026, 10, 5)),
        ("October 5th, 2026", date(2026, 10, 5)),
        ("in May 2024", date(2024, 5, 31)),
        ("in December", date(2025, 12, 31)),
        ("in November", DAY),
        ("2019", date(2019, 12, 31)),
    ],
)
def test_a_day_is_read_as_the_latest_it_may_mean(text, day):
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    ["since May 2024", "for 3 weeks", "in 2030", "2000 mg", "born 1950", "may receive massage", "31/31/2026", ""],
)
def test_what_goes_on_or_lies_ahead_or_is_no_day_names_none(text):
    assert days(text) == []


def day_of(text: str, entry: str) -> date | None:
    return read(text, DAY).days.get(entry)


def test_each_name_takes_the_day_that_is_said_of_it():
    text = "stroke 3 years ago and surgery last week"
    assert day_of(text, "recent_stroke") == DAY - timedelta(3 * 365)
    assert day_of(text, "recent_surgery") == DAY - timedelta(1)
    assert day_of("DVT and surgery 3 years ago", "dvt") == DAY - timedelta(3 * 365)
    assert day_of("surgery, three weeks ago", "recent_surgery") == DAY - timedelta(21)
    assert day_of("2 years ago surgery", "recent_surgery") == DAY - timedelta(730)


@pytest.mark.parametrize("text", ["DVT 3 years ago and surgery", "surgery, stroke 3 years ago"])
def test_no_day_is_borrowed_from_something_else(text):
    assert day_of(text, "recent_surgery") is None


@pytest.mark.parametrize(
    "text", ["DVT 3 years ago, again last week", "DVT 3 years ago, still swollen", "DVT 2019 and now"]
)
def test_what_came_back_or_goes_on_counts_as_current(text):
    assert day_of(text, "dvt") is None


def test_a_day_on_file_goes_before_the_words():
    found = screen(Person(on=DAY, has=(Report("surgery 3 years ago", DAY - timedelta(7)),)))
    assert found.answer == "no"


def test_days_alone_are_not_understood():
    assert read("3 weeks ago", DAY).left == ("3 weeks ago",)


@pytest.mark.parametrize(
    ("text", "week"),
    [("18 weeks pregnant", 18), ("pregnant, 18 weeks", 18), ("pregnant week 30", 30), ("5 months pregnant", 21),
     ("I am 12 weeks along", 12), ("pregnant", None), ("surgery 18 weeks ago", None)],
)  # fmt: skip
def test_the_week_of_a_pregnancy_is_read(text, week):
    assert read(text, DAY).week == week


def test_the_week_said_chooses_the_part_of_the_pregnancy():
    found = screen(Person(on=DAY, has=(Report("18 weeks pregnant"),)))
    assert [f.rule for f in found.findings] == ["safe.pregnancy_second_trimester"]


def test_deep_work_planned_against_an_anticoagulant_is_said():
    plain = screen(Person(on=DAY, drugs=("warfarin",)))
    deep = screen(Person(on=DAY, drugs=("warfarin",), pressure="deep"))
    named = screen(Person(on=DAY, drugs=("warfarin",), techniques=("Deep tissue massage", "Swedish massage")))
    assert [f.details["against"] for f in plain.findings if f.subject == "anticoagulants"] == [[]]
    assert [f.details["against"] for f in deep.findings if f.subject == "anticoagulants"] == [["deep pressure"]]
    told = next(f for f in named.findings if f.subject == "anticoagulants")
    assert told.level == Level.CAUTION and "the plan has deep tissue massage" in told.message


def test_a_clinics_own_window_counts_where_nobody_has_set_one():
    asked = {"has": (Report("surgery", DAY - timedelta(100)),), "on": DAY}
    assert screen(Person(**asked)).answer == "yes"
    assert screen(Person(**asked, windows={"recent_surgery": 120})).answer == "no"
    long_ago = {"has": (Report("DVT", DAY - timedelta(100)),), "on": DAY}
    assert screen(Person(**long_ago)).findings[0].rule == "safe.dvt_history"


def test_not_sure_asks_and_never_settles():
    unsure = screen(Person(on=DAY, has=(Report("heart failure", sure=False),)))
    chosen = screen(Person(on=DAY, has=(Report("My heart is weak", entry="heart_failure"),)))
    assert unsure.answer == "unknown" and chosen.answer == "no"
    assert unsure.findings[0].details["questions"]


@given(st.text(max_size=60), st.dates(min_value=date(1, 1, 1)))
def test_any_words_on_any_day_are_read(text, on):
    for time in times(spelled(text), on, lexicon()):
        assert time.day <= on and time.first < time.past
