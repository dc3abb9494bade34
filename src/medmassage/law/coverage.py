"""What we hold of each state: per question known, none in law or unknown, and how sure; and where one would look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from medmassage.dated import Answer
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import jurisdiction, register
from medmassage.law.vocabulary import vocabulary

Status = Literal["known", "none_in_law", "unknown"]
_RANK = {"primary": 3, "secondary": 2, "recall": 1}
READ = ("primary", "secondary")


@dataclass(frozen=True, slots=True)
class Cell:
    """One question about one state. ``answered``: a source was read for it; ``look``: where to look when not."""

    name: str
    status: Status
    confidence: str
    topic: str
    answer: Answer | None
    look: str

    @property
    def answered(self) -> bool:
        """Known, or known to be nothing in law, from a source that was read."""
        return self.status != "unknown" and self.confidence in READ

    def to_dict(self) -> dict[str, Any]:
        """The cell as plain JSON."""
        return {
            "status": self.status, "confidence": self.confidence or None, "answered": self.answered,
            "topic": self.topic or None, "where_to_look": "" if self.answered else self.look,
        }  # fmt: skip


def coverage(on: date) -> Mapping[str, Mapping[str, Cell]]:
    """Every jurisdiction by every question, on a day."""
    return {code: cells(jurisdiction(code), on) for code in register()}


def cells(law: Jurisdiction, on: date) -> Mapping[str, Cell]:
    """One state's cells, in the vocabulary's order."""
    return {name: _cell(law, name, spec, on) for name, spec in vocabulary().cells.items()}


def summary(table: Mapping[str, Mapping[str, Cell]]) -> dict[str, Any]:
    """How many cells there are, are answered by what was read, and of these by a primary source."""
    every = [cell for row in table.values() for cell in row.values()]
    answered = [cell for cell in every if cell.answered]
    primary = [cell for cell in answered if cell.confidence == "primary"]
    return {
        "jurisdictions": len(table), "cells": len(every), "answered": len(answered), "primary": len(primary),
        "unverified": sum(cell.confidence == "recall" for cell in every),
        "unknown": sum(cell.status == "unknown" for cell in every),
    }  # fmt: skip


def _cell(law: Jurisdiction, name: str, spec: Mapping[str, Any], on: date) -> Cell:
    look = _look(law, str(spec["look"]), on)
    found = max(_answers(law, spec["topics"], on), key=lambda pair: _rank(pair[1]), default=None)
    if found is None:
        return Cell(name, "unknown", "", "", None, look)
    topic, answer = found
    status: Status = "known" if answer.state == "known" else "none_in_law"
    return Cell(name, status, answer.basis[0].confidence, topic, answer, look)


def _answers(law: Jurisdiction, patterns: Iterable[str], on: date) -> Iterator[tuple[str, Answer]]:
    for pattern in patterns:
        steps = pattern.split(".")
        for topic, value in law.topics.items():
            if _fits(steps, topic.split(".")):
                audiences = dict.fromkeys(("", *(spell.applies_to for spell in value.spells)))
                answers = (value.on(on, who) for who in audiences)
                yield from ((topic, answer) for answer in answers if answer.state != "unknown")


def _fits(pattern: list[str], topic: list[str]) -> bool:
    """Whether a topic stands at a pattern or below it; ``*`` is any one step."""
    return len(topic) >= len(pattern) and all(p in ("*", t) for p, t in zip(pattern, topic, strict=False))


def _rank(answer: Answer) -> tuple[int, bool]:
    return _RANK[answer.basis[0].confidence], answer.state == "known"


def _look(law: Jurisdiction, words: str, on: date) -> str:
    """Where one would have to look, with this state's own authority and statutes."""
    authority, statutes = law.topic("authority").on(on), law.topic("statutes").on(on)
    who = f"{authority.value['name']} ({authority.value['url']})" if authority else f"the board of {law.name}"
    act = "; ".join(statutes.value) if statutes else f"the laws of {law.name}"
    return words.format(authority=who, statutes=act)
