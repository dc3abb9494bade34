"""Lawful to treat is not lawful to bill: what the state and federal law say of a kind of payer."""

from collections.abc import Iterator
from dataclasses import replace

from medmassage.finding import Finding, Level, Verdict
from medmassage.law.acts import INSURANCE, applies, weighed
from medmassage.law.asked import Asked
from medmassage.law.jurisdiction import Condition
from medmassage.law.load import federal
from medmassage.law.vocabulary import vocabulary

SELF_PAY = "self_pay"


def billable(asked: Asked) -> Verdict:
    """What may be billed to this kind of payer, as far as law says; unknown where we hold nothing of it."""
    found = of_payer(asked)
    if not _speaks(asked):
        found.append(_nothing_held(asked))
    return Verdict.of("billable", [replace(finding, gate="billable") for finding in found])


def _speaks(asked: Asked) -> bool:
    """Whether any law we hold says something of this kind of payer, beyond that nothing is asked for."""
    prefix, on = f"{INSURANCE}{asked.question.payer_kind}", asked.question.on
    return any(value.on(on) for law in (asked.law, federal()) for _, value in law.under(prefix))


def beside_treating(asked: Asked) -> list[Finding]:
    """The same as it stands beside the right to treat: it warns, and never stops a visit."""
    return [_capped(finding) for finding in of_payer(asked)]


def _capped(finding: Finding) -> Finding:
    return replace(finding, level=Level.CAUTION) if finding.level > Level.CAUTION else finding


def of_payer(asked: Asked) -> list[Finding]:
    """What state and federal law say of this kind of payer: conditions first, then every other value we hold."""
    return [*_of_payer(asked), *_of_payer(Asked(asked.question, federal()))]


def _of_payer(asked: Asked) -> list[Finding]:
    conditions = [c for c in asked.law.conditions if c.topic.startswith(INSURANCE) and _applies(asked, c)]
    found = [finding for condition in conditions for finding in weighed(asked, condition)]
    return [*found, *_said(asked, {condition.topic for condition in conditions})]


def _applies(asked: Asked, condition: Condition) -> bool:
    """Whether the condition looks at this visit, and at a paper that is held where it looks at one."""
    code = condition.when.get("credential")
    return (code is None or asked.holds(code)) and applies(asked, condition)


def _said(asked: Asked, spoken: set[str]) -> Iterator[Finding]:
    for name, value in asked.law.under(f"{INSURANCE}{asked.question.payer_kind}"):
        rule = value.on(asked.question.on)
        if name in spoken or rule.state == "unknown":
            continue
        message = f"{asked.law.name}: {rule.value if rule else rule.text or 'nothing in law'}"
        yield asked.found(f"payer.{name.split('.')[-1]}", Level.NOTE, message, "", "payer_kind", rule.basis)


def _nothing_held(asked: Asked) -> Finding:
    if asked.question.payer_kind == SELF_PAY:
        return asked.found("payer.self_pay", Level.NOTE, "The patient pays: no payer's rule applies.", "", "payer_kind")
    label = vocabulary().payers.get(asked.question.payer_kind, asked.question.payer_kind)
    message = f"We hold no law of {asked.law.name} by which {label} would pay for massage."
    remedy = "Ask the payer before the first visit whether it pays a massage therapist, and keep the answer."
    return asked.found("payer.not_held", Level.UNKNOWN, message, remedy, "payer_kind")
