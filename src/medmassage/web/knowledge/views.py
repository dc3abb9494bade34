"""The knowledge screen. It shows no patient's facts, so every role may read it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.codes import icd10cm
from medmassage.finding import Level
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import Links, at_region, links
from medmassage.knowledge.load import knowledge as base_of_knowledge
from medmassage.knowledge.rows import Condition, Entry, Measure, Population
from medmassage.knowledge.search import search
from medmassage.knowledge.wording import action, headline
from medmassage.web.doors import member

FREE = ("free", "public_domain")
MOST_HITS = 12  # the best come first; more would be the whole library again


@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """What was searched for, or everything by theme."""
    member(request)
    words = request.GET.get("q", "").strip()[:100]
    all_ = base_of_knowledge()
    themes: dict[str, list[Entry]] = {}
    for entry in all_.entries.values():
        themes.setdefault(entry.theme, []).append(entry)
    context = {
        "q": words,
        "hits": search(words, MOST_HITS) if words else [],
        "themes": themes,
        "conditions": all_.conditions.values(),
        "populations": all_.populations.values(),
        "measures": all_.measures.values(),
        "regions": [(base, anatomy.label(base)) for base in anatomy.bases()],
        "count": len(all_.entries),
    }
    return render(request, "knowledge/list.html", context)


@require_GET
def entry(request: HttpRequest, entry: str) -> HttpResponse:
    """One entry, whatever it is; a region of the body is one, too."""
    member(request)
    row = base_of_knowledge().find(entry)
    if row is not None:
        return render(request, *_page(row))
    if entry in anatomy.bases():
        return render(request, "knowledge/region.html", _region(entry))
    raise Http404


def _page(row: Entry | Condition | Population | Measure) -> tuple[str, Mapping[str, Any]]:
    """The template of a kind, and what it shows."""
    beside: dict[str, Any] = {"row": row, "links": _chips(links(row))}
    if isinstance(row, Entry):
        return "knowledge/contraindication.html", beside | {
            "headline": headline(row),
            "action": action(row),
            "level": Level.STOP if row.keeps_out else Level.CAUTION,
            "places": [anatomy.label(place) for place in row.regions],
            "codes": [icd10cm.dotted(code) for code in row.icd10cm],
            "afterwards": base_of_knowledge().entries.get(row.when.afterwards or ""),
        }
    if isinstance(row, Condition):
        return "knowledge/condition.html", beside | {"schemes": [_scheme(row, n) for n in range(len(row.dosage))]}
    if isinstance(row, Population):
        return "knowledge/population.html", beside
    return "knowledge/measure.html", beside | {"may_show": row.license.status in FREE}


def _region(base: str) -> Mapping[str, Any]:
    inside = anatomy.anatomy()
    return {
        "base": base,
        "name": anatomy.label(base),
        "plain": next(r.plain for r in anatomy.regions() if r.base == base),
        "muscles": [m for m in inside.muscles if base in m.regions],
        "sites": [s for s in inside.endangerment_sites if base in s.regions],
        "links": _chips(at_region(base)),
    }


def _chips(found: Links) -> list[tuple[str, list[tuple[str, str]]]]:
    """Links by heading, each as (id, words); headings without links are left out."""
    groups = [
        ("Watch for", [(e.id, e.name) for e in found.entries]),
        ("Referred for", [(c.id, c.name) for c in found.conditions]),
        ("People", [(p.id, p.name) for p in found.populations]),
        ("Measures", [(m.id, m.name) for m in found.measures]),
        ("Regions", [(base, anatomy.label(base)) for base in found.regions]),
    ]
    return [(words, rows) for words, rows in groups if rows]


def _scheme(row: Condition, at: int) -> Mapping[str, Any]:
    """A dosage in words, with the source it names."""
    scheme = row.dosage[at]
    parts = [
        (scheme.minutes, "minutes"),
        (scheme.sessions_per_week, "times a week"),
        (scheme.weeks, "weeks"),
        (scheme.total_sessions, "sessions in all"),
    ]
    return {
        "words": ", ".join(f"{_span(span)} {unit}" for span, unit in parts if span),
        "basis": scheme.basis,
        "note": scheme.note,
        "source": next((b for b in row.basis if b.url == scheme.source), None),
    }


def _span(span: tuple[float, ...]) -> str:
    low, high = span
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
