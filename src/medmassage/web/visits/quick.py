"""What quick mode offers: codes for techniques, last visit to copy, the booked hours, words drafted from taps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from medmassage.care import draft
from medmassage.care.charting import by_region, offer, told
from medmassage.clinic import access, carried, clock, figures
from medmassage.clinic.models import Goal, Membership, Note, NoteLine, Score, Visit
from medmassage.clinic.services.charting import PAIN
from medmassage.knowledge import anatomy

CHIPS = 6  # techniques that stand as chips; the list has all of them
DRAFTED = ("objective", "assessment")
COPY = "medmassage.web.visits.copy"


@dataclass(frozen=True, slots=True)
class Way:
    """A technique with the code it brings along."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Copy:
    """How the page keeps words it could not send: under a name that tells nothing, behind a key of 32 bytes."""

    name: str
    key: str


def ways(last: Note | None) -> list[Way]:
    """Every technique offered: last visit's first, with the code it had then."""
    worked = {line.technique: line.code for line in last.lines.all() if line.technique} if last else {}
    codes = {**{one.label: one.code for one in offer().techniques}, **worked}
    return [Way(label, codes[label]) for label in (*worked, *(label for label in codes if label not in worked))]


def booked(visit: Visit) -> tuple[datetime, datetime]:
    """When the visit was to begin and to end, on the clinic's clock."""
    begins = clock.local(visit.clinic, visit.starts_at)
    return begins, begins + timedelta(minutes=visit.minutes)


def again(last: Note | None) -> tuple[list[NoteLine], list[str]]:
    """What “Same as last time” brings back: the lines, and the regions that were marked."""
    return (list(last.lines.all()), figures.places(last.findings)) if last else ([], [])


def drafted(who: Membership, visit: Visit, note: Note, last: Note | None) -> dict[str, str]:
    """Part → words drafted from what was tapped, where the part has none of the person's own yet."""
    found = [(anatomy.label(place), told(*what)) for place, what in by_region(note.findings).items()]
    lines = [line for line in note.lines.all() if line.technique] if note.version else []
    worked = [draft.Worked(anatomy.label(line.region), line.technique, line.pressure or "") for line in lines]
    words = {
        "objective": draft.objective(found, worked),
        "assessment": draft.assessment(
            note.pain_before, note.pain_after, last.pain_before if last else None, _aims(who, visit, note)
        ),
    }
    untouched = carried.parts(note)
    return {part: text for part, text in words.items() if text and (part in untouched or not getattr(note, part))}


def copy_of(who: Membership, visit: Visit) -> Copy:
    """The key of this person's own copy of this visit's note; only a page behind the door holds it."""
    about = f"{who.user_id}:{visit.pk}"
    name = salted_hmac(f"{COPY}.name", about, algorithm="sha256").hexdigest()[:24]
    return Copy(name, salted_hmac(f"{COPY}.key", about, algorithm="sha256").hexdigest())


def _aims(who: Membership, visit: Visit, note: Note) -> list[draft.Aim]:
    """Goals with a reading; the pain of today is newer than any that is kept."""
    scores = access.rows(who, Score).filter(case=visit.case_id).order_by("on", "created_at")
    now = {score.measure: f"{score.value:g}" for score in scores}
    if note.pain_before is not None:
        now[PAIN] = str(note.pain_before)
    goals = access.rows(who, Goal).filter(case=visit.case_id)
    return [draft.Aim(g.words, now[g.measure], f"{g.target:g}") for g in goals if g.measure in now]
