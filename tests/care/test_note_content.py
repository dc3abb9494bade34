"""What state and payer ask a note to hold, what it may not say, and where it reads wrong."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.care.note import NoteDraft, NoteLineDraft
from medmassage.care.notes.content import Required, asked_by_payer, content, joined, not_held, parts, payer_rules
from medmassage.care.notes.quality import quality
from medmassage.care.notes.wording import wording
from medmassage.finding import Basis, Finding, Level
from medmassage.law.load import covered

LAW = (Basis("Rule 1", "https://law.example/1", "The board", "2026-01-01", "primary"),)
LINE = NoteLineDraft("neck_back_r", "Swedish massage", "97124", 38)
WHOLE = NoteDraft(
    subjective="Neck is stiff in the morning; sitting at the desk is easier.",
    objective="Right neck tender, tight on turning.",
    assessment="Less guarding after treatment, pain 6 to 3.",
    plan="Continue once a week.",
    next_visit="in a week",
    pain_before=6,
    pain_after=3,
    started=time(10, 0),
    ended=time(10, 45),
    lines=(LINE,),
)
RECORD = {id_ for id_, part in parts().items() if part.where == "record"}


def asked(part: str, level: Level = Level.STOP) -> Required:
    return Required(part, "Erehwon", level, LAW)


@pytest.mark.parametrize("part", [id_ for id_, one in parts().items() if one.where == "note"])
def test_a_part_of_the_note_that_is_written_is_found_and_one_that_is_not_stops_with_its_law(part):
    assert content(WHOLE, [asked(part)], ()) == []
    (missing,) = content(NoteDraft(), [asked(part)], ())
    assert (missing.level, missing.rule, missing.basis) == (Level.STOP, f"note.content.{part}", LAW)
    assert missing.subject and missing.remedy


@pytest.mark.parametrize("part", sorted(RECORD))
def test_what_is_kept_beside_the_note_is_a_caution_for_paper_may_have_it(part):
    assert content(WHOLE, [asked(part)], {part}) == []
    (missing,) = content(WHOLE, [asked(part)], ())
    assert missing.level == Level.CAUTION and missing.remedy


def test_the_first_who_asks_is_named_and_a_part_is_told_once():
    empty = replace(WHOLE, plan="")
    (one,) = content(empty, [asked("plan"), Required("plan", "The payer", Level.CAUTION)], ())
    assert one.message.startswith("Erehwon asks") and one.level == Level.STOP


def test_a_habit_and_a_law_on_one_field_are_one_finding_with_the_law():
    habit = Finding("note.plan_missing", "note", Level.STOP, "m", "r", "plan")
    law = Finding("note.content.plan", "note", Level.STOP, "m", "r", "plan", LAW)
    weaker = replace(law, level=Level.CAUTION)
    assert joined([habit], [law]) == [law]
    assert joined([habit], [weaker]) == [habit]


def test_what_is_not_known_of_a_state_is_said_and_never_yes():
    assert not_held("Erehwon", "The board").level >= Level.CAUTION


def test_payers_look_for_what_their_rules_say_and_only_caution():
    assert {r.part for r in asked_by_payer("workers_comp", "WA")} > {r.part for r in asked_by_payer("commercial", "WA")}
    assert all(r.level == Level.CAUTION and r.basis for r in asked_by_payer("auto", "NY"))
    assert {rule.part for rule in payer_rules()} <= parts().keys()


def test_every_part_that_a_state_names_is_known_here():
    named = set()
    for law in covered():
        for topic in ("records.content", "records.content_health_condition"):
            for spell in law.topic(topic).spells:
                named |= set(spell.value or ())
    assert {"complaint", "findings", "techniques"} <= named <= parts().keys()


def told(**facts: str) -> set[str]:
    return {f.rule.removeprefix("note.wording.") for f in wording(replace(WHOLE, **facts), {}, billed=True)}


@pytest.mark.parametrize(
    ("field", "words", "rule"),
    [
        ("assessment", "Patient has sciatica on the left.", "names_condition"),
        ("assessment", "This is clearly a case of plantar fasciitis.", "names_condition"),
        ("assessment", "I diagnosed a strain.", "own_diagnosis"),
        ("plan", "Told patient to stop taking the blood thinners.", "prescribing"),
        ("assessment", "Her neck is cured.", "cure"),
        ("objective", "Adjusted the spine at the end.", "adjusting"),
        ("plan", "Maintenance massage once a month.", "purpose"),
    ],
)
def test_what_a_therapist_may_not_say_is_cautioned_with_a_better_wording(field, words, rule):
    assert told(**{field: words}) == {rule}
    (one,) = wording(replace(WHOLE, **{field: words}), {"diagnosis": LAW}, billed=True)
    assert one.level == Level.CAUTION and one.subject == field and one.remedy and one.basis


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("assessment", "Consistent with the physician's diagnosis of sciatica."),
        ("assessment", "Patient denies sciatica."),
        ("assessment", "Patient reports that she was diagnosed with bursitis in 2019."),
        ("assessment", "No sign that this is a sprain."),
        ("plan", "Told patient to ask the physician whether to stop the medication."),
        ("objective", "Adjusted the neck pillow."),
        ("objective", "Dr Ashgrove adjusted the spine last week."),
        ("assessment", "Not cured, but better than last week."),
    ],
)
def test_somebody_elses_word_a_denial_and_a_pillow_raise_no_alarm(field, words):
    assert told(**{field: words}) == set()


def test_a_condition_that_an_order_names_may_be_named():
    note = replace(WHOLE, assessment="Patient has sciatica on the left, less than last week.")
    assert wording(note, {}, diagnoses=["M54.32"]) == []
    assert wording(note, {}, diagnoses=["M54.2"]) != []


def test_the_states_scope_is_cited_where_it_is_held():
    (one,) = wording(replace(WHOLE, assessment="Patient has sciatica."), {"diagnosis": LAW})
    assert one.basis == LAW


def doubted(note: NoteDraft = WHOLE, last: NoteDraft | None = None, **more) -> set[str]:
    return {f.rule.removeprefix("note.quality.") for f in quality(note, last, **more)}


def test_a_note_of_its_own_raises_no_doubt():
    assert doubted() == set()


def test_words_copied_from_last_time_are_told_once_and_not_what_is_told_as_carried():
    assert doubted(last=WHOLE) == {"copied"}
    carried = ("subjective", "objective", "assessment")
    assert doubted(last=WHOLE, carried=carried) == set()
    (one,) = quality(WHOLE, WHOLE)
    assert one.message == "Subjective, objective and assessment read as last time, word for word."


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"assessment": "Treatment was given today as ordered."}, "no_change"),
        ({"objective": "Left neck tender."}, "side"),
        ({"subjective": "Had 60 minutes of massage, less stiff."}, "minutes"),
    ],
)
def test_an_empty_assessment_a_wrong_side_and_wrong_minutes_are_doubted(facts, rule):
    assert doubted(replace(WHOLE, **facts)) == {rule}


@given(st.builds(NoteDraft, subjective=st.text(), objective=st.text(), assessment=st.text(), plan=st.text()))
def test_no_words_crash_the_checks(note):
    for found in (*wording(note, {}, billed=True), *quality(note, WHOLE), *content(note, map(asked, parts()), ())):
        assert found.message and found.remedy and found.basis
