"""What goes with what: contraindication, condition, group of people, measure and region."""

from collections.abc import Iterable
from dataclasses import dataclass

from medmassage.knowledge import anatomy
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition, Entry, Measure, Population

BASES_MOST = 16  # an entry of more bases concerns the body at large; naming them helps nobody


@dataclass(frozen=True, slots=True)
class Links:
    """What stands beside one thing; regions as bases."""

    entries: tuple[Entry, ...] = ()
    conditions: tuple[Condition, ...] = ()
    populations: tuple[Population, ...] = ()
    measures: tuple[Measure, ...] = ()
    regions: tuple[str, ...] = ()


def links(row: Entry | Condition | Population | Measure) -> Links:
    """What goes with an entry, a condition, a group of people or a measure."""
    all_ = knowledge()
    if isinstance(row, Entry):
        return Links(
            entries=tuple(_near(row)),
            conditions=tuple(c for c in all_.conditions.values() if row.id in c.see),
            populations=tuple(p for p in all_.populations.values() if row.id in p.see),
            regions=_bases(row.regions),
        )
    if isinstance(row, Condition):
        return Links(
            entries=tuple(all_.entries[id_] for id_ in row.see),
            measures=tuple(all_.measures[id_] for id_ in row.measures),
            regions=_bases(row.regions),
        )
    if isinstance(row, Population):
        return Links(entries=tuple(all_.entries[id_] for id_ in row.see))
    return Links(conditions=tuple(c for c in all_.conditions.values() if row.id in c.measures))


def at_region(base: str) -> Links:
    """What concerns a base of the body: conditions treated there, and where not to work."""
    all_ = knowledge()
    return Links(
        entries=tuple(e for e in all_.entries.values() if base in _bases(e.regions)),
        conditions=tuple(c for c in all_.conditions.values() if base in _bases(c.regions)),
    )


def _near(entry: Entry) -> Iterable[Entry]:
    """Entries before and after it in time, those that share a code or a medicine, and red flags of one theme."""
    for other in knowledge().entries.values():
        follows = entry.id == other.when.afterwards or other.id == entry.when.afterwards
        shares = set(entry.icd10cm) & set(other.icd10cm) or set(entry.drugs) & set(other.drugs)
        flags = entry.red_flag and other.red_flag and entry.theme == other.theme
        if other.id != entry.id and (follows or shares or flags):
            yield other


def _bases(places: Iterable[str]) -> tuple[str, ...]:
    found = {base for place in places for base in anatomy.bases_of(place)}
    return tuple(base for base in anatomy.bases() if base in found) if len(found) <= BASES_MOST else ()
