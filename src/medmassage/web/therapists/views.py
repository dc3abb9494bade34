"""Everybody's wallets at a glance, and one therapist's with name, NPI and sign-in."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access, clock, selectors, wallets
from medmassage.clinic.models import Credential, CredentialScan, Membership, Therapist, Verification
from medmassage.clinic.services import changes, opening
from medmassage.clinic.wallets import Says, Standing
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer
from medmassage.web.therapists.forms import TherapistForm

page_methods = require_http_methods(["GET", "POST"])


@dataclass(frozen=True, slots=True)
class Wallet:
    """A therapist's papers, or (without one) the clinic's own; ``closed`` are given up or replaced."""

    therapist: Therapist | None
    open: Sequence[Standing]
    closed: Sequence[Standing]
    keeps: bool

    @property
    def waiting(self) -> int:
        """How many papers somebody should look at."""
        return wallets.waiting(self.open)


@require_GET
def therapists(request: HttpRequest) -> HttpResponse:
    """Everybody's wallets and the clinic's own, those with most to look at first."""
    who = member(request)
    found = wallets.by_wallet(selectors.papers_of_everybody(who), clock.today(who.clinic))
    everybody = [_wallet(who, one, found.get(one, [])) for one in (*access.rows(who, Therapist), None)]
    everybody.sort(key=lambda wallet: -wallet.waiting)
    context = {
        "wallets": everybody,
        "summary": _summary([one for wallet in everybody for one in wallet.open]),
        "may_change": access.may(who, Therapist, write=True),
    }
    return render(request, "therapists/list.html", context)


def _wallet(who: Membership, whose: Therapist | None, found: Iterable[Standing]) -> Wallet:
    held = list(found)
    open_, closed = [one for one in held if not one.closed], [one for one in held if one.closed]
    return Wallet(whose, open_, closed, wallets.keeps(who, whose))


def _summary(papers: Sequence[Standing]) -> str:
    if not papers:
        return "No paper is entered yet. Without a license, the first gate lets nobody treat."
    words = Counter(one.word for one in papers if one.answer != "yes")
    if not words:
        return f"{len(papers)} papers on file, each in force."
    return f"{len(papers)} papers on file. To look at: {', '.join(f'{n} {word}' for word, n in words.most_common())}."


@page_methods
def therapist_new(request: HttpRequest) -> HttpResponse:
    """Add somebody who treats."""
    who = member(request)
    access.require(who, Therapist, write=True)

    def save(facts: dict[str, Any]) -> str:
        made = opening.therapist_add(who, **facts)
        messages.success(request, f"{made} is entered. Add the license next.")
        return reverse("web:credential_add", args=[made.pk])

    page = Page("Add a therapist", "Add the therapist", reverse("web:therapists"), "Licenses")
    return answer(request, TherapistForm(who, None, request.POST or None), page, save)


@page_methods
def therapist(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One therapist's wallet; owners correct name, NPI or sign-in here."""
    who = member(request)
    may_change = access.may(who, Therapist, write=True)
    if request.method == "POST":
        access.require(who, Therapist, write=True)
    found = access.read(who, Therapist, pk)

    def save(facts: dict[str, Any]) -> str:
        changes.therapist_change(who, therapist=found, **facts)
        messages.success(request, "Changed.")
        return reverse("web:therapist", args=[pk])

    start = {"given": found.given, "family": found.family, "npi": found.npi, "user": str(found.user_id or "")}
    form = TherapistForm(who, found, request.POST or None, initial=start) if may_change else CalmForm()
    page = Page(str(found), "Save the changes", reverse("web:therapists"), "Licenses", template="therapists/one.html")
    return answer(request, form, page, save, therapist=found, may_change=may_change, **wallet_of(who, found))


def wallet_of(who: Membership, whose: Therapist) -> dict[str, Any]:
    """A wallet by kind, as the page shows it: a card a paper, the NPI among them, what is closed by itself."""
    found = wallets.stand(selectors.papers(who, whose), clock.today(who.clinic))
    wallet = _wallet(who, whose, found)
    has_npi = any(one.paper.kind == Credential.Kind.NPI for one in wallet.open)
    kinds = list(Credential.Kind.values)
    cards = [*wallet.open, *([_npi(whose)] if whose.npi and not has_npi else [])]
    return {
        "wallet": wallet,
        "cards": sorted(cards, key=lambda one: kinds.index(one.paper.kind)),
        "may_verify": access.may(who, Verification, write=True),
        "may_see_scans": access.may(who, CredentialScan),
    }


def _npi(whose: Therapist) -> Standing:
    """The NPI that claims carry, before anybody compared it with the registry."""
    paper = Credential(kind=Credential.Kind.NPI, therapist=whose, number=whose.npi)
    return Standing(paper, Says("yes", "on claims"), Says("unknown", "not verified"), None, closed=False)
