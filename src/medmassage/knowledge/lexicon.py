"""All names by which something of the knowledge base is known, as words that can be compared."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from medmassage.knowledge.load import Knowledge, knowledge
from medmassage.knowledge.rows import Condition, Entry

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that must all be said, each with its alternatives, and the entry they are a sign of."""

    words: tuple[frozenset[str], ...]
    entry: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names and signs. ``named``: words → ids; ``medicines``: words → generic names; ``taken``: generic → entries;
    ``signs``: a word of a sign's rarest part → the signs (by number) that it may be one of.
    """

    named: Mapping[Words, frozenset[str]]
    medicines: Mapping[Words, str]
    taken: Mapping[str, frozenset[str]]
    all_signs: tuple[Sign, ...]
    signs: Mapping[str, tuple[int, ...]]
    longest: int
    places: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    small: Mapping[str, frozenset[str]]


def spelled(text: str) -> Words:
    """The words of a text as they are compared: no case, no accents, no apostrophes, no plural s."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text).casefold())
    return tuple(singular(w) for w in _WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def singular(word: str) -> str:
    """A word without its plural s. Small plurals only: feet and calves stay what they are."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the whole knowledge base."""
    all_ = knowledge()
    named = _named(all_)
    medicines = _medicines(all_)
    lists = all_.words.model_dump(exclude={"places", "numbers"})
    return Lexicon(
        named=named,
        medicines=medicines,
        taken=_taken(all_),
        all_signs=(signs := tuple(_signs(all_))),
        signs=_signs_by_word(signs),
        longest=max(map(len, (*named, *medicines))),
        places={singular(word): where for word, where in all_.words.places.items()},
        numbers=all_.words.numbers,
        small={name: frozenset(w for word in words for w in spelled(word)) for name, words in lists.items()},
    )


def _named(all_: Knowledge) -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = {}

    def add(id_: str, names: Iterable[str]) -> None:
        for name in names:
            if words := spelled(name):
                found.setdefault(words, set()).add(id_)

    rows: tuple[Entry | Condition, ...] = (*all_.entries.values(), *all_.conditions.values())
    for row in rows:
        add(row.id, (row.id, row.name, *row.synonyms))
    for entry in all_.entries.values():
        add(entry.id, entry.drug_classes if entry.decided_by_drug else ())
    for group in all_.populations.values():
        add(group.id, (group.id, group.name))
    for phrase in all_.words.other_phrases:
        found.setdefault(spelled(phrase), set())
    return {words: frozenset(ids) for words, ids in found.items()}


def _medicines(all_: Knowledge) -> dict[Words, str]:
    generics = {drug for entry in all_.entries.values() for drug in entry.drugs}
    return {spelled(drug): drug for drug in generics} | {spelled(brand): drug for brand, drug in all_.brands.items()}


def _taken(all_: Knowledge) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in all_.entries.values():
        for drug in entry.drugs:
            found.setdefault(drug, set()).add(entry.id)
    return {drug: frozenset(ids) for drug, ids in found.items()}


def _signs_by_word(signs: Sequence[Sign]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, sign in enumerate(signs):
        for word in min(sign.words, key=len):
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _signs(all_: Knowledge) -> Iterable[Sign]:
    for entry in all_.entries.values():
        for sign in entry.signs:
            yield Sign(tuple(frozenset(map(singular, word.split("|"))) for word in sign.split()), entry.id)
