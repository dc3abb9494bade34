"""Where a note reads wrong: copied from last time, no change told, sides or minutes that contradict its lines."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.resources import files

from medmassage.care.note import NoteDraft
from medmassage.care.notes.content import begins_with
from medmassage.datafile import Row, Source, read
from medmassage.finding import Finding, Level
from medmassage.knowledge import anatomy

COPIED = ("subjective", "objective", "assessment")
LONG = 25  # fewer letters than these are a phrase that may well hold twice
_MINUTES = re.compile(
    r"\b(\d{1,3}) ?-?(?:min|mins|minutes?)\b (?:of )?(?:hands-on|massage|session|treatment|manual|bodywork)",
    re.IGNORECASE,
)


class Quality(Row):
    """The whole file."""

    source: Source
    change: tuple[str, ...]
    places: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def doubts() -> Quality:
    """The file. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(files("medmassage.care") / "notes" / "quality.yaml", Quality)


def quality(note: NoteDraft, last: NoteDraft | None = None, *, carried: Collection[str] = ()) -> list[Finding]:
    """What would make a reviewer doubt the note. ``last``: the case's last signed note; ``carried``: parts already
    told to be carried over.
    """
    return [*_copied(note, last, carried), *_no_change(note), *_sides(note), *_minutes(note)]


def _copied(note: NoteDraft, last: NoteDraft | None, carried: Collection[str]) -> Iterator[Finding]:
    """One finding for all parts that stand as last time, word for word."""
    if last is None:
        return
    same = [
        part
        for part in COPIED
        if part not in carried and len(words := _plain(getattr(note, part))) >= LONG
        and words == _plain(getattr(last, part))
    ]  # fmt: skip
    if same:
        verb = "read" if len(same) > 1 else "reads"
        named = " and ".join(filter(None, [", ".join(same[:-1]), same[-1]])).capitalize()
        message = f"{named} {verb} as last time, word for word."
        yield _found("copied", message, "Write what was so today.", same[0])


def _no_change(note: NoteDraft) -> Iterator[Finding]:
    words = note.assessment
    if words.strip() and not begins_with(doubts().change).search(words) and not re.search(r"\d", words):
        message = "The assessment tells neither a change nor a goal."
        yield _found("no_change", message, "Write how it stands against last time, or against the goal.", "assessment")


def _sides(note: NoteDraft) -> Iterator[Finding]:
    """The findings name one side of a place, and every line on that place is on the other."""
    for place, bases in doubts().places.items():
        named = {m[1].lower() for m in _sided(place).finditer(note.objective)}
        worked = [(at, side) for at, line in enumerate(note.lines) if (side := _side(line.region, bases))]
        if len(named) == 1 and worked and not re.search(r"\b(?:both|bilateral\w*)\b", note.objective, re.IGNORECASE):
            said = named.pop()
            if all(side not in (said, "both") for _, side in worked):
                at, side = worked[0]
                message = f"The note says {said} {place}, line {at + 1} is on the {side}."
                yield _found("side", message, "Mend the side in one of the two.", f"lines[{at}].region")
                return


def _minutes(note: NoteDraft) -> Iterator[Finding]:
    """Minutes of treatment in words that are neither the sum of the lines nor the time from start to end."""
    total = sum(line.minutes for line in note.lines)
    known = {total, *(line.minutes for line in note.lines), _span(note)}
    for part in COPIED:
        for said in _MINUTES.finditer(getattr(note, part)):
            if note.lines and int(said[1]) not in known:
                message = f"The words say {said[1]} minutes, the lines come to {total}."
                yield _found("minutes", message, "Mend the words or the lines.", part)
                return


def _span(note: NoteDraft) -> int:
    """Minutes from start to end; 0 where one is missing."""
    if not (note.started and note.ended):
        return 0
    return 60 * (note.ended.hour - note.started.hour) + note.ended.minute - note.started.minute


def _side(region: str, bases: tuple[str, ...]) -> str:
    """``left``, ``right`` or ``both`` where the region lies on one of these bases; else empty."""
    if not any(base in bases for base in anatomy.bases_of(region)):
        return ""
    sides = {one.side for one in anatomy.regions() if one.id in anatomy.expand(region)}
    return sides.pop() if len(sides) == 1 else "both"


@lru_cache(maxsize=64)
def _sided(place: str) -> re.Pattern[str]:
    return re.compile(rf"\b(left|right) (?:[a-z]+ )?{place}s?\b", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _found(rule: str, message: str, remedy: str, subject: str) -> Finding:
    basis = (doubts().source.basis(),)
    return Finding(f"note.quality.{rule}", "note", Level.CAUTION, message, remedy, subject, basis)
