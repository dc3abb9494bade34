"""Conditions on what is done, to whom and for whom: techniques, areas, referral, payer, age."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from medmassage.dated import Answer
from medmassage.finding import Finding, Level
from medmassage.law.asked import Asked
from medmassage.law.jurisdiction import Condition, Credential
from medmassage.law.vocabulary import vocabulary

_WHEN: Mapping[str, Callable[[Asked, Any], bool]] = {
    "act": lambda asked, value: bool(asked.acts & set(_many(value))),
    "setting": lambda asked, value: asked.question.setting in _many(value),
    "payer_kind": lambda asked, value: asked.question.payer_kind in _many(value),
    "referral": lambda asked, value: asked.question.referral is value,
    "diagnosed": lambda asked, value: asked.question.diagnosed is value,
}
_MET: Mapping[str, Callable[[Asked, Mapping[str, Any]], bool]] = {
    "credential": lambda asked, need: asked.holds(need["credential"]),
    "document": lambda asked, need: asked.question.has_document(need["document"], need.get("days")),
    "referral": lambda asked, need: asked.question.referral is need["referral"],
    "diagnosed": lambda asked, need: asked.question.diagnosed is need["diagnosed"],
    "days": lambda asked, need: True,  # belongs to a document
}


def under(asked: Asked, credential: Credential) -> Iterator[Finding]:
    """The conditions that look at the credential one treats under."""
    for condition in asked.law.conditions:
        if condition.when.get("credential") == credential.code and _applies(asked, condition):
            yield from _weighed(asked, condition)


def of_everyone(asked: Asked) -> list[Finding]:
    """The conditions that hold whoever treats, acts no rule speaks of, the payer's and the patient's side."""
    general = [c for c in asked.law.conditions if "credential" not in c.when and _applies(asked, c)]
    weighed = [finding for condition in general for finding in _weighed(asked, condition)]
    return [*weighed, *_unspoken(asked), *_ordinary(asked), *_referral(asked), *_payer(asked), *_minor(asked)]


def _applies(asked: Asked, condition: Condition) -> bool:
    return all(key == "credential" or _WHEN[key](asked, value) for key, value in condition.when.items())


def _weighed(asked: Asked, condition: Condition) -> Iterator[Finding]:
    """The condition's own finding: a note when it is met, its level when not, nothing when it is repealed."""
    rule = asked.law.topic(condition.topic).on(asked.question.on)
    if rule.state == "none":
        return
    if rule.state == "unknown":
        label = condition.name.replace("_", " ")
        yield asked.unknown(condition.name, f"The rule on {label} on {asked.day} is not known to us.", "techniques")
        return
    met = any(all(_MET[key](asked, need) for key in need) for need in condition.needs)
    level = Level.NOTE if met else condition.otherwise
    remedy = "" if met else condition.remedy
    yield asked.found(condition.name, level, _said(asked, condition, rule), remedy, _subject(condition), rule.basis)


def _said(asked: Asked, condition: Condition, rule: Answer) -> str:
    """The rule's own words, with the state before them."""
    outside = condition.topic.startswith("scope.forbids.") and "act" in condition.when
    start = f"Outside the scope of massage in {asked.law.name}" if outside else asked.law.name
    return f"{start}: {rule.value}"


def _subject(condition: Condition) -> str:
    return next((s for key, s in _SUBJECTS.items() if key in condition.when), "")


_SUBJECTS = {"act": "techniques", "referral": "referral", "payer_kind": "payer_kind", "setting": "setting"}


def _unspoken(asked: Asked) -> Iterator[Finding]:
    """Acts that laws elsewhere single out, and of which this state's file says nothing."""
    spoken = {act for c in asked.law.conditions for act in _many(c.when.get("act", ()))}
    for act in sorted(asked.acts - spoken):
        label = vocabulary().acts[act]["label"]
        yield asked.unknown(f"act.{act}", f"We hold no rule of {asked.law.name} on {label}.", "techniques")


def _ordinary(asked: Asked) -> Iterator[Finding]:
    """What no law we hold singles out is judged as ordinary massage, and that is said."""
    words = vocabulary()
    plain = [t for t in (*asked.question.techniques, *asked.question.areas) if not words.acts_in(t)]
    if plain:
        said = ", ".join(dict.fromkeys(plain))
        yield asked.found("ordinary", Level.NOTE, f"Judged as ordinary massage: {said}.", subject="techniques")


def _referral(asked: Asked) -> Iterator[Finding]:
    """Whether the law asks for a referral before treating; payers ask on their own account."""
    rule = asked.law.topic("referral.rule").on(asked.question.on)
    if rule.state == "none" or (rule and rule.value == "see_text"):
        yield asked.found("referral", Level.NOTE, rule.text, "", "referral", rule.basis)
    elif rule and rule.value == "required_always" and not asked.question.referral:
        remedy = "Ask for a referral before treating."
        yield asked.found("referral", Level.STOP, rule.text, remedy, "referral", rule.basis)


def _payer(asked: Asked) -> Iterator[Finding]:
    """Lawful to treat is not lawful to bill: what the state says of this kind of payer."""
    for name, value in asked.law.under(f"insurance.{asked.question.payer_kind}"):
        rule = value.on(asked.question.on)
        if rule and not any(c.topic == name and _applies(asked, c) for c in asked.law.conditions):
            message = f"{asked.law.name}: {rule.value}"
            yield asked.found(f"payer.{name.split('.')[-1]}", Level.NOTE, message, "", "payer_kind", rule.basis)


def _minor(asked: Asked) -> Iterator[Finding]:
    """A minor's consent is a matter of each state's law, which the house does not hold."""
    bound = vocabulary().minor_under.on(asked.question.on)
    age = asked.question.age
    if age is not None and age < bound.value:
        yield asked.found(
            "minor", Level.CAUTION, f"The patient is {age}. We hold no rule of {asked.law.name} on a minor's consent.",
            "Have a parent or guardian consent in writing.", "age", bound.basis,
        )  # fmt: skip


def _many(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
