"""The outcomes of a case, and one score entered or taken back."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, clock, measures
from medmassage.clinic.models import Case, Score
from medmassage.clinic.services import scoring
from medmassage.clinic.services.outcome import Refused
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.outcomes import series
from medmassage.web.outcomes.due import to_ask
from medmassage.web.outcomes.forms import ScoreForm
from medmassage.web.outcomes.wording import languages, wording_of
from medmassage.web.patients.frame import frame, opened


@require_GET
def outcomes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What changed, what is due, and every score."""
    who = member(request)
    access.require(who, Score)
    case = opened(who, pk)
    today = clock.today(who.clinic)
    found = series.series(case, today)
    asked = to_ask(case, today)
    context = {
        **frame(who, case.patient, case, "outcomes"),
        "first": series.pictured(case, found[0]) if found else None,
        "pictures": [series.pictured(case, one) for one in found],
        "alerts": series.alerts(case),
        "asked": asked,
        "due": sum(1 for one in asked if one.due.is_due),
        "offered": measures.grouped(),
        "rows": series.rows(who, case),
        "may_score": access.may(who, Score, write=True),
    }
    return render(request, "outcomes/outcomes.html", context)


@require_http_methods(["GET", "POST"])
def score_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One score of the measure in ``?measure=``; ``by=score``: as it was counted on paper."""
    who = member(request)
    access.require(who, Score, write=True)
    case = opened(who, pk)
    today = clock.today(who.clinic)
    measure = request.GET.get("measure", "") or next((one.id for one in to_ask(case, today)), measures.PAIN)
    if measure not in dict(measures.offered()):
        raise access.Denied
    known = measures.found(measure)
    by_value = request.GET.get("by") == "score" or known is None
    spoken = languages(who, measure)
    wording = wording_of(who, measure, request.GET.get("language", "en"))

    def save(facts: dict[str, Any]) -> str:
        kept = scoring.score_add(who, case=case, measure=measure, **facts)
        messages.success(request, _said(kept))
        return reverse("web:outcomes", args=[pk])

    page = Page(
        measures.label(measure), "Keep the score", reverse("web:outcomes", args=[pk]), "Outcomes",
        lead=f"{case.patient}: {case.title}.", template="outcomes/score.html",
    )  # fmt: skip
    form = ScoreForm(measure, wording, _own(case, measure), by_value, request.POST or None, initial={"on": today})
    beside = {"measure": known, "id": measure, "by_value": by_value, "wording": wording, "languages": spoken}
    return answer(request, form, page, save, **beside)


@require_POST
def score_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back a score entered today by oneself."""
    who = member(request)
    access.require(who, Score, write=True)
    score = access.read(who, Score, pk)
    try:
        scoring.score_remove(who, score=score)
        messages.success(request, "Taken back. The access log keeps that it was entered.")
    except Refused as wrong:
        messages.info(request, str(wrong))
    return HttpResponseRedirect(reverse("web:outcomes", args=[score.case_id]))


def _said(score: Score) -> str:
    unit = measures.unit(score.measure)
    band = measures.band(score.measure, score.value)
    return f"Kept: {measures.figure(score.value)} {unit}".strip() + (f", {band}." if band else ".")


def _own(case: Case, measure: str) -> Sequence[str]:
    """The patient's own words for the items, as they stood at the last score."""
    kept = [measures.own_words(score.answers) for score in case.scores.all() if score.measure == measure]
    return next((words for words in reversed(kept) if words), ())
