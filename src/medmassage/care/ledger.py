"""The visit ledger: papers that allow visits, and each visit laid on one of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from medmassage.care import span


@dataclass(frozen=True, slots=True)
class Paper:
    """What allows visits from ``starts`` to ``ends``: how many (``None``: it does not say), how many went elsewhere.

    ``counts`` is ``visits`` or ``units``.
    """

    kind: str
    name: str
    starts: date
    ends: date | None
    allowed: int | None
    used: int = 0
    counts: str = "visits"

    def covers(self, day: date) -> bool:
        """Whether the day lies within it."""
        return span.covers(self.starts, self.ends, day)


@dataclass(frozen=True, slots=True)
class Laid:
    """How the days came to lie: used of each paper, the days beyond all, and the papers of each day."""

    used: tuple[int, ...]
    over: tuple[date, ...]
    on: tuple[tuple[date, Paper], ...]

    def papers_on(self, day: date) -> tuple[Paper, ...]:
        """The papers that the day's visits count against."""
        return tuple(paper for laid, paper in self.on if laid == day)


def lay(papers: tuple[Paper, ...], days: tuple[date, ...]) -> Laid:
    """Lay each day, in order, on one paper that covers it and has room.

    Papers that say a number are filled first; among them the one that ends first. A day that finds no room is
    counted on the last paper that covers it, and is over. Days that no paper covers count nowhere. Laid so, one
    more day never leaves more room on any paper, and no other way of laying has fewer days over.
    """
    rank = sorted(range(len(papers)), key=lambda i: _rank(papers[i]))
    used = [paper.used for paper in papers]
    over, on = [], []
    for day in sorted(days):
        covering = [i for i in rank if papers[i].covers(day)]
        if not covering:
            continue
        at = next((i for i in covering if _has_room(papers[i], used[i])), None)
        if at is None:
            at = covering[-1]
            over.append(day)
        used[at] += 1
        on.append((day, papers[at]))
    return Laid(tuple(used), tuple(over), tuple(on))


def pushed_out(before: Laid, after: Laid) -> date | None:
    """The first day that is over now and was not before."""
    more = Counter(after.over) - Counter(before.over)
    return min(more, default=None)


def _rank(paper: Paper) -> tuple[bool, date, date, str]:
    return paper.allowed is None, paper.ends or date.max, paper.starts, paper.name


def _has_room(paper: Paper, used: int) -> bool:
    return paper.allowed is None or used < paper.allowed
