"""From a finding's subject (``rendering_provider.npi``) to the page and field that mend it."""

from django.urls import reverse

from medmassage.clinic.models import Claim

# Start of the subject → the page that holds the field. The longest start that fits is taken.
PAGES: dict[str, str] = {
    "billing_provider": "web:settings",
    "rendering_provider": "web:therapists",
    "referring_provider": "patient",
    "payer": "web:settings",
    "subscriber": "patient",
    "patient": "patient",
    "diagnoses": "patient",
    "authorization_number": "patient",
    "referral_number": "patient",
    "accident": "patient",
    "onset": "patient",
    "lines": "visit",
    "note_signed": "visit",
    "place_of_service": "visit",
    "setting": "visit",
}


def field_address(claim: Claim, subject: str) -> str:
    """The address of the page, with the field as its fragment; the patient's page when nothing fits better."""
    page = next((PAGES[start] for start in PAGES if subject.startswith(start)), "patient")
    if page == "patient":
        address = reverse("web:patient", args=[claim.patient_id])
    elif page == "visit":
        address = reverse("web:visit", args=[_visit_of(claim, subject)])
    else:
        address = reverse(page)
    return f"{address}#{_fragment(subject)}"


def _visit_of(claim: Claim, subject: str) -> str:
    """The visit a line came from: ``lines[1]`` is of the day of the claim's second line."""
    visits = list(claim.visits.order_by("starts_at"))
    place = subject.partition("[")[2].partition("]")[0]
    lines = claim.content.get("lines", [])
    if place.isdigit() and int(place) < len(lines):
        day = lines[int(place)].get("on")
        visits = [v for v in visits if str(v.starts_at.date()) == day] or visits
    return str(visits[0].pk)


def _fragment(subject: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in subject).strip("-")
