"""The knowledge screen. It shows no patient's facts, so every role may read it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.codes import icd10cm
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import at_region, brands, generic, of_code, of_drug
from medmassage.knowledge.load import knowledge as base_of_knowledge
from medmassage.web.doors import member
from medmassage.web.knowledge import chips, pages, shelves


@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """What was searched for, or everything by kind and theme."""
    member(request)
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    kind = kind if kind in shelves.KINDS else ""
    context: dict[str, Any] = {"q": words, "kind": kind, "count": len(base_of_knowledge().entries)}
    if words:
        context["hits"], context["tabs"] = shelves.find(words, kind)
    else:
        context["shelves"], context["tabs"] = shelves.shelves(kind), shelves.shelf_tabs()
    return render(request, "knowledge/list.html", context)


@require_GET
def entry(request: HttpRequest, entry: str) -> HttpResponse:
    """One entry, whatever it is; a region of the body is one, too."""
    member(request)
    row = base_of_knowledge().find(entry)
    if row is not None:
        return render(request, *pages.page(row))
    if entry in anatomy.bases():
        return render(request, "knowledge/region.html", _region(entry))
    raise Http404


@require_GET
def drug(request: HttpRequest, drug: str) -> HttpResponse:
    """A medicine: what it calls for, and the brands it is sold under. A brand leads to the same page."""
    member(request)
    name = generic(drug)
    if name is None:
        raise Http404
    found = of_drug(name).entries
    context = {
        "name": name,
        "brands": brands(name),
        "settled": [pages.brief(one) for one in found if one.decided_by_drug],
        "asked": [pages.brief(one) for one in found if not one.decided_by_drug],
    }
    return render(request, "knowledge/drug.html", context)


@require_GET
def code(request: HttpRequest, code: str) -> HttpResponse:
    """A diagnosis code: what it is treated for, and what it may stand for."""
    member(request)
    if not icd10cm.FORM.fullmatch(icd10cm.compact(code)):
        raise Http404
    found = of_code(code)
    context = {
        "code": icd10cm.dotted(code),
        "label": icd10cm.label(code),
        "conditions": chips.of_rows(found.conditions),
        "settled": [pages.brief(one) for one in found.entries if one.decided_by_code],
        "asked": [pages.brief(one) for one in found.entries if not one.decided_by_code],
    }
    return render(request, "knowledge/code.html", context)


def _region(base: str) -> Mapping[str, Any]:
    inside = anatomy.anatomy()
    found = at_region(base)
    return {
        "base": base,
        "name": anatomy.label(base),
        "plain": next(r.plain for r in anatomy.regions() if r.base == base),
        "muscles": [m for m in inside.muscles if base in m.regions],
        "sites": [s for s in inside.endangerment_sites if base in s.regions],
        "watch": chips.of_entries(found.entries),
        "groups": chips.groups(found),
    }
