"""The visit note on paper: what was found, done and planned, who signed, and what was added."""

from datetime import time
from typing import Any

from medmassage.care.charting import by_region, told
from medmassage.clinic import access, claim_input, clock
from medmassage.clinic.models import Amendment, Case, Clinic, Cosignature, Membership, Note, NoteLine, Override, Visit
from medmassage.clinic.papers import body, words
from medmassage.knowledge import anatomy


def data(member: Membership, visit: Visit, note: Note) -> dict[str, Any]:
    """The note for the template ``note``."""
    clinic, patient = member.clinic, visit.patient
    on = words.day(claim_input.day(visit))
    lines = list(note.lines.all())
    return {
        **words.paper(clinic, "Visit note", [*words.whose(patient), f"visit of {on}"]),
        "heading": str(patient),
        "standing": f"Visit note of {on}{_hours(note)}",
        "facts": _facts(visit, note),
        "soap": [
            ["Subjective", note.subjective],
            ["Objective", note.objective],
            ["Assessment", note.assessment],
            ["Plan", "\n".join(part for part in (note.plan, _next(note)) if part)],
        ],
        "findings": [
            [anatomy.label(where), told(*what) or "marked"] for where, what in by_region(note.findings).items()
        ],
        "figures": [[f"{name}.svg", _figure(name)] for name in body.shown(note)],
        "work": [_work(line) for line in lines],
        "units": _units(note, lines),
        "overrides": _overrides(member, visit),
        "signature": _signature(clinic, note),
        "cosignatures": [_cosignature(clinic, one) for one in note.cosignatures.select_related("by")],
        "amendments": [_amendment(clinic, a) for a in note.amendments.select_related("author")],
    }


def _hours(note: Note) -> str:
    if note.started and note.ended:
        return f", {words.hour(note.started)} to {words.hour(note.ended)}"
    return ""


def _facts(visit: Visit, note: Note) -> list[list[str]]:
    referral = claim_input.covering(visit.case, claim_input.day(visit))
    pain = ", ".join(
        f"{value} {when}" for value, when in ((note.pain_before, "before"), (note.pain_after, "after"))
        if value is not None
    )  # fmt: skip
    rows = [
        ["Born", words.day(visit.patient.birth_date)],
        ["Therapist", words.therapist(visit.therapist, visit.case.state)],
        ["Case", str(visit.case)],
        ["Diagnosis", ", ".join(referral.diagnoses) if referral else ""],
        ["Referral", f"{referral.physician}, {words.day(referral.written_on)}" if referral else ""],
        ["Setting", visit.setting.replace("_", " ").capitalize()],
        ["Coverage", _payer(visit.case)],
        ["Pain", f"{pain}, of 10" if pain else "not taken"],
    ]
    return [row for row in rows if row[1]]


def _payer(case: Case) -> str:
    return case.coverage.payer.name if case.coverage else "the patient pays"


def _next(note: Note) -> str:
    return f"Next visit: {note.next_visit}" if note.next_visit else ""


def _work(line: NoteLine) -> dict[str, str]:
    return {
        "region": anatomy.label(line.region) if line.region else words.NOTHING,
        "technique": ", ".join(part for part in (line.technique, line.pressure) if part),
        "code": " ".join([line.code, *line.modifiers]),
        "began": _at(line.started),
        "minutes": str(line.minutes),
    }


def _at(began: time | None) -> str:
    return words.hour(began) if began else words.NOTHING


def _units(note: Note, lines: list[NoteLine]) -> str:
    minutes = words.some(sum(line.minutes for line in lines), "minute")
    if note.signed_at is None:
        return f"{minutes} hands on. Units are counted when the note is signed."
    counted = ", ".join(f"{code} × {units}" for code, units in note.units.items())
    return f"{minutes} hands on make {words.some(sum(note.units.values()), 'unit')}{': ' * bool(counted)}{counted}."


def _overrides(member: Membership, visit: Visit) -> list[dict[str, str]]:
    found = access.rows(member, Override).filter(decision__visit=visit).select_related("decision", "author")
    return [
        {
            "found": f"{o.decision.gate.capitalize()}: {_message(o)}",
            "reason": o.reason,
            "who": f"{o.author}, {words.moment(clock.local(member.clinic, o.created_at))}",
        }
        for o in found.order_by("created_at")
    ]


def _message(override: Override) -> str:
    """What the gate had said, as it was stored."""
    said = [f["message"] for f in override.decision.verdict["findings"] if f["rule"] == override.rule]
    return said[0] if said else override.rule


def _signature(clinic: Clinic, note: Note) -> str:
    if note.signed_at is None:
        return "Not signed. This is a draft and may still change."
    at = words.moment(clock.local(clinic, note.signed_at))
    return f"Signed by {note.signed_by} on {at}. Locked since then."


def _cosignature(clinic: Clinic, one: Cosignature) -> str:
    at = words.moment(clock.local(clinic, one.created_at))
    return f"Co-signed by {one.by} on {at}.{f' {one.words}' if one.words else ''}"


def _figure(name: str) -> str:
    """What the picture is, for those who hear it; the findings say the rest in words."""
    return f"Body map, {name}: the regions and marks that the findings name"


def _amendment(clinic: Clinic, amendment: Amendment) -> dict[str, str]:
    return {
        "when": words.moment(clock.local(clinic, amendment.created_at)),
        "who": str(amendment.author),
        "text": amendment.text,
        "reason": amendment.reason,
    }
