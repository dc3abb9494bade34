"""The first run, the pulse, and the choice between clinics."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access
from medmassage.clinic.models import Membership
from medmassage.clinic.services import opening
from medmassage.web.doors import member
from medmassage.web.first_run.forms import FirstRunForm
from medmassage.web.form_page import Page, answer
from medmassage.web.referrals.importing import WAITING


@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """On an empty database: make the clinic and its owner, and let the owner in. Afterwards not found."""
    if not access.is_empty():
        raise access.Denied
    page = Page("Open your clinic", "Open the clinic", back="", template="first_run/first_run.html")
    return answer(request, FirstRunForm(request.POST or None), page, lambda facts: _open(request, facts))


def _open(request: HttpRequest, facts: dict[str, Any]) -> str:
    facts.pop("setup_code", None)
    owner = opening.clinic_open_first(**facts, address_state=facts["state"])
    login(request, owner.user)
    # So that setting up the second factor does not ask for the password again at once.
    record_authentication(request, owner.user, method="password", reauthenticated=True)
    return reverse("web:today")


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The server answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def no_clinic(request: HttpRequest) -> HttpResponse:
    """For people who sign in but work in no clinic any longer."""
    if getattr(request, "member", None):
        return redirect("web:today")
    return render(request, "first_run/no_clinic.html")


@require_http_methods(["GET", "POST"])
def switch_clinic(request: HttpRequest) -> HttpResponse:
    """Choose among the clinics one works in."""
    who = member(request)
    own = Membership.objects.filter(user=who.user, is_active=True).select_related("clinic").order_by("clinic__name")
    if request.method == "POST":
        chosen = next((m for m in own if str(m.clinic_id) == request.POST.get("clinic")), None)
        if chosen is None:
            raise access.Denied
        # What was begun in one clinic, such as an uploaded order, is not carried into another.
        request.session.pop(WAITING, None)
        request.session["clinic"] = str(chosen.clinic_id)
        return redirect("web:today")
    return render(request, "first_run/clinics.html", {"memberships": own})
