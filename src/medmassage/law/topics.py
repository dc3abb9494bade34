"""The law laid out for reading: every value of a day, states side by side, and what changed when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from medmassage.dated import UNKNOWN, Answer, Dated, Spell
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.permission import ANYWHERE, ELSEWHERE, HEALTH_CARE, UNSAID
from medmassage.law.vocabulary import vocabulary

# Topics that are lists of events, not values of a day.
EVENTS = ("changes", "pending")
_CLASSES = {HEALTH_CARE: "health care settings", ELSEWHERE: "elsewhere", ANYWHERE: "anywhere"}
# Values that are words of the files, as people read them.
_SAID = {UNSAID: "not said in what we read", "see_text": "it depends", "required_always": "always asked for",
    "required_for_condition": "for some conditions",
}  # fmt: skip
# What a comparison shows when nothing is asked for.
COMPARED = ("regulation", "education_hours", "months", "ce_hours", "referral.rule", "retention_years", "compact.member")


@dataclass(frozen=True, slots=True)
class Row:
    """One value of one state on a day. ``audience``: whom it applies to, where not everyone."""

    topic: str
    label: str
    answer: Answer
    audience: str = ""
    before: Answer = UNKNOWN

    @property
    def words(self) -> str:
        """The value as people read it."""
        return value_words(self.answer)

    @property
    def before_words(self) -> str:
        """The value before the present one began, as people read it."""
        return value_words(self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """One spell that begins: the day, the state, the topic."""

    on: date
    code: str
    topic: str
    spell: Spell


def rows(law: Jurisdiction, on: date) -> list[Row]:
    """Every value on a day, in the file's order; what a reader expects and the file lacks comes last, as unknown."""
    held = [row for topic, value in law.topics.items() if topic not in EVENTS for row in _rows(topic, value, on)]
    absent = [name for name in vocabulary().expected if name not in law.topics and not list(law.under(name))]
    return [*held, *(Row(name, label(name), UNKNOWN) for name in absent)]


def _rows(topic: str, value: Dated, on: date) -> list[Row]:
    audiences = dict.fromkeys(spell.applies_to for spell in value.spells)
    return [Row(topic, label(topic), value.on(on, who), who, _before(value, on, who)) for who in audiences]


def _before(value: Dated, on: date, who: str) -> Answer:
    """What held the day before the present spell began."""
    since = value.on(on, who).since
    return value.on(since - timedelta(1), who) if since and since > date.min else UNKNOWN


def label(topic: str) -> str:
    """A topic as people read it, with the credential it belongs to: ``LMT: Education, hours``."""
    words = vocabulary()
    steps = topic.split(".")
    if steps[0] == "credentials" and "settings" in steps:
        return f"{steps[1]}: may treat, {words.settings.get(steps[-1]) or _CLASSES[steps[-1]]}"
    if steps[0] == "credentials":
        return f"{steps[1]}: {words.label(topic)}"
    if steps[0] == "health_care":
        return f"Health care setting: {words.settings[steps[1]]}"
    if steps[0] == "insurance":
        payer = words.payers[steps[1]]
        return f"{payer[:1].upper()}{payer[1:]}{_below(steps)}"
    if len(steps) > 2:
        return f"{steps[1].replace('_', ' ').capitalize()}: {words.label(topic).lower()}"
    return words.label(topic)


def _below(steps: list[str]) -> str:
    """What is said of a payer, whose own names may be any: ``: fee schedule``; nothing for the payer as a whole."""
    return "".join(f": {vocabulary().label(f'insurance.{last}').lower()}" for last in steps[2:])


def value_words(found: Answer) -> str:
    """``750``, ``none in law``, ``unknown``; lists and tables in one line."""
    return _words(found.value) if found else {"none": "none in law", "unknown": "unknown"}[found.state]


def spell_words(spell: Spell) -> str:
    """A spell's value as people read it."""
    return "none in law" if spell.none_in_law else _words(spell.value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{str(key).replace('_', ' ')}: {_words(one)}" for key, one in value.items())
    if isinstance(value, tuple):
        return "; ".join(_words(one) for one in value)
    if value in _SAID:
        return _SAID[value]
    text = str(value)
    return text.replace("_", " ") if text.replace("_", "").isalpha() else text


def matching(laws: Iterable[Jurisdiction], asked: Iterable[str]) -> list[str]:
    """The topics of any of these states that the words name by whole parts: ``renewal``, ``records.required``."""
    wanted = tuple(asked)
    topics = dict.fromkeys(t for law in laws for t in law.topics if t not in EVENTS)
    return [topic for want in wanted for topic in topics if _names(want, topic)]


def _names(want: str, topic: str) -> bool:
    return f".{want}." in f".{topic}."


def changes(laws: Iterable[Jurisdiction], since: date, until: date) -> list[Change]:
    """Every spell that begins from ``since`` to ``until``, both included, the newest first."""
    after = since - timedelta(1) if since > date.min else since
    found = [
        Change(spell.since, law.code, topic, spell)
        for law in laws
        for topic, value in law.topics.items()
        for spell in value.changes(after, until)
        if spell.since
    ]
    return sorted(found, key=lambda change: (change.on, change.code), reverse=True)


def counted(law: Jurisdiction) -> Mapping[str, int]:
    """How many values a state's file holds, by confidence."""
    spells = [spell for value in law.topics.values() for spell in value.spells]
    return {level: sum(s.basis.confidence == level for s in spells) for level in ("primary", "secondary", "recall")}


def answer(law: Jurisdiction, topic: str, on: date) -> Answer | None:
    """A topic's answer on a day; ``None`` where it is about a credential that the state does not have."""
    steps = topic.split(".")
    if steps[0] == "credentials" and steps[1] not in law.credentials:
        return None
    return law.topic(topic).on(on)


def answer_dict(found: Answer) -> dict[str, Any]:
    """An answer as plain JSON."""
    return {
        "state": found.state,
        "value": _plain(found.value),
        "text": found.text,
        "since": found.since and found.since.isoformat(),
        "until": found.until and found.until.isoformat(),
        "basis": [basis.to_dict() for basis in found.basis],
    }


def change_dict(change: Change) -> dict[str, Any]:
    """A change as plain JSON."""
    return {
        "on": change.on.isoformat(),
        "state": change.code,
        "topic": change.topic,
        "value": _plain(change.spell.value),
        "none_in_law": change.spell.none_in_law,
        "applies_to": change.spell.applies_to,
        "text": change.spell.text,
        "basis": change.spell.basis.to_dict(),
    }


def _plain(value: Any) -> Any:
    """A frozen value as JSON knows it."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
