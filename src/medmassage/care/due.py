"""What the counting rule asks beside numbers: a progress report when it is due, a reason for a second visit a day."""

from collections.abc import Iterator

from medmassage.care import span
from medmassage.care.counting import Rule
from medmassage.care.piles import of_claim
from medmassage.care.report_due import next_report
from medmassage.care.used_up import Asked
from medmassage.finding import Finding, Level


def report(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """A progress report is due after so many visits or months since the first visit or the last report."""
    found = next_report(asked.after, asked.on, rule)
    if found and found.by <= asked.on:
        yield Finding(
            "order.report_due", "ordered", Level.CAUTION,
            f"A progress report is due: {found.held} visits since {span.words(found.since)}.",
            f"Send it to {found.goes_to}.", "report", (found.basis,),
        )  # fmt: skip


def second_today(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """More than one visit on the day, where that needs a reason."""
    if rule.one_a_day and sum(1 for v in of_claim(asked.after) if v.on == asked.on) > 1:
        yield Finding(
            "order.counting_second_today", "ordered", Level.CAUTION,
            f"This is a second visit on {span.words(asked.on)}.", rule.one_a_day.remedy, "visit",
            (rule.one_a_day.source.basis(),),
        )  # fmt: skip
