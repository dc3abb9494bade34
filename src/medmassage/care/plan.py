"""The plan of care beside the order: where it goes past what the physician wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from medmassage.care import span
from medmassage.care.case import Referral
from medmassage.care.sources import note_sources
from medmassage.finding import Finding, Level
from medmassage.knowledge import anatomy


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed with the patient; ``None`` or empty: not said."""

    agreed: date
    per_week: Decimal | None = None
    weeks: int | None = None
    visits: int | None = None
    regions: tuple[str, ...] = ()

    @property
    def visits_in_all(self) -> int | None:
        """Visits as said, else as frequency and weeks come to; ``None`` where neither is said."""
        if self.visits is not None or self.per_week is None or self.weeks is None:
            return self.visits
        return round(self.per_week * self.weeks)


def beside_orders(plan: Plan, orders: Sequence[Referral]) -> tuple[Finding, ...]:
    """Where the plan goes past the orders that run or begin within it: all cautions, nothing stops."""
    orders = [o for o in orders if o.ends is None or o.ends >= plan.agreed]
    return (*_visits(plan, orders), *_dates(plan, orders), *_regions(plan, orders)) if orders else ()


def _visits(plan: Plan, orders: Sequence[Referral]) -> Iterator[Finding]:
    wanted = plan.visits_in_all
    ordered = [o.visits for o in orders]
    if wanted is None or None in ordered:
        return
    allowed = sum(v for v in ordered if v is not None)
    if wanted > allowed:
        message = f"The plan has {wanted} visits, the order {allowed}."
        yield _caution("more_visits", message, "Plan fewer, or ask for a new order in time.", "visits")


def _dates(plan: Plan, orders: Sequence[Referral]) -> Iterator[Finding]:
    ends = [o.ends for o in orders]
    if plan.weeks is None or None in ends:
        return
    last = max(end for end in ends if end is not None)
    until = plan.agreed + timedelta(weeks=plan.weeks)
    if until > last:
        message = f"The plan runs until {span.words(until)}, the order until {span.words(last)}."
        yield _caution("past_the_order", message, "Ask for a new order in time.", "weeks")


def _regions(plan: Plan, orders: Sequence[Referral]) -> Iterator[Finding]:
    """An order without regions does not say where, so nothing lies outside it."""
    if any(not o.regions for o in orders):
        return
    named = {base for o in orders for place in o.regions for base in anatomy.bases_of(place) or (place,)}
    outside = [r for r in plan.regions if not named & set(anatomy.bases_of(r) or (r,))]
    if outside:
        places = ", ".join(anatomy.label(place).lower() for place in outside)
        message = f"The plan names what no order names: {places}."
        yield _caution("other_regions", message, "Stay within the order, or ask the physician to name it.", "regions")


def _caution(rule: str, message: str, remedy: str, subject: str) -> Finding:
    return Finding(f"plan.{rule}", "ordered", Level.CAUTION, message, remedy, subject, (note_sources()["plan"],))
