"""Links of the knowledge pages: what each is called, where it leads, what weight it has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from medmassage.codes import icd10cm
from medmassage.finding import Level
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import Links
from medmassage.knowledge.rows import Entry
from medmassage.knowledge.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Chip:
    """One link. ``level``: what a contraindication calls for; nothing else has one."""

    words: str
    url: str
    level: Level | None = None
    red_flag: bool = False


def level_of(entry: Entry) -> Level:
    """What an entry weighs once it is certain."""
    return Level.STOP if entry.keeps_out else Level.CAUTION


def of_entries(entries: Iterable[Entry]) -> list[Chip]:
    """Contraindications, the red flags first, then what stops."""
    first = sorted(entries, key=lambda e: (not e.red_flag, -level_of(e)))
    return [Chip(e.name, _page(e.id), level_of(e), e.red_flag) for e in first]


def of_rows(rows: Iterable[Sourced]) -> list[Chip]:
    """Conditions, groups of people or measures."""
    return [Chip(row.name, _page(row.id)) for row in rows]


def of_regions(bases: Iterable[str]) -> list[Chip]:
    """Bases of the body."""
    return [Chip(anatomy.label(base), _page(base)) for base in bases]


def of_drugs(drugs: Iterable[str]) -> list[Chip]:
    """Medicines by generic name."""
    return [Chip(drug, reverse("web:knowledge_drug", args=[drug])) for drug in drugs]


def of_codes(codes: Iterable[str]) -> list[Chip]:
    """Diagnosis codes, each with our words for it where there are some."""
    return [Chip(said(code), reverse("web:knowledge_code", args=[code])) for code in codes]


def said(code: str) -> str:
    """A code and our words for it."""
    label = icd10cm.label(code)
    return f"{code} {label}" if label else code


def groups(found: Links) -> list[tuple[str, list[Chip]]]:
    """What goes with it but contraindications, medicines and codes, by heading; those without links are left out."""
    by_heading = [
        ("Referred for", of_rows(found.conditions)),
        ("People", of_rows(found.populations)),
        ("Measures", of_rows(found.measures)),
        ("Regions", of_regions(found.regions)),
    ]
    return [(words, chips) for words, chips in by_heading if chips]


def _page(id_: str) -> str:
    return reverse("web:knowledge_entry", args=[id_])
