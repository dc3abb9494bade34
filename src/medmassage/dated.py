"""A cited value by date: what held on a day is known, known to be none, or unknown.

A rule is a list of :class:`Spell`, each holding from a day until the next one begins. Before the first
dated spell nothing is known, and there is no way to read a value without its basis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from medmassage.finding import Basis

State = Literal["known", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Spell:
    """One value with the day from which it holds (``None``: as far back as we know) and its basis."""

    value: Any
    basis: Basis
    since: date | None = None
    none_in_law: bool = False
    applies_to: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says on a day. ``since``/``until`` bound the spell; ``until`` is its first day *not* in force."""

    state: State
    value: Any = None
    basis: tuple[Basis, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""

    def __bool__(self) -> bool:
        """True only when a value is known."""
        return self.state == "known"


UNKNOWN = Answer("unknown")


@dataclass(frozen=True)
class Dated:
    """The spells of one rule in one place, oldest first. An undated spell may only be the first of its audience."""

    spells: tuple[Spell, ...] = ()

    def __post_init__(self) -> None:
        """Refuse spells that are out of order: two values would claim the same day."""
        for audience in {s.applies_to for s in self.spells}:
            days = [s.since or date.min for s in self.spells if s.applies_to == audience]
            if days != sorted(set(days)):
                raise ValueError("dates must ascend, one value a day")

    def on(self, day: date, applies_to: str = "") -> Answer:
        """The answer on ``day`` for those whom the value applies to (``""``: everyone)."""
        for begun, answer in self._answers.get(applies_to) or self._answers.get("", ()):
            if begun <= day:
                return answer
        return UNKNOWN

    @cached_property
    def _answers(self) -> Mapping[str, tuple[tuple[date, Answer], ...]]:
        """By audience, the newest first: each answer with its first day. Asked far more often than made."""
        found: dict[str, list[tuple[date, Answer]]] = {}
        for spell in reversed(self.spells):
            later = found.setdefault(spell.applies_to, [])
            later.append((spell.since or date.min, _answer(spell, until=later[-1][1].since if later else None)))
        return {audience: tuple(answers) for audience, answers in found.items()}

    def changes(self, after: date, until: date) -> tuple[Spell, ...]:
        """The spells that begin after ``after`` and not later than ``until``."""
        return tuple(s for s in self.spells if s.since and after < s.since <= until)


def _answer(spell: Spell, until: date | None) -> Answer:
    return Answer(
        state="none" if spell.none_in_law else "known",
        value=None if spell.none_in_law else spell.value,
        basis=(spell.basis,),
        since=spell.since,
        until=until,
        text=spell.text,
    )


def dated(spells: Iterable[Spell]) -> Dated:
    """A rule from its spells, in the order given."""
    return Dated(tuple(spells))
