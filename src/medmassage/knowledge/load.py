"""Files to frozen objects, read once: what the screen, the search and the pages ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from medmassage.datafile import DataFileError, read
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
    found = Knowledge(
        entries=_by_id(_entries(folder / "contraindications")),
        conditions=_by_id(read(folder / "conditions.yaml", Conditions).conditions),
        populations=_by_id(read(folder / "populations.yaml", Populations).populations),
        measures=_by_id(read(folder / "measures.yaml", Measures).measures),
        anatomy=anatomy(),
        brands=MappingProxyType(read(folder / "drugs.yaml", Drugs).brands),
        words=read(folder / "words.yaml", Words),
    )
    for problem in _broken_links(found):
        raise DataFileError(problem)
    return found


def _entries(folder: Traversable) -> Iterator[Entry]:
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".yaml"):
            file = read(path, Theme)
            yield from (entry.model_copy(update={"theme": file.theme}) for entry in file.entries)


T = TypeVar("T", bound=Sourced)


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
    adapting: tuple[Condition | Population, ...] = (*all_.conditions.values(), *all_.populations.values())
    for row in adapting:
        for see in row.see:
            if see not in all_.entries:
                yield f"{row.id}: see names {see}, which is no entry."
    located: tuple[Entry | Condition, ...] = (*all_.entries.values(), *all_.conditions.values())
    for placed in located:
        for place in placed.regions:
            if not is_place(place):
                yield f"{placed.id}: regions names {place}, which is no region."
