"""Goals of a case: agreed, changed, taken out."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.clinic import access, measures
from medmassage.clinic.models import Case, Goal
from medmassage.clinic.services import planning
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.patients.frame import opened
from medmassage.web.plans import suggested
from medmassage.web.plans.forms import GoalForm

page_methods = require_http_methods(["GET", "POST"])


@page_methods
def goal_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A goal of a course of care; ``?measure=`` names the measure it began with."""
    who = member(request)
    access.require(who, Goal, write=True)
    case = opened(who, pk)

    def save(facts: dict[str, Any]) -> str:
        planning.goal_add(who, case=case, **facts)
        messages.success(request, "The goal is kept.")
        return _place(case.pk)

    page = Page("Add a goal", "Keep the goal", _place(case.pk), "Plan", lead=f"{case.patient}: {case.title}.")
    form = GoalForm(_first(case), request.POST or None, initial=_start(case, request.GET.get("measure", "")))
    return answer(request, form, page, save)


@page_methods
def goal_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a goal."""
    who = member(request)
    access.require(who, Goal, write=True)
    goal = access.read(who, Goal, pk)

    def save(facts: dict[str, Any]) -> str:
        planning.goal_change(who, goal=goal, **facts)
        messages.success(request, "Changed.")
        return _place(goal.case_id)

    names = ("words", "measure", "baseline", "target", "due_on")
    form = GoalForm([goal.measure], request.POST or None, initial={name: getattr(goal, name) for name in names})
    page = Page(
        "Change the goal", "Save the changes", _place(goal.case_id), "Plan",
        lead=f"{goal.patient}: {goal.case.title}.", template="plans/goal.html",
    )  # fmt: skip
    return answer(request, form, page, save, goal=goal)


@require_POST
def goal_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a goal out, where the button says so."""
    who = member(request)
    access.require(who, Goal, write=True)
    goal = access.read(who, Goal, pk)
    if request.POST.get("take") == "out":
        planning.goal_remove(who, goal=goal)
        messages.success(request, "The goal is taken out. The access log keeps it.")
    return HttpResponseRedirect(_place(goal.case_id))


def _first(case: Case) -> list[str]:
    return suggested.measures_of(suggested.likeliest(case))


def _start(case: Case, measure: str) -> dict[str, Any]:
    """The measure asked for and its last reading."""
    taken = [score.value for score in case.scores.all() if score.measure == measure]
    return {"measure": measure, "baseline": measures.figure(taken[-1]) if taken else None}


def _place(case: uuid.UUID) -> str:
    return reverse("web:plan", args=[case])
