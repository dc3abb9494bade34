"""The law laid out for reading."""

from datetime import date

import pytest

from law.zenda import zenda
from medmassage.law import topics
from medmassage.law.eras import eras
from medmassage.law.load import covered, jurisdiction

NOVEMBER = date(2026, 11, 1)


def row(law, topic, on=NOVEMBER):
    return next(r for r in topics.rows(law, on) if r.topic == topic)


def test_a_row_says_what_held_before():
    hours = row(jurisdiction("MD"), "credentials.LMT.requires.education_hours")
    assert (hours.words, hours.before_words, hours.answer.since) == ("750", "600", NOVEMBER)


def test_what_a_reader_expects_and_nobody_read_stands_as_unknown(tmp_path):
    assert row(zenda(tmp_path), "insurance.auto").words == "unknown"
    assert row(zenda(tmp_path), "records.retention_years").words == "unknown"


def test_none_in_law_is_not_unknown():
    assert row(jurisdiction("OH"), "credentials.LMT.renewal.ce_hours").words == "none in law"


def test_a_value_for_some_people_has_its_own_row():
    rows = [r for r in topics.rows(jurisdiction("WA"), NOVEMBER) if r.topic.endswith("LMT.requires.education_hours")]
    assert [(r.words, bool(r.audience)) for r in rows] == [("625", False), ("500", True)]


def test_a_credential_a_state_does_not_have_has_no_answer():
    assert topics.answer(jurisdiction("OH"), "credentials.RMP.renewal.ce_hours", NOVEMBER) is None


@pytest.mark.parametrize("asked", ["ce_hours", "records", "records.required", "regulation"])
def test_a_topic_is_found_by_its_end_its_beginning_or_in_full(asked):
    assert topics.matching(covered(), [asked])


def test_changes_include_both_ends_and_come_newest_first():
    maryland = [jurisdiction("MD")]
    days = [c.on for c in topics.changes(maryland, date(2026, 10, 31), NOVEMBER)]
    assert set(days) == {date(2026, 10, 31), NOVEMBER}
    assert days == sorted(days, reverse=True)
    assert not topics.changes(maryland, date(2026, 11, 2), date(2026, 12, 31))


def test_everything_that_changed_is_found_from_the_first_day_there_is():
    dated = sum(bool(s.since) for law in covered() for value in law.topics.values() for s in value.spells)
    assert len(topics.changes(covered(), date.min, date.max)) == dated


def test_the_eras_of_a_state_meet_and_one_is_the_day_one_looks_at():
    found = eras(jurisdiction("MD"), NOVEMBER)
    assert [(e.first, e.last, e.current) for e in found] == [
        (date(2008, 10, 1), date(2026, 10, 31), False),
        (NOVEMBER, None, True),
    ]
    before, after = ({c.code: [cell.word for cell in cells] for c, cells in e.lines} for e in found)
    assert before == {"LMT": ["yes", "yes"], "RMP": ["no", "yes"]}
    assert after == {"LMT": ["yes", "yes"], "RMP": ["no", "unknown"]}


def test_a_permission_only_remembered_is_with_care(tmp_path):
    (era,) = eras(zenda(tmp_path, remembered=True), NOVEMBER)
    assert era.columns == ("any",)
    assert [cell.word for _, cells in era.lines for cell in cells] == ["with_care"]


def test_words_for_people():
    law = jurisdiction("WA")
    assert topics.label("credentials.LMT.settings.any") == "LMT: may treat, anywhere"
    assert topics.label("health_care.hospital") == "Health care setting: a hospital"
    assert topics.label("insurance.auto.pip") == "Auto insurance: personal injury protection"
    assert topics.label("insurance.workers_comp.fee_schedule") == "Workers' compensation: fee schedule"
    assert topics.label("insurance.va") == "Veterans Affairs"
    assert row(law, "records.required").words == "yes"
    assert row(law, "compact.member").words == "no"
    assert all(r.label and r.words for one in covered() for r in topics.rows(one, NOVEMBER))
