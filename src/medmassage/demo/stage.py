"""Who and what the story has on stage: chapters put people and records here for the chapters after them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from medmassage.clinic import clock
from medmassage.clinic.models import Case, Claim, Membership, Patient, Therapist, Visit


@dataclass
class Stage:
    """The story so far. ``out`` is the folder for the files it makes; without one nothing is written."""

    out: Path | None = None
    who: Membership | None = None
    members: dict[str, Membership] = field(default_factory=dict)
    therapists: dict[str, Therapist] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def owner(self) -> Membership:
        """The clinic's owner, in whose name the story is told."""
        assert self.who is not None
        return self.who

    @property
    def today(self) -> date:
        """The day on the clinic's wall."""
        return clock.today(self.owner.clinic)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the clinic's clock."""
        return clock.at(self.owner.clinic, self.today - timedelta(days_ago), time(hour, minute))

    def leave(self, name: str, content: bytes) -> str:
        """Write a file into the folder, if there is one; its name."""
        if self.out:
            (self.out / name).write_bytes(content)
        return name
