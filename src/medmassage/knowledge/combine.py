"""What two things mean together that neither means alone: a medicine and a pressure, a state and a place."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import DataFileError, Row, read
from medmassage.finding import Finding, Level
from medmassage.knowledge import planned
from medmassage.knowledge.anatomy import bases_of, is_place, label
from medmassage.knowledge.evidence import Evidence, Heard
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.person import Person
from medmassage.knowledge.rows import Action, Id, Sourced, Strictness, Text, Texts


class Combination(Sourced):
    """Fires when one of ``entries`` is heard and everything else that it names holds, too.

    ``and_entries``: one of them is heard as well; ``techniques``: a class of :mod:`planned` is planned; ``regions``:
    one is planned. ``call`` is what it calls for, as a finding's ``action`` says it.
    """

    entries: tuple[Id, ...]
    and_entries: tuple[Id, ...] = ()
    techniques: tuple[Id, ...] = ()
    regions: tuple[Id, ...] = ()
    level: Strictness
    call: Text
    why: Text
    do: Text
    actions: tuple[Action, ...] = ()
    ask: Texts

    @property
    def keeps_out(self) -> bool:
        """Whether there is no session (until somebody clears it)."""
        return self.level in ("absolute", "needs_physician_clearance")


class Combinations(Row):
    """The file of combinations."""

    combinations: tuple[Combination, ...]


@lru_cache(maxsize=1)
def combinations() -> Mapping[str, Combination]:
    """All by id, links checked. Raises :class:`~medmassage.datafile.DataFileError`."""
    found = read(files("medmassage.knowledge") / "combinations.yaml", Combinations).combinations
    classes = {row.id for row in planned.techniques().classes}
    for row in found:
        wrong = [id_ for id_ in (*row.entries, *row.and_entries) if id_ not in knowledge().entries]
        wrong += [id_ for id_ in row.techniques if id_ not in classes]
        wrong += [place for place in row.regions if not is_place(place)]
        if wrong or row.id in knowledge().entries:
            raise DataFileError(
                f"combinations.yaml:1: {row.id}: {(*wrong, row.id)[0]} does not fit; see docs/knowledge.md."
            )
    return {row.id: row for row in found}


def combined(heard: Heard, person: Person) -> Iterator[Finding]:
    """The combinations that hold for this person and plan."""
    plan = planned.classes(person.techniques, person.pressure)
    treated = {base for region in person.regions for base in bases_of(region)}
    for row in combinations().values():
        first = _heard(row.entries, heard)
        second = _heard(row.and_entries, heard)
        meant = [plan[id_] for id_ in row.techniques if id_ in plan]
        places = [base for region in row.regions for base in bases_of(region) if base in treated]
        if not first or (row.and_entries and not second) or (row.techniques and not meant):
            continue
        if row.regions and not places:
            continue
        cleared = set(row.and_entries or row.entries) & heard.cleared
        yield _finding(row, [*first, *second], dict.fromkeys(meant), dict.fromkeys(places), cleared=bool(cleared))


def _heard(entries: Sequence[str], heard: Heard) -> list[Evidence]:
    return [one for id_ in entries for one in heard.evidence.get(id_, ()) if not (one.explained and not one.sure)]


def _finding(
    row: Combination,
    evidence: Sequence[Evidence],
    meant: Mapping[str, None],
    places: Mapping[str, None],
    *,
    cleared: bool,
) -> Finding:
    said = list(dict.fromkeys(one.words for one in evidence))
    planned_ = [*meant, *(label(base).lower() for base in places)]
    told = "; ".join([*said, *([f"the plan has {', '.join(planned_).lower()}"] if planned_ else [])])
    return Finding(
        rule=f"safe.{row.id}",
        gate="safe",
        level=_level(row, evidence, cleared=cleared),
        message=f"{row.name} ({told}). {row.why}",
        remedy=row.do,
        subject=row.id,
        basis=row.basis,
        details={
            "action": "adapt" if cleared and row.level == "needs_physician_clearance" else row.call,
            "regions": list(places) or list(row.regions),
            "questions": list(row.ask),
            "entry": row.id,
            "planned": list(places),
            "against": list(meant),
            "said": said,
        },
    )


def _level(row: Combination, evidence: Sequence[Evidence], *, cleared: bool) -> Level:
    """A clearance that names what makes the combination lifts it; nothing lifts an absolute one."""
    if not row.keeps_out or (cleared and row.level == "needs_physician_clearance"):
        return Level.CAUTION
    return Level.STOP if all(one.sure for one in evidence) else Level.UNKNOWN
