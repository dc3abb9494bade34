"""Goals as people read them: the words, the measure, where it began, stands and should be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from medmassage.clinic import measures
from medmassage.clinic.models import Case, Goal
from medmassage.web.templatetags.look import day


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal, where it stands now, and how far that is: ``full``, ``half`` or ``empty``."""

    goal: Goal
    measure: str
    latest: Decimal | None
    mark: str
    late: bool

    @property
    def words(self) -> str:
        """Such as "began at 6, now 3, goal 2, by 12 Dec"."""
        figure = measures.figure
        now = f", now {figure(self.latest)}" if self.latest is not None else ""
        by = f", by {day(self.goal.due_on)}" if self.goal.due_on else ""
        return f"{self.measure}: began at {figure(self.goal.baseline)}{now}, goal {figure(self.goal.target)}{by}"

    @property
    def standing(self) -> str:
        """How far it is, in a word or two."""
        if self.mark == "full":
            return "reached"
        if self.late:
            return "past its day"
        return "on the way" if self.mark == "half" else "not yet" if self.latest is not None else "not measured yet"


def aims(case: Case, today: date) -> list[Aim]:
    """The goals of a case."""
    return [_aim(case, goal, today) for goal in case.goals.all()]


def _aim(case: Case, goal: Goal, today: date) -> Aim:
    taken = [s.value for s in case.scores.all() if s.measure == goal.measure and s.on <= today]
    latest = taken[-1] if taken else None
    done = 0 if latest is None else (latest - goal.baseline) / (goal.target - goal.baseline)
    mark = "full" if done >= 1 else "half" if done > 0 else "empty"
    late = mark != "full" and goal.due_on is not None and goal.due_on < today
    return Aim(goal, measures.label(goal.measure), latest, mark, late)
