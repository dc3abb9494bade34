"""The steps of one patient's intake: their order, their names, and how far somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from medmassage.clinic import histories
from medmassage.clinic.models import Intake
from medmassage.knowledge import intake as base
from medmassage.web.intake.fields import ACCIDENT, COVERAGE, YOU
from medmassage.web.intake.words import spoken, words

CONSENT, REVIEW = "consent", "review"
TITLES = {YOU: "you", COVERAGE: "insurance", ACCIDENT: "accident", CONSENT: "consent", REVIEW: "review"}


@dataclass(frozen=True, slots=True)
class Step:
    """One page. ``section``: the health section it shows, if it shows one."""

    name: str
    title: str
    section: base.Section | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """All steps of an intake, in order."""

    steps: tuple[Step, ...]
    minutes: int
    done: frozenset[str]

    def named(self, name: str) -> Step | None:
        """The step of this name."""
        return next((step for step in self.steps if step.name == name), None)

    def number(self, step: Step) -> int:
        """Which one it is, the first is 1."""
        return self.steps.index(step) + 1

    def before(self, step: Step) -> Step | None:
        """The one before it."""
        at = self.steps.index(step)
        return self.steps[at - 1] if at else None

    def after(self, step: Step) -> Step:
        """The one after it; the last one is followed by itself."""
        return self.steps[min(self.steps.index(step) + 1, len(self.steps) - 1)]

    def first_open(self) -> Step:
        """Where to go on."""
        return next((step for step in self.steps if step.name not in self.done), self.steps[-1])

    def minutes_left(self, step: Step) -> int:
        """About how long the rest takes, a minute at least."""
        left = len(self.steps) - self.number(step) + 1
        return max(1, round(self.minutes * left / len(self.steps)))


def way(row: Intake, on: date) -> Way:
    """The steps for this patient, in the language chosen."""
    speak, patient = spoken(row.language), row.patient
    form = base.form(speak, age=histories.age(patient, on), sex=patient.sex)
    said: Mapping[str, str] = words(speak)
    health = (Step(section.id, section.title, section) for section in form.sections)
    last = (Step(name, said[TITLES[name]]) for name in (COVERAGE, ACCIDENT, CONSENT, REVIEW))
    steps = (Step(YOU, said[TITLES[YOU]]), *health, *last)
    return Way(steps, form.minutes, frozenset(row.answers.get("steps", ())))
