"""What one state's law is in memory: its credentials, its conditions and every value by topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from medmassage.dated import Dated
from medmassage.finding import Level

# What is added to a license and gives no right of its own.
ADDED = "endorsement"


@dataclass(frozen=True, slots=True)
class Credential:
    """A paper the state gives. ``settings``: a setting, ``health_care``, ``elsewhere`` or ``any`` → its rule."""

    code: str
    title: str
    kind: str
    settings: Mapping[str, Dated]

    @property
    def stands_alone(self) -> bool:
        """Whether it gives a right of its own to treat."""
        return self.kind != ADDED


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule that asks for something. ``when`` all hold and none of ``needs`` is met, ``otherwise`` is the level.

    ``topic`` is the value the rule rests on: its text is the message, and its dates are the rule's dates.
    """

    name: str
    topic: str
    when: Mapping[str, Any]
    needs: tuple[Mapping[str, Any], ...]
    otherwise: Level
    remedy: str


@dataclass(frozen=True)
class Jurisdiction:
    """The law of one state: ``topics`` maps each dotted topic to its dated value."""

    code: str
    name: str
    credentials: Mapping[str, Credential]
    conditions: tuple[Condition, ...]
    topics: Mapping[str, Dated]

    def topic(self, name: str) -> Dated:
        """The dated value of a topic; one without spells (always unknown) where the file has none."""
        return self.topics.get(name, Dated())

    def under(self, prefix: str) -> Sequence[tuple[str, Dated]]:
        """The topics below a prefix, such as ``insurance.workers_comp``, in the file's order."""
        return self._below.get(prefix, ())

    @cached_property
    def _below(self) -> Mapping[str, Sequence[tuple[str, Dated]]]:
        """Each prefix with what stands below it: the gate asks for these at every question."""
        found: dict[str, list[tuple[str, Dated]]] = {}
        for name, value in self.topics.items():
            steps = name.split(".")
            for depth in range(1, len(steps)):
                found.setdefault(".".join(steps[:depth]), []).append((name, value))
        return found
