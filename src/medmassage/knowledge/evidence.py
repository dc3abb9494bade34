"""What is known of a person, gathered by entry: who says so, how sure, and whether it is still so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from medmassage.codes import icd10cm
from medmassage.knowledge import match
from medmassage.knowledge.lexicon import lexicon, spelled
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.person import Person, Report
from medmassage.knowledge.rows import Entry


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that points at an entry.

    ``sure``: it settles the entry; otherwise it is a question. ``explained``: something else accounts for it (the same
    code, or a medicine that many take), so the question is not urgent. ``on``: the day of the event; ``places``: bases
    it mentions.
    """

    entry: str
    words: str
    sure: bool = True
    explained: bool = False
    on: date | None = None
    places: tuple[str, ...] = ()


@dataclass(slots=True)
class Heard:
    """Everything heard: evidence by entry, what is over, what is cleared, denied, or not understood."""

    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    passed: list[Evidence] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    denied: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    unread_clearances: list[str] = field(default_factory=list)


def listen(person: Person) -> Heard:
    """Gather it."""
    heard = Heard()
    person = replace(person, pregnancy_week=_week(person))
    for report in person.has:
        _hear(heard, report, person)
    for drug in person.drugs:
        _hear(heard, Report(drug), person)
    for code in dict.fromkeys(person.icd10):
        _hear_code(heard, code, person)
    for one in _numbers(person):
        _add(heard, one, person)
    for text in person.clearances:
        _hear_clearance(heard, text)
    return heard


def _week(person: Person) -> int | None:
    """The week of a pregnancy: as it was given, else as the words say it."""
    if person.pregnancy_week is not None:
        return person.pregnancy_week
    return next((week for r in person.has if (week := match.read(r.text, person.on).week) is not None), None)


def _hear(heard: Heard, report: Report, person: Person) -> None:
    """Words of a person or a chart, about what they have or take; of an entry that was chosen only where and when."""
    said = match.read(report.text, person.on)
    entries = knowledge().entries
    quoted = f"“{' '.join(report.text.split())}”"
    if report.entry in entries:
        day = report.on or said.days.get(report.entry)
        _add(heard, Evidence(report.entry, quoted, sure=report.sure, on=day, places=said.places), person)
        return
    if said.denied:
        heard.denied.append(quoted)
    heard.left.extend(said.left)
    for id_ in sorted(said.named & entries.keys()):
        day = report.on or said.days.get(id_)
        _add(heard, Evidence(id_, quoted, sure=report.sure, on=day, places=said.places), person)
    for reading in said.measured:
        if reading.band:
            sure = report.sure and not reading.band.asks
            _add(heard, Evidence(reading.band.entry, quoted, sure, on=report.on), person)
    for drug in sorted(said.medicines):
        words = quoted if drug.casefold() in report.text.casefold() else f"{quoted}, that is {drug}"
        for id_ in sorted(lexicon().taken.get(drug, frozenset()) - said.named):
            sure = report.sure and entries[id_].decided_by_drug
            common = entries[id_].kind == "finding"  # most who take it have no such finding: ask, in passing
            _add(heard, Evidence(id_, words, sure, explained=common and not sure), person)


def _hear_code(heard: Heard, code: str, person: Person) -> None:
    """A diagnosis code. One that no entry lists is no cause for care; one that is no code is not understood."""
    if not icd10cm.FORM.fullmatch(icd10cm.compact(code)):
        heard.left.append(code)
        return
    found = [knowledge().entries[id_] for id_ in match.entries_of_code(code)]
    settled = any(entry.decided_by_code for entry in found)
    for entry in found:
        sure = entry.decided_by_code
        _add(heard, Evidence(entry.id, f"code {icd10cm.dotted(code)}", sure, explained=settled and not sure), person)


def _numbers(person: Person) -> Iterator[Evidence]:
    """What age and the week of a pregnancy say by themselves."""
    for entry in _by_number():
        if _holds(entry.weeks, person.pregnancy_week):
            yield Evidence(entry.id, f"week {person.pregnancy_week}")
        if _holds(entry.ages, person.age):
            yield Evidence(entry.id, f"age {person.age}")


@lru_cache(maxsize=1)
def _by_number() -> tuple[Entry, ...]:
    """The entries that age or the week of a pregnancy decides."""
    return tuple(entry for entry in knowledge().entries.values() if entry.weeks or entry.ages)


def _holds(span: tuple[float, ...] | None, value: int | None) -> bool:
    return span is not None and value is not None and span[0] <= value <= span[1]


def _add(heard: Heard, one: Evidence, person: Person) -> None:
    """Keep it under its entry, or under the one that follows once its time is over."""
    entry = knowledge().entries[one.entry]
    if entry.weeks and person.pregnancy_week is not None and not _holds(entry.weeks, person.pregnancy_week):
        return  # another part of the pregnancy, which the week names by itself
    if not is_over(entry, one.on, person.on, person.windows):
        heard.evidence.setdefault(entry.id, []).append(one)
    elif entry.when.afterwards:
        heard.evidence.setdefault(entry.when.afterwards, []).append(replace(one, entry=entry.when.afterwards))
    else:
        heard.passed.append(one)


def window_of(entry: Entry, windows: Mapping[str, int]) -> int | None:
    """How many days it holds: the clinic's own number where nobody has set one for massage, else the base's."""
    return windows.get(entry.id, entry.when.window_days) if entry.when.custom else entry.when.window_days


def is_over(entry: Entry, since: date | None, on: date, windows: Mapping[str, int]) -> bool:
    """Whether the entry's window has closed; without a day it never has."""
    window = window_of(entry, windows)
    return window is not None and since is not None and (on - since).days > window


def _hear_clearance(heard: Heard, text: str) -> None:
    """A clearance lifts what it names, and what follows from that; one that is asked for or withheld lifts nothing."""
    small, entries = lexicon().small, knowledge().entries
    named = match.read(text).named & entries.keys()
    withheld = (small["not_words"] | small["withheld_words"]) & set(spelled(text))
    if withheld or not named:
        heard.unread_clearances.append(text)
    else:
        heard.cleared |= named | {after for id_ in named if (after := entries[id_].when.afterwards)}
