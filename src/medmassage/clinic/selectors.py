"""Named reads. Each starts at the door (access) and says what it fetches along."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from medmassage.billing.ledger import CASH
from medmassage.billing.payers import profile
from medmassage.clinic import access, clock
from medmassage.clinic.models import (
    Case,
    Claim,
    Credential,
    Entry,
    LawNote,
    Membership,
    Patient,
    Posting,
    ProgressReport,
    Referral,
    Therapist,
    Verification,
    Visit,
    WorkItem,
)
from medmassage.money import cents

# What the four gates need of a visit; with it a day of visits costs the same few queries as one visit.
CASE_PARTS = (
    "case__referrals__physician",
    "case__authorizations",
    Prefetch("case__visits", Visit.objects.select_related("note", "clinic").prefetch_related("claims")),
    Prefetch("case__reports", ProgressReport.objects.defer("content")),
    "therapist__credentials__verifications",
    "therapist__courses",
    Prefetch("case__clinic__papers", Credential.objects.filter(therapist=None)),
    Prefetch("case__clinic__law_notes", LawNote.objects.filter(corrects=True, withdrawn_at=None)),
    "patient__health",
    "case__patient__documents",
    "case__plans",
    "case__clinic__safety_windows",
)


def visits_of_day(member: Membership, day: date) -> QuerySet[Visit]:
    """The day's visits with all that their gates need, by therapist and time."""
    start = clock.at(member.clinic, day, time.min)
    end = datetime.combine(day, time.max, tzinfo=start.tzinfo)
    found = access.rows(member, Visit).filter(starts_at__range=(start, end))
    return (
        found.select_related(
            "patient", "case__patient", "case__clinic", "case__coverage__payer", "therapist", "clinic", "note"
        )
        .prefetch_related(*CASE_PARTS)
        .order_by("therapist__family", "therapist__given", "starts_at")
    )


def visit_whole(member: Membership, visit: Visit) -> Visit:
    """One visit with all that its gates need."""
    found = access.rows(member, Visit).filter(pk=visit.pk)
    return (
        found.select_related(
            "patient", "case__patient", "case__clinic", "case__coverage__payer", "therapist", "clinic", "note"
        )
        .prefetch_related(*CASE_PARTS)
        .get()
    )


def visit_before(member: Membership, visit: Visit) -> Visit | None:
    """The case's last signed visit before this one, with its note: what the therapist looks back at."""
    earlier = access.rows(member, Visit).filter(
        case=visit.case_id, status=Visit.Status.SIGNED, starts_at__lt=visit.starts_at
    )
    return earlier.select_related("note").prefetch_related("note__lines").order_by("-starts_at").first()


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
            "plans",
            "scores",
            "clinic__safety_windows",
            Prefetch("reports", ProgressReport.objects.defer("content")),
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
    return access.rows(member, Therapist).prefetch_related("credentials__verifications")


def papers(member: Membership, therapist: Therapist | None = None) -> QuerySet[Credential]:
    """One wallet: a therapist's, or the clinic's own, with every look at the registers and every scan."""
    found = access.rows(member, Credential).filter(therapist=therapist)
    return found.prefetch_related("scans", Prefetch("verifications", Verification.objects.select_related("by")))


def papers_of_everybody(member: Membership) -> QuerySet[Credential]:
    """Every paper of the clinic and its therapists with the looks at the registers."""
    return access.rows(member, Credential).select_related("therapist").prefetch_related("verifications")


def papers_kept_by(member: Membership) -> QuerySet[Credential]:
    """The papers that this person keeps: owners all, therapists their own."""
    found = papers_of_everybody(member)
    return found if member.role == access.OWNER else found.filter(therapist__user=member.user)


def unbilled(member: Membership) -> QuerySet[Visit]:
    """Signed visits of covered medical cases that no live claim carries."""
    live = Claim.objects.filter(visits=OuterRef("pk"), replaced_by__isnull=True)
    return (
        access.rows(member, Visit)
        .filter(
            ~Exists(live),
            status=Visit.Status.SIGNED,
            case__kind=Case.Kind.MEDICAL,
            case__coverage__isnull=False,
        )
        .select_related("patient", "case__coverage__payer", "therapist", "note", "clinic")
        .order_by("starts_at")
    )


def claims(member: Membership, statuses: Sequence[str] = ()) -> QuerySet[Claim]:
    """The clinic's claims, newest first; of some statuses only those that no other claim replaced."""
    found = access.rows(member, Claim).select_related("patient", "coverage__payer", "clinic")
    return found.filter(status__in=statuses, replaced_by__isnull=True) if statuses else found


def claim_counts(member: Membership) -> dict[str, int]:
    """How many claims stand in each status; one that was replaced waits for nothing."""
    found = (
        access.rows(member, Claim)
        .filter(replaced_by__isnull=True)
        .order_by()
        .values("status")
        .annotate(number=Count("pk"))
    )
    return {row["status"]: row["number"] for row in found}


def open_work(member: Membership) -> QuerySet[WorkItem]:
    """What a biller has to look at."""
    return (
        access.rows(member, WorkItem)
        .filter(done_at__isnull=True)
        .select_related("claim__patient", "claim__replaced_by")
    )


def balances(member: Membership, **of: object) -> dict[str, Decimal]:
    """The sum of postings by account, of a claim or a patient or all, to the cent (SQLite adds as floats)."""
    found = access.rows(member, Posting).filter(**of).values("account").annotate(sum=Sum("amount")).order_by("account")
    return {row["account"]: cents(row["sum"]) for row in found}


def entries(member: Membership, kind: str = "", patient: Patient | None = None) -> QuerySet[Entry]:
    """Events in money with their postings, newest first; of one kind, or that concern one patient."""
    found = access.rows(member, Entry)
    if kind:
        found = found.filter(kind=kind)
    if patient:
        about = access.rows(member, Posting).filter(patient=patient).values("entry")
        found = found.filter(pk__in=about)
    postings = access.rows(member, Posting).select_related("claim__patient")
    sides = Prefetch("postings", postings.filter(patient=patient) if patient else postings)
    return found.select_related("author").prefetch_related(sides).order_by("-on", "-created_at")


def payments_standing(member: Membership, entries: Iterable[Entry]) -> list[Entry]:
    """Those of these entries that are patients' payments and were not taken back."""
    paid = [entry for entry in entries if entry.kind == "patient_payment"]
    turned = access.rows(member, Entry).filter(key__in=[f"reverse:{entry.pk}" for entry in paid])
    keys = set(turned.values_list("key", flat=True))
    return [entry for entry in paid if f"reverse:{entry.pk}" not in keys]


def patient_of(member: Membership, entry: Entry) -> str:
    """The key of the patient an entry is about; empty for one that is about nobody."""
    return str(access.rows(member, Posting).filter(entry=entry).values_list("patient", flat=True).first() or "")


def moved(member: Membership, keys: Sequence[str]) -> dict[str, dict[str, Decimal]]:
    """What each entry of these keys moved, by account."""
    found = access.rows(member, Posting).filter(entry__key__in=keys)
    sums: dict[str, dict[str, Decimal]] = {}
    for row in found.values("entry__key", "account").annotate(sum=Sum("amount")).order_by():
        sums.setdefault(row["entry__key"], {})[row["account"]] = cents(row["sum"])
    return sums


def cash_by_day(member: Membership, since: date) -> dict[date, Decimal]:
    """Money received each day from ``since`` on."""
    found = access.rows(member, Posting).filter(account=CASH, entry__on__gte=since)
    sums = found.values("entry__on").annotate(sum=Sum("amount")).order_by()
    return {row["entry__on"]: cents(row["sum"]) for row in sums}


def units_rule(case: Case) -> str:
    """The rule by which the case's payer turns minutes into units."""
    return profile(case.coverage.payer.profile if case.coverage else "self_pay").units_rule
