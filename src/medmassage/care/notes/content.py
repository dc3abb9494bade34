"""What a note must hold: the parts that a state's rule on records or a payer asks for, looked for in the note."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from medmassage.care.note import NoteDraft
from medmassage.datafile import Row, Source, read
from medmassage.finding import Basis, Finding, Level

_HERE = files("medmassage.care") / "notes"
_OF_A_LINE = ("region", "technique")
# Passing an unknown takes a person's reason, and the charting page asks none for the note: so it is told with care.
NOT_HELD = Level.CAUTION


class Part(Row):
    """One part, as ``parts.yaml`` tells: where it is found, in which fields, and how it is mended."""

    where: Literal["note", "record", "signing", "gate"]
    what: str
    mend: str = ""
    fields: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


class PayerRule(Row):
    """A part that kinds of payers look for, in some states or everywhere."""

    part: str
    payers: tuple[str, ...]
    source: Source
    states: tuple[str, ...] = ()


class PayerRules(Row):
    """The file of them."""

    rules: tuple[PayerRule, ...]


@dataclass(frozen=True, slots=True)
class Required:
    """A part that somebody asks for. ``by`` begins the sentence; ``level`` is what a missing one weighs."""

    part: str
    by: str
    level: Level
    basis: tuple[Basis, ...] = ()


@lru_cache(maxsize=1)
def parts() -> dict[str, Part]:
    """Every part by id. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(_HERE / "parts.yaml", dict[str, Part])


@lru_cache(maxsize=1)
def payer_rules() -> tuple[PayerRule, ...]:
    """Every payer's rule. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(_HERE / "payers.yaml", PayerRules).rules


def asked_by_payer(kind: str, state: str) -> list[Required]:
    """What this kind of payer looks for in a note of this state."""
    return [
        Required(rule.part, "The payer", Level.CAUTION, (rule.source.basis(),))
        for rule in payer_rules()
        if kind in rule.payers and (not rule.states or state in rule.states)
    ]


def content(note: NoteDraft, required: Iterable[Required], held: Collection[str]) -> list[Finding]:
    """What is missing, each part once and the first who asks named. ``held``: parts that the record has beside it.

    What is missing in the note weighs as the rule says; what is not on file is a caution: paper may have it. Papers
    that other gates ask for, and what a signature brings along, are not looked for.
    """
    asked: dict[str, Required] = {}
    for one in required:
        asked.setdefault(one.part, one)
    found = (_missing(note, one, parts()[one.part], held) for one in asked.values())
    return [finding for finding in found if finding]


def not_held(state: str, authority: str, basis: tuple[Basis, ...] = ()) -> Finding:
    """What the house does not know of a state's rule."""
    message = f"What {state} asks a note to hold is not known to us."
    remedy = f"{authority} can say. An owner can write it down once, under the law of {state}."
    return Finding("note.content.not_held", "note", NOT_HELD, message, remedy, "", basis)


def joined(general: Sequence[Finding], stated: Sequence[Finding]) -> list[Finding]:
    """Both without saying a thing twice: of two on one field the heavier stays, and of equals the one with a rule."""
    rules = {one.subject: one.level for one in stated if one.subject}
    habits = {one.subject: one.level for one in general}
    kept = [one for one in general if one.level > rules.get(one.subject, -1)]
    return [*(one for one in stated if one.level >= habits.get(one.subject, -1)), *kept]


def _missing(note: NoteDraft, one: Required, part: Part, held: Collection[str]) -> Finding | None:
    rule = f"note.content.{one.part}"
    if part.where == "note" and (field := _empty(note, part)):
        message = f"{one.by} asks the note to hold {part.what}; it is not written."
        return Finding(rule, "note", one.level, message, part.mend, field, one.basis)
    if part.where == "record" and one.part not in held:
        message = f"{one.by} asks the record to hold {part.what}; it is not on file here."
        return Finding(rule, "note", Level.CAUTION, message, part.mend, "", one.basis)
    return None


def _empty(note: NoteDraft, part: Part) -> str:
    """The first field that lacks the part; empty where nothing is missing."""
    if part.stems:
        text = " ".join(str(getattr(note, field)) for field in part.fields)
        return "" if begins_with(part.stems).search(text) else part.fields[-1]
    return next((place for field in part.fields for place in _places(note, field)), "")


def _places(note: NoteDraft, field: str) -> Iterator[str]:
    """The places of a field that hold nothing: ``objective``, ``lines[1].technique``; ``lines`` where none is."""
    if field not in _OF_A_LINE:
        value = getattr(note, field)
        if value is None or not str(value).strip():
            yield field
    elif not note.lines:
        yield "lines"
    else:
        yield from (f"lines[{at}].{field}" for at, line in enumerate(note.lines) if not getattr(line, field).strip())


@lru_cache(maxsize=32)
def begins_with(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a word that begins with one of these."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)
