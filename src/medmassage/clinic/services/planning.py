"""What treatment is for: goals with a measure, agreed with the patient."""

from decimal import Decimal

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import Case, Goal, Membership
from medmassage.clinic.services.outcome import Refused


@transaction.atomic
def goal_add(member: Membership, *, case: Case, words: str, measure: str, baseline: Decimal, target: Decimal) -> Goal:
    """Keep a goal in the patient's words, with the measure that will show whether it is met.

    Raises :class:`Refused` when baseline and target are the same: nothing could show a change.
    """
    access.require(member, Goal, write=True)
    access.same_clinic(member, case)
    if baseline == target:
        raise Refused("The goal is where the patient stands today. Choose a target that would show a change.", "target")
    goal = Goal(
        clinic=member.clinic,
        patient=case.patient,
        case=case,
        words=words.strip(),
        measure=measure.strip(),
        baseline=baseline,
        target=target,
    )
    goal.full_clean()
    goal.save()
    return goal
