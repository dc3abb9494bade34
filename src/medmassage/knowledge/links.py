"""What goes with what: contraindication, condition, group of people, measure, region, medicine and diagnosis code."""

from collections.abc import Iterable
from dataclasses import dataclass

from medmassage.codes import icd10cm
from medmassage.knowledge import anatomy
from medmassage.knowledge.lexicon import lexicon, spelled
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition, Entry, Measure, Population

BASES_MOST = 24  # an entry of more bases concerns the body at large; naming them helps nobody


@dataclass(frozen=True, slots=True)
class Links:
    """What stands beside one thing; regions as bases, medicines as generic names, codes with their dot."""

    entries: tuple[Entry, ...] = ()
    conditions: tuple[Condition, ...] = ()
    populations: tuple[Population, ...] = ()
    measures: tuple[Measure, ...] = ()
    regions: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def links(row: Entry | Condition | Population | Measure) -> Links:
    """What goes with an entry, a condition, a group of people or a measure."""
    all_ = knowledge()
    if isinstance(row, Entry):
        return _of_entry(row)
    if isinstance(row, Condition):
        return Links(
            entries=tuple(all_.entries[id_] for id_ in row.see),
            measures=tuple(all_.measures[id_] for id_ in row.measures),
            regions=_bases(row.regions),
            codes=_codes(row.icd10cm),
        )
    if isinstance(row, Population):
        return Links(entries=tuple(all_.entries[id_] for id_ in row.see))
    return Links(
        entries=tuple(all_.entries[alert.entry] for alert in row.scoring.alerts),
        conditions=tuple(c for c in all_.conditions.values() if row.id in c.measures),
    )


def at_region(base: str) -> Links:
    """What concerns a base of the body: conditions treated there, and where not to work."""
    all_ = knowledge()
    return Links(
        entries=tuple(e for e in all_.entries.values() if base in _bases(e.regions)),
        conditions=tuple(c for c in all_.conditions.values() if base in _bases(c.regions)),
    )


def drugs() -> tuple[str, ...]:
    """The generic names of all medicines that some entry lists, in the order of the alphabet."""
    return tuple(sorted(lexicon().taken, key=str.casefold))


def generic(name: str) -> str | None:
    """The generic name of a medicine, by that name or by a brand; ``None`` for what no entry lists."""
    return lexicon().medicines.get(spelled(name))


def brands(drug: str) -> tuple[str, ...]:
    """The brands a medicine is sold under, by its generic name."""
    return tuple(brand for brand, of in knowledge().brands.items() if of == drug)


def of_drug(drug: str) -> Links:
    """The entries that a medicine, by its generic name, decides or asks about."""
    return Links(entries=tuple(e for e in knowledge().entries.values() if drug in e.drugs))


def codes() -> tuple[str, ...]:
    """The diagnosis codes that some condition lists, in their order."""
    return tuple(sorted({icd10cm.dotted(code) for c in knowledge().conditions.values() for code in c.icd10cm}))


def of_code(code: str) -> Links:
    """The conditions and entries a diagnosis code, or any code of its category, may stand for."""
    all_ = knowledge()
    return Links(
        entries=tuple(e for e in all_.entries.values() if _meets(code, e.icd10cm)),
        conditions=tuple(c for c in all_.conditions.values() if _meets(code, c.icd10cm)),
    )


def _of_entry(row: Entry) -> Links:
    all_ = knowledge()
    return Links(
        entries=tuple(_near(row)),
        conditions=tuple(c for c in all_.conditions.values() if row.id in c.see),
        populations=tuple(p for p in all_.populations.values() if row.id in p.see),
        measures=tuple(m for m in all_.measures.values() if row.id in {alert.entry for alert in m.scoring.alerts}),
        regions=_bases(row.regions),
        drugs=row.drugs,
        codes=_codes(row.icd10cm),
    )


def _near(entry: Entry) -> Iterable[Entry]:
    """Entries before and after it in time, those that share a code or a medicine, and red flags of one theme."""
    for other in knowledge().entries.values():
        follows = entry.id == other.when.afterwards or other.id == entry.when.afterwards
        shares = set(entry.icd10cm) & set(other.icd10cm) or set(entry.drugs) & set(other.drugs)
        flags = entry.red_flag and other.red_flag and entry.theme == other.theme
        if other.id != entry.id and (follows or shares or flags):
            yield other


def _meets(code: str, listed: Iterable[str]) -> bool:
    """Whether one of the listed codes is the code, its category, or one of its category."""
    bare = icd10cm.compact(code)
    return any(bare.startswith(own) or own.startswith(bare) for own in map(icd10cm.compact, listed))


def _codes(listed: Iterable[str]) -> tuple[str, ...]:
    """Those that have a page: a chapter's letter has none."""
    return tuple(icd10cm.dotted(code) for code in listed if icd10cm.FORM.fullmatch(icd10cm.compact(code)))


def _bases(places: Iterable[str]) -> tuple[str, ...]:
    found = {base for place in places for base in anatomy.bases_of(place)}
    return tuple(base for base in anatomy.bases() if base in found) if len(found) <= BASES_MOST else ()
