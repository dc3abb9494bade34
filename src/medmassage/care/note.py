"""The note: what must stand in it before it can be signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from medmassage.care.sources import note_sources
from medmassage.codes import procedure
from medmassage.finding import Finding, Level, Verdict

_SOAP = {
    "subjective": ("What the patient reports is not written.", "Write how the patient felt since last time."),
    "objective": ("What you found is not written.", "Write what you saw and felt that day."),
    "assessment": ("What came of it is not written.", "Write the response and the progress toward the goals."),
    "plan": ("The plan is not written.", "Write what comes next and what the patient does at home."),
}
_PARTS = {
    "code": ("no procedure code", "Choose the code of this work.", "recall"),
    "region": ("no body region", "Say which part of the body was worked on.", "regions"),
    "technique": ("no technique", "Say how it was worked on.", "regions"),
}
_TIMES = {"started": "When hands-on work began", "ended": "When hands-on work ended"}


@dataclass(frozen=True, slots=True)
class NoteLineDraft:
    """One stretch of hands-on work."""

    region: str
    technique: str
    code: str
    minutes: int
    starts: time | None = None


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it stands."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    next_visit: str = ""
    pain_before: int | None = None
    pain_after: int | None = None
    started: time | None = None
    ended: time | None = None
    lines: Sequence[NoteLineDraft] = ()


def ready(note: NoteDraft) -> Verdict:
    """What still keeps the note from being signed; each finding's subject names its field."""
    return Verdict.of(
        "note",
        [*_words(note), *_lines(note), *_times(note), *_span(note), *_overlaps(note), *_pain(note), *_next(note)],
    )


def _words(note: NoteDraft) -> Iterator[Finding]:
    for name, (message, remedy) in _SOAP.items():
        if not getattr(note, name).strip():
            source = "changes" if name == "subjective" else "recall"
            yield _found(f"{name}_missing", Level.STOP, message, remedy, name, source)


def _lines(note: NoteDraft) -> Iterator[Finding]:
    if not note.lines:
        yield _found(
            "lines_missing", Level.STOP, "No work is written down.", "Add a line with code and minutes.", "lines"
        )
    for place, line in enumerate(note.lines):
        for name, (what, remedy, source) in _PARTS.items():
            if not getattr(line, name).strip():
                message = f"Line {place + 1} has {what}."
                where = f"lines[{place}].{name}"
                yield _found(f"line_{name}_missing", Level.STOP, message, remedy, where, source)
        if line.minutes < 0 or (line.minutes == 0 and _is_timed(line)):
            message = f"Line {place + 1} has no minutes."
            where = f"lines[{place}].minutes"
            yield _found("line_minutes_missing", Level.STOP, message, "Write the hands-on minutes.", where, "minutes")


def _times(note: NoteDraft) -> Iterator[Finding]:
    for name, what in _TIMES.items():
        if getattr(note, name) is None:
            yield _found(f"{name}_missing", Level.STOP, f"{what} is not written.", "Write the time.", name, "minutes")
    if note.started and note.ended and note.ended <= note.started:
        message = f"The work ends at {_clock(note.ended)}, before it began at {_clock(note.started)}."
        yield _found("times_reversed", Level.STOP, message, "Mend one of the two times.", "ended", "minutes")


def _span(note: NoteDraft) -> Iterator[Finding]:
    """Hands-on minutes fit between start and end, in sum and line by line."""
    if not (note.started and note.ended and note.started < note.ended):
        return
    there = int((_at(note.ended) - _at(note.started)).total_seconds() // 60)
    worked = sum(line.minutes for line in note.lines if _is_timed(line))
    if worked > there:
        message = f"The lines come to {worked} minutes; from start to end there are {there}."
        remedy = "Mend the minutes of a line, or the times."
        yield _found("minutes_exceed_time", Level.STOP, message, remedy, _longest(note), "minutes")
    for place, line in enumerate(note.lines):
        if line.starts and not (note.started <= line.starts and _end(line) <= _at(note.ended)):
            message = f"Line {place + 1} lies outside {_clock(note.started)} to {_clock(note.ended)}."
            remedy = "Mend when the line starts, its minutes, or the times."
            yield _found("line_outside_time", Level.STOP, message, remedy, f"lines[{place}].starts", "minutes")


def _overlaps(note: NoteDraft) -> Iterator[Finding]:
    """Two hands cannot give two timed services in the same minutes."""
    begun = [(i, line) for i, line in enumerate(note.lines) if line.starts and _is_timed(line)]
    begun.sort(key=lambda pair: pair[1].starts or time.min)
    for (_, first), (place, second) in pairwise(begun):
        if second.starts and _end(first) > _at(second.starts):
            message = f"Line {place + 1} starts at {_clock(second.starts)}, while another line still runs."
            where = f"lines[{place}].starts"
            yield _found("lines_overlap", Level.STOP, message, "Mend the start or the minutes.", where, "minutes")


def _pain(note: NoteDraft) -> Iterator[Finding]:
    for name, when in {"pain_before": "before", "pain_after": "after"}.items():
        value = getattr(note, name)
        if value is None:
            message = f"Pain {when} treatment is not written."
            yield _found(f"{name}_missing", Level.CAUTION, message, "Ask, and write 0 to 10.", name)
        elif not 0 <= value <= 10:
            message = f"Pain {when} treatment is {value}; the scale goes from 0 to 10."
            yield _found(f"{name}_range", Level.STOP, message, "Write a number from 0 to 10.", name)


def _next(note: NoteDraft) -> Iterator[Finding]:
    if not note.next_visit.strip():
        message = "It is not said when the next visit is."
        yield _found("next_visit_missing", Level.CAUTION, message, "Say when, or that there is none.", "next_visit")


def _found(rule: str, level: Level, message: str, remedy: str, subject: str, source: str = "recall") -> Finding:
    return Finding(f"note.{rule}", "note", level, message, remedy, subject, (note_sources()[source],))


def _is_timed(line: NoteLineDraft) -> bool:
    """Whether the code is paid by minutes; a code we do not know is taken to be."""
    code = procedure.compact(line.code)
    return code in procedure.timed() or not procedure.is_valid(code)


def _longest(note: NoteDraft) -> str:
    place = max(range(len(note.lines)), key=lambda i: note.lines[i].minutes)
    return f"lines[{place}].minutes"


def _end(line: NoteLineDraft) -> datetime:
    return _at(line.starts or time.min) + timedelta(minutes=max(line.minutes, 0))


def _at(moment: time) -> datetime:
    return datetime.combine(date.min, moment)


def _clock(moment: time) -> str:
    """Such as "8:30 am"."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"
