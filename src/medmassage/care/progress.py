"""Progress of a case over time, as the report to the referring provider shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from medmassage.care.case import Case
from medmassage.care.limits import Limit, limits
from medmassage.care.piles import counted

Better = Literal["lower", "higher"]
NOT_YET_DONE = "booked"


@dataclass(frozen=True, slots=True)
class Reading:
    """One score of one measure on one day."""

    measure: str
    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """How a measure is read: which way is better, and the smallest change that matters (``None``: not known)."""

    better: Better
    meaningful: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What the patient wants to be able to do, by a measure that reaches ``target``."""

    words: str
    measure: str
    baseline: Decimal
    target: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time, by day. ``gain`` is the change for the better since the first reading."""

    measure: str
    readings: tuple[Reading, ...]
    gain: Decimal | None
    meaningful: bool | None

    @property
    def first(self) -> Reading:
        """The baseline."""
        return self.readings[0]

    @property
    def last(self) -> Reading:
        """Where it stands."""
        return self.readings[-1]

    @property
    def change(self) -> Decimal:
        """Last less first."""
        return self.last.value - self.first.value


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal and where it stands: the last reading, and whether it is met (``None``: never measured)."""

    goal: Goal
    last: Reading | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the report says in numbers."""

    series: tuple[Series, ...]
    goals: tuple[GoalState, ...]
    visits_done: int
    limits: tuple[Limit, ...]

    @property
    def goals_met(self) -> int:
        """How many goals are met."""
        return sum(1 for state in self.goals if state.met)


def progress(
    case: Case, on: date, readings: Sequence[Reading], goals: Sequence[Goal], scales: Mapping[str, Scale]
) -> Progress:
    """The case's progress up to and with ``on``. A measure without a scale is shown, but not judged."""
    known = [r for r in readings if r.on <= on]
    return Progress(
        series=series(known, scales),
        goals=tuple(goal_state(goal, known) for goal in goals),
        visits_done=sum(1 for v in counted(case) if v.on <= on and v.status != NOT_YET_DONE),
        limits=limits(case, on),
    )


def series(readings: Sequence[Reading], scales: Mapping[str, Scale]) -> tuple[Series, ...]:
    """The readings by measure, in the order in which the measures were first met."""
    ordered = sorted(readings, key=lambda r: r.on)
    names = dict.fromkeys(r.measure for r in ordered)
    return tuple(_series(name, tuple(r for r in ordered if r.measure == name), scales.get(name)) for name in names)


def _series(name: str, readings: tuple[Reading, ...], scale: Scale | None) -> Series:
    if scale is None or len(readings) < 2:
        return Series(name, readings, None, None)
    change = readings[-1].value - readings[0].value
    gain = -change if scale.better == "lower" else change
    return Series(name, readings, gain, None if scale.meaningful is None else gain >= scale.meaningful)


def goal_state(goal: Goal, readings: Sequence[Reading]) -> GoalState:
    """Where a goal stands by the last of these readings of its measure."""
    last = max((r for r in readings if r.measure == goal.measure), key=lambda r: r.on, default=None)
    if last is None:
        return GoalState(goal, None, None)
    falling = goal.target < goal.baseline
    return GoalState(goal, last, last.value <= goal.target if falling else last.value >= goal.target)
