"""Charting as a service: what is carried over, drawn, marked and timed; snippets; a second hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.fixtures import DRAFT, booked
from medmassage.clinic import access, figures
from medmassage.clinic.models import Cosignature, Note
from medmassage.clinic.services import booking, charting, papers, writing
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["front", "back", "x"]), inner),
    max_leaves=12,
)


@pytest.fixture
def visit(covered_case):
    made = booked(covered_case)
    assert booking.visit_check_in(covered_case.owner, visit=made).record
    return made


def save(owner, visit, version=0, **more) -> Note:
    return charting.note_save(owner, visit=visit, draft=replace(DRAFT, **more), version=version)


def test_what_is_carried_over_cannot_be_signed_until_it_is_touched(clinic, visit):
    lines = (replace(DRAFT.lines[0], carried=True),)
    note = save(clinic, visit, carried=("assessment", "plan"), lines=lines)
    told = [f.message for f in charting.readiness(note).findings]
    assert "Assessment is carried over: keep it or change it." in told
    assert "Line 1 is carried over: keep it or change it." in told
    with pytest.raises(Refused, match="Plan is carried over"):
        charting.note_sign(clinic, visit=visit, reasons={})
    save(clinic, visit, version=1)
    assert charting.note_sign(clinic, visit=visit, reasons={}).record


def test_marks_ink_pressure_and_timer_are_kept_and_the_timer_ends_with_the_signature(clinic, visit):
    found = ({"region": "scapula_r", "words": "", "symbol": "trigger"},)
    ink = {"back": [[[10.4, 20.6], [30, 2000]]], "front": []}
    lines = (replace(DRAFT.lines[0], pressure="light"),)
    save(clinic, visit, findings=found, ink=ink, lines=lines, timer={"line": 0, "since": 5})
    note = Note.objects.get()
    assert note.ink == {"back": [[[10, 21], [30, 1066]]]}  # whole units, within the figure
    assert (note.timer, note.lines.get().pressure) == ({"line": 0, "since": 5}, "light")
    assert charting.note_sign(clinic, visit=visit, reasons={}).record
    assert Note.objects.get().timer is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"findings": ({"region": "scapula_r", "words": "", "symbol": "skull"},)}, "none of the legend"),
        ({"lines": (replace(DRAFT.lines[0], pressure="crushing"),)}, "Pressure is one of light, moderate, deep"),
        ({"ink": {"moon": [[[1, 1]]]}}, "drawing could not be read"),
        ({"ink": {"back": [[[1, 1]]] * 301}}, "longer than the note can hold"),
        ({"ink": {"back": [[[n, 1] for n in range(6001)]]}}, "longer than the note can hold"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(clinic, visit, wrong, words):
    with pytest.raises(Refused, match=words):
        save(clinic, visit, **wrong)
    assert not Note.objects.filter(version__gt=0).exists()


@given(JSON)
def test_whatever_is_sent_as_a_drawing_is_kept_within_bounds_or_refused_in_words(sent):
    try:
        kept = figures.ink(sent)
    except ValueError as wrong:
        assert str(wrong).startswith("The drawing")
        return
    for figure, strokes in kept.items():
        width, height = figures.size(figure)
        assert all(0 <= x <= width and 0 <= y <= height for stroke in strokes for x, y in stroke)


def test_every_region_of_the_figures_has_a_place_for_its_marks_within_them():
    assert len(figures.spots()) >= 85
    for spot in figures.spots().values():
        width, height = figures.size(spot.figure)
        assert 0 < spot.x < width and 0 < spot.y < height
    (one, two) = figures.marks([{"region": "neck_back", "words": "", "symbol": "pain"}])
    assert one[0] == two[0] == "back" and one[1].x != two[1].x  # a base is both its sides


def test_a_note_is_cosigned_by_another_person_once_and_it_prints(signed_visit, clinic, member):
    with pytest.raises(Refused, match="You signed this note"):
        writing.note_cosign(clinic, visit=signed_visit)
    supervisor = member("therapist")
    for _ in range(2):
        writing.note_cosign(supervisor, visit=signed_visit, words="Seen and agreed.")
    assert Cosignature.objects.get().words == "Seen and agreed."
    assert papers.note_pdf(clinic, signed_visit).startswith(b"%PDF")


def test_a_note_that_is_not_signed_is_not_cosigned(clinic, visit, member):
    save(clinic, visit)
    with pytest.raises(Refused, match="not signed yet"):
        writing.note_cosign(member("therapist"), visit=visit)


def written(who) -> dict[str, str]:
    return {one.key: one.text for one in writing.phrases(who)}


def test_ones_own_snippet_comes_before_the_clinics_and_the_clinics_before_the_houses(clinic, member):
    therapist = member("therapist")
    assert "week" in written(therapist)["next"]
    writing.snippet_add(clinic, key=";Next", text="The clinic's.", shared=True)
    assert written(therapist)["next"] == "The clinic's."
    writing.snippet_add(therapist, key="next", text="Mine.")
    assert written(therapist)["next"] == "Mine." and written(clinic)["next"] == "The clinic's."


def test_a_snippet_is_changed_by_whose_it_is_and_its_key_stands_once(clinic, member):
    therapist = member("therapist")
    shared = writing.snippet_add(clinic, key="arm", text="The clinic's.", shared=True)
    own = writing.snippet_add(therapist, key="arm", text="Mine.")
    for who, one in ((therapist, shared), (clinic, own)):
        with pytest.raises(access.Denied):
            writing.snippet_change(who, snippet=one, key="arm", text="Theirs.")
    with pytest.raises(Refused, match="stands for other words already"):
        writing.snippet_add(therapist, key="arm", text="Again.")
    with pytest.raises(Refused, match="up to 20 letters"):
        writing.snippet_add(therapist, key="two words", text="x")
    with pytest.raises(Refused, match="owner's"):
        writing.snippet_add(therapist, key="leg", text="x", shared=True)
    writing.snippet_remove(therapist, snippet=own)
    assert written(therapist)["arm"] == "The clinic's."
