"""From a finding that misses a paper, or a physician's clearance, to the page where it is entered or asked for."""

from collections.abc import Sequence

from django.urls import reverse

from medmassage.clinic import access, wallets, wanted
from medmassage.clinic.inputs import OF_A_THERAPIST, OF_THE_CLINIC
from medmassage.clinic.models import Case, Membership, PatientDocument, Therapist
from medmassage.finding import Finding
from medmassage.law.vocabulary import vocabulary
from medmassage.web.requests import part

Ways = Sequence[tuple[str, str]]


def ways(who: Membership, finding: Finding, case: Case, therapist: Therapist | None) -> Ways:
    """Words and address for each paper that the finding asks for and this person may enter, and for a clearance."""
    asked = wanted.named_by(finding, case.state)
    found = ((kind, _address(who, kind, case, therapist)) for kind in asked)
    papers = [(f"Add: {vocabulary().documents[kind]['label']}", address) for kind, address in found if address]
    return [*papers, *part.ways(who, finding, case)]


def _address(who: Membership, kind: str, case: Case, therapist: Therapist | None) -> str:
    whose = vocabulary().documents[kind]["of"]
    if whose == "patient":
        may = access.may(who, PatientDocument, write=True)
        return f"{reverse('web:document_add', args=[case.patient_id])}?kind={kind}" if may else ""
    if whose == "clinic":
        return _paper(who, None, kind)
    return _paper(who, therapist, kind) if therapist else ""


def _paper(who: Membership, whose: Therapist | None, kind: str) -> str:
    """The wallet's form of this paper; a training's proof stands with the courses, not there."""
    names = OF_A_THERAPIST if whose else OF_THE_CLINIC
    form = next((credential for credential, name in names.items() if name == kind), None)
    if form is None or not wallets.keeps(who, whose):
        return reverse("web:therapist", args=[whose.pk]) if whose else ""
    address = reverse("web:credential_add", args=[whose.pk]) if whose else reverse("web:clinic_credential_add")
    return f"{address}?kind={form}"
