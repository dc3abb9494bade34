"""What is found when a visit goes past what its papers allow, or when they do not say how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from medmassage.care import span
from medmassage.care.case import Case
from medmassage.care.counting import rule_for
from medmassage.care.ledger import Laid, pushed_out
from medmassage.care.limits import of_pile
from medmassage.care.piles import Pile, of_claim, piles
from medmassage.finding import Basis, Finding, Level

RULES = {
    "referral": "order.visits_used_up",
    "authorization": "order.authorization_used_up",
    "plan_year": "order.plan_year_used_up",
    "counting_rule": "order.counting_used_up",
}
REMEDIES = {
    "referral": "Ask the referring provider for a new order before this visit.",
    "authorization": "Ask the payer for more before this visit.",
    "plan_year": "Agree with the patient in writing who pays for this visit.",
}
NOT_SAID = {
    "referral": ("order.visits_unknown", "The order does not say how many visits.", "Ask the referring office."),
    "authorization": (
        "order.authorization_unknown",
        "The authorization does not say how many visits or units.",
        "Ask the payer.",
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: about a visit that stands in the case (``before`` is ``after``), or one more on this day."""

    before: Case
    after: Case
    on: date

    @property
    def adding(self) -> bool:
        """Whether it is about one more visit."""
        return self.before is not self.after

    @property
    def number(self) -> int:
        """Which visit of the claim it is, by day; of several on the day the last."""
        return sum(1 for visit in of_claim(self.after) if visit.on <= self.on)


def check(asked: Asked, *, skip: frozenset[str]) -> Iterator[Finding]:
    """One finding a pile at most; ``skip`` names the kinds that were answered otherwise."""
    pairs = zip(piles(asked.before, asked.on), piles(asked.after, asked.on), strict=True)
    seen: set[str] = set()
    for before, after in pairs:
        if before.kind in skip | seen:
            continue
        found = _beyond(asked, before, after) or _not_said(asked, after)
        if found:
            seen.add(before.kind)
            yield found


def _beyond(asked: Asked, before: Pile, after: Pile) -> Finding | None:
    was, now = before.laid(), after.laid()
    if not _is_beyond(asked, was, now):
        return None
    held = of_pile(before, asked.on)
    room = max(held, key=lambda limit: limit.left or 0, default=None)
    pushed = pushed_out(was, now)
    if pushed and (room is None or (room.left or 0) > 0):
        message = f"With this visit the one on {span.words(pushed)} would find no room, by {before.kind}."
    else:
        message = "; ".join(limit.words for limit in held) + "."
    return Finding(
        RULES[before.kind], "ordered", Level.STOP, message, _remedy(asked, before.kind), before.kind,
        _basis(asked.after, before.kind),
    )  # fmt: skip


def _is_beyond(asked: Asked, was: Laid, now: Laid) -> bool:
    if asked.adding:
        return len(now.over) > len(was.over)
    return asked.on in now.over


def _not_said(asked: Asked, pile: Pile) -> Finding | None:
    """A visit that lies on a paper without a number: nobody knows whether there is room."""
    laid_on = pile.laid().papers_on(asked.on)
    if pile.kind not in NOT_SAID or not any(paper.allowed is None for paper in laid_on):
        return None
    rule, message, remedy = NOT_SAID[pile.kind]
    return Finding(rule, "ordered", Level.UNKNOWN, message, f"{remedy} Nothing was guessed.", pile.kind)


def _remedy(asked: Asked, kind: str) -> str:
    need = rule_for(asked.after.state, asked.after.payer_kind).authorization
    if need and kind in {"authorization", "counting_rule"}:
        return need.ask(len(of_claim(asked.after)))
    return REMEDIES[kind]


def _basis(case: Case, kind: str) -> tuple[Basis, ...]:
    need = rule_for(case.state, case.payer_kind).authorization
    return (need.source.basis(),) if need and kind in {"authorization", "counting_rule"} else ()
