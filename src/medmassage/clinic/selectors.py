"""Named reads. Each starts at the door (access) and says what it fetches along."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum

from medmassage.billing.payers import profile
from medmassage.clinic import access, clock
from medmassage.clinic.models import (
    Case,
    Claim,
    Membership,
    Patient,
    Posting,
    Referral,
    Therapist,
    Visit,
    WorkItem,
)

# What the four gates need of a visit; with it a day of visits costs the same few queries as one visit.
CASE_PARTS = (
    "case__referrals__physician",
    "case__authorizations",
    Prefetch("case__visits", Visit.objects.select_related("note", "clinic").prefetch_related("claims")),
    "therapist__licenses",
    "patient__health",
)


def visits_of_day(member: Membership, day: date) -> QuerySet[Visit]:
    """The day's visits with all that their gates need, by therapist and time."""
    start = clock.at(member.clinic, day, time.min)
    end = datetime.combine(day, time.max, tzinfo=start.tzinfo)
    found = access.rows(member, Visit).filter(starts_at__range=(start, end))
    return (
        found.select_related("patient", "case__coverage__payer", "therapist", "clinic", "note")
        .prefetch_related(*CASE_PARTS)
        .order_by("therapist__family", "therapist__given", "starts_at")
    )


def visit_whole(member: Membership, visit: Visit) -> Visit:
    """One visit with all that its gates need."""
    found = access.rows(member, Visit).filter(pk=visit.pk)
    return (
        found.select_related("patient", "case__coverage__payer", "therapist", "clinic", "note")
        .prefetch_related(*CASE_PARTS)
        .get()
    )


def patients_named(member: Membership, words: str) -> QuerySet[Patient]:
    """Patients whose first or last name starts with each word."""
    found = access.rows(member, Patient)
    for word in words.split():
        found = found.filter(Q(family__istartswith=word) | Q(given__istartswith=word))
    return found


def cases_of(member: Membership, patient: Patient) -> QuerySet[Case]:
    """A patient's courses of care with orders, authorizations and visits."""
    return (
        access.rows(member, Case)
        .filter(patient=patient)
        .select_related("coverage__payer", "patient", "clinic")
        .prefetch_related(
            Prefetch("referrals", Referral.objects.select_related("physician").prefetch_related("attachments")),
            "authorizations",
            "goals",
            "scores",
            Prefetch(
                "visits",
                Visit.objects.select_related("note", "therapist", "clinic")
                .prefetch_related("claims")
                .order_by("starts_at"),
            ),
        )
    )


def therapists(member: Membership) -> QuerySet[Therapist]:
    """The clinic's therapists with their papers."""
    return access.rows(member, Therapist).prefetch_related("licenses")


def unbilled(member: Membership) -> QuerySet[Visit]:
    """Signed visits of covered cases that no claim carries yet."""
    return (
        access.rows(member, Visit)
        .filter(status=Visit.Status.SIGNED, case__coverage__isnull=False, claims__isnull=True)
        .select_related("patient", "case__coverage__payer", "therapist", "note", "clinic")
        .order_by("starts_at")
    )


def claims(member: Membership, statuses: Sequence[str] = ()) -> QuerySet[Claim]:
    """The clinic's claims, newest first."""
    found = access.rows(member, Claim).select_related("patient", "coverage__payer")
    return found.filter(status__in=statuses) if statuses else found


def open_work(member: Membership) -> QuerySet[WorkItem]:
    """What a biller has to look at."""
    return access.rows(member, WorkItem).filter(done_at__isnull=True).select_related("claim__patient")


def balances(member: Membership, **of: object) -> dict[str, Decimal]:
    """The sum of postings by account, of a claim or a patient or all."""
    found = access.rows(member, Posting).filter(**of).values("account").annotate(sum=Sum("amount")).order_by("account")
    return {row["account"]: row["sum"] for row in found}


def units_rule(case: Case) -> str:
    """The rule by which the case's payer turns minutes into units."""
    return profile(case.coverage.payer.profile if case.coverage else "self_pay").units_rule
