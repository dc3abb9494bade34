"""One paper of a wallet: entered, shown with its scans and looks at the register, corrected, given up."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from medmassage.clinic import access, clock, selectors, wallets
from medmassage.clinic.models import Credential, CredentialScan, Membership, Therapist, Verification
from medmassage.clinic.services import wallet
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer
from medmassage.web.therapists.forms import CredentialForm
from medmassage.web.therapists.letters import Letters, of_certifiers, of_states, register_of
from medmassage.web.therapists.views import page_methods

K = Credential.Kind


@page_methods
def credential_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a paper into a therapist's wallet; ``?kind=`` says which."""
    who = member(request)
    access.require(who, Credential, write=True)
    return _add(request, who, access.read(who, Therapist, pk), wallets.OF_A_PERSON)


@page_methods
def clinic_credential_add(request: HttpRequest) -> HttpResponse:
    """Put a paper among the clinic's own."""
    return _add(request, member(request), None, wallets.OF_THE_CLINIC)


def _add(request: HttpRequest, who: Membership, whose: Therapist | None, kinds: Sequence[K]) -> HttpResponse:
    keeper(who, whose)
    asked = request.GET.get("kind", "")
    kind = K(asked) if asked in kinds else kinds[0]

    def save(facts: dict[str, Any]) -> str:
        paper = wallet.credential_add(who, therapist=whose, kind=kind, **facts)
        messages.success(request, f"{paper} is on file for {whose or who.clinic}.")
        return reverse("web:credential", args=[paper.pk])

    form = CredentialForm(kind, request.POST or None, initial={"state": who.clinic.state})
    page = Page(
        "Add a paper", "Keep it", *back_to(whose), lead=f"For {whose or who.clinic}, as the paper says.",
        template="therapists/add.html",
    )  # fmt: skip
    letters = _letters(kind, who.clinic.state)
    return answer(
        request, form, page, save, kinds=[(k, k.label.partition(",")[0]) for k in kinds], kind=kind, letters=letters
    )


@page_methods
def credential(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One paper with every look at its register and every scan; whoever keeps the wallet corrects it here."""
    who = member(request)
    found = access.read(who, Credential, pk)
    may_change = wallets.keeps(who, found.therapist) and found.kind != K.NPI
    if request.method == "POST" and not may_change:
        raise access.Denied

    def save(facts: dict[str, Any]) -> str:
        wallet.credential_change(who, credential=found, **facts)
        messages.success(request, "Changed.")
        return reverse("web:credential", args=[pk])

    form = (
        CredentialForm(found.kind, request.POST or None, initial=model_to_dict(found), correcting=True)
        if may_change
        else CalmForm()
    )
    page = Page(str(found), "Save the changes", *back_to(found.therapist), template="therapists/credential.html")
    return answer(request, form, page, save, may_change=may_change, **_shown(who, found))


def keeper(who: Membership, whose: Therapist | None) -> None:
    """Raise :class:`~medmassage.clinic.access.Denied` for somebody who does not keep this wallet."""
    if not wallets.keeps(who, whose):
        raise access.Denied


def back_to(whose: Therapist | None) -> tuple[str, str]:
    """The address and the words of the way back: the wallet, or everybody's."""
    if whose is None:
        return reverse("web:therapists"), "Licenses"
    return reverse("web:therapist", args=[whose.pk]), str(whose)


def _shown(who: Membership, found: Credential) -> dict[str, Any]:
    today = clock.today(who.clinic)
    everything = wallets.stand(selectors.papers(who, found.therapist), today)
    return {
        "one": next(one for one in everything if one.paper.pk == found.pk),
        "register": register_of(found, today),
        "letters": _letters(found.kind, found.state),
        "may_verify": access.may(who, Verification, write=True),
        "may_see_scans": access.may(who, CredentialScan),
        "may_scan": access.may(who, CredentialScan, write=True) and wallets.keeps(who, found.therapist),
    }


def _letters(kind: str, state: str) -> list[Letters]:
    if kind == K.LICENSE:
        return of_states(state)
    return of_certifiers() if kind == K.CERTIFICATION else []
