"""From a finding's subject (``rendering_provider.npi``) to the page and place that mend it."""

import uuid

from django.urls import reverse

from medmassage.clinic import access
from medmassage.clinic.models import Claim, Membership, Visit
from medmassage.clinic.services.outcome import Refused

# Start of the subject → the page and the place on it. The longest start that fits is taken; a place with a star is the
# form's field of the subject's last part.
PLACES: dict[str, tuple[str, str]] = {
    "billing_provider": ("web:settings", "id_*"),
    "facility": ("web:settings", "id_*"),
    "rendering_provider": ("therapist", "id_*"),
    "rendering_provider.licenses": ("therapist", "papers"),
    "referring_provider": ("patient", "referral"),
    "diagnoses": ("patient", "referral"),
    "onset": ("patient", "referral"),
    "accident": ("patient", "referral"),
    "referral_number": ("patient", "referral"),
    "authorization_number": ("patient", "limits"),
    "subscriber": ("patient", "coverage"),
    "payer_claim_number": ("patient", "coverage"),
    "payer": ("web:payers", "main"),
    "patient": ("patient", "facts"),
    "total_charge": ("web:fees", "main"),
    "lines": ("visit", "at-lines"),
    "note_signed": ("visit", "at-gates"),
    "place_of_service": ("visit", "at-gates"),
    "setting": ("visit", "at-gates"),
}
ELSEWHERE = ("patient", "facts")


def field_address(member: Membership, claim: Claim, subject: str) -> str:
    """The address of the page with its place as fragment; empty where another role has to mend it."""
    page, place = _place(subject)
    if page == "web:settings" and not access.may(member, Membership, write=True):
        return ""
    if page == "patient":
        address = reverse("web:patient", args=[claim.patient_id])
    elif page == "visit":
        address = reverse("web:visit", args=[_visit_of(claim, subject).pk])
    elif page == "therapist":
        address = reverse("web:therapist", args=[_visit_of(claim, subject).therapist_id])
    else:
        address = reverse(page)
    return f"{address}#{place.replace('*', _last(subject))}"


def refused_address(refused: Refused, coverage: uuid.UUID | None) -> str:
    """Where the claim's coverage is mended, when it is what a claim was refused for; else empty."""
    if coverage is None or not refused.field.startswith("subscriber"):
        return ""
    return f"{reverse('web:coverage_edit', args=[coverage])}#id_{refused.field}"


def _place(subject: str) -> tuple[str, str]:
    if subject.startswith("lines[") and subject.endswith(".charge"):
        return PLACES["total_charge"]
    starts = sorted((s for s in PLACES if subject.startswith(s)), key=len)
    return PLACES[starts[-1]] if starts else ELSEWHERE


def _visit_of(claim: Claim, subject: str) -> Visit:
    """The visit a line came from: ``lines[1]`` is of the day of the claim's second line."""
    visits = list(claim.visits.order_by("starts_at"))
    number = subject.partition("[")[2].partition("]")[0]
    lines = claim.content.get("lines", [])
    if subject.startswith("lines") and number.isdigit() and int(number) < len(lines):
        day = lines[int(number)].get("on")
        visits = [v for v in visits if str(v.starts_at.date()) == day] or visits
    return visits[0]


def _last(subject: str) -> str:
    """The form's name of the subject's last part."""
    name = subject.rpartition(".")[2].partition("[")[0]
    return "address_state" if name == "state" else name
