"""Conditions on what is done, where and to whom: techniques, areas, referral, age, hour, papers in hand."""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any

from medmassage.dated import Answer
from medmassage.finding import Finding, Level
from medmassage.law.asked import Asked, readable
from medmassage.law.jurisdiction import Condition, Credential
from medmassage.law.load import register
from medmassage.law.valuefile import many
from medmassage.law.vocabulary import acts_in, vocabulary

BEFORE, INSURANCE = "before.", "insurance."
# What only a minor's visit asks for.
_OF_MINORS = ("minor_permission", "chaperone")

_WHEN: Mapping[str, Callable[[Asked, Any], bool]] = {
    "act": lambda asked, value: bool(asked.acts & set(many(value))),
    "setting": lambda asked, value: asked.question.setting in many(value),
    "payer_kind": lambda asked, value: asked.question.payer_kind in many(value),
    "referral": lambda asked, value: asked.question.referral is value,
    "diagnosed": lambda asked, value: asked.question.diagnosed is value,
    "under_age": lambda asked, value: asked.question.age is not None and asked.question.age < value,
    "between": lambda asked, value: _within(asked.question.at, value),
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
        if condition.when.get("credential") == credential.code and applies(asked, condition):
            yield from weighed(asked, condition)


def of_everyone(asked: Asked) -> list[Finding]:
    """The conditions that hold whoever treats, acts no rule speaks of, and the patient's side."""
    general = [c for c in asked.law.conditions if "credential" not in c.when and not c.topic.startswith(INSURANCE)]
    found = [finding for condition in general if applies(asked, condition) for finding in weighed(asked, condition)]
    beside = (_unspoken, _ordinary, _referral, _before, _minor, _coming)
    return [*found, *(finding for look in beside for finding in look(asked))]


def applies(asked: Asked, condition: Condition, but: str = "") -> bool:
    """Whether everything the condition looks at is so, ``but`` for one thing."""
    for key, value in condition.when.items():  # asked of every condition at each question; all() is slower
        if key not in ("credential", but) and not _WHEN[key](asked, value):
            return False
    return True


def _within(at: time | None, hours: Any) -> bool:
    """Whether an hour lies in a span of the day, which may run over midnight; its end is outside."""
    if at is None:
        return False
    first, last = (time.fromisoformat(str(one)) for one in hours)
    return first <= at < last if first <= last else at >= first or at < last


def weighed(asked: Asked, condition: Condition) -> Iterator[Finding]:
    """The condition's own finding: a note when it is met, its level when not, nothing when it is repealed."""
    rule = asked.law.topic(condition.topic).on(asked.question.on)
    if rule.state == "none" or (rule.state == "unknown" and _only_reminds(asked, condition)):
        return
    if rule.state == "unknown":
        label = condition.name.replace("_", " ")
        yield asked.unknown(condition.name, f"The rule on {label} on {asked.day} is not known to us.", "techniques")
        return
    met = any(all(_MET[key](asked, need) for key in need) for need in condition.needs)
    level = Level.NOTE if met or _only_reminds(asked, condition) else condition.otherwise
    remedy = "" if met else condition.remedy
    yield asked.found(condition.name, level, _said(asked, condition, rule), remedy, _subject(condition), rule.basis)


def _only_reminds(asked: Asked, condition: Condition) -> bool:
    """Whether a duty before every visit is only recalled, since nobody said what is in hand."""
    always = not set(condition.when) - {"setting", "credential"}
    return always and condition.topic.startswith(BEFORE) and asked.question.documents is None


def _said(asked: Asked, condition: Condition, rule: Answer) -> str:
    """The rule's own words, with the state before them."""
    side = _SIDES.get(condition.topic.rpartition(".")[0], "") if "act" in condition.when else ""
    start = f"{side} the scope of massage in {asked.law.name}" if side else asked.law.name
    return f"{start}: {_value(rule)}"


_SIDES = {"scope.forbids": "Outside", "scope.allows": "Within"}


def _subject(condition: Condition) -> str:
    if condition.topic.startswith(BEFORE) or any("document" in need for need in condition.needs):
        return "documents"
    return next((s for key, s in _SUBJECTS.items() if key in condition.when), "")


_SUBJECTS = {
    "act": "techniques", "referral": "referral", "payer_kind": "payer_kind", "under_age": "age", "between": "at",
    "setting": "setting",
}  # fmt: skip


def _unspoken(asked: Asked) -> Iterator[Finding]:
    """Acts that laws elsewhere single out, and of which this state's file says nothing."""
    spoken = {act for c in asked.law.conditions for act in many(c.when.get("act", ()))}
    for act in sorted(asked.acts - spoken):
        label = vocabulary().acts[act]["label"]
        yield asked.unknown(f"act.{act}", f"We hold no rule of {asked.law.name} on {label}.", "techniques")


def _ordinary(asked: Asked) -> Iterator[Finding]:
    """What no law we hold singles out is judged as ordinary massage, and that is said."""
    plain = [words for words in (*asked.question.techniques, *asked.question.areas) if not acts_in(words)]
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


def _before(asked: Asked) -> Iterator[Finding]:
    """What must stand before hands-on work and no condition weighs (here or elsewhere): said as it stands."""
    weighed_too = {c.topic for c in asked.law.conditions if c.topic.startswith(BEFORE)}
    for topic, value in asked.law.under("before"):
        rule, name = value.on(asked.question.on), topic.removeprefix(BEFORE)
        if rule and topic not in weighed_too and (name not in _OF_MINORS or asked.is_minor):
            message = f"Before hands-on work in {asked.law.name}: {_value(rule)}"
            yield asked.found(f"before.{name}", Level.NOTE, message, "", "documents", rule.basis)


def _minor(asked: Asked) -> Iterator[Finding]:
    """A minor's consent is a matter of each state's law; where none is held, that is said."""
    if not asked.is_minor or _minors_are_ruled(asked):
        return
    yield asked.found(
        "minor", Level.CAUTION,
        f"The patient is {asked.question.age}. We hold no rule of {asked.law.name} on a minor's consent.",
        "Have a parent or guardian consent in writing.", "age", vocabulary().minor_under.on(asked.question.on).basis,
    )  # fmt: skip


def _coming(asked: Asked) -> Iterator[Finding]:
    """What was to change after the law was last read, and by the day asked about may have changed."""
    known = register().get(asked.law.code)
    for spell in asked.law.topic("pending").spells:
        if known and spell.since and known.checked < spell.since <= asked.question.on:
            message = f"{asked.law.name}, to change on {readable(spell.since)}: {spell.value}"
            remedy = f"We read this law on {readable(known.checked)}. {asked.authority} knows what came of it."
            yield asked.found("coming", Level.CAUTION, message, remedy, "state", (spell.basis,))


def _minors_are_ruled(asked: Asked) -> bool:
    """Whether the state's rule on a minor's permission is held and looks at this visit, whatever age it begins at."""
    topic = "before.minor_permission"
    if asked.law.topic(topic).on(asked.question.on).state == "unknown":
        return False
    weighing = [c for c in asked.law.conditions if c.topic == topic]
    return not weighing or any(applies(asked, c, but="under_age") for c in weighing)


def _value(rule: Answer) -> str:
    """A rule's value as a sentence; its text where the value is only yes."""
    return rule.text if isinstance(rule.value, bool) and rule.text else str(rule.value)
