"""The four gates asked of stored records, on a day."""

from collections.abc import Sequence
from datetime import date

from medmassage.care import ordered as care
from medmassage.care.limits import Limit
from medmassage.clinic import clock, inputs
from medmassage.clinic.models import Case, Therapist, Visit
from medmassage.finding import Verdict
from medmassage.knowledge.screen import screen
from medmassage.law.ask import lawful


def for_booking(case: Case, therapist: Therapist, *, setting: str, on: date) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, asked before one more visit is booked."""
    facts = inputs.care_case(case)
    return (
        lawful(inputs.lawful_question(therapist, case, setting=setting, on=on)),
        screen(inputs.person(case.patient, on=on, case=case)),
        care.ordered(facts, on, adding=True),
    )


def for_visit(visit: Visit, techniques: Sequence[str] = ()) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, asked of a visit that stands in the book."""
    on = clock.local(visit.clinic, visit.starts_at).date()
    question = inputs.lawful_question(visit.therapist, visit.case, setting=visit.setting, on=on, techniques=techniques)
    return (
        lawful(question),
        screen(inputs.person(visit.patient, on=on, case=visit.case)),
        care.ordered(inputs.care_case(visit.case), on, adding=False),
    )


def tightest(case: Case, on: date) -> Limit | None:
    """The one number of the front desk: the limit with the fewest visits left."""
    return care.tightest(inputs.care_case(case), on)
