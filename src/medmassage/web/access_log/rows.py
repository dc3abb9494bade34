"""Audit rows in plain words: who did what, when, about whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry

from medmassage.clinic import access
from medmassage.clinic.models import Membership, Patient

DONE = {
    LogEntry.Action.CREATE: "added",
    LogEntry.Action.UPDATE: "changed",
    LogEntry.Action.DELETE: "deleted",
    LogEntry.Action.ACCESS: "read",
}
# What people call the records, where the table's own name is not it.
CALLED = {
    "healthitem": "health history",
    "noteline": "treatment line",
    "membership": "person of the clinic",
    "workitem": "piece of work",
    "claimevent": "answer to a claim",
    "case": "course of care",
    "attachment": "scan",
    "entry": "ledger entry",
    "posting": "ledger posting",
}


ID_LENGTH, ID_HYPHENS = 36, 4


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the log. ``patients`` are (id, name); ``fields`` names what was changed, never the values."""

    at: datetime
    who: str
    done: str
    what: str
    patients: Sequence[tuple[str, str]]
    fields: str


def lines(member: Membership, entries: Iterable[LogEntry]) -> list[Line]:
    """The rows of one page; the patients' names with one query."""
    entries = list(entries)
    ids = {pk for entry in entries for pk in _patients(entry)}
    names = {str(p.pk): str(p) for p in access.rows(member, Patient).filter(pk__in=ids)}
    return [_line(entry, names) for entry in entries]


def _line(entry: LogEntry, names: dict[str, str]) -> Line:
    data = entry.additional_data or {}
    seen, event = data.get("seen", ""), data.get("event", "")
    model = entry.content_type.model
    shown = seen.split(" ")[0] if _holds_id(seen) else seen
    what = f"the page “{shown}”" if seen else CALLED.get(model, entry.content_type.name)
    changed = entry.action == LogEntry.Action.UPDATE and entry.changes_dict
    return Line(
        at=entry.timestamp,
        who=str(entry.actor) if entry.actor else str(data.get("by") or "the system"),
        done=event or DONE.get(entry.action, "touched"),
        what="" if event else what,
        patients=[(pk, names[pk]) for pk in _patients(entry) if pk in names],
        fields=", ".join(name.replace("_", " ") for name in changed) if changed else "",
    )


def _holds_id(seen: str) -> bool:
    """Whether the page is named with the id of its record, which says nothing to a person."""
    return any(len(word) == ID_LENGTH and word.count("-") == ID_HYPHENS for word in seen.split(" "))


def _patients(entry: LogEntry) -> list[str]:
    data = entry.additional_data or {}
    return list(data.get("patients") or ([data["patient"]] if data.get("patient") else []))
