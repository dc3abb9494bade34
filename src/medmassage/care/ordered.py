"""The third gate."""

from collections.abc import Iterator
from datetime import date

from medmassage.care import due, limits, papers, span, used_up
from medmassage.care.case import Case
from medmassage.care.counting import Rule, rule_for
from medmassage.care.limits import Limit
from medmassage.care.piles import counted, with_visit
from medmassage.care.used_up import Asked
from medmassage.finding import Finding, Level, Verdict


def ordered(case: Case, on: date, *, adding: bool) -> Verdict:
    """Do the orders, authorizations, plan year and counting rules cover a visit on this day?

    With ``adding``, or where no visit stands on the day, the question is about one more.
    """
    stands = any(visit.on == on for visit in counted(case))
    asked = Asked(case, with_visit(case, on) if adding or not stands else case, on)
    return Verdict.of("ordered", _findings(asked, rule_for(case.state, case.payer_kind)))


def _findings(asked: Asked, rule: Rule) -> Iterator[Finding]:
    missing = tuple(papers.authorization(asked, rule))
    skip = {"authorization", "counting_rule"} if missing else set()
    if not rule.order.needed:
        skip.add("referral")
    yield from papers.orders(asked, rule)
    yield from missing
    yield from used_up.check(asked, skip=frozenset(skip))
    yield from due.report(asked, rule)
    yield from due.second_today(asked, rule)
    yield from _plan_year_elsewhere(asked)
    if limit := tightest(asked.before, asked.on):
        yield Finding("order.left", "ordered", Level.NOTE, f"{limit.words}.", subject=limit.kind)


def _plan_year_elsewhere(asked: Asked) -> Iterator[Finding]:
    """What was used elsewhere was said for one plan year; in any other it is not known."""
    plan = asked.after.plan_year
    if plan and plan.used_elsewhere and span.year_around(plan.starts, asked.on)[0] != plan.starts:
        yield Finding(
            "order.plan_year_elsewhere", "ordered", Level.CAUTION,
            "How many visits of this plan year went elsewhere is not known.",
            "Ask the patient or the plan, and write down the new plan year.", "plan_year",
        )  # fmt: skip


def tightest(case: Case, on: date) -> Limit | None:
    """The limit with the fewest visits left on this day."""
    return limits.tightest(case, on)
