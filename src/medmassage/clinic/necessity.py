"""A case's rows turned into the thread of necessity, and into its plan beside the orders."""

from datetime import date

from medmassage.care import necessity, plan
from medmassage.care import progress as care
from medmassage.clinic import clock, inputs, measures
from medmassage.clinic.models import CarePlan, Case, Visit
from medmassage.finding import Finding


def thread(case: Case, on: date) -> necessity.Thread:
    """Diagnosis, goal, measured change, minutes and code of a case, as known on a day."""
    return necessity.thread(
        orders=inputs.care_case(case).referrals,
        visits=[one for one in _signed(case) if one.on <= on],
        readings=readings(case, on),
        goals=[care.Goal(g.words, g.measure, g.baseline, g.target) for g in case.goals.all()],
        scales=measures.scales(),
    )


def readings(case: Case, on: date) -> list[care.Reading]:
    """The scores of a case up to a day."""
    return [care.Reading(s.measure, s.on, s.value) for s in case.scores.all() if s.on <= on]


def beside_orders(plan_: CarePlan) -> tuple[Finding, ...]:
    """Where a plan goes past the orders of its case."""
    return plan.beside_orders(planned(plan_), inputs.care_case(plan_.case).referrals)


def planned(plan_: CarePlan) -> plan.Plan:
    """The plan as the care room takes it."""
    return plan.Plan(
        agreed=plan_.agreed_on,
        per_week=plan_.per_week,
        weeks=plan_.weeks,
        visits=plan_.visits,
        regions=tuple(plan_.regions),
    )


def _signed(case: Case) -> list[necessity.Visit]:
    found = case.visits.filter(status=Visit.Status.SIGNED).select_related("note", "clinic").order_by("starts_at")
    return [_visit(visit) for visit in found.prefetch_related("note__lines")]


def _visit(visit: Visit) -> necessity.Visit:
    on = clock.local(visit.clinic, visit.starts_at).date()
    lines = (necessity.Line(on, line.region, line.code, line.minutes) for line in visit.note.lines.all())
    return necessity.Visit(on, tuple(lines), visit.note.units)
