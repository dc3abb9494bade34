"""The thread of medical necessity: diagnosis, goal, measured change, minutes, code; and where it is broken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care.case import Referral
from medmassage.care.progress import Goal, GoalState, Reading, Scale, Series, goal_state, series
from medmassage.care.sources import note_sources
from medmassage.finding import Finding, Level
from medmassage.knowledge import anatomy


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a signed note: where, which code, how many minutes."""

    on: date
    region: str
    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed visit: its lines, and the units that each code earned."""

    on: date
    lines: tuple[Line, ...]
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Served:
    """A line and the diagnoses it serves; none where the order of its day does not name the region."""

    line: Line
    diagnoses: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class OfCode:
    """What one code comes to over all signed visits."""

    code: str
    visits: int
    minutes: int
    units: int


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal, where it stands, and the change of its measure (``None``: never measured)."""

    state: GoalState
    series: Series | None


@dataclass(frozen=True, slots=True)
class Thread:
    """One case on a line. ``gaps`` says in words what a reviewer would miss; empty: nothing."""

    diagnoses: tuple[str, ...]
    aims: tuple[Aim, ...]
    served: tuple[Served, ...]
    codes: tuple[OfCode, ...]
    gaps: tuple[Finding, ...]

    @property
    def minutes(self) -> int:
        """Hands-on minutes of all signed visits."""
        return sum(code.minutes for code in self.codes)


def thread(
    orders: Sequence[Referral],
    visits: Sequence[Visit],
    readings: Sequence[Reading],
    goals: Sequence[Goal],
    scales: Mapping[str, Scale],
) -> Thread:
    """The thread of a case. ``readings`` up to the day that is asked about; ``visits`` are the signed ones.

    A line serves the diagnoses of the order that covers its day, where that order names its region (a base, a side or
    a group of the anatomy) or names none. Goals belong to the whole case.
    """
    found = {one.measure: one for one in series(readings, scales)}
    aims = tuple(Aim(goal_state(goal, readings), found.get(goal.measure)) for goal in goals)
    served = tuple(_served(line, orders) for visit in visits for line in visit.lines)
    diagnoses = tuple(dict.fromkeys(code for order in orders for code in order.diagnoses))
    codes = tuple(_of_code(code, visits) for code in dict.fromkeys(one.line.code for one in served))
    gaps = (*_of_diagnoses(diagnoses), *_of_goals(aims), *_of_work(served, codes))
    return Thread(diagnoses, aims, served, codes, gaps)


def _served(line: Line, orders: Sequence[Referral]) -> Served:
    covering = [o for o in orders if o.starts <= line.on and (o.ends is None or line.on <= o.ends)]
    naming = [o for o in covering if not o.regions or _lies_in(line.region, o.regions)]
    return Served(line, tuple(dict.fromkeys(code for o in naming for code in o.diagnoses)), bool(naming))


def _lies_in(region: str, places: Sequence[str]) -> bool:
    """Whether a worked region is one of these: by the base it belongs to, as orders seldom name a side."""
    own = set(anatomy.bases_of(region)) or {region}
    return any(own & (set(anatomy.bases_of(place)) or {place}) for place in places)


def _of_code(code: str, visits: Sequence[Visit]) -> OfCode:
    with_it = [v for v in visits if any(line.code == code for line in v.lines)]
    minutes = sum(line.minutes for v in with_it for line in v.lines if line.code == code)
    return OfCode(code, len(with_it), minutes, sum(v.units.get(code, 0) for v in with_it))


def _of_diagnoses(diagnoses: Sequence[str]) -> Iterator[Finding]:
    if not diagnoses:
        yield _gap("no_diagnosis", "No order names a diagnosis.", "Ask the physician's office for it.", "diagnosis")


def _of_goals(aims: Sequence[Aim]) -> Iterator[Finding]:
    if not aims:
        yield _gap("no_goal", "No goal is agreed yet.", "Agree on one with the patient, with a measure.", "goal")
    for aim in aims:
        words = f"“{aim.state.goal.words}”"
        if aim.series is None:
            yield _gap("not_measured", f"{words} was never measured.", "Take its measure at the next visit.", "change")
        elif len(aim.series.readings) < 2:
            message = f"{words} was measured once; no measured change yet."
            yield _gap("no_change_yet", message, "Take the measure again.", "change")
        elif aim.series.gain is not None and aim.series.gain <= 0:
            message = f"{words}: no change for the better since {aim.series.first.on:%-d %b}."
            yield _gap("no_gain", message, "Change the plan, or tell the physician.", "change")
        elif aim.series.meaningful is False and not aim.state.met:
            message = f"{words}: better, but less than a change that matters."
            yield _gap("small_gain", message, "Go on and measure again, or change the plan.", "change", Level.NOTE)


def _of_work(served: Sequence[Served], codes: Sequence[OfCode]) -> Iterator[Finding]:
    if not served:
        yield _gap("no_work", "No visit is signed yet.", "Sign the note of the first visit.", "work", Level.NOTE)
    outside: dict[tuple[str, str], list[date]] = {}
    for one in served:
        if not one.named:
            outside.setdefault((one.line.code, one.line.region), []).append(one.line.on)
    for (code, region), days in outside.items():
        when = ", ".join(f"{day:%-d %b}" for day in dict.fromkeys(days))
        message = f"{code} on a region that no order of its day names: {anatomy.label(region).lower()}, {when}."
        yield _gap("region_not_ordered", message, "Ask for an order that names it, or stay within it.", "work")
    for one_code in codes:
        if one_code.minutes and not one_code.units:
            message = f"{one_code.code} earned no unit: {one_code.minutes} minutes in all."
            yield _gap("no_unit", message, "A timed code needs eight minutes by most rules.", "code", Level.NOTE)


def _gap(rule: str, message: str, remedy: str, subject: str, level: Level = Level.CAUTION) -> Finding:
    basis = note_sources()["region" if subject == "work" else "necessity"]
    return Finding(f"necessity.{rule}", "ordered", level, message, remedy, subject, (basis,))
