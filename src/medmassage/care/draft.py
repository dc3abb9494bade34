"""Words drafted from what was tapped: offered to the therapist, never put into a note by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worked:
    """One stretch of work in words."""

    region: str
    technique: str
    pressure: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with the latest reading of its measure and the reading aimed at, as they are written."""

    words: str
    now: str
    target: str


def objective(found: Sequence[tuple[str, str]], worked: Sequence[Worked]) -> str:
    """What was found where (region, words), and what was worked on; empty where nothing was tapped."""
    seen = [f"{where}: {words}." for where, words in found if words]
    done = "; ".join(_told(one) for one in worked if one.region)
    return " ".join([*seen, f"Worked on: {done}."] if done else seen)


def assessment(before: int | None, after: int | None, last: int | None, aims: Sequence[Aim] = ()) -> str:
    """Pain on arrival and on leaving, against last time's arrival, and the goals; empty while pain was not asked.

    Pain is 0 to 10 (``last``: on arrival last time). No word is said about what treatment did.
    """
    if before is None or after is None:
        return ""
    parts = [f"Pain {before} on arrival, {after} after treatment."]
    if last is not None:
        parts.append(f"On arrival last time: {last}.")
    parts += [f"Goal “{aim.words}”: {aim.now} now, target {aim.target}." for aim in aims]
    return " ".join(parts)


def _told(one: Worked) -> str:
    how = ", ".join(part for part in (one.technique, f"{one.pressure} pressure" if one.pressure else "") if part)
    return f"{one.region} ({how})" if how else one.region
