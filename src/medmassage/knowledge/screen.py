"""The second gate: is it safe for this person today, and what must be adapted?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from medmassage.finding import Finding, Level, Verdict
from medmassage.knowledge import planned, wording
from medmassage.knowledge.anatomy import SITE, bases, bases_of, is_place, place_id
from medmassage.knowledge.combine import combined
from medmassage.knowledge.evidence import Evidence, Heard, listen, window_of
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.person import PRESSURES, Person, Report
from medmassage.knowledge.rows import Entry

__all__ = ["PRESSURES", "Person", "Report", "screen"]


def screen(person: Person) -> Verdict:
    """Is it safe for this person today, and what must be adapted? Every match, the worst and most urgent first."""
    person = replace(person, regions=tuple(map(place_id, person.regions)))
    heard = listen(person)
    entries = knowledge().entries
    findings = [
        *(_judge(entries[id_], heard, person) for id_ in sorted(heard.evidence, key=_place)),
        *combined(heard, person),
        *(
            wording.passed(entries[one.entry], one, window_of(entries[one.entry], person.windows))
            for one in heard.passed
        ),
        *_about_the_answers(person, heard),
    ]
    findings.sort(key=lambda f: wording.ACTIONS.index(f.details["action"]))
    return Verdict.of("safe", findings)


@lru_cache(maxsize=1)
def _places() -> Mapping[str, int]:
    return {id_: at for at, id_ in enumerate(knowledge().entries)}


def _place(id_: str) -> int:
    """Where an entry stands in the files."""
    return _places()[id_]


def _judge(entry: Entry, heard: Heard, person: Person) -> Finding:
    """One entry that something points at."""
    evidence = heard.evidence[entry.id]
    cleared = entry.id in heard.cleared and entry.lifted_by_clearance
    level = _level(entry, evidence, cleared=cleared)
    action = "adapt" if cleared else wording.action(entry)
    where = _where(entry, evidence)
    treated = {base for region in person.regions for base in bases_of(region)}
    plan = planned.classes(person.techniques, person.pressure)
    told = wording.Told(
        entry=entry,
        evidence=evidence,
        level=level,
        action=action,
        cleared=cleared,
        where=() if entry.regions == ("whole_body",) else where,
        planned=tuple(base for base in where if base in treated) if action == "avoid_region" else (),
        against=planned.against(entry, plan),
    )
    return wording.finding(told)


def _level(entry: Entry, evidence: Iterable[Evidence], *, cleared: bool) -> Level:
    """How much it weighs. What is only a candidate is a question: unknown, until somebody has asked."""
    if cleared or not entry.keeps_out:
        return Level.CAUTION
    if any(one.sure for one in evidence):
        return Level.STOP
    return Level.CAUTION if all(one.explained for one in evidence) else Level.UNKNOWN


def _where(entry: Entry, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The bases concerned, head to foot; for a finding "at the place itself" those that the words name."""
    said = {base for one in evidence for base in one.places} if SITE in entry.regions else set()
    found = said | {base for place in entry.regions for base in bases_of(place)}
    return tuple(base for base in bases() if base in found)


def _about_the_answers(person: Person, heard: Heard) -> Iterator[Finding]:
    """What the words themselves leave open."""
    if not (person.has or person.drugs or person.icd10 or person.clearances):
        yield wording.history_missing()
    if heard.left:
        yield wording.not_understood(heard.left)
    if heard.denied:
        yield wording.denied(heard.denied)
    for text in heard.unread_clearances:
        yield wording.clearance_unread(text)
    unknown = [region for region in person.regions if not is_place(region)]
    if unknown:
        yield wording.region_unknown(unknown)
