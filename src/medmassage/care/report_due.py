"""When the counting rule wants the next progress report."""

from dataclasses import dataclass
from datetime import date

from medmassage.care import span
from medmassage.care.case import Case
from medmassage.care.counting import Rule, rule_for
from medmassage.care.piles import of_claim
from medmassage.finding import Basis


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The next report: due ``by`` a day, with so many visits ``held`` ``since`` the last one (or the first visit)."""

    by: date
    since: date
    held: int
    goes_to: str
    basis: Basis


def next_report(case: Case, on: date, rule: Rule | None = None) -> ReportDue | None:
    """The report that is due next, as far as visits are held or booked; ``None`` where no rule asks for one yet.

    It is due with the visit that makes the number full, or after so many months, whichever comes first.
    """
    need = (rule or rule_for(case.state, case.payer_kind)).report
    if need is None:
        return None
    last = max((day for day in case.reports if day <= on), default=None)
    visits = [visit.on for visit in of_claim(case) if last is None or visit.on > last]
    held = [day for day in visits if day <= on]
    if not held:
        return None
    since = last or held[0]
    full = visits[need.visits - 1 : need.visits]
    by = min([span.months_after(since, need.months), *full])
    return ReportDue(by, since, len(held), need.goes_to, need.source.basis())
