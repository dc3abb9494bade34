"""Files to frozen objects, read once: what the screen, the search and the pages ask."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from medmassage.datafile import DataFileError, read
from medmassage.knowledge import motion
from medmassage.knowledge.anatomy import Anatomy, anatomy, is_place
from medmassage.knowledge.rows import (
    Condition,
    Conditions,
    Drugs,
    Entry,
    Measure,
    Measures,
    Population,
    Populations,
    Sourced,
    Theme,
    Words,
)

HERE = files("medmassage.knowledge")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything by id, in the order of the files."""

    entries: Mapping[str, Entry]
    conditions: Mapping[str, Condition]
    populations: Mapping[str, Population]
    measures: Mapping[str, Measure]
    anatomy: Anatomy
    brands: Mapping[str, str]
    words: Words

    def find(self, id_: str) -> Entry | Condition | Population | Measure | None:
        """Whatever has this id."""
        return self.entries.get(id_) or self.conditions.get(id_) or self.populations.get(id_) or self.measures.get(id_)


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge base. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read_all(HERE)


def read_all(folder: Traversable) -> Knowledge:
    """The knowledge base in a folder, links checked. Raises :class:`DataFileError`."""
    conditions = _by_id(_conditions(folder / "conditions"))
    populations = _by_id(_populations(folder / "populations"))
    found = Knowledge(
        entries=_by_id(_renamed(_entries(folder / "contraindications"), (*conditions.values(), *populations.values()))),
        conditions=conditions,
        populations=populations,
        measures=_by_id(_measures(folder)),
        anatomy=anatomy(),
        brands=MappingProxyType(read(folder / "drugs.yaml", Drugs).brands),
        words=read(folder / "words.yaml", Words),
    )
    for problem in _broken_links(found):
        raise DataFileError(problem)
    return found


T = TypeVar("T", bound=Sourced)


def _entries(folder: Traversable) -> Iterator[Entry]:
    for path in _files(folder):
        file = read(path, Theme)
        yield from _themed(file.theme, file.entries)


def _conditions(folder: Traversable) -> Iterator[Condition]:
    for path in _files(folder):
        file = read(path, Conditions)
        yield from _themed(file.theme, file.conditions)


def _populations(folder: Traversable) -> Iterator[Population]:
    for path in _files(folder):
        file = read(path, Populations)
        yield from _themed(file.theme, file.populations)


def _measures(folder: Traversable) -> Iterator[Measure]:
    """The questionnaires and ratings, then range of motion and each of its motions."""
    for path in _files(folder / "measures"):
        yield from read(path, Measures).measures
    yield from motion.measures(folder / "motion.yaml")


def _files(folder: Traversable) -> list[Traversable]:
    return sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda p: p.name)


def _themed(theme: str, rows: Iterable[T]) -> Iterator[T]:
    return (row.model_copy(update={"theme": theme}) for row in rows)


def _renamed(entries: Iterable[Entry], adapting: Iterable[Condition | Population]) -> Iterator[Entry]:
    """Entries go by the names of what implies them, too: whoever says the one has said the other."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in adapting:
        for id_ in row.implies:
            names[id_] += names_of(row)
    for entry in entries:
        yield entry.model_copy(update={"synonyms": tuple(dict.fromkeys((*entry.synonyms, *names[entry.id])))})


def names_of(row: Condition | Population) -> tuple[str, ...]:
    """All that it goes by."""
    return (row.id.replace("_", " "), row.name, *(row.synonyms if isinstance(row, Condition) else ()))


def _by_id(rows: Iterable[T]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for row in rows:
        if row.id in found:
            raise DataFileError(f"{row.id} stands twice; give one of them another id.")
        found[row.id] = row
    return MappingProxyType(found)


def _broken_links(all_: Knowledge) -> Iterator[str]:
    """What points at something that is not there, in words."""
    for entry in all_.entries.values():
        after = entry.when.afterwards
        if after and after not in all_.entries:
            yield f"{entry.id}: when.afterwards names {after}, which is no entry."
    for condition in all_.conditions.values():
        for measure in condition.measures:
            if measure not in all_.measures:
                yield f"{condition.id}: measures names {measure}, which is no measure."
    for asking in all_.measures.values():
        for alert in asking.scoring.alerts:
            if alert.entry not in all_.entries:
                yield f"{asking.id}: alerts names {alert.entry}, which is no entry."
    adapting: tuple[Condition | Population, ...] = (*all_.conditions.values(), *all_.populations.values())
    for row in adapting:
        for see in row.see:
            if see not in all_.entries:
                yield f"{row.id}: see names {see}, which is no entry."
        for implied in set(row.implies) - set(row.see):
            yield f"{row.id}: implies names {implied}, which see does not."
    located: tuple[Entry | Condition, ...] = (*all_.entries.values(), *all_.conditions.values())
    for placed in located:
        for place in placed.regions:
            if not is_place(place):
                yield f"{placed.id}: regions names {place}, which is no region."
