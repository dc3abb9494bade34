"""Whether there are papers for the day at all: an order that covers it, and an authorization where one is needed."""

from collections.abc import Iterator, Sequence
from datetime import date

from medmassage.care import span
from medmassage.care.case import Authorization, Referral
from medmassage.care.counting import Rule
from medmassage.care.used_up import Asked
from medmassage.finding import Basis, Finding, Level


def orders(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """Is there an order, has it begun, is it over, does it say when it ends?"""
    basis = (rule.order.source.basis(),)
    case, on = asked.after, asked.on
    if not rule.order.needed:
        yield _found("not_needed", Level.NOTE, f"{rule.name}: no payer asks for an order.", "", basis)
        return
    if not case.referrals:
        yield _found(
            "no_referral", Level.STOP, "There is no order from a referring provider on file.",
            "Take in the order before this visit.", basis,
        )  # fmt: skip
        return
    covering = [r for r in case.referrals if span.covers(r.starts, r.ends, on)]
    if not covering:
        yield from _outside(case.referrals, on, basis)
    elif all(r.ends is None for r in covering):
        yield _found(
            "end_unknown", Level.CAUTION, "The order does not say until when it holds.",
            "Ask the referring office for its end. Nothing was guessed.", basis,
        )  # fmt: skip


def _outside(referrals: Sequence[Referral], on: date, basis: tuple[Basis, ...]) -> Iterator[Finding]:
    ended = [r.ends for r in referrals if r.ends and r.ends < on]
    to_come = [r.starts for r in referrals if r.starts > on]
    if ended:
        yield _found(
            "expired", Level.STOP, f"The order ended on {span.words(max(ended))}.",
            "Ask the referring provider for a new order before this visit.", basis,
        )  # fmt: skip
    if to_come:
        first = span.words(min(to_come))
        yield _found(
            "not_started", Level.STOP, f"The order begins on {first}.",
            f"Choose a day from {first} on, or ask the referring provider.", basis,
        )  # fmt: skip


def authorization(asked: Asked, rule: Rule) -> Iterator[Finding]:
    """Needed from a visit number on by the counting rule, or where the payer gave one before: is there one today?"""
    need, case, number = rule.authorization, asked.after, asked.number
    needed = number > need.after_visits if need else bool(case.authorizations)
    if not needed or any(span.covers(a.starts, a.ends, asked.on) for a in case.authorizations):
        return
    which = f"Visit {number} of the {rule.counts} needs an authorization" if need else "No authorization"
    message = f"{which}; none covers {span.words(asked.on)}." if need else f"{which} covers {span.words(asked.on)}."
    yield Finding(
        "order.authorization_missing", "ordered", Level.STOP, message + _nearest(case.authorizations, asked.on),
        need.ask(number) if need else "Ask the payer for an authorization that holds on this day.", "authorization",
        (need.source.basis(),) if need else (),
    )  # fmt: skip


def _nearest(authorizations: Sequence[Authorization], on: date) -> str:
    ended = max((a for a in authorizations if a.ends and a.ends < on), key=lambda a: a.ends or on, default=None)
    return f" {ended.number} ended on {span.words(ended.ends)}." if ended and ended.ends else ""


def _found(rule: str, level: Level, message: str, remedy: str, basis: tuple[Basis, ...]) -> Finding:
    return Finding(f"order.{rule}", "ordered", level, message, remedy, "referral", basis)
