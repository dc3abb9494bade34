"""Whose safety answer changed since it was last looked at; and how long an entry holds in this clinic."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access
from medmassage.clinic.models import Membership, SafetyWindow, Screening
from medmassage.clinic.services import rescreening
from medmassage.clinic.services import windows as own
from medmassage.knowledge.combine import combinations
from medmassage.knowledge.load import knowledge
from medmassage.web.clinic_settings.views import tabs
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer, choice, count, words


@require_GET
def changed(request: HttpRequest) -> HttpResponse:
    """The patients whose answer became worse without anybody asking: the rules, a window or the day changed it."""
    who = member(request)
    rows = list(rescreening.changed_unseen(who))
    access.audit_list(who, "screening", [row.patient_id for row in rows])
    return render(request, "screening/changed.html", {"rows": [(row, _names(row)) for row in rows]})


@require_POST
def seen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody looked at it."""
    who = member(request)
    rescreening.screening_seen(who, screening=access.read(who, Screening, pk))
    messages.success(request, "Noted. It comes back when the answer changes again.")
    return redirect("web:screening")


@require_http_methods(["GET", "POST"])
def windows(request: HttpRequest) -> HttpResponse:
    """How many days each entry holds, where no body has set it for massage."""
    who = member(request)
    access.require(who, SafetyWindow, write=True)

    def save(facts: dict[str, Any]) -> str:
        row = own.window_set(who, **facts)
        messages.success(request, f"It counts {row.days} days here from now on.")
        return reverse("web:windows")

    page = Page("Time windows", "Set the days", reverse("web:today"), "Today", template="screening/windows.html")
    form = WindowForm(request.POST or None, initial={"entry": request.GET.get("entry", "")})
    return answer(request, form, page, save, rows=_windows(who), tabs=tabs(who))


@require_POST
def window_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go by the base's own number again."""
    who = member(request)
    own.window_remove(who, window=access.read(who, SafetyWindow, pk))
    messages.success(request, "The number of the knowledge base counts again.")
    return redirect("web:windows")


class WindowForm(CalmForm):
    """How long an entry holds in this clinic."""

    entry = choice("For", [])
    days = count("Days", required=True, least=1, most=3650)
    reason = words("Why", 200, required=True, hint="Such as: our medical director’s rule of March 2026.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the entries whose window nobody has set for massage."""
        super().__init__(*args, **kwargs)
        found = [(entry.id, entry.name) for entry in own.settable()]
        field = self.fields["entry"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *sorted(found, key=lambda pair: pair[1])]


def _windows(who: Membership) -> list[Mapping[str, Any]]:
    kept = {row.entry: row for row in access.rows(who, SafetyWindow)}
    return [{"entry": entry, "row": kept.get(entry.id)} for entry in own.settable()]


def _names(row: Screening) -> list[tuple[str, str, str]]:
    """What fires now: its page, its name, its level."""
    entries, pairs = knowledge().entries, combinations()
    ids = [(rule.removeprefix("safe."), level) for rule, level in row.rules.items()]
    return [(i, (entries.get(i) or pairs[i]).name, level) for i, level in ids if i in entries or i in pairs]
