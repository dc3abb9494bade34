"""The fourth gate: will this payer accept and pay the claim as it stands?

One claim at the front desk and a million of a billing company run the same rules (:mod:`medmassage.billing.rules`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Any

import polars as pl

from medmassage.billing.claim import Claim
from medmassage.billing.rules import Rule, rules, sources
from medmassage.billing.rules.tables import build
from medmassage.finding import Basis, Finding, Level, Verdict
from medmassage.money import show

STEP = re.compile(r"[^.\[\]]+")


def payable(claim: Claim, on: date) -> Verdict:
    """Everything that keeps the claim from being paid, all at once, asked on the day it is to be sent."""
    return payable_many([claim], on)[0]


def payable_many(claims: Sequence[Claim], on: date) -> list[Verdict]:
    """The verdict on each claim, in order."""
    if not claims:
        return []
    found: list[list[Finding]] = [[] for _ in claims]
    for number, finding in _hits(build(claims, on)):
        found[number].append(finding)
    return [Verdict.of("payable", sorted(findings, key=_in_claim_order)) for findings in found]


def _hits(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[int, Finding]]:
    """Each finding with the number of its claim; a table's rules are asked of it in one pass."""
    for name, table in tables.items():
        asked = [rule for rule in rules() if rule.of == name]
        answers = table.select(_expression(rule.when).alias(rule.id) for rule in asked)
        met = answers.select(pl.all().any()).row(0)
        for rule in (rule for rule, any_ in zip(asked, met, strict=True) if any_):
            for row in table.filter(answers[rule.id]).iter_rows(named=True):
                yield row["claim"], _finding(rule, row)


@lru_cache(maxsize=512)
def _expression(when: str) -> pl.Expr:
    return pl.sql_expr(when)


def _finding(rule: Rule, row: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=rule.id,
        gate="payable",
        level=Level[rule.level.upper()],
        message=_WORDS.vformat(rule.message, (), row).strip(),
        remedy=_WORDS.vformat(rule.remedy, (), row),
        subject=_WORDS.vformat(rule.subject, (), row),
        basis=(_basis(rule.source, row),),
    )


def _basis(source: str, row: Mapping[str, Any]) -> Basis:
    """A source of the rules' own, or the one that came with the row: the payer's habit, the edit."""
    own = sources().get(source)
    return own.basis() if own else Basis(**row[source])


class _Words(Formatter):
    """Fills a rule's words: amounts as money, days as people write them, nothing for nothing."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return f"{value.day} {value:%b %Y}"
        return show(value) if isinstance(value, Decimal) else str(value)


_WORDS = _Words()
_ORDER = {name: place for place, name in enumerate(Claim.model_fields)}


def _in_claim_order(finding: Finding) -> tuple[int, int]:
    """By the field it points at, then by line or diagnosis; among equals as the rules stand."""
    steps = STEP.findall(finding.subject)
    second = steps[1] if len(steps) > 1 else ""
    return _ORDER.get(steps[0], len(_ORDER)), int(second) if second.isdigit() else 0
