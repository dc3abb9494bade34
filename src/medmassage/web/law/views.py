"""One state's law on a day: "may I work?", then every value in the order of the questions people ask; federal law."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.clinic import access, corrections
from medmassage.clinic.models import LawNote
from medmassage.finding import Verdict
from medmassage.law import topics
from medmassage.law.ask import billable, lawful
from medmassage.law.eras import eras
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import entry, federal
from medmassage.web.law.forms import MayIWork
from medmassage.web.law.reading import Reading, reading, shipped, slider
from medmassage.web.law.sections import sections
from medmassage.web.law.tabs import tabs


@require_GET
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One state's law on a day; without a readable ``?on=`` today, and the page says so."""
    known = shipped(code)
    if code != known.code:
        asked = request.GET.urlencode()
        return redirect(f"{reverse('web:law_state', args=[known.code])}{'?' if asked else ''}{asked}")
    seen = reading(request)
    law = seen.law(code)
    asking = "setting" in request.GET
    form = MayIWork(request.GET if asking else None, law)
    context = _context(request, seen, law) | {
        "known": entry(code),
        "regulation": topics.Row("regulation", "", law.topic("regulation").on(seen.on)),
        "eras": eras(law, seen.on),
        "form": form,
        "verdicts": _verdicts(form, seen) if asking and form.is_valid() else (),
        "lacking": [(topic, topics.label(topic)) for topic in corrections.asked_of(law)],
    }
    return render(request, "law/state.html", context)


@require_GET
def federal_law(request: HttpRequest) -> HttpResponse:
    """What holds in every state beside its own law."""
    return render(request, "law/federal.html", _context(request, reading(request), federal()))


def _context(request: HttpRequest, seen: Reading, law: Jurisdiction) -> dict[str, Any]:
    notes = seen.about(law.code)
    return {
        "tabs": tabs(request),
        "seen": seen,
        "law": law,
        "authority": law.topic("authority").on(seen.on).value,
        "slider": slider([law], seen),
        "sections": sections(law, seen),
        "changes": _changes(law, seen.today),
        "pending": law.topic("pending").spells,
        "notes": notes,
        "corrected": sum(note.corrects for note in notes),
        "may_note": access.may(seen.who, LawNote, write=True) and law.code != federal().code,
    }


def _verdicts(form: MayIWork, seen: Reading) -> tuple[tuple[str, Verdict], ...]:
    """Treating and billing, each with its own answer."""
    question = form.question(seen.on)
    return ("May I treat?", lawful(question, seen.local)), ("May I bill?", billable(question, seen.local))


def _changes(law: Jurisdiction, today: date) -> list[tuple[date, str, str]]:
    """The state's events, the newest first; those to come are ahead, the last one begun is now."""
    events = [(s.since, str(s.value)) for s in reversed(law.topic("changes").spells) if s.since]
    begun = [on for on, _ in events if on < today + timedelta(1)]
    marks = {on: "ahead" for on, _ in events if on > today} | ({begun[0]: "now"} if begun else {})
    return [(on, words, marks.get(on, "")) for on, words in events]
