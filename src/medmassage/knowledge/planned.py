"""What is planned, in classes that matter for safety: deep pressure, heat, percussion … and what each goes against."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, read
from medmassage.knowledge.lexicon import Words, spelled
from medmassage.knowledge.rows import Action, Entry, Id, Text


class TechniqueClass(Row):
    """Techniques that are alike in what they do to a body. ``against``: actions of an entry that it goes against."""

    id: Id
    name: Text
    words: tuple[Text, ...]
    against: tuple[Action, ...] = ()


class Techniques(Row):
    """The file of techniques. ``pressures``: planned pressure → the class it falls under."""

    classes: tuple[TechniqueClass, ...]
    pressures: dict[Text, Id]


@lru_cache(maxsize=1)
def techniques() -> Techniques:
    """The file. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(files("medmassage.knowledge") / "techniques.yaml", Techniques)


@lru_cache(maxsize=1)
def _by_words() -> Mapping[Words, str]:
    return {spelled(name): found.id for found in techniques().classes for name in (found.id, found.name, *found.words)}


@lru_cache(maxsize=512)
def classes_of(technique: str) -> frozenset[str]:
    """The classes a technique falls under, by whole words of its name; none for one that is not known."""
    said, known = spelled(technique), _by_words()
    parts = (said[i:j] for i in range(len(said)) for j in range(i + 1, len(said) + 1))
    return frozenset(known[part] for part in parts if part in known)


def classes(techniques_: Iterable[str], pressure: str) -> Mapping[str, str]:
    """The classes of a whole plan, each with the words that planned it."""
    found: dict[str, str] = {}
    if pressure in techniques().pressures:
        found[techniques().pressures[pressure]] = f"{pressure} pressure"
    for technique in techniques_:
        found |= {id_: found.get(id_, technique) for id_ in sorted(classes_of(technique))}
    return found


def against(entry: Entry, plan: Mapping[str, str]) -> tuple[str, ...]:
    """What of the plan an entry speaks against, in the plan's words."""
    rows = {row.id: row for row in techniques().classes}
    hits = (words for id_, words in plan.items() if set(rows[id_].against) & set(entry.actions))
    return tuple(dict.fromkeys(hits))
