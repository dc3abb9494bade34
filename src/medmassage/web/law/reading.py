"""What every law page asks first: who reads, which day, and the law with the clinic's own corrections taken in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest

from medmassage.clinic import clock, corrections
from medmassage.clinic.models import LawNote, Membership
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import UnknownJurisdiction, jurisdiction, register
from medmassage.law.local import Correction, corrected
from medmassage.web.doors import member


@dataclass(frozen=True)
class Reading:
    """One look at the law: who, on which day; ``unread`` is what could not be read as a day."""

    who: Membership
    today: date
    on: date
    unread: str

    @cached_property
    def notes(self) -> Sequence[LawNote]:
        """The clinic's notes and corrections that stand: one query a page."""
        return tuple(self.who.clinic.law_notes.filter(withdrawn_at=None).select_related("author"))

    @cached_property
    def local(self) -> tuple[Correction, ...]:
        """The clinic's corrections."""
        return tuple(corrections.correction(note) for note in self.notes if note.corrects)

    def law(self, code: str) -> Jurisdiction:
        """A state's law as it holds for this clinic. Raises :class:`Http404` for a code that is none."""
        law = shipped(code)
        own = [one for one in self.local if one.state == law.code]
        return corrected(law, own) if own else law

    def laws(self) -> list[Jurisdiction]:
        """Every state's, by name."""
        return sorted((self.law(code) for code in register()), key=lambda law: law.name)

    def about(self, state: str) -> list[LawNote]:
        """The notes on a state."""
        return [note for note in self.notes if note.state == state]


def shipped(code: str) -> Jurisdiction:
    """A state's law as the files have it. Raises :class:`Http404` for a code that is none."""
    try:
        return jurisdiction(code)
    except UnknownJurisdiction as wrong:
        raise Http404 from wrong


def reading(request: HttpRequest) -> Reading:
    """Who reads, and the day of ``?on=``; without a readable one today."""
    who = member(request)
    today = clock.today(who.clinic)
    words = request.GET.get("on", "")
    try:
        return Reading(who, today, date.fromisoformat(words) if words else today, "")
    except ValueError:
        return Reading(who, today, today, words[:40])


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop of the time slider: where it lies, and the words at a few of them."""

    x: str
    words: str


@dataclass(frozen=True, slots=True)
class Slider:
    """The days one may move to, the one shown, and the marks above them."""

    days: tuple[date, ...]
    on: date

    @property
    def at(self) -> int:
        """Which of the days is shown."""
        return self.days.index(self.on)

    @property
    def last(self) -> int:
        """The last stop."""
        return len(self.days) - 1

    @property
    def stops(self) -> str:
        """The days for the script."""
        return " ".join(day.isoformat() for day in self.days)

    @property
    def marks(self) -> list[Mark]:
        """A line a stop; years where there is room for them."""
        found, room, year = [], -100.0, 0
        for at, day in enumerate(self.days):
            x = 100 * at / self.last if self.last else 50.0
            free = x - room >= 14 and (at == self.last or x <= 88) and day.year != year
            room, year = (x, day.year) if free else (room, year)
            found.append(Mark(f"{x:.2f}%", str(year) if free else ""))
        return found


def slider(laws: Iterable[Jurisdiction], seen: Reading, topics: Iterable[str] | None = None) -> Slider:
    """The days on which something begins in these laws (in these topics of them), today and the day shown."""
    chosen = None if topics is None else set(topics)
    begun = {
        spell.since
        for law in laws
        for name, value in law.topics.items()
        if chosen is None or name in chosen
        for spell in value.spells
        if spell.since
    }
    return Slider(tuple(sorted({*begun, seen.today, seen.on})), seen.on)
