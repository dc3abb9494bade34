"""The papers a therapist holds: of this state or not, in force or not, checked or not."""

from collections.abc import Iterator

from medmassage.dated import Answer
from medmassage.finding import Finding, Level
from medmassage.law.asked import Asked, readable
from medmassage.law.jurisdiction import Credential
from medmassage.law.question import Held


def standing(asked: Asked, held: Held) -> Iterator[Finding]:
    """Whether the paper is in force on the day, and whether the issuer was asked."""
    on, name = asked.question.on, _name(held)
    if held.valid_to and held.valid_to < on:
        yield asked.found(
            "paper_ended", Level.STOP, f"{name} ended on {readable(held.valid_to)}.",
            "Renew it, or enter the new dates if it is renewed already.", "holds",
        )  # fmt: skip
    if held.valid_from and held.valid_from > on:
        yield asked.found(
            "paper_not_begun", Level.STOP, f"{name} begins only on {readable(held.valid_from)}.",
            "Wait for that day, or enter the dates of an earlier paper.", "holds",
        )  # fmt: skip
    yield from _dates(asked, held)
    yield from _register(asked, held)


def _register(asked: Asked, held: Held) -> Iterator[Finding]:
    """What the issuer's register showed, or that nobody asked it."""
    on, name = asked.question.on, _name(held)
    if held.denied_on and held.denied(on):
        yield asked.found(
            "paper_denied", Level.STOP,
            f"{name}: on {readable(held.denied_on)} the issuer's register did not show it in force.",
            f"Look it up again and enter what the register shows: {asked.authority}.", "holds",
        )  # fmt: skip
    elif held.limited_on and held.limited(on):
        yield asked.found(
            "paper_limited", Level.UNKNOWN,
            f"{name}: on {readable(held.limited_on)} the issuer's register showed a limit, a suspension or discipline.",
            f"Ask what the holder may still do, and enter what the register shows: {asked.authority}.", "holds",
        )  # fmt: skip
    elif held.verified is False:
        yield asked.found(
            "paper_unverified", Level.CAUTION, f"{name} was not checked with the issuer.",
            f"Check it with the issuer: {asked.authority}.", "holds",
        )  # fmt: skip


def _dates(asked: Asked, held: Held) -> Iterator[Finding]:
    """A paper on file should have both dates; a paper only named in a question is taken to be in force."""
    if held.valid_from and held.valid_to:
        return
    level = Level.NOTE if held.verified is None else Level.CAUTION
    said = "has no dates" if not (held.valid_from or held.valid_to) else "has only one of its two dates"
    yield asked.found(
        "paper_dates", level, f"{_name(held)} {said} here; this holds only if it is in force on {asked.day}.",
        "Enter the first and the last day in force.", "holds",
    )  # fmt: skip


def none_held(asked: Asked, rule: Answer) -> Finding:
    """The state asks for its own paper and none is held."""
    others = ", ".join(sorted({f"{h.code} of {h.state.strip().upper()}" for h in asked.question.holds}))
    beside = f" {others} gives no right here." if others else ""
    return asked.found(
        "nothing_held", Level.STOP, f"{asked.law.name} asks for its own {rule.value}, and none is held.{beside}",
        f"Let someone treat who holds one, or apply for it: {asked.authority}.", "holds", rule.basis,
    )  # fmt: skip


def not_of_this_state(asked: Asked, held: Held) -> Finding:
    """A code that the state's file does not know."""
    known = ", ".join(c.code for c in asked.law.credentials.values())
    return asked.found(
        "paper_unknown", Level.UNKNOWN, f"We know no credential {held.code} of {asked.law.name}.",
        f"Check the code. Known there: {known}.", "holds",
    )  # fmt: skip


def only_added(asked: Asked, credential: Credential) -> Finding:
    """An endorsement alone gives no right."""
    return asked.found(
        "paper_only_added", Level.STOP, f"{credential.title} is added to a license and gives no right of its own.",
        "Enter the license it is added to.", "holds", _requires(asked, credential).basis,
    )  # fmt: skip


def local_rules(asked: Asked, rule: Answer) -> Finding:
    """No state paper stands behind the visit; the answer lies in a town's or county's rules, which we do not hold."""
    return asked.found(
        "local_rules", Level.UNKNOWN, rule.text or f"{asked.law.name} leaves massage to its towns and counties.",
        "Ask the city or county clerk where the visit takes place, and keep the answer.", "state", rule.basis,
    )  # fmt: skip


def of_no_use(asked: Asked) -> Iterator[Finding]:
    """Where no state paper is asked for, or the one held does not carry: what was wrong with each, as a note."""
    for held in asked.own:
        credential = asked.credential(held)
        if credential is None:
            message = f"We know no credential {held.code} of {asked.law.name}."
        elif not held.in_force(asked.question.on):
            message = f"{_name(held)} is not in force on {asked.day}."
        else:
            message = f"{credential.title}: what it allows on {asked.day} is not settled by what we hold."
        yield asked.found("paper_of_no_use", Level.NOTE, message, subject="holds")


def _requires(asked: Asked, credential: Credential) -> Answer:
    return asked.law.topic(f"credentials.{credential.code}.requires.base_license").on(asked.question.on)


def _name(held: Held) -> str:
    number = f" {held.number}" if held.number else ""
    return f"{held.code} of {held.state.strip().upper()}{number}"
