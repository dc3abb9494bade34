"""Who is screened: what is said and on file of a person, and what is planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PRESSURES = ("light", "moderate", "deep")


@dataclass(frozen=True, slots=True)
class Report:
    """Something said or on file, with its day where one is known.

    ``sure`` is false for an answer of "not sure": it asks, and does not settle. ``entry`` names what was chosen from
    the base's own list, so that the words need not be read.
    """

    text: str
    on: date | None = None
    sure: bool = True
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is screened, with all that is known of them on the day, and what is planned.

    ``pressure`` is one of :data:`PRESSURES` or empty; ``windows`` are the clinic's own days by entry id.
    """

    on: date
    has: tuple[Report, ...] = ()
    drugs: tuple[str, ...] = ()
    clearances: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    age: int | None = None
    pregnancy_week: int | None = None
    regions: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    pressure: str = ""
    windows: Mapping[str, int] = field(default_factory=dict)
