"""The thread of necessity as a picture of five stations, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care import necessity
from medmassage.care.progress import Series
from medmassage.clinic import access, measures
from medmassage.clinic import necessity as rows
from medmassage.clinic.models import Case, Goal, Membership, Note
from medmassage.finding import Finding, Level
from medmassage.knowledge import anatomy

NOT_YET = "–"


@dataclass(frozen=True, slots=True)
class Station:
    """One place on the line. ``answer``: how it stands, as every answer of the house."""

    name: str
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a signed note, and what it serves."""

    on: date
    place: str
    code: str
    minutes: int
    serves: str
    named: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The whole line, its rows, and what is missing on it."""

    stations: Sequence[Station]
    rows: Sequence[Row]
    gaps: Sequence[Finding]
    minutes: int


def line(who: Membership, case: Case, today: date) -> Line | None:
    """The line of a medical case; ``None`` for wellness care, and for a role that may not read what stands on it."""
    if case.kind == Case.Kind.WELLNESS or not (access.may(who, Goal) and access.may(who, Note)):
        return None
    thread = rows.thread(case, today)
    return Line(_stations(thread), [_row(one) for one in reversed(thread.served)], thread.gaps, thread.minutes)


def _stations(thread: necessity.Thread) -> list[Station]:
    visits = len({one.line.on for one in thread.served})
    worked = f"{thread.minutes} min in {visits} visit{'' if visits == 1 else 's'}" if visits else NOT_YET
    codes = ", ".join(f"{c.code} × {c.units}" for c in thread.codes) or NOT_YET
    return [
        Station("Diagnosis", ", ".join(thread.diagnoses) or NOT_YET, _answer(thread, "diagnosis")),
        Station("Goal", _goals(thread.aims), _answer(thread, "goal")),
        Station("Measured change", _changes(thread.aims), _answer(thread, "change", "goal")),
        Station("Minutes", worked, _answer(thread, "work")),
        Station("Code, units", codes, _answer(thread, "code")),
    ]


def _answer(thread: necessity.Thread, *subjects: str) -> str:
    worst = max((gap.level for gap in thread.gaps if gap.subject in subjects), default=Level.NOTE)
    later = not thread.served and "work" in subjects
    return "later" if later else worst.answer


def _goals(aims: Sequence[necessity.Aim]) -> str:
    if not aims:
        return NOT_YET
    more = f" and {len(aims) - 1} more" if len(aims) > 1 else ""
    return f"{aims[0].state.goal.words}{more}"


def _changes(aims: Sequence[necessity.Aim]) -> str:
    shown = dict.fromkeys(_change(aim.series) for aim in aims if aim.series)
    return "; ".join(shown) or NOT_YET


def _change(series: Series) -> str:
    known = measures.found(series.measure)
    name = known.short if known else measures.label(series.measure)
    first, last = measures.figure(series.first.value), measures.figure(series.last.value)
    if len(series.readings) < 2:
        return f"{name} {first}"
    judged = {True: ", matters", False: "", None: ""}[series.meaningful]
    return f"{name} {first} → {last}{judged}"


def _row(one: necessity.Served) -> Row:
    place = anatomy.label(one.line.region)
    return Row(one.line.on, place, one.line.code, one.line.minutes, ", ".join(one.diagnoses), one.named)
