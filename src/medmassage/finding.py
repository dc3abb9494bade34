"""The one shape of every answer: a finding with its basis, and the verdict of a gate.

Every rule in the house answers with a :class:`Finding`; every screen, report, API and exit code shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Literal

Confidence = Literal["primary", "secondary", "recall"]
Answer = Literal["yes", "with_care", "unknown", "no"]
Gate = Literal["lawful", "billable", "safe", "ordered", "payable", "note", "intake", "edi", "remittance"]

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Level(IntEnum):
    """How much a finding weighs. Unknown is never yes: a person decides."""

    NOTE = 0
    CAUTION = 1
    UNKNOWN = 2
    STOP = 3

    @property
    def word(self) -> str:
        """The level as it is written in JSON and data files."""
        return self.name.lower()

    @property
    def answer(self) -> Answer:
        """The answer a verdict gives when this is its worst level."""
        return _ANSWERS[self]


_ANSWERS: Mapping[Level, Answer] = {
    Level.NOTE: "yes",
    Level.CAUTION: "with_care",
    Level.UNKNOWN: "unknown",
    Level.STOP: "no",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands: citation, address, publisher, the day it was true, and how sure we are.

    ``confidence`` is ``primary`` (read in the statute, manual or board page), ``secondary`` (read about it
    elsewhere) or ``recall`` (no page found), which every screen shows as "unverified".
    """

    cite: str
    url: str = ""
    publisher: str = ""
    as_of: str = ""
    confidence: Confidence = "recall"

    def to_dict(self) -> dict[str, str]:
        """The basis as plain JSON."""
        return {
            "cite": self.cite,
            "url": self.url,
            "publisher": self.publisher,
            "as_of": self.as_of,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found.

    ``rule`` is a stable dotted id; ``subject`` names the place it points at (a field, a segment, a region);
    ``details`` are further JSON values that stand beside the common keys (``action``, ``regions`` …).
    """

    rule: str
    gate: Gate
    level: Level
    message: str
    remedy: str = ""
    subject: str = ""
    basis: tuple[Basis, ...] = ()
    details: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON; ``details`` stand beside the common keys."""
        return {
            "rule": self.rule,
            "gate": self.gate,
            "level": self.level.word,
            "message": self.message,
            "remedy": self.remedy,
            "subject": self.subject,
            "basis": [b.to_dict() for b in self.basis],
            **self.details,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Finding":
        """The finding that :meth:`to_dict` wrote."""
        common = {"rule", "gate", "level", "message", "remedy", "subject", "basis"}
        return cls(
            rule=data["rule"],
            gate=data["gate"],
            level=Level[data["level"].upper()],
            message=data["message"],
            remedy=data["remedy"],
            subject=data["subject"],
            basis=tuple(Basis(**b) for b in data["basis"]),
            details=MappingProxyType({k: v for k, v in data.items() if k not in common}),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate answers: all findings at once, the worst first."""

    gate: Gate
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, gate: Gate, findings: Iterable[Finding]) -> "Verdict":
        """A verdict with its findings put in order, the worst first (otherwise as given)."""
        return cls(gate, tuple(sorted(findings, key=lambda f: -f.level)))

    @property
    def level(self) -> Level:
        """The worst level found; a note when nothing was found."""
        return max((f.level for f in self.findings), default=Level.NOTE)

    @property
    def answer(self) -> Answer:
        """``yes`` (notes at most), ``with_care``, ``unknown`` or ``no``."""
        return self.level.answer

    @property
    def passes(self) -> bool:
        """Whether nothing stops: only ``yes`` and ``with_care`` pass; unknown is never yes."""
        return self.level < Level.UNKNOWN

    def to_dict(self, **beside: Any) -> dict[str, Any]:
        """The verdict as plain JSON, with further keys beside it."""
        return {
            "gate": self.gate,
            "answer": self.answer,
            "findings": [f.to_dict() for f in self.findings],
            **beside,
        }
