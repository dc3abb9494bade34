"""What a note holds of last visit's, not yet touched: parts such as ``assessment``, ``plan``, ``lines[0]``."""

from collections.abc import Sequence

from medmassage.care.sources import note_sources
from medmassage.clinic.models import Note
from medmassage.finding import Finding, Level

PARTS = ("assessment", "plan")


def kept(words: Sequence[str], lines: Sequence[bool]) -> list[str] | None:
    """What ``Note.carried`` stores: ``words`` by part, and the lines by place; nothing where nothing is carried."""
    over = [part for part in PARTS if part in words]
    return [*over, *(f"lines[{at}]" for at, is_one in enumerate(lines) if is_one)] or None


def parts(note: Note) -> tuple[str, ...]:
    """The parts that nobody touched yet."""
    return tuple(note.carried or ())


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
