"""What keeps a note from being signed, and what does not."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.care.note import NoteDraft, NoteLineDraft, ready

LINE = NoteLineDraft("neck_back", "Swedish massage", "97124", 38)
WHOLE = NoteDraft(
    subjective="Neck is stiff in the morning.",
    objective="Right upper trapezius tender.",
    assessment="Less guarding after treatment.",
    plan="Continue once a week.",
    next_visit="in a week",
    pain_before=6,
    pain_after=3,
    started=time(10, 0),
    ended=time(10, 45),
    lines=(LINE,),
)


def found(**facts) -> dict[str, tuple[str, str]]:
    return {f.rule: (f.level.word, f.subject) for f in ready(replace(WHOLE, **facts)).findings}


def test_a_whole_note_is_ready() -> None:
    verdict = ready(WHOLE)
    assert (verdict.gate, verdict.answer, verdict.findings) == ("note", "yes", ())


@pytest.mark.parametrize("name", ["subjective", "objective", "assessment", "plan"])
@pytest.mark.parametrize("words", ["", "  \n"])
def test_each_of_the_four_parts_is_written(name: str, words: str) -> None:
    assert found(**{name: words}) == {f"note.{name}_missing": ("stop", name)}


def test_there_is_at_least_one_line_of_work() -> None:
    assert found(lines=()) == {"note.lines_missing": ("stop", "lines")}


@pytest.mark.parametrize("name", ["code", "region", "technique"])
def test_each_line_says_code_region_and_technique(name: str) -> None:
    lines = (LINE, replace(LINE, minutes=5, **{name: " "}))
    assert found(lines=lines) == {f"note.line_{name}_missing": ("stop", f"lines[1].{name}")}


def test_each_timed_line_has_minutes_and_a_pack_needs_none() -> None:
    pack = NoteLineDraft("neck_back", "hot pack", "97010", 0)
    assert found(lines=(LINE, pack)) == {}
    no_minutes = replace(LINE, minutes=0)
    assert found(lines=(LINE, no_minutes)) == {"note.line_minutes_missing": ("stop", "lines[1].minutes")}
    assert "note.line_minutes_missing" in found(lines=(replace(pack, minutes=-1),))


@pytest.mark.parametrize(("minutes", "fits"), [(45, True), (46, False)])
def test_hands_on_minutes_fit_between_start_and_end(minutes: int, fits: bool) -> None:
    assert ("note.minutes_exceed_time" not in found(lines=(replace(LINE, minutes=minutes),))) is fits


def test_the_line_with_the_most_minutes_is_the_one_to_look_at() -> None:
    lines = (replace(LINE, minutes=10), replace(LINE, minutes=40))
    assert found(lines=lines) == {"note.minutes_exceed_time": ("stop", "lines[1].minutes")}


@pytest.mark.parametrize("name", ["started", "ended"])
def test_both_times_are_written(name: str) -> None:
    assert found(**{name: None}) == {f"note.{name}_missing": ("stop", name)}


@pytest.mark.parametrize("ended", [time(10, 0), time(9, 30)])
def test_the_end_comes_after_the_start(ended: time) -> None:
    assert found(ended=ended) == {"note.times_reversed": ("stop", "ended")}


@pytest.mark.parametrize(("second", "fits"), [(time(10, 20), True), (time(10, 19), False)])
def test_timed_lines_do_not_run_at_the_same_time(second: time, fits: bool) -> None:
    lines = (replace(LINE, minutes=20, starts=second), replace(LINE, minutes=20, starts=time(10, 0)))
    expected = {} if fits else {"note.lines_overlap": ("stop", "lines[0].starts")}
    assert found(lines=lines) == expected


@pytest.mark.parametrize(("starts", "fits"), [(time(10, 5), True), (time(10, 6), False), (time(9, 59), False)])
def test_a_line_lies_within_the_visit(starts: time, fits: bool) -> None:
    lines = (replace(LINE, minutes=40, starts=starts),)
    assert ("note.line_outside_time" not in found(lines=lines)) is fits


def test_pain_not_written_and_no_next_visit_are_cautions() -> None:
    assert found(pain_before=None, pain_after=None, next_visit="") == {
        "note.pain_before_missing": ("caution", "pain_before"),
        "note.pain_after_missing": ("caution", "pain_after"),
        "note.next_visit_missing": ("caution", "next_visit"),
    }


@pytest.mark.parametrize(("pain", "fits"), [(0, True), (10, True), (11, False), (-1, False)])
def test_pain_is_0_to_10(pain: int, fits: bool) -> None:
    assert found(pain_after=pain) == ({} if fits else {"note.pain_after_range": ("stop", "pain_after")})


def test_an_empty_note_names_everything_at_once() -> None:
    rules = {f.rule for f in ready(NoteDraft()).findings}
    assert len(rules) == 10


times = st.one_of(st.none(), st.times())
lines = st.lists(
    st.builds(NoteLineDraft, st.text(max_size=3), st.text(max_size=3), st.sampled_from(["97124", "97010", "x", ""]),
              st.integers(-10, 2000), times), max_size=4,
)  # fmt: skip


@given(st.builds(NoteDraft, started=times, ended=times, lines=lines))
def test_no_draft_crashes_the_check_and_each_finding_says_what_to_do(note: NoteDraft) -> None:
    for finding in ready(note).findings:
        assert finding.message.endswith(".")
        assert finding.remedy.endswith(".")
        assert finding.subject
        assert finding.basis
