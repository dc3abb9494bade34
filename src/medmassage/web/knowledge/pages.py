"""One page an entry: which template, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medmassage.codes import icd10cm
from medmassage.finding import Basis, Level
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import Links, links
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition, Dosage, Entry, Measure, Population
from medmassage.knowledge.sourced import Span
from medmassage.knowledge.wording import action, headline
from medmassage.web.knowledge import chips

FREE = ("free", "public_domain")
ALSO_MOST = 8  # other names under a title; the search knows them all


@dataclass(frozen=True, slots=True)
class Brief:
    """A contraindication in two lines: what it calls for, what to do."""

    id: str
    name: str
    headline: str
    do: str
    level: Level


@dataclass(frozen=True, slots=True)
class Scheme:
    """A dosage in words. ``rests_on``: trial, review or practice; ``source``: the page it names."""

    words: str
    rests_on: str
    note: str
    source: Basis | None


def brief(entry: Entry) -> Brief:
    """An entry as other pages speak of it."""
    return Brief(entry.id, entry.name, headline(entry), entry.do, chips.level_of(entry))


def page(row: Entry | Condition | Population | Measure) -> tuple[str, Mapping[str, Any]]:
    """The template of a kind, and what it shows."""
    found = links(row)
    beside: dict[str, Any] = {"row": row, "watch": chips.of_entries(found.entries), "groups": chips.groups(found)}
    if isinstance(row, Entry):
        return "knowledge/contraindication.html", beside | _entry(row, found)
    if isinstance(row, Measure):
        return "knowledge/measure.html", beside | {"may_show": row.license.status in FREE}
    beside["implied"] = [brief(knowledge().entries[id_]) for id_ in row.implies]
    beside["watch"] = chips.of_entries(entry for entry in found.entries if entry.id not in row.implies)
    if isinstance(row, Condition):
        return "knowledge/condition.html", beside | _condition(row, found)
    return "knowledge/population.html", beside


def _entry(row: Entry, found: Links) -> dict[str, Any]:
    adapting: tuple[Condition | Population, ...] = (*found.conditions, *found.populations)
    ids = {one.id.replace("_", " ") for one in adapting if "_" in one.id}
    return {
        "headline": headline(row),
        "action": action(row),
        "level": chips.level_of(row),
        "drugs": chips.of_drugs(found.drugs),
        "codes": chips.of_codes(found.codes),
        "chapters": [code for code in row.icd10cm if icd10cm.dotted(code) not in found.codes],
        "places": [_inside(anatomy.label(place)) for place in row.regions],
        "also": [name for name in row.synonyms if name not in ids][:ALSO_MOST],
        "afterwards": knowledge().entries.get(row.when.afterwards or ""),
    }


def _condition(row: Condition, found: Links) -> dict[str, Any]:
    return {
        "schemes": [_scheme(row, one) for one in row.dosage],
        "codes": chips.of_codes(found.codes),
        "also": row.synonyms[:ALSO_MOST],
    }


def _scheme(row: Condition, scheme: Dosage) -> Scheme:
    parts = [
        _counted(scheme.minutes, "minute"),
        _often(scheme.sessions_per_week),
        _counted(scheme.weeks, "week"),
        f"{_counted(scheme.total_sessions, 'session')} in all" if scheme.total_sessions else "",
    ]
    source = next((basis for basis in row.basis if basis.url == scheme.source), None)
    return Scheme(", ".join(filter(None, parts)), scheme.basis, scheme.note, source)


def _inside(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[0].lower() + words[1:]


def _often(times: Span | None) -> str:
    if times in ((1, 1), (2, 2)):
        return "once a week" if times == (1, 1) else "twice a week"
    return f"{_counted(times, 'time')} a week" if times else ""


def _counted(span: Span | None, unit: str) -> str:
    """A span with its unit; nothing where it is not known."""
    if not span:
        return ""
    low, high = span
    words = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{words} {unit}" if high == 1 else f"{words} {unit}s"
