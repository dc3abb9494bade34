"""What treatment is for, and how: the plan of care, and goals with a measure, agreed with the patient."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, measures
from medmassage.clinic.models import CarePlan, Case, Goal, Membership
from medmassage.clinic.services.outcome import Refused

NOTHING: Mapping[str, Any] = {}


@transaction.atomic
def plan_agree(
    member: Membership,
    *,
    case: Case,
    agreed_on: date,
    dose: Mapping[str, Any] = NOTHING,
    techniques: Sequence[str] = (),
    regions: Sequence[str] = (),
    **facts: Any,
) -> CarePlan:
    """Keep a plan as it was agreed; it follows the one before, which stays.

    ``dose``: the scheme it was taken from, as it stands in the knowledge base today; empty: chosen freely. Raises
    :class:`Refused` for a day to come, before the case, or a closed case.
    """
    access.require(member, CarePlan, write=True)
    case = access.write(member, Case, case.pk)
    _running(case)
    if agreed_on > clock.today(member.clinic):
        raise Refused(f"{agreed_on:%-d %b %Y} is still to come.", "agreed_on")
    plan = CarePlan(
        clinic=member.clinic,
        patient=case.patient,
        case=case,
        agreed_on=agreed_on,
        dose=dict(dose),
        techniques=list(techniques),
        regions=list(regions),
        author=member.user,
        **facts,
    )
    plan.full_clean()
    plan.save()
    return plan


@transaction.atomic
def goal_add(
    member: Membership,
    *,
    case: Case,
    words: str,
    measure: str,
    baseline: Decimal,
    target: Decimal,
    due_on: date | None = None,
) -> Goal:
    """Keep a goal in the patient's words, with the measure that will show whether it is met.

    Raises :class:`Refused` when baseline and target are the same (nothing could show a change), when a value lies
    outside the measure, or when the target would be worse than today.
    """
    access.require(member, Goal, write=True)
    access.same_clinic(member, case)
    goal = Goal(clinic=member.clinic, patient=case.patient, case=case)
    return _agreed(goal, words=words, measure=measure, baseline=baseline, target=target, due_on=due_on)


@transaction.atomic
def goal_change(member: Membership, *, goal: Goal, **facts: Any) -> Goal:
    """Change a goal; the audit log keeps what it was. Raises :class:`Refused` as :func:`goal_add` does."""
    return _agreed(access.write(member, Goal, goal.pk), **facts)


@transaction.atomic
def goal_remove(member: Membership, *, goal: Goal) -> None:
    """Take a goal out that is not the patient's any longer. The audit log keeps it."""
    access.write(member, Goal, goal.pk).delete()


def _agreed(goal: Goal, **facts: Any) -> Goal:
    for name, value in facts.items():
        setattr(goal, name, value.strip() if isinstance(value, str) else value)
    _could_show_a_change(goal)
    goal.full_clean()
    goal.save()
    return goal


def _could_show_a_change(goal: Goal) -> None:
    if goal.baseline == goal.target:
        raise Refused("The goal is where the patient stands today. Choose a target that would show a change.", "target")
    measure = measures.found(goal.measure)
    if measure is None:
        return
    low, high = (Decimal(str(edge)) for edge in measure.range)
    for name in ("baseline", "target"):
        if not low <= getattr(goal, name) <= high:
            ends = f"{measures.figure(low)} to {measures.figure(high)}"
            raise Refused(f"{measure.short} runs from {ends}.", name)
    if (goal.target > goal.baseline) != (measure.better == "higher"):
        raise Refused(
            f"On {measure.short} {measure.better} is better: this target would be worse than today.", "target"
        )


def _running(case: Case) -> None:
    if case.closed_on:
        raise Refused("This course of care is closed. Open it again before you plan.")
