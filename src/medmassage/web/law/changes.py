"""What changed in the law and what is coming, as a page and as an Atom feed behind the same door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_GET

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Credential, Membership
from medmassage.finding import Basis
from medmassage.law import topics
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import register
from medmassage.law.topics import EVENTS
from medmassage.law.wording import capital
from medmassage.web.law.reading import Reading, reading
from medmassage.web.law.tabs import tabs

RECENT_YEARS = 3


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins on a day. ``own``: in a state that this clinic works in."""

    on: date
    state: Jurisdiction
    label: str
    words: str
    text: str
    basis: Basis
    own: bool


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What lies ahead, the clinic's own states first; then what began, the newest first."""
    seen = reading(request)
    asked = request.GET.get("state", "").strip().upper()
    chosen = asked if asked in register() else ""
    laws = [seen.law(chosen)] if chosen else seen.laws()
    own = working_states(seen.who)
    found = _events(laws, own)
    if request.GET.get("format") == "atom":
        return _atom(request, seen, found)
    past = [event for event in found if event.on <= seen.today]
    context = {
        "tabs": tabs(request), "seen": seen, "chosen": chosen, "own": sorted(own),
        "states": sorted(register().values(), key=lambda known: known.name),
        "ahead": _ahead(found, seen.today),
        "recent": [event for event in past if event.on.year > seen.today.year - RECENT_YEARS],
        "earlier": [event for event in past if event.on.year <= seen.today.year - RECENT_YEARS],
    }  # fmt: skip
    return render(request, "law/changes.html", context)


def working_states(who: Membership) -> frozenset[str]:
    """The states in which this clinic treats, or whose papers its people hold."""
    cases = access.rows(who, Case).values_list("state", flat=True).distinct()
    papers = access.rows(who, Credential).exclude(state="").values_list("state", flat=True).distinct()
    return frozenset({who.clinic.state, *cases, *papers})


def _events(laws: Iterable[Jurisdiction], own: frozenset[str]) -> list[Event]:
    """Every spell that begins on a day, the newest first."""
    by_code = {law.code: law for law in laws}
    found = topics.changes(by_code.values(), date.min, date.max)
    return [
        Event(
            on=one.on,
            state=by_code[one.code],
            label="" if one.topic in EVENTS else topics.label(one.topic),
            words=capital(topics.spell_words(one.spell)),
            text=one.spell.text,
            basis=one.spell.basis,
            own=one.code in own,
        )
        for one in found
    ]


def _ahead(events: Iterable[Event], today: date) -> list[Event]:
    """What is still to come: the clinic's own states first, the nearest day first."""
    return sorted((e for e in events if e.on > today), key=lambda e: (not e.own, e.on, e.state.code))


def _atom(request: HttpRequest, seen: Reading, events: Sequence[Event]) -> HttpResponse:
    """The same as Atom. It holds public law only, and stands behind the sign-in as every page does."""
    home = request.build_absolute_uri(reverse("web:law_changes"))
    feed = Atom1Feed(title="Massage law: what changed and what is coming", link=home, description="", feed_url=home)
    for event in events:
        link = request.build_absolute_uri(f"{reverse('web:law_state', args=[event.state.code])}?on={event.on}")
        began = clock.at(seen.who.clinic, event.on, _MIDNIGHT)
        title = f"{event.state.name}, {event.on.day} {event.on:%b %Y}: {event.label or event.words}"
        said = " ".join(filter(None, (event.words, event.text, f"({event.basis.cite})")))
        feed.add_item(
            title=title,
            link=link,
            description=said,
            unique_id=f"{link}#{event.label}",
            pubdate=began,
            updateddate=began,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


_MIDNIGHT = time(0, 0)
