"""The way in: a secret link and a birth date, then one browser's session; out again when it was signed."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access
from medmassage.clinic.models import Intake
from medmassage.clinic.papers.words import phone
from medmassage.clinic.services import links, telling
from medmassage.knowledge.intake import LANGUAGES
from medmassage.knowledge.intake_rows import intake as asks
from medmassage.web.intake.words import spoken, words

OPENED = "intake."
View = Callable[..., HttpResponse]


def behind_the_link(view: View) -> View:
    """Find the intake of the address, on its clinic's clock; for everything else one and the same page."""

    @wraps(view)
    @sensitive_variables("secret")
    @sensitive_post_parameters()
    def shown(request: HttpRequest, pk: uuid.UUID, secret: str, **more: str) -> HttpResponse:
        try:
            row = links.find(Intake, pk, secret)
            with timezone.override(ZoneInfo(row.clinic.time_zone)):
                return view(request, row, secret, **more)
        except access.Denied:
            return _signed_here(request, pk) or closed(request)

    return shown


def closed(request: HttpRequest, *, tries: bool = False) -> HttpResponse:
    """The page for a link that does not open; nobody's language is known there, so it speaks both."""
    both = [words(language) for language in LANGUAGES]
    return render(request, "intake/closed.html", {"both": both, "tries": tries}, status=404)


def is_open(request: HttpRequest, row: Intake) -> bool:
    """Whether this browser gave the birth date, for this very link."""
    return request.session.get(OPENED + str(row.pk)) == row.digest


@require_http_methods(["GET", "POST"])
@behind_the_link
def intake_open(request: HttpRequest, row: Intake, secret: str) -> HttpResponse:
    """Nothing of the patient before the birth date; after it the first step that is open."""
    if is_open(request, row):
        return redirect("web:intake_steps", row.pk, secret)
    if request.method == "GET":
        return _door(request, row, secret)
    born = _born(request.POST.get("born", ""))
    said = words(row.language)
    if born is None:
        return _door(request, row, secret, said["needed"])
    if links.knows(row, born):
        request.session.cycle_key()
        request.session[OPENED + str(row.pk)] = row.digest
        telling.outside(row, "opened the intake by the secure link")
        return redirect("web:intake_steps", row.pk, secret)
    telling.outside(row, "gave a wrong birth date for the intake")
    if not links.is_open(row):
        return closed(request, tries=True)
    left = links.MOST_TRIES - row.tries
    return _door(request, row, secret, said["wrong_birth" if left > 1 else "wrong_birth_last"].format(number=left))


@require_POST
@behind_the_link
def intake_language(request: HttpRequest, row: Intake, secret: str) -> HttpResponse:
    """Go on in the other language, on the same page."""
    speak = request.POST.get("language", "")
    if speak in LANGUAGES:
        telling.language_choose(row, language=speak)
    step = request.POST.get("step", "")
    if is_open(request, row) and step.replace("_", "").isalnum():
        return redirect("web:intake_step", row.pk, secret, step)
    return redirect("web:intake_open", row.pk, secret)


@require_GET
def intake_thanks(request: HttpRequest, speak: str) -> HttpResponse:
    """The last page; it says nothing about anybody."""
    return render(request, "intake/thanks.html", {"w": words(speak), "speak": spoken(speak)})


def thanks(request: HttpRequest, row: Intake) -> HttpResponse:
    """Lead to the last page; the session remembers only that the intake was signed here."""
    return redirect("web:intake_thanks", row.language)


def _signed_here(request: HttpRequest, pk: uuid.UUID) -> HttpResponse | None:
    """Whoever signed in this very browser, and sent it twice or went back, is thanked again."""
    kept = request.session.get(OPENED + str(pk))
    row = Intake.objects.filter(pk=pk, digest=kept, signed_at__isnull=False).first() if kept else None
    return thanks(request, row) if row else None


def _door(request: HttpRequest, row: Intake, secret: str, problem: str = "") -> HttpResponse:
    said, clinic = words(row.language), row.clinic
    call = said["call" if clinic.phone else "ask_us"].format(clinic=clinic.name, phone=phone(clinic.phone))
    context = {
        "w": said,
        "speak": spoken(row.language),
        "row": row,
        "secret": secret,
        "problem": problem,
        "lead": said["door_lead"].format(clinic=clinic.name),
        "takes": said["takes"].format(number=asks().minutes),
        "help": call,
    }
    return render(request, "intake/door.html", context, status=422 if problem else 200)


def _born(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
