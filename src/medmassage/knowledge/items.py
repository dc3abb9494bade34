"""The wording of a measure's items: none is stored here but a few plain questions of ours; a clinic loads its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, cast

import yaml
from pydantic import AfterValidator

from medmassage.datafile import Row, read
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.measure_rows import FREE, Measure, Scoring
from medmassage.knowledge.sourced import Id, Text

MOST_BOXES = 12  # more answers than these are typed, not ticked
MOST_LETTERS = 100_000


class ItemsError(ValueError):
    """The wording does not fit its measure; the message says where, and what to mend."""


def _language(written: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", written):
        raise ValueError("write the language as en or es-MX")
    return written


class Item(Row):
    """One item. ``answers``: words for each allowed answer, the lowest first; none: the numbers themselves."""

    text: Text
    answers: tuple[Text, ...] = ()


class Items(Row):
    """The items of a measure in one language (such as ``en`` or ``es-MX``), and who allowed to show them.

    Where the patient names the items, one item stands for each of them.
    """

    measure: Id
    language: Annotated[str, AfterValidator(_language)]
    license: str = ""
    items: tuple[Item, ...]


class Prompts(Row):
    """The file of our own questions."""

    prompts: tuple[Items, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An item as a form draws it. ``choices``: (answer, words) where it is ticked; empty where it is typed."""

    number: int
    text: str
    low: float
    high: float
    unit: str
    choices: tuple[tuple[float, str], ...]


def read_items(text: str, name: str = "items") -> Items:
    """A clinic's wording, YAML or JSON, checked against its measure. Raises ``ValueError`` with place and mend."""
    if len(text) > MOST_LETTERS:
        raise ItemsError(f"{name}: The file has more than {MOST_LETTERS:,} letters; no measure is that long.")
    _refuse_aliases(text, name)
    try:  # the reader of data files asks for a name and a text, no more
        found = read(cast("Traversable", _Text(name, text)), Items)
    except RecursionError:
        raise ItemsError(f"{name}: The file is nested too deeply; items holds a list of text and answers.") from None
    return _checked(found, name)


def own_items() -> Mapping[tuple[str, str], Items]:
    """Our own plain questions by measure and language. Raises :class:`~medmassage.datafile.DataFileError`."""
    return _own()


def questions(measure_id: str, items: Items | None = None) -> tuple[Question, ...]:
    """The items of a measure for a form; without wording they are "Item 1", "Item 2" … Raises ``KeyError``."""
    rule = knowledge().measures[measure_id].scoring
    return tuple(_question(at, rule, items) for at in range(1, rule.items + 1))


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    text: str

    def read_text(self, encoding: str = "utf-8") -> str:
        return self.text


@lru_cache(maxsize=1)
def _own() -> Mapping[tuple[str, str], Items]:
    path = files("medmassage.knowledge") / "prompts.yaml"
    found = read(path, Prompts).prompts
    return MappingProxyType({(one.measure, one.language): _checked(one, path.name) for one in found})


def _refuse_aliases(text: str, name: str) -> None:
    """An alias stands for a whole part of the file; a few of them make a small file endless."""
    try:
        aliases = [token for token in yaml.scan(text) if isinstance(token, yaml.AliasToken)]
    except yaml.YAMLError:
        return  # the reader says where
    if aliases:
        line = aliases[0].start_mark.line + 1
        raise ItemsError(f"{name}:{line}: Write the words out; *{aliases[0].value} stands for another place.")


def _checked(items: Items, name: str) -> Items:
    measure = knowledge().measures.get(items.measure)
    if measure is None:
        known = ", ".join(m.id for m in knowledge().measures.values() if not m.part_of)
        raise ItemsError(f"{name}: “{items.measure}” is no measure we know. Known: {known}.")
    wrong = _wrong(items, measure)
    if wrong:
        raise ItemsError(f"{name}: {wrong}")
    return items


def _wrong(items: Items, measure: Measure) -> str:
    """What does not fit, in words; empty where all does."""
    rule, given = measure.scoring, len(items.items)
    one_for_each = rule.own_words and given == 1
    if given != rule.items and not one_for_each:
        needed = f"{rule.items} item" if rule.items == 1 else f"{rule.items} items"
        return f"{measure.short} has {needed}; {given} are here."
    for at, item in enumerate(items.items, 1):
        allowed = len(_numbers(at, rule))
        if item.answers and len(item.answers) != allowed:
            takes = f"takes {allowed} answers; {len(item.answers)} are here" if allowed else "takes a number, no words"
            return f"items.{at - 1}.answers: item {at} of {measure.short} {takes}."
    if not items.license.strip() and measure.license.status not in FREE:
        return f"license: Say who allowed the wording of {measure.short} to be shown, and when."
    return ""


def _question(at: int, rule: Scoring, items: Items | None) -> Question:
    low, high = rule.odd(at).range or rule.item
    item = items.items[min(at, len(items.items)) - 1] if items else Item(text=f"Item {at}")
    marks = {value: mark for mark, value in rule.marks.items()}
    numbers = _numbers(at, rule)
    words = item.answers or tuple(marks.get(number, f"{number:g}") for number in numbers)
    return Question(at, item.text, low, high, rule.odd(at).unit, tuple(zip(numbers, words, strict=True)))


def _numbers(at: int, rule: Scoring) -> tuple[float, ...]:
    """The answers of an item that are ticked, the lowest first; none where a number is typed."""
    if rule.choices:
        return rule.choices
    odd = rule.odd(at)
    low, high = odd.range or rule.item
    if odd.between or high - low >= MOST_BOXES:
        return ()
    return tuple(float(number) for number in range(int(low), int(high) + 1))
