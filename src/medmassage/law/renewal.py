"""When a paper is due again, and whether the continuing education on file covers what its issuer asks for.

The day printed on the paper is what counts; where none is entered, the state's own cycle gives it. A course counts
once toward the total, and toward each category it was given for.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from medmassage.dated import UNKNOWN, Answer
from medmassage.finding import Basis
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.valuefile import many
from medmassage.law.vocabulary import vocabulary

NOTHING = Decimal(0)
Standing = Literal["met", "short", "none_asked", "unknown"]


@dataclass(frozen=True, slots=True)
class Course:
    """A course taken. ``hours`` are contact hours; ``categories`` and ``delivery`` are words of the vocabulary."""

    title: str
    taken: date
    hours: Decimal
    categories: tuple[str, ...]
    delivery: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to renew. ``issued``: its very first day, where known; ``born``: for cycles that follow a birthday."""

    code: str
    valid_to: date | None = None
    issued: date | None = None
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in force. ``printed``: it stands on the paper; otherwise it is worked out from the cycle."""

    on: date | None
    printed: bool
    words: str
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One demand within the hours: ``limit`` for at most, else at least; hours wanted, had and missing."""

    label: str
    wanted: Decimal
    have: Decimal
    missing: Decimal
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """What is asked between two days and what is on file. ``first`` is ``None`` where the span is not known."""

    standing: Standing
    first: date | None
    last: date
    wanted: Decimal | None
    have: Decimal
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    basis: tuple[Basis, ...]
    counted: tuple[Course, ...]

    @property
    def missing(self) -> Decimal:
        """Hours still missing of the total."""
        return max((self.wanted or NOTHING) - self.have, NOTHING)


def due(law: Jurisdiction, paper: Paper, on: date) -> Due:
    """When the paper ends: as printed, else by the issuer's cycle, else not known (and why)."""
    if paper.valid_to:
        return Due(paper.valid_to, True, "as the paper says")
    months, cycle = _said(law, paper.code, "months", on), _said(law, paper.code, "cycle", on)
    basis = (*cycle.basis, *months.basis)
    if not cycle:
        return Due(None, False, f"We do not know when papers of {law.name} end. Enter the day that it shows.", basis)
    end = _end(cycle.value, months.value or 0, paper, on)
    if end is None:
        lacks = _LACKS.get(str(cycle.value["ends"]), "the day on the paper")
        return Due(None, False, f"To work it out, {lacks} is missing.", basis)
    return Due(end, False, "worked out from the cycle; go by the paper where it says otherwise", basis)


_LACKS = {
    "birth_month": "the birth date", "birthday": "the birth date", "issue": "the day of issue",
    "issue_month": "the day of issue",
}  # fmt: skip


def _end(cycle: Mapping[str, Any], months: int, paper: Paper, on: date) -> date | None:
    """The first end of a cycle on ``on`` or later."""
    ends, years = cycle["ends"], cycle.get("years", "any")
    if ends in ("issue", "issue_month"):
        return _from_issue(paper.issued, months, on, whole_month=ends == "issue_month")
    day = _month_day(cycle, paper.born)
    if day is None or (years == "as_birth_year" and paper.born is None) or (years == "any" and months > 12):
        return None
    odd = {"even": 0, "odd": 1, "as_birth_year": paper.born.year % 2 if paper.born else 0}.get(years)
    candidates = (_in_year(year, day, whole_month=ends == "birth_month") for year in range(on.year, on.year + 3))
    return next((d for d in candidates if d >= on and (odd is None or d.year % 2 == odd)), None)


def _month_day(cycle: Mapping[str, Any], born: date | None) -> tuple[int, int] | None:
    if cycle["ends"] == "fixed":
        month, day = str(cycle["day"]).split("-")
        return int(month), int(day)
    return (born.month, born.day) if born else None


def _in_year(year: int, day: tuple[int, int], *, whole_month: bool) -> date:
    last = calendar.monthrange(year, day[0])[1]
    return date(year, day[0], last if whole_month else min(day[1], last))


def _from_issue(issued: date | None, months: int, on: date, *, whole_month: bool) -> date | None:
    if issued is None or not months or issued > on:
        return None
    steps = 1
    while (end := months_on(issued, months * steps)) < on:
        steps += 1
    return _in_year(end.year, (end.month, end.day), whole_month=whole_month)


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later (or earlier); the month's last day where it is shorter.

    Beyond the calendar's own ends it is the first or the last day that there is.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def counted(law: Jurisdiction, paper: Paper, courses: Iterable[Course], last: date) -> Count:
    """What the paper's issuer asks for by ``last``, and what of it the courses cover."""
    hours = _said(law, paper.code, "ce_hours", last)
    months = (_said(law, paper.code, "ce_months", last) or _said(law, paper.code, "months", last)).value
    first = months_on(last, -months) + timedelta(1) if months else None
    within = tuple(c for c in courses if c.taken <= last and (first is None or c.taken >= first))
    demands = _said(law, paper.code, "ce_categories", last)
    wanted, notes = _wanted(law, paper, hours, first, last)
    lines = tuple(_line(one, within) for one in (demands.value or ())) if wanted else ()
    have = _total(within, lines)
    return Count(
        standing=_standing(hours, wanted, have, lines, first),
        first=first,
        last=last,
        wanted=wanted,
        have=have,
        lines=lines,
        notes=(*notes, *filter(None, (hours.text, demands.text, _instead(law, paper, last)))),
        basis=tuple(dict.fromkeys((*hours.basis, *demands.basis))),
        counted=within,
    )


def _wanted(
    law: Jurisdiction, paper: Paper, hours: Answer, first: date | None, last: date
) -> tuple[Decimal | None, list[str]]:
    """The hours asked for, with the exception for a first renewal."""
    if not hours:
        return (NOTHING if hours.state == "none" else None), []
    rule = _said(law, paper.code, "ce_first_renewal", last)
    is_first = bool(rule and first and paper.issued and paper.issued >= first)
    if is_first and rule.value == "exempt":
        return NOTHING, ["First renewal: no hours are asked for."]
    if is_first and type(rule.value) is int:
        return Decimal(rule.value), ["First renewal: its own number of hours."]
    said = ["First renewal: the hours are fewer in proportion; ask the board how many."] if is_first else []
    return Decimal(hours.value), said if rule.value == "prorated" else []


def _line(demand: Mapping[str, Any], courses: Iterable[Course]) -> Line:
    limit = "at_most" in demand
    wanted = Decimal(str(demand["at_most" if limit else "at_least"]))
    have = sum((c.hours for c in courses if _fits(demand, c)), NOTHING)
    missing = NOTHING if limit else max(wanted - have, NOTHING)
    return Line(_label(demand, limit=limit), wanted, have, missing, limit)


def _fits(demand: Mapping[str, Any], course: Course) -> bool:
    categories, delivery = many(demand.get("category", ())), many(demand.get("delivery", ()))
    return (not categories or bool(set(categories) & set(course.categories))) and (
        not delivery or course.delivery in delivery
    )


def _label(demand: Mapping[str, Any], *, limit: bool) -> str:
    words = vocabulary()
    named = [words.ce[name] for name in many(demand.get("category", ()))]
    taken = [words.delivery[name] for name in many(demand.get("delivery", ()))]
    said = " or ".join(named) + (", " if named and taken else "") + " or ".join(taken)
    return f"{'At most' if limit else 'At least'}: {said}"


def _total(courses: Iterable[Course], lines: Iterable[Line]) -> Decimal:
    """All hours, less what lies above a limit."""
    above = sum((max(line.have - line.wanted, NOTHING) for line in lines if line.limit), NOTHING)
    return max(sum((c.hours for c in courses), NOTHING) - above, NOTHING)


def _standing(
    hours: Answer, wanted: Decimal | None, have: Decimal, lines: Iterable[Line], first: date | None
) -> Standing:
    if wanted is None or (wanted and first is None):
        return "unknown"
    if not wanted:
        return "none_asked" if hours.state == "none" else "met"
    return "met" if have >= wanted and not any(line.missing for line in lines) else "short"


def _instead(law: Jurisdiction, paper: Paper, on: date) -> str:
    found = _said(law, paper.code, "ce_instead", on)
    return f"Taken in place of the hours: {found.value}" if found else ""


def _said(law: Jurisdiction, code: str, name: str, on: date) -> Answer:
    credential = code.strip().upper()
    topic = law.topics.get(f"credentials.{credential}.renewal.{name}")
    return topic.on(on) if topic else UNKNOWN
