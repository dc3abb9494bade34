"""The physician's page: opened by a link and a birth date, read, answered once."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, clock
from medmassage.clinic.models import PhysicianRequest
from medmassage.clinic.papers import request as paper
from medmassage.clinic.papers import words
from medmassage.clinic.services import answering, links
from medmassage.clinic.services.outcome import Refused
from medmassage.web.form_page import CalmForm, blame
from medmassage.web.papers import download
from medmassage.web.physician.forms import BirthForm, reply_form

K, A = PhysicianRequest.Kind, PhysicianRequest.Answer
OPENED = "physician."
View = Callable[..., HttpResponse]


def behind_the_link(view: View) -> View:
    """Find the request of the address, on its clinic's clock; for everything else one and the same page."""

    @wraps(view)
    @sensitive_variables("secret")
    def shown(request: HttpRequest, pk: uuid.UUID, secret: str) -> HttpResponse:
        try:
            asked = links.find(PhysicianRequest, pk, secret)
            with timezone.override(ZoneInfo(asked.clinic.time_zone)):
                return view(request, asked, secret)
        except access.Denied:
            return render(request, "physician/closed.html", status=404)

    return shown


@require_http_methods(["GET", "POST"])
@behind_the_link
def physician(request: HttpRequest, asked: PhysicianRequest, secret: str) -> HttpResponse:
    """Nothing of the patient before the birth date; after it what is asked, and the form."""
    if _is_open(request, asked):
        return _page(request, asked, secret, reply_form(asked, initial=_start(asked)))
    form = BirthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if links.knows(asked, form.cleaned_data["born"]):
            request.session.cycle_key()
            request.session[OPENED + str(asked.pk)] = asked.digest
            answering.outside(asked, "opened by the secure link")
            return redirect("web:physician", asked.pk, secret)
        answering.outside(asked, "gave a wrong birth date")
        if not links.is_open(asked):
            return render(request, "physician/closed.html", {"tries": True}, status=404)
        form.add_error("born", _wrong(asked))
    return render(
        request,
        "physician/door.html",
        {"form": form, "asked": asked, "phone": _phone(asked)},
        status=422 if form.errors else 200,
    )


@require_POST
@behind_the_link
def answered(request: HttpRequest, asked: PhysicianRequest, secret: str) -> HttpResponse:
    """Keep the answer; the link is closed with it."""
    if not _is_open(request, asked):
        return redirect("web:physician", asked.pk, secret)
    form = reply_form(asked, request.POST)
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "signs"}
        try:
            answering.answer_by_link(asked, answering.Reply(**({"answer": A.READ} | facts)))
        except (Refused, ValidationError) as wrong:
            blame(form, wrong)
        else:
            del request.session[OPENED + str(asked.pk)]
            return redirect("web:physician_thanks")
    return _page(request, asked, secret, form, status=422)


@require_GET
@behind_the_link
def report(request: HttpRequest, asked: PhysicianRequest, secret: str) -> HttpResponse:
    """The report that goes along, byte for byte as it left."""
    if not _is_open(request, asked):
        return redirect("web:physician", asked.pk, secret)
    if asked.report is None:
        raise access.Denied
    answering.outside(asked, "read the report by the secure link")
    return download(bytes(asked.report.content), "report.pdf", "application/pdf")


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """The last page; it says nothing about anybody."""
    return render(request, "physician/thanks.html")


def _is_open(request: HttpRequest, asked: PhysicianRequest) -> bool:
    """Whether this browser gave the birth date, for this very link."""
    return request.session.get(OPENED + str(asked.pk)) == asked.digest


def _page(
    request: HttpRequest, asked: PhysicianRequest, secret: str, form: CalmForm, status: int = 200
) -> HttpResponse:
    context = {"asked": asked, "gist": paper.gist(asked), "form": form, "secret": secret, "phone": _phone(asked)}
    return render(request, "physician/page.html", context, status=status)


def _start(asked: PhysicianRequest) -> dict[str, Any]:
    """A new order begins where the old one ends, or today."""
    before = asked.referral
    today = clock.today(asked.clinic)
    begins = today
    if before and before.ends_on and before.ends_on >= today:
        begins = date.fromordinal(before.ends_on.toordinal() + 1)
    codes = ", ".join(before.diagnoses) if before else ""
    return {"visits": asked.visits, "starts_on": begins, "ends_on": asked.until, "diagnoses": codes}


def _phone(asked: PhysicianRequest) -> str:
    return words.phone(asked.clinic.phone)


def _wrong(asked: PhysicianRequest) -> str:
    left = links.MOST_TRIES - asked.tries
    tries = f"{left} {'tries' if left != 1 else 'try'}"
    return f"This is not the birth date on file. {tries} left; then the link is closed."
