"""One search. What is looked for is sent by POST: a name has no place in an address or a log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from medmassage.clinic import access, selectors
from medmassage.clinic.models import Claim, Membership
from medmassage.web.doors import member
from medmassage.web.search.library import Hit, in_knowledge, in_law

MOST = 12


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Patients by name, claims by number, the knowledge base and the law by words."""
    who = member(request)
    words = request.POST.get("q", "").strip()[:100]
    found = _found(who, words) if words else {}
    context = {"search_words": words, "found": {title: hits for title, hits in found.items() if hits}}
    return render(request, "search/search.html", context)


def _found(who: Membership, words: str) -> dict[str, list[Hit]]:
    patients = list(selectors.patients_named(who, words)[:MOST])
    if patients:
        access.audit_list(who, "search", [p.pk for p in patients])
    return {
        "Patients": [Hit("web:patient", (p.pk,), str(p), f"born {p.birth_date:%-d %b %Y}") for p in patients],
        "Claims": _claims(who, words),
        "Knowledge": in_knowledge(words, MOST),
        "Law": in_law(words),
    }


def _claims(who: Membership, words: str) -> list[Hit]:
    if not access.may(who, Claim):
        return []
    found = list(selectors.claims(who).filter(control_number__iexact=words)[:MOST])
    if found:
        access.audit_list(who, "search", [c.patient_id for c in found])
    return [Hit("web:claim", (c.pk,), c.control_number, f"{c.patient}, {c.get_status_display()}") for c in found]
