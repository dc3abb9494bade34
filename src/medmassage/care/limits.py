"""Limits: how many visits each paper or rule allows, and how many are left."""

from dataclasses import dataclass
from datetime import date

from medmassage.care import span
from medmassage.care.case import Case
from medmassage.care.piles import Pile, authorizations_bind, piles


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on the visits of a case. ``allowed`` unknown stays ``None``; ``left`` is negative when overbooked.

    ``kind`` is ``referral``, ``authorization``, ``plan_year`` or ``counting_rule``; ``counts`` says what is counted:
    ``visits`` or ``units``.
    """

    kind: str
    name: str
    allowed: int | None
    used: int
    left: int | None
    until: date | None = None
    counts: str = "visits"

    @property
    def words(self) -> str:
        """Such as "2 of 6 left, until 12 Dec, by referral"."""
        until = f", until {span.words(self.until)}" if self.until else ""
        return f"{self._amount}{until}, by {self.name}"

    @property
    def _amount(self) -> str:
        units = " units" if self.counts == "units" else ""
        if self.left is None:
            return f"{self.used} used, the number of {self.counts} is not said"
        if self.left < 0:
            return f"{-self.left}{units} more than the {self.allowed} allowed"
        return f"{self.left} of {self.allowed}{units} left"


def limits(case: Case, on: date) -> tuple[Limit, ...]:
    """Every limit that holds on this day."""
    return tuple(limit for pile in piles(case, on) for limit in of_pile(pile, on))


def of_pile(pile: Pile, on: date) -> tuple[Limit, ...]:
    """The limits of one pile that hold on this day."""
    used = pile.laid().used
    return tuple(
        Limit(
            kind=paper.kind,
            name=paper.name,
            allowed=paper.allowed,
            used=count,
            left=None if paper.allowed is None else paper.allowed - count,
            until=paper.ends,
            counts=paper.counts,
        )
        for paper, count in zip(pile.papers, used, strict=True)
        if paper.covers(on)
    )


def tightest(case: Case, on: date) -> Limit | None:
    """The limit with the fewest left on this day, then the one that ends first; a number not said comes last.

    Where several papers of one pile cover the day, the one with the most room speaks for the pile. A visit takes
    at least one unit, so units left are never fewer than visits left. While visits need no authorization, one that
    is on file already binds nobody.
    """
    bind = authorizations_bind(case)
    binding = [pile for pile in piles(case, on) if bind or pile.kind != "authorization"]
    speaking = [max(held, key=_room) for pile in binding if (held := of_pile(pile, on))]
    return min(speaking, key=_tight, default=None)


def _room(limit: Limit) -> tuple[int, int, date]:
    """A paper with room before one that says no number, and both before one that is used up."""
    left = limit.left
    return (1, 0, date.max) if left is None else (2 if left > 0 else 0, left, limit.until or date.max)


def _tight(limit: Limit) -> tuple[bool, int, date]:
    return limit.left is None, limit.left or 0, limit.until or date.max
