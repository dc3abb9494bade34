"""The atlas: a map of all states colored by one question at a time, on any day, with the same as a list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.law.coverage import coverage, summary
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.web.law import questions
from medmassage.web.law.questions import ASIDE, LABELS, QUESTIONS, STALE_KEYS, STALENESS, Shade
from medmassage.web.law.reading import Reading, reading, slider
from medmassage.web.law.tabs import tabs
from medmassage.web.law.tiles import tiles


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    tone: str
    words: str
    mark: str
    states: int


@require_GET
def atlas(request: HttpRequest) -> HttpResponse:
    """All states by the question of ``?ask=``, on the day of ``?on=``."""
    seen = reading(request)
    asked = request.GET.get("ask", "")
    name = asked if asked in LABELS else "regulation"
    laws = seen.laws()
    shades = {law.code: _shade(name, law, seen) for law in laws}
    context = {
        "tabs": tabs(request), "seen": seen, "asked": name, "labels": LABELS, "label": LABELS[name],
        "lead": questions.STALE_LEAD if name == STALENESS else QUESTIONS[name].lead,
        "slider": _slider(name, laws, seen),
        "tiles": tiles({code: shade.face for code, shade in shades.items()}, _urls(laws, seen)),
        "legend": _legend(name, shades.values()),
        "states": [(law, shades[law.code]) for law in laws],
        "summary": summary(coverage(seen.today)),
    }  # fmt: skip
    return render(request, "law/atlas.html", context)


def _shade(name: str, law: Jurisdiction, seen: Reading) -> Shade:
    return questions.stale(law, seen.on) if name == STALENESS else QUESTIONS[name].shade(law, seen.on)


def _slider(name: str, laws: Iterable[Jurisdiction], seen: Reading) -> object:
    """The days on which any state's answer to this question begins; ages have no such days."""
    if name == STALENESS:
        return None
    known = list(laws)
    return slider(known, seen, (topic for law in known for topic in QUESTIONS[name].topics(law)))


def _urls(laws: Iterable[Jurisdiction], seen: Reading) -> Mapping[str, str]:
    on = "" if seen.on == seen.today else f"?{urlencode({'on': seen.on.isoformat()})}"
    return {law.code: f"{reverse('web:law_state', args=[law.code])}{on}" for law in laws}


def _legend(name: str, shades: Iterable[Shade]) -> list[Key]:
    """Each answer that some state gives, with how many do."""
    shown = list(shades)
    counts = Counter(shade.key for shade in shown)
    keys = {**(STALE_KEYS if name == STALENESS else QUESTIONS[name].keys), **ASIDE}
    return [Key(tone, words, _mark(words, shown), counts[words]) for words, tone in keys.items() if counts[words]]


def _mark(key: str, shades: Iterable[Shade]) -> str:
    """The mark of all tiles of this answer, where they share one."""
    marks = {shade.face.mark for shade in shades if shade.key == key}
    return marks.pop() if len(marks) == 1 else ""
