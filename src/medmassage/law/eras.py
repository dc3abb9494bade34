"""Who may treat where, era by era: from one change of the settings rules to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from medmassage.dated import Answer, Dated, Spell
from medmassage.finding import Answer as Word
from medmassage.finding import Basis
from medmassage.law.jurisdiction import Credential, Jurisdiction
from medmassage.law.permission import ALLOWED, ANYWHERE, ELSEWHERE, FORBIDDEN, HEALTH_CARE

_WORDS: Mapping[str, Word] = {ALLOWED: "yes", FORBIDDEN: "no"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one credential allows in one kind of setting."""

    column: str
    answer: Answer

    @property
    def word(self) -> Word:
        """``yes``, ``no``, ``with_care`` (allowed, but only remembered) or ``unknown``."""
        word = _WORDS.get(str(self.answer.value), "unknown")
        remembered = any(basis.confidence == "recall" for basis in self.answer.basis)
        return "with_care" if word == "yes" and remembered else word


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of days in which nothing about settings changed. ``last`` is its last day."""

    first: date | None
    last: date | None
    current: bool
    columns: tuple[str, ...]
    lines: tuple[tuple[Credential, tuple[Cell, ...]], ...]

    @property
    def notes(self) -> list[tuple[str, Basis]]:
        """The rules' own words by source, each source once."""
        texts: dict[Basis, dict[str, None]] = {}
        for _, cells in self.lines:
            for cell in cells:
                for basis in cell.answer.basis:
                    texts.setdefault(basis, {}).setdefault(cell.answer.text)
        return [(" ".join(filter(None, said)), basis) for basis, said in texts.items()]


def eras(law: Jurisdiction, on: date) -> list[Era]:
    """The eras of a state, the oldest first; none where no credential gives a right of its own."""
    holders = [c for c in law.credentials.values() if c.stands_alone and c.settings]
    starts: dict[date | None, None] = dict.fromkeys(sorted({s.since for s in _spells(holders) if s.since}))
    if any(s.since is None for s in _spells(holders)):
        starts = {None: None, **starts}
    bounds = list(starts)
    return [
        _era(holders, first, bounds[at + 1] if at + 1 < len(bounds) else None, on) for at, first in enumerate(bounds)
    ]


def _era(holders: list[Credential], first: date | None, following: date | None, on: date) -> Era:
    day = first or (following - timedelta(1) if following else on)
    tiers = any(name in c.settings for c in holders for name in (HEALTH_CARE, ELSEWHERE))
    columns = (HEALTH_CARE, ELSEWHERE) if tiers else (ANYWHERE,)
    return Era(
        first=first,
        last=following - timedelta(1) if following else None,
        current=(first or date.min) <= on and (following is None or on < following),
        columns=columns,
        lines=tuple((c, tuple(Cell(name, _rule(c, name).on(day)) for name in columns)) for c in holders),
    )


def _rule(credential: Credential, column: str) -> Dated:
    return credential.settings.get(column) or credential.settings.get(ANYWHERE) or Dated()


def _spells(holders: list[Credential]) -> list[Spell]:
    return [spell for c in holders for rule in c.settings.values() for spell in rule.spells]
