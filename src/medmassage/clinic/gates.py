"""The four gates asked of stored records, on a day."""

from collections.abc import Sequence
from datetime import date, time

from medmassage.care import ordered as care
from medmassage.care.limits import Limit
from medmassage.clinic import clock, corrections, inputs
from medmassage.clinic.models import Case, Therapist, Visit
from medmassage.finding import Verdict
from medmassage.knowledge.screen import screen
from medmassage.law.ask import lawful


def for_booking(
    case: Case, therapist: Therapist, *, setting: str, on: date, at: time | None = None
) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, asked before one more visit is booked. ``at``: the hour on the clinic's wall."""
    facts = inputs.care_case(case)
    return (
        lawful(
            inputs.lawful_question(therapist, case, setting=setting, on=on, at=at),
            corrections.local(case.clinic, case.state),
        ),
        screen(inputs.person(case.patient, on=on, case=case)),
        care.ordered(facts, on, adding=True),
    )


def for_visit(visit: Visit, lines: Sequence[inputs.Worked] = ()) -> tuple[Verdict, ...]:
    """Lawful, safe and ordered, asked of a visit that stands in the book: of what its note names, as far as it names
    anything, else of what is planned and ordered.
    """
    begins = clock.local(visit.clinic, visit.starts_at)
    on = begins.date()
    done, planned = inputs.Work.of(lines), inputs.Work.planned(visit.case)
    question = inputs.lawful_question(
        visit.therapist, visit.case, setting=visit.setting, on=on, techniques=done.techniques,
        areas=done.areas or None, at=begins.time(),
    )  # fmt: skip
    work = done if done.areas or done.techniques else planned
    return (
        lawful(question, corrections.local(visit.case.clinic, visit.case.state)),
        screen(inputs.person(visit.patient, on=on, case=visit.case, work=work)),
        care.ordered(inputs.care_case(visit.case), on, adding=False),
    )


def tightest(case: Case, on: date) -> Limit | None:
    """The one number of the front desk: the limit with the fewest visits left."""
    return care.tightest(inputs.care_case(case), on)
