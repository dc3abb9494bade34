"""Visits from booking to the treatment room."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, gates
from medmassage.clinic.models import Case, Membership, Therapist, Visit
from medmassage.clinic.services.outcome import Refused, Result, keep, standing
from medmassage.clinic.services.rescreening import screening_keep

NOTHING: Mapping[str, Any] = {}
LONGEST = timedelta(hours=12)


@transaction.atomic
def visit_book(
    member: Membership,
    *,
    case: Case,
    therapist: Therapist,
    starts_at: datetime,
    minutes: int = 60,
    setting: str = "",
    reasons: Mapping[str, str] = NOTHING,
    key: str = "",
) -> Result[Visit]:
    """Book a visit when lawful, safe and ordered let it, or when each stop that may be passed has a reason.

    ``key`` names the form that asked: the same form twice is one visit.
    """
    access.require(member, Visit, write=True)
    access.same_clinic(member, case, therapist)
    # These locks make two desks that book at once, for one case or one therapist, count one after the other.
    case = access.write(member, Case, case.pk)
    therapist = access.rows(member, Therapist).select_for_update(of=("self",), no_key=True).get(pk=therapist.pk)
    if key and (known := Visit.objects.filter(clinic=member.clinic, booking_key=key).first()):
        return Result(known)
    _runs(case)
    setting = setting or case.setting
    _free(therapist, starts_at, minutes)
    begins = clock.local(member.clinic, starts_at)
    verdicts = gates.for_booking(case, therapist, setting=setting, on=begins.date(), at=begins.time())
    if standing(member, verdicts, reasons):
        return Result(None, verdicts)
    visit = Visit(
        clinic=member.clinic,
        patient=case.patient,
        case=case,
        therapist=therapist,
        starts_at=starts_at,
        minutes=minutes,
        setting=setting,
        booking_key=key,
    )
    visit.full_clean()
    visit.save()
    keep(member, verdicts, reasons, moment="booking", visit=visit)
    return Result(visit, verdicts)


@transaction.atomic
def visit_check_in(member: Membership, *, visit: Visit, reasons: Mapping[str, str] = NOTHING) -> Result[Visit]:
    """Bring the patient in when the gates, asked again with today's answers, let it."""
    visit = access.write(member, Visit, visit.pk)
    _stands_at(visit, Visit.Status.BOOKED)
    verdicts = gates.for_visit(visit)
    if standing(member, verdicts, reasons):
        return Result(None, verdicts)
    visit.status = Visit.Status.CHECKED_IN
    visit.save(update_fields=["status"])
    keep(member, verdicts, reasons, moment="check-in", visit=visit)
    screening_keep(visit, next(v for v in verdicts if v.gate == "safe"))
    return Result(visit, verdicts)


@transaction.atomic
def visit_end(member: Membership, *, visit: Visit, status: str) -> Visit:
    """Cancel a visit, or say that nobody came. It counts no longer."""
    if status not in {Visit.Status.CANCELLED, Visit.Status.NO_SHOW}:
        raise Refused("A visit ends as cancelled or as not kept.", "status")
    visit = access.write(member, Visit, visit.pk)
    _stands_at(visit, Visit.Status.BOOKED)
    visit.status = status
    visit.save(update_fields=["status"])
    return visit


def _stands_at(visit: Visit, status: Visit.Status) -> None:
    if visit.status != status:
        raise Refused(f"This visit is “{visit.get_status_display()}” by now. Open it again to see how it stands.")


def _runs(case: Case) -> None:
    """Refuse a visit on a course of care that was closed."""
    if case.closed_on:
        raise Refused(f"This course of care was closed on {case.closed_on:%-d %b %Y}. Open it again to book.")


def _free(therapist: Therapist, starts_at: datetime, minutes: int) -> None:
    """Refuse a second patient in the same minutes: timed codes are one to one."""
    near = (starts_at - LONGEST, starts_at + LONGEST)
    for other in Visit.objects.filter(therapist=therapist, starts_at__range=near).exclude(
        status__in=[Visit.Status.CANCELLED, Visit.Status.NO_SHOW]
    ):
        apart = (other.starts_at - starts_at).total_seconds() / 60
        if -other.minutes < apart < minutes:
            raise Refused(f"{therapist} has another visit in this time. Choose another time.", "starts_at")
