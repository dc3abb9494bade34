"""When a measure is due again: by visits or by days, whichever comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from medmassage.care.sources import note_sources
from medmassage.finding import Basis

VISITS, DAYS = 4, 30


@dataclass(frozen=True, slots=True)
class Due:
    """Where a measure stands in time. ``last`` is ``None`` where it was never taken."""

    last: date | None
    visits_since: int
    is_due: bool
    by: date | None
    basis: Basis


def due(taken: Sequence[date], visits: Sequence[date], on: date) -> Due:
    """Whether a measure taken on these days is due on ``on``, given the days of the visits held.

    Never taken is due. Every fourth visit or every 30 days is custom of practice: nobody tested it.
    """
    last = max((day for day in taken if day <= on), default=None)
    since = sum(1 for day in visits if day <= on and (last is None or day > last))
    by = last + timedelta(days=DAYS) if last else None
    is_due = last is None or since >= VISITS or (by is not None and on >= by)
    return Due(last, since, is_due, by, note_sources()["retest"])
