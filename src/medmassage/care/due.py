"""What the counting rule asks beside numbers: a progress report when it is due, a reason for a second visit a day."""

from collections.abc import Iterator

from medmassage.care import span
from medmassage.care.counting import Rule
from medmassage.care.piles import of_claim
from medmassage.care.used_up import Asked
from medmassage.finding import Finding, Level


def report(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """A progress report is due after so many visits or months since the first visit or the last report."""
    need = rule.report
    if need is None:
        return
    last = max((day for day in asked.after.reports if day <= asked.on), default=None)
    since = [v.on for v in of_claim(asked.after) if v.on <= asked.on and (last is None or v.on > last)]
    if not since:
        return
    by_date = span.months_after(last or since[0], need.months)
    if len(since) >= need.visits or asked.on >= by_date:
        yield Finding(
            "order.report_due", "ordered", Level.CAUTION,
            f"A progress report is due: {len(since)} visits since {span.words(last or since[0])}.",
            f"Send it to {need.goes_to}.", "report", (need.source.basis(),),
        )  # fmt: skip


def second_today(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """More than one visit on the day, where that needs a reason."""
    if rule.one_a_day and sum(1 for v in of_claim(asked.after) if v.on == asked.on) > 1:
        yield Finding(
            "order.counting_second_today", "ordered", Level.CAUTION,
            f"This is a second visit on {span.words(asked.on)}.", rule.one_a_day.remedy, "visit",
            (rule.one_a_day.source.basis(),),
        )  # fmt: skip
