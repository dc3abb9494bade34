"""Which measures are asked of a case, and when each is due again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care import retest
from medmassage.clinic import clock, measures
from medmassage.clinic.models import Case, Visit
from medmassage.web.plans import suggested
from medmassage.web.templatetags.look import day


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure of this case, why it is asked, and where it stands in time."""

    id: str
    label: str
    why: str
    due: retest.Due

    @property
    def standing(self) -> str:
        """Such as "taken 2 Nov, 4 visits since"."""
        if self.due.last is None:
            return "never taken"
        since = self.due.visits_since
        visits = f"{since} visit{'' if since == 1 else 's'} since" if since else "no visit since"
        return f"taken {day(self.due.last)}, {visits}"


def to_ask(case: Case, today: date) -> list[Asked]:
    """The measures of its goals, of its condition, and those taken before; what is due comes first."""
    held = [clock.local(v.clinic, v.starts_at).date() for v in case.visits.all() if v.status == Visit.Status.SIGNED]
    found = [_asked(case, measure, why, held, today) for measure, why in _reasons(case).items()]
    return sorted(found, key=lambda one: not one.due.is_due)


def _asked(case: Case, measure: str, why: str, held: Sequence[date], today: date) -> Asked:
    taken = [score.on for score in case.scores.all() if score.measure == measure]
    return Asked(measure, measures.label(measure), why, retest.due(taken, held, today))


def _reasons(case: Case) -> dict[str, str]:
    """Each measure with the first reason to ask it. Pain is asked at every visit, so that it needs no reason here."""
    found: dict[str, str] = {}
    for goal in case.goals.all():
        found.setdefault(goal.measure, "a goal rests on it")
    for condition in suggested.likeliest(case):
        for measure in condition.measures:
            if measures.found(measure):
                found.setdefault(measure, f"for {condition.name[0].lower()}{condition.name[1:]}")
    for score in case.scores.all():
        found.setdefault(score.measure, "taken before")
    return found
