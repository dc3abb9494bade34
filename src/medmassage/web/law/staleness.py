"""How old the sources of a state's values are, as far as they show a day."""

from dataclasses import dataclass
from datetime import date

from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.topics import EVENTS

YEARS = 2


@dataclass(frozen=True, slots=True)
class Staleness:
    """How many values there are, how many rest on a source that is older, and how many show no day at all."""

    values: int
    older: int
    undated: int

    @property
    def share(self) -> int:
        """The older ones in a hundred."""
        return round(100 * self.older / self.values) if self.values else 0

    @property
    def words(self) -> str:
        """``12 of 80 values older than two years, 30 without a day``."""
        return f"{self.older} of {self.values} values older than two years, {self.undated} without a day"


def staleness(law: Jurisdiction, on: date) -> Staleness:
    """The age of what a state's values on a day rest on."""
    before = on.replace(year=max(on.year - YEARS, 1), day=min(on.day, 28)).isoformat()
    answers = (value.on(on) for name, value in law.topics.items() if name not in EVENTS)
    days = [basis.as_of for answer in answers for basis in answer.basis]
    # A source may show only its year or month; text of the same length is compared.
    older = sum(bool(day) and day < before[: len(day)] for day in days)
    return Staleness(len(days), older, sum(not day for day in days))
