"""What a note holds of last visit's, not yet touched; beside it where the timer stands.

``Note.carried`` is a list of parts (``assessment``, ``plan``, ``lines[0]``), or a mapping with them and the timer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from medmassage.care.sources import note_sources
from medmassage.clinic.models import Note
from medmassage.finding import Finding, Level

PARTS = ("assessment", "plan")
Timer = Mapping[str, int | None]


def kept(words: Sequence[str], lines: Sequence[bool], timer: Timer | None) -> Any:
    """What is stored: ``words`` by part, whether each line is carried, and the timer; nothing where nothing is."""
    parts = [*(part for part in PARTS if part in words), *(f"lines[{at}]" for at, is_one in enumerate(lines) if is_one)]
    return {"parts": parts, "timer": dict(timer)} if timer else parts or None


def parts(note: Note) -> tuple[str, ...]:
    """The parts that nobody touched yet."""
    stored = note.carried or ()
    return tuple(stored["parts"] if isinstance(stored, dict) else stored)


def timer(note: Note) -> Timer | None:
    """The line that the timer stands on, and since when it runs."""
    found: Timer | None = note.carried.get("timer") if isinstance(note.carried, dict) else None
    return found


def findings(note: Note) -> list[Finding]:
    """A caution for each part that is carried over: signing waits until it is kept or changed."""
    return [_finding(part) for part in parts(note)]


def _finding(part: str) -> Finding:
    line = int(part[6:-1]) + 1 if part.startswith("lines[") else 0
    what = f"Line {line}" if line else part.capitalize()
    message = f"{what} is carried over: keep it or change it."
    return Finding(
        "note.line_carried" if line else f"note.{part}_carried", "note", Level.CAUTION, message,
        "Press “Keep it”, or change it.", f"{part}.minutes" if line else part, (note_sources()["recall"],),
        details={"carried": part},
    )  # fmt: skip
