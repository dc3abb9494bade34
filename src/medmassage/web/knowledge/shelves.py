"""The list page: the whole knowledge base by kind and theme, or what a search found."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from medmassage.codes import icd10cm
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import brands, codes, drugs, generic, of_code
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.motion import motions
from medmassage.knowledge.rows import Condition, Entry, Measure, Population
from medmassage.knowledge.search import search
from medmassage.web.knowledge import chips
from medmassage.web.knowledge.chips import Chip

KINDS: Mapping[str, str] = {
    "contraindication": "Watch for",
    "condition": "Referred for",
    "population": "People",
    "measure": "Measures",
    "region": "The body",
    "drug": "Medicines",
    "code": "Codes",
}
ONE: Mapping[str, str] = {
    "contraindication": "Contraindication",
    "condition": "Referred for",
    "population": "People",
    "measure": "Measure",
    "region": "Region of the body",
    "drug": "Medicine",
    "code": "Diagnosis code",
}
R = TypeVar("R", Entry, Condition, Population)
MOST_HITS = 12  # the best come first; more would be the whole library again


@dataclass(frozen=True, slots=True)
class Shelf:
    """All of one kind. ``parts``: links by theme, where the kind has themes (else under no words)."""

    kind: str
    words: str
    parts: tuple[tuple[str, list[Chip]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Something a search found, with one line about it."""

    kind: str
    chip: Chip
    line: str

    @property
    def words(self) -> str:
        """What kind of thing it is, as people read it."""
        return ONE[self.kind]


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter: one kind, or all of them (no kind). ``count``: how many of it there are."""

    kind: str
    words: str
    count: int


def shelves(kind: str) -> list[Shelf]:
    """One kind, or (of no kind) all but medicines and codes, which lead to the rest."""
    return [shelf for shelf in _all() if (shelf.kind == kind if kind else shelf.kind not in ("drug", "code"))]


def _all() -> list[Shelf]:
    all_ = knowledge()
    asked, moved = _by_motion(all_.measures.values())
    parts: Mapping[str, list[tuple[str, list[Chip]]]] = {
        "contraindication": [(theme, chips.of_entries(rows)) for theme, rows in _by_theme(all_.entries.values())],
        "condition": [(theme, chips.of_rows(rows)) for theme, rows in _by_theme(all_.conditions.values())],
        "population": [(theme, chips.of_rows(rows)) for theme, rows in _by_theme(all_.populations.values())],
        "measure": [("", chips.of_rows(asked)), ("Motions", chips.of_rows(moved))],
        "region": [("", chips.of_regions(anatomy.bases()))],
        "drug": [("", chips.of_drugs(drugs()))],
        "code": [("", chips.of_codes(codes()))],
    }
    return [Shelf(kind, words, tuple(part for part in parts[kind] if part[1])) for kind, words in KINDS.items()]


def shelf_tabs() -> list[Tab]:
    """The filters of the whole library."""
    return _tabs({shelf.kind: sum(len(row) for _, row in shelf.parts) for shelf in _all()})


def find(words: str, kind: str) -> tuple[list[Found], list[Tab]]:
    """The best hits of a kind (of all, where it is empty), and how many there are of each."""
    hits = [*_named(words), *_searched(words)]
    return [hit for hit in hits if kind in ("", hit.kind)][:MOST_HITS], _tabs(Counter(hit.kind for hit in hits))


def _named(words: str) -> Iterator[Found]:
    """The page of the medicine or the diagnosis code that was asked for by its own name."""
    drug = generic(words)
    if drug:
        sold = brands(drug)
        yield Found("drug", chips.of_drugs([drug])[0], f"Sold as {', '.join(sold)}." if sold else "")
    code = icd10cm.dotted(words)
    if icd10cm.FORM.fullmatch(icd10cm.compact(words)) and (of_code(code).entries or of_code(code).conditions):
        yield Found("code", chips.of_codes([code])[0], "What it may stand for.")


def _searched(words: str) -> Iterator[Found]:
    for hit in search(words, MOST_HITS * len(KINDS)):
        yield Found(hit.kind, Chip(hit.name, reverse("web:knowledge_entry", args=[hit.id])), hit.line)


def _tabs(counts: Mapping[str, int]) -> list[Tab]:
    kinds = [Tab(kind, words, counts[kind]) for kind, words in KINDS.items() if counts.get(kind)]
    return [Tab("", "All", sum(tab.count for tab in kinds)), *kinds] if kinds else []


def _by_theme(rows: Iterable[R]) -> list[tuple[str, list[R]]]:
    themes: dict[str, list[R]] = {}
    for row in rows:
        themes.setdefault(row.theme, []).append(row)
    return list(themes.items())


def _by_motion(measures: Iterable[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Those that are answered or rated, and each motion of a joint."""
    ids = {f"rom_{motion}" for motion in motions()}
    every = list(measures)
    return [m for m in every if m.id not in ids], [m for m in every if m.id in ids]
