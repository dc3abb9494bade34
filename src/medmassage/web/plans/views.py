"""The plan of care of a case: as it was agreed, and agreed anew."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access, clock, necessity
from medmassage.clinic.models import CarePlan, Case, Goal, Membership, Visit
from medmassage.clinic.services import planning
from medmassage.finding import Basis
from medmassage.knowledge import anatomy
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.patients.frame import frame, opened
from medmassage.web.plans import suggested
from medmassage.web.plans.aims import aims
from medmassage.web.plans.forms import PlanForm
from medmassage.web.plans.words import schedule

BODY = "web/parts/bodymap.html"
CARRIED = ("condition", "minutes", "per_week", "weeks", "visits", "pressure", "home_care", "words")


@require_GET
def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was agreed, what it rests on, where it goes past the order, and the goals."""
    who = member(request)
    access.require(who, CarePlan)
    case = opened(who, pk)
    plans = list(case.plans.all())
    of = suggested.conditions(case)
    mind = suggested.likeliest(case)
    context = {
        **frame(who, case.patient, case, "plan"),
        "plan": plans[0] if plans else None,
        "shown": _shown(plans[0]) if plans else None,
        "earlier": [(one, schedule(one)) for one in plans[1:]],
        "cautions": necessity.beside_orders(plans[0]) if plans else (),
        "aims": aims(case, clock.today(who.clinic)),
        "conditions": of,
        "mind": mind,
        "others": [one for one in of if one not in mind and not (plans and plans[0].condition)],
        "see": suggested.keep_in_mind(mind),
        "held": sum(1 for visit in case.visits.all() if visit.status == Visit.Status.SIGNED),
        "may_goal": access.may(who, Goal, write=True),
    }
    return render(request, "plans/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree on a plan: begun from a scheme of the evidence (``?dose=``), from the plan before, or from nothing."""
    who = member(request)
    access.require(who, CarePlan, write=True)
    case = opened(who, pk)
    taken = suggested.dose_of(request.GET.get("dose", ""))
    form = PlanForm(request.POST or None, initial=_start(who, case, taken))

    def save(facts: dict[str, Any]) -> str:
        dose = suggested.dose_of(facts.pop("dose"))
        planning.plan_agree(who, case=case, dose=dose.kept if dose else {}, **facts)
        messages.success(request, "The plan is kept. The second gate asks about its work from now on.")
        return reverse("web:plan", args=[pk])

    page = Page(
        "Change the plan" if case.plans.all() else "Make a plan", "Keep the plan", reverse("web:plan", args=[pk]),
        "Plan", lead=f"{case.patient}: {case.title}.", template="plans/plan_new.html",
    )  # fmt: skip
    chosen = form["regions"].value() or []
    return answer(
        request, form, page, save, selected=chosen, taken=taken, body=BODY, case=case, **_evidence(request, case, taken)
    )


def _evidence(request: HttpRequest, case: Case, taken: suggested.Dose | None) -> Mapping[str, Any]:
    """The conditions whose schemes are offered: those of the case, or one that was looked up by hand."""
    by_hand = knowledge().conditions.get(request.GET.get("condition", ""))
    of = (by_hand,) if by_hand else suggested.conditions(case)
    known = sorted(knowledge().conditions.values(), key=lambda c: c.name)
    mind = (taken.condition,) if taken else of[:1]
    return {"offered": suggested.doses(of), "known": known, "by_hand": by_hand, "see": suggested.keep_in_mind(mind)}


def _start(who: Membership, case: Case, taken: suggested.Dose | None) -> dict[str, Any]:
    last = next(iter(case.plans.all()), None)
    ordered = [region for order in case.referrals.all() for region in order.regions]
    start: dict[str, Any] = {"agreed_on": clock.today(who.clinic), "regions": last.regions if last else ordered}
    if last:
        start |= {name: getattr(last, name) for name in CARRIED} | {"techniques": ", ".join(last.techniques)}
    if taken:
        start |= taken.start | {"condition": taken.condition.id}
    elif not last and len(of := suggested.conditions(case)) == 1:
        start["condition"] = of[0].id
    return start


def _shown(plan_: CarePlan) -> dict[str, Any]:
    dose = plan_.dose
    return {
        "schedule": schedule(plan_),
        "visits": necessity.planned(plan_).visits_in_all,
        "regions": ", ".join(_places(plan_.regions)),
        "condition": _condition(plan_.condition),
        "dose": dose,
        "basis": Basis(**dose["source"]) if dose.get("source") else None,
    }


def _condition(name: str) -> Condition | None:
    return knowledge().conditions.get(name)


def _places(regions: list[str]) -> list[str]:
    """Each place once; both sides of a base are the base."""
    found: list[str] = []
    for region in regions:
        base = next(iter(anatomy.bases_of(region)), region)
        both = set(anatomy.expand(base)) <= set(regions)
        label = anatomy.label(base if both else region)
        if label not in found:
            found.append(label)
    return found
