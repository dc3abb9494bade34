"""A note is held against the law of its case's state on the day of the visit, before it is signed."""

from dataclasses import replace

import pytest

from clinic.fixtures import DRAFT, booked
from medmassage.clinic.models import Case
from medmassage.clinic.services import booking, charting
from medmassage.finding import Finding, Level

pytestmark = pytest.mark.django_db


def charted(whole, state: str = "MD", **facts) -> tuple[object, dict[str, Finding]]:
    """A visit charted in a state, and what keeps its note from being signed or is said of it."""
    visit = booked(whole)
    booking.visit_check_in(whole.owner, visit=visit)
    Case.objects.filter(pk=whole.case.pk).update(state=state)
    visit.case.refresh_from_db()
    note = charting.note_save(whole.owner, visit=visit, draft=replace(DRAFT, **facts), version=0)
    note.visit.case.refresh_from_db()
    return visit, {f.rule: f for f in charting.readiness(note).findings}


def test_a_state_that_asks_for_the_pain_stops_a_note_without_it_and_another_cautions(covered_case):
    _, stopped = charted(covered_case, "MO", pain_before=None)
    found = stopped["note.content.pain"]
    assert found.level == Level.STOP and found.subject == "pain_before"
    assert found.basis[0].cite and found.basis[0].confidence == "primary"
    assert "note.pain_before_missing" not in stopped, "one thing, said once"


def test_where_no_law_asks_a_missing_pain_is_a_habit_and_a_caution(covered_case):
    _, found = charted(covered_case, "MD", pain_before=None)
    assert "note.content.pain" not in found
    assert found["note.pain_before_missing"].level == Level.CAUTION


def test_a_state_whose_rule_is_not_held_says_so(covered_case):
    _, found = charted(covered_case, "ID")
    assert found["note.content.not_held"].level >= Level.CAUTION
    assert found["note.content.not_held"].basis is not None


def test_a_note_that_lacks_what_the_law_asks_is_not_signed(covered_case):
    words = {**DRAFT.words, "assessment": " "}
    visit, _ = charted(covered_case, "MD", words=words)
    result = charting.note_sign(covered_case.owner, visit=visit, reasons={})
    assert result.record is None
    stops = {f.rule for f in result.open if f.gate == "note"}
    assert stops == {"note.content.response"}


def test_a_diagnosis_of_ones_own_is_cautioned_with_the_states_scope(covered_case):
    words = {**DRAFT.words, "assessment": "Patient has carpal tunnel syndrome; less guarding."}
    _, found = charted(covered_case, "MD", words=words)
    assert found["note.wording.names_condition"].level == Level.CAUTION
    assert found["note.wording.names_condition"].basis


def test_wellness_asks_for_nothing_that_only_care_of_a_condition_needs(covered_case):
    Case.objects.filter(pk=covered_case.case.pk).update(kind=Case.Kind.WELLNESS)
    covered_case.case.refresh_from_db()
    _, found = charted(covered_case, "MS")
    assert not {rule for rule in found if rule.startswith("note.content.") and rule != "note.content.not_held"}
