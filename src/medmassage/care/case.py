"""A case as the visit ledger sees it: orders, authorizations, the plan year and every visit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["booked", "done", "signed", "billed", "cancelled", "no_show"]
COUNTS_NOT = frozenset({"cancelled", "no_show"})


@dataclass(frozen=True, slots=True)
class Referral:
    """A physician's order. ``visits`` or ``ends`` unknown stay ``None``: nothing is guessed."""

    id: str
    written: date
    starts: date
    ends: date | None
    visits: int | None
    diagnoses: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Authorization:
    """What the payer agreed to, by visits, by units of codes, or both."""

    id: str
    number: str
    starts: date
    ends: date | None
    visits: int | None = None
    units: int | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanYear:
    """What the plan pays in twelve months from ``starts``; visits elsewhere count too."""

    starts: date
    visits: int
    used_elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, whatever its state; ``units`` are those its note earned (0 while there is no signed note)."""

    id: str
    on: date
    status: Status | str
    units: int = 0

    @property
    def counts(self) -> bool:
        """Whether it counts against the limits: all but the cancelled and those nobody came to."""
        return self.status not in COUNTS_NOT


@dataclass(frozen=True, slots=True)
class Case:
    """All that counts visits.

    ``claim_opened`` is the day of the injury or claim, for rules that count per claim; ``reports`` are the days
    on which a progress report left.
    """

    state: str
    payer_kind: str
    referrals: tuple[Referral, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    plan_year: PlanYear | None = None
    visits: tuple[Visit, ...] = ()
    claim_opened: date | None = None
    reports: tuple[date, ...] = ()
