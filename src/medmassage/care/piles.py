"""All that counts the visits of a case, as piles of papers: a visit counts once in each pile."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from medmassage.care import span
from medmassage.care.case import Authorization, Case, Visit
from medmassage.care.counting import Rule, rule_for
from medmassage.care.ledger import Laid, Paper, lay


@dataclass(frozen=True, slots=True)
class Pile:
    """Papers that follow one another, and the days (one a visit, or one a unit) that count against them."""

    kind: str
    papers: tuple[Paper, ...]
    days: tuple[date, ...]

    def laid(self) -> Laid:
        """Each day on its paper."""
        return lay(self.papers, self.days)


def counted(case: Case) -> tuple[Visit, ...]:
    """The visits that count, by day: booked, done, signed and billed."""
    return tuple(sorted((v for v in case.visits if v.counts), key=lambda v: (v.on, v.id)))


def of_claim(case: Case) -> tuple[Visit, ...]:
    """Those of them since the claim was opened, whatever the order that brought them."""
    return tuple(v for v in counted(case) if case.claim_opened is None or v.on >= case.claim_opened)


def authorizations_bind(case: Case) -> bool:
    """Whether the next visit of the claim needs an authorization; the first ones may be free of it."""
    need = rule_for(case.state, case.payer_kind).authorization
    return need is None or len(of_claim(case)) >= need.after_visits


def with_visit(case: Case, on: date) -> Case:
    """The case with one more visit on this day."""
    return replace(case, visits=(*case.visits, Visit("", on, "booked")))


def piles(case: Case, on: date) -> tuple[Pile, ...]:
    """Referrals, authorizations, the plan year that holds ``on``, and the counting rule of state and payer kind."""
    rule = rule_for(case.state, case.payer_kind)
    visits = counted(case)
    return (
        Pile("referral", _referrals(case), tuple(v.on for v in visits)),
        *_authorizations(case, rule),
        *_plan_year(case, on, visits),
        *_counting(case, rule),
    )


def _referrals(case: Case) -> tuple[Paper, ...]:
    several = len(case.referrals) > 1
    return tuple(
        Paper("referral", f"referral of {span.words(r.written)}" if several else "referral", r.starts, r.ends, r.visits)
        for r in case.referrals
    )


def _authorizations(case: Case, rule: Rule) -> Iterator[Pile]:
    """Authorizations for the same codes follow one another; those for other codes each count every visit."""
    free = rule.authorization.after_visits if rule.authorization else 0
    needing = of_claim(case)[free:]
    days = tuple(v.on for v in needing)
    # A visit without a signed note takes a unit at least.
    units = tuple(v.on for v in needing for _ in range(max(v.units, 1)))
    for group in _by_codes(case):
        by_units = all(a.visits is None for a in group) and any(a.units is not None for a in group)
        if not by_units:
            yield Pile("authorization", tuple(_paper(a, a.visits) for a in group), days)
        if any(a.units is not None for a in group):
            yield Pile("authorization", tuple(_paper(a, a.units, "units") for a in group), units)


def _by_codes(case: Case) -> list[tuple[Authorization, ...]]:
    groups: dict[frozenset[str], list[Authorization]] = {}
    for paper in case.authorizations:
        groups.setdefault(frozenset(paper.codes), []).append(paper)
    return [tuple(group) for group in groups.values()]


def _paper(a: Authorization, allowed: int | None, counts: str = "visits") -> Paper:
    return Paper("authorization", f"authorization {a.number}", a.starts, a.ends, allowed, counts=counts)


def _plan_year(case: Case, on: date, visits: tuple[Visit, ...]) -> Iterator[Pile]:
    plan = case.plan_year
    if plan is None:
        return
    first, last = span.year_around(plan.starts, on)
    # What was used elsewhere is known for the year that was asked about, and for no other.
    elsewhere = plan.used_elsewhere if first == plan.starts else 0
    paper = Paper("plan_year", "plan year", first, last, plan.visits, used=elsewhere)
    yield Pile("plan_year", (paper,), tuple(v.on for v in visits))


def _counting(case: Case, rule: Rule) -> Iterator[Pile]:
    """What the claim may hold by now: the visits free of authorization and those authorized."""
    need = rule.authorization
    if need is None or need.after_visits == 0:
        return
    more = [_sum(group) for group in _by_codes(case)]
    authorized = None if None in more else max((m for m in more if m is not None), default=0)
    allowed = None if authorized is None else need.after_visits + authorized
    paper = Paper("counting_rule", rule.counts, date.min, None, allowed)
    yield Pile("counting_rule", (paper,), tuple(v.on for v in of_claim(case)))


def _sum(group: tuple[Authorization, ...]) -> int | None:
    visits = [a.visits for a in group]
    return None if None in visits else sum(v for v in visits if v is not None)
