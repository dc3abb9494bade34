"""The law screen: states covered and not, and one state's law on a day with "may I work?"."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.clinic import clock
from medmassage.finding import Verdict
from medmassage.law import topics
from medmassage.law.ask import lawful
from medmassage.law.eras import eras
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import UnknownJurisdiction, covered, entry, jurisdiction, register
from medmassage.web.doors import member
from medmassage.web.law.forms import MayIWork
from medmassage.web.law.tiles import tiles

# Sections of the table of every value: the first step of a topic → its heading.
SECTIONS = {
    "regulation": "Regulation",
    "authority": "Regulation",
    "statutes": "Regulation",
    "credential_kinds": "Regulation",
    "statewide": "Regulation",
    "titles": "Scope of practice",
    "before": "Before hands-on work",
    "health_care": "Health care settings",
    "credentials": "Credentials",
    "scope": "Scope of practice",
    "referral": "Referral and records",
    "records": "Referral and records",
    "insurance": "Insurance",
    "compact": "Compact",
}


@require_GET
def states(request: HttpRequest) -> HttpResponse:
    """Which states are covered and how each regulates; the others by name."""
    today = clock.today(member(request).clinic)
    held = [
        {
            "law": law,
            "regulation": topics.Row("regulation", "", law.topic("regulation").on(today)),
            "checked": entry(law.code).checked,
            "counts": topics.counted(law),
        }
        for law in sorted(covered(), key=lambda law: law.name)
    ]
    absent = sorted((known for known in register().values() if not known.covered), key=lambda known: known.name)
    return render(request, "law/list.html", {"held": held, "absent": absent, "tiles": tiles()})


@require_GET
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One state's law on a day; without a readable ``?on=`` today, and the page says so."""
    try:
        known = entry(code)
    except UnknownJurisdiction as wrong:
        raise Http404 from wrong
    if code != known.code:
        asked = request.GET.urlencode()
        return redirect(f"{reverse('web:law_state', args=[known.code])}{'?' if asked else ''}{asked}")
    law = jurisdiction(known.code)
    today = clock.today(member(request).clinic)
    on, unread = _day(request.GET.get("on", ""), today)
    context = {"known": known, "on": on, "unread": unread, "today": today}
    if law is None:
        return render(request, "law/not_covered.html", context)
    return render(request, "law/state.html", context | _context(request, law, on, today))


def _context(request: HttpRequest, law: Jurisdiction, on: date, today: date) -> dict[str, object]:
    asked = "setting" in request.GET
    form = MayIWork(request.GET if asked else None, law)
    return {
        "law": law,
        "regulation": topics.Row("regulation", "", law.topic("regulation").on(on)),
        "authority": law.topic("authority").on(on).value,
        "eras": eras(law, on),
        "sections": _sections(law, on),
        "changes": _changes(law, today),
        "pending": law.topic("pending").spells,
        "form": form,
        "verdict": _verdict(form, on) if asked else None,
    }


def _verdict(form: MayIWork, on: date) -> Verdict | None:
    """What the gate says, once the form can be read."""
    return lawful(form.question(on)) if form.is_valid() else None


def _day(words: str, today: date) -> tuple[date, str]:
    """The day asked for, and what could not be read as one."""
    if not words:
        return today, ""
    try:
        return date.fromisoformat(words), ""
    except ValueError:
        return today, words[:40]


def _sections(law: Jurisdiction, on: date) -> dict[str, list[topics.Row]]:
    """Every value of the day under its heading."""
    found: dict[str, list[topics.Row]] = {}
    for row in topics.rows(law, on):
        found.setdefault(SECTIONS[row.topic.split(".")[0]], []).append(row)
    return found


def _changes(law: Jurisdiction, today: date) -> list[tuple[date, str, str]]:
    """The state's events, the newest first; those to come are ahead, the last one begun is now."""
    events = [(s.since, str(s.value)) for s in reversed(law.topic("changes").spells) if s.since]
    begun = [on for on, _ in events if on < today + timedelta(1)]
    marks = {on: "ahead" for on, _ in events if on > today} | ({begun[0]: "now"} if begun else {})
    return [(on, words, marks.get(on, "")) for on, words in events]
