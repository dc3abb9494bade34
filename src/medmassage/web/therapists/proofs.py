"""What proves a paper: its scan, and each look at the primary source with the evidence of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.clinic import access, clock, scans
from medmassage.clinic.models import Credential, CredentialScan, Membership, Therapist, Verification
from medmassage.clinic.services import wallet
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.therapists.forms import ScanForm, VerificationForm
from medmassage.web.therapists.letters import NPI_REGISTRY, register_of
from medmassage.web.therapists.papers import back_to, keeper
from medmassage.web.therapists.views import page_methods

Register = tuple[str, str] | None


@page_methods
def verify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter what the primary source says of a paper today."""
    who = member(request)
    access.require(who, Verification, write=True)
    found = access.read(who, Credential, pk)
    here = reverse("web:credential", args=[pk])

    def keep(**seen: Any) -> str:
        wallet.verification_add(who, credential=found, **seen)
        return here

    page = Page(f"Verify {found}", "Keep what was seen", here, str(found), template="therapists/verify.html")
    return _look(request, who, page, keep, register_of(found, clock.today(who.clinic)), paper=found)


@page_methods
def npi_verify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter what the registry says of a therapist's NPI."""
    who = member(request)
    access.require(who, Verification, write=True)
    found = access.read(who, Therapist, pk)
    back, words = back_to(found)

    def keep(**seen: Any) -> str:
        wallet.npi_verify(who, therapist=found, **seen)
        return back

    page = Page(f"Verify NPI {found.npi}", "Keep what was seen", back, words, template="therapists/verify.html")
    return _look(request, who, page, keep, NPI_REGISTRY)


def _look(
    request: HttpRequest, who: Membership, page: Page, keep: Callable[..., str], register: Register, **more: Any
) -> HttpResponse:
    start = {"on": clock.today(who.clinic), "source": register[0] if register else ""}
    form = VerificationForm(request.POST or None, request.FILES or None, initial=start)

    def save(facts: dict[str, Any]) -> str:
        address = keep(**{name: value for name, value in facts.items() if name != "scan"}, **_file(facts["scan"]))
        messages.success(request, "What was seen is kept.")
        return address

    return answer(request, form, page, save, register=register, **more)


@page_methods
def scan_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a scan with its paper."""
    who = member(request)
    access.require(who, CredentialScan, write=True)
    found = access.read(who, Credential, pk)
    keeper(who, found.therapist)

    def save(facts: dict[str, Any]) -> str:
        wallet.scan_add(who, credential=found, **_file(facts["scan"]))
        messages.success(request, "The scan is kept with the paper.")
        return reverse("web:credential", args=[pk])

    page = Page("Add a scan", "Keep the scan", reverse("web:credential", args=[pk]), str(found), lead=f"Of {found}.")
    return answer(request, ScanForm(request.POST or None, request.FILES or None), page, save)


def _file(sent: Any) -> dict[str, Any]:
    return {"name": sent.name or "scan", "content": sent.read(scans.LARGEST_SCAN + 1)} if sent else {}


@require_GET
def scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The scan of a paper."""
    return papers.scan(access.read(member(request), CredentialScan, pk))


@require_GET
def evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was seen at the primary source."""
    found = access.read(member(request), Verification, pk)
    if not found.media_type:
        raise access.Denied
    return papers.scan(found)
