"""A clinic's own corrections over the shipped law: the files stay as they are, the answers take them in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from medmassage.dated import Dated, Spell
from medmassage.law.jurisdiction import Credential, Jurisdiction


@dataclass(frozen=True, slots=True)
class Correction:
    """A value of one topic of one state, from the spell's day on until the next shipped value begins."""

    state: str
    topic: str
    spell: Spell


def corrected(law: Jurisdiction, local: Iterable[Correction]) -> Jurisdiction:
    """The law with the corrections of its state taken in, in their order: a later one of the same day wins."""
    topics = dict(law.topics)
    for one in local:
        if one.state == law.code:
            topics[one.topic] = _with(topics.get(one.topic, Dated()), one.spell)
    credentials = {code: _rebuilt(credential, topics) for code, credential in law.credentials.items()}
    return replace(law, topics=MappingProxyType(topics), credentials=MappingProxyType(credentials))


def _with(value: Dated, spell: Spell) -> Dated:
    kept = [s for s in value.spells if (s.applies_to, s.since) != (spell.applies_to, spell.since)]
    return Dated(tuple(sorted([*kept, spell], key=lambda s: s.since or date.min)))


def _rebuilt(credential: Credential, topics: dict[str, Dated]) -> Credential:
    start = f"credentials.{credential.code}.settings."
    places = {name.removeprefix(start): value for name, value in topics.items() if name.startswith(start)}
    return replace(credential, settings=MappingProxyType(places))
