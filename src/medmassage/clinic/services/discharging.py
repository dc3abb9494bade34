"""The end of a course of care, and its beginning anew; and care for well-being, which nobody orders or pays for."""

from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic.models import CarePlan, Case, Membership, Patient, Visit
from medmassage.clinic.services import intake
from medmassage.clinic.services.outcome import Refused

OPEN = (Visit.Status.BOOKED, Visit.Status.CHECKED_IN)


@transaction.atomic
def wellness_open(member: Membership, *, patient: Patient, title: str, **facts: Any) -> Case:
    """Open a wellness case: no order, no coverage, never billed. The law of the state is asked all the same."""
    return intake.case_open(
        member,
        patient=patient,
        title=title,
        coverage=None,
        opened_on=clock.today(member.clinic),
        kind=Case.Kind.WELLNESS,
        **facts,
    )


@transaction.atomic
def case_close(member: Membership, *, case: Case, on: date, discharge: str, words: str = "") -> Case:
    """Close a course of care with the reason; nothing is booked on it until it is opened again.

    Raises :class:`Refused` while visits are open, for a day to come or before its last visit, and without a reason.
    """
    access.require(member, CarePlan, write=True)
    case = access.write(member, Case, case.pk)
    if case.closed_on:
        raise Refused(f"It was closed on {case.closed_on:%-d %b %Y}.")
    if discharge not in Case.Discharge.values:
        raise Refused("Say why it ends.", "discharge")
    if discharge == Case.Discharge.OTHER and not words.strip():
        raise Refused("Say in a few words which reason.", "words")
    _may_end(member, case, on)
    case.closed_on, case.discharge, case.discharge_words = on, discharge, words.strip()
    case.full_clean()
    case.save()
    return case


@transaction.atomic
def case_reopen(member: Membership, *, case: Case) -> Case:
    """Open a closed course of care again; the audit log keeps how it had ended."""
    case = access.write(member, Case, case.pk)
    if case.closed_on is None:
        raise Refused("This course of care is open.")
    case.closed_on, case.discharge, case.discharge_words = None, "", ""
    case.save(update_fields=["closed_on", "discharge", "discharge_words"])
    return case


def _may_end(member: Membership, case: Case, on: date) -> None:
    if on > clock.today(member.clinic):
        raise Refused(f"{on:%-d %b %Y} is still to come.", "on")
    if on < case.opened_on:
        raise Refused("It closes before it opens. Check the date.", "on")
    visits = list(case.visits.select_related("clinic"))
    still = [_day(v) for v in visits if v.status in OPEN]
    if still:
        days = ", ".join(f"{day:%-d %b}" for day in sorted(still))
        raise Refused(f"Visits are still open: {days}. Cancel them, or sign their notes first.")
    last = max((_day(v) for v in visits if v.status == Visit.Status.SIGNED), default=None)
    if last and on < last:
        raise Refused(f"The last visit was on {last:%-d %b %Y}. It closes on that day or later.", "on")


def _day(visit: Visit) -> date:
    return clock.local(visit.clinic, visit.starts_at).date()
