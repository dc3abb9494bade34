"""The wording of items: what a clinic has loaded, and our own plain questions; loaded and taken out by owners."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, measures
from medmassage.clinic.models import MeasureItems, Membership
from medmassage.clinic.services import wording
from medmassage.knowledge.items import Item, Items, own_items
from medmassage.web.clinic_settings.views import tabs
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.outcomes.forms import WordingForm

SPOKEN: Mapping[str, str] = {"en": "English", "es": "Español"}


def languages(who: Membership, measure: str) -> list[tuple[str, str]]:
    """The languages in which a measure's items can be shown, with their names."""
    loaded = access.rows(who, MeasureItems).filter(measure=measure).values_list("language", flat=True)
    own = [language for known, language in own_items() if known == measure]
    return [(one, SPOKEN.get(one, one)) for one in dict.fromkeys([*loaded, *own])]


def wording_of(who: Membership, measure: str, language: str) -> Items | None:
    """The clinic's wording, else our own, in this language or English; ``None`` where nothing may be shown."""
    for one in dict.fromkeys([language, "en"]):
        loaded = access.rows(who, MeasureItems).filter(measure=measure, language=one).first()
        if loaded:
            items = tuple(Item(**item) for item in loaded.items)
            return Items(measure=measure, language=one, license=loaded.license, items=items)
        if own := own_items().get((measure, one)):
            return own
    return None


@require_GET
def wordings(request: HttpRequest) -> HttpResponse:
    """What is loaded, and under which permission."""
    who = member(request)
    access.require(who, MeasureItems, write=True)
    loaded = access.rows(who, MeasureItems).select_related("loaded_by")
    context = {
        "tabs": tabs(who),
        "loaded": [(measures.label(one.measure), SPOKEN.get(one.language, one.language), one) for one in loaded],
    }
    return render(request, "outcomes/wordings.html", context)


@require_http_methods(["GET", "POST"])
def wording_new(request: HttpRequest) -> HttpResponse:
    """Load a file; it takes the place of the same measure in the same language."""
    who = member(request)
    access.require(who, MeasureItems, write=True)

    def save(facts: dict[str, Any]) -> str:
        file = facts["file"]
        kept = wording.wording_load(who, content=file.read(wording.LARGEST + 1), name=file.name or "items")
        messages.success(request, f"{measures.label(kept.measure)} is asked with your wording from now on.")
        return reverse("web:wordings")

    page = Page(
        "Load the items of a measure", "Load them", reverse("web:wordings"), "Measures",
        lead="Only wording that your clinic may show: the file says who allowed it.",
    )  # fmt: skip
    return answer(request, WordingForm(request.POST or None, request.FILES or None), page, save)


@require_POST
def wording_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the wording no longer."""
    who = member(request)
    access.require(who, MeasureItems, write=True)
    wording.wording_remove(who, items=access.read(who, MeasureItems, pk))
    messages.success(request, "Taken out. Scores that were taken with it stay.")
    return HttpResponseRedirect(reverse("web:wordings"))
